"""The state of an incident, put into the API's own shapes."""

import re
from dataclasses import fields
from typing import Any, Final

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from handlers.differing import Teller, lines
from handlers.web import answers as a
from handlers.web import told_ladders
from handlers.web.answers_calls import CallAnswer, MeansAnswer
from handlers.web.answers_customer import CustomerAnswer, SurgeAnswer
from handlers.web.answers_duties import ChannelAnswer, ClockAnswer, FreezeAnswer
from handlers.web.answers_search import BroughtAnswer, RecalledAnswer
from handlers.web.answers_words import Both
from playbooks import cases, duties, means, rhythm
from playbooks.desk.looking import Seen
from playbooks.differences import differences
from playbooks.escalation import late_by
from playbooks.events import CaseClock, Event
from playbooks.incident import (
    Action,
    Answer,
    Ask,
    Assessment,
    Call,
    Duty,
    Freeze,
    Incident,
    IncidentState,
    Promise,
    Said,
    Stance,
    Statement,
    StepInRun,
    Try,
)
from playbooks.moments import Due
from playbooks.playbook import Language
from playbooks.ports import Delivery, Entry, IncidentLine

_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")
_APART: Final = frozenset({"at", "by"})  # told beside the body


def line(told: IncidentLine) -> a.LineAnswer:
    """Tell one line of the list."""
    return a.LineAnswer(
        ref=told.ref,
        title=told.title,
        kind=told.kind,
        state=IncidentState(told.state),
        severity=told.severity,
        playbook=told.playbook,
        version=told.version,
        lead=told.lead,
        unit=told.unit,
        drill=told.drill,
        restricted=told.restricted,
        channel=told.channel,
        opened_at=told.opened_at,
        closed_at=told.closed_at,
        steps_settled=told.steps_settled,
        steps_total=told.steps_total,
    )


def incident(seen: Seen) -> a.IncidentAnswer:
    """Tell everything about one incident."""
    told = seen.incident
    return a.IncidentAnswer(
        **_plain_facts(told),
        playbook=a.PlaybookAnswer(
            id=told.playbook.id, version=told.playbook.version, digest=told.playbook.digest
        ),
        offer=_offer(seen),
        steps=[_step(told, step) for step in told.steps],
        clocks=[_clock(told, duty) for duty in told.duties],
        freeze=_freeze(told.freeze),
        calls=[_call(told, call) for call in told.calls],
        ladders=told_ladders.ladders(told),
        escalations=told_ladders.escalations(told),
        holding_line=_said(told.holding_line),
        update=_said(told.update),
        promise=_promise(told.promise),
        stances=[_stance(stance) for stance in told.stances],
        assessment=_assessment(told.assessment),
        claims=[a.ClaimAnswer.model_validate(claim, from_attributes=True) for claim in told.claims],
        points=[a.PointAnswer.model_validate(point, from_attributes=True) for point in told.points],
        next_point_at=rhythm.next_at(told),
        dues=[_due(due) for due in seen.dues],
        deliveries=[_delivery(delivery) for delivery in seen.deliveries],
        answers=[_answer(answer) for answer in told.answers],
        actions=[_action(action) for action in told.actions],
        statements=[_statement(statement) for statement in told.statements],
        customer=_customer(told),
        surge=_surge(told),
        brought=_brought(told),
        recalled=_recalled(told),
    )


def _brought(told: Incident) -> BroughtAnswer | None:
    known = told.brought
    if known is None:
        return None
    words = {"cause": known.cause, "summary": known.summary, "lesson": known.lesson, "digest": known.digest}
    return BroughtAnswer(external_id=known.external, **words)


def _recalled(told: Incident) -> RecalledAnswer | None:
    return (
        None if told.recalled is None else RecalledAnswer.model_validate(told.recalled, from_attributes=True)
    )


def _surge(told: Incident) -> SurgeAnswer | None:
    surge = told.surge
    if surge is None:
        return None
    return SurgeAnswer(
        parent=surge.parent_ref,
        answered=surge.answered,
        read=surge.read,
        wrong=surge.wrong,
        waiting=surge.waiting,
        oldest_at=surge.oldest_at,
        counted_at=surge.counted_at,
    )


