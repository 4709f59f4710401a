"""What tools have reported, as it is kept: once, counted, taken once, forgotten in time."""

from dataclasses import replace
from datetime import timedelta

from playbooks.commands import IncidentId
from playbooks.events import CauseNamed
from playbooks.inbox import COUNTS_KEPT, REPORTS_KEPT, Backlog, Place, Report, ReportId, hour_of, same_hours
from playbooks.playbook import Network, UnitId
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import CLAIRE, DANA, SAM, a_change, an_opened_change
from tests.memory.conftest import remember

RAIL = UnitId("rail-fr")
REPORT = Report(
    id=ReportId("01950000-0000-7000-8000-000000000001"),
    source="care-tool",
    external="m-1",
    group="strike",
    unit=RAIL,
    arrived_at=MONDAY_MORNING,
    text="Where is my train?",
    network=Network.X,
    link="https://x.com/anna/status/1",
    author="ANNA23456789",
    reach=1200,
    language="en",
)


def another(number: int, **changes: object) -> Report:
    """Another message of the same group, so many minutes later."""
    plain = replace(
        REPORT,
        id=ReportId(REPORT.id[:-1] + str(number)),
        external=f"m-{number}",
        arrived_at=MONDAY_MORNING + timedelta(minutes=number),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # Field names are checked by what is read back.


def test_a_report_is_kept_once(memory: SqlMemory) -> None:
    """Its source may send it again, under any id of ours; another source's of the same name is another."""
    with memory.transaction() as tx:
        assert tx.keep_report(REPORT)
        assert not tx.keep_report(replace(REPORT, id=ReportId("other")))
        assert tx.keep_report(another(2, external="m-1", source="mail"))
    with memory.reading() as look:
        assert REPORT == look.report(REPORT.id)
        assert look.report(ReportId("other")) is None


def test_what_belongs_together_is_known(memory: SqlMemory) -> None:
    """Of the same source, since a moment; what stands alone belongs to nothing."""
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        assert not tx.is_grouped(REPORT, MONDAY_MORNING)
        assert tx.is_grouped(another(2), MONDAY_MORNING)
        assert not tx.is_grouped(another(2), MONDAY_MORNING + timedelta(seconds=1))
        assert not tx.is_grouped(another(2, source="mail"), MONDAY_MORNING)
        tx.keep_report(another(3, group=""))
        assert not tx.is_grouped(another(4, group=""), MONDAY_MORNING)


def test_messages_are_counted_by_hour(memory: SqlMemory) -> None:
    """Each unit for itself; an hour without any is not there."""
    hour = hour_of(MONDAY_MORNING)
    with memory.transaction() as tx:
        assert [1, 2, 3] == [tx.count_message(RAIL, hour) for _ in range(3)]
        assert 1 == tx.count_message(UnitId("energy-uk"), hour)
        before = same_hours(hour)
        tx.count_message(RAIL, before[1])
    with memory.reading() as look:
        assert (1,) == look.messages(RAIL, before)
        assert (3,) == look.messages(RAIL, (hour,))


def test_a_report_is_taken_once(memory: SqlMemory) -> None:
    """By one incident; it waits no longer, and says by which it was taken."""
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        tx.keep_report(another(2))
        assert tx.take_report(REPORT.id, IncidentId("i-1"))
        assert not tx.take_report(REPORT.id, IncidentId("i-2"))
        assert not tx.take_report(ReportId("none"), IncidentId("i-2"))
    with memory.reading() as look:
        assert (another(2),) == look.waiting_reports(10)
        assert replace(REPORT, taken_by="i-1", waits=False) == look.report(REPORT.id)


def test_d3_what_people_wrote_is_forgotten_after_a_month(memory: SqlMemory) -> None:
    """And what was counted once no hour is compared with it any more."""
    hour = hour_of(MONDAY_MORNING)
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        tx.count_message(RAIL, hour)

    assert 0 == memory.forget(MONDAY_MORNING + REPORTS_KEPT)
    assert 1 == memory.forget(MONDAY_MORNING + REPORTS_KEPT + timedelta(seconds=1))
    assert 1 == memory.forget(hour + COUNTS_KEPT + timedelta(seconds=1))
    with memory.reading() as look:
        assert look.report(REPORT.id) is None
        assert () == look.messages(RAIL, (hour,))


def test_the_same_cause_is_counted_however_it_was_typed(memory: SqlMemory) -> None:
    """By unit and since a moment; named anew it counts once, and an exercise never."""
    cases = [remember(memory, an_opened_change(number)) for number in (1, 2, 3)]
    drill = remember(memory, an_opened_change(4, drill=True))
    cases = [remember(memory, a_change(one, a_case(by=SAM))) for one in (*cases, drill)]
    typed = ("Colis perdu", "colis  PERDU", "autre", "colis perdu")
    for minutes, (cause, one) in enumerate(zip(typed, cases, strict=True)):
        named = CauseNamed(at=MONDAY_MORNING + timedelta(minutes=minutes), by=SAM, cause=cause)
        remember(memory, a_change(one, named))

    with memory.transaction() as tx:
        assert 2 == tx.same_causes("colis perdu", RAIL, MONDAY_MORNING)
        assert 1 == tx.same_causes("Colis perdu!", RAIL, MONDAY_MORNING + timedelta(minutes=1))
        assert 0 == tx.same_causes("colis perdu", UnitId("energy-uk"), MONDAY_MORNING)


def test_what_goes_first_is_listed_first_then_the_oldest(memory: SqlMemory) -> None:
    """Of one unit or of all; what was taken or set aside, and a spike, wait for nobody."""
    with memory.transaction() as tx:
        for report in (
            REPORT,
            another(2, urgent=True),
            another(3, unit=UnitId("energy-uk")),
            another(4, waits=False),
            another(5),
            another(6),
        ):
            tx.keep_report(report)
        assert tx.set_aside(another(5).id, SAM)
        assert not tx.set_aside(another(5).id, SAM)
        assert not tx.set_aside(another(4).id, SAM)
        assert tx.take_report(another(6).id, IncidentId("i-1"))
    with memory.reading() as look:
        assert [another(2).id, REPORT.id, another(3).id] == [one.id for one in look.waiting_reports(10)]
        assert [another(2).id, REPORT.id] == [one.id for one in look.waiting_reports(10, RAIL)]
        assert Backlog(waiting=2, oldest_at=MONDAY_MORNING) == look.backlog(RAIL)
        assert Backlog(waiting=3, oldest_at=MONDAY_MORNING) == look.backlog()
        assert Backlog(waiting=0) == look.backlog(UnitId("energy-de"))
        kept = look.report(another(5).id)
    assert kept is not None
    assert SAM == kept.set_aside_by


def test_what_was_set_aside_may_still_be_taken(memory: SqlMemory) -> None:
    """Somebody sees more in it."""
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        assert tx.set_aside(REPORT.id, SAM)
        assert tx.take_report(REPORT.id, IncidentId("i-1"))


IN_ENGLISH = Place(unit=RAIL, languages=("en",))
SOON = MONDAY_MORNING + timedelta(minutes=10)


def test_a_customer_is_held_by_one_person_for_a_while(memory: SqlMemory) -> None:
    """Urgent ones first, then by arrival; again at each call, for nobody else, until the time is over."""
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        tx.keep_report(another(2, urgent=True, author="BEN"))
        first = tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING)
        assert first is not None
        assert (another(2).id, SAM, SOON) == (first.id, first.held_by, first.held_until)
        assert first == tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING)
        second = tx.hold_next(IN_ENGLISH, DANA, SOON, MONDAY_MORNING)
        assert second is not None
        assert REPORT.id == second.id
        assert tx.hold_next(IN_ENGLISH, CLAIRE, SOON, MONDAY_MORNING) is None
        again = tx.hold_next(IN_ENGLISH, CLAIRE, SOON + timedelta(minutes=10), SOON)
        assert again is not None
        assert first.id == again.id


