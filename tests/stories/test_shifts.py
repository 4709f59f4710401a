"""A turn ends: whoever answers customers is told what they leave, keeps what they want, and the next one has the rest."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.practice.team import Message
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.playbook import RoleId, UserId, Words
from playbooks.routing import Hours, Layer, Rota, RotaId, Turn
from tests.fakes.clock import MONDAY_MORNING
from tests.stories.scene import API_TOKEN, CLAIRE, IMOGEN, MAUD, RHYS, action_ids, api
from tests.stories.test_customers import CARE, filled, takes

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def by_hours(since: int, until: int, person: str) -> Layer:
    """Somebody has these hours of every day, in London."""
    return Layer(
        people=(UserId(person),),
        first=MONDAY_MORNING.date(),
        every=Turn.DAY,
        change=time(0),
        zone="Europe/London",
        hours=Hours(since=time(since), until=time(until)),
    )


DAYS = Rota(
    id=RotaId("customers"),
    title=Words(en="Customers", fr="Clients"),
    role=RoleId("care"),
    layers=(by_hours(0, 8, RHYS), by_hours(8, 23, IMOGEN)),
)


@pytest.fixture
def files(company_files: CompanyFiles) -> CompanyFiles:
    """Rhys answers until eight, then Imogen."""
    files = copy.copy(company_files)
    files.keep(replace(files.directory(), rotas=(DAYS,)), files.shelf())
    return files


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, files: CompanyFiles) -> Iterator[Stage]:
    """The product with that rota."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=files) as standing:
        yield standing
        standing.workspace.write_journal(journal)


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """He has three customers: one urgent, one answered in silence, one who waits."""
    rhys = stage.player(RHYS)
    takes(rhys, "My meter is on fire", author="@one", urgency="p1")
    takes(rhys, "A question about my bill", author="@two")
    takes(rhys, "Where is my engineer?", author="@three")
    return rhys


def looks(stage: Stage) -> None:
    """The machine looks whose turn ends; then what is owed is sent."""
    stage.bot.worker.round.turns()
    stage.settle()


def until(stage: Stage, hour: int, minute: int) -> None:
    """Let time pass until an hour of that day in London."""
    now = stage.clock.now()
    there = now.replace(hour=hour, minute=minute)
    stage.forward(seconds=(there - now).total_seconds())


def told(player: Player, words: str) -> list[Message]:
    """The direct messages that say something."""
    return [message for message in player.direct_messages() if words in message.words]


def lead(stage: Stage, number: int) -> str:
    """Who has a case."""
    found: str = api(stage, f"/api/incidents/REP-2026-000{number}")["lead"]
    return found


def test_whoever_goes_home_is_told_half_an_hour_before_and_once(stage: Stage, rhys: Player) -> None:
    """What they leave open, the urgent one first, and who comes next."""
    until(stage, 7, 20)
    looks(stage)
    assert [] == told(rhys, "Your turn ends")
    until(stage, 7, 31)
    looks(stage)
    looks(stage)

    (warned,) = told(rhys, "Your turn ends")
    assert "takes over what is open" in warned.words
    assert "Somebody waits for an *urgent* answer" in warned.words.replace("∗", "*")
    assert warned.words.index("My meter is on fire") < warned.words.index("A question about my bill")
    assert 3 == len([one for one in action_ids(warned) if one.startswith("turn:stay:")])


def test_what_is_open_goes_to_the_next_turn_and_what_is_kept_stays(stage: Stage, rhys: Player) -> None:
    """The next one gets one message with all of it; who leads communication hears of the urgent one."""
    until(stage, 7, 45)
    looks(stage)
    (warned,) = told(rhys, "Your turn ends")
    stays = next(
        element["action_id"]
        for block in warned.blocks
        for element in block.get("elements", ())
        if str(element.get("action_id", "")).startswith("turn:stay:")
        and "bill" in str(warned.blocks[warned.blocks.index(block) - 1])
    )
    rhys.clicks(warned, str(stays))
    until(stage, 8, 1)
    looks(stage)
    looks(stage)

    assert [IMOGEN, RHYS, IMOGEN] == [lead(stage, number) for number in (1, 2, 3)]
    imogen = stage.player(IMOGEN)
    (taken,) = told(imogen, "These customers are yours now")
    assert "My meter is on fire" in taken.words
    assert "A question about my bill" not in taken.words
    assert [] == told(imogen, "You lead from now on")
    (heard,) = told(stage.player(CLAIRE), "sans réponse")
    assert "My meter is on fire" in heard.words
    assert "Where is my engineer?" not in heard.words
    log = api(stage, "/api/incidents/REP-2026-0001/log")["entries"]
    handed = [entry for entry in log if entry["kind"] == "lead_named"]
    assert [None] == [entry["by"] for entry in handed]


