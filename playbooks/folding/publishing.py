"""The facts about publishing, folded."""

from dataclasses import replace
from typing import assert_never

from playbooks import events as e
from playbooks.commands import OutletId
from playbooks.incident import Freeze, Incident, Outlet, OutletState

PublishingFacts = (
    e.PublishingFrozen
    | e.OutletsAdded
    | e.OutletFrozen
    | e.OutletRestarted
    | e.FreezeLate
    | e.RestartReminded
)


def after(incident: Incident, fact: e.PublishingFact) -> Incident:
    """Give the state after a fact about publishing."""
    if not isinstance(fact, PublishingFacts):
        message = f"no rule for {type(fact).__name__}"
        raise TypeError(message)
    if isinstance(fact, e.PublishingFrozen):
        return replace(incident, freeze=_frozen(incident.freeze, fact))
    freeze = incident.freeze
    return incident if freeze is None else replace(incident, freeze=_after(freeze, fact))


def _frozen(before: Freeze | None, fact: e.PublishingFrozen) -> Freeze:
    if before is not None and before.stopped:  # Widened: what was stopped stays so, since when it was.
        return replace(before, scope=fact.scope, outlets=_asked(before.outlets, fact))
    known = () if before is None else before.outlets
    return Freeze(scope=fact.scope, by=fact.by, at=fact.at, outlets=_asked(known, fact))


def _after(
    freeze: Freeze,
    fact: e.OutletsAdded | e.OutletFrozen | e.OutletRestarted | e.FreezeLate | e.RestartReminded,
) -> Freeze:
    match fact:
        case e.OutletsAdded():
            return replace(freeze, outlets=_asked(freeze.outlets, fact))
        case e.OutletFrozen():
            seen = {"state": OutletState.FROZEN, "frozen_by": fact.by, "frozen_at": fact.at}
            return _with(freeze, (fact.outlet,), **seen)
        case e.OutletRestarted():
            runs = {"state": OutletState.RUNNING, "restarted_by": fact.by, "restarted_at": fact.at}
            return _with(freeze, (fact.outlet,), **runs)
        case e.FreezeLate():
            told = "owner_told" if fact.level is e.Nudged.OWNER else "lead_told"
            return _with(freeze, fact.outlets, **{told: True})
        case e.RestartReminded():
            return replace(freeze, reminded_at=fact.at)
        case _:
            assert_never(fact)


def _asked(known: tuple[Outlet, ...], fact: e.PublishingFrozen | e.OutletsAdded) -> tuple[Outlet, ...]:
    fresh = {name: Outlet(id=name, name=text, asked_at=fact.at) for name, text in fact.outlets}
    kept = tuple(fresh.pop(outlet.id, outlet) for outlet in known)
    return (*kept, *fresh.values())


def _with(freeze: Freeze, wanted: tuple[OutletId, ...], **changes: object) -> Freeze:
    outlets = tuple(
        replace(o, **changes) if o.id in wanted else o  # type: ignore[arg-type]  # Field names are checked by tests.
        for o in freeze.outlets
    )
    return replace(freeze, outlets=outlets)
