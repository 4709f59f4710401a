"""
Stopping what the brand publishes, and starting it again.

Anybody may stop it and say that a channel has stopped; it starts again on order, channel by channel. What is stopped
is asked after every day, also after the close, until every channel runs again: a forgotten restart is silence that
nobody decided.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import AddOutlets, ConfirmFrozen, FreezePublishing, OutletId, RestartOutlet
from playbooks.folding import apply
from playbooks.incident import Freeze, Incident, Outlet, OutletState, StepInRun
from playbooks.moments import Due, DueKind
from playbooks.playbook import RoleId, Severity, StepKind, UserId
from playbooks.typed import one_line

PublishingOrder = FreezePublishing | AddOutlets | ConfirmFrozen | RestartOutlet

SOCIAL: Final = RoleId("social")  # whose work it is to stop and to start
COMMS: Final = RoleId("comms")  # on whose order it starts again
MOST: Final = 40  # channels of one incident; a window of Slack shows as many
NAME_LIMIT: Final = 80  # characters of a channel's name
SOON: Final = timedelta(minutes=10)  # in a crisis, until a channel must be confirmed frozen
USUAL: Final = timedelta(minutes=30)  # otherwise
LEAD_AFTER: Final = timedelta(minutes=10)  # after whoever stops it was told
AGAIN: Final = timedelta(hours=24)  # between two reminders of the restart


# Whose it is, and how it stands.


def stopped(incident: Incident) -> tuple[Outlet, ...]:
    """List the channels that do not run again yet."""
    return () if incident.freeze is None else incident.freeze.stopped


def stopper(incident: Incident) -> UserId:
    """Who stops and starts publishing: the social media lead, else the lead."""
    return _holder(incident, SOCIAL)


def may_restart(incident: Incident) -> tuple[UserId, ...]:
    """On whose order a channel starts again: the communications director's, their deputy's, the lead's."""
    return tuple(dict.fromkeys((_holder(incident, COMMS), *incident.deputy(COMMS), incident.lead)))


def _holder(incident: Incident, role: RoleId) -> UserId:
    return incident.lead if role == incident.playbook.lead else incident.holder(role)


def must_allow_tick(incident: Incident, step: StepInRun) -> None:
    """Raise Conflict while a freeze that was asked here is not confirmed, or not restarted, on every channel."""
    freeze, title = incident.freeze, step.step.title.read(incident.language)
    if freeze is None:
        return  # Stopped by other means: the step is ticked by hand.
    if step.step.kind is StepKind.FREEZE and freeze.unconfirmed:
        raise refusals.publishing.channels_not_frozen(title, tuple(o.name for o in freeze.unconfirmed))
    if step.step.kind is StepKind.RESTART and freeze.stopped:
        raise refusals.publishing.channels_not_restarted(title, tuple(o.name for o in freeze.stopped))


# Orders.


