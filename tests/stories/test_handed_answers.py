"""An approved answer is handed to the care tool that sends it; the log says what became of it there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.practice.team import Message
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.commands import Asked, HandAnswer, RequestId
from playbooks.errors import Conflict
from playbooks.playbook import UserId, Words
from playbooks.routing import MeansId, Webhook
from tests.stories.scene import API_TOKEN, RHYS, action_ids, api, everything_said, incident, whispered
from tests.stories.test_customers import LINK, card, filled, takes
from tests.stories.test_inbox import a_message, arrives, letters, taker
from tests.stories.test_means import Files

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

TOOL, ADDRESS = MeansId("care-tool"), "https://care.example/answers"
HAND = f"statement:hand:s1:{TOOL}"


@pytest.fixture
def files(company_files: CompanyFiles) -> Files:
    """The example company, with a care tool that takes answers and a provider that does not."""
    tool = Webhook(
        title=Words(en="Our care tool", fr="Notre outil"), address=ADDRESS, key="CARE_KEY", answers=True
    )
    sms = Webhook(title=Words(en="text message", fr="SMS"), address="https://sms.example", key="SMS_KEY")
    hooks = {TOOL: tool, MeansId("sms"): sms}
    return Files(company_files, replace(company_files.directory(), webhooks=hooks))


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, files: Files) -> Iterator[Stage]:
    """The product; what leaves lies in the tray of the workspace."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=files, outside=True) as standing:  # type: ignore[arg-type]  # It keeps the port.
        yield standing
        standing.workspace.write_journal(journal)


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """Customer care of the energy unit."""
    return stage.player(RHYS)


def answers(player: Player) -> None:
    """Write the acknowledgement; green words need no approval."""
    player.clicks(card(player), "ask:answer")
    blanks = {"blank:prenom": "Anna", "blank:detail_client": "your parcel is late again"}
    player.submits(player.fills(player.opens_form(), blanks))


def said(stage: Stage, button: str) -> Message:
    """The latest message with a button, in whatever channel."""
    return [message for message in everything_said(stage) if button in action_ids(message)][-1]


def kinds(stage: Stage) -> list[str]:
    """What the log says of the answer."""
    log = api(stage, "/api/incidents/REP-2026-0001/log")["entries"]
    return [entry["kind"] for entry in log if entry["kind"].startswith(("answer_", "statement_"))]


def test_the_tool_gets_the_approved_words_and_its_own_name_for_the_message(stage: Stage) -> None:
    """Then a person says that it is out: handing over is not publishing."""
    arrives(stage, a_message())
    (letter,), person = letters(stage), taker(stage)
    person.clicks(letter, "inbox:take")
    person.submits(person.fills(person.opens_form(), {"playbook": "unhappy-customer"}))
    person.clicks(said(stage, "ask:answer"), "ask:answer")
    blanks = {"blank:prenom": "Anna", "blank:detail_client": "your parcel is late again"}
    person.submits(person.fills(person.opens_form(), blanks))
    person.clicks(said(stage, HAND), HAND)

    (parcel,) = stage.workspace.tray.sent_to(ADDRESS)
    told = json.loads(parcel.text)
    assert ("answer.handed", "care-tool", "m-1") == (told["event"], told["source"], told["message"])
    assert told["text"].startswith("Hello Anna, your parcel is late again")
    assert ("en", "REP-2026-0001", 1) == (told["language"], told["case"], told["revision"])
    assert ["statement_proposed", "answer_handed", "answer_arrived"] == kinds(stage)
    assert api(stage, "/api/incidents/REP-2026-0001")["customer"]["answered_at"] is None


def test_the_card_offers_it_once_and_says_what_became_of_it(stage: Stage, rhys: Player) -> None:
    """Then it is marked as published, as any answer."""
    takes(rhys, "My parcel is late again", link=LINK)
    assert HAND not in action_ids(card(rhys))
    answers(rhys)
    rhys.clicks(card(rhys), HAND)
    assert "Our care tool has taken it" in card(rhys).words
    assert HAND not in action_ids(card(rhys))
    assert not any("sms" in one for one in action_ids(card(rhys)))
    assert 1 == len(stage.workspace.tray.sent_to(ADDRESS))

    rhys.clicks(card(rhys), "statement:publish:s1")
    rhys.submits(rhys.fills(rhys.opens_form(), {"where": "X"}))
    assert "statement_published" == kinds(stage)[-1]


def test_what_is_not_approved_is_not_handed_over(stage: Stage, rhys: Player) -> None:
    """Words of one's own wait for somebody else; the button comes with the approval, in French as well."""
    takes(rhys, "My parcel is late again", link=LINK)
    rhys.clicks(card(rhys), "ask:answer")
    changed = {
        "blank:prenom": "Anna",
        "blank:detail_client": "your parcel is late again",
        "text": "Hello {{prenom}}, {{detail_client}}: I call the depot. {{ref_dossier}} {{signature}}",
    }
    rhys.submits(rhys.fills(rhys.opens_form(), changed))
    assert HAND not in action_ids(card(rhys))
    assert [] == stage.workspace.tray.sent_to(ADDRESS)


def test_an_exercise_hands_nothing_to_a_tool_that_sends(stage: Stage, rhys: Player) -> None:
    """There is no button, and one that is pressed all the same is refused."""
    rhys.submits(rhys.fills(filled(rhys, "My parcel is late again", link=LINK), {"about": ["drill"]}))
    answers(rhys)
    shown = card(rhys)
    assert HAND not in action_ids(shown)

    statement = incident(stage, "REP-2026-0001").statements[0]
    order = HandAnswer(
        incident=incident(stage, "REP-2026-0001").id,
        statement=statement.id,
        digest=statement.wording.digest,
        to=TOOL,
    )
    with pytest.raises(Conflict, match="This is an exercise"):
        stage.bot.desk.crisis.carry_out(order, Asked(by=UserId(RHYS), request=RequestId("r-1")))
    assert [] == stage.workspace.tray.sent_to(ADDRESS)


def test_a_tool_that_is_gone_is_refused_in_words(stage: Stage, rhys: Player, files: Files) -> None:
    """The button was there before the directory changed."""
    takes(rhys, "My parcel is late again", link=LINK)
    answers(rhys)
    shown = card(rhys)
    files.people = replace(files.people, webhooks={})
    rhys.clicks(shown, HAND)
    assert "has no tool “care-tool” that takes answers" in whispered(rhys)
