"""Who leads is known to everybody whom it concerns: the next lead, the former one, who handed over, and the room."""

from collections.abc import Callable

import pytest

from bot.stage import Player, Stage
from tests.stories.scene import (
    DEREK,
    ETIENNE,
    MAUD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    card,
    close,
    deliveries,
    incident,
    room,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def form(player: Player, to: str) -> Callable[[], object]:
    """Fill the form that hands over; sending it is for later."""
    player.types(f"/crisis point {REF}", "general")
    player.clicks(player.opens_form(), "ask:handover")
    filled = player.fills(player.opens_form(), {"person": to})
    return lambda: player.submits(filled)


def silent(stage: Stage, person: str) -> None:
    """Slack takes no message for somebody."""
    stage.workspace.faults.next("chat.postMessage", channel=person, status=503, times=100_000)


def heard(stage: Stage, person: str) -> str:
    """Everything that somebody was told directly."""
    return "\n".join(message.words for message in stage.player(person).direct_messages())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (f"handover {REF} @Etienne", "named <@U0ETIENNE> as lead of INC-2026-0001, which you led until now"),
        (f"lead {REF} <@{ETIENNE}>", "named <@U0ETIENNE> as lead of INC-2026-0001, which you led until now"),
        (f"handover {REF} me", "took over the lead of INC-2026-0001, which you led until now"),
        (f"lead {REF} me", "took over the lead of INC-2026-0001, which you led until now"),
    ],
)
def test_whoever_loses_the_lead_is_told(stage: Stage, saoirse: Player, words: str, told: str) -> None:
    """Derek, who has no part in it, names another lead: Saoirse hears of it and how to take it back."""
    words = words.replace("@Etienne", f"<@{ETIENNE}>")
    stage.player(DEREK).types(f"/crisis {words}", "general")

    assert told in told_last(saoirse)
    assert f"/crisis handover {REF} me" in told_last(saoirse)
    assert f"<@{SAOIRSE}>" in said_in_room(stage)[-1].words


def test_whoever_hands_over_is_told_nothing_that_they_did_themselves(stage: Stage, saoirse: Player) -> None:
    """The next lead gets the brief, and nobody else a message."""
    before = len(saoirse.direct_messages())
    saoirse.types(f"/crisis handover <@{DEREK}>", ROOM)

    assert before == len(saoirse.direct_messages())
    assert "hands INC-2026-0001 over to you" in told_last(stage.player(DEREK))


def test_only_whoever_led_hands_over(stage: Stage, saoirse: Player) -> None:
    """Named by somebody else, the next lead reads by whom and in whose place."""
    stage.player(POPPY).types(f"/crisis handover <@{DEREK}>", ROOM)

    brief = told_last(stage.player(DEREK))
    assert f"<@{POPPY}> names you as lead of INC-2026-0001, in place of <@{SAOIRSE}>" in brief
    assert f"named <@{DEREK}> as lead, in place of <@{SAOIRSE}>" in said_in_room(stage)[-1].words


def test_a_form_of_before_ousts_nobody(stage: Stage, saoirse: Player) -> None:
    """Derek was named meanwhile: Saoirse is told so, and he still leads."""
    send = form(saoirse, MAUD)
    stage.player(POPPY).types(f"/crisis handover <@{DEREK}>", ROOM)

    send()

    assert DEREK == api(stage)["lead"]
    assert "Derek" in saoirse.opens_form().errors["person"]


