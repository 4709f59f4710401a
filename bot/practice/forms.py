"""What a client keeps while a person fills in a form: each input's state, and what is still missing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from bot.practice.contract import Json
from bot.practice.phrases import Language, say
from bot.practice.refusals import PracticeError
from bot.practice.team import Kind, Team
from bot.practice.words import elements_of

# For each element: the key of its value in the state, and the key of its initial value.
STATE = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
MANY = frozenset(kind for kind, (key, _) in STATE.items() if key.endswith("s"))


def options_of(element: Json) -> list[Json]:
    """Every option of a select, groups laid out flat."""
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *groups]


def state_of(element: Json, held: Json | None = None) -> Json:
    """The state of one element: what the person chose, else its initial value, else empty."""
    if held is not None:
        return dict(held)
    kind = element["type"]
    key, initial = STATE[kind]
    return {"type": kind, key: element.get(initial, [] if kind in MANY else None)}


def state_values(blocks: Iterable[Json], held: Mapping[str, Mapping[str, Json]]) -> Json:
    """`state.values` as a real client builds it: every element that holds a value."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATE:
                name, action = block["block_id"], element["action_id"]
                chosen = held.get(name, {}).get(action)
                values.setdefault(name, {})[action] = state_of(element, chosen)
    return values


def still_fitting(blocks: Iterable[Json], held: Mapping[str, Mapping[str, Json]]) -> Json:
    """What was typed, as far as the same inputs are still there and still offer what was chosen."""
    kept: Json = {}
    for block in blocks:
        for element in elements_of(block):
            state = held.get(block["block_id"], {}).get(element["action_id"])
            if state is not None and state["type"] == element["type"] and _offered(element, state):
                kept.setdefault(block["block_id"], {})[element["action_id"]] = state
    return kept


def _offered(element: Json, state: Json) -> bool:
    if "options" not in element and "option_groups" not in element:
        return True
    held = state[STATE[element["type"]][0]]
    values = {option["value"] for option in options_of(element)}
    return all(option["value"] in values for option in (held if isinstance(held, list) else [held]) if option)


def chosen(team: Team, element: Json, value: object) -> Json:
    """The state of an element after a person chose `value`. Raises PracticeError for what is not offered."""
    kind = element["type"]
    if kind not in STATE:
        msg = f"nothing can be chosen in a {kind}"
        raise PracticeError(msg)
    key, _ = STATE[kind]
    if kind in MANY:
        given = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
        return {"type": kind, key: [_one(team, element, item) for item in given]}
    return {"type": kind, key: None if value in (None, "") else _one(team, element, value)}


def _one(team: Team, element: Json, value: object) -> Any:
    for part, read in _READERS.items():
        if part in element["type"]:
            return read(team, element, value)
    return str(value)


def _option(_team: Team, element: Json, value: object) -> Json:
    options = options_of(element)
    for option in options:
        if option["value"] == value or option["text"]["text"] == value:
            return option
    offered = [option["text"]["text"] for option in options]
    msg = f"{value!r} is not offered; the options are {offered}"
    raise PracticeError(msg)


def _user(team: Team, _element: Json, value: object) -> str:
    for user in team.users.values():
        if value in (user.id, user.name, user.real_name) and not user.deleted:
            return user.id
    msg = f"nobody of the team is called {value!r}"
    raise PracticeError(msg)


def _conversation(team: Team, _element: Json, value: object) -> str:
    wanted = str(value).removeprefix("#")
    for channel in team.channels.values():
        if wanted in (channel.id, channel.name) and channel.kind is not Kind.DIRECT:
            return channel.id
    msg = f"there is no channel {value!r}"
    raise PracticeError(msg)


def _moment(_team: Team, _element: Json, value: object) -> int:
    return int(value.timestamp()) if isinstance(value, datetime) else int(str(value))


def _date(_team: Team, _element: Json, value: object) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()


def _time(_team: Team, _element: Json, value: object) -> str:
    return (value if isinstance(value, time) else time.fromisoformat(str(value))).strftime("%H:%M")


# The first part found in the element's type decides; `datetimepicker` holds `timepicker` in its name.
_READERS: dict[str, Callable[[Team, Json, object], Any]] = {
    "static_select": _option,
    "external_select": _option,
    "radio_buttons": _option,
    "checkboxes": _option,
    "users_select": _user,
    "conversations_select": _conversation,
    "channels_select": _conversation,
    "datetimepicker": _moment,
    "datepicker": _date,
    "timepicker": _time,
}


def mistakes(blocks: Iterable[Json], values: Json, language: Language) -> dict[str, str]:
    """What a client refuses to send, by block_id: required fields left empty, lengths, numbers."""
    found = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            state = values[block["block_id"]][element["action_id"]]
            held = state[STATE[element["type"]][0]]
            if wrong := _wrong(block, held, language):
                found[block["block_id"]] = wrong
    return found


def _wrong(block: Json, held: Any, language: Language) -> str:
    element = block["element"]
    if held in (None, "", []):
        return "" if block.get("optional") else say("required", language)
    if element["type"] == "number_input":
        return _wrong_number(element, str(held), language)
    if element["type"] != "plain_text_input":
        return ""
    if len(held) < element.get("min_length", 0):
        return say("too_short", language, n=element["min_length"])
    if len(held) > element.get("max_length", 3000):
        return say("too_long", language, n=element.get("max_length", 3000))
    return ""


def _wrong_number(element: Json, held: str, language: Language) -> str:
    try:
        number = float(held) if element["is_decimal_allowed"] else int(held)
    except ValueError:
        return say("number", language)
    if "min_value" in element and number < float(element["min_value"]):
        return say("at_least", language, n=element["min_value"])
    if "max_value" in element and number > float(element["max_value"]):
        return say("at_most", language, n=element["max_value"])
    return ""
