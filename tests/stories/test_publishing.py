"""Publishing stops, each channel is confirmed, and its restart is asked after until every channel runs again."""

import pytest

from bot.stage import Player, Stage
from tests.stories.scene import (
    CLAIRE,
    DEREK,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    action_ids,
    api,
    card,
    close,
    incident,
    page,
    read,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def poppy(stage: Stage) -> Player:
    """The social media lead of the unit whose breach Rhys opened; Saoirse leads."""
    start(stage.player(RHYS))
    return stage.player(POPPY)


def freeze(
    player: Player, words: str = "/crisis freeze the whole brand", channels: str = "Posts\nAds"
) -> None:
    """Publishing is stopped by the form of the command."""
    player.types(words, ROOM)
    player.submits(player.fills(player.opens_form(), {"channels": channels}))


def channels(stage: Stage) -> dict[str, str]:
    """Each channel and how it stands, as the API tells it."""
    told = api(stage)["freeze"]
    return {} if told is None else {one["name"]: one["state"] for one in told["channels"]}


def status(stage: Stage, kind: str) -> str:
    """How the step of a kind stands."""
    return next(str(one["status"]) for one in api(stage)["steps"] if one["kind"] == kind)


def test_the_form_proposes_the_usual_channels_and_the_units_accounts(stage: Stage, poppy: Player) -> None:
    """From the step's own button; what the directory names of this unit and of the whole company is there."""
    poppy.clicks(card(stage), "step:freeze:freeze")
    form = poppy.opens_form()
    text = next(b["element"]["initial_value"] for b in form.blocks if b.get("block_id") == "channels")

    assert "Scheduled posts" in text.split("\n")
    assert {"X @MeridianEnergyUK", "LinkedIn Groupe Meridian"} < set(text.split("\n"))
    assert "@MeridianRailFR" not in text
    poppy.submits(poppy.fills(form, {"scope": "United Kingdom"}))
    assert "asked" == channels(stage)["X @MeridianEnergyUK"]


def test_publishing_is_stopped_and_everybody_concerned_hears(stage: Stage, poppy: Player) -> None:
    """The room, the card and whoever has to do it."""
    freeze(stage.player(DEREK), channels="- Posts\n• Ads\n\nposts")

    assert {"Posts": "asked", "Ads": "asked"} == channels(stage)
    assert "asked that publishing stop (“the whole brand”): “Posts”, “Ads”" in said_in_room(stage)[-1].words
    assert "Publishing asked to stop:* 0 of 2 confirmed frozen" in card(stage).words
    assert "ask:freeze" in action_ids(card(stage))
    assert "ask:freeze" in action_ids(poppy.direct_messages()[-1])


def test_each_channel_is_confirmed_with_who_and_when(stage: Stage, poppy: Player) -> None:
    """In the window, drawn anew at each press; the last one ticks the step."""
    freeze(poppy)
    poppy.clicks(card(stage), "ask:freeze")
    poppy.clicks(poppy.opens_form(), "channel:frozen:c1")
    assert "frozen: <@U0POPPY>" in poppy.opens_form().words
    assert "Publishing asked to stop:* 1 of 2 confirmed frozen" in card(stage).words
    assert "open" == status(stage, "freeze")
    poppy.clicks(poppy.opens_form(), "channel:frozen:c2")

    assert "done" == status(stage, "freeze")
    assert {"Posts": "frozen", "Ads": "frozen"} == channels(stage)
    assert "ask:restart" in action_ids(card(stage))  # the next thing to do, and no longer to confirm
    assert "Publishing frozen:* 2 of 2 confirmed" in card(stage).words
    assert "Confirmed frozen: 2 of 2 channels." in read(page(stage))


def test_ticked_by_hand_it_says_what_is_missing(stage: Stage, poppy: Player) -> None:
    """The step is not hidden while a channel still runs."""
    freeze(poppy)
    number = next(one["number"] for one in api(stage)["steps"] if one["kind"] == "freeze")
    poppy.types(f"/crisis done {number}", ROOM)

    assert "Still missing: “Posts”, “Ads”" in whispered(poppy)
    assert "open" == status(stage, "freeze")


def test_channels_are_added_and_the_freeze_widened(stage: Stage, poppy: Player) -> None:
    """From the window, which then shows them; the room hears of a further channel as of the first."""
    freeze(poppy)
    poppy.types("/crisis freeze", ROOM)
    poppy.clicks(poppy.opens_form(), "ask:wider")
    poppy.submits(poppy.fills(poppy.opens_form(), {"channels": "Posts\nAds\nInfluencers"}))
    assert "Influencers" in poppy.opens_form().words
    assert "asked that publishing stop (“the whole brand”): “Influencers”." in said_in_room(stage)[-1].words
    poppy.clicks(poppy.opens_form(), "ask:wider")
    poppy.submits(poppy.fills(poppy.opens_form(), {"scope": "every country"}))

    assert {"Posts": "asked", "Ads": "asked", "Influencers": "asked"} == channels(stage)
    assert "every country" == api(stage)["freeze"]["scope"]
    assert "every country" in card(stage).words


def test_freezing_more_stops_nothing_that_was_restarted(stage: Stage, poppy: Player) -> None:
    """The form names what is stopped alone: sent as it opened, with another scope, it undoes no order of Claire's."""
    freeze(poppy)
    claire = stage.player(CLAIRE)
    claire.types("/crisis restart", ROOM)
    claire.clicks(claire.opens_form(), "channel:restart:c1")
    poppy.types("/crisis freeze", ROOM)
    poppy.clicks(poppy.opens_form(), "ask:wider")
    poppy.submits(poppy.fills(poppy.opens_form(), {"scope": "every country"}))

    assert {"Posts": "running", "Ads": "asked"} == channels(stage)


def test_what_is_not_confirmed_is_told_to_poppy_then_to_the_lead(stage: Stage, poppy: Player) -> None:
    """Ten minutes in a crisis; the reminder brings the button."""
    stage.player(RHYS).types("/crisis severity crisis it spreads", ROOM)
    freeze(stage.player(DEREK))
    stage.forward(minutes=10)
    told = next(m for m in poppy.direct_messages() if "Nobody has confirmed yet" in m.words)
    assert "ask:freeze" in action_ids(told)
    saoirse = stage.player(SAOIRSE)
    assert not any("Still not confirmed frozen" in m.words for m in saoirse.direct_messages())
    stage.forward(minutes=10)

    assert any("Still not confirmed frozen" in m.words for m in saoirse.direct_messages())


def test_it_restarts_only_on_order_channel_by_channel(stage: Stage, poppy: Player) -> None:
    """Poppy is told on whose order before a window opens; Claire restarts both, and the step is done."""
    freeze(poppy)
    poppy.types("/crisis restart", ROOM)
    assert f"restarts on the communications director’s order. Ask <@{CLAIRE}>" in whispered(poppy)

    claire = stage.player(CLAIRE)
    claire.types("/crisis restart", ROOM)
    claire.clicks(claire.opens_form(), "channel:restart:c1")
    assert "ordered the restart of “Posts”" in told_last(poppy)
    assert "1 runs again" in card(stage).words
    claire.clicks(claire.opens_form(), "channel:restart:c2")

    assert {"Posts": "running", "Ads": "running"} == channels(stage)
    assert "done" == status(stage, "restart")
    assert "Publishing frozen" not in card(stage).words


def test_the_restart_is_never_forgotten(stage: Stage, poppy: Player) -> None:
    """Every day, at the close, and every day after it, until every channel runs again."""
    freeze(poppy, channels="Posts")
    claire = stage.player(CLAIRE)

    def asked(player: Player, words: str) -> int:
        return sum(words in m.words.replace("\u00a0", " ") for m in player.direct_messages())

    english = f"Still frozen: “Posts”. What may run again restarts on order of <@{CLAIRE}>."
    french = "Toujours gelés : « Posts ». Relancez ce qui peut reprendre"
    poppy.types("/crisis freeze", ROOM)
    poppy.clicks(poppy.opens_form(), "channel:frozen:c1")
    stage.forward(hours=24)
    assert (1, 1) == (asked(poppy, english), asked(claire, french))
    stage.forward(hours=1)
    saoirse = stage.player(SAOIRSE)
    saoirse.types("/crisis close", ROOM)
    assert "Publishing is still frozen:* Posts." in saoirse.opens_form().words
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "over"}))
    assert 2 == asked(poppy, english)
    assert "Publishing frozen" in card(stage).words
    stage.forward(hours=24)
    assert 3 == asked(poppy, english)

    reminder = next(m for m in reversed(claire.direct_messages()) if "ask:restart" in action_ids(m))
    claire.clicks(reminder, "ask:restart")
    claire.clicks(claire.opens_form(), "channel:restart:c1")
    stage.forward(days=3)

    assert 3 == asked(poppy, english)
    assert "Publishing frozen" not in card(stage).words
    assert {"Posts": "running"} == channels(stage)


