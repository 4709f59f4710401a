"""The desk: one message in, one transaction, one effect; and what was sent comes back as a fact."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from config.directory import load_directory
from playbooks import events as e
from playbooks.commands import (
    AddAction,
    AddStep,
    Asked,
    ChannelId,
    CloseIncident,
    CompleteAction,
    CompleteStep,
    Errand,
    GiveUpdate,
    IncidentId,
    RequestId,
    SkipStep,
    TakeCall,
    WriteLog,
)
from playbooks.desk import Desk, Office, set_up
from playbooks.desk.crisis import AnyOrder
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, NotFound, Refusal
from playbooks.folding import fold
from playbooks.incident import CallState, Incident
from playbooks.moments import Due, DueKind
from playbooks.playbook import Lane, Language, PlaybookId, PlaybookKind, RoleId, UnitId, UserId, Words
from playbooks.ports import (
    DeliveryState,
    ErrandId,
    Outcome,
    OwedErrand,
    Pointless,
    Refused,
    Sent,
    Slowed,
    Wanted,
)
from playbooks.routing import Contact, Directory, LadderPlan, MeansId, Rung, Unit
from playbooks.shelf import Shelf
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.customers import a_case
from tests.fakes.files import FakeFiles
from tests.fakes.ids import CountingIds
from tests.fakes.memory import FakeMemory
from tests.fakes.statements import S1, a_proposal, a_wording
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    CLAIRE,
    DANA,
    FACTS,
    INES,
    MAUD,
    OPEN,
    PAUL,
    PRESS,
    ROOM,
    SAOIRSE,
    STEPS,
    THANKS,
    kinds,
    minutes,
)

LEASE = timedelta(seconds=30)
MAELLE = UserId("U0MAELLE")  # in the directory, in Montréal
REPLY = replace(BREACH, id=PlaybookId("unhappy-customer"), kind=PlaybookKind.REPLY, digest="r" * 64)


@dataclass(slots=True)
class House:
    """A desk with a memory, a clock and a worker who does one thing at a time."""

    memory: FakeMemory = field(default_factory=FakeMemory)
    clock: MovableClock = field(default_factory=MovableClock)
    files: FakeFiles = field(
        default_factory=lambda: FakeFiles(load_directory(None), Shelf(playbooks=(BREACH, REPLY)))
    )
    woken: int = 0
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = set_up(
            Office(
                memory=self.memory,
                clock=self.clock,
                ids=CountingIds(5000),
                files=self.files,
                language=lambda: Language.FR,
                woken=self._wake,
            )
        )

    def _wake(self) -> None:
        self.woken += 1

    def opens(self, request: str = "start", **chosen: Any) -> Incident:
        """Dana starts a crisis."""
        command = replace(OPEN, **chosen)
        return self.desk.crisis.open(command, Asked(by=DANA, request=RequestId(request)))

    def asks(self, order: AnyOrder, request: str = "press", by: UserId = MAUD) -> Incident:
        """Somebody presses a button."""
        return self.desk.crisis.carry_out(order, Asked(by=by, request=RequestId(request)))

    def claims(self, errand: Errand) -> OwedErrand:
        """Somebody begins to send the next thing of a sort; whatever stands before it is sent."""
        while True:
            taken = self.memory.claim(now=self.clock.now(), lease=LEASE, limit=1)
            assert taken, f"no {errand} is owed"
            if taken[0].errand is errand:
                return taken[0]
            self.desk.clockwork.settle(taken[0], Pointless(reason="not looked at here"))

    def claims_both(self) -> tuple[OwedErrand, OwedErrand]:
        """Somebody begins to send the room and the first call at once."""
        room, call = self.memory.claim(now=self.clock.now(), lease=LEASE, limit=2)
        assert (Errand.ROOM, Errand.CALL) == (room.errand, call.errand)
        return room, call

    def sends(self, errand: Errand, outcome: Outcome) -> tuple[e.Event, ...]:
        """Send the next thing of a sort; give the facts that come of it."""
        taken = self.claims(errand)
        before = len(self.facts(taken.incident))
        self.desk.clockwork.settle(taken, outcome)
        return self.facts(taken.incident)[before:]

    def facts(self, incident_id: IncidentId) -> tuple[e.Event, ...]:
        """What the log holds."""
        with self.memory.reading() as look:
            return tuple(entry.fact for entry in look.log(incident_id))

    def state(self, incident_id: IncidentId) -> Incident:
        """What is remembered."""
        return self.desk.looking.by_id(incident_id, MAUD)

    def owing(self, incident_id: IncidentId) -> list[Errand]:
        """What still waits to be sent."""
        with self.memory.reading() as look:
            return [line.errand for line in look.deliveries(incident_id) if line.state is DeliveryState.OWED]


@pytest.fixture
def house() -> House:
    """A house in which nothing has happened."""
    return House()


# Opening.


def test_an_opening_is_remembered_whole(house: House) -> None:
    """The log, the state, the moments, what is owed and the playbook are there when the door answers."""
    incident = house.opens()

    assert ("INC-2026-0001", MAUD) == (incident.ref, incident.lead)
    assert incident == house.state(incident.id) == fold(incident.id, house.facts(incident.id), BREACH)
    with house.memory.reading() as look:
        assert dues(incident) == look.dues(incident.id)
        assert BREACH == look.released(BREACH.id, 2)
    assert [Errand.ROOM, Errand.CALL, Errand.CALL] == house.owing(incident.id)


def test_the_worker_is_woken_after_an_opening(house: House) -> None:
    """Nobody waits for the next sweep."""
    house.opens()

    assert 1 == house.woken


def test_a_line_in_the_log_does_not_wake_the_worker(house: House) -> None:
    """Nothing is owed because of it, and nothing comes due earlier or later; a promise does come due."""
    incident = house.opens()

    house.asks(WriteLog(incident=incident.id, text="The host answers"))
    assert 1 == house.woken

    house.asks(GiveUpdate(incident=incident.id, text="Soon", next_in=timedelta(hours=1)), request="form")
    assert 2 == house.woken


def test_n4_the_same_opening_twice_opens_one_incident(house: House) -> None:
    """Slack sends a form again: the second arrival is shown the incident of the first, as it is by now."""
    first = house.opens()
    house.asks(CompleteStep(incident=first.id, step=FACTS))
    second = house.opens()

    assert first.id == second.id
    assert first.seq + 1 == second.seq
    assert 1 == len(house.desk.looking.lines(Wanted(reader=DANA)))


def test_n5_the_same_press_twice_has_one_effect(house: House) -> None:
    """A redelivered button is not told that somebody was faster: it was itself."""
    incident = house.opens()
    first = house.asks(CompleteStep(incident=incident.id, step=FACTS))
    second = house.asks(CompleteStep(incident=incident.id, step=FACTS))
    added = house.asks(AddStep(incident=incident.id, title="Call the host"), request="form")
    again = house.asks(AddStep(incident=incident.id, title="Call the host"), request="form")

    assert first == second
    assert added == again
    assert 1 == len(again.added)


def test_n11_another_press_is_another_request(house: House) -> None:
    """A second person, or a second press, is told who was first."""
    incident = house.opens()
    house.asks(CompleteStep(incident=incident.id, step=FACTS), by=SAOIRSE)

    with pytest.raises(AlreadyDone, match=f"<@{SAOIRSE}>"):
        house.asks(CompleteStep(incident=incident.id, step=FACTS), request="another press")


def test_a_refused_opening_leaves_nothing_behind(house: House) -> None:
    """No incident, no reference used up, nothing owed; the corrected form may come under the same request."""
    with pytest.raises(BadRequest):
        house.opens(title=" ")

    assert () == house.desk.looking.lines(Wanted(reader=DANA, state=None))
    assert (0, None) == (house.woken, house.memory.next_moment())
    assert "INC-2026-0001" == house.opens().ref


def test_a_refused_order_leaves_nothing_behind(house: House) -> None:
    """The state is as it was, and the same form comes back with its reason under the same request."""
    incident = house.opens()

    with pytest.raises(BadRequest):
        house.asks(SkipStep(incident=incident.id, step=FACTS))

    assert incident == house.state(incident.id)
    after = house.asks(SkipStep(incident=incident.id, step=FACTS, reason="the bank has it"))
    assert not after.step(FACTS).open


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        ({"playbook": PlaybookId("flood")}, "playbook"),
        ({"playbook": REPLY.id}, "playbook"),
        ({"unit": UnitId("nowhere")}, "unit"),
    ],
    ids=["no such playbook", "a reply's playbook", "no such unit"],
)
def test_what_the_form_names_must_exist(house: House, chosen: dict[str, Any], where: str) -> None:
    """The refusal stands beside the field."""
    with pytest.raises(NotFound) as refusal:
        house.opens(**chosen)

    assert where == refusal.value.field


def test_replies_are_counted_apart(house: House) -> None:
    """A customer's answer has a series of its own."""
    house.opens()
    reply = house.opens("reply", kind=PlaybookKind.REPLY, playbook=REPLY.id, room=ChannelId("C0CARE"))

    assert "REP-2026-0001" == reply.ref
    assert "INC-2026-0002" == house.opens("next").ref


