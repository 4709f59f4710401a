"""A2: to whoever has no part in it, every door reads the very same whether or not a restricted incident is there."""

import pytest

from bot.stage import Player, Stage
from tests.stories.scene import (
    ANNOUNCEMENTS,
    API_TOKEN,
    ETIENNE,
    REF,
    RHYS,
    card,
    close,
    get,
    page,
    read,
    start,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

TOKEN = {"Authorization": f"Bearer {API_TOKEN}"}
SECRET = "data-breach Zephyrine kompromat in the purchasing mailbox"
TYPED = (
    "list",
    "search zephyrine kompromat",
    "search zephirine",  # a typing error, which would be mended from a word that is known
    'search "zephyrine kompromat"',
    "search purchasing unit:energy-uk",
    f"log {REF} what is this",
    f"status {REF}",
    "who security energy-uk",
)
ASKED = (
    "/api/search?q=zephyrine",
    "/api/search?q=zephirine kompromat",
    "/api/search?q=purchasing&unit=energy-uk",
    "/api/incidents/similar?text=Zephyrine kompromat in the purchasing mailbox",
)
PAGES = ("/incidents", "/incidents?state=all", "/", "/who?role=security&unit=energy-uk", "/library")


def doors(stage: Stage, other: Player) -> dict[str, str]:
    """Everything that somebody without a part in it can read."""
    seen = {}
    for words in TYPED:
        other.types(f"/crisis {words}", "general")
        seen[words] = whispered(other)
    other.types(f"/crisis start {SECRET}", "general")
    seen["the form"] = other.opens_form().words
    seen |= {asked: get(f"{stage.address}{asked}", TOKEN).text for asked in ASKED}
    seen |= {one: read(get(f"{stage.address}{one}").text) for one in PAGES}
    seen |= {one: get(f"{stage.address}{one}").text for one in ("/healthz", "/readyz")}
    announced = stage.workspace.channel(ANNOUNCEMENTS).messages.values()
    return seen | {"announced": "\n".join(message.words for message in announced)}


def test_a2_every_door_reads_the_same_with_a_restricted_incident(stage: Stage) -> None:
    """While it runs, and once it is over: no title, no count, no word that a typing error is mended with."""
    other, rhys = stage.player(ETIENNE), stage.player(RHYS)
    before = doors(stage, other)

    start(rhys, SECRET, about=["restricted"])
    assert before == doors(stage, other)

    close(rhys)
    assert before == doors(stage, other)


def test_a2_the_card_of_another_recalls_no_restricted_incident(stage: Stage) -> None:
    """Not even where the two could not be more alike."""
    rhys, other = stage.player(RHYS), stage.player(ETIENNE)
    start(rhys, SECRET, about=["restricted"])
    close(rhys)

    start(other, SECRET)

    told = card(stage, "INC-2026-0002").words
    assert "It was there before" not in told
    assert REF not in told + read(page(stage, "/incidents/INC-2026-0002"))
