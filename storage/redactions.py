"""What was taken out of logs, signed: redactions of facts, and the tombstones of incidents that were deleted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, exists, insert, select
from sqlmodel import col

from storage.chain import WHOLE, Keyring, Redaction, Tombstone
from storage.tables import IncidentRow
from storage.tables_erased import LegalHoldRow, RedactionRow, TombstoneRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A redaction as it was kept."""

    redaction: Redaction
    key: str
    mac: str


def of(connection: Connection, incident_id: str) -> tuple[Signed, ...]:
    """Give the redactions of an incident, in their order."""
    row = RedactionRow
    wanted = select(*map(col, (*(getattr(row, one.name) for one in fields(Redaction)), row.key_id, row.mac)))
    found = connection.execute(wanted.where(col(row.incident_id) == incident_id).order_by(col(row.number)))
    return tuple(Signed(redaction=Redaction(**_own(one)), key=one.key_id, mac=one.mac) for one in found)


def _own(row: Any) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(Redaction)}


def append(connection: Connection, fresh: tuple[Redaction, ...], previous: str, keyring: Keyring) -> str:
    """Keep redactions behind the others, under the current key; give the mac of the last one."""
    rows = list[dict[str, Any]]()
    for one in fresh:
        previous = keyring.redaction(one, previous, keyring.current)
        kept = {field.name: getattr(one, field.name) for field in fields(one)}
        rows.append({**kept, "key_id": keyring.current, "mac": previous})
    connection.execute(insert(RedactionRow), rows)
    return previous


def held(kept: tuple[Signed, ...], last: str, keyring: Keyring) -> Mapping[int, tuple[Signed, ...]] | None:
    """Give the redactions of each fact; None: they are not those that the seal's `last` belongs to."""
    previous = WHOLE
    by_fact: dict[int, tuple[Signed, ...]] = {}
    for number, one in enumerate(kept, 1):
        before = by_fact.get(one.redaction.seq, ())
        follows = not before or before[-1].redaction.after == one.redaction.before
        if one.key not in keyring or one.redaction.number != number or not follows:
            return None
        previous = keyring.redaction(one.redaction, previous, one.key)
        if previous != one.mac:
            return None
        by_fact[one.redaction.seq] = (*before, one)
    return by_fact if previous == last else None


def homeless(connection: Connection) -> Iterator[str]:
    """Name the incidents that have redactions and a seal that knows of none, or are not there."""
    row, of_ = RedactionRow, IncidentRow
    there = exists().where(col(of_.id) == col(row.incident_id), col(of_.seal).like("%:%:%"))
    yield from connection.execute(select(col(row.incident_id)).where(~there).distinct().limit(1)).scalars()


def tombstones(connection: Connection) -> Iterator[tuple[Tombstone, str, bool]]:
    """Give the tombstones, their seals, and whether an incident has the reference all the same; in their order."""
    row, of_ = TombstoneRow, IncidentRow
    names = tuple(one.name for one in fields(Tombstone))
    columns = (*(col(getattr(row, name)) for name in names), col(row.seal), col(of_.id).label("there"))
    wanted = select(*columns).outerjoin_from(row, of_, col(of_.ref) == col(row.ref)).order_by(col(row.ref))
    for one in connection.execute(wanted):
        yield Tombstone(**{name: getattr(one, name) for name in names}), one.seal, one.there is not None


def bury(connection: Connection, stone: Tombstone, keyring: Keyring) -> None:
    """Keep a tombstone."""
    row = {one.name: getattr(stone, one.name) for one in fields(stone)}
    connection.execute(insert(TombstoneRow), {**row, "seal": keyring.buried(stone)})


def days(log: Iterable[Any]) -> str:
    """Give, for each day with facts, the last mac of it: what a head of that day was made of."""
    last = {row.recorded_at.date().isoformat(): row.mac for row in log}
    return " ".join(f"{day}:{mac}" for day, mac in last.items())


def is_held(connection: Connection, incident_id: str) -> bool:
    """Whether an incident is to be kept as it is."""
    wanted = select(col(LegalHoldRow.reason)).where(col(LegalHoldRow.incident_id) == incident_id)
    return connection.execute(wanted).scalar() is not None
