"""Whatever happens and whatever people type, Slack takes what is drawn, and their words stay words."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from handlers.slack.blocks import card, notices, ping, review
from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import Language
from tests.doors.company import a_directory
from tests.doors.drawn import entries, judged, judged_modal, languages, lives
from tests.fakes.clock import MONDAY_MORNING

NOW = MONDAY_MORNING + timedelta(hours=1)
WIDE = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Life = tuple[Incident, tuple[e.Event, ...]]


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_card(life: Life, language: Language) -> None:
    """Zero or two hundred steps, any words, any state: the card is within every limit."""
    incident, _ = life

    judged(card.card(incident, a_directory(), language, NOW))

    assert 250 >= len(card.topic(incident, language))


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_review(life: Life, language: Language) -> None:
    """The review's head, its replies and its window are within every limit."""
    incident, facts = life
    log = entries(facts)

    judged(review.head(incident, log, a_directory(), language, NOW))
    for part in review.timeline(incident, log, a_directory(), language, NOW):
        judged(part)
    judged_modal(review.window(incident, log, a_directory(), language, NOW))


@WIDE
@given(life=lives(), language=languages)
def test_slack_takes_every_call_and_line(life: Life, language: Language) -> None:
    """Each call, each of its endings, and each fact as a line, a word and an announcement are within every limit."""
    incident, facts = life
    directory = a_directory()

    for call in incident.calls[:5]:
        judged(ping.call(incident, call, directory, language, NOW))
        judged(ping.ended(incident, call, directory, language, NOW))
    for fact in {type(fact): fact for fact in facts}.values():
        for draw in (notices.notice, notices.nudge, notices.announcement):
            judged(draw(fact, incident, directory, language, NOW))
