"""What a plan of steps must mean: every mistake is told at its place, with what to write instead."""

import pytest

from playbooks.playbook import Language, Outcome, Playbook, StepId
from playbooks.reading import UnreadablePlaybook, read_playbook
from tests.rules.documents import KNOWN, SMALL

GATED = """\
outcomes:
  respond: {}
  hold: {max: 60m, renew: legal}
clocks:
  gdpr-33: {title: {en: Tell the authority, fr: Prévenir l’autorité}, limit: 72h, from: awareness, owner: dpo}
steps:
  - id: substance
    title: {en: Answer or hold, fr: Répondre ou temporiser}
    kind: decision
    gate: respond-hold-silent
    role: comms
    due: 30m
  - id: verdict
    title: {en: Recall it, fr: Le rappeler}
    kind: decision
    choices:
      - {id: stop, title: {en: Stop, fr: Arrêter}}
      - {id: go, title: {en: Go on, fr: Continuer}}
    role: comms
    due: 1h
  - id: clocks
    title: {en: Confirm the clocks, fr: Confirmer les délais}
    kind: clock
    clocks: [gdpr-33]
    role: dpo
    due: 30m
  - id: shared
    title: {en: Check it, fr: Le vérifier}
    roles: [press, legal]
    due: 2h
    mandatory: true
    when: substance is not hold
  - id: follow
    title: {en: Come back to it, fr: Y revenir}
    after: verdict
    due: 30m
    when: verdict is stop
"""
WHOLE = SMALL.replace("steps:\n", GATED, 1)


def read(text: str) -> Playbook:
    """Read a document that is right."""
    return read_playbook(text, "v1.yaml", KNOWN)


def test_a_plan_with_every_key_is_read() -> None:
    """What may be decided, the clocks, the conditions and the owners reach the playbook."""
    playbook = read(WHOLE)
    shared, follow = playbook.step(StepId("shared")), playbook.step(StepId("follow"))

    assert playbook.outcomes is not None
    assert (Outcome.RESPOND, Outcome.HOLD) == playbook.outcomes.allowed
    assert ["gdpr-33"] == [clock.id for clock in playbook.clocks]
    assert shared is not None
    assert ("press", "legal") == shared.roles
    assert follow is not None
    assert "verdict" == follow.after


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("roles: [press, legal]", "roles: [press]", "“roles” shares a step between two or more"),
        ("roles: [press, legal]", "roles: [press, press]", "“press” stands here twice"),
        ("roles: [press, legal]", "roles: [press, legla]", "there is no “legla” to refer to, write “legal”"),
        ("roles: [press, legal]", "roles: [press, legal]\n    role: dpo", "either “role” or “roles”"),
        ("    roles: [press, legal]\n", "", "a mandatory step has no role, write role: …"),
        ("after: verdict", "after: verdit", "there is no “verdit” to refer to, write “verdict”"),
        ("after: verdict\n    due: 30m", "after: verdict", "“after” needs a time that counts from there"),
        ("after: verdict", "after: follow", "these steps wait for each other, so that none is ever due"),
        (
            "when: verdict is stop",
            "when: verdit is stop",
            "there is no “verdit” to refer to, write “verdict”",
        ),
        (
            "when: verdict is stop",
            "when: verdict is stp",
            "“stp” is not an answer to “verdict”, write “stop”",
        ),
        ("when: verdict is stop", "when: look is stop", "this step stands before “look”"),
        ("when: verdict is stop", "when: shared is stop", "“shared” offers no set answers to depend on"),
        ("when: verdict is stop", "when: substance is silent", "“silent” is not an answer to “substance”"),
        ("when: verdict is stop", "when: sometimes", "“sometimes” cannot be read as when"),
        ("    due: 2h", "    due: 20m", "this step is due before “substance”, on which it depends"),
        ("    kind: decision\n    gate", "    gate", "only a decision has this key, write kind: decision"),
        (
            "    kind: decision\n    choices",
            "    choices",
            "only a decision has this key, write kind: decision",
        ),
        (
            "gate: respond-hold-silent",
            "gate: respond-hold-silent\n    choices: [{id: yes-it-is, title: {en: Yes, fr: Oui}}]",
            "a decision has either a gate or choices",
        ),
        (
            "      - {id: go, title: {en: Go on, fr: Continuer}}\n",
            "",
            "a decision offers at least two answers",
        ),
        ("{id: go, ", "{id: stop, ", "“stop” stands here twice"),
        (
            "outcomes:\n  respond: {}\n  hold: {max: 60m, renew: legal}\n",
            "",
            "the document does not say which outcomes are allowed",
        ),
        ("    gate: respond-hold-silent\n", "", "no step asks which outcome it is"),
        ("max: 60m", "max: 25h", "a hold lasts at most 24 hours, write 60m"),
        ("renew: legal", "renew: legla", "there is no “legla” to refer to, write “legal”"),
        ("clocks: [gdpr-33]", "clocks: [gdpr-34]", "there is no “gdpr-34” to refer to, write “gdpr-33”"),
        ("    clocks: [gdpr-33]\n", "", "this step names no clock, write clocks: [gdpr-33]"),
        ("    kind: clock\n", "", "only a step of kind “clock” is about clocks, write kind: clock"),
        ("owner: dpo", "owner: dop", "there is no “dop” to refer to, write “dpo”"),
        ("- id: shared", "- id: added-1", "are the names of steps that people add on the way"),
    ],
)
def test_b4_a_plan_that_cannot_work_is_refused(right: str, wrong: str, told: str) -> None:
    """One mistake each: the reader says what is wrong, in both languages, and never lets it pass."""
    assert right in WHOLE

    with pytest.raises(UnreadablePlaybook) as refusal:
        read(WHOLE.replace(right, wrong, 1))

    english = [mistake.line_for(Language.EN) for mistake in refusal.value.mistakes]
    assert any(told in line for line in english), english
    assert all(mistake.line_for(Language.FR) for mistake in refusal.value.mistakes)


def test_a_message_too_long_for_where_it_will_be_read_is_refused() -> None:
    """A text for X of more than 280 characters, each blank counted as twenty, is told with its length."""
    long = WHOLE.replace("lane: amber", "lane: amber\n    networks: [site, x]", 1).replace(
        "Rain came.", "Rain. " * 50
    )

    with pytest.raises(UnreadablePlaybook) as refusal:
        read(long)

    (told,) = [mistake.line_for(Language.EN) for mistake in refusal.value.mistakes]
    assert "characters once filled in; x takes 280" in told


def test_all_mistakes_of_a_plan_are_told_at_once() -> None:
    """Two wrong steps are two lines of one answer."""
    wrong = WHOLE.replace("after: verdict", "after: verdit").replace("clocks: [gdpr-33]", "clocks: [gdpr-34]")

    with pytest.raises(UnreadablePlaybook) as refusal:
        read(wrong)

    assert 2 == len(refusal.value.mistakes)
