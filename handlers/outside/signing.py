"""
How a webhook is signed, in both directions: HMAC-SHA256 over the moment and the body, with the webhook's own key.

    X-Crisis-Timestamp: 1772445600
    X-Crisis-Signature: v1=<hex of HMAC-SHA256(key, "v1:1772445600:" + body)>
"""

import hmac
from hashlib import sha256
from typing import Final

TIMESTAMP: Final = "X-Crisis-Timestamp"
SIGNATURE: Final = "X-Crisis-Signature"
VALID_SECONDS: Final = 300  # before and after; a clock may be off, and a repeated message has one effect
LONGEST_TIMESTAMP: Final = 12  # digits


def signature(key: str, timestamp: str, body: bytes) -> str:
    """Sign a body."""
    signed = hmac.new(key.encode(), b"v1:" + timestamp.encode() + b":" + body, sha256)
    return f"v1={signed.hexdigest()}"


def is_signed(key: str, given: tuple[str, str], body: bytes, now: float) -> bool:
    """Whether a body is signed with a key, and lately; `given` are the timestamp and the signature. Constant time."""
    timestamp, written = given
    if not is_lately(timestamp, now):
        return False
    return hmac.compare_digest(signature(key, timestamp, body).encode(), written.encode())


def is_lately(timestamp: str, now: float) -> bool:
    """Whether a moment that was sent, in seconds since 1970, is close enough to now; malformed is not."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP):
        return False
    return abs(now - int(timestamp)) <= VALID_SECONDS
