"""A person's hands drive a real Bolt app with real bytes."""

import json
from typing import Any

import pytest

from bot.practice.delivery import Post
from bot.practice.person import Person
from bot.practice.refusals import FormRefused, NotAcknowledged, PracticeError
from bot.practice.team import BOT_USER, SLACKBOT, Kind
from bot.practice.workspace import Workspace
from tests.practice.conftest import Served
from tests.practice.little_bot import field, plain

REAL_TIME = {"epoch": lambda: 1_772_442_000.0, "elapsed": lambda: 0.0}


@pytest.fixture
def dana(served: Served) -> Person:
    """Somebody who reads English."""
    return served.person("UDANA")


@pytest.fixture
def luc(served: Served) -> Person:
    """Somebody who reads French."""
    return served.person("ULUC")


def test_a_command_is_answered_for_its_writer_alone(dana: Person, luc: Person) -> None:
    """The acknowledgement's words are seen by the person who typed, and by nobody else."""
    dana.types("/crisis what now")

    assert ["Help"] == [message.words.strip("*") for message in dana.ephemerals()]
    assert () == luc.ephemerals()
    assert dana.last_answer.acknowledged


def test_names_and_signs_travel_as_slack_sends_them(dana: Person) -> None:
    """A name becomes an id, a sign is escaped, a link is wrapped: nothing typed can become markup."""
    dana.types("/crisis @luc <!channel> https://e.example #general")

    general = dana.channel("general").id
    assert (
        f"You said: <@ULUC|luc> &lt;!channel&gt; <https://e.example> <#{general}|general>"
        == dana.ephemerals()[-1].text
    )


def test_an_unknown_command_never_reaches_the_bot(dana: Person) -> None:
    """Slackbot says so, as in Slack."""
    assert dana.types("/nothing") is None
    assert SLACKBOT == dana.ephemerals()[-1].user


def test_a_command_that_fails_is_told(dana: Person) -> None:
    """The bot's 500 is a complaint of the hands, and the person sees it too."""
    with pytest.raises(NotAcknowledged, match="http_service_error_500"):
        dana.types("/crisis fail")

    assert "/crisis" in dana.ephemerals()[-1].text


def test_a_late_answer_is_no_acknowledgement(workspace: Workspace) -> None:
    """After three seconds Slack has stopped waiting, whatever the bot then says."""
    moments = iter((0.0, 3.001))
    slow = Person(workspace, "UDANA", lambda body, headers: (200, b""), elapsed=lambda: next(moments))

    with pytest.raises(NotAcknowledged, match="operation_timeout"):
        slow.types("/crisis")


