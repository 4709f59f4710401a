"""Never twice: whoever opens an incident sees what was like it before, and what was learned then."""

import pytest

from bot.clock import SystemClock
from bot.ids import TimeOrderedIds
from bot.stage import Player, Stage
from playbooks.bringing import Company, Row, taken
from playbooks.desk.bringing import BringingDesk
from tests.stories.scene import (
    API_TOKEN,
    CLAIRE,
    GAEL,
    INES,
    MAUD,
    RHYS,
    SAOIRSE,
    api,
    card,
    close,
    get,
    incident,
    start,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

TOKEN = {"Authorization": f"Bearer {API_TOKEN}"}
PEOPLE = (SAOIRSE, GAEL, INES, CLAIRE)
LESSON = "Warn the customers on the same day"
ROW = {
    "id": "OLD-7",
    "lang": "en",
    "playbook": "C2",
    "unit": "energy-uk",
    "cause": "phishing",
    "title": "Customer file leaked after a phishing mail",
    "summary": "An employee typed a password into a fake site.",
    "lesson": LESSON,
    "opened": "2024-03-05",
}


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """The deputy of the energy unit, whose company has brought its past along."""
    brings(
        stage,
        ROW,
        {**ROW, "id": "OLD-8", "title": "Gas smell in Leeds", "summary": "", "cause": "", "lesson": ""},
    )
    return stage.player(RHYS)


def brings(stage: Stage, *rows: dict[str, str]) -> None:
    """Bring incidents along."""
    desk = stage.bot.desk
    company = Company(shelf=desk.shelf(), directory=desk.directory(), now=SystemClock().now())
    found = taken([Row(line=n, fields=row) for n, row in enumerate(rows, 1)], "past", company)
    assert [] == found.mistakes
    bringing = BringingDesk(memory=stage.bot.memory, clock=SystemClock(), ids=TimeOrderedIds())
    assert all(bringing.bring(found.pasts))


def test_the_form_shows_what_was_like_it_and_keeps_it(stage: Stage, rhys: Player) -> None:
    """With what was learned, in either language and whatever menu is changed; nothing where nothing is like it."""
    rhys.types("/crisis start data-breach costumer files leaked by phishing", "general")
    form = rhys.opens_form()
    assert "It may have been there before" in form.words
    assert LESSON in form.words
    assert "Gas smell" not in form.words

    again = rhys.fills(form, {"playbook": "rumour"})
    assert LESSON in again.words

    maud = stage.player(MAUD)
    maud.types("/crise démarrer fuite du fichier clients", "general")
    told = maud.opens_form().words
    assert "Cela a peut-être déjà eu lieu" in told
    assert LESSON in told

    rhys.types("/crisis start snow on the line", "general")
    assert "have been there before" not in rhys.opens_form().words


def test_the_card_shows_the_lesson_of_the_same_cause(stage: Stage, rhys: Player) -> None:
    """From its first message on, and the log says what was recalled."""
    start(rhys, "data-breach Customer file leaked, phishing again")
    ref = "INC-2026-0001"

    told = card(stage, ref).words
    assert "It was there before: *INC-2024-0001*" in told
    assert LESSON in told
    assert ("INC-2024-0001", LESSON) == tuple(api(stage)["recalled"][name] for name in ("ref", "lesson"))


def test_what_is_hardly_like_it_stays_off_the_card(stage: Stage, rhys: Player) -> None:
    """One word in common is no memory."""
    start(rhys, "data-breach Mail server of the works council is slow")

    assert "It was there before" not in card(stage).words


def test_an_exercise_has_no_past_and_is_none(stage: Stage, rhys: Player) -> None:
    """It is not shown on the card of a drill; and a drill that was closed is shown to nobody who opens a crisis."""
    words = "data-breach Customer file leaked after phishing"
    start(rhys, words, about=["drill"])
    assert "It was there before" not in card(stage).words
    close(rhys)

    address = f"{stage.address}/api/incidents/similar?text=customer file leaked after phishing"
    assert ["INC-2024-0001"] == [one["ref"] for one in get(address, TOKEN).json()]


def test_a_search_tells_when_why_and_what_was_learned(stage: Stage, rhys: Player) -> None:
    """In the language of whoever asks; what is not there is said."""
    rhys.types("/crisis search phishings customer", "general")
    told = whispered(rhys)
    for part in (
        "1 incident",
        "*INC-2024-0001*",
        "cause: phishing",
        LESSON,
        "Found by",
        "“phishing”",
        "OLD-7",
    ):
        assert part in told

    maud = stage.player(MAUD)
    maud.types("/crise rechercher licorne", "general")
    assert "Aucun incident que vous pouvez voir" in whispered(maud)
    rhys.types("/crisis search", "general")
    assert "What do you look for?" in whispered(rhys)


def test_a_restricted_incident_is_found_by_its_people(stage: Stage, rhys: Player) -> None:
    """To all others it is not there."""
    start(rhys, "misconduct Whistleblower letter about purchasing", about=["restricted"])
    rhys.types("/crisis search whistleblower", "general")
    assert "INC-2026-0001" in whispered(rhys)

    other = stage.player(next(person for person in PEOPLE if person not in incident(stage).readers))
    other.types("/crisis search whistleblower", "general")
    assert "INC-2026-0001" not in whispered(other)


def test_what_was_brought_along_is_only_read(stage: Stage, rhys: Player) -> None:
    """Whoever wants to work it is told what to do instead, and nobody was ever called or written to."""
    rhys.types("/crisis log INC-2024-0001 more news", "general")

    assert "was brought along from another tool" in whispered(rhys)
    told = api(stage, "/api/incidents/INC-2024-0001")
    assert ([], [], "OLD-7") == (told["dues"], told["deliveries"], told["brought"]["external_id"])
