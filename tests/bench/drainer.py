"""One worker as a process of its own, which lets due moments fall and sends nothing; it begins when it is told to."""

import json
import sys
from datetime import UTC, datetime

from sqlalchemy import text

from bot.clock import SystemClock
from bot.ids import TimeOrderedIds
from bot.logs import set_up_logs
from bot.presence import Beating
from bot.wiring import build
from storage.engine import connect
from tests.bench.life import Birth

IDLE = 3  # rounds without work, after which it is done


def main() -> None:
    """Drain, and print what came of it."""
    set_up_logs("error")
    birth = Birth(**json.loads(sys.argv[1]))
    bot = build(birth.settings(), SystemClock())
    rounds, presence = bot.worker.round, bot.life.together.presence
    assert isinstance(presence, Beating)
    presence.begin(lambda: None)
    print("ready", flush=True)
    sys.stdin.readline()
    fallen, idle = 0, 0
    while idle < IDLE:
        count = rounds.pass_time()
        fallen, idle = fallen + count, 0 if count else idle + 1
    print(json.dumps({"fallen": fallen, "ended": datetime.now(UTC).timestamp()}), flush=True)
    presence.end()
    bot.database.close()


def copies(url: str, incident: str, count: int) -> int:
    """Copy an incident and its due moments that often; give how many of the moments have come."""
    database, ids = connect(url), TimeOrderedIds()
    with database.writing() as connection:
        (ref,) = connection.execute(text("SELECT ref FROM incident WHERE id = :id"), {"id": incident}).one()
        names = [
            name
            for (name,) in connection.execute(
                text("SELECT column_name FROM information_schema.columns WHERE table_name = 'incident'")
            )
        ]
        made = {"id": ":new", "ref": ":ref", "snapshot": "replace(replace(snapshot, :id, :new), :old, :ref)"}
        values = ", ".join(made.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        more = [
            {"id": incident, "old": ref, "new": ids.fresh(), "ref": f"INC-1999-{n:05d}"} for n in range(count)
        ]
        connection.execute(
            text(f"INSERT INTO incident ({columns}) SELECT {values} FROM incident WHERE id = :id"),  # noqa: S608
            more,
        )
        connection.execute(
            text(
                "INSERT INTO due (incident_id, at, kind, subject) SELECT :new, at, kind, subject FROM due "
                "WHERE incident_id = :id"
            ),
            more,
        )
        connection.execute(text("DELETE FROM due WHERE incident_id = :id"), {"id": incident})
        rows: int = connection.execute(text("SELECT count(*) FROM due WHERE at <= now()")).scalar_one()
        connection.commit()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    database.close()
    return rows


if __name__ == "__main__":
    main()
