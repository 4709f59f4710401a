"""How serious it is: anybody raises, the lead lowers, and says why."""

import pytest

from playbooks import events as e
from playbooks.commands import ChangeSeverity, NameLead
from playbooks.errors import AlreadyDone, BadRequest, NotAllowed
from playbooks.playbook import Severity
from tests.rules.scene import ID, MAUD, PAUL, opened


def test_anybody_raises_without_a_reason() -> None:
    """Somebody who sees it get worse need not ask anybody."""
    story = opened()
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV3, reason="one customer only"), by=MAUD)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2), by=PAUL)

    assert Severity.SEV2 is story.incident.severity


def test_only_the_lead_lowers() -> None:
    """Anybody else is told whom to ask."""
    story = opened()

    with pytest.raises(NotAllowed, match=f"<@{MAUD}>"):
        story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2, reason="it is over"), by=PAUL)

    assert Severity.SEV1 is story.incident.severity


@pytest.mark.parametrize("reason", ["", " \n", "\u200b"])
def test_the_lead_lowers_with_a_reason_only(reason: str) -> None:
    """The refusal belongs beside the reason's field."""
    story = opened()

    with pytest.raises(BadRequest) as refusal:
        story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2, reason=reason))

    assert "reason" == refusal.value.field


def test_a_lowering_keeps_its_reason() -> None:
    """The log tells later why it was thought less serious."""
    (fact,) = opened().asks(ChangeSeverity(incident=ID, severity=Severity.SEV4, reason="a hoax, proven"))

    assert isinstance(fact, e.SeverityChanged)
    assert (Severity.SEV4, "a hoax, proven") == (fact.severity, fact.reason)


def test_the_right_to_lower_goes_with_the_lead() -> None:
    """Whoever was named lead may lower, whoever led before may not."""
    story = opened()
    story.asks(NameLead(incident=ID, lead=PAUL))
    order = ChangeSeverity(incident=ID, severity=Severity.SEV2, reason="contained")

    with pytest.raises(NotAllowed):
        story.asks(order, by=MAUD)
    story.asks(order, by=PAUL)

    assert Severity.SEV2 is story.incident.severity


def test_the_same_severity_again_is_told_and_not_logged() -> None:
    """Two people raise at once: the second hears that it is done."""
    with pytest.raises(AlreadyDone, match="Crisis"):
        opened().asks(ChangeSeverity(incident=ID, severity=Severity.SEV1))


def test_a_smaller_rank_is_more_serious() -> None:
    """Four words that people see, in order of seriousness."""
    assert [1, 2, 3, 4] == [severity.rank for severity in Severity]
    assert ["Crise", "Sensible", "Incident", "Veille"] == [severity.words.fr for severity in Severity]
