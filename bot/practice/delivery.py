"""Carries a person's deed to the bot, and remembers how it was answered."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bot.practice.contract import Json
from bot.practice.payloads import Parcel
from bot.practice.signing import signature

# Takes the raw body and the headers to the bot's POST /slack/events; gives status and body.
# Raises OSError when the bot cannot be reached or does not answer.
Deliver = Callable[[bytes, dict[str, str]], tuple[int, bytes]]

PATIENCE_SECONDS = 3.0
MAX_RETRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the bot answered one delivery. `status` 0: no answer at all; `seconds`: real time."""

    kind: str
    status: int
    body: bytes
    seconds: float
    retry: int = 0

    @property
    def on_time(self) -> bool:
        """Whether it came within Slack's three seconds."""
        return self.seconds <= PATIENCE_SECONDS

    @property
    def acknowledged(self) -> bool:
        """Whether Slack would take it as an acknowledgement."""
        return self.on_time and 200 <= self.status < 300

    @property
    def trouble(self) -> str:
        """Slack's word for what went wrong; empty when nothing did."""
        if self.acknowledged:
            return ""
        if not self.on_time:
            return "operation_timeout"
        return "dispatch_failed" if self.status == 0 else f"http_service_error_{self.status}"

    @property
    def retry_reason(self) -> str:
        """Slack's reason for sending an event again."""
        if not self.on_time:
            return "http_timeout"
        return "connection_failed" if self.status == 0 else "http_error"

    def json(self) -> Json | None:
        """The body as a JSON object; None when it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return None
        return read if isinstance(read, dict) else None


class Post:
    """Signs parcels and carries them. `epoch` gives real seconds: the bot checks a signature's age by them."""

    def __init__(
        self,
        deliver: Deliver,
        signing_secret: str,
        *,
        epoch: Callable[[], float] = time.time,  # noqa: TID251 - real seconds, as in the bot's own check.
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deliver = deliver
        self._secret = signing_secret
        self._epoch = epoch
        self._elapsed = elapsed
        self.answers: list[Answer] = []
        self.last: tuple[Parcel, dict[str, str]] | None = None

    def carry(self, parcel: Parcel, *, retry: int = 0, reason: str = "") -> Answer:
        """Sign and deliver a parcel."""
        headers = self.headers(parcel)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return self.carry_as(parcel, headers, retry=retry)

    def carry_as(self, parcel: Parcel, headers: dict[str, str], *, retry: int = 0) -> Answer:
        """Deliver a parcel with just these headers: forged, stale or replayed ones too."""
        self.last = (parcel, headers)
        start = self._elapsed()
        try:
            status, body = self._deliver(parcel.body, dict(headers))
        except OSError:
            status, body = 0, b""
        answer = Answer(
            kind=parcel.kind, status=status, body=body, seconds=self._elapsed() - start, retry=retry
        )
        self.answers.append(answer)
        return answer

    def headers(self, parcel: Parcel, *, age: int = 0, secret: str | None = None) -> dict[str, str]:
        """Slack's headers for a parcel signed `age` seconds ago, with the workspace's secret or another."""
        moment = int(self._epoch()) - age
        return {
            "Content-Type": parcel.content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(moment),
            "X-Slack-Signature": signature(secret or self._secret, moment, parcel.body),
        }


def deliver_over_http(address: str, *, timeout_seconds: float = 10.0) -> Deliver:
    """A Deliver that posts to the bot's own address; nothing stays open between two deeds."""

    def deliver(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        closing = {**headers, "Connection": "close"}
        try:
            with httpx.Client(timeout=timeout_seconds, trust_env=False, verify=False) as client:  # noqa: S501 - loopback.
                answer = client.post(address, content=body, headers=closing)
        except httpx.TransportError as exc:
            raise ConnectionError(str(exc)) from exc
        return answer.status_code, answer.content

    return deliver
