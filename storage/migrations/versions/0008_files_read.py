"""
Lay the table of when somebody last had the company's files read again, for the processes beside theirs.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table, empty: nobody has asked."""
    op.create_table(
        "files_read",
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("reading", name="pk_files_read"),
    )


def downgrade() -> None:
    """Remove it: each process then reads its files when it is asked itself."""
    op.drop_table("files_read")