def test_a_ladder_is_found_for_the_country_of_the_incident(house: House) -> None:
    """It happens in Britain to a French unit without a press officer: Britain's is called, as the roster says."""
    house.files.here = two_countries()
    incident = house.opens(unit=UnitId("small"), country="GB")

    assert (RoleId("press"), PAUL) in incident.roster
    assert [PAUL] == [call.person for call in incident.calls if call.ladder == PRESS]


def test_b6_a_new_version_changes_nothing_for_what_runs(house: House) -> None:
    """The incident keeps its steps; the next one opens with the new version."""
    incident = house.opens()
    house.files.at_hand = Shelf(
        playbooks=(BREACH, replace(BREACH, version=3, digest="3" * 64, steps=STEPS[:1]))
    )
    later = house.opens("next")

    assert 5 == len(house.asks(CompleteStep(incident=incident.id, step=FACTS)).steps)
    assert (3, 1) == (later.playbook.version, len(later.steps))


def test_b6_a_playbook_that_is_taken_away_changes_nothing_for_what_runs(house: House) -> None:
    """The shelf is empty: the incident is worked to its end."""
    incident = house.opens()
    house.files.at_hand = Shelf(playbooks=())
    house.asks(CloseIncident(incident=incident.id, reason="over"))

    assert not house.state(incident.id).is_open


