"""What people ask of a surge: the same question, from many customers at once."""

from dataclasses import dataclass

from playbooks.commands.order import Order
from playbooks.commands.statements import StatementId
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInSurge(Order):
    """Keep that a person has answered one customer with the wording of this digest, its open blanks filled."""

    wording: StatementId
    digest: str
    blanks: tuple[tuple[str, str], ...] = ()  # name, what stands in it
    report: str = ""  # the customer's message that a tool has reported; empty: seen by the person themselves
    where: str = ""  # a link to the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSample(Order):
    """Say whether an answer that was taken as a sample is right; a wrong one withdraws its wording for everybody."""

    number: int
    right: bool
    words: str = ""  # what is wrong with it


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireWordings(Order):
    """Withdraw every wording at once, since the facts have changed."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallVolunteers(Order):
    """Ask people who are trained to answer to come and help; the desk finds them."""

    people: tuple[UserId, ...]
    words: str = ""
