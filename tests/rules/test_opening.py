"""What an incident is the moment it opens, and what never changes under it afterwards."""

from dataclasses import replace

import pytest

from playbooks import deciding, folding
from playbooks.errors import BadRequest
from playbooks.playbook import Language, PlaybookKind, RoleId, Severity, StepId
from tests.rules.scene import (
    BREACH,
    CLAIRE,
    DANA,
    FACTS,
    ID,
    MAUD,
    NOON,
    OPEN,
    ROOM,
    STEPS,
    THANKS,
    after,
    opened,
    pinned,
    step,
)


def test_an_incident_opens_with_everything_it_must_keep() -> None:
    """The fact pins the playbook's version and digest, the roster and the ladders."""
    fact = deciding.opening(OPEN, pinned(), by=DANA, now=NOON)

    assert ("INC-2026-0001", "data-breach", 2, "d" * 64) == (
        fact.ref,
        fact.playbook,
        fact.version,
        fact.digest,
    )
    assert (pinned().roster, pinned().ladders) == (fact.roster, fact.ladders)
    assert (DANA, NOON) == (fact.by, fact.at)


def test_b6_a_running_incident_keeps_its_own_copy_of_the_playbook() -> None:
    """Another content under the same name and version is refused when the incident is rebuilt from its log."""
    story = opened()
    edited = replace(BREACH, digest="e" * 64, steps=STEPS[:1])

    with pytest.raises(ValueError, match="not the document that INC-2026-0001 was opened with"):
        folding.fold(ID, tuple(story.facts), edited)


def test_every_step_falls_due_at_its_planned_time_after_the_opening() -> None:
    """Thirty minutes in the playbook are thirty minutes after the opening; no time stays no time."""
    due = {progress.step: progress.due_at for progress in opened().incident.progress}

    assert after(30) == due[FACTS]
    assert due[THANKS] is None


def test_the_playbook_gives_the_severity_unless_somebody_says_otherwise() -> None:
    """Nothing said takes the playbook's own."""
    said = deciding.opening(replace(OPEN, severity=Severity.SEV3), pinned(), by=DANA, now=NOON)
    unsaid = deciding.opening(OPEN, pinned(), by=DANA, now=NOON)

    assert Severity.SEV3 is said.severity
    assert Severity.SEV1 is unsaid.severity


def test_whoever_holds_the_leading_role_leads() -> None:
    """The playbook names the role that leads; its holder leads, and who opens it does not."""
    assert MAUD == opened().incident.lead
    assert DANA == opened().incident.opened_by


def test_where_nobody_holds_the_leading_role_the_person_who_opens_leads() -> None:
    """An incident never stands without a lead."""
    nobody = replace(pinned(), roster=((RoleId("comms"), CLAIRE),))

    assert DANA == deciding.opening(OPEN, nobody, by=DANA, now=NOON).lead


def test_of_two_holders_of_the_leading_role_the_nearest_leads() -> None:
    """The roster names the nearest first."""
    two = replace(pinned(), roster=((RoleId("lead"), MAUD), (RoleId("lead"), CLAIRE)))

    assert MAUD == deciding.opening(OPEN, two, by=DANA, now=NOON).lead


@pytest.mark.parametrize(
    "title", ["", "  \n\t ", "\u200b\u200b", "\u202e", "\u200d", "\u3164", "\ufe0f\ufe0f"]
)
def test_an_incident_without_words_is_not_opened(title: str) -> None:
    """A title that nobody could see is no title; the form shows it beside the field."""
    with pytest.raises(BadRequest) as refusal:
        deciding.opening(replace(OPEN, title=title), pinned(), by=DANA, now=NOON)

    assert "title" == refusal.value.field


def test_i3_a_title_is_one_line_of_bounded_length() -> None:
    """A line break cannot forge a line of ours, and ten thousand characters become a title that fits."""
    forged = deciding.opening(replace(OPEN, title="Leak\n*Status:* closed"), pinned(), by=DANA, now=NOON)
    endless = deciding.opening(replace(OPEN, title="a" * 10_000), pinned(), by=DANA, now=NOON)

    assert "Leak *Status:* closed" == forged.title
    assert 120 == len(endless.title)
    assert endless.title.endswith("…")


def test_a_step_of_nobody_is_the_leads() -> None:
    """No step stands without somebody who is to do it."""
    incident = opened().incident

    assert MAUD == incident.owner(incident.step(THANKS))


def test_a_step_whose_role_nobody_holds_is_the_leads() -> None:
    """A company without a data protection officer still has somebody to do the officer's step."""
    playbook = replace(BREACH, steps=(step(StepId("notify"), "dpo", 30),))
    incident = opened(playbook).incident

    assert MAUD == incident.owner(incident.step(StepId("notify")))


def test_the_form_s_choices_are_kept() -> None:
    """People at risk, drill, restricted, country and language stand in the incident as they were chosen."""
    chosen = replace(
        OPEN, people_at_risk=True, drill=True, restricted=True, country="GB", language=Language.FR
    )
    incident = folding.begin(ID, deciding.opening(chosen, pinned(), by=DANA, now=NOON), BREACH)

    assert (True, True, True) == (incident.people_at_risk, incident.drill, incident.restricted)
    assert ("GB", Language.FR) == (incident.country, incident.language)


def test_a_reply_is_worked_where_it_was_asked_for() -> None:
    """The channel in which a reply was typed is its room from the start, and is not ours to name."""
    playbook = replace(BREACH, kind=PlaybookKind.REPLY)
    room = opened(playbook, room=ROOM).incident.room

    assert room is not None
    assert room.name is None
