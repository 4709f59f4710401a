"""An incident as a file: JSON for another installation, CSV for a spreadsheet, Markdown, and HTML to print."""

import csv
import io
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from handlers.sentences import sentence
from handlers.web import printing
from handlers.web.drawing.exported import Given, exported_part
from handlers.web.drawing.reader import Reader
from handlers.web.markdown_given import incident_markdown
from playbooks.desk.looking import LookingDesk
from playbooks.desk.moving import MovingDesk
from playbooks.incident import Incident
from playbooks.record import content_of, written
from playbooks.routing import Directory
from playbooks.sheet import safe

WHOLE_LOG: Final = 1_000_000
COLUMNS: Final = (
    *("ref", "title", "seq", "at", "recorded_at", "kind", "by", "name", "says"),
    *("body", "key", "mac"),
)


class Form(StrEnum):
    """What an export can be."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"

    @property
    def ending(self) -> str:
        """Give the ending of such a file's name."""
        return _ENDING[self]

    @property
    def media(self) -> str:
        """Give the type of such a file, as browsers know it."""
        return _MEDIA[self]


_ENDING: Final = {Form.JSON: "json", Form.CSV: "csv", Form.MARKDOWN: "md", Form.HTML: "html"}
_MEDIA: Final = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
    Form.MARKDOWN: "text/markdown",
    Form.HTML: "text/html",
}


def given(looking: LookingDesk, moving: MovingDesk, incident: Incident, directory: Directory) -> Given:
    """Gather what leaves with an incident that was found before."""
    log = looking.log(incident, after=0, limit=WHOLE_LOG)
    return Given(incident=incident, log=log, record=moving.record(incident, directory))


def export(form: Form, what: Given, reader: Reader) -> str:
    """Write an incident as a file."""
    return _WRITE[form](what, reader)


def _json(what: Given, _: Reader) -> str:
    return written(what.record)


def _csv(what: Given, reader: Reader) -> str:
    """Write one row for each entry of the log; a cell that a spreadsheet would compute begins with an apostrophe."""
    file = io.StringIO()
    sheet = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    sheet.writeheader()
    told = content_of(what.record)["log"]
    for entry, line, signed in zip(what.log, told, what.record.lines, strict=True):
        row: Mapping[str, object] = {
            **{name: line[name] for name in ("seq", "at", "recorded_at", "kind", "key", "mac")},
            "ref": what.incident.ref,
            "title": what.incident.title,
            "by": line["by"] or "",
            "name": reader.name(entry.fact.by),
            "says": sentence(
                entry.fact,
                what.incident,
                name=reader.name,
                moment=lambda at: reader.at(at).full,
                quote=str,
                language=reader.language,
                ladder=reader.ladder,
            ),
            "body": signed.body,
        }
        sheet.writerow({name: safe(str(cell)) for name, cell in row.items()})
    return file.getvalue()


def _markdown(what: Given, reader: Reader) -> str:
    return incident_markdown(exported_part(what, reader), reader)


def _html(what: Given, reader: Reader) -> str:
    return printing.incident(exported_part(what, reader), reader)


_WRITE: Final[Mapping[Form, Callable[[Given, Reader], str]]] = {
    Form.JSON: _json,
    Form.CSV: _csv,
    Form.MARKDOWN: _markdown,
    Form.HTML: _html,
}
