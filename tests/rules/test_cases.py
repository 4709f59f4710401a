"""Customers' cases: how soon they are answered, who hears of it, and that nobody answers the same one twice."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from playbooks import cases
from playbooks import events as e
from playbooks.cases import CLAIM, claimed_until, link, running, thread_of
from playbooks.commands import CustomersWords, CustomerWroteAgain, TriageCase
from playbooks.dues import dues, fallen
from playbooks.errors import BadRequest, Conflict, NotFound
from playbooks.events import CaseClock
from playbooks.folding import apply
from playbooks.incident import Incident
from playbooks.matching import Triage
from playbooks.moments import DueKind
from playbooks.playbook import Network, Outcome, PlaybookKind, Severity
from playbooks.pseudonyms import pseudonym
from playbooks.routing import Hours
from playbooks.routing.pledges import FURTHEST, STANDARD_PLEDGES, Urgency, Week, later, usual_urgency
from playbooks.triage import Sign, advised
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import CLAIRE, DANA, OMAR, SAM, an_incident
from tests.fakes.statements import a_proposal
from tests.rules.gated import a_stance

OFFICE = Hours(since=time(9), until=time(18), days=frozenset(range(5)))
PARIS = Week(hours=OFFICE, zone="Europe/Paris")
NIGHTS = Week(hours=Hours(since=time(22), until=time(6)), zone="Europe/Paris")


def at(text: str) -> datetime:
    """A moment, written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_reply(**changes: Any) -> Incident:
    """A case that Sam answers, just opened; `changes` are of what the customer wrote."""
    opened = an_incident(kind=PlaybookKind.REPLY, severity=Severity.SEV4, ladders=(), lead=SAM)
    return apply(opened, a_case(by=SAM, **changes))


def after(incident: Incident, *facts: e.Event) -> Incident:
    """What it is after more facts."""
    for fact in facts:
        incident = apply(incident, fact)
    return incident


def answered(incident: Incident, moment: datetime) -> Incident:
    """The same, once an answer was published."""
    published = e.StatementPublished(
        at=moment,
        by=SAM,
        statement=a_proposal(SAM).statement,
        digest="d",
        where="X",
        published_at=moment,
        next_at=None,
    )
    return after(incident, a_proposal(SAM), published)


def due_of(incident: Incident) -> dict[CaseClock, datetime]:
    """When each clock that runs ends."""
    return {one.clock: one.due_at for one in running(incident)}


# Hours.


@pytest.mark.parametrize(
    ("since", "hours", "week", "until"),
    [
        ("2026-03-04 09:00", 4, None, "2026-03-04 13:00"),
        ("2026-03-04 09:00", 4, PARIS, "2026-03-04 13:00"),  # a Wednesday
        ("2026-03-04 16:00", 4, PARIS, "2026-03-05 11:00"),  # an hour today, three tomorrow
        ("2026-03-06 16:00", 4, PARIS, "2026-03-09 11:00"),  # over a weekend
        ("2026-03-07 12:00", 1, PARIS, "2026-03-09 09:00"),  # on a Saturday
        ("2026-03-04 05:00", 0, PARIS, "2026-03-04 08:00"),  # no time at all ends when work begins
        ("2026-03-04 08:00", 9, PARIS, "2026-03-04 17:00"),  # the whole day, to its end
        ("2026-03-27 16:00", 4, PARIS, "2026-03-30 10:00"),  # the clock goes forward on the Sunday between
        ("2026-10-23 15:00", 4, PARIS, "2026-10-26 11:00"),  # and back
        ("2026-03-28 22:00", 7, NIGHTS, "2026-03-29 21:00"),  # the night that is an hour shorter
    ],
)
def test_p8_time_counts_in_a_teams_hours(since: str, hours: float, week: Week | None, until: str) -> None:
    """Nights, weekends and changes of the clock pass without counting."""
    assert at(until) == later(at(since), timedelta(hours=hours), week)


