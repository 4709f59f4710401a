"""Which playbook is suggested for a message, why, and what a line of labelled messages may be."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.directory import load_directory
from config.examples import built_in_examples
from config.playbook_files import load_playbooks
from playbooks.matching import CODES, Labelled, Triage, as_labelled, read_labelled
from playbooks.matching.judging import judge
from playbooks.matching.matcher import Matcher, learned
from playbooks.mistakes import Unreadable
from playbooks.playbook import Keywords, PlaybookId
from tests.fakes.plans import a_playbook

KNOWN: Final = frozenset(CODES.values())
MESSAGES: Final = Path(__file__).parents[1] / "data/messages.jsonl"
LATE, FIRE = PlaybookId("unhappy-customer"), PlaybookId("accident-with-victims")


def said(text: str, playbook: PlaybookId, triage: Triage, lang: str) -> Labelled:
    """A message that somebody labelled."""
    return Labelled(text=text, playbook=playbook, triage=triage, lang=lang)


LITTLE: Final = (
    said("my parcel is late again", LATE, Triage.PRIVATE, "en"),
    said("the parcel came late, refund me", LATE, Triage.PRIVATE, "en"),
    said("mon colis est encore en retard", LATE, Triage.PRIVATE, "fr"),
    said("smoke and fire in your factory", FIRE, Triage.HANDOVER, "en"),
    said("fire at the factory, people hurt", FIRE, Triage.HANDOVER, "en"),
    said("le feu dans votre usine, des blessés", FIRE, Triage.HANDOVER, "fr"),
    said("encore le feu, mon colis est dans votre usine", FIRE, Triage.HANDOVER, "fr"),
)


TAUGHT: Final = learned(LITTLE)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """What the product has learned from the messages and the playbooks that come with it."""
    shelf = load_playbooks(None, load_directory(None).vocabulary)
    return learned((*built_in_examples(KNOWN), *as_labelled(shelf.latest())))


def test_a_message_is_matched_with_those_it_resembles() -> None:
    """The playbook, what to do and the language; the reasons are words of the message, each once."""
    advice = learned(LITTLE).advise("There is FIRE in the factory!")

    first = advice.suggestions[0]
    assert FIRE == first.playbook
    assert Triage.HANDOVER == advice.triage
    assert "en" == advice.language
    words = [word for reason in first.because for word in reason.split()]
    assert {"fire", "factory"} <= set(words)
    assert len(words) == len(set(words))


def test_accents_capitals_and_typing_mistakes_do_not_matter() -> None:
    """Who writes in a hurry is understood."""
    matcher = learned(LITTLE)

    assert matcher.advise("LE FEU, DES BLESSES") == matcher.advise("le feu, des blessés")
    assert LATE == matcher.advise("mon coliss est en retart").suggestions[0].playbook


def test_the_same_examples_teach_the_same() -> None:
    """Nothing is left to chance: two processes advise alike."""
    one, other = learned(LITTLE), learned(LITTLE)

    assert one.advise("a parcel on fire") == other.advise("a parcel on fire")


def test_shares_are_of_all_playbooks() -> None:
    """The likeliest comes first, and the shares of all playbooks are 1 together."""
    shares = [suggestion.share for suggestion in learned(LITTLE).advise("late").suggestions]

    assert sorted(shares, reverse=True) == shares
    assert pytest.approx(1.0) == sum(shares)


def test_a_companys_own_examples_teach_its_own_playbook() -> None:
    """Three messages of its own are enough for a company's playbook to be suggested for a fourth."""
    own = PlaybookId("lost-luggage")
    examples = (
        *LITTLE,
        *(
            said(f"my suitcase {what}", own, Triage.RESPOND, "en")
            for what in ("is gone", "never came", "is lost")
        ),
    )

    assert own == learned(examples).advise("where is my suitcase?").suggestions[0].playbook


def test_a_playbook_is_known_by_its_own_keywords() -> None:
    """Nobody has labelled a message for it yet: its words suggest it, and a crisis is handed over."""
    leak = a_playbook(id=PlaybookId("gas-leak"), keywords=Keywords(en=("gas leak",), fr=("fuite de gaz",)))

    advice = learned((*LITTLE, *as_labelled((leak,)))).advise("une fuite de gaz dans la rue")

    assert "gas-leak" == advice.suggestions[0].playbook
    assert Triage.HANDOVER == advice.triage


def test_one_kind_alone_teaches_nothing() -> None:
    """There is nothing to tell apart, and that is said instead of advised."""
    with pytest.raises(ValueError, match="nothing to tell apart"):
        learned(LITTLE[:3])


@given(text=st.text(max_size=300))
@settings(max_examples=60)
def test_whatever_somebody_writes_is_advised_on(text: str) -> None:
    """Empty, in another script, or nothing but emoji: there is an advice, and reasons come from the text."""
    advice = TAUGHT.advise(text)

    assert advice.suggestions
    assert all(0 <= suggestion.share <= 1 for suggestion in advice.suggestions)


# The measure.


