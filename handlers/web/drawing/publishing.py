"""Publishing: how widely it was stopped, and how each channel stands."""

from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.incident import Incident, Outlet, OutletState

_LOOK = {OutletState.ASKED: "open", OutletState.FROZEN: "skipped", OutletState.RUNNING: "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One place where the brand publishes."""

    name: str
    state: str  # open, skipped or done: the line's look
    state_words: str
    frozen: Moment | None
    frozen_by: str
    restarted: Moment | None
    restarted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezePart:
    """A stop of publishing."""

    scope: str
    by: str
    at: Moment
    says: str
    channels: tuple[ChannelRow, ...]


def freeze_part(incident: Incident, reader: Reader) -> FreezePart | None:
    """Draw the stop of publishing, if there was one."""
    freeze = incident.freeze
    if freeze is None:
        return None
    total = len(freeze.stopped)
    confirmed = total - len(freeze.unconfirmed)
    says = reader.say("frozen_of", n=confirmed, total=total) if total else reader.say("all_run")
    return FreezePart(
        scope=freeze.scope,
        by=reader.name(freeze.by),
        at=reader.at(freeze.at),
        says=says,
        channels=tuple(_row(outlet, reader) for outlet in freeze.outlets),
    )


def _row(outlet: Outlet, reader: Reader) -> ChannelRow:
    return ChannelRow(
        name=outlet.name,
        state=_LOOK[outlet.state],
        state_words=reader.say(f"channel_{outlet.state}"),
        frozen=reader.at_or_none(outlet.frozen_at),
        frozen_by=reader.name(outlet.frozen_by),
        restarted=reader.at_or_none(outlet.restarted_at),
        restarted_by=reader.name(outlet.restarted_by),
    )
