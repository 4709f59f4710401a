"""Two queues that others have made, at the same empty work: how late a job begins, and how long many take."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import psycopg
from pgqueuer import PgQueuer
from pgqueuer.db import PsycopgDriver
from pgqueuer.models import Job
from pgqueuer.queries import Queries
from pgqueuer.types import QueueExecutionMode
from procrastinate import App, PsycopgConnector

AT_ONCE = 20  # jobs side by side, where the queue lets one choose
BATCH = 10_000  # jobs handed over together
MARGIN_SECONDS = 2.0  # from the start to the first moment


async def procrastinate_drains(address: str, jobs: int) -> float:
    """Give the seconds that its worker takes over so many empty jobs."""
    app = App(connector=PsycopgConnector(conninfo=address))

    @app.task(name="empty")
    async def empty() -> None:
        return

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for _ in range(0, jobs, BATCH):
            await empty.batch_defer_async(*({} for _ in range(min(BATCH, jobs))))
        began = time.perf_counter()
        await app.run_worker_async(wait=False, concurrency=AT_ONCE, install_signal_handlers=False)
        return time.perf_counter() - began


async def procrastinate_is_late(address: str, seconds: Sequence[float]) -> list[float]:
    """Give by how many seconds each job began late, with its defaults but for the work side by side."""
    app, late = App(connector=PsycopgConnector(conninfo=address)), list[float]()
    done = asyncio.Event()

    @app.task(name="timed")
    async def timed(due: float) -> None:
        late.append(time.time() - due)
        if len(late) == len(seconds):
            done.set()

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        first = time.time() + MARGIN_SECONDS
        for after in seconds:
            moment = datetime.fromtimestamp(first + after, UTC)
            await timed.configure(schedule_at=moment).defer_async(due=first + after)
        worker = asyncio.create_task(app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False))
        await done.wait()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    return late


async def pgqueuer_drains(address: str, jobs: int) -> float:
    """Give the seconds that its worker takes over so many empty jobs."""
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as line:
        queue = PgQueuer(PsycopgDriver(line))
        await Queries(queue.connection).install()

        @queue.entrypoint("empty")
        async def empty(_: Job) -> None:
            return

        for _ in range(0, jobs, BATCH):
            some = min(BATCH, jobs)
            await Queries(queue.connection).enqueue(["empty"] * some, [None] * some, [0] * some)
        began = time.perf_counter()
        await queue.run(mode=QueueExecutionMode.drain, batch_size=AT_ONCE)
        return time.perf_counter() - began


async def pgqueuer_is_late(address: str, seconds: Sequence[float]) -> list[float]:
    """Give by how many seconds each job began late, with its defaults."""
    late = list[float]()
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as line:
        queue = PgQueuer(PsycopgDriver(line))
        await Queries(queue.connection).install()

        @queue.entrypoint("timed")
        async def timed(job: Job) -> None:
            late.append(time.time() - float(job.payload or b""))
            if len(late) == len(seconds):
                queue.shutdown.set()

        first = time.time() + MARGIN_SECONDS
        for after in seconds:
            wait = timedelta(seconds=max(0.0, first + after - time.time()))
            await Queries(queue.connection).enqueue("timed", f"{first + after}".encode(), 0, wait)
        await queue.run()
    return late


WORK = {
    "procrastinate": (procrastinate_drains, procrastinate_is_late),
    "pgqueuer": (pgqueuer_drains, pgqueuer_is_late),
}


def main() -> None:
    """Do one of them, and print what came of it."""
    name, address, told = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    drains, is_late = WORK[name]
    print(json.dumps(asyncio.run(drains(address, told) if isinstance(told, int) else is_late(address, told))))


if __name__ == "__main__":
    main()
