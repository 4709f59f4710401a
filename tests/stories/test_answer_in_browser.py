"""The page on which a call is answered, in a real browser on a phone, without any script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.stage import Stage
from tests.stories.scene import IMOGEN, POPPY, RHYS, start
from tests.stories.screen import HARD_TO_SEE, nameless
from tests.stories.test_browser import PATIENCE_MS, browser
from tests.stories.test_means import call_of, company, here, mails, stage

__all__ = ["browser", "company", "stage"]  # fixtures, found by their names

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]


def opened(browser: Browser, address: str, scheme: str, *, script: bool = True) -> Page:
    """The page on a phone of 380 pixels."""
    context = browser.new_context(
        viewport={"width": 380, "height": 760},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "fr")])
def test_everything_is_seen_and_named_on_a_phone(
    stage: Stage, browser: Browser, test_output: Path, scheme: str, language: str
) -> None:
    """Nothing scrolls sideways, every word is dark enough, every control has a name; in both languages."""
    start(
        stage.player(RHYS),
        title="Données clients " + "très " * 15 + "exposées",
        about=["People may be at risk", "This is a drill"],
    )
    stage.forward(minutes=4)
    page = opened(browser, f"{here(stage, mails(stage, POPPY)[0].link)}?lang={language}", scheme)

    page.screenshot(path=test_output / f"answer-{language}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [] == page.evaluate(HARD_TO_SEE)
    assert [] == nameless(page)


def test_it_is_answered_by_keyboard_alone_and_without_a_script(
    stage: Stage, browser: Browser, test_output: Path
) -> None:
    """Tab to the button, Enter; the page then says so, and going back and pressing again changes nothing."""
    start(stage.player(RHYS))
    stage.forward(minutes=31)
    page = opened(browser, f"{here(stage, mails(stage, IMOGEN)[0].link)}?lang=en", "light", script=False)

    button = page.get_by_role("button", name="I take it")
    for _ in range(8):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You take it")
    page.screenshot(path=test_output / "answered.png", full_page=True)
    assert ("taken", "mail") == (call_of(stage, IMOGEN)["state"], call_of(stage, IMOGEN)["answered_through"])

    page.go_back()
    page.reload()
    expect(page.get_by_role("button")).to_have_count(0)
