"""How many requests of a crowd go through the door side by side, and that nobody stands behind them for long."""

import asyncio

from bot.slack_door import Abreast

LONG = 3600.0
PATIENCE = 30.0  # of a test that would otherwise wait for ever


class Crowd:
    """People before a door: each goes through it, and stays inside until told to leave."""

    def __init__(self, abreast: Abreast, people: int, *, full: int) -> None:
        """Send them; `full` says when so many are inside."""
        self.inside: list[int] = []
        self.full, self.leave = asyncio.Event(), asyncio.Event()
        self.people = [asyncio.create_task(self._one(abreast, number, full)) for number in range(people)]

    async def _one(self, abreast: Abreast, number: int, full: int) -> None:
        async with abreast.one():
            self.inside.append(number)
            if len(self.inside) == full:
                self.full.set()
            await self.leave.wait()


def test_p9_a_crowd_goes_through_a_few_at_a_time() -> None:
    """A third one waits until one of two has left, and then comes in."""

    async def seen() -> tuple[list[int], list[int]]:
        crowd = Crowd(Abreast(2, LONG), 3, full=2)
        await asyncio.wait_for(crowd.full.wait(), PATIENCE)
        before = list(crowd.inside)
        crowd.leave.set()
        await asyncio.wait_for(asyncio.gather(*crowd.people), PATIENCE)
        return before, crowd.inside

    before, after = asyncio.run(seen())

    assert [0, 1] == before
    assert [0, 1, 2] == after


def test_p7_nobody_waits_for_those_whom_the_database_keeps() -> None:
    """Every place is taken and stays taken: who has waited for long enough goes on, and can be answered in time."""

    async def seen() -> list[int]:
        crowd = Crowd(Abreast(1, 0.0), 3, full=3)
        await asyncio.wait_for(crowd.full.wait(), PATIENCE)
        crowd.leave.set()
        await asyncio.gather(*crowd.people)
        return crowd.inside

    assert {0, 1, 2} == set(asyncio.run(seen()))
