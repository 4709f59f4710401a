"""
Stopping what the brand publishes, and starting it again.

Anybody may stop it and say that a channel has stopped; it starts again on order, channel by channel. What is stopped
is asked after every day, also after the close, until every channel runs again: a forgotten restart is silence that
nobody decided.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import ConfirmFrozen, FreezePublishing, OutletId, RestartOutlet, StopAgain
from playbooks.folding import apply
from playbooks.incident import Freeze, Incident, Outlet, OutletState, StepInRun, StepStatus
from playbooks.moments import Due, DueKind
from playbooks.playbook import RoleId, Severity, StepKind, UserId
from playbooks.typed import one_line

PublishingOrder = FreezePublishing | ConfirmFrozen | RestartOutlet | StopAgain

Asked = e.PublishingFrozen | e.OutletFrozen | e.OutletRestarted | e.OutletAskedAgain

SOCIAL: Final = RoleId("social")  # whose work it is to stop and to start
COMMS: Final = RoleId("comms")  # on whose order it starts again
EXECUTIVE: Final = RoleId("executive")  # whose order outweighs
MOST: Final = 40  # channels of one incident; a window of Slack shows as many
NAME_LIMIT: Final = 80  # characters of a channel's name
SOON: Final = timedelta(minutes=10)  # in a crisis, until a channel must be confirmed frozen
USUAL: Final = timedelta(minutes=30)  # otherwise
LEAD_AFTER: Final = timedelta(minutes=10)  # after whoever stops it was told
LEAD_AGAIN: Final = timedelta(hours=1)  # until each is confirmed; after the close AGAIN
AGAIN: Final = timedelta(hours=24)  # between two reminders of the restart


# Whose it is, and how it stands.


def stopped(incident: Incident) -> tuple[Outlet, ...]:
    """List the channels that do not run again yet."""
    return () if incident.freeze is None else incident.freeze.stopped


def stopper(incident: Incident) -> UserId:
    """Who stops and starts publishing: the social media lead, else the lead."""
    return incident.holding(SOCIAL)


def may_restart(incident: Incident) -> tuple[UserId, ...]:
    """
    On whose order a channel starts again: the communications director's, their deputy's, the executive's.

    The lead's only where nobody is named for communications: anybody may take the lead.
    """
    executives = (user for role, user in incident.roster if role == EXECUTIVE)
    return tuple(dict.fromkeys((incident.holder(COMMS), *incident.deputy(COMMS), *executives)))


def missing(incident: Incident, step: StepInRun) -> tuple[Outlet, ...]:
    """
    List the channels with which what a step asks for is not done: while there are any, it is not done either.

    Without a freeze there are none: it was stopped by other means, and the step is ticked by hand.
    """
    freeze = incident.freeze
    if freeze is None:
        return ()
    if step.step.kind is StepKind.FREEZE:
        return freeze.unconfirmed
    return freeze.stopped if step.step.kind is StepKind.RESTART else ()


def must_allow_tick(incident: Incident, step: StepInRun) -> None:
    """Raise Conflict while a freeze that was asked here is not confirmed, or not restarted, on every channel."""
    left, title = missing(incident, step), step.step.title.read(incident.language)
    unconfirmed = tuple(outlet.name for outlet in left if outlet.state is OutletState.ASKED)
    if left and step.step.kind is StepKind.FREEZE:
        raise refusals.publishing.channels_not_frozen(title, unconfirmed)
    if left:
        frozen = tuple(outlet.name for outlet in left if outlet.state is OutletState.FROZEN)
        raise refusals.publishing.channels_not_restarted(title, frozen, unconfirmed)


# Orders.


def decide(incident: Incident, order: PublishingOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Turn an order about publishing into what happens because of it. Raises a Refusal.

    What was stopped may still be confirmed, restarted and stopped again after the close; no other channel is stopped then.
    """
    when = e.Event(at=now, by=by)
    match order:
        case FreezePublishing():
            if not incident.is_open:
                raise refusals.crisis.is_closed(incident.ref)
            fact: Asked = _frozen(incident, order, when)
        case ConfirmFrozen() | RestartOutlet():
            fact = _settled(incident, order, when)
        case StopAgain():
            fact = _asked_again(incident, order, when)
        case _:
            assert_never(order)
    return (fact, *_steps(apply(incident, fact), fact))


