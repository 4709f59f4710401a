"""The pages of the rotas and of the contact check, and the calendars that people subscribe to."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from handlers.web.calendar import calendar
from handlers.web.drawing.rotas import contacts_part, coverage_part, rota_parts
from handlers.web.loopback import loopback_only
from handlers.web.pages import Pages
from playbooks.errors import NotFound
from playbooks.routing import RotaId

WEEKS: Final = 4
Weeks = Annotated[int, Query(ge=1, le=26)]
MISSING: Final = 404


def router(pages: Pages) -> APIRouter:
    """Make the pages. They only read, and answer on loopback only."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    @doors.get("/rotas")
    def rotas(request: Request, weeks: Weeks = WEEKS) -> HTMLResponse:
        return draw_rotas(pages, request, weeks)

    @doors.get("/contacts")
    def contacts(request: Request) -> HTMLResponse:
        return draw_contacts(pages, request)

    return doors


def feed_router(pages: Pages) -> APIRouter:
    """Serve the calendars to whoever has their address: names and times, nothing else."""
    doors = APIRouter(include_in_schema=False)

    @doors.get("/rotas/{rota}/{token}.ics")
    def feed(rota: str, token: str) -> Response:
        found = pages.desk.rotas.feed(RotaId(rota), token)
        if found is None:
            raise HTTPException(MISSING)
        directory, now = pages.desk.directory(), pages.desk.clock.now()
        text = calendar(*found, directory=directory, now=now)
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'inline; filename="{found[0].id}.ics"',
        }
        return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)

    return doors


def draw_rotas(pages: Pages, request: Request, weeks: int) -> HTMLResponse:
    """Draw who is on duty, what is lacking and who has too much."""
    reader, rotas = pages.reader(request), pages.desk.rotas
    try:
        parts = rota_parts(rotas.rosters(None), reader)
        report = coverage_part(rotas.coverage(weeks), weeks, reader)
    except NotFound:
        parts, report = (), None
    return pages.draw("rotas.html", request, reader, rotas=parts, report=report, now=reader.at(reader.now))


def draw_contacts(pages: Pages, request: Request) -> HTMLResponse:
    """Draw how far the latest contact check is."""
    reader, desk = pages.reader(request), pages.desk.checking
    found, (verified, total) = desk.progress(), desk.verified()
    return pages.draw(
        "contacts.html",
        request,
        reader,
        check=None if found is None else contacts_part(found, reader),
        verified=reader.say("contacts_verified", n=verified, total=total),
        now=reader.at(reader.now),
    )
