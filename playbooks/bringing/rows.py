"""The rows of a file of past incidents: JSON, one object a line, or CSV with a header, by comma, semicolon or tab."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from playbooks.mistakes import Mistake
from playbooks.playbook import Words

SEPARATORS: Final = (",", ";", "\t")
LONGEST_FIELD: Final = 100_000  # characters; the rest of a field is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident as it stands in the file; names of fields are in small letters."""

    line: int
    fields: Mapping[str, str]


def rows(text: str, file: str) -> Iterator[Row | Mistake]:
    """Give each row, or what is wrong with it."""
    plain = text.removeprefix("\ufeff")
    return _json_rows(plain, file) if plain.lstrip()[:1] in {"{", "["} else _csv_rows(plain, file)


def _json_rows(text: str, file: str) -> Iterator[Row | Mistake]:
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            told = json.loads(written)
        except (ValueError, RecursionError):
            yield Mistake(file=file, line=line, column=1, what=_NOT_JSON, instead=_ONE_A_LINE)
            continue
        if not isinstance(told, dict):
            yield Mistake(file=file, line=line, column=1, what=_NO_OBJECT, instead=_ONE_A_LINE)
            continue
        yield Row(line=line, fields={_name(key): _text(value) for key, value in told.items()})


def _csv_rows(text: str, file: str) -> Iterator[Row | Mistake]:
    lines = text.splitlines(keepends=True)
    header = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    names: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error:
            yield Mistake(file=file, line=max(line, reader.line_num), column=1, what=_NOT_CSV, instead=_QUOTE)
            return
        if fields is None:
            return
        if not any(field.strip() for field in fields):
            continue
        if not names:
            names = [_name(field) for field in fields]
            continue
        if len(fields) != len(names):
            yield Mistake(
                file=file, line=line, column=1, what=_other_number(len(fields), len(names)), instead=_QUOTE
            )
            continue
        yield Row(line=line, fields=dict(zip(names, map(_text, fields), strict=True)))


def _name(written: object) -> str:
    return str(written).strip().casefold()


def _text(written: object) -> str:
    if written is None:
        return ""
    if isinstance(written, list):
        return ", ".join(map(str, written))[:LONGEST_FIELD]
    return str(written)[:LONGEST_FIELD]


def _other_number(found: int, named: int) -> Words:
    return Words(
        en=f"fields in this row: {found}; in the header: {named}",
        fr=f"champs de cette ligne : {found} ; de l’en-tête : {named}",
    )


_NOT_JSON: Final = Words(en="this line is not JSON", fr="cette ligne n’est pas du JSON")
_NO_OBJECT: Final = Words(en="this line is not an object {…}", fr="cette ligne n’est pas un objet {…}")
_ONE_A_LINE: Final = Words(
    en="write one incident a line, as {…}", fr="écrivez un incident par ligne, sous la forme {…}"
)
_NOT_CSV: Final = Words(
    en="this row cannot be read as CSV, nor what follows it",
    fr="cette ligne n’est pas lisible comme du CSV, ni ce qui la suit",
)
_QUOTE: Final = Words(
    en="put a field with a separator, a line break or a quotation mark between quotation marks",
    fr="mettez entre guillemets droits un champ qui contient un séparateur, un saut de ligne ou un guillemet",
)
