"""What a request carries: read as it was sent, which is what a signature covers, and never past a limit."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Depends, HTTPException, Request


def body_up_to(limit: int, refused: str) -> Any:
    """Make the dependency that reads a raw body of at most so many bytes; a larger one is refused with 413."""
    return Depends(_reader(limit, refused))


def _reader(limit: int, refused: str) -> Callable[[Request], Awaitable[bytes]]:
    async def read(request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise HTTPException(413, refused)
        return bytes(body)

    return read
