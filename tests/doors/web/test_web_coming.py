"""Whatever may fall due is named to whoever reads a page."""

import pytest

from handlers.web.words_coming import COMES
from playbooks.moments import DueKind


@pytest.mark.parametrize("kind", DueKind)
def test_every_sort_of_moment_has_its_words(kind: DueKind) -> None:
    """A page about an incident is read in the middle of it: it must never fail for want of a word."""
    assert COMES[kind].en
    assert COMES[kind].fr
