"""What two machines do about rotas and contact checks in the same moment: the outcome is as if one had come first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from playbooks.commands import Asked, RequestId
from playbooks.desk.checking import CheckingDesk
from playbooks.desk.rotas import RotaDesk
from playbooks.errors import Conflict
from playbooks.letters import GapsFound, ReachEnded
from playbooks.playbook import UserId
from playbooks.ports import Haste, Reading
from playbooks.rotas import AskSwap
from playbooks.routing.changes import SwapId, SwapState
from playbooks.routing.reachability import Asking, CheckId, ContactCheck
from storage.transaction import SqlMemory, SqlTransaction
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds
from tests.rules.duty_scene import ANA, BEN, CLEO, COMPANY, NOW, PRESS, a_rota, shift

DAY = timedelta(days=1)


def desk(memory: SqlMemory, ids: CountingIds, company: object = COMPANY) -> RotaDesk:
    """A desk over a memory."""
    return RotaDesk(
        memory=memory,
        clock=MovableClock(NOW),
        ids=ids,
        directory=lambda: company,  # type: ignore[arg-type, return-value]  # A directory.
        feed_key=b"",
        woken=lambda: None,
    )


@pytest.mark.parametrize("again", range(5))
def test_of_two_who_accept_at_once_one_has_the_turn(
    memory: SqlMemory, elsewhere: SqlMemory, ids: CountingIds, again: int
) -> None:
    """Exactly one cover is made, and exactly one of them hears that the rota has changed."""
    here, there = desk(memory, ids), desk(elsewhere, ids)
    wishes = [
        here.ask_swap(AskSwap(given=shift(ANA, 5), to=one), Asked(by=ANA, request=RequestId(f"ask:{one}")))
        for one in (BEN, CLEO)
    ]
    together = Barrier(2)

    def accepts(which: RotaDesk, swap: SwapId, by: object) -> bool:
        together.wait()
        try:
            which.settle_swap(swap, SwapState.ACCEPTED, Asked(by=by, request=RequestId(f"yes:{by}")))  # type: ignore[arg-type]
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(accepts, which, wish.id, wish.to)
            for which, wish in zip((here, there), wishes, strict=True)
        ]
    assert [False, True] == sorted(one.result() for one in answers)
    with memory.reading() as look:
        assert 1 == len(look.availability(NOW).duty.covers)


def test_two_machines_that_find_the_same_gap_tell_it_once(
    memory: SqlMemory, elsewhere: SqlMemory, ids: CountingIds
) -> None:
    """Both look at the same time."""
    company = replace(COMPANY, rotas=(a_rota(PRESS),), administrators=(ANA,))
    together = Barrier(2)

    def looks(which: RotaDesk) -> None:
        together.wait()
        which.watch()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(looks, desk(where, ids, company)) for where in (memory, elsewhere)]:
            one.result()

    letters = memory.claim_letters(now=NOW, lease=shift(ANA, 5).until - NOW, limit=9)
    assert [GapsFound] == [type(one.matter) for one in letters]


@dataclass(frozen=True)
class Lingering:
    """A memory each of whose transactions waits a moment before its end, until the other's is as far."""

    memory: SqlMemory
    both: Barrier

    @contextmanager
    def transaction(self, haste: Haste = Haste.AWAITED) -> Iterator[SqlTransaction]:
        """Write."""
        with self.memory.transaction(haste) as tx:
            yield tx
            with suppress(BrokenBarrierError):
                self.both.wait(0.5)

    def reading(self, *, once: bool = False) -> AbstractContextManager[Reading]:
        """Look."""
        return self.memory.reading(once=once)


def last_two(memory: SqlMemory) -> CheckId:
    """A check in which Ben has let the last day pass and Cleo has one left; of all others it is known."""
    check = ContactCheck(id=CheckId("c"), at=NOW, by=ANA)
    ben = Asking(check=check.id, person=BEN, due_at=NOW, asked_at=NOW - DAY, reminded_at=NOW - DAY)
    with memory.transaction() as tx:
        tx.begin_check(check, (ben, replace(ben, person=CLEO, due_at=NOW + DAY)))
    return check.id


@pytest.mark.parametrize("gives_up", [False, True])
def test_the_end_of_a_contact_check_is_told_when_the_last_two_settle_at_once(
    memory: SqlMemory, elsewhere: SqlMemory, ids: CountingIds, *, gives_up: bool
) -> None:
    """Both answer, or one answers while the other is given up, on two machines: neither may take the other for waiting."""
    check, both = last_two(memory), Barrier(2)
    company = replace(COMPANY, administrators=(ANA,))
    here, there = (
        CheckingDesk(
            memory=Lingering(one, both),  # type: ignore[arg-type]  # The two parts of it that are used.
            clock=MovableClock(NOW),
            ids=ids,
            directory=lambda: company,
            woken=lambda: None,
        )
        for one in (memory, elsewhere)
    )

    def answers(desk: CheckingDesk, person: UserId) -> None:
        desk.confirm(check, Asked(by=person, request=RequestId(f"yes:{person}")))

    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(here.go_on) if gives_up else pool.submit(answers, here, BEN)
        one = pool.submit(answers, there, CLEO)
        one.result()
        other.result()

    letters = memory.claim_letters(now=NOW, lease=DAY, limit=9)
    assert [ReachEnded] == [type(letter.matter) for letter in letters]
