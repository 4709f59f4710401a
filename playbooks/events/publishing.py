"""What happens to publishing: asked to stop, seen to have stopped, and ordered to start again."""

from dataclasses import dataclass

from playbooks.commands import OutletId
from playbooks.events.crisis import Nudged
from playbooks.events.event import Event
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingFact(Event):
    """A fact about publishing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingFrozen(PublishingFact):
    """Somebody asked that publishing stop within `scope`; `outlets` are the channels that were still running."""

    scope: str
    outlets: tuple[tuple[OutletId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFrozen(PublishingFact):
    """Nothing leaves by this channel any more."""

    outlet: OutletId


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRestarted(PublishingFact):
    """This channel publishes again."""

    outlet: OutletId


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletAskedAgain(PublishingFact):
    """This channel was confirmed or restarted by mistake: it must stop, and nobody has confirmed it."""

    outlet: OutletId


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeLate(PublishingFact):
    """Channels are not confirmed frozen in time and `to` is told, once for all of them."""

    outlets: tuple[OutletId, ...]
    to: UserId
    level: Nudged


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartReminded(PublishingFact):
    """Publishing is still stopped and `to` is told, so that the restart is not forgotten."""

    to: UserId