def test_a_team_that_hardly_works_still_answers_some_day() -> None:
    """An amount that its hours never reach ends all the same."""
    minute = Week(hours=Hours(since=time(9), until=time(9, 1), days=frozenset({0})), zone="UTC")
    assert MONDAY_MORNING + FURTHEST == later(MONDAY_MORNING, timedelta(hours=24), minute)


def test_the_most_urgent_waits_for_no_morning() -> None:
    """P1 counts at night and on Sundays; the others count in the team's hours."""
    sunday = at("2026-03-08 03:00")
    urgent = a_reply(at=sunday, week=PARIS, urgency=Urgency.P1)
    soon = a_reply(at=sunday, week=PARIS)

    assert sunday + timedelta(minutes=30) == due_of(urgent)[CaseClock.ANSWER]
    assert at("2026-03-09 12:00") == due_of(soon)[CaseClock.ANSWER]


def test_a_case_that_becomes_a_crisis_is_the_most_urgent() -> None:
    """Whatever was promised: raised to a crisis, it is answered at once, and lowered again it is not."""
    incident = a_reply(urgency=Urgency.P3)
    raised = replace(incident, severity=Severity.SEV1)

    assert timedelta(hours=24) == due_of(incident)[CaseClock.ANSWER] - MONDAY_MORNING
    assert timedelta(minutes=30) == due_of(raised)[CaseClock.ANSWER] - MONDAY_MORNING
    assert [Urgency.P1, Urgency.P2, Urgency.P2, Urgency.P2] == [usual_urgency(one) for one in Severity]
    assert [Urgency.P1, Urgency.P3, Urgency.P3, Urgency.P3] == [usual_urgency(one, "p3") for one in Severity]


# Clocks.


def test_the_first_answer_stops_its_clock_and_a_new_message_starts_the_next() -> None:
    """First 4 hours, then none, then the later time from the new message; settling goes on all the while."""
    incident = a_reply()
    assert {CaseClock.ANSWER, CaseClock.SETTLED} == due_of(incident).keys()

    told = answered(incident, MONDAY_MORNING + timedelta(hours=1))
    assert [CaseClock.SETTLED] == list(due_of(told))

    wrote_at = MONDAY_MORNING + timedelta(hours=9)
    again = after(told, e.CustomerWrote(at=wrote_at, by=DANA, text="Still nothing"))
    assert wrote_at + STANDARD_PLEDGES[Urgency.P2].later == due_of(again)[CaseClock.ANSWER]
    assert MONDAY_MORNING + timedelta(hours=24) == due_of(again)[CaseClock.SETTLED]


def test_asking_again_while_waiting_does_not_prolong_the_wait() -> None:
    """Whoever asks three times is answered as soon as if they had asked once."""
    incident = a_reply()
    again = after(incident, e.CustomerWrote(at=MONDAY_MORNING + timedelta(hours=3), by=SAM, text="Hello?"))

    assert due_of(incident) == due_of(again)


def test_whoever_answers_is_reminded_and_then_it_is_told_that_it_is_late() -> None:
    """At 80 per cent the person who answers, at the end they and the playbook's own lead; each once."""
    incident = replace(a_reply(), lead=DANA)
    soon = MONDAY_MORNING + timedelta(hours=3, minutes=12)
    (first,) = [due for due in dues(incident) if due.kind is DueKind.CASE_CLOCK and due.subject == "answer"]
    assert soon == first.at

    (reminded,) = [fact for fact in fallen(incident, soon) if isinstance(fact, e.CaseFact)]
    assert isinstance(reminded, e.CaseReminded)
    assert (DANA, 80) == (reminded.to, reminded.share)
    incident = after(incident, reminded)
    assert () == tuple(fact for fact in fallen(incident, soon) if isinstance(fact, e.CaseFact))

    late = MONDAY_MORNING + timedelta(hours=4)
    (told,) = [fact for fact in fallen(incident, late) if isinstance(fact, e.CaseFact)]
    assert isinstance(told, e.CaseLate)
    assert (DANA, SAM) == told.to  # Sam holds the role that leads this playbook.
    incident = after(incident, told)
    assert [CaseClock.SETTLED] == [due.subject for due in dues(incident) if due.kind is DueKind.CASE_CLOCK]


