"""
Every table, seen by this room alone.

Statements name columns through these classes, so that a misspelt one is a type error; rows themselves travel as
plain values and become the product's own types in the module that reads them. Enums stand as their values.
"""

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime

WAITING: Final = text("settled_at IS NULL")  # owed or being sent
LEASED: Final = text("lease_until IS NOT NULL")  # being sent
OWED: Final = text("state = 'owed'")
EMPTY: Final = text("''")  # what a text is where nothing was known of it


class Table(SQLModel):
    """The base of this product's tables, apart from any other that SQLModel may know."""

    metadata: ClassVar[MetaData] = MetaData()


def text_column(*, nullable: bool = False, default: TextClause | None = None) -> Any:
    return Field(sa_column=Column(Text, nullable=nullable, server_default=default))


def number_column() -> Any:
    return Field(sa_column=Column(Integer, nullable=False))


def flag_column(default: ColumnElement[bool] | None = None) -> Any:
    return Field(sa_column=Column(Boolean, nullable=False, server_default=default))


def moment_column(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime, nullable=nullable))


class ReleasedPlaybookRow(Table, table=True):
    """A playbook's version as it was when it was first used."""

    __tablename__ = "released_playbook"
    __table_args__ = (PrimaryKeyConstraint("id", "version", name="pk_released_playbook"),)

    id: str = text_column()
    version: int = number_column()
    digest: str = text_column()
    document: str = text_column()
    at: datetime = moment_column()


class IncidentRow(Table, table=True):
    """What an incident is after its last fact: the projection of its log, written with it."""

    __tablename__ = "incident"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_incident"),
        UniqueConstraint("ref", name="uq_incident_ref"),
        ForeignKeyConstraint(
            ("playbook_id", "version"),
            ("released_playbook.id", "released_playbook.version"),
            name="fk_incident_released_playbook",
        ),
        Index("ix_incident_state_opened_at", "state", "opened_at"),
        Index("ix_incident_opened_at", "opened_at"),
        Index("ix_incident_channel_id", "channel_id"),
    )

    id: str = text_column()
    ref: str = text_column()
    seq: int = number_column()
    mac: str = text_column()  # of the last fact
    seal: str = (
        text_column()
    )  # over the reference, the number of facts and the last mac: a cut tail breaks it
    kind: str = text_column()
    playbook_id: str = text_column()
    version: int = number_column()
    digest: str = text_column()
    title: str = text_column()
    severity: str = text_column()
    state: str = text_column()
    unit: str = text_column()
    country: str = text_column()
    language: str = text_column()
    drill: bool = flag_column()
    restricted: bool = flag_column()
    lead: str = text_column()
    channel_id: str | None = text_column(nullable=True)
    opened_at: datetime = moment_column()
    closed_at: datetime | None = moment_column(nullable=True)
    steps_settled: int = number_column()
    steps_total: int = number_column()
    # Last, so that a list does not read past it: the whole incident, but for its playbook.
    snapshot: str = text_column()


class IncidentPersonRow(Table, table=True):
    """Who has a part in a restricted incident, so that a list of what somebody may see stays one query."""

    __tablename__ = "incident_person"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "person", name="pk_incident_person"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_person_incident"),
    )

    incident_id: str = text_column()
    person: str = text_column()


class IncidentLoadRow(Table, table=True):
    """Who is busy with an open incident."""

    __tablename__ = "incident_load"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "person", name="pk_incident_load"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_load_incident"),
    )

    incident_id: str = text_column()
    person: str = text_column()


class IncidentEventRow(Table, table=True):
    """One fact of a log; never changed, never removed, chained to the one before."""

    __tablename__ = "incident_event"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "seq", name="pk_incident_event"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_event_incident"),
        Index("ix_incident_event_recorded_at", "recorded_at"),
    )

    incident_id: str = text_column()
    seq: int = number_column()
    kind: str = text_column()  # the fact's class
    body: str = text_column()  # its fields but `at` and `by`, as JSON text: the mac covers every character
    by: str | None = text_column(nullable=True)
    occurred_at: datetime = moment_column()
    recorded_at: datetime = moment_column()
    key_id: str = text_column()
    mac: str = text_column()


class DueRow(Table, table=True):
    """One pending moment."""

    __tablename__ = "due"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "at", "kind", "subject", name="pk_due"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_due_incident"),
        Index("ix_due_at", "at"),
    )

    incident_id: str = text_column()
    at: datetime = moment_column()
    kind: str = text_column()
    subject: str = text_column()
    taken_until: datetime | None = moment_column(nullable=True)  # some replica lets it fall meanwhile


class ReplicaRow(Table, table=True):
    """A process that shares the database: which one, and when it last said that it lives."""

    __tablename__ = "replica"
    __table_args__ = (PrimaryKeyConstraint("id", name="pk_replica"),)

    id: str = text_column()
    kind: str = text_column()  # serve, work, doors
    host: str = text_column()  # for people: where it runs, and as which process
    began_at: datetime = moment_column()
    beat_at: datetime = moment_column()  # by the database's clock, whoever beats
    gone_at: datetime | None = moment_column(
        nullable=True
    )  # it fell silent, and what it had taken was taken over


