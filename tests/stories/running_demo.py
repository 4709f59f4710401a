"""The command `crisis demo`, running as an operator starts it, on free ports and a database of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 60  # seconds, on a machine that does a lot of other things


@dataclass(slots=True)
class RunningDemo:
    """One demo: what it printed until its address was told, and the process."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The practice page, as the last thing printed tells it."""
        return self.printed[-1].split()[-1]

    @property
    def pages(self) -> str:
        """The product's own address, where its pages are."""
        line = next(line for line in self.printed if line.endswith("/incidents"))
        return line.split()[-1].removesuffix("/incidents")

    def ends(self, by: signal.Signals) -> tuple[int, str]:
        """Tell it to stop; how it exited, and what more it said."""
        self.process.send_signal(by)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, rest


@contextmanager
def running_demo(folder: Path, language: str) -> Iterator[RunningDemo]:
    """Start a demo, give it once its address is told, and end it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CRISIS_", "SLACK_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "demo"],
        env={
            **kept,
            "CRISIS_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
            "CRISIS_LANGUAGE": language,
            "CRISIS_PORT": "0",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            demo = RunningDemo(process)
            assert process.stdout is not None
            for line in process.stdout:
                demo.printed.append(line.strip())
                if "/?as=" in line:
                    break
            yield demo
        finally:
            process.kill()
            # Whatever it said meanwhile is shown with a failed test.
            if process.stdout is not None and not process.stdout.closed:
                sys.stdout.write(process.stdout.read())
