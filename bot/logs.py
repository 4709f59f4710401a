"""Logs: one fact a line, with fields; no message texts, no customer's words, no secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

# Slack's tokens, wherever a library's own error message might carry one.
TOKEN: Final = re.compile(r"\b(xox[a-z]-|xapp-)[A-Za-z0-9-]+")


def set_up_logs(level: str) -> None:
    """Write facts as JSON lines to standard error, the libraries' own warnings among them."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING))
    for room in ("bot", "handlers", "storage", "config"):
        logging.getLogger(room).setLevel(number)


def _without_secrets(_: object, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {
        name: TOKEN.sub(r"\1…", value) if isinstance(value, str) else value for name, value in fields.items()
    }
