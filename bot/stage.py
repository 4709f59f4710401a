"""
A stage: the whole product before a practice workspace, with a clock that only moves when told to.

`crisis demo --play` and the story tests stand on it. Nothing runs in the background: after each thing a person does,
everything owed is delivered and everything due has fallen before the next line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.demo import colleagues, for_practice
from bot.practice.company import furnish
from bot.practice.person import Answer, Person
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.serving import open_database
from bot.wiring import Bot, build
from config.settings import Settings
from playbooks.playbook import UserId

OPENS: Final = datetime(2026, 3, 2, 2, 55, tzinfo=UTC)  # a Monday, five to three in the morning
LOOPBACK: Final = "127.0.0.1"
MOST_ROUNDS: Final = 10_000  # of one jump in time; more means that something falls due again and again


@dataclass(slots=True)
class StageClock:
    """A clock that stands still until it is moved."""

    moment: datetime = OPENS

    def now(self) -> datetime:
        """Give the moment on stage."""
        return self.moment


class Player(Person):
    """Somebody on stage: what they do is followed by everything that it leads to."""

    stage: "Stage"

    def types(self, text: str, channel: str = "", thread: str | None = None) -> Answer:
        """Type a command or a message."""
        return self._then_settled(super().types(text, channel, thread))

    def clicks(self, target: Any, element: str, value: Any = None) -> Answer:
        """Press a button."""
        return self._then_settled(super().clicks(target, element, value))

    def selects(self, target: Any, element: str, choice: Any) -> Answer:
        """Choose in a menu."""
        return self._then_settled(super().selects(target, element, choice))

    def submits(self, view: Any) -> Answer:
        """Send a form."""
        return self._then_settled(super().submits(view))

    def _then_settled(self, answer: Answer) -> Answer:
        self.stage.settle()
        return answer


@dataclass(slots=True)
class Stage:
    """The product and its workspace. Use it as a context manager: the workspace listens on loopback meanwhile."""

    settings: Settings
    ways: Mapping[str, Any] = field(default_factory=dict)  # of the workspace, such as rate_limits
    clock: StageClock = field(default_factory=StageClock)
    workspace: Workspace = field(init=False)
    server: PracticeServer = field(init=False)
    bot: Bot = field(init=False)
    web: TestClient = field(init=False)
    _players: dict[str, Player] = field(default_factory=dict)

    def __enter__(self) -> "Stage":
        self.workspace = Workspace(self.clock, **self.ways)
        self.server = PracticeServer(self.workspace, self.deliver, host=LOOPBACK)
        self.server.start()
        self.settings = for_practice(self.settings, self.workspace, self.server.url)
        self.start_bot()
        furnish(self.workspace, colleagues(self.bot.desk.directory()))
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_bot()
        self.server.stop()

    def start_bot(self) -> None:
        """Start the product, as a process does: what it knows is what the database knows."""
        open_database(self.settings)
        self.bot = build(self.settings, self.clock)
        self.web = TestClient(
            self.bot.web,
            base_url=f"http://{LOOPBACK}",
            client=(LOOPBACK, 50000),
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def stop_bot(self) -> None:
        """Stop the product, without giving it a chance to tidy up."""
        self.bot.database.close()

    def deliver(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Carry a signed request to Slack's door."""
        answer = self.web.post("/slack/events", content=body, headers=dict(headers))
        return answer.status_code, answer.content

    def player(self, user: str) -> Player:
        """Give a person of the company, by the Slack id the directory knows."""
        if user not in self._players:
            player = Player(self.workspace, UserId(user), self.deliver)
            player.stage = self
            self._players[user] = player
        return self._players[user]

    def settle(self) -> None:
        """Deliver and let fall everything that can be at the present moment."""
        self.bot.worker.round.settle_all()

    def forward(self, **by: float) -> None:
        """Let time pass, stopping at each moment at which something falls due."""
        end = self.clock.now() + timedelta(**by)
        self.settle()
        for _ in range(MOST_ROUNDS):
            moment = self.bot.memory.next_moment()
            if moment is None or moment > end or moment <= self.clock.now():
                break
            self.clock.moment = moment
            self.settle()
        self.clock.moment = end
        self.settle()


def with_database(settings: Settings, url: str) -> Settings:
    """Point settings at a database."""
    return replace(settings, database_url=SecretStr(url))
