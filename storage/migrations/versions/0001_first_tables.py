"""
Lay the first tables.

Revision: 0001
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = partial(sa.DateTime, timezone=True)
WAITING = sa.text("settled_at IS NULL")
LEASED = sa.text("lease_until IS NOT NULL")
OWED = sa.text("state = 'owed'")


def upgrade() -> None:
    """Make every table."""
    _requests_and_shelf()
    _incidents()
    _dues()
    _outbox()


def downgrade() -> None:
    """Remove every table, and all that was remembered."""
    tables = (
        *("outbox", "lane_pause", "due", "incident_event", "incident_person", "incident"),
        *("released_playbook", "ref_counter", "person", "claim"),
    )
    for table in tables:
        op.drop_table(table)


def _requests_and_shelf() -> None:
    op.create_table(
        "claim",
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("request", name="pk_claim"),
    )
    op.create_index("ix_claim_at", "claim", ["at"])
    op.create_table(
        "person",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_person"),
    )
    op.create_table(
        "ref_counter",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name="pk_ref_counter"),
    )
    op.create_table(
        "released_playbook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_released_playbook"),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("playbook_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("opened_at", MOMENT(), nullable=False),
        sa.Column("closed_at", MOMENT(), nullable=True),
        sa.Column("steps_settled", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["playbook_id", "version"],
            ["released_playbook.id", "released_playbook.version"],
            name="fk_incident_released_playbook",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.UniqueConstraint("ref", name="uq_incident_ref"),
    )
    op.create_index("ix_incident_channel_id", "incident", ["channel_id"])
    op.create_index("ix_incident_opened_at", "incident", ["opened_at"])
    op.create_index("ix_incident_state_opened_at", "incident", ["state", "opened_at"])
    op.create_table(
        "incident_person",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_incident_person_incident"),
        sa.PrimaryKeyConstraint("incident_id", "person", name="pk_incident_person"),
    )
    op.create_table(
        "incident_event",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("occurred_at", MOMENT(), nullable=False),
        sa.Column("recorded_at", MOMENT(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_incident_event_incident"),
        sa.PrimaryKeyConstraint("incident_id", "seq", name="pk_incident_event"),
    )


def _dues() -> None:
    op.create_table(
        "due",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_due_incident"),
        sa.PrimaryKeyConstraint("incident_id", "at", "kind", "subject", name="pk_due"),
    )
    op.create_index("ix_due_at", "due", ["at"])


def _outbox() -> None:
    op.create_table(
        "lane_pause",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("until", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_lane_pause"),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("errand", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        sa.Column("owed_at", MOMENT(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("lease_until", MOMENT(), nullable=True),
        sa.Column("settled_at", MOMENT(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_outbox_incident"),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index("ix_outbox_leased", "outbox", ["lane"], sqlite_where=LEASED, postgresql_where=LEASED)
    op.create_index("ix_outbox_incident_id", "outbox", ["incident_id", "number"])
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "rank", "number"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "uq_outbox_owed",
        "outbox",
        ["incident_id", "errand", "subject"],
        unique=True,
        sqlite_where=OWED,
        postgresql_where=OWED,
    )
