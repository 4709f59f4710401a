"""An unhappy customer is answered on the same engine: a card where it was asked for, and nobody is woken."""

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    ANNOUNCEMENTS,
    RHYS,
    action_ids,
    api,
    calls_of,
    close,
    everything_said,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

REF = "REP-2026-0001"
PATH = f"/api/incidents/{REF}"
CARE = "customer-care"  # the bot is in it


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """Customer care of the energy unit."""
    return stage.player(RHYS)


def ask(player: Player, words: str, channel: str) -> None:
    """Ask for a reply through its form."""
    player.types(words, channel)
    answers = {"playbook": "unhappy-customer", "unit": "energy-uk"}
    player.submits(player.fills(player.opens_form(), answers))


def cards(player: Player, channel: str) -> list[Message]:
    """The cards of a channel."""
    return [m for m in player.sees(channel) if "ask:close" in action_ids(m)]


@pytest.mark.parametrize("words", ["/reply", "/crisis reply", "/crise répondre"])
def test_the_card_goes_where_it_was_asked_for(stage: Stage, rhys: Player, words: str) -> None:
    """In a channel the bot is in: one card there, no channel made, nobody called, nothing announced."""
    channels, topic = set(stage.workspace.team.channels), rhys.channel(CARE).topic

    ask(rhys, f"{words} Train cancelled twice, very angry", CARE)

    (shown,) = cards(rhys, CARE)
    assert f"{REF} · Train cancelled twice, very angry" in shown.words
    assert ("reply", "sev4") == (api(stage, PATH)["kind"], api(stage, PATH)["severity"])
    assert set() == {c for c in stage.workspace.team.channels if c.startswith("C")} - channels
    assert [] == api(stage, PATH)["calls"]
    assert [] == [m for m in everything_said(stage) if m.channel == rhys.channel(ANNOUNCEMENTS).id]
    assert topic == rhys.channel(CARE).topic


def test_in_a_channel_without_the_bot_the_reply_gets_one_of_its_own(stage: Stage, rhys: Player) -> None:
    """The refused channel stays untouched; the card stands in a new one, and its person is in it."""
    closed = stage.workspace.add_channel("west-coast", RHYS)

    ask(rhys, "/reply Train cancelled twice", "west-coast")

    assert {} == closed.messages
    (shown,) = cards(rhys, "rep-2026-0001-unhappy-customer")
    assert "Train cancelled twice" in shown.words
    assert RHYS in rhys.channel("rep-2026-0001-unhappy-customer").members


def test_asked_in_a_direct_message_it_gets_a_channel_too(stage: Stage, rhys: Player) -> None:
    """A direct message is no place for a card that others must work."""
    ask(rhys, "/reply Train cancelled twice", rhys.direct_channel().id)

    assert 1 == len(cards(rhys, "rep-2026-0001-unhappy-customer"))


def test_a_reply_is_worked_and_closed_like_a_crisis(stage: Stage, rhys: Player) -> None:
    """Steps by card and by command, a reminder when one is late, a close that names what is open; no review."""
    ask(rhys, "/reply Train cancelled twice", CARE)
    rhys.clicks(cards(rhys, CARE)[0], "step:done:history")
    rhys.types("/crisis done 2 late trains", CARE)
    assert ["done", "done"] == [step["status"] for step in api(stage, PATH)["steps"][:2]]

    stage.forward(minutes=45)
    assert "Late, and yours to do" in told_last(rhys)

    close(rhys, "answered", REF)
    assert "closed" == api(stage, PATH)["state"]
    stage.forward(days=30)
    assert not any("ask:answers" in action_ids(m) for m in everything_said(stage))


def test_several_replies_live_in_one_channel(stage: Stage, rhys: Player) -> None:
    """Each has its own card; an order names the one it means."""
    ask(rhys, "/reply Train cancelled twice", CARE)
    ask(rhys, "/reply No answer on the telephone", CARE)

    rhys.types(f"/crisis done {REF} 1", CARE)

    assert 2 == len(cards(rhys, CARE))
    assert "done" == api(stage, PATH)["steps"][0]["status"]
    assert "open" == api(stage, "/api/incidents/REP-2026-0002")["steps"][0]["status"]


def test_a_reply_stands_in_the_list_after_the_crises(stage: Stage, rhys: Player) -> None:
    """Crises come first, whatever was opened last."""
    rhys.types("/crisis start data-breach Customer file on a forum")
    rhys.submits(rhys.opens_form())
    ask(rhys, "/reply Train cancelled twice", CARE)

    rhys.types("/crisis list", "general")

    assert whispered(rhys).index("INC-2026-0001") < whispered(rhys).index(REF)
    assert 1 == len(calls_of(stage.player("U0IMOGEN")))
