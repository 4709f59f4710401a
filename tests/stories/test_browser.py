"""
The story in a real browser, on the page that `crisis demo` opens.

Each scene leaves a picture in var/test-output/. With CRISIS_SAVE_PICTURES=1 the README's pictures are taken anew:
docs/images/crisis.png in English, docs/images/crise.png in French.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.stories.running_demo import RunningDemo, running_demo
from tests.stories.screen import HARD_TO_SEE, a_browser, nameless, photograph

pytestmark = pytest.mark.needs("chromium")

PATIENCE_MS = 30_000
MOST_RELOADS = 500
PLAIN_STEPS = (3, 4, 7, 9, 12, 17)  # that a word ticks; the others ask something in a form of their own
TALL, STEPS_PICTURED = 1400, 3
TO_THE_TOP = """one => {
  const stream = one.closest("#stream");
  stream.scrollTop += one.getBoundingClientRect().top - stream.getBoundingClientRect().top;
}"""
ROOM = re.compile(r"inc-\d{4}-0001-data-breach")
README = os.environ.get("CRISIS_SAVE_PICTURES", "") not in ("", "0")


@dataclass(slots=True)
class Screen:
    """Somebody's browser on a running demo, and what they do there."""

    page: Page
    demo: RunningDemo
    folder: Path
    scenes: str
    _taken: list[str] = field(default_factory=list)

    def acts_as(self, name: str) -> None:
        """Become somebody else."""
        self.page.locator("#as").select_option(label=name)
        expect(self.page.locator("#as option:checked")).to_have_text(name)
        expect(self.page).to_have_url(re.compile("as=" + self.chosen("#as")))

    def chosen(self, field_: str) -> str:
        """The value chosen in a menu."""
        return self.page.locator(field_).input_value()

    def types(self, text: str) -> None:
        """Write a line and send it with Enter."""
        self.page.locator("#text").fill(text)
        self.page.locator("#text").press("Enter")

    def opens_room(self) -> None:
        """Follow the incident's channel in the side bar, and wait for its card."""
        self.page.locator("#lists").get_by_role("link", name=ROOM).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(ROOM)
        expect(self.page.locator(".pins a").first).to_be_visible()

    def form(self, title: str) -> Locator:
        """The form on top of the screen, once it is there."""
        form = self.page.get_by_role("dialog", name=title)
        expect(form).to_be_visible()
        return form

    def sends(self, form: Locator, button: str) -> None:
        """Send a form; it closes."""
        form.locator(".dialog-foot").get_by_role("button", name=button, exact=True).click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def sends_empty(self, form: Locator, button: str) -> None:
        """Send a form in which something is missing; it stays, and says so beside the field."""
        form.locator(".dialog-foot").get_by_role("button", name=button, exact=True).click()
        expect(form.locator("[aria-invalid=true]")).to_be_focused()
        expect(form.locator(".mistake")).to_be_visible()

    def shows_card(self, picture: str) -> None:
        """Go to the card by its link and keep a picture; where it is wanted, one for the README."""
        self.page.locator(".pins a").first.click()
        expect(self.card).to_be_in_viewport()
        self.picture(picture)
        if README:
            self.page.goto(self.page.url.partition("#")[0])
            self.page.set_viewport_size({"width": 1280, "height": TALL})
            self.card.evaluate(TO_THE_TOP)
            self.page.set_viewport_size({"width": 1280, "height": self._beneath(STEPS_PICTURED)})
            self.card.evaluate(TO_THE_TOP)
            self.page.screenshot(path=f"docs/images/{picture}.png")
            self.page.set_viewport_size({"width": 1280, "height": 800})

    def _beneath(self, steps: int) -> int:
        """How tall a screen is that ends below so many steps of the card: no line is cut in two."""
        last = self.card.locator("button.primary").nth(steps - 1).bounding_box()
        foot = self.page.locator("#foot").bounding_box()
        assert last is not None
        assert foot is not None
        return int(last["y"] + last["height"] + foot["height"]) + 8

    @property
    def card(self) -> Locator:
        """The pinned card."""
        return self.page.locator(
            (self.page.locator(".pins a").first.get_attribute("href") or "").split("?")[-1]
        )

    def picture(self, scene: str) -> None:
        """Keep a picture of the screen, on which everything can be read, named and reached."""
        self._taken.append(scene)
        photograph(self.page, self.folder / f"{self.scenes}-{len(self._taken):02d}-{scene}.png")
        assert [] == self.page.evaluate(HARD_TO_SEE), scene
        assert [] == nameless(self.page), scene


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that speaks to this machine only."""
    expect.set_options(timeout=PATIENCE_MS)
    with a_browser() as started:
        yield started


Opens = Callable[..., Screen]


@pytest.fixture
def opens(browser: Browser, tmp_path: Path, test_output: Path) -> Iterator[Opens]:
    """Opens a demo's page; at the end nothing may have complained, and nothing left this machine."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []
    demos = []

    def heard(request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            complaints.append(f"left this machine: {request.url}")

    def opened(scenes: str, language: str = "en", **ways: Any) -> Screen:
        standing = running_demo(tmp_path, language)
        demo = standing.__enter__()
        demos.append(standing)
        size = {"width": 1280, "height": 800}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce"} | ways)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        context.on("request", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(demo.address)
        return Screen(page, demo, test_output, scenes)

    yield opened
    for context in contexts:
        context.close()
    for standing in demos:
        standing.__exit__(None, None, None)
    assert [] == complaints


def test_a_crisis_from_its_start_to_its_review(opens: Opens) -> None:
    """Start, answer, tick, wait, tell, close, learn: all of it on the screen, and the incident's page agrees."""
    screen = opens("story")

    starts(screen)
    is_answered(screen)
    goes_on(screen)
    gives_an_update_by_keyboard_alone(screen)
    is_answered_on_the_next_rung(screen)
    is_closed(screen)
    is_reviewed(screen)
    is_on_a_page_of_its_own(screen)


def starts(screen: Screen) -> None:
    """A form opens filled, follows what is chosen, and a channel with a pinned card appears."""
    screen.acts_as("Rhys Penhallow")
    screen.types("/crisis start Customer file on a forum")
    form = screen.form("Start a crisis")
    expect(form.get_by_label("Playbook").locator("option:checked")).to_contain_text("Data breach")
    title = form.get_by_label("What is happening, in a few words?")
    expect(title).to_have_value("Customer file on a forum")
    expect(title).to_be_focused()
    form.get_by_label("Business unit").select_option(label="Meridian Energy France")
    expect(form.get_by_label("Country").locator("option:checked")).to_have_text("France")
    form.get_by_label("Business unit").select_option(label="Meridian Energy UK")
    expect(form.get_by_label("Country").locator("option:checked")).to_have_text("United Kingdom")
    title.fill("Customer file for sale on a forum")
    screen.picture("start")
    screen.sends(form, "Start")

    screen.opens_room()
    expect(screen.card).to_contain_text("Customer file for sale on a forum")
    expect(screen.card).to_contain_text("0 of 22 steps")
    screen.picture("room")


def is_answered(screen: Screen) -> None:
    """Whoever is called sees an unread mark, answers, and the card says who took it."""
    page = screen.page
    screen.acts_as("Poppy Ashdown")
    message = page.locator("#lists").get_by_role("link", name="Crisis Desk 1 unread")
    expect(message).to_be_visible()
    message.click()
    expect(page.locator("#stream")).to_contain_text("Customer file for sale on a forum")
    screen.picture("called")
    page.get_by_role("button", name="I take it").click()
    expect(page.get_by_role("button", name="I take it")).to_have_count(0)
    screen.picture("taken")


def goes_on(screen: Screen) -> None:
    """A step is ticked; ten minutes pass in a click, and the silent one's deputy is called."""
    page = screen.page
    screen.acts_as("Saoirse Kinsella")
    screen.opens_room()
    expect(screen.card).to_contain_text("Poppy Ashdown")
    screen.card.get_by_role("button", name="Done", exact=True).first.click()
    expect(screen.card).to_contain_text("1 of 22 steps")
    page.get_by_role("button", name="+10 min").click()
    expect(screen.card).to_contain_text("rung 2 · @Rhys Penhallow")
    screen.picture("ten-minutes-later")


def gives_an_update_by_keyboard_alone(screen: Screen) -> None:
    """From the line one types on to a sent form and back, without a mouse."""
    page = screen.page
    reach(page, "Update")
    page.keyboard.press("Enter")
    form = screen.form("Update")
    expect(form.get_by_label("What is known, what is being checked, what is being done?")).to_be_focused()
    page.keyboard.type("The list is genuine; we are telling the people concerned.")
    screen.picture("update")
    page.keyboard.press("Tab")
    expect(form.get_by_label("Next update")).to_be_focused()
    reach(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(screen.card.get_by_role("button", name="Update")).to_be_focused()
    expect(screen.card).to_contain_text("The list is genuine; we are telling the people concerned.")
    expect(screen.card).to_contain_text("Next update promised")


def is_answered_on_the_next_rung(screen: Screen) -> None:
    """The deputy takes it too."""
    page = screen.page
    screen.acts_as("Rhys Penhallow")
    page.locator("#lists").get_by_role("link", name="Crisis Desk 1 unread").click()
    page.get_by_role("button", name="I take it").click()
    expect(page.locator("#stream")).to_contain_text("You take it")
    screen.acts_as("Saoirse Kinsella")
    screen.opens_room()
    if README:
        works_through(
            screen,
            "/crisis done {}",
            "/crisis line We are checking which customers are concerned, and will write to each of them.",
        )
    screen.shows_card("crisis")


def is_closed(screen: Screen) -> None:
    """Closing names what is still open and wants to know why all the same."""
    screen.card.get_by_role("button", name="Close…").click()
    form = screen.form("Close the incident")
    expect(form).to_contain_text("Still open")
    expect(form).to_contain_text("20. ")
    screen.picture("close")
    screen.sends_empty(form, "Close it")
    form.get_by_role("textbox").fill("Handed over to the day team.")
    screen.sends(form, "Close it")
    expect(screen.card).to_contain_text("Closed after")


def is_reviewed(screen: Screen) -> None:
    """The review asks its questions and keeps answers and actions; its thread tells what happened."""
    page = screen.page
    page.get_by_role("button", name="Answer the questions").click()
    form = screen.form("Review")
    questions = form.get_by_role("textbox")
    expect(questions).to_have_count(4)
    questions.nth(1).fill("The list was there an hour before us.")
    screen.picture("questions")
    screen.sends(form, "Save")
    review = page.locator(".post").filter(has=page.get_by_role("button", name="Answer the questions"))
    expect(review).to_contain_text("The list was there an hour before us.")
    review.get_by_role("button", name="Add a lesson").click()
    form = screen.form("Add a lesson")
    form.get_by_label("What is learned, or will be done?").fill("Watch that forum")
    screen.picture("action")
    screen.sends(form, "Save")
    expect(review).to_contain_text("Watch that forum")
    review.locator("summary", has_text="replies").click()
    expect(review).to_contain_text("planned")
    review.locator(".replies .message").first.evaluate("one => one.scrollIntoView()")
    screen.picture("review")


def is_on_a_page_of_its_own(screen: Screen) -> None:
    """The product's own page tells the same."""
    page = screen.page
    reference = ROOM.search(page.get_by_role("heading", level=1).inner_text())
    assert reference is not None
    page.goto(f"{screen.demo.pages}/incidents/{reference[0][:13].upper()}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customer file for sale on a forum")
    for told in ("Poppy Ashdown", "Rhys Penhallow", "The list is genuine", "Handed over to the day team."):
        expect(page.locator("body")).to_contain_text(told)
    screen.picture("page")


def works_through(screen: Screen, step: str, line: str) -> None:
    """Do some of the checklist by command, so that the README's picture shows a crisis well under way."""
    for number in PLAIN_STEPS:
        screen.types(step.format(number))
        expect(screen.page.locator("#text")).to_have_value("")
    screen.types(line)
    expect(screen.card).to_contain_text(line.split(maxsplit=2)[2])


def reload_until(page: Page, wanted: Locator) -> None:
    """Reload, as one must without a script, until something is there."""
    for _ in range(MOST_RELOADS):
        if wanted.count():
            return
        page.reload()
    pytest.fail("it never came")


def reach(page: Page, button: str) -> None:
    """Go with Tab, and Shift+Tab from the line one types on, until a button has the focus."""
    way = "Shift+Tab" if page.evaluate("document.activeElement.id") == "text" else "Tab"
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent.trim()") == button:
            return
        page.keyboard.press(way)
    pytest.fail(f"{button} cannot be reached by keyboard")


def test_a_crisis_in_french(opens: Opens) -> None:
    """The same beginning in French, from the command to the card, read by people who read French."""
    screen = opens("histoire", "fr")
    page = screen.page

    screen.acts_as("Nadia Benslimane")
    screen.types("/crise démarrer Fichier clients sur un forum")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Fiche réflexe").locator("option:checked")).to_contain_text("Fuite de données")
    form.get_by_label("Unité").select_option(label="Meridian Rail France")
    expect(form.get_by_label("Pays").locator("option:checked")).to_have_text("France")
    screen.picture("démarrer")
    screen.sends(form, "Ouvrir")

    screen.acts_as("Gaël Rouvière")
    page.locator("#lists").get_by_role("link", name="Crisis Desk 1 non lu").click()
    screen.picture("appel")
    page.get_by_role("button", name="Je m’en charge").click()
    expect(page.get_by_role("button", name="Je m’en charge")).to_have_count(0)

    screen.acts_as("Nadia Benslimane")
    screen.opens_room()
    expect(screen.card).to_contain_text("Gaël Rouvière")
    screen.card.get_by_role("button", name="Fait", exact=True).first.click()
    page.get_by_role("button", name="+5 min").click()
    expect(screen.card).to_contain_text("échelon 2 · @Inès Delorme")
    if README:
        screen.acts_as("Inès Delorme")
        page.locator("#lists").get_by_role("link", name="Crisis Desk 1 non lu").click()
        page.get_by_role("button", name="Je m’en charge").click()
        expect(page.locator("#stream")).to_contain_text("Vous vous en chargez")
        screen.acts_as("Nadia Benslimane")
        screen.opens_room()
        works_through(
            screen,
            "/crise fait {}",
            "/crise ligne Nous vérifions quels clients sont concernés, et nous écrirons à chacun d’eux.",
        )
    screen.shows_card("crise")


def test_a_phone_shows_card_and_form(opens: Opens) -> None:
    """At 380 pixels nothing is cut or scrolls sideways: menu, form, card, in the light and in the dark."""
    screen = opens("phone", viewport={"width": 380, "height": 760}, has_touch=True, color_scheme="dark")
    page = screen.page

    screen.types("/crisis start Customer file on a forum")
    form = screen.form("Start a crisis")
    form.get_by_label("Business unit").select_option(label="Meridian Energy UK")
    expect(form.get_by_label("Country").locator("option:checked")).to_have_text("United Kingdom")
    screen.picture("form")
    screen.sends(form, "Start")

    page.get_by_role("link", name="Menu").tap()
    screen.picture("menu")
    screen.opens_room()
    screen.picture("room")
    page.locator(".pins a").first.tap()
    screen.picture("card")
    page.emulate_media(color_scheme="light")
    screen.picture("card-light")
    screen.card.get_by_role("button", name="Done", exact=True).first.tap()
    expect(screen.card).to_contain_text("1 of 22 steps")
    expect(page.locator("#text")).not_to_be_focused()


def test_a_crisis_starts_without_javascript(opens: Opens) -> None:
    """Where scripts are switched off, commands, forms and buttons work as plain forms."""
    screen = opens("plain", java_script_enabled=False)
    page = screen.page

    page.locator("#text").fill("/crisis start Customer file on a forum")
    page.get_by_role("button", name="Send").click()
    form = screen.form("Start a crisis")
    form.get_by_label("Business unit").select_option(label="Meridian Energy UK")
    form.locator(".field", has=page.get_by_label("Business unit")).get_by_role("button", name="OK").click()
    expect(form.get_by_label("Country").locator("option:checked")).to_have_text("United Kingdom")
    photograph(page, screen.folder / "plain-01-form.png")
    screen.sends(form, "Start")

    room = page.locator("#lists").get_by_role("link", name=ROOM)
    reload_until(page, room)
    room.click()
    reload_until(page, page.locator(".pins a"))
    screen.card.get_by_role("button", name="Done", exact=True).first.click()
    reload_until(page, screen.card.filter(has_text="1 of 22 steps"))
    photograph(page, screen.folder / "plain-02-card.png")
