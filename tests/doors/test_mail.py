"""What is said outside Slack by mail, and what a mail server's answers mean."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from bot.outbound.dispatch import TRIES_OF_SLACK, Dispatch
from bot.outbound.mail import MailSender, MailServer
from handlers.outside.links import Links
from playbooks.events import CallTaken
from playbooks.heads import ANNOUNCEMENTS
from playbooks.incident import Incident
from playbooks.letters import FilesMended, HeadDrawn, Matter, NobodyLeft, OwedLetter, SlackSilent, Undelivered
from playbooks.playbook import LadderId, Language, UserId
from playbooks.ports import Outcome, OwedErrand, Pointless, Refused, Sent, Situation, Slowed
from playbooks.routing import MAIL, SLACK
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.ids import identifier
from tests.fakes.plans import CLAIRE
from tests.fakes.reaching import CALL, called, company, errand

SENDER = "crisis@meridian.example"
NOBODY = UserId("U0NOBODY")


@dataclass
class Says:
    """A mail server that says what it is told to."""

    answer: Exception | None = None
    sent: list[EmailMessage] = field(default_factory=list)

    def deliver(self, message: EmailMessage) -> None:
        """Keep what was handed over."""
        self.sent.append(message)
        if self.answer is not None:
            raise self.answer


def sender(
    says: Says, *, language: Language = Language.EN, address: str | None = "https://crisis.example"
) -> MailSender:
    """Somebody who sends mails."""
    return MailSender(
        post=says,
        sender=SENDER,
        directory=company,
        language=lambda _: language,
        clock=MovableClock(),
        links=Links((b"a key",), address),
        pages="http://127.0.0.1:8000/incidents",
    )


def sends(says: Says, incident: Incident | None = None, **how: object) -> Outcome:
    """Send the call."""
    situation = Situation(incident=incident or called(by=MAIL))
    return sender(says, **how).send(errand(MAIL), situation)  # type: ignore[arg-type]


def plain(message: EmailMessage) -> str:
    """A mail's words."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_call_by_mail_says_what_where_and_how_to_answer() -> None:
    """In the person's language, as text and as HTML; the same link in both."""
    for language, asks, answer in (
        (Language.EN, "Can you take it?", "I take it"),
        (Language.FR, "Vous en chargez-vous", "je m’en charge"),
    ):
        says = Says()
        assert Sent() == sends(says, language=language)
        (message,) = says.sent
        assert asks in plain(message)
        assert answer in plain(message)
        link = next(
            line for line in plain(message).splitlines() if line.startswith("https://crisis.example/answer/")
        )
        html = message.get_body(("html",))
        assert html is not None
        assert f'href="{link}"' in html.get_content()


def test_without_a_public_address_a_mail_says_whom_to_telephone() -> None:
    """The lead, and whoever answers when nobody else is left."""
    says = Says()
    sends(says, address=None)

    words = plain(says.sent[0])
    assert "/answer/" not in words
    assert "by telephone" in words
    assert "+33" in words or "+44" in words


def test_a_second_copy_carries_the_same_reference() -> None:
    """Its Message-ID is made of the errand's own, so that a mailbox can tell."""
    says = Says()
    sends(says)
    sends(says)

    first, second = says.sent
    assert first["Message-ID"] == second["Message-ID"] == f"<{errand(MAIL).id}@meridian.example>"
    assert errand(MAIL).id in plain(first)


def test_i6_a_title_with_line_breaks_makes_one_header() -> None:
    """No header of somebody's own, and no second mail."""
    for title in (
        "Leak\r\nBcc: everybody@example.com",
        "a\nb\x85c\u2028d",
        "x" * 5000,
        "=?utf-8?q?=0ABcc:x?=",
    ):
        says = Says()
        incident = replace(called(by=MAIL), title=title)
        sends(says, incident)
        (message,) = says.sent
        raw = message.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii")
        names = [line.partition(":")[0] for line in raw.split("\r\n") if not line.startswith((" ", "\t"))]
        assert "Bcc" not in names
        assert 1 == names.count("Subject")
        assert 1 == names.count("To")