def _customer(told: Incident) -> CustomerAnswer | None:
    case = told.case
    if case is None:
        return None
    clocks = cases.promised(told)
    return CustomerAnswer(
        author=case.author,
        network=case.network,
        link=case.link,
        reach=case.reach,
        urgency=cases.urgency(told, case),
        text=case.text,
        again=list(case.again),
        answer_by=clocks.get(CaseClock.ANSWER),
        answered_at=case.answered_at,
        settle_by=clocks.get(CaseClock.SETTLED),
    )


def _offer(seen: Seen) -> a.OfferAnswer | None:
    offer = seen.incident.offer
    if offer is None or seen.offered is None:
        return None
    found = differences(seen.incident.playbook, seen.offered)
    # Roles by their ids, as everywhere in the API.
    english, in_french = (lines(found, Teller(language=language, role=str)) for language in Language)
    return a.OfferAnswer(
        version=offer.version,
        offered_at=offer.at,
        declined_at=offer.declined_at,
        declined_by=offer.declined_by,
        differences=[Both(en=en, fr=fr) for en, fr in zip(english, in_french, strict=True)],
    )


def entry(told: Entry) -> a.EntryAnswer:
    """Tell one fact of the log."""
    return a.EntryAnswer(
        seq=told.seq,
        kind=kind_of(told.fact),
        at=told.fact.at,
        recorded_at=told.recorded_at,
        by=told.fact.by,
        body=_body(told.fact),
    )


def kind_of(fact: Event) -> str:
    """Name a fact: StepCompleted is step_completed."""
    return _CAPITAL.sub("_", type(fact).__name__).lower()


def _body(fact: Event) -> dict[str, JsonValue]:
    held = {name: getattr(fact, name) for name in (f.name for f in fields(fact)) if name not in _APART}
    body: dict[str, JsonValue] = to_jsonable_python(held)
    return body


def _plain_facts(told: Incident) -> dict[str, Any]:
    names = ("ref", "title", "kind", "state", "severity", "lead", "unit", "country", "language", "drill")
    more = ("restricted", "people_at_risk", "opened_at", "opened_by", "closed_at", "closed_by")
    room = told.room
    return {
        **{name: getattr(told, name) for name in (*names, *more)},
        "channel": None if room is None else room.channel,
        "channel_name": None if room is None else room.name,
    }


def _step(told: Incident, step: StepInRun) -> a.StepAnswer:
    how, plan = step.progress, step.step
    return a.StepAnswer(
        id=plan.id,
        number=step.number,
        title=Both(en=plan.title.en, fr=plan.title.fr),
        kind=plan.kind,
        mandatory=plan.mandatory,
        added=plan in told.added,
        role=plan.role,
        owner=told.owner(step),
        owners=list(told.owners(step)),
        due_at=how.due_at,
        status=how.status,
        settled_at=how.settled_at,
        settled_by=how.settled_by,
        choice=how.choice,
        words=how.words,
    )


def _clock(told: Incident, duty: Duty) -> ClockAnswer:
    title, progress = duty.clock.title, duty.progress
    return ClockAnswer(
        id=duty.id,
        title=Both(en=title.en, fr=title.fr),
        state=duty.state,
        role=duty.clock.owner,
        owner=duties.owner(told, duty.clock),
        since=duty.since,
        limit_at=duty.limit_at,
        missed_at=progress.missed_at,
        decided_by=progress.by,
        decided_at=progress.at,
        words=progress.words,
    )


def _freeze(freeze: Freeze | None) -> FreezeAnswer | None:
    if freeze is None:
        return None
    names = ("id", "name", "state", "asked_at", "frozen_by", "frozen_at", "restarted_by", "restarted_at")
    channels = [ChannelAnswer(**{n: getattr(outlet, n) for n in names}) for outlet in freeze.outlets]
    return FreezeAnswer(scope=freeze.scope, by=freeze.by, at=freeze.at, channels=channels)


