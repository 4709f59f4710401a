"""Serves the practice workspace on loopback: the Web API for the bot, the page for people."""

import contextlib
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from bot.practice.delivery import Deliver
from bot.practice.exchange import Reply, Request
from bot.practice.page import Page
from bot.practice.refusals import ConnectionCut
from bot.practice.socket_mode import Sockets
from bot.practice.web_api import answer_bot, from_a_browser
from bot.practice.websocket import WebSocket, accept_key
from bot.practice.workspace import Workspace

MAX_BODY_BYTES = 4 * 1024 * 1024
IDLE_SECONDS = 30
# A name that resolves to this machine by somebody else's DNS must not reach it (DNS rebinding).
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class PracticeServer:
    """
    The workspace behind a web address, in threads of its own.

    A plain threaded server of the standard library and not ASGI: every line stays synchronous, and a planned
    "connection dropped" really closes the socket, before a single byte of an answer.
    """

    def __init__(
        self,
        workspace: Workspace,
        deliver: Deliver,
        host: str = "127.0.0.1",
        port: int = 0,
        forward: Callable[[timedelta], object] | None = None,
    ) -> None:
        self._workspace = workspace
        self._page = Page(workspace, deliver, forward)
        self._address = (host, port)
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """The address, without a slash at its end. Raises RuntimeError before `start`."""
        if self._server is None:
            msg = "the practice server has not been started"
            raise RuntimeError(msg)
        host, port = self._address[0], self._server.server_address[1]
        return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - compared, not bound.

    def start(self) -> Self:
        """Open the door. Raises OSError when the port is taken."""
        self._server = _Server(self._address, self._answer, self._workspace.sockets)
        self._workspace.home = self.url
        run = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="practice-server", daemon=True
        )
        run.start()
        return self

    def stop(self) -> None:
        """Close the door and every connection; once closed, again is harmless."""
        if self._server is not None:
            self._server.close_all()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answer(self, request: Request) -> Reply:
        if not on_loopback(request.headers.get("host", "")):
            return Reply(status=403, body=b"This server answers on this machine's own names only.")
        return answer_bot(self._workspace, request) or self._page.answer(request)


def on_loopback(host: str) -> bool:
    """Whether a Host header names this machine."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK_NAMES
    except ValueError:
        return False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], answer: Callable[[Request], Reply], sockets: Sockets
    ) -> None:
        self.answer = answer
        self.sockets = sockets
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def admit(self, request: Request) -> bool:
        """Whether the bot, and no web page, holds a ticket for a WebSocket."""
        known = on_loopback(request.headers.get("host", "")) and not from_a_browser(request)
        return known and self.sockets.admit(request.path.removeprefix("/socket/"))

    def close_all(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    timeout = IDLE_SECONDS
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name.
        """Say nothing: the bot keeps its own log."""

    def _serve(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return self._send(Reply(status=413, body=b"The body is too large, or its length is not told."))
        request = Request(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
        )
        if request.path.startswith("/socket/"):
            return self._socket(request)
        try:
            reply = self.server.answer(request)
        except ConnectionCut:
            # Not a byte is written: the other side sees the connection end without an answer.
            self.close_connection = True
            return None
        except Exception:
            self._send(Reply(status=500, body=b"The practice workspace itself failed; its log says how."))
            raise
        with contextlib.suppress(OSError):
            self._send(reply)
        return None

    def _socket(self, request: Request) -> None:
        """Turn this connection into a WebSocket of the bot, for as long as it lives."""
        self.close_connection = True
        key = request.headers.get("sec-websocket-key", "")
        if not key or not self.server.admit(request):
            return self._send(Reply(status=403, body=b"This ticket is not valid, or was used."))
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept_key(key))
        self.end_headers()
        self.wfile.flush()
        self.connection.settimeout(None)
        self.server.sockets.serve(WebSocket(self.connection, self.rfile.read))
        return None

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()
