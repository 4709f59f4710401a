"""P5, P7, N13: how long Slack and an operator are kept waiting, and where an answer may go."""

from concurrent.futures import wait
from threading import Event

import pytest

from bot.hands import Hands
from bot.leaving import ALL_IN_ALL, REQUESTS, Leaving
from bot.patience import IN_TIME
from bot.practice.delivery import PATIENCE_SECONDS
from handlers.slack.addresses import is_slacks


def test_p7_slack_is_answered_before_it_gives_up() -> None:
    """With more than half a second to spare for the way to us and back."""
    assert IN_TIME + 0.5 < PATIENCE_SECONDS


def test_p5_everything_that_ends_shares_one_budget() -> None:
    """Less than the ten that an operator is promised, from the signal on, however many there are to wait for."""
    assert REQUESTS < ALL_IN_ALL < 10.0
    moment = [50.0]
    leaving = Leaving(elapsed=lambda: moment[0])
    assert ALL_IN_ALL == leaving.left()
    leaving.begin()
    moment[0] += 4.0
    leaving.begin()
    assert ALL_IN_ALL - 4.0 == leaving.left()
    moment[0] += 40.0
    assert 0.0 == leaving.left()


def test_p5_a_door_that_closes_slowly_keeps_nothing_waiting() -> None:
    """Socket Mode may take its time to say goodbye: what is being sent ends meanwhile, and then the process."""
    said_goodbye = Event()
    leaving = Leaving(seconds=0.0, doors=[lambda: said_goodbye.wait(20)])
    leaving.begin()
    leaving.close_doors()

    assert not leaving.see_doors_closed()
    said_goodbye.set()
    leaving.seconds = 20.0
    assert leaving.see_doors_closed()


def test_p5_hands_do_as_many_things_at_once_as_they_may() -> None:
    """Three hands hold three things; the fourth waits until one of them is free."""
    hands, gate = Hands(most=3, name="test"), Event()
    held = [hands.submit(lambda: gate.wait(20)) for _ in range(4)]
    while sum(one.running() for one in held) < 3:
        wait(held, 0.001)

    assert [True, True, True, False] == [one.running() for one in held]
    assert not hands.drain(0.0)
    assert [True] == [hands.busy]
    gate.set()
    assert hands.drain(20)
    assert [False] == [hands.busy]
    assert [True] * 4 == [one.result() for one in held]


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://hooks.slack.com/commands/T1/2/x", True),
        ("https://hooks.slack-gov.com/commands/T1/2/x", True),
        ("https://slack.com/x", True),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("https://slack.com@evil.example/x", False),
        ("https://hooks.slack.com\\@evil.example/x", False),
        ("https://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
        ("https://[::1/x", False),
        ("https://slack.com:port/x", False),
        ("", False),
    ],
)
def test_n13_only_slack_is_answered_at_an_address_it_gave(address: str, ours: bool) -> None:
    """Slack's own hosts over https, those of the API that was set, and no other."""
    assert ours == is_slacks(address, "https://slack-gov.com/api/")