def test_the_right_playbook_is_among_the_first_three(matcher: Matcher) -> None:
    """
    On 240 messages that nothing was learned from: 95 % of playbooks, 90 % of what to do, 99 % of languages.

    `crisis replies evaluate tests/data/messages.jsonl` prints the figures and lists what was not right.
    """
    messages = read_labelled(MESSAGES.read_text("utf-8"), "messages.jsonl", KNOWN)
    taught = {one.text for one in built_in_examples(KNOWN)}
    figures = judge(matcher, messages)

    assert 240 == figures.n
    assert not {one.text for one in messages} & taught
    assert (figures.top3 or 0) >= 0.95
    assert (figures.triage or 0) >= 0.90
    assert (figures.language or 0) >= 0.99


def test_every_playbook_has_examples_in_both_languages() -> None:
    """At least forty of each in each language: none is taught by a few."""
    number = {(code, lang): 0 for code in CODES.values() for lang in ("en", "fr")}
    for one in built_in_examples(KNOWN):
        number[one.playbook, one.lang] += 1

    assert {} == {of: count for of, count in number.items() if count < 40}


def test_figures_count_what_is_said() -> None:
    """A second playbook counts as right; who says no triage and no language is not counted there; misses are listed."""
    messages = (
        Labelled(text="fire in the factory", playbook=LATE, also_ok=(FIRE,)),
        said("my parcel is late", LATE, Triage.SILENT, "fr"),
    )
    figures = judge(learned(LITTLE), messages)

    assert (2, 1.0, 1.0, 0.0, 0.0) == (
        figures.n,
        figures.top1,
        figures.top3,
        figures.triage,
        figures.language,
    )
    assert ["my parcel is late"] == [miss.message.text for miss in figures.misses]
    assert (False, True, True) == (
        figures.misses[0].playbook,
        figures.misses[0].triage,
        figures.misses[0].language,
    )


def test_what_nobody_says_is_not_judged() -> None:
    """A share of nothing is none, and no hundred percent."""
    figures = judge(learned(LITTLE), [Labelled(text="fire in the factory", playbook=FIRE)])

    assert (1.0, None, None) == (figures.top1, figures.triage, figures.language)


# A line of labelled messages.


def line(**said: Any) -> str:
    """A line of a file."""
    return json.dumps({"text": "late", "playbook": "R1"} | said)


def test_a_line_may_say_little() -> None:
    """A text and a playbook, by its code or its name; a byte-order mark and empty lines are nothing."""
    full = line(playbook="data-breach", also_ok=["c10"], triage="handover", lang="FR-ca")
    text = f"\ufeff{line()}\r\n\n{full}\n"

    first, second = read_labelled(text, "x", KNOWN)

    assert Labelled(text="late", playbook=LATE) == first
    assert "data-breach" == second.playbook
    assert ("outside-tragedy",) == second.also_ok
    assert "fr" == second.lang


def test_a_message_may_hold_any_sign() -> None:
    """What some take for the end of a line is a part of the message."""
    text = json.dumps({"text": "late\u2028again\x85", "playbook": "R1"}, ensure_ascii=False)

    assert ["late\u2028again\x85"] == [one.text for one in read_labelled(text, "x", KNOWN)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("3", "not an object"),
        (json.dumps({"playbook": "R1"}), "text is missing"),
        (line(text=" "), "text is missing"),
        (line(playbook="R9"), "no playbook of this library"),
        (line(playbook=None), "no playbook of this library"),
        (line(triage="shout"), "none of respond"),
        (line(also_ok="R1"), "also_ok is a list"),
        (line(also_triage=["shout"]), "none of respond"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(wrong: str, told: str) -> None:
    """With its place, in both languages; the lines after it are looked at as well."""
    with pytest.raises(Unreadable) as caught:
        read_labelled(f"{line()}\n{wrong}\n{wrong}", "x.jsonl", KNOWN)

    assert [2, 3] == [mistake.line for mistake in caught.value.mistakes]
    assert told in caught.value.mistakes[0].what.en
    assert caught.value.mistakes[0].what.fr != caught.value.mistakes[0].what.en


@given(
    said=st.dictionaries(
        st.sampled_from(["text", "playbook", "also_ok", "triage", "also_triage", "lang"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=8)
            | st.sampled_from(["R1", "respond"]),
            lambda inner: st.lists(inner, max_size=3),
        ),
    )
)
def test_a_line_is_read_or_refused(said: Mapping[str, Any]) -> None:
    """Nothing else happens, whatever JSON somebody writes."""
    try:
        found = read_labelled(json.dumps(said), "x", KNOWN)
    except Unreadable:
        return
    assert found[0].playbook in KNOWN


def test_reasons_are_words_as_they_were_written() -> None:
    """With their accents; no bare punctuation, and no word that stands in most messages."""
    smoke = (
        said(f"{where} : la fumée sort de la machine !", FIRE, Triage.HANDOVER, "fr")
        for where in ("Lyon", "Gand")
    )
    late = (said(f"{n} : la commande de la semaine {n}", LATE, Triage.PRIVATE, "fr") for n in range(20))

    because = learned((*LITTLE, *smoke, *late)).advise("Encore de la FUMÉE ! ! !").suggestions[0].because

    assert "fumée" in " ".join(because)
    assert all(any(letter.isalpha() for letter in reason) for reason in because)
    assert not {"la", "de la"} & set(because)
