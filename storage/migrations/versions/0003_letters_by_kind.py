"""
Find letters by their kind and moment: the latest of a kind, and those that are past their time.

Revision: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index; no row is touched, and the code before it works on as it did."""
    op.create_index("ix_letter_kind_owed_at", "letter", ["kind", "owed_at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_letter_kind_owed_at", table_name="letter")
