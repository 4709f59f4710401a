"""The page that says who answers: a form to fill, and the answer beneath it."""

import pytest

from tests.doors.web.reading import read
from tests.doors.web.scene import Scene

ASKED = "/who?role=press&unit=energy-uk&language=de&at=2026-12-25T03:00&zone=Europe/Paris"


def test_the_page_asks_before_it_answers(scene: Scene) -> None:
    """Without a question it shows the form alone, each field with its label; the list of incidents leads to it."""
    page = read(scene.page("/who"))
    fields = {one["id"] for one in (*page.all("select"), *page.all("input")) if one.get("type") != "hidden"}

    assert fields == {one["for"] for one in page.all("label")}
    assert {"role", "unit", "language", "place", "severity", "at", "zone"} == fields
    assert [] == list(page.all("ol"))
    assert any(one["href"].startswith("/who") for one in read(scene.page("/incidents")).all("a"))


@pytest.mark.parametrize(
    ("language", "answer", "loud"),
    [("en", "Poppy Ashdown answers.", "NOT IN GERMAN"), ("fr", "Poppy Ashdown répond.", "PAS EN ALLEMAND")],
)
def test_the_page_says_who_answers_and_what_was_given_up(
    scene: Scene, language: str, answer: str, loud: str
) -> None:
    """In the reader's language; the form keeps what was asked."""
    page = read(scene.page(f"{ASKED}&lang={language}"))

    assert answer in page.words
    assert loud in page.words
    assert "2026-12-25" in page.words
    chosen = {one["value"] for one in page.all("option") if "selected" in one}
    assert {"press", "energy-uk", "de", "Europe/Paris"} >= chosen


def test_a_name_that_is_not_known_is_refused_in_words(scene: Scene) -> None:
    """As 422, with the nearest one, and never with a fault."""
    refused = scene.browser().get("/who?unit=energi-uk")

    assert 422 == refused.status_code
    assert "energy-uk" in read(refused.text).words
    assert 422 == scene.browser().get("/who?at=x").status_code
    assert 422 == scene.browser().get(f"/who?unit={'x' * 300}").status_code


def test_what_is_written_in_the_address_bites_nobody(scene: Scene) -> None:
    """Whatever stands there comes back as text."""
    refused = scene.browser().get("/who?role=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>" not in refused.text


def test_the_page_answers_at_the_machine_alone(scene: Scene) -> None:
    """It names people: from elsewhere it stays closed."""
    assert 403 == scene.browser(client=("192.0.2.7", 50000)).get("/who").status_code
