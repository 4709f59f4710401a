"""What a statement needs once it is more serious than when it was written: a stricter lane, and more people asked."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Final

from playbooks import events as e
from playbooks.folding import apply
from playbooks.incident import Incident, Statement
from playbooks.statements.asking import ask_of, asked, is_asked, objects, statement_of
from playbooks.statements.reviewers import DEFAULT_ESTIMATE, Reviewer, found, stricter_way
from playbooks.statements.text import prepared_here

_GRAVER: Final = (e.SeverityChanged, e.SeverityAssessed, e.StanceTaken)  # what may show it to be graver
_OTHER_LEAD: Final = (e.LeadNamed, e.HandedOver)  # who may approve where nobody could


def following(incident: Incident, facts: tuple[e.Event, ...], now: datetime) -> tuple[e.Event, ...]:
    """
    Give what `facts` lead to for the statements that are neither published nor withdrawn.

    One that needs more approval than before has its stricter lane at once, and whoever is missing is asked; what was
    approved of the same words stands. Never refuses: that nobody is left for a role is told.
    """
    if not any(isinstance(fact, (*_GRAVER, *_OTHER_LEAD)) for fact in facts):
        return ()
    after = reduce(apply, facts, incident)
    more: tuple[e.Event, ...] = ()
    for statement in after.statements if after.is_open else ():
        raised = (*_raised(after, statement, now),) if statement.is_live else ()
        lifted = reduce(apply, raised, after)
        made = (*raised, *_asks(incident, lifted, statement, now)) if statement.is_live else ()
        more, after = (*more, *made), reduce(apply, made, after)
    return more


def _raised(incident: Incident, statement: Statement, now: datetime) -> Iterable[e.LaneRaised]:
    wording = statement.wording
    way = stricter_way(incident, prepared_here(incident, wording.message), wording)
    if way is not None:
        _, alone = found(incident, way.roles, statement.writers)
        yield e.LaneRaised(at=now, statement=statement.id, lane=way.lane, roles=way.roles, alone=alone)


def _asks(
    before: Incident, incident: Incident, earlier: Statement, now: datetime
) -> Iterable[e.ApproverAsked]:
    """Ask who is missing and was not waited for already; where no lane changed, for what nobody was asked about."""
    statement = statement_of(incident, earlier.id)
    heard = {role for ask in statement.present_asks for role in ask.roles}
    same = statement.wording == earlier.wording
    roles = tuple(role for role in statement.missing if not (same and role in heard))
    people, _ = found(incident, roles, statement.writers)
    until = now + DEFAULT_ESTIMATE[incident.severity]
    for reviewer in people:
        if not _waited_for(before, earlier, reviewer) and not _objects(statement, reviewer):
            yield asked(statement, reviewer, now, until)


def _waited_for(before: Incident, earlier: Statement, reviewer: Reviewer) -> bool:
    ask = ask_of(earlier, reviewer.person)
    return ask is not None and is_asked(before, earlier, ask) and set(reviewer.roles) <= set(ask.roles)


def _objects(statement: Statement, reviewer: Reviewer) -> bool:
    ask = ask_of(statement, reviewer.person)
    return ask is not None and objects(statement, ask)
