"""
Remember of each incident what it is found by.

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the entries, the stems and the index of this database; incidents that are there are entered by the worker."""
    op.create_table(
        "search_entry",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("form", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ref", "title", "cause", "lesson")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("summary", "said", "cause_name")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "playbook", "unit", "country")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("severity", "language")),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_open", "drill")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("restricted", "imported")),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search_entry"),
        sa.UniqueConstraint("incident_id", name="uq_search_entry_incident_id"),
        sa.UniqueConstraint("external_id", name="uq_search_entry_external_id"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_search_entry_incident"),
    )
    op.create_index("ix_search_entry_cause", "search_entry", ["cause_name", "number"])
    op.create_table(
        "search_stem",
        sa.Column("stem", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stem", name="pk_search_stem"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_index (number bigint CONSTRAINT pk_search_index PRIMARY KEY, stems tsvector NOT NULL)"
        )
        # Without its list of what is still to be sorted in, which every search would read through.
        op.execute(
            "CREATE INDEX ix_search_index_stems ON search_index USING gin (stems) WITH (fastupdate = off)"
        )
    else:
        # The stems themselves stand in the entry; where in it they stand is nothing that is asked here.
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(stems, content='search_entry', content_rowid='number', "
            "detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )


def downgrade() -> None:
    """Remove them; the incidents keep their words."""
    op.execute("DROP TABLE search_index")
    op.drop_table("search_stem")
    op.drop_index("ix_search_entry_cause", "search_entry")
    op.drop_table("search_entry")
