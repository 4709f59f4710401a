"""
Customers' cases: how soon they are answered, who is reminded of it, and that nobody answers the same one twice.

A case is an incident of the kind REPLY that a customer is in. Its clocks are a function of its state: of what the
customer wrote last, what we answered last, and the urgency.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import CustomersWords, CustomerWroteAgain, IncidentId, NameCause, TriageCase
from playbooks.errors import BadRequest
from playbooks.events import CaseClock
from playbooks.incident import Case, Incident, Ref
from playbooks.matching import Triage
from playbooks.moments import Due, DueKind
from playbooks.playbook import Outcome, Severity, UserId
from playbooks.routing.pledges import Pledge, Pledges, Urgency, Week, later
from playbooks.triage import advised, unsilenced
from playbooks.typed import one_line, paragraph

CaseOrder = CustomerWroteAgain | TriageCase | NameCause

SOON: Final = 80  # per cent of the customer's time, at which whoever answers is reminded
LATE: Final = 100
LONGEST_CAUSE: Final = 60  # characters: a name, not a story
LONGEST_SILENCE: Final = timedelta(hours=72)  # until somebody looks again
CLAIM: Final = timedelta(
    minutes=30
)  # without a deed of whoever answers, until somebody else may without asking
LONGEST_LINK: Final = 500  # characters
WIDELY_FOLLOWED: Final = 10_000  # people, from which on an answer is urgent whoever opens the case
MOST_FOLLOWERS: Final = 10**10  # more than there are people
_NUMBER: Final = re.compile(r"[0-9][0-9.,\s'’]{0,19}")
_RENAMED: Final = {"twitter.com": "x.com"}  # a network under its former name
# A host in letters of no other alphabet: one that looks like another's would hide where it leads.
_ADDRESS: Final = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{1,200}\.[a-z]{2,24})(?::\d{1,5})?"
    r"(?P<path>/[^\s|<>\"'`\\?#]*)?(?:\?(?P<query>[^\s|<>\"'`\\#]*))?(?:#[^\s|<>\"'`\\]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a company promises its customers where a case is worked."""

    pledges: Pledges
    week: Week | None
    usual: Urgency  # where nobody says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Somebody who is on a customer already."""

    incident: IncidentId
    ref: Ref | None  # None: a restricted one, of which no more is told
    who: UserId
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock of a case that runs: until when, and how much of its time somebody was told of."""

    clock: CaseClock
    due_at: datetime
    soon_at: datetime
    told: int


# A case as it is opened.


def opened(words: CustomersWords, author: str, terms: Terms, *, by: UserId, now: datetime) -> e.CaseOpened:
    """Keep what a customer wrote; `author` is their pseudonym. Raises BadRequest."""
    text = paragraph(words.text)
    if not text:
        raise refusals.cases.customers_words_missing()
    reach = _followers(words.reach)
    return e.CaseOpened(
        at=now,
        by=by,
        text=text,
        network=words.network,
        link=link(words.link),
        author=author,
        reach=reach,
        urgency=Urgency.P1 if (reach or 0) >= WIDELY_FOLLOWED else words.urgency or terms.usual,
        pledges=terms.pledges,
        week=terms.week,
    )


def link(typed: str) -> str:
    """Give a web address as it is kept; empty for none. Raises BadRequest for anything else."""
    text = one_line(typed, LONGEST_LINK + 1).strip("<>")
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    if len(address) > LONGEST_LINK or _ADDRESS.fullmatch(address) is None:
        raise refusals.cases.no_such_link()
    return address


def link_or_none(told: str) -> str:
    """Give a web address that a tool has told, or none where it is not one that we show."""
    try:
        return link(told)
    except BadRequest:
        return ""


def thread_of(address: str) -> str:
    """Name the place that a link leads to, however it was copied; empty for no link."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        return ""
    asked = sorted(one for one in (parts["query"] or "").split("&") if one and not one.startswith(_FOLLOWED))
    host = parts["host"].lower().removeprefix("www.").removeprefix("mobile.").removeprefix("m.")
    host = _RENAMED.get(host, host)
    path = (parts["path"] or "").rstrip("/")
    return f"{host}{path}{'?' if asked else ''}{'&'.join(asked)}"


def _followers(typed: str) -> int | None:
    """Read a number of people, as either language writes it. Raises BadRequest."""
    text = one_line(typed, 30)
    if not text:
        return None
    if _NUMBER.fullmatch(text) is None:
        raise refusals.cases.no_such_number()
    return min(int(re.sub(r"[^0-9]", "", text)), MOST_FOLLOWERS)


# What is asked of it.


def decide(incident: Incident, order: CaseOrder, *, by: UserId, now: datetime) -> e.CaseFact:
    """Keep what the customer wrote since, or what is done with their message. Raises a Refusal."""
    if isinstance(order, NameCause):  # Also after the close: a cause is often seen late.
        return _caused(incident, order, e.Event(at=now, by=by))
    if incident.case is None:
        raise refusals.cases.no_customer(incident.ref)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    if isinstance(order, TriageCase):
        return _triaged(order, e.Event(at=now, by=by))
    text = paragraph(order.text)
    if not text:
        raise refusals.cases.customers_words_missing()
    return e.CustomerWrote(at=now, by=by, text=text)


def _caused(incident: Incident, order: NameCause, when: e.Event) -> e.CauseNamed:
    cause = one_line(order.cause, LONGEST_CAUSE)
    if not cause:
        raise refusals.cases.cause_missing()
    if cause == incident.cause:
        raise refusals.cases.cause_named_before(cause)
    return e.CauseNamed(at=when.at, by=when.by, cause=cause)