def test_a_customer_who_was_not_answered_goes_to_somebody_else() -> None:
    """To the first who answers there and has not had them; nobody is given the same customer twice."""
    incident = a_reply()
    late = e.CaseLate(at=MONDAY_MORNING, clock=CaseClock.ANSWER, due_at=MONDAY_MORNING, to=(SAM,))

    (named,) = cases.passed_on(incident, (late,), (SAM, CLAIRE, OMAR))
    assert (CLAIRE, SAM, None) == (named.lead, named.former, named.by)

    passed = after(incident, named)
    (again,) = cases.passed_on(passed, (late,), (SAM, CLAIRE, OMAR))
    assert OMAR == again.lead
    assert () == tuple(cases.passed_on(after(passed, again), (late,), (SAM, CLAIRE, OMAR)))


def test_what_is_not_settled_in_time_stays_with_its_person() -> None:
    """Only a missing answer moves a customer."""
    unsettled = e.CaseLate(at=MONDAY_MORNING, clock=CaseClock.SETTLED, due_at=MONDAY_MORNING, to=(SAM,))
    assert () == tuple(cases.passed_on(a_reply(), (unsettled,), (CLAIRE,)))


def test_p3_what_was_missed_while_it_was_down_is_told_once() -> None:
    """Both moments are past: late, and no reminder before it."""
    facts = [f for f in fallen(a_reply(), MONDAY_MORNING + timedelta(hours=9)) if isinstance(f, e.CaseFact)]
    assert [e.CaseLate] == [type(fact) for fact in facts]


def test_a_silence_that_was_decided_is_not_late() -> None:
    """Its review has a moment of its own; what the customer waits for is not counted meanwhile."""
    silent = after(a_reply(), replace(a_stance(), outcome=Outcome.SILENT))
    assert [CaseClock.SETTLED] == list(due_of(silent))


def test_nothing_runs_without_a_customer_or_after_the_close() -> None:
    """An incident without one has no such clocks, and a closed case has none left."""
    closed = after(a_reply(), e.IncidentClosed(at=MONDAY_MORNING, by=SAM, reason="", left_open=()))
    assert () == running(an_incident()) == running(closed)


def test_what_the_customer_wrote_since_is_kept() -> None:
    """Nothing empty, nothing where there is no customer, nothing after the close."""
    incident = a_reply()
    order = CustomerWroteAgain(incident=incident.id, text=" And now? ")
    fact = cases.decide(incident, order, by=OMAR, now=MONDAY_MORNING)
    assert ("And now?",) == getattr(after(incident, fact).case, "again")  # noqa: B009 - it may be None.

    with pytest.raises(BadRequest):
        cases.decide(incident, replace(order, text=" \n"), by=OMAR, now=MONDAY_MORNING)
    with pytest.raises(NotFound):
        cases.decide(an_incident(), order, by=OMAR, now=MONDAY_MORNING)
    closed = after(incident, e.IncidentClosed(at=MONDAY_MORNING, by=SAM, reason="", left_open=()))
    with pytest.raises(Conflict):
        cases.decide(closed, order, by=OMAR, now=MONDAY_MORNING)


# Whose it is.


def test_a_claim_expires_when_whoever_answers_does_nothing() -> None:
    """Half an hour from their last deed; what others do does not count."""
    incident = a_reply()
    assert MONDAY_MORNING + CLAIM == claimed_until(incident)

    later_on = MONDAY_MORNING + timedelta(minutes=20)
    others = after(incident, e.LogWritten(at=later_on, by=OMAR, text="x"))
    theirs = after(incident, e.LogWritten(at=later_on, by=SAM, text="x"))
    named = after(incident, e.LeadNamed(at=later_on, by=OMAR, lead=CLAIRE, former=SAM))
    assert MONDAY_MORNING + CLAIM == claimed_until(others)
    assert later_on + CLAIM == claimed_until(theirs) == claimed_until(named)


