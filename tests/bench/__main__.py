"""
Measures the numbers to hold, and prints them beside their floors: `make bench`.

The exit code says whether the measuring worked, not whether the targets hold: the table says that, in words.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench import (
    cases,
    crowded,
    growing,
    lists,
    moments,
    past,
    replicas,
    routing,
    rules,
    starts,
    verifying,
)
from tests.bench.machines import ROOT, Databases, SlowSlack, postgresql, slow_slack, sqlite
from tests.bench.table import Figure, Report

OUTPUT = ROOT / "var/test-output/bench.json"


def main() -> int:
    """Measure everything on both databases; give 0."""
    report = Report(machine=_machine())
    _tell("rules ...")
    report.figures["Rules"] = [*rules.measure(), *routing.measure(), *cases.suggestions()]
    with ExitStack() as stack:
        slack = stack.enter_context(slow_slack())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for kind in (sqlite, postgresql):
            with kind() as databases:
                report.figures[databases.name] = list(_measured(databases, slack, folder))
                if databases.name == "PostgreSQL":
                    _tell("several workers, and the peers ...")
                    report.figures["Several workers"] = list(replicas.measure(databases, slack, folder))
    for line in report.lines():
        print(line)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(report.as_json(), indent=2))
    return 0


def _measured(databases: Databases, slack: SlowSlack, folder: Path) -> Iterator[Figure]:
    crowd = partial(crowded.measure, folder=folder / databases.name)
    for part in (
        starts.measure,
        moments.restart,
        partial(moments.lateness, folder=folder),
        lists.measure,
        cases.measure,
        past.measure,
        verifying.measure,
        growing.measure,
        crowd,
    ):
        _tell(f"{databases.name} ...")
        yield from part(databases.fresh(), slack)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _machine() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"Crisis Desk beside a Slack of 120 ms a call; {os.cpu_count()} processors, Python "
        f"{platform.python_version()}; load before the run {load} (where it is not near 0, others worked here too)."
    )


if __name__ == "__main__":
    sys.exit(main())
