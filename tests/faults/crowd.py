"""People at work on crises while the product dies again and again, and what must be so afterwards."""

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random  # noqa: TID251 - seeded, so that a run can be told again.
from typing import Protocol

from sqlalchemy import text

from bot.practice.person import Person
from bot.practice.refusals import PracticeError
from bot.practice.team import BOT_USER, Message
from bot.practice.words import elements_of
from bot.practice.workspace import Workspace
from bot.round import LEASE
from bot.wiring import Bot
from playbooks.escalation import asks_on
from playbooks.incident import CallState, Incident
from playbooks.ports import Wanted
from storage.audit import verify
from storage.refolding import refold
from tests.faults.life import KEY


class Hands(Protocol):
    """Of a clock that can be moved."""

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        ...


PEOPLE = ("U0CLAIRE", "U0BASILE", "U0GAEL", "U0INES")


def pressable(message: Message) -> list[str]:
    """The action of each button of a message."""
    elements = (element for block in message.blocks for element in elements_of(block))
    return [str(element["action_id"]) for element in elements]


@dataclass
class Crisis:
    """People at work on crises while the product dies again and again."""

    workspace: Workspace
    people: tuple[Person, ...]
    chance: Random
    numbers: Iterator[int] = field(default_factory=itertools.count)
    accepted: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # whose form was hidden by another one
    unsaved: list[str] = field(default_factory=list)  # so far, when the person was answered

    def go_on(self) -> None:
        """Do one thing; a deed that finds nothing to do, or was not acknowledged, may be lost or not."""
        deed = self.chance.choice((self.start, self.tick, self.tick, self.answer))
        with suppress(PracticeError, LookupError, StopIteration, OSError):
            deed(self.chance.choice(self.people))

    def start(self, person: Person) -> None:
        """Start a crisis and note its title if it was accepted: “not saved yet” promises nothing."""
        title = f"Crisis number {next(self.numbers)}"
        for form in person.forms():
            person.closes(form)
        person.types(f"/crisis start data-breach {title}")
        form = person.opens_form()
        if title not in str(form.blocks):
            # A process that was paused has opened the form of an earlier command on top of it.
            self.strange.append(title)
            return
        answer = person.submits(form)
        if answer.acknowledged and b'"errors"' in answer.body:
            self.unsaved.append(title)
        elif answer.acknowledged:
            self.accepted.append(title)

    def tick(self, person: Person) -> None:
        """Tick the first step that some card offers."""
        message = self.chance.choice(self.messages("inc-"))
        action = next(action for action in pressable(message) if action.startswith("step:done:"))
        person.clicks(message, action)

    def answer(self, person: Person) -> None:
        """Take the first call that waits for this person."""
        message = next(m for m in person.direct_messages() if m.buttons)
        person.clicks(message, pressable(message)[0])

    def messages(self, name: str) -> list[Message]:
        """What the bot has posted in the channels whose name begins so."""
        with self.workspace.team.lock:
            channels = [c for c in self.workspace.team.channels.values() if c.name.startswith(name)]
            return [m for c in channels for m in c.messages.values() if m.user == BOT_USER]


def live_on(last: Bot, clock: Hands) -> None:
    """The last life: leases run out, and everything owed and due is caught up with."""
    for _ in range(3):
        clock.forward(LEASE + timedelta(minutes=1))
        last.worker.round.settle_all()


def check_everything(crisis: Crisis, last: Bot) -> None:
    """What must be so, whatever happened."""
    wanted = Wanted(reader="U0CLAIRE", state=None, limit=10_000)  # type: ignore[arg-type]  # A plain id will do.
    lines = last.desk.looking.lines(wanted)
    titles = Counter(line.title for line in lines)
    lost = set(crisis.accepted) - set(titles)
    assert not lost, f"acknowledged and lost: {lost}, beside {crisis.strange} and {crisis.unsaved}"
    assert {1} >= set(titles.values()), "a crisis was opened twice"
    assert len(crisis.accepted) >= 2, "the lives were too short to show anything"
    for line in lines:
        incident = last.desk.looking.by_id(line.id, line.lead)
        check_whole(crisis, last, incident)
    check_calls(crisis, last)
    verdict = verify(last.database, (KEY.encode(),))
    assert verdict.fault is None
    assert verdict.incidents == len(lines)


def check_whole(crisis: Crisis, last: Bot, incident: Incident) -> None:
    """One room, one card, nothing owed, nothing overdue, and a log that folds to the same state."""
    rooms = [
        c for c in crisis.workspace.team.channels.values() if c.name.startswith(f"{incident.ref.lower()}-")
    ]
    assert 1 == len(rooms), _told(last, incident, rooms)
    assert incident.card is not None
    cards = [m for m in rooms[0].messages.values() if any("step:" in action for action in pressable(m))]
    assert 1 == len(cards), _told(last, incident, cards)
    seen = last.desk.looking.everything(incident)
    assert [] == [d for d in seen.deliveries if d.state in {"owed", "sending"}]
    assert [] == [d for d in seen.dues if d.at <= last.desk.clock.now()]
    with last.memory.reading() as look:
        assert incident == refold(look, incident.id)
    unsent = [call for call in incident.calls if call.state is CallState.OWED]
    assert [] == [call.id for call in unsent if asks_on(incident, call)], (
        "somebody who is needed was not called"
    )


def _told(last: Bot, incident: Incident, found: object) -> str:
    """What an incident's memory says, for whoever has to find out."""
    with last.memory.reading() as look:
        deliveries, log = look.deliveries(incident.id), look.log(incident.id)
    lines = (incident.ref, str(found), *map(str, deliveries), *(str(entry.fact) for entry in log))
    return "\n".join(lines)


def check_calls(crisis: Crisis, last: Bot) -> None:
    """Each call reached its person as one message."""
    with last.database.reading() as connection:
        rows = connection.execute(text("SELECT id, incident_id, subject FROM outbox WHERE errand = 'call'"))
        calls = {row.id: (row.incident_id, row.subject) for row in rows}
    messages = [
        m for c in crisis.workspace.team.channels.values() for m in c.messages.values() if m.user == BOT_USER
    ]
    references = [m.metadata["event_payload"]["reference"] for m in messages if m.metadata]
    called = Counter(calls[reference] for reference in references if reference in calls)
    assert called
    assert {1} == set(called.values()), "somebody was called twice for the same rung"
