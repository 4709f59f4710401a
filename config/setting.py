"""What one setting is: its name in the environment, what it is for, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playbooks.playbook import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: its name in the environment, what it is for, and how it is read."""

    name: str
    field: str
    purpose: Words
    default: Words
    example: str
    read: Callable[[str], Any]
    unit: Words | None = None
