"""What a process has in mind, so that it need not read the same text again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from playbooks.commands import IncidentId
from playbooks.incident import Incident
from playbooks.playbook import Playbook
from storage.codec import read_snapshot
from storage.shelf import Shelf

KEPT: Final = 8_000_000  # characters; in mind it is five times as much, 30 MB for 1,000 incidents of 50 steps


class Recent:
    """
    What the texts of incidents said.

    The text of the row decides, whoever wrote it: what another process has written since is read, and what was
    written by a transaction that failed is never asked for.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._known: dict[IncidentId, tuple[str, Incident]] = {}
        self._kept = 0  # characters

    def read(self, incident_id: IncidentId, text: str, playbook: Playbook) -> Incident:
        """Give the incident that a text holds. Raises Unreadable."""
        known_text, known = self._known.get(incident_id, ("", None))
        if known is not None and known_text == text and known.playbook is playbook:
            return known
        incident = read_snapshot(text, playbook)
        self.keep(text, incident)
        return incident

    def folded(self, incident_id: IncidentId, text: str, fold: Callable[[], Incident]) -> Incident:
        """Give the incident whose text another version wrote: as its log folds, once for each text."""
        known_text, known = self._known.get(incident_id, ("", None))
        if known is not None and known_text == text:
            return known
        incident = fold()
        self.keep(text, incident)
        return incident

    def keep(self, text: str, incident: Incident) -> None:
        """Keep in mind what a text says."""
        with self._guard:
            before, _ = self._known.pop(incident.id, ("", None))
            self._known[incident.id] = (text, incident)
            self._kept += len(text) - len(before)
            while self._kept > KEPT:
                oldest, _ = self._known.pop(next(iter(self._known)))
                self._kept -= len(oldest)


@dataclass(frozen=True, slots=True, kw_only=True)
class InMind:
    """The released playbooks, and what the texts of incidents said."""

    shelf: Shelf = field(default_factory=dict)
    recent: Recent = field(default_factory=Recent)