def test_i5_what_is_typed_is_inert_in_the_html() -> None:
    """Somebody's title is text."""
    says = Says()
    sends(says, replace(called(by=MAIL), title='<img src=x onerror="alert(1)"><a href="https://evil">'))
    html = says.sent[0].get_body(("html",))

    assert html is not None
    assert "<img" not in html.get_content()
    assert 1 == html.get_content().count("<a ")


def test_a_mail_that_nobody_needs_any_more_does_not_leave() -> None:
    """Taken meanwhile."""
    says = Says()
    over = called(CallTaken(at=called().opened_at, by=CLAIRE, call=CALL), by=MAIL)

    assert isinstance(sends(says, over), Pointless)
    assert [] == says.sent


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), "mail_recipient"),
        (smtplib.SMTPDataError(554, b"spam"), "mail_refused"),
    ],
)
def test_what_a_mail_server_refuses_for_good_is_refused(answer: Exception, reason: str) -> None:
    """The next means is then used at once."""
    assert Refused(reason=reason) == sends(Says(answer))


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPRecipientsRefused({"x": (451, b"greylisted")}),
        smtplib.SMTPDataError(452, b"full"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPConnectError(421, b"busy"),
        TimeoutError(),
        ConnectionRefusedError(),
    ],
)
def test_what_a_mail_server_cannot_take_now_is_tried_again(answer: Exception) -> None:
    """Greylisted, full, gone or slow: after a while, longer each time."""
    outcome = sends(Says(answer))

    assert isinstance(outcome, Slowed)
    assert ("mail_away", False) == (outcome.reason, outcome.mend)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "mail_login"),
        (smtplib.SMTPSenderRefused(553, b"not yours", SENDER), "mail_sender"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "mail_encryption"),
        (ssl.SSLCertVerificationError("expired"), "mail_encryption"),
    ],
)
def test_what_the_operator_must_mend_stays_owed_and_is_told(answer: Exception, reason: str) -> None:
    """Nothing is thrown away; the next means is used meanwhile."""
    assert Slowed(wait=timedelta(seconds=60), reason=reason, mend=True) == sends(Says(answer))


# A mail server that listens.


@dataclass
class Server:
    """A small mail server without encryption, and what it heard."""

    port: int = 0
    heard: list[str] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        """Take one mail."""
        line, _ = listener.accept()
        with line, line.makefile("r", newline="\r\n") as talk:
            self.answer(line, b"220 ready\r\n")
            data = False
            for said in talk:
                self.heard.append(said.strip())
                ends = data and said.strip() == "."
                if data and not ends:
                    continue
                data = said.strip().upper() == "DATA"
                self.answer(line, b"354 go\r\n" if data else b"250 ok\r\n")

    def answer(self, line: socket.socket, told: bytes) -> None:
        """Answer at once."""
        line.sendall(told)


@dataclass
class Slow(Server):
    """A mail server that answers each step within a few seconds, but takes its time over the whole."""

    now: float = 0.0

    def serve(self, listener: socket.socket) -> None:
        """Take one mail, or be left."""
        with suppress(OSError):
            super().serve(listener)

    def answer(self, line: socket.socket, told: bytes) -> None:
        """Answer three seconds later."""
        self.now += 3
        line.sendall(told)


@dataclass
class Dripping(Slow):
    """A mail server that says a little of each answer every three seconds."""

    def answer(self, line: socket.socket, told: bytes) -> None:
        """Answer twelve seconds later."""
        for part in (told[:1], told[1:2], told[2:3], told[3:]):
            super().answer(line, part)


@contextmanager
def listening(host: str, server: Server | None = None) -> Iterator[Server]:
    """The server, on an address of this machine."""
    server, listener = server or Server(), socket.create_server((host, 0))
    server.port = listener.getsockname()[1]
    thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
    thread.start()
    yield server
    thread.join(5)
    listener.close()


