"""
`crisis demo --play`: a whole crisis through the same doors, with a clock that moves, told as each person sees it.

Each line that begins with a tick is something that was expected and happened; a cross is something that was not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from typing import Final

from bot.demo import fresh_database
from bot.logs import set_up_logs
from bot.practice.team import Message, View
from bot.stage import Player, Stage
from config.settings import Settings
from playbooks.incident import Incident, StepStatus
from playbooks.playbook import Language, UserId, Words

Tell = Callable[[str], None]
CALL_SIGN: Final = "☎"
LATE_SIGN: Final = "⏰"
WIDTH: Final = 6  # lines shown of a message; the rest is there, in the practice workspace
_MOMENT: Final = re.compile(r"<!date\^(\d+)\^[^|>]*\|[^>]*>")
_PERSON: Final = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays: by the Slack ids of the example company."""

    opener: str
    unit: str
    unit_owner: str
    press: str
    press_next: str
    lead: str = "U0SAOIRSE"


CASTS: Final = {
    Language.EN: Cast(
        opener="U0RHYS", unit="energy-uk", unit_owner="U0IMOGEN", press="U0POPPY", press_next="U0INES"
    ),
    Language.FR: Cast(
        opener="U0NADIA", unit="rail-fr", unit_owner="U0GAEL", press="U0BASILE", press_next="U0INES"
    ),
}


@dataclass(slots=True, kw_only=True)
class Telling:
    """Tells the story and counts what did not happen as expected."""

    stage: Stage
    language: Language
    tell: Tell
    held: int = 0
    failed: int = 0

    def act(self, en: str, fr: str) -> None:
        """Say what happens next, with the time on stage."""
        words = Words(en=en, fr=fr).read(self.language)
        self.tell(f"\n{self.stage.clock.now():%a %H:%M} UTC  {words}")

    def sees(self, who: str, message: Message | View | None) -> None:
        """Show the first lines of what somebody sees."""
        sees = Words(en="sees", fr="voit").read(self.language)
        lines = self.plain(message.words).splitlines() if message is not None else []
        for number, line in enumerate(lines[:WIDTH]):
            self.tell(f"    {self.name(who) + ' ' + sees if number == 0 else '':>24} | {line}")

    def expect(self, held: object, en: str, fr: str) -> None:
        """Hold the product to something."""
        self.held, self.failed = self.held + bool(held), self.failed + (not held)
        mark = Words(en="✓ ", fr="✓ ") if held else Words(en="✗ NOT SO: ", fr="✗ PAS LE CAS : ")
        self.tell(f"    {mark.read(self.language)}{Words(en=en, fr=fr).read(self.language)}")

    def name(self, who: str) -> str:
        """Give somebody's first name."""
        contact = next((c for c in self.stage.bot.desk.directory().contacts if c.user == who), None)
        return who if contact is None else contact.name.split()[0]

    def plain(self, text: str) -> str:
        """Write Slack's markup as people read it."""
        text = _MOMENT.sub(lambda m: f"{datetime.fromtimestamp(int(m[1]), UTC):%H:%M}", text)
        text = _PERSON.sub(lambda m: "@" + self.name(m[1]), text)
        text = _CHANNEL.sub(lambda m: "#" + self.stage.workspace.channel(m[1]).name, text)
        return unescape(text.replace("*", ""))


def play(settings: Settings, language: Language, tell: Tell) -> int:
    """Play the crisis in one language; give 0 if everything expected happened, 1 if something did not."""
    set_up_logs("critical")
    with fresh_database(settings) as ready, Stage(replace(ready, language=language)) as stage:
        telling = Telling(stage=stage, language=language, tell=tell)
        crisis = Crisis(telling, CASTS[language])
        for scene in (crisis.help, crisis.start, crisis.calls, crisis.steps, crisis.words, crisis.close):
            scene()
        crisis.afterwards()
    count = f"{telling.held} / {telling.held + telling.failed}"
    tell("\n" + Words(en=f"Held: {count}.", fr=f"Tenu : {count}.").read(language))
    return 0 if telling.failed == 0 else 1


