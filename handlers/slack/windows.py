"""Opens forms, and says what to do where Slack no longer lets one open."""

import re
from http.client import HTTPException
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack.blocks.limits import View, cut
from handlers.slack.visits import Body, Visit
from handlers.slack.words import REPLY_COMMAND, cleaned, shown_text
from playbooks.errors import BadRequest
from playbooks.playbook import Words
from playbooks.typed import escaped, one_line

log = structlog.get_logger(__name__)

# Whatever keeps Slack from doing what it is asked: its refusal, half an answer, no line.
UNREACHED: Final = (SlackClientError, HTTPException, OSError)
OFFERED: Final = 2900  # units of what was typed that are offered back: a paragraph of a message
_EXPIRED: Final = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"}
)
_OLD_WORDS: Final = re.compile(r"trigger_id", re.IGNORECASE)


def show(visit: Visit, view: View) -> None:
    """
    Open a form, over the one that is open if there is one.

    Raises BadRequest, with the typed text, where Slack gives no more time for it or does not answer.
    """
    opens = visit.client.views_push if visit.in_window else visit.client.views_open
    try:
        opens(trigger_id=visit.trigger, view=view)
    except SlackApiError as exc:
        if not _too_late(exc):
            raise
        raise too_late(visit) from exc
    except UNREACHED as exc:
        raise too_late(visit) from exc


def redraw(visit: Visit, view_id: str, view: View) -> None:
    """Draw an open window anew. It is only a picture of what is saved: where Slack refuses, the next one is right."""
    try:
        visit.client.views_update(view_id=view_id, view=view)
    except UNREACHED as exc:
        log.warning("window_not_redrawn", reason=reason_of(exc), request=visit.request)


def reason_of(error: Exception) -> str:
    """Name why Slack refused."""
    response: Any = getattr(error, "response", None) or {}
    return str(response.get("error") or type(error).__name__)


def typed_again(body: Body) -> str:
    """Give a command back as it can be sent again; nothing where it held no more than its verb, or was none."""
    command, words = str(body.get("command") or ""), cleaned(str(body.get("text") or "")).split(maxsplit=1)
    bare = not words if command == REPLY_COMMAND else len(words) < 2
    return "" if not command or bare else in_code(command, " ".join(words))


def in_code(command: str, text: str) -> str:
    """Write a command so that Slack shows it as it was typed."""
    typed = one_line(f"{command} {shown_text(text)}".replace("`", "'"), OFFERED)
    return f"`{cut(escaped(typed), OFFERED)}`"


def too_late(visit: Visit) -> BadRequest:
    """Say that the form could not open; what was typed is given back with every refusal of a command."""
    if not visit.body.get("command"):
        return BadRequest(
            Words(
                en="Slack took too long and the form could not open. Nothing was changed: press again.",
                fr="Slack a trop tardé et le formulaire n’a pas pu s’ouvrir. Rien n’a changé : appuyez de nouveau.",
            )
        )
    return BadRequest(
        Words(
            en="Slack took too long and the form could not open. Nothing was changed: send the command again.",
            fr="Slack a trop tardé et le formulaire n’a pas pu s’ouvrir. Rien n’a changé : renvoyez la commande.",
        )
    )


def _too_late(error: SlackApiError) -> bool:
    response: Any = error.response
    if response.get("error") in _EXPIRED:
        return True
    said = (response.get("response_metadata") or {}).get("messages") or ()
    return response.get("error") == "invalid_arguments" and any(_OLD_WORDS.search(line) for line in said)
