"""
Lay the tables of absences, covers and swaps, of gaps that were told, and of contact checks.

Only tables are added: the code before this migration reads and writes as it did.

Revision: 0004
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = partial(sa.DateTime, timezone=True)
DUE = sa.text("due_at IS NOT NULL")
ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    """Make the tables; nothing that was there is touched."""
    _duty()
    _checks()


def downgrade() -> None:
    """Remove them, and what people have changed, swapped and confirmed."""
    for table in ("asking", "contact_check", "lack", "swap", "duty_change", "duty"):
        op.drop_table(table)


def _duty() -> None:
    op.create_table(
        "duty",
        _number(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rota", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", MOMENT(), nullable=False),
        sa.Column("until", MOMENT(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_duty"),
    )
    op.create_index("ix_duty_until", "duty", ["until"])
    op.create_table(
        "duty_change",
        _number(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_duty_change"),
    )
    op.create_table(
        "swap",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", MOMENT(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_swap"),
    )
    op.create_index("ix_swap_asked", "swap", ["since"], sqlite_where=ASKED, postgresql_where=ASKED)
    op.create_table(
        "lack",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_lack"),
    )


def _checks() -> None:
    op.create_table(
        "contact_check",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_check"),
    )
    op.create_table(
        "asking",
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT(), nullable=True),
        sa.Column("asked_at", MOMENT(), nullable=True),
        sa.Column("reminded_at", MOMENT(), nullable=True),
        sa.Column("answered_at", MOMENT(), nullable=True),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["contact_check.id"], name="fk_asking_contact_check"),
        sa.PrimaryKeyConstraint("check_id", "person", name="pk_asking"),
    )
    op.create_index("ix_asking_due_at", "asking", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", kind, autoincrement=True, nullable=False)
