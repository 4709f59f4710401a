"""The facts that every incident knows, folded."""

from dataclasses import replace
from typing import assert_never

from playbooks import events as e
from playbooks import rhythm
from playbooks.commands import Errand
from playbooks.folding import ladders, learning, means, steps
from playbooks.folding.ladders import with_call, with_climb
from playbooks.folding.steps import StepFact
from playbooks.incident import (
    Action,
    Answer,
    Call,
    CallState,
    ClimbState,
    Failure,
    Incident,
    IncidentState,
    Posted,
    Promise,
    Room,
    Said,
    Try,
    Turn,
)
from playbooks.playbook import UserId
from playbooks.routing import SLACK


def after(incident: Incident, fact: e.Event) -> Incident:
    """Give the state after one fact that every incident knows."""
    if isinstance(fact, StepFact):
        return steps.after(incident, fact)
    match fact:
        case (
            e.ContactCalled()
            | e.CallSent()
            | e.CallHeldUp()
            | e.CallFailed()
            | e.CallTaken()
            | e.CallDeclined()
            | e.MeansUsed()
        ):
            return _after_call(incident, fact)
        case e.LadderExhausted():
            return with_climb(incident, fact.ladder, state=ClimbState.EXHAUSTED)
        case e.RoomOpened() | e.CardPosted() | e.ReviewPosted() | e.DeliveryFailed():
            return _after_delivery(incident, fact)
        case e.IncidentClosed() | e.ReviewAnswered():
            return _after_close(incident, fact)
        case e.ActionAdded() | e.ActionReminded() | e.ActionCompleted():
            return _after_action(incident, fact)
        case _:
            return _after_word(incident, fact)


def _after_call(
    incident: Incident,
    fact: e.ContactCalled
    | e.CallSent
    | e.CallHeldUp
    | e.CallFailed
    | e.CallTaken
    | e.CallDeclined
    | e.MeansUsed,
) -> Incident:
    match fact:
        case e.ContactCalled():
            return _called(incident, fact)
        case e.CallSent():
            return _sent(incident, fact)
        case e.CallHeldUp():
            return with_climb(incident, incident.call(fact.call).ladder, held_up_at=fact.at)
        case e.CallFailed():
            call = incident.call(fact.call)
            return ladders.counted(
                with_call(incident, fact.call, **means.failed(call, fact)), call.ladder, fact
            )
        case e.MeansUsed():
            return with_call(incident, fact.call, **means.used(incident.call(fact.call), fact))
        case e.CallTaken():
            return ladders.answered(incident, fact)
        case e.CallDeclined():
            answer = {"answered_at": fact.at, "answered_through": fact.means, "reason": fact.reason}
            declined = with_call(incident, fact.call, state=CallState.DECLINED, passed_to=fact.to, **answer)
            return ladders.counted(declined, incident.call(fact.call).ladder, fact)
        case _:
            assert_never(fact)


def _called(incident: Incident, fact: e.ContactCalled) -> Incident:
    call = Call(
        id=fact.call,
        ladder=fact.ladder,
        rung=fact.rung,
        person=fact.person,
        owed_at=fact.at,
        due_at=fact.due_at,
        reach=fact.reach,
        tries=(Try(means=fact.reach[0].means if fact.reach else SLACK, owed_at=fact.at),),
        groups=fact.groups,
        round=fact.round,
    )
    called = replace(incident, calls=(*incident.calls, call))
    climb = next(climb for climb in incident.climbs if climb.ladder == fact.ladder)
    past = (fact.round, fact.rung) < (climb.round, climb.rung)
    if past and climb.state is not ClimbState.EXHAUSTED:
        return (
            called  # On a rung that is past: the ladder stays where it is. One that had ended waits for them.
        )
    silence = {"called_at": fact.at, "heard_at": None, "held_up_at": None}
    begun = {"rung": fact.rung, "round": fact.round, "state": ClimbState.CALLING}
    return with_climb(called, fact.ladder, **begun, **silence)


