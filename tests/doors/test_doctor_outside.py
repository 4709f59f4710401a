"""The doctor looks at the ways that lead around Slack, and sends a test message by each."""

import socket
from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.doctor import outside
from bot.doctor.finding import Finding, Verdict
from bot.doctor.trying import send_test
from bot.doctor.visit import Visit
from config.settings import Settings, read_settings
from playbooks.playbook import Language, Words
from playbooks.routing import MeansId, Webhook
from tests.fakes.clock import MovableClock
from tests.fakes.reaching import company

KEY = "k" * 32
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "canary-signing", "CRISIS_LOG_KEY": KEY}


def settings(**environ: str) -> Settings:
    """An operator's settings."""
    return read_settings({**SLACK, **environ})


def visit(given: Settings, address: str = "https://sms.example/calls") -> Visit:
    """A visit to a company with one webhook."""
    made = Visit(given, Language.EN, MovableClock())
    hook = Webhook(title=Words(en="text message", fr="SMS"), address=address, key="ACME_SMS_KEY")
    made.__dict__["directory"] = replace(company(), webhooks={MeansId("sms"): hook})
    return made


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def only(found: Iterable[Finding]) -> Finding:
    """The one finding."""
    (finding,) = found
    return finding


def test_nothing_set_is_no_fault() -> None:
    """People are called in Slack alone, as ever; each line says what that means."""
    quiet = Visit(settings(), Language.EN, MovableClock())
    found = [finding for check in outside.CHECKS for finding in check.look(quiet)]

    assert {Verdict.WELL} == {finding.verdict for finding in found}


def test_a_mail_server_that_is_not_there_is_to_be_mended() -> None:
    """Before the night in which it is needed."""
    url = f"smtp://crisis:canary@127.0.0.1:{closed_port()}"
    finding = only(outside.mail(visit(settings(CRISIS_SMTP_URL=url, CRISIS_MAIL_FROM="crisis@example.com"))))

    assert Verdict.MEND is finding.verdict
    assert "does not let Crisis Desk in" in finding.what.en
    assert "canary" not in finding.line_for(Words(en="Mail", fr="Courriel"), Language.EN)


@pytest.mark.parametrize(
    ("environ", "address", "mend"),
    [
        ({}, "https://sms.example/calls", "CRISIS_WEBHOOK_HOSTS"),
        ({"CRISIS_WEBHOOK_HOSTS": "sms.example"}, "https://sms.example/calls", "Set the variable"),
        ({"CRISIS_WEBHOOK_HOSTS": "sms.example"}, "http://sms.example/calls", "not https://"),
        (
            {"CRISIS_WEBHOOK_HOSTS": "localhost", "ACME_SMS_KEY": "canary"},
            "https://localhost/calls",
            "private network",
        ),
    ],
)
def test_a_webhook_that_cannot_be_used_is_to_be_mended(
    environ: dict[str, str], address: str, mend: str
) -> None:
    """Its host, its key, where its name leads: each with the exact mend."""
    finding = only(outside.webhooks(visit(settings(**environ), address)))

    assert Verdict.MEND is finding.verdict
    assert finding.mend is not None
    assert mend in finding.mend.en
    assert "ACME_SMS_KEY" in finding.what.en


def test_without_a_public_address_people_answer_by_telephone() -> None:
    """A note where somebody is called outside Slack."""
    mail = {"CRISIS_SMTP_URL": "smtp://mail.example", "CRISIS_MAIL_FROM": "crisis@example.com"}

    assert Verdict.NOTE is only(outside.answers(visit(settings(**mail)))).verdict
    public = settings(**mail, CRISIS_PUBLIC_URL="https://crisis.example.com")
    assert "https://crisis.example.com/answer/" in only(outside.answers(visit(public))).what.en


# A test message.


def tried(given: Settings, name: str) -> tuple[int, list[str]]:
    """What sending one gives, and tells."""
    told: list[str] = []
    return send_test(given, name, Language.EN, told.append), told


def test_a_test_message_is_for_somebody_of_the_directory() -> None:
    """By name in any case of letters; nobody else is written to."""
    code, told = tried(settings(), "Nobody At All")

    assert 1 == code
    assert "the directory knows no “Nobody At All”" in told[0]
    assert "only Slack reaches this person" in tried(settings(), "poppy ashdown")[1][0]


def test_practice_sends_nothing() -> None:
    """Whoever has set no Slack practises."""
    code, told = tried(read_settings({}), "Poppy Ashdown")

    assert 0 == code
    assert "nothing is sent to anybody" in told[0]


def test_a_test_message_that_is_not_taken_says_why() -> None:
    """With the mend."""
    url = f"smtp://127.0.0.1:{closed_port()}"
    code, told = tried(settings(CRISIS_SMTP_URL=url, CRISIS_MAIL_FROM="crisis@example.com"), "Poppy Ashdown")

    assert 1 == code
    assert "was not taken, for poppy.ashdown@meridian.example (ConnectionRefusedError)" in told[0]
