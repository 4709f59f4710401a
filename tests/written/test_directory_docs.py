"""docs/directory.md and its French twin explain every key of the directory, and their example is one."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import pytest
from jsonschema import ValidationError, validate
from pydantic import BaseModel

from config.directory import LIMITS, directory_schema, examine_directory
from config.directory.shape import (
    MOST_AGAIN,
    ChannelText,
    ContactText,
    CoverText,
    DirectoryText,
    HoursText,
    LadderText,
    LayerText,
    Level,
    OnlyText,
    ReachText,
    RotaText,
    RoutingText,
    RungText,
    UnitText,
    WebhookText,
    Weekday,
)
from playbooks.playbook import Severity
from playbooks.routing import STANDARD_OBJECTIVES, STANDARD_ROLES, Answer, Criterion, Turn
from playbooks.written import read_written

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
PARTS: tuple[type[BaseModel], ...] = (
    *(DirectoryText, UnitText, ContactText, HoursText, ReachText, RotaText, LayerText, CoverText),
    *(LadderText, RungText, OnlyText, ChannelText, RoutingText, WebhookText),
)
WORDS: tuple[type[Enum], ...] = (Level, Weekday, Turn, Answer, Criterion, Severity)
each_language = pytest.mark.parametrize("page", ["directory.md", "directory.fr.md"])


def keys() -> Iterator[str]:
    """Name the keys as they are written."""
    for part in PARTS:
        yield from (field.alias or name for name, field in part.model_fields.items())


def example_of(page: str) -> str:
    """The page's whole directory."""
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    (example,) = (block for block in blocks if block.startswith("schema"))
    return str(example)


def written_in(content: object) -> Iterator[str]:
    """Name every key that stands in a document."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from written_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from written_in(value)


@each_language
def test_every_key_and_word_is_explained(page: str) -> None:
    """Each key, each word that a key may hold, each standard role and objective stands in the page."""
    text = (DOCS / page).read_text("utf-8")
    words = {str(word.value) for kind in WORDS for word in kind}

    assert [] == sorted(
        word
        for word in {*keys(), *words, *STANDARD_ROLES, *STANDARD_OBJECTIVES}
        if f"`{word}`" not in text and f"`{word}: " not in text
    )


@each_language
def test_the_example_has_every_key_and_no_mistake(page: str) -> None:
    """Whoever copies it has a directory in which nothing is wrong or pointed out."""
    example = example_of(page)
    directory, notes = examine_directory(example, page, datetime(2026, 3, 4, tzinfo=UTC))

    assert ("Petite Maison", ()) == (directory.company, notes)
    assert [] == sorted(set(keys()) - set(written_in(read_written(example, page, LIMITS).content)))


def test_the_bounds_named_are_the_bounds_kept() -> None:
    """The pages' numbers are the reader's."""
    english, french = ((DOCS / page).read_text("utf-8") for page in ("directory.md", "directory.fr.md"))

    assert f"Up to {LIMITS.size // 1024 // 1024} MiB and {LIMITS.values:,} values" in english
    assert f"{LIMITS.size // 1024 // 1024} Mio et {LIMITS.values // 1000} 000 valeurs" in french
    assert f"0 to {MOST_AGAIN} |" in english


def test_the_schema_for_editors_is_that_of_the_models() -> None:
    """The file that editors read is the one that the reader uses, and takes what the reader takes."""
    kept = json.loads((DOCS / "directory.schema.json").read_text("utf-8"))

    assert directory_schema() == kept
    validate(read_written(example_of("directory.md"), "x", LIMITS).content, kept)
    for path in sorted((HOUSE / "config/examples").glob("directory*.yaml")):
        validate(read_written(path.read_bytes(), path.name, LIMITS).content, kept)


@pytest.mark.parametrize(
    ("old", "new"),
    [("again: 1", "agan: 1"), ("training: responder", "training: x"), ('"08:00"', "8"), ("[slack, ", "[7, ")],
)
def test_the_schema_for_editors_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    """A key that nothing reads, and a value that nothing takes, are marked while they are typed."""
    content = read_written(example_of("directory.md").replace(old, new, 1), "x", LIMITS).content

    with pytest.raises(ValidationError):
        validate(content, directory_schema())
