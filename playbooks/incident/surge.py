"""A surge, as it stands: who answers with which wordings, how many wait, and what was read again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playbooks.commands import IncidentId, StatementId
from playbooks.playbook import UserId

# What a wording leaves open, since it is another for each customer and each person who answers.
LEFT_OPEN: Final = frozenset({"prenom", "detail_client", "signature", "ref_dossier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who answers. `since`: when they began, without a longer pause until now."""

    person: UserId
    answers: int
    since: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An answer that somebody else reads again."""

    number: int
    wording: StatementId
    by: UserId | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """The same question, from many customers at once."""

    parent: IncidentId | None
    parent_ref: str
    answered: int = 0
    used: tuple[tuple[StatementId, int], ...] = ()  # how often each wording was
    helpers: tuple[Helper, ...] = ()
    called: tuple[UserId, ...] = ()
    to_read: tuple[Sample, ...] = ()  # the oldest first; not endlessly many
    read: int = 0
    wrong: int = 0
    waiting: int | None = None  # None: nobody has counted yet
    oldest_at: datetime | None = None
    counted_at: datetime | None = None
    told_late: bool = False  # that the first waits far longer than promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A surge that comes from an incident, as that one knows it."""

    surge: IncidentId
    ref: str
    lead: UserId
