"""A crisis begins: its channel, its people, its one card, what everybody hears, and who hears nothing."""

import pytest

from bot.practice.team import BOT_USER, Kind, Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    ANNOUNCEMENTS,
    CLAIRE,
    DEREK,
    GAEL,
    IMOGEN,
    INES,
    MAUD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    TITLE,
    action_ids,
    api,
    calls_of,
    card,
    close,
    deliveries,
    everything_said,
    get,
    incident,
    page,
    read,
    room,
    said_in_room,
    start,
    start_unsettled,
    whispered,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """The deputy of the energy unit in the United Kingdom, who opens."""
    return stage.player(RHYS)


def cards(stage: Stage) -> list[Message]:
    """Every message of the room that is, or would be, a card."""
    return [m for m in said_in_room(stage) if "ask:close" in action_ids(m)]


# What is on disk before anybody is told.


def test_all_is_remembered_before_the_form_is_acknowledged(stage: Stage, rhys: Player) -> None:
    """The incident, its pinned playbook, its due moments and everything owed are there, and nothing was sent."""
    start_unsettled(rhys)

    told = api(stage)
    assert ("data-breach", 2, 64) == (
        told["playbook"]["id"],
        told["playbook"]["version"],
        len(told["playbook"]["digest"]),
    )
    assert {"call", "room"} == {one["errand"] for one in told["deliveries"]}
    assert {"owed"} == {one["state"] for one in told["deliveries"]}
    clocks = {"clock_share", "clock_limit"}
    assert {"step_owner", "step_lead", "point", *clocks} == {due["kind"] for due in told["dues"]}
    assert [] == everything_said(stage)


# The channel.


@ON_SQLITE
def test_a_taken_name_gets_the_next_free_one(stage: Stage, rhys: Player) -> None:
    """Somebody's channel of that name, open or archived, is left as it was."""
    taken = stage.workspace.add_channel(ROOM, DEREK)
    stage.workspace.add_channel(f"{ROOM}-2", DEREK)
    stage.player(DEREK).archives(f"{ROOM}-2")

    start(rhys)

    assert f"{ROOM}-3" == room(stage).name
    assert ([DEREK], {}, "") == (taken.members, taken.messages, taken.topic)


@ON_SQLITE
def test_a_taken_name_is_not_adopted_even_with_the_bot_inside(stage: Stage, rhys: Player) -> None:
    """A channel that somebody made before and let the bot into is still somebody's."""
    taken = stage.workspace.add_channel(ROOM, DEREK, BOT_USER)

    start(rhys)

    assert f"{ROOM}-2" == room(stage).name
    assert {} == taken.messages


@ON_SQLITE
def test_the_channel_is_named_and_its_topic_says_what_it_is_about(stage: Stage, rhys: Player) -> None:
    """Reference, title, severity in words, state and lead; the severity's change is written there too."""
    start(rhys, severity="sev2")
    assert ROOM == room(stage).name
    assert f"🟠 {REF} · {TITLE} · Sensitive · open · lead <@{SAOIRSE}>" == room(stage).topic

    rhys.types("/crisis severity crisis passports are in it", ROOM)

    assert f"🔴 {REF} · {TITLE} · Crisis · open · lead <@{SAOIRSE}>" == room(stage).topic


@ON_SQLITE
def test_the_people_of_the_roles_are_in_the_channel(stage: Stage, rhys: Player) -> None:
    """Whoever opened it, leads it, owns a step or is called is invited; other units' people are not."""
    start(rhys)

    members = set(room(stage).members)
    owners = {step["owner"] for step in api(stage)["steps"]}
    assert {RHYS, SAOIRSE, POPPY, IMOGEN, CLAIRE} | owners <= members
    assert set() == {DEREK, GAEL} & members


@ON_SQLITE
def test_whoever_comes_in_later_is_invited(stage: Stage, rhys: Player) -> None:
    """A step given to somebody, and a new lead, bring them into the channel."""
    start(rhys)

    rhys.types("/crisis assign 1 @Derek", ROOM)
    rhys.types("/crisis lead Gaël", ROOM)

    assert {DEREK, GAEL} <= set(room(stage).members)


@ON_SQLITE
def test_one_who_cannot_come_keeps_nobody_out(stage: Stage, rhys: Player) -> None:
    """A person whose account was closed is skipped, and all the others are in."""
    stage.workspace.deactivate(CLAIRE)

    start(rhys)

    assert CLAIRE not in room(stage).members
    assert {RHYS, SAOIRSE, POPPY, IMOGEN} <= set(room(stage).members)


# The card.


