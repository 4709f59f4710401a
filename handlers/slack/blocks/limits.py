"""
Block Kit pieces that cannot be larger than Slack allows, and other people's words that cannot become markup.

Lengths are counted in UTF-16 units, as JavaScript counts them: never more than Slack counts. The numbers are those
of Slack's published limits (text 3000, header 150, fields 10 x 2000, button 75, option 75 and 150, title 24 ...).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from playbooks.typed import escaped

Block: TypeAlias = dict[str, Any]
Element: TypeAlias = dict[str, Any]
View: TypeAlias = dict[str, Any]
Style: TypeAlias = Literal["primary", "danger"]

TEXT: Final = 3000
FIELD: Final = 2000
HEADER: Final = 150
BUTTON: Final = 75
SURE_TITLE: Final = 100
SURE_TEXT: Final = 300
SURE_BUTTON: Final = 30
VALUE: Final = 2000
OPTION: Final = 75
OPTION_VALUE: Final = 150
PLACEHOLDER: Final = 150
IDENTIFIER: Final = 255
TITLE: Final = 24
LABEL: Final = 2000
METADATA: Final = 3000
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
VIEW_BYTES: Final = 250_000  # of the whole view; more is view_too_large
FIELDS: Final = 10
CONTEXTS: Final = 10
IN_A_ROW: Final = 25
OVERFLOW: Final = 5
CHOICES: Final = 100
TICKS: Final = 10
FALLBACK: Final = 1000  # A notification shows less; chat.update refuses more than 4,000.
NOTHING: Final = "–"  # Slack refuses an empty text.

_ATOM: Final = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);|.", re.DOTALL)
# Slack only opens or closes a format where one of these does not stand between two letters.
_FORMAT: Final = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])")
_LOOKALIKE: Final = {"*": "∗", "_": "ˍ", "~": "∼"}
_EMOJI_NAME: Final = re.compile(r":(?=[\w+'-]+:)")
_QUOTE_SIGN: Final = re.compile(r"^(\s*)>", re.MULTILINE)
_JOINER: Final = "\u2060"  # WORD JOINER: unseen, never breaks a line, and no emoji's name holds it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is posted: blocks, and the words for a notification and for a screen reader."""

    blocks: list[Block]
    text: str


def units(text: str) -> int:
    """Count a text's UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` units with an ellipsis, never within an entity, a mention or a date."""
    if units(text) <= limit:
        return text
    kept, room = list[str](), limit - 1
    for atom in _ATOM.findall(text):
        room -= units(atom)
        if room < 0:
            break
        kept.append(atom)
    return "".join(kept).rstrip() + "…"


def quote(text: str) -> str:
    """
    Make somebody's words literal inside mrkdwn: no mention, no link, no format, no emoji, no quotation.

    A sign that would format is replaced by its twin; inside a word (snake_case, 3*4) it stays as it is.
    """
    plain_signs = _FORMAT.sub(lambda sign: _LOOKALIKE[sign[0]], text.replace("`", "ˋ"))
    no_emoji = _EMOJI_NAME.sub(f":{_JOINER}", plain_signs)
    return escaped(_QUOTE_SIGN.sub(r"\1›", no_emoji))


def plain(text: str, limit: int = TEXT) -> Element:
    """Make a plain text, in which nothing is markup, not even an emoji's name."""
    kept = cut(_EMOJI_NAME.sub(f":{_JOINER}", text), limit) if text.strip() else NOTHING
    return {"type": "plain_text", "text": kept, "emoji": True}


def mrkdwn(text: str, limit: int = TEXT) -> Element:
    """Make a formatted text from ours and from quoted words; what looks like a link or a channel stays text."""
    return {"type": "mrkdwn", "text": cut(text, limit) if text.strip() else NOTHING, "verbatim": True}


def header(text: str) -> Block:
    """Make a title line."""
    return {"type": "header", "text": plain(" ".join(text.split()), HEADER)}


