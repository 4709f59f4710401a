"""Messages about no incident: files, proposals, thanks, rotas and their gaps, who can be reached, the log's daily head."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from playbooks.commands import IncidentId
from playbooks.inbox import ReportId
from playbooks.matching import Triage
from playbooks.mistakes import Mistake
from playbooks.playbook import LadderId, Network, PlaybookId, StepId, UnitId, UserId, Words
from playbooks.routing import Away, Cover, MeansId, RotaId
from playbooks.routing.changes import Swap
from playbooks.routing.coverage import Gap, Hole
from playbooks.routing.reachability import CheckId

VersionOf: TypeAlias = tuple[PlaybookId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRefused:
    """The company's files cannot be used as they are: at a start what is wrong is left out, later nothing is changed."""

    mistakes: tuple[Mistake, ...]
    more: int = 0  # mistakes that are not listed
    starting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesMended:
    """What was told to be wrong is right again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRead:
    """The files were read again because somebody asked, and serve; `fresh` are versions not seen before."""

    fresh: tuple[VersionOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody proposes an improvement of a playbook."""

    playbook: PlaybookId
    title: Words
    step: StepId | None
    text: str
    author: UserId | None  # None: from the command line
    name: str
    lesson: str = ""  # from which it comes: INC-2026-0042/a1; empty: none, or of a restricted incident
    now: Words | None = (
        None  # what the step, or a new one after it, is to say; None: it is not written down yet
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """A released version names the person in its credits."""

    playbook: PlaybookId
    title: Words
    version: int
    changes: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapProposed:
    """A colleague is asked to take a turn, and may accept or decline."""

    swap: Swap


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapTold:
    """What became of a wish to swap, for everybody concerned."""

    swap: Swap


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTold:
    """Somebody has a turn from now on; told to them and to whoever had it."""

    rota: RotaId
    cover: Cover
    by: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTold:
    """Somebody else has noted that the reader is away; without `away`, that they are back."""

    away: Away | None
    by: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsFound:
    """Nobody is on duty at some time within the next weeks, and that was not known before."""

    gaps: tuple[Gap, ...]
    holes: tuple[Hole, ...] = ()
    more: int = 0  # that are not listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachAsked:
    """Can the reader be reached here, and by what the directory says?"""

    check: CheckId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachReminded:
    """The same once more, two working days later."""

    check: CheckId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachWrong:
    """Somebody says that the directory is not right about them."""

    person: UserId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachEnded:
    """A contact check is over: how many can be reached, and how many cannot."""

    check: CheckId
    reached: int
    wrong: int
    unreachable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """Something was refused for good, or is refused until somebody mends what `reason` names."""

    ref: str  # of the incident; empty for who may not know of it
    means: MeansId  # what refuses it
    reason: str  # its own word for why
    person: UserId | None  # whom it was for; None: a channel, or everybody
    everything: bool = False  # nothing goes by this means before it is mended


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSilent:
    """Slack has taken nothing for a while, and people are called by other means."""

    since: datetime | None  # when it last took something; None: never
    lasting: timedelta  # for which it has been waited
    refs: tuple[str, ...] = ()  # of the incidents that the person leads


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyLeft:
    """While Slack takes nothing, a ladder has called everybody it has, and nobody answered."""

    ref: str
    title: str
    ladder: LadderId


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReported:
    """A tool has told of a customer's message, for whoever answers; or is on them already."""

    report: ReportId
    title: Words  # of the tool
    text: str
    network: Network | None
    link: str
    reach: int | None
    suggested: tuple[Words, ...]  # the titles of the playbooks that suit it, the likeliest first
    triage: Triage | None
    answering: str = ""  # its reference; empty: nobody is on them, or it is restricted
    on_it: bool = False  # the reader is on this customer already


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeSeen:
    """Far more is said about a unit than usual; told once a day."""

    report: ReportId
    unit: UnitId
    text: str
    count: int | None  # in the hour; None: the tool did not say
    usual: int | None
    hour: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCause:
    """Several customers of a unit wrote for the same cause within a day; told once a day for each cause."""

    unit: UnitId
    cause: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInHand:
    """A customer's case that goes from one turn to the next. `answer_by`: None where nobody waits for an answer."""

    incident: IncidentId
    ref: str
    title: str
    urgent: bool
    answer_by: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnds:
    """The reader's turn ends soon, and these cases go to whoever comes next; None: nobody does."""

    until: datetime
    cases: tuple[CaseInHand, ...]
    to: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTaken:
    """The reader has these cases from now on, since the turn of whoever had them has ended."""

    former: UserId
    cases: tuple[CaseInHand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOver:
    """
    The turn of somebody has ended, and the reader hears what must not go unseen.

    `cases` wait for an answer urgently, or nobody has come to take them: then `to` is None.
    """

    former: UserId
    to: UserId | None
    cases: tuple[CaseInHand, ...]


class Stranger(StrEnum):
    """As what somebody is refused who may not use the product at all."""

    GUEST = "guest"
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"
    APP = "app"

    @property
    def words(self) -> Words:
        """Name it to a person."""
        return _STRANGERS[self]


_STRANGERS: Final = {
    Stranger.GUEST: Words(en="a guest’s", fr="celui d’une personne invitée"),
    Stranger.ELSEWHERE: Words(en="of another workspace", fr="celui d’un autre espace de travail"),
    Stranger.CLOSED: Words(en="closed", fr="fermé"),
    Stranger.APP: Words(en="an app’s", fr="celui d’une application"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerRefused:
    """Somebody who may not use the product has tried again on the same day."""

    person: UserId
    stranger: Stranger


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLesson:
    """Something that a review decided to do, and whose day has passed."""

    ref: str
    text: str
    owner: UserId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBegins:
    """What reviews decided to do and nobody has done: once a week, where there is any."""

    late: tuple[LateLesson, ...]
    more: int = 0  # that are not listed
    open: int = 0  # whose day is still to come


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDrawn:
    """The head of the log for a day, to be kept outside the database."""

    day: date
    at: datetime
    value: str  # 64 hexadecimal digits, of which people are shown the first half
    marks: int  # incidents that had changed since the head before


Turns: TypeAlias = TurnEnds | TurnTaken | TurnOver
Inbox: TypeAlias = CustomerReported | SpikeSeen | SameCause
Rotas: TypeAlias = SwapProposed | SwapTold | CoverTold | AbsenceTold | GapsFound
Reaching: TypeAlias = ReachAsked | ReachReminded | ReachWrong | ReachEnded
Trouble: TypeAlias = Undelivered | SlackSilent | NobodyLeft
Matter: TypeAlias = (
    FilesRefused
    | FilesMended
    | FilesRead
    | Proposed
    | Thanked
    | Rotas
    | Reaching
    | Trouble
    | Inbox
    | Turns
    | HeadDrawn
    | StrangerRefused
    | WeekBegins
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A matter for one person; the same kind of matter about the same subject is told to them once."""

    person: UserId
    subject: str
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedLetter:
    """A letter as remembered, taken to be sent."""

    id: str  # UUIDv7 text: the reference that the message carries
    person: UserId
    matter: Matter
    attempts: int  # as of an owed errand
    token: str  # of the lease
    interrupted: bool  # an earlier try ended without an outcome: Slack may already have it
