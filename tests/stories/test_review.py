"""It ends with what is open named, and is looked back at: at once, in the days after, and years later."""

from datetime import UTC, datetime

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    DEREK,
    IMOGEN,
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
    incident,
    page,
    read,
    room,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once a crisis has been worked for a while."""
    start(stage.player(RHYS))
    saoirse, imogen, poppy = (stage.player(user) for user in (SAOIRSE, IMOGEN, POPPY))
    imogen.clicks(calls_of(imogen)[-1], "call:take")
    poppy.clicks(calls_of(poppy)[-1], "call:decline")
    poppy.submits(poppy.fills(poppy.opens_form(), {"reason": "in a plane"}))
    stage.forward(minutes=7)
    saoirse.types("/crisis done 1", ROOM)
    saoirse.types("/crisis done 19 Over when no passport is for sale.", ROOM)
    saoirse.types("/crisis skip 3 we are all in one room", ROOM)
    saoirse.types("/crisis add Call the mayor", ROOM)
    saoirse.types("/crisis done 22", ROOM)
    return saoirse


def head(stage: Stage) -> Message:
    """The review's first message."""
    posted = incident(stage).review
    assert posted is not None
    return room(stage).messages[posted.ts]


def thread(stage: Stage) -> str:
    """Everything said under it."""
    return "\n".join(m.words for m in said_in_room(stage) if m.thread_ts == head(stage).ts and m.is_reply)


def answer(player: Player, stage: Stage, **answers: str) -> None:
    """Answer the review's questions in its form."""
    player.clicks(head(stage), "ask:answers")
    player.submits(player.fills(player.opens_form(), answers))


def act(player: Player, stage: Stage, text: str, owner: str, due: str) -> None:
    """Add an action in its form."""
    player.clicks(head(stage), "ask:action")
    player.submits(player.fills(player.opens_form(), {"text": text, "person": owner, "due": due}))


# The close.


def test_closing_names_what_is_open_and_asks(stage: Stage, saoirse: Player) -> None:
    """The form names the open steps; without a reason it stays, with one it closes."""
    saoirse.types("/crisis close", ROOM)
    form = saoirse.opens_form()
    assert "4. Move to a safe channel" in form.words
    assert "1. Capture the source" not in form.words
    assert "open" == api(stage)["state"]

    saoirse.submits(saoirse.fills(form, {"reason": "handed over"}))

    assert ("closed", SAOIRSE) == (api(stage)["state"], api(stage)["closed_by"])
    assert "4. Move to a safe channel" in card(stage).words


def test_only_lead_and_opener_close(stage: Stage, saoirse: Player) -> None:
    """Another is told whose it is, and it runs on."""
    imogen = stage.player(IMOGEN)
    imogen.types("/crisis close over", ROOM)
    imogen.submits(imogen.opens_form())

    assert imogen.opens_form().errors
    assert "open" == api(stage)["state"]


def test_after_the_close_nothing_more_is_late(stage: Stage, saoirse: Player) -> None:
    """No reminder of a step, no rung and no promise falls due any more; the review waits, and the legal clocks run."""
    close(saoirse)
    heard = len(stage.player(POPPY).direct_messages())

    stage.forward(hours=40)

    assert heard == len(stage.player(POPPY).direct_messages())
    assert {"review", "clock_share", "clock_limit", "clock_over"} == {
        due["kind"] for due in api(stage)["dues"]
    }


# The review thread.


def test_the_review_starts_at_once_with_the_timeline(stage: Stage, saoirse: Player) -> None:
    """Planned against actual times, decisions, calls with their answers, skipped steps with reasons, improvised ones."""
    close(saoirse)

    told = thread(stage)

    due = int(datetime(2026, 3, 2, 3, 0, tzinfo=UTC).timestamp())
    done = int(datetime(2026, 3, 2, 3, 2, tzinfo=UTC).timestamp())
    first = next(line for line in told.splitlines() if line.startswith("✅ 1. Capture the source"))
    assert f"planned <!date^{due}^" in first
    assert f"settled <!date^{done}^" in first
    assert "late by 2" in first
    assert "Over when no passport is for sale." in told
    assert "(in a plane)" in told
    assert f"<@{IMOGEN}> · *takes it*" in told
    assert "we are all in one room" in told
    assert "Call the mayor" in told
    for chapter in (
        "Planned and done",
        "Decisions",
        "Calls and answers",
        "Left out, and why",
        "Added on the way",
    ):
        assert f"*{chapter}*" in told, chapter


def test_the_review_stands_in_a_thread_of_its_own(stage: Stage, saoirse: Player) -> None:
    """One first message, with the four questions and two buttons; the timeline beneath it, once."""
    close(saoirse)
    stage.forward(minutes=5)

    heads = [m for m in said_in_room(stage) if "ask:answers" in action_ids(m)]
    assert [head(stage).ts] == [m.ts for m in heads]
    asked = [q.text.en for q in incident(stage).playbook.review.questions]
    assert 4 == len(asked)
    for question in asked:
        assert question in head(stage).words
    assert 1 == thread(stage).count("*Planned and done*")


