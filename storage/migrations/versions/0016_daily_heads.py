"""
Lay the tables of the daily heads of the log, and find what was recorded lately.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make both tables, empty: the first head is drawn by the worker. The index takes a second for a million facts."""
    op.create_table(
        "daily_head",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("previous", "key_id", "value")),
        sa.PrimaryKeyConstraint("day", name="pk_daily_head"),
    )
    op.create_table(
        "head_mark",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("day", "incident_id", "ref")),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_head_mark"),
        sa.UniqueConstraint("incident_id", "seq", name="uq_head_mark_incident_id_seq"),
    )
    op.create_index("ix_head_mark_day", "head_mark", ["day", "number"])
    op.create_index("ix_incident_event_recorded_at", "incident_event", ["recorded_at"])


def downgrade() -> None:
    """Remove them; what was posted of the heads can no longer be compared with anything."""
    op.drop_index("ix_incident_event_recorded_at", "incident_event")
    op.drop_index("ix_head_mark_day", "head_mark")
    op.drop_table("head_mark")
    op.drop_table("daily_head")
