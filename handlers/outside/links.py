"""
The links by which people answer a call outside Slack.

A token names a call and the means that carried it, and is a keyed hash of both: nobody can make one up, and nothing
needs to be remembered. Who answers is the person who was called; it is of use as long as the call asks on.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from playbooks.commands import IncidentId
from playbooks.incident import Call, Incident
from playbooks.means import tries_of
from playbooks.routing import MeansId

PURPOSE: Final = b"crisis-desk answer link"  # so that the log's key signs nothing else by the same hash
CALL_BYTES: Final = 2
NAMED: Final = 16 + CALL_BYTES + 1  # the incident, the call's number, the means' number
SIGNED: Final = 16
LENGTH: Final = 47  # characters of a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a token names: nothing of it is true yet, but that we have made the token."""

    incident: IncidentId
    call: int
    means: int

    def found_in(self, incident: Incident) -> tuple[Call, MeansId] | None:
        """Find the call, and by what it was carried."""
        if self.call >= len(incident.calls):
            return None
        call = incident.calls[self.call]
        tries = tries_of(call)
        return (call, tries[self.means].means) if self.means < len(tries) else None


@dataclass(frozen=True, slots=True)
class Links:
    """
    Makes links and reads them.

    `keys` are those of the log: the first signs, all of them verify. `address` is where people reach the server from
    outside; None: they cannot, and are given no link.
    """

    keys: tuple[bytes, ...]
    address: str | None

    def token(self, incident: Incident, call: Call, means: MeansId) -> str:
        """Make the token of a call, as one means carries it."""
        numbers = [tried.means for tried in tries_of(call)]
        named = (
            UUID(incident.id).bytes
            + incident.calls.index(call).to_bytes(CALL_BYTES)
            + bytes((numbers.index(means),))
        )
        return urlsafe_b64encode(named + _signed(self.keys[0], named)).decode().rstrip("=")

    def page(self, incident: Incident, call: Call, means: MeansId) -> str | None:
        """Give the address of the page on which a call is answered."""
        return None if self.address is None else f"{self.address}/answer/{self.token(incident, call, means)}"

    def door(self, incident: Incident, call: Call, means: MeansId) -> str | None:
        """Give the address at which a provider answers a call for its person."""
        token = self.token(incident, call, means)
        return None if self.address is None else f"{self.address}/api/calls/{token}/answer"

    def read(self, token: str) -> Named | None:
        """Give what a token names; None for one that we have not made. Compared in constant time."""
        if len(token) != LENGTH or not token.isascii():
            return None
        try:
            found = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (Error, ValueError):
            return None
        named, signature = found[:NAMED], found[NAMED:]
        known = [hmac.compare_digest(_signed(key, named), signature) for key in self.keys]
        if not any(known) or self._written(found) != token:
            return None
        return Named(
            incident=IncidentId(str(UUID(bytes=named[:16]))),
            call=int.from_bytes(named[16 : 16 + CALL_BYTES]),
            means=named[-1],
        )

    def _written(self, found: bytes) -> str:
        return urlsafe_b64encode(found).decode().rstrip("=")


def _signed(key: bytes, named: bytes) -> bytes:
    own = hmac.new(key, PURPOSE, sha256).digest()
    return hmac.new(own, named, sha256).digest()[:SIGNED]
