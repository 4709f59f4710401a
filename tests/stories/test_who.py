"""Somebody asks in Slack who answers, with words or with the form, and sees why."""

import pytest

from bot.practice.team import View
from bot.practice.words import elements_of
from bot.stage import Stage
from tests.stories.scene import DEREK, MAUD, RHYS, SAOIRSE, start, whispered

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_a_few_words_are_answered_at_once(stage: Stage) -> None:
    """A unit, a role and a language in any order; the language that nobody speaks is said loudest."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis who energy-uk press de")
    told = whispered(rhys)

    assert "Poppy Ashdown answers." in told
    assert "NOT IN GERMAN" in told
    assert "<@U0POPPY> · speaks English only · of the unit · free" in told


def test_a_language_is_named_as_people_name_it(stage: Stage) -> None:
    """By its name in either language; a country that the directory does not have is no language of the same letters."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis who energy-uk press Allemand")
    assert "NOT IN GERMAN" in whispered(rhys)

    rhys.types("/crisis who energy-uk BE")
    assert "“BE” is neither a role, a unit, a language, a country nor a domain" in whispered(rhys)


def test_the_form_asks_and_the_answer_takes_its_place(stage: Stage) -> None:
    """Without words a form opens, in French to a French reader; each question may be left open."""
    maud = stage.player(MAUD)
    maud.types("/crise qui")
    asked = {"role": "press", "unit": "rail-qc", "language": "fr"}
    maud.submits(maud.fills(maud.opens_form(), asked))
    answer = maud.opens_form()

    assert "Qui répond" in answer.title
    assert "Basile Marchetti répond." in words(answer)


def words(view: View) -> str:
    """Everything that a window says."""
    texts = (element.get("text") for block in view.blocks for element in elements_of(block))
    own = (block.get("text", {}).get("text", "") for block in view.blocks)
    return "\n".join(str(text) for text in (*own, *texts) if text)


def test_whoever_is_busy_comes_after_whoever_is_free(stage: Stage) -> None:
    """The lead of an open incident is shown with what they carry."""
    start(stage.player(RHYS))
    derek = stage.player(DEREK)
    derek.types("/crisis who security")

    assert f"<@{SAOIRSE}> · busy with 1 incident" in whispered(derek)


def test_a_word_that_names_nothing_is_refused_with_the_nearest(stage: Stage) -> None:
    """And with how to open the form."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis who enrgy-uk")

    assert "Did you mean “energy-uk”?" in whispered(rhys)
    rhys.types("/crisis who next")
    assert "Did you mean" not in whispered(rhys)
