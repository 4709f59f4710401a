"""The tables of what is found again: an entry for each incident, and how many incidents have each stem."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field

from storage.tables import Table, flag_column, moment_column, number_column, text_column


class SearchEntryRow(Table, table=True):
    """An incident as a search sees it. Beside it stands the database's own index of its stems: `search_index`."""

    __tablename__ = "search_entry"
    __table_args__ = (
        PrimaryKeyConstraint("number", name="pk_search_entry"),
        UniqueConstraint("incident_id", name="uq_search_entry_incident_id"),
        UniqueConstraint("external_id", name="uq_search_entry_external_id"),
        ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_search_entry_incident"),
        Index("ix_search_entry_cause", "cause_name", "number"),
    )

    # Both databases index numbers, and give the latest first by them.
    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), autoincrement=True, nullable=False),
    )
    incident_id: str = text_column()
    external_id: str | None = text_column(nullable=True)  # its name where it was brought from
    form: int = number_column()  # in which its words are kept
    ref: str = text_column()
    title: str = text_column()
    cause: str = text_column()
    lesson: str = text_column()
    summary: str = text_column()
    said: str = text_column()
    cause_name: str = text_column()  # the same for every way of typing it
    kind: str = text_column()
    playbook: str = text_column()
    unit: str = text_column()
    country: str = text_column()
    severity: str = text_column()
    language: str = text_column()
    opened_at: datetime = moment_column()
    is_open: bool = flag_column()
    drill: bool = flag_column()
    restricted: bool = flag_column()
    imported: bool = flag_column()
    words: str = text_column()  # by field, in their order, each with its stems: what ranking reads
    stems: str = text_column()  # each once: what the index holds


class SearchStemRow(Table, table=True):
    """How many incidents have a stem; the empty one is that of all of them. Restricted ones are not counted."""

    __tablename__ = "search_stem"
    __table_args__ = (PrimaryKeyConstraint("stem", name="pk_search_stem"),)

    # Sorted by its signs alone, whatever the server's language: it is looked for by its beginning.
    stem: str = Field(
        sa_column=Column(Text().with_variant(Text(collation="C"), "postgresql"), nullable=False)
    )
    documents: int = number_column()
