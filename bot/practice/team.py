"""What the practice workspace remembers: people, channels, messages, forms."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from bot.practice.contract import Json
from bot.practice.words import labels, spoken

BOT_USER = "UCRISIS0BOT"
BOT_ID = "BCRISIS0BOT"
BOT_NAME = "crisis"
BOT_TOKEN = "xoxb-practice"  # noqa: S105 - opens nothing but this workspace.
APP_TOKEN = "xapp-practice"  # noqa: S105 - likewise.
APP_ID = "ACRISISDESK"
TEAM_ID = "TPRACTICE1"
TEAM_DOMAIN = "practice"
SLACKBOT = "USLACKBOT"

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


class Clock(Protocol):
    """The one clock of the house, as far as this room needs it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Kind(StrEnum):
    """What kind of conversation a channel is."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    DIRECT = "im"
    GROUP = "mpim"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody of the team, or a bot."""

    id: str
    name: str
    real_name: str
    locale: str = "en-GB"
    tz: str = "Europe/Paris"
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it stands now; an edited message is a new value with the same `ts`."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    broadcast: bool = False
    only_for: str | None = None  # The one reader of an ephemeral answer.
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def words(self) -> str:
        """Every word a reader sees, blocks first: the fallback text only where there are no blocks."""
        return "\n".join(spoken(self.blocks)) if self.blocks else self.text

    @property
    def buttons(self) -> tuple[str, ...]:
        """The words on every button of the message."""
        return labels(self.blocks)

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread that it did not begin."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One form or Home tab, with what its reader has typed so far and the mistakes shown beside it."""

    id: str
    hash: str
    user: str
    body: Json
    root: str
    previous: str | None = None
    values: Mapping[str, Mapping[str, Json]] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_home(self) -> bool:
        """Whether this is a Home tab."""
        return bool(self.body["type"] == "home")

    @property
    def blocks(self) -> tuple[Json, ...]:
        """The blocks, each with its `block_id`."""
        return tuple(self.body["blocks"])

    @property
    def title(self) -> str:
        """The words at the top of the form."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """The name under which the bot listens to this form."""
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the bot keeps in the form for itself."""
        return str(self.body.get("private_metadata", ""))

    @property
    def buttons(self) -> tuple[str, ...]:
        """The words on every button inside the form."""
        return labels(self.blocks)

    @property
    def words(self) -> str:
        """Every word a reader sees in the form."""
        return "\n".join((self.title, *spoken(self.blocks)))


@dataclass(slots=True, kw_only=True)
class Channel:
    """One conversation and everything said in it."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    is_general: bool = False
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Trigger:
    """A permission to open one form, given with each thing a person does."""

    user: str
    made_at: datetime
    used: bool = False


@dataclass(slots=True, kw_only=True)
class ResponseAddress:
    """An address at which the bot may answer one thing a person did."""

    id: str
    user: str
    channel: str
    made_at: datetime
    original: Message | None = None
    uses: int = 0


def _letters(number: int) -> str:
    """A number as Slack writes ids: capital letters and digits."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    written = ""
    while number:
        number, rest = divmod(number, len(signs))
        written = signs[rest] + written
    return written


class Team:
    """The whole memory of the workspace. Whoever reads or changes it holds `lock`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.version = 0
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, ResponseAddress] = {}
        self.usergroups: list[Json] = []
        # Ids differ from one run to the next: the bot remembers those that it has seen.
        self._run = _letters(int(self.now().timestamp()))
        self._count = 0
        self._last_stamp = 0

    def now(self) -> datetime:
        """The practice moment, in UTC."""
        return self.clock.now().astimezone(UTC)

    def touch(self) -> None:
        """Note that something a reader could see has changed."""
        self.version += 1

    def stamp(self) -> str:
        """A message's `ts`: unique, and larger than every one before even when the clock was moved back."""
        micro = max(int(self.now().timestamp() * 1_000_000), self._last_stamp + 1)
        self._last_stamp = micro
        return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"

    def fresh(self, prefix: str) -> str:
        """An id never given before."""
        self._count += 1
        return f"{prefix}{self._run}{self._count:04X}"

    def add_channel(self, name: str, kind: Kind, creator: str) -> Channel:
        """A new conversation, with its creator as the first member."""
        prefix = "D" if kind is Kind.DIRECT else "G" if kind is Kind.GROUP else "C"
        channel = Channel(
            id=self.fresh(prefix),
            name=name,
            kind=kind,
            creator=creator,
            created=int(self.now().timestamp()),
            members=[creator],
        )
        self.channels[channel.id] = channel
        self.touch()
        return channel

    def direct(self, user: str) -> Channel:
        """The conversation between this person and the bot, begun if there was none."""
        for channel in self.channels.values():
            if channel.kind is Kind.DIRECT and user in channel.members:
                return channel
        channel = self.add_channel("", Kind.DIRECT, BOT_USER)
        channel.members.append(user)
        return channel

    def keep(self, message: Message) -> Message:
        """Store a message, or its new form, where it belongs."""
        if message.only_for is not None:
            mine = self.ephemerals.setdefault(message.only_for, [])
            at = next((i for i, other in enumerate(mine) if other.ts == message.ts), len(mine))
            mine[at : at + 1] = [message]
        else:
            self.channels[message.channel].messages[message.ts] = message
        self.touch()
        return message

    def stored(self, message: Message) -> Message | None:
        """The message as it stands now; None when it was deleted."""
        if message.only_for is not None:
            mine = self.ephemerals.get(message.only_for, [])
            return next((other for other in mine if other.ts == message.ts), None)
        channel = self.channels.get(message.channel)
        return channel.messages.get(message.ts) if channel else None

    def drop(self, message: Message) -> None:
        """Take a message away, its pin included."""
        if message.only_for is not None:
            mine = self.ephemerals.get(message.only_for, [])
            mine[:] = [other for other in mine if other.ts != message.ts]
        else:
            channel = self.channels[message.channel]
            channel.messages.pop(message.ts, None)
            channel.pins[:] = [ts for ts in channel.pins if ts != message.ts]
        self.touch()

    def view(self, view_id: str) -> View | None:
        """An open form or a Home tab by its id."""
        open_views = [view for stack in self.stacks.values() for view in stack]
        return next((view for view in (*open_views, *self.homes.values()) if view.id == view_id), None)

    def put_view(self, view: View) -> View:
        """Replace an open form or Home tab by its new form."""
        if view.is_home:
            self.homes[view.user] = view
        else:
            stack = self.stacks[view.user]
            stack[:] = [view if other.id == view.id else other for other in stack]
        self.touch()
        return view

    def trigger(self, user: str) -> str:
        """A fresh trigger id for something this person just did."""
        made = self.fresh("") + ".practice"
        self.triggers[made] = Trigger(user=user, made_at=self.now())
        return made

    def address(self, user: str, channel: str, original: Message | None = None) -> ResponseAddress:
        """A fresh response address for something this person just did."""
        made = ResponseAddress(
            id=self.fresh("R"), user=user, channel=channel, made_at=self.now(), original=original
        )
        self.addresses[made.id] = made
        return made