def _sent(incident: Incident, fact: e.CallSent) -> Incident:
    call = incident.call(fact.call)
    # An answer can be recorded before Slack's own acceptance is: the answer stays.
    state = CallState.SENT if call.state is CallState.OWED else call.state
    message = call.message
    if fact.channel is not None and fact.ts is not None:
        message = Posted(channel=fact.channel, ts=fact.ts)
    tries = means.with_try(call, fact.means, sent_at=fact.at, reason="")
    sent_at = call.sent_at or fact.at
    sent = with_call(incident, fact.call, state=state, message=message, sent_at=sent_at, tries=tries)
    climb = next(climb for climb in incident.climbs if climb.ladder == call.ladder)
    if (climb.round, climb.rung) != (call.round, call.rung) or climb.heard_at is not None:
        return sent
    return with_climb(sent, call.ladder, heard_at=fact.at)


def _after_delivery(
    incident: Incident, fact: e.RoomOpened | e.CardPosted | e.ReviewPosted | e.DeliveryFailed
) -> Incident:
    match fact:
        case e.RoomOpened():
            return replace(incident, room=Room(channel=fact.channel, name=fact.name))
        case e.CardPosted():
            return replace(incident, card=Posted(channel=fact.channel, ts=fact.ts))
        case e.ReviewPosted():
            return replace(incident, review=Posted(channel=fact.channel, ts=fact.ts))
        case e.DeliveryFailed():
            failure = Failure(errand=fact.errand, subject=fact.subject, reason=fact.reason, at=fact.at)
            sent = incident.agenda
            unsent = sent is not None and (fact.errand, fact.subject) == (Errand.NOTICE, str(sent.seq))
            kept = replace(incident, agenda=None) if unsent else incident
            return replace(kept, failures=(*incident.failures, failure))
        case _:
            assert_never(fact)


def _after_word(incident: Incident, fact: e.Event) -> Incident:
    match fact:
        case e.SeverityChanged():
            graded = Turn(by=fact.by, at=fact.at, seq=incident.seq + 1)
            return replace(rhythm.changed(incident, fact.severity, fact.at), graded=graded)
        case e.LeadNamed():
            return led_by(incident, fact, fact.lead)
        case e.HoldingLineSet():
            return replace(incident, holding_line=Said(text=fact.text, by=fact.by, at=fact.at))
        case e.UpdateGiven():
            promise = None if fact.next_at is None else Promise(at=fact.next_at, given_at=fact.at)
            return replace(incident, update=Said(text=fact.text, by=fact.by, at=fact.at), promise=promise)
        case e.PromiseReminded():
            return replace(incident, promise=incident.promise and replace(incident.promise, reminded=True))
        case e.PromiseBroken():
            kept = incident.promise and replace(incident.promise, reminded=True, broken=True)
            return replace(incident, promise=kept)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def led_by(incident: Incident, fact: e.Event, lead: UserId) -> Incident:
    """Give the state in which somebody else leads from `fact` on."""
    named = Turn(by=fact.by, at=fact.at, seq=incident.seq + 1)
    led = tuple(dict.fromkeys((*incident.led, incident.lead)))
    return replace(incident, lead=lead, named=named, led=led, unreached=None)


def _after_close(incident: Incident, fact: e.IncidentClosed | e.ReviewAnswered) -> Incident:
    match fact:
        case e.IncidentClosed():
            ended = {"closed_at": fact.at, "closed_by": fact.by, "closing_words": fact.reason}
            return replace(incident, state=IncidentState.CLOSED, **ended)  # type: ignore[arg-type]  # Field names.
        case e.ReviewAnswered():
            answer = Answer(question=fact.question, text=fact.text, by=fact.by, at=fact.at)
            others = tuple(a for a in incident.answers if a.question != fact.question)
            return replace(incident, answers=(*others, answer))
        case _:
            assert_never(fact)


def _after_action(incident: Incident, fact: e.ActionAdded | e.ActionReminded | e.ActionCompleted) -> Incident:
    match fact:
        case e.ActionAdded():
            action = Action(
                id=fact.action,
                text=fact.text,
                owner=fact.owner,
                due_at=fact.due_at,
                sort=fact.sort,
                target=fact.target,
            )
            return replace(incident, actions=(*incident.actions, action))
        case e.ActionReminded():
            return learning.with_action(incident, fact.action, reminded_at=fact.at)
        case e.ActionCompleted():
            return learning.with_action(incident, fact.action, done_at=fact.at, done_by=fact.by)
        case _:
            assert_never(fact)
