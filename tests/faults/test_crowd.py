"""P9: two hundred people at once, many incidents open: each is answered for itself, and none of it is kept in mind."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

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
ROUNDS = 2


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
    """Once what everybody uses is loaded, the process holds no more after further rounds: not one thing for each command."""
    with crowded(migrated_database_url, tmp_path) as (bot, port):
        rooms = rooms_for(refs_by_room(bot), AT_ONCE)

        def held_after_a_round(number: int) -> int:
            at_once(port, [command(f"log Round {number}", room) for room in rooms[::2]])
            at_once(port, [command(("status", "list")[n % 2], room) for n, room in enumerate(rooms[1::2])])
            gc.collect()
            return len(gc.get_objects())

        held_after_a_round(0)
        before = held_after_a_round(1)
        after = [held_after_a_round(number) for number in range(2, 2 + ROUNDS)][-1]

        assert after - before < ROUNDS * AT_ONCE


@contextmanager
def crowded(url: str, folder: Path) -> Iterator[tuple[Bot, int]]:
    """The product over many open incidents of fifty steps, and the port of its door; nothing is sent from it."""
    birth = Birth(database_url=url, api_url="http://127.0.0.1:9/api/", playbooks=str(long_playbook(folder)))
    wishes = [Wish(at=MONDAY_MORNING + timedelta(seconds=n), playbook=PLAYBOOK) for n in range(INCIDENTS)]
    opened(birth, wishes, delivered=True)
    bot = build(birth.settings(), MovableClock(), patience=UNHURRIED)
    with closing(bot.database), serving(bot) as port:
        yield bot, port


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
