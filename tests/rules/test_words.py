"""What is said: the lead, the holding line, updates with a promise, the log, and the close."""

from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.commands import (
    CloseIncident,
    CompleteStep,
    GiveUpdate,
    NameLead,
    SetHoldingLine,
    SkipStep,
    WriteLog,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.incident import IncidentState
from tests.rules.scene import (
    BRIEF,
    DANA,
    FACTS,
    ID,
    LINE,
    MAUD,
    PAUL,
    SUBSTANCE,
    THANKS,
    Order,
    after,
    minutes,
    opened,
)


def test_naming_a_lead_hands_over() -> None:
    """The steps of the leading role go with it."""
    story = opened()
    story.asks(NameLead(incident=ID, lead=PAUL), by=DANA)

    assert PAUL == story.incident.lead
    assert PAUL == story.incident.owner(story.incident.step(BRIEF))


def test_naming_the_lead_again_is_told() -> None:
    """Nothing is logged for what is already so."""
    with pytest.raises(AlreadyDone, match=f"<@{MAUD}>"):
        opened().asks(NameLead(incident=ID, lead=MAUD), by=PAUL)


def test_the_holding_line_is_the_latest_one() -> None:
    """What we say for now, by whom and since when."""
    story = opened()
    story.asks(SetHoldingLine(incident=ID, text="We know and are looking."))
    story.now = after(9)
    story.asks(SetHoldingLine(incident=ID, text="We know.\n\nMore at two."), by=PAUL)
    line = story.incident.holding_line

    assert line is not None
    assert ("We know.\n\nMore at two.", PAUL, after(9)) == (line.text, line.by, line.at)


def test_an_update_may_promise_the_next_word() -> None:
    """The promised moment counts from the update."""
    story = opened()
    story.now = after(10)
    story.asks(GiveUpdate(incident=ID, text="Contained.", next_in=minutes(30)))

    assert story.incident.promise is not None
    assert after(40) == story.incident.promise.at


def test_an_update_without_a_promise_ends_the_earlier_promise() -> None:
    """The next word has been given; no further one is announced."""
    story = opened()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))
    story.asks(GiveUpdate(incident=ID, text="It is over."))

    assert story.incident.promise is None


@pytest.mark.parametrize(
    "next_in", [timedelta(0), minutes(-1), timedelta(hours=72, seconds=1), timedelta.max, timedelta.min]
)
def test_a_promise_lies_within_three_days(next_in: timedelta) -> None:
    """A longer silence is a decision, not a promise; a moment that has passed is neither."""
    with pytest.raises(BadRequest) as refusal:
        opened().asks(GiveUpdate(incident=ID, text="Later.", next_in=next_in))

    assert "next" == refusal.value.field


def test_three_days_may_be_promised() -> None:
    """The limit itself is allowed."""
    story = opened()
    story.asks(GiveUpdate(incident=ID, text="On Thursday.", next_in=timedelta(hours=72)))

    assert story.incident.promise is not None


WORDLESS: tuple[Order, ...] = (
    SetHoldingLine(incident=ID, text=" "),
    GiveUpdate(incident=ID, text="\n", next_in=minutes(30)),
    WriteLog(incident=ID, text="\u200b"),
)


@pytest.mark.parametrize("order", WORDLESS, ids=lambda order: type(order).__name__)
def test_nothing_is_said_without_words(order: Order) -> None:
    """The form keeps open and shows where words are missing."""
    with pytest.raises(BadRequest) as refusal:
        opened().asks(order)

    assert "text" == refusal.value.field


def test_the_log_stays_open_after_the_close() -> None:
    """What is learned late is kept too; the state does not change but for its count of facts."""
    story = opened()
    story.closes()
    (fact,) = story.asks(WriteLog(incident=ID, text="The forum has removed the file."), by=PAUL)

    assert isinstance(fact, e.LogWritten)
    assert (PAUL, "The forum has removed the file.") == (fact.by, fact.text)
    assert IncidentState.CLOSED is story.incident.state


def test_closing_names_what_is_still_open() -> None:
    """The fact lists every step that is neither done nor skipped."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    story.asks(SkipStep(incident=ID, step=LINE))
    (fact,) = story.asks(CloseIncident(incident=ID, reason="handled by the bank"))

    assert isinstance(fact, e.IncidentClosed)
    assert (SUBSTANCE, BRIEF, THANKS) == fact.left_open
    assert "handled by the bank" == fact.reason


@pytest.mark.parametrize("reason", ["", "  "])
def test_closing_with_a_mandatory_step_open_needs_a_reason(reason: str) -> None:
    """The refusal belongs beside the reason's field, and the incident runs on."""
    story = opened()

    with pytest.raises(BadRequest) as refusal:
        story.asks(CloseIncident(incident=ID, reason=reason))

    assert "reason" == refusal.value.field
    assert story.incident.is_open


def test_closing_with_only_optional_steps_open_needs_none() -> None:
    """Everything mandatory is settled: the lead just closes."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="respond"))
    story.now = after(90)
    story.asks(CloseIncident(incident=ID))

    assert (IncidentState.CLOSED, after(90), MAUD) == (
        story.incident.state,
        story.incident.closed_at,
        story.incident.closed_by,
    )


def test_the_person_who_opened_it_may_close_it() -> None:
    """A false alarm is ended by whoever raised it."""
    story = opened()
    story.asks(CloseIncident(incident=ID, reason="false alarm"), by=DANA)

    assert not story.incident.is_open


def test_nobody_else_closes_it() -> None:
    """Anybody else is told whom to ask, or how to take the lead."""
    with pytest.raises(NotAllowed, match=f"<@{MAUD}>"):
        opened().asks(CloseIncident(incident=ID, reason="enough"), by=PAUL)


def test_n11_closing_twice_is_told() -> None:
    """The second press changes nothing and says that it is closed."""
    story = opened()
    story.closes()

    with pytest.raises(Conflict, match="closed"):
        story.closes()
