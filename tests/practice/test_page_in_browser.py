"""The page in a real browser: with its script, by keyboard, on a phone, and while others write."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.machine import chromium
from tests.practice.conftest import Served

pytestmark = pytest.mark.needs("chromium")
ARGS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that speaks to this machine only."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=15_000)
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield started
        started.close()


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, served: Served) -> Iterator[Opens]:
    """Opens the page; at the end no script and no policy may have complained."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(query: str, *, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{served.server.url}/?{query}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [] == complaints


def test_a_crisis_is_started_by_keyboard_alone(opens: Opens, served: Served) -> None:
    """Type, Enter, fill, a mistake beside its field, mend, Enter; Escape closes; nothing needs a mouse."""
    page = opens("as=UDANA")
    page.locator("#text").focus()
    page.keyboard.type("/crisis start breach")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Start a crisis")).to_be_visible()
    expect(page.get_by_label("Playbook")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.type("Nothing")
    page.keyboard.press("Enter")
    title = page.get_by_label("Title")
    expect(page.get_by_text("Say what happened, please.")).to_be_visible()
    expect(title).to_be_focused()
    expect(title).to_have_value("Nothing")

    title.fill("A file on a forum")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#text")).to_be_focused()
    assert "A file on a forum" in served.person("UDANA").direct_messages()[-1].text

    page.keyboard.type("/crisis start")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_others_write_appears_and_what_one_types_stays(opens: Opens, served: Served) -> None:
    """A new message arrives without a reload; the half-typed line and its focus are untouched."""
    page = opens("as=UDANA")
    page.locator("#text").focus()
    page.keyboard.type("half a thou")

    served.person("ULUC").types("The forum post is gone")
    expect(page.get_by_text("The forum post is gone")).to_be_visible()
    page.keyboard.type("ght")

    expect(page.locator("#text")).to_have_value("half a thought")


def test_a_form_keeps_what_is_typed_while_the_team_writes(opens: Opens, served: Served) -> None:
    """An open form is left alone by news in the channel."""
    page = opens("as=UDANA")
    page.locator("#text").fill("/crisis start breach")
    page.keyboard.press("Enter")
    page.get_by_label("Details").fill("Seen at noon")

    served.person("ULUC").types("News")
    expect(page.get_by_text("News")).to_be_attached()

    expect(page.get_by_label("Details")).to_have_value("Seen at noon")
    expect(page.get_by_label("Details")).to_be_focused()


def test_a_card_is_worked_with_the_mouse(opens: Opens, served: Served) -> None:
    """Tick a step, choose in a select, answer a question, move the clock."""
    page = opens("as=UDANA")
    page.locator("#text").fill("/crisis card")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("4 of 14 done")).to_be_visible()

    page.get_by_label("Severity").select_option("SEV2")
    expect(page.get_by_text("Severity: sev2")).to_be_visible()

    page.get_by_role("button", name="Close the incident").click()
    page.get_by_role("dialog").get_by_role("button", name="Close it").click()
    expect(page.get_by_text("Closed.")).to_be_visible()

    page.get_by_role("button", name="Home").click()
    expect(page.get_by_text("Nothing is open.")).to_be_visible()
    expect(page.locator("#text")).to_have_count(0)
    page.get_by_role("button", name="+1 h").click()
    expect(page.locator("#now")).to_contain_text("11:00")


def test_nothing_is_wider_than_a_phone(opens: Opens, served: Served) -> None:
    """At 360 pixels no page scrolls sideways: stream, menu, form, in French."""
    served.person("ULUC").types("/crisis card")
    page = opens("as=ULUC", width=360)

    def sideways() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    assert 0 == sideways()
    page.get_by_role("link", name="Menu").click()
    expect(page.get_by_label("Vous agissez en tant que")).to_be_visible()
    assert 0 == sideways()
    page.get_by_role("link", name="Retour aux messages").click()
    page.locator("#text").fill("/crisis start")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert 0 == sideways()
