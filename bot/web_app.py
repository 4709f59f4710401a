"""Makes the FastAPI app: Slack's door, the pages, the API and the health checks."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from slack_sdk.signature import SignatureVerifier

from bot.patience import PatientApp
from bot.slack_door import SlackDoor
from handlers import web
from handlers.web import health
from playbooks.desk import Desk

Check = tuple[str, bool, str]  # its name, whether it holds, a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What the web app opens onto. `run` is entered while it serves: the worker lives in it."""

    desk: Desk
    app: PatientApp
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
    web.register(fast, doors.desk, api_token=doors.api_token, checks=doors.checks, outside=doors.outside)
    fast.add_middleware(SlackDoor, slack=doors.app, verifier=verifier)
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
