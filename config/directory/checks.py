"""What the people and units of a directory must mean: every name exists, stands once, and leads somewhere."""

from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from config.directory.names import Known
from playbooks.mistakes import Mistake, nearest, shown, write
from playbooks.names import as_list, as_mapping, repeated_in, unknown, unknown_of
from playbooks.playbook import Words
from playbooks.routing.tongues import CODES
from playbooks.written import Path, Value, Written

Fields: TypeAlias = dict[str, Value]


def check_people(written: Written, known: Known) -> Iterator[Mistake]:
    """Give every mistake of the units, the contacts and what both are for."""
    content = written.content
    yield from unknown_of(written, ("administrators",), content.get("administrators"), known.people)
    yield from repeated_in(written, ("administrators",), content.get("administrators"))
    yield from _check_units(written, known)
    yield from _check_contacts(written, known)
    for name, webhook in as_mapping(content.get("webhooks")).items():
        yield from check_key(written, ("webhooks", name, "key"), as_mapping(webhook).get("key"))
    for number, channel in enumerate(as_list(content.get("channels"))):
        path = ("channels", number, "units")
        yield from unknown_of(written, path, as_mapping(channel).get("units"), known.units)


def check_key(written: Written, path: Path, key: Value) -> Iterator[Mistake]:
    """Refuse to sign for others with a key of the product's own: whoever has it could forge what only we sign."""
    if isinstance(key, str) and key.startswith(OURS):
        what = Words(
            en=f"“{shown(key)}” is a key of the product’s own, and signs nothing for others",
            fr=f"« {shown(key)} » est une clé propre au produit, qui ne signe rien pour d’autres",
        )
        yield written.mistake(written.place(path), what, write("SMS_PROVIDER_KEY"))


def check_zone(written: Written, path: Path, zone: Value) -> Iterator[Mistake]:
    """Refuse what is no IANA name of a time zone."""
    if isinstance(zone, str) and not is_zone(zone):
        what = Words(
            en=f"“{shown(zone)}” is not a time zone", fr=f"« {shown(zone)} » n’est pas un fuseau horaire"
        )
        yield written.mistake(written.place(path), what, write("Europe/Paris"))


def check_day(written: Written, path: Path, day: Value) -> Iterator[Mistake]:
    """Refuse a day that no calendar has; what is not written as a day is refused elsewhere."""
    if not isinstance(day, str) or len(day) < LONGEST_DAY or not day[:4].isdecimal():
        return
    try:
        found = date.fromisoformat(day[:LONGEST_DAY])
    except ValueError:
        what = Words(
            en=f"“{shown(day)}” is not a day of the calendar",
            fr=f"« {shown(day)} » n’est pas un jour du calendrier",
        )
        yield written.mistake(written.place(path), what, write("2026-01-05"))
        return
    if found.year not in YEARS:
        what = Words(
            en=f"“{shown(day)}” is in no year that anybody plans for",
            fr=f"« {shown(day)} » n’est dans aucune année que l’on prévoie",
        )
        yield written.mistake(written.place(path), what, write("2026-01-05"))