def test_a_mail_is_handed_to_the_server() -> None:
    """On this machine, as it is; its sender, its receiver, its words."""
    with listening("127.0.0.1") as server:
        post = MailServer(address=f"smtp://127.0.0.1:{server.port}", sender=SENDER)
        assert Sent() == replace(sender(Says()), post=post).send(
            errand(MAIL), Situation(incident=called(by=MAIL))
        )

    assert "ehlo meridian.example" in server.heard
    assert any(line.upper().startswith(f"MAIL FROM:<{SENDER}>".upper()) for line in server.heard)
    assert any("Can you take it?" in line for line in server.heard)


@pytest.mark.parametrize("slow", [Slow(), Dripping()])
def test_a_mail_server_that_is_slow_is_left_after_ten_seconds_in_all(slow: Slow) -> None:
    """Each step in time, and the whole too late: nothing is handed over by then, and it is tried again."""
    with listening("127.0.0.1", slow):
        post = MailServer(address=f"smtp://127.0.0.1:{slow.port}", sender=SENDER, seconds=lambda: slow.now)
        outcome = replace(sender(Says()), post=post).send(errand(MAIL), Situation(incident=called(by=MAIL)))

    assert isinstance(outcome, Slowed)
    assert ("mail_away", True) == (outcome.reason, outcome.unsure)
    assert 12.0 == slow.now
    assert "DATA" not in [said.upper() for said in slow.heard]


def test_a_password_never_leaves_unencrypted() -> None:
    """A server elsewhere that offers no STARTTLS is left before any login; and no log shows the address."""
    with listening("127.0.0.2") as server:
        post = MailServer(address=f"smtp://crisis:secret@127.0.0.2:{server.port}", sender=SENDER)
        outcome = replace(sender(Says()), post=post).send(errand(MAIL), Situation(incident=called(by=MAIL)))

    assert Slowed(wait=timedelta(seconds=60), reason="mail_encryption", mend=True) == outcome
    assert [] == [line for line in server.heard if "AUTH" in line.upper()]
    assert "secret" not in repr(post)


# Letters of trouble.


@dataclass
class SlackSays:
    """Slack, which says what it is told to."""

    outcome: Outcome

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Answer an errand."""
        return self.outcome

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Answer a letter."""
        return self.outcome


@dataclass
class SlackTakes:
    """Slack, which takes letters for these people alone."""

    people: tuple[UserId, ...]
    asked: list[UserId] = field(default_factory=list)

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Take no errand."""
        return Refused(reason="x")

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Take it or not."""
        self.asked.append(letter.person)
        return Sent() if letter.person in self.people else Refused(reason="channel_not_found")


REFUSED = Undelivered(ref="INC-2026-0001", means=SLACK, reason="token_revoked", person=None, everything=True)
SILENT = SlackSilent(since=None, lasting=timedelta(minutes=2), refs=("INC-2026-0001",))


def letter(matter: Matter, attempts: int = 0, person: UserId = CLAIRE) -> OwedLetter:
    """A letter as it is owed."""
    return OwedLetter(
        id=identifier(7), person=person, matter=matter, attempts=attempts, token="t", interrupted=False
    )


def dispatch(slack: Outcome, says: Says | None) -> Dispatch:
    """Send by Slack, which answers so, or by mail."""
    mail = None if says is None else sender(says)
    return Dispatch(slack=SlackSays(slack), hook=None, mail=mail)  # type: ignore[arg-type]


MEND = Slowed(wait=timedelta(seconds=60), reason="token_revoked", mend=True)
AWAY = Slowed(wait=timedelta(seconds=1), reason="x", unsure=True)


@pytest.mark.parametrize(
    ("slack", "attempts", "by_mail"),
    [
        (Sent(), 0, False),
        (Refused(reason="user_not_found"), 0, True),
        (MEND, 0, True),
        (AWAY, 0, False),
        (AWAY, TRIES_OF_SLACK, True),
    ],
)
def test_n9_a_letter_of_trouble_goes_by_mail_where_slack_does_not_take_it(
    slack: Outcome, attempts: int, by_mail: bool
) -> None:
    """Refused at once; slow, after a few tries."""
    says = Says()
    outcome = dispatch(slack, says).send_letter(letter(REFUSED, attempts))

    assert by_mail is bool(says.sent)
    assert (Sent() if by_mail else slack) == outcome


def test_the_mail_of_trouble_names_the_cause_the_mend_and_the_pages() -> None:
    """So that somebody can act on it at three in the morning."""
    says = Says()
    dispatch(MEND, says).send_letter(letter(REFUSED))

    words = plain(says.sent[0])
    for said in ("SLACK_BOT_TOKEN", "crisis doctor", "http://127.0.0.1:8000/incidents"):
        assert said in words


def test_that_slack_is_silent_is_told_by_mail_or_not_at_all() -> None:
    """In Slack itself it would come when it is over."""
    says = Says()
    assert Sent() == dispatch(Sent(), says).send_letter(letter(SILENT))
    assert "INC-2026-0001" in plain(says.sent[0])
    assert isinstance(dispatch(Sent(), None).send_letter(letter(SILENT)), Pointless)
    assert isinstance(dispatch(Sent(), says).send_letter(letter(SILENT, person=NOBODY)), Pointless)


def test_that_nobody_is_left_is_told_by_mail_with_the_ladder_and_what_to_do() -> None:
    """In the reader's language, and by telephone from there."""
    says = Says()
    ended = NobodyLeft(ref="INC-2026-0001", title="Customer file on a forum", ladder=LadderId("press"))
    assert Sent() == dispatch(Sent(), says).send_letter(letter(ended))

    words = plain(says.sent[0])
    assert "INC-2026-0001" in words
    assert "Customer file on a forum" in words
    assert "téléphone" in words or "telephone" in words


HEAD = HeadDrawn(day=MONDAY_MORNING.date(), at=MONDAY_MORNING, value="0123456789abcdef" * 4, marks=2)


@pytest.mark.parametrize(
    ("slack", "by_mail"),
    [(Sent(), False), (AWAY, False), (Refused(reason="is_archived"), True), (MEND, True)],
)
def test_d1_the_head_goes_by_mail_where_the_channel_does_not_take_it(slack: Outcome, by_mail: bool) -> None:
    """It waits where Slack is merely away; what is refused goes to the administrators who have a mailbox."""
    says = Says()
    sending = replace(dispatch(slack, says), administrators=lambda: (CLAIRE, NOBODY))
    outcome = sending.send_letter(letter(HEAD, person=ANNOUNCEMENTS))

    assert by_mail is bool(says.sent)
    assert (Sent() if by_mail else slack) == outcome
    for mail in says.sent:
        assert "0123 4567 89ab cdef 0123 4567 89ab cdef" in plain(mail)
        assert "`" not in plain(mail)


def test_d1_without_a_channel_the_head_goes_to_each_administrator_by_mail() -> None:
    """Or in Slack, where there is no mail."""
    says = Says()
    assert Sent() == dispatch(Refused(reason="x"), says).send_letter(letter(HEAD))
    assert "2026-03-02" in says.sent[0]["Subject"]
    assert Sent() == dispatch(Sent(), None).send_letter(letter(HEAD))


def test_d1_without_mail_the_administrators_get_in_slack_what_the_channel_does_not_take() -> None:
    """Each of them; one who has it is enough."""
    slack = SlackTakes(people=(CLAIRE,))
    sending = Dispatch(slack=slack, hook=None, administrators=lambda: (NOBODY, CLAIRE))  # type: ignore[arg-type]

    assert Sent() == sending.send_letter(letter(HEAD, person=ANNOUNCEMENTS))
    assert [ANNOUNCEMENTS, NOBODY, CLAIRE] == slack.asked


def test_other_letters_wait_for_slack() -> None:
    """What the files say can wait."""
    says = Says()
    assert MEND == dispatch(MEND, says).send_letter(letter(FilesMended()))
    assert [] == says.sent


def test_without_a_mail_server_a_call_by_mail_fails_with_the_mend() -> None:
    """It was pinned when there was one."""
    outcome = dispatch(Sent(), None).send(errand(MAIL), Situation(incident=called(by=MAIL)))

    assert Refused(reason="mail_unset") == outcome