def test_an_unreachable_bot_is_told(workspace: Workspace) -> None:
    """A connection refused is no crash of the workspace."""

    def nobody(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        raise ConnectionRefusedError

    with pytest.raises(NotAcknowledged, match="dispatch_failed"):
        Person(workspace, "UDANA", nobody).types("/crisis")


def test_a_click_needs_a_button_that_is_there(dana: Person) -> None:
    """Hands cannot press what is not on the screen; the complaint names what is."""
    dana.types("/crisis card")
    shown = dana.sees("general")[-1]

    with pytest.raises(PracticeError, match="I take it"):
        dana.clicks(shown, "Resign")
    with pytest.raises(PracticeError, match="nothing to click"):
        dana.clicks(shown, "severity")


def test_a_click_changes_the_card_in_place(dana: Person) -> None:
    """The card is edited and keeps its place; its old drawing can still be used as a handle."""
    dana.types("/crisis card")
    before = dana.sees("general")[-1]

    dana.clicks(before, "Done")

    after = dana.now_seen(before)
    assert before.ts == getattr(after, "ts", None)
    assert "4 of 14 done" in after.words
    assert [before.ts] == dana.channel("general").pins


def test_menus_and_selects_send_the_choice(dana: Person) -> None:
    """A choice is sent as Slack sends it, and a choice that is not offered is refused."""
    dana.types("/crisis card")
    shown = dana.sees("general")[-1]

    dana.selects(shown, "severity", "SEV2")
    dana.selects(shown, "step:more", "Skip")

    assert ["Severity: sev2", "Menu: skip"] == [message.text for message in dana.ephemerals()]
    with pytest.raises(PracticeError, match="not offered"):
        dana.selects(shown, "severity", "SEV9")


def test_an_answer_may_replace_the_message_or_speak_to_all(dana: Person) -> None:
    """replace_original rewrites what was clicked; in_channel is heard by everybody."""
    dana.types("/crisis card")
    shown = dana.sees("general")[-1]

    dana.clicks(shown, "close")
    dana.clicks(shown, "I take it")

    assert ["You took it.", "Closed."] == [message.text for message in dana.sees("general")[-2:]]
    assert () == dana.sees("general")[-2].blocks


def test_a_called_person_finds_an_unread_direct_message(dana: Person, luc: Person) -> None:
    """A call lands in the other person's direct messages and stays unread until they look."""
    dana.types("/crisis call ULUC")

    channel = luc.direct_channel()
    assert ("I take it", "Close the incident") == luc.direct_messages()[-1].buttons
    assert 1 == luc.unread(channel)
    luc.reads(channel)
    assert 0 == luc.unread(channel)
    with pytest.raises(PracticeError, match="sees no channel"):
        dana.sees(channel.id)


def test_a_form_sends_every_field_as_a_client_does(dana: Person) -> None:
    """state.values holds each input, typed, initial or empty, in the shape of its element."""
    dana.types("/crisis start breach")
    sheet = dana.opens_form()

    dana.fills(sheet, {"Title": "Customer file on a forum", "team": ["luc", "Dana Roux"], "hour": "14:30"})
    dana.submits(sheet)

    values = json.loads(dana.direct_messages()[-1].text.removeprefix("Started: "))
    assert () == dana.forms()
    assert {
        "playbook": "breach",
        "title": "Customer file on a forum",
        "details": None,
        "lead": "UDANA",
        "team": ["ULUC", "UDANA"],
        "room": None,
        "risk": [],
        "real": "drill",
        "day": "2026-03-02",
        "hour": "14:30",
        "moment": None,
        "count": None,
    } == {block: told(state[f"{block}-it"]) for block, state in values.items()}


def told(state: dict[str, Any]) -> Any:
    """The one value in a state."""
    value = next(value for name, value in state.items() if name != "type")
    return value["value"] if isinstance(value, dict) else value


def test_an_incomplete_form_is_not_sent(dana: Person) -> None:
    """A client stops an empty required field, in the reader's language, and the bot hears nothing."""
    dana.types("/crisis start")
    sent = len(dana.post.answers)

    with pytest.raises(FormRefused) as refused:
        dana.submits(dana.opens_form())

    assert {"playbook", "title"} == set(refused.value.errors)
    assert refused.value.errors == dana.opens_form().errors
    assert sent == len(dana.post.answers)


@pytest.mark.parametrize(
    ("answers", "block"),
    [({"title": "x" * 61}, "title"), ({"count": "many"}, "count"), ({"count": "101"}, "count")],
)
def test_a_field_keeps_its_own_limits(dana: Person, answers: dict[str, object], block: str) -> None:
    """Too long, no number, too much: the mistake stands beside the field."""
    dana.types("/crisis start breach")
    sheet = dana.fills(dana.opens_form(), {"title": "x", **answers})

    with pytest.raises(FormRefused):
        dana.submits(sheet)

    assert {block} == set(dana.opens_form().errors)


def test_the_bots_mistakes_stand_beside_the_fields(dana: Person) -> None:
    """response_action errors keeps the form open, filled, with the mistake; mending it goes through."""
    dana.types("/crisis start breach")
    sheet = dana.fills(dana.opens_form(), {"title": "Nothing"})

    dana.submits(sheet)
    assert {"title": "Say what happened, please."} == dict(dana.opens_form().errors)

    dana.fills(sheet, {"title": "Something"})
    dana.submits(sheet)
    assert () == dana.forms()


def test_closing_a_form_is_told_where_asked_for(dana: Person) -> None:
    """notify_on_close sends view_closed."""
    dana.types("/crisis start")
    dana.closes(dana.opens_form())

    assert () == dana.forms()
    assert "Not started." == dana.direct_messages()[-1].text


def answering(workspace: Workspace, answer: object) -> Person:
    """Somebody with an open form, whose bot answers everything with this."""
    view = {
        "type": "modal",
        "title": plain("T"),
        "submit": plain("Go"),
        "blocks": [field("f", "Word", {"type": "plain_text_input", "initial_value": "x"})],
    }
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    person = Person(workspace, "UDANA", lambda sent, headers: (200, body))
    workspace.call("views.open", {"trigger_id": workspace.team.trigger("UDANA"), "view": view})
    return person


NEXT = {"type": "modal", "title": plain("Next"), "blocks": [{"type": "divider"}]}


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (b"", []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": NEXT}, ["Next"]),
        ({"response_action": "push", "view": NEXT}, ["T", "Next"]),
    ],
)
def test_a_forms_answer_is_carried_out(workspace: Workspace, answer: object, titles: list[str]) -> None:
    """Nothing closes the form, update changes it, push lays another on it, clear takes all away."""
    person = answering(workspace, answer)

    person.submits(person.opens_form())

    assert titles == [view.title for view in person.forms()]


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"other": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "explode"},
        b"ok",
    ],
)
def test_a_forms_bad_answer_is_a_complaint(workspace: Workspace, answer: object) -> None:
    """What Slack would show as trouble is not swallowed."""
    person = answering(workspace, answer)

    with pytest.raises(PracticeError):
        person.submits(person.opens_form())