def test_an_order_about_no_incident_is_refused(house: House) -> None:
    """A button of another workspace finds nothing."""
    with pytest.raises(NotFound):
        house.asks(WriteLog(incident=IncidentId("0195-nothing"), text="x"))


# Time.


def test_time_passes_only_where_something_is_due(house: House) -> None:
    """A wake-up too early, or a second one, changes nothing."""
    incident_id = house.opens().id
    house.sends(Errand.CALL, Sent(channel=ChannelId("D0"), ts="2.0"))
    incident = house.state(incident_id)
    house.clock.forward(minutes=4.9)
    assert incident == house.desk.clockwork.pass_time(incident.id)

    house.clock.forward(minutes=0.1)
    climbed = house.desk.clockwork.pass_time(incident.id)
    assert [BASILE, INES] == [call.person for call in climbed.calls if call.ladder == PRESS]
    assert climbed == house.desk.clockwork.pass_time(incident.id)


def test_remembered_moments_follow_every_change(house: House) -> None:
    """Whatever is asked and whatever time passes, the memory waits for exactly what the state says."""
    incident = house.opens()
    house.asks(GiveUpdate(incident=incident.id, text="Soon.", next_in=minutes(30)), "update")
    house.asks(TakeCall(incident=incident.id, call=BASILE_CALLED), "take", by=BASILE)
    for _ in range(6):
        house.clock.forward(minutes=11)
        after = house.desk.clockwork.pass_time(incident.id)
        with house.memory.reading() as look:
            assert dues(after) == look.dues(incident.id)
    house.asks(CloseIncident(incident=incident.id, reason="over"), "close")
    with house.memory.reading() as look:
        assert ["", "cold"] == [due.subject for due in look.dues(incident.id)]


