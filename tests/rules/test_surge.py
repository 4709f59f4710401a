"""A surge: what an approved wording may become for one customer, what is read again, and who waits too long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks import surge
from playbooks.commands import AnswerInSurge, CallVolunteers, ReadSample, RetireWordings
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.folding.surge import SAMPLES_KEPT
from playbooks.inbox import Backlog
from playbooks.incident import Incident
from playbooks.moments import DueKind
from playbooks.playbook import Lane, Language
from playbooks.statements import language_of
from playbooks.surge import Taken
from tests.doors.drawn import after
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, DANA, SAM, an_incident
from tests.fakes.statements import S1, a_proposal, a_wording
from tests.fakes.surges import an_answer

NOW = MONDAY_MORNING + timedelta(minutes=10)
TEXT = "{{prenom}}, power is back at five. {{signature}}"
BLANKS = (("prenom", "Anna"), ("signature", "Sam"))
NOBODY_WAITS = Taken(others=0, backlog=Backlog(waiting=0))


def a_surge(text: str = TEXT, **changes: object) -> Incident:
    """A surge with one wording that needs no further approval; Sam leads it."""
    wording = a_wording(text, lane=Lane.GREEN, **changes)
    return after(an_incident(), e.SurgeBegun(at=MONDAY_MORNING, by=SAM), a_proposal(CLAIRE, wording))


def an_order(incident: Incident, **changes: object) -> AnswerInSurge:
    """An answer with the one wording."""
    digest = incident.statements[0].wording.digest
    plain = AnswerInSurge(incident=incident.id, wording=S1, digest=digest, blanks=BLANKS)
    return replace(plain, **changes)  # type: ignore[arg-type]  # Field names are checked by what is decided.


def given(incident: Incident, **changes: object) -> e.SurgeAnswered:
    """What is kept of an answer."""
    return surge.answered(incident, an_order(incident, **changes), NOBODY_WAITS, by=DANA, now=NOW)


def test_a_wording_is_filled_for_each_customer() -> None:
    """Nothing else of it changes; what somebody typed is never read as a blank again."""
    assert "Anna, power is back at five. Sam" == given(a_surge()).text
    with pytest.raises(BadRequest):
        given(a_surge(), blanks=(("prenom", "{{signature}}"), ("signature", "Sam")))


@pytest.mark.parametrize("missing", ["prenom", "signature"])
def test_a_blank_that_is_left_is_refused_at_its_field(missing: str) -> None:
    """Empty, of spaces, or not there."""
    for typed in ((), ((missing, ""),), ((missing, " \u200b "),)):
        blanks = tuple(pair for pair in BLANKS if pair[0] != missing) + typed
        with pytest.raises(BadRequest) as refused:
            given(a_surge(), blanks=blanks)
        assert f"blank:{missing}" == refused.value.field


def test_personal_data_does_not_go_out_in_public() -> None:
    """Somebody pastes a telephone number into the customer's name."""
    with pytest.raises(BadRequest):
        given(a_surge(), blanks=(("prenom", "Anna 06 12 34 56 78"), ("signature", "Sam")))


def test_a_promise_in_a_blank_does_not_go_out_under_the_approval_of_the_wording() -> None:
    """Nobody has approved that one; what the wording itself promises was approved with it."""
    with pytest.raises(BadRequest, match="never again"):
        given(a_surge(), blanks=(("prenom", "Anna, never again"), ("signature", "Sam")))
    promising = a_surge(f"It will never happen again. {TEXT}")
    assert "never happen again" in given(promising).text


def test_a_withdrawn_wording_is_refused_with_who_and_why() -> None:
    """Whatever digest the form still has."""
    incident = a_surge()
    withdrawn = e.StatementWithdrawn(at=NOW, by=SAM, statement=S1, reason="It is back")
    gone = after(incident, withdrawn)
    with pytest.raises(Conflict, match="It is back"):
        given(gone)


def test_a_wording_that_was_edited_or_never_approved_is_refused() -> None:
    """The form shows other words than those that stand now."""
    incident = a_surge()
    with pytest.raises(Conflict, match="has changed"):
        given(incident, digest="f" * 64)
    asked = after(
        an_incident(),
        e.SurgeBegun(at=MONDAY_MORNING, by=SAM),
        a_proposal(CLAIRE, a_wording(TEXT)),
    )
    with pytest.raises(Conflict, match="not approved"):
        given(asked)
    assert () == surge.wordings(asked, NOW)


def test_a_wording_whose_hour_has_passed_is_offered_no_more() -> None:
    """“Next update at four” says nothing true at five."""
    incident = a_surge()
    assert 1 == len(surge.wordings(incident, NOW))
    late = MONDAY_MORNING + timedelta(hours=1)
    assert () == surge.wordings(incident, late)
    with pytest.raises(Conflict, match="has passed"):
        surge.answered(incident, an_order(incident), NOBODY_WAITS, by=DANA, now=late)


def test_the_first_of_fifty_is_read_again() -> None:
    """1, 51, 101 ...; the answers are numbered one after the other."""
    incident, sampled = a_surge(), []
    for _ in range(101):
        fact = given(incident)
        incident = after(incident, fact)
        sampled += [fact.number] if fact.sampled else []
    assert [1, 51, 101] == sampled
    assert incident.surge is not None
    assert (101, ((S1, 101),)) == (incident.surge.answered, incident.surge.used)


