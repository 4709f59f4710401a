"""
The networks' own forms, opened with the words of an answer in them: nothing is sent until a person presses send there.

Only hosts that are written down here are part of such an address: the link to what a customer wrote is theirs to choose,
and words that lead to a page of their own making would ask for our password.
"""

import re
from dataclasses import dataclass
from typing import Final

from playbooks.playbook import Network

LONGEST: Final = 2800  # characters of an address; Slack's field for it and its label holds 3000
# Large public communities of Mastodon: in one of them the company may have its account as well as the customer.
COMMUNITIES: Final = frozenset(
    {"mastodon.social", "mastodon.online", "mas.to", "mstdn.social", "mamot.fr", "piaille.fr"}
)
_POST: Final = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/[^/?#]{1,60}/status/(\d{1,25})(?:[/?#].*)?"
)
_HOST: Final = re.compile(
    r"https?://([a-z0-9.-]{1,200}\.[a-z]{2,24})(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE
)
_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A network's form with words in it. `replies`: under the customer's message; else as a post of its own."""

    address: str
    replies: bool


def composed(network: Network | None, link: str, text: str) -> Composed | None:
    """
    Give the form of a network with a text in it; `link` leads to what the customer wrote.

    None: it has no such form, the text is too long for it, or makes too long an address.
    """
    if network is None or len(text) > network.longest:
        return None
    post = _POST.fullmatch(link) if network is Network.X else None
    form = _form(network, link)
    address = f"{form}{_encoded(text)}{f'&in_reply_to={post[1]}' if post else ''}"
    if not form or len(address) > LONGEST:
        return None
    return Composed(address=address, replies=post is not None)


def _form(network: Network, link: str) -> str:
    match network:
        case Network.X:
            return "https://x.com/intent/post?text="
        case Network.BLUESKY:
            return "https://bsky.app/intent/compose?text="
        case Network.THREADS:
            return "https://www.threads.net/intent/post?text="
        case Network.MASTODON:
            host = _HOST.fullmatch(link)
            community = "" if host is None else host[1].lower()
            return f"https://{community}/share?text=" if community in COMMUNITIES else ""
        case _:
            return ""


def _encoded(text: str) -> str:
    """Write a text as a part of an address: all but plain letters, figures and four signs as %XX of its UTF-8."""
    return "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode("utf-8", "replace")
    )
