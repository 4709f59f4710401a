"""Rotas as people live them: away and back, a turn swapped with a colleague, a gap that somebody hears of."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.practice.team import Message
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.playbook import RoleId, UserId, Words
from playbooks.routing import Layer, Rota, RotaId, Turn
from playbooks.routing.turns import on_duty
from tests.stories.scene import BASILE, CLAIRE, INES, MAUD, NADIA, RHYS, action_ids, told_last, whispered

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

# Basile, Inès and Nadia have the press by turns, from nine to nine in Paris; the stage opens on Monday at 2:55 UTC.
PRESS = Rota(
    id=RotaId("press"),
    title=Words(en="Press on call", fr="Astreinte presse"),
    role=RoleId("press"),
    layers=(
        Layer(
            people=(UserId(BASILE), UserId(INES), UserId(NADIA)),
            first=date(2026, 3, 1),
            every=Turn.DAY,
            change=time(9),
            zone="Europe/Paris",
        ),
    ),
)


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company_files: CompanyFiles) -> Iterator[Stage]:
    """The product with a rota for the press."""
    files = copy.copy(company_files)
    files.keep(replace(files.directory(), rotas=(PRESS,)), files.shelf())
    settings = with_database(read_settings({}), migrated_database_url)
    with Stage(settings, files=files) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def present(stage: Stage, hour: int = 0, day: int = 0) -> str | None:
    """Who would be called for the press now, or at an hour of a day of March in UTC."""
    now = stage.clock.now()
    at = datetime(2026, 3, day, hour, tzinfo=UTC) if day else now
    with stage.bot.memory.reading() as look:
        return on_duty(PRESS, at, look.availability(now).duty)


def letters(player: Player) -> list[str]:
    """Every direct message of somebody, as it reads now."""
    return [message.words for message in player.direct_messages()]


def asks(stage: Stage, giver: str, to: str, **chosen: str) -> None:
    """Somebody asks a colleague to take a turn, through the form."""
    player = stage.player(giver)
    player.types("/crisis swap", "general")
    form = player.opens_form()
    player.selects(form, "rota:with", to)
    player.submits(player.fills(player.opens_form(), {"person": to, **chosen}))


def turn(day: int) -> str:
    """The menu's value of the press turn that begins on a day of March."""
    return f"press|2026-03-{day:02}T08:00:00+00:00|2026-03-{day + 1:02}T08:00:00+00:00"


def test_somebody_is_away_and_back(stage: Stage) -> None:
    """Basile leaves until the evening: nobody is on duty, he is told which turn that is; when he is back, it is his."""
    basile = stage.player(BASILE)
    assert BASILE == present(stage)
    basile.types("/crise absent jusqu’à 18h", "general")

    assert "absence jusqu’à" in whispered(basile)
    assert "Tours concernés" in whispered(basile)
    assert "Astreinte presse" in whispered(basile)
    assert present(stage) is None
    basile.types("/crise de retour", "general")
    assert "de retour" in whispered(basile)
    assert BASILE == present(stage)
    basile.types("/crise de retour", "general")
    assert "n’est pas absent" in whispered(basile)


def test_an_absence_can_be_given_in_a_calendar_and_by_an_administrator(stage: Stage) -> None:
    """The form opens where nothing was typed; Inès hears that Claire noted her as away; Rhys may not."""
    claire, ines, rhys = stage.player(CLAIRE), stage.player(INES), stage.player(RHYS)
    claire.types(f"/crisis away <@{INES}>", "general")
    noon = int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp())
    claire.submits(claire.fills(claire.opens_form(), {"until": noon}))
    assert f"<@{CLAIRE}>" in told_last(ines) or "Claire" in told_last(ines)
    assert present(stage, 9, 2) is None

    rhys.types(f"/crisis back <@{INES}>", "general")
    assert "administrator" in whispered(rhys)
    rhys.types("/crisis away until the cows come home", "general")
    assert "cannot read" in whispered(rhys)


