"""Whether the process is alive, and whether it is ready to be relied on."""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

Check: TypeAlias = tuple[str, bool, str]  # its name, whether it holds, a sentence without secrets
Checks: TypeAlias = Callable[[], Iterable[Check]]

# What others are to mend. While Slack takes nothing, calls go by mail and lead to the answer page: a load balancer that
# took every process away would take that page away as well.
OF_OTHERS: Final = frozenset({"calls"})


class Alive(BaseModel):
    """The process answers."""

    alive: bool


class CheckAnswer(BaseModel):
    """One thing that must hold."""

    name: str
    ok: bool
    sentence: str
    decides: bool = Field(description="Whether it makes the process unready: what waits for Slack does not.")


class Ready(BaseModel):
    """Whether everything holds, and what does not."""

    ready: bool = Field(description="Every check that decides holds.")
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
        """Tell whether what this process is for holds: 200, else 503 with the sentence of what does not."""
        found = [
            CheckAnswer(name=name, ok=ok, sentence=sentence, decides=name not in OF_OTHERS)
            for name, ok, sentence in checks()
        ]
        ready = all(check.ok for check in found if check.decides)
        response.status_code = 200 if ready else 503
        response.headers["Cache-Control"] = "no-store"
        return Ready(ready=ready, checks=found)

    return doors
