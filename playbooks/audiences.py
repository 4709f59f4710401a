"""Whom a playbook concerns."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a matter concerns, beside those who work on it."""

    STAFF = "staff"
    CUSTOMERS = "customers"
    PRESS = "press"
    INVESTORS = "investors"
    PUBLIC = "public"
    AUTHORITIES = "authorities"