def test_nothing_is_called_frozen_that_nobody_confirmed(stage: Stage, poppy: Player) -> None:
    """In the closing form, in the daily message, which brings the button to confirm, and when ticked by hand."""
    freeze(poppy)
    poppy.types("/crisis freeze", ROOM)
    poppy.clicks(poppy.opens_form(), "channel:frozen:c1")
    poppy.closes(poppy.opens_form())
    saoirse, claire = stage.player(SAOIRSE), stage.player(CLAIRE)
    saoirse.types("/crisis close", ROOM)
    form = saoirse.opens_form()
    assert "Publishing is still frozen:* Posts." in form.words
    assert "Asked to stop, not confirmed frozen:* Ads." in form.words
    saoirse.submits(saoirse.fills(form, {"reason": "over"}))

    told = claire.direct_messages()[-1]
    words = told.words.replace("\u00a0", " ")
    assert (
        "Toujours gelés : « Posts ». Gel non confirmé : « Ads ». Vérifiez si quelque chose y part encore."
        in words
    )
    assert {"ask:restart", "ask:freeze"} <= action_ids(told)
    assert "gelées" not in words


def test_the_same_in_french(stage: Stage, poppy: Player) -> None:
    """`/crise geler`, the window in French, `/crise reprendre`, the page in French."""
    claire = stage.player(CLAIRE)
    claire.types("/crise geler toute la marque", ROOM)
    assert "Geler les publications" == claire.opens_form().title
    claire.submits(claire.fills(claire.opens_form(), {"channels": "Publications\nPublicité"}))
    claire.types("/crise geler", ROOM)
    claire.clicks(claire.opens_form(), "channel:frozen:c1")
    assert "gelé : <@U0CLAIRE>" in claire.opens_form().words.replace("\u00a0", " ")
    claire.closes(claire.opens_form())
    claire.types("/crise reprendre", ROOM)
    assert "Canal par canal, sur ordre de" in claire.opens_form().words
    claire.clicks(claire.opens_form(), "channel:restart:c1")

    assert {"Publications": "running", "Publicité": "asked"} == channels(stage)
    assert "Arrêt demandé" in read(page(stage, language="fr"))
    assert "a ordonné la reprise de" in read(page(stage, language="fr"))


