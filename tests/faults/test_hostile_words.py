"""I1, I2, I3, I6, I8: whatever people type stays text, wherever it is shown."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.practice.contract import Json
from bot.stage import Player, Stage
from tests.doors.client import live
from tests.stories.scene import (
    ANNOUNCEMENTS,
    DEREK,
    INES,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    TITLE,
    api,
    calls_of,
    card,
    close,
    everything_said,
    get,
    incident,
    page,
    read,
    room,
    said_in_room,
    start,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

PINGS = "<!channel> <!here> <!everyone> <@U0DEREK> <!subteam^S0ALL> @channel"
LINKS = "<https://evil.example|Approve here> [ok](https://evil.example) `` `x` ``` *b* _i_ ~s~ :tada:"
HOSTILE = {"pings": PINGS, "links": LINKS}
OURS = re.compile(r"<!date\^\d+\^[^<>|]*\|[^<>]*>|<@U0[A-Z]+>|<#C[A-Z0-9]+>")  # what only we write
CODE = re.compile(r"`[^`\n]+`")  # words of ours to type, in which nothing is live
FORGED = "fine\n✅ *1. Capture the source*\ndone by <@U0SAOIRSE>\r\n> quoted\u2028🏁 *Closed*"


def texts(found: object) -> Iterator[str]:
    """Every text in which Slack would make markup live; an address in one of ours is only text (verbatim)."""
    if isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            assert found["verbatim"], found
        if found.get("type") != "plain_text":
            yield from (str(found[name]) for name in ("text", "topic") if isinstance(found.get(name), str))
        for inner in found.values():
            yield from texts(inner)
    elif isinstance(found, list | tuple):
        for inner in found:
            yield from texts(inner)
    elif isinstance(found, str) and found[:1] in "[{":
        with suppress(ValueError):
            yield from texts(json.loads(found))


def all_texts(stage: Stage, *players: Player) -> list[str]:
    """Every live text of every call to Slack and of every answer to somebody alone."""
    calls: list[Json] = [call["args"] for call in stage.workspace.journal]
    whispers = [message for player in players for message in player.ephemerals()]
    shown = [{"text": m.text, "blocks": list(m.blocks)} for m in whispers]
    return [*texts([*calls, *shown])]


def tell_a_story(stage: Stage, words: str) -> tuple[Player, ...]:
    """Put the words wherever words can be put, by form and by command."""
    rhys, saoirse, poppy, derek = (stage.player(user) for user in (RHYS, SAOIRSE, POPPY, DEREK))
    start(rhys, title=words[:120])
    poppy.clicks(calls_of(poppy)[-1], "call:decline")
    poppy.submits(poppy.fills(poppy.opens_form(), {"reason": words}))
    for what, field in (("line", "text"), ("update", "text"), ("log", "text"), ("add", "title")):
        saoirse.clicks(card(stage), f"ask:{what}")
        saoirse.submits(saoirse.fills(saoirse.opens_form(), {field: words[:120]}))
    for verb in (
        "log",
        "line",
        "update",
        "add",
        "done 19",
        "skip 1",
        "skip 3",
        "assign 5",
        "status",
        "severity",
        "claim",
        "fact",
        "refute 1",
    ):
        saoirse.types(f"/crisis {verb} {words}", ROOM)
        for form in reversed(saoirse.forms()):
            saoirse.closes(form)
    for verb in ("point", "handover"):
        saoirse.types(f"/crisis {verb}", ROOM)
        for form in reversed(saoirse.forms()):
            saoirse.closes(form)
    saoirse.types("/crisis handover @Maud Tessier", ROOM)
    saoirse.types("/crisis lead me", ROOM)
    derek.types(f"/crisis {words}", "general")
    derek.types(f"/crisis start {words}", "general")
    stage.forward(minutes=45)
    saoirse.types("/crisis list", ROOM)
    saoirse.types("/crisis log", ROOM)
    close(saoirse, words)
    saoirse.types(f"/crisis review {REF}")
    saoirse.clicks(saoirse.opens_form(), "ask:action")
    form = saoirse.fills(saoirse.opens_form(), {"text": words[:120], "person": INES, "due": "2026-04-01"})
    saoirse.submits(form)
    saoirse.clicks(saoirse.opens_form(), "ask:answers")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"planned": words}))
    stage.forward(days=40)
    return rhys, saoirse, poppy, derek


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_i1_i2_nothing_that_people_type_is_live_in_any_message(stage: Stage, kind: str) -> None:
    """Through a whole crisis: no ping, no link, no format and no emoji comes of somebody's words."""
    players = tell_a_story(stage, HOSTILE[kind])

    said = all_texts(stage, *players)
    assert len(said) > 200
    controls = {found for text in said for found in live(OURS.sub("x", text))["control"]}
    assert set() == controls
    assert [] == [text for text in said if "`x`" in text or live(CODE.sub("x", text))["emoji"]]


