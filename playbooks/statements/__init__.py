"""
Statements: words for the public, proposed from a prepared message, approved by others, published by a person.

An approval is bound to the digest of the text: whoever changes a word has it approved anew. Authors never approve
their own words, silence is never approval, and only a strong objection blocks.
"""

from playbooks.statements.ageing import aged, day_of, has_expired
from playbooks.statements.asking import (
    ask_named,
    ask_of,
    awaited,
    is_asked,
    language_of,
    live_for,
    objects,
    settled_by,
    statement_of,
    step_for,
)
from playbooks.statements.customers import is_public, must_suit_alone, pointed_out
from playbooks.statements.deciding import StatementOrder, decide, must_be_publishable
from playbooks.statements.relaning import following
from playbooks.statements.renaming import parted, parted_by, unwritten
from playbooks.statements.reviewers import clashing, way_of
from playbooks.statements.text import (
    LONGEST,
    NEXT_WORD,
    SLOT_OF,
    Local,
    body_of,
    hour,
    limited,
    prepared,
    text_of,
    too_long_for,
)

__all__ = [
    "LONGEST",
    "NEXT_WORD",
    "SLOT_OF",
    "Local",
    "StatementOrder",
    "aged",
    "ask_named",
    "ask_of",
    "awaited",
    "body_of",
    "clashing",
    "day_of",
    "decide",
    "following",
    "has_expired",
    "hour",
    "is_asked",
    "is_public",
    "language_of",
    "limited",
    "live_for",
    "must_be_publishable",
    "must_suit_alone",
    "objects",
    "parted",
    "parted_by",
    "pointed_out",
    "prepared",
    "settled_by",
    "statement_of",
    "step_for",
    "text_of",
    "too_long_for",
    "unwritten",
    "way_of",
]
