"""
A surge: the same question, from many customers at once (playbook R5).

Its wordings are statements that are approved once; what is another for each customer stays open in them. People who
are trained to answer take one customer after the other, and one answer in fifty is read again by somebody else. A
wording that is withdrawn can be sent by nobody from that instant: each answer names the wording and its digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.blanks import filled, placeholders
from playbooks.cases import link
from playbooks.commands import AnswerInSurge, CallVolunteers, ReadSample, RetireWordings
from playbooks.inbox import Backlog
from playbooks.incident import Incident, Sample, Statement, StatementState, Surge
from playbooks.moments import Due, DueKind
from playbooks.networks import limits
from playbooks.playbook import Playbook, PlaybookId, UserId
from playbooks.routing import Contact, Training
from playbooks.statements import language_of, must_suit_alone, statement_of, too_long_for
from playbooks.typed import one_line, paragraph
from playbooks.variables import asked

SurgeOrder = AnswerInSurge | ReadSample | RetireWordings | CallVolunteers

SURGE: Final = PlaybookId("surge")  # the built-in playbook; a variant of it serves as well
ONE_IN: Final = 50  # answers, of which one is read again: the first, the fifty-first ...
HELD: Final = timedelta(minutes=10)  # for which a customer is kept for whoever is about to answer them
COUNTED_EVERY: Final = timedelta(minutes=30)
FAR_LONGER: Final = 2  # times what is promised: then more people are needed (the playbook's own sign)
MOST_CALLED: Final = 30  # volunteers at once
AT_WORK: Final = timedelta(hours=4)  # for which somebody who answered hears that a wording is withdrawn
TIRED_AFTER: Final = timedelta(hours=4)  # of answering without a pause: time to be relieved
LONGEST_BLANK: Final = 300  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an answer settles, and what is left after it."""

    others: int  # further messages of the same customer
    backlog: Backlog


def is_surge(playbook: Playbook) -> bool:
    """Whether a playbook is the one for a surge, or a variant of it."""
    return SURGE in {playbook.id, playbook.extends.parent if playbook.extends is not None else None}


def of(incident: Incident) -> Surge:
    """Give the surge that an incident is. Raises BadRequest."""
    if incident.surge is None:
        raise refusals.surge.no_surge(incident.ref)
    return incident.surge


def wordings(incident: Incident, now: datetime) -> tuple[Statement, ...]:
    """List the wordings that may be sent now: approved, not withdrawn, and the hour they announce is to come."""
    worded = (one for one in incident.statements if one.is_wording)
    return tuple(one for one in worded if one.state is StatementState.APPROVED and not _hour_passed(one, now))


def text_of(wording: Statement, blanks: tuple[tuple[str, str], ...]) -> str:
    """Fill what a wording leaves open, as far as it is known; what is not stays visible."""
    values = {name: text for name, typed in blanks if (text := one_line(typed, LONGEST_BLANK))}
    return filled(wording.wording.text, values)


def answered(
    incident: Incident, order: AnswerInSurge, taken: Taken, *, by: UserId, now: datetime
) -> e.SurgeAnswered:
    """Keep an answer. Raises a Refusal; whoever is refused has sent nothing with our leave."""
    surge, text = _open(incident), fit_text(incident, order, now)
    number = surge.answered + 1
    return e.SurgeAnswered(
        at=now,
        by=by,
        number=number,
        wording=order.wording,
        text=text,
        report=order.report,
        others=taken.others,
        where=link(order.where),
        sampled=number % ONE_IN == 1,
        waiting=taken.backlog.waiting,
        oldest_at=taken.backlog.oldest_at,
    )


def fit_text(incident: Incident, order: AnswerInSurge, now: datetime) -> str:
    """Give the words of an answer as the customer gets them. Raises a Refusal for what may not go out like this."""
    if not order.wording:
        raise refusals.surge.wording_missing()
    wording = statement_of(incident, order.wording)
    if wording.withdrawn_at is not None:
        raise refusals.surge.wording_retired(wording.withdrawn_by, wording.withdrawn_at, wording.reason)
    if wording.state is not StatementState.APPROVED or wording.wording.digest != order.digest:
        raise refusals.surge.wording_not_ready()
    if _hour_passed(wording, now):
        raise refusals.surge.hour_passed()
    text = text_of(wording, order.blanks)
    for blank in placeholders(text):
        raise refusals.statements.blank_left(blank, asked(blank), f"blank:{blank}")
    message = None if wording.wording.message is None else incident.playbook.message(wording.wording.message)
    unfit = too_long_for(text, message, wording.wording.without)
    if unfit:
        raise refusals.statements.too_long_for(len(text), limits(unfit))
    must_suit_alone(text, wording.wording.text, language_of(incident, wording), message)
    return text


