"""What people ask about rotas."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import UserId
from playbooks.routing import RotaId
from playbooks.routing.changes import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class GoAway:
    """Somebody is not to be called; without `since` from now on, without `until` until they are back."""

    person: UserId
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """Somebody can be called again."""

    person: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCover:
    """Somebody is on duty in a rota for a span, instead of whoever would be."""

    rota: RotaId
    person: UserId
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSwap:
    """A colleague is asked to take a turn, for one of theirs or for nothing."""

    given: Shift
    to: UserId
    instead: Shift | None = None
