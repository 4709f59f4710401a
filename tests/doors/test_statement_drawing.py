"""Statements as they are drawn: within Slack's limits whatever is typed, whole where it is decided, harmless."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack.blocks import approval, card, notices, review, statement_answers, statement_forms
from handlers.slack.blocks import statements as drawn
from handlers.slack.blocks.limits import Message
from handlers.slack.blocks.reader import Reader
from handlers.slack.blocks.statement_forms import Writing
from playbooks import events as e
from playbooks.commands import ProposeStatement, Slots, StatementId
from playbooks.incident import Incident
from playbooks.playbook import Lane, Language, Strategy
from playbooks.statements import LONGEST
from playbooks.typed import paragraph
from tests.doors.company import a_directory
from tests.doors.drawn import HOSTILE, ROOM, after, entries, judged, judged_modal, languages
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.plans import CLAIRE, DANA, OMAR, SAM, an_incident, an_opening
from tests.fakes.statements import a_proposal, a_wording, an_ask, every_fact

WORDS = st.one_of(
    st.sampled_from(HOSTILE), st.text(min_size=1, max_size=400), st.text("&<>a \n\U0001f525", max_size=4000)
)
TEXTS = WORDS.map(lambda words: paragraph(words, LONGEST)).filter(bool)
ROOM_OPENED = e.RoomOpened(at=NOW, channel=ROOM, name="inc")
WIDE = settings(max_examples=60)


def reader(language: Language = Language.EN) -> Reader:
    """Somebody who reads."""
    return Reader(directory=a_directory(), language=language, now=NOW)


def proposed(text: str, *more: e.Event, strategy: Strategy = Strategy.INFORM) -> Incident:
    """An incident with words that Claire and Omar are asked to approve."""
    wording = a_wording(text, strategy=strategy)
    return after(
        an_incident(), ROOM_OPENED, a_proposal(DANA, wording), an_ask(CLAIRE), an_ask(OMAR, "legal"), *more
    )


def request(incident: Incident, number: int = 0, language: Language = Language.EN) -> Message:
    """The message to one of those who are asked."""
    statement = incident.statements[0]
    return approval.approval(incident, (statement, statement.asks[number]), a_directory(), language, NOW)


def shown(message: Message) -> str:
    """Every text of a message, as it would be read."""
    texts = " ".join(_read(block["text"]) for block in message.blocks if "text" in block)
    return re.sub(r"\s+", "", texts.replace("> ", ""))


def _read(piece: dict[str, Any]) -> str:
    """A text as Slack shows it: entities only count where there is markup."""
    return html.unescape(piece["text"]) if piece["type"] == "mrkdwn" else str(piece["text"])


@WIDE
@given(text=TEXTS, language=languages, which=st.integers(0, 9))
def test_slack_takes_every_request_and_what_became_of_it(text: str, language: Language, which: int) -> None:
    """In each state, whatever the words are."""
    fact = every_fact(DANA, CLAIRE)[which]
    if isinstance(fact, e.StatementEdited):
        fact = e.StatementEdited(at=NOW, by=DANA, statement=fact.statement, wording=a_wording(text + "."))
    before = (
        proposed(text, every_fact(DANA, CLAIRE)[5])
        if isinstance(fact, e.ObjectionWithdrawn)
        else proposed(text)
    )
    incident = after(before, fact)

    for number in (0, 1):
        judged(request(incident, number, language))
    for draw in (notices.notice, notices.nudge):
        judged(draw(fact, incident, a_directory(), language, NOW))
    judged_modal(drawn.window(reader(language), incident, ""))
    for part in review.timeline(incident, entries((an_opening(), fact)), a_directory(), language, NOW):
        judged(part)


@WIDE
@given(text=TEXTS)
def test_an_approver_sees_the_text_to_its_last_sign(text: str) -> None:
    """Nothing of what is approved is cut; the signs Slack would read as markup are written out."""
    unmarked = re.compile(r"[\W_ˋˍ]")  # and the twins of signs that would format

    assert unmarked.sub("", text) in unmarked.sub("", shown(request(proposed(text))))


@WIDE
@given(text=TEXTS, language=languages, count=st.integers(0, 6))
def test_slack_takes_every_card_with_statements(text: str, language: Language, count: int) -> None:
    """However many are in review; the card names two and says how many more there are."""
    facts = [a_proposal(SAM, a_wording(text), statement=StatementId(f"s{n}")) for n in range(1, count + 1)]
    incident = after(an_incident(), ROOM_OPENED, *facts)

    posted = judged(card.card(incident, a_directory(), language, NOW))
    assert min(count, 2) == str(posted.blocks).count("'statement:edit:")


@WIDE
@given(text=TEXTS, language=languages, previewed=st.booleans(), message=st.booleans(), at_risk=st.booleans())
def test_slack_takes_every_form(
    text: str, language: Language, previewed: bool, message: bool, at_risk: bool
) -> None:
    """Written, edited, previewed, published, objected to, dropped."""
    incident = after(an_incident(people_at_risk=at_risk), ROOM_OPENED, a_proposal(DANA, a_wording(text)))
    statement = incident.statements[0]
    prepared = incident.playbook.messages[0] if message else None
    order = ProposeStatement(
        incident=incident.id,
        message=None if prepared is None else prepared.id,
        slots=Slots(known=text[:2000], next_at=NOW + timedelta(minutes=38)),
        words=text,
    )
    writing = Writing(
        incident=incident,
        order=order,
        zone=ZoneInfo("America/Toronto"),
        editing=statement if previewed else None,
        previewed=previewed,
    )

    judged_modal(statement_forms.write(reader(language), writing))
    for form in (
        statement_answers.publish,
        statement_answers.object_to,
        statement_answers.again,
        statement_answers.withdraw,
    ):
        judged_modal(form(reader(language), incident, statement, ""))


@pytest.mark.parametrize("words", HOSTILE)
def test_somebodys_words_stay_words(words: str) -> None:
    """No mention, no link and no format comes out of a statement, a remark or an objection."""
    text = paragraph(words, LONGEST)
    objection = e.StatementObjected(
        at=NOW,
        by=CLAIRE,
        statement=StatementId("s1"),
        ask=an_ask(CLAIRE).ask,
        digest="d",
        text=paragraph(words),
    )
    incident = proposed(text, objection)

    for message in (
        request(incident),
        request(incident, 1),
        card.card(incident, a_directory(), Language.EN, NOW),
    ):
        raw = str([b for b in message.blocks if b["type"] != "actions"])
        assert not re.search(r"<!(?:channel|here)|<@U0EVE|<https|<!subteam", raw)


def test_an_edit_of_prepared_words_is_said_to_the_approver() -> None:
    """Unchanged words, changed ones and our own are three things."""
    incident = an_incident()
    prepared = incident.playbook.messages[0].id
    cases = (
        ({"message": prepared}, "blanks filled in"),
        ({"message": prepared, "words": "other"}, "that were changed"),
        ({"message": None}, "Our own words"),
    )
    for changes, words in cases:
        made = after(incident, a_proposal(DANA, a_wording("x", **changes)), an_ask(CLAIRE))
        assert words in str(request(made).blocks)


def test_two_voices_are_shown_to_the_approver() -> None:
    """The statement that says the opposite is named."""
    other = a_proposal(SAM, a_wording("No.", strategy=Strategy.DENY), statement=StatementId("s2"))
    incident = proposed("We are sorry.", other, strategy=Strategy.REBUILD)

    assert "Two voices" in str(request(incident).blocks)
    assert "s2 (Deny, with proof)" in str(request(incident).blocks)


def test_a_text_whose_hour_has_passed_says_so_on_the_card() -> None:
    """Approved too late: the next action is to edit it."""
    green = a_wording("x", lane=Lane.GREEN, slots=Slots(known="x", next_at=NOW - timedelta(minutes=1)))
    incident = after(an_incident(), ROOM_OPENED, a_proposal(DANA, green))

    assert "has passed: edit it" in str(card.card(incident, a_directory(), Language.EN, NOW).blocks)


def test_the_hours_to_announce_are_the_authors_own() -> None:
    """Nine in the morning in Greenwich is four in Toronto; none is nearer than a quarter of an hour."""
    incident = an_incident()
    order = ProposeStatement(incident=incident.id)
    form = statement_forms.write(
        reader(), Writing(incident=incident, order=order, zone=ZoneInfo("America/Toronto"))
    )
    field = next(b for b in form["blocks"] if b.get("block_id") == "next")

    assert "04:15" == field["element"]["options"][0]["text"]["text"]
    assert "America/Toronto" in field["hint"]["text"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Montreal", "Europe/Dublin", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "day", [datetime(2026, 4, 4, 13, 0, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)]
)
def test_no_hour_to_promise_is_offered_under_the_same_name_twice(
    language: Language, zone: str, day: datetime
) -> None:
    """Nor in the night in which the clocks go back."""
    incident = an_incident()
    seen = Reader(directory=a_directory(), language=language, now=day)
    order = ProposeStatement(incident=incident.id, strategy=Strategy.INFORM)
    form = statement_forms.write(seen, Writing(incident=incident, order=order, zone=ZoneInfo(zone)))
    field = next(b for b in form["blocks"] if b.get("block_id") == "next")
    names = [option["text"]["text"] for option in field["element"]["options"]]

    assert [] == sorted(name for name in set(names) if names.count(name) > 1)
