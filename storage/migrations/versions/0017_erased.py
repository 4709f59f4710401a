"""
Lay the tables of what was taken out of the log: names that were erased, incidents that were deleted, and what is kept.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables, empty: nothing was taken out so far."""
    op.create_table(
        "redaction",
        sa.Column("incident_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("number", "seq")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("before", "after")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("key_id", "mac")),
        sa.PrimaryKeyConstraint("incident_id", "number", name="pk_redaction"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_redaction_incident"),
    )
    op.create_table(
        "tombstone",
        sa.Column("ref", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("incident_id", "kind")),
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("mac", "days")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("closed_at", "at")),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_tombstone"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_legal_hold"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_legal_hold_incident"),
    )


def downgrade() -> None:
    """Remove them; what was taken out of the log does not come back, and a log without its redactions is not whole."""
    op.drop_table("legal_hold")
    op.drop_table("tombstone")
    op.drop_table("redaction")
