"""What people type and press in Slack reaches the desk, and each is answered as a person would hope."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import BadStatusLine, IncompleteRead
from typing import Any, cast
from urllib.parse import quote_plus

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError
from structlog.testing import capture_logs

from bot.manifest import as_mapping
from bot.patience import UNHURRIED
from bot.practice.person import Person
from bot.practice.refusals import FormRefused
from bot.practice.team import BOT_TOKEN, Message, View
from bot.practice.words import elements_of
from bot.slack_app import make_app
from bot.stage import Player, Stage
from handlers.slack.blocks import lists
from handlers.slack.needs import COMMANDS, EVENTS, SHORTCUTS
from handlers.slack.visits import Visit
from handlers.slack.windows import redraw
from playbooks.commands import Asked, ChannelId, OpenIncident, RequestId
from playbooks.errors import BadRequest, NotSaved
from playbooks.incident import CallState, Incident, StepStatus
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, StepId, UnitId, UserId, Words
from playbooks.ports import OPERATOR, Memory, Reading, Wanted
from playbooks.typed import escaped
from tests.practice.little_bot import deliver_to

REF = "INC-2026-0001"
ROOM = "inc-2026-0001-data-breach"
SAOIRSE, MAUD, BASILE, GAEL, IMOGEN = "U0SAOIRSE", "U0MAUD", "U0BASILE", "U0GAEL", "U0IMOGEN"


def incident(stage: Stage, ref: str = REF) -> Incident:
    """The incident as the desk knows it."""
    return stage.bot.desk.looking.named(ref, OPERATOR)


def start(player: Player, words: str = "data-breach Customer file on a forum", **answers: object) -> None:
    """Start a crisis through its form."""
    player.types(f"/crisis start {words}")
    player.submits(player.fills(player.opens_form(), answers))


def card(player: Player, room: str = ROOM) -> Message:
    """The pinned card."""
    return player.sees(room)[0]


def whispered(player: Player) -> str:
    """The last thing that only this person was told."""
    return player.ephemerals()[-1].words


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The head of security, who reads English."""
    return stage.player(SAOIRSE)


# Starting.


def test_start_opens_the_form_filled(saoirse: Player) -> None:
    """A playbook's name and words after it fill the form; the severity is the playbook's own."""
    saoirse.types("/crisis start data-breach Customer file on a forum")

    form = saoirse.opens_form()

    assert "Customer file on a forum" == _initial(form, "title")
    assert "data-breach" == _initial(form, "playbook")
    assert "sev1" == _initial(form, "severity")


def test_i8_french_typography_is_read_as_a_person_means_it(stage: Stage) -> None:
    """Guillemets, a typographic apostrophe and no-break spaces suggest the playbook and keep the title."""
    maud = stage.player(MAUD)
    maud.types("/crise démarrer l’incident «\u00a0fuite\u00a0» \u200f— chez un prestataire")

    form = maud.opens_form()

    assert "data-breach" == _initial(form, "playbook")
    assert "l’incident « fuite » — chez un prestataire" == _initial(form, "title")
    assert "Ouvrir une crise" == form.title


def test_another_playbook_brings_its_severity_and_keeps_what_was_typed(saoirse: Player) -> None:
    """The menu of playbooks changes the severity's default; the title stays."""
    saoirse.types("/crisis start data-breach")
    form = saoirse.fills(saoirse.opens_form(), {"title": "Everything is down"})

    form = saoirse.fills(form, {"playbook": "service-outage"})

    assert "sev2" == _initial(form, "severity")
    assert "Everything is down" == _initial(form, "title")
    assert form.values["title"]["title"]["value"] == "Everything is down"


def test_another_unit_brings_its_country(saoirse: Player) -> None:
    """The menu of units changes the country."""
    saoirse.types("/crisis start data-breach x")

    form = saoirse.fills(saoirse.opens_form(), {"unit": "energy-uk"})

    assert "GB" == _initial(form, "country")


