"""The part of the memory in dictionaries that is about rotas and contact checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from playbooks.playbook import UserId
from playbooks.routing import Availability, Away, Cover, Duty, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Swap,
    SwapAsked,
    SwapId,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.coverage import Gap, Hole
from playbooks.routing.reachability import Asking, CheckId, ContactCheck


@dataclass(slots=True, kw_only=True)
class RotaBooks:
    """What is remembered of rotas."""

    away: tuple[Away, ...] = ()
    covers: tuple[tuple[RotaId, Cover], ...] = ()
    swaps: dict[SwapId, Swap] = field(default_factory=dict)
    changes: tuple[DutyChange, ...] = ()
    lacks: frozenset[str] = frozenset()
    checks: tuple[ContactCheck, ...] = ()
    askings: dict[tuple[CheckId, UserId], Asking] = field(default_factory=dict)

    def copy(self) -> "RotaBooks":
        """The same books, in which somebody else may write."""
        return replace(self, swaps=dict(self.swaps), askings=dict(self.askings))

    def end(self, person: UserId, at: datetime) -> None:
        """End the absence that runs."""
        self.away = tuple(
            replace(one, until=at)
            if one.person == person and one.since <= at and _after(one.until, at)
            else one
            for one in self.away
        )


class FakeRotaReading:
    """Keeps the port `RotaReading`."""

    _rotas: RotaBooks

    def availability(self, at: datetime) -> Availability:
        away = tuple(one for one in self._rotas.away if _after(one.until, at))
        covers = tuple((rota, cover) for rota, cover in self._rotas.covers if cover.until > at)
        return Availability(duty=Duty(away=away, covers=covers))

    def swap(self, swap_id: SwapId) -> Swap | None:
        return self._rotas.swaps.get(swap_id)

    def swaps_waiting(self, now: datetime) -> tuple[Swap, ...]:
        swaps = self._rotas.swaps.values()
        return tuple(one for one in swaps if one.state is SwapState.ASKED and one.given.since > now)

    def duty_changes(self, limit: int = 100) -> tuple[DutyChange, ...]:
        return tuple(reversed(self._rotas.changes))[:limit]

    def known_lacks(self) -> frozenset[str]:
        return self._rotas.lacks

    def latest_check(self) -> ContactCheck | None:
        return self._rotas.checks[-1] if self._rotas.checks else None

    def askings(self, check: CheckId) -> tuple[Asking, ...]:
        return tuple(one for (of, _), one in sorted(self._rotas.askings.items()) if of == check)

    def asking(self, check: CheckId, person: UserId) -> Asking | None:
        return self._rotas.askings.get((check, person))

    def is_asking_due(self, by: datetime | None = None) -> bool:
        moments = [one.due_at for one in self._rotas.askings.values() if one.due_at is not None]
        return any(by is None or at <= by for at in moments)

    def verified(self) -> Mapping[UserId, datetime]:
        right = [one for one in self._rotas.askings.values() if not one.wrong]
        answered = [(one.answered_at, one.person) for one in right]
        return {person: at for at, person in sorted(pair for pair in answered if pair[0])}  # type: ignore[misc]


class FakeRotaWriting:
    """Keeps the port `RotaWriting`."""

    _rotas: RotaBooks

    def lock_rotas(self) -> None:
        """One thread: nobody else is there."""

    def change_duty(self, change: DutyChange) -> None:
        books = self._rotas
        books.changes = (*books.changes, change)
        match change:
            case WentAway():
                if change.instead:
                    books.end(change.away.person, change.away.since)
                books.away = (*books.away, change.away)
            case CameBack():
                books.end(change.person, change.at)
                later = (one for one in books.away if one.person == change.person and one.since > change.at)
                gone = set(later) if change.planned else set()
                books.away = tuple(one for one in books.away if one not in gone)
            case CoverMade():
                books.covers = (*books.covers, (change.rota, change.cover))
            case SwapAsked() | SwapSettled():
                books.swaps[change.swap.id] = change.swap

    def keep_lacks(self, lacks: tuple[Gap | Hole, ...], now: datetime) -> None:
        self._rotas.lacks = frozenset(lack.key for lack in lacks)

    def begin_check(self, check: ContactCheck, people: tuple[Asking, ...]) -> None:
        self._rotas.checks = (*self._rotas.checks, check)
        self._rotas.askings |= {(one.check, one.person): one for one in people}

    def askings_due(self, now: datetime, limit: int) -> tuple[Asking, ...]:
        waiting = [(one.due_at, one.person, one) for one in self._rotas.askings.values() if one.due_at]
        return tuple(one for at, _, one in sorted(waiting, key=lambda w: w[:2]) if at <= now)[:limit]

    def keep_asking(self, asking: Asking) -> None:
        self._rotas.askings[asking.check, asking.person] = asking


def _after(until: datetime | None, at: datetime) -> bool:
    return until is None or until > at
