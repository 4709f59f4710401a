"""What other tools report, read from documents of any shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.incoming import (
    MISSING,
    Field,
    Kind,
    MessageReport,
    Signature,
    Source,
    SpikeReport,
    Unmappable,
    found,
    mapped,
    parsed,
)
from playbooks.playbook import Words

DOCUMENT = {"a": {"b/c": [10, {"~": "deep"}], "": "empty"}, "0": "zero"}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def a_source(kind: Kind = Kind.MESSAGE, **fields: str) -> Source:
    """A source whose fields stand at these pointers."""
    places = {"id": "/id", "text": "/text", **fields}
    return Source(
        id="tool",
        title=Words(en="Our tool", fr="Notre outil"),
        kind=kind,
        secret="TOOL_KEY",
        signature=Signature(header="X-Signature"),
        fields={Field(name): tuple(map(parsed, text.split(","))) for name, text in places.items()},
        values={Field.NETWORK: {"twitter": "x"}},
        always={Field.LANGUAGE: "fr"},
    )


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", DOCUMENT),
        ("/a/b~1c/0", 10),
        ("/a/b~1c/1/~0", "deep"),
        ("/a/", "empty"),
        ("/0", "zero"),
        ("/a/b~1c/2", MISSING),
        ("/a/b~1c/-", MISSING),
        ("/a/b~1c/01", MISSING),
        ("/a/b~1c/0/x", MISSING),
        ("/nope", MISSING),
    ],
)
def test_a_pointer_finds_its_place(pointer: str, value: object) -> None:
    """As RFC 6901 has it."""
    assert value == found(DOCUMENT, parsed(pointer))


@pytest.mark.parametrize("text", ["a", "/a~", "/a~2", "/x" * 31])
def test_what_is_no_pointer_is_refused(text: str) -> None:
    """With a reason in words."""
    with pytest.raises(ValueError, match=r"it|~"):
        parsed(text)


def test_a_message_is_read_and_cleaned() -> None:
    """The first pointer that finds something counts; values are translated, hidden signs go, numbers are numbers."""
    source = a_source(text="/body,/subject", author="/by", network="/on", link="/url", reach="/n", group="/g")
    told = mapped(
        source,
        {
            "id": 7,
            "body": " ",
            "subject": "Hi\u202e there\n\n\n!",
            "by": "@anna",
            "on": "twitter",
            "n": "1200",
            "g": True,
        },
    )

    assert isinstance(told, MessageReport)
    assert ("7", "Hi there\n\n!", "@anna", "x", 1200) == (
        told.id,
        told.text,
        told.author,
        told.network,
        told.reach,
    )
    assert ("", "", "fr") == (told.link, told.group, told.language)


def test_a_spike_has_its_numbers() -> None:
    """What is no number is not known, rather than another number."""
    source = a_source(Kind.SPIKE, count="/count", usual="/usual")
    told = mapped(source, {"id": "s1", "text": "Spike", "count": 480, "usual": "many"})

    assert isinstance(told, SpikeReport)
    assert (480, None) == (told.count, told.usual)


@pytest.mark.parametrize(
    "document", [{}, {"id": "1"}, {"text": "x"}, {"id": "1", "text": True}, [], None, "x", 3]
)
def test_what_lacks_a_name_or_words_is_refused(document: object) -> None:
    """Whoever mends the mapping is told which."""
    with pytest.raises(Unmappable) as refused:
        mapped(a_source(), document)
    assert refused.value.field in {Field.ID, Field.TEXT}
    assert refused.value.words.en != refused.value.words.fr


@given(anything, st.sampled_from(Kind))
def test_no_document_breaks_the_mapping(document: Any, kind: Kind) -> None:
    """Whatever arrives is a report or is refused, and what is kept is bounded."""
    source = a_source(kind, id="/id,/0,", text="/text,/1,", network="/a", group="/0/0")
    for whole in (document, {"id": document, "text": document}):
        try:
            told = mapped(source, whole)
        except Unmappable:
            continue
        assert 0 < len(told.text) <= 2000
        assert max(map(len, (told.id, told.network, told.group, told.link))) <= 300
        json.dumps(told.text)
