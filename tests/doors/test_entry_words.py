"""What people type beside the words of a log entry: when, what and from whom; and nothing of it in plain sentences."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.entry_words import Said, TimeOfDay, said, sourced
from handlers.slack.verbs import Verb
from handlers.slack.words import parse
from playbooks.commands import EntryKind

FIVE_PAST_TWO = TimeOfDay(hour=14, minute=5)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("decision: we hold", Said(text="we hold", kind=EntryKind.DECISION)),
        ("Décision : on tient", Said(text="on tient", kind=EntryKind.DECISION)),
        ("passage de relève : Poppy", Said(text="Poppy", kind=EntryKind.HANDOVER)),
        ("hand-over: Poppy", Said(text="Poppy", kind=EntryKind.HANDOVER)),
        ("at 14:05 it fell over", Said(text="it fell over", happened=FIVE_PAST_TWO)),
        ("à 14h05, c’est tombé", Said(text="c’est tombé", happened=FIVE_PAST_TWO)),
        ("à 14h c’est tombé", Said(text="c’est tombé", happened=TimeOfDay(hour=14, minute=0))),
        (
            "at 14:05 action: called them (source: Poppy)",
            Said(text="called them", kind=EntryKind.ACTION, source="Poppy", happened=FIVE_PAST_TWO),
        ),
        (
            "contact : à 14h05 le ministre source : son cabinet",
            Said(text="le ministre", kind=EntryKind.CONTACT, source="son cabinet", happened=FIVE_PAST_TWO),
        ),
        (
            "hier à 22h40 on a appelé",
            Said(text="on a appelé", happened=TimeOfDay(hour=22, minute=40, day_before=True)),
        ),
    ],
)
def test_what_stands_beside_the_words_is_read(text: str, read: Said) -> None:
    """In both languages, whatever stands first."""
    assert read == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "at 9 people called",
        "at 25:00 it fell over",
        "press conference at 18:00",
        "yesterday they called",
        "http://example.com: is down",
        "source: AFP",
        "note to self, decision pending",
        "at 14:05",
    ],
)
def test_a_plain_sentence_is_left_alone(text: str) -> None:
    """A word too much in the log is a nuisance; a word too few is a lie. A source needs words before it."""
    assert Said(text=text) == said(text)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """And none gets longer by it."""
    assert len(said(text).text) <= len(text)
    assert len(sourced(text).source) <= 120


@pytest.mark.parametrize(
    ("now", "zone", "time", "moment"),
    [
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), "Europe/Paris", FIVE_PAST_TWO, "2026-03-02T13:05:00+00:00"),
        (datetime(2026, 7, 2, 14, 0, tzinfo=UTC), "Europe/Paris", FIVE_PAST_TWO, "2026-07-02T12:05:00+00:00"),
        # It is the third in Tokyo already.
        (
            datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
            "Asia/Tokyo",
            TimeOfDay(hour=0, minute=30),
            "2026-03-02T15:30:00+00:00",
        ),
        (
            datetime(2026, 3, 2, 0, 30, tzinfo=UTC),
            "UTC",
            TimeOfDay(hour=22, minute=40, day_before=True),
            "2026-03-01T22:40:00+00:00",
        ),
        # A watch that is half a minute fast.
        (datetime(2026, 3, 2, 14, 4, 30, tzinfo=UTC), "UTC", FIVE_PAST_TWO, "2026-03-02T14:04:30+00:00"),
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), "UTC", FIVE_PAST_TWO, "2026-03-02T14:05:00+00:00"),
    ],
)
def test_a_time_is_that_of_the_place_where_somebody_lives(
    now: datetime, zone: str, time: TimeOfDay, moment: str
) -> None:
    """In summer and in winter, and on the day that it is there."""
    assert moment == time.moment(now, zone).isoformat()


@pytest.mark.parametrize(
    ("command", "text", "verb"),
    [
        ("/crisis", "verifying 2", Verb.CHECKING),
        ("/crise", "en vérification 2", Verb.CHECKING),
        ("/crise", "je vérifie 2", Verb.CHECKING),
        ("/crise", "vérifier 2", Verb.VERIFY),
        ("/crise", "à vérifier les passeports", Verb.CLAIM),
        ("/crisis", "correct 2 two of them", Verb.CORRECT),
        ("/crise", "corriger 2 il y en a deux", Verb.CORRECT),
    ],
)
def test_the_verbs_about_entries(command: str, text: str, verb: Verb) -> None:
    """Each is itself, beside others that sound like it."""
    typed = parse(text, command)

    assert verb is typed.verb
    assert "2" == typed.step or verb is Verb.CLAIM


def test_a_claim_takes_no_kind() -> None:
    """It is information already: the word before the colon belongs to what is claimed."""
    assert "decision: they pay" == parse("claim decision: they pay", "/crisis").text
