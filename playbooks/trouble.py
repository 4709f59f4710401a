"""Whom it concerns that something cannot be delivered: the lead and the administrators, each told once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from playbooks import means
from playbooks.commands import Errand, IncidentId
from playbooks.incident import ClimbState, Incident
from playbooks.letters import Letter, NobodyLeft, SlackSilent, Undelivered
from playbooks.owed import TO
from playbooks.playbook import UserId
from playbooks.routing import SLACK

# What people would miss; the rest is redrawn, or stands in the log.
MISSED: Final = frozenset(
    {*means.CALLS, Errand.ROOM, Errand.CARD, Errand.NOTICE, Errand.NUDGE, Errand.ANNOUNCE, Errand.APPROVAL}
)
ASKED_TO_WAIT: Final = "ratelimited"  # the reason of what Slack itself asked to send later
IN_THE_ROOM: Final = frozenset({Errand.ROOM, Errand.CARD})  # the lead hears of these as of any fact
OUR_OWN: Final = "fault:"  # how a fault of ours is named: no mend of theirs helps


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Slack takes nothing of what it is offered."""

    since: datetime | None  # when it last took something; None: as far as is remembered, never
    waiting: tuple[IncidentId, ...]  # whose messages wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something owed that was refused; `everything`: nothing goes by this means before somebody mends it."""

    errand: Errand
    subject: str
    lane: str
    reason: str
    everything: bool = False


def undelivered(
    incident: Incident, trouble: Trouble, administrators: tuple[UserId, ...], now: datetime
) -> Iterable[Letter]:
    """Write of what was refused: to the lead once for an incident, to the administrators once a day."""
    if trouble.errand not in MISSED and not trouble.everything:
        return
    if trouble.reason.startswith(OUR_OWN):
        return
    by = means.named_in(trouble.subject)[1] if trouble.errand in means.CALLS else SLACK
    told = Undelivered(
        ref=incident.ref,
        means=by,
        reason=trouble.reason,
        person=None if trouble.everything else _person(trouble.lane),
        everything=trouble.everything,
    )
    about = TO.join((told.means, told.reason, told.person or ""))
    if trouble.errand not in IN_THE_ROOM or trouble.everything:
        yield Letter(person=incident.lead, subject=f"{incident.id}{TO}{about}", matter=told)
    unnamed = replace(told, ref="") if incident.restricted else told
    for person in administrators:
        if person != incident.lead:
            yield Letter(person=person, subject=f"{now:%Y-%m-%d}{TO}{about}", matter=unnamed)


def silence(
    waiting: Iterable[Incident],
    since: datetime | None,
    lasting: timedelta,
    administrators: tuple[UserId, ...],
) -> Iterable[Letter]:
    """Write to the leads of what waits, and to the administrators, that Slack takes nothing: once for each outage."""
    led: dict[UserId, list[str]] = {person: [] for person in administrators}
    for incident in waiting:
        led.setdefault(incident.lead, []).append(incident.ref)
    subject = "never" if since is None else since.isoformat()
    for person, refs in led.items():
        yield Letter(
            person=person,
            subject=subject,
            matter=SlackSilent(since=since, lasting=lasting, refs=tuple(refs)),
        )


def exhausted(incident: Incident, administrators: tuple[UserId, ...]) -> Iterable[Letter]:
    """
    Write, to be mailed while Slack takes nothing, that a ladder has nobody left: to the lead and the administrators.

    Once for each time that a ladder ends; of a restricted incident to the lead alone.
    """
    others = () if incident.restricted else administrators
    for climb in incident.climbs:
        if climb.state is ClimbState.EXHAUSTED:
            subject = f"{incident.id}{TO}{climb.ladder}{TO}{climb.round}"
            matter = NobodyLeft(ref=incident.ref, title=incident.title, ladder=climb.ladder)
            for person in dict.fromkeys((incident.lead, *others)):
                yield Letter(person=person, subject=subject, matter=matter)


def _person(lane: str) -> UserId | None:
    kind, _, rest = lane.partition(":")
    if kind not in {"person", "mail", "hook"}:
        return None
    return UserId(rest.rpartition(":")[2])
