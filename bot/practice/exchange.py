"""One HTTP request and its answer, as plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bot.practice.contract import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came in. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The query, the last value of each name."""
        return _last(urlsplit(self.target).query)

    def fields(self) -> dict[str, list[str]]:
        """Every value of each field of a form body."""
        return parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)

    def arguments(self) -> Json:
        """A Web API call's arguments: the query, and a form or JSON body. Raises ValueError for broken JSON."""
        if "json" not in self.headers.get("content-type", ""):
            return {**self.query, **_last(self.body.decode(errors="replace"))}
        read = json.loads(self.body or b"{}")
        if not isinstance(read, dict):
            msg = "not a JSON object"
            raise ValueError(msg)  # noqa: TRY004 - the caller treats it as broken JSON.
        return {**self.query, **read}


def _last(text: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes out."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(status: int, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer in JSON; an empty one for None."""
    text = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    kind = "application/json; charset=utf-8"
    return Reply(status=status, body=text, content_type=kind, headers=headers or {})
