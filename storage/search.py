"""
What incidents are found by, kept in the transaction of the facts that it follows from.

The database's own index, FTS5 or a tsvector, only chooses; ranking is the rules' own, and the same on both.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    cast,
    column,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.inbox import same_name
from playbooks.incident import Incident, Ref
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, UnitId
from playbooks.ports_search import ALL_OF_THEM, Sought
from playbooks.search import FORM, Choice, Entry, Found, Narrowed, Texts, entry_of, kept, stems_of
from storage.seeing import shown_to
from storage.statements import insert_many_into, is_postgresql, many_rows, of_many
from storage.tables import IncidentRow
from storage.tables_search import SearchEntryRow, SearchStemRow
from storage.types import UtcDateTime

Columns = dict[str, Any]
LATEST: Final = 1000  # incidents that a choice is made of, where nothing narrows it
AT_A_TIME: Final = 50  # incidents entered anew, so that a writer who comes meanwhile waits for little


def note(connection: Connection, before: Incident | None, after: Incident) -> None:
    """Make what is kept of an incident equal to its new state; nothing is asked where nothing of it has changed."""
    entry = entry_of(after)
    if before is None:
        _add(connection, entry)
    elif entry_of(before) != entry:
        _make_equal(connection, entry)


def behind(connection: Connection, limit: int = AT_A_TIME) -> tuple[IncidentId, ...]:
    """List some incidents of which nothing is kept yet, or what an earlier version kept."""
    entered = exists().where(
        col(SearchEntryRow.incident_id) == col(IncidentRow.id), col(SearchEntryRow.form) == FORM
    )
    missing = select(col(IncidentRow.id)).where(~entered).order_by(col(IncidentRow.opened_at)).limit(limit)
    return tuple(IncidentId(found) for found in connection.execute(missing).scalars())


def enter(connection: Connection, incident: Incident) -> None:
    """Keep what an incident is found by, whether or not something is kept of it."""
    _make_equal(connection, entry_of(incident))


def _add(connection: Connection, entry: Entry) -> None:
    row = _columns(entry)
    number = connection.execute(_adding(), row).scalar_one()
    _index(connection, number, row["stems"])
    _count(connection, entry, row["stems"])


def _make_equal(connection: Connection, entry: Entry) -> None:
    known = connection.execute(_known(), {"of": entry.incident}).one_or_none()
    if known is None:
        _add(connection, entry)
        return
    number, stems, restricted = known
    row = _columns(entry)
    same = (stems, restricted) == (row["stems"], entry.restricted)
    if not same:
        _unindex(connection, number, stems)
    connection.execute(_changing(), {f"new_{name}": value for name, value in row.items()} | {"of": number})
    if not same:
        _index(connection, number, row["stems"])
        _count_changes(connection, (stems, restricted), (row["stems"], entry.restricted))


def _columns(entry: Entry) -> Columns:
    return {
        "incident_id": entry.incident,
        "external_id": entry.external or None,
        "form": FORM,
        "ref": entry.ref,
        **entry.texts._asdict(),
        "cause_name": entry.cause_name,
        "kind": entry.kind.value,
        "playbook": entry.playbook,
        "unit": entry.unit,
        "country": entry.country,
        "severity": entry.severity.value,
        "language": entry.language.value,
        "opened_at": entry.opened_at,
        "is_open": entry.is_open,
        "drill": entry.drill,
        "restricted": entry.restricted,
        "imported": entry.imported,
        "words": kept(entry.texts),
        "stems": " ".join(sorted(stems_of(entry.texts))),
    }


@cache
def _adding() -> Any:
    return insert(SearchEntryRow).returning(col(SearchEntryRow.number))


@cache
def _known() -> Any:
    row = SearchEntryRow
    wanted = select(col(row.number), col(row.stems), col(row.restricted))
    return wanted.where(col(row.incident_id) == bindparam("of")).with_for_update()


@cache
def _changing() -> Any:
    names = (name for name in SearchEntryRow.model_fields if name != "number")
    changed = update(SearchEntryRow).where(col(SearchEntryRow.number) == bindparam("of"))
    return changed.values({name: bindparam(f"new_{name}") for name in names})


# The database's own index.

_INDEX: Final = table(
    "search_index", column("number", Integer), column("rowid", Integer), column("stems", Text)
)


def _index(connection: Connection, number: int, stems: str) -> None:
    if is_postgresql(connection):
        made = "INSERT INTO search_index (number, stems) VALUES (:number, array_to_tsvector(:stems))"
        listed = bindparam("stems", type_=ARRAY(String))
        connection.execute(text(made).bindparams(listed), {"number": number, "stems": stems.split()})
        return
    made = "INSERT INTO search_index (rowid, stems) VALUES (:number, :stems)"
    connection.execute(text(made), {"number": number, "stems": stems})


def _unindex(connection: Connection, number: int, stems: str) -> None:
    if is_postgresql(connection):
        connection.execute(delete(_INDEX).where(_INDEX.c.number == number))
        return
    gone = "INSERT INTO search_index (search_index, rowid, stems) VALUES ('delete', :number, :stems)"
    connection.execute(text(gone), {"number": number, "stems": stems})


# How many incidents have each stem.


def _count(connection: Connection, entry: Entry, stems: str) -> None:
    if not entry.restricted:
        _add_up(connection, dict.fromkeys((ALL_OF_THEM, *stems.split()), 1))


def _count_changes(connection: Connection, before: tuple[str, bool], after: tuple[str, bool]) -> None:
    gone = frozenset[str]() if before[1] else frozenset((ALL_OF_THEM, *before[0].split()))
    come = frozenset[str]() if after[1] else frozenset((ALL_OF_THEM, *after[0].split()))
    _add_up(connection, dict.fromkeys(gone - come, -1) | dict.fromkeys(come - gone, 1))


def _add_up(connection: Connection, more: Mapping[str, int]) -> None:
    # In one order, so that two writers never wait for each other.
    rows = [{"stem": stem, "documents": number} for stem, number in sorted(more.items())]
    if rows:
        connection.execute(_adding_up(connection.dialect.name), of_many(connection, rows))


@cache
def _adding_up(dialect: str) -> Any:
    one = insert_many_into(dialect, SearchStemRow, ("stem", "documents"))
    known = SearchStemRow.__table__.c.documents  # type: ignore[attr-defined]  # Made by SQLModel.
    return one.on_conflict_do_update(
        index_elements=["stem"], set_={"documents": known + one.excluded.documents}
    )


def leave(connection: Connection, incident_id: IncidentId) -> None:
    """Forget what an incident was found by."""
    known = connection.execute(_known(), {"of": incident_id}).one_or_none()
    if known is not None:
        number, stems, restricted = known
        _unindex(connection, number, stems)
        _count_changes(connection, (stems, restricted), ("", True))
        connection.execute(delete(SearchEntryRow).where(col(SearchEntryRow.number) == number))


def sweep(connection: Connection) -> None:
    """Remove the stems that no incident has any more, from SQLite's own index as well: it would keep them for long."""
    connection.execute(delete(SearchStemRow).where(col(SearchStemRow.documents) <= 0))
    if not is_postgresql(connection):
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))


