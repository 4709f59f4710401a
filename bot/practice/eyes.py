"""What a person sees: channels, direct messages, answers for them alone, forms, the Home tab."""

from bot.practice.refusals import PracticeError
from bot.practice.team import BOT_USER, Channel, Kind, Message, User, View
from bot.practice.workspace import Workspace


class Eyes:
    """One person's view of the workspace; reads and changes nothing."""

    def __init__(self, workspace: Workspace, user_id: str) -> None:
        self.workspace = workspace
        self.team = workspace.team
        self.id = user_id
        with self.team.lock:
            if user_id not in self.team.users:
                msg = f"nobody of the team has the id {user_id}"
                raise PracticeError(msg)

    @property
    def user(self) -> User:
        """Who this person is."""
        with self.team.lock:
            return self.team.users[self.id]

    def channels(self) -> tuple[Channel, ...]:
        """Every channel this person can look into: public ones and their own."""
        with self.team.lock:
            return tuple(
                channel
                for channel in self.team.channels.values()
                if channel.kind is Kind.PUBLIC or self.id in channel.members
            )

    def channel(self, name_or_id: str) -> Channel:
        """A channel this person can look into. Raises PracticeError."""
        wanted = name_or_id.removeprefix("#")
        for channel in self.channels():
            if wanted in (channel.id, channel.name):
                return channel
        msg = f"{self.id} sees no channel {name_or_id!r}"
        raise PracticeError(msg)

    def direct_channel(self) -> Channel:
        """The conversation with the bot."""
        with self.team.lock:
            return self.team.direct(self.id)

    def sees(self, channel: str) -> tuple[Message, ...]:
        """Everything said in a channel, threads included, oldest first."""
        found = self.channel(channel)
        with self.team.lock:
            return tuple(found.messages.values())

    def direct_messages(self) -> tuple[Message, ...]:
        """What the bot wrote to this person directly, oldest first."""
        channel = self.direct_channel()
        with self.team.lock:
            return tuple(message for message in channel.messages.values() if message.user == BOT_USER)

    def ephemerals(self) -> tuple[Message, ...]:
        """The answers that only this person sees, oldest first."""
        with self.team.lock:
            return tuple(self.team.ephemerals.get(self.id, ()))

    def unread(self, channel: Channel) -> int:
        """How many messages of others came since this person last looked."""
        with self.team.lock:
            since = channel.last_read.get(self.id, "")
            return sum(1 for m in channel.messages.values() if m.ts > since and m.user != self.id)

    def reads(self, channel: Channel) -> None:
        """Look at a channel: nothing in it is unread any more."""
        with self.team.lock:
            latest = max(channel.messages, default="")
            if latest > channel.last_read.get(self.id, ""):
                channel.last_read[self.id] = latest

    def forms(self) -> tuple[View, ...]:
        """The open forms, the lowest first."""
        with self.team.lock:
            return tuple(self.team.stacks.get(self.id, ()))

    def opens_form(self) -> View:
        """The form on top of this person's screen. Raises PracticeError when none is open."""
        forms = self.forms()
        if not forms:
            msg = f"no form is open for {self.id}"
            raise PracticeError(msg)
        return forms[-1]

    def home(self) -> View | None:
        """The Home tab as the bot last published it."""
        with self.team.lock:
            return self.team.homes.get(self.id)

    def now_seen(self, target: Message | View) -> Message | View:
        """The same message or form as it stands now. Raises PracticeError when it is gone."""
        with self.team.lock:
            if isinstance(target, Message):
                found: Message | View | None = self.team.stored(target)
            else:
                found = self.team.view(target.id)
        if found is None:
            msg = "this message or form is not on the screen any more"
            raise PracticeError(msg)
        return found
