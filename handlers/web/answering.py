"""
Answering a call outside Slack: a page for the person who was called, and a door for the provider that called them.

Both are open to the world. The link is the key: a keyed hash that nobody can make up, of use while the call asks on.
Looking only shows, sending acts.
"""

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from handlers.outside import signing
from handlers.outside.links import Links
from handlers.web.bodies import body_up_to
from handlers.web.drawing.answer import answer_part, word
from handlers.web.drawing.reader import Reader
from handlers.web.languages import asked_for
from handlers.web.pages import Pages
from handlers.web.reporting import Sources
from playbooks.commands import Asked, DeclineCall, RequestId, TakeCall
from playbooks.desk import Desk
from playbooks.errors import NotFound, Refusal
from playbooks.incident import Call, Incident
from playbooks.playbook import UserId
from playbooks.ports import OPERATOR
from playbooks.routing import MeansId

LARGEST_BODY: Final = 16 * 1024  # bytes; an answer has a few hundred
MOST_WRONG: Final = 30  # links that are not ours, in a minute
MINUTE: Final = timedelta(minutes=1)
ONCE: Final = 36  # characters of what tells two presses of one button apart from two answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the doors to the outside need: the links, the secret of a name if it is set, and the tools that report."""

    links: Links
    key: Callable[[str], str | None]
    sources: Callable[[], Sources] = dict


