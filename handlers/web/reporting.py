"""
The door for listening and care tools: what they report comes in, signed, and is kept once.

It opens nothing by itself and tells a stranger nothing: an unknown source is refused like a wrong signature.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from handlers.outside.arriving import Received, verified
from handlers.web.answers import ErrorAnswer
from handlers.web.bodies import body_up_to
from playbooks.desk import Desk
from playbooks.incoming import Source, Unmappable, mapped
from playbooks.playbook import Words

log = structlog.get_logger(__name__)

LARGEST_BODY: Final = 256 * 1024  # bytes; a message of a customer has a few thousand
Sources = Mapping[str, tuple[Source, bytes]]  # by their ids, each with the secret that it shares with us


class Kept(BaseModel):
    """What became of a report."""

    kept: bool = Field(description="False: it was known already, and had no effect.")


_ANY_DOCUMENT: Final = {
    "description": "The tool's own document, signed as its source says.",
    "required": True,
    "content": {"application/json": {"schema": {"type": "object"}}},
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": Kept, "description": "It was known already."},
    400: {"model": ErrorAnswer, "description": "The body is not JSON."},
    401: {"model": ErrorAnswer, "description": "The source is not known, or the signature is not right."},
    413: {"model": ErrorAnswer, "description": "The body is larger than any report."},
    422: {"model": ErrorAnswer, "description": "Nothing usable was found in the document."},
}
Body = Annotated[bytes, body_up_to(LARGEST_BODY, "larger than any report")]


def router(desk: Desk, sources: Callable[[], Sources]) -> APIRouter:
    """Make the door."""
    doors = APIRouter(tags=["reports"])

    @doors.post(
        "/api/sources/{source}",
        status_code=202,
        response_model=Kept,
        responses=_ANSWERS,
        openapi_extra={"requestBody": _ANY_DOCUMENT},
        summary="Report a customer's message, or that far more is said than usual",
    )
    def reported(request: Request, source: str, body: Body) -> Response:
        known = sources().get(source)
        if known is None or not _is_theirs(known, request, body, desk.clock.now()):
            return _refused(401, "unauthorized", _NOT_SIGNED)
        try:
            document = _read(body)
        except (ValueError, RecursionError):
            return _refused(400, "bad_request", _NO_JSON)
        try:
            told = mapped(known[0], document)
        except Unmappable as exc:
            # The operator mends the mapping: what the tool sent is not logged, it holds people's words.
            log.warning("report_not_understood", source=source, why=exc.words.en)
            return _refused(422, "bad_request", exc.words)
        kept = desk.inbox.arrived(source, known[0].title, told)
        return JSONResponse({"kept": kept}, status_code=202 if kept else 200)

    return doors


def _is_theirs(known: tuple[Source, bytes], request: Request, body: bytes, now: datetime) -> bool:
    source, key = known
    return verified(source.signature, key, Received(headers=request.headers, body=body, at=now))


def _read(body: bytes) -> Any:
    """Read a document. Raises ValueError, RecursionError; numbers that are none are refused."""

    def refuse(name: str) -> None:
        message = f"{name} is no number"
        raise ValueError(message)

    return json.loads(body.decode(), parse_constant=refuse)


def _refused(status: int, code: str, words: Words) -> JSONResponse:
    told = {"code": code, "message": {"en": words.en, "fr": words.fr}, "field": None, "reference": None}
    return JSONResponse({"error": told}, status_code=status)


_NOT_SIGNED: Final = Words(
    en="The source is not known, or the signature or its moment is not right.",
    fr="La source est inconnue, ou la signature ou son heure ne convient pas.",
)
_NO_JSON: Final = Words(en="The body is not JSON.", fr="Le corps n’est pas du JSON.")
