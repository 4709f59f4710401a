"""The names under which customers are remembered: the same for the same one, and of no use without the key."""

import hmac
from base64 import b32encode
from typing import Final

from playbooks.playbook import Network
from playbooks.typed import one_line

LENGTH: Final = 12  # signs of base 32: among a million customers two share a name once in two million times


def pseudonym(key: bytes, network: Network | None, author: str) -> str:
    """Name whoever writes on a network as `author`; empty where nobody is named."""
    named = one_line(author).strip("@ ").casefold()
    if not named:
        return ""
    where = "" if network is None else network.value
    mac = hmac.digest(key, f"customer\n{where}\n{named}".encode(), "sha256")
    return b32encode(mac).decode()[:LENGTH]