@dataclass(slots=True, kw_only=True)
class Wrong:
    """Counts links that are not ours, and says when it is too much. A right one is never counted, nor refused."""

    clock: Callable[[], datetime]
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _seen: deque[datetime] = field(default_factory=lambda: deque(maxlen=MOST_WRONG))

    def too_many(self) -> bool:
        """Count one more; whether there were more than enough within the minute."""
        now = self.clock()
        with self._guard:
            full = len(self._seen) == MOST_WRONG and now - self._seen[0] < MINUTE
            self._seen.append(now)
        return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A call that a link names, and by what it was carried."""

    incident: Incident
    call: Call
    means: MeansId


Body = Annotated[bytes, body_up_to(LARGEST_BODY, "larger than any answer")]


def router(desk: Desk, pages: Pages, outside: Outside) -> APIRouter:
    """Make the page and the door."""
    doors, wrong = APIRouter(include_in_schema=False), Wrong(clock=desk.clock.now)

    @doors.get("/answer/{token}")
    def show(request: Request, token: str) -> Response:
        found = find(desk, outside.links, token)
        return _lost(pages, request, wrong) if found is None else _shown(pages, request, found)

    @doors.post("/answer/{token}")
    def answer(request: Request, token: str, body: Body) -> Response:
        found = find(desk, outside.links, token)
        if found is None:
            return _lost(pages, request, wrong)
        if not _of_the_page(request):
            return _said(pages, request, "elsewhere", 403)
        form = {name: values[-1] for name, values in parse_qs(body.decode(errors="replace")).items()}
        order = _order(found, form.get("answer"), form.get("reason", ""))
        if order is None:
            return _said(pages, request, "neither", 422)
        with suppress(Refusal):  # Somebody was faster, or it is over: the page says who and when.
            desk.crisis.carry_out(order, _asked(desk, found, form))
        # Relative, so that it holds wherever a proxy has put the server.
        return RedirectResponse(f"{token}{_spoken(request)}", status_code=303, headers=_KEPT_NOWHERE)

    @doors.post("/api/calls/{token}/answer")
    def answered(request: Request, token: str, body: Body) -> Response:
        found = find(desk, outside.links, token)
        if found is None:
            wrong.too_many()
        if found is None or not _is_signed(desk, outside, found, request, body):
            return _refused(401, "unauthorized", "The signature, its moment or the call is not right.")
        return _answered(desk, found, request, body)

    return doors


def find(desk: Desk, links: Links, token: str) -> Found | None:
    """Find the call that a link names; None: the link is not ours, or what it names is gone."""
    named = links.read(token)
    if named is None:
        return None
    try:
        incident = desk.looking.by_id(named.incident, OPERATOR)
    except NotFound:
        return None
    found = named.found_in(incident)
    return None if found is None else Found(incident=incident, call=found[0], means=found[1])


def _answered(desk: Desk, found: Found, request: Request, body: bytes) -> Response:
    told = _told(body)
    order = _order(found, told.get("answer"), str(told.get("reason") or ""))
    if order is None:
        return _refused(422, "bad_request", "“answer” must be “take” or “decline”.")
    # The same message arriving again is signed alike, and has one effect. So is what is said of another call in the
    # same second, and that is another message.
    signature = request.headers.get(signing.SIGNATURE, "")
    signed = RequestId(f"hook:{found.incident.id}:{found.call.id}:{signature}")
    after = desk.crisis.carry_out(order, Asked(by=found.call.person, request=signed))
    return JSONResponse({"state": after.call(found.call.id).state}, headers=_KEPT_NOWHERE)


def _order(found: Found, answer: object, reason: str) -> TakeCall | DeclineCall | None:
    incident, call = found.incident.id, found.call.id
    match answer:
        case "take":
            return TakeCall(incident=incident, call=call, means=found.means)
        case "decline":
            return DeclineCall(incident=incident, call=call, means=found.means, reason=reason)
        case _:
            return None


def _asked(desk: Desk, found: Found, form: Mapping[str, str]) -> Asked:
    """Say who asks: the person who was called. Two presses of one button are one request."""
    once = form.get("once", "")
    known = len(once) == ONCE and once.isascii()
    return Asked(
        by=found.call.person,
        request=RequestId(f"answer:{once if known else desk.crisis.ids.fresh()}:{form['answer']}"),
    )


def _of_the_page(request: Request) -> bool:
    """Whether a browser says that the page itself sent it; one that says nothing knows the link, and that is enough."""
    return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


def _is_signed(desk: Desk, outside: Outside, found: Found, request: Request, body: bytes) -> bool:
    hook = desk.directory().webhooks.get(found.means)
    key = None if hook is None else outside.key(hook.key)
    given = (request.headers.get(signing.TIMESTAMP, ""), request.headers.get(signing.SIGNATURE, ""))
    return key is not None and signing.is_signed(key, given, body, desk.clock.now().timestamp())


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


# What is shown ------------------------------------------------------------------------------------------


def _reader(pages: Pages, request: Request, person: UserId | None) -> Reader:
    reader = pages.reader(request)
    if person is None:
        return reader
    asked = asked_for(request)
    known = pages.desk.people.language(person)
    return replace(reader.beside(person), language=asked or known)


def _shown(pages: Pages, request: Request, found: Found) -> HTMLResponse:
    reader = _reader(pages, request, found.call.person)
    part = answer_part(found.incident, found.call, reader)
    return pages.draw(
        "answer.html",
        request,
        reader,
        part=part,
        word=word,
        once=pages.desk.crisis.ids.fresh(),
        up="../",
    )


def _lost(pages: Pages, request: Request, wrong: Wrong) -> HTMLResponse:
    if wrong.too_many():
        answer = _said(pages, request, "too_many", 429)
        answer.headers["Retry-After"] = str(int(MINUTE.total_seconds()))
        return answer
    return _said(pages, request, "unknown_how", 404)


def _said(pages: Pages, request: Request, key: str, status: int) -> HTMLResponse:
    reader = _reader(pages, request, None)
    title = word(reader, "unknown" if status in {404, 429} else "title")
    page = pages.draw(
        "answer.html", request, reader, part=None, title=title, says=word(reader, key), up="../"
    )
    page.status_code = status
    return page


def _spoken(request: Request) -> str:
    asked = asked_for(request)
    return "" if asked is None else f"?lang={asked.value}"


def _refused(status: int, code: str, text: str) -> JSONResponse:
    message = {"en": text, "fr": _IN_FRENCH[code]}
    told = {"code": code, "message": message, "field": None, "reference": None}
    return JSONResponse({"error": told}, status_code=status, headers=_KEPT_NOWHERE)


_KEPT_NOWHERE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_IN_FRENCH: Final = {
    "unauthorized": "La signature, son heure ou l’appel ne convient pas.",
    "bad_request": "« answer » doit être « take » ou « decline ».",
}
