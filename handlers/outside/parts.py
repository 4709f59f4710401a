"""A message outside Slack as plain text and as simple HTML, from the same parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias

from playbooks.typed import one_line

LONGEST_SUBJECT: Final = 150  # characters


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what they say."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow."""

    label: str
    address: str


Part: TypeAlias = str | Facts | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message, ready to be sent by mail."""

    subject: str
    text: str
    html: str


def drawn(subject: str, parts: Iterable[Part], language: str) -> Drawn:
    """Draw a message. The subject is one line, whatever was typed into it."""
    kept, head = tuple(parts), one_line(subject, LONGEST_SUBJECT)
    return Drawn(
        subject=head,
        text="\n\n".join(map(_as_text, kept)) + "\n",
        html=_PAGE.format(language=language, title=escape(head), body="\n".join(map(_as_html, kept))),
    )


def _as_text(part: Part) -> str:
    match part:
        case Facts():
            return "\n".join(f"{label}: {value}" for label, value in part.rows)
        case Link():
            return f"{part.label}:\n{part.address}"
        case _:
            return part


def _as_html(part: Part) -> str:
    match part:
        case Facts():
            rows = "".join(
                f'<tr><th scope="row" style="{_LABEL}">{escape(label)}</th><td>{escape(value)}</td></tr>'
                for label, value in part.rows
            )
            return f"<table>{rows}</table>"
        case Link():
            address = escape(part.address, quote=True)
            return f'<p><a href="{address}" style="{_BUTTON}">{escape(part.label)}</a></p>'
        case _:
            return f"<p>{escape(part)}</p>"


_LABEL: Final = "text-align:left;padding:2px 12px 2px 0;font-weight:600;vertical-align:top"
_BUTTON: Final = (
    "display:inline-block;padding:12px 20px;background:#0b4f8a;color:#ffffff;border-radius:6px;"
    "font-weight:600;text-decoration:none"
)
_PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="font:16px/1.5 sans-serif;color:#1a1a1a;background:#ffffff;max-width:36em">
{body}
</body></html>
"""
