"""A message of Slack's as something that can be kept: whose it is, when it was written, and its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from handlers.slack.visits import Visit, workspace_of
from handlers.slack.windows import UNREACHED, reason_of
from handlers.slack.words import cleaned, shown_text
from playbooks import refusals
from playbooks.commands import ChannelId, Original
from playbooks.playbook import UserId
from playbooks.typed import one_line, paragraph

log = structlog.get_logger(__name__)

LONGEST_LINK: Final = 500  # characters
FILES: Final = 5  # of a message, that are named
# What a person writes; all else is said by Slack itself, or by an app.
WRITTEN: Final = (None, "thread_broadcast", "file_share", "me_message")
_SLACKBOT: Final = "USLACKBOT"
_SOMEBODY: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message that may be kept."""

    original: Original
    text: str
    at: datetime


def heard(visit: Visit, channel: ChannelId, message: Mapping[str, Any]) -> Heard:
    """Take in a message. Raises NotAllowed for an app's and for another workspace's, BadRequest for one of no words."""
    author, ts = str(message.get("user") or ""), str(message.get("ts") or "")
    if message.get("bot_id") or author in {"", _SLACKBOT} or message.get("subtype") not in WRITTEN:
        raise refusals.entries.not_a_persons()
    theirs, ours = message.get("user_team") or message.get("team"), workspace_of(visit.body)
    if theirs and ours and theirs != ours:
        raise refusals.entries.from_elsewhere()
    text = words_in(visit, message)
    if not text:
        raise refusals.entries.no_words()
    original = Original(channel=channel, ts=ts, author=UserId(author))
    return Heard(original=original, text=text, at=written_at(visit, ts))


def words_in(visit: Visit, message: Mapping[str, Any]) -> str:
    """Give what a message says, with people by their names; the names of its files where it says nothing else."""
    said = _SOMEBODY.sub(lambda found: _name(visit, found), cleaned(str(message.get("text") or "")))
    files = [file for file in message.get("files") or () if isinstance(file, Mapping)]
    names = (one_line(str(file.get("name") or "")) for file in files[:FILES])
    return paragraph(shown_text(said)) or ", ".join(f"📎 {name}" for name in names if name)


def written_at(visit: Visit, ts: str) -> datetime:
    """Read the moment that a message is named after; Slack's clock may run a little before ours."""
    now = visit.desk.clock.now()
    try:
        return min(datetime.fromtimestamp(float(ts), UTC), now)
    except (ValueError, OverflowError, OSError):
        return now


def read(visit: Visit, channel: ChannelId, ts: str) -> Mapping[str, Any]:
    """Ask Slack for one message, which may stand in a thread. Raises NotFound where it does not give it."""
    only: dict[str, Any] = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 1}
    try:
        found = list(visit.client.conversations_history(**only).get("messages") or ())
        if not any(one.get("ts") == ts for one in found):
            found = list(visit.client.conversations_replies(ts=ts, **only).get("messages") or ())
    except UNREACHED as exc:
        log.warning("message_not_read", reason=reason_of(exc), request=visit.request)
        raise refusals.entries.not_read() from exc
    message: Mapping[str, Any] | None = next((one for one in found if one.get("ts") == ts), None)
    if message is None:
        raise refusals.entries.not_read()
    return message


def link_to(visit: Visit, channel: ChannelId, ts: str) -> str:
    """Ask Slack for the address of a message; nothing where it gives none: the entry matters more."""
    try:
        link = str(visit.client.chat_getPermalink(channel=channel, message_ts=ts).get("permalink") or "")
    except UNREACHED as exc:
        log.warning("message_without_link", reason=reason_of(exc), request=visit.request)
        return ""
    return link if link.startswith(("https://", "http://")) and len(link) <= LONGEST_LINK else ""


def _name(visit: Visit, found: re.Match[str]) -> str:
    contact = visit.desk.directory().contact(UserId(found[1]))
    return found[0] if contact is None else f"@{contact.name}"
