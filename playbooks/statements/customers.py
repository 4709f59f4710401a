"""What an answer to a customer must not hold, and what it must: looked at before anybody is asked to approve it."""

from collections.abc import Mapping

from playbooks import refusals
from playbooks.blanks import placeholders
from playbooks.incident import Case, Incident
from playbooks.linting import Finding, Kind, Reply, Weight, lint
from playbooks.networks import PRIVATE
from playbooks.playbook import Language, Message

SIGNATURE, DETAIL = "signature", "detail_client"  # the blanks of a prepared answer


def must_suit(incident: Incident, message: Message | None, blanks: Mapping[str, str], text: str) -> None:
    """
    Refuse an answer that is not fit to go out; `blanks` are what was filled in the prepared words.

    Raises BadRequest with what is to be mended first. Nothing is refused where there is no customer, nor of the
    wordings of a surge: each answer that is made of one is looked at.
    """
    if incident.case is None or not incident.left_open.isdisjoint(placeholders(text)):
        return
    for found in lint(_reply(incident, incident.case, message, blanks, text)):
        if found.weight is Weight.BLOCKS and not (
            found.kind is Kind.DETAIL and not _asks_for_detail(message)
        ):
            raise refusals.cases.not_fit(found.says, found.found, _field(found, message))


def must_suit_alone(text: str, approved: str, language: Language, message: Message | None) -> None:
    """
    Refuse words made of an `approved` wording that are not fit to go out. Raises BadRequest.

    What the wording itself promises was approved with it; what somebody promises in a blank, nobody has seen.
    """
    networks = () if message is None else message.networks
    public = not networks or not PRIVATE.issuperset(networks)
    seen = {one.found for one in lint(Reply(text=approved, language=language.value, public=public))}
    for found in lint(Reply(text=text, language=language.value, public=public)):
        promised = found.weight is Weight.APPROVAL and found.found not in seen
        if promised or (found.weight is Weight.BLOCKS and found.kind is not Kind.DETAIL):
            raise refusals.cases.not_fit(found.says, found.found, "wording")


def pointed_out(incident: Incident, text: str) -> tuple[Finding, ...]:
    """Give what may go out and deserves a second look: promises, blame, an apology with an if, capitals."""
    if incident.case is None:
        return ()
    found = lint(Reply(text=text, language=incident.language.value, public=False))
    return tuple(one for one in found if one.weight is not Weight.BLOCKS)


def promises(incident: Incident, text: str) -> bool:
    """Whether an answer to a customer promises too much to go out without somebody else."""
    return any(one.weight is Weight.APPROVAL for one in pointed_out(incident, text))


def is_public(case: Case, message: Message | None) -> bool:
    """Whether everybody reads an answer: by the networks of its prepared words, else by that of the customer."""
    networks = () if message is None else message.networks
    return not PRIVATE.issuperset(networks) if networks else case.network not in PRIVATE


def _reply(
    incident: Incident, case: Case, message: Message | None, blanks: Mapping[str, str], text: str
) -> Reply:
    signs = message is not None and SIGNATURE in message.variables
    return Reply(
        text=text,
        language=incident.language.value,
        public=is_public(case, message),
        asked="\n".join((case.text, *case.again)),
        signature=blanks.get(SIGNATURE, "") if signs else "",
    )


def _asks_for_detail(message: Message | None) -> bool:
    """Whether prepared words have a place for it: of a person in distress nothing is to be repeated."""
    return message is None or DETAIL in message.variables


def _field(found: Finding, message: Message | None) -> str:
    return f"blank:{DETAIL}" if found.kind is Kind.DETAIL and message is not None else "text"
