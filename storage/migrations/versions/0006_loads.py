"""
Lay the table of who is busy with which open incident, and fill it from the incidents that run.

Revision: 0006
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BATCH = 500


def upgrade() -> None:
    """Make the table; whoever leads an open incident or took a call of it is busy with it, drills apart."""
    table = op.create_table(
        "incident_load",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "person", name="pk_incident_load"),
        sa.ForeignKeyConstraint(("incident_id",), ("incident.id",), name="fk_incident_load_incident"),
    )
    incident = sa.table(
        "incident", *(sa.column(name) for name in ("id", "lead", "state", "drill", "snapshot"))
    )
    runs = sa.select(incident.c.id, incident.c.lead, incident.c.snapshot).where(
        incident.c.state == "open", incident.c.drill == sa.false()
    )
    rows = [
        {"incident_id": found, "person": person}
        for found, lead, snapshot in op.get_bind().execute(runs)
        for person in sorted({lead, *_took(snapshot)})
    ]
    for first in range(0, len(rows), BATCH):
        op.bulk_insert(table, rows[first : first + BATCH])


def _took(snapshot: str) -> set[str]:
    calls = json.loads(snapshot[snapshot.index("{") :]).get("calls", ())  # its shape stands before it
    return {call["person"] for call in calls if call.get("state") == "taken"}


def downgrade() -> None:
    """Remove the table; it is made anew from the incidents."""
    op.drop_table("incident_load")
