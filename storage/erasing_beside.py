"""What is kept of a person beside the logs, and taken out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, delete, or_, select, update
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.erasing import Person
from playbooks.inbox import Report
from playbooks.playbook import UserId
from storage import codec
from storage.tables import (
    ClaimRow,
    LanePauseRow,
    LastCallRow,
    LetterRow,
    OutboxRow,
    PersonRow,
    ProposalRow,
)
from storage.tables_cases import ReportRow
from storage.tables_erased import LegalHoldRow
from storage.tables_rotas import AskingRow, ContactCheckRow, DutyChangeRow, DutyRow, SwapRow

_REPORT = TypeAdapter(Report)
_THEIRS: Final[tuple[type[Any], ...]] = (PersonRow, LastCallRow, DutyRow, AskingRow, LetterRow)

Values = dict[str, Any]
Rewrite = Callable[[Any, Person, UserId], Values]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A table in which somebody may be named beside others: its key, what is read of it, and what is left of a row."""

    table: type[Any]
    key: tuple[str, ...]
    read: tuple[str, ...]
    rewrite: Rewrite


def erase(connection: Connection, person: Person, instead: UserId) -> int:
    """Remove what is theirs alone, and take them out of the rest; give how many rows that were."""
    return _remove(connection, person) + sum(_take_out(connection, one, person, instead) for one in _NAMING)


def _remove(connection: Connection, person: Person) -> int:
    removed = 0
    for table in _THEIRS:
        removed += connection.execute(delete(table).where(col(table.person).in_(person.aliases))).rowcount
    for alias in person.aliases:
        lane = col(LanePauseRow.lane).endswith(f":{alias}", autoescape=True)
        removed += connection.execute(delete(LanePauseRow).where(lane)).rowcount
        asked = (
            column.contains(alias, autoescape=True)
            for column in (col(ClaimRow.request), col(ClaimRow.answer))
        )
        removed += connection.execute(delete(ClaimRow).where(or_(*asked))).rowcount
    return removed


def erase_deliveries(
    connection: Connection, incident_id: IncidentId, person: Person, instead: UserId
) -> None:
    """Take somebody out of what was sent about an incident; what they are still owed is owed no more."""
    for alias in person.aliases:
        owed = (col(OutboxRow.incident_id) == incident_id, col(OutboxRow.settled_at).is_(None))
        lane = col(OutboxRow.lane).endswith(f":{alias}", autoescape=True)
        connection.execute(delete(OutboxRow).where(*owed, lane))
    _take_out(connection, _SENT, person, instead, col(OutboxRow.incident_id) == incident_id)


def _take_out(connection: Connection, kept: Kept, person: Person, instead: UserId, where: Any = None) -> int:
    columns = (getattr(kept.table, name) for name in (*kept.key, *kept.read))
    wanted = select(*columns) if where is None else select(*columns).where(where)
    changed = 0
    for row in connection.execute(wanted).all():
        if not any(person.may_be_in(getattr(row, name) or "") for name in kept.read):
            continue
        values = kept.rewrite(row, person, instead)
        if any(getattr(row, name) != value for name, value in values.items()):
            this = and_(*(getattr(kept.table, name) == getattr(row, name) for name in kept.key))
            connection.execute(update(kept.table).where(this).values(**values))
            changed += 1
    return changed


def _texts(*names: str) -> Rewrite:
    def rewrite(row: Any, person: Person, instead: UserId) -> Values:
        kept = ((name, getattr(row, name)) for name in names)
        return {name: text if text is None else person.text_without(text, instead) for name, text in kept}

    return rewrite


def _proposal(row: Any, person: Person, instead: UserId) -> Values:
    # Nobody is thanked who is not there.
    author = {"author": "", "name": ""} if row.author in person.aliases else {}
    return _texts("name", "text")(row, person, instead) | author


def _letter(row: Any, person: Person, instead: UserId) -> Values:
    matter = person.erased_from(codec.read_matter(row.kind, row.body), instead)
    return {"body": codec.matter_body(matter), **_texts("subject", "reason")(row, person, instead)}


def _change(row: Any, person: Person, instead: UserId) -> Values:
    change = person.erased_from(codec.read_change(row.kind, row.body, at=row.at, by=row.by), instead)
    return {"body": codec.change_body(change), "by": change.by}


def _swap(row: Any, person: Person, instead: UserId) -> Values:
    return {"body": codec.swap_body(person.erased_from(codec.read_swap(row.body), instead))}


def _report(row: Any, person: Person, instead: UserId) -> Values:
    report = person.erased_from(_REPORT.validate_json(row.body), instead)
    body = _REPORT.dump_json(report, exclude=set(_BESIDE)).decode()
    return {"body": body, **_texts("author", "held_by", "set_aside_by", "grouped")(row, person, instead)}


_BESIDE: Final = ("waits", "urgent", "taken_by", "held_by", "held_until", "set_aside_by")
_SENT: Final = Kept(
    table=OutboxRow,
    key=("number",),
    read=("lane", "subject", "reason"),
    rewrite=_texts("lane", "subject", "reason"),
)
_NAMING: Final = (
    Kept(
        table=ProposalRow,
        key=("id",),
        read=("author", "name", "text"),
        rewrite=_proposal,
    ),
    Kept(table=LetterRow, key=("id",), read=("kind", "body", "subject", "reason"), rewrite=_letter),
    Kept(table=DutyChangeRow, key=("number", "at"), read=("kind", "body", "by"), rewrite=_change),
    Kept(table=SwapRow, key=("id",), read=("body",), rewrite=_swap),
    Kept(table=ContactCheckRow, key=("id",), read=("by",), rewrite=_texts("by")),
    Kept(table=AskingRow, key=("check_id", "person"), read=("wrong",), rewrite=_texts("wrong")),
    Kept(
        table=ReportRow,
        key=("id",),
        read=("body", "author", "held_by", "set_aside_by", "grouped"),
        rewrite=_report,
    ),
    Kept(table=LegalHoldRow, key=("incident_id",), read=("reason",), rewrite=_texts("reason")),
)
