"""Two reports are never taken for one, and nothing is read out of what says nothing."""

import json

import pytest
from pydantic import SecretStr

from config.sources import UnreadableSources, read_sources
from playbooks.incoming import Field, Unmappable, mapped
from playbooks.playbook import Language
from tests.rules.test_incoming import a_source

KEYS = {"CARE_TOOL_SECRET": SecretStr("sixteen-letters-and-more")}
RIGHT = """schema: 1
sources:
  - id: tool
    title: {en: Tool, fr: Outil}
    kind: message
    secret: CARE_TOOL_SECRET
    signature:
      header: X-Signature
      scheme: hmac-sha256
    fields:
      id: /id
      text: [/body, /subject]
    values:
      network: {twitter: x}
"""


def told(text: str) -> list[tuple[str, str]]:
    """Every mistake of a file, in English and in French."""
    with pytest.raises(UnreadableSources) as refused:
        read_sources(text, "s.yaml", KEYS)
    return [(m.line_for(Language.EN), m.line_for(Language.FR)) for m in refused.value.mistakes]


def test_long_names_are_not_cut_to_the_same() -> None:
    """The second message would be dropped as known already."""
    first, second = (mapped(a_source(), {"id": "p" * 400 + end, "text": "x"}) for end in "ab")
    assert first.id != second.id
    assert max(len(first.id), len(second.id)) <= 300


@pytest.mark.parametrize(
    "number",
    [json.loads("1e999"), json.loads("-1e999"), float("nan"), 10**5000],
    ids=["infinite", "below all", "none", "endless"],
)
def test_a_number_that_cannot_be_written_is_no_name(number: float) -> None:
    """Every message with it would have the same one."""
    with pytest.raises(Unmappable) as refused:
        mapped(a_source(), {"id": number, "text": "x"})
    assert Field.ID is refused.value.field


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("Estonian", ""),  # es is Spanish
        ("Swedish", ""),  # sw is Swahili
        ("12", ""),
        ("éa", ""),
    ],
)
def test_a_language_is_its_code_alone(written: str, code: str) -> None:
    """A name that begins with another language's code would call people who do not speak it."""
    assert code == mapped(a_source(language="/l"), {"id": 1, "text": "x", "l": written}).language


def test_a_link_is_whole_or_none() -> None:
    """A link that was cut leads nowhere."""
    short, long = ("https://x.com/" + "a" * n for n in (200, 400))
    assert [short, ""] == [
        mapped(a_source(link="/l"), {"id": 1, "text": "x", "l": one}).link for one in (short, long)
    ]


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        (
            "    values",
            "    always: {id: same}\n    values",
            "13:14: “id” cannot be the same in every report",
        ),
        ("    values", "    always: {count: a}\n    values", "13:14: a message has no “count”"),
        ("network: {twitter: x}", "count: {a: b}", "14:7: a message has no “count”"),
        ("    values", "    always: {language: french}\n    values", "13:24: “french” is not the code of"),
        ("hmac-sha256", "token\n      timestamp: X-Time", "10:7: a token does not sign this moment"),
        ("id: /id", "id: []", "11:11: “id” must be a list of at least 1"),
        ("id: /id", "id: 7", "11:11: “id” must be a text, write /message/id"),
        (
            "text: [/body, /subject]",
            "text: [/body, /subject]\n      txt: /t",
            "13:7: “txt” is not known here",
        ),
        (
            "CARE_TOOL_SECRET",
            "CRISIS_TOOL_SECRET",
            "6:13: “CRISIS_TOOL_SECRET” is a key of the product’s own",
        ),
    ],
)
def test_b1_what_would_mislead_is_refused(old: str, new: str, en: str) -> None:
    """Once, at its place, in both languages."""
    ((english, french),) = told(RIGHT.replace(old, new, 1))
    assert english.startswith(f"s.yaml:{en}")
    assert french.startswith("s.yaml:" + en.partition(": ")[0])
    assert english != french


def test_a_secret_of_spaces_is_none() -> None:
    """Sixteen of them can be guessed."""
    with pytest.raises(UnreadableSources) as refused:
        read_sources(RIGHT, "s.yaml", {**KEYS, "CARE_TOOL_SECRET": SecretStr(" " * 20)})
    assert "fewer than 16" in refused.value.mistakes[0].line_for(Language.EN)


def test_a_secret_that_is_no_text_is_a_secret() -> None:
    """Its bytes are those that the environment held."""
    secret = (b"\xff" * 20).decode("utf-8", "surrogateescape")
    known = read_sources(RIGHT, "s.yaml", {"CARE_TOOL_SECRET": SecretStr(secret)})
    assert b"\xff" * 20 == known["tool"].key
