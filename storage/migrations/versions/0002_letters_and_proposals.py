"""
Lay the tables of letters and of proposals.

Revision: 0002
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = partial(sa.DateTime, timezone=True)
WAITING = sa.text("settled_at IS NULL")


def upgrade() -> None:
    """Make both tables; nothing that was there is touched."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("playbook_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_playbook_id", "proposal", ["playbook_id", "id"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        sa.Column("owed_at", MOMENT(), nullable=False),
        sa.Column("free_at", MOMENT(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("settled_at", MOMENT(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("person", "kind", "subject", name="uq_letter_person_kind_subject"),
    )
    op.create_index(
        "ix_letter_waiting", "letter", ["free_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """Remove both, and what was told and proposed."""
    op.drop_table("letter")
    op.drop_table("proposal")
