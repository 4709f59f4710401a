"""What a person does on the page, done by a person's hands."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.practice.contract import Json
from bot.practice.delivery import Deliver
from bot.practice.forms import MANY, STATE, chosen, state_of
from bot.practice.moments import zone_of
from bot.practice.person import Person
from bot.practice.phrases import Language, say
from bot.practice.place import HOME, Place, language_at, place_of
from bot.practice.refusals import FormRefused, NotAcknowledged, PracticeError
from bot.practice.scene import field_name
from bot.practice.team import Message, View
from bot.practice.words import elements_of
from bot.practice.workspace import Workspace

Fields = Mapping[str, list[str]]
LONGEST_STEP = timedelta(days=31)
MARKS = ("memo",)  # the emoji that the page offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A click that waits for its "are you sure?": what was pressed, and what was chosen with it."""

    at: str
    press: str
    confirm: Json
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One form that the page sent: where it was sent from, by whose hands, with which fields."""

    place: Place
    person: Person
    fields: Fields
    language: Language

    def one(self, name: str) -> str:
        """The last value of a field."""
        return (self.fields.get(name) or [""])[-1]


class Deeds:
    """Carries out what the page sends, and keeps what the next drawing must say about it."""

    def __init__(
        self, workspace: Workspace, deliver: Deliver, forward: Callable[[timedelta], object] | None
    ) -> None:
        self._workspace = workspace
        self._team = workspace.team
        self._deliver = deliver
        self._forward = forward
        self._notices: dict[str, str] = {}
        self._drafts: dict[str, str] = {}
        self._asked: dict[str, Asked] = {}
        self._ways: dict[str, Callable[[Deed], str]] = {
            "/do/type": self._type,
            "/do/press": self._press,
            "/do/form": self._form,
            "/do/clock": self._clock,
            "/do/home": self._home,
            "/do/join": self._join,
            "/do/dismiss": self._dismiss,
            "/do/shortcut": self._shortcut,
            "/do/react": self._react,
        }

    def notice(self, who: str) -> str:
        """What to tell this person once."""
        return self._notices.pop(who, "")

    def draft(self, who: str) -> str:
        """What this person typed and the bot never took."""
        return self._drafts.pop(who, "")

    def asked(self, who: str) -> Asked | None:
        """The click of this person that waits for an answer."""
        return self._asked.get(who)

    def do(self, path: str, fields: Fields) -> str | None:
        """Carry out one deed; the address to show next. None: there is no such deed."""
        way = self._ways.get(path)
        with self._team.lock:
            place = place_of(self._team, {name: values[-1] for name, values in fields.items() if values})
            language = language_at(self._team, place) if place else Language.EN
        if way is None or place is None:
            return None
        place = replace(place, ask="")
        person = Person(self._workspace, place.who, self._deliver)
        try:
            return way(Deed(place=place, person=person, fields=fields, language=language))
        except NotAcknowledged:
            # The stream already shows it, except where no channel is in sight.
            if place.where == HOME or person.forms():
                trouble = person.last_answer.trouble
                self._notices[place.who] = say("no_answer", language, what="Crisis Desk", trouble=trouble)
        except FormRefused:
            pass  # The mistakes stand beside their fields.
        except PracticeError:
            self._notices[place.who] = say("not_there", language)
        return place.url()

    def _type(self, deed: Deed) -> str:
        text, thread = deed.one("text").strip(), deed.one("thread")
        if not text:
            return deed.place.url()
        try:
            deed.person.types(text, channel=deed.place.where, thread=thread or None)
        except PracticeError:
            self._drafts[deed.place.who] = text
            raise
        return deed.place.url() + (f"#m-{thread.replace('.', '-')}" if thread else "#latest")

    def _clock(self, deed: Deed) -> str:
        minutes = deed.one("minutes")
        if self._forward is None or not minutes.isdigit():
            self._notices[deed.place.who] = say("no_clock", deed.language)
            return deed.place.url()
        self._forward(min(timedelta(minutes=int(minutes[:6])), LONGEST_STEP))
        with self._team.lock:
            self._team.touch()
        return deed.place.url(menu=deed.place.menu)

    def _home(self, deed: Deed) -> str:
        deed.person.opens_home()
        return deed.place.url(where=HOME, menu="")

    def _join(self, deed: Deed) -> str:
        deed.person.joins(deed.place.where)
        return deed.place.url()

    def _dismiss(self, deed: Deed) -> str:
        target = self._target(deed)
        if isinstance(target, Message) and target.only_for == deed.place.who:
            with self._team.lock:
                self._team.drop(target)
        return deed.place.url()

    def _shortcut(self, deed: Deed) -> str:
        target = self._target(deed) if deed.one("at") else None
        deed.person.uses_shortcut(deed.one("name"), target if isinstance(target, Message) else None)
        return deed.place.url(menu="")

    def _react(self, deed: Deed) -> str:
        target, emoji = self._target(deed), deed.one("name")
        if not isinstance(target, Message) or target.only_for or emoji not in MARKS:
            msg = "nothing to mark"
            raise PracticeError(msg)
        deed.person.reacts(target, emoji)
        return deed.place.url(menu="") + f"#m-{target.ts.replace('.', '-')}"

    def _target(self, deed: Deed) -> Message | View:
        """The message, form or Home tab that a form of the page speaks of. Raises PracticeError."""
        kind, _, rest = deed.one("at").partition("|")
        channel, _, ts = rest.partition("|")
        with self._team.lock:
            found: Message | View | None
            if kind == "m":
                found = deed.person.channel(channel).messages.get(ts)
            elif kind == "e":
                found = next((m for m in deed.person.ephemerals() if m.ts == ts), None)
            else:
                found = self._team.view(rest if kind == "v" else deed.one("at"))
        if found is None or (isinstance(found, View) and found.user != deed.place.who):
            msg = "gone"
            raise PracticeError(msg)
        return found

    def _press(self, deed: Deed) -> str:
        target = self._target(deed)
        if isinstance(target, View):
            self._keep(deed, target)
        block, element, more = self._pressed(target, deed.one("press"))
        if element.get("confirm") and not deed.one("sure"):
            return self._ask(deed, element)
        self._asked.pop(deed.place.who, None)
        if element["type"] in ("button", "workflow_button"):
            deed.person.clicks(target, element["action_id"])
        elif element["type"] == "overflow":
            deed.person.selects(target, element["action_id"], more)
        else:
            deed.person.selects(target, element["action_id"], self._value(deed, block, element))
        anchor = f"#m-{target.ts.replace('.', '-')}" if isinstance(target, Message) else ""
        return deed.place.url() + anchor

    def _form(self, deed: Deed) -> str:
        press = deed.one("press")
        view = self._target(deed)
        if not isinstance(view, View):
            msg = "not a form"
            raise PracticeError(msg)
        if press == "close":
            deed.person.closes(view)
            return deed.place.url()
        if press != "submit":
            return self._press(deed)
        self._keep(deed, view)
        deed.person.submits(view)
        return deed.place.url()

    def _ask(self, deed: Deed, element: Json) -> str:
        fields = tuple(
            (name, value) for name, values in deed.fields.items() if name.startswith("f[") for value in values
        )
        self._asked[deed.place.who] = Asked(
            at=deed.one("at"), press=deed.one("press"), confirm=element["confirm"], fields=fields
        )
        return replace(deed.place, ask="1").address()

    def _pressed(self, target: Message | View, press: str) -> tuple[Json, Json, str]:
        """The block, the element and the menu's option that a button of the page stands for."""
        try:
            block_id, action_id, *more = json.loads(press)
        except (ValueError, TypeError) as exc:
            msg = "no such button"
            raise PracticeError(msg) from exc
        for block in target.blocks:
            for element in elements_of(block):
                if (block["block_id"], element["action_id"]) == (block_id, action_id):
                    return block, element, str(more[0]) if more else ""
        msg = "no such button"
        raise PracticeError(msg)

    def _keep(self, deed: Deed, view: View) -> None:
        """Hold everything typed in a form, so that nothing is lost whatever comes next."""
        values: dict[str, dict[str, Json]] = {name: dict(held) for name, held in view.values.items()}
        with self._team.lock:
            for block in view.blocks:
                for element in elements_of(block):
                    if element["type"] in STATE and self._told(deed, block, element):
                        state = chosen(self._team, element, self._value(deed, block, element))
                        shown = view.values.get(block["block_id"], {}).get(element["action_id"])
                        # What nobody touched is not held: it follows the bot's next initial value.
                        if state != state_of(element, shown):
                            values.setdefault(block["block_id"], {})[element["action_id"]] = state
            now = self._team.view(view.id)
            if now is not None:
                self._team.put_view(replace(now, values=values))

    def _told(self, deed: Deed, block: Json, element: Json) -> bool:
        # A box that is not ticked sends nothing: for these, silence is an answer.
        return field_name(block, element) in deed.fields or element["type"] in MANY

    def _value(self, deed: Deed, block: Json, element: Json) -> object:
        values = deed.fields.get(field_name(block, element), [])
        if element["type"] in MANY:
            return values
        value = values[-1] if values else ""
        if not value:
            return None
        if element["type"] == "datetimepicker":
            try:
                return datetime.fromisoformat(value).replace(tzinfo=zone_of(deed.person.user.tz))
            except ValueError as exc:
                msg = "no moment"
                raise PracticeError(msg) from exc
        if element["type"] == "plain_text_input":
            return value.replace("\r\n", "\n")
        return value
