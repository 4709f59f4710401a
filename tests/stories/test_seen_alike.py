"""Card, page and API tell the same facts, over HTTP and over a socket, in either language."""

from collections.abc import Iterator

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice.team import APP_TOKEN
from bot.stage import Stage
from tests.stories.scene import (
    IMOGEN,
    INES,
    MAUD,
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
    page,
    read,
    start,
    whispered,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def worked(stage: Stage) -> Stage:
    """A crisis with something of everything in it."""
    start(stage.player(RHYS), about=["risk"])
    saoirse, imogen, poppy = (stage.player(user) for user in (SAOIRSE, IMOGEN, POPPY))
    imogen.clicks(calls_of(imogen)[-1], "call:take")
    poppy.clicks(calls_of(poppy)[-1], "call:decline")
    poppy.submits(poppy.fills(poppy.opens_form(), {"reason": "in a plane"}))
    for words in ("done 1", "skip 3 we are all here", "line We are checking.", "update Soon more next 1h"):
        saoirse.types(f"/crisis {words}", ROOM)
    return stage


def test_card_page_and_api_tell_the_same(worked: Stage) -> None:
    """Severity, state, lead, progress, words, calls and their answers: whatever one says, the others say."""
    drawn, told, shown = card(worked).words, api(worked), read(page(worked))

    settled = sum(step["status"] != "open" for step in told["steps"])
    assert (2, "sev1", "open", SAOIRSE) == (settled, told["severity"], told["state"], told["lead"])
    assert f"{settled} of {len(told['steps'])} steps" in drawn
    assert "We are checking." == told["holding_line"]["text"]
    assert "Soon more" == told["update"]["text"]
    calls = {call["person"]: call["state"] for call in told["calls"]}
    assert {IMOGEN: "taken", POPPY: "declined", INES: "sent"} == calls
    for wanted in (REF, TITLE, "Crisis", "We are checking.", "Soon more", "in a plane"):
        assert wanted in drawn, wanted
        assert wanted in shown, wanted
    for name in (
        "Saoirse Kinsella",
        "Imogen Hartley",
        "Poppy Ashdown",
        "Inès Delorme",
        "People may be at risk",
    ):
        assert name in shown, name
    assert "2 of 22" in shown
    assert f"<@{SAOIRSE}>" in drawn


@ON_SQLITE
def test_the_list_of_the_page_is_the_list_of_the_command(worked: Stage) -> None:
    """Reference, title and progress; a closed one leaves both."""
    saoirse = worked.player(SAOIRSE)
    saoirse.types("/crisis list", "general")
    for seen in (whispered(saoirse), read(page(worked, "/incidents"))):
        assert TITLE in seen
        assert REF in seen

    close(saoirse)

    saoirse.types("/crisis list", "general")
    for seen in (whispered(saoirse), read(page(worked, "/incidents"))):
        assert TITLE not in seen


@ON_SQLITE
def test_the_page_speaks_french(worked: Stage) -> None:
    """The same facts, in the language asked for; what people typed stays as typed."""
    shown = read(page(worked, language="fr"))

    for wanted in (TITLE, "Crise", "We are checking.", "Capturer la source"):
        assert wanted in shown, wanted
    assert "Capture the source" not in shown


@ON_SQLITE
def test_log_and_page_tell_the_same_story(worked: Stage) -> None:
    """The page's timeline has the facts of `/crisis log`, with names in the place of mentions."""
    saoirse = worked.player(SAOIRSE)
    saoirse.types("/crisis log", ROOM)

    shown = read(page(worked))

    assert f"<@{SAOIRSE}> left out step 3 “Open the room" in whispered(saoirse)
    assert "Saoirse Kinsella left out step 3 “Open the room" in shown


@pytest.fixture
def plugged(stage: Stage) -> Iterator[Stage]:
    """The product behind Socket Mode: no request reaches it over HTTP."""
    client = WebClient(token=APP_TOKEN, base_url=f"{stage.server.url}/api/")
    handler = SocketModeHandler(stage.bot.app, APP_TOKEN, web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped.
    assert stage.workspace.sockets.wait_for(1)
    stage._carry = stage.workspace.sockets.deliver  # noqa: SLF001 - the same hands, over another line.
    yield stage
    handler.close()  # type: ignore[no-untyped-call]  # as above.


@ON_SQLITE
def test_the_same_story_over_socket_mode(plugged: Stage) -> None:
    """Command, form, card, call, refusal, close and review on the same listeners."""
    saoirse, imogen = plugged.player(SAOIRSE), plugged.player(IMOGEN)
    start(plugged.player(RHYS))
    imogen.clicks(calls_of(imogen)[-1], "call:take")
    saoirse.clicks(card(plugged), "step:done:source")
    saoirse.types("/crisis done 1", ROOM)
    assert f"<@{SAOIRSE}>" in whispered(saoirse)
    saoirse.types("/crisis update Soon more next 1h", ROOM)
    close(saoirse)
    plugged.player(MAUD).types(f"/crisis review {REF}")

    assert "closed" == api(plugged)["state"]
    assert "done" == api(plugged)["steps"][0]["status"]
    assert "Soon more" == api(plugged)["update"]["text"]
    assert "Retour d’expérience" == plugged.player(MAUD).opens_form().title