def test_the_form_opens_what_was_filled_in(stage: Stage, saoirse: Player) -> None:
    """Everything that the form asks ends in the incident."""
    start(
        saoirse,
        unit="energy-uk",
        severity="sev2",
        language="fr",
        about=["risk", "drill"],
    )

    opened = incident(stage)

    assert ("energy-uk", "GB") == (opened.unit, opened.country)
    assert (Severity.SEV2, Language.FR) == (opened.severity, opened.language)
    assert opened.people_at_risk
    assert opened.drill
    assert not opened.restricted


def test_a_form_sent_twice_opens_one_incident(stage: Stage, saoirse: Player) -> None:
    """The same bytes a second time get the first answer."""
    start(saoirse)

    saoirse.replay()

    assert 1 == len(stage.bot.desk.looking.lines(_all(stage)))


def test_a_title_of_nothing_is_refused_beside_its_field(stage: Stage, saoirse: Player) -> None:
    """A title that holds no letter is refused where it stands, and the form stays open and filled."""
    saoirse.types("/crisis start data-breach")
    form = saoirse.fills(saoirse.opens_form(), {"title": " \u200b ", "unit": "energy-uk"})

    saoirse.submits(form)

    assert ["title"] == list(saoirse.opens_form().errors)
    assert () == stage.bot.desk.looking.lines(_all(stage))


def test_n10_a_form_that_can_no_longer_open_gives_back_what_was_typed(stage: Stage, saoirse: Player) -> None:
    """Slack's three seconds are over: the words come back, ready to be sent again."""
    for error in ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"):
        stage.workspace.faults.next("views.open", error=error)

        saoirse.types("/crisis start data-breach Customer file on a forum")

        assert "/crisis start data-breach Customer file on a forum" in whispered(saoirse)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("/crisis log The `mayor` called & said <no>", "Which incident?"),
        ("/crisis strat data-breach Customer file", "`/crisis start`"),
        ("/crisis line INC-2026-0009 We are looking into it.", "No incident"),
    ],
)
def test_a_refused_command_gives_back_what_it_held(saoirse: Player, typed: str, why: str) -> None:
    """Nobody types it twice: the words come back to be sent again."""
    saoirse.types(typed, "general")

    assert why in whispered(saoirse)
    assert f"`{escaped(typed.replace('`', chr(39)))}`" in whispered(saoirse)


def test_a_refused_command_of_one_word_is_not_repeated(saoirse: Player) -> None:
    """There is nothing to give back."""
    saoirse.types("/crisis update", "general")

    assert "Which incident?" in whispered(saoirse)
    assert "What you typed" not in whispered(saoirse)


def test_a_long_command_comes_back_whole(saoirse: Player) -> None:
    """The longest entry of a log that was refused is there to its last word."""
    saoirse.types(f"/crisis log {'The mayor called again. ' * 80}and the last word", "general")

    assert "and the last word`" in whispered(saoirse)


def test_n10_slow_buttons_say_to_press_again(stage: Stage, saoirse: Player) -> None:
    """A button whose form cannot open says so to its presser alone."""
    start(saoirse)
    stage.workspace.faults.next("views.open", error="expired_trigger_id")

    saoirse.clicks(card(saoirse), "ask:update")

    assert "press again" in whispered(saoirse)


def test_shortcuts_open_the_form(stage: Stage, saoirse: Player) -> None:
    """From anywhere, and from a message whose words become the title."""
    saoirse.uses_shortcut("start_crisis")
    assert "Start a crisis" == saoirse.opens_form().title
    saoirse.closes(saoirse.opens_form())

    saoirse.types("The site is down for everybody", "general")
    saoirse.uses_shortcut("start_crisis_from_message", saoirse.sees("general")[-1])

    assert "The site is down for everybody" == _initial(saoirse.opens_form(), "title")


