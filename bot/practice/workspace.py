"""The practice workspace: a Slack team in memory that answers the Web API as Slack does."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from bot.practice import (
    methods_chat,
    methods_conversations,
    methods_marks,
    methods_reading,
    methods_views,
)
from bot.practice.arguments import Arguments, demand
from bot.practice.contract import Json, methods
from bot.practice.faults import Fault, FaultPlan
from bot.practice.limits import RateLimits
from bot.practice.methods import Call, Methods
from bot.practice.refusals import ConnectionCut, SlackRefusal, refuse
from bot.practice.response_url import use_address
from bot.practice.scopes import demand_scope
from bot.practice.socket_mode import Sockets
from bot.practice.team import (
    APP_TOKEN,
    BOT_NAME,
    BOT_TOKEN,
    BOT_USER,
    SLACKBOT,
    Channel,
    Clock,
    Kind,
    Message,
    Team,
    User,
)
from bot.practice.tray import Tray

Answer = tuple[int, dict[str, str], Json | None]

SPOKEN: Methods = {
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_marks.METHODS,
    **methods_reading.METHODS,
    **methods_views.METHODS,
}
APP_LEVEL = frozenset({"apps.connections.open"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A shortcut of the app: on a message, or from anywhere."""

    callback_id: str
    name: str
    on_message: bool


class Ways(TypedDict, total=False):
    """
    How one workspace differs from the usual one.

    scopes: what the bot was granted (None: everything). rate_limits: whether calls are counted.
    signing_secret: what a person's deeds are signed with. commands: the slash commands there are (None: any).
    events: the event types the bot is subscribed to (None: any). escape_commands: whether names in a command
    become ids. shortcuts: those that the page offers. wait: what a planned delay calls, in seconds.
    """

    scopes: frozenset[str] | None
    rate_limits: bool
    signing_secret: str
    commands: frozenset[str] | None
    events: frozenset[str] | None
    escape_commands: bool
    shortcuts: tuple[Shortcut, ...]
    wait: Callable[[float], object]