def test_the_card_is_edited_and_never_posted_again(stage: Stage, rhys: Player) -> None:
    """Whatever happens, the room holds one card, the one that was pinned first."""
    start(rhys)
    first = card(stage)
    for words in ("done 1", "undo 1", "take 1", "severity sensitive", "line We are checking.", "lead me"):
        rhys.types(f"/crisis {words}", ROOM)
    stage.forward(minutes=40)
    close(rhys)

    assert [first.ts] == room(stage).pins
    assert first.ts == card(stage).ts
    assert card(stage).edited is not None
    assert "Closed by" in card(stage).words
    posted = [call["args"] for call in stage.workspace.journal if call["method"] == "chat.postMessage"]
    cards = [args for args in posted if args.get("channel") == room(stage).id and "ask:close" in str(args)]
    assert 1 == len(cards)


@ON_SQLITE
def test_the_card_says_what_one_must_know(stage: Stage, rhys: Player) -> None:
    """Reference, severity in words, state, lead, time since the start, progress, next steps with owner and time."""
    start(rhys)
    opened = int(incident(stage).opened_at.timestamp())

    words = card(stage).words

    for wanted in (REF, TITLE, "🔴 Crisis", "Open · calls under way", f"<@{SAOIRSE}>", "0 of 22 steps"):
        assert wanted in words, wanted
    assert f"<!date^{opened}^{{ago}}" in words
    first = next(part for part in words.splitlines() if "1. Capture the source" in part)
    following = words.splitlines()[words.splitlines().index(first) + 1]
    assert f"*mandatory* · <@{POPPY}> · due <!date^{opened + 300}^" in following


@ON_SQLITE
def test_the_card_offers_what_can_be_done_now(stage: Stage, rhys: Player) -> None:
    """An open one offers its next steps and its words; a closed one what is left: clocks, review, list and log."""
    start(rhys)
    running = {
        f"ask:{what}"
        for what in ("steps", "update", "line", "severity", "point", "lead", "add", "log", "close")
    }
    assert running | {"step:done:source", "step:take:source", "step:more:source"} <= action_ids(card(stage))

    close(stage.player(SAOIRSE))

    assert {"ask:clocks", "ask:review", "ask:steps", "ask:log"} == action_ids(card(stage))


@ON_SQLITE
def test_people_at_risk_are_named_first(stage: Stage, rhys: Player) -> None:
    """Card and call say that safety comes before any message."""
    start(rhys, about=["risk"])

    assert "People may be at risk" in card(stage).words
    assert "People may be at risk" in calls_of(stage.player(IMOGEN))[-1].words


# What everybody hears.


@ON_SQLITE
def test_everybody_hears_that_it_opens_speaks_and_ends(stage: Stage, rhys: Player) -> None:
    """One line each in the announcements channel, in the company's language, with the channel to go to."""
    start(rhys)
    rhys.types("/crisis update Still checking next 45m", ROOM)
    close(rhys)

    opened, spoke, ended = (m.words for m in rhys.sees(ANNOUNCEMENTS))

    assert f"*{TITLE}* · {REF}" in opened
    assert f"<#{room(stage).id}>" in opened
    assert "> Still checking" in spoke
    assert f"Clos par <@{RHYS}>" in ended


@ON_SQLITE
def test_a_missing_announcements_channel_stops_nothing(stage: Stage, rhys: Player) -> None:
    """The card says what Slack refused and why; room, card and calls are there."""
    rhys.archives(ANNOUNCEMENTS)

    start(rhys)

    assert "Slack refused the line in the announcements channel" in card(stage).words
    assert 1 == len(calls_of(stage.player(POPPY)))


# Restricted.


@pytest.fixture
def secret(stage: Stage, rhys: Player) -> Stage:
    """A restricted crisis of the unit energy-uk."""
    start(rhys, about=["restricted"])
    return stage


@ON_SQLITE
def test_a_restricted_crisis_is_private_and_not_announced(secret: Stage) -> None:
    """Its channel is private, its people are in it, and no line goes out."""
    assert Kind.PRIVATE is room(secret).kind
    assert {RHYS, SAOIRSE, POPPY, IMOGEN} <= set(room(secret).members)
    assert "🔒 Restricted" in card(secret).words
    assert () == secret.player(DEREK).sees(ANNOUNCEMENTS)


