"""What a company may leave to some roles."""

from enum import StrEnum


class Act(StrEnum):
    """Something that not everybody may do, where the company says so."""

    OPEN = "open"
    CLOSE = "close"
    LOWER = "lower"  # the severity
