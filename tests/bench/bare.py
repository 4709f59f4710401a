"""The bare endpoint: it checks Slack's signature, does nothing, and is served as the product is."""

import sys
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Request, Response
from slack_sdk.signature import SignatureVerifier

SECRET = "bench-signing-secret"


def bare_app() -> FastAPI:
    """Make the app."""
    fast = FastAPI(docs_url=None, redoc_url=None)
    verifier = SignatureVerifier(SECRET)

    @fast.post("/slack/events")
    def events(request: Request, body: Annotated[bytes, Depends(_body)]) -> Response:
        return Response(status_code=200 if verifier.is_valid_request(body, dict(request.headers)) else 401)

    return fast


async def _body(request: Request) -> bytes:
    return await request.body()


if __name__ == "__main__":
    uvicorn.run(
        bare_app(),
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )
