"""The facts about surges, folded."""

from dataclasses import replace
from datetime import timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks.commands import StatementId
from playbooks.incident import Helper, Incident, Linked, Sample, Surge

SurgeFacts = (
    e.SurgeBegun | e.SurgeLinked | e.SurgeAnswered | e.SampleRead | e.SurgeCounted | e.VolunteersCalled
)
SAMPLES_KEPT: Final = 20  # unread; the oldest gives way, since it tells least of what goes out now
PAUSE: Final = timedelta(minutes=30)  # without an answer, after which somebody has rested


def after(incident: Incident, fact: e.SurgeFact) -> Incident:
    """Give the state after a fact about a surge."""
    if not isinstance(fact, SurgeFacts):
        message = f"no rule for {type(fact).__name__}"
        raise TypeError(message)
    if isinstance(fact, e.SurgeBegun):
        return replace(incident, surge=Surge(parent=fact.parent, parent_ref=fact.parent_ref))
    if isinstance(fact, e.SurgeLinked):
        linked = Linked(surge=fact.surge, ref=fact.ref, lead=fact.lead)
        return replace(incident, surges=(*incident.surges, linked))
    return incident if incident.surge is None else replace(incident, surge=_after(incident.surge, fact))


def _after(surge: Surge, fact: e.SurgeAnswered | e.SampleRead | e.SurgeCounted | e.VolunteersCalled) -> Surge:
    match fact:
        case e.SurgeAnswered():
            return _answered(surge, fact)
        case e.SampleRead():
            unread = tuple(one for one in surge.to_read if one.number != fact.number)
            return replace(surge, to_read=unread, read=surge.read + 1, wrong=surge.wrong + (not fact.right))
        case e.SurgeCounted():
            return replace(_counted(surge, fact), told_late=fact.late)
        case e.VolunteersCalled():
            return replace(surge, called=tuple(dict.fromkeys((*surge.called, *fact.people))))
        case _:
            assert_never(fact)


def _answered(surge: Surge, fact: e.SurgeAnswered) -> Surge:
    sample = Sample(number=fact.number, wording=fact.wording, by=fact.by, text=fact.text, at=fact.at)
    return replace(
        _counted(surge, fact),
        answered=fact.number,
        used=_used(surge, fact.wording),
        helpers=_helpers(surge, fact),
        to_read=(*surge.to_read, sample)[-SAMPLES_KEPT:] if fact.sampled else surge.to_read,
    )


def _used(surge: Surge, wording: StatementId) -> tuple[tuple[StatementId, int], ...]:
    used = dict(surge.used)
    return tuple({**used, wording: used.get(wording, 0) + 1}.items())


def _helpers(surge: Surge, fact: e.SurgeAnswered) -> tuple[Helper, ...]:
    if fact.by is None:
        return surge.helpers
    known = {one.person: one for one in surge.helpers}
    before = known.get(fact.by)
    if before is None:
        now = Helper(person=fact.by, answers=1, since=fact.at, last_at=fact.at)
    else:
        rested = fact.at - before.last_at > PAUSE
        since = fact.at if rested else before.since
        now = replace(before, answers=before.answers + 1, since=since, last_at=fact.at)
    return tuple({**known, fact.by: now}.values())


def _counted(surge: Surge, fact: e.SurgeAnswered | e.SurgeCounted) -> Surge:
    return replace(surge, waiting=fact.waiting, oldest_at=fact.oldest_at, counted_at=fact.at)