def test_a_reply_gets_its_card_where_it_was_asked_for(stage: Stage) -> None:
    """`/reply` in a channel opens the reply's form, and the card goes to that channel."""
    imogen = stage.player(IMOGEN)
    imogen.types("/reply Train cancelled twice, very angry", "customer-care")
    form = imogen.opens_form()

    assert "Reply to a customer" == form.title
    imogen.submits(
        form if _initial(form, "playbook") else imogen.fills(form, {"playbook": "unhappy-customer"})
    )

    assert PlaybookKind.REPLY is incident(stage, "REP-2026-0001").kind
    assert "REP-2026-0001" in imogen.sees("customer-care")[-1].words


# Steps.


def test_n11_the_second_press_hears_who_was_first(stage: Stage, saoirse: Player) -> None:
    """Two people press Done on the same card: the first wins, the second is told who and when, alone."""
    start(saoirse)
    nadia, seen = stage.player("U0NADIA"), card(saoirse)

    Person.clicks(saoirse, seen, "step:done:source")  # The card is not drawn anew between the two.
    Person.clicks(nadia, seen, "step:done:source")

    step = incident(stage).steps[0].progress
    assert (StepStatus.DONE, SAOIRSE) == (step.status, step.settled_by)
    assert f"<@{SAOIRSE}>" in whispered(nadia)
    assert "<!date^" in whispered(nadia)


def test_a_done_step_leaves_the_card_and_can_be_undone_there(stage: Stage, saoirse: Player) -> None:
    """The card shows the last settled step with Undo beside it."""
    start(saoirse)
    saoirse.clicks(card(saoirse), "step:done:source")
    assert "step:done:source" not in _action_ids(card(saoirse))

    saoirse.clicks(card(saoirse), "step:undo:source")

    assert incident(stage).steps[0].open
    assert "step:done:source" in _action_ids(card(saoirse))


def test_a_decision_asks_what_was_decided(stage: Stage, saoirse: Player) -> None:
    """Decide… opens a form; its words are kept with the step."""
    start(saoirse)
    saoirse.types("/crisis done 19", ROOM)
    form = saoirse.opens_form()

    saoirse.submits(saoirse.fills(form, {"note": "When no new place is found for a day."}))

    step = incident(stage).step(StepId("end-criteria")).progress
    assert (StepStatus.DONE, "When no new place is found for a day.") == (step.status, step.words)


def test_a_mandatory_step_is_skipped_with_a_reason_only(stage: Stage, saoirse: Player) -> None:
    """By menu the form insists; by command the words after the number are the reason."""
    start(saoirse)
    saoirse.selects(card(saoirse), "step:more:source", f"skip|{incident(stage).id}")
    with pytest.raises(FormRefused):
        saoirse.submits(saoirse.opens_form())
    saoirse.closes(saoirse.opens_form())

    saoirse.types("/crisis skip 1 a partner has it already", ROOM)

    assert StepStatus.SKIPPED is incident(stage).steps[0].progress.status
    assert "a partner has it already" in whispered(saoirse)


