"""What is suggested at the head of the form that answers a customer."""

from typing import Any, Final

import pytest

from bot.practice.team import View
from bot.stage import Player, Stage
from playbooks.matching import CODES, Labelled, Triage
from playbooks.matching.matcher import Matcher, learned
from tests.stories.scene import IMOGEN, MAUD

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def _said(text: str, code: str, triage: Triage, lang: str = "en") -> Labelled:
    return Labelled(text=text, playbook=CODES[code], triage=triage, lang=lang)


MATCHER: Final[Matcher] = learned(
    (
        _said("my parcel is late again", "R1", Triage.PRIVATE),
        _said("the parcel came late, refund me", "R1", Triage.PRIVATE),
        _said("mon colis est en retard", "R1", Triage.PRIVATE, "fr"),
        _said("mon colis arrive toujours en retard", "R1", Triage.PRIVATE, "fr"),
        _said("you idiots, all of you", "R3", Triage.SILENT),
        _said("idiots and clowns", "R3", Triage.SILENT),
        _said("my data is on a forum", "C2", Triage.HANDOVER),
        _said("your files are on a forum, data of thousands", "C2", Triage.HANDOVER),
    )
)


def teach(stage: Stage) -> None:
    """Let the product go by a few messages."""
    adviser = stage.bot.reload.adviser
    assert adviser is not None
    adviser.go_by(MATCHER)


@pytest.fixture
def imogen(stage: Stage) -> Player:
    """She answers customers, and reads English; the product has learned to suggest."""
    teach(stage)
    return stage.player(IMOGEN)


def _advice(form: View) -> str:
    return "\n".join(str(block) for block in _blocks(form))


def _blocks(form: View) -> list[dict[str, Any]]:
    return [block for block in form.body["blocks"] if str(block.get("block_id")).startswith("advice")]


def _initial(form: View, block_id: str) -> Any:
    (block,) = (block for block in form.body["blocks"] if block.get("block_id") == block_id)
    return (block["element"].get("initial_option") or {}).get("value")


def test_a_reply_begins_with_what_is_suggested(imogen: Player) -> None:
    """The likeliest playbook is chosen; its reasons, what to do and the language stand above it."""
    imogen.types("/reply My parcel is late, for the third time", "customer-care")
    form = imogen.opens_form()

    assert "unhappy-customer" == _initial(form, "playbook")
    told = _advice(form)
    assert "*Unhappy customer* – “" in told
    assert "parcel" in told
    assert "Advice: answer in private. The message seems to be in English. You decide." in told


def test_words_that_look_like_markup_stay_words(imogen: Player, stage: Stage) -> None:
    """Nothing that a customer writes mentions anybody or formats anything in what is suggested."""
    imogen.types("/reply <!channel> *parcel* late <@U0SAOIRSE> `parcel late`", "customer-care")

    told = _advice(imogen.opens_form())
    assert "<!channel>" not in told
    assert "<@" not in told


def test_a_playbook_that_is_named_stays_chosen(imogen: Player) -> None:
    """Whoever names a playbook is not overruled."""
    imogen.types("/reply wrong-fact my parcel is late", "customer-care")

    assert "wrong-fact" == _initial(imogen.opens_form(), "playbook")


def test_the_suggestions_stay_while_the_form_is_filled(imogen: Player) -> None:
    """Another playbook draws the form anew, and what was suggested still stands there."""
    imogen.types("/reply My parcel is late", "customer-care")
    before = _advice(imogen.opens_form())

    imogen.selects(imogen.opens_form(), "start:playbook:reply", "hostile")

    assert before == _advice(imogen.opens_form())
    assert "hostile" == _initial(imogen.opens_form(), "playbook")


def test_a_message_that_is_a_crisis_opens_one(imogen: Player) -> None:
    """A button draws the form of that crisis instead; what was typed stays, and the reply's advice goes."""
    imogen.types("/reply The data of thousands is on a forum", "customer-care")
    form = imogen.opens_form()
    assert "hand over to the crisis team" in _advice(form)
    assert "Open a crisis: Data breach" in _advice(form)

    imogen.clicks(form, "start:handover")

    form = imogen.opens_form()
    assert "Start a crisis" == form.title
    assert "data-breach" == _initial(form, "playbook")
    assert "The data of thousands is on a forum" in str(form.body["blocks"])
    assert "" == _advice(form)


def test_a_message_is_answered_from_its_own_menu(imogen: Player, stage: Stage) -> None:
    """The shortcut on a message opens the form with its words and what is suggested for them."""
    maud = stage.player(MAUD)
    maud.types("Un client écrit : mon colis est toujours en retard", "customer-care")
    imogen.uses_shortcut("reply_from_message", imogen.sees("customer-care")[-1])

    form = imogen.opens_form()
    assert "Reply to a customer" == form.title
    assert "unhappy-customer" == _initial(form, "playbook")
    assert "The message seems to be in French" in _advice(form)


def test_without_words_or_before_it_has_learned_nothing_is_suggested(stage: Stage) -> None:
    """The form opens as ever."""
    imogen = stage.player(IMOGEN)
    imogen.types("/reply My parcel is late", "customer-care")
    assert "" == _advice(imogen.opens_form())
    imogen.closes(imogen.opens_form())

    teach(stage)
    imogen.types("/reply", "customer-care")
    assert "" == _advice(imogen.opens_form())


def test_it_is_suggested_in_french(stage: Stage) -> None:
    """Playbooks, reasons and advice in the reader's language."""
    teach(stage)
    maud = stage.player(MAUD)
    maud.types("/reply Mon colis est encore en retard", "customer-care")

    told = _advice(maud.opens_form())
    assert "Proposé, d’après des mots du message" in told
    assert "*Client mécontent* – «" in told
    assert "répondre en privé" in told