def test_the_lead_form_of_before_ousts_nobody_either(stage: Stage, saoirse: Player) -> None:
    """The card's button asks the same question."""
    saoirse.clicks(card(stage), "ask:lead")
    filled = saoirse.fills(saoirse.opens_form(), {"person": MAUD})
    stage.player(POPPY).types(f"/crisis handover <@{DEREK}>", ROOM)

    saoirse.submits(filled)

    assert DEREK == api(stage)["lead"]
    assert "Derek" in saoirse.opens_form().errors["person"]


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("crisis handover me", "You lead INC-2026-0001 from now on"),
        ("crise relève moi", "Vous pilotez désormais INC-2026-0001"),
    ],
)
def test_whoever_takes_the_lead_over_reads_the_brief_at_once(
    stage: Stage, saoirse: Player, words: str, head: str
) -> None:
    """Nobody hands it to them, so it stands in the answer."""
    person = stage.player(MAUD if "crise" in words else POPPY)
    person.types(f"/{words}", ROOM)

    assert person.id == api(stage)["lead"]
    for wanted in (head, "Customer file on a forum", f"<@{person.id}>"):
        assert wanted in whispered(person), wanted


# Who cannot be told.


def test_nobody_hands_over_to_a_closed_account(stage: Stage, saoirse: Player) -> None:
    """The directory still lists Maud; Slack says that her account is deactivated."""
    stage.workspace.deactivate(MAUD)
    saoirse.types(f"/crisis handover <@{MAUD}>", ROOM)

    assert SAOIRSE == api(stage)["lead"]
    assert "is deactivated" in whispered(saoirse)


def test_a_refused_brief_is_told_to_who_handed_over_and_to_the_room(stage: Stage, saoirse: Player) -> None:
    """Maud leads and does not know it: somebody has to telephone, or take the lead."""
    stage.workspace.faults.next("chat.postMessage", channel=MAUD, error="user_disabled", times=100_000)
    saoirse.types(f"/crisis handover <@{MAUD}>", ROOM)

    unreached = f"<@{MAUD}> leads, and no message reaches them"
    told = [m.words for m in (*saoirse.direct_messages(), *said_in_room(stage)) if unreached in m.words]
    assert [True, True] == [f"/crisis handover {REF} me" in words for words in told]


def test_a_lead_whom_no_message_reaches_is_told_of_once(stage: Stage, saoirse: Player) -> None:
    """A fixed point each half hour is refused; the room and the deputy hear of the lead the first time."""
    stage.workspace.faults.next("chat.postMessage", channel=SAOIRSE, error="user_disabled", times=100_000)
    stage.forward(hours=3)

    about = [m for m in said_in_room(stage) if "no message reaches them" in m.words]
    assert 1 == len(about)


# Told late.


def test_a_brief_that_comes_too_late_is_not_sent(stage: Stage, saoirse: Player) -> None:
    """Slack took nothing for Derek; meanwhile Maud leads: nobody tells him that he does."""
    silent(stage, DEREK)
    saoirse.types(f"/crisis handover <@{DEREK}>", ROOM)
    saoirse.types(f"/crisis handover <@{MAUD}>", ROOM)
    stage.workspace.faults.clear()
    stage.forward(minutes=20)

    assert "lead from now on" not in heard(stage, DEREK)
    assert f"named <@{MAUD}> as lead of INC-2026-0001, which you led until now" in heard(stage, DEREK)


def test_nobody_is_told_that_they_lead_what_is_closed(stage: Stage, saoirse: Player) -> None:
    """The brief waited for Slack until it was over."""
    silent(stage, DEREK)
    saoirse.types(f"/crisis handover <@{DEREK}>", ROOM)
    close(stage.player(RHYS))
    stage.workspace.faults.clear()
    stage.forward(minutes=20)

    assert "lead from now on" not in heard(stage, DEREK)
    assert "dropped" in {one["state"] for one in deliveries(stage, "nudge")}


def test_a_former_lead_of_a_restricted_incident_still_sees_it(stage: Stage) -> None:
    """Derek came in as lead and hands over; what he knows is asked of him still."""
    start(stage.player(RHYS), about=["restricted"])
    derek, channel = stage.player(DEREK), room(stage).name
    stage.player(SAOIRSE).types(f"/crisis handover <@{DEREK}>", channel)
    form(derek, MAUD)()
    assert MAUD == incident(stage).lead

    derek.types(f"/crisis claim {REF} the ransom note names me", "general")

    assert "to be verified" in whispered(derek)
