"""Everything at once, as a tired person meets it: the next action first, nothing cut, nothing said twice."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from bot.practice.team import Message, View
from bot.practice.words import elements_of
from bot.stage import Stage
from tests.stories.loaded import ENGLISH, FRENCH, MARC, Cast, loaded, shuts
from tests.stories.scene import CLAIRE, REF, ROOM, SAOIRSE, card, incident, page, read
from tests.stories.screen import HARD_TO_SEE, a_browser, nameless

pytestmark = pytest.mark.needs("chromium")

PHONE = {"width": 380, "height": 760}
DESKTOP = {"width": 1280, "height": 900}
CASTS = {"en": ENGLISH, "fr": FRENCH}
ASKED = {  # each form, by what opens it from the card
    "decide": "hold:decide",
    "prolong": "hold:renew",
    "end": "hold:end",
    "steps": "ask:steps",
    "update": "ask:update",
    "line": "ask:line",
    "severity": "ask:severity",
    "point": "ask:point",
    "statements": "ask:statements",
    "edit": "statement:edit:s1",
    "lead": "ask:lead",
    "add": "ask:add",
    "log": "ask:log",
    "close": "ask:close",
    "clocks": "ask:clocks",
    "freeze": "ask:freeze",
    "version": "ask:version",
}


@pytest.fixture(scope="module", params=["en", "fr"])
def cast(request: pytest.FixtureRequest) -> Cast:
    """The people and the words of one language."""
    return CASTS[request.param]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, cast: Cast) -> Iterator[Stage]:
    """The loaded incident, built once: no test changes it."""
    folder = tmp_path_factory.mktemp("loaded")
    with loaded(folder / "own", cast, f"sqlite:///{folder / 'loaded.db'}") as standing:
        yield standing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that speaks to this machine only."""
    with a_browser() as started:
        yield started


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]  # as is.
    yield context.new_page()
    context.close()


