"""What people ask about statements: words for the public, from the first proposal to where they were published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from playbooks.commands.order import Order
from playbooks.playbook import Language, MessageId, Network, Strategy
from playbooks.routing import MeansId

StatementId = NewType("StatementId", str)  # s1, s2 ... within its incident
AskId = NewType("AskId", str)  # s1.2.U0MAUD: statement, revision of its words, person


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What a statement is made of; each is a person's own words, or empty."""

    known: str = ""
    unknown: str = ""
    doing: str = ""
    ask: str = ""  # what we ask of the public
    empathy: str = ""
    contact: str = ""
    next_at: datetime | None = None  # the announced moment of the next word (UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Order):
    """
    An order that brings the words of a statement.

    `words` replace the prepared or composed text and may keep its {{blanks}}; empty: the text is as prepared.
    `blanks` fill what no slot fills. `strategy` counts only where there is no prepared message.
    """

    strategy: Strategy | None = None
    slots: Slots = Slots()
    blanks: tuple[tuple[str, str], ...] = ()  # name, what stands in it
    words: str = ""
    without: tuple[Network, ...] = ()  # of the prepared message's networks, where it will not be read
    language: Language | None = None  # of the words; None: the incident's
    alternative: int = 0  # which of the prepared message's wordings; 0 is the first


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeStatement(Worded):
    """Propose words for the public, from a prepared message or from the slots alone."""

    message: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditStatement(Worded):
    """Change the words; every approval of the earlier ones is void."""

    statement: StatementId
    seen: int | None = None  # the revision that was on the form; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutStatement(Order):
    """An order about one statement as it stands."""

    statement: StatementId


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateStatement(AboutStatement):
    """Say how long one needs to read it; until then nobody else is asked."""

    needs: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveStatement(AboutStatement):
    """Approve the text with this digest, as it was seen; a remark is for the author and blocks nothing."""

    digest: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToStatement(AboutStatement):
    """Object strongly to the text with this digest: it may not be published."""

    digest: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawObjection(AboutStatement):
    """Take one's own objection back; that is no approval yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishStatement(AboutStatement):
    """Mark the text with this digest as published by a person: where, and how long ago."""

    digest: str
    where: str
    ago: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandAnswer(AboutStatement):
    """Hand the approved text with this digest to a care tool, which sends it; a person still says that it is out."""

    digest: str
    to: MeansId


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawStatement(AboutStatement):
    """Drop a statement that was not published."""

    reason: str = ""
