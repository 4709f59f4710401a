"""The table of what reviews decided to do, so that what is left to do is found without reading any incident."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint

from storage.tables import Table, flag_column, moment_column, text_column


class LessonRow(Table, table=True):
    """An action of a review, with the lesson in it."""

    __tablename__ = "lesson"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "action", name="pk_lesson"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_lesson_incident"),
        Index("ix_lesson_left", "left_to_do", "due_at"),
        Index("ix_lesson_due_at", "due_at"),
    )

    incident_id: str = text_column()
    action: str = text_column()
    left_to_do: bool = flag_column()
    drafted: bool = flag_column()  # a change is written down that no released playbook cites
    due_at: datetime = moment_column()
    body: str = text_column()  # the whole action, as JSON
