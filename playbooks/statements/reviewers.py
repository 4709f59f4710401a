"""How much approval a text needs, which people give it, and whether an incident says two things at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from playbooks import refusals
from playbooks.commands import StatementId
from playbooks.events import Wording
from playbooks.incident import Incident, Statement
from playbooks.playbook import Lane, Message, RoleId, Severity, Strategy, UserId, Words
from playbooks.routing import STANDARD_ROLES
from playbooks.statements.customers import promises
from playbooks.statements.text import Text

COMMS: Final = RoleId("comms")
LEGAL: Final = RoleId("legal")
# How long an approver has before somebody else is asked as well, unless they say how long they need.
DEFAULT_ESTIMATE: Final[Mapping[Severity, timedelta]] = {
    Severity.SEV1: timedelta(minutes=15),
    Severity.SEV2: timedelta(minutes=30),
    Severity.SEV3: timedelta(minutes=60),
    Severity.SEV4: timedelta(minutes=60),
}
# Coombs: whoever denies cannot at the same time explain the fault away or apologise for it.
_AGAINST: Final[Mapping[Strategy, frozenset[Strategy]]] = {
    Strategy.DENY: frozenset({Strategy.DIMINISH, Strategy.REBUILD}),
    Strategy.DIMINISH: frozenset({Strategy.DENY}),
    Strategy.REBUILD: frozenset({Strategy.DENY}),
}


LONGEST_FILLED: Final = 300  # characters of one blank; a name, a detail, a date have far fewer
_STRICTNESS: Final[Mapping[Lane, int]] = {Lane.GREEN: 0, Lane.AMBER: 1, Lane.RED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way a text takes: its lane, and the roles on it (who approve, or are told)."""

    lane: Lane
    roles: tuple[RoleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """One person, for one role or several."""

    person: UserId
    roles: tuple[RoleId, ...]


def way_of(incident: Incident, message: Message | None, strategy: Strategy, made: Text | Wording) -> Way:
    """
    Choose the way of a text. Its `words` are a person's own in place of the prepared ones; empty: none.

    A green answer to a customer that promises too much, or in a blank of which somebody wrote a text of their own, is
    amber: somebody else looks at it.

    Words without a prepared message are red in a crisis, when people are at risk or when they apologise; else amber.
    Prepared words that somebody changed go the stricter of the two ways: nobody has approved them yet.
    """
    way = _usual_way(incident, message, strategy, made.words)
    own = incident.case is not None and any(len(typed) > LONGEST_FILLED for typed in _typed(made))
    if way.lane is Lane.GREEN and (own or promises(incident, made.text)):
        return replace(way, lane=Lane.AMBER)
    return way


def _typed(made: Text | Wording) -> Iterable[str]:
    """Give what somebody filled in the prepared words."""
    slots = made.slots
    yield from (typed for _, typed in made.blanks)
    yield from (slots.known, slots.unknown, slots.doing, slots.ask, slots.empathy, slots.contact)


def _usual_way(incident: Incident, message: Message | None, strategy: Strategy, words: str) -> Way:
    grave = incident.severity is Severity.SEV1 or incident.people_at_risk or strategy is Strategy.REBUILD
    free = Way(lane=Lane.RED, roles=(COMMS, LEGAL)) if grave else Way(lane=Lane.AMBER, roles=(COMMS,))
    if message is None:
        return free
    own = tuple(dict.fromkeys(message.approvers)) or (COMMS,)
    if not words or _STRICTNESS[message.lane] >= _STRICTNESS[free.lane]:
        return Way(lane=message.lane, roles=own)
    return Way(lane=free.lane, roles=tuple(dict.fromkeys((*own, *free.roles))) if grave else own)


def stricter_way(incident: Incident, message: Message | None, wording: Wording) -> Way | None:
    """Give the way that the words would go today, if they need more approval than when they were written."""
    today = way_of(incident, message, wording.strategy, wording)
    return today if _STRICTNESS[today.lane] > _STRICTNESS[wording.lane] else None


def reviewers(incident: Incident, way: Way, writers: Collection[UserId]) -> tuple[Reviewer, ...]:
    """
    Find who approves: whoever holds each role, or who stands in where that person has written the text.

    One person with several roles is asked once for all of them. Raises NotAllowed where nobody else is left.
    """
    people, alone = found(incident, way.roles, writers)
    if alone:
        raise refusals.statements.nobody_else_approves(_named(alone[0]))
    return people


def found(
    incident: Incident, roles: Iterable[RoleId], writers: Collection[UserId]
) -> tuple[tuple[Reviewer, ...], tuple[RoleId, ...]]:
    """Find who approves for these roles, and the roles for which nobody but a writer could."""
    people: dict[UserId, list[RoleId]] = {}
    alone: list[RoleId] = []
    for role in roles:
        holder = incident.holder(role)
        person = holder if holder not in writers else _other(incident, role, writers, people)
        if person is None:
            alone.append(role)
        else:
            people.setdefault(person, []).append(role)
    return tuple(Reviewer(person=p, roles=tuple(held)) for p, held in people.items()), tuple(alone)


def _named(role: RoleId) -> Words:
    return STANDARD_ROLES.get(role) or Words(en=role, fr=role)


def deputies(
    incident: Incident, statement: Statement, absent: UserId, roles: Iterable[RoleId]
) -> tuple[Reviewer, ...]:
    """Find who is asked as well because somebody did not answer; nobody who wrote it or was asked already."""
    besides = {*statement.writers, *(ask.person for ask in statement.present_asks)}
    found: dict[UserId, list[RoleId]] = {}
    for role in roles:
        person = incident.stands_in(role, for_=absent, besides=besides)
        if person is not None:
            found.setdefault(person, []).append(role)
    return tuple(Reviewer(person=person, roles=tuple(roles)) for person, roles in found.items())


def told(incident: Incident, statement: Statement) -> tuple[UserId, ...]:
    """Name who hears of a green text, which nobody has to approve."""
    holders = (incident.holder(role) for role in statement.wording.roles)
    return tuple(dict.fromkeys(person for person in holders if person not in statement.writers))


def clashing(
    incident: Incident, strategy: Strategy, besides: StatementId | None = None
) -> tuple[Statement, ...]:
    """List the statements that say the opposite: denying beside explaining or apologising in one incident."""
    against = _AGAINST.get(strategy, frozenset[Strategy]())
    kept = (s for s in incident.statements if s.withdrawn_at is None and s.id != besides)
    return tuple(s for s in kept if s.wording.strategy in against)


def _other(
    incident: Incident, role: RoleId, writers: Collection[UserId], asked: Collection[UserId]
) -> UserId | None:
    """Prefer somebody whom another role has not taken already: two roles are meant to be two pairs of eyes."""
    holder = incident.holder(role)
    fresh = incident.stands_in(role, for_=holder, besides={*writers, *asked})
    return fresh or incident.stands_in(role, for_=holder, besides=writers)
