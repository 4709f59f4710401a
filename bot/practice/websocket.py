"""The server's side of one WebSocket (RFC 6455), as far as Socket Mode needs it: text, ping, pong, close."""

import base64
import hashlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import cycle

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MAX_MESSAGE_BYTES = 1024 * 1024


class Opcode(IntEnum):
    """The kinds of frame."""

    CONTINUATION = 0
    TEXT = 1
    CLOSE = 8
    PING = 9
    PONG = 10


def accept_key(key: str) -> str:
    """What the server answers to a client's Sec-WebSocket-Key."""
    digest = hashlib.sha1((key + _MAGIC).encode(), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


class WebSocket:
    """One open connection. Sending is safe from any thread; one thread reads, with `read(size)`."""

    def __init__(self, connection: socket.socket, read: Callable[[int], bytes]) -> None:
        self._connection = connection
        self._read_bytes = read
        self._sending = threading.Lock()

    def send(self, text: str) -> None:
        """Send one text. Raises OSError when the other side is gone."""
        self._frame(Opcode.TEXT, text.encode())

    def close(self) -> None:
        """Say goodbye and let the reading thread end. Raises OSError when the other side is gone."""
        self._frame(Opcode.CLOSE, struct.pack("!H", 1000))
        self._connection.shutdown(socket.SHUT_RDWR)

    def texts(self) -> Iterator[str]:
        """Every text the other side sends, until it goes away or breaks the protocol. Pings are answered."""
        gathered = b""
        try:
            while True:
                last, opcode, content = self._read()
                if opcode is Opcode.CLOSE:
                    return
                if opcode is Opcode.PING:
                    self._frame(Opcode.PONG, content)
                elif opcode in (Opcode.TEXT, Opcode.CONTINUATION):
                    gathered += content
                    if last:
                        yield gathered.decode(errors="replace")
                        gathered = b""
                    elif len(gathered) > MAX_MESSAGE_BYTES:
                        return
        except (OSError, EOFError, ValueError):
            return

    def _frame(self, opcode: Opcode, content: bytes) -> None:
        size = len(content)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, size)
        elif size < 65_536:
            head = struct.pack("!BBH", 0x80 | opcode, 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 127, size)
        with self._sending:
            self._connection.sendall(head + content)

    def _read(self) -> tuple[bool, Opcode, bytes]:
        """One frame. Raises EOFError at the end, ValueError for what no client may send."""
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        if not second & 0x80 or size > MAX_MESSAGE_BYTES:
            msg = "a client's frame is masked, and not longer than a megabyte"
            raise ValueError(msg)
        mask = self._exactly(4)
        content = bytes(byte ^ key for byte, key in zip(self._exactly(size), cycle(mask), strict=False))
        return bool(first & 0x80), Opcode(first & 0x0F), content

    def _exactly(self, size: int) -> bytes:
        read = self._read_bytes(size)
        if len(read) < size:
            raise EOFError
        return read
