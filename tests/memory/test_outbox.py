"""What is owed: once each, in order within a lane, under a lease, and never lost."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from playbooks.commands import Errand
from playbooks.events import LogWritten
from playbooks.incident import Incident
from playbooks.owed import Owed
from playbooks.ports import DeliveryState, OwedErrand, Slowed
from playbooks.trouble import ASKED_TO_WAIT, Silence
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, a_change, an_opened_change
from tests.memory.conftest import remember

NOW = MONDAY_MORNING
LEASE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def quiet(memory: SqlMemory) -> Incident:
    """An incident that owes nothing yet and has nothing due."""
    return remember(memory, replace(an_opened_change(), owed=(), dues=()))


def owe(memory: SqlMemory, incident: Incident, *owed: Owed, now: datetime = NOW) -> Incident:
    """Let something be owed because of one more fact."""
    change = a_change(incident, LogWritten(at=now, by=DANA, text="so it is"), now=now)
    return remember(memory, replace(change, owed=owed, dues=()))


def thing(
    errand: Errand = Errand.CARD, subject: str = "", lane: str = "room:1", *, urgent: bool = False
) -> Owed:
    return Owed(errand=errand, subject=subject, lane=lane, urgent=urgent)


def notice(number: int, lane: str = "room:1", *, urgent: bool = False) -> Owed:
    return thing(Errand.NOTICE, str(number), lane, urgent=urgent)


def claim(memory: SqlMemory, now: datetime = NOW, limit: int = 100) -> tuple[OwedErrand, ...]:
    return memory.claim(now=now, lease=LEASE, limit=limit)


def claim_one(memory: SqlMemory, now: datetime = NOW) -> OwedErrand:
    (errand,) = claim(memory, now)
    return errand


def settle(
    memory: SqlMemory, errand: OwedErrand, state: DeliveryState = DeliveryState.SENT, now: datetime = NOW
) -> bool:
    with memory.transaction() as tx:
        return tx.settle(errand, state, now)


def subjects(errands: tuple[OwedErrand, ...]) -> list[str]:
    return [errand.subject for errand in errands]


def drained(memory: SqlMemory, now: datetime = NOW) -> list[str]:
    """Send everything, one round after another, and tell in which order."""
    sent: list[str] = []
    while errands := claim(memory, now):
        sent += subjects(errands)
        for errand in errands:
            assert settle(memory, errand, now=now)
    return sent


def states(memory: SqlMemory, incident: Incident) -> list[tuple[str, DeliveryState, int, str]]:
    with memory.reading() as look:
        return [(one.subject, one.state, one.attempts, one.reason) for one in look.deliveries(incident.id)]


def test_what_is_owed_can_be_claimed(memory: SqlMemory, quiet: Incident) -> None:
    """A thing owed is handed out with all that a sender needs, and only once."""
    owe(memory, quiet, notice(4))
    errand = claim_one(memory)

    expected = (quiet.id, Errand.NOTICE, "4", "room:1", NOW, 0, False)
    got = (errand.incident, errand.errand, errand.subject, errand.lane, errand.owed_at)
    assert expected == (*got, errand.attempts, errand.interrupted)
    assert () == claim(memory)


def test_a_lane_keeps_its_order(memory: SqlMemory, quiet: Incident) -> None:
    """Of one lane only the first is handed out, and the next one once it is settled."""
    owe(memory, quiet, *(notice(number) for number in range(9)))

    assert [str(number) for number in range(9)] == drained(memory)


def test_lanes_do_not_wait_for_each_other(memory: SqlMemory, quiet: Incident) -> None:
    """The first of each lane is handed out at once."""
    owe(memory, quiet, notice(1, "a"), notice(2, "a"), notice(3, "b"), notice(4, "c"))

    assert ["1", "3", "4"] == subjects(claim(memory))


def test_urgent_things_go_first(memory: SqlMemory, quiet: Incident) -> None:
    """A call or an alarm overtakes what is only drawn anew, within its lane and among lanes."""
    owe(memory, quiet, notice(1, "a"), notice(2, "a"), notice(3, "b"))
    owe(memory, replace(quiet, seq=3), notice(4, "a", urgent=True), notice(5, "c", urgent=True))

    assert ["4", "5"] == subjects(claim(memory, limit=2))
    assert ["3"] == subjects(claim(memory))


def test_the_same_thing_is_owed_once(memory: SqlMemory, quiet: Incident) -> None:
    """Ten quick changes draw the card once."""
    state = quiet
    for _ in range(10):
        state = owe(memory, state, thing())

    assert 1 == len(claim(memory))
    assert 1 == len(states(memory, quiet))


def test_the_same_thing_owed_twice_by_one_change_is_owed_once(memory: SqlMemory, quiet: Incident) -> None:
    """Two facts of one command that both have the card drawn anew draw it once, urgently if one of them is."""
    owe(memory, quiet, notice(1), thing(), thing(urgent=True), thing())

    assert [Errand.CARD, Errand.NOTICE] == [claim_and_settle(memory).errand for _ in range(2)]
    assert () == claim(memory)


def claim_and_settle(memory: SqlMemory) -> OwedErrand:
    errand = claim_one(memory)
    assert settle(memory, errand)
    return errand


def test_what_becomes_urgent_goes_first(memory: SqlMemory, quiet: Incident) -> None:
    """A thing owed calmly and then urgently is urgent; owed calmly once more, it stays so."""
    state = owe(memory, quiet, notice(1), thing())
    state = owe(memory, state, thing(urgent=True))
    owe(memory, state, thing())

    assert Errand.CARD is claim_one(memory).errand


def test_what_changes_while_it_is_sent_is_sent_again(memory: SqlMemory, quiet: Incident) -> None:
    """A card that is being drawn when something changes is drawn once more afterwards."""
    state = owe(memory, quiet, thing())
    first = claim_one(memory)
    owe(memory, state, thing())

    assert () == claim(memory)
    assert settle(memory, first)
    second = claim_one(memory)

    assert first.id != second.id
    assert settle(memory, second)
    assert () == claim(memory)


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED])
def test_an_outcome_is_recorded_once(memory: SqlMemory, quiet: Incident, state: DeliveryState) -> None:
    """Whoever holds the lease says what became of an errand; nobody says it twice."""
    owe(memory, quiet, notice(1))
    errand = claim_one(memory)
    with memory.transaction() as tx:
        assert tx.settle(errand, state, NOW + MINUTE, "why")

    assert not settle(memory, errand, DeliveryState.FAILED)
    assert [("1", state, 1, "why")] == states(memory, quiet)
    with memory.reading() as look:
        assert NOW + MINUTE == look.deliveries(quiet.id)[0].settled_at


@pytest.mark.parametrize("state", [DeliveryState.OWED, DeliveryState.SENDING])
def test_what_is_no_outcome_is_refused(memory: SqlMemory, quiet: Incident, state: DeliveryState) -> None:
    """An errand is never settled as still to be sent: nobody would take it up again."""
    owe(memory, quiet, notice(1))
    errand = claim_one(memory)

    with pytest.raises(ValueError, match=state):
        settle(memory, errand, state)

    assert settle(memory, errand), "the lease still holds"


def test_a_lost_lease_is_taken_over(memory: SqlMemory, quiet: Incident) -> None:
    """An errand whose sender fell silent is handed out again, marked; the silent one has no say any more."""
    owe(memory, quiet, notice(1), notice(2))
    lost = claim_one(memory)

    assert () == claim(memory, NOW + LEASE - timedelta(microseconds=1))
    again = claim_one(memory, NOW + LEASE)

    assert (lost.id, True, 1) == (again.id, again.interrupted, again.attempts)
    assert not settle(memory, lost)
    memory.postpone(lost, Slowed(wait=MINUTE, reason="ratelimited"), NOW)
    assert settle(memory, again)
    assert ["2"] == drained(memory, NOW + LEASE)


def test_a_late_outcome_counts_while_nobody_took_over(memory: SqlMemory, quiet: Incident) -> None:
    """A sender that was slow but was not replaced may still say what became of its errand."""
    owe(memory, quiet, notice(1))
    errand = claim_one(memory)

    assert settle(memory, errand, now=NOW + 2 * LEASE)
    assert () == claim(memory, NOW + 3 * LEASE)


def test_a_paused_lane_delays_no_other(memory: SqlMemory, quiet: Incident) -> None:
    """N1: a lane that Slack slows down waits, with all that comes to be owed on it; every other goes on."""
    state = owe(memory, quiet, notice(1, "slow"), notice(2, "slow"))
    slowed = claim_one(memory)
    memory.postpone(slowed, Slowed(wait=MINUTE, reason="ratelimited"), NOW)
    owe(memory, state, notice(3, "slow", urgent=True), notice(4, "quick"))

    assert ["4"] == drained(memory)
    assert ["3", "1", "2"] == drained(memory, NOW + MINUTE)


def test_a_paused_lane_says_why(memory: SqlMemory, quiet: Incident) -> None:
    """Who looks at what waits sees the reason and the tries."""
    owe(memory, quiet, notice(1))
    memory.postpone(claim_one(memory), Slowed(wait=MINUTE, reason="ratelimited"), NOW)

    assert [("1", "owed", 1, "ratelimited")] == states(memory, quiet)


def test_a_slowed_errand_is_not_taken_for_interrupted(memory: SqlMemory, quiet: Incident) -> None:
    """What was certainly not sent need not be looked for."""
    owe(memory, quiet, notice(1))
    memory.postpone(claim_one(memory), Slowed(wait=MINUTE, reason="ratelimited"), NOW)
    again = claim_one(memory, NOW + MINUTE)

    assert (1, False) == (again.attempts, again.interrupted)


def test_doubt_stays_until_it_is_settled(memory: SqlMemory, quiet: Incident) -> None:
    """What may have been sent is looked for at every later try, also after a try that was merely slowed down."""
    owe(memory, quiet, notice(1))
    memory.postpone(claim_one(memory), Slowed(wait=MINUTE, reason="timeout", unsure=True), NOW)
    second = claim_one(memory, NOW + MINUTE)
    memory.postpone(second, Slowed(wait=MINUTE, reason="ratelimited"), NOW + MINUTE)
    third = claim_one(memory, NOW + 2 * MINUTE)

    assert (True, True) == (second.interrupted, third.interrupted)
    assert (1, 2) == (second.attempts, third.attempts)


def test_what_comes_back_joins_what_is_owed_anew(memory: SqlMemory, quiet: Incident) -> None:
    """A card given back while it is owed anew is owed once, under the older reference that Slack may know."""
    state = owe(memory, quiet, thing())
    first = claim_one(memory)
    owe(memory, state, thing(urgent=True), notice(2, urgent=True))
    memory.postpone(first, Slowed(wait=MINUTE, reason="timeout", unsure=True), NOW)
    again = claim_one(memory, NOW + MINUTE)

    assert (first.id, True) == (again.id, again.interrupted)
    assert settle(memory, again)
    assert ["2"] == drained(memory, NOW + MINUTE)
    assert 2 == len(states(memory, quiet))


def test_incidents_share_a_lane(memory: SqlMemory, quiet: Incident) -> None:
    """One person called about two incidents gets both messages, in the order in which they were owed."""
    other = remember(memory, replace(an_opened_change(2), owed=(), dues=()))
    owe(memory, quiet, thing(Errand.CALL, "press.0.U0CLAIRE", "person:U0CLAIRE"))
    owe(memory, other, thing(Errand.CALL, "press.0.U0CLAIRE", "person:U0CLAIRE"))
    first = claim_one(memory)
    assert settle(memory, first)

    assert (quiet.id, other.id) == (first.incident, claim_one(memory).incident)


def test_deliveries_stand_in_the_order_in_which_they_were_owed(memory: SqlMemory, quiet: Incident) -> None:
    """What was sent and what waits is listed as it came to be owed, for one incident."""
    state = owe(memory, quiet, notice(1), notice(2, "other"))
    other = remember(memory, replace(an_opened_change(2), owed=(), dues=()))
    owe(memory, other, notice(9, "b"))
    settle(memory, claim(memory)[0])
    owe(memory, state, notice(3))

    expected = [("1", DeliveryState.SENT), ("2", DeliveryState.SENDING), ("3", DeliveryState.OWED)]
    assert expected == [one[:2] for one in states(memory, quiet)]


def test_nothing_owed_needs_no_waking(memory: SqlMemory, quiet: Incident) -> None:
    """Where nothing is owed and nothing is due there is no next moment."""
    assert memory.next_moment() is None


def test_the_next_moment_is_when_something_can_be_done(memory: SqlMemory, quiet: Incident) -> None:
    """What is owed can be sent at once; while it is sent, only the lease's end matters; a pause is waited out."""
    owe(memory, quiet, notice(1), notice(2), now=NOW)
    assert NOW == memory.next_moment()

    errand = claim_one(memory)
    assert NOW + LEASE == memory.next_moment()

    memory.postpone(errand, Slowed(wait=MINUTE, reason="ratelimited"), NOW)
    assert NOW + MINUTE == memory.next_moment()


