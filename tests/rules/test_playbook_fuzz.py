"""Whatever somebody writes, the reader answers with a playbook or with its own refusal."""

from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Language, Words
from playbooks.reading import LIMITS, UnreadablePlaybook, read_playbook
from playbooks.written import CAREFUL, QUICK, Written
from playbooks.written import parsed as parsed_within
from tests.rules.documents import KNOWN, SMALL

# What breaks readers of YAML: marks of structure, references, tags, expressions, odd signs and numbers.
SHARDS: Final = (
    *(
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "? ",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "|",
        ">",
        "%",
        "@",
        "`",
        '"',
        "'",
    ),
    *(
        "\t",
        "\n",
        "\n\n",
        "\r",
        "\\",
        "\\x00",
        "---\n",
        "...\n",
        "{{",
        "}}",
        "{{fait}}",
        "{% x %}",
        "<<: ",
        "~",
    ),
    *(
        "NO",
        "12:30",
        "1.10",
        ".inf",
        "0x1F",
        "1e999",
        "9" * 40,
        "\u202e",
        "\u2028",
        "\x85",
        "é",
        "😀",
        "null",
        "en:",
    ),
)
LIBRARY: Final = Path(str(files("playbooks") / "library"))
WORDS: Final = tuple(sorted({word for line in SMALL.splitlines() for word in line.split()}))

shards = st.sampled_from((*SHARDS, *WORDS))


@st.composite
def mutilated(draw: st.DrawFn) -> str:
    """Draw a document that was right until somebody cut, doubled, swapped and inserted."""
    text = SMALL
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(("cut", "double", "insert", "replace", "line"))):
            case "cut":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + text[start:end] + text[end:]
            case "insert":
                text = text[:start] + draw(shards) + text[start:]
            case "replace":
                text = text[:start] + draw(shards) + text[end:]
            case _:
                lines = text.splitlines(keepends=True) or ["\n"]
                lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
                text = "".join(lines)
    return text


def parsed(text: str, parser: str) -> Written:
    """Read a text by one of the two parsers alone."""
    return parsed_within(text, "v1.yaml", LIMITS, parser)


def only_refusals(text: bytes | str) -> None:
    """Read a text; every mistake told has a place inside it and one line of words in both languages."""
    for mistake in mistakes_in(text):
        assert mistake.line >= 1
        assert mistake.column >= 1
        assert not any("\n" in mistake.line_for(language) for language in Language)


def mistakes_in(text: bytes | str) -> tuple[Mistake, ...]:
    """Give the mistakes of a refusal, which has at least one; a text that is right has none."""
    try:
        read_playbook(text, "v1.yaml", KNOWN)
    except UnreadablePlaybook as refusal:
        return refusal.mistakes or (Mistake(file="", line=0, column=0, what=Words(en="", fr="")),)
    return ()


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(mutilated())
def test_b2_a_mutilated_document_is_read_or_refused(text: str) -> None:
    """Cut, doubled and shuffled documents never end in anything but the reader's own refusal."""
    only_refusals(text)


@settings(max_examples=200)
@given(st.lists(shards, max_size=60).map("".join))
def test_b2_a_heap_of_shards_is_refused(text: str) -> None:
    """Marks of structure in any order never end in anything but the reader's own refusal."""
    only_refusals(text)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_b2_any_bytes_are_refused(text: bytes) -> None:
    """Bytes that no editor wrote never end in anything but the reader's own refusal."""
    only_refusals(text)


@settings(max_examples=100)
@given(shards, st.integers(1, 4000))
def test_b2_a_shard_repeated_is_bounded(shard: str, times: int) -> None:
    """The same mark thousands of times, alone or inside a value, is refused like any other."""
    only_refusals(shard * times)
    only_refusals("title: " + shard * times)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(mutilated())
def test_the_quick_parser_reads_what_the_careful_one_reads(text: str) -> None:
    """What the parser in C takes without a mistake has the same values and places by the one in Python."""
    try:
        quick = parsed(text, QUICK)
    except Unreadable:
        return
    careful = parsed(text, CAREFUL)

    if not quick.mistakes:
        assert (careful.content, careful.keys, careful.values) == (quick.content, quick.keys, quick.values)


@pytest.mark.parametrize(
    "document", sorted(LIBRARY.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_library_reads_the_same_by_both_parsers(document: Path) -> None:
    """Every built-in document means the same to both."""
    text = document.read_text("utf-8")
    quick, careful = parsed(text, QUICK), parsed(text, CAREFUL)

    assert (careful.content, careful.keys, careful.values) == (quick.content, quick.keys, quick.values)