def test_nobody_has_a_customer_to_themselves_after_the_close_or_in_a_drill() -> None:
    """A drill's customer does not exist, and keeps nobody from a real one."""
    closed = after(a_reply(), e.IncidentClosed(at=MONDAY_MORNING, by=SAM, reason="", left_open=()))
    assert claimed_until(closed) is None
    assert claimed_until(replace(a_reply(), drill=True)) is None


# What is typed.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" https://x.com/anna/status/1?s=20 ", "https://x.com/anna/status/1?s=20"),
        ("<https://x.com/anna/status/1>", "https://x.com/anna/status/1"),
        ("x.com/anna/status/1", "https://x.com/anna/status/1"),
        ("http://forum.example/t/9#post-3", "http://forum.example/t/9#post-3"),
    ],
)
def test_a_link_is_kept_as_an_address(typed: str, kept: str) -> None:
    """As people copy it."""
    assert kept == link(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://x.com/a|Approve here",
        "https://x.com/<@U0SAM>",
        "https://localhost/x",
        "not an address",
        "https://[::1",
        "https://x.com/" + "a" * 600,
        "ftp://x.example/a",
    ],
)
def test_i2_what_is_no_address_is_refused(typed: str) -> None:
    """Nothing that would run, hide where it leads, or break out of a link."""
    with pytest.raises(BadRequest):
        link(typed)


def test_one_place_has_one_name_however_its_link_was_copied() -> None:
    """Without what only says who copied it."""
    copies = (
        "https://x.com/anna/status/1",
        "http://www.x.com/anna/status/1/",
        "https://m.x.com/anna/status/1?s=20&utm_source=mail",
        "https://mobile.twitter.com/anna/status/1",
        "https://twitter.com/anna/status/1?t=abc",
    )
    assert {"x.com/anna/status/1"} == {thread_of(copy) for copy in copies}
    assert thread_of("https://y.example/p?id=1") != thread_of("https://y.example/p?id=2")
    assert "" == thread_of("")


@pytest.mark.parametrize(
    ("typed", "reach"),
    [
        ("", None),
        ("12000", 12000),
        ("12 000", 12000),
        ("12,000", 12000),
        ("12.000", 12000),
        ("9" * 19, 10**10),
    ],
)
def test_a_number_of_people_is_read_as_either_language_writes_it(typed: str, reach: int | None) -> None:
    """Digits, parted or not."""
    words = CustomersWords(text="x", reach=typed)
    terms = cases.Terms(pledges=tuple(STANDARD_PLEDGES.items()), week=None, usual=Urgency.P2)
    assert reach == cases.opened(words, "", terms, by=SAM, now=MONDAY_MORNING).reach


@pytest.mark.parametrize(
    ("followers", "urgency"), [("", Urgency.P3), ("9 999", Urgency.P3), ("10 000", Urgency.P1)]
)
def test_whom_many_follow_is_answered_urgently(followers: str, urgency: Urgency) -> None:
    """As the form says, whatever was chosen there."""
    words = CustomersWords(text="x", reach=followers, urgency=Urgency.P3)
    terms = cases.Terms(pledges=tuple(STANDARD_PLEDGES.items()), week=None, usual=Urgency.P2)
    assert urgency is cases.opened(words, "", terms, by=SAM, now=MONDAY_MORNING).urgency


@pytest.mark.parametrize("typed", ["many", "12k", "-3", "٣٤", ".", "1" * 21])
def test_what_is_no_number_is_refused(typed: str) -> None:
    """Rather than read as another one."""
    terms = cases.Terms(pledges=tuple(STANDARD_PLEDGES.items()), week=None, usual=Urgency.P2)
    with pytest.raises(BadRequest):
        cases.opened(CustomersWords(text="x", reach=typed), "", terms, by=SAM, now=MONDAY_MORNING)


