"""What people type is kept as they mean it, and cannot hide, forge or overflow anything."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.typed import NAME_LIMIT, TEXT_LIMIT, TITLE_LIMIT, escaped, one_line, paragraph, quoted

FAMILY = "👨\u200d👩\u200d👧"
BURNING_HEART = "❤\ufe0f\u200d🔥"
NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    "sign",
    [
        "\u202a",
        "\u202b",
        "\u202d",
        "\u202e",
        "\u202c",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\u200e",
        "\u200f",
    ],
)
def test_i3_nothing_turns_the_reading_direction(sign: str) -> None:
    """Overrides, isolates and marks are dropped: what is read is what is kept."""
    assert "approved by legal" == one_line(f"approved {sign}by legal{sign}")
    assert "approved by legal" == paragraph(f"approved {sign}by legal{sign}")


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b",
        "\u200c",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u180e",
        "\u034f",
        "\u3164",
        "\ufe01",
        "\x00",
        "\x1b",
    ],
)
def test_i3_nothing_hides_between_letters(sign: str) -> None:
    """Zero-width, filler and control characters are dropped: two titles that look alike are alike."""
    assert "fuite" == one_line(f"fu{sign}ite{sign}")


def test_i3_a_joiner_is_kept_only_where_it_joins() -> None:
    """Between Latin letters, at the ends or in a row it would only hide."""
    assert "fuite" == one_line("\u200dfu\u200dite\u200d")
    assert "é 👨" == one_line("é\u200d 👨\u200d\u200d")


@pytest.mark.parametrize("emoji", ["🎉", FAMILY, BURNING_HEART, "🇫🇷", "1\ufe0f\u20e3", "👍🏽", "☎\ufe0e"])
def test_an_emoji_stays_whole(emoji: str) -> None:
    """Families, hearts of fire, flags and keys are one sign each, made of several."""
    assert emoji == one_line(emoji) == paragraph(emoji)
    assert f"a {emoji} b" == one_line(f"a {emoji} b")


def test_i3_a_line_break_forges_no_line() -> None:
    """A title is one line, whatever ends a line somewhere in the world."""
    for end in ("\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"):
        assert "Leak Status: closed" == one_line(f"Leak{end}Status: closed")


def test_i6_no_carriage_return_survives() -> None:
    """A subject or a log line of ours has one line."""
    assert "Leak Bcc: everybody@example.org" == one_line("Leak\r\nBcc: everybody@example.org")


@pytest.mark.parametrize("space", [NBSP, NARROW, "\u2009", "\u3000", "\t", "\u2800", "  "])
def test_i8_every_kind_of_space_is_a_space(space: str) -> None:
    """Typed with a French keyboard or pasted from a document, it reads the same."""
    assert "« fuite » : un fichier" == one_line(f"«{space}fuite{space}»{space}:{space}un fichier")


def test_i8_quotes_dashes_and_other_scripts_are_kept() -> None:
    """What a human means to write is written."""
    for text in ("l’incident « fuite »", "“leak” — urgent", "شركة", "שלום", "नमस्ते", "事故"):
        assert text == one_line(text) == paragraph(text)


def test_the_same_letters_are_the_same_text() -> None:
    """An accent typed apart is the accented letter."""
    assert "é" == one_line("e\u0301")


def test_a_paragraph_keeps_its_lines() -> None:
    """Line breaks stay, at most one empty line in a row, none at the ends."""
    assert "one\ntwo\n\nthree" == paragraph("\n\n one \r\ntwo\n\n\n\n  three\t\n\n")


def test_i3_what_is_too_long_is_cut_with_an_ellipsis() -> None:
    """At the limit nothing is cut; one more, and the last sign kept is the ellipsis."""
    assert "a" * TITLE_LIMIT == one_line("a" * TITLE_LIMIT)
    assert "a" * (TITLE_LIMIT - 1) + "…" == one_line("a" * (TITLE_LIMIT + 1))
    assert "a" * (TEXT_LIMIT - 1) + "…" == paragraph("a" * 10_000)
    assert "ab…" == one_line("ab cdef", 4)


def test_a_cut_leaves_no_half_a_sign_hanging() -> None:
    """A family cut after its father is a father, not a father about to be joined."""
    assert "👨…" == one_line(FAMILY * 9, 3)


def test_i1_the_three_signs_of_slack_become_literal() -> None:
    """A mention, a channel or a link is shown as it was typed."""
    assert "&lt;!channel&gt; &amp; &lt;@U0MAUD&gt;" == escaped("<!channel> & <@U0MAUD>")


@pytest.mark.parametrize(
    "typed",
    ["<!channel>", "<@U0MAUD>", "<https://evil.example|Approve here>", "<!subteam^S1>", "a`b", "&lt;"],
)
def test_i2_a_quoted_word_is_literal_and_stays_in_its_quotes(typed: str) -> None:
    """No mention, no link with a false face, and no way out of a code span."""
    shown = quoted(typed)

    assert not set("<>`") & set(shown)
    assert typed.replace("`", "'") == shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_quoted_word_is_short() -> None:
    """A refusal never grows with what was typed."""
    assert NAME_LIMIT == len(quoted("x" * 10_000))


TYPED = st.text(st.one_of(st.characters(), st.sampled_from("\u200d\ufe0f\u202e\u200b\n\r 👨👩a\u3164")))


@given(TYPED)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """What was kept is kept as it is when it comes back in a form."""
    assert one_line(text) == one_line(one_line(text))
    assert paragraph(text) == paragraph(paragraph(text))


@given(TYPED)
def test_nothing_kept_is_unseen_but_what_joins(text: str) -> None:
    """No control, format, private or unassigned character but a joiner between signs."""
    for kept in (one_line(text), paragraph(text)):
        unseen = {unicodedata.category(c) for c in kept if c not in "\n\u200d"}
        assert not unseen & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert len(kept) <= TEXT_LIMIT
        assert not kept or not kept[0].isspace()
        assert not kept.startswith(("\u200d", "\ufe0f", "\ufe0e"))
    assert "\n" not in one_line(text)
