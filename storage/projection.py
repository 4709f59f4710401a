"""Incident rows: the state after the last fact, written with it and found in many ways."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    insert,
    select,
    true,
    update,
)
from sqlmodel import col

from playbooks.commands import ChannelId, IncidentId
from playbooks.incident import Incident, IncidentState, Ref
from playbooks.incident.busy import busy_with
from playbooks.playbook import PlaybookId, PlaybookKind, Severity, UnitId, UserId
from playbooks.ports import OPERATOR, IncidentLine, Wanted
from playbooks.seeing import admitted
from storage import cases, loads
from storage.seeing import shown_to
from storage.statements import is_open, many_rows
from storage.tables import DueRow, IncidentPersonRow, IncidentRow

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An incident's row as far as it is read back."""

    id: IncidentId
    mac: str
    seal: str
    playbook: PlaybookId
    version: int
    snapshot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an incident's row holds beside the columns that lists need."""

    mac: str
    seal: str
    snapshot: str


def find(connection: Connection, incident_id: IncidentId, *, lock: bool = False) -> Kept | None:
    """Find an incident's row; with `lock`, keep other writers off it until the end of the transaction."""
    wanted = _locking() if lock else _finding()
    return _kept(connection.execute(wanted, {"wanted": incident_id}).one_or_none())


def _kept(found: Any) -> Kept | None:
    if found is None:
        return None
    known, mac, seal, playbook, version, snapshot = found
    return Kept(
        id=IncidentId(known),
        mac=mac,
        seal=seal,
        playbook=PlaybookId(playbook),
        version=version,
        snapshot=snapshot,
    )


@cache
def _finding() -> Any:
    return _reading_back().where(col(IncidentRow.id) == bindparam("wanted"))


def _reading_back() -> Any:
    row = IncidentRow
    return select(*map(col, (row.id, row.mac, row.seal, row.playbook_id, row.version, row.snapshot)))


@cache
def _locking() -> Any:
    return _finding().with_for_update()


def begin(connection: Connection, incident: Incident, stamp: Stamp) -> None:
    """Keep an incident that has just been opened."""
    connection.execute(_beginning(), _columns(incident) | asdict(stamp))
    _make_people_equal(connection, incident, set())


@cache
def _beginning() -> Any:
    return insert(IncidentRow)


def save(connection: Connection, incident: Incident, before: int, stamp: Stamp) -> bool:
    """Keep an incident's new state. False: it is no longer as it was after fact number `before`."""
    saved = _columns(incident) | asdict(stamp)
    new = {f"new_{name}": value for name, value in saved.items()}
    if connection.execute(_saving(tuple(saved)), new | {"of": incident.id, "before": before}).rowcount == 0:
        return False
    if incident.restricted:
        known = select(col(IncidentPersonRow.person)).where(col(IncidentPersonRow.incident_id) == incident.id)
        _make_people_equal(connection, incident, set(connection.execute(known).scalars()))
    return True


@cache
def _saving(names: tuple[str, ...]) -> Any:
    unchanged = and_(col(IncidentRow.id) == bindparam("of"), col(IncidentRow.seq) == bindparam("before"))
    return update(IncidentRow).where(unchanged).values({name: bindparam(f"new_{name}") for name in names})


def by_ref(connection: Connection, ref: str) -> IncidentId | None:
    """Find an incident by its reference, in any case of letters."""
    wanted = select(col(IncidentRow.id)).where(col(IncidentRow.ref) == ref.strip().upper())
    found = connection.execute(wanted).scalar()
    return None if found is None else IncidentId(found)


def in_room(connection: Connection, channel: ChannelId) -> Kept | None:
    """Find the row of the latest incident of a channel, the open ones first."""
    return _kept(connection.execute(_in_room(), {"room": channel}).one_or_none())


@cache
def _in_room() -> Any:
    row = IncidentRow
    closed_last = case((col(row.state) == IncidentState.OPEN.value, 0), else_=1)
    return (
        _reading_back()
        .where(col(row.channel_id) == bindparam("room"))
        .order_by(closed_last, col(row.opened_at).desc(), col(row.id).desc())
        .limit(1)
    )


def every_open(connection: Connection) -> tuple[IncidentId, ...]:
    """List the incidents that are open or still have a due moment."""
    still_open = select(col(IncidentRow.id)).where(col(IncidentRow.state) == is_open())
    # Asked apart, so that each is answered from an index: closed incidents are far more than the others.
    pending = select(col(DueRow.incident_id))
    return tuple(IncidentId(found) for found in connection.execute(still_open.union(pending)).scalars())


