"""What a supervisor sees when the work is not done, and the silence that is the alarm."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import httpx
import pytest

from bot.checks import Health
from bot.heartbeat import Heartbeat
from bot.outbound.guarded import Answer, Ban, Forbidden, TooSlow
from bot.practice.person import Person
from bot.presence import Alone
from bot.stage import Stage
from bot.together import Together
from playbooks.ports import OPERATOR, Wanted
from tests.memory.test_faults import make_read_only
from tests.stories.scene import RHYS, start

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

ADDRESS = "https://status.example.com/ping/1234"


@dataclass
class Watch:
    """Whoever watches the heartbeat."""

    answer: Answer | Exception = field(default_factory=lambda: Answer(status=200, headers={}))
    heard: list[tuple[str, str]] = field(default_factory=list)

    def request(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        """Keep what was asked."""
        self.heard.append((method, url))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def health(stage: Stage) -> Health:
    """The checks of the product on stage, whose worker has just turned."""
    worker = stage.bot.worker
    worker.beat = stage.clock.now()
    together = stage.bot.health.together
    return Health(memory=stage.bot.memory, worker=worker, clock=stage.clock, together=together)


def heart(stage: Stage, watch: Watch) -> Heartbeat:
    """A heart that beats to somebody."""
    return Heartbeat(address=ADDRESS, line=watch, checks=health(stage).working)


def late(stage: Stage, seconds: int) -> None:
    """Nobody does what falls due at minute five, for so long."""
    start(stage.player(RHYS))
    stage.forward(minutes=4)
    stands(stage, 60 + seconds)


def stands(stage: Stage, seconds: int) -> None:
    """So many seconds go by without anybody working."""
    stage.clock.moment += timedelta(seconds=seconds)


def due_work(stage: Stage) -> tuple[bool, str]:
    """Whether nothing is late, and what is said of it."""
    return next((holds, said) for name, holds, said in health(stage).checks() if name == "due_work")


def test_late_work_is_named_with_by_how_much(stage: Stage) -> None:
    """Red when it is more than thirty seconds late: what, of which incident, by how many seconds."""
    late(stage, 29)
    assert (True, "Nothing is late.") == due_work(stage)

    stands(stage, 16)
    holds, said = due_work(stage)
    assert not holds
    assert "“rung” of INC-2026-0001, by 45 seconds" in said


def test_late_work_of_a_restricted_incident_is_not_named(stage: Stage) -> None:
    """Whoever asks may be anybody."""
    start(stage.player(RHYS), about=["restricted"])
    stands(stage, 400)

    holds, said = due_work(stage)
    assert not holds
    assert "INC-" not in said


class Unheard(Alone):
    """The database has not answered the last beats."""

    ready = False


class Silent:
    """A memory that would keep whoever asks it waiting."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


@pytest.mark.parametrize("works", [True, False])
def test_p4_a_process_that_is_cut_off_says_so_without_asking_the_database(stage: Stage, works: bool) -> None:
    """The answer might never come, and whoever asks whether it is ready would be left waiting."""
    worker = stage.bot.worker
    worker.beat = stage.clock.now()
    cut_off = Health(
        memory=Silent(),  # type: ignore[arg-type]  # Nothing may be asked of it.
        worker=worker if works else None,
        clock=stage.clock,
        together=Together(presence=Unheard(), database=Silent()),  # type: ignore[arg-type]  # As above.
    )

    assert {"memory": False, "due_work": False, "calls": False, "worker": False} == {
        name: holds for name, holds, _ in cut_off.checks()
    }


def test_readyz_is_red_and_healthz_is_not(stage: Stage) -> None:
    """The process answers all the same."""
    late(stage, 45)
    ready, alive = (
        httpx.get(f"{stage.address}/{door}", trust_env=False, verify=False)  # noqa: S501 - loopback.
        for door in ("readyz", "healthz")
    )

    assert [503, 200] == [ready.status_code, alive.status_code]
    assert "by 45 seconds" in ready.text


def test_p6_what_cannot_be_saved_is_never_told_as_started_and_readyz_is_red(stage: Stage) -> None:
    """The disk may only be read: no crisis begins, the answer gives telephone numbers, and a supervisor sees why."""
    make_read_only(stage.bot.database)
    rhys = stage.player(RHYS)
    Person.types(rhys, "/crisis start data-breach Customer file on a forum")
    form = rhys.opens_form()
    answer = Person.submits(rhys, rhys.fills(form, {"unit": "energy-uk"}))

    ready = httpx.get(f"{stage.address}/readyz", trust_env=False, verify=False)  # noqa: S501 - loopback.
    assert 503 == ready.status_code
    assert "The database cannot be written." in ready.text
    assert "INC-" not in answer.body.decode()
    assert "+44" in answer.body.decode()
    assert () == stage.bot.desk.looking.lines(Wanted(reader=OPERATOR, limit=9))


def test_readyz_is_green_while_only_slack_is_away(stage: Stage) -> None:
    """A call waits for two minutes, and says so; the page on which people answer must stay reachable."""
    stage.workspace.faults.next("chat.postMessage", status=503, times=10_000)
    start(stage.player(RHYS))
    stage.forward(minutes=2)
    stage.bot.worker.beat = stage.clock.now()  # It turns, by a clock that the story moves.

    answer = httpx.get(f"{stage.address}/readyz", trust_env=False, verify=False)  # noqa: S501 - loopback.
    (calls,) = (check for check in answer.json()["checks"] if check["name"] == "calls")

    assert 200 == answer.status_code, answer.text
    assert (False, False) == (calls["ok"], calls["decides"])
    assert "A call has waited to be taken" in calls["sentence"]


def test_the_heart_beats_while_the_work_gets_done(stage: Stage) -> None:
    """One request to the operator's own address."""
    watch = Watch()

    assert heart(stage, watch).beat()
    assert [("GET", ADDRESS)] == watch.heard


def test_the_heart_of_a_restored_copy_does_not_beat(stage: Stage) -> None:
    """A copy does not answer for the one that is watched; resumed, it beats."""
    watch = Watch()
    paused = True
    checks = replace(health(stage), paused=lambda: paused).working
    copy = Heartbeat(address=ADDRESS, line=watch, checks=checks)

    assert not copy.beat()
    assert [] == watch.heard

    paused = False
    assert copy.beat()


def test_the_heart_stops_when_work_is_late_or_the_worker_stands(stage: Stage) -> None:
    """Its silence is the alarm."""
    watch = Watch()
    late(stage, 45)
    assert not heart(stage, watch).beat()

    stage.settle()
    beating = heart(stage, watch)
    stage.bot.worker.beat = None
    assert not beating.beat()
    assert [] == watch.heard


@pytest.mark.parametrize(
    "answer", [Answer(status=500, headers={}), TooSlow(), Forbidden(Ban.PRIVATE), httpx.ConnectError("x")]
)
def test_a_heartbeat_that_nobody_takes_is_no_fault(stage: Stage, answer: Answer | Exception) -> None:
    """It is logged; the next minute tries again."""
    assert not heart(stage, Watch(answer)).beat()


def test_the_address_of_the_heart_is_in_no_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """It may hold a secret."""
    heart(stage, Watch(Answer(status=500, headers={}))).beat()

    assert "heartbeat_not_taken" in caplog.text
    assert "1234" not in caplog.text
