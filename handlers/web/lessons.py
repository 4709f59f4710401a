"""The page of the lessons: from where each comes, and how far it has come."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from handlers.web.drawing.lessons import lesson_rows
from handlers.web.loopback import loopback_only
from handlers.web.pages import Pages
from playbooks.ports_lessons import LessonsWanted

MOST = 200
Left = Annotated[bool, Query()]


def router(pages: Pages) -> APIRouter:
    """Make the page. It only reads, and answers on loopback only; lessons of restricted incidents are not on it."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    @doors.get("/lessons")
    def lessons(request: Request, left: Left = False) -> HTMLResponse:  # noqa: FBT002 - a query parameter.
        return draw_lessons(pages, request, left_to_do=left)

    return doors


def draw_lessons(pages: Pages, request: Request, *, left_to_do: bool) -> HTMLResponse:
    """Draw the lessons, all of them or those that wait for something."""
    reader = pages.reader(request)
    found = pages.desk.learning.listed(LessonsWanted(reader=None, left_to_do=left_to_do, limit=MOST))
    return pages.draw(
        "lessons.html",
        request,
        reader,
        rows=lesson_rows(found, reader),
        left=left_to_do,
        now=reader.at(reader.now),
    )
