"""The forms behind “answer, hold, or stay silent?”: whatever is answered, Slack takes them and nothing is lost between."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.slack.blocks import gate, holding
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.reader import Reader
from handlers.slack.holding import read, written
from handlers.slack.verbs import Verb
from handlers.slack.words import parse
from playbooks.gate import Answers, Sensitive, Source, Truth
from playbooks.holding import gated_step, possible
from playbooks.incident import Incident
from playbooks.playbook import Gate, HoldTerms, Language, Outcome, Outcomes, StepKind
from tests.doors.company import a_directory
from tests.doors.drawn import after, judged_modal, languages, paragraphs, titles
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, SUBSTANCE, a_playbook, a_step, an_incident
from tests.rules.gated import OUTCOMES, a_stance
from tests.rules.scene import minutes

WIDE = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
YESES = ("danger", "leaked", "power", "legitimacy", "urgency", "spreads")
every_answers = st.builds(
    Answers,
    sensitive=st.sets(st.sampled_from(Sensitive)).map(
        lambda kinds: tuple(k for k in Sensitive if k in kinds)
    ),
    truth=st.sampled_from(Truth),
    source=st.sampled_from(Source),
    **{name: st.booleans() for name in YESES},
)


def asking(outcomes: Outcomes | None = OUTCOMES, title: str = "x", *, at_risk: bool = False) -> Incident:
    """An incident whose playbook asks the questions."""
    step = a_step(SUBSTANCE, kind=StepKind.DECISION, gate=Gate.RESPOND_HOLD_SILENT)
    playbook = a_playbook(steps=(step,), outcomes=outcomes)
    return an_incident(playbook=playbook, title=title, people_at_risk=at_risk)


def reader(language: Language = Language.EN) -> Reader:
    """Somebody of the company."""
    return Reader(directory=a_directory(), language=language, now=MONDAY_MORNING)


@WIDE
@given(answers=every_answers)
def test_the_answers_reach_the_second_form_as_they_were_given(answers: Answers) -> None:
    """They travel in the form's private metadata, in a few words."""
    assert answers == read(written(answers))
    assert len(written(answers)) < 300


@WIDE
@given(
    answers=every_answers,
    outcome=st.none() | st.sampled_from(Outcome),
    title=titles,
    typed=paragraphs,
    language=languages,
    at_risk=st.booleans(),
)
def test_slack_takes_both_forms(
    answers: Answers, outcome: Outcome | None, title: str, typed: str, language: Language, at_risk: bool
) -> None:
    """Whatever was answered and typed; what is not possible is never a choice."""
    incident = asking(title=title, at_risk=at_risk)
    draft = Draft(incident=incident, text=typed)
    for given_before in (None, answers):
        judged_modal(gate.questions(reader(language), draft, gated_step(incident), given_before))
    offered = possible(incident, answers)
    chosen = outcome if outcome in offered else None
    drawn = judged_modal(
        gate.choice(reader(language), draft, gate.Choosing(answers=answers, by=DANA, outcome=chosen))
    )

    menu = next(block["element"] for block in drawn["blocks"] if block.get("block_id") == "outcome")
    assert [o.value for o in offered] == [option["value"] for option in menu["options"]]
    assert menu["initial_option"]["value"] in {o.value for o in offered}


@pytest.mark.parametrize("most", [1, 20, 60, 75, 60 * 24 * 30])
def test_the_longest_time_is_always_a_choice(most: int) -> None:
    """Whatever the playbook allows, and nothing longer."""
    outcomes = replace(OUTCOMES, hold=HoldTerms(most=minutes(most), renew=None))
    incident = after(asking(outcomes), a_stance())
    assert incident.stance is not None
    drawn = judged_modal(holding.renew_form(reader(), Draft(incident=incident), incident.stance))

    menu = next(block["element"] for block in drawn["blocks"] if block.get("block_id") == "lasts")
    spans = [int(option["value"]) for option in menu["options"]]
    assert (most, min(60, most)) == (max(spans), int(menu["initial_option"]["value"]))


@pytest.mark.parametrize(
    ("text", "span", "reason"),
    [
        ("renew 30m the lab is late", 30, "the lab is late"),
        ("prolonger 1h30 : le labo tarde", 90, "le labo tarde"),
        ("renew 45, still nothing", 45, "still nothing"),
        ("renew the lab needs 30m", None, "the lab needs 30m"),
        ("renew 3 labs are late", 3, "labs are late"),
        ("renew", None, ""),
    ],
)
def test_how_long_it_is_prolonged_stands_before_the_reason(text: str, span: int | None, reason: str) -> None:
    """As everywhere, a bare number is minutes."""
    typed = parse(text, "/crisis")

    assert (Verb.RENEW, None if span is None else minutes(span), reason) == (
        typed.verb,
        typed.span,
        typed.text,
    )
