"""Prepared answers as the lines of a spreadsheet: what stands in each cell, and what differs from what is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from playbooks.playbook import Message, Playbook, Words
from playbooks.templates import Use

ANSWER: Final = ("playbook", "message")  # which prepared answer a line is about
WORDED: Final = ("text", "other_1", "other_2", "intent")  # each in both languages
PLAIN: Final = ("strategy", "lane", "approvers", "networks", "owner", "reviewed_by", "valid_until")
COUNTED: Final = ("sent_90_days", "edited_before", "wrote_again")  # told, never taken in
CELLS: Final = (*(f"{name}_{language}" for name in WORDED for language in ("en", "fr")), *PLAIN)
COLUMNS: Final = (*ANSWER, *CELLS, *COUNTED)
# Cells that are one key of a document, and written as a whole.
_TOGETHER: Final = tuple(
    tuple(f"{name}_{language}" for name in names for language in ("en", "fr"))
    for names in (("text",), ("other_1", "other_2"), ("intent",))
)
# What a spreadsheet would compute, after any space: such a cell begins with an apostrophe outside this product.
_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a line changes: which cells; all of them where the answer is new."""

    line: int
    playbook: str
    message: str
    cells: tuple[str, ...]
    new: bool


def safe(text: str) -> str:
    """Write a cell so that no spreadsheet computes it. An apostrophe of one's own before such a sign is doubled."""
    return f"'{text}" if _is_computed(text) else text


def plain(cell: str) -> str:
    """Read a cell that was written safely, or by hand."""
    return cell[1:] if cell.startswith("'") and _is_computed(cell) else cell


def _is_computed(text: str) -> bool:
    return text.lstrip("' ").startswith(_COMPUTED)


def row_of(playbook: Playbook, message: Message, use: Use | None) -> Row:
    """Write a prepared answer as a line."""
    others = (*message.alternatives, None, None)[:2]
    worded: Mapping[str, Words | None] = dict(
        zip(WORDED, (message.body, *others, message.intent), strict=True)
    )
    counts = (use.times, use.edited, use.again) if use is not None else (0, 0, 0)
    return {
        "playbook": playbook.id,
        "message": message.id,
        **{
            f"{name}_{language}": "" if words is None else getattr(words, language)
            for name, words in worded.items()
            for language in ("en", "fr")
        },
        "strategy": message.strategy,
        "lane": message.lane,
        "approvers": " ".join(message.approvers),
        "networks": " ".join(message.networks),
        "owner": message.owner or "",
        "reviewed_by": message.reviewed_by or "",
        "valid_until": "" if message.valid_until is None else message.valid_until.isoformat(),
        **dict(zip(COUNTED, map(str, counts), strict=True)),
    }


def change_of(line: int, row: Row, known: Playbook) -> Change | None:
    """Say what a line changes of a playbook; None: nothing. A cell that is not there leaves what is."""
    before = next((row_of(known, one, None) for one in known.messages if one.id == row["message"]), None)
    told = [name for name in CELLS if name in row]
    changed = tuple(name for name in told if before is None or _same(row[name]) != _same(before[name]))
    if before is not None and not changed:
        return None
    return Change(line=line, playbook=known.id, message=row["message"], cells=changed, new=before is None)


def completed(row: Row, known: Playbook) -> Row:
    """Give a line the cells that its sheet lacks beside one that it has: a text alone takes no other language away."""
    before = next((row_of(known, one, None) for one in known.messages if one.id == row["message"]), None)
    if before is None:
        return row
    touched = [group for group in _TOGETHER if any(name in row for name in group)]
    return {**{name: before[name] for group in touched for name in group}, **row}


def document_of(row: Row, before: Mapping[str, object]) -> dict[str, object]:
    """Give the keys of a message as a line has them, over those that the document had; an empty cell has no key."""
    made: dict[str, object] = {key: value for key, value in before.items() if key != "alternatives"}
    for name in PLAIN:
        if name in row:
            value = row[name].split() if name in {"approvers", "networks"} else row[name].strip()
            made = _with(made, name, value, keep=name == "approvers")
    for name, key in (("text", "body"), ("intent", "intent")):
        if f"{name}_en" in row or f"{name}_fr" in row:
            words = {language: row.get(f"{name}_{language}", "").strip() for language in ("en", "fr")}
            made = _with(made, key, words if any(words.values()) else "")
    others = [_other(row, number) for number in (1, 2)]
    named = any(f"other_{number}_en" in row for number in (1, 2))
    return _with(
        made, "alternatives", [one for one in others if one] if named else before.get("alternatives")
    )


def _other(row: Row, number: int) -> dict[str, str]:
    words = {language: row.get(f"other_{number}_{language}", "").strip() for language in ("en", "fr")}
    return words if any(words.values()) else {}


def _with(made: dict[str, object], key: str, value: object, *, keep: bool = False) -> dict[str, object]:
    rest = {name: known for name, known in made.items() if name != key}
    return {**rest, key: value} if value or keep else rest


def _same(text: str) -> tuple[str, ...]:
    return tuple(text.split())
