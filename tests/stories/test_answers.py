"""An answer to a customer: their own detail in prepared words, nothing private in public, no promise unseen."""

import json

import pytest

from bot.practice.team import View
from bot.stage import Player, Stage
from tests.stories.scene import MAUD, RHYS, api, whispered
from tests.stories.test_customers import CARE, card, takes

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

REF = "REP-2026-0001"
WORDS = "My parcel for Leeds was lost twice, this is a disgrace"
BLANKS = {"blank:prenom": "Julie", "blank:detail_client": "your parcel for Leeds was lost twice"}


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """Customer care of the energy unit, with an angry customer."""
    player = stage.player(RHYS)
    takes(player, WORDS)
    return player


def writes(player: Player, **answers: object) -> View:
    """Fill in the form of the prepared public answer."""
    player.types(f"/crisis statement {REF} acknowledgement", CARE)
    return player.fills(
        player.opens_form(), {**BLANKS, **{_field(name): text for name, text in answers.items()}}
    )


def _field(name: str) -> str:
    return name if name in {"text", "strategy", "next"} else f"blank:{name}"


def statement(stage: Stage) -> dict[str, object]:
    """The latest answer as the API tells it."""
    found: dict[str, object] = api(stage, f"/api/incidents/{REF}")["statements"][-1]
    return found


def test_an_angry_customer_is_answered_from_the_form_to_the_network(stage: Stage, rhys: Player) -> None:
    """Their words and what to do beside it, what is known filled in; green: out at once, and the clock stops."""
    rhys.clicks(card(rhys), "ask:answer")
    form = rhys.fills(rhys.opens_form(), BLANKS)
    assert WORDS in form.words
    assert "✓" in form.words
    assert "✗" in form.words
    assert REF in str(form.body["blocks"])
    rhys.submits(form)

    told = statement(stage)
    assert ("green", "approved") == (told["lane"], told["state"])
    assert f"private message with {REF}? Rhys" in str(told["text"])

    rhys.clicks(card(rhys), "statement:publish:s1")
    rhys.submits(rhys.fills(rhys.opens_form(), {"where": "X, in the thread"}))
    assert "Answered" in card(rhys).words
    assert api(stage, f"/api/incidents/{REF}")["customer"]["answer_by"] is None


def test_an_answer_that_would_fit_anybody_is_refused(stage: Stage, rhys: Player) -> None:
    """Beside the detail that is asked for."""
    refused = rhys.submits(writes(rhys, detail_client="thank you for your message"))

    assert "takes up nothing that the customer wrote" in str(refused.body)
    assert "blank:detail_client" in str(refused.body)
    assert [] == api(stage, f"/api/incidents/{REF}")["statements"]


@pytest.mark.parametrize(
    "slip", ["your parcel for Leeds, call 06 12 34 56 78", "your parcel, julie.m@gmail.com"]
)
def test_nothing_of_theirs_is_shown_to_everybody(rhys: Player, slip: str) -> None:
    """A number or an address in a public answer is refused, with what it is; in private it is theirs to read."""
    refused = rhys.submits(writes(rhys, detail_client=slip))
    assert "Everybody can read this reply" in str(refused.body)
    rhys.closes(rhys.opens_form())

    rhys.types(f"/crisis statement {REF} private", CARE)
    answers = {"blank:prenom": "Julie", "doing": f"looking into {slip}", "blank:date": "Friday"}
    answer = rhys.submits(rhys.fills(rhys.opens_form(), answers))
    assert "errors" not in str(answer.body)


def test_a_promise_is_seen_by_somebody_else(stage: Stage, rhys: Player) -> None:
    """The form says which word; the answer waits for whoever approves."""
    form = writes(rhys, detail_client="your parcel for Leeds will come tomorrow, guaranteed")
    rhys.clicks(form, "statement:preview")
    assert "“guaranteed”: " in rhys.opens_form().words
    assert "Somebody else approves it first" in rhys.opens_form().words

    rhys.submits(rhys.opens_form())

    assert ("amber", "in_review") == (statement(stage)["lane"], statement(stage)["state"])


def test_a_signature_stays(rhys: Player) -> None:
    """Whoever rewrites the prepared words keeps its place."""
    refused = rhys.submits(writes(rhys, text="Hello, your parcel for Leeds is on its way again."))
    assert "must end with its signature" in str(refused.body)


def test_an_answer_in_french(stage: Stage) -> None:
    """The same rules, in the words of whoever answers."""
    maud = stage.player(MAUD)
    takes(maud, "Mon colis pour Lille est perdu, deux fois !", language="fr")

    refused = maud.submits(writes(maud, detail_client="merci pour votre message"))
    told = json.loads(refused.body)["errors"]["blank:detail_client"]
    assert "ne reprend rien de ce que le client a écrit" in told

    maud.submits(
        maud.fills(maud.opens_form(), {"blank:detail_client": "votre colis pour Lille s’est perdu deux fois"})
    )
    assert "Maud" in str(statement(stage)["text"])


def test_prepared_answers_are_found_and_used(stage: Stage) -> None:
    """By words of either language, in both languages side by side; the button opens the form of a reply."""
    rhys = stage.player(RHYS)
    rhys.types("/reply find frustrating private", CARE)

    found = rhys.ephemerals()[-1]
    assert "Unhappy customer" in found.words
    assert "I understand this is frustrating" in found.words
    assert "je comprends que ce soit pénible" in found.words
    assert found.words.index("EN") < found.words.index("FR")

    rhys.clicks(found, "template:use:unhappy-customer:acknowledgement")
    assert "Reply to a customer" == rhys.opens_form().title


def test_prepared_answers_are_looked_for_in_french(stage: Stage) -> None:
    """The reader's own language first; nothing found says what to do."""
    maud = stage.player(MAUD)
    maud.types("/reply chercher pénible", CARE)
    found = whispered(maud)
    assert found.index("FR") < found.index("EN")

    maud.types("/reply chercher zwirbel", CARE)
    assert "Aucune réponse préparée ne parle de « zwirbel »" in whispered(maud).replace("\u00a0", " ")
