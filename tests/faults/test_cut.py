"""A replica whose line to PostgreSQL is cut, with nothing refused and nothing closed, and then healed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event

import httpx
import pytest

from bot.demo import colleagues
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.serving import listen
from bot.wiring import Bot, build
from playbooks.playbook import UserId
from playbooks.ports import OPERATOR
from storage.audit import verify
from tests.fakes.lines import CuttableLine, by_line, line_to
from tests.faults.chaos import BRISK
from tests.faults.life import KEY, SECRET, Birth, live, settings
from tests.faults.pages import PagedClock
from tests.faults.test_outages import check_nothing_is_doubled
from tests.stories.scene import CLAIRE, REF

CUT, HELD = 1.0, 2.0  # planned delays of Slack: while it answers the line is cut; it answers when it may
LOOKS = 1200  # of 0.05 seconds: as long as a busy machine may take


@dataclass
class Scene:
    """A workspace, a database, the line that one replica has to it, and the replicas."""

    workspace: Workspace
    after: Bot  # as somebody looks at the database from elsewhere
    line: CuttableLine
    to_slack: CuttableLine
    begin: Callable[[str, str], tuple[BaseProcess, str]]
    held: Event
    release: Event

    @property
    def delivered(self) -> bool:
        """Whether everything that the crisis owes has left, by what the database says."""
        found = self.after.desk.looking.named(REF, OPERATOR)
        open_ones = {"owed", "sending"}
        states = {one.state.value for one in self.after.desk.looking.everything(found).deliveries}
        return found.card is not None and not states & open_ones


@dataclass
class Delays:
    """What Slack's planned delays do."""

    line: list[CuttableLine] = field(default_factory=list)
    held: Event = field(default_factory=Event)
    release: Event = field(default_factory=Event)

    def __call__(self, seconds: float) -> None:
        """Cut the line once the other request is on its way too, or hold an answer back."""
        if seconds == HELD:
            self.held.set()
            self.release.wait(60)
        elif self.held.wait(60):
            self.line[0].cut()


def comes(true: Callable[[], bool]) -> bool:
    """Wait for something."""
    for _ in range(LOOKS):
        if true():
            return True
        Event().wait(0.05)
    return False


def ready(address: str) -> int | None:
    """How a replica answers whether it is ready; None: not at all."""
    with suppress(httpx.TransportError):
        return httpx.get(f"{address}/readyz", trust_env=False, timeout=2, verify=False).status_code  # noqa: S501 - loopback.
    return None


@pytest.fixture
def scene(migrated_database_url: str, tmp_path: Path) -> Iterator[Scene]:
    """Nobody works yet."""
    clock, delays, page = PagedClock(tmp_path / "clock"), Delays(), tmp_path / "clock"
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.life"])
    workspace = Workspace(clock, signing_secret=SECRET, wait=delays)
    with ExitStack() as stack:
        stack.callback(clock.close)
        server = stack.enter_context(PracticeServer(workspace, lambda body, headers: (200, b"")))
        line = stack.enter_context(line_to(migrated_database_url))
        to_slack = stack.enter_context(CuttableLine(("127.0.0.1", int(server.url.rpartition(":")[2]))))
        delays.line.append(line)

        def begin(database_url: str, slack: str) -> tuple[BaseProcess, str]:
            listener = stack.enter_context(closing(listen("127.0.0.1", 0)))
            birth = Birth(
                database_url=database_url, api_url=f"{slack}/api/", listener=listener, page=page, terms=BRISK
            )
            process = context.Process(target=live, args=(birth,), daemon=True)
            process.start()
            stack.callback(process.join)
            stack.callback(process.kill)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            assert comes(lambda: ready(address) == 200)
            return process, address

        after = build(settings(migrated_database_url, f"{server.url}/api/"), clock)
        stack.callback(after.database.close)
        furnish(workspace, colleagues(after.desk.directory()))
        yield Scene(workspace, after, line, to_slack, begin, delays.held, delays.release)
        delays.release.set()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_p4_a_replica_cut_from_the_database_is_overtaken_and_sends_nothing_on_its_lost_lease(
    scene: Scene, migrated_database_url: str
) -> None:
    """
    Cut in the middle of its calls, with a call made that it cannot record and a room it is about to ask for again.

    It says that it is not ready, the other finds the call that was made and does the rest; healed, the first is ready
    again and has asked Slack for nothing more.
    """
    near = f"http://127.0.0.1:{scene.to_slack.port}"
    cut_off, door = scene.begin(by_line(migrated_database_url, scene.line), near)
    scene.workspace.faults.next("conversations.create", delay=HELD, error="name_taken")
    scene.workspace.faults.next("chat.postMessage", delay=CUT)
    claire = Person(
        scene.workspace, UserId(CLAIRE), deliver_over_http(f"{door}/slack/events"), elapsed=lambda: 0.0
    )
    claire.types("/crisis start data-breach Customer file on a forum")
    claire.submits(claire.fills(claire.opens_form(), {"unit": "energy-uk"}))

    assert comes(lambda: ready(door) == 503)
    scene.begin(migrated_database_url, scene.workspace.home)
    assert comes(lambda: scene.delivered)
    asked = scene.to_slack.asked
    scene.line.heal()
    assert comes(lambda: ready(door) == 200)
    scene.release.set()
    cut_off.terminate()
    cut_off.join(60)

    assert asked == scene.to_slack.asked
    check_nothing_is_doubled(scene.workspace)
    verdict = verify(scene.after.database, (KEY.encode(),))
    assert (None, 1) == (verdict.fault, verdict.incidents)
