"""One outside message: who sent it, from where, under which of Slack's request ids, and what it may ask the desk."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from slack_sdk import WebClient

from handlers.slack.blocks.reader import Reader
from handlers.slack.words import Myself, Named, Whom
from playbooks import refusals
from playbooks.commands import Asked, ChannelId, IncidentId, RequestId
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Language, StepId, UserId, Words
from playbooks.shelf import folded

Body = Mapping[str, Any]

LIST: Final = "list"
REVIEW: Final = "review"
STATEMENTS: Final = "statements"
AGENDA: Final = "agenda"
CLOCKS: Final = "clocks"
CHANNELS: Final = "channels"
_UNNAMED: Final = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A message from a person, with what is needed to answer it."""

    desk: Desk
    client: WebClient
    body: Body
    hint: Language | None = None  # the language of the words that were typed

    @classmethod
    def of(cls, desk: Desk, client: WebClient, body: Body) -> Self:
        """Take in a message whose words say nothing of a language."""
        return cls(desk=desk, client=client, body=body)

    @property
    def user(self) -> UserId:
        """Who sent it."""
        return sender(self.body)

    @property
    def request(self) -> RequestId:
        """The id that Slack gave the request: the same for each arrival of the same message."""
        return request_id(self.body)

    @property
    def asked(self) -> Asked:
        """Who asks, and under which request."""
        return Asked(by=self.user, request=self.request)

    @property
    def channel(self) -> ChannelId | None:
        """Where it was sent from, if it was from a conversation."""
        channel = self.body.get("channel_id") or (self.body.get("channel") or {}).get("id")
        return ChannelId(channel) if channel else None

    @property
    def trigger(self) -> str:
        """What opens a form, once, within three seconds."""
        return str(self.body.get("trigger_id") or "")

    @property
    def in_window(self) -> bool:
        """Whether it came from a form or a list that is open."""
        return bool((self.body.get("view") or {}).get("type") == "modal")

    @property
    def language(self) -> Language:
        """The language to answer in."""
        return self.desk.people.language(self.user, self.hint)

    @property
    def reader(self) -> Reader:
        """Draw for the person who sent it."""
        return Reader(directory=self.desk.directory(), language=self.language, now=self.desk.clock.now())

    def incident(self, ref: str | None) -> Incident:
        """Find the incident that was named, or the one worked here. Raises NotFound, BadRequest."""
        if ref is not None:
            return self.desk.looking.named(ref, self.user)
        if self.channel is None:
            raise refusals.crisis.which_incident()
        return self.desk.looking.here(self.channel, self.user)

    def incident_by_id(self, incident_id: str) -> Incident:
        """Find the incident that a button or a form speaks of. Raises NotFound, also where it may not be seen."""
        return self.desk.looking.by_id(IncidentId(incident_id), self.user)

    def person(self, whom: Whom | None) -> UserId:
        """Find the person whom somebody named. Raises NotFound, also where the name fits several."""
        match whom:
            case None:
                raise refusals.crisis.unknown_user(_UNNAMED)
            case Myself():
                return self.user
            case Named():
                return self._named(whom.name)
            case _:
                return whom

    def _named(self, name: str) -> UserId:
        wanted = folded(name)
        fits = [c.user for c in self.desk.directory().contacts if _fits(wanted, folded(c.name))]
        exact = [c.user for c in self.desk.directory().contacts if folded(c.name) == wanted]
        found = exact or fits
        if len(found) != 1:
            raise refusals.crisis.unknown_user(name)
        return found[0]


def sender(body: Body) -> UserId:
    """Name who sent a message of any kind."""
    user = body.get("user_id") or body.get("user") or (body.get("event") or {}).get("user") or ""
    return UserId(str(user.get("id", "") if isinstance(user, Mapping) else user))


def workspace_of(body: Body) -> str:
    """Name the workspace that the product belongs to, as far as a message says it; of an event, who it is sent for."""
    told = body.get("authorizations") or ()
    if told:
        return str(told[0].get("team_id") or "")
    return str((body.get("team") or {}).get("id") or body.get("team_id") or "")


