"""A refusal names no button that is not there: what it tells a person to press is drawn in the state that refuses."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from handlers.slack.blocks import duties as clock_blocks
from handlers.slack.blocks import publishing as channel_blocks
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.reader import Reader
from playbooks import duties, publishing
from playbooks.errors import Refusal
from playbooks.incident import Incident
from playbooks.playbook import Language
from tests.doors.company import a_directory
from tests.rules import clocks, freezes
from tests.rules.scene import CLAIRE, NADIA, NOON, SAOIRSE

QUOTED = re.compile(r"(?::|: )\s*(?:“([^”]+)”|«\s*([^»]+?)\s*»)\.$")


def buttons(view: View) -> Iterator[str]:
    """The words of every button of a window."""
    for block in view["blocks"]:
        elements: list[dict[str, Any]] = [*block.get("elements", ()), block.get("accessory") or {}]
        yield from (str(one["text"]["text"]) for one in elements if one.get("type") == "button")


def clock_window(reader: Reader, incident: Incident) -> View:
    """Every clock."""
    return clock_blocks.window(reader, incident, "")


def stopping(reader: Reader, incident: Incident) -> View:
    """Every channel, to confirm that it stopped."""
    return channel_blocks.window(reader, incident, channel_blocks.FREEZE, "")


def starting(reader: Reader, incident: Incident) -> View:
    """Every channel, to start it again."""
    return channel_blocks.window(reader, incident, channel_blocks.RESTART, "")


def ended() -> tuple[Incident, Callable[[], object]]:
    """A clock that was waived, waived again."""
    story = clocks.clocked()
    clocks.orders(story, clocks.waives(clocks.NOTIFY))
    order = clocks.waives(clocks.NOTIFY)
    return story.incident, lambda: duties.decide(story.incident, order, by=SAOIRSE, now=NOON)


def restarted() -> tuple[Incident, Callable[[], object]]:
    """A channel that runs again, confirmed frozen."""
    story = freezes.frozen()
    freezes.orders(story, freezes.restarts(freezes.POSTS))
    order = freezes.confirms(freezes.POSTS)
    return story.incident, lambda: publishing.decide(story.incident, order, by=CLAIRE, now=NOON)


def confirmed() -> tuple[Incident, Callable[[], object]]:
    """A channel that was confirmed, confirmed again."""
    story = freezes.frozen()
    freezes.orders(story, freezes.confirms(freezes.POSTS))
    order = freezes.confirms(freezes.POSTS)
    return story.incident, lambda: publishing.decide(story.incident, order, by=NADIA, now=NOON)


@pytest.mark.parametrize(
    ("refuses", "draws"),
    [(ended, clock_window), (restarted, stopping), (restarted, starting), (confirmed, stopping)],
)
@pytest.mark.parametrize("language", Language)
def test_the_button_that_a_refusal_names_is_there(
    refuses: Callable[[], tuple[Incident, Callable[[], object]]],
    draws: Callable[[Reader, Incident], View],
    language: Language,
) -> None:
    """In the window of that very state, word for word, in either language."""
    incident, tries = refuses()
    with pytest.raises(Refusal) as refused:
        tries()
    named = QUOTED.search(refused.value.tell.read(language))
    assert named is not None
    reader = Reader(directory=a_directory(), language=language, now=NOON)

    assert (named[1] or named[2]) in list(buttons(draws(reader, incident)))
