"""Who is told of a change of a rota: everybody concerned but whoever made it."""

from collections.abc import Iterable
from typing import assert_never

from playbooks.letters import AbsenceTold, CoverTold, Letter, Matter, SwapProposed, SwapTold
from playbooks.playbook import UserId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    SwapAsked,
    SwapSettled,
    SwapState,
    WentAway,
)


def letters(fact: DutyChange, replaced: Iterable[UserId] = ()) -> tuple[Letter, ...]:
    """Write what must be told of a change; `replaced` are those who were on duty where somebody covers."""
    match fact:
        case WentAway():
            told = AbsenceTold(away=fact.away, by=fact.by)
            return _to({fact.away.person} - {fact.by}, _at(fact), told)
        case CameBack():
            return _to({fact.person} - {fact.by}, _at(fact), AbsenceTold(away=None, by=fact.by))
        case CoverMade() if fact.swap is not None:
            return ()  # The swap itself is told.
        case CoverMade():
            people = dict.fromkeys((fact.cover.person, *replaced))
            told_of = CoverTold(rota=fact.rota, cover=fact.cover, by=fact.by)
            return _to((one for one in people if one != fact.by), _at(fact), told_of)
        case SwapAsked():
            swap = fact.swap
            asked = _to((swap.to,), swap.id, SwapProposed(swap=swap))
            # Whoever asks too: they see that it was asked, and may withdraw it.
            askers = dict.fromkeys((swap.given.person, swap.asked_by))
            return (*asked, *_to(askers, f"{swap.id}/{swap.state}", SwapTold(swap=swap)))
        case SwapSettled():
            swap = fact.swap
            concerned = dict.fromkeys((swap.given.person, swap.asked_by, swap.to))
            others = (one for one in concerned if one != fact.by or swap.state is SwapState.ACCEPTED)
            return _to(others, f"{swap.id}/{swap.state}", SwapTold(swap=swap))
        case _:
            assert_never(fact)


def _at(fact: DutyChange) -> str:
    return f"{fact.at.isoformat()}/{fact.by}"


def _to(people: Iterable[UserId], subject: str, matter: Matter) -> tuple[Letter, ...]:
    return tuple(Letter(person=person, subject=subject, matter=matter) for person in people)
