"""A customer who is answered: who they are as far as it is kept, what they wrote, and until when they wait."""

from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from handlers.wording import grouped
from playbooks.cases import promised, urgency
from playbooks.events import CaseClock
from playbooks.incident import Incident
from playbooks.networks import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPart:
    """A case on the page of its incident; what is not known is empty."""

    author: str
    network: str
    link: str
    reach: str
    urgency: str
    text: str
    again: tuple[str, ...]
    answer_by: Moment | None
    answered: Moment | None
    settle_by: Moment | None


def customer_part(incident: Incident, reader: Reader) -> CustomerPart | None:
    """Draw the customer, if there is one."""
    case = incident.case
    if case is None:
        return None
    clocks = promised(incident)
    return CustomerPart(
        author=case.author,
        network="" if case.network is None else reader.read(NAMES[case.network]),
        link=case.link,
        reach="" if case.reach is None else grouped(case.reach, reader.language),
        urgency=reader.read(urgency(incident, case).words),
        text=case.text,
        again=case.again,
        answer_by=reader.at_or_none(clocks.get(CaseClock.ANSWER)),
        answered=reader.at_or_none(case.answered_at),
        settle_by=reader.at_or_none(clocks.get(CaseClock.SETTLED)),
    )
