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
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime

DUE: Final = text("due_at IS NOT NULL")  # there is something to do about somebody
ASKED: Final = text("state = 'asked'")
WAITING: Final = text("settled_at IS NULL")  # owed or being sent
LEASED: Final = text("lease_until IS NOT NULL")  # being sent
OWED: Final = text("state = 'owed'")


class Table(SQLModel):
    """The base of this product's tables, apart from any other that SQLModel may know."""

    metadata: ClassVar[MetaData] = MetaData()


def _text(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(Text, nullable=nullable))


def _number() -> Any:
    return Field(sa_column=Column(Integer, nullable=False))


def _flag() -> Any:
    return Field(sa_column=Column(Boolean, nullable=False))


def _moment(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime, nullable=nullable))


class ReleasedPlaybookRow(Table, table=True):
    """A playbook's version as it was when it was first used."""

    __tablename__ = "released_playbook"
    __table_args__ = (PrimaryKeyConstraint("id", "version", name="pk_released_playbook"),)

    id: str = _text()
    version: int = _number()
    digest: str = _text()
    document: str = _text()
    at: datetime = _moment()


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

    id: str = _text()
    ref: str = _text()
    seq: int = _number()
    mac: str = _text()  # of the last fact
    seal: str = _text()  # over the reference, the number of facts and the last mac: a cut tail breaks it
    kind: str = _text()
    playbook_id: str = _text()
    version: int = _number()
    digest: str = _text()
    title: str = _text()
    severity: str = _text()
    state: str = _text()
    unit: str = _text()
    country: str = _text()
    language: str = _text()
    drill: bool = _flag()
    restricted: bool = _flag()
    lead: str = _text()
    channel_id: str | None = _text(nullable=True)
    opened_at: datetime = _moment()
    closed_at: datetime | None = _moment(nullable=True)
    steps_settled: int = _number()
    steps_total: int = _number()
    # Last, so that a list does not read past it: the whole incident, but for its playbook.
    snapshot: str = _text()


class IncidentPersonRow(Table, table=True):
    """Who has a part in a restricted incident, so that a list of what somebody may see stays one query."""

    __tablename__ = "incident_person"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "person", name="pk_incident_person"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_person_incident"),
    )

    incident_id: str = _text()
    person: str = _text()


class IncidentLoadRow(Table, table=True):
    """Who is busy with an open incident."""

    __tablename__ = "incident_load"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "person", name="pk_incident_load"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_load_incident"),
    )

    incident_id: str = _text()
    person: str = _text()


class IncidentEventRow(Table, table=True):
    """One fact of a log; never changed, never removed, chained to the one before."""

    __tablename__ = "incident_event"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "seq", name="pk_incident_event"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_event_incident"),
    )

    incident_id: str = _text()
    seq: int = _number()
    kind: str = _text()  # the fact's class
    body: str = _text()  # its fields but `at` and `by`, as JSON text: the mac covers every character
    by: str | None = _text(nullable=True)
    occurred_at: datetime = _moment()
    recorded_at: datetime = _moment()
    key_id: str = _text()
    mac: str = _text()


class DueRow(Table, table=True):
    """One pending moment."""

    __tablename__ = "due"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "at", "kind", "subject", name="pk_due"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_due_incident"),
        Index("ix_due_at", "at"),
    )

    incident_id: str = _text()
    at: datetime = _moment()
    kind: str = _text()
    subject: str = _text()


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
    id: str = _text()
    incident_id: str = _text()
    errand: str = _text()
    subject: str = _text()
    lane: str = _text()
    rank: int = Field(sa_column=Column(SmallInteger, nullable=False))  # 0 urgent, 1 not
    state: str = _text()
    attempts: int = _number()  # times it was taken to be sent
    interrupted: bool = _flag()  # one of them ended without an outcome, and it was not settled since
    owed_at: datetime = _moment()
    token: str | None = _text(nullable=True)
    lease_until: datetime | None = _moment(nullable=True)  # only while it is being sent
    settled_at: datetime | None = _moment(nullable=True)
    reason: str = _text()


class LanePauseRow(Table, table=True):
    """A lane that rests until a moment, whatever comes to be owed on it meanwhile."""

    __tablename__ = "lane_pause"
    __table_args__ = (PrimaryKeyConstraint("lane", name="pk_lane_pause"),)

    lane: str = _text()
    until: datetime = _moment()


class ClaimRow(Table, table=True):
    """A request that was carried out, and what it was answered."""

    __tablename__ = "claim"
    __table_args__ = (PrimaryKeyConstraint("request", name="pk_claim"), Index("ix_claim_at", "at"))

    request: str = _text()
    answer: str = _text()
    at: datetime = _moment()


