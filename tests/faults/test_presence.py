"""A replica that was paused or cut off begins nothing on a lease that may be another's, and knows what time it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock, SharedClock
from bot.presence import Beating, Terms
from playbooks.errors import NotSaved
from playbooks.playbook import Words
from storage.engine import connect
from storage.replicas import Kind, ReplicaId, SqlReplicas
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds

BY_HAND = Terms(beat=3600.0)  # a beat is when a test says so
HOUR = timedelta(hours=1)


@dataclass
class Seconds:
    """Seconds that pass when told to."""

    passed: float = 100.0

    def __call__(self) -> float:
        """Give them."""
        return self.passed


@dataclass
class Scene:
    """A replica whose time a test moves, and the others."""

    url: str
    seconds: Seconds = field(default_factory=Seconds)
    woken: int = 0

    def __post_init__(self) -> None:
        self.others = SqlReplicas(connect(self.url))
        self.replica = Beating(
            replicas=SqlReplicas(connect(self.url)),
            kind=Kind.WORK,
            host="here:1",
            ids=CountingIds(),
            clock=SharedClock(MovableClock(), self.seconds),
            terms=BY_HAND,
            elapsed=self.seconds,
        )

    def wake(self) -> None:
        """Count."""
        self.woken += 1

    def taken(self) -> str:
        """Take something, and give its token."""
        return f"{self.replica.holder}/17"


@pytest.fixture
def scene(migrated_database_url: str) -> Iterator[Scene]:
    """A replica that has just begun."""
    scene = Scene(migrated_database_url)
    scene.replica.begin(scene.wake)
    yield scene
    scene.replica.end()
    scene.others.close()


def test_a_replica_that_beats_may_send(scene: Scene) -> None:
    """Beat after beat it goes on under the same name."""
    token = scene.taken()
    for _ in range(20):
        scene.seconds.passed += 1
        scene.replica.turn()

    assert scene.replica.may_begin(token)
    assert scene.taken() == token
    assert ["here:1"] == [one.host for one in scene.others.living()]


def test_a_replica_that_was_not_heard_begins_nothing(scene: Scene) -> None:
    """Long before the others may take over it stops by itself, and goes on when it is heard again."""
    token = scene.taken()
    scene.seconds.passed += BY_HAND.fence

    assert (False, False) == (scene.replica.ready, scene.replica.may_begin(token))
    scene.replica.turn()
    assert (True, True) == (scene.replica.ready, scene.replica.may_begin(token))
    assert 2 == scene.woken, "at the start, and when it may go on"


def test_a_paused_replica_that_was_overtaken_has_lost_what_it_had(scene: Scene) -> None:
    """It comes back under another name, and what it had taken under the old one it never sends."""
    token = scene.taken()
    scene.seconds.passed += 60
    scene.others.overtake(MONDAY_MORNING, timedelta(seconds=-1))

    scene.replica.turn()

    assert scene.replica.ready
    assert not scene.replica.may_begin(token)
    assert scene.replica.may_begin(scene.taken())


def test_what_was_begun_in_time_has_ended_before_others_take_over() -> None:
    """The numbers that an operator relies on: silence is the fence and a whole call, and within fifteen seconds."""
    terms = Terms()

    assert terms.fence + terms.call < terms.silence.total_seconds()
    assert terms.silence.total_seconds() + terms.beat < 15
    assert terms.beat * 2 < terms.fence


def test_who_leaves_is_gone_at_once(scene: Scene) -> None:
    """A replica that ends well is no longer listed."""
    scene.replica.end()

    assert () == scene.others.living()


class Deaf(SqlReplicas):
    """A database that cannot be reached, as it seems to a replica."""

    def join(self, replica: ReplicaId, kind: Kind, host: str) -> datetime:
        """Fail."""
        raise NotSaved(Words(en="away", fr="absente"))


def test_nothing_is_begun_before_the_database_has_told_the_time(migrated_database_url: str) -> None:
    """A replica that is never heard at its start does not start: its machine's clock may be wrong by hours."""
    deaf = Scene(migrated_database_url)
    deaf.replica.replicas = Deaf(connect(migrated_database_url))
    deaf.replica.terms = Terms(beat=0.0)

    with pytest.raises(NotSaved, match="did not tell the time"):
        deaf.replica.begin(deaf.wake)

    assert (False, False) == (deaf.replica.ready, deaf.replica.may_begin("a/1"))
    for one in (deaf.replica.replicas, deaf.others):
        one.close()


# The clock.


def test_the_first_answer_sets_the_clock_however_slow_it_was(migrated_database_url: str) -> None:
    """On a busy machine the database's time, told late, is still nearer than an hour off."""
    slow = Scene(migrated_database_url)
    slow.replica.clock = clock = SharedClock(Skewed(HOUR), slow.seconds)
    slow.replica.elapsed = Slowly(slow.seconds)

    slow.replica.begin(slow.wake)

    assert timedelta(seconds=20) > abs(clock.now() - MovableClock().now())
    slow.replica.end()
    slow.others.close()


@dataclass
class Slowly:
    """Seconds that pass at every look."""

    seconds: Seconds

    def __call__(self) -> float:
        """Give them."""
        self.seconds.passed += 2
        return self.seconds.passed


@pytest.mark.parametrize("wrong", [HOUR, -HOUR, timedelta(seconds=40)])
def test_p8_a_machine_whose_clock_is_wrong_goes_by_the_databases(scene: Scene, wrong: timedelta) -> None:
    """Replicas on machines that disagree by an hour agree on what is due, to the round trip."""
    machine = MovableClock(ahead=timedelta(0))
    clock = SharedClock(Skewed(wrong), scene.seconds)
    scene.replica.clock = clock

    scene.replica.turn()

    assert timedelta(seconds=2) > abs(clock.now() - machine.now())
    assert timedelta(seconds=2) > abs(clock.skew - wrong)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_p8_a_clock_that_jumps_moves_nothing(jump: timedelta) -> None:
    """Between two beats the machine's clock is put an hour on or back: a second is still a second."""
    seconds, machine = Seconds(), Skewed(timedelta(0))
    clock = SharedClock(machine, seconds)
    clock.set(MONDAY_MORNING, seconds())

    machine.wrong = jump
    seconds.passed += 1

    assert MONDAY_MORNING + timedelta(seconds=1) == clock.now()


def test_practice_stays_ahead_of_the_database() -> None:
    """The clock that practice moves by hand is moved for everybody who shares the database's time."""
    seconds, machine = Seconds(), MovableClock()
    clock = SharedClock(machine, seconds)
    clock.set(MONDAY_MORNING, seconds())

    machine.forward(HOUR)

    assert MONDAY_MORNING + HOUR == clock.now()


@dataclass
class Skewed:
    """The clock of a machine that is wrong."""

    wrong: timedelta

    def now(self) -> datetime:
        """Give a wrong moment."""
        return MovableClock().now() + self.wrong