class SearchReading:
    """Looks past incidents up, on the connection of the whole unit."""

    _connection: Connection

    def stems(self, wanted: Collection[str]) -> Mapping[str, int]:
        """Say how many incidents have each stem, as far as any has; restricted ones are not counted."""
        row = SearchStemRow
        known = select(col(row.stem), col(row.documents)).where(col(row.stem).in_(sorted(wanted)))
        return {stem: number for stem, number in self._connection.execute(known) if number > 0}

    def stems_near(self, beginnings: Collection[str], shortest: int, longest: int) -> Mapping[str, int]:
        """Give the known stems of a length that begin so, and how many incidents have each."""
        row = SearchStemRow
        begin = or_(*(_begins(text) for text in sorted(beginnings) if text))
        of_length = func.length(col(row.stem)).between(shortest, longest)
        near = select(col(row.stem), col(row.documents)).where(begin, of_length, col(row.documents) > 0)
        return {stem: int(number) for stem, number in self._connection.execute(near)}

    def entries(self, sought: Sought) -> tuple[Found, ...]:
        """Choose incidents: first which, then all that is kept of them."""
        narrowed = _given(sought.narrowed)
        chosen = _choosing(self._connection.dialect.name, frozenset(narrowed))
        numbers: dict[int, None] = {}
        for choice in sought.choices:
            if len(numbers) >= sought.enough:
                break
            values = narrowed | {"matching": _expression(self._connection, choice), "most": sought.most}
            numbers |= dict.fromkeys(self._connection.execute(chosen, values).scalars())
        if not numbers:
            return ()
        rows = many_rows(self._connection, _reading(), {"numbers": list(numbers)})
        found = {row["number"]: _found(row) for row in rows}
        return tuple(found[number] for number in numbers)

    def causes_before(self, cause: str, since: datetime, but: IncidentId) -> int:
        """Count the other incidents opened since a moment with the same cause; restricted ones and exercises count not."""
        values = {"cause": same_name(cause), "since": since, "but": but}
        number: int = self._connection.execute(_same_cause(), values).scalar_one()
        return number

    def brought(self, externals: Collection[str]) -> Mapping[str, Ref]:
        """Find which incidents of another tool were brought along before, by their names there."""
        row = SearchEntryRow
        known = select(col(row.external_id), col(row.ref)).where(col(row.external_id).in_(sorted(externals)))
        return {str(external): Ref(ref) for external, ref in self._connection.execute(known)}