def decide(
    incident: Incident,
    order: ReadSample | RetireWordings | CallVolunteers,
    *,
    by: UserId,
    now: datetime,
) -> tuple[e.Event, ...]:
    """Turn an order about a surge into facts. Raises a Refusal."""
    surge, when = _open(incident), e.Event(at=now, by=by)
    match order:
        case ReadSample():
            return tuple(_read(incident, order, when))
        case RetireWordings():
            return _retired(incident, order, when)
        case CallVolunteers():
            people = tuple(person for person in order.people if person not in _helping(surge))
            if not people:
                raise refusals.surge.nobody_to_call()
            return (e.VolunteersCalled(at=now, by=by, people=people, words=paragraph(order.words)),)


def suited(volunteers: Iterable[Contact], level: Training, language: str) -> tuple[Contact, ...]:
    """Pick those who are trained that far and speak a language (empty: any), as many as are called at once."""
    fit = (one for one in volunteers if one.training >= level and (not language or language in one.speaks))
    return tuple(fit)[:MOST_CALLED]


def sample_of(incident: Incident, number: int) -> Sample:
    """Find an answer that waits to be read again. Raises NotFound."""
    found = next((one for one in of(incident).to_read if one.number == number), None)
    if found is None:
        raise refusals.surge.no_such_sample(number)
    return found


def _read(incident: Incident, order: ReadSample, when: e.Event) -> Iterable[e.Event]:
    sample, words = sample_of(incident, order.number), paragraph(order.words)
    if sample.by == when.by:
        raise refusals.surge.read_by_another()
    if not order.right and not words:
        raise refusals.surge.what_is_wrong()
    yield e.SampleRead(at=when.at, by=when.by, number=order.number, right=order.right, words=words)
    if not order.right and statement_of(incident, sample.wording).is_live:
        yield e.StatementWithdrawn(at=when.at, by=when.by, statement=sample.wording, reason=words)


def _retired(incident: Incident, order: RetireWordings, when: e.Event) -> tuple[e.Event, ...]:
    reason, live = paragraph(order.reason), [one for one in incident.statements if one.is_live]
    if not reason:
        raise refusals.surge.reason_missing()
    if not live:
        raise refusals.surge.nothing_to_retire()
    return tuple(
        e.StatementWithdrawn(at=when.at, by=when.by, statement=one.id, reason=reason) for one in live
    )


def _open(incident: Incident) -> Surge:
    surge = of(incident)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    return surge


def _hour_passed(wording: Statement, now: datetime) -> bool:
    next_at = wording.wording.slots.next_at
    return next_at is not None and next_at <= now


def _helping(surge: Surge) -> frozenset[UserId]:
    return frozenset((*surge.called, *(one.person for one in surge.helpers)))


# What is counted.


def dues(incident: Incident) -> Iterable[Due]:
    """Say when it is next counted who waits."""
    surge = incident.surge
    if surge is not None and not incident.drill:
        yield Due(at=(surge.counted_at or incident.opened_at) + COUNTED_EVERY, kind=DueKind.SURGE_COUNT)


def is_to_be_counted(incident: Incident, now: datetime) -> bool:
    """Whether the time has come to count who waits."""
    return incident.is_open and any(due.at <= now for due in dues(incident))


def counted(incident: Incident, backlog: Backlog, promised: timedelta, now: datetime) -> e.SurgeCounted:
    """Keep how many wait; tell the lead once where the first of them waits far longer than `promised`."""
    late = backlog.oldest_at is not None and now - backlog.oldest_at > FAR_LONGER * promised
    told = of(incident).told_late
    return e.SurgeCounted(
        at=now,
        waiting=backlog.waiting,
        oldest_at=backlog.oldest_at,
        late=late,
        to=incident.lead if late and not told else None,
    )


# Who hears of it.


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Who hears of a fact in a direct message."""
    surge = incident.surge
    if surge is None:
        # Its surges answer with the facts of this incident: these have changed.
        changed = isinstance(fact, e.StatementPublished | e.ClaimSettled | e.UpdateGiven)
        return tuple(linked.lead for linked in incident.surges) if changed else ()
    match fact:
        case e.VolunteersCalled():
            return fact.people
        case e.SurgeAnswered():
            return (incident.lead,) if fact.sampled else ()
        case e.SurgeCounted():
            return () if fact.to is None else (fact.to,)
        case e.StatementWithdrawn():
            return tuple(one.person for one in surge.helpers if fact.at - one.last_at <= AT_WORK)
        case _:
            return ()
