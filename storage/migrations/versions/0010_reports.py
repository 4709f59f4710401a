"""
Lay the tables of what listening and care tools report, and of how much there was in each hour.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables, empty: nothing was reported yet."""
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("grouped", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("source", "external", name="uq_report_source"),
    )
    op.create_index("ix_report_grouped", "report", ["source", "grouped", "arrived_at"])
    op.create_index("ix_report_arrived_at", "report", ["arrived_at"])
    op.create_table(
        "volume",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "unit", name="pk_volume"),
    )


def downgrade() -> None:
    """Remove the tables, with what was reported: its sources still have it."""
    op.drop_table("volume")
    op.drop_table("report")
