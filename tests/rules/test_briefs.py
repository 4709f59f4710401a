"""The brief of a shift tells what still holds and was decided on it, whatever was undone, overruled or dropped since."""

from datetime import timedelta

from playbooks import events as e
from playbooks import holding, publishing, versions
from playbooks.briefs import Handover, agenda, handover
from playbooks.commands import (
    AcceptVersion,
    ChangeSeverity,
    CompleteStep,
    EndStance,
    HandOver,
    RenewStance,
    ReopenStep,
    SettleClaim,
    Trigger,
    Verification,
    WriteLog,
)
from playbooks.playbook import Severity
from tests.rules.freezes import ADS, POSTS, frozen, orders, restarts
from tests.rules.gated import ODILE, held
from tests.rules.scene import BREACH, ID, MAUD, NOON, PAUL, SUBSTANCE, Story, after, kinds, opened
from tests.rules.test_versions import offered, version


def brief(story: Story, given: e.HandedOver | None = None) -> Handover:
    """The brief as it stands now."""
    return handover(story.incident, story.facts, story.now, given)


def test_a_decision_whose_step_a_newer_version_dropped_is_left_out() -> None:
    """It was taken, undone, and is asked no more: the brief is still there to be read."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))
    story.asks(ReopenStep(incident=ID, step=SUBSTANCE))
    offered(version(3, *(step for step in BREACH.steps if step.id != SUBSTANCE)), story)
    accepted = AcceptVersion(incident=ID, version=3)
    story.happens(*versions.decide(story.incident, accepted, by=MAUD, now=story.now))

    assert [e.VersionAccepted] == kinds(brief(story).decisions)


def test_what_was_decided_after_the_hand_over_is_not_in_its_brief() -> None:
    """Drawn an hour late, it still tells of the shift that it ended."""
    story = opened()
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2, reason="contained"))
    (given,) = story.asks(HandOver(incident=ID, to=PAUL))
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))
    story.asks(HandOver(incident=ID, to=MAUD), by=PAUL)
    assert isinstance(given, e.HandedOver)

    drawn = brief(story, given)

    assert ([e.SeverityChanged], NOON) == (kinds(drawn.decisions), drawn.since)


def test_of_two_severities_the_last_was_decided() -> None:
    """What was overruled is history: the log has it."""
    story = opened()
    for number, severity in enumerate((Severity.SEV3, Severity.SEV2), 1):
        story.now = after(number)
        story.asks(ChangeSeverity(incident=ID, severity=severity, reason="contained"))

    assert [Severity.SEV2] == [f.severity for f in brief(story).decisions if isinstance(f, e.SeverityChanged)]


def test_a_hold_that_was_prolonged_was_decided_twice() -> None:
    """The next shift reads that it goes on, and until when."""
    story = held()
    story.now = after(30)
    renewed = RenewStance(incident=ID, reason="not yet")
    story.happens(*holding.decide(story.incident, renewed, by=ODILE, now=story.now))

    assert [e.StanceTaken, e.StanceRenewed] == kinds(brief(story).decisions)


def test_a_hold_that_has_ended_is_no_decision_of_the_shift() -> None:
    """Something leaked: what to do is open again."""
    story = held()
    ended = EndStance(incident=ID, trigger=Trigger.LEAK)
    story.happens(*holding.decide(story.incident, ended, by=PAUL, now=story.now))

    assert () == brief(story).decisions


def test_a_freeze_and_each_restart_were_decided() -> None:
    """Once everything runs again, the freeze holds no more."""
    story = frozen()
    orders(story, restarts(POSTS))
    assert [e.PublishingFrozen, e.OutletRestarted] == kinds(brief(story).decisions)
    assert [ADS] == [outlet.id for outlet in brief(story).stopped]

    orders(story, restarts(ADS))

    assert [e.OutletRestarted, e.OutletRestarted] == kinds(brief(story).decisions)
    assert () == publishing.stopped(story.incident)


# What is known, and what is known to be false.


def turned() -> Story:
    """Two facts: one is found to be false; a claim as well."""
    story = opened()
    for text, status in (
        ("only names", Verification.VERIFIED),
        ("on a forum", Verification.VERIFIED),
        ("the police know", Verification.TO_VERIFY),
    ):
        story.asks(WriteLog(incident=ID, text=text, status=status))
    story.now = after(10)
    story.asks(SettleClaim(incident=ID, claim=3, true=False))
    story.now = after(20)
    story.asks(SettleClaim(incident=ID, claim=1, true=False, words="passports too"))
    return story


def test_a_refuted_fact_does_not_vanish() -> None:
    """It was said at the last point: the agenda and the brief say that it is false, and what is known."""
    story = turned()

    assert ["the police know", "only names"] == [c.text for c in agenda(story.incident, story.now).refuted]
    drawn = brief(story)
    assert ["only names", "the police know"] == [claim.text for claim in drawn.refuted]
    assert ["on a forum"] == [claim.text for claim in drawn.facts]


def test_what_was_refuted_before_the_last_point_is_not_read_out_again() -> None:
    """The brief tells of it all the same: who takes over was not there."""
    story = turned()
    story.now += timedelta(minutes=1)
    story.happens(e.PointHeld(at=story.now, by=MAUD))

    assert () == agenda(story.incident, story.now).refuted
    assert 2 == len(brief(story).refuted)
