"""Reads a spreadsheet of prepared answers, and writes what it changes into a copy of a playbook document."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from config.next_version import Document, next_version
from playbooks.mistakes import Mistake, nearest, shown
from playbooks.playbook import Playbook, Words
from playbooks.sheet import ANSWER, COLUMNS, Change, Row, completed, document_of, plain

LARGEST: Final = 4 * 1024 * 1024  # bytes
MOST_LINES: Final = 5000
MOST_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The lines of a spreadsheet, each with its number, and what is wrong with it."""

    rows: tuple[tuple[int, Row], ...]
    mistakes: tuple[Mistake, ...] = ()


def read_sheet(content: bytes, file: str) -> Sheet:
    """Read a sheet: UTF-8 with or without its mark, commas or semicolons. Never raises."""
    if len(content) > LARGEST:
        return _refused(file, 1, _TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(file, 1, _NOT_TEXT)
    if "\0" in text:
        return _refused(file, 1, _NOT_TEXT)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        wrong = _wrong_head(head, file)
        return Sheet(rows=(), mistakes=wrong) if wrong else _read_rows(reader, head, file)
    except csv.Error:
        return _refused(file, reader.line_num or 1, _BROKEN)


def _read_rows(reader: Any, head: Sequence[str], file: str) -> Sheet:
    rows, mistakes = list[tuple[int, Row]](), list[Mistake]()
    firsts: dict[tuple[str, str], int] = {}
    began = reader.line_num + 1
    for cells in reader:
        line, began = began, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) + len(mistakes) >= MOST_LINES:
            mistakes.append(_mistake(file, line, _TOO_MANY))
            break
        if len(cells) != len(head):
            mistakes.append(_mistake(file, line, _ragged(len(cells), len(head))))
            continue
        row = {name: plain(cell) for name, cell in zip(head, cells, strict=True)}
        row |= {name: row[name].strip() for name in ANSWER}
        first = firsts.setdefault((row["playbook"], row["message"]), line)
        if first != line:
            mistakes.append(_mistake(file, line, _again(row, first)))
            continue
        rows.append((line, row))
    return Sheet(rows=tuple(rows), mistakes=tuple(mistakes))


def _wrong_head(head: Sequence[str], file: str) -> tuple[Mistake, ...]:
    if len(head) > MOST_COLUMNS:
        return (_mistake(file, 1, _TOO_WIDE),)
    missing = [name for name in ANSWER if name not in head]
    unknown = [name for name in dict.fromkeys(head) if name not in COLUMNS]
    twice = [name for name in dict.fromkeys(head) if head.count(name) > 1]
    return (
        *(_mistake(file, 1, _lacks(name)) for name in missing),
        *(_mistake(file, 1, _unknown(name), nearest(name, COLUMNS)) for name in unknown),
        *(_mistake(file, 1, _twice(name)) for name in twice),
    )


def rewritten(text: bytes, known: Playbook, changed: Sequence[tuple[Row, Change]], source: str) -> str:
    """Write the next version of a document with the changed messages in it; its comments and its order stay."""

    def edit(document: Document) -> None:
        messages = document.setdefault("messages", {})
        for row, change in changed:
            before: Mapping[str, object] = messages.get(change.message) or {}
            messages[change.message] = document_of(completed(row, known), before)

    words = Words(
        en=f"Prepared answers taken over from {source}.", fr=f"Réponses préparées reprises de {source}."
    )
    return next_version(text, known, words, edit)


def _refused(file: str, line: int, what: Words) -> Sheet:
    return Sheet(rows=(), mistakes=(_mistake(file, line, what),))


def _mistake(file: str, line: int, what: Words, instead: Words | None = None) -> Mistake:
    return Mistake(file=file, line=line, column=1, what=what, instead=instead)


def _lacks(name: str) -> Words:
    return Words(
        en=f"the first line lacks the column “{name}”",
        fr=f"il manque la colonne « {name} » à la première ligne",
    )


def _unknown(name: str) -> Words:
    return Words(en=f"there is no column “{shown(name)}”", fr=f"il n’y a pas de colonne « {shown(name)} »")


def _twice(name: str) -> Words:
    return Words(
        en=f"the column “{shown(name)}” stands here twice",
        fr=f"la colonne « {shown(name)} » figure deux fois",
    )


def _again(row: Row, first: int) -> Words:
    named = shown(f"{row['playbook']}/{row['message']}")
    return Words(
        en=f"{named} stands on line {first} already: keep one of the two",
        fr=f"{named} figure déjà à la ligne {first} : gardez l’une des deux",
    )


def _ragged(found: int, wanted: int) -> Words:
    return Words(
        en=f"{found} cells where the first line has {wanted}; save it anew as CSV",
        fr=f"{found} cellules, la première ligne en a {wanted} ; enregistrez-le de nouveau en CSV",
    )


_TOO_LARGE: Final = Words(
    en="the file is larger than 4 MB; take in a part of it at a time",
    fr="le fichier dépasse 4 Mo ; reprenez-le en plusieurs parties",
)
_NOT_TEXT: Final = Words(
    en="the file is not UTF-8 text; save it as CSV UTF-8",
    fr="le fichier n’est pas du texte UTF-8 ; enregistrez-le en CSV UTF-8",
)
_BROKEN: Final = Words(
    en="this is no CSV: a quotation mark is not closed, or stands within a cell; save it anew as CSV",
    fr="ce n’est pas du CSV : un guillemet n’est pas fermé, ou se trouve dans une cellule ; réenregistrez-le en CSV",
)
_TOO_MANY: Final = Words(
    en=f"more than {MOST_LINES} lines: the rest is not read; take in a part of it at a time",
    fr=f"plus de {MOST_LINES} lignes : le reste n’est pas lu ; reprenez le fichier en plusieurs parties",
)
_TOO_WIDE: Final = Words(
    en=f"more than {MOST_COLUMNS} columns; keep those that the export prints",
    fr=f"plus de {MOST_COLUMNS} colonnes ; gardez celles de l’export",
)
