"""
Who may use the product at all: members of the workspace, and whoever the directory names.

Guests, people of another workspace in a shared channel, apps and closed accounts are refused with a reason before anything
is looked up for them. Slack is asked once an hour about somebody whom the directory does not know.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.client import HTTPException
from threading import Lock
from typing import Any, Final

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack.visits import sender, workspace_of
from playbooks import refusals
from playbooks.desk import Desk
from playbooks.letters import Stranger
from playbooks.playbook import UserId

log = structlog.get_logger(__name__)

KEPT_FOR: Final = timedelta(hours=1)  # what Slack says of somebody
MOST_KEPT: Final = 2000  # people of whom it is kept
REPEATED: Final = 2  # refusals of a day, after which the administrators hear of it
_ASKS: Final = frozenset({"view_submission", "block_actions", "shortcut", "message_action"})
_QUIET: Final = frozenset({"reaction_added", "app_home_opened"})  # events that ask nothing of anybody
KEEPER: Final = "doorkeeper"  # in a request's context: who knows whom to let in


@dataclass(slots=True)
class Doorkeeper:
    """Lets people in, and remembers for a while whom."""

    desk: Desk
    _known: dict[UserId, tuple[datetime, Stranger | None]] = field(default_factory=dict)
    _refused: Counter[tuple[UserId, date]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, body: Mapping[str, Any], client: WebClient) -> Stranger | None:
        """Say as what somebody is refused; None: they may come in. On repeat the administrators are told."""
        person = sender(body)
        stranger = self.known(person, body, client)
        if stranger is not None:
            log.warning("stranger_refused", person=person, stranger=stranger)
            self._count(person, stranger)
        return stranger

    def known(self, person: UserId, body: Mapping[str, Any], client: WebClient) -> Stranger | None:
        """Say what somebody of whom a message of Slack tells is, if not let in; nothing is counted."""
        if not person or self.desk.people.contact(person) is not None:
            return None
        return Stranger.ELSEWHERE if _is_of_another_workspace(body) else self._asked(person, client)

    def _asked(self, person: UserId, client: WebClient) -> Stranger | None:
        now = self.desk.clock.now()
        with self._lock:
            known = self._known.get(person)
        if known is not None and known[0] > now:
            return known[1]
        try:
            found: Mapping[str, Any] = client.users_info(user=person).get("user") or {}
        except SlackApiError as exc:
            stranger = Stranger.CLOSED if exc.response.get("error") == "user_not_found" else None
            if stranger is None:
                return None  # Slack cannot say: nobody is kept out for that.
        except (SlackClientError, HTTPException, OSError):
            return None
        else:
            stranger = _as_what(found)
        with self._lock:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[person] = (now + KEPT_FOR, stranger)
        return stranger

    def _count(self, person: UserId, stranger: Stranger) -> None:
        today = self.desk.clock.now().date()
        with self._lock:
            if any(day != today for _, day in self._refused):
                self._refused.clear()
            self._refused[person, today] += 1
            repeated = self._refused[person, today] == REPEATED
        if repeated:
            self.desk.people.refused_again(person, stranger)


def register(app: App, desk: Desk) -> None:
    """Stand before every listener."""
    keeper = Doorkeeper(desk)

    @app.middleware
    def guarded(
        body: dict[str, Any],
        client: WebClient,
        context: BoltContext,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's own name.
    ) -> BoltResponse:
        context[KEEPER] = keeper
        quiet = (body.get("event") or {}).get("type") in _QUIET
        if "command" in body or body.get("type") in _ASKS or quiet:
            stranger = keeper.admit(body, client)
            if stranger is not None and quiet:
                return BoltResponse(status=200, body="")  # Nobody waits for an answer.
            if stranger is not None:
                raise refusals.strangers.refused(stranger.words)
        return next()


def _is_of_another_workspace(body: Mapping[str, Any]) -> bool:
    user = body.get("user")
    theirs = user.get("team_id") if isinstance(user, Mapping) else (body.get("event") or {}).get("user_team")
    ours = workspace_of(body)
    return bool(theirs and ours and theirs != ours)


def _as_what(found: Mapping[str, Any]) -> Stranger | None:
    if found.get("deleted"):
        return Stranger.CLOSED
    if found.get("is_bot"):
        return Stranger.APP
    if found.get("is_stranger"):
        return Stranger.ELSEWHERE
    return Stranger.GUEST if found.get("is_restricted") or found.get("is_ultra_restricted") else None
