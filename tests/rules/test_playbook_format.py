"""The pages that explain the format name every key, and their example is one that the reader takes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from playbooks.document import (
    MOST_STEPS,
    ChoiceText,
    ClockText,
    HoldText,
    KeywordsText,
    MessageText,
    OutcomesText,
    PlaybookText,
    QuestionText,
    ReviewText,
    SilentText,
    StepText,
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
from playbooks.reading import LIMITS, read_playbook
from playbooks.variables import VARIABLES
from tests.rules.documents import KNOWN

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
        *keys_of(OutcomesText, HoldText, SilentText, ClockText, ChoiceText),
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
