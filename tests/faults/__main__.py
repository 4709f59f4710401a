"""`make chaos`: a thousand blows on each database, and what they did."""

import argparse
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from storage.engine import connect
from storage.schema import migrate
from tests.bench.machines import postgresql, sqlite
from tests.faults.chaos import REPLICAS, rage


def main() -> int:
    """Run it; give 0 if nothing was lost and nobody called twice. Raises AssertionError for what does not hold."""
    parser = argparse.ArgumentParser(description="Kill, pause, cut and fail, at seeded moments.")
    parser.add_argument("--blows", type=int, default=1000, help="on each database, in rounds of a hundred")
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--only", choices=tuple(REPLICAS), help="one of the databases")
    options = parser.parse_args()
    for kind, databases in (("postgresql", postgresql), ("sqlite", sqlite)):
        if options.only not in (None, kind):
            continue
        with databases() as made:
            for number in range(0, options.blows, 100):
                url, seed = made.fresh(), options.seed + number
                with closing(connect(url)) as database:
                    migrate(database)
                print(f"{made.name}, {REPLICAS[kind]} processes, seed {seed}:", flush=True)
                with tempfile.TemporaryDirectory() as folder:
                    blows = min(100, options.blows - number)
                    for line in rage(url, kind, Path(folder), blows=blows, seed=seed).lines():
                        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
