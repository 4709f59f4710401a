"""The facts about publishing, folded."""

from dataclasses import replace
from typing import assert_never

from playbooks import events as e
from playbooks.commands import OutletId
from playbooks.incident import Freeze, Incident, Outlet, OutletState

PublishingFacts = (
    e.PublishingFrozen
    | e.OutletFrozen
    | e.OutletAskedAgain
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
    known = () if before is None else before.outlets
    # Widened: what was stopped stays so, since when it was.
    since = before.since if before is not None and before.stopped else fact.at
    return Freeze(
        scope=fact.scope,
        by=fact.by,
        at=fact.at,
        since=since,
        outlets=_asked(known, fact),
        asked=1 if before is None else before.asked + 1,
        reminded_at=None if before is None else before.reminded_at,
    )


def _after(
    freeze: Freeze,
    fact: e.OutletFrozen | e.OutletAskedAgain | e.OutletRestarted | e.FreezeLate | e.RestartReminded,
) -> Freeze:
    match fact:
        case e.OutletFrozen():
            seen = {"state": OutletState.FROZEN, "frozen_by": fact.by, "frozen_at": fact.at}
            return _with(freeze, (fact.outlet,), **seen)
        case e.OutletRestarted():
            runs = {"state": OutletState.RUNNING, "restarted_by": fact.by, "restarted_at": fact.at}
            return _with(freeze, (fact.outlet,), **runs)
        case e.OutletAskedAgain():
            outlets = tuple(
                Outlet(id=o.id, name=o.name, asked_at=fact.at) if o.id == fact.outlet else o
                for o in freeze.outlets
            )
            return replace(freeze, outlets=outlets, since=freeze.since if freeze.stopped else fact.at)
        case e.FreezeLate():
            told = "owner_told_at" if fact.level is e.Nudged.OWNER else "lead_told_at"
            return _with(freeze, fact.outlets, **{told: fact.at})
        case e.RestartReminded():
            return replace(freeze, reminded_at=fact.at)
        case _:
            assert_never(fact)


def _asked(known: tuple[Outlet, ...], fact: e.PublishingFrozen) -> tuple[Outlet, ...]:
    fresh = {name: Outlet(id=name, name=text, asked_at=fact.at) for name, text in fact.outlets}
    kept = tuple(fresh.pop(outlet.id, outlet) for outlet in known)
    return (*kept, *fresh.values())


def _with(freeze: Freeze, wanted: tuple[OutletId, ...], **changes: object) -> Freeze:
    outlets = tuple(
        replace(o, **changes) if o.id in wanted else o  # type: ignore[arg-type]  # Field names are checked by tests.
        for o in freeze.outlets
    )
    return replace(freeze, outlets=outlets)