def _call(incident: Incident, call: Call) -> CallAnswer:
    late = late_by(call)
    return CallAnswer(
        id=call.id,
        ladder=call.ladder,
        rung=call.rung,
        person=call.person,
        state=call.state,
        due_at=call.due_at,
        owed_at=call.owed_at,
        sent_at=call.sent_at,
        answered_at=call.answered_at,
        reason=call.reason,
        round=call.round,
        passed_to=call.passed_to,
        late_seconds=None if late is None else int(late.total_seconds()),
        answered_through=call.answered_through,
        means=[_means(incident, call, tried) for tried in means.tries_of(call)],
    )


def _means(incident: Incident, call: Call, tried: Try) -> MeansAnswer:
    late = means.late_by(call, tried)
    return MeansAnswer(
        means=tried.means,
        state=means.standing(incident, call, tried),
        owed_at=tried.owed_at,
        sent_at=tried.sent_at,
        failed_at=tried.failed_at,
        reason=tried.reason,
        late_seconds=None if late is None else int(late.total_seconds()),
    )


def _said(said: Said | None) -> a.SaidAnswer | None:
    return None if said is None else a.SaidAnswer(text=said.text, by=said.by, at=said.at)


def _promise(promise: Promise | None) -> a.PromiseAnswer | None:
    if promise is None:
        return None
    return a.PromiseAnswer(at=promise.at, given_at=promise.given_at, broken=promise.broken)


def _stance(stance: Stance) -> a.StanceAnswer:
    return a.StanceAnswer.model_validate(stance, from_attributes=True)


def _assessment(given: Assessment | None) -> a.AssessmentAnswer | None:
    if given is None:
        return None
    return a.AssessmentAnswer(
        factors=a.FactorsAnswer.model_validate(given.factors, from_attributes=True),
        score=given.factors.score,
        advised=given.advised,
        by=given.by,
        at=given.at,
    )


def _due(due: Due) -> a.DueAnswer:
    return a.DueAnswer(at=due.at, kind=due.kind, subject=due.subject)


def _delivery(delivery: Delivery) -> a.DeliveryAnswer:
    return a.DeliveryAnswer(
        errand=delivery.errand,
        subject=delivery.subject,
        state=delivery.state,
        attempts=delivery.attempts,
        owed_at=delivery.owed_at,
        settled_at=delivery.settled_at,
        reason=delivery.reason,
    )


def _answer(answer: Answer) -> a.ReviewAnswer:
    return a.ReviewAnswer(question=answer.question, text=answer.text, by=answer.by, at=answer.at)


def _action(action: Action) -> a.ActionAnswer:
    return a.ActionAnswer(
        id=action.id,
        text=action.text,
        owner=action.owner,
        due_at=action.due_at,
        done_at=action.done_at,
        done_by=action.done_by,
        sort=action.sort,
        about=None
        if action.target is None
        else ":".join(filter(None, (action.target.kind, action.target.name))),
        state=action.state,
        applied=None if action.applied is None else f"{action.applied.playbook}/{action.applied.version}",
        proven=None if action.proven is None else action.proven.ref,
    )


def _statement(statement: Statement) -> a.StatementAnswer:
    wording, publication = statement.wording, statement.publication
    return a.StatementAnswer(
        id=statement.id,
        author=statement.author,
        state=statement.state,
        message=wording.message,
        strategy=wording.strategy,
        lane=wording.lane,
        text=wording.text,
        digest=wording.digest,
        revision=statement.revision,
        proposed_at=statement.proposed_at,
        next_at=wording.slots.next_at,
        asks=[_ask(ask) for ask in statement.asks],
        objections=[
            a.ObjectionAnswer(by=o.by, revision=o.revision, text=o.text, at=o.at, withdrawn_at=o.withdrawn_at)
            for o in statement.objections
        ],
        publication=None
        if publication is None
        else a.PublicationAnswer(where=publication.where, at=publication.at, by=publication.by),
    )


def _ask(ask: Ask) -> a.AskAnswer:
    return a.AskAnswer(
        person=ask.person,
        roles=list(ask.roles),
        revision=ask.revision,
        asked_at=ask.asked_at,
        until=ask.until,
        approved_at=ask.approved_at,
        remark=ask.remark,
    )