def section(text: str, accessory: Element | None = None) -> Block:
    """Make a paragraph, with at most one button or menu beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def fields(texts: Iterable[str]) -> Block:
    """Make short facts side by side; on a phone, one under the other."""
    return {"type": "section", "fields": [mrkdwn(text, FIELD) for text in texts][:FIELDS] or [mrkdwn("")]}


def context(*texts: str) -> Block:
    """Make a small grey line."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts][:CONTEXTS] or [mrkdwn("")]}


def divider() -> Block:
    """Make a line across."""
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    """Make a row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)[:IN_A_ROW]}


def button(action_id: str, text: str, value: str, style: Style | None = None) -> Element:
    """Make a button. Raises ValueError for an identifier or a value that Slack would refuse."""
    made: Element = {
        "type": "button",
        "action_id": _identifier(action_id),
        "text": plain(text, BUTTON),
        "value": _whole(value, VALUE),
    }
    return made if style is None else {**made, "style": style}


def to_copy(text: str) -> Block:
    """Show a text to the letter, as code: nothing in it is markup, and it is taken in one gesture."""
    said = {"type": "text", "text": text or NOTHING}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [said]}]}


def sure(made: Element, title: str, text: str, *, no: str) -> Element:
    """Have Slack ask once more before a button counts."""
    asks = {
        "title": plain(title, SURE_TITLE),
        "text": plain(text, SURE_TEXT),
        "confirm": plain(title, SURE_BUTTON),
        "deny": plain(no, SURE_BUTTON),
    }
    return {**made, "confirm": asks}


def option(text: str, value: str, description: str = "") -> Element:
    """Make one choice of a menu. Raises ValueError for a value that Slack would refuse."""
    made: Element = {"text": plain(text, OPTION), "value": _whole(value, OPTION_VALUE)}
    return {**made, "description": plain(description, OPTION)} if description else made


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    """Make a menu behind three dots."""
    return {"type": "overflow", "action_id": _identifier(action_id), "options": list(options)[:OVERFLOW]}


def select(
    action_id: str, options: Sequence[Element], initial: str | None = None, placeholder: str = ""
) -> Element:
    """Make a menu; the choice with the value `initial` is chosen, and is there even in a menu cut short."""
    chosen = next((choice for choice in options if choice["value"] == initial), None)
    shown = list(options)[:CHOICES]
    if chosen is not None and chosen not in shown:
        shown[-1] = chosen
    made: Element = {"type": "static_select", "action_id": _identifier(action_id), "options": shown}
    if placeholder:
        made["placeholder"] = plain(placeholder, PLACEHOLDER)
    return made if chosen is None else {**made, "initial_option": chosen}


def ticks(action_id: str, options: Sequence[Element], chosen: Iterable[str] = ()) -> Element:
    """Make boxes to tick."""
    shown = list(options)[:TICKS]
    initial = [choice for choice in shown if choice["value"] in set(chosen)]
    made: Element = {"type": "checkboxes", "action_id": _identifier(action_id), "options": shown}
    return {**made, "initial_options": initial} if initial else made


def radio(action_id: str, options: Sequence[Element], initial: str | None = None) -> Element:
    """Let one of a few answers be chosen, all of them in sight."""
    given = list(options)[:TICKS]
    chosen = [one for one in given if one["value"] == initial]
    start = {"initial_option": chosen[0]} if chosen else {}
    return {"type": "radio_buttons", "action_id": _identifier(action_id), "options": given, **start}


def person_select(action_id: str, initial: str | None = None) -> Element:
    """Make a menu of people."""
    made: Element = {"type": "users_select", "action_id": _identifier(action_id)}
    return made if initial is None else {**made, "initial_user": initial}


def day_picker(action_id: str, initial: str | None = None) -> Element:
    """Make a calendar; `initial` is written 2026-02-03."""
    made: Element = {"type": "datepicker", "action_id": _identifier(action_id)}
    return made if initial is None else {**made, "initial_date": initial}


def moment_picker(action_id: str, initial: datetime | None = None) -> Element:
    """Make a calendar with a clock, in the zone of whoever fills it."""
    made: Element = {"type": "datetimepicker", "action_id": _identifier(action_id)}
    return made if initial is None else {**made, "initial_date_time": int(initial.timestamp())}


def line_input(action_id: str, initial: str = "", *, most: int = TEXT) -> Element:
    """Make a field for one line."""
    made: Element = {"type": "plain_text_input", "action_id": _identifier(action_id), "max_length": most}
    return {**made, "initial_value": cut(initial, most)} if initial.strip() else made


def text_input(action_id: str, initial: str = "", *, most: int = TEXT) -> Element:
    """Make a field for several lines."""
    return {**line_input(action_id, initial, most=most), "multiline": True}


def ask(name: str, label: str, element: Element, hint: str = "") -> Block:
    """Make a question of a form; its block is named after the field, so that a refusal can stand beside it."""
    block: Block = {
        "type": "input",
        "block_id": _identifier(name),
        "label": plain(label, LABEL),
        "element": element,
    }
    return {**block, "hint": plain(hint, LABEL)} if hint else block


def optional(question: Block) -> Block:
    """Let a question be left unanswered."""
    return {**question, "optional": True}


def live(question: Block) -> Block:
    """Tell us of an answer at once, before the form is sent."""
    return {**question, "dispatch_action": True}


def focused(question: Block) -> Block:
    """Put the cursor in this field when the form opens; one field of a form at most."""
    return {**question, "element": {**question["element"], "focus_on_load": True}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a form's blocks. Without `submit`, it only shows something."""

    callback: str
    title: str
    close: str
    submit: str = ""
    metadata: str = ""


