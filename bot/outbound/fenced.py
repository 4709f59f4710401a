"""A way to Slack that passes the fence after the line is open and before the first byte of a request."""

import urllib.request
from collections.abc import Callable
from http.client import HTTPConnection, HTTPSConnection
from ssl import SSLContext
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError

Check = Callable[[], None]
WEB: Final = ("http://", "https://")


class FencedClient(WebClient):
    """
    Slack's client, each of whose requests passes `check` at the last moment.

    Opening a line takes tens of milliseconds and more, so that a look before that would be an old one.
    """

    def __init__(self, *, check: Check, **ways: Any) -> None:
        super().__init__(**ways)
        self._opener = _opener(check, self.ssl, self.proxy)

    def _perform_urllib_http_request_internal(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        if not url.lower().startswith(WEB):
            message = f"not a web address: {url}"
            raise SlackRequestError(message)
        with self._opener.open(req, timeout=self.timeout) as answer:
            charset = answer.headers.get_content_charset() or "utf-8"
            return {
                "status": answer.status,
                "headers": answer.headers,
                "body": answer.read().decode(charset),
            }


def _opener(check: Check, ssl: SSLContext | None, proxy: str | None) -> urllib.request.OpenerDirector:
    proxies = None if proxy is None else {"http": proxy, "https": proxy}

    class Plain(HTTPConnection):
        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            check()
            super().send(data)

    class Secure(Plain, HTTPSConnection):
        pass

    class OverPlain(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Plain, req)

    class OverSecure(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Secure, req, context=ssl)

    return urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), OverPlain(), OverSecure(context=ssl)
    )
