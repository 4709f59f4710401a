"""What is learned: lessons written down for the next version, taken up by a release, and proven by a later run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from playbooks import events as e
from playbooks import lessons, refusals
from playbooks.commands import Asked, ProposeChange
from playbooks.desk.ledger import Ledger
from playbooks.incident import Incident
from playbooks.letters import LateLesson, Letter, Proposed, WeekBegins
from playbooks.playbook import Cited, Playbook, UserId
from playbooks.ports import Ids, Reading, Transaction
from playbooks.ports_lessons import LessonLine, LessonsWanted
from playbooks.proposals import Proposal
from playbooks.routing import Directory
from playbooks.routing.coverage import zone_of

MONDAY: Final = 0
MORNING: Final = time(9)  # by the clocks of the first administrator
LISTED: Final = 15  # lessons in one letter
MOST_COUNTED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningDesk:
    """Follows lessons from the review in which they were found to the run that proves them."""

    ledger: Ledger
    ids: Ids
    directory: Callable[[], Directory]

    def listed(self, wanted: LessonsWanted) -> tuple[LessonLine, ...]:
        """List lessons."""
        with self.ledger.memory.reading(once=True) as look:
            return look.lessons(wanted)

    def look(self) -> bool:
        """
        Write to the administrators, on the first morning of a week, what reviews decided to do and nobody has done.

        Whether there is any to write of, and it was not written of before. Of restricted incidents nothing is told.
        """
        now, directory = self.ledger.clock.now(), self.directory()
        there = now.astimezone(ZoneInfo(zone_of(directory, directory.administrators[0])))
        if there.weekday() != MONDAY or there.time() < MORNING:
            return False
        subject = f"{there:%G-W%V}"
        with self.ledger.memory.reading() as look:
            if _is_written(look, subject):
                return False
            lines = look.lessons(LessonsWanted(reader=None, left_to_do=True, limit=MOST_COUNTED))
        late = [line for line in lines if line.action.due_at <= now and not line.drill]
        if not late:
            return False
        matter = WeekBegins(
            late=tuple(_late(line) for line in late[:LISTED]),
            more=max(0, len(late) - LISTED),
            open=sum(line.action.due_at > now for line in lines),
        )
        with self.ledger.memory.transaction() as tx:
            if _is_written(tx, subject):  # By another machine meanwhile.
                return False
            for person in directory.administrators:
                tx.owe_letter(Letter(person=person, subject=subject, matter=matter), now)
        self.ledger.woken()
        return True

    def propose(self, order: ProposeChange, asked: Asked) -> Incident:
        """Keep what a lesson changes, once, and tell the administrators, who release. Raises a Refusal."""
        incident = self.ledger.once(asked, order.incident, partial(self._proposed, order, asked.by))
        self.ledger.woken()  # A letter may be owed, which the ledger does not count.
        return incident

    def _proposed(self, order: ProposeChange, by: UserId, tx: Transaction) -> Incident:
        incident, now = tx.locked(order.incident), self.ledger.clock.now()
        if incident.restricted and by not in incident.people:
            raise refusals.crisis.asked_only(incident.lead)
        if incident.brought is not None:
            raise refusals.crisis.is_only_read(incident.ref)
        after = self.ledger.keep(tx, incident, lessons.decide(incident, order, by=by, now=now))
        contact, playbook = self.directory().contact(by), incident.playbook
        action = after.action(order.action)
        title = order.title if action.draft is None else action.draft.title
        proposal = Proposal(
            id=self.ids.fresh(),
            playbook=playbook.id,
            step=order.step,
            # Proposals are read by everybody: of a restricted incident they say what was written for the playbook.
            text=title.en if incident.restricted else action.text,
            author=by,
            name="" if contact is None else contact.name,
            at=now,
        )
        tx.keep_proposal(proposal)
        matter = Proposed(
            playbook=playbook.id,
            title=playbook.title,
            step=proposal.step,
            text=proposal.text,
            author=by,
            name=proposal.name,
            lesson="" if incident.restricted else lessons.name_of(incident, order.action),
            now=title,
        )
        for person in self.directory().administrators:
            tx.owe_letter(Letter(person=person, subject=proposal.id, matter=matter), now)
        return after


def _is_written(look: Reading, subject: str) -> bool:
    """Whether the letter of a week was written."""
    before = look.latest_letter(WeekBegins)
    return before is not None and before[1].subject == subject


def _late(line: LessonLine) -> LateLesson:
    action = line.action
    return LateLesson(ref=line.ref, text=action.text, owner=action.owner, due_at=action.due_at)


def take_up(ledger: Ledger, tx: Transaction, playbook: Playbook) -> None:
    """Note of each lesson that a released version cites that it does. What it cites of elsewhere is nobody's here."""
    for cited in playbook.lessons:
        _keep(ledger, tx, cited.lesson, partial(_applied, cited, playbook, ledger))


def prove(ledger: Ledger, tx: Transaction, run: Incident, facts: Iterable[e.Event]) -> None:
    """Note of each lesson that a run went through its step."""
    for fact in facts:
        if isinstance(fact, e.LessonsPassed):
            for lesson in fact.lessons:
                _keep(ledger, tx, lesson, partial(_proven, lesson, run, ledger))


def _applied(cited: Cited, playbook: Playbook, ledger: Ledger, incident: Incident) -> tuple[e.Event, ...]:
    return lessons.applied(incident, cited, playbook, ledger.clock.now())


def _proven(lesson: str, run: Incident, ledger: Ledger, incident: Incident) -> tuple[e.Event, ...]:
    return lessons.proven(incident, lesson, run, ledger.clock.now())


def _keep(
    ledger: Ledger, tx: Transaction, lesson: str, rule: Callable[[Incident], tuple[e.Event, ...]]
) -> None:
    ref, _ = lessons.parted(lesson)
    found = tx.by_ref(ref)
    if found is not None:
        incident = tx.locked(found)
        ledger.keep(tx, incident, rule(incident))
