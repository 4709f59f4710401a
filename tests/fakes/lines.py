"""A line between two programs that a test can cut as a network is cut: it stays open, and no byte passes."""

import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import make_url

AT_ONCE: Final = 65_536  # bytes


def _nothing() -> None:
    """Do it."""


class CuttableLine:
    """
    Carries whatever comes to its port on to another address, both ways, until it is cut.

    While it is cut nobody is refused and nothing is closed: who sends is left waiting. Healed, it carries on what was
    under way, as TCP does that sends again what was lost.
    """

    def __init__(self, to: Path | tuple[str, int]) -> None:
        self._to = to
        self._passes = threading.Event()
        self._passes.set()
        self._over = False
        self._counting = threading.Lock()
        self._open = ExitStack()
        self._listener = self._open.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port: Final[int] = self._listener.getsockname()[1]
        self.asked = 0  # on how many connections somebody has sent something

        threading.Thread(target=self._listen, name="line", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._over = True
        self._passes.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._open.close()

    def cut(self) -> None:
        """Let nothing pass from now on."""
        self._passes.clear()

    def heal(self) -> None:
        """Let everything pass again."""
        self._passes.set()

    def _listen(self) -> None:
        with suppress(OSError):
            while not self._over:
                near, _ = self._listener.accept()
                self._open.callback(near.close)
                threading.Thread(target=self._join, args=(near,), name="line", daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        far = socket.socket(socket.AF_UNIX if isinstance(self._to, Path) else socket.AF_INET)
        self._passes.wait()
        far.connect(str(self._to) if isinstance(self._to, Path) else self._to)
        back = threading.Thread(target=self._carry, args=(far, near), name="line", daemon=True)
        back.start()
        self._carry(near, far, self._count)
        back.join()
        for end in (near, far):
            end.close()

    def _count(self) -> None:
        with self._counting:
            self.asked += 1

    def _carry(self, here: socket.socket, there: socket.socket, began: Callable[[], None] = _nothing) -> None:
        with suppress(OSError):
            while (came := here.recv(AT_ONCE)) and not self._over:
                began()
                began = _nothing
                self._passes.wait()
                there.sendall(came)
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def line_to(database_url: str) -> CuttableLine:
    """Make a line to a PostgreSQL that listens on a Unix socket."""
    folder = make_url(database_url).query["host"]
    return CuttableLine(Path(str(folder)) / ".s.PGSQL.5432")


def by_line(database_url: str, line: CuttableLine, options: str = "") -> str:
    """Give the address of a database by a line, with options of the server's own."""
    url = make_url(database_url).set(host="127.0.0.1", port=line.port).difference_update_query(("host",))
    asked = url if not options else url.update_query_dict({"options": options})
    return asked.render_as_string(hide_password=False)
