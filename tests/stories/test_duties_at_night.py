"""Legal clocks and publishing when something goes wrong: a person gone, a form that has aged, a slip of the thumb."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.commands import Asked, MeetClock, RequestId
from playbooks.playbook import ClockId, UserId
from tests.stories.scene import (
    API_TOKEN,
    CLAIRE,
    POPPY,
    REF,
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
    room,
    said_in_room,
    start,
    whispered,
)
from tests.stories.test_duties import MARC, clock, opens
from tests.stories.test_publishing import channels, freeze

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
THEO, DEREK = "U0THEO", "U0DEREK"
EXAMPLE = Path("config/examples/directory.yaml")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The example company's own directory, which can be rewritten."""
    file = tmp_path / "directory.yaml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def names_theo(stage: Stage, directory: Path, *, marc_too: bool) -> None:
    """The company names Theo, who is nearer, for data protection; Marc stands in for him, or has left."""
    words = directory.read_text(encoding="utf-8")
    words = words.replace("roles: [care]\n", "roles: [care, dpo]\n", 1)
    directory.write_text(words if marc_too else words.replace("roles: [dpo]", "roles: []"), encoding="utf-8")
    stage.player(CLAIRE).types("/crise recharger", "general")


@pytest.fixture
def staffed(migrated_database_url: str, directory: Path, journal: object) -> Iterator[Stage]:
    """A stage of that company."""
    own = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_DIRECTORY": str(directory)}
    settings = with_database(read_settings(own), migrated_database_url)
    with Stage(settings, files=CompanyFiles(settings)) as standing:
        yield standing


def test_a_clock_runs_over_and_is_met_on_either_database(stage: Stage) -> None:
    """Confirmed, missed, told again the next day, met with the moment at which it was done."""
    start(stage.player(RHYS))
    marc = stage.player(MARC)
    marc.submits(opens(marc, "clock:confirm:gdpr-33"))
    marc.closes(marc.opens_form())
    stage.forward(hours=72)
    stage.forward(hours=24)

    told = [m.words for m in marc.direct_messages() if "article 33" in m.words]
    assert 2 == sum("passée" in words for words in told)
    done = stage.clock.now() - timedelta(hours=30)
    marc.submits(marc.fills(opens(marc, "clock:meet:gdpr-33"), {"evidence": "receipt", "met": done}))
    assert ("met", None) == (clock(stage, "gdpr-33")["state"], clock(stage, "gdpr-33")["missed_at"])
    assert "Met after its limit" not in read(page(stage))


def test_publishing_stops_and_starts_again_on_either_database(stage: Stage) -> None:
    """Stopped, widened, confirmed, restarted, taken back, and asked after the next day."""
    start(stage.player(RHYS))
    poppy, claire = stage.player(POPPY), stage.player(CLAIRE)
    freeze(poppy)
    poppy.types("/crisis freeze", ROOM)
    for outlet in ("c1", "c2"):
        poppy.clicks(poppy.opens_form(), f"channel:frozen:{outlet}")
    claire.types("/crisis restart", ROOM)
    claire.clicks(claire.opens_form(), "channel:restart:c1")
    claire.clicks(claire.opens_form(), "channel:again:c1")
    stage.forward(hours=24)

    assert {"Posts": "asked", "Ads": "frozen"} == channels(stage)
    last = next(m for m in reversed(claire.direct_messages()) if "ask:restart" in action_ids(m))
    assert "ask:freeze" in action_ids(last)


@ON_SQLITE
def test_a_form_that_opened_before_it_was_met_undoes_nothing(stage: Stage) -> None:
    """Marc met it on his telephone while the form was open on his desk: the form says so."""
    start(stage.player(RHYS))
    marc = stage.player(MARC)
    aged = opens(marc, "clock:confirm:gdpr-33")
    met = MeetClock(incident=incident(stage).id, clock=ClockId("gdpr-33"), evidence="receipt 118")
    stage.bot.desk.crisis.carry_out(met, Asked(by=UserId(MARC), request=RequestId("telephone")))
    marc.submits(aged)

    assert "Depuis que vous avez ouvert ce formulaire, le délai a été dit tenu" in str(
        marc.opens_form().errors
    )
    assert "met" == clock(stage, "gdpr-33")["state"]


