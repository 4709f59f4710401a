"""
The keyed hash chain over a log: what a fact's mac, an incident's seal and the head of a day are made of.

What is taken out of a log is signed as well: a fact that somebody was erased from keeps its mac, and a redaction says
what is left of it; the seal covers the last redaction. An incident that was deleted leaves a tombstone.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

BEFORE_FIRST: Final = ""  # the mac that an opening is chained to
_encode: Final = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":")
).encode  # made once: making it takes longer
SEPARATOR: Final = ":"  # between the name of the key and what it signed
WHOLE: Final = ""  # the mac of the last redaction, where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One fact as it stands in the table, all of it covered by its mac."""

    incident_id: str
    seq: int
    kind: str
    body: str
    by: str | None
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a log ends; its seal breaks if the last facts are cut off, even by somebody who sets the numbers right."""

    incident_id: str
    ref: str
    seq: int
    mac: str
    redacted: str = WHOLE  # the mac of the last redaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A fact from which somebody was erased: `before` and `after` say what it was and what is left of it."""

    incident_id: str
    number: int  # 1 is the first of its incident
    seq: int
    before: str  # the fact's mac, or what the redaction before this one left
    after: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Where the log of an incident ended that was deleted."""

    ref: str
    incident_id: str
    kind: str
    seq: int
    mac: str
    days: str
    closed_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOf:
    """What the head of a day is over, beside its marks."""

    day: str
    at: datetime
    previous: str  # the value of the head before


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a log stood when a head was drawn."""

    incident_id: str
    ref: str
    seq: int
    mac: str


class HeadSum:
    """Takes in the marks of a day one by one, and signs all of them together."""

    def __init__(self, key: bytes) -> None:
        self._mac = hmac.new(key, digestmod="sha256")
        self.marks = 0

    def begin(self, of: SumOf, key: str) -> None:
        """Take in what comes before the marks."""
        self._add("day", of.day, _moment(of.at), of.previous, key)

    def take(self, mark: Mark) -> None:
        """Take in the next mark."""
        self._add(mark.incident_id, mark.ref, mark.seq, mark.mac)
        self.marks += 1

    def value(self) -> str:
        """Sign what was taken in; nothing more is taken after it."""
        self._add("end", self.marks)
        return self._mac.hexdigest()

    def _add(self, *covered: str | int) -> None:
        self._mac.update(_written(covered) + b"\n")


class Keyring:
    """The keys of the log: the first one signs, the others were used before it. Raises ValueError if there is none."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys or not all(keys):
            message = "the log needs a key"
            raise ValueError(message)
        self._by_id = {key_id(key): key for key in keys}
        self.current = key_id(keys[0])

    def __contains__(self, name: str) -> bool:
        return name in self._by_id

    def mac(self, row: LogRow, previous: str, key: str) -> str:
        """Chain a fact to the mac of the one before it."""
        moments = (_moment(row.occurred_at), _moment(row.recorded_at))
        covered = (row.incident_id, row.seq, row.kind, row.body, row.by, *moments, previous, key)
        return self._sign(key, "fact", covered)

    def left(self, row: LogRow, previous: str, signed: tuple[str, str]) -> str:
        """Give a digest of what is left of a fact; `signed` are its mac, which stays, and the key of this digest."""
        mac, key = signed
        moments = (_moment(row.occurred_at), _moment(row.recorded_at))
        covered = (row.incident_id, row.seq, row.kind, row.body, row.by, *moments, previous, mac, key)
        return self._sign(key, "left", covered)

    def redaction(self, one: Redaction, previous: str, key: str) -> str:
        """Chain a redaction to the mac of the one before it."""
        covered = (
            one.incident_id,
            one.number,
            one.seq,
            one.before,
            one.after,
            _moment(one.at),
            previous,
            key,
        )
        return self._sign(key, "redaction", covered)

    def buried(self, stone: Tombstone) -> str:
        """Seal a tombstone, under the current key."""
        return self._buried(stone, self.current)

    def is_buried(self, stone: Tombstone, seal: str) -> bool:
        """Whether a tombstone was sealed with one of these keys."""
        key = seal.partition(SEPARATOR)[0]
        return key in self._by_id and hmac.compare_digest(self._buried(stone, key).encode(), seal.encode())

    def seal(self, head: Head) -> str:
        """Say where a log ends, under the current key."""
        return self._seal(head, self.current)

    def fits(self, head: Head, seal: str) -> bool:
        """Whether a seal was made for this end of the log, with one of these keys."""
        key = seal.partition(SEPARATOR)[0]
        return key in self._by_id and hmac.compare_digest(self._seal(head, key).encode(), seal.encode())

    def sum(self, of: SumOf, key: str) -> HeadSum:
        """Begin to sign the head of a day."""
        begun = HeadSum(self._by_id[key])
        begun.begin(of, key)
        return begun

    def _seal(self, head: Head, key: str) -> str:
        covered = (head.incident_id, head.ref, head.seq, head.mac)
        if head.redacted == WHOLE:
            return f"{key}{SEPARATOR}{self._sign(key, 'head', covered)}"
        signed = self._sign(key, "head", (*covered, head.redacted))
        return SEPARATOR.join((key, signed, head.redacted))

    def _buried(self, stone: Tombstone, key: str) -> str:
        ended = (stone.ref, stone.incident_id, stone.kind, stone.seq, stone.mac, stone.days)
        covered = (*ended, _moment(stone.closed_at), _moment(stone.at))
        return f"{key}{SEPARATOR}{self._sign(key, 'tombstone', covered)}"

    def _sign(self, key: str, what: str, covered: tuple[str | int | None, ...]) -> str:
        return hmac.digest(self._by_id[key], _written((what, *covered)), "sha256").hex()


def _written(covered: tuple[str | int | None, ...]) -> bytes:
    return _encode(covered).encode()


def redacted_in(seal: str) -> str:
    """Give the mac of the last redaction that a seal covers."""
    return seal.split(SEPARATOR, 2)[2] if seal.count(SEPARATOR) > 1 else WHOLE


def key_id(key: bytes) -> str:
    """Name a key without giving it away."""
    return hashlib.sha256(key).hexdigest()[:8]


def signer(seal: str) -> str | None:
    """Name the key that made a seal; None: it is no seal at all."""
    found = re.fullmatch(rf"([0-9a-f]{{8}}){SEPARATOR}[0-9a-f]{{64}}", seal)
    return None if found is None else found[1]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
