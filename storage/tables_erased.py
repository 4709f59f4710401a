"""The tables of what was taken out of the log, seen by this room alone."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint

from storage.tables import Table, moment_column, number_column, text_column


class RedactionRow(Table, table=True):
    """A fact of a log from which a person was erased; never changed, chained to the one before it."""

    __tablename__ = "redaction"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", "number", name="pk_redaction"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_redaction_incident"),
    )

    incident_id: str = text_column()
    number: int = number_column()  # 1 is the first of its incident
    seq: int = number_column()  # of the fact
    before: str = text_column()  # the fact's mac, or what the redaction before this one left
    after: str = text_column()  # a keyed digest of what is left of the fact
    at: datetime = moment_column()
    key_id: str = text_column()
    mac: str = text_column()


class TombstoneRow(Table, table=True):
    """An incident that was deleted because its time was over: where its log ended, and nothing of what it said."""

    __tablename__ = "tombstone"
    __table_args__ = (PrimaryKeyConstraint("ref", name="pk_tombstone"),)

    ref: str = text_column()
    incident_id: str = text_column()
    kind: str = text_column()
    seq: int = number_column()
    mac: str = text_column()  # of the last fact
    days: str = text_column()  # for each day with facts, the last mac of it: 2026-03-02:9f…, parted by blanks
    closed_at: datetime = moment_column()
    at: datetime = moment_column()
    seal: str = text_column()


class LegalHoldRow(Table, table=True):
    """An incident that is kept, however old it is, because somebody said so."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        PrimaryKeyConstraint("incident_id", name="pk_legal_hold"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_legal_hold_incident"),
    )

    incident_id: str = text_column()
    reason: str = text_column()
    at: datetime = moment_column()