def test_steps_are_taken_and_given(stage: Stage, saoirse: Player) -> None:
    """By button, by form and by command, with a name or with me."""
    start(saoirse)
    saoirse.clicks(card(saoirse), "step:take:source")
    assert SAOIRSE == incident(stage).steps[0].progress.owner

    saoirse.selects(card(saoirse), "step:more:source", f"assign|{incident(stage).id}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"person": MAUD}))
    assert MAUD == incident(stage).steps[0].progress.owner

    saoirse.types("/crise confier 1 à Basile", ROOM)
    assert BASILE == incident(stage).steps[0].progress.owner

    saoirse.types("/crisis assign 1 me", ROOM)
    assert SAOIRSE == incident(stage).steps[0].progress.owner


def test_a_name_that_nobody_has_is_refused(stage: Stage, saoirse: Player) -> None:
    """Only the person who typed it hears that nobody is called so."""
    start(saoirse)

    saoirse.types("/crisis assign 1 @nobody", ROOM)

    assert "Nobody called “nobody” was found" in whispered(saoirse)


def test_steps_are_added(stage: Stage, saoirse: Player) -> None:
    """By command with a time, and by form with an owner."""
    start(saoirse)

    saoirse.types("/crisis add Call the mayor in 30m", ROOM)
    saoirse.clicks(card(saoirse), "ask:add")
    saoirse.submits(
        saoirse.fills(saoirse.opens_form(), {"title": "Tell the union", "person": MAUD, "due": "60"})
    )

    first, second = incident(stage).steps[-2:]
    assert "Call the mayor" == first.step.title.en
    assert stage.clock.now() + timedelta(minutes=30) == first.progress.due_at
    assert ("Tell the union", MAUD) == (second.step.title.en, second.progress.owner)


def test_the_full_list_is_worked_in_its_window(stage: Stage, saoirse: Player) -> None:
    """A step done from the list's menu shows at once; a form over the list leaves it right when it closes."""
    start(saoirse)
    saoirse.types("/crisis steps", ROOM)
    found = incident(stage)

    saoirse.selects(saoirse.opens_form(), "step:more:source", f"done|{found.id}")
    assert "✅ *1." in saoirse.opens_form().words

    saoirse.selects(saoirse.opens_form(), "step:more:end-criteria", f"done|{found.id}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"note": "When it is over."}))

    assert "All steps" == saoirse.opens_form().title
    assert "✅ *19." in saoirse.opens_form().words


def test_a_refusal_in_the_list_opens_over_it(stage: Stage, saoirse: Player) -> None:
    """A step that somebody settled meanwhile: the words come in a window, and the list is still beneath."""
    start(saoirse)
    saoirse.types("/crisis steps", ROOM)
    window, found = saoirse.opens_form(), incident(stage)
    stage.player(MAUD).types("/crise fait 1", ROOM)

    saoirse.selects(window, "step:more:source", f"done|{found.id}")

    assert f"<@{MAUD}>" in saoirse.opens_form().words
    saoirse.closes(saoirse.opens_form())
    assert "All steps" == saoirse.opens_form().title


def test_a_late_step_is_done_from_its_reminder(stage: Stage, saoirse: Player) -> None:
    """The reminder has the step's buttons; once it is done, the reminder says so in their place."""
    start(saoirse)
    nadia = stage.player("U0NADIA")
    stage.forward(minutes=6)
    reminder = nadia.direct_messages()[-1]

    nadia.clicks(reminder, "step:done:source")

    after = nadia.direct_messages()[-1]
    assert StepStatus.DONE is incident(stage).steps[0].progress.status
    assert "✅ *1." in after.words
    assert () == after.buttons


def test_an_action_is_done_from_its_reminder(stage: Stage, saoirse: Player) -> None:
    """The owner is told of an action, and says there that it is done."""
    start(saoirse)
    maud = stage.player(MAUD)
    saoirse.types("/crisis close over", ROOM)
    saoirse.submits(saoirse.opens_form())
    saoirse.types(f"/crisis review {REF}")
    saoirse.clicks(saoirse.opens_form(), "ask:action")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"text": "Train deputies", "person": MAUD}))

    maud.clicks(maud.direct_messages()[-1], "action:done:a1")

    assert MAUD == incident(stage).actions[0].done_by
    assert "✅ Fait" in maud.direct_messages()[-1].words
    assert () == maud.direct_messages()[-1].buttons


# Calls.


def test_a_call_is_taken_and_says_so(stage: Stage, saoirse: Player) -> None:
    """I take it: the message thanks, the card shows who and when."""
    start(saoirse)
    basile = stage.player(BASILE)

    basile.clicks(basile.direct_messages()[-1], "call:take")

    assert "Vous vous en chargez" in basile.direct_messages()[-1].words
    assert () == basile.direct_messages()[-1].buttons
    assert f"<@{BASILE}> · *takes it*" in card(saoirse).words


def test_a_call_is_declined_with_a_reason_and_the_next_is_called(stage: Stage, saoirse: Player) -> None:
    """I can't opens a small form; as soon as it is sent the next person has a message."""
    start(saoirse)
    basile, ines = stage.player(BASILE), stage.player("U0INES")
    basile.clicks(basile.direct_messages()[-1], "call:decline")

    basile.submits(basile.fills(basile.opens_form(), {"reason": "in a plane"}))

    assert "can’t" in card(saoirse).words
    assert "in a plane" in card(saoirse).words
    assert "call:take" in _action_ids(ines.direct_messages()[-1])


