"""Writers of one process come in the order in which they asked."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from queue import SimpleQueue
from threading import Event

import pytest

from playbooks.errors import NotSaved
from storage.turns import Precedence, Turns


def test_who_asks_first_comes_first() -> None:
    """Those who wait are let in one by one, the longest waiting first."""
    turns, came = Turns(timedelta(seconds=30)), SimpleQueue[int]()

    def ask(number: int) -> None:
        with turns.mine():
            came.put(number)

    with ThreadPoolExecutor(5) as pool, turns.mine():
        for number in range(5):
            pool.submit(ask, number)
            while turns.waiting <= number:
                os.sched_yield()
    assert [0, 1, 2, 3, 4] == [came.get_nowait() for _ in range(5)]


def test_a_turn_that_does_not_come_is_given_up() -> None:
    """Who has waited too long is told so, and is not called later."""
    turns, held, release = Turns(timedelta(milliseconds=20)), Event(), Event()

    def hold() -> None:
        with turns.mine():
            held.set()
            release.wait(timeout=30)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(timeout=30)
        with pytest.raises(NotSaved), turns.mine():
            pass
        release.set()
        holding.result()

    with turns.mine():
        pass


def test_a_turn_ends_with_a_fault() -> None:
    """A writer that fails lets the next one in."""
    turns = Turns(timedelta(milliseconds=20))
    with pytest.raises(LookupError), turns.mine():
        raise LookupError

    with turns.mine():
        pass


def test_what_is_only_sent_lets_an_acknowledgement_go_first() -> None:
    """Whoever sends waits until nobody is waited for any more."""
    precedence, heard = Precedence(timedelta(seconds=30)), list[str]()

    def send() -> None:
        precedence.after_you()
        heard.append("sent")

    with ThreadPoolExecutor(1) as pool:
        with precedence.first():
            sending = pool.submit(send)
            heard.append("acknowledged")
        sending.result()

    assert ["acknowledged", "sent"] == heard


def test_what_is_owed_does_not_wait_for_ever() -> None:
    """Where people never stop to ask, what is owed leaves all the same."""
    precedence = Precedence(timedelta(milliseconds=1))

    with precedence.first():
        precedence.after_you()