def _begins(beginning: str) -> Any:
    stem = col(SearchStemRow.stem)
    return and_(stem >= beginning, stem < beginning[:-1] + chr(ord(beginning[-1]) + 1))


def _expression(connection: Connection, choice: Choice) -> str:
    # Stems are letters and digits alone: they need no care in quotation marks.
    either, both, mark = (" | ", " & ", "'") if is_postgresql(connection) else (" OR ", " AND ", '"')
    ways = (
        (f"({either.join(f'{mark}{stem}{mark}' for stem in sorted(group))})" for group in way)
        for way in choice
    )
    return either.join(f"({both.join(groups)})" for groups in ways)


def _given(narrowed: Narrowed) -> Columns:
    reader = narrowed.reader
    values = {
        "reader": reader,
        "kind": None if narrowed.kind is None else narrowed.kind.value,
        "unit": narrowed.unit,
        "country": narrowed.country,
        "severity": None if narrowed.severity is None else narrowed.severity.value,
        "cause": None if narrowed.cause is None else same_name(narrowed.cause),
        "playbook": narrowed.playbook,
        "language": None if narrowed.language is None else narrowed.language.value,
        "since": narrowed.since,
        "until": narrowed.until,
        "drills": True if narrowed.drills else None,
        "but": narrowed.but,
    }
    return {name: value for name, value in values.items() if value is not None}


@cache
def _same_cause() -> Any:
    row = SearchEntryRow
    others = (col(row.cause_name) == bindparam("cause"), col(row.incident_id) != bindparam("but"))
    counted = (col(row.drill).is_(false()), col(row.restricted).is_(false()))
    since = col(row.opened_at) >= bindparam("since", type_=UtcDateTime())
    return select(func.count()).select_from(row).where(*others, *counted, since)


@cache
def _choosing(dialect: str, given: frozenset[str]) -> Any:
    row = SearchEntryRow
    narrow = {
        **{name: getattr(row, name) == bindparam(name) for name in ("kind", "unit", "country", "severity")},
        **{name: getattr(row, name) == bindparam(name) for name in ("playbook", "language")},
        "cause": col(row.cause_name) == bindparam("cause"),
        "since": col(row.opened_at) >= bindparam("since", type_=UtcDateTime()),
        "until": col(row.opened_at) < bindparam("until", type_=UtcDateTime()),
        "but": col(row.incident_id) != bindparam("but"),
    }
    conditions = [condition for name, condition in narrow.items() if name in given]
    if "drills" not in given:
        conditions.append(col(row.drill).is_(false()))
    matches: Any = text("search_index MATCH :matching")
    place: Any = _INDEX.c.rowid
    latest = place.desc()  # which FTS5 gives by itself
    if dialect == "postgresql":
        place = _INDEX.c.number
        # By a sum: else the server walks through all incidents from the latest on, for those that its index knows.
        latest = (place + 0).desc()
        matches = _INDEX.c.stems.op("@@")(cast(bindparam("matching", type_=String), TSQUERY))
    hits = select(place.label("number")).where(matches)
    if given <= {"drills", "but"}:
        # Nearly each of them may be shown: so many of the latest are enough.
        hits = hits.order_by(latest).limit(LATEST)
    found = hits.cte("hits").prefix_with("MATERIALIZED") if dialect == "postgresql" else hits.subquery("hits")
    seen = shown_to(row.incident_id, row.restricted, reader="reader" in given)
    chosen = select(found.c.number).where(col(row.number) == found.c.number, seen, *conditions)
    return chosen.order_by((found.c.number + 0).desc()).limit(bindparam("most"))


@cache
def _reading() -> Any:
    row = SearchEntryRow
    columns = (getattr(row, name) for name in ("number", *_READ))
    return select(*columns).where(col(row.number).in_(bindparam("numbers", expanding=True)))


_READ: Final = (
    *("incident_id", "external_id", "ref", "title", "cause", "lesson", "summary", "said", "kind", "playbook"),
    *("unit", "country", "severity", "language", "opened_at", "is_open", "drill", "restricted", "imported"),
    "words",
)


def _found(row: Mapping[str, Any]) -> Found:
    entry = Entry(
        incident=IncidentId(row["incident_id"]),
        ref=Ref(row["ref"]),
        external=row["external_id"] or "",
        texts=Texts(*(row[name] for name in Texts._fields)),
        kind=PlaybookKind(row["kind"]),
        playbook=PlaybookId(row["playbook"]),
        unit=UnitId(row["unit"]),
        country=row["country"],
        severity=Severity(row["severity"]),
        language=Language(row["language"]),
        opened_at=row["opened_at"],
        is_open=row["is_open"],
        drill=row["drill"],
        restricted=row["restricted"],
        imported=row["imported"],
    )
    return Found(entry=entry, kept=row["words"])
