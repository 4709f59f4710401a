"""What can be done without: a crisis is opened whether or not its past was found."""

from collections.abc import Callable
from typing import TypeVar

import structlog

log = structlog.get_logger(__name__)

Done = TypeVar("Done")


def spared(work: Callable[[], Done], /) -> Done | None:
    """Do it; where it fails, log the fault and give None."""
    try:
        return work()
    except Exception:
        log.exception("past_not_looked_up")
        return None