def test_a_customer_has_one_pseudonym_on_a_network() -> None:
    """However it is typed; another network, another person or another key makes another name."""
    name = pseudonym(b"key", Network.X, "@Anna_M")

    assert name == pseudonym(b"key", Network.X, " anna_m ")
    assert 12 == len(name)
    others = {
        pseudonym(b"key", Network.FACEBOOK, "@Anna_M"),
        pseudonym(b"key", None, "@Anna_M"),
        pseudonym(b"key", Network.X, "@Anna_N"),
        pseudonym(b"other", Network.X, "@Anna_M"),
    }
    assert 4 == len(others - {name})
    assert "" == pseudonym(b"key", Network.X, " @ ")
    assert "anna" not in name.casefold()


# What is done with a message.


def triaged(
    choice: Triage, *signs: Sign, reason: str = "he only provokes", hours: int | None = 2
) -> e.CaseFact:
    """What becomes of a decision."""
    incident = a_reply()
    order = TriageCase(
        incident=incident.id,
        signs=signs,
        choice=choice,
        reason=reason,
        review_in=None if hours is None else timedelta(hours=hours),
    )
    return cases.decide(incident, order, by=SAM, now=MONDAY_MORNING)


@pytest.mark.parametrize(
    ("signs", "advice"),
    [
        ((), Triage.RESPOND),
        ((Sign.TROLL,), Triage.SILENT),
        ((Sign.CRITICISM,), Triage.PRIVATE),
        ((Sign.TROLL, Sign.CRITICISM), Triage.PRIVATE),
        ((Sign.TROLL, Sign.WRONG_FACT), Triage.RESPOND),
        ((Sign.CRITICISM, Sign.LEGAL), Triage.HANDOVER),
        ((Sign.TROLL, Sign.THREAT), Triage.HANDOVER),
        ((Sign.DANGER,), Triage.HANDOVER),
    ],
)
def test_the_gravest_sign_decides_and_criticism_is_no_troll(signs: tuple[Sign, ...], advice: Triage) -> None:
    """In the order of the questions."""
    assert advice is advised(signs)
    fact = triaged(Triage.RESPOND, *signs)
    assert isinstance(fact, e.CaseTriaged)
    assert advice is fact.advised


@pytest.mark.parametrize("sign", [Sign.CRITICISM, Sign.DANGER, Sign.THREAT])
def test_nobody_who_criticises_or_is_in_danger_is_left_alone(sign: Sign) -> None:
    """Whatever else the message shows."""
    with pytest.raises(BadRequest, match="not left alone"):
        triaged(Triage.SILENT, sign, Sign.TROLL)


@pytest.mark.parametrize(("reason", "hours"), [("", 2), (" ", 2), ("x", None), ("x", 0), ("x", 73)])
def test_a_silence_has_a_reason_and_an_end(reason: str, hours: int | None) -> None:
    """A silence that nobody looks at again is an absence."""
    with pytest.raises(BadRequest):
        triaged(Triage.SILENT, Sign.TROLL, reason=reason, hours=hours)


def test_a_troll_is_left_alone_until_somebody_looks_again() -> None:
    """No clock for the answer meanwhile; at its end whoever decided is asked to look, and the answer is late again."""
    incident = after(a_reply(), triaged(Triage.SILENT, Sign.TROLL, hours=6))
    look_at = MONDAY_MORNING + timedelta(hours=6)
    assert {CaseClock.REVIEW: look_at, CaseClock.SETTLED: MONDAY_MORNING + timedelta(hours=24)} == due_of(
        incident
    )

    (told,) = [fact for fact in fallen(incident, look_at) if isinstance(fact, e.CaseFact)]
    assert isinstance(told, e.CaseLate)
    assert (CaseClock.REVIEW, (SAM,)) == (told.clock, told.to)

    looked = after(incident, told)
    assert MONDAY_MORNING + timedelta(hours=4) == due_of(looked)[CaseClock.ANSWER]
    assert [] == [due for due in dues(looked) if due.subject == CaseClock.REVIEW]

    again = after(looked, triaged(Triage.SILENT, Sign.TROLL, hours=24))
    assert CaseClock.ANSWER not in due_of(again)