def test_the_next_moment_is_the_earliest(memory: SqlMemory, quiet: Incident) -> None:
    """A due moment, a lease and a pause are waited for together."""
    owe(memory, quiet, notice(1, "a"), notice(2, "b"))
    slowed, _ = claim(memory)
    memory.postpone(slowed, Slowed(wait=MINUTE, reason="ratelimited"), NOW)
    other = replace(an_opened_change(2, at=NOW - 40 * MINUTE), owed=())

    assert NOW + LEASE == memory.next_moment()
    remember(memory, other)
    assert other.dues[0].at == memory.next_moment()


def test_what_could_be_done_long_ago_hides_no_later_moment(memory: SqlMemory, quiet: Incident) -> None:
    """Whoever has done what there was to do asks for the next moment after that, and is not woken for nothing."""
    owe(memory, quiet, notice(1, "a"), notice(2, "b"), notice(3, "c"), now=NOW)
    slowed, _ = claim(memory, limit=2)
    memory.postpone(slowed, Slowed(wait=MINUTE, reason="ratelimited"), NOW)

    assert NOW == memory.next_moment()
    assert NOW + LEASE == memory.next_moment(NOW)
    assert NOW + MINUTE == memory.next_moment(NOW + LEASE)
    assert memory.next_moment(NOW + MINUTE) is None