def lines(connection: Connection, wanted: Wanted) -> tuple[IncidentLine, ...]:
    """List incidents in one query, the latest opened first."""
    narrowed = {
        "state": wanted.state,
        "kind": None if wanted.kind is None else wanted.kind.value,
        "before": wanted.before,
        "reader": None if wanted.reader == OPERATOR else wanted.reader,
    }
    given = {name: value for name, value in narrowed.items() if value is not None}
    chosen = _listing(frozenset(given), everything=wanted.reader == OPERATOR)
    rows = many_rows(connection, chosen, given | {"most": wanted.limit})
    return tuple(_line(found) for found in rows)


@cache
def _listing(given: frozenset[str], *, everything: bool) -> Select[Any]:
    row = IncidentRow
    narrow = {
        "state": col(row.state) == bindparam("state"),
        "kind": col(row.kind) == bindparam("kind"),
        "before": col(row.opened_at) < bindparam("before"),
    }
    seen = true() if everything else shown_to(row.id, row.restricted, reader="reader" in given)
    conditions = (condition for name, condition in narrow.items() if name in given)
    chosen = select(*(getattr(row, name) for name in _LINE)).where(seen, *conditions)
    return chosen.order_by(col(row.opened_at).desc(), col(row.id).desc()).limit(bindparam("most"))


_LINE: Final = (
    *("id", "ref", "kind", "playbook_id", "version", "title", "severity", "unit", "lead", "state", "drill"),
    *("restricted", "channel_id", "opened_at", "closed_at", "steps_settled", "steps_total"),
)


def _line(row: Any) -> IncidentLine:
    return IncidentLine(
        id=IncidentId(row["id"]),
        ref=Ref(row["ref"]),
        kind=PlaybookKind(row["kind"]),
        playbook=PlaybookId(row["playbook_id"]),
        version=row["version"],
        title=row["title"],
        severity=Severity(row["severity"]),
        unit=UnitId(row["unit"]),
        lead=UserId(row["lead"]),
        state=row["state"],
        drill=row["drill"],
        restricted=row["restricted"],
        channel=None if row["channel_id"] is None else ChannelId(row["channel_id"]),
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        steps_settled=row["steps_settled"],
        steps_total=row["steps_total"],
    )


def _columns(incident: Incident) -> Columns:
    steps = incident.steps
    return {
        "id": incident.id,
        "ref": incident.ref,
        "seq": incident.seq,
        "kind": incident.kind.value,
        "playbook_id": incident.playbook.id,
        "version": incident.playbook.version,
        "digest": incident.playbook.digest,
        "title": incident.title,
        "severity": incident.severity.value,
        "state": incident.state.value,
        "unit": incident.unit,
        "country": incident.country,
        "language": incident.language.value,
        "drill": incident.drill,
        "restricted": incident.restricted,
        "lead": incident.lead,
        "channel_id": None if incident.room is None else incident.room.channel,
        "opened_at": incident.opened_at,
        "closed_at": incident.closed_at,
        "steps_settled": sum(not step.open for step in steps),
        "steps_total": len(steps),
    }


def agrees(connection: Connection, incident: Incident, read: Callable[[IncidentId], Incident | None]) -> bool:
    """Whether an incident's row, who is busy with it or on its customer, and its snapshot are the same as `incident`."""
    expected = _columns(incident)
    wanted = select(*(getattr(IncidentRow, name) for name in expected)).where(
        col(IncidentRow.id) == incident.id
    )
    found = connection.execute(wanted).mappings().one_or_none()
    beside = (loads.of(connection, incident.id), cases.of(connection, incident.id))
    if beside != (busy_with(incident), cases.expected(incident)):
        return False
    return found is not None and dict(found) == expected and read(incident.id) == incident


def _make_people_equal(connection: Connection, incident: Incident, known: set[str]) -> None:
    if not incident.restricted:
        return
    people = set[str](admitted(incident))
    gone, come = known - people, people - known
    if gone:
        of_incident = col(IncidentPersonRow.incident_id) == incident.id
        connection.execute(
            delete(IncidentPersonRow).where(of_incident, col(IncidentPersonRow.person).in_(gone))
        )
    if come:
        added = [{"incident_id": incident.id, "person": person} for person in come]
        connection.execute(insert(IncidentPersonRow), added)