def request_id(body: Body) -> RequestId:
    """Give the id of a message of any kind, marked with its kind so that two kinds never meet."""
    if "command" in body:
        return RequestId(f"command:{body.get('trigger_id')}")
    match body.get("type"):
        case "view_submission":
            # The view keeps its id while it is open: a form sent twice is one request, another form in its place is another.
            view = body.get("view") or {}
            return RequestId(f"view:{view.get('id')}:{view.get('callback_id')}")
        case "block_actions":
            return RequestId(f"action:{body.get('trigger_id')}")
        case "event_callback":
            return RequestId(f"event:{body.get('event_id')}")
        case _:
            return RequestId(f"shortcut:{body.get('trigger_id')}")


def find_step(incident: Incident, named: str) -> StepInRun:
    """Find a step by its number or its id. Raises BadRequest for none named, NotFound for one that is not there."""
    if not named:
        raise BadRequest(
            Words(
                en="Which step? Say its number: `/crisis done 3`. `/crisis steps` shows them all.",
                fr="Quelle étape ? Donnez son numéro : `/crise fait 3`. `/crise étapes` les montre toutes.",
            )
        )
    number = named.lstrip("0")
    found = next((step for step in incident.steps if str(step.number) == number), None)
    return incident.step(StepId(named.casefold())) if found is None else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a form keeps while it is open: what it is about, and where it was opened from."""

    incident: str = ""
    subject: str = ""  # a step, a call
    beneath: str = ""  # the window under it: LIST, REVIEW, STATEMENTS, AGENDA, CLOCKS, CHANNELS
    page: int = 0  # of the full list
    channel: str = ""  # where a reply was asked for
    answers: str = ""  # what was answered in the form before
    text: str = ""  # what was typed before the form opened
    known: int = 0  # how many decisions, or facts, there were when it opened
    severity: str = ""  # as it was when it opened

    def written(self) -> str:
        """Write it for the form's private metadata."""
        kept = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def of(cls, view: Body) -> Self:
        """Read it from a form that came back; what is not ours to read is about nothing."""
        try:
            kept = json.loads(view.get("private_metadata") or "{}")
            page, known = int(kept.get("page", 0)), int(kept.get("known", 0))
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()
        names = ("incident", "subject", "beneath", "channel", "answers", "text", "severity")
        texts = {key: str(kept.get(key, "")) for key in names}
        return cls(**texts, page=page, known=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What somebody filled in a form, by field."""

    values: Mapping[str, Mapping[str, Mapping[str, Any]]]

    @classmethod
    def of(cls, view: Body) -> Self:
        """Read the answers of a form."""
        return cls(values=(view.get("state") or {}).get("values") or {})

    def text(self, field: str) -> str:
        """Give what was written; nothing is an empty text."""
        return str(self._one(field).get("value") or "")

    def choice(self, field: str) -> str | None:
        """Give what was chosen from a menu."""
        option = self._one(field).get("selected_option")
        return None if option is None else str(option["value"])

    def ticked(self, field: str) -> frozenset[str]:
        """Give which boxes were ticked."""
        return frozenset(str(option["value"]) for option in self._one(field).get("selected_options") or ())

    def person(self, field: str) -> UserId | None:
        """Give who was chosen."""
        chosen = self._one(field).get("selected_user")
        return UserId(chosen) if chosen else None

    def day(self, field: str) -> str | None:
        """Give which day was chosen, as 2026-02-03."""
        return self._one(field).get("selected_date")

    def moment(self, field: str) -> datetime | None:
        """Give which moment was chosen."""
        chosen = self._one(field).get("selected_date_time")
        return None if chosen is None else datetime.fromtimestamp(int(chosen), UTC)

    def _one(self, field: str) -> Mapping[str, Any]:
        # A field's element has another name once its menu was redrawn; there is only ever one of them.
        return next(iter((self.values.get(field) or {}).values()), {})


def _fits(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return bool(wanted) and all(word in name for word in wanted)
