"""A company of fifty units, each with its own owner and deputy: fifty people can be called in the same second."""

from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

UNITS: Final = 50
SILENCE_MINUTES: Final = 4  # before any step of the playbook is late


def unit(number: int) -> str:
    """Name a unit."""
    return f"unit-{number % UNITS}"


def write_company(file: Path) -> None:
    """Write its directory."""
    contacts = [_contact("U0CLAIRE", ["lead", "comms", "press", "security", "social", "dpo"], [])]
    for number in range(UNITS):
        contacts.append(_contact(f"U0OWNER{number}", ["unit-owner"], [unit(number)]))
        contacts.append(_contact(f"U0DEPUTY{number}", ["unit-deputy"], [unit(number)]))
    directory = {
        "schema": 1,
        "company": "Groupe Meridian",
        "default_language": "en",
        "announcements": "crisis-announcements",
        "administrators": ["U0CLAIRE"],
        "units": {unit(n): {"title": _both(f"Unit {n}"), "country": "FR"} for n in range(UNITS)},
        "roles": {"unit-deputy": _both("Deputy of the unit")},
        "contacts": contacts,
        "ladders": {
            "press": {"title": _both("Press"), "rungs": [{"roles": ["press"], "wait": "3h"}]},
            "unit": {
                "title": _both("Business unit"),
                "rungs": [
                    {"roles": [role], "wait": f"{SILENCE_MINUTES}m"} for role in ("unit-owner", "unit-deputy")
                ],
            },
        },
    }
    with file.open("w") as out:
        YAML().dump(directory, out)


def _both(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}


def _contact(user: str, roles: list[str], units: list[str]) -> dict[str, object]:
    return {
        "user": user,
        "name": user.title(),
        "email": f"{user.lower()}@meridian.example",
        "telephone": "+33 1 99 00 00 00",
        "language": "en",
        "zone": "Europe/Paris",
        "units": units,
        "roles": roles,
    }
