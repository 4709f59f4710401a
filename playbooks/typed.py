"""What people type, made safe to keep and to quote: no hidden characters, no forged lines, no endless text."""

import unicodedata
from typing import Final

TITLE_LIMIT: Final = 120  # characters; leaves room for the reference in a Slack header of 150
TEXT_LIMIT: Final = 2000  # characters; leaves room for a quotation's frame in a Slack section of 3000
NAME_LIMIT: Final = 60  # characters of a stray word quoted back in a refusal

# Zero-width joiner and variation selectors make many emoji and Indic words; everything else unseen goes.
_KEPT: Final = frozenset("\n\u200d\ufe0f\ufe0e")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Make a title: one line, single spaces, cut at `limit` characters with an ellipsis."""
    return _cut(" ".join(_seen(text).split()), limit)


def paragraph(text: str, limit: int = TEXT_LIMIT) -> str:
    """Keep line breaks, at most one empty line in a row, cut at `limit` characters with an ellipsis."""
    lines = [" ".join(line.split()) for line in _seen(text).split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return _cut("\n".join(kept).strip(), limit)


def quoted(text: str) -> str:
    """Make a stray word safe inside a Slack sentence of ours: literal, on one line, short."""
    return escaped(one_line(text, NAME_LIMIT).replace("`", "'"))


def escaped(text: str) -> str:
    """Write the three characters that Slack gives a meaning to as the entities it documents."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _seen(text: str) -> str:
    """Drop bidirectional overrides, control and other unseen characters; every kind of space is a space."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        " " if unicodedata.category(c) in _SPACES else c
        for c in unicodedata.normalize("NFC", unix)
        if c in _KEPT or unicodedata.category(c) not in _UNSEEN
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
