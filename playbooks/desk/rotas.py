"""Rotas while they run: absences, covers, swaps, what is lacking in the weeks to come, and the calendar of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playbooks import rotas as rules
from playbooks.commands import Asked
from playbooks.letters import GapsFound, Letter
from playbooks.playbook import UserId
from playbooks.ports import Clock, Haste, Ids, Memory, Transaction
from playbooks.refusals import rotas as refusals
from playbooks.rotas import AskSwap, ComeBack, GoAway, MakeCover
from playbooks.rotas.deciding import Ground, rota_of
from playbooks.routing import Directory, Duty, Rota, RotaId
from playbooks.routing.changes import CoverMade, DutyChange, Shift, Swap, SwapId, SwapState
from playbooks.routing.coverage import WATCHED, Coverage, Gap, Hole, coverage, horizon, lacks
from playbooks.routing.feeds import is_of, token_of
from playbooks.routing.turns import Stint, on_duty, stints

LISTED: Final = 12  # gaps of a letter; the report tells them all
SHOWN: Final = timedelta(days=14)  # of turns, in a list
FED: Final = timedelta(days=120)  # of turns to come, in a calendar
FED_BACK: Final = timedelta(days=28)  # of turns that are over

Decide = Callable[[Ground, Transaction], tuple[DutyChange, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One rota as somebody looks at it: who is on duty, and who comes next."""

    rota: Rota
    present: UserId | None
    coming: tuple[Stint, ...]
    told: bool  # whether this reader is told the address of its calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaDesk:
    """Takes what people change of the rotas, once each, and watches over what is to come."""

    memory: Memory
    clock: Clock
    ids: Ids
    directory: Callable[[], Directory]
    feed_key: bytes  # signs the addresses of the calendars; empty: there are none
    woken: Callable[[], None]
    base: str = ""  # the address at which this product is reached, without a slash at its end

    # What people change.

    def go_away(self, order: GoAway, asked: Asked) -> tuple[Shift, ...]:
        """Note an absence; give the turns that are somebody's while they are away, as they stood. Raises a Refusal."""
        now = self.clock.now()
        with self.memory.reading() as look:
            before = look.availability(now).duty
        theirs = self._turns(before, order.person, max(order.since or now, now), order.until or now + WATCHED)
        self._once(asked, lambda ground, _: rules.go_away(ground, order))
        return theirs

    def come_back(self, order: ComeBack, asked: Asked) -> None:
        """End an absence, or call off those that are planned. Raises a Refusal."""
        self._once(asked, lambda ground, _: rules.back(ground, order))

    def cover(self, order: MakeCover, asked: Asked) -> None:
        """Have somebody on duty for a span. Raises a Refusal."""
        self._once(asked, lambda ground, _: rules.cover(ground, order))

    def ask_swap(self, order: AskSwap, asked: Asked) -> Swap:
        """Ask a colleague to take a turn; a second arrival gives the same wish. Raises a Refusal."""
        fresh = SwapId(self.ids.fresh())

        def decide(ground: Ground, tx: Transaction) -> tuple[DutyChange, ...]:
            return rules.ask_swap(ground, order, fresh, tx.swaps_waiting(ground.now))

        kept = self._once(asked, decide, answer=fresh)
        return self.swap(SwapId(kept))

    def settle_swap(self, swap_id: SwapId, state: SwapState, asked: Asked) -> Swap:
        """Accept, decline or withdraw. Raises a Refusal."""

        def decide(ground: Ground, tx: Transaction) -> tuple[DutyChange, ...]:
            swap = tx.swap(swap_id)
            if swap is None:
                raise refusals.no_such_swap()
            return rules.settle_swap(ground, swap, state)

        self._once(asked, decide)
        return self.swap(swap_id)

    # What people look at.

    def swap(self, swap_id: SwapId) -> Swap:
        """Find a wish to swap. Raises NotFound."""
        with self.memory.reading() as look:
            found = look.swap(swap_id)
        if found is None:
            raise refusals.no_such_swap()
        return found

    def shifts(self, person: UserId) -> tuple[Shift, ...]:
        """List somebody's turns that can be swapped, in their order."""
        now = self.clock.now()
        with self.memory.reading() as look:
            return rules.shifts_of(self.directory(), look.availability(now).duty, person, now)

    def rosters(self, reader: UserId | None, rota: RotaId | None = None) -> tuple[Roster, ...]:
        """List every rota, or one, with its turns of the next two weeks. Raises NotFound where it, or any, is not there."""
        directory, now = self.directory(), self.clock.now()
        if not directory.rotas:
            raise refusals.no_rota()
        wanted = directory.rotas if rota is None else (rota_of(directory, rota),)
        with self.memory.reading() as look:
            duty = look.availability(now).duty
        return tuple(
            Roster(
                rota=rota,
                present=on_duty(rota, now, duty),
                coming=stints(rota, now, now + SHOWN, duty),
                told=_may_subscribe(directory, rota, reader),
            )
            for rota in wanted
        )

    def changes(self, limit: int = 30) -> tuple[DutyChange, ...]:
        """Give the log of changes, the latest first."""
        with self.memory.reading() as look:
            return look.duty_changes(limit)

    def coverage(self, weeks: int = 4, rota: RotaId | None = None) -> Coverage:
        """Look at the rotas of the next weeks. Raises NotFound for a rota that is not there, or where there is none."""
        directory, now = self.directory(), self.clock.now()
        if not directory.rotas:
            raise refusals.no_rota()
        if rota is not None:
            rota_of(directory, rota)
        with self.memory.reading() as look:
            return coverage(directory, look.availability(now).duty, now, weeks, rota)

    # The calendar of a rota.

    def address(self, rota: Rota) -> str | None:
        """Give the secret address of a rota's calendar; None where no key is set. It belongs in no log."""
        token = token_of(self.feed_key, rota.id) if self.feed_key else None
        return None if token is None else f"{self.base}/rotas/{rota.id}/{token}.ics"

    def feed(self, rota_id: RotaId, token: str) -> tuple[Rota, tuple[Stint, ...]] | None:
        """Give a rota's turns to whoever has its address; None: that is no address of ours."""
        rota = self.directory().rota(rota_id)
        # Compared in any case, so that the time it takes does not tell which rotas there are.
        right = bool(self.feed_key) and is_of(self.feed_key, rota_id, token)
        if rota is None or not right:
            return None
        since, until = self.clock.now() - FED_BACK, self.clock.now() + FED
        with self.memory.reading() as look:
            listed = stints(rota, since, until, look.availability(since).duty)
        # What is cut at an end would be another turn an hour later.
        return rota, tuple(one for one in listed if one.since > since and one.until < until)

    # What is watched.

    def watch(self) -> bool:
        """
        Tell the administrators of gaps that were not there before; whether there was something to do.

        Looks first, and writes only what is new: it is asked often, by every machine.
        """
        now = self.clock.now()
        with self.memory.reading() as look:
            known = look.known_lacks()
            if known == {lack.key for lack in self._lacks(look.availability(now).duty, now)}:
                return False
        with self.memory.transaction(Haste.PATIENT) as tx:
            tx.lock_rotas()
            self._watch(tx, now)
        self.woken()
        return True

    def _watch(self, tx: Transaction, now: datetime) -> None:
        found, known = self._lacks(tx.availability(now).duty, now), tx.known_lacks()
        if known == {lack.key for lack in found}:
            return
        tx.keep_lacks(found, now)
        fresh = tuple(lack for lack in found if lack.key not in known)
        if not fresh:
            return
        told = fresh[:LISTED]
        matter = GapsFound(
            gaps=tuple(one for one in told if isinstance(one, Gap)),
            holes=tuple(one for one in told if isinstance(one, Hole)),
            more=len(fresh) - len(told),
        )
        # Once for a gap that came, went and came again, which has the same key each time.
        subject = self.ids.fresh()
        for person in self.directory().administrators:
            tx.owe_letter(Letter(person=person, subject=subject, matter=matter), now)

    def _lacks(self, duty: Duty, now: datetime) -> tuple[Gap | Hole, ...]:
        until = horizon(now)
        return tuple(lack for rota in self.directory().rotas for lack in lacks(rota, duty, now, until))

    # How anything is changed.

    def _once(self, asked: Asked, decide: Decide, answer: str = "") -> str:
        """Decide for a request that was not seen before, and tell everybody concerned; give what it was answered."""
        now = self.clock.now()
        with self.memory.transaction() as tx:
            earlier = tx.claim(asked.request, answer, now)
            if earlier is not None:
                return earlier
            tx.lock_rotas()
            duty = tx.availability(now).duty
            facts = decide(Ground(directory=self.directory(), duty=duty, by=asked.by, now=now), tx)
            for fact in facts:
                tx.change_duty(fact)
                for letter in rules.letters(fact, self._replaced(fact, duty)):
                    tx.owe_letter(letter, now)
            self._watch(tx, now)
        self.woken()
        return answer

    def _replaced(self, fact: DutyChange, before: Duty) -> tuple[UserId, ...]:
        rota = self.directory().rota(fact.rota) if isinstance(fact, CoverMade) else None
        if rota is None or not isinstance(fact, CoverMade):
            return ()
        listed = stints(rota, fact.cover.since, fact.cover.until, before)
        return tuple(dict.fromkeys(stint.person for stint in listed))

    def _turns(self, duty: Duty, person: UserId, since: datetime, until: datetime) -> tuple[Shift, ...]:
        found = (
            Shift(rota=rota.id, person=person, since=stint.since, until=stint.until)
            for rota in self.directory().rotas
            for stint in stints(rota, since, until, duty)
            if stint.person == person
        )
        return tuple(sorted(found, key=lambda shift: (shift.since, shift.rota)))


def _may_subscribe(directory: Directory, rota: Rota, reader: UserId | None) -> bool:
    """Whether somebody is told the address of a calendar: the people of the rota, and the administrators."""
    return reader in directory.administrators or any(reader in layer.people for layer in rota.layers)
