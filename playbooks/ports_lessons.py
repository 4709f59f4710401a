"""What the desk needs of the memory for lessons; the port of reading takes it in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from playbooks.commands import IncidentId
from playbooks.incident import Action, Ref
from playbooks.lessons import Change
from playbooks.playbook import PlaybookId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsWanted:
    """Which lessons a list shows; `reader` is as for a list of incidents."""

    reader: UserId | None
    left_to_do: bool = False  # only what something is left to do about, by its day
    drafted: bool = False  # only those with a change that no released playbook cites
    playbook: PlaybookId | None = None
    incidents: Collection[IncidentId] | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonLine:
    """One lesson, with what is needed of its incident to draw it without loading any."""

    incident: IncidentId
    ref: Ref
    title: str
    playbook: PlaybookId
    drill: bool
    opened_at: datetime
    action: Action
    restricted: bool = False

    @property
    def change(self) -> Change | None:
        """Give what it changes of its playbook, as somebody wrote it down; None: nobody has."""
        draft = self.action.draft
        if draft is None:
            return None
        # A playbook is read by everybody: of a restricted incident it says no more than what was written for it.
        text = draft.title.en if self.restricted else self.action.text
        return Change(lesson=f"{self.ref}/{self.action.id}", text=text, draft=draft)


class LessonsReading(Protocol):
    """Lists lessons."""

    def lessons(self, wanted: LessonsWanted) -> tuple[LessonLine, ...]:
        """List lessons: what is left to do by its day, else the latest first."""
        ...
