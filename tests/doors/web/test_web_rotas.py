"""The pages of rotas and contacts, and the calendar of a rota: secret, exact, and readable by any calendar."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.web.calendar import OCTETS, calendar
from playbooks.playbook import RoleId, UserId, Words
from playbooks.rotas import GoAway
from playbooks.routing import Layer, Rota, RotaId, Turn
from playbooks.routing.feeds import is_of, token_of
from playbooks.routing.turns import Stint
from tests.doors.web.reading import Page
from tests.doors.web.scene import BASILE, CLAIRE, FEED_KEY, INES, Scene, company

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PRESS = Rota(
    id=RotaId("press"),
    title=Words(en="Press on call", fr="Astreinte presse"),
    role=RoleId("press"),
    layers=(
        Layer(
            people=(BASILE, INES),
            first=date(2026, 2, 2),
            every=Turn.WEEK,
            change=time(9),
            zone="Europe/Paris",
        ),
    ),
)


@pytest.fixture
def rotas(scene: Scene) -> Scene:
    """The company with a rota for the press."""
    directory, shelf = company()
    scene.desk.library.files.keep(replace(directory, rotas=(PRESS,)), shelf)
    return scene


def unfolded(text: bytes) -> list[str]:
    """The lines of a calendar, as a reader of RFC 5545 puts them together; every line ends with CRLF."""
    assert text.endswith(b"\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    return text.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def events(text: bytes) -> list[dict[str, str]]:
    """The events of a calendar."""
    found, lines = list[dict[str, str]](), unfolded(text)
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


# The calendar ----------------------------------------------------------------------------------------------


def test_a_calendar_opens_with_its_secret_address_from_anywhere(rotas: Scene) -> None:
    """Also where the pages stay closed: a calendar lives on a telephone. Names only, no number, no mail."""
    address = rotas.desk.rotas.address(PRESS)
    assert address is not None
    assert address.startswith("https://crisis.example.com/rotas/press/")
    away = rotas.browser(client=("203.0.113.9", 1), base_url="https://crisis.example.com")
    answer = away.get(address.removeprefix("https://crisis.example.com"))

    assert (200, "text/calendar; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    found = events(answer.content)
    named = {"Astreinte presse\u00a0: Basile Marchetti", "Astreinte presse\u00a0: Inès Delorme"}
    assert named == {one["SUMMARY"] for one in found}
    directory = rotas.desk.directory()
    for contact in directory.contacts:
        assert contact.telephone not in answer.text
        assert contact.email not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/rotas/press/{other}.ics",
        "/rotas/unit/{right}.ics",
        "/rotas/press/{short}.ics",
        "/rotas/press/{upper}.ics",
        "/rotas/press/é.ics",
        "/rotas/press/.ics",
        "/rotas/gone/{gone}.ics",
    ],
)
def test_any_other_address_is_not_there(rotas: Scene, path: str) -> None:
    """A wrong token, another rota's, a rota that is gone: 404, each alike."""
    right = token_of(FEED_KEY, RotaId("press"))
    named = {
        "right": right,
        "other": token_of(b"another key of ours", RotaId("press")),
        "short": right[:-1],
        "upper": right.upper(),
        "gone": token_of(FEED_KEY, RotaId("gone")),
    }

    assert 404 == rotas.browser().get(path.format(**named)).status_code


def test_a_new_key_gives_new_addresses() -> None:
    """The token is made from the key: nothing is stored, and whoever had the old address has nothing."""
    old = token_of(b"the old key", PRESS.id)

    assert is_of(b"the old key", PRESS.id, old)
    assert not is_of(b"the new key", PRESS.id, old)
    assert not is_of(b"the old key", RotaId("unit"), old)
    assert 40 == len(old)


