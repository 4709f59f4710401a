"""Whether the process is alive, and whether it is ready to be relied on."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

Check: TypeAlias = tuple[str, bool, str]  # its name, whether it holds, a sentence without secrets
Checks: TypeAlias = Callable[[], Iterable[Check]]


class Alive(BaseModel):
    """The process answers."""

    alive: bool


class CheckAnswer(BaseModel):
    """One thing that must hold."""

    name: str
    ok: bool
    sentence: str


class Ready(BaseModel):
    """Whether everything holds, and what does not."""

    ready: bool = Field(description="Every check holds.")
    checks: list[CheckAnswer]


def router(checks: Checks) -> APIRouter:
    """Make the two doors that a supervisor knocks at."""
    doors = APIRouter(tags=["health"])

    @doors.get("/healthz")
    def healthz() -> Alive:
        """Tell that the process answers; it asks nothing else of anybody."""
        return Alive(alive=True)

    @doors.get("/readyz", responses={503: {"model": Ready, "description": "Something does not hold."}})
    def readyz(response: Response) -> Ready:
        """Tell whether everything holds: 200, else 503 with the sentence of what does not."""
        found = [CheckAnswer(name=name, ok=ok, sentence=sentence) for name, ok, sentence in checks()]
        ready = all(check.ok for check in found)
        response.status_code = 200 if ready else 503
        response.headers["Cache-Control"] = "no-store"
        return Ready(ready=ready, checks=found)

    return doors
