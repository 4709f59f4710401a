"""The company's directory file is read whole, or every mistake in it is told with its line."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.directory import UnreadableDirectory, load_directory, read_directory
from playbooks.playbook import LadderId, Language, RoleId, UnitId, UserId
from playbooks.routing import STANDARD_ROLES, listed
from tests.fakes.clock import MONDAY_MORNING as MORNING

SMALL = """\
schema: 1
company: Petite Maison
default_language: fr
announcements: crises
administrators: [U0ANNE]
units:
  shop:
    title: {en: Shop, fr: Boutique}
    country: FR
roles:
  press: {en: Voice, fr: Voix}
  night: {en: Night watch, fr: Veille de nuit}
contacts:
  - user: U0ANNE
    name: Anne Roche
    email: anne@petite.example
    telephone: "+33 1 99 00 40 01"
    language: fr
    zone: Europe/Paris
    units: [shop]
    roles: [press, night]
ladders:
  press:
    title: {en: Press, fr: Presse}
    rungs:
      - roles: [press]
        wait: 3m
  unit:
    title: {en: Unit, fr: Unité}
    rungs:
      - users: [U0ANNE]
"""


def mistakes_in(text: str, language: Language = Language.EN) -> list[str]:
    """Read a directory that is wrong and give its mistakes."""
    with pytest.raises(UnreadableDirectory) as caught:
        read_directory(text, "directory.yaml")
    return [mistake.line_for(language) for mistake in caught.value.mistakes]


def test_a_small_directory_is_read() -> None:
    """People, units, ladders and names reach the rules; standard roles stay and may be renamed."""
    directory = read_directory(SMALL, "directory.yaml")

    assert ("Petite Maison", Language.FR, "crises") == (
        directory.company,
        directory.default_language,
        directory.announcements,
    )
    assert "Voix" == directory.roles[RoleId("press")].fr
    assert {*STANDARD_ROLES, "night"} == set(directory.roles)
    assert {"trust", "service", "customers", "safety"} == set(directory.objectives)
    assert ((("U0ANNE",), timedelta(minutes=3)),) == listed(
        directory, LadderId("press"), UnitId("shop"), MORNING
    )
    assert ((("U0ANNE",), None),) == listed(directory, LadderId("unit"), UnitId("shop"), MORNING)


def test_accounts_are_the_units_own_and_the_whole_companys() -> None:
    """A freeze begins from them; a company that names none has none."""
    more = """\
channels:
  - name: "X @PetiteMaison"
  - name: "Instagram of the shop"
    units: [shop]