# Whether Slack takes anything.


def test_slack_is_silent_when_it_was_offered_something_and_took_nothing_since(
    memory: SqlMemory, quiet: Incident
) -> None:
    """What waits untried says nothing of Slack, nor does what waits for the mail server."""
    after = owe(memory, quiet, thing(lane="room:1"), thing(Errand.CALL_MAIL, "c:mail", "mail:U1"))
    for errand in claim(memory):
        if errand.lane.startswith("mail:"):
            memory.postpone(errand, Slowed(wait=9 * MINUTE, reason="x"), NOW)
        else:
            settle(memory, errand)
    with memory.reading() as look:
        assert None is look.slack_silence(NOW + 2 * MINUTE)

    owe(memory, after, notice(1), now=NOW + MINUTE)
    with memory.reading() as look:
        assert None is look.slack_silence(NOW + 2 * MINUTE)
    memory.postpone(claim_one(memory, NOW + MINUTE), Slowed(wait=MINUTE, reason="x"), NOW + MINUTE)
    with memory.reading() as look:
        silence = look.slack_silence(NOW + 2 * MINUTE)
        assert None is look.slack_silence(NOW)
    assert silence == Silence(since=NOW, waiting=(quiet.id,))


def test_slack_is_not_silent_when_it_asks_to_wait(memory: SqlMemory, quiet: Incident) -> None:
    """A lane that is slowed down was answered: Slack is there."""
    owe(memory, quiet, notice(1))
    memory.postpone(claim_one(memory), Slowed(wait=MINUTE, reason=ASKED_TO_WAIT, answered=True), NOW)

    with memory.reading() as look:
        assert None is look.slack_silence(NOW + MINUTE)
