"""The fence: what was taken by a process that may have been overtaken never leaves, and is not lost either."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import pytest
from structlog.testing import capture_logs

from bot.clock import MovableClock, elapsed
from bot.fence import Fence, LeaseLost
from bot.outbound.fenced import FencedClient
from bot.practice.server import PracticeServer
from bot.practice.team import BOT_TOKEN
from bot.practice.workspace import Workspace
from bot.round import AT_ONCE
from bot.stage import Stage
from playbooks.letters import OwedLetter
from playbooks.ports import OPERATOR, Outcome, OwedErrand, Sender, Situation
from playbooks.routing.reachability import BATCH
from tests.stories.scene import IMOGEN, POPPY, RHYS, calls_of, incident, start, start_unsettled
from tests.stories.test_contact_check import begins, questions

LEASE = "0195f000-0000-7000-8000-000000000001/17"
LATER = float("inf")


@dataclass
class Openness:
    """A fence that stands open for so many looks more."""

    looks: int = 1_000_000

    def __call__(self, token: str) -> bool:
        """Look."""
        self.looks -= 1
        return self.looks >= 0


@dataclass
class Passed:
    """Seconds that go on by themselves, and faster where somebody takes his time."""

    ahead: float = 0.0

    def __call__(self) -> float:
        """Give them."""
        return elapsed() + self.ahead


@dataclass
class Slow:
    """A sender who takes so many seconds for a letter."""

    inner: Sender
    passed: Passed
    takes: float = 115.0
    written: int = 0

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send at once."""
        return self.inner.send(errand, situation)

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Write slowly."""
        outcome = self.inner.send_letter(letter)
        self.passed.ahead += self.takes
        self.written += 1
        return outcome


@dataclass
class Slack:
    """A workspace and a client behind a fence."""

    workspace: Workspace
    client: FencedClient
    fence: Fence
    openness: Openness

    @property
    def heard(self) -> int:
        """How many calls have reached the workspace."""
        return len(self.workspace.journal)


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace on loopback."""
    workspace, openness = Workspace(MovableClock()), Openness()
    fence = Fence(open_to=openness)
    with PracticeServer(workspace, lambda body, headers: (200, b"")) as server:
        client = FencedClient(
            check=fence.check, token=BOT_TOKEN, base_url=f"{server.url}/api/", retry_handlers=[]
        )
        yield Slack(workspace, client, fence, openness)


def test_what_is_sent_under_a_lease_that_holds_arrives(slack: Slack) -> None:
    """An open fence is nothing that one notices."""
    with slack.fence.under(LEASE, LATER):
        assert slack.client.auth_test()["ok"]

    assert 1 == slack.heard


def test_nothing_is_begun_under_a_lease_that_may_be_lost(slack: Slack) -> None:
    """Of what takes several calls the rest is not made once the fence has closed."""
    with slack.fence.under(LEASE, LATER):
        slack.client.auth_test()
        slack.openness.looks = 0
        with pytest.raises(LeaseLost):
            slack.client.auth_test()

    assert 1 == slack.heard


def test_the_fence_is_passed_after_the_line_is_open(slack: Slack) -> None:
    """A process that was paused while it opened a line sends nothing on it."""
    slack.openness.looks = 1  # when the work begins, and not again

    with pytest.raises(LeaseLost), slack.fence.under(LEASE, LATER):
        slack.client.auth_test()

    assert 0 == slack.heard


def test_the_fence_closes_before_a_lease_ends() -> None:
    """By as much as a call may last, so that nothing is still under way when another takes it."""
    passed = Passed()
    fence = Fence(elapsed=passed)
    with fence.under(LEASE, passed() + 120):
        passed.ahead = 109
        fence.check()
        passed.ahead = 110
        with pytest.raises(LeaseLost):
            fence.check()


def test_letters_that_are_left_when_their_lease_ends_are_written_later_and_once(stage: Stage) -> None:
    """Sixteen share a lease; where the first takes nearly all of it, the others are not begun, and not lost."""
    passed, round_ = Passed(), stage.bot.worker.round
    round_.fence = Fence(elapsed=passed)
    round_.sender = slow = Slow(round_.sender, passed)
    begins(stage)

    assert ceil(BATCH / AT_ONCE) == slow.written

    slow.takes = 0
    stage.forward(minutes=5)
    people = [contact.user for contact in stage.bot.desk.directory().contacts]
    assert [1] * len(people) == [len(questions(stage.player(user))) for user in people]


def test_what_is_done_under_no_lease_passes(slack: Slack) -> None:
    """Answers to whoever waits at a door are nobody's to take over."""
    slack.openness.looks = 0

    assert slack.client.auth_test()["ok"]


def test_what_could_not_be_begun_is_sent_later_and_once(stage: Stage) -> None:
    """While the fence is closed nothing leaves and nothing is recorded as failed; then each thing leaves once."""
    round_ = stage.bot.worker.round
    round_.fence, held = Fence(open_to=lambda _: False), round_.fence
    start_unsettled(stage.player(RHYS))
    with capture_logs() as logs:
        stage.settle()

    assert {"lease_lost"} == {entry["event"] for entry in logs}
    assert [0, 0] == [len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY)]

    round_.fence = held
    stage.forward(seconds=2)

    assert [1, 1] == [len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY)]
    deliveries = stage.bot.desk.looking.everything(incident(stage)).deliveries
    assert {"sent", "dropped"} >= {one.state for one in deliveries}


def test_a_fence_that_closes_between_two_calls_leaves_nothing_doubled(stage: Stage) -> None:
    """Whatever had been said when it closed is looked for, so that each message stands there once."""
    openness = Openness()
    round_ = stage.bot.worker.round
    round_.fence = Fence(open_to=openness)
    for looks in range(1, 12):
        openness.looks = looks
        if looks == 1:
            start(stage.player(RHYS))
        stage.forward(seconds=2)
    openness.looks = 1_000_000
    stage.forward(seconds=5)

    channels = stage.workspace.team.channels.values()
    marks = [m.metadata for c in channels for m in c.messages.values() if m.metadata is not None]
    references = Counter(mark["event_payload"]["reference"] for mark in marks)
    assert {1} == set(references.values())
    assert [1, 1] == [len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY)]
    assert stage.bot.desk.looking.named("INC-2026-0001", OPERATOR).card is not None
