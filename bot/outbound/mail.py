"""
What leaves by mail.

The Message-ID is made of the errand's reference, so that a second copy, sent after a try of which nobody knows the end,
carries the same one and is shown once where the mailbox can tell.
"""

import io
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

import structlog

from bot.fence import CALL_LIMIT
from bot.outbound.answers import MENDABLE_WAIT, backing_off
from handlers.outside import alarms, calls, heads
from handlers.outside.calls import Carried
from handlers.outside.links import Links
from handlers.outside.parts import Drawn
from handlers.web.drawing.reader import Reader
from playbooks.escalation import asks_on
from playbooks.letters import HeadDrawn, NobodyLeft, OwedLetter, SlackSilent, Undelivered
from playbooks.means import named_in
from playbooks.playbook import Language, UserId
from playbooks.ports import Clock, Outcome, OwedErrand, Pointless, Refused, Sent, Situation, Slowed
from playbooks.routing import Directory
from playbooks.typed import one_line

log = structlog.get_logger(__name__)

RECORD: Final = 16384  # bytes; what TLS takes at once, and with one time limit
PORTS: Final = {"smtp": 587, "smtps": 465}
PERMANENT: Final = 500
OF_THE_HOUSE: Final = frozenset(
    {"mail_login", "mail_encryption", "mail_sender"}
)  # nothing goes before it is mended
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class _Talk(smtplib.SMTP):
    """
    A conversation with a mail server that ends in time, however slowly the other side talks.

    The library's own limit holds for each step, and there are a dozen. `left` gives the seconds that are left of the
    whole; it raises TimeoutError once none are. Only the look-up of the server's name is nobody's to limit.
    """

    def __init__(self, left: Callable[[], float], **ways: Any) -> None:
        self._left = left
        super().__init__(timeout=left(), **ways)

    def send(self, s: Any) -> None:
        """Send, each part in what is left."""
        for begin in range(0, len(s), RECORD):
            if self.sock is not None:
                self.sock.settimeout(self._left())
            super().send(s[begin : begin + RECORD])

    def getreply(self) -> tuple[int, bytes]:
        """Hear an answer, each part in what is left."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Heard(self.sock, self._left))
        return super().getreply()


class _SecureTalk(_Talk, smtplib.SMTP_SSL):
    """The same, encrypted from its first word."""


class _Heard(io.RawIOBase):
    def __init__(self, line: socket.socket, left: Callable[[], float]) -> None:
        self._line = line
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._left())
        return self._line.recv_into(buffer)


class Post(Protocol):
    """What carries a mail; it raises what smtplib does."""

    def deliver(self, message: EmailMessage) -> None:
        """Hand a mail over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server, as CRISIS_SMTP_URL names it. A connection for each mail: there are few, and none grows stale."""

    address: str = field(repr=False)  # it may hold a password
    sender: str
    before: Callable[[], object] = lambda: None  # asked before anything leaves; it may raise
    seconds: Callable[[], float] = time.monotonic  # any clock that never goes back

    def deliver(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises smtplib.SMTPException, OSError."""
        self.before()
        line = self.connection()
        try:
            self.before()  # Once more: opening a line may take as long as it takes another to take over.
            line.send_message(message)
            with suppress(smtplib.SMTPException, OSError):
                line.quit()  # The mail is taken: how the server says goodbye changes nothing.
        finally:
            line.close()

    def connection(self) -> smtplib.SMTP:
        """Open the line and log in; the whole conversation has one deadline. Raises smtplib.SMTPException, OSError."""
        left, named = self._time_left(), urlsplit(self.address)
        host, port = named.hostname or "", named.port or PORTS[named.scheme]
        # Without a name of our own the library looks one up, which may take longer than everything else.
        own, context = self.sender.rpartition("@")[2], ssl.create_default_context()
        if named.scheme == "smtps":
            line: smtplib.SMTP = _SecureTalk(left, host=host, port=port, local_hostname=own, context=context)
        else:
            line = _Talk(left, host=host, port=port, local_hostname=own)
        try:
            if named.scheme == "smtp" and not named.query and host not in LOOPBACK:
                line.starttls(context=context)
            if named.username:
                line.login(unquote(named.username), unquote(named.password or ""))
        except BaseException:
            line.close()
            raise
        return line

    def _time_left(self) -> Callable[[], float]:
        ends = self.seconds() + CALL_LIMIT.total_seconds()

        def left() -> float:
            seconds = ends - self.seconds()
            if seconds <= 0:
                raise TimeoutError
            return seconds

        return left


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSender:
    """Calls people by mail, and tells of trouble. `pages` is where the incidents are shown."""

    post: Post
    sender: str
    directory: Callable[[], Directory]
    language: Callable[[UserId], Language]
    clock: Clock
    links: Links
    pages: str

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send one call; see ports.Sender."""
        call_id, means = named_in(errand.subject)
        incident = situation.incident
        call = incident.call(call_id)
        if not asks_on(incident, call):
            return Pointless(reason="the call needs no answer any more")
        carried = Carried(
            incident=incident,
            call=call,
            means=means,
            reference=errand.id,
            page=self.links.page(incident, call, means),
        )
        return self._sent(errand, call.person, calls.mail(carried, self._reader(call.person)))

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Send one letter of trouble, or the head of a day; see ports.Sender."""
        reader = self._reader(letter.person)
        match letter.matter:
            case SlackSilent() | NobodyLeft() | Undelivered():
                drawn = alarms.mail(letter.matter, reader, self.pages, letter.id)
            case HeadDrawn():
                drawn = heads.mail(letter.matter, reader)
            case _:
                return Pointless(reason="this is no matter for mail")
        return self._sent(letter, letter.person, drawn)

    def has_address(self, person: UserId) -> bool:
        """Whether somebody can be reached by mail."""
        contact = self.directory().contact(person)
        return contact is not None and bool(contact.email)

    def _reader(self, person: UserId) -> Reader:
        contact = self.directory().contact(person)
        return Reader(
            directory=self.directory(),
            language=self.language(person),
            now=self.clock.now(),
            zone=None if contact is None else contact.zone,
        )

    def _sent(self, errand: OwedErrand | OwedLetter, person: UserId, drawn: Drawn) -> Outcome:
        contact = self.directory().contact(person)
        if contact is None or not contact.email:
            return Refused(reason="mail_no_address")
        try:
            self.post.deliver(self._message(errand.id, (contact.name, contact.email), drawn))
        except (smtplib.SMTPException, OSError) as exc:
            outcome = _outcome(exc, errand)
            log.warning("mail_not_sent", errand=errand.id, why=outcome.reason, kind=type(exc).__name__)
            return outcome
        return Sent()

    def _message(self, reference: str, to: tuple[str, str], drawn: Drawn) -> EmailMessage:
        # The policy refuses a line break in any header, and what people typed was made one line before.
        message = EmailMessage(policy=SMTP)
        domain = self.sender.rpartition("@")[2]
        message["Subject"] = drawn.subject
        message["From"] = Address(display_name="Crisis Desk", addr_spec=self.sender)
        message["To"] = Address(display_name=one_line(to[0]), addr_spec=to[1])
        message["Date"] = format_datetime(self.clock.now())
        message["Message-ID"] = f"<{reference}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Crisis-Reference"] = reference
        message.set_content(drawn.text)
        message.add_alternative(drawn.html, subtype="html")
        return message


def outcome_of(exc: Exception) -> str:
    """Name what went wrong with a mail, or with the way to the server."""
    match exc:
        case smtplib.SMTPAuthenticationError():
            return "mail_login"
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return "mail_encryption"
        case smtplib.SMTPSenderRefused() if exc.smtp_code >= PERMANENT:
            return "mail_sender"
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in exc.recipients.values()]
            return "mail_recipient" if codes and min(codes) >= PERMANENT else "mail_away"
        case smtplib.SMTPResponseException() if exc.smtp_code >= PERMANENT:
            return "mail_refused"
        case _:
            return "mail_away"


def _outcome(exc: smtplib.SMTPException | OSError, errand: OwedErrand | OwedLetter) -> Slowed | Refused:
    """Read what went wrong: of the house and to be mended, of this person, or for now."""
    reason = outcome_of(exc)
    if reason in OF_THE_HOUSE:
        return Slowed(wait=MENDABLE_WAIT, reason=reason, mend=True)
    if reason == "mail_away":
        return Slowed(wait=backing_off(errand), reason=reason, unsure=True)
    return Refused(reason=reason)
