"""What a Slack client makes live in a text; wider than Slack where its rules are not written down."""

import re

_CONTROL = re.compile(r"<[^<>\n]+>")
_CODE = re.compile(r"```.+?```|`[^`\n]+`", re.DOTALL)
_MARKS = {
    sign: re.compile(rf"(?<![^\W_]){re.escape(sign)}(?!\s)[^\n]+?(?<!\s){re.escape(sign)}(?![^\W_])")
    for sign in "*_~"
}
_EMOJI = re.compile(r":[\w+'-]+:")
_QUOTATION = re.compile(r"^\s*(?:>|&gt;)", re.MULTILINE)


def live(text: str) -> dict[str, list[str]]:
    """Everything in a text that is more than text, by kind."""
    found = {"control": _CONTROL.findall(text), "code": _CODE.findall(text)}
    bare = _CONTROL.sub("x", text)
    found |= {sign: mark.findall(bare) for sign, mark in _MARKS.items()}
    return {**found, "emoji": _EMOJI.findall(bare), "quotation": _QUOTATION.findall(bare)}
