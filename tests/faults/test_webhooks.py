"""N12: what leaves by webhook goes to allowed hosts on the public network, and in time; or not at all."""

import itertools
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpcore
import pytest

from bot.fence import Fence, LeaseLost
from bot.outbound.guarded import Answer, Ban, Forbidden, Guarded, TooSlow, is_public
from tests.fakes.reaching import ADDRESS, HOST

PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Seconds:
    """A clock that goes on by itself at each look."""

    step: float = 0.0
    now: float = 0.0

    def __call__(self) -> float:
        """Give the seconds."""
        self.now += self.step
        return self.now


class Plain(httpcore.NetworkStream):
    """A connection that leaves TLS out: what is tried here stands above it."""

    def __init__(self, stream: httpcore.NetworkStream, at_a_time: int) -> None:
        self._stream = stream
        self._at_a_time = at_a_time

    def start_tls(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Stay as it is."""
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read."""
        return self._stream.read(min(max_bytes, self._at_a_time), timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write."""
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Close."""
        self._stream.close()


@dataclass
class Provider:
    """A small server: it takes one connection after the other and says what it is told to."""

    says: Callable[[socket.socket], None]
    heard: list[bytes] = field(default_factory=list)
    port: int = 0
    at_a_time: int = 65536  # bytes that come with each look
    connected: list[tuple[str, int]] = field(default_factory=list)

    def connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        """Lead a connection to wherever it may go to this server."""
        self.connected.append((address, port))
        line = httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=seconds)
        return Plain(line, self.at_a_time)

    def serve(self, listener: socket.socket) -> None:
        """Answer until the listener is closed."""
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with closing(line):
                request = _request(line)
                if not request:
                    continue
                self.heard.append(request)
                try:
                    self.says(line)
                except OSError:
                    continue


def _request(line: socket.socket) -> bytes:
    taken = b""
    while b"\r\n\r\n" not in taken:
        more = line.recv(65536)
        if not more:
            return taken
        taken += more
    head, _, body = taken.partition(b"\r\n\r\n")
    length = next(
        (int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length")),
        0,
    )
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def provider(says: Callable[[socket.socket], None] | bytes) -> Iterator[Provider]:
    """A provider that answers so."""
    told = (lambda line: line.sendall(says)) if isinstance(says, bytes) else says
    made = Provider(says=told)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(8)
    made.port = listener.getsockname()[1]
    thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
    thread.start()
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def guarded(there: Provider, *addresses: str, seconds: Callable[[], float] | None = None) -> Guarded:
    """A way out on which the provider's name has these addresses."""
    return Guarded(
        hosts=frozenset({HOST}),
        resolve=lambda name, port: addresses or (PUBLIC,),
        connect=there.connect,
        seconds=seconds or Seconds(),
    )


def posts(line: Guarded, url: str = ADDRESS) -> Answer:
    """Post something."""
    return line.request("POST", url, body=b"{}", headers={})


# Where it may go.


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://sms.provider.example/calls", Ban.SCHEME),
        ("file:///etc/passwd", Ban.SCHEME),
        ("gopher://sms.provider.example/", Ban.SCHEME),
        ("https://name:pass@sms.provider.example/", Ban.SCHEME),
        ("https://[::1", Ban.SCHEME),
        ("https://other.example/calls", Ban.HOST),
        ("https://sms.provider.example.evil.example/", Ban.HOST),
        ("https://169.254.169.254/latest/meta-data", Ban.HOST),
        ("https://127.0.0.1/", Ban.HOST),
    ],
)
def test_n12_only_https_to_an_allowed_host(url: str, why: Ban) -> None:
    """Nothing is resolved, nobody is contacted; the refusal has a name."""
    with provider(OK) as there, pytest.raises(Forbidden) as caught:
        posts(guarded(there), url)

    assert why is caught.value.reason
    assert [] == there.connected


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "nonsense"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_n12_a_name_that_leads_into_a_private_network_is_not_called(address: str) -> None:
    """Loopback, link-local, multicast and what carries them within: in IPv6 of every kind too."""
    assert not is_public(address)
    with provider(OK) as there, pytest.raises(Forbidden) as caught:
        posts(guarded(there, PUBLIC, address))

    assert Ban.PRIVATE is caught.value.reason
    assert [] == there.connected


def test_n12_a_name_is_resolved_once_and_the_checked_address_is_called() -> None:
    """DNS that answers otherwise the second time is never asked a second time."""
    told = iter([(PUBLIC,), ("127.0.0.1",)])
    asked: list[str] = []

    def resolve(name: str, port: int) -> Iterable[str]:
        asked.append(f"{name}:{port}")
        return next(told)

    with provider(OK) as there:
        line = Guarded(hosts=frozenset({HOST}), resolve=resolve, connect=there.connect, seconds=Seconds())
        assert 200 == posts(line).status

    assert [f"{HOST}:443"] == asked
    assert [(PUBLIC, 443)] == there.connected
    assert b"\r\nHost: sms.provider.example\r\n" in there.heard[0]


def test_n12_public_addresses_are_public() -> None:
    """The rest of the world is not shut out."""
    assert all(map(is_public, (PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c")))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_n12_a_redirect_is_not_followed(status: int) -> None:
    """Wherever it leads."""
    answer = f"HTTP/1.1 {status} Moved\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with provider(answer.encode()) as there, pytest.raises(Forbidden) as caught:
        posts(guarded(there))

    assert Ban.REDIRECT is caught.value.reason
    assert 1 == len(there.connected)


def test_the_fence_is_passed_after_the_line_to_a_webhook_is_open() -> None:
    """A process that was paused while it opened a line sends nothing on it."""
    with provider(OK) as there:
        fence = Fence(open_to=lambda _: not there.connected)
        line = replace(guarded(there), before=fence.check)
        with pytest.raises(LeaseLost), fence.under("a lease", float("inf")):
            posts(line)

    assert [(PUBLIC, 443)] == there.connected
    assert [] == there.heard


# How long, and how much.


def pours(line: socket.socket) -> None:
    """Answer ten gigabytes."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
    for _ in range(160 * 1024):
        line.sendall(b"x" * 65536)


def drips(line: socket.socket, head: bytes) -> None:
    """Say something, then a byte at a time for ever."""
    line.sendall(head)
    for _ in itertools.count():
        line.sendall(b"x")


def test_n12_an_answer_of_ten_gigabytes_is_cut() -> None:
    """At sixty-four kibibytes."""
    with provider(pours) as there, pytest.raises(Forbidden) as caught:
        posts(guarded(there))

    assert Ban.TOO_LONG is caught.value.reason


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"]
)
def test_n12_a_slow_drip_is_cut_after_ten_seconds_in_all(head: bytes) -> None:
    """Whatever drips, head or body: each byte in time, and the whole too late."""
    clock = Seconds(step=0.1)
    with provider(lambda line: drips(line, head)) as there:
        there.at_a_time = 1
        with pytest.raises(TooSlow):
            posts(guarded(there, seconds=clock))

    assert 11.0 > clock.now


def test_n12_a_silent_provider_is_given_up() -> None:
    """No step may wait longer than is left of the whole."""
    waits: list[float] = []

    def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        waits.append(seconds)
        raise httpcore.ConnectTimeout

    line = Guarded(
        hosts=frozenset({HOST}),
        resolve=lambda name, port: (PUBLIC,),
        connect=connect,
        seconds=Seconds(step=4),
    )
    with pytest.raises(httpcore.ConnectTimeout):
        posts(line)
    assert [6.0] == waits
