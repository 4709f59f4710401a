"""What people type, made safe to keep and to quote: no hidden characters, no forged lines, no endless text."""

import unicodedata
from collections.abc import Iterable
from typing import Final

TITLE_LIMIT: Final = 120  # characters; leaves room for the reference in a Slack header of 150
TEXT_LIMIT: Final = 2000  # characters; leaves room for a quotation's frame in a Slack section of 3000
NAME_LIMIT: Final = 60  # characters of a stray word quoted back in a refusal

# Zero-width joiner and variation selectors make many emoji and Indic words; everything else unseen goes.
_JOINER: Final = "\u200d"
_SELECTORS: Final = frozenset("\ufe0e\ufe0f")
_KEPT: Final = frozenset({"\n", _JOINER, *_SELECTORS})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
# Letters and marks that are drawn as nothing at all (Unicode's default ignorable ones outside Cf).
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))
}
# Every other sign that ends a line or stands for an empty place.
_PLAIN: Final = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\t": " ", "\u2800": " "}
)


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
    unix = text.replace("\r\n", "\n").translate(_PLAIN)
    return _joined(
        " " if unicodedata.category(c) in _SPACES else c
        for c in unicodedata.normalize("NFC", unix)
        if c in _KEPT or (c not in _BLANK and unicodedata.category(c) not in _UNSEEN)
    )


def _joined(signs: Iterable[str]) -> str:
    """Keep a joiner only between two signs that it can join, and a selector only after a sign."""
    kept: list[str] = []
    for sign in signs:
        if kept and kept[-1] == _JOINER and sign.isascii():
            kept.pop()
        before = kept[-1] if kept else " "
        joins = not before.isascii() and before != _JOINER
        selects = not before.isspace() and before != _JOINER and before not in _SELECTORS
        if (sign != _JOINER or joins) and (sign not in _SELECTORS or selects):
            kept.append(sign)
    return "".join(kept).rstrip(_JOINER)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip(f" \n{_JOINER}") + "…"
