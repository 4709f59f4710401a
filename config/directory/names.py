"""The names that a directory file gives, and which its other parts may use."""

from dataclasses import dataclass

from playbooks.names import as_list, as_mapping
from playbooks.plan import DURATION, duration
from playbooks.routing import MAIL, SLACK, STANDARD_ROLES
from playbooks.written import Value, Written

MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Every name of the file."""

    people: frozenset[str]
    roles: frozenset[str]
    units: frozenset[str]
    brands: frozenset[str]
    competences: frozenset[str]
    rotas: frozenset[str]
    means: frozenset[str]

    @staticmethod
    def minutes(written: Value) -> int | None:
        """Read a duration in minutes; None: it is none, and refused elsewhere."""
        if not isinstance(written, str) or not DURATION.fullmatch(written):
            return None
        return int(duration(written).total_seconds()) // MINUTE


def known_in(written: Written) -> Known:
    """Collect the names of a file."""
    content = written.content
    contacts = (as_mapping(contact) for contact in as_list(content.get("contacts")))
    return Known(
        people=frozenset(user for contact in contacts if isinstance(user := contact.get("user"), str)),
        roles=frozenset({*STANDARD_ROLES, *as_mapping(content.get("roles"))}),
        units=frozenset(as_mapping(content.get("units"))),
        brands=frozenset(as_mapping(content.get("brands"))),
        competences=frozenset(as_mapping(content.get("competences"))),
        rotas=frozenset(as_mapping(content.get("rotas"))),
        means=frozenset({SLACK, MAIL, *as_mapping(content.get("webhooks"))}),
    )
