"""Contact checks: who was asked whether they can be reached, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import col

from playbooks.letters import ReachAsked, ReachReminded
from playbooks.playbook import UserId
from playbooks.ports import DeliveryState
from playbooks.routing.reachability import Asking, CheckId, ContactCheck
from storage.statements import insert_many_into, of_many
from storage.tables import LetterRow
from storage.tables_rotas import AskingRow, ContactCheckRow

COLUMNS: Final = ("check_id", "person", "due_at", "asked_at", "reminded_at", "answered_at", "wrong")
LETTERS: Final = (ReachAsked.__name__, ReachReminded.__name__)


def begin(connection: Connection, check: ContactCheck, askings: tuple[Asking, ...]) -> None:
    """Remember a check and everybody in it, in two statements."""
    connection.execute(insert(ContactCheckRow).values(id=check.id, by=check.by, at=check.at))
    if askings:
        rows = [{name: getattr(one, _field(name)) for name in COLUMNS} for one in askings]
        many = insert_many_into(connection.dialect.name, AskingRow, COLUMNS)
        connection.execute(many, of_many(connection, rows))


def latest(connection: Connection) -> ContactCheck | None:
    """Give the check that was begun last."""
    row = ContactCheckRow
    wanted = select(col(row.id), col(row.by), col(row.at)).order_by(col(row.at).desc(), col(row.id).desc())
    found = connection.execute(wanted.limit(1)).one_or_none()
    return None if found is None else ContactCheck(id=CheckId(found.id), by=UserId(found.by), at=found.at)


def listed(connection: Connection, check: CheckId) -> tuple[Asking, ...]:
    """List everybody in a check, by their Slack id, with the word in which Slack refused their message."""
    row = AskingRow
    wanted = _asked().where(col(row.check_id) == check).order_by(col(row.person))
    refused = _refused(connection, check)
    return tuple(_read(one, refused.get(one.person, "")) for one in connection.execute(wanted))


def find(connection: Connection, check: CheckId, person: UserId) -> Asking | None:
    """Find one person in a check."""
    row = AskingRow
    wanted = _asked().where(col(row.check_id) == check, col(row.person) == person)
    found = connection.execute(wanted).one_or_none()
    return None if found is None else _read(found, _refused(connection, check).get(person, ""))


def is_due(connection: Connection, by: datetime | None) -> bool:
    """Whether there is something to do about somebody by a moment, or ever; one look into an index."""
    due_at = col(AskingRow.due_at)
    wanted = select(col(AskingRow.person)).where(due_at.is_not(None) if by is None else due_at <= by)
    return connection.execute(wanted.limit(1)).scalar() is not None


def verified(connection: Connection) -> Mapping[UserId, datetime]:
    """Give when people last confirmed that what is on file is right."""
    row = AskingRow
    answered = col(row.answered_at)
    right = answered.is_not(None), col(row.wrong) == ""
    wanted = select(col(row.person), func.max(answered).label("at")).where(*right)
    return {UserId(one.person): one.at for one in connection.execute(wanted.group_by(col(row.person)))}


def due(connection: Connection, now: datetime, limit: int) -> tuple[Asking, ...]:
    """Take people for whom there is something to do; another machine passes them by meanwhile."""
    row = AskingRow
    wanted = _asked().where(col(row.due_at) <= now).order_by(col(row.due_at), col(row.person)).limit(limit)
    found = connection.execute(wanted.with_for_update(skip_locked=True)).all()
    refused = {check: _refused(connection, CheckId(check)) for check in {one.check_id for one in found}}
    return tuple(_read(one, refused[one.check_id].get(one.person, "")) for one in found)


def keep(connection: Connection, asking: Asking) -> None:
    """Remember how somebody stands."""
    row = AskingRow
    values = {name: getattr(asking, name) for name in COLUMNS[2:]}
    same = (col(row.check_id) == asking.check, col(row.person) == asking.person)
    connection.execute(update(row).where(*same).values(**values))


def next_moment(connection: Connection, after: datetime) -> datetime | None:
    """Give the earliest moment later than `after` at which there is something to do about somebody."""
    return connection.execute(
        select(func.min(col(AskingRow.due_at))).where(col(AskingRow.due_at) > after)
    ).scalar()


def _field(column: str) -> str:
    return "check" if column == "check_id" else column


def _asked() -> Any:
    return select(*(col(getattr(AskingRow, name)) for name in COLUMNS))


def _refused(connection: Connection, check: CheckId) -> dict[str, str]:
    row = LetterRow
    wanted = select(col(row.person), col(row.reason)).where(
        col(row.kind).in_(LETTERS),
        col(row.subject) == check,
        col(row.state) == DeliveryState.FAILED.value,
    )
    return {one.person: one.reason or "?" for one in connection.execute(wanted)}


def _read(one: Any, refused: str) -> Asking:
    return Asking(
        check=CheckId(one.check_id),
        person=UserId(one.person),
        due_at=one.due_at,
        asked_at=one.asked_at,
        reminded_at=one.reminded_at,
        answered_at=one.answered_at,
        wrong=one.wrong,
        refused=refused,
    )
