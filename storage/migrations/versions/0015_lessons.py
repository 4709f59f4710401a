"""
Lay the table of what reviews decided to do.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table, empty: the worker enters what was decided before."""
    op.create_table(
        "lesson",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("left_to_do", sa.Boolean(), nullable=False),
        sa.Column("drafted", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "action", name="pk_lesson"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_lesson_incident"),
    )
    op.create_index("ix_lesson_left", "lesson", ["left_to_do", "due_at"])
    op.create_index("ix_lesson_due_at", "lesson", ["due_at"])


def downgrade() -> None:
    """Remove the table; what was decided stands in the logs."""
    op.drop_table("lesson")