def test_a_decline_counts_even_where_slack_opens_no_form(stage: Stage, saoirse: Player) -> None:
    """The reason is lost, the answer is not."""
    start(saoirse)
    basile = stage.player(BASILE)
    stage.workspace.faults.next("views.open", error="expired_trigger_id")

    basile.clicks(basile.direct_messages()[-1], "call:decline")

    assert CallState.DECLINED is next(c for c in incident(stage).calls if c.person == BASILE).state


# Words of a crisis.


def test_the_holding_line_starts_from_prepared_words(stage: Stage, saoirse: Player) -> None:
    """A prepared message fills the field; it is refused while a blank is open, and kept once it is filled."""
    start(saoirse)
    saoirse.types("/crisis line", ROOM)
    form = saoirse.fills(saoirse.opens_form(), {"prepared": "holding-line"})
    filled = _initial(form, "text")
    assert "{{" in filled

    saoirse.submits(form)
    assert ["text"] == list(saoirse.opens_form().errors)

    saoirse.submits(saoirse.fills(form, {"text": "We are looking into it."}))
    assert "We are looking into it." in card(saoirse).words


def test_severity_lead_line_update_and_log_by_command(stage: Stage, saoirse: Player) -> None:
    """Each is one line, and each is answered in one."""
    start(saoirse, severity="sev2")
    for words in (
        "severity crisis journalists call",
        "lead Maud",
        "line We are looking into it.",
        "update Still checking next 45m",
        "log The minister called",
    ):
        saoirse.types(f"/crisis {words}", ROOM)
        assert "✅" in whispered(saoirse), words

    after = incident(stage)

    assert (Severity.SEV1, MAUD) == (after.severity, after.lead)
    assert after.holding_line is not None
    assert after.promise is not None
    assert stage.clock.now() + timedelta(minutes=45) == after.promise.at
    saoirse.types("/crisis log", ROOM)
    assert "The minister called" in whispered(saoirse)


def test_each_button_of_the_card_opens_its_form(stage: Stage, saoirse: Player) -> None:
    """Nothing on the card is dead."""
    start(saoirse)

    for what in ("steps", "update", "line", "severity", "point", "lead", "add", "log", "close"):
        saoirse.clicks(card(saoirse), f"ask:{what}")
        saoirse.closes(saoirse.opens_form())


def test_forms_of_the_card_do_what_they_say(stage: Stage, saoirse: Player) -> None:
    """Severity, lead, update and log by form."""
    start(saoirse, severity="sev2")
    for what, answers in (
        ("severity", {"severity": "sev1", "reason": "journalists call"}),
        ("update", {"text": "Still checking", "next": "60"}),
        ("log", {"text": "The minister called"}),
        ("lead", {"person": MAUD}),
    ):
        saoirse.clicks(card(saoirse), f"ask:{what}")
        saoirse.submits(saoirse.fills(saoirse.opens_form(), answers))

    after = incident(stage)

    assert (Severity.SEV1, MAUD) == (after.severity, after.lead)
    assert after.promise is not None
    assert "Still checking" in card(saoirse).words


# Looking, closing, reviewing.


def test_list_and_status(stage: Stage, saoirse: Player) -> None:
    """The list names what is open; the status is the card, for one person."""
    saoirse.types("/crisis list")
    assert "No incident is open" in whispered(saoirse)
    start(saoirse)

    saoirse.types("/crise liste")
    assert REF in whispered(saoirse)
    saoirse.types(f"/crisis status {REF}")

    assert "Customer file on a forum" in whispered(saoirse)


