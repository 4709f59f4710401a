"""A1 and A3: what the company leaves to some roles is refused to others, with a reason, kept in the log, told on repeat."""

from dataclasses import replace

import pytest

from playbooks import events as e
from playbooks.commands import ChangeSeverity, CloseIncident, NameLead
from playbooks.errors import NotAllowed
from playbooks.incident import Incident
from playbooks.owed import owed
from playbooks.playbook import RoleId, Severity, UserId
from playbooks.routing import Act
from tests.rules.scene import CLAIRE, DANA, MAUD, PAUL
from tests.rules.test_desk import House

COMMS = RoleId("comms")
STRANGER = UserId("U0STRANGER")  # in the workspace, in no directory


def leaves(house: House, **rights: tuple[RoleId, ...]) -> None:
    """Have the company leave acts to roles; it counts from the next request on."""
    given = {Act(name): roles for name, roles in rights.items()}
    house.files.here = replace(house.files.directory(), rights=given, administrators=(CLAIRE,))


@pytest.fixture
def house() -> House:
    """A house whose company leaves closing and lowering to communications, whoever leads."""
    made = House()
    leaves(made, close=(COMMS,), lower=(COMMS,))
    return made


def close(house: House, incident: Incident, by: UserId, request: str = "close") -> Incident:
    """Somebody closes it."""
    return house.asks(CloseIncident(incident=incident.id, reason="over"), request, by=by)


def refusals(house: House, incident: Incident) -> list[e.ActRefused]:
    """What the log holds of who was refused."""
    return [fact for fact in house.facts(incident.id) if isinstance(fact, e.ActRefused)]


@pytest.mark.parametrize(
    ("who", "to_ask"),
    [
        (MAUD, CLAIRE),  # leads, and has not the role
        (PAUL, MAUD),
        (STRANGER, MAUD),
    ],
)
def test_a1_whoever_lacks_the_role_is_refused_with_a_reason(
    house: House, who: UserId, to_ask: UserId
) -> None:
    """It stays open, the words say whom to ask, and the log says who wanted to."""
    incident = house.opens()

    with pytest.raises(NotAllowed) as refused:
        close(house, incident, who)

    assert house.state(incident.id).is_open
    assert f"sk <@{to_ask}>" in refused.value.tell.en
    assert f"<@{to_ask}>" in refused.value.tell.fr
    assert [(who, Act.CLOSE, None)] == [(one.who, one.act, one.to) for one in refusals(house, incident)]


def test_a1_the_lead_hears_of_it_on_repeat_and_of_one_message_once(house: House) -> None:
    """Slack's own repetition of a message is no second try."""
    incident = house.opens()
    for request in ("one", "one", "two"):
        with pytest.raises(NotAllowed):
            close(house, incident, PAUL, request)

    found = refusals(house, incident)
    assert [None, MAUD] == [one.to for one in found]
    state = house.state(incident.id)
    assert f"person:{MAUD}" in {thing.lane for thing in owed(found[-1], state)}
    assert f"person:{MAUD}" not in {thing.lane for thing in owed(found[0], state)}


def test_a1_whoever_leads_and_has_the_role_may(house: House) -> None:
    """Communications take the lead, and close."""
    incident = house.opens()
    house.asks(NameLead(incident=incident.id, lead=CLAIRE), "lead", by=CLAIRE)

    assert not close(house, incident, CLAIRE).is_open
    assert [] == refusals(house, incident)


def test_a1_lowering_is_refused_and_raising_is_everybodys(house: House) -> None:
    """Nobody who sees that it is worse is kept from saying so."""
    incident = house.opens()
    lower = ChangeSeverity(incident=incident.id, severity=Severity.SEV3, reason="calm")

    with pytest.raises(NotAllowed) as refused:
        house.asks(lower, "lower", by=MAUD)
    assert "stays as it is" in refused.value.tell.en
    assert [Act.LOWER] == [one.act for one in refusals(house, incident)]


def test_a1_only_some_open_and_anybody_holds_an_exercise(house: House) -> None:
    """Nothing was opened, and whom to tell is said; administrators may in any case."""
    leaves(house, open=(COMMS,))

    with pytest.raises(NotAllowed) as refused:
        house.opens()
    assert f"tell <@{CLAIRE}>" in refused.value.tell.en

    assert house.opens(drill=True).drill


def test_a3_a_role_that_was_taken_away_counts_no_longer(house: House) -> None:
    """The directory is read at each request, not when somebody came in."""
    incident = house.opens()
    for who in (DANA, CLAIRE):
        house.asks(NameLead(incident=incident.id, lead=who), f"lead {who}", by=who)
    contacts = house.files.directory().contacts
    without = tuple(replace(one, roles=()) if one.user == CLAIRE else one for one in contacts)
    house.files.here = replace(house.files.directory(), contacts=without, administrators=(DANA,))

    with pytest.raises(NotAllowed):
        close(house, incident, CLAIRE)
    house.asks(NameLead(incident=incident.id, lead=DANA), "lead again", by=DANA)
    assert not close(house, incident, DANA, "as an administrator").is_open


def test_a1_without_rights_the_lead_closes_and_others_are_noted(house: House) -> None:
    """As it was before a company said otherwise; whoever tries all the same stands in the log."""
    leaves(house)
    incident = house.opens()
    with pytest.raises(NotAllowed):
        close(house, incident, STRANGER, "not theirs")

    assert [(STRANGER, Act.CLOSE)] == [(one.who, one.act) for one in refusals(house, incident)]
    assert not close(house, incident, MAUD).is_open