def test_a_turn_is_swapped_when_the_colleague_accepts(stage: Stage) -> None:
    """Basile gives Inès his Wednesday for her Monday: nothing changes before she presses, everything is told after."""
    basile, ines = stage.player(BASILE), stage.player(INES)
    asks(stage, BASILE, INES, given=turn(4), instead=turn(2))
    assert "You take" in told_last(ines) or "Vous prenez" in told_last(ines)
    assert (BASILE, INES) == (present(stage, 12, 4), present(stage, 12, 2))

    asked = ines.direct_messages()[-1]
    ines.clicks(asked, "swap:accept")
    assert (INES, BASILE, NADIA) == (
        present(stage, 12, 4),
        present(stage, 12, 2),
        present(stage, 12, 3),
    )
    assert "swap:accept" not in action_ids(ines.direct_messages()[0])
    assert "✅" in told_last(basile)
    ines.types("/crisis rotas", "general")
    assert "✅" in letters(ines)[0] or "prend un tour" in letters(ines)[0]


def test_a_second_press_and_a_stale_message_change_nothing(stage: Stage) -> None:
    """The same message pressed twice, and once more after it was declined: each is told what was already decided."""
    ines = stage.player(INES)
    asks(stage, BASILE, INES, given=turn(4))
    asked: Message = ines.direct_messages()[-1]
    ines.clicks(asked, "swap:decline")
    stage.workspace.team.keep(asked)  # as a telephone without a line still shows it
    ines.clicks(asked, "swap:accept")

    assert "déjà" in whispered(ines) or "already" in whispered(ines)
    assert BASILE == present(stage, 12, 4)


def test_a_swap_is_refused_once_the_turn_has_begun_or_the_rota_has_changed(stage: Stage) -> None:
    """Inès accepts too late; Nadia accepts what Claire has given to somebody else meanwhile. Both are told why."""
    ines, nadia, claire = stage.player(INES), stage.player(NADIA), stage.player(CLAIRE)
    asks(stage, BASILE, INES, given=turn(4))
    asks(stage, BASILE, NADIA, given=turn(7))
    claire.types("/crisis cover press", "general")
    form = claire.opens_form()
    moments = {
        name: int(datetime(2026, 3, day, 8, tzinfo=UTC).timestamp())
        for name, day in (("since", 7), ("until", 8))
    }
    claire.submits(claire.fills(form, {"person": MAUD, **moments}))
    assert MAUD == present(stage, 12, 7)
    assert "Maud" in told_last(stage.player(BASILE)) or MAUD in told_last(stage.player(BASILE))

    nadia.clicks(next(m for m in nadia.direct_messages() if "swap:accept" in action_ids(m)), "swap:accept")
    assert "changé" in whispered(nadia) or "has changed" in whispered(nadia)
    stage.forward(days=3)
    ines.clicks(next(m for m in ines.direct_messages() if "swap:accept" in action_ids(m)), "swap:accept")
    assert "commencé" in whispered(ines) or "began" in whispered(ines)
    assert BASILE == present(stage, 12, 4)


def test_whoever_asked_withdraws_and_the_colleague_is_told(stage: Stage) -> None:
    """Basile thinks better of it; Inès can no longer accept."""
    basile, ines = stage.player(BASILE), stage.player(INES)
    asks(stage, BASILE, INES, given=turn(4))
    basile.clicks(basile.direct_messages()[-1], "swap:withdraw")
    assert "↩️" in told_last(ines)

    ines.clicks(next(m for m in ines.direct_messages() if "swap:accept" in action_ids(m)), "swap:accept")
    assert "retiré" in whispered(ines) or "withdrawn" in whispered(ines)


def test_only_the_person_on_the_turn_or_an_administrator_gives_it_away(stage: Stage) -> None:
    """Rhys opens no form for Basile's turns; Claire does, and Basile hears of it."""
    rhys, claire = stage.player(RHYS), stage.player(CLAIRE)
    rhys.types(f"/crisis swap <@{BASILE}>", "general")
    assert "may give it away" in whispered(rhys)
    rhys.types("/crisis swap", "general")
    assert "no turn" in whispered(rhys)

    claire.types(f"/crisis swap <@{BASILE}>", "general")
    form = claire.opens_form()
    claire.submits(claire.fills(form, {"given": turn(4), "person": INES}))
    assert "🔁" in told_last(stage.player(BASILE))
    assert "🔁" in told_last(claire)


