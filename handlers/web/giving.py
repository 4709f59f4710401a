"""Incidents to take away, as files: from the page of one that anybody at the machine may read, and by the API."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from handlers.web import printing
from handlers.web.answers import ErrorAnswer
from handlers.web.drawing.reader import Reader
from handlers.web.exporting import Form, export, given
from handlers.web.loopback import loopback_only
from handlers.web.names import reference
from handlers.web.pages import Pages
from playbooks.desk import Desk
from playbooks.incident import Incident
from playbooks.playbook import Language
from playbooks.ports import OPERATOR

_ENDINGS: Final = {form.ending: form for form in Form}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", "content": {form.media: {} for form in Form}},
    404: {"model": ErrorAnswer, "description": "There is no such incident."},
}
FormAsked = Annotated[Form, Query(alias="format", description="What kind of file.")]
LanguageAsked = Annotated[Language | None, Query(description="Of what is not JSON.")]


def router(pages: Pages) -> APIRouter:
    """Make the downloads of the pages: as these, on loopback only, and of no restricted incident."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    def add(ending: str) -> None:
        @doors.get(f"/incidents/{{ref}}/export.{ending}")
        def download(request: Request, ref: str) -> Response:
            incident = pages.desk.looking.named(reference(ref), None)
            return answer(pages.desk, incident, _ENDINGS[ending], pages.reader(request))

    for ending in _ENDINGS:
        add(ending)
    return doors


def add_export(doors: APIRouter, desk: Desk) -> None:
    """Add the export to the API, whose caller is the operator."""

    @doors.get("/incidents/{ref}/export", response_class=Response, responses=_ANSWERS)
    def export_incident(ref: str, form: FormAsked = Form.JSON, language: LanguageAsked = None) -> Response:
        """Give an incident as a file: JSON can be imported elsewhere, CSV opened in a spreadsheet."""
        incident = desk.looking.named(reference(ref), OPERATOR)
        spoken = language or desk.people.default()
        reader = Reader(language=spoken, directory=desk.directory(), now=desk.clock.now())
        return answer(desk, incident, form, reader)


def answer(desk: Desk, incident: Incident, form: Form, reader: Reader) -> Response:
    """Answer with an incident as a file, to be saved and kept by nobody in between."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{incident.ref}.{form.ending}"',
        "Content-Language": reader.language.value,
    }
    if form is Form.HTML:
        headers["Content-Security-Policy"] = f"{printing.policy()}; frame-ancestors 'none'"
    text = export(form, given(desk.looking, desk.moving, incident, reader.directory), reader)
    return Response(text, media_type=form.media, headers=headers)
