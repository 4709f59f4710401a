"""The pages that explain the format name every key, and their example is one that the reader takes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import ValidationError, validate
from pydantic import BaseModel

from playbooks.document import (
    MOST_STEPS,
    ChoiceText,
    CitedText,
    ClockText,
    HoldText,
    KeywordsText,
    LocalStepText,
    MessageText,
    OutcomesText,
    PlaceText,
    PlaybookText,
    QuestionText,
    ReviewText,
    RewordText,
    SilentText,
    StepText,
    VariantText,
    json_schema,
    variant_schema,
)
from playbooks.playbook import (
    Cluster,
    Gate,
    Lane,
    Network,
    PlaybookKind,
    Severity,
    Since,
    StepKind,
    Strategy,
)
from playbooks.reading import LIMITS, read_library, read_playbook
from playbooks.variables import VARIABLES
from playbooks.written import read_written
from tests.rules.documents import KNOWN, SMALL

DOCS = Path(__file__).parents[2] / "docs"
each_language = pytest.mark.parametrize("page", ["playbook-format.md", "playbook-format.fr.md"])


def keys_of(*parts: type[BaseModel]) -> Iterator[str]:
    """Name the keys as they are written."""
    for part in parts:
        yield from (field.alias or name for name, field in part.model_fields.items())


@each_language
def test_every_key_and_word_of_the_format_is_explained(page: str) -> None:
    """Each key, each word that a key may hold and each blank stands in the page."""
    text = (DOCS / page).read_text("utf-8")
    wanted = {
        *keys_of(PlaybookText, StepText, MessageText, ReviewText, QuestionText, KeywordsText),
        *keys_of(OutcomesText, HoldText, SilentText, ClockText, ChoiceText, CitedText),
        *keys_of(VariantText, PlaceText, LocalStepText, RewordText),
        *VARIABLES,
    }
    for words in (PlaybookKind, Severity, StepKind, Strategy, Lane, Cluster, Gate, Since, Network):
        wanted |= {word.value for word in words}

    assert [] == sorted(word for word in wanted if f"`{word}`" not in text)


@each_language
def test_the_example_is_a_playbook(page: str) -> None:
    """Whoever copies the example has a document that is read without a mistake."""
    (example,) = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)

    assert "flooded-station" == read_playbook(example, page, KNOWN).id


def test_the_bounds_named_are_the_bounds_kept() -> None:
    """The page's numbers are the reader's."""
    text = (DOCS / "playbook-format.md").read_text("utf-8")

    assert f"More than {LIMITS.size // 1024} KiB, {LIMITS.values:,} values or {LIMITS.depth} levels" in text
    assert f"{MOST_STEPS} at most" in text


def test_the_schema_for_editors_is_that_of_the_models() -> None:
    """The file that editors read knows every key the reader knows, and takes what the reader takes."""
    kept = json.loads((DOCS / "playbook.schema.json").read_text("utf-8"))
    (example,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "playbook-format.md").read_text("utf-8"), re.DOTALL)

    assert json_schema() == kept
    validate(read_written(example, "v1.yaml", LIMITS).content, kept)


def test_the_schema_for_editors_refuses_what_the_reader_refuses() -> None:
    """A key that nothing reads is marked while it is typed."""
    kept = json.loads((DOCS / "playbook.schema.json").read_text("utf-8"))
    content = {**read_written(SMALL, "v1.yaml", LIMITS).content, "sevrity": "sev1"}

    with pytest.raises(ValidationError, match="sevrity"):
        validate(content, kept)


@each_language
def test_the_example_of_a_variant_stands_over_the_example(page: str) -> None:
    """Both examples are read together without a mistake, and the schema takes the variant."""
    whole, own = re.findall(r"```ya?ml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    files = (("crisis/flooded-station/v1.yaml", whole), ("crisis/flooded-station-fr/v1.yaml", own))
    shelf = read_library(((file, text.encode()) for file, text in files), KNOWN)

    assert () == shelf.mistakes
    assert 2 == len(shelf.playbooks)
    validate(read_written(own, "v1.yaml", LIMITS).content, variant_schema())


def test_the_kept_schema_of_variants_is_the_one_that_the_reader_uses() -> None:
    """`crisis playbooks schema --variant` prints the file that the pages name."""
    assert variant_schema() == json.loads((DOCS / "playbook-variant.schema.json").read_text("utf-8"))