def test_the_auditor_mends_a_lost_moment(house: House) -> None:
    """A due row that vanished comes back, and the incident is named, once."""
    incident = house.opens()
    house.memory.lose_dues(incident.id)

    assert house.desk.clockwork.audit(incident.id)
    assert not house.desk.clockwork.audit(incident.id)
    with house.memory.reading() as look:
        assert dues(incident) == look.dues(incident.id)


def test_a_moment_that_the_state_does_not_know_is_forgotten(house: House) -> None:
    """Time passing over a stray due row takes it away: it would be due for ever."""
    incident = house.opens()
    house.memory.stray_due(incident.id, Due(at=MONDAY_MORNING, kind=DueKind.PROMISE))
    assert (incident.id,) == house.memory.due_incidents(MONDAY_MORNING, 10)

    house.desk.clockwork.pass_time(incident.id)

    assert () == house.memory.due_incidents(MONDAY_MORNING, 10)


# Delivery.


def test_a_channel_that_was_made_is_a_fact(house: House) -> None:
    """Then the card is owed in it, and its acceptance is a fact too."""
    incident = house.opens()
    (room,) = house.sends(Errand.ROOM, Sent(channel=ROOM, name="inc-2026-0001-x"))
    (card,) = house.sends(Errand.CARD, Sent(channel=ROOM, ts="1.0"))

    assert e.RoomOpened(at=MONDAY_MORNING, channel=ROOM, name="inc-2026-0001-x") == room
    assert e.CardPosted(at=MONDAY_MORNING, channel=ROOM, ts="1.0") == card
    assert incident.id == house.desk.looking.here(ROOM, PAUL).id


def test_an_edited_card_is_no_new_fact(house: House) -> None:
    """The log tells of the posting once, whatever is redrawn afterwards."""
    incident = house.opens()
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))
    house.sends(Errand.CARD, Sent(channel=ROOM, ts="1.0"))
    house.asks(CompleteStep(incident=incident.id, step=FACTS))

    assert () == house.sends(Errand.CARD, Sent(channel=ROOM, ts="1.0"))
    house.asks(CompleteStep(incident=incident.id, step=THANKS), "other")
    assert [e.CardPosted] == kinds(house.sends(Errand.CARD, Sent(channel=ROOM, ts="7.0")))


def test_a_delivered_call_is_a_fact_with_its_moment(house: House) -> None:
    """Nothing says called before."""
    incident = house.opens()
    house.clock.forward(seconds=2)
    (fact,) = house.sends(Errand.CALL, Sent(channel=ChannelId("D0"), ts="2.0"))

    assert isinstance(fact, e.CallSent)
    assert CallState.SENT is house.state(incident.id).call(BASILE_CALLED).state
    assert MONDAY_MORNING + timedelta(seconds=2) == fact.at


def test_a_call_that_slack_refuses_calls_the_next(house: House) -> None:
    """In one transaction: the failure and the next call."""
    house.opens()

    assert [e.CallFailed, e.ContactCalled] == kinds(
        house.sends(Errand.CALL, Refused(reason="user_not_found"))
    )


def test_any_other_refusal_is_a_fact_with_slack_s_reason(house: House) -> None:
    """The card and the doctor can say what to mend."""
    house.opens()

    assert (
        e.DeliveryFailed(at=MONDAY_MORNING, errand=Errand.ROOM, subject="", reason="missing_scope"),
    ) == house.sends(Errand.ROOM, Refused(reason="missing_scope"))


def test_what_has_become_pointless_is_no_fact(house: House) -> None:
    """It is dropped, and nobody hears of it."""
    incident = house.opens()

    assert () == house.sends(Errand.CALL, Pointless(reason="taken meanwhile"))
    with house.memory.reading() as look:
        assert DeliveryState.DROPPED in [line.state for line in look.deliveries(incident.id)]


