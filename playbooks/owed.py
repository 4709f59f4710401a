"""What must be said, and to whom, because something has happened. Only named here; drawn when it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from playbooks import cases, duties, holding, means, points, publishing, surge
from playbooks import events as e
from playbooks.commands import CallId, Errand
from playbooks.escalation import WAITING, released
from playbooks.incident import Call, Incident
from playbooks.playbook import PlaybookKind, UserId
from playbooks.routing import MAIL, SLACK, MeansId
from playbooks.statements import handing, telling

TO: Final = ":"  # between a fact's number and a person, where several are told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """
    One thing owed.

    `lane` is where it goes (`room:<incident>`, `person:<user>`, `announcements`): within a lane order is kept,
    and a lane that Slack slows down delays no other. The same thing owed twice before it is sent is owed once.
    """

    errand: Errand
    subject: str  # what it is about: a call, the number of a fact, perhaps with a person, or nothing
    lane: str
    urgent: bool = False  # a call or an alarm goes before anything that is only drawn anew


# What of the room a fact changes, beside the card.
_TOUCHED: Final[Mapping[type[e.Event], tuple[Errand, ...]]] = {
    e.RoomOpened: (Errand.INVITE, Errand.TOPIC),
    e.SeverityChanged: (Errand.TOPIC,),
    e.LeadNamed: (Errand.INVITE, Errand.TOPIC),
    e.HandedOver: (Errand.INVITE, Errand.TOPIC),
    e.StepAssigned: (Errand.INVITE,),
    e.StepAdded: (Errand.INVITE,),
    e.CallTaken: (Errand.INVITE,),
    e.StanceTaken: (Errand.INVITE,),
    e.IncidentClosed: (Errand.TOPIC,),
    e.ReviewPosted: (Errand.TIMELINE,),
}
_NOTICED: Final = (
    e.SeverityChanged,
    e.LeadNamed,
    e.HoldingLineSet,
    e.UpdateGiven,
    e.LadderExhausted,
    e.AnswerExpired,
    e.PromiseBroken,
    e.PublishingFrozen,
    e.OutletAskedAgain,
    e.VersionAccepted,
    e.StanceTaken,
    e.StanceRenewed,
    e.ReviewDated,
)
_ALARMS: Final = (
    e.LadderExhausted,
    e.AnswerDoubted,
    e.AnswerExpired,
    e.Escalated,
    e.PromiseBroken,
    e.StanceReminded,
    e.DecisionAwaited,
    e.ClocksReminded,
    e.PublishingFrozen,
    e.OutletAskedAgain,
    e.FreezeLate,
    e.CaseLate,
    e.LeadUnreached,
    e.PointLapsed,
)
# What the card does not show, or what has it posted already.
_NOT_ON_CARD: Final = (
    e.IncidentOpened,
    e.RoomOpened,
    e.CardPosted,
    e.CallHeldUp,
    e.AgendaShared,
    e.PromiseReminded,
    e.ReviewPosted,
    e.LearningFact,
    e.ApproverReached,
    e.EntryFact,
)
# What changes the card of an incident that is over.
_ON_CLOSED_CARD: Final = (e.IncidentClosed, e.ClockFact, e.PublishingFact, e.ClaimFact, e.LogWritten)
# What changes the first message of the review.
_ON_REVIEW: Final = (
    e.ReviewAnswered,
    e.ActionAdded,
    e.ActionCompleted,
    e.ClaimFact,
    e.CauseNamed,
    e.ReviewDated,
    e.ReviewHeld,
    e.ReviewRemarked,
    e.LessonAccepted,
    e.ChangeProposed,
    e.LessonApplied,
    e.LessonProven,
)
_ANNOUNCED: Final = (e.RoomOpened, e.UpdateGiven, e.LadderExhausted, e.IncidentClosed)


def owed(fact: e.Event, incident: Incident) -> tuple[Owed, ...]:
    """List what `fact` makes us owe. `incident` is the state right after it, so `incident.seq` is its number."""
    if incident.brought is not None:
        return ()  # It is only read: nobody hears of it.
    return (
        *_about_room(fact, incident),
        *_about_people(fact, incident),
        *_about_statement(fact, incident),
        *_about_card(fact, incident),
    )


def _room(incident: Incident, errand: Errand, subject: str = "", *, urgent: bool = False) -> Owed:
    return Owed(errand=errand, subject=subject, lane=f"room:{incident.id}", urgent=urgent)


def _about_room(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    yield from (_room(incident, errand) for errand in _touched(fact, incident))
    kinds = (holding.opens_again, points.noticed, duties.noticed, _asks_for_more)
    unheard = isinstance(fact, e.DeliveryFailed) and fact.to is not None
    if isinstance(fact, _NOTICED) or unheard or any(noticed(fact, incident) for noticed in kinds):
        yield _room(incident, Errand.NOTICE, str(incident.seq), urgent=_alarms(fact, incident))
    if isinstance(fact, _ANNOUNCED):
        yield from _announced(incident)
    if _needs_a_room(fact, incident):
        yield _room(incident, Errand.ROOM, urgent=True)
    match fact:
        case e.IncidentOpened() | e.RoomOpened() if incident.room is not None:
            yield _room(incident, Errand.CARD, urgent=True)
        case e.CardPosted() if incident.room is not None and incident.room.name is not None:
            yield _room(incident, Errand.PIN)
        case e.IncidentClosed() if incident.kind is PlaybookKind.CRISIS:
            yield _room(incident, Errand.REVIEW)
        case _ if incident.review and isinstance(fact, _ON_REVIEW):
            yield _room(incident, Errand.REVIEW)
        case e.LogWritten() if incident.review and fact.claim:
            yield _room(incident, Errand.REVIEW)
        case _:
            pass


def _alarms(fact: e.Event, incident: Incident) -> bool:
    if isinstance(fact, e.DeliveryFailed):
        return fact.to is not None
    return isinstance(fact, _ALARMS) or holding.opens_again(fact, incident) or points.endangers(fact)


def _asks_for_more(fact: e.Event, _: Incident) -> bool:
    """Whether more people were asked for by hand: the same wish a moment later is no news."""
    return isinstance(fact, e.Escalated) and not fact.joined


def _needs_a_room(fact: e.Event, incident: Incident) -> bool:
    match fact:
        case e.IncidentOpened():
            return fact.room is None
        case e.DeliveryFailed():
            # The channel a reply was asked for in is closed to us: the reply gets one of its own.
            borrowed = incident.room is not None and incident.room.name is None
            return fact.errand is Errand.CARD and borrowed
        case _:
            # What Slack refused may be mended by now: each change knocks once, so it is no storm.
            refused = any(failure.errand is Errand.ROOM for failure in incident.failures)
            return incident.is_open and incident.room is None and refused


def _touched(fact: e.Event, incident: Incident) -> tuple[Errand, ...]:
    if incident.room is not None and incident.room.name is None:
        return ()  # Somebody else's channel keeps its topic and its people.
    if isinstance(fact, e.StepAdded) and fact.owner is None:
        return ()
    return _TOUCHED.get(type(fact), ())


def _announced(incident: Incident) -> Iterable[Owed]:
    if incident.kind is PlaybookKind.CRISIS and not incident.restricted:
        yield Owed(errand=Errand.ANNOUNCE, subject=str(incident.seq), lane="announcements")


def _about_people(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    yield from _calls_made(fact, incident)
    yield from _calls_ended(fact, incident)
    yield from _approvals(fact, incident)
    told = _told(fact, incident)
    written = telling.nudged(fact, incident) if isinstance(fact, e.StatementFact) else ()
    of_its_own = (
        p
        for hear in (holding, duties, publishing, points, cases, surge)
        for p in hear.hearers(fact, incident)
    )
    hearers = (*of_its_own, *written, *((told,) if told is not None else ()))
    for person in dict.fromkeys(hearers):
        if person != fact.by:
            # One fact told to several people is as many things owed, and the same thing is owed only once.
            subject = str(incident.seq) if len(set(hearers)) == 1 else f"{incident.seq}{TO}{person}"
            urgent = _alarms(fact, incident) or telling.is_urgent(fact)
            yield Owed(errand=Errand.NUDGE, subject=subject, lane=f"person:{person}", urgent=urgent)


def _told(fact: e.Event, incident: Incident) -> UserId | None:
    """Who hears of a fact in a direct message; nobody is told what they did themselves."""
    match fact:
        case e.StepsLate() | e.StepAssigned() | e.ActRefused():
            return fact.to
        case e.AnswerDoubted():
            return incident.call(fact.call).person
        case e.StepAdded() | e.ActionAdded():
            return fact.owner
        case e.ActionReminded():
            return incident.action(fact.action).owner
        case (
            e.LadderExhausted()
            | e.PromiseReminded()
            | e.PromiseBroken()
            | e.ReviewReminded()
            | e.VersionOffered()
        ):
            return incident.lead
        case e.DeliveryFailed() if fact.to is not None:
            return fact.instead
        case _:
            return incident.lead if _concerns_lead(fact, incident) else None


def _concerns_lead(fact: e.Event, incident: Incident) -> bool:
    """Whether the lead hears of one of the facts that only now and then are news."""
    if isinstance(fact, e.DeliveryFailed):
        return fact.errand in {Errand.ROOM, Errand.CARD} and _first_of_its_kind(fact, incident)
    return points.endangers(fact) or _asks_for_more(fact, incident)


def _first_of_its_kind(fact: e.DeliveryFailed, incident: Incident) -> bool:
    """Whether Slack had not refused the same before for the same reason; every later change would tell it again."""
    return sum((f.errand, f.reason) == (fact.errand, fact.reason) for f in incident.failures) == 1


def _calls_ended(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    """Whose call needs no answer any more: its message says so instead of asking on."""
    match fact:
        case e.CallTaken():
            ladder = incident.call(fact.call).ladder
            waiting = (c for c in incident.calls if c.ladder == ladder and c.state in WAITING)
            spared = (c for c in waiting if released(incident, c) is not None)
            return (end for call in (incident.call(fact.call), *spared) for end in _ended(call))
        case e.CallDeclined() | e.AnswerExpired():
            return _ended(incident.call(fact.call))
        case e.IncidentClosed():
            waiting = (c for c in incident.calls if c.state in WAITING and not released(incident, c))
            return (end for call in waiting for end in _ended(call))
        case _:
            return ()


def _ended(call: Call) -> Iterable[Owed]:
    """By each means that asks on until it is told; a mail cannot be called back, and its page tells."""
    for tried in means.tries_of(call):
        if tried.means == SLACK:
            yield _by(SLACK, Errand.CALL_ENDED, call.id, call.person)
        elif tried.means != MAIL:
            yield _by(tried.means, Errand.HOOK_ENDED, call.id, call.person)


def _calls_made(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    """A call, by the first means of its person or by the next one."""
    match fact:
        case e.ContactCalled():
            first = fact.reach[0].means if fact.reach else SLACK
            yield _by(first, means.errand_of(first), fact.call, fact.person)
        case e.MeansUsed():
            person = incident.call(fact.call).person
            yield _by(fact.means, means.errand_of(fact.means), fact.call, person)
        case _:
            return


def _by(named: MeansId, errand: Errand, call: CallId, person: UserId) -> Owed:
    lane = means.lane_of(person, named)
    urgent = errand in means.CALLS
    return Owed(errand=errand, subject=means.subject_of(call, named), lane=lane, urgent=urgent)


def _approvals(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    urgent = telling.is_urgent(fact)
    for ask in telling.drawn_anew(fact, incident):
        yield Owed(errand=Errand.APPROVAL, subject=ask.id, lane=f"person:{ask.person}", urgent=urgent)


def _about_statement(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    if isinstance(fact, e.AnswerHanded):
        subject = handing.subject_of(fact.statement, fact.to, fact.digest)
        yield Owed(errand=Errand.ANSWER, subject=subject, lane=f"hook:{fact.to}")
    if isinstance(fact, e.StatementFact) and telling.noticed(fact, incident):
        yield _room(incident, Errand.NOTICE, str(incident.seq))


def _about_card(fact: e.Event, incident: Incident) -> Iterable[Owed]:
    """The card shows nearly everything: nearly every fact has it drawn anew, once the room is there."""
    if isinstance(fact, _NOT_ON_CARD) or incident.room is None:
        return
    if isinstance(fact, e.LogWritten) and not fact.claim:
        return  # A note stands in the log alone; claims are counted on the card.
    if isinstance(fact, e.DeliveryFailed) and fact.errand is Errand.CARD:
        return  # A card that Slack refuses is not offered to it again and again.
    if incident.is_open or isinstance(fact, _ON_CLOSED_CARD):
        yield _room(incident, Errand.CARD)
