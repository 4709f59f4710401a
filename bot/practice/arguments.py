"""A method's arguments, as they come from a form or from JSON."""

import json
from collections.abc import Mapping

from bot.practice.contract import Json, methods
from bot.practice.refusals import refuse

_YES = {"1", "true", "True", True}


class Arguments:
    """Reads each argument as the type that its method needs."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = {name: value for name, value in given.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def text(self, name: str, default: str = "") -> str:
        """The argument as text."""
        value = self._given.get(name, default)
        return value if isinstance(value, str) else str(value)

    def maybe(self, name: str) -> str | None:
        """The argument as text, or None when it was not given or is empty."""
        return self.text(name) or None

    def flag(self, name: str) -> bool:
        """Whether the argument says yes."""
        value = self._given.get(name)
        return isinstance(value, str | bool | int) and value in _YES

    def number(self, name: str, default: int) -> int:
        """The argument as a whole number. Raises SlackRefusal(invalid_arguments)."""
        value = self._given.get(name, default)
        try:
            return int(str(value))
        except ValueError:
            message = f"must be an integer [json-pointer:/{name}]"
            refuse("invalid_arguments", (message,))

    def names(self, name: str) -> tuple[str, ...]:
        """A list given with commas, or as a JSON list."""
        value = self._given.get(name, "")
        parts = value if isinstance(value, list | tuple) else str(value).split(",")
        return tuple(str(part).strip() for part in parts if str(part).strip())

    def decoded(self, name: str, refusal: str) -> object:
        """An argument that holds JSON, read from its text if need be. Raises SlackRefusal(refusal)."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except (ValueError, RecursionError):
            refuse(refusal)


def demand(method: str, given: Mapping[str, object]) -> None:
    """Refuse a call without an argument that its method requires."""
    known: Json = methods()[method]["args"]
    missing = sorted(name for name, spec in known.items() if spec.get("required") and given.get(name) is None)
    if missing and method == "conversations.create":
        refuse("invalid_name_required")
    if missing:
        refuse("invalid_arguments", tuple(f"missing required field: {name}" for name in missing))
