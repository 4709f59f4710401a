"""The Web API refuses what Slack refuses, by Slack's own names."""

from typing import Any

import pytest

from bot.practice.team import APP_TOKEN, BOT_TOKEN, BOT_USER, Kind, Message, User
from bot.practice.workspace import Workspace
from tests.fakes.clock import MovableClock
from tests.practice.conftest import Call
from tests.practice.little_bot import form, plain, words

OUTSIDE = "somewhere-else"
MODAL = {"type": "modal", "title": plain("T"), "blocks": [{"type": "section", "text": words("x")}]}


@pytest.fixture
def rooms(workspace: Workspace) -> dict[str, str]:
    """Channels in every state, by what is wrong with them."""
    workspace.add_channel(OUTSIDE, "UDANA")
    workspace.add_channel("secret", "UDANA", kind=Kind.PRIVATE)
    workspace.add_channel("over", "UDANA", BOT_USER).archived = True
    workspace.add_channel("mine", BOT_USER)
    return {channel.name: channel.id for channel in workspace.team.channels.values()}


def given(rooms: dict[str, str], args: dict[str, Any]) -> dict[str, Any]:
    """The arguments with channel names turned into ids."""
    return {k: rooms.get(v, v) if isinstance(v, str) and "channel" in k else v for k, v in args.items()}


