"""Approved words on the page of their incident, taken with one press, and by hand where no script runs."""

import pytest
from playwright.sync_api import Browser, expect

from bot.stage import Stage
from tests.stories.scene import RHYS, api
from tests.stories.screen import HARD_TO_SEE, nameless
from tests.stories.test_answer_in_browser import opened
from tests.stories.test_browser import browser
from tests.stories.test_customers import LINK, takes
from tests.stories.test_handed_answers import answers

__all__ = ["browser"]  # a fixture, found by its name

REF = "REP-2026-0001"

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]


def approved(stage: Stage) -> str:
    """Have an answer approved; give its words."""
    takes(stage.player(RHYS), "My parcel is late again", link=LINK)
    answers(stage.player(RHYS))
    return str(api(stage, f"/api/incidents/{REF}")["statements"][-1]["text"])


@pytest.mark.parametrize(
    ("scheme", "language", "press", "copied"),
    [("light", "en", "Copy", "Copied."), ("dark", "fr", "Copier", "Copié.")],
)
def test_one_press_copies_the_words(
    stage: Stage, browser: Browser, scheme: str, language: str, press: str, copied: str
) -> None:
    """The clipboard holds them to the letter, and the page says so, also to a screen reader."""
    words = approved(stage)
    page = opened(browser, f"{stage.address}/incidents/{REF}?lang={language}", scheme)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name=press, exact=True).click()

    expect(page.get_by_role("status")).to_have_text(copied)
    assert words == page.evaluate("navigator.clipboard.readText()")
    assert [] == page.evaluate(HARD_TO_SEE)
    assert [] == nameless(page)


def test_without_a_script_the_words_stand_in_a_field(stage: Stage, browser: Browser) -> None:
    """To be selected by hand; there is no button that does nothing."""
    words = approved(stage)
    page = opened(browser, f"{stage.address}/incidents/{REF}?lang=en", "light", script=False)

    expect(page.get_by_role("textbox", name="Approved words")).to_have_value(words)
    expect(page.get_by_role("button")).to_have_count(0)
