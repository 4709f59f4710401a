"""The secret part of a calendar's address: made from the log's first key, so that nothing secret is stored."""

import hmac
from hashlib import sha256
from typing import Final

from playbooks.routing.rotas import RotaId

_PURPOSE: Final = b"the calendar of a rota\0"
_SIGNS: Final = 40  # of the token: 160 bits


def token_of(key: bytes, rota: RotaId) -> str:
    """Give a rota's token; another key gives another."""
    return hmac.new(key, _PURPOSE + rota.encode(), sha256).hexdigest()[:_SIGNS]


def is_of(key: bytes, rota: RotaId, token: str) -> bool:
    """Whether a token is a rota's, told in the same time whatever it is."""
    return hmac.compare_digest(token_of(key, rota).encode(), token.encode())
