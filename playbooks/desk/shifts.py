"""At the end of a turn: whoever answers customers is told what they leave open, and whoever comes next has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from playbooks import shifts
from playbooks.desk.ledger import Ledger
from playbooks.incident import Incident
from playbooks.letters import CaseInHand, Letter, Matter, TurnEnds, TurnOver, TurnTaken
from playbooks.playbook import PlaybookKind, RoleId, UserId
from playbooks.ports import OPERATOR, IncidentLine, Transaction, Wanted
from playbooks.routing import Directory, Need, find
from playbooks.shifts import Ending

CARE: Final = RoleId("care")  # whose turns are meant
COMMS: Final = RoleId("comms")  # hears what must not go unseen
MOST: Final = 2000  # open cases that are looked through
LISTED: Final = 20  # cases that a message lists; the others go along


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDesk:
    """Hands cases over from one turn to the next. Every machine looks; each case is handed over once."""

    ledger: Ledger
    directory: Callable[[], Directory]

    def look(self) -> None:
        """Warn whose turn ends soon, and hand over what is open where one has ended."""
        directory, now = self.directory(), self.ledger.clock.now()
        if not any(rota.role == CARE for rota in directory.rotas):
            return
        with self.ledger.memory.reading() as look:
            lines = look.lines(Wanted(reader=OPERATOR, kind=PlaybookKind.REPLY, limit=MOST))
            leads = {line.lead for line in lines if not line.drill}
            duty = look.availability(now).duty
        for ending in shifts.endings(directory, CARE, leads, duty, now):
            theirs = [line for line in lines if line.lead == ending.person]
            if ending.over:
                self._end(ending, theirs, now)
            else:
                self._warn(ending, theirs, now)

    def _warn(self, ending: Ending, lines: Iterable[IncidentLine], now: datetime) -> None:
        """Tell somebody what they leave open, once for each turn."""
        with self.ledger.memory.transaction() as tx:
            going = (_going(tx.incident(line.id), ending) for line in lines)
            cases = [case for _, case in filter(None, going)]
            if cases:
                matter = TurnEnds(until=ending.until, cases=_listed(cases), to=ending.to)
                _write(tx, ending, (ending.person, matter), now)
        self.ledger.woken()

    def _end(self, ending: Ending, lines: Iterable[IncidentLine], now: datetime) -> None:
        """
        Give what is open to whoever comes next, all of it at once, and tell whom it concerns.

        Where nobody comes, it stays, and who must not miss it is told.
        """
        with self.ledger.memory.transaction() as tx:
            moved, urgent, hidden = list[CaseInHand](), list[CaseInHand](), set[str]()
            for line in sorted(lines, key=lambda line: line.id):  # Each machine locks them in the same order.
                going = _going(tx.locked(line.id), ending)
                if going is None:
                    continue
                incident, case = going
                moved.append(case)
                urgent += [case] if shifts.crosses(case) else []
                hidden |= {case.ref} if incident.restricted else set()
                if ending.to is not None:
                    self.ledger.keep(tx, incident, (shifts.handed_over(ending, ending.to, now),))
            if moved and ending.to is not None:
                _write(tx, ending, (ending.to, TurnTaken(former=ending.person, cases=_listed(moved))), now)
            unseen = moved if ending.to is None else urgent
            if unseen:
                leader = find(self.directory(), Need(role=COMMS), now, tx.availability(now)).person
                # That a restricted case waits must not go unseen; what it is about is for those who have a part in it.
                told = [replace(case, ref="", title="") if case.ref in hidden else case for case in unseen]
                matter = TurnOver(former=ending.person, to=ending.to, cases=_listed(told))
                _write(tx, ending, (leader, matter), now)
        self.ledger.woken()


def _going(incident: Incident | None, ending: Ending) -> tuple[Incident, CaseInHand] | None:
    """Give a case that goes along, with what is said of it; None: it does not."""
    if incident is None or not shifts.goes_along(incident, ending.person, ending.until):
        return None
    case = shifts.in_hand(incident)
    return None if case is None else (incident, case)


def _listed(cases: Iterable[CaseInHand]) -> tuple[CaseInHand, ...]:
    return shifts.in_order(tuple(cases))[:LISTED]


def _write(tx: Transaction, ending: Ending, letter: tuple[UserId, Matter], now: datetime) -> None:
    person, matter = letter
    # Once for each turn, however many machines look and however often.
    subject = f"{ending.rota}:{ending.person}:{ending.until:%Y-%m-%dT%H:%M}"
    tx.owe_letter(Letter(person=person, subject=subject, matter=matter), now)