def test_n1_what_is_slowed_down_is_owed_on(house: House) -> None:
    """Only its own lane waits."""
    incident = house.opens()
    assert () == house.sends(Errand.ROOM, Slowed(wait=LEASE, reason="ratelimited", answered=True))
    house.sends(Errand.CALL, Slowed(wait=LEASE, reason="ratelimited", answered=True))

    assert 2 == house.owing(incident.id).count(Errand.CALL)
    assert Errand.CALL is house.claims(Errand.CALL).errand


def test_n1_a_call_that_slack_asks_to_wait_with_is_held_up(house: House) -> None:
    """Slack is there, and said so: the ladder will not wait for that one lane."""
    house.opens()
    slowed = Slowed(wait=LEASE, reason="ratelimited", answered=True)

    assert (e.CallHeldUp(at=MONDAY_MORNING, call=BASILE_CALLED),) == house.sends(Errand.CALL, slowed)


def test_a_call_that_nobody_answered_for_is_only_owed_on(house: House) -> None:
    """The line broke and nothing else was taken: Slack may be away as a whole."""
    house.opens()

    assert () == house.sends(Errand.CALL, Slowed(wait=LEASE, reason="TimeoutError", unsure=True))


def test_a_call_is_held_up_once_something_else_was_taken(house: House) -> None:
    """Before the try that failed or after it: either shows that it is this lane only."""
    slowed = Slowed(wait=LEASE, reason="TimeoutError", unsure=True)
    house.opens()
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))
    held_up = e.CallHeldUp(at=MONDAY_MORNING, call=BASILE_CALLED)
    assert (held_up,) == house.sends(Errand.CALL, slowed)

    later = House()
    later.opens()
    room, call = later.claims_both()
    later.desk.clockwork.settle(call, slowed)
    later.desk.clockwork.settle(room, Sent(channel=ROOM, name="x"))
    assert held_up == later.facts(room.incident)[-1]


def test_p2_who_lost_the_lease_records_nothing(house: House) -> None:
    """Another one took over and reported; the first comes back late and changes nothing."""
    incident = house.opens()
    slow = house.claims(Errand.CALL)
    house.clock.forward(seconds=31)
    again = house.claims(Errand.CALL)
    house.desk.clockwork.settle(again, Sent(channel=ChannelId("D0"), ts="2.0"))
    before = house.state(incident.id)
    house.desk.clockwork.settle(slow, Sent(channel=ChannelId("D0"), ts="3.0"))
    house.desk.clockwork.settle(slow, Refused(reason="user_not_found"))

    assert (slow.id, True) == (again.id, again.interrupted)
    assert before == house.state(incident.id)


def test_every_outcome_wakes_the_worker(house: House) -> None:
    """The lane is free again: the next thing in it goes at once."""
    house.opens()
    before = house.woken
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))

    assert before + 1 == house.woken


def test_a_review_begins_at_the_close(house: House) -> None:
    """Its first message, then the timeline under it; an edit of it is no new fact."""
    incident = house.opens()
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))
    house.asks(CloseIncident(incident=incident.id, reason="over"))

    assert [e.ReviewPosted] == kinds(house.sends(Errand.REVIEW, Sent(channel=ROOM, ts="9.0")))
    assert Errand.TIMELINE in house.owing(incident.id)
    action = AddAction(incident=incident.id, text="Train", owner=MAELLE, due=date(2026, 3, 20))
    house.asks(action, "action")
    assert () == house.sends(Errand.REVIEW, Sent(channel=ROOM, ts="9.0"))


