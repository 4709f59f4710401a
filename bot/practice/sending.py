"""How what a person does travels to the bot: signed, once more where it was not taken, and told where it failed."""

from collections.abc import Callable
from typing import TypedDict, Unpack

from bot.practice import payloads
from bot.practice.contract import Json
from bot.practice.delivery import MAX_RETRIES, Answer, Deliver, Post
from bot.practice.eyes import Eyes
from bot.practice.payloads import Parcel
from bot.practice.phrases import language_of, say
from bot.practice.refusals import NotAcknowledged, PracticeError
from bot.practice.team import BOT_USER, SLACKBOT, Channel, Kind, Message, ResponseAddress
from bot.practice.workspace import Workspace


class Clocks(TypedDict, total=False):
    """Real seconds for signatures (`epoch`) and for Slack's patience (`elapsed`)."""

    epoch: Callable[[], float]
    elapsed: Callable[[], float]


class Sender(Eyes):
    """Somebody whose deeds reach the bot."""

    def __init__(
        self, workspace: Workspace, user_id: str, deliver: Deliver, **clocks: Unpack[Clocks]
    ) -> None:
        super().__init__(workspace, user_id)
        self.post = Post(deliver, workspace.signing_secret, **clocks)
        self._retried = 0

    @property
    def last_answer(self) -> Answer:
        """How the bot answered the last thing this person did. Raises PracticeError when nothing was sent."""
        if not self.post.answers:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        return self.post.answers[-1]

    def redeliver(self, reason: str = "http_timeout") -> Answer:
        """Send the last delivery again with the same bytes, as Slack retries an event."""
        if self.post.last is None:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        self._retried += 1
        return self.post.carry(self.post.last[0], retry=self._retried, reason=reason)

    def replay(self) -> Answer:
        """Send the last request again just as it was, signature and all."""
        if self.post.last is None:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        return self.post.carry_as(*self.post.last)

    def _url(self, address: ResponseAddress) -> str:
        return f"{self.workspace.home}/response/{address.id}"

    def _deed(self, parcel: Parcel, place: Channel | None, *, what: str) -> Answer:
        """Deliver a command or an interaction. Raises NotAcknowledged, after telling the person."""
        self._retried = 0
        answer = self.post.carry(parcel)
        if not answer.acknowledged:
            told = say("no_answer", language_of(self.user.locale), what=what, trouble=answer.trouble)
            self._slackbot(place or self.direct_channel(), told)
            msg = f"{what}: {answer.trouble} after {answer.seconds:.1f} s, {answer.body[:300]!r}"
            raise NotAcknowledged(msg)
        return answer

    def _event(self, subscription: str, inner: Json) -> Answer | None:
        """Deliver an event if the bot is subscribed to it, and once more at once if it was not taken."""
        if self.workspace.events is not None and subscription not in self.workspace.events:
            return None
        with self.team.lock:
            made = self.team.fresh("Ev")
            moment = int(self.team.now().timestamp())
        self._retried = 0
        answer = self.post.carry(payloads.event(made, moment, inner))
        if not answer.acknowledged and self._retried < MAX_RETRIES:
            answer = self.redeliver(answer.retry_reason)
        return answer

    def _channel_event(self, kind: str, place: Channel) -> Answer | None:
        if BOT_USER not in place.members:
            return None
        letter = "G" if place.kind is Kind.PRIVATE else "C"
        inner = {"type": kind, "user": self.id, "channel": place.id, "channel_type": letter}
        return self._event(kind, inner)

    def _slackbot(self, place: Channel, text: str) -> None:
        with self.team.lock:
            self.team.keep(
                Message(channel=place.id, ts=self.team.stamp(), user=SLACKBOT, text=text, only_for=self.id)
            )
