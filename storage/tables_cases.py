"""The tables of customers' cases: who is on whom, why they wrote, and what other tools report."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, UniqueConstraint, false, true

from storage.tables import EMPTY, Table, flag_column, moment_column, number_column, text_column


class CaseClaimRow(Table, table=True):
    """Who is on which customer, so that nobody answers the same one twice."""

    __tablename__ = "case_claim"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", name="pk_case_claim"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_case_claim_incident"),
        Index("ix_case_claim_author", "author"),
        Index("ix_case_claim_thread", "thread"),
    )

    incident_id: str = text_column()
    ref: str = text_column()
    restricted: bool = flag_column()
    author: str = text_column()  # a pseudonym; empty: unknown
    thread: str = text_column()  # the place that the link leads to; empty: unknown
    person: str = text_column()
    since: datetime = moment_column()
    until: datetime = moment_column()


class ReportRow(Table, table=True):
    """What a listening or care tool has reported, once."""

    __tablename__ = "report"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_report"),
        UniqueConstraint("source", "external", name="uq_report_source"),
        Index("ix_report_grouped", "source", "grouped", "arrived_at"),
        Index("ix_report_arrived_at", "arrived_at"),
        Index("ix_report_waiting", "waits", "unit", "urgent", "arrived_at"),
        Index("ix_report_author", "author", "waits"),
    )

    id: str = text_column()
    source: str = text_column()
    external: str = text_column()  # the source's own name for it
    grouped: str = text_column()  # what belongs together; empty: it stands alone
    arrived_at: datetime = moment_column()
    body: str = text_column()
    taken_by: str | None = text_column(nullable=True)  # the incident that was opened for it, or answered it
    waits: bool = flag_column(default=true())  # for somebody; a spike waits for nobody
    urgent: bool = flag_column(default=false())  # goes before the others
    unit: str = text_column(default=EMPTY)
    language: str = text_column(default=EMPTY)  # ISO 639-1; empty: unknown
    author: str = text_column(default=EMPTY)  # a pseudonym; empty: unknown
    held_by: str | None = text_column(nullable=True)  # who is about to answer it
    held_until: datetime | None = moment_column(nullable=True)
    set_aside_by: str | None = text_column(nullable=True)  # who said that nothing is to be done


class VolumeRow(Table, table=True):
    """How many messages about a unit arrived in an hour."""

    __tablename__ = "volume"
    __table_args__ = (PrimaryKeyConstraint("hour", "unit", name="pk_volume"),)

    unit: str = text_column()
    hour: datetime = moment_column()
    messages: int = number_column()


class CaseCauseRow(Table, table=True):
    """What made a customer write."""

    __tablename__ = "case_cause"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", name="pk_case_cause"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_case_cause_incident"),
        Index("ix_case_cause_cause", "cause", "unit", "at"),
    )

    incident_id: str = text_column()
    cause: str = text_column()  # in small letters without accents: the same however it was typed
    unit: str = text_column()
    at: datetime = moment_column()


class TemplateUseRow(Table, table=True):
    """A prepared answer that went out to a customer."""

    __tablename__ = "template_use"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "statement", name="pk_template_use"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_template_use_incident"),
        Index("ix_template_use_at", "at"),
    )

    incident_id: str = text_column()
    statement: str = text_column()
    playbook: str = text_column()
    message: str = text_column()
    at: datetime = moment_column()
    edited: bool = flag_column()  # its words were changed before
    wrote_again: bool = flag_column()  # the customer did, after it
