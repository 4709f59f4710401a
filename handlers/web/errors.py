"""The one place where the web doors turn refusals and faults into answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware

from handlers.web.drawing.reader import Reader
from handlers.web.pages import Pages
from handlers.web.words import (
    ADDRESS_UNREADABLE,
    FAULT,
    NOT_SAVED,
    ONLY_READING,
    PAGE_MISSING,
    TOKEN_NEEDED,
    WORDS,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, NotSaved, Refusal
from playbooks.playbook import Language, Words

MACHINES: Final = ("/api/", "/healthz", "/readyz", "/slack/", "/openapi.json")  # These paths speak JSON.
_REFUSED: Final[Mapping[type[Refusal], tuple[int, str]]] = {
    NotFound: (404, "not_found"),
    NotAllowed: (403, "not_allowed"),
    AlreadyDone: (409, "already_done"),
    Conflict: (409, "conflict"),
    BadRequest: (422, "bad_request"),
}
_TOO_LARGE: Final = Words(
    en="This is larger than anything that is read here. Nothing was kept; send less at a time.",
    fr="C’est plus volumineux que tout ce qui se lit ici. Rien n’a été gardé ; envoyez moins à la fois.",
)
_BY_STATUS: Final[Mapping[int, tuple[str, Words]]] = {
    401: ("unauthorized", TOKEN_NEEDED),
    404: ("not_found", PAGE_MISSING),
    405: ("method_not_allowed", ONLY_READING),
    413: ("http_413", _TOO_LARGE),
}
_LOGGED_LETTERS: Final = 12  # of a UUIDv7's end, the part that is chance: enough to find one line in a log


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a request got no answer."""

    status: int
    code: str
    words: Words
    field: str | None = None  # what of the request it is about
    reference: str | None = None  # finds the fault in the log
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Answers for whatever a door could not do."""

    pages: Pages
    fresh_reference: Callable[[], str]

    def refusal(self, request: Request, exc: Refusal) -> Response:
        """Answer a refusal with its own words; never as a fault."""
        status, code = next(told for kind, told in _REFUSED.items() if isinstance(exc, kind))
        return self._answer(request, Trouble(status=status, code=code, words=exc.tell, field=exc.field))

    def unreadable(self, request: Request, exc: RequestValidationError) -> Response:
        """Answer an address that cannot be understood, naming the part that is meant."""
        names = dict.fromkeys(str(error["loc"][-1]) for error in exc.errors())
        named = ", ".join(names)
        words = Words(
            en=ADDRESS_UNREADABLE.en.format(field=named), fr=ADDRESS_UNREADABLE.fr.format(field=named)
        )
        return self._answer(request, Trouble(status=422, code="bad_request", words=words, field=named))

    def http(self, request: Request, exc: HTTPException) -> Response:
        """Answer what the framework refuses, such as a page that is not there."""
        code, words = _BY_STATUS.get(exc.status_code, (f"http_{exc.status_code}", _detail(exc)))
        return self._answer(
            request, Trouble(status=exc.status_code, code=code, words=words, headers=exc.headers)
        )

    def not_saved(self, request: Request, exc: NotSaved) -> Response:
        """Answer while the memory cannot be reached."""
        structlog.get_logger(__name__).error("memory_unreachable", door=_door(request), error=str(exc))
        return self._answer(request, Trouble(status=503, code="not_saved", words=NOT_SAVED))

    def fault(self, request: Request, exc: Exception) -> Response:
        """Log a fault once, with a reference, and give the reference to whoever asked."""
        reference = self.fresh_reference()[-_LOGGED_LETTERS:]
        structlog.get_logger(__name__).error(
            "request_failed", reference=reference, door=_door(request), exc_info=exc
        )
        return self._answer(request, Trouble(status=500, code="fault", words=FAULT, reference=reference))

    def _answer(self, request: Request, trouble: Trouble) -> Response:
        reader = self.pages.reader(request)
        drawn = _json if request.url.path.startswith(MACHINES) else self._page
        response = drawn(request, reader, trouble)
        response.headers.update(trouble.headers or {})
        return response

    def _page(self, request: Request, reader: Reader, trouble: Trouble) -> Response:
        other = Language.EN if reader.language is Language.FR else Language.FR
        # Whoever is refused for where they are may never have chosen a language here: they get both.
        spoken = (reader.language, other) if trouble.status == 403 else (reader.language,)
        title = f"title_{trouble.status}" if f"title_{trouble.status}" in WORDS else "title_500"
        page = self.pages.draw(
            "error.html",
            request,
            reader,
            title=reader.say(title),
            messages=tuple(
                (spoke.value, replace(reader, language=spoke).told(trouble.words)) for spoke in spoken
            ),
            reference=trouble.reference,
            leads_on=trouble.status != 403,
        )
        page.status_code = trouble.status
        return page


def install(app: FastAPI, pages: Pages, fresh_reference: Callable[[], str]) -> None:
    """Have every refusal and fault of an app answered here."""
    errors = Errors(pages=pages, fresh_reference=fresh_reference)
    answers: Mapping[type[Exception], Callable[..., Response]] = {
        Refusal: errors.refusal,
        NotSaved: errors.not_saved,
        RequestValidationError: errors.unreadable,
        HTTPException: errors.http,
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, answer)
    # A layer of its own: as one of the app's handlers, the framework would raise the fault again after it was
    # answered, and the server would log it a second time.
    app.add_middleware(ExceptionMiddleware, handlers={Exception: errors.fault})


def _json(_: Request, reader: Reader, trouble: Trouble) -> Response:
    message = {
        language.value: replace(reader, language=language).plain(trouble.words) for language in Language
    }
    told = {"code": trouble.code, "message": message, "field": trouble.field, "reference": trouble.reference}
    return JSONResponse({"error": told}, status_code=trouble.status, headers={"Cache-Control": "no-store"})


def _detail(exc: HTTPException) -> Words:
    return Words(en=str(exc.detail), fr=str(exc.detail))


def _door(request: Request) -> str:
    """Name the door, not the address: what people wrote into it stays out of the log."""
    return str(getattr(request.scope.get("route"), "path", "?"))
