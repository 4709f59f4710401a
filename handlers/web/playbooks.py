"""The pages of the playbooks: the list, each document to read or print, its downloads, and the offline pack."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from handlers.web import printing
from handlers.web.drawing.playbook import playbook_part
from handlers.web.drawing.reader import Reader
from handlers.web.loopback import loopback_only
from handlers.web.pages import Pages
from playbooks import refusals
from playbooks.playbook import Language, Playbook, UnitId

Version = Annotated[int | None, Query(ge=1, le=9999)]
Unit = Annotated[str, Query(max_length=40)]
PRIVATE = {"Cache-Control": "no-store", "Vary": "Accept-Language"}


def router(pages: Pages) -> APIRouter:
    """Make the pages. They only read, and answer on loopback only: ladders hold telephone numbers."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    @doors.get("/playbooks")
    def playbooks(request: Request) -> HTMLResponse:
        return draw_list(pages, request)

    @doors.get("/playbooks/{name}.md")
    def as_markdown(request: Request, name: str, version: Version = None, unit: Unit = "") -> Response:
        reader, playbook = pages.reader(request), _found(pages, name, version)
        text = printing.markdown(playbook, _known(pages, unit), reader)
        return Response(text, media_type="text/markdown", headers=_saved_as(playbook, "md", reader))

    @doors.get("/playbooks/{name}.html")
    def as_html(request: Request, name: str, version: Version = None, unit: Unit = "") -> Response:
        reader, playbook = pages.reader(request), _found(pages, name, version)
        text = printing.html(playbook, _known(pages, unit), reader)
        return HTMLResponse(text, headers=_alone() | _saved_as(playbook, "html", reader))

    @doors.get("/playbooks/{name}")
    def playbook(request: Request, name: str, version: Version = None, unit: Unit = "") -> HTMLResponse:
        return draw_playbook(pages, request, _found(pages, name, version), _known(pages, unit))

    @doors.get("/pack")
    def pack(request: Request) -> HTMLResponse:
        return draw_pack(pages, pages.reader(request))

    @doors.get("/pack.{language}")
    def pack_in(request: Request, language: Language) -> HTMLResponse:
        return draw_pack(pages, pages.reader(request).speaking(language))

    return doors


def draw_list(pages: Pages, request: Request) -> HTMLResponse:
    """Draw the newest version of every playbook."""
    reader = pages.reader(request)
    lines = [playbook_part(playbook, None, reader) for playbook in pages.desk.shelf().latest()]
    return pages.draw("playbooks.html", request, reader, lines=lines, now=reader.at(reader.now))


def draw_playbook(pages: Pages, request: Request, playbook: Playbook, unit: UnitId | None) -> HTMLResponse:
    """Draw one version of a playbook, with the people of a unit if one is chosen."""
    reader = pages.reader(request)
    versions = [one.version for one in pages.desk.shelf().playbooks if one.id == playbook.id]
    chosen = f"&unit={unit}" if unit else ""
    return pages.draw(
        "playbook.html",
        request,
        reader,
        part=playbook_part(playbook, unit, reader),
        versions=sorted(versions),
        unit=unit or "",
        units=[{"id": known.id, "title": reader.unit(known.id)} for known in reader.directory.units],
        asked=f"version={playbook.version}{chosen}&lang={reader.language.value}",
        now=reader.at(reader.now),
    )


def draw_pack(pages: Pages, reader: Reader) -> HTMLResponse:
    """Draw the offline pack as it would be made at this moment."""
    name = f'inline; filename="crisis-pack.{reader.language.value}.html"'
    headers = _alone() | PRIVATE | {"Content-Disposition": name, "Content-Language": reader.language.value}
    return HTMLResponse(printing.pack(pages.desk.shelf().latest(), reader), headers=headers)


def _found(pages: Pages, name: str, version: int | None) -> Playbook:
    playbook = pages.desk.shelf().find(name, version)
    if playbook is None:
        raise refusals.crisis.no_such_playbook(name)
    return playbook


def _known(pages: Pages, unit: str) -> UnitId | None:
    """Give the unit that is named; one that the directory has not is as none."""
    known = pages.desk.directory().unit(UnitId(unit))
    return None if known is None else known.id


def _alone() -> dict[str, str]:
    return {"Content-Security-Policy": f"{printing.policy()}; frame-ancestors 'none'"}


def _saved_as(playbook: Playbook, ending: str, reader: Reader) -> dict[str, str]:
    name = f"{playbook.id}-v{playbook.version}.{reader.language.value}.{ending}"
    return PRIVATE | {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": reader.language.value,
    }