def is_zone(name: str) -> bool:
    """Whether a name is that of a time zone."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _check_units(written: Written, known: Known) -> Iterator[Mistake]:
    units = as_mapping(written.content.get("units"))
    parents = {name: as_mapping(unit).get("parent") for name, unit in units.items()}
    for name, unit in units.items():
        path = ("units", name)
        yield from unknown(written, (*path, "parent"), parents[name], known.units)
        yield from unknown(written, (*path, "brand"), as_mapping(unit).get("brand"), known.brands)
        yield from check_zone(written, (*path, "zone"), as_mapping(unit).get("zone"))
        if as_mapping(unit).get("hours") is not None and as_mapping(unit).get("zone") is None:
            yield written.mistake(written.place((*path, "hours")), _NOWHERE, write("zone: Europe/Paris"))
        if _is_above_itself(name, parents):
            yield written.mistake(written.place((*path, "parent")), _LOOP, _ANOTHER_UNIT)


def _is_above_itself(name: str, parents: dict[str, Value]) -> bool:
    seen, here = set[str](), parents.get(name)
    while isinstance(here, str) and here not in seen:
        if here == name:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def _check_contacts(written: Written, known: Known) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, value in enumerate(as_list(written.content.get("contacts"))):
        contact, path = as_mapping(value), ("contacts", number)
        yield from unknown_of(written, (*path, "roles"), contact.get("roles"), known.roles)
        yield from unknown_of(written, (*path, "units"), contact.get("units"), known.units)
        yield from unknown_of(written, (*path, "competences"), contact.get("competences"), known.competences)
        yield from _check_languages(written, (*path, "languages"), contact.get("languages"))
        yield from check_zone(written, (*path, "zone"), contact.get("zone"))
        yield from _check_deputy(written, path, contact, known)
        yield from _check_reach(written, (*path, "reach"), contact.get("reach"), known)
        user = contact.get("user")
        if isinstance(user, str) and user in seen:
            what = Words(en=f"{shown(user)} stands here twice", fr=f"{shown(user)} figure deux fois")
            yield written.mistake(written.place((*path, "user")), what, _ONE_ENTRY)
        seen.add(str(user))


def _check_languages(written: Written, path: Path, languages: Value) -> Iterator[Mistake]:
    yield from repeated_in(written, path, languages)
    for number, code in enumerate(as_list(languages)):
        # A code of another length or in capitals is no code at all, and refused as such.
        if isinstance(code, str) and len(code) == len("fr") and code.islower() and code not in CODES:
            what = Words(
                en=f"“{shown(code)}” is not the code of a language",
                fr=f"« {shown(code)} » n’est pas le code d’une langue",
            )
            yield written.mistake(written.place((*path, number)), what, _LANGUAGE_CODE)


def _check_deputy(written: Written, path: Path, contact: Fields, known: Known) -> Iterator[Mistake]:
    deputy = contact.get("deputy")
    yield from unknown(written, (*path, "deputy"), deputy, known.people)
    if isinstance(deputy, str) and deputy == contact.get("user"):
        yield written.mistake(written.place((*path, "deputy")), _OWN_DEPUTY, _ANOTHER_PERSON)


def _check_reach(written: Written, path: Path, reach: Value, known: Known) -> Iterator[Mistake]:
    seen, before = set[str](), 0
    for number, one in enumerate(as_list(reach)):
        fields, place = as_mapping(one), (*path, number)
        means = one if isinstance(one, str) else fields.get("means")
        where = place if isinstance(one, str) else (*place, "means")
        if not isinstance(means, str):
            continue  # Its shape is refused elsewhere.
        if means not in known.means:
            what = Words(
                en=f"there is no means “{shown(means)}”", fr=f"il n’y a pas de moyen « {shown(means)} »"
            )
            yield written.mistake(written.place(where), what, nearest(means, known.means))
        if means in seen:
            what = Words(en=f"“{shown(means)}” stands here twice", fr=f"« {shown(means)} » figure deux fois")
            yield written.mistake(written.place(where), what, _ONCE)
        seen.add(means)
        after = known.minutes(fields.get("after"))
        if after is not None and after < before:
            yield written.mistake(written.place((*place, "after")), _EARLIER, _IN_ORDER)
        before = before if after is None else after


YEARS: Final = range(2000, 3000)  # of a turn, a cover or an absence
OURS: Final = ("CRISIS_", "SLACK_")  # begin the names of the product's own keys
LONGEST_DAY: Final = len("2026-01-05")
_LOOP: Final = Words(en="these units are above one another", fr="ces unités sont au-dessus l’une de l’autre")
_NOWHERE: Final = Words(
    en="these hours are by the clocks of no place", fr="ces heures ne sont celles d’aucun lieu"
)
_ANOTHER_UNIT: Final = Words(en="name another parent", fr="donnez-lui un autre parent")
_ONE_ENTRY: Final = Words(en="keep one entry per person", fr="gardez une entrée par personne")
_ONCE: Final = Words(en="keep one of them", fr="n’en gardez qu’un")
_LANGUAGE_CODE: Final = Words(
    en="write its two letters, such as fr, en or de", fr="écrivez ses deux lettres, comme fr, en ou de"
)
_OWN_DEPUTY: Final = Words(en="nobody stands in for themselves", fr="personne ne se supplée soi-même")
_ANOTHER_PERSON: Final = Words(en="name somebody else", fr="nommez quelqu’un d’autre")
_EARLIER: Final = Words(
    en="this means comes before the one above it", fr="ce moyen vient avant celui qui le précède"
)
_IN_ORDER: Final = Words(
    en="write the means in the order of their waits", fr="écrivez les moyens dans l’ordre de leurs délais"
)