def test_nothing_frozen_says_so(stage: Stage, poppy: Player) -> None:
    """The command does not open an empty window."""
    poppy.types("/crisis restart", ROOM)

    assert "not frozen here" in whispered(poppy)


def test_an_exercise_says_that_nothing_is_really_stopped(stage: Stage) -> None:
    """In the form, the window and the message to whoever would do it."""
    start(stage.player(RHYS), about=["drill"])
    derek, poppy = stage.player(DEREK), stage.player(POPPY)
    derek.types("/crisis freeze", ROOM)
    assert "nothing is really stopped" in derek.opens_form().words
    derek.submits(derek.fills(derek.opens_form(), {"scope": "all"}))
    derek.types("/crisis freeze", ROOM)

    assert "EXERCISE" in derek.opens_form().words
    assert "nothing is really stopped" in derek.opens_form().words
    assert "nothing is really stopped" in told_last(poppy)


def test_the_review_tells_how_each_channel_went(stage: Stage, poppy: Player) -> None:
    """Who froze it, who restarted it, and when."""
    freeze(poppy, channels="Posts")
    poppy.types("/crisis freeze", ROOM)
    poppy.clicks(poppy.opens_form(), "channel:frozen:c1")
    stage.player(CLAIRE).types("/crisis restart", ROOM)
    stage.player(CLAIRE).clicks(stage.player(CLAIRE).opens_form(), "channel:restart:c1")
    close(stage.player(SAOIRSE))
    told = "\n".join(m.words for m in said_in_room(stage))

    assert "Publishing frozen and restarted" in told
    assert "restarted: <@U0CLAIRE>" in told
    assert incident(stage).freeze is not None
