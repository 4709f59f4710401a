"""Socket Mode: the same deeds, carried over the bot's own WebSockets instead of signed requests."""

import contextlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs

from bot.practice.contract import Json
from bot.practice.delivery import PATIENCE_SECONDS
from bot.practice.team import APP_ID
from bot.practice.websocket import WebSocket

MAX_CONNECTIONS = 10
Goodbye = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


@dataclass(slots=True)
class _Awaited:
    """An envelope on its way, and the bot's answer once it is there."""

    answered: threading.Event = field(default_factory=threading.Event)
    payload: object = None


class Sockets:
    """The bot's open connections. Each envelope goes to one of them, in turn."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds
        self._lock = threading.Lock()
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._awaited: dict[str, _Awaited] = {}
        self._opened = threading.Condition(self._lock)

    def ticket(self) -> str:
        """The right to open one connection, once."""
        made = secrets.token_urlsafe(18)
        with self._lock:
            self._tickets.add(made)
        return made

    def count(self) -> int:
        """How many connections are open."""
        with self._lock:
            return len(self._open)

    def wait_for(self, number: int, *, seconds: float = 10.0) -> bool:
        """Whether so many connections are open, or are before the seconds have passed."""
        with self._opened:
            return self._opened.wait_for(lambda: len(self._open) >= number, seconds)

    def admit(self, ticket: str) -> bool:
        """Use up a ticket; False when it is none."""
        with self._lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
        return known

    def serve(self, connection: WebSocket) -> None:
        """Greet a new connection and read its acknowledgements until it ends."""
        with self._opened:
            crowded = len(self._open) >= MAX_CONNECTIONS
            if not crowded:
                self._open.append(connection)
            number = len(self._open)
            self._opened.notify_all()
        if crowded:
            _say_goodbye(connection, "too_many_websockets")
            return
        try:
            connection.send(json.dumps(_hello(number)))
            for text in connection.texts():
                self._take(text)
        except OSError:
            pass  # The bot went away before it was greeted: nothing is lost.
        finally:
            self._forget(connection)

    def deliver(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """
        Carry a signed request's content as an envelope, and wait for its acknowledgement: a `Deliver`.

        Raises ConnectionError when no connection is open, TimeoutError when nobody acknowledges in time.
        """
        envelope = _envelope(body, {name.lower(): value for name, value in headers.items()})
        awaited = _Awaited()
        with self._lock:
            self._awaited[envelope["envelope_id"]] = awaited
        try:
            self._send(json.dumps(envelope, ensure_ascii=False))
            if not awaited.answered.wait(self._patience):
                raise TimeoutError
        finally:
            with self._lock:
                del self._awaited[envelope["envelope_id"]]
        payload = awaited.payload
        return 200, b"" if payload in (None, {}, "") else json.dumps(payload, ensure_ascii=False).encode()

    def disconnect(self, reason: Goodbye) -> None:
        """
        Tell every connection that it is about to end, as Slack does.

        After "warning" it stays open for a while; after any other reason it is closed at once.
        """
        with self._lock:
            told = list(self._open)
        for connection in told:
            if reason == "warning":
                with contextlib.suppress(OSError):
                    connection.send(_goodbye(reason))
            else:
                self._forget(connection)
                _say_goodbye(connection, reason)

    def _send(self, text: str) -> None:
        while True:
            with self._lock:
                if not self._open:
                    msg = "no Socket Mode connection is open"
                    raise ConnectionError(msg)
                connection = self._open.pop(0)
                self._open.append(connection)
            try:
                return connection.send(text)
            except OSError:
                self._forget(connection)

    def _take(self, text: str) -> None:
        """Note an acknowledgement; anything else is left alone, as Slack leaves it."""
        try:
            told = json.loads(text)
        except ValueError:
            return
        if not isinstance(told, dict):
            return
        with self._lock:
            awaited = self._awaited.get(str(told.get("envelope_id")))
        if awaited is not None:
            awaited.payload = told.get("payload")
            awaited.answered.set()

    def _forget(self, connection: WebSocket) -> None:
        with self._lock:
            if connection in self._open:
                self._open.remove(connection)


def _say_goodbye(connection: WebSocket, reason: Goodbye) -> None:
    with contextlib.suppress(OSError):
        connection.send(_goodbye(reason))
        connection.close()


def _goodbye(reason: Goodbye) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})


def _hello(number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "debug_info": {"host": "practice", "build_number": 1, "approximate_connection_time": 18_060},
        "connection_info": {"app_id": APP_ID},
    }


def _envelope(body: bytes, headers: Mapping[str, str]) -> Json:
    kind, payload = _opened(body, headers)
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        envelope["retry_attempt"] = int(headers.get("x-slack-retry-num", "0"))
        envelope["retry_reason"] = headers.get("x-slack-retry-reason", "")
    return envelope


def _opened(body: bytes, headers: Mapping[str, str]) -> tuple[str, Json]:
    """The type of an envelope and its payload, from the body of the request that HTTP would carry."""
    if "json" in headers.get("content-type", ""):
        return "events_api", json.loads(body)
    fields = {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    if "payload" in fields:
        return "interactive", json.loads(fields["payload"])
    return "slash_commands", fields