@ON_SQLITE
@pytest.mark.parametrize("words", ["list", f"status {REF}", f"log {REF}", f"review {REF}", f"done {REF} 1"])
def test_a_restricted_crisis_is_not_there_for_others(secret: Stage, words: str) -> None:
    """List, status, log, review and orders know nothing of it, and say the same as for one that never was."""
    derek = secret.player(DEREK)

    derek.types(f"/crisis {words}", "general")

    told = whispered(derek)
    assert TITLE not in told
    derek.types(f"/crisis {words}".replace("0001", "0999"), "general")
    assert told.replace("0001", "") == whispered(derek).replace("0999", "")
    home = derek.opens_home()
    assert home is not None
    assert TITLE not in home.words


@ON_SQLITE
def test_a_restricted_crisis_is_there_for_its_people(secret: Stage) -> None:
    """Whoever takes part finds it in the list, marked."""
    poppy = secret.player(POPPY)

    poppy.types("/crisis list", "general")

    assert f"*{REF}* {TITLE}" in whispered(poppy)
    assert "🔒" in whispered(poppy)


@ON_SQLITE
def test_a_restricted_crisis_is_on_no_page(secret: Stage) -> None:
    """The pages, which know no reader, do not even count it; the operator's API has it."""
    listed = read(page(secret, "/incidents"))
    missing = [get(f"{secret.address}/incidents/{ref}") for ref in (REF, "INC-2026-0999")]

    assert TITLE not in listed
    assert REF not in listed
    assert [404, 404] == [answer.status_code for answer in missing]
    assert missing[0].text.replace("0001", "") == missing[1].text.replace("0999", "")
    assert api(secret)["restricted"]


# Drills.


@ON_SQLITE
def test_a_drill_says_so_in_every_message(stage: Stage, rhys: Player) -> None:
    """Calls, reminders, notices, announcements, card and review: each says EXERCISE, in words and notification."""
    start(rhys, about=["drill"])
    stage.player(IMOGEN).clicks(calls_of(stage.player(IMOGEN))[-1], "call:take")
    for words in ("assign 3 @Derek", "update Still checking next 30m", "line Checking.", "lead @Maud"):
        rhys.types(f"/crisis {words}", ROOM)
    stage.forward(hours=2)
    close(stage.player(RHYS))
    stage.player(MAUD).types(f"/crisis review {REF}")
    stage.player(MAUD).clicks(stage.player(MAUD).opens_form(), "ask:action")
    form = stage.player(MAUD).opens_form()
    stage.player(MAUD).submits(stage.player(MAUD).fills(form, {"text": "Train deputies", "person": INES}))
    stage.forward(days=9)

    said = everything_said(stage)
    assert len(said) > 20
    assert [] == [m.words for m in said if "EXERCISE" not in m.words and "EXERCICE" not in m.words]
    assert [] == [m.text for m in said if "EXERCISE" not in m.text and "EXERCICE" not in m.text]


# Languages.


@ON_SQLITE
def test_each_reads_their_own_language_and_the_room_reads_the_crisis_one(stage: Stage) -> None:
    """A French crisis: a French card and topic; whoever reads English is called in English."""
    start(stage.player(MAUD), language="fr")

    assert "Prochaines étapes" in card(stage).words
    assert "en cours" in room(stage).topic
    assert "Can you take it?" in calls_of(stage.player(POPPY))[-1].words
    stage.forward(minutes=6)
    assert "Vous en chargez-vous" in calls_of(stage.player(INES))[-1].words


@ON_SQLITE
def test_refusals_are_in_the_readers_language(stage: Stage, rhys: Player) -> None:
    """The same wrong word is refused to each in their own."""
    maud = stage.player(MAUD)
    for player in (rhys, maud):
        player.types("/crisis status INC-2026-0999", "general")

    assert "No incident “INC-2026-0999”" in whispered(rhys)
    assert "«\u00a0INC-2026-0999\u00a0»" in whispered(maud)


# Deliveries.


@ON_SQLITE
def test_everything_owed_is_sent(stage: Stage, rhys: Player) -> None:
    """After the opening nothing is left owed, and nothing was refused."""
    start(rhys)

    assert {"sent"} == {one["state"] for one in api(stage)["deliveries"]}
    assert 1 == len(deliveries(stage, "room"))


@ON_SQLITE
def test_a_bot_leads_nothing_and_owns_nothing(stage: Stage, rhys: Player) -> None:
    """A bot answers nobody: naming one as the lead or a step's owner is refused, and nothing changes."""
    start(rhys)
    lead = api(stage)["lead"]
    for command in (f"/crisis lead <@{BOT_USER}>", f"/crisis assign 1 <@{BOT_USER}>"):
        rhys.types(command, ROOM)
        assert "Nobody called" in whispered(rhys)

    assert lead == api(stage)["lead"]
    assert BOT_USER not in {step["owner"] for step in api(stage)["steps"]}