def test_i1_the_words_are_shown_as_they_were_typed(stage: Stage) -> None:
    """Card, call, topic, announcement, page and review show the title literally."""
    start(stage.player(RHYS), title=PINGS)
    shown = [
        card(stage).words,
        calls_of(stage.player(POPPY))[-1].words,
        room(stage).topic,
        stage.player(RHYS).sees(ANNOUNCEMENTS)[-1].words,
    ]
    close(stage.player(SAOIRSE))
    posted = incident(stage).review
    assert posted is not None
    shown.append(room(stage).messages[posted.ts].words)

    for text in shown:
        assert PINGS in plainly(text), text
    assert PINGS == api(stage)["title"]
    assert PINGS in read(page(stage))
    assert "<!channel>" not in page(stage)


def plainly(text: str) -> str:
    """Slack text as a person reads it."""
    return re.sub(r"[\u2060\u200b\u200c\u200d\ufeff]", "", html.unescape(text))


def test_i1_nobody_is_pinged_who_has_no_part(stage: Stage) -> None:
    """Derek's id, typed in a title, brings him no message and no invitation."""
    start(stage.player(RHYS), title=PINGS)

    assert () == stage.player(DEREK).direct_messages()
    assert DEREK not in room(stage).members


def test_i3_a_line_break_forges_no_line_of_the_card_or_the_log(stage: Stage) -> None:
    """Each line of somebody's words is marked as a quotation, or all of them stand on one line."""
    saoirse, poppy = stage.player(SAOIRSE), stage.player(POPPY)
    start(stage.player(RHYS))
    poppy.clicks(calls_of(poppy)[-1], "call:decline")
    poppy.submits(poppy.fills(poppy.opens_form(), {"reason": FORGED}))
    for verb in ("line", "update", "log", "skip 1", "done 19"):
        saoirse.types(f"/crisis {verb} {FORGED}", ROOM)
    saoirse.types("/crisis log", ROOM)
    close(saoirse, FORGED)

    words = [m.words for m in (*everything_said(stage), *saoirse.ephemerals())]
    lines = [line for text in words for line in text.splitlines()]
    assert any("> ✅" in line for line in lines)
    forged = [
        line for line in lines if line.startswith(("✅ *1. Capture the source*", "🏁 *Closed*", "done by <@"))
    ]
    assert [] == [line for line in forged if "done by" in line and "<!date^" not in line]
    assert "🏁 *Closed*" not in forged
    assert "✅ *1. Capture the source*" not in forged


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\u202etwo\u200b\u2066three", "onetwothree"),
        ("x" * 10_000, "x" * 119 + "…"),
        ("🔥🔥🔥", "🔥🔥🔥"),
        ("first\r\nsecond\u2028third", "first second third"),
        ("تسريب بيانات العملاء", "تسريب بيانات العملاء"),
        ("l’incident «\u00a0fuite\u00a0» — “chez nous”", "l’incident « fuite » — “chez nous”"),
    ],
    ids=["bidi", "long", "emoji", "lines", "arabic", "typography"],
)
def test_i3_i8_a_title_is_kept_as_a_person_means_it(stage: Stage, typed: str, kept: str) -> None:
    """What cannot be seen goes, what is too long is cut with an ellipsis, other scripts and signs stay."""
    rhys = stage.player(RHYS)
    rhys.types(f"/crisis start data-breach {typed}")

    rhys.submits(rhys.fills(rhys.opens_form(), {"unit": "energy-uk"}))

    assert kept == api(stage)["title"]
    assert kept in plainly(card(stage).words)
    assert kept in read(page(stage))
    assert len(room(stage).topic) <= 250


