"""What the doctor looks at of the ways that lead around Slack: mail, webhooks, answers from outside, the heartbeat."""

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from bot.doctor import words_outside as words
from bot.doctor.finding import Check, Finding, note, to_mend, well
from bot.doctor.visit import Visit
from bot.outbound.carriers import Carriers, of_settings
from bot.outbound.guarded import Ban, Forbidden, is_public, resolved
from bot.outbound.mail import MailServer, outcome_of
from handlers.reasons_outside import OUTSIDE
from playbooks.playbook import Words
from playbooks.routing import Webhook

HTTPS: Final = 443


def mail(visit: Visit) -> Iterator[Finding]:
    """Whether the mail server lets us in; nothing is sent."""
    url = visit.settings.smtp_url
    if url is None:
        yield well(words.NO_MAIL)
        return
    server = MailServer(address=url.get_secret_value(), sender=visit.settings.mail_from or "")
    try:
        line = server.connection()
    except (smtplib.SMTPException, OSError) as exc:
        yield to_mend(words.mail_refused(type(exc).__name__), OUTSIDE[outcome_of(exc)])
        return
    with suppress(smtplib.SMTPException, OSError):
        line.quit()
    line.close()
    yield well(words.MAIL_OPEN)


def webhooks(visit: Visit) -> Iterator[Finding]:
    """Whether each webhook of the directory may be called, and has its key; nothing is sent."""
    hooks = {} if visit.directory is None else visit.directory.webhooks
    if not hooks:
        yield well(words.NO_WEBHOOK)
        return
    carriers = of_settings(visit.settings)
    for name, hook in hooks.items():
        trouble = _trouble(carriers, hook)
        if trouble is None:
            yield well(words.webhook_open(name))
        else:
            yield to_mend(words.webhook_shut(name, hook.key), trouble)


def _trouble(carriers: Carriers, hook: Webhook) -> Words | None:
    try:
        host = carriers.allowed(hook.address)
    except Forbidden as exc:
        return OUTSIDE[exc.reason]
    if carriers.key(hook.key) is None:
        return OUTSIDE["hook_key"]
    try:
        addresses = list(resolved(str(host), HTTPS))
    except OSError:
        return OUTSIDE["hook_away"]
    return None if addresses and all(map(is_public, addresses)) else OUTSIDE[Ban.PRIVATE]


def answers(visit: Visit) -> Iterator[Finding]:
    """Whether people who are called outside Slack can answer there."""
    url = visit.settings.public_url
    leads_out = visit.settings.smtp_url is not None or bool(visit.settings.webhook_hosts)
    if url is not None:
        yield well(words.answered_at(url))
    elif leads_out:
        yield note(words.NO_ANSWER_PAGE, words.SET_PUBLIC_URL)
    else:
        yield well(words.SLACK_ALONE)


def heartbeat(visit: Visit) -> Iterator[Finding]:
    """Whether somebody would notice that this machine has died."""
    yield well(words.NO_HEARTBEAT if visit.settings.heartbeat_url is None else words.HEARTBEAT)


CHECKS: Final[tuple[Check[Visit], ...]] = (
    Check(about=words.MAIL, look=mail),
    Check(about=words.WEBHOOKS, look=webhooks),
    Check(about=words.ANSWERS, look=answers),
    Check(about=words.BEAT, look=heartbeat),
)
