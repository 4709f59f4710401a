"""
Lay the table of when people were last called.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, empty: nobody is known to have been called."""
    op.create_table(
        "last_call",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_last_call"),
    )


def downgrade() -> None:
    """Remove it: turns then begin anew."""
    op.drop_table("last_call")