class RefCounterRow(Table, table=True):
    """The last reference given in a series and year."""

    __tablename__ = "ref_counter"
    __table_args__ = (PrimaryKeyConstraint("series", "year", name="pk_ref_counter"),)

    series: str = _text()
    year: int = _number()
    last: int = _number()


class PersonRow(Table, table=True):
    """What was learned of somebody."""

    __tablename__ = "person"
    __table_args__ = (PrimaryKeyConstraint("person", name="pk_person"),)

    person: str = _text()
    language: str = _text()
    at: datetime = _moment()


class LastCallRow(Table, table=True):
    """When somebody was last called."""

    __tablename__ = "last_call"
    __table_args__ = (PrimaryKeyConstraint("person", name="pk_last_call"),)

    person: str = _text()
    at: datetime = _moment()


class ProposalRow(Table, table=True):
    """An improvement that somebody has proposed for a playbook."""

    __tablename__ = "proposal"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_proposal"),
        Index("ix_proposal_playbook_id", "playbook_id", "id"),
    )

    id: str = _text()
    playbook_id: str = _text()
    step: str = _text()  # the step it is about; empty: the playbook as a whole
    text: str = _text()
    author: str = _text()  # a Slack id; empty where it came from the command line
    name: str = _text()
    at: datetime = _moment()


class LetterRow(Table, table=True):
    """A direct message about no incident, owed to somebody or settled: each matter is told to a person once."""

    __tablename__ = "letter"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_letter"),
        UniqueConstraint("person", "kind", "subject", name="uq_letter_person_kind_subject"),
        Index("ix_letter_waiting", "free_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_letter_kind_owed_at", "kind", "owed_at"),
    )

    id: str = _text()
    person: str = _text()
    kind: str = _text()  # the matter's class
    subject: str = _text()
    body: str = _text()
    state: str = _text()  # owed, sending, sent, failed
    attempts: int = _number()
    interrupted: bool = _flag()
    owed_at: datetime = _moment()
    free_at: datetime = _moment()  # when it may be sent, or once it is being sent, when its lease runs out
    token: str | None = _text(nullable=True)
    settled_at: datetime | None = _moment(nullable=True)
    reason: str = _text()


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
    kind: str = _text()  # away, cover
    rota: str = _text()  # empty for who is away
    person: str = _text()
    since: datetime = _moment()
    until: datetime | None = _moment(nullable=True)


class DutyChangeRow(Table, table=True):
    """One line of the log of changes: what somebody has changed of the rotas; never changed, never removed."""

    __tablename__ = "duty_change"
    __table_args__ = (PrimaryKeyConstraint("number", name="pk_duty_change"),)

    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    kind: str = _text()
    body: str = _text()
    by: str | None = _text(nullable=True)
    at: datetime = _moment()


class SwapRow(Table, table=True):
    """A wish to swap, as it stands."""

    __tablename__ = "swap"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_swap"),
        Index("ix_swap_asked", "since", sqlite_where=ASKED, postgresql_where=ASKED),
    )

    id: str = _text()
    state: str = _text()
    since: datetime = _moment()  # when the turn begins that is offered
    body: str = _text()


class LackRow(Table, table=True):
    """A gap of a rota that was told, so that it is told once; it goes when the gap does."""

    __tablename__ = "lack"
    __table_args__ = (PrimaryKeyConstraint("key", name="pk_lack"),)

    key: str = _text()
    at: datetime = _moment()


class ContactCheckRow(Table, table=True):
    """One check of everybody's contacts."""

    __tablename__ = "contact_check"
    __table_args__ = (PrimaryKeyConstraint("id", name="pk_contact_check"),)

    id: str = _text()
    by: str = _text()
    at: datetime = _moment()


class AskingRow(Table, table=True):
    """One person in a contact check."""

    __tablename__ = "asking"
    __table_args__ = (
        PrimaryKeyConstraint("check_id", "person", name="pk_asking"),
        ForeignKeyConstraint(("check_id",), ("contact_check.id",), name="fk_asking_contact_check"),
        Index("ix_asking_due_at", "due_at", sqlite_where=DUE, postgresql_where=DUE),
    )

    check_id: str = _text()
    person: str = _text()
    due_at: datetime | None = _moment(nullable=True)
    asked_at: datetime | None = _moment(nullable=True)
    reminded_at: datetime | None = _moment(nullable=True)
    answered_at: datetime | None = _moment(nullable=True)
    wrong: str = _text()
