"""Looks, in a process that shares its database, whether somebody had the files read again in another."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from bot.reloading import Reloading
from playbooks.errors import NotSaved

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(seconds=2)  # one row is read


@dataclass(slots=True, kw_only=True)
class Following:
    """A thread of its own: reading many playbooks must keep neither the beat nor the doors waiting."""

    reload: Reloading
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._run, name="following", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    def look(self) -> bool:
        """Look once; whether there was something to take in."""
        try:
            return self.reload.follow()
        except NotSaved as exc:
            log.warning("files_not_followed", why=str(exc))
        except Exception:
            # What other processes have read must not keep this one from looking again.
            log.exception("files_not_followed")
        return False

    def _run(self) -> None:
        while not self._stopping.wait(EVERY.total_seconds()):
            self.look()
