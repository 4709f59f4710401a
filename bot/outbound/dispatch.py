"""Sends each errand by the means that its lane names, and each letter by one that is taken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.outbound.carriers import Carriers
from bot.outbound.mail import MailSender
from bot.outbound.webhook import HookSender
from handlers.outside.links import Links
from playbooks.desk import Desk
from playbooks.erasing import is_erased
from playbooks.heads import ANNOUNCEMENTS
from playbooks.letters import HeadDrawn, Matter, NobodyLeft, OwedLetter, SlackSilent, Undelivered
from playbooks.playbook import UserId
from playbooks.ports import Outcome, OwedErrand, Pointless, Refused, Sender, Sent, Situation, Slowed

TRIES_OF_SLACK: Final = 4  # of a letter of trouble, some fifteen seconds; then it goes by mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Chooses the sender. Without mail, `mail` is None."""

    slack: Sender
    hook: HookSender
    mail: MailSender | None = None
    administrators: Callable[[], tuple[UserId, ...]] = tuple

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send one errand; see ports.Sender."""
        means, _, whom = errand.lane.partition(":")
        if is_erased(whom):
            return Pointless(reason="erased")
        match means:
            case "mail":
                return (
                    Refused(reason="mail_unset") if self.mail is None else self.mail.send(errand, situation)
                )
            case "hook":
                return self.hook.send(errand, situation)
            case _:
                return self.slack.send(errand, situation)

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Send one letter; of trouble by mail where Slack does not take it; see ports.Sender."""
        if is_erased(letter.person):
            return Pointless(reason="erased")
        mail = self._by_mail(letter)
        if isinstance(letter.matter, SlackSilent | NobodyLeft):
            return (
                Pointless(reason="nobody can be told but in Slack")
                if mail is None
                else mail.send_letter(letter)
            )
        if isinstance(letter.matter, HeadDrawn):
            return self._send_head(letter)
        outcome = self.slack.send_letter(letter)
        if mail is None or not _is_trouble(letter.matter):
            return outcome
        match outcome:
            case Refused():
                return mail.send_letter(letter)
            case Slowed() if outcome.mend or letter.attempts >= TRIES_OF_SLACK:
                return mail.send_letter(letter)
            case _:
                return outcome

    def _send_head(self, letter: OwedLetter) -> Outcome:
        """Post the head of a day in the channel; where that is refused, or there is none, give it to the administrators."""
        if letter.person != ANNOUNCEMENTS:
            return (self._by_mail(letter) or self.slack).send_letter(letter)
        outcome = self.slack.send_letter(letter)
        if not isinstance(outcome, Refused) and not (isinstance(outcome, Slowed) and outcome.mend):
            return outcome
        given = [self._send_head(replace(letter, person=one)) for one in self.administrators()]
        # One administrator who has it is enough to hold the past against.
        return next((one for one in given if isinstance(one, Sent)), given[0] if given else outcome)

    def _by_mail(self, letter: OwedLetter) -> MailSender | None:
        return self.mail if self.mail is not None and self.mail.has_address(letter.person) else None


def dispatch(slack: Sender, desk: Desk, carriers: Carriers, links: Links, pages: str) -> Dispatch:
    """Make the sender of everything that leaves."""
    hook = HookSender(
        line=carriers.line,
        key=carriers.key,
        directory=desk.directory,
        language=desk.people.language,
        clock=desk.clock,
        links=links,
    )
    if carriers.post is None:
        return Dispatch(slack=slack, hook=hook)
    mail = MailSender(
        post=carriers.post,
        sender=carriers.sender,
        directory=desk.directory,
        language=desk.people.language,
        clock=desk.clock,
        links=links,
        pages=pages,
    )
    return Dispatch(slack=slack, hook=hook, mail=mail, administrators=lambda: desk.directory().administrators)


def _is_trouble(matter: Matter) -> bool:
    return isinstance(matter, Undelivered)
