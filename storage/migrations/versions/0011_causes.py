"""
Lay the table of what made customers write.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table, empty: nobody has named a cause yet."""
    op.create_table(
        "case_cause",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_case_cause"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_case_cause_incident"),
    )
    op.create_index("ix_case_cause_cause", "case_cause", ["cause", "unit", "at"])


def downgrade() -> None:
    """Remove the table; what was named stands in the logs."""
    op.drop_table("case_cause")
