"""By what else than Slack this house reaches people, as its settings and its directory say."""

import json
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from pydantic import SecretStr

from bot.outbound.guarded import Answer, Guarded
from bot.outbound.mail import MailServer, Post
from bot.outbound.webhook import Line, usable
from bot.practice.tray import Parcel, Tray
from config.settings import Settings
from playbooks.ports import Clock
from playbooks.routing import MAIL, Directory, MeansId

PRACTICE_SENDER: Final = "crisis@practice.example"
PRACTICE_KEY: Final = "practice-key-of-the-webhooks"
LINK: Final = re.compile(r"https?://\S+/answer/\S+")
TAKEN: Final = 202


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriers:
    """What carries mails and webhooks. Without a mail server, `post` is None."""

    post: Post | None
    sender: str
    line: Line
    key: Callable[[str], str | None]
    allowed: Callable[[str], object]  # raises Forbidden for an address that may not be called

    def at_hand(self, directory: Directory) -> Set[MeansId]:
        """Name the means by which somebody can be reached now, Slack apart."""
        hooks = {name for name, hook in directory.webhooks.items() if usable(hook, self.allowed, self.key)}
        return hooks if self.post is None else {*hooks, MAIL}


def of_settings(settings: Settings, before: Callable[[], object] = lambda: None) -> Carriers:
    """Make what the settings name; `before` is asked before anything leaves, and may raise."""
    keys: Mapping[str, SecretStr] = settings.webhook_keys

    def key(name: str) -> str | None:
        found = keys.get(name)
        return None if found is None else found.get_secret_value()

    line = Guarded(hosts=frozenset(settings.webhook_hosts), before=before)
    sender = settings.mail_from or ""
    post = None
    if settings.smtp_url is not None:
        post = MailServer(address=settings.smtp_url.get_secret_value(), sender=sender, before=before)
    return Carriers(post=post, sender=sender, line=line, key=key, allowed=line.must_be_allowed)


# Practice -----------------------------------------------------------------------------------------------


def of_practice(tray: Tray, clock: Clock) -> Carriers:
    """Put everything in the tray of the practice workspace: nothing leaves this machine."""
    return Carriers(
        post=_TrayPost(tray, clock),
        sender=PRACTICE_SENDER,
        line=_TrayLine(tray, clock),
        key=lambda _: PRACTICE_KEY,
        allowed=lambda _: None,
    )


@dataclass(frozen=True, slots=True)
class _TrayPost:
    tray: Tray
    clock: Clock

    def deliver(self, message: EmailMessage) -> None:
        body = message.get_body(("plain",))
        text = "" if body is None else str(body.get_content())
        found = LINK.search(text)
        parcel = Parcel(
            kind="mail",
            to=str(message["To"].addresses[0].addr_spec),
            subject=str(message["Subject"]),
            text=text,
            at=self.clock.now(),
            reference=str(message["Message-ID"]),
            link=found[0] if found else "",
        )
        self.tray.put(parcel)


@dataclass(frozen=True, slots=True)
class _TrayLine:
    tray: Tray
    clock: Clock

    def request(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        told = json.loads(body) if body else {}
        parcel = Parcel(
            kind="hook",
            to=url,
            subject=f"{method} {told.get('event', '')}".strip(),
            text=json.dumps(told, indent=2, ensure_ascii=False),
            at=self.clock.now(),
            reference=headers.get("Idempotency-Key", ""),
            link=str((told.get("answer") or {}).get("page") or ""),
        )
        self.tray.put(parcel)
        return Answer(status=TAKEN, headers={})
