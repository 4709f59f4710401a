"""
Note of each report whether it waits, for which unit, whether it goes first, and who is about to answer it.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns; what was reported before waits unless it was taken, for the unit that its body names."""
    for column in (
        sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("unit", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("language", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("author", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("held_by", sa.Text(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_by", sa.Text(), nullable=True),
    ):
        op.add_column("report", column)
    of_body = {"sqlite": "json_extract(body, '$.{}')", "postgresql": "body::json ->> '{}'"}
    read = of_body[op.get_bind().dialect.name]
    copied = (f"{name} = coalesce({read.format(name)}, '')" for name in ("unit", "language", "author"))
    op.execute(f"UPDATE report SET {', '.join(copied)}")  # noqa: S608 - ours.
    op.execute("UPDATE report SET waits = false WHERE taken_by IS NOT NULL")
    op.create_index("ix_report_waiting", "report", ["waits", "unit", "urgent", "arrived_at"])
    op.create_index("ix_report_author", "report", ["author", "waits"])


def downgrade() -> None:
    """Remove the columns; a report that was set aside waits again."""
    op.drop_index("ix_report_author", "report")
    op.drop_index("ix_report_waiting", "report")
    for column in ("set_aside_by", "held_until", "held_by", "author", "language", "unit", "urgent", "waits"):
        op.drop_column("report", column)
