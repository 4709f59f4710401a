"""What the doctor has at hand during one visit: the settings, the directory, and a way to ask Slack."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Final, TypeAlias

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from config.directory import load_directory
from config.settings import Settings
from playbooks.mistakes import Unreadable
from playbooks.playbook import Language
from playbooks.ports import Clock
from playbooks.routing import Directory

PATIENCE: Final = 10  # seconds for one answer of Slack's
LONGEST_REASON: Final = 160  # characters of an error that somebody else has worded
UNREACHABLE: Final = "unreachable"
NOT_SLACK: Final = "not_slack"

Headers: TypeAlias = Mapping[str, str]


class Trouble(Exception):
    """Slack refused, or could not be asked; `error` is Slack's own name for it, or one of the two above."""

    def __init__(self, error: str, *, reason: str = "", headers: Headers | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.reason = reason  # who is missing which scope, or how the line broke
        self.headers = headers or {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What Slack answers to the bot's token."""

    headers: Headers
    bot: str = ""
    team: str = ""
    is_bot: bool = False
    trouble: Trouble | None = None


class Visit:
    """One visit. What several checks need is looked up once."""

    def __init__(self, settings: Settings, language: Language, clock: Clock) -> None:
        self.settings = settings
        self.language = language
        self.clock = clock

    @cached_property
    def directory(self) -> Directory | None:
        """The company's directory; None: it cannot be read, and the check of its own says why."""
        try:
            return load_directory(self.settings.directory)
        except (Unreadable, OSError):
            return None

    @cached_property
    def client(self) -> WebClient:
        """The way to Slack with the bot's token."""
        return self.client_with(self.settings.slack_bot_token)

    def client_with(self, token: SecretStr | None) -> WebClient:
        """Make a way to Slack. Nothing it asks changes anything, so that waiting and asking again is harmless."""
        quiet = logging.getLogger("crisis.doctor")
        quiet.setLevel(logging.CRITICAL)  # What the library would say stands in a finding.
        return WebClient(
            token=None if token is None else token.get_secret_value(),
            base_url=self.settings.slack_api_url,
            timeout=PATIENCE,
            retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
            logger=quiet,
        )

    @cached_property
    def greeting(self) -> Greeting:
        """What Slack says to the bot's token, asked once."""
        try:
            answer = asked(self.client.auth_test)
        except Trouble as trouble:
            return Greeting(headers=trouble.headers, trouble=trouble)
        return Greeting(
            headers=_lowered(answer.headers),
            bot=str(answer.get("user") or ""),
            team=str(answer.get("team") or ""),
            is_bot=bool(answer.get("bot_id")),
        )


def asked(question: Callable[[], SlackResponse]) -> SlackResponse:
    """Ask Slack something. Raises Trouble, whatever goes wrong."""
    try:
        return question()
    except SlackApiError as exc:
        raise _refused(exc) from exc
    except (SlackClientError, HTTPException, OSError, ValueError) as exc:
        reason = str(getattr(exc, "reason", "") or exc)
        raise Trouble(UNREACHABLE, reason=one_line(f"{type(exc).__name__}: {reason}")) from exc


def one_line(text: str) -> str:
    """Keep the first line of what somebody else has worded, cut to a length that can be read."""
    first = next(iter(text.strip().splitlines()), "")
    return first if len(first) <= LONGEST_REASON else first[: LONGEST_REASON - 1] + "…"


def _refused(exc: SlackApiError) -> Trouble:
    headers = _lowered(exc.response.headers)
    error = str(exc.response.get("error") or "")
    if not re.fullmatch(r"[a-z0-9_]{2,60}", error):
        # A gateway, a captive portal or another server altogether answers in Slack's place.
        return Trouble(NOT_SLACK, reason=f"HTTP {exc.response.status_code}", headers=headers)
    return Trouble(error, reason=one_line(str(exc.response.get("needed") or "")), headers=headers)


def _lowered(headers: Mapping[str, object]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}
