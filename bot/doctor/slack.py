"""What the doctor asks Slack: the tokens, the scopes, the channel, the people, the time."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from bot.doctor import slack_words as words
from bot.doctor.finding import Check, Finding, note, to_mend, well
from bot.doctor.visit import Trouble, Visit, asked
from bot.doctor.words import NEEDS_DIRECTORY
from bot.manifest import scopes as needed_scopes
from playbooks.playbook import Words
from playbooks.routing import Contact

FURTHEST: Final = timedelta(minutes=2)  # from Slack's clock; a request's signature holds for five
CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{2,20}")
USUAL_SECRET: Final = re.compile(r"[0-9a-f]{32}")
PAGE: Final = 1000  # channels, Slack's own limit


def token(visit: Visit) -> Iterator[Finding]:
    """Whether Slack takes the bot's token."""
    greeting = visit.greeting
    if greeting.trouble is not None:
        yield words.token_trouble(greeting.trouble)
    elif not greeting.is_bot:
        yield to_mend(words.NOT_A_BOT, words.COPY_BOT_TOKEN)
    else:
        yield well(words.known_as(greeting.bot, greeting.team))


def scopes(visit: Visit) -> Iterator[Finding]:
    """Whether the bot may do what it must, and no more."""
    if _deaf(visit):
        yield note(words.NEEDS_TOKEN)
        return
    told = visit.greeting.headers.get("x-oauth-scopes")
    if told is None:
        yield note(words.SCOPES_UNTOLD)
        return
    granted = {scope.strip() for scope in told.split(",") if scope.strip()}
    needed = set(needed_scopes())
    if missing := sorted(needed - granted):
        yield to_mend(words.scopes_missing(missing), words.add_scopes(missing))
    if more := sorted(granted - needed):
        yield note(words.scopes_superfluous(more), words.REMOVE_SCOPES)
    if granted == needed:
        yield well(words.SCOPES_FIT)


def app_token(visit: Visit) -> Iterator[Finding]:
    """Whether the app-level token opens Socket Mode."""
    token = visit.settings.slack_app_token
    if token is None:
        yield well(words.NO_SOCKET)
        return
    client = visit.client_with(token)
    try:
        asked(lambda: client.apps_connections_open(app_token=token.get_secret_value()))
    except Trouble as trouble:
        yield words.socket_trouble(trouble)
    else:
        yield well(words.SOCKET_OPENS)


def signing_secret(visit: Visit) -> Iterator[Finding]:
    """Whether requests over HTTP can be proved; Slack offers no way to try it."""
    secret = visit.settings.slack_signing_secret
    if secret is None:
        # Without an app-level token as well, a missing secret stops the start.
        yield well(words.SECRET_NOT_NEEDED)
    elif not USUAL_SECRET.fullmatch(secret.get_secret_value()):
        yield note(words.UNUSUAL_SECRET, words.COPY_SECRET)
    else:
        yield well(words.SECRET_SET)


# The announcements channel -----------------------------------------------------------------------------


def announcements(visit: Visit) -> Iterator[Finding]:
    """Whether the channel that hears of each incident exists, and the bot is in it."""
    name = visit.settings.announcements or (visit.directory.announcements if visit.directory else "")
    if _deaf(visit) or not name:
        yield note(NEEDS_DIRECTORY if not name else words.NEEDS_TOKEN)
        return
    try:
        channel = _channel(visit, name)
    except Trouble as trouble:
        yield words.trouble_asking(trouble)
        return
    if channel is None:
        yield to_mend(words.no_channel(name), words.make_channel(name, visit.greeting.bot))
    elif channel.get("is_archived"):
        yield to_mend(words.channel_archived(name), words.UNARCHIVE)
    elif not channel.get("is_member"):
        yield to_mend(words.not_in_channel(name), words.invite_to(name, visit.greeting.bot))
    else:
        yield well(words.channel_fits(str(channel.get("name") or name)))


def _channel(visit: Visit, name: str) -> dict[str, Any] | None:
    """Find a channel by its id or its name. Raises Trouble."""
    if CHANNEL_ID.fullmatch(name):
        try:
            found = asked(lambda: visit.client.conversations_info(channel=name))["channel"]
        except Trouble as trouble:
            if trouble.error == "channel_not_found":
                return None
            raise
        return dict(found)
    cursor = ""
    while True:
        page = asked(lambda cursor=cursor: _page(visit, cursor))  # type: ignore[misc]  # Bound at once.
        for channel in page["channels"]:
            if channel["name"] == name:
                return dict(channel)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


def _page(visit: Visit, cursor: str) -> Any:
    kinds = "public_channel,private_channel"
    return visit.client.conversations_list(types=kinds, limit=PAGE, cursor=cursor or None)


# The people --------------------------------------------------------------------------------------------


def contacts(visit: Visit) -> Iterator[Finding]:
    """Whether every contact can be called; those who cannot are told unit by unit."""
    known = visit.directory
    if known is None or _deaf(visit):
        yield note(NEEDS_DIRECTORY if known is None else words.NEEDS_TOKEN)
        return
    lost: list[tuple[Contact, Words]] = []
    for contact in known.contacts:
        try:
            cause = _lost(visit, contact)
        except Trouble as trouble:
            yield words.trouble_asking(trouble)
            return
        if cause is not None:
            lost.append((contact, cause))
    for unit in (None, *known.units):
        gone = [
            (contact, cause)
            for contact, cause in lost
            if (unit.id in contact.units if unit else not contact.units)
        ]
        if gone:
            yield to_mend(words.unreachable(unit, gone), words.MEND_CONTACTS)
    if not lost:
        yield well(words.all_reachable(len(known.contacts)))


def _lost(visit: Visit, contact: Contact) -> Words | None:
    """Say why somebody cannot be called; None: they can. Raises Trouble."""
    try:
        person = asked(lambda: visit.client.users_info(user=contact.user))["user"]
    except Trouble as trouble:
        if trouble.error in {"user_not_found", "user_not_visible"}:
            return words.UNKNOWN_PERSON
        raise
    causes = {
        "deleted": words.LEFT,
        "is_bot": words.A_BOT,
        "is_stranger": words.A_STRANGER,
        "is_ultra_restricted": words.A_GUEST,
        "is_restricted": words.A_GUEST,
    }
    return next((cause for mark, cause in causes.items() if person.get(mark)), None)


# The time ----------------------------------------------------------------------------------------------


def clock(visit: Visit) -> Iterator[Finding]:
    """Whether this machine's clock agrees with Slack's."""
    try:
        theirs = parsedate_to_datetime(visit.greeting.headers.get("date", ""))
        apart = visit.clock.now() - theirs
    except (ValueError, TypeError):
        yield note(words.TIME_UNTOLD)
        return
    if abs(apart) > FURTHEST:
        yield to_mend(words.clocks_apart(apart), words.SET_THE_CLOCK)
    else:
        yield well(words.CLOCKS_AGREE)


def _deaf(visit: Visit) -> bool:
    """Whether Slack answers nothing to this token, so that asking more is waiting in vain."""
    return visit.greeting.trouble is not None


CHECKS: Final[tuple[Check[Visit], ...]] = (
    Check(about=words.TOKEN, look=token),
    Check(about=words.SCOPES, look=scopes),
    Check(about=words.SIGNING_SECRET, look=signing_secret),
    Check(about=words.APP_TOKEN, look=app_token),
    Check(about=words.ANNOUNCEMENTS, look=announcements),
    Check(about=words.CONTACTS, look=contacts),
    Check(about=words.CLOCK, look=clock),
)
