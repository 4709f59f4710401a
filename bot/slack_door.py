"""
Slack's door over HTTP, before anything of the pages is asked.

There is nothing here for a router, its middlewares or FastAPI to read, and a crowd would wait for their reading.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.patience import ARRIVED, PatientApp
from bot.slack_shapes import is_whole

LARGEST_BODY: Final = 1024 * 1024  # bytes; Slack's own payloads stay under 250 KB
LONGEST_TIMESTAMP: Final = 12  # digits
MOST_FIELDS: Final = 100  # of a form; a slash command has fifteen
MARKS: Final = frozenset({"command", "type", "ssl_check"})  # one of them is in everything that Slack sends
# None of them means anything to the parser, nor can one become part of another escape.
OF_JSON: Final = {f"%{ord(sign):02X}": sign for sign in '"{}[]:,'}
ABREAST: Final = 4  # requests carried out side by side: more take the interpreter from one another
ABREAST_SECONDS: Final = 1.0  # nobody stands longer behind them, however long the database keeps them


@dataclass(slots=True)
class Abreast:
    """Lets so many in an event loop go on side by side, and everybody who has waited for so many seconds."""

    most: int
    seconds: float
    _free: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Free all places."""
        self._free = asyncio.Semaphore(self.most)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Go on as soon as there is room, or nobody can be asked to wait longer."""
        try:
            async with asyncio.timeout(self.seconds):
                await self._free.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._free.release()


class SlackDoor:
    """Answers what Slack sends, and passes on everything else."""

    def __init__(self, app: ASGIApp, slack: PatientApp, verifier: SignatureVerifier | None) -> None:
        self._pages = app
        self._slack = slack
        self._verifier = verifier
        self._abreast = Abreast(ABREAST, ABREAST_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what Slack sends; pass on all else."""
        if scope["type"] != "http" or scope["path"] != "/slack/events" or scope["method"] != "POST":
            return await self._pages(scope, receive, send)
        try:
            response = await self._answered(Request(scope, receive))
        except ClientDisconnect:
            return None
        return await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        arrived, body = time.monotonic(), await _read(request)
        if body is None:
            return Response("larger than anything Slack sends", status_code=413)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return Response("not a message of Slack's", status_code=400)
        if self._verifier is None or not _signed(self._verifier, text, request):
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
            context={ARRIVED: arrived},
            mode="socket_mode",
        )
        return _as_response(await self._dispatched(parsed))

    async def _dispatched(self, req: BoltRequest) -> BoltResponse:
        async with self._abreast.one():
            task = self._slack.begin(req)
            if isinstance(task, BoltResponse):
                return task
            await self._slack.waited_for(task, req)
        return task.result() if task.done() else await run_in_threadpool(self._slack.not_in_time, req, task)


async def _read(request: Request) -> bytes | None:
    """Read the raw body, which the signature covers; None where it is larger than it may be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


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