def test_who_takes_one_after_their_turn_keeps_it(stage: Stage, rhys: Player) -> None:
    """Nobody takes away what somebody does of their own will; their next turn's end counts."""
    until(stage, 8, 30)
    takes(rhys, "I stayed late for this one", author="@four")
    looks(stage)
    assert RHYS == lead(stage, 4)
    assert IMOGEN == lead(stage, 3)


def test_a_case_is_kept_by_whoever_has_it_alone(stage: Stage, rhys: Player) -> None:
    """Pressed after somebody else has it, the button says who."""
    until(stage, 7, 45)
    looks(stage)
    (warned,) = told(rhys, "Your turn ends")
    until(stage, 8, 1)
    looks(stage)
    stays = next(one for one in sorted(action_ids(warned)) if one.startswith("turn:stay:"))
    rhys.clicks(warned, stays)
    assert "has this customer by now" in rhys.ephemerals()[-1].words
    assert IMOGEN == lead(stage, 1)


def test_where_nobody_comes_next_it_stays_and_somebody_hears(
    stage: Stage, rhys: Player, files: CompanyFiles
) -> None:
    """Once, whatever the number of looks."""
    mondays = Hours(since=time(0), until=time(8), days=frozenset({0}))
    alone = replace(DAYS, layers=(replace(by_hours(0, 8, RHYS), hours=mondays),))
    files.keep(replace(files.directory(), rotas=(alone,)), files.shelf())
    until(stage, 8, 5)
    looks(stage)
    looks(stage)
    assert RHYS == lead(stage, 1)
    assert 1 == len(told(stage.player(CLAIRE), "personne n’a le suivant"))


def test_of_a_restricted_case_only_its_hour_is_told_to_who_has_no_part_in_it(stage: Stage) -> None:
    """The communications director hears that one waits urgently; whoever has it now, what it is."""
    rhys = stage.player(RHYS)
    rhys.submits(rhys.fills(filled(rhys, "He knows where I live", urgency="p1"), {"about": ["restricted"]}))
    until(stage, 8, 1)
    looks(stage)

    (taken,) = told(stage.player(IMOGEN), "These customers are yours now")
    assert "He knows where I live" in taken.words
    (heard,) = told(stage.player(CLAIRE), "sans réponse")
    assert "un dossier à diffusion restreinte" in heard.words
    assert "He knows where I live" not in heard.words
    assert "REP-2026-0001" not in heard.words


def test_a_card_shows_the_next_lead(stage: Stage, rhys: Player) -> None:
    """In the channel where the customer is answered."""
    until(stage, 8, 1)
    looks(stage)
    cards = [m for m in rhys.sees(CARE) if "ask:close" in action_ids(m)]
    assert all("Imogen" in str(card.words) or IMOGEN in str(card.blocks) for card in cards)


def test_whoever_reads_french_is_told_in_french(stage: Stage, files: CompanyFiles) -> None:
    """What they leave, what they keep, and what the next one has."""
    shifts = replace(DAYS, layers=(by_hours(0, 8, "U0THEO"), by_hours(8, 23, MAUD)))
    files.keep(replace(files.directory(), rotas=(shifts,)), files.shelf())
    theo = stage.player("U0THEO")
    takes(theo, "Mon train est supprimé", author="@un", unit="rail-fr", language="fr", urgency="p1")
    until(stage, 7, 45)
    looks(stage)
    (warned,) = told(theo, "Votre tour prend fin à")
    assert "reprend ce qui est ouvert" in warned.words
    assert "Quelqu’un attend une réponse" in warned.words
    until(stage, 8, 1)
    looks(stage)
    (taken,) = told(stage.player(MAUD), "Ces clients sont désormais les vôtres")
    assert "Mon train est supprimé" in taken.words