def plain(text: str) -> str:
    """Words with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def labels(seen: Message | View) -> list[str]:
    """What the buttons say, in their order."""
    pieces = (piece for block in seen.blocks for piece in elements_of(block) if piece["type"] == "button")
    return [str(piece["text"]["text"]) for piece in pieces]


def place(stage: Stage, who: str, message: Message) -> str:
    """Where somebody sees a message on the practice page."""
    return f"{stage.server.url}/?{urlencode({'as': who, 'in': message.channel, 'all': '1'})}"


# The card.


def test_slack_took_everything(stage: Stage) -> None:
    """No message was refused, and the card is within its fifty blocks."""
    assert () == incident(stage).failures
    assert 47 >= len(card(stage).blocks)


def test_the_first_button_is_on_the_first_screen_of_a_phone(stage: Stage, phone: Page) -> None:
    """Nobody scrolls before they can act, and the first thing to press is the decision that runs out."""
    message = card(stage)
    phone.goto(place(stage, SAOIRSE, message))
    drawn = phone.locator(f"#m-{message.ts.replace('.', '-')}")
    top, first = drawn.bounding_box(), drawn.locator("button").first.bounding_box()
    assert top is not None
    assert first is not None

    assert PHONE["height"] > first["y"] + first["height"] - top["y"]
    assert labels(message)[0] in {"Decide now", "Décider maintenant"}


def test_what_is_late_stands_above_what_can_wait(stage: Stage) -> None:
    """The late update has its own button, before the steps; the newer version comes after them."""
    pressed = labels(card(stage))
    late, steps, version, clocks = (
        next(n for n, label in enumerate(pressed) if label in words)
        for words in (
            {"Give the update", "Faire le point"},
            {"Done", "Fait"},
            {"See what changes", "Voir ce qui change"},
            {"Legal clocks…", "Délais légaux…"},
        )
    )

    assert late < steps < version
    assert late < clocks


def test_a_legal_limit_is_written_as_the_law_does(stage: Stage) -> None:
    """Hours up to seventy-two, and the article that a title ends with is not cut off."""
    words = plain(card(stage).words)

    assert "72 h · limit" in words
    assert "48 h · limit" in words
    assert "article 17) · 1 h" in words
    assert "article 34)" in words
    assert "3 d" not in words
    assert "3 j" not in words


def test_it_is_said_whether_one_approval_is_enough_and_who_is_late(stage: Stage, cast: Cast) -> None:
    """The two lanes read differently, and an hour that has passed is not given as if it were to come."""
    words = plain(card(stage).words)

    assert ("Waiting for one of" if cast is ENGLISH else "En attente d’un seul accord") in words
    assert (f"<@{CLAIRE}> (⏰ no answer by" if cast is ENGLISH else f"<@{CLAIRE}> (⏰ sans réponse") in words


def test_a_button_says_what_it_does_now(stage: Stage) -> None:
    """Publishing was asked to stop: the step confirms it channel by channel, and does not stop it again."""
    assert 2 <= sum(
        label in {"Confirm each channel…", "Confirmer chaque canal…"} for label in labels(card(stage))
    )
    assert not {"Freeze…", "Geler…"} & set(labels(card(stage)))


# The forms.


@pytest.mark.parametrize("what", ASKED)
def test_every_form_can_be_read_and_reached_on_a_phone(stage: Stage, phone: Page, what: str) -> None:
    """Nothing is pale, tiny, wider than the screen or without a name for a screen reader."""
    lead = stage.player(SAOIRSE)
    lead.clicks(card(stage), ASKED[what])
    phone.goto(f"{stage.server.url}/?{urlencode({'as': SAOIRSE})}")
    found = phone.evaluate(HARD_TO_SEE), nameless(phone)
    shuts(lead)

    assert ([], []) == found


@pytest.mark.parametrize("what", ["point", "close"])
def test_a_long_form_begins_with_what_it_is_for(stage: Stage, phone: Page, what: str) -> None:
    """Its button or its question stands before a list that may be longer than the phone."""
    lead = stage.player(SAOIRSE)
    lead.clicks(card(stage), ASKED[what])
    phone.goto(f"{stage.server.url}/?{urlencode({'as': SAOIRSE})}")
    at = phone.locator(".dialog-body").locator("button, textarea").first.bounding_box()
    shuts(lead)

    assert at is not None
    assert PHONE["height"] / 2 > at["y"]


def test_the_nearest_limit_is_the_first_in_the_window_of_the_clocks(stage: Stage) -> None:
    """Ten minutes are left of the hour: it stands first, what was waived last, and buttons say what they do."""
    marc = stage.player(MARC)
    marc.types("/crise délais", ROOM)
    window = marc.opens_form()
    shuts(marc)

    titles = [block["text"]["text"] for block in window.blocks if "*" in str(block.get("text", ""))][1:]
    assert "MAR, article 17" in titles[0]
    assert "Alerte précoce" in titles[-1]
    assert "Le faire courir de nouveau…" == labels(window)[-1]
    assert "Marquer comme tenu…" in labels(window)
    assert "Reconfirmer…" not in labels(window)


def test_a_reminder_of_a_clock_names_it_once(stage: Stage) -> None:
    """What it is about, how much of it is over, and first the button that ends it."""
    reminder = next(m for m in stage.player(MARC).direct_messages() if "90" in m.words and "⚖️" in m.words)

    assert 1 == reminder.words.count("article 33")
    assert "72 h · limite" in plain(reminder.words)
    assert "90 % du temps est écoulé" in plain(reminder.words)
    assert "Marquer comme tenu…" == labels(reminder)[0]


# The pages.


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", [f"/incidents/{REF}", "/incidents"])
def test_every_page_can_be_read_and_reached(
    stage: Stage, cast: Cast, phone: Page, path: str, size: dict[str, int]
) -> None:
    """Contrast, size, width and names; and no heading is deeper than the one above it allows."""
    phone.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height.
    phone.goto(f"{stage.address}{path}?lang={cast.language}")
    found = phone.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => +one.tagName[1])")
    depths: list[int] = found

    assert [] == phone.evaluate(HARD_TO_SEE)
    assert [] == nameless(phone)
    assert 1 == depths.count(1)
    assert [] == [pair for pair in pairwise(depths) if pair[1] > pair[0] + 1]


def test_the_page_counts_as_the_law_does_and_lists_what_is_late(
    stage: Stage, cast: Cast, phone: Page
) -> None:
    """The agenda is a list that can be told apart line by line, and an approver who is awaited is no refusal."""
    phone.goto(f"{stage.address}/incidents/{REF}?lang={cast.language}")
    words = plain(read(page(stage, language=cast.language)))

    assert 6 <= phone.locator("section:has(> #point) li").count()
    assert "72 h · 2 " in words
    assert ("No answer yet" if cast is ENGLISH else "Pas encore de réponse") in words
    assert ("nobody in danger" if cast is ENGLISH else "personne n’est en danger") in words


def test_hours_are_written_as_french_writes_them(stage: Stage) -> None:
    """2 h 55, never 02 h 55."""
    words = plain(read(page(stage, language="fr")))

    assert " 2 h 55 UTC" in words
    assert "02 h 55" not in words