def test_i3_very_long_words_break_nothing(stage: Stage) -> None:
    """Three thousand signs in every place: everything is still sent, each within Slack's limits."""
    long = "very long words " * 180
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS))
    for verb in ("line", "update", "log", "skip 1", "done 19"):
        saoirse.types(f"/crisis {verb} {long}", ROOM)
    close(saoirse, long)

    assert {"sent"} == {one["state"] for one in api(stage)["deliveries"]}
    assert "…" in api(stage)["holding_line"]["text"]
    assert any("very long words" in m.words for m in said_in_room(stage))


def test_i6_line_breaks_make_no_header_and_no_second_log_line(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """CRLF in a title, a log entry, an unknown word and an address: one line in each log, no header of theirs."""
    attack = "a\r\nX-Injected: yes\r\n\r\n{'event': 'forged'}"
    rhys = stage.player(RHYS)
    with caplog.at_level("DEBUG"):
        start(rhys, title=attack.replace("\r\n", "\n"))
        rhys.types(f"/crisis log {attack}", ROOM)
        rhys.types(f"/crisis {attack}", ROOM)
        stage.workspace.faults.next("views.open", error="internal_error")
        rhys.types(f"/crisis line {attack[:0]}", ROOM)
        answers = [
            get(f"{stage.address}/incidents/{REF}"),
            get(f"{stage.address}/incidents/a%0D%0AX-Injected:%20yes"),
            get(f"{stage.address}/incidents?state=a%0D%0AX-Injected:%20yes"),
        ]

    assert "\n" not in api(stage)["title"]
    assert [] == [answer.headers["x-injected"] for answer in answers if "x-injected" in answer.headers]
    ours = [
        r.getMessage()
        for r in caplog.records
        if r.name.split(".")[0] in ("bot", "handlers", "storage", "config")
    ]
    assert ours
    assert [] == [line for line in ours if "\n" in line or "\r" in line]
    assert "X-Injected" not in "".join(ours)


@pytest.mark.parametrize(
    "typed",
    [
        "/crise démarrer l’incident « fuite »",
        "/crise DÉMARRER\u00a0l'incident «\u202ffuite\u202f»",
        "/crisis start “data breach”",
        "/crisis start — data–breach",
        "/crisis start: data breach",
    ],
)
def test_i8_typography_opens_the_playbook_that_is_meant(stage: Stage, typed: str) -> None:
    """Guillemets, curly quotes, dashes, narrow and no-break spaces, capitals and accents."""
    rhys = stage.player(RHYS)
    rhys.types(typed)

    form = rhys.fills(rhys.opens_form(), {"title": TITLE, "unit": "energy-uk"})
    rhys.submits(form)

    assert "data-breach" == api(stage)["playbook"]["id"]


@pytest.mark.parametrize(
    "typed", ["done\u00a01", "done “1”", "done #1", "done n°1", "Done 1.", "fait 1", "done — 1"]
)
def test_i8_a_step_is_found_however_its_number_is_written(stage: Stage, typed: str) -> None:
    """Signs around a number mean nothing."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    saoirse.types(f"/crisis {typed}", ROOM)

    assert "done" == api(stage)["steps"][0]["status"], whispered(saoirse)


def test_escapes_that_a_person_types_stay_as_they_are_typed(stage: Stage) -> None:
    """Per cent signs, quotes and braces come through the form and the command as they were sent, decoded once."""
    words = 'at 100% of %22 %2522 %7B %%22 %2%3A {"a": [1, "%25"]} &=+ 50%'
    rhys = stage.player(RHYS)
    start(rhys, f"data-breach {words}")
    rhys.types(f"/crisis log {words}", ROOM)

    assert words == incident(stage).title
    assert words in [fact["body"].get("text") for fact in api(stage, f"/api/incidents/{REF}/log")["entries"]]
