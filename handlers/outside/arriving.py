"""Whether what arrives from a tool is its own: signed with the secret that it shares with us, and lately."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.outside.signing import is_lately
from playbooks.incoming import Encoding, Scheme, Signature

_HASHES: Final = {Scheme.HMAC_SHA256: "sha256", Scheme.HMAC_SHA1: "sha1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What arrived, and when."""

    headers: Mapping[str, str]  # their names in any case of letters, as a request has them
    body: bytes
    at: datetime


def verified(signature: Signature, key: bytes, received: Received) -> bool:
    """Whether a document is signed by its source, in constant time; a malformed signature is a wrong one."""
    given = received.headers.get(signature.header, "")
    moment = received.headers.get(signature.timestamp, "") if signature.timestamp else ""
    if signature.timestamp and not is_lately(moment, received.at.timestamp()):
        return False
    expected = signature.prefix.encode() + _expected(signature, key, moment, received.body)
    return hmac.compare_digest(expected, given.encode("utf-8", "surrogatepass"))


def _expected(signature: Signature, key: bytes, moment: str, body: bytes) -> bytes:
    if signature.scheme is Scheme.TOKEN:
        return key
    signed = moment.encode() + b"." + body if signature.timestamp else body
    mac = hmac.digest(key, signed, _HASHES[signature.scheme])
    return b64encode(mac) if signature.encoding is Encoding.BASE64 else mac.hex().encode()
