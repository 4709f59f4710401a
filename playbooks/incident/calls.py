"""Ladders being climbed, the calls of their rungs, and the means by which each is made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from playbooks import events as e
from playbooks.commands import CallId, ChannelId
from playbooks.playbook import LadderId, UserId
from playbooks.routing import MeansId, Reach


class CallState(StrEnum):
    """Where a call stands; `SENT` only ever means that Slack accepted the message."""

    OWED = "owed"
    SENT = "sent"
    FAILED = "failed"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"  # taken, and then the work went quiet


class ClimbState(StrEnum):
    """Where a ladder stands."""

    CALLING = "calling"
    ANSWERED = "answered"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that Slack accepted and that can be edited."""

    channel: ChannelId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """One ladder being climbed."""

    ladder: LadderId
    rungs: tuple[e.PlannedRung, ...]
    rung: int = -1  # the rung being called; -1: none yet
    called_at: datetime | None = None  # when the present rung's calls came to be owed
    heard_at: datetime | None = None  # when Slack took the first of them; None: none yet
    held_up_at: datetime | None = None  # when Slack was seen to take other things, but none of them
    state: ClimbState = ClimbState.CALLING
    again: int = 0  # how often it is climbed anew from its first rung
    asked_again: timedelta | None = None  # work this quiet after an answer doubts it; None: never
    fallback_after: timedelta | None = None  # without Slack taking a call, until the next means is used
    round: int = 0  # how often it was climbed before
    active_at: datetime | None = None  # when a person last did something, where its answer may expire
    doubted_at: datetime | None = None  # when whoever took it was asked whether they are still on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A call's message as one means carries it, or was to."""

    means: MeansId
    owed_at: datetime
    sent_at: datetime | None = None  # accepted, nothing more
    failed_at: datetime | None = None
    reason: str = ""  # why it failed, or why it cannot go before somebody mends something
    due_at: datetime | None = None  # when it should have been used; None: when it came to be owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One person called once, by one means after the other until they answer."""

    id: CallId
    ladder: LadderId
    rung: int
    person: UserId
    owed_at: datetime
    due_at: datetime
    state: CallState = CallState.OWED
    message: Posted | None = None
    sent_at: datetime | None = None
    reason: str = ""  # why it failed (Slack's error name) or was declined (the person's words)
    answered_at: datetime | None = None
    reach: tuple[Reach, ...] = ()  # the means, in their order; none: Slack alone
    tries: tuple[Try, ...] = ()  # by the means used so far
    answered_through: MeansId | None = None
    groups: tuple[int, ...] = ()  # of its rung's groups, those the person answers for
    round: int = 0  # of the ladder: 0 is the first time it is climbed
    passed_to: UserId | None = None  # whom the person has called in their place