REFUSED = [
    ("chat.say", {}, "unknown_method"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "mine"}, "no_text"),
    ("chat.postMessage", {"channel": "mine", "text": "  "}, "no_text"),
    ("chat.postMessage", {"channel": "CNOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "secret", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": OUTSIDE, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "over", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": BOT_USER, "text": "x"}, "cannot_dm_bot"),
    ("chat.postMessage", {"channel": "mine", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "mine", "text": "x", "metadata": "{"}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "mine", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_schema"),
    ("chat.postMessage", {"channel": "mine", "text": "x", "thread_ts": "1.1"}, "cannot_reply_to_message"),
    ("chat.postMessage", {"channel": "mine", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("chat.postMessage", {"channel": "mine", "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postEphemeral", {"channel": "mine", "user": "UDANA", "text": "x"}, "user_not_in_channel"),
    ("chat.postEphemeral", {"channel": "general", "user": "UDANA", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.update", {"channel": "general", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "general", "ts": "1.1"}, "message_not_found"),
    ("chat.getPermalink", {"channel": "general", "message_ts": "1.1"}, "message_not_found"),
    ("conversations.create", {}, "invalid_name_required"),
    ("conversations.create", {"name": "general"}, "name_taken"),
    ("conversations.create", {"name": "over"}, "name_taken"),
    ("conversations.create", {"name": "Inc"}, "invalid_name_specials"),
    ("conversations.create", {"name": "a b"}, "invalid_name_specials"),
    ("conversations.create", {"name": "a.b"}, "invalid_name_specials"),
    ("conversations.create", {"name": "-_-"}, "invalid_name_punctuation"),
    ("conversations.create", {"name": "a" * 81}, "invalid_name_maxlength"),
    ("conversations.rename", {"channel": "general", "name": "x"}, "not_authorized"),
    ("conversations.rename", {"channel": "mine", "name": "general"}, "name_taken"),
    ("conversations.info", {"channel": "secret"}, "channel_not_found"),
    ("conversations.list", {"types": "public_channel,odd"}, "invalid_types"),
    ("conversations.list", {"limit": "1001"}, "invalid_limit"),
    ("conversations.list", {"cursor": "???"}, "invalid_cursor"),
    ("conversations.invite", {"channel": "mine", "users": "UNOBODY"}, "user_not_found"),
    ("conversations.invite", {"channel": "mine", "users": BOT_USER}, "cant_invite_self"),
    ("conversations.invite", {"channel": "general", "users": "UDANA"}, "already_in_channel"),
    ("conversations.invite", {"channel": "mine", "users": "UGUEST"}, "user_is_restricted"),
    ("conversations.invite", {"channel": "mine", "users": "UGONE"}, "cant_invite"),
    ("conversations.invite", {"channel": "mine", "users": ""}, "no_user"),
    ("conversations.invite", {"channel": OUTSIDE, "users": "UDANA"}, "not_in_channel"),
    ("conversations.invite", {"channel": "over", "users": "ULUC"}, "is_archived"),
    ("conversations.setTopic", {"channel": "mine", "topic": "x" * 251}, "too_long"),
    ("conversations.setPurpose", {"channel": "mine", "purpose": "x" * 251}, "too_long"),
    ("conversations.join", {"channel": "over"}, "is_archived"),
    ("conversations.leave", {"channel": "general"}, "cant_leave_general"),
    ("conversations.kick", {"channel": "mine", "user": BOT_USER}, "cant_kick_self"),
    ("conversations.kick", {"channel": "general", "user": "UDANA"}, "cant_kick_from_general"),
    ("conversations.kick", {"channel": "mine", "user": "UDANA"}, "not_in_channel"),
    ("conversations.archive", {"channel": "general"}, "cant_archive_general"),
    ("conversations.archive", {"channel": "over"}, "already_archived"),
    ("conversations.open", {"users": "UNOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "UGONE"}, "user_disabled"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.history", {"channel": OUTSIDE}, "not_in_channel"),
    ("conversations.history", {"channel": "general", "oldest": "soon"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": "general", "ts": "1.1"}, "thread_not_found"),
    ("pins.add", {"channel": "mine"}, "no_item_specified"),
    ("pins.add", {"channel": "mine", "timestamp": "abc"}, "bad_timestamp"),
    ("pins.add", {"channel": "mine", "timestamp": "1.1"}, "message_not_found"),
    ("bookmarks.add", {"channel_id": "mine", "title": "x", "type": "link", "link": "x"}, "invalid_link"),
    ("users.info", {"user": "UNOBODY"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
    ("views.open", {"view": MODAL, "trigger_id": "never"}, "invalid_trigger_id"),
    ("views.open", {"view": MODAL}, "invalid_arguments"),
    ("views.update", {"view": MODAL, "view_id": "VNONE"}, "not_found"),
    ("views.publish", {"view": {**MODAL, "type": "home"}, "user_id": "UNOBODY"}, "user_not_found"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSED)
def test_a_refusal_has_slacks_name(
    workspace: Workspace, rooms: dict[str, str], call: Call, method: str, args: dict[str, Any], error: str
) -> None:
    """Each mistake is answered with the very error that Slack documents."""
    workspace.add_user(User(id="UGUEST", name="guest", real_name="A Guest", is_restricted=True))
    workspace.add_user(User(id="UGONE", name="gone", real_name="Somebody Gone", deleted=True))

    answer = call(method, **given(rooms, args))

    assert (False, error) == (answer["ok"], answer["error"])


def test_at_the_edge_everything_passes(call: Call) -> None:
    """The longest name, topic and text that Slack takes are taken."""
    channel = call("conversations.create", name="a" * 80)["channel"]["id"]
    ts = call("chat.postMessage", channel=channel, text="x" * 40_000)["ts"]

    assert call("conversations.setTopic", channel=channel, topic="x" * 250)["ok"]
    assert call("chat.update", channel=channel, ts=ts, text="x" * 4_000)["ok"]
    assert "msg_too_long" == call("chat.update", channel=channel, ts=ts, text="x" * 4_001)["error"]


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-other", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")],
)
def test_a_wrong_token_opens_nothing(workspace: Workspace, token: str | None, error: str) -> None:
    """Without the bot's own token nothing is answered."""
    _, _, body = workspace.call("users.list", {}, token)

    assert {"ok": False, "error": error} == body


def test_a_missing_scope_is_named(clock: MovableClock) -> None:
    """The refusal says which scope is needed and which are there, as `crisis doctor` wants to read it."""
    workspace = Workspace(clock, scopes=frozenset({"chat:write", "channels:read"}))

    _, headers, body = workspace.call("conversations.create", {"name": "x", "is_private": "true"})

    assert body is not None
    assert "missing_scope" == body["error"]
    assert "groups:write" == body["needed"]
    assert "channels:read,chat:write" == body["provided"]
    assert "channels:read,chat:write" == headers["X-OAuth-Scopes"]


def test_scopes_are_asked_for_the_kind_of_channel(clock: MovableClock) -> None:
    """What is enough for a public channel is not enough for direct messages."""
    workspace = Workspace(clock, scopes=frozenset({"channels:read", "channels:manage"}))

    assert (workspace.call("conversations.create", {"name": "x"})[2] or {})["ok"]
    assert "missing_scope" == (workspace.call("conversations.list", {"types": "im"})[2] or {})["error"]


def test_only_own_messages_are_changed(workspace: Workspace, call: Call) -> None:
    """The bot cannot rewrite what a person said."""
    said = workspace.team.keep(message_of(workspace, "UDANA"))

    at = {"channel": said.channel, "ts": said.ts}

    assert "cant_update_message" == call("chat.update", **at, text="x")["error"]
    assert "cant_delete_message" == call("chat.delete", **at)["error"]


def message_of(workspace: Workspace, user: str) -> Message:
    """A message by somebody in #general."""
    channel = workspace.channel("general").id
    return Message(channel=channel, ts=workspace.team.stamp(), user=user, text="hello")


def test_text_without_blocks_takes_the_blocks_away(workspace: Workspace, call: Call) -> None:
    """An update with text alone removes the blocks, as it does in Slack."""
    general = workspace.channel("general").id
    blocks = [{"type": "section", "text": words("x")}]
    ts = call("chat.postMessage", channel=general, text="x", blocks=blocks)["ts"]

    call("chat.update", channel=general, ts=ts, text="plain now")

    assert ((), "plain now") == (
        workspace.messages("general")[-1].blocks,
        workspace.messages("general")[-1].text,
    )


def test_an_archived_channels_message_is_frozen(workspace: Workspace, call: Call) -> None:
    """A card in an archived channel cannot be edited any more."""
    channel = call("conversations.create", name="inc")["channel"]["id"]
    ts = call("chat.postMessage", channel=channel, text="x")["ts"]
    call("conversations.archive", channel=channel)

    assert "is_inactive" == call("chat.update", channel=channel, ts=ts, text="y")["error"]


def test_a_message_is_pinned_once_and_a_hundred_at_most(workspace: Workspace, call: Call) -> None:
    """already_pinned for the second pin, too_many_pins for the hundred-and-first."""
    general = workspace.channel("general").id
    stamps = [call("chat.postMessage", channel=general, text=str(i))["ts"] for i in range(101)]

    results = [call("pins.add", channel=general, timestamp=ts) for ts in stamps]

    assert [True] * 100 == [result["ok"] for result in results[:100]]
    assert "too_many_pins" == results[100]["error"]
    assert "already_pinned" == call("pins.add", channel=general, timestamp=stamps[0])["error"]
    assert "no_pin" == call("pins.remove", channel=general, timestamp=stamps[100])["error"]


def test_one_bad_guest_spoils_the_invitation_unless_forced(workspace: Workspace, call: Call) -> None:
    """All or nobody, unless `force` lets the good ones in; each refusal is told by name."""
    channel = call("conversations.create", name="inc")["channel"]["id"]

    refused = call("conversations.invite", channel=channel, users="UDANA,UNOBODY")
    assert "user_not_found" == refused["error"]
    assert [{"user": "UNOBODY", "ok": False, "error": "user_not_found"}] == refused["errors"]
    assert [BOT_USER] == workspace.channel("inc").members

    assert call("conversations.invite", channel=channel, users="UDANA,UNOBODY", force=True)["ok"]
    assert [BOT_USER, "UDANA"] == workspace.channel("inc").members


def test_a_users_id_is_that_persons_direct_messages(workspace: Workspace, call: Call) -> None:
    """Posting to U... answers with the D... channel, the same one each time."""
    first = call("chat.postMessage", channel="ULUC", text="one")
    second = call("chat.postMessage", channel="ULUC", text="two")

    assert first["channel"].startswith("D")
    assert first["channel"] == second["channel"]
    assert first["channel"] == call("conversations.open", users="ULUC")["channel"]["id"]


def test_stamps_grow_even_when_the_clock_stands(workspace: Workspace, call: Call) -> None:
    """No two messages share a `ts`, and the later is the larger."""
    general = workspace.channel("general").id
    stamps = [call("chat.postMessage", channel=general, text="x")["ts"] for _ in range(50)]

    assert sorted(set(stamps)) == stamps


def test_metadata_comes_back_only_when_asked_for(workspace: Workspace, call: Call) -> None:
    """The sender finds its own reference in the history, and readers do not stumble over it."""
    general = workspace.channel("general").id
    reference = {"event_type": "owed", "event_payload": {"row": "7"}}
    call("chat.postMessage", channel=general, text="x", metadata=reference)

    plainly = call("conversations.history", channel=general)["messages"][0]
    whole = call("conversations.history", channel=general, include_all_metadata="1")["messages"][0]

    assert "metadata" not in plainly
    assert reference == whole["metadata"]


def test_history_comes_in_pages_newest_first(workspace: Workspace, call: Call) -> None:
    """Pages follow each other by cursor; replies stay in their thread."""
    general = workspace.channel("general").id
    first = call("chat.postMessage", channel=general, text="0")["ts"]
    call("chat.postMessage", channel=general, text="reply", thread_ts=first)
    for i in range(1, 5):
        call("chat.postMessage", channel=general, text=str(i))

    page = call("conversations.history", channel=general, limit=3)
    rest = call(
        "conversations.history", channel=general, limit=3, cursor=page["response_metadata"]["next_cursor"]
    )

    assert ["4", "3", "2"] == [m["text"] for m in page["messages"]]
    assert (True, False) == (page["has_more"], rest["has_more"])
    assert ["1", "0"] == [m["text"] for m in rest["messages"]]
    replies = call("conversations.replies", channel=general, ts=first)["messages"]
    assert ["0", "reply"] == [m["text"] for m in replies]


# Forms ----------------------------------------------------------------------------------------------------


def test_a_trigger_lives_three_seconds(workspace: Workspace, clock: MovableClock, call: Call) -> None:
    """At three seconds a trigger still opens a form, a moment later it has expired."""
    edge, late = workspace.team.trigger("UDANA"), workspace.team.trigger("UDANA")

    clock.forward(seconds=3)
    assert call("views.open", trigger_id=edge, view=MODAL)["ok"]
    clock.forward(milliseconds=1)
    assert "expired_trigger_id" == call("views.open", trigger_id=late, view=MODAL)["error"]


def test_a_trigger_opens_one_form(workspace: Workspace, call: Call) -> None:
    """The second use of a trigger is refused."""
    trigger = workspace.team.trigger("UDANA")
    call("views.open", trigger_id=trigger, view=MODAL)

    assert "exchanged_trigger_id" == call("views.open", trigger_id=trigger, view=MODAL)["error"]


def test_three_forms_lie_on_each_other_and_no_fourth(workspace: Workspace, call: Call) -> None:
    """One opened and two pushed; the third push is refused."""
    call("views.open", trigger_id=workspace.team.trigger("UDANA"), view=MODAL)
    pushes = [call("views.push", trigger_id=workspace.team.trigger("UDANA"), view=MODAL) for _ in range(3)]

    assert [True, True, False] == [push["ok"] for push in pushes]
    assert "push_limit_reached" == pushes[2]["error"]
    assert pushes[0]["view"]["id"] == pushes[1]["view"]["previous_view_id"]


def test_a_stale_hash_is_a_conflict(workspace: Workspace, call: Call) -> None:
    """Who writes on an old drawing of a form is told so."""
    view = call("views.open", trigger_id=workspace.team.trigger("UDANA"), view=MODAL)["view"]
    call("views.update", view_id=view["id"], hash=view["hash"], view=MODAL)

    again = call("views.update", view_id=view["id"], hash=view["hash"], view=MODAL)

    assert "hash_conflict" == again["error"]


def test_a_huge_form_is_too_large(workspace: Workspace, call: Call) -> None:
    """Above 250 KB a form is refused whole."""
    blocks = [{"type": "section", "text": words("x" * 3000)} for _ in range(90)]
    answer = call("views.open", trigger_id=workspace.team.trigger("UDANA"), view={**MODAL, "blocks": blocks})

    assert "view_too_large" == answer["error"]


def test_a_forms_mistakes_are_pointed_at(workspace: Workspace, call: Call) -> None:
    """A view is refused with invalid_arguments, and the trigger is still good."""
    trigger = workspace.team.trigger("UDANA")
    wrong = {**form(), "title": plain("x" * 25)}

    answer = call("views.open", trigger_id=trigger, view=wrong)

    assert "invalid_arguments" == answer["error"]
    assert ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"] == (
        answer["response_metadata"]["messages"]
    )
    assert call("views.open", trigger_id=trigger, view=form())["ok"]


# response_url ---------------------------------------------------------------------------------------------


def test_a_response_address_serves_five_times(workspace: Workspace) -> None:
    """The sixth answer is refused."""
    address = workspace.team.address("UDANA", workspace.channel("general").id)

    results = [workspace.respond(address.id, {"text": str(i)}) for i in range(6)]

    assert [200] * 5 + [404] == [status for status, _ in results]
    assert "used_url" == results[5][1]["error"]


def test_a_response_address_lives_half_an_hour(workspace: Workspace, clock: MovableClock) -> None:
    """At thirty minutes it still answers, after that it has expired."""
    address = workspace.team.address("UDANA", workspace.channel("general").id)

    clock.forward(minutes=30)
    assert 200 == workspace.respond(address.id, {"text": "in time"})[0]
    clock.forward(seconds=1)
    assert (404, "expired_url") == (
        (answer := workspace.respond(address.id, {"text": "late"}))[0],
        answer[1]["error"],
    )


def test_an_unknown_response_address_is_refused(workspace: Workspace) -> None:
    """Guessing gets nobody anywhere."""
    assert 404 == workspace.respond("RNONE", {"text": "x"})[0]


# Rate limits ----------------------------------------------------------------------------------------------


def test_a_tier_is_kept(clock: MovableClock) -> None:
    """Tier 2 lets twenty calls a minute through; the next is told how long to wait."""
    workspace = Workspace(clock, rate_limits=True)

    statuses = [workspace.call("users.list", {})[0] for _ in range(20)]
    status, headers, body = workspace.call("users.list", {})

    assert {200} == set(statuses)
    assert (429, "60", {"ok": False, "error": "ratelimited"}) == (status, headers["Retry-After"], body)
    clock.forward(seconds=60)
    assert 200 == workspace.call("users.list", {})[0]


def test_one_message_a_second_and_channel(clock: MovableClock) -> None:
    """After a short burst a channel takes one message a second; another channel is not held up."""
    workspace = Workspace(clock, rate_limits=True)
    one, other = (workspace.add_channel(name, BOT_USER).id for name in ("one", "other"))
    while workspace.call("chat.postMessage", {"channel": one, "text": "x"})[0] == 200:
        pass

    assert 200 == workspace.call("chat.postMessage", {"channel": other, "text": "x"})[0]
    clock.forward(seconds=1)
    statuses = [workspace.call("chat.postMessage", {"channel": one, "text": "x"})[0] for _ in range(2)]

    assert [200, 429] == statuses


def test_without_limits_nobody_waits(workspace: Workspace) -> None:
    """Where limits are off, a thousand calls pass."""
    assert {200} == {workspace.call("users.info", {"user": "UDANA"})[0] for _ in range(1000)}


def test_the_bots_token_is_the_one_of_the_manual() -> None:
    """Other rooms and the documents name this token."""
    assert "xoxb-practice" == BOT_TOKEN