def test_a_crisis_is_listed_before_any_number_of_replies(stage: Stage, saoirse: Player) -> None:
    """An older crisis stays at the top of the list and of Home, and a list that is cut says so."""
    start(saoirse)
    for n in range(lists.LINES_SHOWN):
        stage.clock.moment += timedelta(seconds=1)
        open_reply(stage, n)

    saoirse.types("/crisis list")
    home = saoirse.opens_home()

    assert home is not None
    for words in (whispered(saoirse), home.words):
        assert "More than 40 open incidents" in words
        assert "The first 40" in words
        assert words.index(REF) < words.index("REP-2026-0040")
        assert "REP-2026-0001" not in words


def test_elsewhere_a_command_asks_which_incident(saoirse: Player) -> None:
    """Without a reference, outside an incident's channel, the answer says how to name one."""
    saoirse.types("/crisis done 1", "general")

    assert "Which incident?" in whispered(saoirse)


def test_close_names_what_is_open_and_the_review_begins(stage: Stage, saoirse: Player) -> None:
    """Mandatory steps make a reason mandatory; once closed, the review can be answered and acted on."""
    start(saoirse)
    saoirse.types("/crisis close nothing was taken", ROOM)
    form = saoirse.opens_form()
    assert "1. Capture the source" in form.words
    assert "nothing was taken" == _initial(form, "reason")
    saoirse.submits(form)
    assert not incident(stage).is_open
    assert "ask:review" in _action_ids(card(saoirse))
    head = next(m for m in saoirse.sees(ROOM) if "ask:answers" in _action_ids(m))

    saoirse.clicks(head, "ask:answers")
    form = saoirse.opens_form()
    asked = incident(stage).playbook.review.questions
    saoirse.submits(saoirse.fills(form, {asked[0].id: "To answer in an hour", asked[1].id: "We took three"}))
    saoirse.clicks(head, "ask:action")
    saoirse.submits(
        saoirse.fills(saoirse.opens_form(), {"text": "Train deputies", "person": MAUD, "due": "2026-04-01"})
    )
    saoirse.clicks(head, "action:done:a1")

    after = incident(stage)
    assert ["To answer in an hour", "We took three"] == [answer.text for answer in after.answers]
    assert ["Train deputies"] == [action.text for action in after.actions]
    assert after.actions[0].done_by == SAOIRSE


def test_the_review_is_shown_again_and_worked_in_its_window(stage: Stage, saoirse: Player) -> None:
    """`/crisis review REF` shows it anywhere, and its buttons work there."""
    start(saoirse)
    saoirse.types("/crisis close over", ROOM)
    saoirse.submits(saoirse.opens_form())

    saoirse.types(f"/crisis review {REF}", "general")
    saoirse.clicks(saoirse.opens_form(), "ask:action")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"text": "Train deputies"}))

    assert "Review" == saoirse.opens_form().title
    assert "Train deputies" in saoirse.opens_form().words


def test_n10_a_form_sent_after_the_close_is_refused_and_stays_filled(stage: Stage, saoirse: Player) -> None:
    """The words stay in the form, and the refusal says where to go."""
    start(saoirse)
    maud = stage.player(MAUD)
    maud.types("/crise situation", ROOM)
    form = maud.fills(maud.opens_form(), {"text": "Une longue mise au point"})
    saoirse.types("/crisis close over", ROOM)
    saoirse.submits(saoirse.opens_form())

    maud.submits(form)

    still = maud.opens_form()
    assert "est clos" in still.errors["text"]
    assert "Une longue mise au point" == still.values["text"]["text"]["value"]


def test_a_restricted_incident_is_not_there_for_others(stage: Stage, saoirse: Player) -> None:
    """Its reference, its list line and its buttons tell an outsider nothing."""
    start(saoirse, about=["restricted"])
    derek = stage.player("U0DEREK")

    derek.types(f"/crisis status {REF}")
    assert "No incident" in whispered(derek)
    derek.types("/crisis list")
    assert REF not in whispered(derek)
    room = incident(stage).room
    assert room is not None
    with pytest.raises(BadRequest, match="Which incident"):  # Not even its channel's id is told.
        stage.bot.desk.looking.here(room.channel, UserId("U0DEREK"))
    answer = _press(stage, "U0DEREK", "ask:log", incident(stage).id)

    assert 200 == answer.status
    assert "forum" not in answer.body