def test_a_sender_draws_from_the_latest_state(house: House) -> None:
    """What was owed before a change is drawn after it, with the fact it is about."""
    incident = house.opens()
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))
    house.asks(GiveUpdate(incident=incident.id, text="Contained."), "update")
    notice = house.claims(Errand.NOTICE)
    latest = house.asks(CompleteStep(incident=incident.id, step=FACTS), "tick")
    situation = house.desk.clockwork.situation(notice)

    assert latest == situation.incident
    assert isinstance(situation.fact, e.UpdateGiven)
    assert "Contained." == situation.fact.text
    timeline = replace(notice, errand=Errand.TIMELINE, subject="")
    assert house.facts(incident.id) == tuple(
        entry.fact for entry in house.desk.clockwork.situation(timeline).log
    )


def test_an_errand_of_an_incident_that_is_gone_is_a_fault(house: House) -> None:
    """The worker keeps it as one; nothing is drawn from nothing."""
    incident = house.opens()
    errand = replace(house.claims(Errand.CALL), id=ErrandId("0"), incident=IncidentId("0195-gone"))

    with pytest.raises(LookupError, match="0195-gone"):
        house.desk.clockwork.situation(errand)
    assert incident.is_open


# Reviews.


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (CLAIRE, datetime(2026, 4, 1, 7, tzinfo=UTC)),
        (MAELLE, datetime(2026, 4, 1, 13, tzinfo=UTC)),
        (PAUL, datetime(2026, 4, 1, 9, tzinfo=UTC)),
    ],
    ids=["Paris, in summer time", "Montréal", "somebody unknown: UTC"],
)
def test_an_action_falls_due_at_nine_where_its_owner_lives(
    house: House, owner: UserId, expected: datetime
) -> None:
    """A day of the owner's calendar becomes a moment."""
    incident = house.opens()
    house.asks(CloseIncident(incident=incident.id, reason="over"), "close")
    order = AddAction(incident=incident.id, text="Train", owner=owner, due=date(2026, 4, 1))

    assert expected == house.asks(order, "action").actions[0].due_at


@pytest.mark.parametrize("day", [date.min, date(2026, 3, 1), date(1970, 1, 1)])
def test_an_action_for_a_day_of_the_past_is_refused(house: House, day: date) -> None:
    """Also one that lies before the calendar of its owner's time zone."""
    contacts = tuple(replace(contact, zone="Pacific/Auckland") for contact in house.files.here.contacts)
    house.files.here = replace(house.files.here, contacts=contacts)
    incident = house.opens()
    house.asks(CloseIncident(incident=incident.id, reason="over"), "close")

    for owner in (CLAIRE, PAUL):
        with pytest.raises(BadRequest) as refusal:
            house.asks(AddAction(incident=incident.id, text="Train", owner=owner, due=day), "action")
        assert "due" == refusal.value.field


def test_an_action_is_worked_after_the_close(house: House) -> None:
    """Noted, reminded and done, by the same path as everything else."""
    incident = house.opens()
    house.asks(CloseIncident(incident=incident.id, reason="over"), "close")
    order = AddAction(incident=incident.id, text="Train", owner=CLAIRE, due=date(2026, 3, 20))
    (action,) = house.asks(order, "action").actions
    house.clock.turn_to(action.due_at)
    house.desk.clockwork.pass_time(incident.id)
    done = house.asks(CompleteAction(incident=incident.id, action=action.id), "done", by=CLAIRE)

    assert [e.ActionAdded, e.ReviewReminded, e.ActionReminded, e.ActionCompleted] == kinds(
        house.facts(incident.id)[-4:]
    )
    assert {DueKind.REVIEW} == {due.kind for due in dues(done)}


# Looking.


def test_a_restricted_incident_is_there_for_its_people_only(house: House) -> None:
    """By name, by its channel, by a button or in a list: whoever has no part in it finds nothing."""
    incident = house.opens(restricted=True)
    house.sends(Errand.ROOM, Sent(channel=ROOM, name="x"))
    looking = house.desk.looking

    assert {incident.id} == {
        looking.named("inc-2026-0001", BASILE).id,
        looking.here(ROOM, DANA).id,
        looking.by_id(incident.id, MAUD).id,
    }
    assert 1 == len(looking.lines(Wanted(reader=BASILE)))
    for reader in (PAUL, None):
        with pytest.raises(NotFound):
            looking.named("INC-2026-0001", reader)
        with pytest.raises(NotFound):
            looking.by_id(incident.id, reader)
    with pytest.raises(Refusal):
        looking.here(ROOM, PAUL)
    assert () == looking.lines(Wanted(reader=PAUL))