def test_answers_are_kept_and_may_be_bettered(stage: Stage, saoirse: Player) -> None:
    """The first message shows them with who wrote them; the form comes back filled."""
    close(saoirse)
    answer(saoirse, stage, planned="To answer in an hour")
    answer(stage.player(MAUD), stage, happened="We took three", planned="To answer within the hour")

    words = head(stage).words
    assert "> To answer within the hour" in words
    assert "> We took three" in words
    assert f"<@{MAUD}>" in words
    assert "To answer in an hour" not in words
    assert {"To answer within the hour", "We took three"} == {one["text"] for one in api(stage)["answers"]}


def test_an_unanswered_review_is_recalled(stage: Stage, saoirse: Player) -> None:
    """Two days after the close the lead hears that it waits, with a button that opens it."""
    close(saoirse)

    stage.forward(days=3)

    waits = [m for m in saoirse.direct_messages() if "ask:review" in action_ids(m)]
    assert 1 == len(waits)
    saoirse.clicks(waits[0], "ask:review")
    assert "What was planned for an attack" in saoirse.opens_form().words


def test_an_answered_review_is_not_recalled(stage: Stage, saoirse: Player) -> None:
    """One answer is a beginning."""
    close(saoirse)
    answer(saoirse, stage, planned="To answer in an hour")

    stage.forward(days=3)

    assert [] == [m for m in saoirse.direct_messages() if "ask:review" in action_ids(m)]


# Actions.


def test_an_action_is_followed_up_until_it_is_done(stage: Stage, saoirse: Player) -> None:
    """Its owner hears on the day, at nine where they live, and again each week until it is done."""
    close(saoirse)
    act(saoirse, stage, "Watch that forum", DEREK, "2026-03-09")
    derek = stage.player(DEREK)
    assert "Watch that forum" in told_last(derek)
    heard = len(derek.direct_messages())

    stage.clock.moment = datetime(2026, 3, 9, 12, 59, tzinfo=UTC)  # 8:59 in Toronto, in summer time
    stage.settle()
    assert heard == len(derek.direct_messages())
    stage.forward(minutes=1)
    assert heard + 1 == len(derek.direct_messages())
    stage.forward(days=7)
    assert heard + 2 == len(derek.direct_messages())

    derek.clicks(derek.direct_messages()[-1], "action:done:a1")
    stage.forward(days=30)

    assert heard + 2 == len(derek.direct_messages())
    assert "✅ *Change* · Watch that forum" in head(stage).words
    assert DEREK == api(stage)["actions"][0]["done_by"]


def test_an_action_for_a_day_that_has_passed_is_refused(stage: Stage, saoirse: Player) -> None:
    """Beside its field, with what was typed still there."""
    close(saoirse)

    act(saoirse, stage, "Watch that forum", DEREK, "2026-02-20")

    assert ["due"] == list(saoirse.opens_form().errors)
    assert "Watch that forum" == saoirse.opens_form().values["text"]["text"]["value"]


def test_an_action_belongs_to_a_review(stage: Stage, saoirse: Player) -> None:
    """While the crisis runs, the review says that it has not begun, and offers no form."""
    saoirse.types(f"/crisis review {REF}", ROOM)

    assert "It still runs" in saoirse.opens_form().words
    assert () == saoirse.opens_form().buttons


# Years later.


def test_the_review_is_there_years_later(stage: Stage, saoirse: Player) -> None:
    """A thousand days on, after a restart: answers, actions, timeline, by command and on the page."""
    close(saoirse)
    answer(saoirse, stage, planned="To answer in an hour")
    act(saoirse, stage, "Watch that forum", SAOIRSE, "2026-03-09")
    saoirse.clicks(head(stage), "action:done:a1")
    stage.forward(days=1000)
    stage.stop_bot()
    stage.start_bot()

    stage.player(DEREK).types(f"/crisis review {REF}", "general")

    shown = stage.player(DEREK).opens_form().words
    for wanted in (
        TITLE,
        "To answer in an hour",
        "Watch that forum",
        "Over when no passport is for sale.",
        "in a plane",
    ):
        assert wanted in shown, wanted
    words = read(page(stage))
    for wanted in (TITLE, "To answer in an hour", "Watch that forum", "Over when no passport is for sale."):
        assert wanted in words, wanted


def test_years_later_a_new_crisis_has_a_number_of_its_year(stage: Stage, saoirse: Player) -> None:
    """2028 counts from one again, and the old one keeps its own."""
    close(saoirse)
    stage.forward(days=1000)

    start(stage.player(RHYS), "service-outage Everything is down")

    assert "Everything is down" == incident(stage, "INC-2028-0001").title
    assert TITLE == incident(stage).title
    assert "inc-2028-0001-service-outage" == room(stage, "INC-2028-0001").name


def test_the_log_tells_the_whole_story_in_order(stage: Stage, saoirse: Player) -> None:
    """`/crisis log` after the close tells its last facts; the API has them all, no number missing."""
    close(saoirse)

    saoirse.types(f"/crisis log {REF}", "general")

    assert f"<@{SAOIRSE}> closed {REF}" in whispered(saoirse)
    entries = api(stage, f"/api/incidents/{REF}/log?limit=1000")["entries"]
    assert list(range(1, len(entries) + 1)) == [entry["seq"] for entry in entries]
    assert "incident_opened" == entries[0]["kind"]
