"""
A Slack that answers every call with yes after 120 ms, in a process of its own, and notes when each call came.

The practice workspace judges every block and would measure itself; this one only listens. It speaks just enough
of the Web API for the product to work: ids that differ, and views that can be sent back.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.serving import listen

SECONDS: Final = 0.120  # for each call, as in the peer's own measurement
JOURNAL: Final = "/journal"
FORGET: Final = "/forget"
BOT: Final = "U0BOT"
ANNOUNCEMENTS: Final = "crisis-announcements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One call: when all of it had come (seconds since 1970), and what was asked and answered."""

    at: float
    method: str
    args: dict[str, Any]
    answer: dict[str, Any]


class Memory:
    """The journal, and numbers that never come twice."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._numbers = count(1)

    def answer(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        """Say yes, in the shape that Slack gives each method."""
        return {"ok": True, **self._shaped(method, args, next(self._numbers))}

    def _shaped(self, method: str, args: dict[str, Any], number: int) -> dict[str, Any]:
        channel, now = str(args.get("channel", "")), int(time.time())
        match method:
            case "auth.test":
                shaped: dict[str, Any] = {"user_id": BOT, "bot_id": "B0BOT", "team_id": "T0TEAM"}
            case "conversations.create":
                made = {"id": f"C{number:09d}", "name": args["name"], "creator": BOT, "created": now}
                shaped = {"channel": made}
            case "conversations.open":
                shaped = {"channel": {"id": f"D{number:09d}"}}
            case "conversations.list":
                shaped = {"channels": [{"id": "C0NEWS", "name": ANNOUNCEMENTS, "creator": BOT, "created": 0}]}
            case "conversations.history" | "conversations.replies":
                shaped = {"messages": []}
            case "chat.postMessage":
                where = f"D{channel[1:]}" if channel.startswith("U") else channel
                shaped = {"channel": where, "ts": f"{now}.{number:06d}"}
            case "chat.update":
                shaped = {"channel": channel, "ts": args["ts"]}
            case "views.open" | "views.push" | "views.update":
                view = json.loads(args["view"]) if isinstance(args["view"], str) else args["view"]
                shaped = {"view": {**view, "id": f"V{number:09d}", "hash": f"{number}.hash"}}
            case _:
                shaped = {}
        return shaped


class Listener(asyncio.Protocol):
    """One connection with one request, answered in its time: slack_sdk opens one for each call."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._come = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect a request and, once all of it is there, answer it."""
        self._come += data
        head, found, body = self._come.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        if len(body) < int(headers.get("content-length", "0")):
            return
        self._heard(lines[0].split(" ")[1], headers.get("content-type", ""), body.decode())

    def _heard(self, path: str, content_type: str, body: str) -> None:
        now = time.time()
        if path == JOURNAL:
            self._say({"heard": [asdict(one) for one in self._memory.heard]})
        elif path == FORGET:
            self._memory.heard.clear()
            self._say({"ok": True})
        else:
            args = json.loads(body or "{}") if "json" in content_type else dict(parse_qsl(body))
            method = path.rpartition("/")[2]
            answer = self._memory.answer(method, args)
            self._memory.heard.append(Heard(at=now, method=method, args=args, answer=answer))
            asyncio.get_running_loop().call_later(SECONDS, self._say, answer)

    def _say(self, answer: dict[str, Any]) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._transport.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        self._transport.close()


def main() -> None:
    """Listen on any free port, print it, and serve until the process is ended."""
    listener = listen("127.0.0.1", 0)
    loop = asyncio.new_event_loop()
    memory = Memory()
    loop.run_until_complete(loop.create_server(lambda: Listener(memory), sock=listener, backlog=256))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    loop.run_forever()


if __name__ == "__main__":
    main()