# Words, languages, faults.


@pytest.mark.parametrize(
    ("typed", "words"), [("/crisis", "*Start*"), ("/crise", "*Start*"), ("/crise aide", "*Start*")]
)
def test_help_is_in_the_readers_language(stage: Stage, typed: str, words: str) -> None:
    """Whichever command is typed, a person is answered in the language the directory gives them."""
    saoirse, maud = stage.player(SAOIRSE), stage.player(MAUD)

    saoirse.types(typed)
    maud.types(typed)

    assert words in whispered(saoirse)
    assert "*Démarrer*" in whispered(maud)


def test_an_unknown_word_gets_the_nearest_known_one(stage: Stage, saoirse: Player) -> None:
    """In each language its own."""
    saoirse.types("/crisis strat data-breach")
    assert "`/crisis start`" in whispered(saoirse)
    maud = stage.player(MAUD)
    maud.types("/crise demarer fuite")

    assert "`/crise démarrer`" in whispered(maud)


def test_home_shows_what_is_open_and_starts(stage: Stage, saoirse: Player) -> None:
    """The Home tab lists open incidents, and its button opens the form."""
    start(saoirse)

    home = saoirse.opens_home()
    assert home is not None
    assert REF in home.words
    saoirse.clicks(home, "home:start")

    assert "Start a crisis" == saoirse.opens_form().title


def test_strays_are_answered(stage: Stage, saoirse: Player) -> None:
    """An event nobody asked for gets 200; a button of another age says what it is."""
    dispatched = _dispatch(
        stage, {"type": "event_callback", "event_id": "Ev1", "event": {"type": "reaction_added"}}
    )
    assert 200 == dispatched.status

    answer = _press(stage, SAOIRSE, "a-button-of-last-year", "x")

    assert 200 == answer.status
    assert "earlier version" in saoirse.opens_form().words


def test_p11_a_fault_is_told_with_a_reference_and_logged_once(stage: Stage, saoirse: Player) -> None:
    """The person reads a reference, the log holds it once, and the incident is as before."""
    start(saoirse)
    before = incident(stage)
    stage.workspace.faults.next("views.open", error="internal_error")

    with capture_logs() as logs:
        saoirse.clicks(card(saoirse), "ask:update")

    failed = [entry for entry in logs if entry["event"] == "request_failed"]
    assert 1 == len(failed)
    assert failed[0]["reference"] in whispered(saoirse)
    assert "may not have been done: look at the card" in whispered(saoirse)
    assert before == incident(stage)


@pytest.mark.parametrize(
    "trouble",
    [SlackRequestError("half an answer"), BadStatusLine(""), IncompleteRead(b""), OSError("no line")],
)
def test_a_window_that_cannot_be_drawn_anew_undoes_nothing(
    stage: Stage, saoirse: Player, trouble: Exception
) -> None:
    """What was asked is on disk: whatever befalls the picture of it is logged, and nobody is told of a failure."""
    visit = Visit.of(stage.bot.desk, cast("WebClient", BrokenLine(trouble)), {"user": {"id": SAOIRSE}})

    with capture_logs() as logs:
        redraw(visit, "V1", {})

    assert ["window_not_redrawn"] == [entry["event"] for entry in logs]


def test_p6_not_saved_gives_the_telephone_numbers(stage: Stage, saoirse: Player) -> None:
    """A form that cannot be saved says so over itself, with the ladder's numbers for its unit, and stays filled."""
    full = app_that_cannot_write(stage)
    saoirse.types("/crisis start data-breach Customer file")
    form = saoirse.fills(saoirse.opens_form(), {"unit": "energy-uk"})
    saoirse.post._deliver = deliver_to(full)  # noqa: SLF001 - the same hands, before a bot whose disk is full.

    saoirse.submits(form)

    told = saoirse.opens_form().words
    assert "*Not saved.*" in told
    assert "Poppy Ashdown · +44 1632 960203" in told
    assert "Imogen Hartley · +44 1632 960201" in told
    saoirse.closes(saoirse.opens_form())
    assert "Customer file" == _initial(saoirse.opens_form(), "title")


