"""Judges the small pieces of Block Kit: texts, options, buttons, selects, inputs."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.practice.contract import Json, limits
from bot.practice.shapes import ELEMENTS, Shape

BOTH = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)
MAX_TEXT_INPUT = 3000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ElementJudge:
    """Gathers every mistake, each with the JSON pointer that Slack would give."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []
        self._action_ids: set[str] = set()
        self._focus_taken = False

    def say(self, what: str, pointer: str) -> None:
        """Note one mistake."""
        self.mistakes.append(f"{what} [json-pointer:{pointer}]")

    def keys(self, piece: Mapping[str, Any], shape: Shape, pointer: str) -> None:
        """Missing and unknown keys."""
        for name in sorted(shape.must - piece.keys()):
            self.say(f"missing required field: {name}", pointer)
        for name in sorted(piece.keys() - shape.must - shape.may):
            self.say(f"invalid additional property: {name}", pointer)

    def length(self, value: object, limit: Mapping[str, int], pointer: str) -> None:
        """A string within its least and greatest length, in characters."""
        if not isinstance(value, str):
            return self.say("must be a string", pointer)
        if len(value) > limit.get("max_length", len(value)):
            self.say(f"must be less than {limit['max_length'] + 1} characters", pointer)
        if len(value) < limit.get("min_length", 0):
            self.say(f"must be more than {limit['min_length'] - 1} characters", pointer)
        return None

    def count(self, items: object, limit: Mapping[str, int], pointer: str) -> list[Any]:
        """A list within its least and greatest size; an empty one when it is no list."""
        if not isinstance(items, list):
            self.say("must be an array", pointer)
            return []
        if len(items) > limit.get("max_items", len(items)):
            self.say(f"no more than {limit['max_items']} items allowed", pointer)
        if len(items) < limit.get("min_items", 0):
            self.say(f"must provide at least {limit['min_items']} items", pointer)
        return items

    def text(
        self, piece: object, pointer: str, limit: Mapping[str, int], kinds: tuple[str, ...] = BOTH
    ) -> None:
        """A text object: its type, its keys, its length."""
        if not isinstance(piece, dict):
            return self.say("must provide an object", pointer)
        kind = piece.get("type")
        if kind not in kinds:
            return self.say(f"unsupported type: {kind}", f"{pointer}/type")
        own = {"emoji"} if kind == "plain_text" else {"verbatim"}
        self.keys(piece, Shape(frozenset({"text"}), frozenset({"type", *own})), pointer)
        if "text" in piece:
            self.length(piece["text"], {"min_length": 1, **limit}, f"{pointer}/text")
        return None

    def element(self, piece: object, pointer: str, allowed: Collection[str]) -> None:
        """An interactive element or an image, where one may stand."""
        if not isinstance(piece, dict):
            return self.say("must provide an object", pointer)
        kind = str(piece.get("type", ""))
        if kind not in allowed or kind not in ELEMENTS:
            return self.say(f"unsupported type: {kind}", f"{pointer}/type")
        self.keys(piece, ELEMENTS[kind], pointer)
        self._identity(piece, pointer)
        self._details(kind, piece, pointer)
        if "options" in piece or "option_groups" in piece:
            self._choices(kind, piece, pointer)
        elif kind in ("static_select", "multi_static_select"):
            self.say("missing required field: options", pointer)
        return None

    def _identity(self, piece: Json, pointer: str) -> None:
        if "action_id" in piece:
            action_id = piece["action_id"]
            self.length(action_id, {"min_length": 1, **limits()["action_id"]}, f"{pointer}/action_id")
            if action_id in self._action_ids:
                self.say(f'`action_id` "{action_id}" already exists', f"{pointer}/action_id")
            self._action_ids.add(str(action_id))
        if piece.get("focus_on_load"):
            if self._focus_taken:
                self.say("only one element may set `focus_on_load`", f"{pointer}/focus_on_load")
            self._focus_taken = True

    def _details(self, kind: str, piece: Json, pointer: str) -> None:
        if kind == "button":
            self._button(piece, pointer)
        elif kind == "image":
            self.image(piece, pointer)
        elif kind == "plain_text_input":
            self._text_input(piece, pointer)
        if "placeholder" in piece:
            self.text(
                piece["placeholder"], f"{pointer}/placeholder", limits()["select"]["placeholder"], PLAIN
            )
        if "confirm" in piece:
            self._confirm(piece["confirm"], f"{pointer}/confirm")
        if "initial_date" in piece and not _DATE.fullmatch(str(piece["initial_date"])):
            self.say("must be a valid date in the format YYYY-MM-DD", f"{pointer}/initial_date")
        if "initial_time" in piece and not _TIME.fullmatch(str(piece["initial_time"])):
            self.say("must be a valid time in the format HH:mm", f"{pointer}/initial_time")
        if "initial_date_time" in piece and not isinstance(piece["initial_date_time"], int):
            self.say("must be an integer", f"{pointer}/initial_date_time")

    def _button(self, piece: Json, pointer: str) -> None:
        limit = limits()["button"]
        if "text" in piece:
            self.text(piece["text"], f"{pointer}/text", limit["text"], PLAIN)
        for name in ("value", "url", "accessibility_label"):
            if name in piece:
                self.length(piece[name], limit[name], f"{pointer}/{name}")
        if piece.get("style", "primary") not in ("primary", "danger"):
            self.say("must be a valid enum value", f"{pointer}/style")

    def image(self, piece: Json, pointer: str) -> None:
        """An image element or block: where it lies and what it shows."""
        limit = limits()["image"]
        if "image_url" not in piece and "slack_file" not in piece:
            self.say("missing required field: image_url", pointer)
        for name in ("image_url", "alt_text"):
            if name in piece:
                self.length(piece[name], {"min_length": 1, **limit[name]}, f"{pointer}/{name}")

    def _text_input(self, piece: Json, pointer: str) -> None:
        for name, least in (("min_length", 0), ("max_length", 1)):
            size = piece.get(name, least)
            if not isinstance(size, int) or not least <= size <= MAX_TEXT_INPUT:
                self.say(f"must be between {least} and {MAX_TEXT_INPUT}", f"{pointer}/{name}")
        if "initial_value" in piece:
            most = piece.get("max_length", MAX_TEXT_INPUT)
            self.length(piece["initial_value"], {"max_length": most}, f"{pointer}/initial_value")

    def _confirm(self, piece: object, pointer: str) -> None:
        if not isinstance(piece, dict):
            return self.say("must provide an object", pointer)
        limit = limits()["confirmation"]
        self.keys(
            piece, Shape(frozenset({"text"}), frozenset({"title", "confirm", "deny", "style"})), pointer
        )
        for name in ("title", "text", "confirm", "deny"):
            if name in piece:
                kinds = BOTH if name == "text" else PLAIN
                self.text(piece[name], f"{pointer}/{name}", limit[name], kinds)
        return None

    def _choices(self, kind: str, piece: Json, pointer: str) -> None:
        if "options" in piece and "option_groups" in piece:
            self.say("options and option_groups are exclusive", pointer)
        limit: Json = limits()[kind] if kind in limits() else limits()["select"]
        seen: list[Json] = []
        if "options" in piece:
            most = {"min_items": 1, **limit.get("options", {})}
            seen += self._options(kind, piece["options"], f"{pointer}/options", most)
        if "option_groups" in piece:
            groups = f"{pointer}/option_groups"
            most = {"min_items": 1, **limits()["select"]["option_groups"]}
            for i, group in enumerate(self.count(piece["option_groups"], most, groups)):
                seen += self._group(kind, group, f"{groups}/{i}")
        values = [option.get("value") for option in seen]
        if len(values) != len(set(map(str, values))):
            self.say("option values must be unique", f"{pointer}/options")
        self._initial(piece, values, pointer)

    def _group(self, kind: str, group: object, pointer: str) -> list[Json]:
        if not isinstance(group, dict):
            self.say("must provide an object", pointer)
            return []
        limit = limits()["option_group"]
        self.keys(group, Shape(frozenset({"label", "options"}), frozenset()), pointer)
        self.text(group.get("label"), f"{pointer}/label", limit["label"], PLAIN)
        return self._options(kind, group.get("options"), f"{pointer}/options", limit["options"])

    def _options(self, kind: str, options: object, pointer: str, most: Mapping[str, int]) -> list[Json]:
        items = self.count(options, most, pointer)
        for i, option in enumerate(items):
            self._option(kind, option, f"{pointer}/{i}")
        return [option for option in items if isinstance(option, dict)]

    def _option(self, kind: str, option: object, pointer: str) -> None:
        if not isinstance(option, dict):
            return self.say("must provide an object", pointer)
        limit = limits()["option"]
        kinds = BOTH if kind in ("checkboxes", "radio_buttons") else PLAIN
        may = {"description", "url"} if kind == "overflow" else {"description"}
        self.keys(option, Shape(frozenset({"text", "value"}), frozenset(may)), pointer)
        if "text" in option:
            self.text(option["text"], f"{pointer}/text", limit["text"], kinds)
        if "value" in option:
            self.length(option["value"], {"min_length": 1, **limit["value"]}, f"{pointer}/value")
        if "description" in option:
            self.text(option["description"], f"{pointer}/description", limit["description"], kinds)
        return None

    def _initial(self, piece: Json, values: list[object], pointer: str) -> None:
        chosen = [piece["initial_option"]] if "initial_option" in piece else piece.get("initial_options", [])
        name = "initial_option" if "initial_option" in piece else "initial_options"
        if name in piece and not chosen:
            self.say("must provide at least 1 items", f"{pointer}/{name}")
        for option in chosen:
            if not isinstance(option, dict) or option.get("value") not in values:
                self.say("must match one of the options", f"{pointer}/{name}")
