"""Which keys each piece of Block Kit may and must have, and where it may stand."""

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys that a piece must have, and those that it may have beside `type`."""

    must: frozenset[str]
    may: frozenset[str]


def _shape(must: str, may: str = "") -> Shape:
    return Shape(frozenset(must.split()), frozenset(may.split()) | {"type"})


_SELECT = "action_id placeholder confirm focus_on_load"
_MULTI = _SELECT + " max_selected_items"

ELEMENTS: dict[str, Shape] = {
    "button": _shape("text", "action_id url value style confirm accessibility_label"),
    "checkboxes": _shape("options", "action_id initial_options confirm focus_on_load"),
    "radio_buttons": _shape("options", "action_id initial_option confirm focus_on_load"),
    "overflow": _shape("options", "action_id confirm"),
    "datepicker": _shape("", "action_id initial_date placeholder confirm focus_on_load"),
    "timepicker": _shape("", "action_id initial_time placeholder confirm focus_on_load timezone"),
    "datetimepicker": _shape("", "action_id initial_date_time confirm focus_on_load"),
    "image": _shape("alt_text", "image_url slack_file"),
    "static_select": _shape("", _SELECT + " options option_groups initial_option"),
    "external_select": _shape("", _SELECT + " min_query_length initial_option"),
    "users_select": _shape("", _SELECT + " initial_user"),
    "conversations_select": _shape(
        "",
        _SELECT + " initial_conversation default_to_current_conversation response_url_enabled filter",
    ),
    "channels_select": _shape("", _SELECT + " initial_channel response_url_enabled"),
    "multi_static_select": _shape("", _MULTI + " options option_groups initial_options"),
    "multi_external_select": _shape("", _MULTI + " min_query_length initial_options"),
    "multi_users_select": _shape("", _MULTI + " initial_users"),
    "multi_conversations_select": _shape(
        "", _MULTI + " initial_conversations default_to_current_conversation filter"
    ),
    "multi_channels_select": _shape("", _MULTI + " initial_channels"),
    "plain_text_input": _shape(
        "",
        "action_id initial_value multiline min_length max_length dispatch_action_config "
        "focus_on_load placeholder",
    ),
    "number_input": _shape(
        "is_decimal_allowed",
        "action_id initial_value min_value max_value dispatch_action_config focus_on_load placeholder",
    ),
    "email_text_input": _shape(
        "", "action_id initial_value dispatch_action_config focus_on_load placeholder"
    ),
    "url_text_input": _shape("", "action_id initial_value dispatch_action_config focus_on_load placeholder"),
    "rich_text_input": _shape(
        "",
        "action_id initial_value dispatch_action_config focus_on_load placeholder min_lines max_lines",
    ),
    "file_input": _shape("", "action_id filetypes max_files"),
    "workflow_button": _shape("text workflow", "action_id style accessibility_label"),
}

BLOCKS: dict[str, Shape] = {
    "section": _shape("", "block_id text fields accessory expand"),
    "header": _shape("text", "block_id level"),
    "divider": _shape("", "block_id"),
    "context": _shape("elements", "block_id"),
    "actions": _shape("elements", "block_id"),
    "input": _shape("label element", "block_id hint optional dispatch_action"),
    "image": _shape("alt_text", "block_id image_url slack_file title"),
    "markdown": _shape("text", "block_id"),
    "rich_text": _shape("elements", "block_id"),
    "video": _shape(
        "alt_text title thumbnail_url video_url",
        "block_id author_name description provider_icon_url provider_name title_url",
    ),
}

# What may stand in a rich_text block and in its preformatted part, as far as the bot uses it.
PREFORMATTED = _shape("elements", "border")
RICH_WORDS = _shape("text", "style")

# Blocks that the workspace lets pass without looking inside: the bot has no use for them.
UNJUDGED_BLOCKS = frozenset(
    {
        "alert",
        "card",
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "data_visualization",
        "file",
        "plan",
        "table",
        "task_card",
    }
)
MESSAGES_ONLY = frozenset({"plan", "task_card", "markdown", "context_actions", "data_table", "file"})
MODALS_ONLY = frozenset({"alert"})

_CHOICES = frozenset(
    {
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
    }
)
IN_ACTIONS = _CHOICES - {name for name in _CHOICES if name.startswith("multi_")} | {
    "button",
    "overflow",
    "workflow_button",
}
IN_SECTION = _CHOICES | {"button", "overflow", "image", "workflow_button"}
IN_INPUT = _CHOICES | {
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
}
IN_CONTEXT = frozenset({"image", "mrkdwn", "plain_text"})

MODAL = _shape(
    "title blocks",
    "callback_id private_metadata submit close clear_on_close notify_on_close external_id submit_disabled",
)
HOME = _shape("blocks", "callback_id private_metadata external_id")
