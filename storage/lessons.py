"""What reviews decided to do and what became of it, kept with the facts that tell it."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, true
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.incident import Incident, Ref
from playbooks.lessons import is_open
from playbooks.playbook import PlaybookId
from playbooks.ports import OPERATOR
from playbooks.ports_lessons import LessonLine, LessonsWanted
from storage.codec import action_body, read_action
from storage.seeing import shown_to
from storage.statements import insert_into, many_rows
from storage.tables import IncidentRow
from storage.tables_lessons import LessonRow


def note(connection: Connection, before: Incident | None, after: Incident) -> None:
    """Make what is kept of an incident's actions equal to its new state; nothing is asked where none has changed."""
    known = () if before is None else before.actions
    for action in after.actions:
        if action not in known:
            row = {
                "incident_id": after.id,
                "action": action.id,
                # What was brought along is only read: whoever gave it goes on seeing to its lessons.
                "left_to_do": is_open(action) and after.brought is None,
                "drafted": action.draft is not None and action.applied is None and after.brought is None,
                "due_at": action.due_at,
                "body": action_body(action),
            }
            connection.execute(_keeping(connection.dialect.name), row)


@cache
def _keeping(dialect: str) -> Any:
    one = insert_into(dialect, LessonRow)
    changing = {name: one.excluded[name] for name in ("left_to_do", "drafted", "due_at", "body")}
    return one.on_conflict_do_update(index_elements=["incident_id", "action"], set_=changing)


class LessonsReading:
    """Lists lessons, on the connection of the whole unit."""

    _connection: Connection

    def lessons(self, wanted: LessonsWanted) -> tuple[LessonLine, ...]:
        """List lessons in one query: what is left to do by its day, else the latest first."""
        narrowed = {
            "reader": None if wanted.reader == OPERATOR else wanted.reader,
            "playbook": wanted.playbook,
            "of": None if wanted.incidents is None else list(wanted.incidents),
        }
        flags = {name for name in ("left_to_do", "drafted") if getattr(wanted, name)}
        given = {name: value for name, value in narrowed.items() if value is not None}
        chosen = _listing(frozenset((*given, *flags)), everything=wanted.reader == OPERATOR)
        rows = many_rows(self._connection, chosen, given | {"most": wanted.limit})
        return tuple(
            LessonLine(
                incident=IncidentId(row["id"]),
                ref=Ref(row["ref"]),
                title=row["title"],
                playbook=PlaybookId(row["playbook_id"]),
                drill=row["drill"],
                restricted=row["restricted"],
                opened_at=row["opened_at"],
                action=read_action(row["body"]),
            )
            for row in rows
        )


@cache
def _listing(given: frozenset[str], *, everything: bool) -> Select[Any]:
    lesson, incident = LessonRow, IncidentRow
    narrow = {
        "left_to_do": col(lesson.left_to_do).is_(true()),
        "drafted": col(lesson.drafted).is_(true()),
        "playbook": col(incident.playbook_id) == bindparam("playbook"),
        "of": col(lesson.incident_id).in_(bindparam("of", expanding=True)),
    }
    names = (*(getattr(incident, name) for name in _OF_INCIDENT), col(lesson.body))
    chosen = select(*names).join(incident, col(incident.id) == col(lesson.incident_id))
    seen = true() if everything else shown_to(incident.id, incident.restricted, reader="reader" in given)
    conditions = (condition for name, condition in narrow.items() if name in given)
    day = col(lesson.due_at)
    order = day.asc() if "left_to_do" in given else day.desc()
    return chosen.where(seen, *conditions).order_by(order, col(lesson.action)).limit(bindparam("most"))


_OF_INCIDENT = ("id", "ref", "title", "playbook_id", "drill", "restricted", "opened_at")
