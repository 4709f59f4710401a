"""
Requests to addresses that others have written down: to allowed hosts alone, and never into a private network.

The name is resolved here, every address it has is checked, and the connection goes to an address that was checked:
no second look-up could lead elsewhere. One deadline covers everything from the name to the answer's last byte.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
import httpx

from bot.fence import CALL_LIMIT

TOTAL_SECONDS: Final = CALL_LIMIT.total_seconds()  # from the name to the last byte of the answer
LARGEST_ANSWER: Final = 64 * 1024  # bytes
NAT64: Final = ip_network("64:ff9b::/96")  # whose last four bytes are an IPv4 address

Resolve = Callable[[str, int], Iterable[str]]
Connect = Callable[[str, int, float], httpcore.NetworkStream]


class Ban(StrEnum):
    """Why a request is not made, or its answer not taken."""

    SCHEME = "hook_scheme"
    HOST = "hook_host"
    PRIVATE = "hook_private"
    REDIRECT = "hook_redirect"
    TOO_LONG = "hook_too_long"


class Forbidden(Exception):
    """The request is not made, or its answer not taken; `reason` names why."""

    def __init__(self, reason: Ban) -> None:
        self.reason = reason
        super().__init__(reason)


class TooSlow(Exception):
    """The deadline has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; its body is of no interest."""

    status: int
    headers: Mapping[str, str]


def resolved(name: str, port: int) -> Iterable[str]:
    """Give every address of a name."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(str(address[0]) for *_, address in found)


def connected(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Connect to an address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


def is_public(address: str) -> bool:
    """Whether an address lies on the public network, also as what it carries within."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    if isinstance(address, IPv4Address):
        return ()
    teredo = address.teredo or ()
    carried = IPv4Address(address.packed[-4:]) if address in NAT64 else None
    return [a for a in (address.ipv4_mapped, address.sixtofour, carried, *teredo) if a is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """Makes requests under these rules. `seconds` is any clock that never goes back."""

    hosts: frozenset[str]
    resolve: Resolve = resolved
    connect: Connect = connected
    seconds: Callable[[], float] = time.monotonic
    before: Callable[[], object] = lambda: (
        None
    )  # asked before the line is opened and before what is written on it; it may raise
    _trust: list[ssl.SSLContext] = field(default_factory=list, repr=False)

    def request(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        """Ask. Raises Forbidden, TooSlow, or what httpx raises for a line that breaks."""
        self.must_be_allowed(url)
        self.before()
        deadline = self.seconds() + TOTAL_SECONDS
        line = _Line(guard=self, deadline=deadline)
        transport = _Transport(line, self._context())
        with (
            httpx.Client(transport=transport, timeout=TOTAL_SECONDS, trust_env=False) as client,
            client.stream(method, url, content=body, headers=dict(headers)) as answer,
        ):
            return self._taken(answer)

    def must_be_allowed(self, url: str) -> str:
        """Give the host of an address; it must be https:// at an allowed one. Raises Forbidden."""
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError as exc:
            raise Forbidden(Ban.SCHEME) from exc
        if parts.scheme != "https" or parts.username is not None:
            raise Forbidden(Ban.SCHEME)
        if host not in self.hosts:
            raise Forbidden(Ban.HOST)
        return host

    def _taken(self, answer: httpx.Response) -> Answer:
        if answer.is_redirect or 300 <= answer.status_code < 400:
            raise Forbidden(Ban.REDIRECT)
        size = 0
        for chunk in answer.iter_raw():
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise Forbidden(Ban.TOO_LONG)
        return Answer(status=answer.status_code, headers=dict(answer.headers))

    def _context(self) -> ssl.SSLContext:
        # Reading the world's certificates takes longer than most answers: once is enough.
        if not self._trust:
            self._trust.append(httpx.create_ssl_context(trust_env=False))
        return self._trust[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line(httpcore.NetworkBackend):
    """Connects to checked addresses only, and leaves no step more time than is left of the whole."""

    guard: Guarded
    deadline: float

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = list(self.guard.resolve(host, port))
        if not addresses or not all(is_public(address) for address in addresses):
            raise Forbidden(Ban.PRIVATE)
        stream = self.guard.connect(addresses[0], port, self.left())
        return _Stream(stream, self)

    def left(self) -> float:
        left = self.deadline - self.guard.seconds()
        if left <= 0:
            raise TooSlow
        return left


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, line: _Line) -> None:
        self._stream = stream
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._line.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # Once more: the name and the line may have taken as long as it takes another to take over.
        self._line.guard.before()
        self._stream.write(buffer, timeout=self._line.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, timeout=self._line.left())
        return _Stream(secured, self._line)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Transport(httpx.BaseTransport):
    """One connection, for one request; without proxies, whatever the environment says."""

    def __init__(self, line: _Line, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=line, max_connections=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
