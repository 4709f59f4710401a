"""What an answer to a customer must not hold, and what it must: looked at before anybody is asked to approve it."""

from typing import Final

from playbooks import refusals
from playbooks.answering import asks_in_public, leftovers, personal, promises, takes_up
from playbooks.incident import Incident
from playbooks.playbook import Message, Network

PRIVATE: Final = frozenset({Network.PRIVATE_MESSAGE, Network.EMAIL, Network.SMS})
SIGNATURE, DETAIL = "signature", "detail_client"  # the blanks of a prepared answer


def must_suit(incident: Incident, message: Message | None, words: str, text: str) -> None:
    """
    Refuse an answer that is not fit to go out. `words` are a person's own in place of the prepared ones; empty: none.

    Raises BadRequest, which names the piece that it is about. Nothing is refused where there is no customer.
    """
    case = incident.case
    if case is None:
        return
    forgotten = leftovers(text)
    if forgotten:
        raise refusals.cases.forgotten(forgotten[0])
    if is_public(incident, message):
        _must_keep_private(text)
    asked = () if message is None else message.variables
    if words and SIGNATURE in asked and f"{{{{{SIGNATURE}}}}}" not in words:
        raise refusals.cases.signature_missing()
    # Where the prepared words have no place for it (a person in distress), nothing of theirs is to be repeated.
    if (message is None or DETAIL in asked) and not takes_up(text, " ".join((case.text, *case.again))):
        raise refusals.cases.nothing_of_theirs("text" if message is None else f"blank:{DETAIL}")


def promised(incident: Incident, text: str) -> tuple[str, ...]:
    """Name the words with which an answer to a customer promises too much: somebody else is to approve them."""
    return () if incident.case is None else promises(text)


def is_public(incident: Incident, message: Message | None) -> bool:
    """Whether everybody reads an answer: by the networks of its prepared words, else by that of the customer."""
    networks = () if message is None else message.networks
    if networks:
        return not PRIVATE.issuperset(networks)
    return incident.case is None or incident.case.network not in PRIVATE


def _must_keep_private(text: str) -> None:
    found = personal(text)
    if found:
        raise refusals.cases.private_in_public(found[0])
    asks = asks_in_public(text)
    if asks:
        raise refusals.cases.asks_in_public(asks)
