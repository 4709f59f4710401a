"""A line between one process and the database, for a test to cut."""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import make_url


class Line:
    """
    The way to a PostgreSQL through this process.

    While it is cut nothing passes either way, nothing is refused, and neither end is told: what was on its way arrives
    once the line is mended. `url` is how a process reaches the database by it.
    """

    def __init__(self, database_url: str) -> None:
        address = make_url(database_url)
        self._server = str(Path(str(address.query["host"])) / ".s.PGSQL.5432")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listener]
        self._whole = Event()
        self._whole.set()
        here = address.set(host="127.0.0.1", port=self._listener.getsockname()[1])
        self.url = here.difference_update_query(("host",)).render_as_string(hide_password=False)
        _aside(self._accept)

    def cut(self) -> None:
        """Let nothing pass."""
        self._whole.clear()

    def mend(self) -> None:
        """Let everything pass again, first what was on its way."""
        self._whole.set()

    def close(self) -> None:
        """Hang up on both ends."""
        self.mend()
        for one in tuple(self._sockets):
            _hang_up(one)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                self._sockets += (near, far)
                _aside(self._carry, near, far)
                _aside(self._carry, far, near)

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while said := here.recv(65536):
                self._whole.wait()
                there.sendall(said)
        self._whole.wait()
        _hang_up(here)
        _hang_up(there)


def _aside(work: Callable[..., None], *ends: socket.socket) -> None:
    Thread(target=work, args=ends, name="line", daemon=True).start()


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
