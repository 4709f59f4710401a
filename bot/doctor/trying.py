"""`crisis doctor --send-to NAME`: a test message by each means of one person, Slack apart."""

import json
import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from bot.clock import SystemClock
from bot.doctor import words_outside as words
from bot.doctor.finding import Finding, Verdict, note, to_mend, well
from bot.ids import TimeOrderedIds
from bot.outbound.carriers import Carriers, of_settings
from bot.outbound.guarded import Forbidden, TooSlow
from bot.outbound.mail import outcome_of
from bot.outbound.webhook import BROKEN
from config.directory import load_directory
from config.settings import Settings
from handlers.outside import signing
from handlers.reasons_outside import OUTSIDE
from handlers.wording import say
from playbooks.means import order_of
from playbooks.playbook import Language, Words
from playbooks.routing import MAIL, SLACK, Contact, Directory, MeansId

REFUSED: Final = 300
SUBJECT: Final = Words(en="Crisis Desk: a test message", fr="Crisis Desk : message d’essai")
TEXT: Final = Words(
    en="This is a test: nothing has happened, and nothing is asked of you. When Slack does not reach you, Crisis Desk "
    "calls you this way.",
    fr="Ceci est un essai : il ne s’est rien passé, et on ne vous demande rien. Quand Slack ne vous joint pas, Crisis "
    "Desk vous appelle ainsi.",
)


def send_test(settings: Settings, name: str, language: Language, tell: Callable[[str], None]) -> int:
    """Send, tell how each went, and give 1 if one was not taken. Raises Unreadable, OSError."""
    directory, faults = load_directory(settings.directory), 0
    for means, finding in _findings(settings, directory, name):
        faults += finding.verdict is Verdict.MEND
        about = Words(en=means or name, fr=means or name)
        tell(finding.line_for(about, language))
    return 1 if faults else 0


def _findings(settings: Settings, directory: Directory, name: str) -> Iterator[tuple[str, Finding]]:
    wanted = name.strip().casefold()
    contact = next((c for c in directory.contacts if wanted in {c.name.casefold(), c.user.casefold()}), None)
    if contact is None:
        yield "", to_mend(words.nobody(name), words.LOOK_IN_THE_DIRECTORY)
        return
    if settings.practice:
        yield "", note(words.PRACTICE_SENDS_NOTHING)
        return
    carriers = of_settings(settings)
    order = order_of(contact.user, directory, carriers.at_hand(directory))
    means = [one.means for one in order if one.means != SLACK]
    if not means:
        yield "", note(words.SLACK_APART, words.ADD_A_MEANS)
    for one in means:
        yield one, _by(one, carriers, directory, contact)


def _by(means: MeansId, carriers: Carriers, directory: Directory, contact: Contact) -> Finding:
    to = contact.email if means == MAIL else directory.webhooks[means].address
    try:
        status = _mail(carriers, contact) if means == MAIL else _hook(means, carriers, directory, contact)
    except Forbidden as exc:
        return to_mend(words.test_not_taken(to, exc.reason), OUTSIDE[exc.reason])
    except (smtplib.SMTPException, TooSlow, *BROKEN) as exc:
        away = "hook_away" if means != MAIL else outcome_of(exc)
        return to_mend(words.test_not_taken(to, type(exc).__name__), OUTSIDE[away])
    if status >= REFUSED:
        return to_mend(words.test_not_taken(to, str(status)), OUTSIDE["hook_refused"])
    return well(words.test_taken(to))


def _mail(carriers: Carriers, contact: Contact) -> int:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = say(SUBJECT, contact.language)
    message["From"], message["To"] = carriers.sender, contact.email
    message["Message-ID"] = f"<{TimeOrderedIds().fresh()}@{carriers.sender.rpartition('@')[2]}>"
    message.set_content(say(TEXT, contact.language))
    if carriers.post is not None:
        carriers.post.deliver(message)
    return 0


def _hook(means: MeansId, carriers: Carriers, directory: Directory, contact: Contact) -> int:
    hook, reference = directory.webhooks[means], TimeOrderedIds().fresh()
    told = {
        "event": "test",
        "id": reference,
        "means": means,
        "person": {"slack_id": contact.user, "name": contact.name, "telephone": contact.telephone},
        "text": say(TEXT, contact.language),
    }
    body, stamp = json.dumps(told, ensure_ascii=False).encode(), str(int(SystemClock().now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": reference,
        signing.TIMESTAMP: stamp,
        signing.SIGNATURE: signing.signature(carriers.key(hook.key) or "", stamp, body),
    }
    return carriers.line.request("POST", hook.address, body=body, headers=headers).status