def test_whoever_wrote_twice_is_held_by_one_person(memory: SqlMemory) -> None:
    """Whatever else they wrote is given to nobody else; those whose names are unknown are not one customer."""
    with memory.transaction() as tx:
        for report in (REPORT, another(2), another(3, author=""), another(4, author="")):
            tx.keep_report(report)
        held = [tx.hold_next(IN_ENGLISH, person, SOON, MONDAY_MORNING) for person in (SAM, DANA, CLAIRE)]
        assert [REPORT.id, another(3).id, another(4).id] == [one and one.id for one in held]
        tx.let_go(another(3).id, DANA, MONDAY_MORNING)
        tx.let_go(REPORT.id, SAM, MONDAY_MORNING)
        theirs = tx.hold_next(IN_ENGLISH, DANA, SOON, MONDAY_MORNING)
        assert theirs is not None
        assert REPORT.id == theirs.id


def test_who_holds_a_customer_is_known_and_may_let_go(memory: SqlMemory) -> None:
    """Under any of their messages; what somebody else holds is not let go."""
    with memory.transaction() as tx:
        tx.keep_report(REPORT)
        tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING)
        assert SAM == tx.holder(REPORT.author, MONDAY_MORNING)
        assert tx.holder("", MONDAY_MORNING) is None
        assert tx.holder(REPORT.author, SOON) is None
        tx.let_go(REPORT.id, DANA, MONDAY_MORNING)
        assert SAM == tx.holder(REPORT.author, MONDAY_MORNING)
        tx.let_go(REPORT.id, SAM, MONDAY_MORNING)
        assert tx.holder(REPORT.author, MONDAY_MORNING) is None


def test_whoever_let_a_customer_go_is_given_another_first(memory: SqlMemory) -> None:
    """However urgent that one is; to everybody else it is as before, and where nobody else waits it comes again."""
    with memory.transaction() as tx:
        tx.keep_report(another(1, urgent=True))
        tx.keep_report(another(2))
        for number in (1, 2, 1):
            held = tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING)
            assert held is not None
            assert another(number).id == held.id
            tx.let_go(held.id, SAM, MONDAY_MORNING)
        theirs = tx.hold_next(IN_ENGLISH, DANA, SOON, MONDAY_MORNING)
        assert theirs is not None
        assert another(1).id == theirs.id


def test_a_customer_is_held_by_whoever_speaks_their_language(memory: SqlMemory) -> None:
    """One whose language is not known may be anybody's; another unit's is nobody's here."""
    with memory.transaction() as tx:
        tx.keep_report(replace(REPORT, language="de"))
        tx.keep_report(another(2, unit=UnitId("energy-uk")))
        assert tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING) is None
        tx.keep_report(another(3, language=""))
        held = tx.hold_next(IN_ENGLISH, SAM, SOON, MONDAY_MORNING)
        assert held is not None
        assert another(3).id == held.id


def test_one_answer_settles_everything_a_customer_wrote(memory: SqlMemory) -> None:
    """About this unit; nobody is everybody whose name is unknown."""
    with memory.transaction() as tx:
        for report in (REPORT, another(2), another(3, unit=UnitId("energy-uk")), another(4, author="")):
            tx.keep_report(report)
        assert tx.take_report(REPORT.id, IncidentId("i-1"))
        assert 1 == tx.take_others(REPORT.author, RAIL, IncidentId("i-1"))
        assert 0 == tx.take_others("", RAIL, IncidentId("i-1"))
        assert 1 == tx.backlog(RAIL).waiting