def refuse(incident: Incident, by: UserId) -> None:
    """Raise what an order of `by` to restart would be refused with, before they open a window for nothing."""
    if not stopped(incident):
        raise refusals.publishing.nothing_frozen()
    people = may_restart(incident)
    if by not in people:
        raise refusals.publishing.restart_is_theirs(people)


def _frozen(incident: Incident, order: FreezePublishing, when: e.Event) -> e.PublishingFrozen:
    freeze = incident.freeze
    if order.known is not None and freeze is not None and order.known != freeze.asked:
        raise refusals.publishing.frozen_meanwhile(freeze.scope, freeze.by, freeze.at)
    fresh = _fresh(freeze, order.channels)
    scope = one_line(order.scope)
    if not scope:
        raise refusals.publishing.scope_needed()
    if freeze is not None and not fresh and freeze.scope == scope:
        raise refusals.publishing.frozen_before(freeze.by, freeze.at)
    return e.PublishingFrozen(at=when.at, by=when.by, scope=scope, outlets=fresh)


def _fresh(freeze: Freeze | None, channels: tuple[str, ...]) -> tuple[tuple[OutletId, str], ...]:
    """Name what must stop now: new channels, and those that run again; each once, however it is written."""
    names: dict[str, str] = {}
    for name in map(one_line, channels):
        if len(name) > NAME_LIMIT:  # Cut off, two names could become one.
            raise refusals.publishing.channel_too_long(name, NAME_LIMIT)
        if name:
            names.setdefault(name.casefold(), name)
    if not names:
        raise refusals.publishing.channels_needed()
    known = {} if freeze is None else {outlet.name.casefold(): outlet for outlet in freeze.outlets}
    if len({*known, *names}) > MOST:
        raise refusals.publishing.too_many_channels(MOST)
    fresh, number = list[tuple[OutletId, str]](), len(known)
    for key, name in names.items():
        outlet = known.get(key)
        if outlet is None:
            number += 1
            fresh.append((OutletId(f"c{number}"), name))
        elif outlet.state is OutletState.RUNNING:
            fresh.append((outlet.id, outlet.name))
    return tuple(fresh)


def _settled(
    incident: Incident, order: ConfirmFrozen | RestartOutlet, when: e.Event
) -> e.OutletFrozen | e.OutletRestarted:
    outlet = _outlet(incident, order.outlet)
    if isinstance(order, RestartOutlet):
        people = may_restart(incident)
        if when.by not in people:
            raise refusals.publishing.restart_is_theirs(people)
    if outlet.state is OutletState.RUNNING:
        raise refusals.publishing.channel_runs(outlet.name, outlet.restarted_by, outlet.restarted_at)
    if isinstance(order, RestartOutlet):
        return e.OutletRestarted(at=when.at, by=when.by, outlet=outlet.id)
    if outlet.state is OutletState.FROZEN:
        raise refusals.publishing.channel_frozen_before(outlet.name, outlet.frozen_by, outlet.frozen_at)
    return e.OutletFrozen(at=when.at, by=when.by, outlet=outlet.id)


def _asked_again(incident: Incident, order: StopAgain, when: e.Event) -> e.OutletAskedAgain:
    outlet = _outlet(incident, order.outlet)
    if outlet.state is OutletState.ASKED:
        raise refusals.publishing.channel_asked_before(outlet.name)
    return e.OutletAskedAgain(at=when.at, by=when.by, outlet=outlet.id)


def _outlet(incident: Incident, wanted: OutletId) -> Outlet:
    outlets = () if incident.freeze is None else incident.freeze.outlets
    found = next((outlet for outlet in outlets if outlet.id == wanted), None)
    if found is None:
        raise refusals.publishing.no_such_channel()
    return found


def _steps(incident: Incident, because: Asked) -> Iterable[e.StepCompleted | e.StepReopened]:
    """Tick the open steps that asked for this and miss nothing more, and open the done ones that miss something now."""
    if not incident.is_open:
        return
    for step in incident.steps:
        left, done = missing(incident, step), step.progress.status is StepStatus.DONE
        # A restart is no word that anything had stopped.
        asked = step.step.kind is _TICKED_BY.get(type(because))
        if step.open and asked and not left:
            yield e.StepCompleted(at=because.at, by=because.by, step=step.step.id, note="")
        elif done and left:
            yield e.StepReopened(at=because.at, by=because.by, step=step.step.id)


