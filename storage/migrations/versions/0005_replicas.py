"""
Lay the table of replicas, and let a due moment be taken by one of them.

Older versions run on beside it: they take due moments without saying so, which is harmless.

Revision: 0005
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    """Make the table and the column; nothing that was there is touched."""
    op.create_table(
        "replica",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT(), nullable=False),
        sa.Column("beat_at", MOMENT(), nullable=False),
        sa.Column("gone_at", MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_replica"),
    )
    op.add_column("due", sa.Column("taken_until", MOMENT(), nullable=True))


def downgrade() -> None:
    """Remove both; whoever ran is forgotten."""
    op.drop_column("due", "taken_until")
    op.drop_table("replica")