class OutboxRow(Table, table=True):
    """One thing owed to somebody, or that was."""

    __tablename__ = "outbox"
    __table_args__ = (
        PrimaryKeyConstraint("number", name="pk_outbox"),
        UniqueConstraint("id", name="uq_outbox_id"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_outbox_incident"),
        Index(
            "uq_outbox_owed",
            "incident_id",
            "errand",
            "subject",
            unique=True,
            sqlite_where=OWED,
            postgresql_where=OWED,
        ),
        Index("ix_outbox_waiting", "lane", "rank", "number", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_leased", "lane", sqlite_where=LEASED, postgresql_where=LEASED),
        Index("ix_outbox_incident_id", "incident_id", "number"),
    )

    # Ids made in the same millisecond may sort either way; what is owed first is sent first.
    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    id: str = text_column()
    incident_id: str = text_column()
    errand: str = text_column()
    subject: str = text_column()
    lane: str = text_column()
    rank: int = Field(sa_column=Column(SmallInteger, nullable=False))  # 0 urgent, 1 not
    state: str = text_column()
    attempts: int = number_column()  # times it was taken to be sent
    interrupted: bool = flag_column()  # one of them ended without an outcome, and it was not settled since
    owed_at: datetime = moment_column()
    token: str | None = text_column(nullable=True)
    lease_until: datetime | None = moment_column(nullable=True)  # only while it is being sent
    settled_at: datetime | None = moment_column(nullable=True)
    reason: str = text_column()


class LanePauseRow(Table, table=True):
    """A lane that rests until a moment, whatever comes to be owed on it meanwhile."""

    __tablename__ = "lane_pause"
    __table_args__ = (PrimaryKeyConstraint("lane", name="pk_lane_pause"),)

    lane: str = text_column()
    until: datetime = moment_column()


class ClaimRow(Table, table=True):
    """A request that was carried out, and what it was answered."""

    __tablename__ = "claim"
    __table_args__ = (PrimaryKeyConstraint("request", name="pk_claim"), Index("ix_claim_at", "at"))

    request: str = text_column()
    answer: str = text_column()
    at: datetime = moment_column()


class RefCounterRow(Table, table=True):
    """The last reference given in a series and year."""

    __tablename__ = "ref_counter"
    __table_args__ = (PrimaryKeyConstraint("series", "year", name="pk_ref_counter"),)

    series: str = text_column()
    year: int = number_column()
    last: int = number_column()


class PersonRow(Table, table=True):
    """What was learned of somebody."""

    __tablename__ = "person"
    __table_args__ = (PrimaryKeyConstraint("person", name="pk_person"),)

    person: str = text_column()
    language: str = text_column()
    at: datetime = moment_column()


class LastCallRow(Table, table=True):
    """When somebody was last called."""

    __tablename__ = "last_call"
    __table_args__ = (PrimaryKeyConstraint("person", name="pk_last_call"),)

    person: str = text_column()
    at: datetime = moment_column()


class ProposalRow(Table, table=True):
    """An improvement that somebody has proposed for a playbook."""

    __tablename__ = "proposal"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_proposal"),
        Index("ix_proposal_playbook_id", "playbook_id", "id"),
    )

    id: str = text_column()
    playbook_id: str = text_column()
    step: str = text_column()  # the step it is about; empty: the playbook as a whole
    text: str = text_column()
    author: str = text_column()  # a Slack id; empty where it came from the command line
    name: str = text_column()
    at: datetime = moment_column()


class LetterRow(Table, table=True):
    """A direct message about no incident, owed to somebody or settled: each matter is told to a person once."""

    __tablename__ = "letter"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_letter"),
        UniqueConstraint("person", "kind", "subject", name="uq_letter_person_kind_subject"),
        Index("ix_letter_waiting", "free_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_letter_kind_owed_at", "kind", "owed_at"),
    )

    id: str = text_column()
    person: str = text_column()
    kind: str = text_column()  # the matter's class
    subject: str = text_column()
    body: str = text_column()
    state: str = text_column()  # owed, sending, sent, failed
    attempts: int = number_column()
    interrupted: bool = flag_column()
    owed_at: datetime = moment_column()
    free_at: datetime = (
        moment_column()
    )  # when it may be sent, or once it is being sent, when its lease runs out
    token: str | None = text_column(nullable=True)
    settled_at: datetime | None = moment_column(nullable=True)
    reason: str = text_column()


class FilesReadRow(Table, table=True):
    """The last time that somebody had the files read again; two rows where two did in the same moment."""

    __tablename__ = "files_read"
    __table_args__ = (PrimaryKeyConstraint("reading", name="pk_files_read"),)

    reading: str = text_column()  # a fresh id for each time
    at: datetime = moment_column()
