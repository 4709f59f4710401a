"""
The web doors: read-only pages on loopback, a JSON API behind a token, and two health checks.

`register(app, desk, api_token=..., checks=...)` puts all of them on a FastAPI app. Make the app without its own
documentation pages (`docs_url=None, redoc_url=None`): they load scripts from elsewhere, which our headers forbid.
"""

from fastapi import FastAPI

from handlers.web import (
    answering,
    api,
    errors,
    giving,
    health,
    incidents,
    lessons,
    playbooks,
    reporting,
    rotas,
    who,
)
from handlers.web.answering import Outside
from handlers.web.headers import SecurityHeaders
from handlers.web.health import Check, Checks
from handlers.web.pages import make_pages
from playbooks.desk import Desk

__all__ = ["Check", "Checks", "Outside", "register"]


def register(
    app: FastAPI, desk: Desk, *, api_token: str | None, checks: Checks, outside: Outside | None = None
) -> None:
    """
    Put the web doors on an app.

    `api_token`: what a caller of the API must show; None or empty: the API stays closed. `checks` is asked at each
    `/readyz`: a name, whether it holds, a sentence. `outside`: how calls are answered and customers reported from
    elsewhere; None: they are not. Refusals and faults of every route of the app, ours or not, are answered by
    `handlers.web.errors`, and every answer carries `handlers.web.headers`; Slack's own door stands before all of it.
    """
    pages = make_pages(desk)
    # The framework would answer /incidents/ with a redirect to whatever the Host header names.
    app.router.redirect_slashes = False
    errors.install(app, pages, desk.crisis.ids.fresh)
    app.add_middleware(SecurityHeaders)
    app.include_router(incidents.router(pages))
    app.include_router(giving.router(pages))
    app.include_router(playbooks.router(pages))
    app.include_router(who.router(pages))
    app.include_router(rotas.router(pages))
    app.include_router(lessons.router(pages))
    app.include_router(rotas.feed_router(pages))
    app.include_router(incidents.static_router(pages))
    if outside is not None:
        app.include_router(answering.router(desk, pages, outside))
        app.include_router(reporting.router(desk, outside.sources))
    app.include_router(api.router(desk, api_token))
    app.include_router(health.router(checks))
