"""
What a test may ask of the machine it runs on, and what it may not do there.

A test that needs more than Python says so with `@pytest.mark.needs("chromium")`. Where the thing is missing
the test is skipped by name, and the last lines of the run say which command brings it. With `CI` or
`CRISIS_NO_SKIP` set, a skip of any kind is a failure.
"""

import ipaddress
import os
import shutil
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something a machine may lack: how to tell, and the command that brings it (run as root if need be)."""

    present: Callable[[], bool]
    brought_by: str


NEEDS = {
    "chromium": Need(
        present=lambda: chromium() is not None and _driver_runs(),
        brought_by="apt-get install -y chromium libatomic1 fonts-noto-color-emoji",
    ),
    "emulate": Need(
        present=lambda: (
            shutil.which("node") is not None and (TESTS / "emulate/node_modules/emulate").is_dir()
        ),
        brought_by="apt-get install -y nodejs npm && make emulate",
    ),
}


def chromium() -> str | None:
    """Where this machine keeps its Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _driver_runs() -> bool:
    """Whether Playwright's own Node finds the one library that a bare Debian lacks."""
    return sys.platform != "linux" or find_library("atomic") is not None


def refuses_skips() -> bool:
    """Whether this run counts a skipped test as a failed one."""
    return any(os.environ.get(name, "") not in ("", "0", "false") for name in ("CI", "CRISIS_NO_SKIP"))


class LoopbackOnly:
    """
    Notes and refuses every connection and look-up that would leave this machine.

    Installed as an audit hook, which Python offers no way to take out again: one for each run.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        host = _host_asked(event, arguments)
        if host is None or _is_here(host):
            return
        self.refused.append(f"{event} {host}")
        message = f"tests speak to this machine only, and not to {host}"
        raise PermissionError(message)


def _host_asked(event: str, arguments: tuple[object, ...]) -> str | None:
    match event, arguments:
        case (("socket.connect" | "socket.sendto"), (_, (str(host), *_))):
            return host
        case "socket.getaddrinfo", (str(host), *_):
            return host
        case _:
            return None


def _is_here(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
