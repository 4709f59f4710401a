"""The tables of absences, covers, swaps and contact checks, seen by this room alone."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, text
from sqlmodel import Field

from storage.tables import Table, moment_column, text_column

DUE: Final = text("due_at IS NOT NULL")  # there is something to do about somebody
ASKED: Final = text("state = 'asked'")


class DutyRow(Table, table=True):
    """Somebody is away, or covers for others in a rota; the later made has the higher number."""

    __tablename__ = "duty"
    __table_args__ = (
        PrimaryKeyConstraint("number", name="pk_duty"),
        Index("ix_duty_until", "until"),
    )

    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    kind: str = text_column()  # away, cover
    rota: str = text_column()  # empty for who is away
    person: str = text_column()
    since: datetime = moment_column()
    until: datetime | None = moment_column(nullable=True)


class DutyChangeRow(Table, table=True):
    """One line of the log of changes: what somebody has changed of the rotas; never changed, never removed."""

    __tablename__ = "duty_change"
    __table_args__ = (PrimaryKeyConstraint("number", name="pk_duty_change"),)

    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    kind: str = text_column()
    body: str = text_column()
    by: str | None = text_column(nullable=True)
    at: datetime = moment_column()


class SwapRow(Table, table=True):
    """A wish to swap, as it stands."""

    __tablename__ = "swap"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_swap"),
        Index("ix_swap_asked", "since", sqlite_where=ASKED, postgresql_where=ASKED),
    )

    id: str = text_column()
    state: str = text_column()
    since: datetime = moment_column()  # when the turn begins that is offered
    body: str = text_column()


class LackRow(Table, table=True):
    """A gap of a rota that was told, so that it is told once; it goes when the gap does."""

    __tablename__ = "lack"
    __table_args__ = (PrimaryKeyConstraint("key", name="pk_lack"),)

    key: str = text_column()
    at: datetime = moment_column()


class ContactCheckRow(Table, table=True):
    """One check of everybody's contacts."""

    __tablename__ = "contact_check"
    __table_args__ = (PrimaryKeyConstraint("id", name="pk_contact_check"),)

    id: str = text_column()
    by: str = text_column()
    at: datetime = moment_column()


class AskingRow(Table, table=True):
    """One person in a contact check."""

    __tablename__ = "asking"
    __table_args__ = (
        PrimaryKeyConstraint("check_id", "person", name="pk_asking"),
        ForeignKeyConstraint(("check_id",), ("contact_check.id",), name="fk_asking_contact_check"),
        Index("ix_asking_due_at", "due_at", sqlite_where=DUE, postgresql_where=DUE),
    )

    check_id: str = text_column()
    person: str = text_column()
    due_at: datetime | None = moment_column(nullable=True)
    asked_at: datetime | None = moment_column(nullable=True)
    reminded_at: datetime | None = moment_column(nullable=True)
    answered_at: datetime | None = moment_column(nullable=True)
    wrong: str = text_column()