def test_p6_a_command_that_cannot_be_saved_says_so(stage: Stage, saoirse: Player) -> None:
    """The answer to a command says not saved, and never started."""
    start(saoirse)
    saoirse.post._deliver = deliver_to(app_that_cannot_write(stage))  # noqa: SLF001 - as above.

    saoirse.types("/crisis done 1", ROOM)

    assert "*Not saved.*" in whispered(saoirse)
    assert "What you just sent was not saved." in whispered(saoirse)
    assert "`/crisis done 1`" in whispered(saoirse)
    assert "nobody was called" not in whispered(saoirse)
    assert "Basile Marchetti" in whispered(saoirse)


def test_the_doors_need_what_they_say(stage: Stage) -> None:
    """The commands, shortcuts and events of the manifest are those that the doors name."""
    manifest = as_mapping()

    assert set(COMMANDS) == {command["command"] for command in manifest["features"]["slash_commands"]}
    assert set(SHORTCUTS) == {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]}
    assert set(EVENTS) == set(manifest["settings"]["event_subscriptions"]["bot_events"])


# Hands and eyes.


def _initial(form: View, field: str) -> str:
    block = next(block for block in form.blocks if block["block_id"] == field)
    element = block["element"]
    return str(element.get("initial_value") or element.get("initial_option", {}).get("value", ""))


def _action_ids(message: Message) -> set[str]:
    return {str(element.get("action_id")) for block in message.blocks for element in elements_of(block)}


def _all(stage: Stage) -> Wanted:
    return Wanted(reader=UserId(SAOIRSE), state=None)


def _press(stage: Stage, user: str, action_id: str, value: str) -> BoltResponse:
    """Press a button that is on no screen."""
    with stage.workspace.team.lock:
        trigger = stage.workspace.team.trigger(user)
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    return _dispatch(
        stage, {"type": "block_actions", "user": {"id": user}, "trigger_id": trigger, "actions": [action]}
    )


def _dispatch(stage: Stage, body: dict[str, Any]) -> BoltResponse:
    interactive = body["type"] != "event_callback"
    raw = "payload=" + quote_plus(json.dumps(body)) if interactive else json.dumps(body)
    kind = "application/x-www-form-urlencoded" if interactive else "application/json"
    return stage.bot.app.dispatch(BoltRequest(body=raw, headers={"content-type": kind}))


def open_reply(stage: Stage, number: int) -> None:
    """Open a reply to a customer."""
    order = OpenIncident(
        kind=PlaybookKind.REPLY,
        playbook=PlaybookId("unhappy-customer"),
        title=f"Customer {number}",
        unit=UnitId("energy-uk"),
        country="GB",
        language=Language.EN,
        room=ChannelId("C0CARE"),
    )
    asked = Asked(by=UserId(SAOIRSE), request=RequestId(f"reply:{number}"))
    stage.bot.desk.crisis.open(order, asked)


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A Slack whose answer never comes whole."""

    trouble: Exception

    def views_update(self, **_: object) -> None:
        """Break."""
        raise self.trouble


@dataclass(frozen=True, slots=True)
class FullDisk:
    """A memory that can be read and not written."""

    memory: Memory

    def reading(self, *, once: bool = False) -> AbstractContextManager[Reading]:
        """Read as ever."""
        return self.memory.reading(once=once)

    def transaction(self) -> AbstractContextManager[Any]:
        """Refuse, as a full disk does."""
        raise NotSaved(Words(en="database or disk is full", fr="base ou disque plein"))


def app_that_cannot_write(stage: Stage) -> App:
    """The same product, whose disk is full."""
    desk = stage.bot.desk
    ledger = replace(desk.crisis.ledger, memory=cast("Memory", FullDisk(stage.bot.memory)))
    broken = replace(desk, crisis=replace(desk.crisis, ledger=ledger))
    return make_app(broken, stage.bot.app.client, BOT_TOKEN, UNHURRIED)
