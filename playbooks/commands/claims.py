"""What people ask about claims: is it so, or is it not?"""

from dataclasses import dataclass
from enum import StrEnum

from playbooks.commands.order import Order


class Verification(StrEnum):
    """How far what is in the log is known to be so."""

    NOTE = "note"  # nothing to verify
    TO_VERIFY = "to-verify"
    CHECKING = "being-verified"
    VERIFIED = "verified"
    FALSE = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleClaim(Order):
    """Say that a claim is verified, or that it is false. What was settled otherwise before needs `words`."""

    claim: int  # 1 is the first
    true: bool
    words: str = ""  # what shows it
    source: str = ""  # who or what it is known from


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClaim(Order):
    """Say that one is verifying a claim; whoever was at it before no longer is."""

    claim: int