def test_the_home_tab_is_drawn_when_it_is_opened(dana: Person) -> None:
    """Opening it tells the bot, which publishes; its buttons can be pressed."""
    shown = dana.opens_home()

    assert shown is not None
    assert "Nothing is open." in shown.words
    dana.clicks(shown, "Refresh")
    assert "Still nothing." in dana.now_seen(shown).words


def test_a_shortcut_carries_its_message(dana: Person) -> None:
    """A shortcut on a message opens the form without a word typed."""
    dana.types("A customer says our file is on a forum")
    dana.uses_shortcut("start-here", dana.sees("general")[-1])

    assert "Start a crisis" == dana.opens_form().title


def test_a_thread_reaches_the_bot_with_its_beginning(dana: Person) -> None:
    """A reply is a message event with thread_ts, and the bot's answer lands in the thread."""
    dana.types("The review begins")
    first = dana.sees("general")[-1]
    dana.types("Nobody had the key", thread=first.ts)

    assert ["Nobody had the key", "Noted."] == [
        message.text for message in dana.sees("general") if message.thread_ts == first.ts
    ]


def test_an_event_that_is_not_taken_comes_again(workspace: Workspace) -> None:
    """A non-2xx is followed at once by a retry: the same bytes, a number and a reason."""
    seen: list[tuple[bytes, dict[str, str]]] = []

    def first_fails(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        seen.append((body, headers))
        return (500 if len(seen) == 1 else 200), b""

    dana = Person(workspace, "UDANA", first_fails)
    dana.types("hello")

    assert 2 == len(seen)
    assert seen[0][0] == seen[1][0]
    assert "X-Slack-Retry-Num" not in seen[0][1]
    assert ("1", "http_error") == (seen[1][1]["X-Slack-Retry-Num"], seen[1][1]["X-Slack-Retry-Reason"])
    assert "2" == (dana.redeliver(), seen[-1][1]["X-Slack-Retry-Num"])[1]


def test_a_replay_is_the_same_request(workspace: Workspace) -> None:
    """Same bytes, same signature, as somebody who recorded it would send."""
    seen: list[tuple[bytes, dict[str, str]]] = []

    def taking(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        seen.append((body, headers))
        return 200, b""

    dana = Person(workspace, "UDANA", taking)
    dana.types("/crisis")
    dana.replay()

    assert seen[0] == seen[1]


@pytest.mark.parametrize(("age", "secret", "status"), [(0, None, 200), (301, None, 401), (0, "other", 401)])
def test_bolt_takes_only_a_fresh_true_signature(
    dana: Person, age: int, secret: str | None, status: int
) -> None:
    """The very bytes are signed as Slack signs them: fresh passes, stale and forged do not."""
    dana.types("/crisis hello")
    assert dana.post.last is not None
    parcel = dana.post.last[0]

    answer = dana.post.carry_as(parcel, dana.post.headers(parcel, age=age, secret=secret))

    assert status == answer.status


def heard_by(workspace: Workspace, place: str) -> tuple[Person, list[dict[str, Any]]]:
    """Somebody in a channel with the bot, and the events that it hears from now on."""
    seen: list[dict[str, Any]] = []

    def hears(body: bytes, _: dict[str, str]) -> tuple[int, bytes]:
        seen.append(json.loads(body)["event"])
        return 200, b""

    workspace.add_channel(place, "UDANA", BOT_USER)
    return Person(workspace, "UDANA", hears), seen


def test_an_edit_is_told_with_what_was_said_before(workspace: Workspace) -> None:
    """As Slack tells it: a message event whose subtype says so, with the message as it is and as it was."""
    dana, seen = heard_by(workspace, "desk")
    dana.types("hello", "desk")
    said = dana.sees("desk")[-1]
    dana.edits(said, "goodbye")

    told = seen[-1]
    assert ("message", "message_changed", said.channel) == (told["type"], told["subtype"], told["channel"])
    assert ("goodbye", "hello") == (told["message"]["text"], told["previous_message"]["text"])
    assert said.ts == told["message"]["ts"] == told["previous_message"]["ts"] != told["ts"]
    assert "UDANA" == told["message"]["edited"]["user"]
    assert "goodbye" == dana.sees("desk")[-1].text


def test_a_deletion_is_told_with_what_is_gone(workspace: Workspace) -> None:
    """By the time of the message; where others answered it, a stone is put in its place."""
    dana, seen = heard_by(workspace, "desk")
    dana.types("hello", "desk")
    said = dana.sees("desk")[-1]
    dana.deletes(said)
    assert ("message_deleted", said.ts) == (seen[-1]["subtype"], seen[-1]["deleted_ts"])
    assert () == dana.sees("desk")

    dana.types("hello", "desk")
    first = dana.sees("desk")[-1]
    dana.types("indeed", "desk", first.ts)
    dana.deletes(first)
    assert ("message_changed", "tombstone") == (seen[-1]["subtype"], seen[-1]["message"]["subtype"])
    assert ["This message was deleted.", "indeed"] == [message.text for message in dana.sees("desk")]


def test_only_ones_own_messages_can_be_changed(workspace: Workspace) -> None:
    """As in Slack, for people who are no administrators."""
    dana, _ = heard_by(workspace, "desk")
    Person(workspace, "ULUC", lambda body, headers: (200, b"")).types("hello", "desk")

    with pytest.raises(PracticeError, match="one's own"):
        dana.edits(dana.sees("desk")[-1], "goodbye")


def test_an_emoji_is_told_once(workspace: Workspace) -> None:
    """With what it marks, and whose that is."""
    dana, seen = heard_by(workspace, "desk")
    Person(workspace, "ULUC", lambda body, headers: (200, b"")).types("hello", "desk")
    said = dana.sees("desk")[-1]
    dana.reacts(said, "memo")

    told = seen[-1]
    assert ("reaction_added", "UDANA", "memo", "ULUC") == (
        told["type"],
        told["user"],
        told["reaction"],
        told["item_user"],
    )
    assert {"type": "message", "channel": said.channel, "ts": said.ts} == told["item"]
    assert {"memo": ("UDANA",)} == dict(dana.sees("desk")[-1].reactions)
    assert dana.reacts(said, "memo") is None


def test_only_subscribed_events_are_sent(workspace: Workspace) -> None:
    """A bot that did not subscribe to channel messages hears none."""
    workspace.events = frozenset({"message.im"})
    dana = Person(workspace, "UDANA", lambda body, headers: (200, b""))

    assert dana.types("hello", channel="general") is None
    assert dana.types("hello", channel=dana.direct_channel().id) is not None


def test_what_the_bot_is_not_in_it_does_not_hear(workspace: Workspace) -> None:
    """A message in a channel without the bot is no event."""
    workspace.add_channel("quiet", "UDANA", kind=Kind.PRIVATE)
    dana = Person(workspace, "UDANA", lambda body, headers: (200, b""))

    assert dana.types("hello", channel="quiet") is None
    assert BOT_USER not in workspace.channel("quiet").members


def test_a_signature_covers_moment_and_body() -> None:
    """Another body or another moment is another signature."""
    post = Post(lambda body, headers: (200, b""), "secret", **REAL_TIME)
    from bot.practice.payloads import Parcel

    one, other = (Parcel(kind="event", body=text, content_type="text/plain") for text in (b"a", b"b"))
    seen = {post.headers(one)["X-Slack-Signature"], post.headers(other)["X-Slack-Signature"]}
    seen.add(post.headers(one, age=1)["X-Slack-Signature"])

    assert 3 == len(seen)


def select_form(*offered: str) -> dict[str, Any]:
    """A form with a word and a choice."""
    chosen = {"type": "static_select", "options": [{"text": plain(one), "value": one} for one in offered]}
    return {
        "type": "modal",
        "title": plain("T"),
        "submit": plain("Go"),
        "blocks": [
            field("word", "Word", {"type": "plain_text_input"}),
            field("choice", "Choice", chosen, optional=True),
        ],
    }


def test_a_changed_form_keeps_what_was_typed_and_still_fits(workspace: Workspace) -> None:
    """After views.update the words stay; a choice that is no longer offered does not."""
    person = Person(workspace, "UDANA", lambda body, headers: (200, b""))
    trigger = workspace.team.trigger("UDANA")
    workspace.call("views.open", {"trigger_id": trigger, "view": select_form("a", "b")})
    sheet = person.fills(person.opens_form(), {"Word": "kept", "Choice": "a"})

    workspace.call("views.update", {"view_id": sheet.id, "view": select_form("b", "c")})

    assert "kept" == person.opens_form().values["word"]["word-it"]["value"]
    assert "choice" not in person.opens_form().values


def test_the_team_changes_behind_the_bots_back(dana: Person, luc: Person) -> None:
    """A channel is left, archived, or closed to the bot by people: the bot is refused from then on."""
    care = dana.channel("customer-care").id
    luc.leaves("customer-care")
    dana.removes_bot("customer-care")
    dana.archives("crisis-announcements")

    def post(name: str) -> object:
        args = {"channel": dana.channel(name).id, "text": "x"}
        return (dana.workspace.call("chat.postMessage", args)[2] or {})["error"]

    assert "ULUC" not in dana.workspace.channel(care).members
    assert "not_in_channel" == post("customer-care")
    assert "is_archived" == post("crisis-announcements")
