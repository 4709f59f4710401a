"""Everything that one page shows, gathered in one moment: the templates only draw it."""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.practice.contract import Json
from bot.practice.emoji import sign
from bot.practice.eyes import Eyes
from bot.practice.forms import state_values
from bot.practice.moments import Reader, ago, day, time_of_day, zone_of
from bot.practice.mrkdwn import Drawer
from bot.practice.phrases import Language, language_of, say
from bot.practice.place import HOME, TRAY, Place, language_at, people_of
from bot.practice.team import BOT_USER, SLACKBOT, Channel, Kind, Message, User, View
from bot.practice.tray import Parcel
from bot.practice.words import spoken
from bot.practice.workspace import Shortcut, Workspace

SHOWN_AT_FIRST = 120
COLOURS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message on the page, with its thread."""

    message: Message
    author: User
    at: datetime
    replies: tuple["Line", ...] = ()
    new_day: bool = False

    @property
    def key(self) -> str:
        """An id for the page, the same each time this message is drawn."""
        return "m-" + self.message.ts.replace(".", "-")

    @property
    def handle(self) -> str:
        """The message's name in a form of the page."""
        kind = "e" if self.message.only_for else "m"
        return f"{kind}|{self.message.channel}|{self.message.ts}"

    @property
    def initials(self) -> str:
        """Two letters for the round mark beside the message."""
        return "".join(word[0] for word in self.author.real_name.split()[:2]).upper()

    @property
    def colour(self) -> int:
        """Which of the page's colours marks the author."""
        return sum(map(ord, self.author.id)) % COLOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the side bar."""

    name: str
    url: str
    unread: int
    here: bool
    detail: str = ""


class Scene:
    """What a place looks like now. Made while the team's lock is held."""

    def __init__(self, workspace: Workspace, place: Place) -> None:
        self.workspace = workspace
        self.team = workspace.team
        self.place = place
        self.eyes = Eyes(workspace, place.who)
        self.me = self.eyes.user
        self.language: Language = language_at(self.team, place)
        self.now = self.team.now()
        self.reader = Reader(language=self.language, zone=zone_of(self.me.tz), now=self.now)
        self.channel: Channel | None = self.team.channels.get(place.where)
        self.draw = self._drawer()

    def _drawer(self) -> Drawer:
        # What the bot writes is dated in its reader's own language, whatever language the page is shown in.
        open_to = [one for one in self.eyes.channels() if one.kind is not Kind.DIRECT]
        return Drawer(
            reader=replace(self.reader, language=language_of(self.me.locale)),
            users={user.id: user.real_name for user in self.team.users.values()},
            channels={one.id: (one.name, self.place.url(where=one.id, menu="")) for one in open_to},
            own=self._own,
        )

    def _own(self, address: str) -> str | None:
        """The page's address for a permanent link to one of its messages."""
        found = re.fullmatch(re.escape(self.workspace.home) + r"/archives/(\w+)(?:/p(\d+))?", address)
        if found is None:
            return None
        return self.place.url(where=found[1], menu="") + (f"#{anchor(found[2])}" if found[2] else "")

    def say(self, key: str, **parts: object) -> str:
        """One of the page's own phrases."""
        return say(key, self.language, **parts)

    # The side bar.

    def people(self) -> list[User]:
        """Everybody whom one may act as."""
        return people_of(self.team)

    def channels(self, *, archived: bool) -> list[Entry]:
        """The channels of the side bar, the newest incident last."""
        shown = [c for c in self.eyes.channels() if c.kind in (Kind.PUBLIC, Kind.PRIVATE)]
        return [
            Entry(
                name=channel.name,
                url=self.place.url(where=channel.id, menu=""),
                unread=self.eyes.unread(channel) if self.me.id in channel.members else 0,
                here=channel.id == self.place.where,
                detail="private" if channel.kind is Kind.PRIVATE else "",
            )
            for channel in shown
            if channel.archived is archived
        ]

    def mine(self) -> Entry:
        """The acting person's conversation with the bot."""
        channel = self.eyes.direct_channel()
        return Entry(
            name=self.team.users[BOT_USER].real_name,
            url=self.place.url(where=channel.id, menu=""),
            unread=self.eyes.unread(channel),
            here=channel.id == self.place.where,
        )

    def tray(self) -> Entry:
        """What would have left by mail or webhook."""
        return Entry(
            name=self.say("tray"),
            url=self.place.url(where=TRAY, menu=""),
            unread=0,
            here=self.place.where == TRAY,
        )

    def parcels(self) -> list[Parcel]:
        """Everything that would have left, the newest first."""
        return list(reversed(self.workspace.tray.parcels))

    def others(self) -> list[Entry]:
        """The other people whom the bot has written to, those with something unread first."""
        entries = []
        for user in self.people():
            channel = next(
                (c for c in self.team.channels.values() if c.kind is Kind.DIRECT and user.id in c.members),
                None,
            )
            if user.id != self.me.id and channel is not None and channel.messages:
                unread = Eyes(self.workspace, user.id).unread(channel)
                url = self.place.url(who=user.id, where=channel.id, menu="")
                entries.append(Entry(name=user.real_name, url=url, unread=unread, here=False, detail=user.id))
        return sorted(entries, key=lambda entry: -entry.unread)

    def all_unread(self) -> int:
        """Everything unread in direct messages, for the button that opens the side bar on a phone."""
        return self.mine().unread + sum(entry.unread for entry in self.others())

    def clock(self) -> str:
        """The practice time in the acting person's zone."""
        return f"{day(self.reader, self.now)}, {time_of_day(self.reader, self.now)}"

    # The middle.

    def heading(self) -> str:
        """The name of what is looked at."""
        if self.place.where == TRAY:
            return self.say("tray")
        if self.place.where == HOME or self.channel is None:
            return self.say("home")
        if self.channel.kind is Kind.DIRECT:
            return self.team.users[BOT_USER].real_name
        return self.channel.name

    def is_member(self) -> bool:
        """Whether the acting person is in the channel looked at."""
        return self.channel is not None and self.me.id in self.channel.members

    def pinned(self) -> list[tuple[str, str]]:
        """For each pinned message, the place on the page and its first words."""
        if self.channel is None:
            return []
        messages = [self.channel.messages[ts] for ts in self.channel.pins]
        return [(f"#{self._line(m).key}", first_words(m)) for m in messages]

    def lines(self) -> tuple[list[Line], bool]:
        """The messages, oldest first, and whether earlier ones were left out."""
        if self.channel is None:
            return [], False
        own = [m for m in self.eyes.ephemerals() if m.channel == self.channel.id]
        said = [*self.channel.messages.values(), *own]
        top = sorted((m for m in said if not m.is_reply or m.broadcast), key=lambda m: m.ts)
        shown = top if self.place.every else top[-SHOWN_AT_FIRST:]
        lines, previous = [], ""
        for message in shown:
            replies = tuple(
                self._line(reply) for reply in said if reply.is_reply and reply.thread_ts == message.ts
            )
            today = day(self.reader, _moment(message))
            lines.append(self._line(message, replies, new_day=today != previous))
            previous = today
        return lines, len(shown) < len(top)

    def _line(self, message: Message, replies: tuple[Line, ...] = (), *, new_day: bool = False) -> Line:
        author = self.team.users.get(message.user, self.team.users[SLACKBOT])
        return Line(message=message, author=author, at=_moment(message), replies=replies, new_day=new_day)

    def form(self) -> View | None:
        """The form on top of the acting person's screen."""
        return next(iter(reversed(self.eyes.forms())), None)

    def home(self) -> View | None:
        """The acting person's Home tab."""
        return self.eyes.home()

    def state(self, view: View) -> Json:
        """What every input of a form holds now."""
        return state_values(view.blocks, view.values)

    def shortcuts(self, *, on_message: bool) -> list[Shortcut]:
        """The app's shortcuts."""
        return [one for one in self.workspace.shortcuts if one.on_message is on_message]

    # Small things that the templates ask for.

    def time(self, at: datetime) -> str:
        """Hours and minutes."""
        return time_of_day(self.reader, at)

    def day(self, at: datetime) -> str:
        """The day and the date."""
        return day(self.reader, at)

    def since(self, at: datetime) -> str:
        """How long ago."""
        return ago(self.reader, at)

    def emoji(self, name: str) -> str:
        """One emoji by its name."""
        return sign(name)

    def open_channels(self) -> list[Channel]:
        """The channels that one may choose in a form."""
        return [c for c in self.eyes.channels() if c.kind is not Kind.DIRECT and not c.archived]

    def local(self, seconds: int | None) -> str:
        """A moment as a date-and-time field wants it, in the reader's zone."""
        if not seconds:
            return ""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.reader.zone).strftime("%Y-%m-%dT%H:%M")


def anchor(digits: str) -> str:
    """The place of a message on the page, from the digits of its `ts` as a permanent link has them."""
    return f"m-{digits[:-6]}-{digits[-6:]}"


def first_words(message: Message) -> str:
    """The beginning of a message, for a link to it."""
    words = next(iter(spoken(message.blocks)), message.text)
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _moment(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


def field_name(block: Json, element: Json) -> str:
    """The name of an element's field in a form of the page."""
    return "f" + json.dumps([block["block_id"], element["action_id"]])


def press(block: Json, element: Json, *more: Any) -> str:
    """What a button of the page sends to say which element was pressed."""
    return json.dumps([block["block_id"], element["action_id"], *more])
