"""The pages about other tools' reports say what the reader of their file takes."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.sources import SignatureText, SourceText, read_sources
from handlers.outside.signing import VALID_SECONDS
from handlers.web.reporting import LARGEST_BODY
from playbooks.inbox import FEWEST, REPORTS_KEPT, WEEKS
from playbooks.incoming import ALLOWED, Encoding, Field, Kind, Scheme
from playbooks.playbook import Network

DOCS = Path("docs")
each_language = pytest.mark.parametrize("page", ["reports.md", "reports.fr.md"])


@each_language
def test_every_key_and_word_is_explained(page: str) -> None:
    """Each key of the file, each field, and each word that one may hold."""
    text = (DOCS / page).read_text("utf-8")
    keys = {*SourceText.model_fields, *SignatureText.model_fields}
    words = {str(one) for kind in (Field, Kind, Scheme, Encoding, Network) for one in kind}

    assert [] == sorted(word for word in keys | words if f"`{word}`" not in text)


@each_language
def test_the_example_is_whole_and_right(page: str) -> None:
    """Whoever copies it has a file in which nothing is wrong, with every field of a message."""
    (example,) = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    known = read_sources(example, page, {"CARE_TOOL_SECRET": SecretStr("x" * 16)})

    assert set(ALLOWED[Kind.MESSAGE]) == set(known["care-tool"].source.fields)


def test_the_numbers_are_those_that_hold() -> None:
    """As the English page writes them."""
    text = (DOCS / "reports.md").read_text("utf-8")
    assert f"more than {LARGEST_BODY // 1024} KiB" in text
    assert f"Kept for {REPORTS_KEPT.days} days" in text
    assert (5 * 60, 10, 4) == (VALID_SECONDS, FEWEST, WEEKS)
