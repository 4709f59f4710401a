"""How a page is drawn: a template, who reads it, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from handlers.web.drawing.reader import Reader
from handlers.web.languages import asked_for, language_of
from handlers.web.templating import make_templates
from playbooks.desk import Desk
from playbooks.playbook import Language

STATIC: Final[Mapping[str, str]] = {
    "desk.css": "text/css",
    "print.css": "text/css",
    "desk.svg": "image/svg+xml",
    "copy.js": "text/javascript",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The templates and what they share."""

    desk: Desk
    templates: Environment
    static: Mapping[str, bytes]
    edition: str  # changes with the static files, so that browsers fetch the new ones

    def reader(self, request: Request) -> Reader:
        """Say who reads: in the language asked for, at this moment."""
        language = language_of(request, self.desk.people.default())
        return Reader(language=language, directory=self.desk.directory(), now=self.desk.clock.now())

    def draw(self, template: str, request: Request, reader: Reader, **shown: Any) -> HTMLResponse:
        """Draw a page."""
        asked = asked_for(request)
        page = self.templates.get_template(template).render(
            reader=reader,
            say=reader.say,
            language=reader.language.value,
            languages=tuple(Language),
            keep="" if asked is None else f"lang={asked.value}",
            edition=self.edition,
            **shown,
        )
        return HTMLResponse(page, headers=_headers(reader))


def make_pages(desk: Desk) -> Pages:
    """Read the templates and the static files."""
    room = files("handlers.web")
    static = {name: room.joinpath("static", name).read_bytes() for name in STATIC}
    edition = sha256(b"".join(static.values())).hexdigest()[:12]
    return Pages(desk=desk, templates=make_templates(), static=static, edition=edition)


def _headers(reader: Reader) -> Mapping[str, str]:
    # What an incident says belongs in no cache: neither the browser's nor a shared one.
    return {"Cache-Control": "no-store", "Content-Language": reader.language.value, "Vary": "Accept-Language"}
