"""A small furnished team, the little bot behind it, and a browser without a script."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from slack_bolt import App

from bot.practice.company import Colleague, furnish
from bot.practice.delivery import Deliver
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from tests.fakes.clock import MovableClock
from tests.practice import little_bot

Call = Callable[..., dict[str, Any]]

PEOPLE = (
    Colleague(id="UDANA", name="dana", real_name="Dana Roux", locale="en-GB", email="dana@example.com"),
    Colleague(id="ULUC", name="luc", real_name="Luc Vasseur", locale="fr-FR"),
)


@pytest.fixture
def clock() -> MovableClock:
    """Time that moves by hand."""
    return MovableClock()


@pytest.fixture
def workspace(clock: MovableClock) -> Workspace:
    """A team of two, the bot, and the three standing channels."""
    made = Workspace(clock, commands=frozenset({"/crisis"}))
    furnish(made, PEOPLE)
    return made


@pytest.fixture
def call(workspace: Workspace) -> Call:
    """Calls a method as the bot and gives the answer's JSON."""

    def run(method: str, **args: object) -> dict[str, Any]:
        _, _, body = workspace.call(method, args)
        assert body is not None
        return body

    return run


@pytest.fixture
def served(workspace: Workspace, clock: MovableClock) -> Iterator["Served"]:
    """The workspace behind its address, with the little bot answering."""
    made = Served(workspace, clock)
    yield made
    made.close()


class Served:
    """A running practice server and what one does with it."""

    def __init__(self, workspace: Workspace, clock: MovableClock) -> None:
        self.workspace = workspace
        self._clock = clock
        self._app: App | None = None
        self.deliver: Deliver = self._deliver
        self.server = PracticeServer(workspace, self._deliver, forward=self._forward).start()
        self._app = little_bot.make(workspace, self.server.url)
        self.browser = httpx.Client(base_url=self.server.url, follow_redirects=True, trust_env=False)

    def _forward(self, by: timedelta) -> None:
        self._clock.forward(seconds=by.total_seconds())

    def _deliver(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        assert self._app is not None
        return little_bot.deliver_to(self._app)(body, headers)

    def person(self, user_id: str) -> Person:
        """Somebody of the team at their keyboard."""
        return Person(self.workspace, user_id, self.deliver)

    def page(self, **place: str) -> str:
        """The page as a browser gets it."""
        return self.browser.get("/", params=place).raise_for_status().text

    def sends(self, path: str, **fields: object) -> httpx.Response:
        """A form of the page, sent as its reader would send it."""
        return self.browser.post(path, data={"token": self.token(), **fields})

    def token(self) -> str:
        """The page's own secret, as its forms carry it."""
        found = re.search(r'name="token" value="([^"]+)"', self.page())
        assert found is not None
        return found[1]

    def close(self) -> None:
        """Close everything."""
        self.browser.close()
        self.server.stop()