# Moments.


def dues(incident: Incident) -> Iterable[Due]:
    """List when somebody is told that a channel is not confirmed frozen, and when they are asked after the restart."""
    freeze = incident.freeze
    if freeze is None or not freeze.stopped or not incident.goes_on:
        return  # What an exercise stopped was never stopped: it is asked after no more than its clocks.
    yield Due(at=_asked_after(incident, freeze), kind=DueKind.PUBLISHING_STOPPED)
    owner = [_late_at(incident, o) for o in freeze.unconfirmed if o.owner_told_at is None]
    lead = [at for at in (_lead_told_at(incident, o) for o in freeze.unconfirmed) if at is not None]
    if owner:
        yield Due(at=min(owner), kind=DueKind.FREEZE_OWNER)
    if lead:
        yield Due(at=min(lead), kind=DueKind.FREEZE_LEAD)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.PublishingFact]:
    """Tell each person once: of the channels that are not confirmed in time, and that publishing is still stopped."""
    kinds, freeze = {due.kind for due in reached}, incident.freeze
    if freeze is None:
        return
    yield from _late(incident, kinds, now)
    if DueKind.PUBLISHING_STOPPED in kinds:
        for person in dict.fromkeys((stopper(incident), incident.holder(COMMS))):
            yield e.RestartReminded(at=now, to=person)


def _late(incident: Incident, kinds: Set[DueKind], now: datetime) -> Iterable[e.FreezeLate]:
    """One message to each, for all that is late: what falls due a little later is not told on its own."""
    unconfirmed = () if incident.freeze is None else incident.freeze.unconfirmed
    late = tuple(outlet for outlet in unconfirmed if _late_at(incident, outlet) <= now)
    owner, lead = DueKind.FREEZE_OWNER in kinds, DueKind.FREEZE_LEAD in kinds
    if stopper(incident) == incident.lead and (owner or lead):
        level = e.Nudged.OWNER if owner else e.Nudged.LEAD
        yield e.FreezeLate(at=now, outlets=tuple(o.id for o in late), to=incident.lead, level=level)
        return
    if owner:
        outlets = tuple(o.id for o in late if o.owner_told_at is None)
        yield e.FreezeLate(at=now, outlets=outlets, to=stopper(incident), level=e.Nudged.OWNER)
    if lead:
        outlets = tuple(o.id for o in late if o.lead_told_at or _late_at(incident, o) + LEAD_AFTER <= now)
        yield e.FreezeLate(at=now, outlets=outlets, to=incident.lead, level=e.Nudged.LEAD)


def _late_at(incident: Incident, outlet: Outlet) -> datetime:
    return outlet.asked_at + (SOON if incident.severity is Severity.SEV1 else USUAL)


def _lead_told_at(incident: Incident, outlet: Outlet) -> datetime | None:
    """When the lead hears of a channel next, again and again; None: the lead stops it and is yet to hear that."""
    told = [outlet.lead_told_at]
    if stopper(incident) == incident.lead:  # Nobody is told the same twice at once.
        told.append(outlet.owner_told_at)
    latest = max((at for at in told if at is not None), default=None)
    if latest is not None:
        return latest + (LEAD_AGAIN if incident.is_open else AGAIN)
    return None if len(told) > 1 else _late_at(incident, outlet) + LEAD_AFTER


def _asked_after(incident: Incident, freeze: Freeze) -> datetime:
    """Every day from the freeze on; at the close, and every day from it on."""
    since, last = freeze.since, freeze.reminded_at
    if incident.closed_at is not None:
        since = incident.closed_at
        if last is None or last < since:
            return since
    if last is None or last < since:
        return since + AGAIN
    return since + ((last - since) // AGAIN + 1) * AGAIN


# What must be said.


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Who hears of a fact in a direct message: whoever is reminded, and whoever has to stop or start a channel."""
    match fact:
        case e.FreezeLate() | e.RestartReminded():
            return (fact.to,)
        case e.PublishingFrozen() | e.OutletRestarted() | e.OutletAskedAgain():
            return (stopper(incident),)
        case _:
            return ()


_TICKED_BY: Final[Mapping[type[e.Event], StepKind]] = {
    e.OutletFrozen: StepKind.FREEZE,
    e.OutletRestarted: StepKind.RESTART,
}
