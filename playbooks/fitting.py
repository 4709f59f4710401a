"""Which prepared answers of a playbook fit a customer best now, and why; a person chooses."""

from dataclasses import dataclass
from typing import Final

from playbooks.incident import Case, Incident
from playbooks.matching import Triage
from playbooks.networks import PRIVATE
from playbooks.playbook import Message, Words

BEST: Final = 3  # of which the reason is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A prepared answer. `because`: what speaks for it; none: nothing in particular."""

    message: Message
    because: tuple[Words, ...]


def fitting(incident: Incident) -> tuple[Fit, ...]:
    """
    Give every prepared answer of the playbook, the one that fits best first; of equals, as the playbook has them.

    An answer fits that is meant for where the customer is answered, in public or in private as was decided, and that
    was not sent to them yet.
    """
    case = incident.case
    if case is None:
        return tuple(Fit(message=message, because=()) for message in incident.playbook.messages)
    sent = frozenset(one.wording.message for one in incident.statements if one.publication is not None)
    fits = [(_reasons(case, one), one) for one in incident.playbook.messages]
    best = sorted(fits, key=lambda fit: (fit[1].id in sent, -sum(weight for weight, _ in fit[0])))
    return tuple(Fit(message=one, because=tuple(words for _, words in reasons)) for reasons, one in best)


def _reasons(case: Case, message: Message) -> tuple[tuple[int, Words], ...]:
    """Say what speaks for an answer and how much: what was decided more than where it is read."""
    networks = frozenset(message.networks)
    in_private = bool(networks) and networks <= PRIVATE
    wanted_in_private = case.triage is Triage.PRIVATE or case.network in PRIVATE
    reasons = (
        (in_private and case.triage is Triage.PRIVATE, 2, _AS_DECIDED),
        (not in_private and case.triage is Triage.REMINDER, 2, _REMINDS),
        (in_private and case.first_answered_at is not None, 2, _GOES_ON),
        (not in_private and not wanted_in_private, 1, _IN_PUBLIC),
        (case.network in networks, 1, _WHERE),
    )
    return tuple((weight, words) for holds, weight, words in reasons if holds)


_AS_DECIDED: Final = Words(en="in private, as was decided", fr="en privé, comme décidé")
_GOES_ON: Final = Words(en="goes on in private", fr="continue en privé")
_IN_PUBLIC: Final = Words(en="answers in public", fr="répond en public")
_WHERE: Final = Words(en="where they wrote", fr="là où le client a écrit")
_REMINDS: Final = Words(en="the one reminder that was decided", fr="le seul rappel décidé")