@ON_SQLITE
def test_restarting_asks_once_more_and_can_be_taken_back(stage: Stage) -> None:
    """What leaves cannot be called back: Slack asks first. A slip is undone, and the room hears of it."""
    start(stage.player(RHYS))
    freeze(stage.player(POPPY))
    claire = stage.player(CLAIRE)
    claire.types("/crisis restart", ROOM)
    asked = [b["accessory"].get("confirm") for b in claire.opens_form().blocks if b.get("accessory")]
    assert {"Reprendre"} == {one["title"]["text"] for one in asked}
    assert "peut partir aussitôt" in asked[0]["text"]["text"]
    claire.clicks(claire.opens_form(), "channel:restart:c1")
    claire.clicks(claire.opens_form(), "channel:again:c1")

    assert {"Posts": "asked", "Ads": "asked"} == channels(stage)
    assert "“Posts” is not stopped after all" in said_in_room(stage)[-1].words


@ON_SQLITE
def test_a_reminder_that_slack_refuses_is_heard_by_somebody_else(stage: Stage) -> None:
    """Marc has left: the lead and the room hear that his clock runs, and nothing says that he was reminded."""
    start(stage.player(RHYS))
    stage.workspace.deactivate(MARC)
    stage.forward(hours=36)
    saoirse = stage.player(SAOIRSE)

    lost = f"<@{MARC}> was not reached by the reminder of legal clocks: “Write to the people concerned"
    assert any(lost in m.words and "ask:clocks" in action_ids(m) for m in saoirse.direct_messages())
    assert any(lost in m.words for m in said_in_room(stage))
    assert "Eyraud was reminded" not in read(page(stage))


@ON_SQLITE
def test_a_deputy_of_the_law_decides_in_a_restricted_incident(staffed: Stage, directory: Path) -> None:
    """Marc stands in for Theo: he is in no channel of it, and finds the clock that only the two may decide."""
    names_theo(staffed, directory, marc_too=True)
    start(staffed.player(RHYS), about=["restricted"])
    marc, derek = staffed.player(MARC), staffed.player(DEREK)
    assert MARC not in room(staffed).members
    marc.types(f"/crisis clocks {REF}", "general")
    marc.clicks(marc.opens_form(), "clock:waive:gdpr-33")
    marc.submits(marc.fills(marc.opens_form(), {"reason": "no personal data"}))
    marc.types("/crisis list", "general")

    assert "waived" == clock(staffed, "gdpr-33")["state"]
    assert REF in whispered(marc)
    derek.types("/crisis list", "general")
    assert REF not in whispered(derek)


@ON_SQLITE
def test_who_holds_the_role_today_settles_the_clock_of_somebody_who_left(
    staffed: Stage, directory: Path
) -> None:
    """Marc left and the directory names Theo: the clock is met after the close."""
    start(staffed.player(RHYS))
    close(staffed.player(SAOIRSE))
    staffed.workspace.deactivate(MARC)
    names_theo(staffed, directory, marc_too=False)
    theo = staffed.player(THEO)
    theo.types(f"/crisis clocks {REF}", "general")
    theo.clicks(theo.opens_form(), "clock:meet:gdpr-33")
    theo.submits(theo.fills(theo.opens_form(), {"evidence": "receipt 9"}))

    assert "met" == clock(staffed, "gdpr-33")["state"]


@ON_SQLITE
def test_an_exercise_that_is_over_reminds_nobody(stage: Stage) -> None:
    """Neither of its clocks nor of what it stopped."""
    start(stage.player(RHYS), about=["drill"])
    saoirse = stage.player(SAOIRSE)
    freeze(stage.player(POPPY))
    saoirse.types("/crisis close", ROOM)
    form = saoirse.opens_form()
    assert "In an exercise the legal clocks end with the close" in form.words
    assert "In an exercise this ends with the close" in form.words
    saoirse.submits(saoirse.fills(form, {"reason": "over"}))

    assert {"review"} >= {due["kind"] for due in api(stage)["dues"]}


@ON_SQLITE
def test_a_button_of_a_window_pressed_from_a_message_fails_nothing(stage: Stage) -> None:
    """What was confirmed is confirmed; there is no window to draw anew."""
    start(stage.player(RHYS))
    freeze(stage.player(DEREK))
    poppy: Player = stage.player(POPPY)
    message = poppy.direct_messages()[-1]
    pressed = next(b for b in message.blocks if "ask:freeze" in str(b))
    element = {**pressed["elements"][0], "action_id": "channel:frozen:c1"}
    answered = poppy._acts(message, pressed, element, {"value": str(incident(stage).id)})  # noqa: SLF001 - forged.
    stage.settle()

    assert 200 == answered.status
    assert "frozen" == channels(stage)["Posts"]
    assert "1 of 2 confirmed frozen" in card(stage).words
