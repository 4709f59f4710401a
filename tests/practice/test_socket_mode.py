"""Socket Mode: slack_bolt's own handler connects to the workspace, and a person's hands reach it there."""

import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice.person import Person
from bot.practice.refusals import NotAcknowledged
from bot.practice.socket_mode import MAX_CONNECTIONS, Sockets
from bot.practice.team import APP_TOKEN, BOT_TOKEN
from bot.practice.websocket import WebSocket, accept_key
from bot.practice.workspace import Workspace
from tests.practice import little_bot
from tests.practice.conftest import Served


@pytest.fixture
def connected(served: Served) -> Iterator[Person]:
    """Somebody whose deeds reach the little bot over its WebSocket."""
    base = f"{served.server.url}/api/"
    app = little_bot.make(served.workspace, served.server.url)
    handler = SocketModeHandler(app, APP_TOKEN, web_client=WebClient(token=APP_TOKEN, base_url=base))
    handler.connect()  # type: ignore[no-untyped-call]
    sockets = served.workspace.sockets
    assert sockets.wait_for(1)
    yield Person(served.workspace, "UDANA", sockets.deliver, elapsed=lambda: 0.0)
    handler.close()  # type: ignore[no-untyped-call]


def test_the_same_deeds_travel_over_a_socket(connected: Person) -> None:
    """A command, a form, a mistake beside its field, a click and an event, without one signed request."""
    connected.types("/crisis hello")
    assert "You said: hello" == connected.ephemerals()[-1].text

    connected.types("/crisis start breach")
    sheet = connected.fills(connected.opens_form(), {"title": "Nothing"})
    connected.submits(sheet)
    assert {"title"} == set(connected.opens_form().errors)
    connected.fills(sheet, {"title": "Something"})
    connected.submits(sheet)
    assert () == connected.forms()

    connected.types("/crisis card")
    shown = connected.sees("general")[-1]
    connected.clicks(shown, "Done")
    assert "4 of 14 done" in connected.now_seen(shown).words

    home = connected.opens_home()
    assert home is not None


def test_without_a_connection_nothing_arrives(workspace: Workspace) -> None:
    """The person is told, as when a bot is down."""
    with pytest.raises(NotAcknowledged, match="dispatch_failed"):
        Person(workspace, "UDANA", workspace.sockets.deliver).types("/crisis")


def test_a_ticket_opens_one_connection(served: Served) -> None:
    """A guessed or used ticket is refused, and so is a web page with a good one."""
    served.workspace.sockets.ticket()
    good = served.workspace.sockets.ticket()
    headers = {"Sec-WebSocket-Key": "x", "Upgrade": "websocket"}

    for ticket, more in (("guess", {}), (good, {"Origin": "http://evil.example"})):
        answer = httpx.get(f"{served.server.url}/socket/{ticket}", headers={**headers, **more})
        assert 403 == answer.status_code
    assert served.workspace.sockets.admit(good)
    assert not served.workspace.sockets.admit(good)


def test_only_the_app_token_opens_connections(workspace: Workspace) -> None:
    """The bot's token is refused; the app's gives an address of this server."""
    _, _, refused = workspace.call("apps.connections.open", {}, BOT_TOKEN)
    _, _, opened = workspace.call("apps.connections.open", {}, APP_TOKEN)

    assert refused is not None
    assert opened is not None
    assert "not_allowed_token_type" == refused["error"]
    assert opened["url"].startswith("ws://127.0.0.1")


class Wire:
    """A socket that keeps what is sent over it."""

    def __init__(self) -> None:
        self.sent = b""

    def sendall(self, sent: bytes) -> None:
        self.sent += sent

    def shutdown(self, how: int) -> None:
        """Nothing to shut."""


def masked(opcode: int, content: bytes, *, last: bool = True) -> bytes:
    """A client's frame, masked with zeros."""
    return bytes([(0x80 if last else 0) | opcode, 0x80 | len(content)]) + b"\0\0\0\0" + content


def over(frames: bytes) -> tuple[Any, list[str]]:
    """What is answered to these bytes, and the texts that came out of them."""
    wire: Any = Wire()
    return wire, list(WebSocket(wire, BytesIO(frames).read).texts())


def test_frames_are_read_and_pings_answered() -> None:
    """Whole and split texts come out; a ping is answered; a close ends it."""
    frames = masked(1, b"one") + masked(9, b"?") + masked(1, b"tw", last=False) + masked(0, b"o")

    wire, texts = over(frames + masked(8, b"") + masked(1, b"never"))

    assert ["one", "two"] == texts
    assert b"\x8a\x01?" == wire.sent


@pytest.mark.parametrize(
    "broken",
    [b"\x81\x03abc", b"\x81\xff" + b"\x7f" * 8, b"\x81", masked(5, b"x"), b""],
    ids=["unmasked", "huge", "cut", "unknown", "empty"],
)
def test_a_broken_frame_ends_the_connection(broken: bytes) -> None:
    """No text comes out, and nothing is raised."""
    assert [] == over(broken)[1]


def test_the_handshake_is_the_standards_own() -> None:
    """The example of RFC 6455."""
    assert "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" == accept_key("dGhlIHNhbXBsZSBub25jZQ==")


class Quiet(WebSocket):
    """A connection that acknowledges what it is sent, or does not."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.end = threading.Event()

    def send(self, text: str) -> None:
        self.received.append(text)

    def close(self) -> None:
        self.end.set()

    def texts(self) -> Iterator[str]:
        self.end.wait(10)
        return iter(())


def test_an_eleventh_connection_is_sent_away() -> None:
    """Slack allows ten; the next one is told why and closed."""
    sockets = Sockets()
    ten = [Quiet() for _ in range(MAX_CONNECTIONS)]
    threads = [threading.Thread(target=sockets.serve, args=(one,)) for one in ten]
    for thread in threads:
        thread.start()
    assert sockets.wait_for(MAX_CONNECTIONS)

    crowded = Quiet()
    sockets.serve(crowded)
    sockets.disconnect("warning")
    assert MAX_CONNECTIONS == sockets.count()
    sockets.disconnect("refresh_requested")
    for thread in threads:
        thread.join(10)

    assert "too_many_websockets" in crowded.received[-1]
    assert all("warning" in one.received[-2] for one in ten)
    assert all("refresh_requested" in one.received[-1] for one in ten)
    assert 0 == sockets.count()


def test_an_envelope_that_nobody_acknowledges_has_timed_out() -> None:
    """A silent connection is no acknowledgement; the same envelope may then be sent again."""
    sockets = Sockets(patience_seconds=0.01)
    silent = Quiet()
    thread = threading.Thread(target=sockets.serve, args=(silent,))
    thread.start()
    assert sockets.wait_for(1)

    with pytest.raises(TimeoutError):
        sockets.deliver(b"{}", {"Content-Type": "application/json", "X-Slack-Retry-Num": "2"})
    sockets.disconnect("link_disabled")
    thread.join(10)

    assert '"retry_attempt": 2' in silent.received[1]