def test_unread_answers_are_not_kept_without_end() -> None:
    """The oldest gives way: it tells least of what goes out now."""
    facts = (an_answer(DANA, number=n) for n in range(1, SAMPLES_KEPT + 6))
    kept = after(a_surge(), *facts).surge
    assert kept is not None
    assert (SAMPLES_KEPT, 6) == (len(kept.to_read), kept.to_read[0].number)


def test_a_wrong_answer_withdraws_its_wording_at_once() -> None:
    """With the reader's words; a right one leaves it; whoever gave it is no judge; it is judged once."""
    incident = after(a_surge(), an_answer(DANA, at=NOW))
    order = ReadSample(incident=incident.id, number=1, right=False, words="Wrong hour")
    facts = surge.decide(incident, order, by=SAM, now=NOW)
    assert [e.SampleRead, e.StatementWithdrawn] == [type(fact) for fact in facts]
    right = replace(order, right=True)
    assert [e.SampleRead] == [type(fact) for fact in surge.decide(incident, right, by=SAM, now=NOW)]
    with pytest.raises(NotAllowed):
        surge.decide(incident, order, by=DANA, now=NOW)
    with pytest.raises(BadRequest):
        surge.decide(incident, replace(order, words=""), by=SAM, now=NOW)
    with pytest.raises(NotFound):
        surge.decide(after(incident, *facts), order, by=SAM, now=NOW)


def test_all_wordings_are_withdrawn_together() -> None:
    """Also those in review; a second time there is nothing to withdraw; without a reason nothing happens."""
    incident = after(a_surge(), a_proposal(CLAIRE, a_wording(TEXT), statement="s2"))
    order = RetireWordings(incident=incident.id, reason="It is back")
    facts = surge.decide(incident, order, by=SAM, now=NOW)
    assert ["s1", "s2"] == [fact.statement for fact in facts if isinstance(fact, e.StatementWithdrawn)]
    with pytest.raises(AlreadyDone):
        surge.decide(after(incident, *facts), order, by=SAM, now=NOW)
    with pytest.raises(BadRequest):
        surge.decide(incident, replace(order, reason=" "), by=SAM, now=NOW)


def test_nobody_is_called_twice() -> None:
    """Nor is whoever answers already."""
    incident = after(a_surge(), an_answer(DANA, at=NOW))
    order = CallVolunteers(incident=incident.id, people=(CLAIRE, DANA))
    (called,) = surge.decide(incident, order, by=SAM, now=NOW)
    assert isinstance(called, e.VolunteersCalled)
    assert (CLAIRE,) == called.people
    with pytest.raises(BadRequest):
        surge.decide(after(incident, called), order, by=SAM, now=NOW)


def test_the_lead_hears_once_that_somebody_waits_far_too_long() -> None:
    """More than twice the promise; again once it was well meanwhile."""
    incident, promised = a_surge(), timedelta(hours=4)
    oldest = MONDAY_MORNING
    told = []
    for hours, backlog in (
        (8, Backlog(waiting=3, oldest_at=oldest)),
        (9, Backlog(waiting=3, oldest_at=oldest)),
        (10, Backlog(waiting=2, oldest_at=oldest)),
        (11, Backlog(waiting=0)),
        (20, Backlog(waiting=1, oldest_at=oldest + timedelta(hours=11))),
    ):
        fact = surge.counted(incident, backlog, promised, MONDAY_MORNING + timedelta(hours=hours))
        told.append(fact.to)
        incident = after(incident, fact)
    assert [None, incident.lead, None, None, incident.lead] == told


def test_it_is_counted_every_half_hour_while_it_runs() -> None:
    """From the opening, then from the last answer or count."""
    incident = a_surge()

    def next_count(one: Incident) -> list[object]:
        return [due.at for due in dues(one) if due.kind is DueKind.SURGE_COUNT]

    assert [incident.opened_at + timedelta(minutes=30)] == next_count(incident)
    assert [NOW + timedelta(minutes=30)] == next_count(after(incident, an_answer(DANA, at=NOW)))
    assert [] == next_count(after(incident, e.IncidentClosed(at=NOW, by=SAM, reason="", left_open=())))


def test_somebody_who_rested_begins_anew() -> None:
    """Half an hour without an answer; the card says who has answered for too long without a pause."""
    first = after(a_surge(), an_answer(DANA, at=NOW), an_answer(DANA, at=NOW + timedelta(minutes=20)))
    assert first.surge is not None
    assert NOW == first.surge.helpers[0].since
    rested = after(first, an_answer(DANA, at=NOW + timedelta(minutes=51)))
    assert rested.surge is not None
    assert NOW + timedelta(minutes=51) == rested.surge.helpers[0].since
    assert 3 == rested.surge.helpers[0].answers


def test_a_wording_has_a_language_of_its_own() -> None:
    """Else it is the incident's."""
    english = a_surge()
    french = a_surge(language=Language.FR)
    assert english.language is language_of(english, english.statements[0])
    assert Language.FR is language_of(french, french.statements[0])


def test_only_a_surge_is_one() -> None:
    """A crisis is told how to open one."""
    with pytest.raises(BadRequest, match="/crisis surge"):
        surge.of(an_incident())
