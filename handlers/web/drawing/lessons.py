"""Lessons as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.incident import Action
from playbooks.lessons import is_open
from playbooks.ports_lessons import LessonLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """One lesson, with the incident that it comes from."""

    ref: str
    title: str
    text: str
    sort: str  # empty: it is not said
    state: str
    settled: bool
    overdue: bool
    owner: str
    due: Moment


def lesson_rows(lines: Iterable[LessonLine], reader: Reader) -> tuple[LessonRow, ...]:
    """Draw a list of lessons."""
    return tuple(
        LessonRow(
            ref=line.ref,
            title=line.title,
            text=line.action.text,
            sort=sort_of(line.action, reader),
            state=state_of(line.action, reader),
            settled=not is_open(line.action),
            overdue=is_open(line.action) and line.action.due_at <= reader.now,
            owner=reader.name(line.action.owner),
            due=reader.at(line.action.due_at),
        )
        for line in lines
    )


def sort_of(action: Action, reader: Reader) -> str:
    """Say what a lesson asks for; nothing where that was never said."""
    return "" if action.sort is None else reader.say(f"sort_{action.sort.value}")


def state_of(action: Action, reader: Reader) -> str:
    """Say how far a lesson has come."""
    if action.proven is not None:
        run = action.proven.ref
        return reader.say("lesson_proven", run=run) if run else reader.say("lesson_proven_restricted")
    if action.applied is not None:
        return reader.say("lesson_applied", playbook=action.applied.playbook, version=action.applied.version)
    if action.done_at is not None:
        return reader.say("lesson_done")
    return reader.say("lesson_found" if action.accepted_at is None else "lesson_accepted")