class Crisis:
    """The scenes, in order."""

    def __init__(self, telling: Telling, cast: Cast) -> None:
        self.telling, self.cast, self.stage = telling, cast, telling.stage
        self.french = telling.language is Language.FR
        self.command = "/crise" if self.french else "/crisis"
        self.opener, self.lead = self.stage.player(cast.opener), self.stage.player(cast.lead)
        self.room = ""
        self.ref = "INC-2026-0001"

    def word(self, en: str, fr: str) -> str:
        """Choose the word to type or to press."""
        return fr if self.french else en

    def types(self, player: Player, text: str, channel: str = "") -> None:
        """Type a command and tell it."""
        self.telling.act(
            f"{self.telling.name(player.id)} types: {self.command} {text}",
            f"{self.telling.name(player.id)} tape : {self.command} {text}",
        )
        player.types(f"{self.command} {text}", channel or self.room)

    def card(self) -> Message:
        """The pinned card, as it is now."""
        channel = self.stage.workspace.channel(self.room)
        return channel.messages[channel.pins[0]]

    def help(self) -> None:
        """Somebody does not know what to type."""
        self.types(self.opener, self.word("help", "aide"))
        answer = self.opener.ephemerals()[-1]
        self.telling.sees(self.opener.id, answer)
        self.telling.expect(
            self.command in answer.words, "help says what one can do", "l’aide dit quoi faire"
        )

    def start(self) -> None:
        """A crisis begins."""
        title = self.word("Customer file on a forum", "Fichier clients sur un forum")
        self.types(self.opener, self.word(f"start data-breach {title}", f"démarrer data-breach {title}"))
        form = self.opener.opens_form()
        self.telling.sees(self.opener.id, form)
        self.opener.submits(self.opener.fills(form, {"unit": self.cast.unit}))
        self.room = "inc-2026-0001-data-breach"
        names = [channel.name for channel in self.stage.workspace.team.channels.values()]
        self.telling.expect(self.room in names, "a channel of its own appears", "un canal dédié apparaît")
        self.telling.sees(self.opener.id, self.card())
        self.telling.expect(title in self.card().words, "its card is pinned", "sa fiche est épinglée")
        announced = self.opener.sees("crisis-announcements")
        self.telling.expect(title in announced[-1].words, "it is announced", "il est annoncé")

    def calls(self) -> None:
        """The right people are called until somebody answers."""
        owner, press = self.stage.player(self.cast.unit_owner), self.stage.player(self.cast.press)
        for player in (owner, press):
            self.telling.sees(player.id, self.call(player))
            self.telling.expect(
                len(self.call(player).buttons) == len(("take", "decline", "pass on")),
                f"{self.telling.name(player.id)} is called, with three answers to press",
                f"{self.telling.name(player.id)} est appelé·e, avec trois réponses à presser",
            )
        self.telling.act("The unit takes it; press stays silent.", "L’unité s’en charge ; la presse se tait.")
        owner.clicks(self.call(owner), "call:take")
        self.telling.expect(
            f"<@{owner.id}>" in self.card().words, "the card says who took it", "la fiche dit qui s’en charge"
        )
        self.stage.forward(minutes=6)
        following = self.stage.player(self.cast.press_next)
        self.telling.act("Six minutes of silence.", "Six minutes de silence.")
        self.telling.sees(following.id, self.call(following))
        self.telling.expect(
            self.call(following).buttons, "the next rung is called", "l’échelon suivant est appelé"
        )
        following.clicks(self.call(following), "call:take")
        self.telling.expect(
            not self.call(press).buttons,
            "the first one is told that nothing more is asked",
            "la première personne apprend qu’on ne lui demande plus rien",
        )

    def steps(self) -> None:
        """The checklist is worked."""
        self.telling.act("The lead ticks the first step.", "Le pilote coche la première étape.")
        self.lead.clicks(self.card(), "step:done:source")
        self.telling.expect("1" in self.progress(), "one step is done", "une étape est faite")
        self.types(self.lead, self.word("skip 3", "passer 3"))
        form = self.lead.opens_form()
        self.telling.sees(self.lead.id, form)
        self.telling.expect(
            self.status(3) is StepStatus.OPEN,
            "a mandatory step is not skipped without a reason: a form asks for it",
            "une étape obligatoire ne se passe pas sans raison : un formulaire la demande",
        )
        reason = self.word("the room is open already", "le canal est déjà ouvert")
        self.lead.submits(self.lead.fills(form, {"reason": reason}))
        self.telling.expect(
            self.status(3) is StepStatus.SKIPPED, "with a reason it is", "avec une raison, si"
        )
        self.stage.forward(minutes=15)
        nudged = [m for m in self.lead.direct_messages() if LATE_SIGN in m.words]
        self.telling.act("A quarter of an hour later.", "Un quart d’heure plus tard.")
        self.telling.sees(self.lead.id, nudged[-1] if nudged else None)
        self.telling.expect(nudged, "late steps are told to their owner", "le retard est dit au responsable")

    def words(self) -> None:
        """Words are prepared, and kept."""
        line = self.word("We are checking what happened.", "Nous vérifions ce qui s’est passé.")
        self.types(self.lead, self.word(f"line {line}", f"ligne {line}"))
        self.telling.expect(
            line in self.card().words, "the card shows what we say", "la fiche montre ce que nous disons"
        )
        update = self.word("Still checking. next 30m", "Vérification en cours. prochain 30m")
        self.types(self.lead, self.word(f"update {update}", f"point {update}"))
        self.telling.expect(
            self.incident().promise, "the next word is promised", "le prochain point est promis"
        )
        self.stage.forward(minutes=31)
        promise = self.incident().promise
        self.telling.expect(
            promise is not None and promise.broken,
            "a promise not kept is logged",
            "une promesse non tenue est consignée",
        )
        self.types(self.lead, self.word("update The list is genuine.", "point La liste est authentique."))

    def close(self) -> None:
        """It ends, and the review begins."""
        self.types(self.lead, self.word("close", "clore"))
        form = self.lead.opens_form()
        self.telling.sees(self.lead.id, form)
        left = (
            self.incident()
            .open_steps[0]
            .step.title.read(self.stage.bot.desk.people.language(UserId(self.lead.id)))
        )
        self.telling.expect(left in form.words, "closing names what is open", "la clôture nomme ce qui reste")
        reason = self.word("handed over to the day team", "transmis à l’équipe de jour")
        self.lead.submits(self.lead.fills(form, {"reason": reason}))
        self.telling.expect(not self.incident().is_open, "it is closed", "il est clos")
        head = self.review()
        self.telling.sees(self.lead.id, head)
        replies = [m for m in self.lead.sees(self.room) if m.thread_ts == head.ts and m.is_reply]
        self.telling.expect(
            replies, "the review thread starts at once", "le fil du retour d’expérience commence"
        )

    def afterwards(self) -> None:
        """What was learned is kept, and followed up."""
        self.lead.clicks(self.review(), self.word("Answer the questions", "Répondre aux questions"))
        form = self.lead.opens_form()
        answer = self.word("The list was there an hour before us.", "La liste y était une heure avant nous.")
        question = self.incident().playbook.review.questions[1].id
        self.lead.submits(self.lead.fills(form, {question: answer}))
        self.telling.expect(answer in self.review().words, "the answer is kept", "la réponse est gardée")
        self.lead.clicks(self.review(), self.word("Add a lesson", "Ajouter une leçon"))
        action = self.word("Watch that forum", "Surveiller ce forum")
        form = self.lead.fills(
            self.lead.opens_form(), {"text": action, "person": self.lead.id, "due": "2026-03-09"}
        )
        self.lead.submits(form)
        self.stage.forward(days=8)
        reminded = [m for m in self.lead.direct_messages() if action in m.words]
        self.telling.act("A week later.", "Une semaine plus tard.")
        self.telling.sees(self.lead.id, reminded[-1] if reminded else None)
        self.telling.expect(
            reminded, "the action is followed up when it is due", "l’action est suivie à son échéance"
        )
        self.types(self.lead, self.word("review INC-2026-0001", "revue INC-2026-0001"), "general")
        shown = self.lead.forms()[-1].words if self.lead.forms() else self.lead.ephemerals()[-1].words
        self.telling.expect(
            answer in shown, "the review is there, years later", "le retour d’expérience reste là"
        )

    def call(self, player: Player) -> Message:
        """The call that somebody got, as it reads now."""
        return next(
            m for m in reversed(player.direct_messages()) if self.ref in m.words and CALL_SIGN in m.words
        )

    def incident(self) -> Incident:
        """The incident as the product remembers it."""
        return self.stage.bot.desk.looking.named(self.ref, UserId(self.lead.id))

    def status(self, number: int) -> StepStatus:
        """Where a step of the checklist stands."""
        return self.incident().steps[number - 1].progress.status

    def progress(self) -> str:
        """The card's line about progress."""
        lines = self.telling.plain(self.card().words).splitlines()
        return next(line for line in lines if "▱" in line or "▰" in line)

    def review(self) -> Message:
        """The review's first message."""
        posted = self.incident().review
        if posted is None:
            message = "no review was posted"
            raise LookupError(message)
        return self.stage.workspace.channel(self.room).messages[posted.ts]