def test_a_gap_is_told_to_the_administrators_once_and_again_when_it_changes(stage: Stage) -> None:
    """Inès goes away for her Monday turn: Claire and Maud hear of it at once, not again the next time one looks."""
    ines, claire = stage.player(INES), stage.player(CLAIRE)
    ines.types("/crisis away from 2026-03-02 until 2026-03-02", "general")
    first = [text for text in letters(claire) if "⚠️" in text]
    assert 1 == len(first)
    assert "Astreinte presse" in first[0] or "Press on call" in first[0]

    stage.bot.worker.round.watch()
    stage.settle()
    stage.forward(hours=1)
    stage.bot.worker.round.watch()
    stage.settle()
    assert 1 == len([text for text in letters(claire) if "⚠️" in text])

    nadia = stage.player(NADIA)
    nadia.types("/crisis cover press", "general")
    form = nadia.opens_form()
    ends = {
        name: int(datetime(2026, 3, 2, hour, tzinfo=UTC).timestamp())
        for name, hour in (("since", 8), ("until", 20))
    }
    nadia.submits(nadia.fills(form, {"person": NADIA, **ends}))
    assert NADIA == present(stage, 12, 2)
    assert 2 == len([text for text in letters(claire) if "⚠️" in text])
    claire.types("/crisis coverage", "general")
    assert "⚠️" in whispered(claire)


def test_a_turn_that_changes_in_the_lost_hour_changes_once_that_night(stage: Stage) -> None:
    """At half past two in Paris on 29 March, an hour that no wall shows: half an hour after the jump it is the next's."""
    files = stage.bot.files
    nightly = replace(PRESS, layers=(replace(PRESS.layers[0], change=time(2, 30)),))
    files.keep(replace(files.directory(), rotas=(nightly,)), files.shelf())
    stage.clock.moment = datetime(2026, 3, 29, 1, 29, tzinfo=UTC)
    rhys = stage.player(RHYS)
    on_duty_now = []
    for _ in range(2):
        rhys.types("/crisis rotas", "general")
        first = whispered(rhys).split("now ")[1]
        on_duty_now.append(next(one for one in (BASILE, INES, NADIA) if one in first[:20]))
        stage.forward(minutes=1)

    assert [BASILE, INES] == on_duty_now


def test_the_company_without_a_rota_is_told_what_to_do(stage: Stage) -> None:
    """No rota, no error: a sentence."""
    files = stage.bot.files
    files.keep(replace(files.directory(), rotas=()), files.shelf())
    rhys = stage.player(RHYS)
    for command in ("rotas", "coverage", "cover"):
        rhys.types(f"/crisis {command}", "general")
        assert "no rota yet" in whispered(rhys)


def test_one_rota_is_shown_by_its_name_and_a_wrong_name_is_refused(stage: Stage) -> None:
    """Whoever mistypes hears so, and is not shown every rota instead."""
    rhys = stage.player(RHYS)
    rhys.types(f"/crisis rotas {PRESS.id.upper()}", "general")
    assert PRESS.title.en in whispered(rhys)

    rhys.types("/crisis rotas presse-nuit", "general")
    assert "no rota “presse-nuit”" in whispered(rhys)
    assert PRESS.title.en not in whispered(rhys)


def test_the_secret_address_of_a_calendar_is_for_its_people_alone(stage: Stage) -> None:
    """Basile and the administrators see it; Rhys sees who is on duty, and no address."""
    for user, sees in ((BASILE, True), (CLAIRE, True), (RHYS, False)):
        player = stage.player(user)
        player.types("/crisis rotas", "general")
        assert sees is (".ics" in whispered(player))
        assert "Basile" in whispered(player) or BASILE in whispered(player)
