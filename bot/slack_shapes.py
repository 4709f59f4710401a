"""Whether a signed message has the parts that its type is about: Bolt and the doors take them for granted."""

from collections.abc import Mapping
from typing import Any, Final

PARTS: Final = {"event_callback": "event", "view_submission": "view", "view_closed": "view"}


def is_whole(message: Mapping[str, Any]) -> bool:
    """Whether it is whole. Whoever holds the signing secret may still forge half a message."""
    kind = message.get("type")
    if kind == "block_actions":
        return _are_groups(message.get("actions")) and bool(message["actions"])
    name = PARTS.get(kind) if isinstance(kind, str) else None
    part = message.get(name) if name else {"type": kind}
    if not isinstance(part, dict) or "type" not in part:
        return False
    return kind != "view_submission" or _is_form(part)


def _is_form(view: Mapping[str, Any]) -> bool:
    """Whether a form that comes back has its fields, and an answer of Slack's kind in each."""
    blocks, state = view.get("blocks"), view.get("state")
    values = state.get("values") if isinstance(state, dict) else None
    if not _are_groups(blocks) or not isinstance(values, dict):
        return False
    named = all(
        "type" in block and (block["type"] != "input" or "block_id" in block) for block in blocks or ()
    )
    return named and all(_is_field(field) for field in values.values())


def _is_field(field: object) -> bool:
    return isinstance(field, dict) and all(_is_answer(answer) for answer in field.values())


def _is_answer(answer: object) -> bool:
    if not isinstance(answer, dict):
        return False
    chosen, ticked = answer.get("selected_option"), answer.get("selected_options")
    options = [*([] if chosen is None else [chosen]), *(ticked if isinstance(ticked, list) else [])]
    return all(isinstance(option, dict) and "value" in option for option in options)


def _are_groups(items: object) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)
