"""Who answers, said in words: the same sentences at every door, in both languages, and no language dropped quietly."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from handlers.who_words import Told, told
from playbooks.desk.who import Wish, answered, understood
from playbooks.errors import BadRequest
from playbooks.playbook import Language, RoleId, UserId
from playbooks.routing import Availability, Away, Duty
from tests.rules.companies import EXAMPLES, example

NIGHT = "2026-12-25 03:00 Europe/Paris"
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
Streams = pytest.CaptureFixture[str]


def say(
    wish: Wish,
    name: str = "directory-airline",
    language: Language = Language.EN,
    availability: Availability | None = None,
) -> Told:
    """Ask, and hear the answer."""
    directory = example(name)
    found = answered(understood(wish, directory, NOON), directory, availability or Availability())
    return told(found, directory, language)


def test_the_answer_says_for_what_and_when_and_who() -> None:
    """The moment is said by the clocks that were meant."""
    answer = say(Wish(role="care", unit="asia", language="de", at=NIGHT))

    asked = "Customer care · Asia and Pacific · in German · on 2026-12-25 at 03:00 (Europe/Paris)"
    assert (asked, "Katrin Ong answers.") == (answer.asked, answer.first)
    assert "Katrin Ong" in answer.on_duty
    assert () == answer.warnings


def test_each_person_is_explained() -> None:
    """Those asked with what they have, the others with what keeps them."""
    answer = say(Wish(role="care", unit="asia", language="de", at=NIGHT))
    (first,) = answer.chosen

    assert "speaks German, Italian, English · of the whole company · on duty · free" == first.why
    assert {"not on duty"} == {person.why for person in answer.others if person.name in ("Greta Moroni",)}
    assert 30 == len(answer.chosen) + len(answer.others) + answer.more


@pytest.mark.parametrize(
    ("language", "loud"), [(Language.EN, "NOT IN KOREAN"), (Language.FR, "PAS EN CORÉEN")]
)
def test_a_language_that_nobody_speaks_is_said_loudest(language: Language, loud: str) -> None:
    """Before all else, in capitals, with what the person speaks instead."""
    answer = say(Wish(role="care", unit="asia", language="ko", at=NIGHT), language=language)

    assert answer.warnings[0].replace("\u00a0", " ").startswith(loud)
    assert "Elke Tan" in answer.warnings[0]


def test_what_else_was_given_up_is_said() -> None:
    """At night the tower answers a question about tickets: it is not its domain."""
    wish = Wish(role="care", unit="mainlines", language="fr", competence="tickets", at="2026-03-04 02:00")
    answer = say(wish, "directory-rail")

    assert ["Competence given up"] == [warning.partition(":")[0] for warning in answer.warnings]


def test_absence_quiet_hours_and_the_way_are_said() -> None:
    """Somebody is away, somebody sleeps; a deputy stands in, and the sentence says so."""
    away = Availability(duty=Duty(away=(Away(person=UserId("U0HORTENSE"), since=NOON),)))
    answer = say(Wish(role="dpo", at="2026-03-04 14:00 Europe/Paris"), "directory-rail", availability=away)
    assert "Gilles Astruc answers, standing in for somebody who cannot be called now." == answer.first
    assert ["away"] == [person.why for person in answer.others]

    asleep = say(Wish(role="dpo", at="2026-03-04 23:30 Europe/Paris"), "directory-rail")
    assert "quiet hours until 07:00 (Europe/Paris)" in {person.why for person in asleep.others}


@pytest.mark.parametrize("language", list(Language))
def test_everything_can_be_said_in_both_languages(language: Language) -> None:
    """Whatever is asked of the examples has words, and none of them has a blank left."""
    for name in ("directory", "directory-rail", "directory-airline"):
        for role in (*example(name).roles, RoleId("")):
            for at in ("2026-03-04 02:00", "2026-03-04 14:00"):
                busy = Availability(load={contact.user: 2 for contact in example(name).contacts[::2]})
                wish = Wish(role=role, unit=example(name).units[0].id, language="de", at=at)
                answer = say(wish, name, language, busy)
                lines = [answer.asked, answer.first, answer.on_duty, *answer.warnings]
                lines += [person.why for person in (*answer.chosen, *answer.others)]
                assert not [line for line in lines if "{" in line or "}" in line]
                assert all(person.why for person in (*answer.chosen, *answer.others))


@pytest.mark.parametrize(
    ("wish", "field", "expected"),
    [
        (Wish(unit="asi"), "unit", "Write “asia”."),
        (Wish(role="pres"), "role", "Write “press”."),
        (Wish(language="xx"), "language", "is not in the directory. Write one of: ar, de, en, es, fr, "),
        (Wish(unit="a"), "unit", "Write one of: americas, asia."),
        (Wish(severity="bad"), "severity", "sev1"),
        (Wish(at="tomorrow"), "at", "2026-12-25 03:00 Europe/Paris"),
        (Wish(at="2026-02-30 08:00"), "at", "is not a moment"),
        (Wish(at="2026-12-25 03:00 Mars/Crater"), "at", "is not a moment"),
        (Wish(at="2026-12-25 03:00 ../../etc"), "at", "is not a moment"),
        (Wish(at="0001-01-01 00:00 Asia/Tokyo"), "at", "is not a moment"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(wish: Wish, field: str, expected: str) -> None:
    """The nearest name, or how to write it."""
    with pytest.raises(BadRequest) as refused:
        understood(wish, example("directory-airline"), NOON)

    assert expected in refused.value.tell.en
    assert field == refused.value.field


@pytest.mark.parametrize("written", ["de", "DE", "de-CH", "de_AT", "German", "allemand", " Allemand "])
def test_a_language_is_understood_however_it_is_written(written: str) -> None:
    """By its code, as a locale, or by its name in either language."""
    assert "de" == understood(Wish(language=written), example("directory-airline"), NOON).need.language


# The command line ----------------------------------------------------------------------------------------


def run(*arguments: str, **environ: str) -> int:
    """Type `crisis ...` in a place with no database."""
    plain = {"CRISIS_DIRECTORY": str(EXAMPLES / "directory-airline.yaml")}
    return main(arguments, {**plain, "CRISIS_DATABASE_URL": "sqlite:////nowhere/at/all.db", **environ})


def test_crisis_who_explains_person_by_person(capsys: Streams) -> None:
    """Who answers first, in which order, and why not the others; what is not known is said."""
    assert 0 == run("who", "--unit", "asia", "--lang", "de", "--role", "care", "--at", NIGHT)
    told_there = capsys.readouterr().out

    assert "\nKatrin Ong answers.\n" in told_there
    assert "  1. Katrin Ong (U0KATRIN): speaks German" in told_there
    assert "   - Greta Moroni (U0GRETA): not on duty" in told_there
    assert "No database of this version" in told_there


def test_crisis_who_answers_in_french(capsys: Streams) -> None:
    """To a French operator."""
    assert 0 == run("who", "--role", "care", "--lang", "de", "--at", NIGHT, CRISIS_LANGUAGE="fr")

    assert "Katrin Ong répond." in capsys.readouterr().out


def test_crisis_who_knows_who_is_busy(capsys: Streams, migrated_sqlite: Path) -> None:
    """With a database the answer says nothing is missing."""
    assert 0 == run("who", "--role", "care", CRISIS_DATABASE_URL=f"sqlite:///{migrated_sqlite}")

    assert "No database" not in capsys.readouterr().out


def test_crisis_who_refuses_what_the_directory_does_not_know(capsys: Streams) -> None:
    """With the nearest name, and the code of a failure."""
    assert 1 == run("who", "--unit", "asi")

    assert "Write “asia”." in capsys.readouterr().out


def test_crisis_directory_check_tells_every_mistake(capsys: Streams, tmp_path: Path) -> None:
    """As file:line:column, in the operator's language, with the code of a failure."""
    path = tmp_path / "directory.yaml"
    text = (EXAMPLES / "directory-rail.yaml").read_text("utf-8")
    path.write_text(text.replace("hub: duty-lead", "hub: duty-led"), "utf-8")

    assert 1 == run("directory", "check", str(path), CRISIS_LANGUAGE="fr")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{path}:")
    assert "« duty-led » n’existe pas ici, écrivez « duty-lead »" in line


