"""Makes the FastAPI app: Slack's door, the pages, the API and the health checks."""

import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.patience import ARRIVED
from bot.slack_shapes import is_whole
from handlers import web
from handlers.web import health
from playbooks.desk import Desk

LARGEST_BODY: Final = 1024 * 1024  # bytes; Slack's own payloads stay under 250 KB
LONGEST_TIMESTAMP: Final = 12  # digits
MOST_FIELDS: Final = 100  # of a form; a slash command has fifteen
MARKS: Final = frozenset({"command", "type", "ssl_check"})  # one of them is in everything that Slack sends
# None of them means anything to the parser, nor can one become part of another escape.
OF_JSON: Final = {f"%{ord(sign):02X}": sign for sign in '"{}[]:,'}
Check = tuple[str, bool, str]  # its name, whether it holds, a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What the web app opens onto. `run` is entered while it serves: the worker lives in it."""

    desk: Desk
    app: App
    signing_secret: str | None  # None: Socket Mode alone, and no request over HTTP is Slack's
    api_token: str | None
    checks: Callable[[], Iterable[Check]]
    start: Callable[[], None]
    stop: Callable[[], None]
    outside: web.Outside | None = None  # how calls are answered outside Slack


def make_web_app(doors: Doors) -> FastAPI:
    """Make the app that uvicorn serves."""

    fast = _app(doors.start, doors.stop)
    verifier = None if doors.signing_secret is None else SignatureVerifier(doors.signing_secret)

    async def slack_events(request: Request) -> Response:
        return await run_in_threadpool(_answered, doors.app, verifier, await _read_parcel(request), request)

    # A route of Starlette's: there is nothing here for FastAPI to read, and a crowd would wait for its reading.
    fast.add_route("/slack/events", slack_events, methods=["POST"], include_in_schema=False)
    web.register(fast, doors.desk, api_token=doors.api_token, checks=doors.checks, outside=doors.outside)
    return fast


def make_health_app(
    checks: Callable[[], Iterable[Check]], start: Callable[[], None], stop: Callable[[], None]
) -> FastAPI:
    """Make the app of a process without doors: a supervisor can ask how it is, and nobody anything else."""
    fast = _app(start, stop)
    fast.include_router(health.router(checks))
    return fast


def _app(start: Callable[[], None], stop: Callable[[], None]) -> FastAPI:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        start()
        try:
            yield
        finally:
            stop()

    return FastAPI(title="Crisis Desk", docs_url=None, redoc_url=None, lifespan=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A request's raw body, which the signature covers, and when it came: not when a thread was free for it."""

    body: bytes
    arrived: float


async def _read_parcel(request: Request) -> Parcel:
    """Read the raw body, and stop at the limit."""
    arrived, body = time.monotonic(), bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, "larger than anything Slack sends")
    return Parcel(body=bytes(body), arrived=arrived)


def _answered(app: App, verifier: SignatureVerifier | None, parcel: Parcel, request: Request) -> Response:
    try:
        text = parcel.body.decode()
    except UnicodeDecodeError:
        return Response("not a message of Slack's", status_code=400)
    if verifier is None or not _signed(verifier, text, request):
        return Response("not signed by Slack, or too long ago", status_code=401)
    try:
        message = _message(text, request.headers.get("content-type", ""))
    except (ValueError, RecursionError):
        return Response("not a message of Slack's", status_code=400)
    headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
    # The mode of a request whose body is parsed already: Bolt's own parser takes a slash command in which
    # somebody types the word "payload" for something else, and loses it.
    parsed = BoltRequest(
        body=message,
        query=request.url.query,
        headers=headers,
        context={ARRIVED: parcel.arrived},
        mode="socket_mode",
    )
    return _as_response(app.dispatch(parsed))


def _signed(verifier: SignatureVerifier, text: str, request: Request) -> bool:
    """Check the signature in constant time; a malformed one is a wrong one."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP):
        return False
    return signature.isascii() and verifier.is_valid(body=text, timestamp=timestamp, signature=signature)


def _message(text: str, content_type: str) -> dict[str, Any]:
    """Parse a command, an interaction or an event. Raises ValueError for anything else."""
    if content_type.partition(";")[0].strip().lower() == "application/json":
        message = json.loads(text)
    else:
        # A form's JSON is thousands of escapes, most of them of a few signs: the parser takes each one by itself.
        for escaped, sign in OF_JSON.items():
            text = text.replace(escaped, sign)
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        message = json.loads(form["payload"]) if "payload" in form else form
    if not isinstance(message, dict) or not MARKS & message.keys() or not is_whole(message):
        problem = "neither a command, nor an interaction, nor an event"
        raise ValueError(problem)
    return message


def _as_response(answer: BoltResponse) -> Response:
    response = Response(content=answer.body, status_code=answer.status)
    for name, value in answer.first_headers_without_set_cookie().items():
        if name.lower() != "content-length":
            response.headers[name] = value
    return response
