"""The facts about customers' cases, folded."""

from dataclasses import replace
from typing import assert_never

from playbooks import events as e
from playbooks.incident import Case, Caused, Incident

CaseFacts = (
    e.CaseOpened | e.CustomerWrote | e.CaseTriaged | e.CaseKept | e.CauseNamed | e.CaseReminded | e.CaseLate
)
OVER = 100  # per cent


def after(incident: Incident, fact: e.CaseFact) -> Incident:
    """Give the state after a fact about a case."""
    if not isinstance(fact, CaseFacts):
        message = f"no rule for {type(fact).__name__}"
        raise TypeError(message)
    if isinstance(fact, e.CaseOpened):
        return replace(incident, case=_opened(fact))
    if isinstance(fact, e.CauseNamed):
        incident = replace(incident, caused=Caused(cause=fact.cause, before=fact.before))
    return incident if incident.case is None else replace(incident, case=_after(incident.case, fact))


def beside(incident: Incident, fact: e.Event) -> Incident:
    """Note what other facts mean for a case: an answer that went out, and that whoever answers is at work."""
    case = incident.case
    if case is None:
        return incident
    if isinstance(fact, e.StatementPublished):
        first = case.first_answered_at or fact.published_at
        case = replace(case, answered_at=fact.published_at, first_answered_at=first)
    if fact.by == incident.lead or isinstance(fact, e.LeadNamed | e.HandedOver):
        case = replace(case, touched_at=fact.at)
    return incident if case is incident.case else replace(incident, case=case)


def _opened(fact: e.CaseOpened) -> Case:
    return Case(
        text=fact.text,
        network=fact.network,
        link=fact.link,
        author=fact.author,
        reach=fact.reach,
        urgency=fact.urgency,
        pledges=fact.pledges,
        week=fact.week,
        wrote_at=fact.at,
        touched_at=fact.at,
        source=fact.source,
        external=fact.external,
    )


def _after(
    case: Case,
    fact: e.CustomerWrote | e.CaseTriaged | e.CaseKept | e.CauseNamed | e.CaseReminded | e.CaseLate,
) -> Case:
    match fact:
        case e.CustomerWrote():
            # Somebody who waits already does not begin to wait anew because they ask again.
            since = case.wrote_at if case.waits else fact.at
            told = case.answer_told if case.waits else 0
            return replace(case, again=(*case.again, fact.text), wrote_at=since, answer_told=told)
        case e.CaseTriaged():
            return replace(case, triage=fact.choice, review_at=fact.review_at, review_told=0)
        case e.CaseKept():
            return replace(case, kept_until=fact.until)
        case e.CauseNamed():
            return replace(case, cause=fact.cause)
        case e.CaseReminded():
            return _told(case, fact.clock, fact.share)
        case e.CaseLate():
            return _told(case, fact.clock, OVER)
        case _:
            assert_never(fact)


def _told(case: Case, clock: e.CaseClock, share: int) -> Case:
    match clock:
        case e.CaseClock.ANSWER:
            return replace(case, answer_told=share)
        case e.CaseClock.SETTLED:
            return replace(case, settled_told=share)
        case e.CaseClock.REVIEW:
            return replace(case, review_told=share)
        case _:
            assert_never(clock)
