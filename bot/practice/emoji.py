"""The few emoji names that the page can draw; any other name stays as it is written."""

import re

_SIGNS = {
    "+1": "👍",
    "alarm_clock": "⏰",
    "arrow_right": "➡️",
    "ballot_box_with_check": "☑️",
    "bell": "🔔",
    "bulb": "💡",
    "busts_in_silhouette": "👥",
    "bust_in_silhouette": "👤",
    "calendar": "📅",
    "clipboard": "📋",
    "clock3": "🕒",
    "dart": "🎯",
    "eyes": "👀",
    "fire": "🔥",
    "fire_engine": "🚒",
    "fr": "🇫🇷",
    "gb": "🇬🇧",
    "green_circle": "🟢",
    "heavy_check_mark": "✔️",
    "heavy_plus_sign": "➕",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "information_source": "ℹ️",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_orange_circle": "🟠",
    "large_red_circle": "🔴",
    "large_yellow_circle": "🟡",
    "lock": "🔒",
    "loudspeaker": "📢",
    "mag": "🔍",
    "mega": "📣",
    "memo": "📝",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "ok": "🆗",
    "pencil2": "✏️",
    "phone": "☎️",
    "pushpin": "📌",
    "question": "❓",
    "raised_hand": "✋",
    "red_circle": "🔴",
    "rotating_light": "🚨",
    "shield": "🛡️",
    "speech_balloon": "💬",
    "stopwatch": "⏱️",
    "tada": "🎉",
    "telephone_receiver": "📞",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "white_large_square": "⬜",
    "writing_hand": "✍️",
    "x": "❌",
    "yellow_circle": "🟡",
}
_NAME = re.compile(r":([a-z0-9_+-]+):")


def with_emoji(text: str) -> str:
    """The text with every known `:name:` drawn."""
    return _NAME.sub(lambda found: _SIGNS.get(found[1], found[0]), text)


def sign(name: str) -> str:
    """One emoji by its name, or the name between colons."""
    return _SIGNS.get(name, f":{name}:")
