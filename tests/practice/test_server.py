"""The real slack_sdk client talks to the workspace over HTTP, and what the fault plan breaks is broken."""

import json
from http.client import RemoteDisconnected
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.practice.delivery import deliver_over_http
from bot.practice.refusals import ConnectionCut
from bot.practice.server import PracticeServer, on_loopback
from bot.practice.team import BOT_TOKEN
from bot.practice.workspace import Workspace
from tests.practice.conftest import Served


@pytest.fixture
def slack(served: Served) -> WebClient:
    """The client that the bot uses, without retries."""
    return WebClient(token=BOT_TOKEN, base_url=f"{served.server.url}/api/", retry_handlers=[])


def test_the_real_client_makes_a_whole_channel(served: Served, slack: WebClient) -> None:
    """Create, topic, invite, post, pin, bookmark, history: by JSON, form and query alike."""
    channel = slack.conversations_create(name="inc-2026-0001")["channel"]["id"]
    slack.conversations_setTopic(channel=channel, topic="SEV1")
    slack.conversations_invite(channel=channel, users=["UDANA", "ULUC"])
    ts = slack.chat_postMessage(channel=channel, text="card", blocks=[{"type": "divider"}])["ts"]
    slack.pins_add(channel=channel, timestamp=ts)
    slack.bookmarks_add(channel_id=channel, title="Incident", type="link", link="http://127.0.0.1:1/x")

    assert ["card"] == [m["text"] for m in slack.conversations_history(channel=channel)["messages"]]
    assert [ts] == [item["message"]["ts"] for item in slack.pins_list(channel=channel)["items"]]
    assert "fr-FR" == slack.users_info(user="ULUC", include_locale=True)["user"]["locale"]
    assert slack.auth_test()["url"] == f"{served.server.url}/"
    assert "SEV1" == served.workspace.channel("inc-2026-0001").topic


def test_a_refusal_reaches_the_client(slack: WebClient) -> None:
    """The client raises with Slack's error and its pointer."""
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="UDANA", text="x", blocks=[{"type": "nothing"}])

    assert "invalid_blocks" == refused.value.response["error"]
    assert ["[ERROR] unsupported type: nothing [json-pointer:/blocks/0/type]"] == (
        refused.value.response["response_metadata"]["messages"]
    )


def test_a_dropped_answer_is_a_lost_connection_with_the_work_done(served: Served, slack: WebClient) -> None:
    """Dropped after the work: the client sees the connection end, and the message is there."""
    served.workspace.faults.next("chat.postMessage", drop="after")

    with pytest.raises(RemoteDisconnected):
        slack.chat_postMessage(channel="UDANA", text="was it sent?")

    assert "was it sent?" == served.person("UDANA").direct_messages()[-1].text


def test_a_call_dropped_before_the_work_leaves_nothing(served: Served, slack: WebClient) -> None:
    """Dropped before the work: the same error, and no message."""
    served.workspace.faults.next("chat.postMessage", drop="before")

    with pytest.raises(RemoteDisconnected):
        slack.chat_postMessage(channel="UDANA", text="never sent")

    assert () == served.person("UDANA").direct_messages()
    assert slack.chat_postMessage(channel="UDANA", text="the next one passes")["ok"]


def test_a_planned_429_says_how_long(served: Served, slack: WebClient) -> None:
    """Retry-After reaches the client; without a body too."""
    served.workspace.faults.next("chat.postMessage", retry_after=30)
    served.workspace.faults.next("chat.postMessage", status=429, retry_after=7)

    waits = []
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            slack.chat_postMessage(channel="UDANA", text="x")
        waits.append((refused.value.response.status_code, refused.value.response.headers["Retry-After"]))

    assert [(429, "30"), (429, "7")] == waits


