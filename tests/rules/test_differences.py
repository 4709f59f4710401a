"""Two versions of a playbook are compared as somebody who works with it would: steps, words, who, when, how serious."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.differing import Teller, lines
from playbooks.differences import Difference, How, Owners, Part, Timed, differences, moved
from playbooks.playbook import (
    Choice,
    Clock,
    ClockId,
    Condition,
    HoldTerms,
    LadderId,
    Language,
    Outcome,
    Outcomes,
    Playbook,
    RoleId,
    Severity,
    Since,
    StepId,
    Words,
)
from tests.rules.scene import BREACH, BRIEF, FACTS, LINE, STEPS, SUBSTANCE, step, words

HOUR = timedelta(hours=1)


def with_step(step_id: StepId, **changes: object) -> Playbook:
    """The breach with one step that is otherwise."""
    steps = tuple(replace(s, **changes) if s.id == step_id else s for s in STEPS)  # type: ignore[arg-type]  # Names.
    return replace(BREACH, version=3, steps=steps)


def ways(old: Playbook, new: Playbook) -> list[tuple[Part, How]]:
    """What differs, and in what."""
    return [(found.part, found.how) for found in differences(old, new)]


def test_the_same_words_differ_in_nothing() -> None:
    """A version that only says why it is there has no difference to show."""
    assert () == differences(BREACH, replace(BREACH, version=3, changes=words("typo")))


def test_a_text_that_is_folded_elsewhere_is_the_same_text() -> None:
    """Line ends inside a text are nobody's concern."""
    folded = with_step(FACTS, title=Words(en="fa\ncts", fr="facts\n(fr)"))
    assert [How.REWORDED] == [d.how for d in differences(BREACH, folded)]
    assert () == differences(BREACH, with_step(FACTS, title=Words(en=" facts", fr="facts\n(fr)")))


def test_a_new_step_is_told_with_its_owner_and_its_time() -> None:
    """Somebody who accepts the version knows whose it is and until when."""
    fresh = step(StepId("notify"), "comms", 45)
    new = replace(BREACH, steps=(*STEPS[:2], fresh, *STEPS[2:]))

    assert (
        Difference(
            part=Part.STEP,
            how=How.ADDED,
            name=fresh.title,
            owner=Owners(roles=(RoleId("comms"),)),
            now=Timed(due=timedelta(minutes=45)),
        ),
    ) == differences(BREACH, new)


def test_a_step_that_is_gone_is_told() -> None:
    """Nothing else is called moved because of it."""
    assert [(Part.STEP, How.REMOVED)] == ways(BREACH, replace(BREACH, steps=STEPS[1:]))


def test_one_step_that_moved_is_one_difference() -> None:
    """The last becomes the first: the others have not moved."""
    new = replace(BREACH, steps=(STEPS[-1], *STEPS[:-1]))

    assert [(Part.STEP, How.MOVED, STEPS[-1].title)] == [
        (d.part, d.how, d.name) for d in differences(BREACH, new)
    ]


@given(order=some.permutations(range(8)))
def test_the_steps_that_did_not_move_keep_their_order(order: list[int]) -> None:
    """Whatever the new order, those called unmoved stand in the old one."""
    old, new = tuple(StepId(str(n)) for n in range(8)), tuple(StepId(str(n)) for n in order)
    still = [step for step in new if step not in moved(old, new)]

    assert still == sorted(still)
    assert still


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"title": words("Find the facts")}, How.REWORDED),
        ({"note": words("Call twice.")}, How.ADVICE),
        ({"role": RoleId("press")}, How.OWNER),
        ({"roles": (RoleId("press"), RoleId("legal")), "role": None}, How.OWNER),
        ({"due": HOUR}, How.TIME),
        ({"mandatory": False}, How.OPTIONAL),
        ({"when": Condition(step=None)}, How.CONDITION),
    ],
)
def test_each_change_of_a_step_is_told_by_its_kind(changes: dict[str, object], how: How) -> None:
    """Words, advice, owner, time, duty and condition are different things to a person."""
    assert [(Part.STEP, how)] == ways(BREACH, with_step(FACTS, **changes))


def test_a_time_that_counts_from_another_step_names_it() -> None:
    """“30 min after …” is another time than 30 min."""
    (found,) = differences(BREACH, with_step(LINE, after=FACTS))

    assert (Timed(due=HOUR), Timed(due=HOUR, after=words("facts"))) == (found.was, found.now)


def test_everything_else_of_a_playbook_is_compared() -> None:
    """Severity, lead, ladders, do and don’t, outcomes and legal clocks."""
    gdpr = Clock(
        id=ClockId("gdpr-33"),
        title=words("Notify"),
        limit=timedelta(hours=72),
        since=Since.AWARENESS,
        owner=RoleId("legal"),
    )
    new = replace(
        BREACH,
        severity=Severity.SEV2,
        lead=RoleId("comms"),
        ladders=(LadderId("press"),),
        do=(words("say when you speak next"),),
        dont=(),
        outcomes=Outcomes(hold=HoldTerms(most=HOUR, renew=None)),
        clocks=(gdpr,),
    )

    assert [
        (Part.OUTCOME, How.ADDED),
        (Part.OUTCOME, How.ADDED),
        (Part.CLOCK, How.ADDED),
        (Part.SEVERITY, How.REWORDED),
        (Part.LEAD, How.REWORDED),
        (Part.LADDER, How.REMOVED),
        (Part.DO, How.ADDED),
        (Part.DO, How.REMOVED),
        (Part.DONT, How.REMOVED),
    ] == ways(replace(BREACH, outcomes=None), new)


def test_a_longer_hold_is_a_limit_that_changed() -> None:
    """Both lengths are told."""
    old = replace(BREACH, outcomes=Outcomes(hold=HoldTerms(most=HOUR, renew=None)))
    new = replace(BREACH, outcomes=Outcomes(hold=HoldTerms(most=2 * HOUR, renew=None)))
    (found,) = differences(old, new)

    assert (How.LIMIT, Outcome.HOLD) == (found.how, found.name)


def test_every_difference_has_words_in_both_languages() -> None:
    """Whatever differs, nobody meets a blank: each part and each way is told."""
    every = [Difference(part=part, how=how, name=words("x")) for part in Part for how in How]

    for language in Language:
        told = lines(every, Teller(language=language, role=str))
        assert all(line and "{" not in line for line in told)


def test_differences_read_as_sentences() -> None:
    """In the reader’s language, roles by their title, nothing for nothing."""
    asked = with_step(SUBSTANCE, choices=(Choice(id="a", title=words("A")), Choice(id="b", title=words("B"))))
    gated = replace(asked.steps[2], when=Condition(step=SUBSTANCE, words=("a", "b"), negated=True), due=None)
    new = replace(asked, steps=(*asked.steps[:2], gated, *asked.steps[3:]))
    told = lines(differences(BREACH, new), Teller(language=Language.EN, role=str))

    assert (
        "• Step “substance” offers: “A, B” (was: nothing)",
        "• Step “brief”, due: no fixed time (was: 30\u00a0min)",
        "• Step “brief” is there when: “substance: not A or B” (was: nothing)",
    ) == told
    assert BRIEF == gated.id
