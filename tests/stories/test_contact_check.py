"""The contact check: everybody is asked with one button, reminded once, and whoever cannot be reached is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.practice.person import Person
from bot.practice.team import Message
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.routing.reachability import BATCH, Standing
from tests.stories.scene import (
    BASILE,
    CLAIRE,
    DEREK,
    INES,
    MAUD,
    POPPY,
    RHYS,
    action_ids,
    calls_of,
    page,
    read,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
API_TOKEN = "an-api-token-of-some-length"


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company_files: CompanyFiles) -> Iterator[Stage]:
    """The product with the example company."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=company_files) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def begins(stage: Stage) -> Player:
    """Claire has everybody asked."""
    claire = stage.player(CLAIRE)
    claire.types("/crisis check-contacts", "general")
    claire.submits(claire.opens_form())
    return claire


def questions(player: Player) -> list[Message]:
    """The questions somebody got that still wait."""
    return [m for m in player.direct_messages() if "reach:confirm" in action_ids(m)]


def standing(stage: Stage, user: str) -> Standing:
    """How somebody stands in the latest check."""
    found = stage.bot.desk.checking.progress()
    assert found is not None
    return next(one.standing for one in found.askings if one.person == user)


def test_everybody_is_asked_a_few_at_a_time_and_one_click_is_enough(stage: Stage) -> None:
    """Twenty at once, the rest twenty seconds later; Basile sees his number, presses, and is thanked."""
    begins(stage)
    people = [contact.user for contact in stage.bot.desk.directory().contacts]
    assert BATCH == sum(bool(questions(stage.player(user))) for user in people)
    stage.forward(minutes=5)
    assert [1] * len(people) == [len(questions(stage.player(user))) for user in people]

    basile = stage.player(BASILE)
    (asked,) = questions(basile)
    contact = stage.bot.desk.directory().contact(basile.user.id)  # type: ignore[arg-type]  # Slack's id.
    assert contact is not None
    assert contact.telephone in asked.words
    basile.clicks(asked, "reach:confirm")
    assert "Merci" in told_last(basile)
    assert [] == questions(basile)
    assert Standing.REACHED is standing(stage, BASILE)
    assert 1 == stage.bot.desk.checking.verified()[0]


def test_what_is_wrong_reaches_the_administrators(stage: Stage) -> None:
    """Inès says that her number is an old one: she counts as reached, and Claire is told."""
    begins(stage)
    ines = stage.player(INES)
    ines.clicks(questions(ines)[0], "reach:wrong")
    form = ines.opens_form()
    ines.submits(ines.fills(form, {"text": "C’est mon ancien numéro <!channel>"}))

    assert "mon ancien numéro" in told_last(stage.player(CLAIRE))
    assert "<!channel>" not in told_last(stage.player(CLAIRE))
    assert Standing.WRONG is standing(stage, INES)
    claire = stage.player(CLAIRE)
    claire.types("/crise contacts", "general")
    assert "mon ancien numéro" in whispered(claire)


def test_one_reminder_after_two_working_days_then_silence_is_told_by_unit(stage: Stage) -> None:
    """Asked on a Monday night: reminded on Wednesday, given up on Saturday; the page, Slack and a letter say who."""
    claire = begins(stage)
    stage.forward(days=1, hours=23)
    rhys = stage.player(RHYS)
    assert 1 == len(questions(rhys))
    stage.forward(hours=2)
    assert 2 == len(questions(rhys))
    maud = stage.player(MAUD)
    maud.clicks(questions(maud)[-1], "reach:confirm")
    stage.forward(days=5)

    assert 2 == len(questions(rhys))
    assert Standing.SILENT is standing(stage, RHYS)
    assert "terminée" in told_last(claire) or "is over" in told_last(claire)
    claire.types("/crisis check-contacts", "general")
    assert "Meridian Rail France" in whispered(claire)
    assert "Rhys" in whispered(claire) or RHYS in whispered(claire)
    shown = read(page(stage, "/contacts"))
    assert "1 of 21 can be reached" in shown
    assert "Rhys Penhallow" in shown
    assert "Maud Tessier" not in shown
    rhys.clicks(questions(rhys)[-1], "reach:confirm")  # Late is better than never.
    assert Standing.REACHED is standing(stage, RHYS)


def test_somebody_who_has_left_is_known_at_once(stage: Stage) -> None:
    """Derek's account is closed: Slack refuses, nobody reminds him, the page says why."""
    users = stage.workspace.team.users
    users[DEREK] = replace(users[DEREK], deleted=True)
    begins(stage)
    stage.forward(minutes=5)
    assert Standing.REFUSED is standing(stage, DEREK)
    assert "Derek Osgoode" in read(page(stage, "/contacts"))
    stage.forward(days=9)
    assert Standing.REFUSED is standing(stage, DEREK)


def test_only_administrators_check_and_one_check_runs_at_a_time(stage: Stage) -> None:
    """Rhys is told whom to ask; Claire sees how far it is, and Maud cannot begin another."""
    rhys, maud = stage.player(RHYS), stage.player(MAUD)
    rhys.types("/crisis check-contacts", "general")
    assert "administrators" in whispered(rhys)
    maud.types("/crise contacts", "general")
    late = maud.opens_form()
    claire = begins(stage)
    maud.submits(late)
    assert "cours" in str(maud.opens_form().body) or "running" in str(maud.opens_form().body)

    claire.types("/crisis check-contacts", "general")
    assert "0 " in whispered(claire)
    stage.forward(days=9)
    claire.types("/crisis check-contacts", "general")
    claire.clicks(claire.ephemerals()[-1], "reach:start")
    claire.submits(claire.opens_form())
    assert Standing.WAITING is standing(stage, BASILE)


def test_a_crisis_is_called_before_any_question_of_a_check(stage: Stage) -> None:
    """A check and a crisis begin at the same moment: the first calls leave first, and the questions after them."""
    claire, rhys = stage.player(CLAIRE), stage.player(RHYS)
    claire.types("/crisis check-contacts", "general")
    rhys.types("/crisis start data-breach Files on a forum")
    filled = rhys.fills(rhys.opens_form(), {"unit": "energy-uk"})
    Person.submits(claire, claire.opens_form())
    Person.submits(rhys, filled)
    stage.settle()

    (call, *_) = calls_of(stage.player(POPPY))
    people = [contact.user for contact in stage.bot.desk.directory().contacts]
    asked = [message.ts for user in people for message in questions(stage.player(user))]
    assert BATCH == len(asked)
    assert call.ts < min(asked)
