"""What is true of people at a moment and stands in no file: who is away, covers, is busy, was called when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from playbooks.playbook import UserId
from playbooks.routing.rotas import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """How people stand: as far as the memory knows, at the moment it was asked."""

    duty: Duty = field(default_factory=Duty)
    load: Mapping[UserId, int] = field(default_factory=dict)  # open incidents they lead or took a call of
    unseen: Mapping[UserId, int] = field(default_factory=dict)  # those of them of which few may know
    called: Mapping[UserId, datetime] = field(default_factory=dict)  # when they were last called
