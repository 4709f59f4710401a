"""The state of a statement: its words, who was asked, what they answered, and where it was published."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks import events as e
from playbooks.blanks import placeholders
from playbooks.commands import AskId, ChannelId, StatementId
from playbooks.incident.surge import LEFT_OPEN
from playbooks.playbook import Lane, RoleId, UserId
from playbooks.routing import MeansId


class StatementState(StrEnum):
    """Where a statement stands."""

    IN_REVIEW = "in_review"
    APPROVED = "approved"
    BLOCKED = "blocked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One person asked once to approve one revision of the words."""

    id: AskId
    revision: int
    roles: tuple[RoleId, ...]
    person: UserId
    asked_at: datetime
    until: datetime
    instead_of: UserId | None = None
    estimated: bool = False  # `until` is what the person said
    lapsed: bool = False  # somebody else was asked as well
    channel: ChannelId | None = None  # where Slack took the message, which can be edited
    ts: str = ""
    approved_at: datetime | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A strong objection."""

    ask: AskId
    by: UserId
    revision: int
    text: str
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where and when a person published it."""

    where: str
    at: datetime
    by: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An answer handed to a care tool, and what became of it there."""

    to: MeansId
    by: UserId | None
    at: datetime
    arrived_at: datetime | None = None
    reason: str = ""  # why it was refused for good; empty: it was not


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Words for the public, with everything that became of them. Earlier revisions keep their asks."""

    id: StatementId
    author: UserId
    proposed_at: datetime
    wording: e.Wording
    revision: int = 1
    written_by: UserId  # of the present words
    written_at: datetime
    wrote: tuple[UserId, ...] = ()  # whoever wrote an earlier revision
    asks: tuple[Ask, ...] = ()
    objections: tuple[Objection, ...] = ()
    publication: Publication | None = None
    handed: tuple[Handed, ...] = ()  # of the present words
    withdrawn_at: datetime | None = None
    withdrawn_by: UserId | None = None
    reason: str = ""  # for withdrawing it

    @property
    def writers(self) -> tuple[UserId, ...]:
        """Who may not approve: the author and whoever wrote any of the words."""
        return tuple(dict.fromkeys((self.author, *self.wrote, self.written_by)))

    @property
    def present_asks(self) -> tuple[Ask, ...]:
        """Who was asked about the present words."""
        return tuple(ask for ask in self.asks if ask.revision == self.revision)

    @property
    def blocking(self) -> tuple[Objection, ...]:
        """Give the objections to the present words that still stand."""
        return tuple(o for o in self.objections if o.revision == self.revision and o.withdrawn_at is None)

    @property
    def missing(self) -> tuple[RoleId, ...]:
        """Name the roles whose approval is missing: all in the red lane, any one in the amber, none in the green."""
        roles = self.wording.roles
        given = {role for ask in self.present_asks if ask.approved_at is not None for role in ask.roles}
        enough = self.wording.lane is Lane.GREEN or (self.wording.lane is Lane.AMBER and bool(given))
        return () if enough else tuple(role for role in roles if role not in given)

    @property
    def state(self) -> StatementState:
        """Tell where it stands. An objection that still stands outweighs any approval."""
        if self.withdrawn_at is not None:
            return StatementState.WITHDRAWN
        if self.publication is not None:
            return StatementState.PUBLISHED
        if self.blocking:
            return StatementState.BLOCKED
        return StatementState.IN_REVIEW if self.missing else StatementState.APPROVED

    @property
    def approved_at(self) -> datetime | None:
        """Give when the last needed approval came; in the green lane, when it was written. None: not approved."""
        if self.missing:
            return None
        given = [ask.approved_at for ask in self.present_asks if ask.approved_at is not None]
        if self.wording.lane is Lane.AMBER:
            return min(given)
        return max(given, default=self.written_at)

    @property
    def is_live(self) -> bool:
        """Neither published nor withdrawn: something is still to be done about it."""
        return self.publication is None and self.withdrawn_at is None

    @property
    def is_wording(self) -> bool:
        """Whether it leaves something open for each customer of a surge: sent again and again, never published."""
        return not LEFT_OPEN.isdisjoint(placeholders(self.wording.text))

    @property
    def edited(self) -> bool:
        """Whether somebody changed the words of a prepared message."""
        return self.wording.message is not None and bool(self.wording.words)
