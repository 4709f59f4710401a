"""What is said for now, what is promised, how serious it is and who leads: by button and by command."""

from datetime import timedelta
from typing import Any

import pytest

from bot.stage import Player, Stage
from playbooks.playbook import Severity
from tests.stories.scene import (
    ANNOUNCEMENTS,
    GAEL,
    MAUD,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    TITLE,
    action_ids,
    api,
    card,
    close,
    incident,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead of a sensitive matter that Rhys opened."""
    start(stage.player(RHYS), severity="sev2")
    return stage.player(SAOIRSE)


def notices(stage: Stage) -> list[str]:
    """The lines of the room beside the card, oldest first."""
    return [m.words for m in said_in_room(stage) if m.ts != card(stage).ts and not m.is_reply]


def fill(player: Player, stage: Stage, what: str, **answers: object) -> None:
    """Press a button of the card, fill its form and send it."""
    player.clicks(card(stage), f"ask:{what}")
    player.submits(player.fills(player.opens_form(), answers))


@pytest.mark.parametrize("way", ["button", "command"])
def test_the_severity_changes_for_everybody(stage: Stage, saoirse: Player, way: str) -> None:
    """Card and log say it in words, and the room hears who, what and why."""
    if way == "button":
        fill(saoirse, stage, "severity", severity="sev1", reason="journalists call")
    else:
        saoirse.types("/crisis severity crisis journalists call", ROOM)

    assert "sev1" == api(stage)["severity"]
    assert "🔴 Crisis" in card(stage).words
    assert "sev1" not in card(stage).words
    assert f"<@{SAOIRSE}> set the severity to Crisis: journalists call" in notices(stage)[-1]


def test_only_the_lead_lowers_it_and_says_why(stage: Stage, saoirse: Player) -> None:
    """Another hears whose it is; without a reason the lead is asked for one."""
    rhys = stage.player(RHYS)

    rhys.types("/crisis severity watch nothing happened", ROOM)
    assert f"<@{SAOIRSE}>" in whispered(rhys)
    saoirse.types("/crisis severity watch", ROOM)
    assert Severity.SEV2 is incident(stage).severity
    saoirse.types("/crisis severity watch nothing happened", ROOM)

    assert Severity.SEV4 is incident(stage).severity


@pytest.mark.parametrize("way", ["button", "command"])
def test_the_lead_is_handed_over(stage: Stage, saoirse: Player, way: str) -> None:
    """Card and room name the new lead, who hears of it and comes in."""
    if way == "button":
        fill(saoirse, stage, "lead", person=GAEL)
    else:
        saoirse.types("/crisis lead @Gaël", ROOM)

    assert GAEL == api(stage)["lead"]
    assert f"<@{GAEL}>" in card(stage).words
    assert f"<@{SAOIRSE}> named <@{GAEL}> as lead" in notices(stage)[-1]
    assert REF in told_last(stage.player(GAEL))


@pytest.mark.parametrize("way", ["button", "command"])
def test_what_we_say_for_now_stands_on_the_card(stage: Stage, saoirse: Player, way: str) -> None:
    """The holding line is quoted, with who set it; the latest one stands, the log keeps both."""
    saoirse.types("/crisis line We know of nothing.", ROOM)
    if way == "button":
        fill(saoirse, stage, "line", text="We are checking what happened.")
    else:
        saoirse.types("/crisis line We are checking what happened.", ROOM)

    assert "We are checking what happened." == api(stage)["holding_line"]["text"]
    assert "> We are checking what happened." in card(stage).words
    assert "We know of nothing." not in card(stage).words
    assert "> We are checking what happened." in notices(stage)[-1]
    kept = [e["body"]["text"] for e in log(stage) if e["kind"] == "holding_line_set"]
    assert ["We know of nothing.", "We are checking what happened."] == kept


@pytest.mark.parametrize("way", ["button", "command"])
def test_an_update_promises_the_next(stage: Stage, saoirse: Player, way: str) -> None:
    """Card, room and announcements have the words and the moment of the next."""
    if way == "button":
        fill(saoirse, stage, "update", text="Still checking", next="60")
    else:
        saoirse.types("/crisis update Still checking next 1h", ROOM)

    promised = int((stage.clock.now() + timedelta(hours=1)).timestamp())
    for words in (card(stage).words, notices(stage)[-1], saoirse.sees(ANNOUNCEMENTS)[-1].words):
        assert "> Still checking" in words
        assert f"<!date^{promised}^" in words


def test_a_promise_is_recalled_then_broken_for_all_to_see(stage: Stage, saoirse: Player) -> None:
    """Ten minutes before, the lead is reminded; at the moment, the room hears that it did not come; once each."""
    saoirse.types("/crisis update Still checking next 45m", ROOM)
    stage.forward(minutes=35)
    assert "You promised the next update" in told_last(saoirse)
    assert "ask:update" in action_ids(saoirse.direct_messages()[-1])

    stage.forward(minutes=10)

    assert "did not come" in notices(stage)[-1]
    assert api(stage)["promise"]["broken"]
    stage.forward(hours=3)
    assert "is late by" in card(stage).words
    assert 1 == sum("did not come" in words for words in notices(stage))


def test_a_promise_that_is_kept_reminds_nobody(stage: Stage, saoirse: Player) -> None:
    """The next update in time takes the place of the promise."""
    saoirse.types("/crisis update Still checking next 45m", ROOM)
    stage.forward(minutes=30)
    saoirse.types("/crisis update It is genuine.", ROOM)

    stage.forward(hours=2)

    assert None is api(stage)["promise"]
    assert not any("did not come" in words for words in notices(stage))
    assert not any("You promised" in m.words for m in saoirse.direct_messages())


@pytest.mark.parametrize("way", ["button", "command"])
def test_an_entry_is_kept_in_the_log(stage: Stage, saoirse: Player, way: str) -> None:
    """With its author; `/crisis log` shows it to whoever asks, and to nobody else."""
    if way == "button":
        fill(saoirse, stage, "log", text="The minister called")
    else:
        saoirse.types("/crisis log The minister called", ROOM)

    stage.player(RHYS).types("/crisis log", ROOM)

    assert f"<@{SAOIRSE}>" in whispered(stage.player(RHYS))
    assert "The minister called" in whispered(stage.player(RHYS))
    assert ("log_written", SAOIRSE) == (log(stage)[-1]["kind"], log(stage)[-1]["by"])
    assert not any("The minister called" in words for words in notices(stage))


def test_the_log_stays_open_after_the_close(stage: Stage, saoirse: Player) -> None:
    """What is learned late is kept too."""
    close(saoirse)

    saoirse.types(f"/crisis log {REF} The insurer wrote", "general")

    assert "log_written" in [entry["kind"] for entry in log(stage)]


def test_the_list_names_what_is_open_and_forgets_what_is_closed(stage: Stage, saoirse: Player) -> None:
    """Reference, title, severity, progress, lead and channel; closed ones are gone."""
    saoirse.types("/crisis done 1", ROOM)
    saoirse.types("/crisis list", "general")
    listed = whispered(saoirse)
    for wanted in (f"*{REF}* {TITLE}", "🟠 Sensitive", "1 of 22 steps", f"<@{SAOIRSE}>", "1 open incident"):
        assert wanted in listed, wanted

    close(saoirse)
    saoirse.types("/crisis list", "general")

    assert "No incident is open" in whispered(saoirse)


def test_the_status_is_the_card_for_one_person(stage: Stage, saoirse: Player) -> None:
    """Anywhere by its reference, in any writing of it, in the reader's language."""
    maud = stage.player(MAUD)
    for words in (REF, "inc 2026 0001", f"status {REF}", "status inc-2026-1"):
        maud.types(f"/crisis {words}", "general")
        assert f"{REF} · {TITLE}" in whispered(maud), words
    assert "Prochaines étapes" in whispered(maud)
    assert 1 == len([m for m in said_in_room(stage) if "ask:close" in action_ids(m)])


def log(stage: Stage) -> list[dict[str, Any]]:
    """The log as the API tells it."""
    entries: list[dict[str, Any]] = api(stage, f"/api/incidents/{REF}/log?limit=1000")["entries"]
    return entries