class Workspace:
    """One team and its Web API. Safe to call from many threads at once."""

    def __init__(self, clock: Clock, **ways: Unpack[Ways]) -> None:
        self.team = Team(clock)
        self.scopes = ways.get("scopes")
        self.signing_secret = ways.get("signing_secret", "practice-signing-secret")
        self.commands = ways.get("commands")
        self.events = ways.get("events")
        self.escape_commands = ways.get("escape_commands", True)
        self.shortcuts = ways.get("shortcuts", ())
        self.faults = FaultPlan()
        self.journal: list[Json] = []
        self.home = "http://127.0.0.1"
        self.sockets = Sockets()
        self.tray = Tray(self._touch)
        self._spoken: Methods = {**SPOKEN, "apps.connections.open": self._open_connection}
        self._wait = ways.get("wait", threading.Event().wait)
        self._limits = RateLimits() if ways.get("rate_limits", False) else None
        self.add_user(User(id=BOT_USER, name=BOT_NAME, real_name="Crisis Desk", is_bot=True))
        self.add_user(User(id=SLACKBOT, name="slackbot", real_name="Slackbot", is_bot=True))

    def add_user(self, user: User) -> User:
        """Let somebody into the team, or change what is known of them."""
        with self.team.lock:
            self.team.users[user.id] = user
            self.team.touch()
        return user

    def _touch(self) -> None:
        with self.team.lock:
            self.team.touch()

    def deactivate(self, user_id: str) -> None:
        """Somebody leaves the company."""
        self.add_user(replace(self.team.users[user_id], deleted=True))

    def add_channel(self, name: str, *members: str, kind: Kind = Kind.PUBLIC) -> Channel:
        """A channel that exists without the bot's doing; name the bot to let it in."""
        with self.team.lock:
            channel = self.team.add_channel(name, kind, members[0] if members else SLACKBOT)
            channel.members[:] = dict.fromkeys(members)
        return channel

    def channel(self, name_or_id: str) -> Channel:
        """A channel by its id or its name, with or without #. Raises KeyError."""
        with self.team.lock:
            wanted = name_or_id.removeprefix("#")
            for channel in self.team.channels.values():
                if wanted in (channel.id, channel.name):
                    return channel
        raise KeyError(name_or_id)

    def messages(self, name_or_id: str) -> tuple[Message, ...]:
        """Everything said in a channel, threads included, oldest first."""
        channel = self.channel(name_or_id)
        with self.team.lock:
            return tuple(channel.messages.values())

    def call(self, method: str, args: Mapping[str, object], token: str | None = BOT_TOKEN) -> Answer:
        """
        Answer one Web API call: HTTP status, headers, JSON (None: an empty body).

        Raises ConnectionCut where the fault plan cuts the connection.
        """
        given = {name: value for name, value in args.items() if name != "token" and value is not None}
        with self.team.lock:
            self.journal.append({"method": method, "args": given})
        fault = self.faults.take(method, given)
        if fault is None:
            return self._answer(method, given, token)
        return self._failing(fault, method, given, token)

    def _failing(self, fault: Fault, method: str, given: Mapping[str, object], token: str | None) -> Answer:
        if fault.delay:
            self._wait(fault.delay)
        if fault.drop == "before":
            raise ConnectionCut(method)
        if fault.status is not None:
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            return fault.status, headers, None
        if fault.retry_after is not None:
            return _too_fast(fault.retry_after)
        if fault.error is not None:
            return 200, {}, {"ok": False, "error": fault.error}
        answer = self._answer(method, given, token)
        if fault.drop == "after":
            raise ConnectionCut(method)
        return answer

    def _answer(self, method: str, given: Mapping[str, object], token: str | None) -> Answer:
        with self.team.lock:
            try:
                wait = self._refuse_early(method, given, token)
                if wait:
                    return _too_fast(wait)
                body = {"ok": True, **self._spoken[method](self._as_call(method, given))}
            except SlackRefusal as refusal:
                body = refusal.answer()
        return 200, self._headers(method), body

    def _as_call(self, method: str, given: Mapping[str, object]) -> Call:
        return Call(team=self.team, method=method, args=Arguments(given), scopes=self.scopes, home=self.home)

    def _refuse_early(self, method: str, given: Mapping[str, object], token: str | None) -> int:
        """Refuse what needs no knowledge of the team; else the seconds to wait, mostly 0."""
        if method not in self._spoken:
            refuse("unknown_method", req_method=method)
        if not token:
            refuse("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            refuse("invalid_auth")
        if (token == APP_TOKEN) != (method in APP_LEVEL) and method != "auth.test":
            refuse("not_allowed_token_type")
        channel = str(given.get("channel", "")) or None
        wait = self._limits.wait(method, channel, self.team.now()) if self._limits else 0
        if not wait:
            demand_scope(self.team, method, given, self.scopes)
            demand(method, given)
        return wait

    def _headers(self, method: str) -> dict[str, str]:
        accepted = methods().get(method, {}).get("bot_scopes", [])
        granted = self.scopes if self.scopes is not None else every_scope()
        return {
            "X-OAuth-Scopes": ",".join(sorted(granted)),
            "X-Accepted-OAuth-Scopes": ",".join(accepted),
        }

    def _open_connection(self, call: Call) -> Json:
        address = call.home.replace("http", "ws", 1)
        return {"url": f"{address}/socket/{self.sockets.ticket()}"}

    def respond(self, address_id: str, body: Mapping[str, object]) -> tuple[int, Json]:
        """Answer one POST to a response address: HTTP status and JSON."""
        with self.team.lock:
            try:
                use_address(self._as_call("response_url", body), address_id)
            except SlackRefusal as refusal:
                return 404 if refusal.error.endswith("_url") else 400, refusal.answer()
        return 200, {"ok": True}

    def write_journal(self, path: Path) -> None:
        """Write every call so far, one JSON object a line."""
        with self.team.lock:
            lines = [json.dumps(entry, ensure_ascii=False) for entry in self.journal]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _too_fast(seconds: int) -> Answer:
    return 429, {"Retry-After": str(seconds)}, {"ok": False, "error": "ratelimited"}


def every_scope() -> frozenset[str]:
    """Every bot scope that a known method asks for."""
    return frozenset(scope for known in methods().values() for scope in known["bot_scopes"])
