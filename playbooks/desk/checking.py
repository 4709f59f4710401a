"""The contact check: everybody is asked, reminded once, and counted; the administrators hear how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from playbooks.commands import Asked
from playbooks.letters import Letter, Matter, ReachAsked, ReachEnded, ReachReminded, ReachWrong
from playbooks.playbook import UserId
from playbooks.ports import Clock, Haste, Ids, Memory, Reading, Transaction
from playbooks.refusals import rotas as refusals
from playbooks.refusals.crisis import words_missing
from playbooks.routing import Directory
from playbooks.routing.coverage import zone_of
from playbooks.routing.reachability import (
    ANSWERED,
    REMINDED_AFTER,
    UNREACHABLE,
    VERIFIED_FOR,
    Asking,
    CheckId,
    ContactCheck,
    Standing,
    given_up_at,
    plan,
    working_days_after,
)
from playbooks.typed import paragraph

AT_ONCE: Final = 20  # people for whom something is done in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the latest check is; only people who are still in the directory count."""

    check: ContactCheck
    askings: tuple[Asking, ...]

    @property
    def counted(self) -> Mapping[Standing, int]:
        """How many stand where."""
        return {one: sum(asking.standing is one for asking in self.askings) for one in Standing}

    @property
    def running(self) -> bool:
        """Whether there is still something to do about somebody."""
        return any(asking.due_at is not None for asking in self.askings)

    @property
    def unreachable(self) -> tuple[Asking, ...]:
        """Whoever cannot be reached."""
        return tuple(asking for asking in self.askings if asking.standing in UNREACHABLE)

    @property
    def wrong(self) -> tuple[Asking, ...]:
        """Whoever says that the directory is not right about them."""
        return tuple(asking for asking in self.askings if asking.standing is Standing.WRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingDesk:
    """Asks everybody of the directory whether they can be reached."""

    memory: Memory
    clock: Clock
    ids: Ids
    directory: Callable[[], Directory]
    woken: Callable[[], None]

    def begin(self, asked: Asked) -> None:
        """Ask everybody, a few at a time. Raises NotAllowed, Conflict while a check is running."""
        self.refuse(asked.by)
        check = ContactCheck(id=CheckId(self.ids.fresh()), at=self.clock.now(), by=asked.by)
        with self.memory.transaction() as tx:
            if tx.claim(asked.request, check.id, check.at) is not None:
                return
            tx.lock_rotas()
            before = tx.latest_check()
            if before is not None and tx.is_asking_due():
                raise refusals.check_is_running(before.at)
            tx.begin_check(check, plan(check, self.directory().contacts))
        self.woken()

    def refuse(self, person: UserId) -> None:
        """Raise NotAllowed for anybody but an administrator."""
        administrators = self.directory().administrators
        if person not in administrators:
            raise refusals.checking_is_the_administrators(administrators)

    def progress(self) -> Progress | None:
        """Give how far the latest check is; None: there never was one."""
        with self.memory.reading() as look:
            return self._progress(look)

    def confirm(self, check: CheckId, asked: Asked) -> None:
        """Note that somebody can be reached; said twice, it is said once. Raises NotFound."""
        self._answer(check, asked, "")

    def report(self, check: CheckId, text: str, asked: Asked) -> None:
        """Note that the directory is not right about somebody, and tell the administrators. Raises NotFound, BadRequest."""
        told = paragraph(text)
        if not told:
            raise words_missing(field="text")
        self._answer(check, asked, told)

    def verified(self) -> tuple[int, int]:
        """Count whose contacts were confirmed in 90 days, and whose there are."""
        since, contacts = self.clock.now() - VERIFIED_FOR, self.directory().contacts
        with self.memory.reading() as look:
            known = look.verified()
        return sum(known.get(contact.user, since) > since for contact in contacts), len(contacts)

    def go_on(self) -> int:
        """Do what is due for a few people: ask, remind, or give up; give for how many."""
        now = self.clock.now()
        with self.memory.reading() as look:
            if not look.is_asking_due(now):
                return 0
        with self.memory.transaction(Haste.PATIENT) as tx:
            tx.lock_rotas()  # Whoever settles the last one has to see that it is the last one.
            due = tx.askings_due(now, AT_ONCE)
            for asking in due:
                self._step(tx, asking, now)
            self._end(tx, now)
        return len(due)

    def _step(self, tx: Transaction, asking: Asking, now: datetime) -> None:
        known = self.directory().contact(asking.person) is not None
        if not known or asking.refused or asking.reminded_at is not None:
            tx.keep_asking(replace(asking, due_at=None))
            return
        matter: Matter
        if asking.asked_at is None:
            matter = ReachAsked(check=asking.check)
            zone = zone_of(self.directory(), asking.person)
            after = replace(asking, asked_at=now, due_at=working_days_after(now, REMINDED_AFTER, zone))
        else:
            matter = ReachReminded(check=asking.check)
            after = replace(asking, reminded_at=now, due_at=max(given_up_at(asking.asked_at), now))
        tx.keep_asking(after)
        tx.owe_letter(Letter(person=asking.person, subject=asking.check, matter=matter), now)

    def _answer(self, check: CheckId, asked: Asked, wrong: str) -> None:
        now = self.clock.now()
        with self.memory.transaction() as tx:
            tx.lock_rotas()  # As in `go_on`.
            if tx.claim(asked.request, check, now) is not None:
                return
            asking = tx.asking(check, asked.by)
            if asking is None:
                raise refusals.not_in_this_check()
            if asking.answered_at is None or wrong:
                tx.keep_asking(replace(asking, due_at=None, answered_at=now, wrong=wrong))
            if wrong:
                self._tell(tx, f"{check}/{asked.request}", ReachWrong(person=asked.by, text=wrong))
            self._end(tx, now)
        self.woken()

    def _end(self, tx: Transaction, now: datetime) -> None:
        """Tell how a check ended, once nobody is left of whom anything is to come."""
        progress = None if tx.is_asking_due() else self._progress(tx)
        if progress is None:
            return
        counted = progress.counted
        ended = ReachEnded(
            check=progress.check.id,
            reached=sum(counted[one] for one in ANSWERED),
            wrong=counted[Standing.WRONG],
            unreachable=sum(counted[one] for one in UNREACHABLE),
        )
        self._tell(tx, progress.check.id, ended)

    def _tell(self, tx: Transaction, subject: str, matter: Matter) -> None:
        for person in self.directory().administrators:
            tx.owe_letter(Letter(person=person, subject=subject, matter=matter), self.clock.now())

    def _progress(self, look: Reading) -> Progress | None:
        check = look.latest_check()
        if check is None:
            return None
        here = {contact.user for contact in self.directory().contacts}
        return Progress(
            check=check, askings=tuple(one for one in look.askings(check.id) if one.person in here)
        )
