"""Which prepared answer fits a customer best, and why."""

from dataclasses import replace

import pytest

from config.directory import load_directory
from config.playbook_files import load_playbooks
from playbooks import events as e
from playbooks.fitting import fitting
from playbooks.incident import Case, Incident
from playbooks.matching import Triage
from playbooks.playbook import MessageId, Network, Playbook
from tests.doors.drawn import after
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import SAM, an_incident
from tests.fakes.statements import S1, a_proposal, a_wording


@pytest.fixture(scope="module")
def unhappy() -> Playbook:
    """A public acknowledgement, a private message, a promise in private."""
    found = load_playbooks(None, load_directory(None).vocabulary).find("unhappy-customer")
    assert found is not None
    return found


def answered(playbook: Playbook, **changes: object) -> Incident:
    """A customer of that playbook."""
    incident = after(replace(an_incident(), playbook=playbook), a_case(network=Network.X))
    case = incident.case
    assert isinstance(case, Case)
    return replace(incident, case=replace(case, **changes))  # type: ignore[arg-type]  # Names are read back.


def best(incident: Incident) -> tuple[str, list[str]]:
    """The first answer that is offered, and why."""
    first = fitting(incident)[0]
    return first.message.id, [words.en for words in first.because]


def test_a_public_message_is_acknowledged_in_public(unhappy: Playbook) -> None:
    """On the network where they wrote; every other answer is offered as well."""
    incident = answered(unhappy)
    assert ("acknowledgement", ["answers in public", "where they wrote"]) == best(incident)
    assert {one.id for one in unhappy.messages} == {fit.message.id for fit in fitting(incident)}


def test_what_was_decided_to_be_private_is(unhappy: Playbook) -> None:
    """Also of somebody who wrote in public."""
    name, because = best(answered(unhappy, triage=Triage.PRIVATE))
    assert ("private", ["in private, as was decided"]) == (name, because)


def test_a_mail_is_answered_in_private(unhappy: Playbook) -> None:
    """Nobody has to decide that."""
    assert ("private", ["where they wrote"]) == best(answered(unhappy, network=Network.EMAIL))


def test_what_was_sent_comes_last(unhappy: Playbook) -> None:
    """After the acknowledgement the conversation goes on in private."""
    proposed = a_proposal(SAM, a_wording(message=MessageId("acknowledgement")))
    published = e.StatementPublished(
        at=MONDAY_MORNING,
        by=SAM,
        statement=S1,
        digest="",
        where="x",
        published_at=MONDAY_MORNING,
        next_at=None,
    )
    incident = after(answered(unhappy), proposed, published)
    assert ("private", ["goes on in private"]) == best(incident)
    assert "acknowledgement" == fitting(incident)[-1].message.id


def test_a_crisis_keeps_the_order_of_its_playbook() -> None:
    """There is no customer to fit."""
    incident = an_incident()
    assert [one.id for one in incident.playbook.messages] == [fit.message.id for fit in fitting(incident)]