def test_turns_are_events_in_utc_that_keep_their_name(rotas: Scene) -> None:
    """The same event an hour later, a week later, and after somebody else has it; a gap is an event too."""
    rota_feed = token_of(FEED_KEY, PRESS.id)
    path = f"/rotas/press/{rota_feed}.ics"
    first = {one["UID"]: one for one in events(rotas.browser().get(path).content)}
    rotas.clock.forward(hours=1)
    until = datetime(2026, 3, 16, 8, tzinfo=UTC)
    rotas.desk.rotas.go_away(
        GoAway(person=INES, since=datetime(2026, 3, 9, 8, tzinfo=UTC), until=until), rotas.asked(INES)
    )
    again = {one["UID"]: one for one in events(rotas.browser().get(path).content)}

    key = "press-20260309T080000Z@crisis-desk"
    assert first.keys() == again.keys()
    assert ("20260309T080000Z", "20260316T080000Z") == (first[key]["DTSTART"], first[key]["DTEND"])
    assert "personne" in again[key]["SUMMARY"]
    assert "personne" not in first[key]["SUMMARY"]
    # Summer time begins on 29 March: the turn ends at nine in Paris, an hour earlier in UTC.
    assert "20260330T070000Z" == first["press-20260323T080000Z@crisis-desk"]["DTEND"]


@given(st.text(min_size=1, max_size=200))
def test_a_calendar_is_whole_whatever_a_rota_is_called(title: str) -> None:
    """No line over 75 octets, none broken within a sign, no title that begins a line or an event of its own."""
    directory, _ = company()
    named = replace(PRESS, title=Words(en=title, fr=title))
    turn = Stint(person=UserId("U0BASILE"), since=NOW, until=NOW + timedelta(hours=9), layer=0)
    text = calendar(named, (turn,), directory=directory, now=NOW)

    for line in text.split(b"\r\n"):
        assert len(line) <= OCTETS
        line.decode()
    lines = unfolded(text)
    assert 1 == lines.count("BEGIN:VEVENT")
    assert ("BEGIN:VCALENDAR", "END:VCALENDAR") == (lines[0], lines[-1])
    assert all(re.match(r"[A-Z][A-Z-]*[:;]", line) for line in lines)
    (event,) = events(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", event["SUMMARY"])


# The pages -------------------------------------------------------------------------------------------------


def test_the_page_says_who_is_on_duty_what_lacks_and_who_has_too_much(rotas: Scene) -> None:
    """In both languages, by the walls of the rota; the hours week by week."""
    page = Page(rotas.page("/rotas")).words
    assert "Somebody is on duty at every moment of the next 4 weeks." in page
    assert "Now on duty: " in page
    rotas.desk.rotas.go_away(GoAway(person=INES, since=NOW + timedelta(days=7)), rotas.asked(INES))

    page = Page(rotas.page("/rotas")).words
    assert "Press on call: nobody from Mon 9 Mar 10:00 (Paris)" in page
    french = Page(rotas.page("/rotas?lang=fr&weeks=2")).words
    assert "Astreinte presse : personne" in french
    assert "semaine du lun. 2 mars" in french


def test_a_company_without_rotas_and_without_a_check_has_pages_all_the_same(scene: Scene) -> None:
    """They say so, and nothing fails."""
    assert "no rota yet" in Page(scene.page("/rotas")).words
    assert "Nobody was asked yet" in Page(scene.page("/contacts")).words
    assert "Confirmed within 90 days: 0 of" in Page(scene.page("/contacts")).words


def test_the_contacts_page_lists_whoever_cannot_be_reached_by_unit(scene: Scene) -> None:
    """Five days after they were asked; whoever has confirmed is counted."""
    scene.desk.checking.begin(scene.asked(CLAIRE))
    for _ in range(9):
        scene.clock.forward(days=1)
        while scene.desk.checking.go_on():
            pass
    found = scene.desk.checking.progress()
    assert found is not None
    page = Page(scene.page("/contacts")).words

    assert len(scene.desk.directory().contacts) == len(found.unreachable)
    assert "0 of" in page
    assert "Meridian Rail" in page
    assert "no answer in five days" in page


def test_the_pages_answer_on_this_machine_alone(rotas: Scene) -> None:
    """Names and who is away are nobody else's business."""
    elsewhere = rotas.browser(client=("203.0.113.9", 1))
    assert [403, 403] == [elsewhere.get(path).status_code for path in ("/rotas", "/contacts")]
