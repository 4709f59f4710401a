"""What is claimed is seen for what it is: by command, by a forged button, in a reply, and after the close."""

from collections.abc import Callable

import pytest

from bot.practice import payloads
from bot.practice.team import View
from bot.stage import Player, Stage
from tests.stories.scene import (
    MAUD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    card,
    close,
    fill,
    incident,
    room,
    said_in_room,
    start,
    told_last,
    whispered,
)
from tests.stories.test_reply import CARE, ask
from tests.stories.test_reply import REF as REPLY

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def message(player: Player, words: str) -> Callable[[], str]:
    """One message of a person's, which Slack may send again and again; give what is answered each time."""
    place = player.channel(ROOM)
    with player.team.lock:
        address = player.team.address(player.id, place.id)
        more = {
            "trigger_id": player.team.trigger(player.id),
            "response_url": f"{player.workspace.home}/response/{address.id}",
        }
    parcel = payloads.command(player.user, place, ("/crisis", words), more)

    def sends() -> str:
        return player.post.carry(parcel).body.decode()

    return sends


def press(player: Player, view: View, action: str, value: str) -> None:
    """Press a button that was never drawn."""
    done = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.1"}
    forged = payloads.view_actions(player.user, view, [done])
    with player.team.lock:
        forged["trigger_id"] = player.team.trigger(player.id)
    player.post.carry(payloads.interaction(forged))


@pytest.mark.parametrize(
    ("words", "title"), [("/crisis point held", "Point held"), ("/crise point tenu", "Point fixe tenu")]
)
def test_a_point_that_was_held_is_no_update(stage: Stage, saoirse: Player, words: str, title: str) -> None:
    """It opens the form that ends the fixed point; nobody is told anything yet, and no promise counts as kept."""
    before = len(said_in_room(stage))
    person = stage.player(MAUD) if "crise" in words else saoirse
    command, _, rest = words.partition(" ")
    person.types(f"{command} {REF} {rest}", "general")

    assert title == person.opens_form().title
    assert before == len(said_in_room(stage))
    assert None is api(stage)["update"]


def test_the_same_message_twice_names_the_same_claim(stage: Stage, saoirse: Player) -> None:
    """Slack sends it again after somebody else kept another one."""
    sends = message(saoirse, "claim two")
    sends()
    stage.player(POPPY).types("/crisis claim three", ROOM)

    assert "claim 1 is to be verified" in sends()
    assert ["two", "three"] == [claim["text"] for claim in api(stage)["claims"]]


@pytest.mark.parametrize("number", ["1234567", "9", "one", "-1"])
def test_a_claim_that_is_not_there_is_named_as_it_was_typed(
    stage: Stage, saoirse: Player, number: str
) -> None:
    """Whole, with the commands that also work after the close."""
    close(saoirse)
    saoirse.types(f"/crisis verify {REF} {number}", "general")

    assert f"There is no claim “{number}” here" in whispered(saoirse)
    assert "/crisis refute NUMBER" in whispered(saoirse)


@pytest.mark.parametrize("number", ["abc", "", "99", "\uff11"])
def test_a_forged_button_is_refused_like_any_other(stage: Stage, saoirse: Player, number: str) -> None:
    """It names a claim that is not there: no fault of ours."""
    saoirse.types("/crisis claim x", ROOM)
    saoirse.types("/crisis point", ROOM)

    press(saoirse, saoirse.opens_form(), f"claim:true:{number}", incident(stage).id)

    assert "There is no claim" in saoirse.opens_form().words


def test_a_reply_has_claims_and_no_fixed_points(stage: Stage) -> None:
    """It is refused with why, and nothing of it stands in the channel of others."""
    rhys = stage.player(RHYS)
    ask(rhys, "/crisis reply He was seen drunk", CARE)
    rhys.types(f"/crisis claim {REPLY} He was seen drunk", "general")
    rhys.types(f"/crisis point {REPLY}", "general")
    assert "has no fixed points" in whispered(rhys)

    rhys.types(f"/crisis point {REPLY} held", "general")
    assert "has no fixed points" in whispered(rhys)
    rhys.types(f"/crisis verify {REPLY} 1", "general")
    assert "He was seen drunk" in whispered(rhys)


def test_what_is_learned_after_the_close_is_on_the_card_and_in_the_review(
    stage: Stage, saoirse: Player
) -> None:
    """Both are drawn anew, and the lead hears of it."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    close(saoirse)
    assert "1 claim to verify" in card(stage).words
    assert any("1 never verified" in m.words for m in room(stage).messages.values())

    stage.player(POPPY).types("/crisis refute 1 we counted", ROOM)

    assert "claim to verify" not in card(stage).words
    assert any("*Facts and claims*\n1 false" in m.words for m in room(stage).messages.values())
    assert "found claim 1 “Passports are in it” to be false" in told_last(saoirse)


# Counting.


def test_one_is_counted_as_one_in_french(stage: Stage) -> None:
    """One answer, and one point that advises."""
    maud = stage.player(MAUD)
    start(maud, "data-breach Fichier clients", unit="rail-fr", language="fr", severity="sev4")
    maud.types("/crise gravité", f"{REF}-data-breach".lower())
    form = maud.fills(maud.opens_form(), {"volume": "1"})
    assert "(1 réponse sur 6)" in form.words

    rest = dict.fromkeys(("harm", "source", "spread", "legal", "business"), "0")
    assert "(1 point sur 18)" in fill(maud, {"volume": "1", **rest}).words