def test_a_hidden_incident_is_refused_as_one_that_does_not_exist(house: House) -> None:
    """The words do not tell whether there is anything to hide."""
    house.opens(restricted=True)
    said = []
    for ref in ("INC-2026-0001", "INC-2026-0009"):
        with pytest.raises(Refusal) as refusal:
            house.desk.looking.named(ref, PAUL)
        said.append(refusal.value.tell.fr.replace(ref, "X"))

    assert said[0] == said[1]


def test_a_channel_without_an_incident_asks_which(house: House) -> None:
    """The answer shows how to name one."""
    with pytest.raises(BadRequest, match="Which incident"):
        house.desk.looking.here(ChannelId("C0LUNCH"), DANA)


def test_everything_about_an_incident_is_seen_at_once(house: House) -> None:
    """Log, moments, deliveries and review, for a page or an answer."""
    incident = house.opens()
    seen = house.desk.looking.everything(incident)

    assert [1, 2, 3] == [entry.seq for entry in seen.log]
    assert (dues(incident), 3, 2) == (seen.dues, len(seen.deliveries), len(seen.review.calls))


# People.


def test_the_directory_knows_a_language_best(house: House) -> None:
    """The directory, then what Slack said, then the word that was typed, then the house's own."""
    people = house.desk.people
    assert Language.EN is people.language(SAOIRSE, Language.FR)
    assert Language.FR is people.language(PAUL)
    assert Language.EN is people.language(PAUL, Language.EN)
    assert (True, False) == (people.is_known(SAOIRSE), people.is_known(PAUL))

    people.learn_language(PAUL, "en-GB")
    assert Language.EN is people.language(PAUL, Language.FR)
    people.learn_language(PAUL, "fr-CA")
    assert Language.FR is people.language(PAUL, Language.EN)
    assert people.is_known(PAUL)


def two_countries() -> Directory:
    """A company with a press officer in France and one in Britain, and a small French unit without."""
    title = Words(en="x", fr="y")

    def officer(user: UserId, unit: str) -> Contact:
        return Contact(
            user=user,
            name=user,
            email="x@example.org",
            telephone="+33 1",
            language=Language.EN,
            zone="UTC",
            units=(UnitId(unit),),
            roles=(RoleId("press"),),
        )

    units = (("fr", "FR"), ("gb", "GB"), ("small", "FR"))
    return Directory(
        company="Two countries",
        default_language=Language.FR,
        units=tuple(Unit(id=UnitId(name), title=title, country=country) for name, country in units),
        roles={RoleId("press"): title},
        contacts=(officer(BASILE, "fr"), officer(PAUL, "gb")),
        ladders=(LadderPlan(id=PRESS, title=title, rungs=(Rung(roles=(RoleId("press"),)),)),),
        objectives={},
        announcements="announcements",
        administrators=(MAUD,),
    )


def test_an_answer_that_did_not_leave_is_told_to_whoever_handed_it() -> None:
    """Its approval was voided on the way: the button comes back, and nobody waits for the tool."""
    house = House()
    incident = house.opens()
    words = a_wording(lane=Lane.GREEN, roles=())
    handed = e.AnswerHanded(at=MONDAY_MORNING, by=MAUD, statement=S1, to=MeansId("tool"), digest=words.digest)
    with house.memory.transaction() as tx:
        ledger = house.desk.clockwork.ledger
        ledger.keep(tx, tx.locked(incident.id), (a_case(), a_proposal(MAUD, words), handed))

    (told,) = house.sends(Errand.ANSWER, Pointless(reason="it changed"))

    assert isinstance(told, e.AnswerRefused)
    assert ["answer_held"] == [one.reason for one in house.state(incident.id).statements[0].handed]
    assert "person:U0MAUD" == house.claims(Errand.NUDGE).lane
