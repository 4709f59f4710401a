"""Where a person goes to publish an answer: the customer's message, and a page with the words already in its field."""

import re
from typing import Final

from playbooks.playbook import Network

LONGEST: Final = 2800  # characters of an address; Slack's field for it and its label holds 3000
_POST: Final = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/[^/?#]{1,60}/status/(\d{1,25})(?:[/?#].*)?"
)
_HOST: Final = re.compile(
    r"https?://([a-z0-9.-]{1,200}\.[a-z]{2,24})(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE
)
_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def composed_at(network: Network | None, link: str, text: str) -> str:
    """
    Give the address at which a network opens its own form with a text in it; empty where it has none.

    `link` leads to what the customer wrote. A person sends it there: nothing is published by opening it.
    """
    address = _address(network, link, _encoded(text))
    return address if len(address) <= LONGEST else ""


def _address(network: Network | None, link: str, text: str) -> str:
    match network:
        case Network.X:
            post = _POST.fullmatch(link)
            answered = f"&in_reply_to={post[1]}" if post else ""
            return f"https://x.com/intent/post?text={text}{answered}"
        case Network.BLUESKY:
            return f"https://bsky.app/intent/compose?text={text}"
        case Network.THREADS:
            return f"https://www.threads.net/intent/post?text={text}"
        case Network.MASTODON:
            # Each community has its own; the customer's is the one to answer in.
            host = _HOST.fullmatch(link)
            return f"https://{host[1].lower()}/share?text={text}" if host else ""
        case _:
            return ""


def _encoded(text: str) -> str:
    """Write a text as a part of an address: all but plain letters, figures and four signs as %XX of its UTF-8."""
    return "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode("utf-8", "replace")
    )
