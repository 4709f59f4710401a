"""
Lay the table of which prepared answers went out, and what came of each.

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table, empty: what went out before is not counted."""
    op.create_table(
        "template_use",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("wrote_again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "statement", name="pk_template_use"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_template_use_incident"),
    )
    op.create_index("ix_template_use_at", "template_use", ["at"])


def downgrade() -> None:
    """Remove the table; what went out stands in the logs."""
    op.drop_table("template_use")
