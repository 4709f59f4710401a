"""The pages: the list of incidents, and everything about one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from handlers.web.drawing.calls import climb_parts
from handlers.web.drawing.checklist import step_rows
from handlers.web.drawing.clocks import clock_rows
from handlers.web.drawing.coming import deliveries, due_rows
from handlers.web.drawing.customer import customer_part
from handlers.web.drawing.decided import decided_parts
from handlers.web.drawing.head import head_of, head_of_line
from handlers.web.drawing.offered import offered_part
from handlers.web.drawing.points import assessed_part, claim_rows, point_part
from handlers.web.drawing.publishing import freeze_part
from handlers.web.drawing.reviewed import review_part
from handlers.web.drawing.statements import statement_parts
from handlers.web.drawing.timeline import timeline
from handlers.web.drawing.words_said import words_part
from handlers.web.headers import COPYING
from handlers.web.loopback import loopback_only
from handlers.web.names import reference
from handlers.web.pages import STATIC, Pages
from handlers.web.paging import Before, asking, in_utc, page_of
from playbooks.incident import IncidentState
from playbooks.ports import Wanted

LINES: Final = 50  # of one page of the list


class Shown(StrEnum):
    """Which incidents the list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


_STATE: Final[Mapping[Shown, str | None]] = {
    Shown.OPEN: IncidentState.OPEN.value,
    Shown.CLOSED: IncidentState.CLOSED.value,
    Shown.ALL: None,
}


def router(pages: Pages) -> APIRouter:
    """Make the pages. They only read, and answer on loopback only."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    @doors.get("/")
    def front() -> RedirectResponse:
        return RedirectResponse("/incidents", status_code=303)

    @doors.get("/incidents")
    def incidents(
        request: Request, state: Annotated[Shown, Query()] = Shown.OPEN, before: Before = None
    ) -> HTMLResponse:
        wanted = Wanted(reader=None, state=_STATE[state], limit=asking(LINES), before=in_utc(before))
        return draw_list(pages, request, state, wanted)

    @doors.get("/incidents/{ref}")
    def incident(request: Request, ref: str) -> HTMLResponse:
        return draw_incident(pages, request, reference(ref))

    return doors


def static_router(pages: Pages) -> APIRouter:
    """Serve the style and the one script, to whoever asks: also the page that refuses wants it."""
    doors = APIRouter(include_in_schema=False)

    def serve(name: str) -> Response:
        # Its address changes with its content, so a browser may keep it for good.
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(pages.static[name], media_type=STATIC[name], headers=kept)

    @doors.get("/static/desk.css")
    def style() -> Response:
        return serve("desk.css")

    @doors.get("/static/print.css")
    def sheet() -> Response:
        return serve("print.css")

    @doors.get("/static/desk.svg")
    def mark() -> Response:
        return serve("desk.svg")

    @doors.get("/static/copy.js")
    def copying() -> Response:
        return serve("copy.js")

    return doors


def draw_list(pages: Pages, request: Request, shown: Shown, wanted: Wanted) -> HTMLResponse:
    """Draw the list; one query, whatever its length."""
    reader = pages.reader(request)
    page = page_of(pages.desk.looking.lines(wanted), LINES)
    shelf = pages.desk.shelf()
    playbooks = [shelf.find(line.playbook, line.version) for line in page.lines]
    lines = [
        head_of_line(line, playbook.title if playbook else None, reader)
        for line, playbook in zip(page.lines, playbooks, strict=True)
    ]
    return pages.draw(
        "incidents.html",
        request,
        reader,
        lines=lines,
        shown=shown.value,
        choices=tuple(choice.value for choice in Shown),
        older=None if page.next_before is None else page.next_before.isoformat().replace("+00:00", "Z"),
        first=wanted.before is None,
        now=reader.at(reader.now),
    )


def draw_incident(pages: Pages, request: Request, ref: str) -> HTMLResponse:
    """Draw one incident. Raises NotFound, also for a restricted one."""
    incident = pages.desk.looking.named(ref, None)
    seen = pages.desk.looking.everything(incident)
    reader = pages.reader(request).beside(incident.lead)
    statements = statement_parts(incident, reader)
    copies = any(part.to_copy for part in statements)
    page = pages.draw(
        "incident.html",
        request,
        reader,
        incident=incident,
        head=head_of(incident, reader),
        words=words_part(incident, seen.log, reader),
        customer=customer_part(incident, reader),
        statements=statements,
        copies=copies,
        offered=offered_part(seen, reader),
        decided=decided_parts(incident, reader),
        point=point_part(incident, reader),
        assessed=assessed_part(incident, reader),
        claims=claim_rows(incident, reader),
        steps=step_rows(incident, reader),
        clocks=clock_rows(incident, reader),
        freeze=freeze_part(incident, reader),
        climbs=climb_parts(incident, reader),
        dues=due_rows(incident, seen.dues, reader),
        delivery=deliveries(seen.incident, seen.deliveries, reader),
        review=None if incident.is_open else review_part(incident, seen.review, reader),
        days=timeline(incident, seen.log, reader),
        now=reader.at(reader.now),
    )
    page.headers.update(COPYING if copies else {})
    return page