def test_a_planned_5xx_is_one(served: Served, slack: WebClient) -> None:
    """An empty 503, as an ill Slack sends."""
    served.workspace.faults.next("*", status=503, times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            slack.users_list()
        assert 503 == refused.value.response.status_code
    assert slack.users_list()["ok"]


def test_faults_keep_to_their_channel_and_their_number(workspace: Workspace) -> None:
    """A fault about one channel leaves the others alone, and is used up."""
    general, care = workspace.channel("general").id, workspace.channel("customer-care").id
    workspace.faults.next("chat.postMessage", error="fatal_error", channel=general, times=2)

    def post(channel: str) -> object:
        return (workspace.call("chat.postMessage", {"channel": channel, "text": "x"})[2] or {}).get("error")

    assert [None, "fatal_error", "fatal_error", None] == [post(c) for c in (care, general, general, general)]
    assert 0 == workspace.faults.pending()


def test_a_delay_asks_the_given_wait(workspace: Workspace) -> None:
    """Latency is the caller's own idea of waiting, so that no test sleeps; then the work is done."""
    waited: list[float] = []
    slow = Workspace(workspace.team.clock, wait=waited.append)
    slow.faults.next("api.test", delay=2.5)

    assert (200, [2.5]) == (slow.call("api.test", {})[0], waited)


def test_in_process_a_drop_is_a_connection_error(workspace: Workspace) -> None:
    """Without HTTP the same fault is an exception that every sender already knows."""
    workspace.faults.next("chat.postMessage", drop="after")

    with pytest.raises(ConnectionCut):
        workspace.call("chat.postMessage", {"channel": "UDANA", "text": "x"})
    assert issubclass(ConnectionCut, OSError)


def test_a_response_address_works_over_http(served: Served) -> None:
    """slack_sdk's own webhook client answers a command by its response_url."""
    dana = served.person("UDANA")
    dana.types("/crisis late")

    assert "This came by the response address." == dana.ephemerals()[-1].text
    unknown = WebhookClient(f"{served.server.url}/response/RNONE").send(text="x")
    assert 404 == unknown.status_code


def test_the_journal_holds_every_call(served: Served, slack: WebClient, tmp_path: Path) -> None:
    """One JSON object a line, in the order of the calls, without the token."""
    slack.chat_postMessage(channel="UDANA", text="é", blocks=[{"type": "divider"}])
    slack.users_info(user="UDANA")

    served.workspace.write_journal(tmp_path / "var" / "journal.jsonl")

    lines = (tmp_path / "var" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    calls = [json.loads(line) for line in lines][-2:]
    assert ["chat.postMessage", "users.info"] == [one["method"] for one in calls]
    assert {"channel": "UDANA", "text": "é", "blocks": [{"type": "divider"}]} == calls[0]["args"]
    assert "xoxb" not in "".join(lines)


def test_only_this_machines_names_are_answered(served: Served) -> None:
    """A foreign name that resolves to loopback is refused: DNS rebinding gets nothing."""
    for path in ("/", "/api/users.list"):
        answer = served.browser.get(path, headers={"Host": "evil.example"})
        assert 403 == answer.status_code


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1:80", True),
        ("localhost", True),
        ("[::1]:9", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[", False),
    ],
)
def test_loopback_names_are_told_apart(host: str, here: bool) -> None:
    """Exact names only."""
    assert here is on_loopback(host)


def test_a_web_page_cannot_speak_for_the_bot(served: Served) -> None:
    """The practice token is no secret, so a request that comes from a page is refused at the API."""
    url = f"{served.server.url}/api/chat.postMessage"
    data = {"token": BOT_TOKEN, "channel": "UDANA", "text": "x"}

    assert 403 == httpx.post(url, data=data, headers={"Origin": "http://evil.example"}).status_code
    assert 403 == httpx.post(url, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code
    assert httpx.post(url, data=data).json()["ok"]


def test_odd_requests_are_refused_and_harm_nothing(served: Served) -> None:
    """Broken JSON, a huge body, an unknown door: an answer each, and the server lives on."""
    url = served.server.url
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {BOT_TOKEN}"}
    deep = b"[" * 100_000

    assert (
        "invalid_json" == httpx.post(f"{url}/api/users.list", content=b"{", headers=headers).json()["error"]
    )
    assert (
        "invalid_json" == httpx.post(f"{url}/api/users.list", content=deep, headers=headers).json()["error"]
    )
    assert 413 == httpx.post(f"{url}/api/users.list", content=iter([b"of no told length"])).status_code
    assert 404 == httpx.get(f"{url}/etc/passwd").status_code
    assert httpx.post(f"{url}/api/users.list", headers=headers).json()["ok"]


def test_the_server_stops_twice_without_harm(workspace: Workspace) -> None:
    """Stopping is idempotent, and a stopped server has no address."""
    server = PracticeServer(workspace, lambda body, headers: (200, b"")).start()
    server.stop()
    server.stop()

    with pytest.raises(RuntimeError):
        _ = server.url


def test_an_unreachable_bot_is_an_os_error() -> None:
    """The HTTP courier raises what the hands understand."""
    deliver = deliver_over_http("http://127.0.0.1:9/slack/events", timeout_seconds=1)

    with pytest.raises(ConnectionError):
        deliver(b"", {})
