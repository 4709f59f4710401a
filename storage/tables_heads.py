"""The tables of the daily heads: what all logs had come to on a day, as one value, each chained to the one before."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, UniqueConstraint
from sqlmodel import Field

from storage.tables import Table, moment_column, number_column, text_column


class DailyHeadRow(Table, table=True):
    """The head of a day, over the marks of that day and the head before it."""

    __tablename__ = "daily_head"
    __table_args__ = (PrimaryKeyConstraint("day", name="pk_daily_head"),)

    day: str = text_column()  # 2026-11-27
    at: datetime = moment_column()  # when it was drawn
    marks: int = number_column()  # incidents that had changed since the head before
    previous: str = text_column()  # the value of the head before; empty: there was none
    key_id: str = text_column()
    value: str = text_column()


class HeadMarkRow(Table, table=True):
    """
    Where an incident's log stood when the head of a day was drawn; its reference names it once it is gone.

    So nothing ties it to the incident's own row.
    """

    __tablename__ = "head_mark"
    __table_args__ = (
        PrimaryKeyConstraint("number", name="pk_head_mark"),
        UniqueConstraint("incident_id", "seq", name="uq_head_mark_incident_id_seq"),
        Index("ix_head_mark_day", "day", "number"),
    )

    # The order in which a head takes them in, the same on every database.
    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    day: str = text_column()
    incident_id: str = text_column()
    ref: str = text_column()
    seq: int = number_column()
    mac: str = text_column()  # of the fact with this number
