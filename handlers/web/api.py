"""
The JSON API, behind one bearer token.

Whoever holds the token is the operator: they run the machine and its database, so they also see restricted
incidents. Without a token in the settings the API is closed.
"""

import hmac
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from handlers.web import answers, told
from handlers.web.api_search import add_search
from handlers.web.giving import add_export
from handlers.web.names import reference
from handlers.web.paging import Before, asking, in_utc, page_of
from handlers.web.words import NO_TOKEN_SET, TOKEN_NEEDED
from playbooks.desk import Desk
from playbooks.errors import NotAllowed
from playbooks.incident import IncidentState
from playbooks.playbook import PlaybookKind
from playbooks.ports import OPERATOR, Wanted

MOST_LINES: Final = 500
MOST_ENTRIES: Final = 1000
LAST_NUMBER: Final = 2**31 - 1  # what a database's ordinary integer holds
_BEARER: Final = HTTPBearer(auto_error=False, description="The value of CRISIS_API_TOKEN.")
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": answers.ErrorAnswer, "description": "No token, or a wrong one."},
    403: {"model": answers.ErrorAnswer, "description": "The API is closed: no token is set."},
    422: {"model": answers.ErrorAnswer, "description": "Something in the address cannot be understood."},
}
_NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": answers.ErrorAnswer, "description": "There is no such incident."}
}
State = Annotated[IncidentState | None, Query(description="Open or closed ones only.")]
Kind = Annotated[PlaybookKind | None, Query(description="Crises or customer replies only.")]
Lines = Annotated[int, Query(ge=1, le=MOST_LINES)]
After = Annotated[int, Query(ge=0, le=LAST_NUMBER, description="Facts numbered higher than this.")]
Entries = Annotated[int, Query(ge=1, le=MOST_ENTRIES)]


class TokenNeeded(HTTPException):
    """The caller has not shown that they are the operator."""

    def __init__(self) -> None:
        super().__init__(401, detail=TOKEN_NEEDED.en, headers={"WWW-Authenticate": "Bearer"})


def router(desk: Desk, api_token: str | None) -> APIRouter:
    """Make the API."""
    doors = APIRouter(
        prefix="/api",
        tags=["incidents"],
        dependencies=[Depends(_operator_only(api_token))],
        responses=_REFUSALS,
    )

    @doors.get("/incidents")
    def list_incidents(
        state: State = None, kind: Kind = None, limit: Lines = 50, before: Before = None
    ) -> answers.LinesAnswer:
        """List incidents, the latest opened first, restricted ones among them."""
        wanted = Wanted(reader=OPERATOR, state=state, kind=kind, limit=asking(limit), before=in_utc(before))
        page = page_of(desk.looking.lines(wanted), limit)
        return answers.LinesAnswer(
            incidents=[told.line(line) for line in page.lines], next_before=page.next_before
        )

    # Before the references: “similar” is none of them.
    add_search(doors, desk)

    @doors.get("/incidents/{ref}", responses=_NOT_FOUND)
    def read_incident(ref: str) -> answers.IncidentAnswer:
        """Tell everything that is true of one incident now."""
        return told.incident(desk.looking.everything(desk.looking.named(reference(ref), OPERATOR)))

    @doors.get("/incidents/{ref}/log", responses=_NOT_FOUND)
    def read_log(ref: str, after: After = 0, limit: Entries = 200) -> answers.LogAnswer:
        """Tell what has happened to one incident, fact by fact, in the order of the log."""
        incident = desk.looking.named(reference(ref), OPERATOR)
        entries = desk.looking.log(incident, after=after, limit=limit)
        more = bool(entries) and entries[-1].seq < incident.seq
        return answers.LogAnswer(
            entries=[told.entry(entry) for entry in entries], next_after=entries[-1].seq if more else None
        )

    add_export(doors, desk)
    return doors


def _operator_only(api_token: str | None) -> Callable[..., None]:
    def check(shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> None:
        if not api_token:
            raise NotAllowed(NO_TOKEN_SET)
        # As bytes: a token with signs beyond ASCII is a wrong one, not a fault.
        if shown is None or not hmac.compare_digest(shown.credentials.encode(), api_token.encode()):
            raise TokenNeeded

    return check
