"""P9: two hundred people at once, many incidents open: each is answered for itself, and none of it is kept in mind."""

import gc
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from bot.clock import MovableClock
from bot.patience import UNHURRIED
from bot.wiring import Bot, build
from playbooks.events import LogWritten
from playbooks.ports import OPERATOR, Wanted
from tests.bench.burst import Answer, at_once
from tests.bench.crowded import AT_ONCE, PLAYBOOK, long_playbook
from tests.bench.life import Birth
from tests.bench.lists import serving
from tests.bench.seeding import Wish, opened
from tests.bench.slack_side import command
from tests.fakes.clock import MONDAY_MORNING

INCIDENTS = 20
ROUNDS = 6
OF_ONE_KIND = AT_ONCE // 4  # commands of a round, at least
KEEPING = (dict, list, set, deque)
Kept: TypeAlias = dict[str, int]  # how many of what


def test_p9_each_of_two_hundred_at_once_gets_its_own_answer_and_none_is_lost(
    migrated_database_url: str, tmp_path: Path
) -> None:
    """Whoever writes to a log finds the sentence there once; whoever looks is shown the incident of their room."""
    with crowded(migrated_database_url, tmp_path) as (bot, port):
        refs = refs_by_room(bot)
        sentences = [
            (room, f"Sentence {number}") for number, room in enumerate(rooms_for(refs, AT_ONCE // 2))
        ]
        looks = rooms_for(refs, AT_ONCE // 2)

        answers = at_once(
            port,
            [
                *(command(f"log {sentence}", room) for room, sentence in sentences),
                *(command("status", room) for room in looks),
            ],
        )

        assert {200} == {answer.status for answer in answers}
        for (room, sentence), answer in zip(sentences, answers, strict=False):
            assert sentence in words(answer)
            assert refs[room] in words(answer)
        for room, answer in zip(looks, answers[len(sentences) :], strict=True):
            assert refs[room] in words(answer)
        assert dict.fromkeys(sentences, 1) == written(bot)


def test_p9_a_crowd_leaves_nothing_in_mind(migrated_database_url: str, tmp_path: Path) -> None:
    """Round after round nothing that the process keeps grows with the commands; pools that fill up are full one day."""
    with crowded(migrated_database_url, tmp_path) as (bot, port):
        rooms = rooms_for(refs_by_room(bot), AT_ONCE)

        def kept_after_a_round(number: int) -> Kept:
            at_once(port, [command(f"log Round {number}", room) for room in rooms[::2]])
            at_once(port, [command(("status", "list")[n % 2], room) for n, room in enumerate(rooms[1::2])])
            return kept()

        rounds = [kept_after_a_round(number) for number in range(ROUNDS)]

        assert {} == growing(rounds, by=OF_ONE_KIND)


@contextmanager
def crowded(url: str, folder: Path) -> Iterator[tuple[Bot, int]]:
    """The product over many open incidents of fifty steps, and the port of its door; nothing is sent from it."""
    birth = Birth(database_url=url, api_url="http://127.0.0.1:9/api/", playbooks=str(long_playbook(folder)))
    wishes = [Wish(at=MONDAY_MORNING + timedelta(seconds=n), playbook=PLAYBOOK) for n in range(INCIDENTS)]
    opened(birth, wishes, delivered=True)
    bot = build(birth.settings(), MovableClock(), patience=UNHURRIED)
    with closing(bot.database), serving(bot) as port:
        yield bot, port


def kept() -> Kept:
    """
    Count the things of each kind, and what is in each one that can hold some, and in all of those together.

    A text or a number is counted only where it is kept, since no collector follows it.
    """
    gc.collect()
    things = gc.get_objects()
    found = Counter(type(one).__name__ for one in things)
    for one in things:
        if isinstance(one, KEEPING) and not isinstance(one, Counter):  # What this test counts is its own.
            found[f"in the {type(one).__name__} {id(one)}"] = len(one)
            found[f"in every {type(one).__name__}"] += len(one)
    return found


def growing(rounds: Sequence[Kept], *, by: int) -> Kept:
    """Tell by how much at least everything grew that grew by so many or more in every round."""
    least = {
        what: min(later.get(what, 0) - before.get(what, 0) for before, later in pairwise(rounds))
        for what in rounds[0]
    }
    return {what: growth for what, growth in least.items() if growth >= by}


def refs_by_room(bot: Bot) -> dict[str, str]:
    """The incident of each room."""
    lines = bot.desk.looking.lines(Wanted(reader=OPERATOR, limit=INCIDENTS))
    assert INCIDENTS == len(lines)
    return {str(line.channel): line.ref for line in lines}


def rooms_for(refs: dict[str, str], people: int) -> list[str]:
    """A room for each of so many people, several in each."""
    rooms = list(refs)
    return [rooms[number % len(rooms)] for number in range(people)]


def words(answer: Answer) -> str:
    """What somebody is shown."""
    return answer.body.decode("unicode_escape", "replace")


def written(bot: Bot) -> Counter[tuple[str, str]]:
    """How often each sentence stands in the log of the incident of each room."""
    found = Counter[tuple[str, str]]()
    for room, ref in refs_by_room(bot).items():
        incident = bot.desk.looking.named(ref, OPERATOR)
        for entry in bot.desk.looking.log(incident, after=0, limit=1000):
            if isinstance(entry.fact, LogWritten):
                found[room, entry.fact.text] += 1
    return found
