"""What people change of the rotas is remembered: as a log, as what is true, and as wishes that wait for an answer."""

from dataclasses import replace
from datetime import timedelta

from playbooks.letters import Letter, ReachAsked
from playbooks.playbook import UserId
from playbooks.ports import Memory, Refused
from playbooks.routing import Away, Cover, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Shift,
    Swap,
    SwapAsked,
    SwapId,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.coverage import Gap
from playbooks.routing.reachability import Asking, CheckId, ContactCheck, Standing
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, OMAR

NOW, HOUR = MONDAY_MORNING, timedelta(hours=1)
PRESS = RotaId("press")
SHIFT = Shift(rota=PRESS, person=CLAIRE, since=NOW + HOUR, until=NOW + 9 * HOUR)
SWAP = Swap(id=SwapId("0195-1"), given=SHIFT, to=OMAR, instead=None, asked_by=CLAIRE, asked_at=NOW)
CHECK = ContactCheck(id=CheckId("0195-c"), at=NOW, by=CLAIRE)


def away(person: UserId, since: int, until: int | None) -> Away:
    """Somebody is away between two hours from now."""
    return Away(person=person, since=NOW + since * HOUR, until=None if until is None else NOW + until * HOUR)


def went(absence: Away, *, instead: bool = False) -> WentAway:
    """Somebody said so."""
    return WentAway(at=NOW, by=absence.person, away=absence, instead=instead)


def change(memory: Memory, *facts: DutyChange) -> None:
    """Each in a transaction of its own."""
    for fact in facts:
        with memory.transaction() as tx:
            tx.lock_rotas()
            tx.change_duty(fact)


def test_who_is_away_is_known_until_they_are_back(memory: Memory) -> None:
    """What runs and what is planned; what is over by then is not given."""
    here, later, open_end = away(CLAIRE, 0, 2), away(CLAIRE, 5, 6), away(OMAR, 1, None)
    change(memory, went(here), went(later), went(open_end))

    with memory.reading() as look:
        assert (here, later, open_end) == look.availability(NOW).duty.away
        assert (later, open_end) == look.availability(NOW + 2 * HOUR).duty.away
    change(memory, CameBack(at=NOW + HOUR, by=CLAIRE, person=CLAIRE))
    with memory.reading() as look:
        assert (later, open_end) == look.availability(NOW + HOUR).duty.away
    change(memory, CameBack(at=NOW + HOUR, by=CLAIRE, person=CLAIRE, planned=True))
    with memory.reading() as look:
        assert (open_end,) == look.availability(NOW + HOUR).duty.away


def test_a_new_end_takes_the_place_of_the_old_one(memory: Memory) -> None:
    """Away until tomorrow, then until this evening: until this evening."""
    change(memory, went(away(CLAIRE, 0, 24)), went(away(CLAIRE, 1, 3), instead=True))

    with memory.reading() as look:
        assert (away(CLAIRE, 1, 3),) == look.availability(NOW + HOUR).duty.away


def test_covers_are_given_in_the_order_in_which_they_were_made(memory: Memory) -> None:
    """The latest counts, and is the last."""
    covers = [Cover(person=one, since=NOW, until=NOW + HOUR) for one in (CLAIRE, OMAR, CLAIRE)]
    change(memory, *(CoverMade(at=NOW, by=CLAIRE, rota=PRESS, cover=one) for one in covers))

    with memory.reading() as look:
        assert tuple((PRESS, one) for one in covers) == look.availability(NOW).duty.covers
        assert () == look.availability(NOW + HOUR).duty.covers


def test_a_swap_waits_until_it_is_settled_or_its_turn_begins(memory: Memory) -> None:
    """It stays to be looked at; what is settled is remembered with who and when."""
    change(memory, SwapAsked(at=NOW, by=CLAIRE, swap=SWAP))
    with memory.reading() as look:
        assert SWAP == look.swap(SWAP.id)
        assert look.swap(SwapId("another")) is None
        assert (SWAP,) == look.swaps_waiting(NOW)
        assert () == look.swaps_waiting(SHIFT.since)

    done = replace(SWAP, state=SwapState.ACCEPTED, settled_by=OMAR, settled_at=NOW)
    change(memory, SwapSettled(at=NOW, by=OMAR, swap=done))
    with memory.reading() as look:
        assert done == look.swap(SWAP.id)
        assert () == look.swaps_waiting(NOW)


def test_the_log_of_changes_tells_everything_the_latest_first(memory: Memory) -> None:
    """As it was decided, with when and by whom."""
    facts = (
        went(away(CLAIRE, 0, None)),
        SwapAsked(at=NOW, by=None, swap=replace(SWAP, instead=SHIFT)),
        CameBack(at=NOW + HOUR, by=OMAR, person=CLAIRE, planned=True),
    )
    change(memory, *facts)

    with memory.reading() as look:
        assert facts[::-1] == look.duty_changes()
        assert facts[:0:-1] == look.duty_changes(2)


def test_gaps_that_were_told_are_remembered_until_they_go(memory: Memory) -> None:
    """One that comes back is another."""
    first, second = (Gap(rota=PRESS, since=NOW, until=NOW + n * HOUR) for n in (1, 2))
    for told in ((first,), (first, second), (second,)):
        with memory.transaction() as tx:
            tx.keep_lacks(told, NOW)
        with memory.reading() as look:
            assert {one.key for one in told} == look.known_lacks()


def test_a_contact_check_knows_what_is_to_be_done_when(memory: Memory) -> None:
    """Nobody is taken before their moment; the memory's next moment knows of it."""
    people = tuple(
        Asking(check=CHECK.id, person=one, due_at=NOW + n * HOUR) for n, one in enumerate((CLAIRE, OMAR))
    )
    with memory.transaction() as tx:
        tx.begin_check(CHECK, people)

    with memory.transaction() as tx:
        assert CHECK == tx.latest_check()
        assert people == tx.askings(CHECK.id)
        assert people[:1] == tx.askings_due(NOW, 9)
        assert people[1] == tx.asking(CHECK.id, OMAR)
        assert tx.asking(CheckId("another"), OMAR) is None
        assert (False, True, True) == (
            tx.is_asking_due(NOW - HOUR),
            tx.is_asking_due(NOW),
            tx.is_asking_due(),
        )
        tx.keep_asking(replace(people[0], due_at=None, answered_at=NOW + HOUR, wrong="Old number"))
    with memory.reading() as look:
        assert {} == look.verified()
        assert [Standing.WRONG, Standing.QUEUED] == [one.standing for one in look.askings(CHECK.id)]
    assert NOW + HOUR == memory.next_moment(NOW)

    with memory.transaction() as tx:
        tx.keep_asking(replace(people[1], due_at=None, answered_at=NOW + HOUR))
    with memory.reading() as look:
        assert {OMAR: NOW + HOUR} == look.verified()


def test_a_check_knows_whose_message_slack_refused(memory: Memory) -> None:
    """In Slack's own word."""
    with memory.transaction() as tx:
        tx.begin_check(CHECK, (Asking(check=CHECK.id, person=OMAR, due_at=None, asked_at=NOW),))
        tx.owe_letter(Letter(person=OMAR, subject=CHECK.id, matter=ReachAsked(check=CHECK.id)), NOW)
    for letter in memory.claim_letters(now=NOW, lease=HOUR, limit=9):
        memory.settle_letter(letter, Refused(reason="user_disabled"), NOW)

    with memory.reading() as look:
        (omar,) = look.askings(CHECK.id)
        assert ("user_disabled", Standing.REFUSED) == (omar.refused, omar.standing)
