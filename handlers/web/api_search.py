"""
Past incidents in the JSON API.

Restricted ones are found by nobody here, not even by whoever holds the token: the answers leave for other tools.
"""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query

from handlers.web import answers_search as a
from handlers.web.paging import EARLIEST, LATEST
from playbooks.desk import Desk
from playbooks.desk.searching import RECALLED
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, UnitId
from playbooks.search import Hit, Narrowed
from playbooks.typed import one_line

MOST_HITS: Final = 50
LONGEST: Final = 5000  # characters of a question
USUAL: Final = 10
Text = Annotated[str, Query(max_length=LONGEST, description="What happens, in anybody's words.")]
Words = Annotated[
    str, Query(max_length=LONGEST, description='Words; "what stands in quotation marks" is found just so.')
]
Limit = Annotated[int, Query(ge=1, le=MOST_HITS)]
Name = Annotated[str | None, Query(max_length=200)]
Day = Annotated[datetime | None, Query(description="ISO 8601; without a zone it is UTC.")]


def add_search(doors: APIRouter, desk: Desk) -> None:
    """Add the two questions about past incidents."""

    @doors.get("/incidents/similar")
    def find_similar(text: Text, limit: Limit = RECALLED) -> list[a.HitAnswer]:
        """Find what was like it before, the most alike first; exercises are no past."""
        return _answer(desk.searching.similar(text, limit=limit))

    @doors.get("/search")
    def search(  # noqa: PLR0913 - the filters are the address's own parameters.
        q: Words,
        kind: PlaybookKind | None = None,
        unit: Name = None,
        country: Name = None,
        severity: Severity | None = None,
        cause: Name = None,
        playbook: Name = None,
        language: Language | None = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = USUAL,
    ) -> list[a.HitAnswer]:
        """Find incidents by words, the best first. `since` and `until` are of the opening; exercises are marked."""
        narrowed = Narrowed(
            kind=kind,
            unit=None if unit is None else UnitId(one_line(unit)),
            country=None if country is None else one_line(country).upper(),
            severity=severity,
            cause=None if cause is None else one_line(cause),
            playbook=None if playbook is None else PlaybookId(one_line(playbook)),
            language=language,
            since=_moment(since),
            until=_moment(until),
            drills=True,
        )
        return _answer(desk.searching.search(q, narrowed, limit))


def _answer(hits: tuple[Hit, ...]) -> list[a.HitAnswer]:
    return [_hit(hit) for hit in hits]


def _moment(asked: datetime | None) -> datetime | None:
    if asked is None:
        return None
    moment = asked.replace(tzinfo=UTC) if asked.utcoffset() is None else asked
    return max(EARLIEST, min(moment, LATEST))


def _hit(hit: Hit) -> a.HitAnswer:
    entry = hit.entry
    return a.HitAnswer(
        ref=entry.ref,
        external_id=entry.external or None,
        title=entry.texts.title,
        score=hit.score,
        matched=list(hit.matched),
        kind=entry.kind,
        playbook=entry.playbook,
        unit=entry.unit,
        country=entry.country,
        severity=entry.severity,
        language=entry.language,
        state="open" if entry.is_open else "closed",
        cause=entry.texts.cause,
        lesson=entry.texts.lesson,
        open_lessons=list(hit.waiting),
        opened_at=entry.opened_at,
        drill=entry.drill,
        imported=entry.imported,
    )
