"""Prepared words whose time is over: what was green then needs somebody who looks at it again."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from playbooks.playbook import Lane, Message, RoleId


def day_of(now: datetime, zone: tzinfo) -> date:
    """Give the day it is where somebody writes."""
    return now.astimezone(zone).date()


def has_expired(message: Message, today: date) -> bool:
    """Whether the last day of a prepared message is over."""
    return message.valid_until is not None and message.valid_until < today


def aged(message: Message | None, today: date, lead: RoleId) -> Message | None:
    """Give a prepared message as it counts today: a green one that has expired is approved by its owner, else `lead`."""
    if message is None or message.lane is not Lane.GREEN or not has_expired(message, today):
        return message
    return replace(message, lane=Lane.AMBER, approvers=message.approvers or (message.owner or lead,))
