"""A newer version of an incident's playbook, as the page shows it: what it changes, and whether somebody has decided."""

from dataclasses import dataclass

from handlers import differing
from handlers.web.drawing.reader import Reader
from playbooks.desk.looking import Seen
from playbooks.differences import differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What stands in the part about the newer version."""

    says: str
    reason: str
    lines: tuple[str, ...]


def offered_part(seen: Seen, reader: Reader) -> Offered | None:
    """Draw the newer version on offer; None where there is none."""
    offer, newest = seen.incident.offer, seen.offered
    if offer is None or newest is None:
        return None
    teller = differing.Teller(language=reader.language, role=reader.role)
    key = "version_waits" if offer.waits else "version_declined"
    return Offered(
        says=reader.say(key, version=offer.version, name=reader.name(offer.declined_by)),
        reason=differing.reason(newest, teller),
        lines=differing.lines(differences(seen.incident.playbook, newest), teller),
    )