def test_crisis_directory_check_points_out_silence_without_failing(capsys: Streams, tmp_path: Path) -> None:
    """What harms nothing is marked as a note."""
    path = tmp_path / "directory.yaml"
    text = (EXAMPLES / "directory-rail.yaml").read_text("utf-8")
    path.write_text(
        text.replace("      - roles: [unit-owner]\n      - roles: [unit-deputy]\n", "", 1).replace(
            "      - rotas: [duty-leads]\n  desks",
            "      - roles: [local]\n        only: {severity: [sev1]}\n  desks",
        ),
        "utf-8",
    )

    assert 0 == run("directory", "check", str(path))
    note, whole = capsys.readouterr().out.splitlines()
    assert "this ladder ends in silence" in note
    assert note.endswith("(note)")
    assert "30 people, 4 units, 5 rotas, without a mistake." in whole


def test_crisis_directory_check_looks_at_the_companys_own(capsys: Streams, tmp_path: Path) -> None:
    """Without a path it is the file that the product would load; one that is not there is told."""
    assert 0 == run("directory", "check")
    assert "Astrelle Air: 47 people" in capsys.readouterr().out

    assert 1 == run("directory", "check", str(tmp_path / "nowhere.yaml"))
    assert "no such file or folder" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("load", "unseen", "said", "unsaid"),
    [
        (2, 1, "busy with 1 incident", "busy with 2"),
        (1, 1, "free", "busy"),
        (4, 2, "busy with 2 incidents", "much already"),
    ],
)
def test_a2_nobody_counts_restricted_incidents_by_who_is_busy(
    load: int, unseen: int, said: str, unsaid: str
) -> None:
    """Who leads one in secret reads as whoever leads what can be seen, and no more."""
    people = [contact.user for contact in example("directory-airline").contacts]
    busy = Availability(load=dict.fromkeys(people, load), unseen=dict.fromkeys(people, unseen))

    answer = say(Wish(role="care", unit="asia", language="de", at=NIGHT), availability=busy)

    assert said in answer.chosen[0].why
    assert "a lot already" not in answer.chosen[0].why
    assert unsaid not in f"{answer.chosen[0].why} {' '.join(answer.warnings)}"