def modal(frame: Frame, blocks: Sequence[Block]) -> View:
    """Make a form. Raises ValueError for metadata that Slack would refuse."""
    view: View = {
        "type": "modal",
        "callback_id": _identifier(frame.callback),
        "title": plain(frame.title, TITLE),
        "close": plain(frame.close, TITLE),
        "private_metadata": _whole(frame.metadata, METADATA),
    }
    return _filled({**view, "submit": plain(frame.submit, TITLE)} if frame.submit else view, blocks)


def home(blocks: Sequence[Block]) -> View:
    """Make somebody's Home tab."""
    return _filled({"type": "home"}, blocks)


def message(blocks: Sequence[Block], text: str) -> Message:
    """Make a message; its `text` is what a notification shows."""
    return Message(
        blocks=_within(blocks, MESSAGE_BLOCKS), text=cut(text, FALLBACK) if text.strip() else NOTHING
    )


def paragraphs(lines: Iterable[str], limit: int = TEXT - 100) -> tuple[str, ...]:
    """Gather lines into as few texts as fit in a section each."""
    texts, present, room = list[str](), list[str](), 0
    for line in (cut(line, limit) for line in lines):
        needed = units(line) + 1
        if needed > room:
            texts.append("\n".join(present))
            present, room = [], limit + 1
        present.append(line)
        room -= needed
    return tuple(text for text in (*texts, "\n".join(present)) if text)


def without(piece: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Copy a piece without some of its keys."""
    return {name: value for name, value in piece.items() if name not in names}


def _filled(view: View, blocks: Sequence[Block]) -> View:
    """Put in as many blocks as Slack takes, by their number and by their weight."""
    kept, more = _within(blocks, VIEW_BLOCKS), context("…")
    room = VIEW_BYTES - _weight({**view, "blocks": [more]})
    for number, block in enumerate(kept):
        room -= _weight(block)
        if room < 0:
            kept = [*kept[:number], more]
            break
    return {**view, "blocks": kept}


def _weight(piece: Mapping[str, Any]) -> int:
    """Count the bytes that a piece has on its way, where a letter beyond ASCII takes six, and the comma after it."""
    return len(json.dumps(piece)) + len(", ")


def _within(blocks: Sequence[Block], most: int) -> list[Block]:
    kept = list(blocks)
    return kept if len(kept) <= most else [*kept[: most - 1], context("…")]


def _identifier(name: str) -> str:
    return _whole(name, IDENTIFIER)


def _whole(text: str, limit: int) -> str:
    if units(text) > limit:
        message = f"{limit} characters at most, cutting would change its meaning: {text[:40]}…"
        raise ValueError(message)
    return text