"""
    directory = read_directory(SMALL + more, "directory.yaml")

    assert ("X @PetiteMaison", "Instagram of the shop") == directory.accounts(UnitId("shop"))
    assert ("X @PetiteMaison",) == directory.accounts(UnitId("office"))
    assert () == read_directory(SMALL, "directory.yaml").accounts(UnitId("shop"))


def test_an_account_of_an_unknown_unit_is_a_mistake() -> None:
    """With its place and the nearest unit."""
    (mistake,) = mistakes_in(SMALL + "channels:\n  - name: X\n    units: [shopp]\n")

    assert "“shopp”" in mistake
    assert "shop" in mistake.split(",")[-1]


def test_the_fictional_company_is_complete() -> None:
    """The example has four units, three countries, both languages, and somebody for every role."""
    directory = load_directory(None)

    assert {"FR", "GB", "CA"} == {unit.country for unit in directory.units}
    assert set(Language) == {contact.language for contact in directory.contacts}
    assert len({contact.zone for contact in directory.contacts}) >= 2
    for unit in directory.units:
        assert set(directory.roles) == dict(directory.roster(unit.id)).keys()
        for ladder in directory.ladders:
            assert 3 == len(listed(directory, ladder.id, unit.id, MORNING))


def test_the_fictional_people_can_be_called_by_nobody() -> None:
    """Their numbers are of ranges kept for fiction, and their addresses of a domain that cannot exist."""
    for contact in load_directory(None).contacts:
        assert contact.email.endswith("@meridian.example")
        assert contact.telephone.startswith(("+33 1 99 00 ", "+44 1632 960", "+1 514 555 01"))
        assert contact.user.startswith("U0")


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    """A path takes the place of the example."""
    path = tmp_path / "ours.yaml"
    path.write_text(SMALL, "utf-8")

    assert "Petite Maison" == load_directory(path).company


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "country: FR",
            "country: NO",
            'directory.yaml:9:14: NO without quotes means yes or no to some readers, write "NO"',
        ),
        ("country: FR", "country: France", "“France” cannot be read as country, write FR"),
        ('"+33 1 99 00 40 01"', "+33199004001", '“telephone” must be a text, write "+33 1 99 00 10 01"'),
        ('"+33 1 99 00 40 01"', '"01 99 00 40 01"', "cannot be read as telephone"),
        ("Europe/Paris", "Europe/Lutece", "“Europe/Lutece” is not a time zone, write Europe/Paris"),
        ("Europe/Paris", "../../etc/passwd", "is not a time zone"),
        ("units: [shop]", "units: [shops]", "there is no “shops” to refer to, write “shop”"),
        ("roles: [press, night]", "roles: [pres, night]", "there is no “pres” to refer to, write “press”"),
        (
            "administrators: [U0ANNE]",
            "administrators: [U0ANN]",
            "there is no “U0ANN” to refer to, write “U0ANNE”",
        ),
        ("administrators: [U0ANNE]", "administrators: []", "“administrators” must be a list of at least 1"),
        ("users: [U0ANNE]", "users: [U0BOB]", "there is no “U0BOB” to refer to"),
        ("users: [U0ANNE]", "users: []", "this rung calls nobody, write roles: [press]"),
        ("user: U0ANNE", "user: anne", "“anne” cannot be read as user, write U0CLAIRE"),
        ("language: fr\n    zone", "language: de\n    zone", "“de” is not known here, write one of: en, fr"),
        ("telephone:", "phone:", "unknown key “phone”"),
        ("  unit:\n", "  units:\n", "the ladder “unit” is missing; the built-in playbooks call it"),
        ("wait: 3m", "wait: 3", "“wait” must be a text, write 5m, 1h"),
        ("schema: 1", "schema: 1\nx: &a 1\ny: *a", "anchors (&) and aliases (*) are not read here"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    """Whatever does not fit is told with its line, its column and what to write instead."""
    assert expected in "\n".join(mistakes_in(SMALL.replace(old, new, 1)))


def test_a_person_written_twice_is_refused() -> None:
    """Two entries for one person would hide each other."""
    start, end = SMALL.index("  - user"), SMALL.index("ladders:")
    twice = SMALL[:end] + SMALL[start:end] + SMALL[end:]

    assert ["directory.yaml:22:11: U0ANNE stands here twice, keep one entry per person"] == mistakes_in(twice)


def test_all_mistakes_are_told_together_in_french() -> None:
    """Nobody restarts the product once per mistake."""
    text = (
        SMALL.replace("Europe/Paris", "Mars")
        .replace("U0ANNE]\nunits", "U0BOB]\nunits")
        .replace("wait: 3m", "wait: x")
    )

    assert [
        "directory.yaml:5:18: « U0BOB » n’existe pas ici, écrivez l’un de ces mots : U0ANNE",
        "directory.yaml:19:11: « Mars » n’est pas un fuseau horaire, écrivez Europe/Paris",
        "directory.yaml:27:15: « x » ne peut être lu comme wait, écrivez 5m, 1h",
    ] == mistakes_in(text, Language.FR)


def test_everybody_in_the_directory_can_be_found() -> None:
    """Administrators are people of the directory."""
    directory = load_directory(None)

    assert all(directory.contact(user) for user in directory.administrators)
    assert UserId("U0CLAIRE") in directory.administrators
