"""
A stage: the whole product before a practice workspace, with a clock that only moves when told to.

`crisis demo --play` and the story tests stand on it. Nothing runs in the background: after each thing a person does,
everything owed is delivered and everything due has fallen before the next line.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import uvicorn
from pydantic import SecretStr

from bot.demo import colleagues, for_practice
from bot.files import CompanyFiles
from bot.outbound.carriers import of_practice
from bot.patience import UNHURRIED, Patience
from bot.practice.company import furnish
from bot.practice.delivery import Answer, Deliver, deliver_over_http
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.team import Message, View
from bot.practice.workspace import Workspace
from bot.serving import listen, make_server, open_database
from bot.wiring import Bot, build
from config.settings import Settings
from playbooks.playbook import UserId

OPENS: Final = datetime(2026, 3, 2, 2, 55, tzinfo=UTC)  # a Monday, five to three in the morning
LOOPBACK: Final = "127.0.0.1"
PUBLIC: Final = "https://crisis.practice.example"  # where people on stage would reach the answer pages
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

    def types(self, text: str, channel: str = "", thread: str | None = None) -> Answer | None:
        """Type a command or a message."""
        answer = super().types(text, channel, thread)
        self.stage.settle()
        return answer

    def clicks(self, target: Message | View, what: str, *, value: str | None = None) -> Answer:
        """Press a button."""
        answer = super().clicks(target, what, value=value)
        self.stage.settle()
        return answer

    def selects(self, target: Message | View, what: str, choice: object) -> Answer:
        """Choose in a menu."""
        answer = super().selects(target, what, choice)
        self.stage.settle()
        return answer

    def edits(self, message: Message, text: str) -> Answer | None:
        """Change a message."""
        answer = super().edits(message, text)
        self.stage.settle()
        return answer

    def deletes(self, message: Message) -> Answer | None:
        """Take a message away."""
        answer = super().deletes(message)
        self.stage.settle()
        return answer

    def reacts(self, message: Message, emoji: str) -> Answer | None:
        """Mark a message."""
        answer = super().reacts(message, emoji)
        self.stage.settle()
        return answer

    def submits(self, view: View) -> Answer:
        """Send a form."""
        answer = super().submits(view)
        self.stage.settle()
        return answer


@dataclass(slots=True)
class Stage:
    """The product and its workspace. Use it as a context manager: the workspace listens on loopback meanwhile."""

    settings: Settings
    ways: Mapping[str, Any] = field(default_factory=dict)  # of the workspace, such as rate_limits
    clock: StageClock = field(default_factory=StageClock)
    files: CompanyFiles | None = None  # read before; None: read at each start of the product
    patience: Patience = UNHURRIED
    outside: bool = False  # mails and webhooks are at hand, and end in the workspace's tray
    workspace: Workspace = field(init=False)
    server: PracticeServer = field(init=False)
    bot: Bot = field(init=False)
    address: str = field(init=False)  # of the product's own pages and API
    _server: uvicorn.Server = field(init=False)
    _serving: threading.Thread = field(init=False)
    _carry: Deliver = field(init=False)
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
        listener = listen(LOOPBACK, 0)
        self.address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        # Links that were sent before a restart lead to where the product listened then: one address for all.
        self.settings = replace(self.settings, public_url=self.settings.public_url or PUBLIC)
        carriers = of_practice(self.workspace.tray, self.clock) if self.outside else None
        self.bot = build(self.settings, self.clock, self.files, self.patience, _at_once, carriers)
        self.bot.reload.begin()
        self._server = make_server(self.bot.web, lifespan="off")
        self._serving = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._serving.start()
        self._carry = deliver_over_http(f"{self.address}/slack/events")

    def stop_bot(self) -> None:
        """Stop the product where it stands; whatever was owed or due stays so."""
        self._server.should_exit = True
        self._serving.join()
        self.bot.database.close()

    def deliver(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Carry a signed request to Slack's door."""
        return self._carry(body, headers)

    def player(self, user: str) -> Player:
        """Give a person of the company, by the Slack id the directory knows."""
        if user not in self._players:
            # Slack's three seconds are those of the stage's clock: a busy machine is no part of the story.
            player = Player(self.workspace, UserId(user), self.deliver, elapsed=self._seconds)
            player.stage = self
            self._players[user] = player
        return self._players[user]

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

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


def _at_once(work: Callable[[], object]) -> None:
    work()


def with_database(settings: Settings, url: str) -> Settings:
    """Point settings at a database."""
    return replace(settings, database_url=SecretStr(url))
