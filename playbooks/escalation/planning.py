"""Ladders as they are pinned to an incident when it opens: people, waits, conditions and means."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from playbooks import events as e
from playbooks.playbook import LadderId, Severity
from playbooks.routing import Answer, Called, CalledRung, Directory, Setting, rungs_of

# How long a rung may stay silent before the next is called; the company's ladder may say otherwise.
DEFAULT_WAIT: Final = {
    Severity.SEV1: timedelta(minutes=5),
    Severity.SEV2: timedelta(minutes=10),
    Severity.SEV3: timedelta(minutes=30),
    Severity.SEV4: timedelta(minutes=60),
}


def planned(ladder: LadderId, rungs: Iterable[Called], severity: Severity) -> e.PlannedLadder:
    """Pin a ladder whose people were found; a rung without a wait takes the severity's own."""
    kept = (
        e.PlannedRung(people=tuple(dict.fromkeys(people)), wait=wait or DEFAULT_WAIT[severity])
        for people, wait in rungs
        if people
    )
    return e.PlannedLadder(ladder=ladder, rungs=tuple(kept))


def pinned(directory: Directory, ladder: LadderId, setting: Setting) -> e.PlannedLadder:
    """Find a ladder's people at a moment, and pin all of it."""
    plan = next((plan for plan in directory.ladders if plan.id == ladder), None)
    rungs = rungs_of(directory, ladder, setting)
    return e.PlannedLadder(
        ladder=ladder,
        rungs=tuple(pinned_rung(rung, setting.severity) for rung in rungs),
        again=0 if plan is None else plan.again,
        asked_again=None if plan is None else plan.asked_again,
        fallback_after=directory.routing.fallback_after,
    )


def pinned_rung(rung: CalledRung, severity: Severity) -> e.PlannedRung:
    """Pin one rung; by what its people are reached is pinned beside it."""
    groups = tuple(
        e.PlannedGroup(people=group.people, role=group.role, asleep=group.asleep) for group in rung.groups
    )
    return e.PlannedRung(
        people=rung.people,
        wait=rung.wait or DEFAULT_WAIT[severity],
        paced=rung.wait is None,
        groups=groups if rung.answer is Answer.ALL else (),
        severities=rung.severities,
        in_turn=rung.in_turn,
        asleep=() if rung.in_turn else rung.asleep,
    )


def wait_of(rung: e.PlannedRung, severity: Severity) -> timedelta:
    """Tell how long a rung may stay silent: as the company wrote it, else as the incident is serious now."""
    return DEFAULT_WAIT[severity] if rung.paced else rung.wait