def decide(incident: Incident, order: PublishingOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Turn an order about publishing into what happens because of it. Raises a Refusal.

    What is stopped may still be confirmed and restarted after the close; nothing more is stopped then.
    """
    when = e.Event(at=now, by=by)
    match order:
        case FreezePublishing() | AddOutlets():
            if not incident.is_open:
                raise refusals.crisis.is_closed(incident.ref)
            return (_frozen(incident, order, when),)
        case ConfirmFrozen() | RestartOutlet():
            fact = _settled(incident, order, when)
            return (fact, *_ticked(apply(incident, fact), when))
        case _:
            assert_never(order)


def _frozen(
    incident: Incident, order: FreezePublishing | AddOutlets, when: e.Event
) -> e.PublishingFrozen | e.OutletsAdded:
    freeze = incident.freeze
    fresh = _fresh(freeze, order.channels)
    if isinstance(order, AddOutlets):
        if freeze is None or not freeze.stopped:
            raise refusals.publishing.nothing_frozen()
        if not fresh:
            raise refusals.publishing.channels_known()
        return e.OutletsAdded(at=when.at, by=when.by, outlets=fresh)
    scope = one_line(order.scope)
    if not scope:
        raise refusals.publishing.scope_needed()
    if freeze is not None and not fresh and freeze.scope == scope:
        raise refusals.publishing.frozen_before(freeze.by, freeze.at)
    return e.PublishingFrozen(at=when.at, by=when.by, scope=scope, outlets=fresh)


def _fresh(freeze: Freeze | None, channels: tuple[str, ...]) -> tuple[tuple[OutletId, str], ...]:
    """Name what must stop now: new channels, and those that run again; each once, however it is written."""
    names: dict[str, str] = {}
    for name in (one_line(text, NAME_LIMIT) for text in channels):
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


def _outlet(incident: Incident, wanted: OutletId) -> Outlet:
    outlets = () if incident.freeze is None else incident.freeze.outlets
    found = next((outlet for outlet in outlets if outlet.id == wanted), None)
    if found is None:
        raise refusals.publishing.no_such_channel()
    return found


def _ticked(incident: Incident, when: e.Event) -> Iterable[e.StepCompleted]:
    """Tick the open steps that ask for what is now so."""
    freeze = incident.freeze
    if freeze is None or not incident.is_open:
        return
    waits = {StepKind.FREEZE: bool(freeze.unconfirmed), StepKind.RESTART: bool(freeze.stopped)}
    for step in incident.open_steps:
        if waits.get(step.step.kind) is False:
            yield e.StepCompleted(at=when.at, by=when.by, step=step.step.id, note="")


# Moments.


def dues(incident: Incident) -> Iterable[Due]:
    """List when somebody is told that a channel is not confirmed frozen, and when they are asked after the restart."""
    freeze = incident.freeze
    if freeze is None or not freeze.stopped:
        return
    yield Due(at=_asked_after(incident, freeze), kind=DueKind.PUBLISHING_STOPPED)
    if incident.is_open:
        owner = [_late_at(incident, o) for o in freeze.unconfirmed if not o.owner_told]
        lead = [_late_at(incident, o) + LEAD_AFTER for o in freeze.unconfirmed if not o.lead_told]
        if owner:
            yield Due(at=min(owner), kind=DueKind.FREEZE_OWNER)
        if lead and stopper(incident) != incident.lead:
            yield Due(at=min(lead), kind=DueKind.FREEZE_LEAD)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.PublishingFact]:
    """Tell each person once: of the channels that are not confirmed in time, and that publishing is still stopped."""
    kinds, freeze = {due.kind for due in reached}, incident.freeze
    if freeze is None:
        return
    late = [(o, _late_at(incident, o)) for o in freeze.unconfirmed]
    if DueKind.FREEZE_OWNER in kinds:
        outlets = tuple(o.id for o, at in late if not o.owner_told and at <= now)
        yield e.FreezeLate(at=now, outlets=outlets, to=stopper(incident), level=e.Nudged.OWNER)
    if DueKind.FREEZE_LEAD in kinds:
        outlets = tuple(o.id for o, at in late if not o.lead_told and at + LEAD_AFTER <= now)
        yield e.FreezeLate(at=now, outlets=outlets, to=incident.lead, level=e.Nudged.LEAD)
    if DueKind.PUBLISHING_STOPPED in kinds:
        for person in dict.fromkeys((stopper(incident), _holder(incident, COMMS))):
            yield e.RestartReminded(at=now, to=person)


def _late_at(incident: Incident, outlet: Outlet) -> datetime:
    return outlet.asked_at + (SOON if incident.severity is Severity.SEV1 else USUAL)


def _asked_after(incident: Incident, freeze: Freeze) -> datetime:
    """Every day from the freeze on; at the close, and every day from it on."""
    since, last = freeze.at, freeze.reminded_at
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
        case e.PublishingFrozen() | e.OutletsAdded() | e.OutletRestarted():
            return (stopper(incident),)
        case _:
            return ()