def _triaged(order: TriageCase, when: e.Event) -> e.CaseTriaged:
    reason, review_in = paragraph(order.reason), order.review_in
    if order.choice is Triage.SILENT:
        sign = unsilenced(order.signs)
        if sign is not None:
            raise refusals.cases.not_silent(sign.words)
        if not reason:
            raise refusals.cases.silence_needs_a_reason()
        if review_in is None or not timedelta(0) < review_in <= LONGEST_SILENCE:
            raise refusals.cases.silence_needs_a_review(int(LONGEST_SILENCE.total_seconds() // 3600))
    silent = order.choice is Triage.SILENT and review_in is not None
    return e.CaseTriaged(
        at=when.at,
        by=when.by,
        signs=order.signs,
        advised=advised(order.signs),
        choice=order.choice,
        reason=reason,
        review_at=when.at + review_in if silent and review_in is not None else None,
    )


# Its clocks.


def urgency(incident: Incident, case: Case) -> Urgency:
    """Tell how soon the customer is answered: as was said, and at once where it has become as serious as a crisis."""
    return Urgency.P1 if incident.severity is Severity.SEV1 else case.urgency


def running(incident: Incident) -> tuple[Running, ...]:
    """List the clocks that run; none where there is no customer, or nobody is to be answered any more."""
    case = incident.case
    if case is None or not incident.is_open:
        return ()
    pledge, week = _pledge(incident, case)
    settled = _running(CaseClock.SETTLED, incident.opened_at, pledge.settled, week, case.settled_told)
    if _left_alone(case):
        return (*_review(case), settled)
    if not case.waits or (incident.stance is not None and incident.stance.outcome is Outcome.SILENT):
        return (settled,)
    amount = pledge.first if case.first_answered_at is None else pledge.later
    return _running(CaseClock.ANSWER, case.wrote_at, amount, week, case.answer_told), settled


def promised(incident: Incident) -> dict[CaseClock, datetime]:
    """Give when each clock that runs is over."""
    return {one.clock: one.due_at for one in running(incident)}


def _pledge(incident: Incident, case: Case) -> tuple[Pledge, Week | None]:
    """What is promised at the present urgency, and in which hours: the most urgent waits for no morning."""
    level = urgency(incident, case)
    return dict(case.pledges)[level], None if level is Urgency.P1 else case.week


def _left_alone(case: Case) -> bool:
    """Whether it was decided to say nothing until somebody looks again, and nobody was told to."""
    return case.review_at is not None and case.review_told < LATE


def _review(case: Case) -> Iterable[Running]:
    if case.review_at is not None:
        yield Running(
            clock=CaseClock.REVIEW, due_at=case.review_at, soon_at=case.review_at, told=case.review_told
        )


def _running(clock: CaseClock, since: datetime, amount: timedelta, week: Week | None, told: int) -> Running:
    soon = later(since, amount * SOON / LATE, week)
    return Running(clock=clock, due_at=later(since, amount, week), soon_at=soon, told=told)


def dues(incident: Incident) -> Iterable[Due]:
    """List when somebody is next told of the customer's time."""
    for one in running(incident):
        if one.told < LATE:
            at = one.soon_at if one.told < SOON else one.due_at
            yield Due(at=at, kind=DueKind.CASE_CLOCK, subject=one.clock)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.CaseFact]:
    """Remind whoever answers, or tell them and the playbook's own lead that the customer was not answered in time."""
    clocks = {due.subject for due in reached if due.kind is DueKind.CASE_CLOCK}
    for one in running(incident):
        if one.clock not in clocks:
            continue
        if one.due_at <= now:
            to = (incident.lead,) if one.clock is CaseClock.REVIEW else _told_late(incident)
            yield e.CaseLate(at=now, clock=one.clock, due_at=one.due_at, to=to)
        else:
            yield e.CaseReminded(at=now, clock=one.clock, share=SOON, due_at=one.due_at, to=incident.lead)


def _told_late(incident: Incident) -> tuple[UserId, ...]:
    return tuple(dict.fromkeys((incident.lead, incident.holder(incident.playbook.lead))))


def passed_on(
    incident: Incident, facts: Iterable[e.Event], people: Iterable[UserId]
) -> Iterable[e.LeadNamed]:
    """Give a customer who was not answered in time to the first of those who answer there now and had them not yet."""
    late = next((f for f in facts if isinstance(f, e.CaseLate) and f.clock is CaseClock.ANSWER), None)
    had = {incident.lead, *incident.led}
    fresh = next((person for person in people if person not in had), None)
    if late is not None and fresh is not None:
        yield e.LeadNamed(at=late.at, lead=fresh, former=incident.lead)


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Who hears of a fact in a direct message."""
    match fact:
        case e.CaseReminded():
            return (fact.to,)
        case e.CaseLate():
            return fact.to
        case e.CustomerWrote():
            return (incident.lead,)
        case _:
            return ()


# The words of an answer.


def known_blanks(incident: Incident, signs: str, brand: str) -> tuple[tuple[str, str], ...]:
    """Fill what a prepared answer leaves open and the case knows; `signs` is who answers, as customers know them."""
    if incident.case is None and incident.surge is None:
        return ()
    known = {"ref_dossier": incident.ref, "signature": signs, "marque": brand}
    return tuple((name, text) for name, text in known.items() if text)


# That nobody answers twice.


def claimed_until(incident: Incident) -> datetime | None:
    """Until when whoever answers has the customer to themselves; None: nobody has, or there is no real customer."""
    if incident.case is None or not incident.is_open or incident.drill:
        return None
    return incident.case.touched_at + CLAIM


_FOLLOWED: Final = (
    "utm_",
    "fbclid=",
    "igshid=",
    "gclid=",
    "ref_src=",
    "s=",
    "t=",
)  # who copied a link, not where
