"""Two colleagues who accept the same turn in the same moment, on two machines: one has it, the other is told why not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from playbooks.commands import Asked, RequestId
from playbooks.desk.rotas import RotaDesk
from playbooks.errors import Conflict
from playbooks.letters import GapsFound
from playbooks.rotas import AskSwap
from playbooks.routing.changes import SwapId, SwapState
from storage.transaction import SqlMemory
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds
from tests.rules.duty_scene import ANA, BEN, CLEO, COMPANY, NOW, PRESS, a_rota, shift


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
