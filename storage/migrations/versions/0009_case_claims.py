"""
Lay the table of who is on which customer.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table, empty: no incident that is open knows a customer yet."""
    op.create_table(
        "case_claim",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_case_claim"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_case_claim_incident"),
    )
    op.create_index("ix_case_claim_author", "case_claim", ["author"])
    op.create_index("ix_case_claim_thread", "case_claim", ["thread"])


def downgrade() -> None:
    """Remove the table; it is made anew from the cases as each of them changes."""
    op.drop_table("case_claim")
