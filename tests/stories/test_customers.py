"""A customer is answered: in time, by one person, and whoever else wants to is told who that is."""

import html
import re

import pytest

from bot.practice.team import Message, View
from bot.stage import Player, Stage
from tests.stories.scene import (
    IMOGEN,
    MAUD,
    REF,
    RHYS,
    action_ids,
    api,
    calls_of,
    everything_said,
    page,
    told_last,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

CARE = "customer-care"
LINK = "https://x.com/anna/status/1"
ANSWERS = {"playbook": "unhappy-customer", "unit": "energy-uk", "network": "x", "author": "@anna"}


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """Customer care of the energy unit."""
    return stage.player(RHYS)


def filled(player: Player, text: str, **answers: str) -> View:
    """The form of a reply, filled."""
    player.types(f"/reply {text}", CARE)
    return player.fills(player.opens_form(), {**ANSWERS, **answers})


def takes(player: Player, text: str, **answers: str) -> None:
    """Take a customer."""
    player.submits(filled(player, text, **answers))


def told(player: Player) -> str:
    """Everything said to somebody directly."""
    return "\n".join(message.words for message in player.direct_messages())


def card(player: Player) -> Message:
    """The latest card."""
    return [m for m in player.sees(CARE) if "ask:close" in action_ids(m)][-1]


def test_the_card_says_who_wrote_what_and_until_when_they_are_answered(stage: Stage, rhys: Player) -> None:
    """A pseudonym instead of the name, the network, the followers, the link, their words, and the hour."""
    takes(rhys, "My train was cancelled twice!", link=LINK, reach="12,000", urgency="p1")

    shown = card(rhys).words
    assert "My train was cancelled twice!" in shown
    assert "12,000 followers" in shown
    assert "open the message" in shown
    assert "Answer by" in shown
    assert "P1 · urgent" in shown
    assert "anna" not in shown.replace(LINK, "").casefold()
    assert RHYS == api(stage, "/api/incidents/REP-2026-0001")["lead"]


def test_whoever_answers_is_reminded_then_the_team_hears_that_it_is_late(stage: Stage, rhys: Player) -> None:
    """At four fifths of the time, and at its end; the card says it first."""
    takes(rhys, "My train was cancelled twice!")

    stage.forward(hours=3, minutes=13)
    assert "The customer waits for an answer until" in told_last(rhys)

    stage.forward(minutes=50)
    assert "The customer was to be answered by" in told(rhys)
    assert "An answer was due" in card(rhys).words


def test_a_customer_who_is_not_answered_goes_to_whoever_answers_now(stage: Stage) -> None:
    """The one who answers there in that language leads from now on, and hears it; the log says that nobody asked for it."""
    takes(stage.player(MAUD), "Mon train a été supprimé deux fois !", unit="rail-fr", language="fr")
    stage.forward(hours=4, minutes=1)

    assert "U0THEO" == api(stage, "/api/incidents/REP-2026-0001")["lead"]
    assert "Vous pilotez désormais" in told(stage.player("U0THEO"))
    entries = api(stage, "/api/incidents/REP-2026-0001/log")["entries"]
    assert [None] == [entry["by"] for entry in entries if entry["kind"] == "lead_named"]


def test_a_second_person_sees_who_is_on_it(stage: Stage, rhys: Player) -> None:
    """Nothing is opened and nothing typed is lost; agreed between the two, it is."""
    takes(rhys, "My train was cancelled twice!")
    imogen = stage.player(IMOGEN)

    form = filled(imogen, "anna again, about the same train", author=" ANNA ")
    refused = imogen.submits(form)

    assert "Rhys Penhallow has been on this customer since" in str(refused.body)
    assert "REP-2026-0001" in str(refused.body)
    assert 1 == len([m for m in imogen.sees(CARE) if "ask:close" in action_ids(m)])

    imogen.submits(imogen.fills(imogen.opens_form(), {"about": ["agreed"]}))
    assert 2 == len([m for m in imogen.sees(CARE) if "ask:close" in action_ids(m)])


def test_the_same_place_is_the_same_customer(stage: Stage, rhys: Player) -> None:
    """Without a name the link says it, however it was copied."""
    takes(rhys, "My train was cancelled twice!", link=LINK, author="")
    imogen = stage.player(IMOGEN)

    form = filled(imogen, "cancelled twice", link=f"{LINK}/?s=20&utm_source=mail", author="")

    assert "has been on this customer" in str(imogen.submits(form).body)


def test_a_claim_that_nobody_works_on_expires(stage: Stage, rhys: Player) -> None:
    """After half an hour without a deed somebody else may answer; after a deed, not yet."""
    takes(rhys, "My train was cancelled twice!")
    stage.forward(minutes=20)
    rhys.types("/crisis log REP-2026-0001 Asked the depot", CARE)
    stage.forward(minutes=20)
    imogen = stage.player(IMOGEN)
    assert "has been on this customer" in str(imogen.submits(filled(imogen, "again")).body)
    imogen.closes(imogen.opens_form())

    stage.forward(minutes=15)
    takes(imogen, "again")

    assert 2 == len([m for m in imogen.sees(CARE) if "ask:close" in action_ids(m)])


def test_what_the_customer_writes_next_is_kept_and_awaits_an_answer(stage: Stage, rhys: Player) -> None:
    """Noted by a colleague, it is told to whoever answers."""
    takes(rhys, "My train was cancelled twice!")
    imogen = stage.player(IMOGEN)

    imogen.clicks(card(imogen), "ask:wrote")
    imogen.submits(imogen.fills(imogen.opens_form(), {"text": "Are you still there?"}))

    assert "Are you still there?" in card(imogen).words
    assert "noted that the customer wrote again" in told_last(rhys)


def test_i2_a_link_that_hides_something_is_refused(rhys: Player) -> None:
    """The form says why, beside the field."""
    form = filled(rhys, "look", link="https://evil.example|Approve")
    assert "This is not a web address" in str(rhys.submits(form).body)


def test_i3_what_a_customer_writes_is_quoted(rhys: Player) -> None:
    """No line of it passes for one of ours, nobody is mentioned, nothing is a link."""
    takes(rhys, "<!channel> *late* <https://evil.example|Approve here>")

    formatted = [text for block in card(rhys).blocks for text in formatted_in(block)]
    assert "&lt;!channel&gt;" in str(formatted)
    assert not any("<!channel>" in text or "<https://evil" in text for text in formatted)


def formatted_in(piece: object) -> list[str]:
    """Every formatted text in a piece of a message."""
    if isinstance(piece, dict):
        own = [str(piece["text"])] if piece.get("type") == "mrkdwn" else []
        return [*own, *(text for part in piece.values() for text in formatted_in(part))]
    return [text for part in piece for text in formatted_in(part)] if isinstance(piece, list) else []


def test_the_page_and_the_api_show_the_customer(stage: Stage, rhys: Player) -> None:
    """Without the name they go by; closed, nobody waits any more."""
    takes(rhys, "My train was cancelled twice!", link=LINK, reach="1200")

    told = api(stage, "/api/incidents/REP-2026-0001")["customer"]
    assert ("x", LINK, 1200, "p2", []) == tuple(
        told[name] for name in ("network", "link", "reach", "urgency", "again")
    )
    assert "anna" not in told["author"].casefold()
    assert told["answer_by"] < told["settle_by"]
    shown = page(stage, "/incidents/REP-2026-0001")
    assert "My train was cancelled twice!" in shown
    assert f'href="{LINK}"' in shown


def test_a_customer_is_answered_in_french(stage: Stage) -> None:
    """The form, the card, the refusal and the reminder, in the reader's language."""
    maud = stage.player(MAUD)
    maud.types("/reply Mon train a été supprimé deux fois", CARE)
    form = maud.opens_form()
    assert "Qu’a écrit le client\u202f?" in form.words
    maud.submits(maud.fills(form, {**ANSWERS, "link": LINK}))

    stage.forward(hours=4, minutes=1)
    assert "Le client devait recevoir une réponse avant" in told(maud)


def decides(player: Player, choice: str, *signs: str, **answers: object) -> None:
    """Say what a message shows and what is done with it; ticking draws the form anew."""
    player.clicks(card(player), "ask:triage")
    player.selects(player.opens_form(), "triage:signs", list(signs))
    player.submits(player.fills(player.opens_form(), {"choice": choice, **answers}))


def test_a_troll_is_left_alone_and_looked_at_again(stage: Stage, rhys: Player) -> None:
    """The card says until when; the moment it is over, whoever decided is asked to look."""
    takes(rhys, "lol your trains", playbook="hostile")

    decides(rhys, "silent", "troll", reason="he only provokes", review="2")

    assert "No answer for now" in card(rhys).words
    stage.forward(hours=2, minutes=1)
    assert "It is time to look again" in told(rhys)


def test_criticism_cannot_be_silenced(stage: Stage, rhys: Player) -> None:
    """The form says so beside the choice, and nothing is decided."""
    takes(rhys, "your trains are a disgrace, you clowns")
    rhys.clicks(card(rhys), "ask:triage")
    rhys.selects(rhys.opens_form(), "triage:signs", ["criticism", "troll"])
    form = rhys.opens_form()
    assert "is ticked: this message is not left alone" in form.words

    refused = rhys.submits(rhys.fills(form, {"choice": "silent", "reason": "x"}))

    assert "such a message is not left alone" in str(refused.body)
    assert "No answer for now" not in card(rhys).words


def test_a_threat_is_handed_over_at_once(stage: Stage, rhys: Player) -> None:
    """The form of the playbook for people in danger opens in the place of the question, filled and restricted."""
    takes(rhys, "I will come to your office with a knife")

    decides(rhys, "handover", "threat")

    form = rhys.opens_form()
    assert "Reply to a customer" == form.title
    assert "I will come to your office with a knife" in str(form.body["blocks"])
    rhys.submits(form)
    second = api(stage, "/api/incidents/REP-2026-0002")
    assert ("distress", True, "p1") == (
        second["playbook"]["id"],
        second["restricted"],
        second["customer"]["urgency"],
    )
    assert calls_of(rhys) or any(calls_of(stage.player(person)) for person in (IMOGEN, MAUD))


def test_a_legal_matter_becomes_a_crisis(stage: Stage, rhys: Player) -> None:
    """The form of a crisis opens with the customer's words as its title."""
    takes(rhys, "My lawyer will write to you")

    decides(rhys, "handover", "legal")

    form = rhys.opens_form()
    assert "Start a crisis" == form.title
    assert "My lawyer will write to you" in str(form.body["blocks"])


@pytest.mark.parametrize("sign", ["threat", "legal"])
def test_what_is_handed_over_stays_an_exercise_and_restricted(stage: Stage, rhys: Player, sign: str) -> None:
    """Else a drill would call people for nothing, and what few may read would be announced to all."""
    rhys.types("/reply My lawyer will come with a knife", CARE)
    about = {**ANSWERS, "about": ["drill", "restricted"]}
    rhys.submits(rhys.fills(rhys.opens_form(), about))
    room = next(m for m in everything_said(stage) if "ask:triage" in action_ids(m))
    rhys.clicks(room, "ask:triage")
    rhys.selects(rhys.opens_form(), "triage:signs", [sign])
    rhys.submits(rhys.fills(rhys.opens_form(), {"choice": "handover"}))
    chosen = {"playbook": "distress" if sign == "threat" else "data-breach"}
    rhys.submits(rhys.fills(rhys.opens_form(), chosen))

    ref = "REP-2026-0002" if sign == "threat" else REF
    opened = api(stage, f"/api/incidents/{ref}")
    assert (True, True) == (opened["drill"], opened["restricted"])


def test_the_words_are_handed_over_to_be_published(stage: Stage, rhys: Player) -> None:
    """To be copied in one gesture; the customer's message, and the network's own form with the words in it."""
    takes(rhys, "My train was cancelled twice!", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    blanks = {"blank:prenom": "Anna", "blank:detail_client": "your train was cancelled twice"}
    rhys.submits(rhys.fills(rhys.opens_form(), blanks))
    rhys.clicks(card(rhys), "statement:publish:s1")

    shown = str(rhys.opens_form().body["blocks"])
    assert f"<{LINK}|Open the customer’s message>" in shown
    assert "<https://x.com/intent/post?text=Hello%20Anna%2C%20your%20train" in shown
    assert "&in_reply_to=1|Reply to it there, filled in>" in shown


def test_the_words_are_copied_to_the_letter(stage: Stage, rhys: Player) -> None:
    """As they were approved: no sign is replaced by its twin, nothing is markup, nothing ends the block early."""
    takes(rhys, "My train was cancelled twice!", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    detail = "your *train* was_cancelled ```twice``` :tada: & <more>"
    rhys.submits(rhys.fills(rhys.opens_form(), {"blank:prenom": "Anna", "blank:detail_client": detail}))
    approved = api(stage, "/api/incidents/REP-2026-0001")["statements"][-1]["text"]
    rhys.clicks(card(rhys), "statement:publish:s1")

    (code,) = (block for block in rhys.opens_form().body["blocks"] if block["type"] == "rich_text")
    assert detail in approved
    assert [approved] == [piece["text"] for part in code["elements"] for piece in part["elements"]]


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Approved words, to be copied"), ("fr", "Texte approuvé, qu’une personne copie")],
)
def test_the_page_gives_the_words_to_be_copied(stage: Stage, rhys: Player, language: str, says: str) -> None:
    """In a field that needs no script; once they are published, no more."""
    takes(rhys, "My train was cancelled twice!", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    detail = "your *train* was_cancelled & <more>"
    rhys.submits(rhys.fills(rhys.opens_form(), {"blank:prenom": "Anna", "blank:detail_client": detail}))
    approved = api(stage, "/api/incidents/REP-2026-0001")["statements"][-1]["text"]

    shown = page(stage, "/incidents/REP-2026-0001", language)
    (field,) = re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", shown, re.DOTALL)
    assert approved == html.unescape(field)
    assert says in html.unescape(shown)

    rhys.clicks(card(rhys), "statement:publish:s1")
    rhys.submits(rhys.fills(rhys.opens_form(), {"where": LINK}))
    assert "<textarea" not in page(stage, "/incidents/REP-2026-0001", language)


def test_a_private_answer_leads_to_no_public_form(stage: Stage, rhys: Player) -> None:
    """Nobody should send it to everybody by a press."""
    takes(rhys, "My train was cancelled twice!", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    rhys.selects(
        rhys.opens_form(), "statement:pick:message", "Move to a private conversation, with the case reference"
    )
    blanks = {"blank:prenom": "Anna", "doing": "I call the depot", "blank:date": "Friday"}
    rhys.submits(rhys.fills(rhys.opens_form(), blanks))
    rhys.clicks(card(rhys), "statement:publish:s1")

    shown = str(rhys.opens_form().body["blocks"])
    assert "Open the customer’s message" in shown
    assert "intent/post" not in shown


@pytest.mark.parametrize("field", ["blank:date", "doing"])
def test_a_text_of_ones_own_in_a_blank_is_looked_at_by_somebody(
    stage: Stage, rhys: Player, field: str
) -> None:
    """Else a whole answer that nobody read would go out under the colour of the prepared one."""
    takes(rhys, "My train was cancelled twice!")
    rhys.clicks(card(rhys), "ask:answer")
    rhys.selects(
        rhys.opens_form(), "statement:pick:message", "Move to a private conversation, with the case reference"
    )
    blanks = {"blank:prenom": "Anna", "doing": "I call the depot", "blank:date": "Friday"}
    rhys.submits(rhys.fills(rhys.opens_form(), {**blanks, field: "We pay for your hotel, too. " * 12}))

    assert "statement:publish:s1" not in action_ids(card(rhys))
    written = api(stage, "/api/incidents/REP-2026-0001")["statements"][0]
    assert ("amber", "in_review") == (written["lane"], written["state"])


def test_the_library_says_how_often_an_answer_was_sent(stage: Stage, rhys: Player) -> None:
    """And whether the customer wrote again after it; what was never sent says so."""
    rhys.types("/reply find acknowledge in public", CARE)
    assert "Not sent in the last 90 days." in rhys.ephemerals()[-1].words
    takes(rhys, "My train was cancelled twice!", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    blanks = {"blank:prenom": "Anna", "blank:detail_client": "your train was cancelled twice"}
    rhys.submits(rhys.fills(rhys.opens_form(), blanks))
    rhys.clicks(card(rhys), "statement:publish:s1")
    rhys.submits(rhys.fills(rhys.opens_form(), {"where": "X"}))
    rhys.clicks(card(rhys), "ask:wrote")
    rhys.submits(rhys.fills(rhys.opens_form(), {"text": "And my refund?"}))

    rhys.types("/reply find frustrating private message", CARE)
    assert "Sent 1 time in 90 days; 1 customer wrote again." in rhys.ephemerals()[-1].words
