"""What comes to Slack's door: forged, stale, malformed, doubled."""

import json
from urllib.parse import urlencode

import httpx
import pytest

from bot.practice.payloads import FORM, JSON, Parcel
from bot.stage import Stage
from playbooks.playbook import UserId
from playbooks.ports import IncidentLine, Wanted

CLAIRE = "U0CLAIRE"
# What is refused at the door never comes near a database.
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def send(stage: Stage, body: bytes, **changed: str | int | None) -> httpx.Response:
    """Post a body as Slack would, with some headers changed, or left out where the change is None."""
    kind = JSON if body[:1] in b"{[" else FORM
    headers: dict[str, str] = stage.player(CLAIRE).post.headers(
        Parcel(kind="hostile", body=body, content_type=kind)
    )
    for name, value in changed.items():
        full = {"signature": "X-Slack-Signature", "timestamp": "X-Slack-Request-Timestamp"}[name]
        headers.pop(full)
        if value is not None:
            headers[full] = str(value)
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    return httpx.post(f"{stage.address}/slack/events", content=body, headers=encoded, trust_env=False)


def aged(stage: Stage, body: bytes, age: int, secret: str | None = None) -> int:
    """Post a body signed `age` seconds ago."""
    parcel = Parcel(kind="hostile", body=body, content_type=FORM)
    headers = stage.player(CLAIRE).post.headers(parcel, age=age, secret=secret)
    return httpx.post(
        f"{stage.address}/slack/events", content=body, headers=headers, trust_env=False
    ).status_code


COMMAND = urlencode({"command": "/crisis", "text": "help", "user_id": CLAIRE, "trigger_id": "1.2.a"}).encode()


def test_n6_a_wrong_or_old_signature_is_refused(stage: Stage) -> None:
    """Forged, absent, five minutes old or from the future: 401, and the right one is answered."""
    assert 401 == aged(stage, COMMAND, 0, "another-secret")
    assert 401 == aged(stage, COMMAND, 301)
    assert 401 == aged(stage, COMMAND, -400)
    assert 200 == aged(stage, COMMAND, 240)
    assert 401 == send(stage, COMMAND, signature=None).status_code
    assert 401 == send(stage, COMMAND, timestamp=None).status_code


@ON_SQLITE
@pytest.mark.parametrize("timestamp", ["abc", "9" * 400, "", "-1", "1.5", "١٢٣"])
def test_n6_a_malformed_timestamp_is_refused(stage: Stage, timestamp: str) -> None:
    """Never a fault of ours, whatever stands where a number should."""
    assert 401 == send(stage, COMMAND, timestamp=timestamp).status_code


@ON_SQLITE
@pytest.mark.parametrize("signature", ["v0=", "v0=é", "v1=00", "v0=" + "0" * 64, ""])
def test_n6_a_malformed_signature_is_refused(stage: Stage, signature: str) -> None:
    """A signature with letters of no alphabet of ours is a wrong one."""
    assert 401 == send(stage, COMMAND, signature=signature).status_code


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"type": "event_callback", ', 400),
        (b"\xff\xfe\x00\x01", 400),
        (b"[" * 100_000, 400),
        (b'{"type":' * 100_000, 400),
        (b"x=" + b"a" * (2 * 1024 * 1024), 413),
        (b"payload=%7B%22type%22%3A", 400),
        (b"payload=42", 400),
        (b"payload=%5B%5D", 400),
        (b'"a string"', 400),
        (b"[]", 400),
        (b"", 400),
        (b"&".join(b"a%d=1" % n for n in range(500)), 400),
    ],
    ids=[
        "cut",
        "binary",
        "deep list",
        "deep object",
        "2 MiB",
        "cut form",
        "number",
        "list",
        "string",
        "[]",
        "empty",
        "fields",
    ],
)
def test_n7_a_malformed_body_is_refused(stage: Stage, body: bytes, status: int) -> None:
    """Signed or not, what is no message of Slack's gets 400, and what is too large 413."""
    assert status == send(stage, body).status_code


@ON_SQLITE
@pytest.mark.parametrize(
    "message",
    [
        {"type": "block_actions"},
        {"type": "block_actions", "actions": [], "user": {"id": CLAIRE}},
        {"type": "block_actions", "actions": [{}], "user": {"id": CLAIRE}},
        {"type": "view_submission"},
        {"type": "view_submission", "view": {"callback_id": "start"}, "user": {"id": CLAIRE}},
        {"type": "nonsense"},
        {"type": None},
        {"type": "event_callback"},
        {"type": "event_callback", "event": []},
    ],
)
def test_n7_a_signed_message_of_no_known_shape_is_no_fault(stage: Stage, message: dict[str, object]) -> None:
    """Whoever holds the secret may still send nonsense: it never becomes a fault of ours."""
    for body in (json.dumps(message).encode(), urlencode({"payload": json.dumps(message)}).encode()):
        assert 500 > send(stage, body).status_code


FIELD = {"type": "input", "block_id": "text", "label": {"type": "plain_text", "text": "Text"}}
STATE = {"values": {"text": {"text": {"type": "plain_text_input", "value": "Words"}}}}
FORM_OF_OURS = {"type": "modal", "callback_id": "statement:write", "blocks": [FIELD], "state": STATE}


@ON_SQLITE
@pytest.mark.parametrize(
    ("view", "status"),
    [
        ({"blocks": None}, 400),
        ({"blocks": [None, 3]}, 400),
        ({"blocks": [{"type": "input"}]}, 400),
        ({"state": None}, 400),
        ({"state": {"values": []}}, 400),
        ({"state": {"values": {"text": {"text": 3}}}}, 400),
        ({"state": {"values": {"text": {"text": {"selected_option": {}}}}}}, 400),
        ({"private_metadata": "{"}, 200),
        ({"private_metadata": "[]"}, 200),
        ({"private_metadata": '{"page": "x"}'}, 200),
        ({"callback_id": "nonsense"}, 200),
    ],
    ids=[
        "none",
        "no groups",
        "no name",
        "no state",
        "list",
        "number",
        "no value",
        "cut",
        "[]",
        "page",
        "callback",
    ],
)
def test_n7_a_forged_form_is_refused_or_answered(stage: Stage, view: dict[str, object], status: int) -> None:
    """Half a form is no message of Slack's; a whole one about nothing of ours is told so beside its field."""
    message = {"type": "view_submission", "view": FORM_OF_OURS | view, "user": {"id": CLAIRE}}
    answer = send(stage, urlencode({"payload": json.dumps(message)}).encode())

    assert status == answer.status_code
    assert status == 400 or "errors" == answer.json()["response_action"]


@ON_SQLITE
@pytest.mark.parametrize("left_out", ["blocks", "state"])
def test_n7_a_forged_form_without_its_fields_is_no_fault(stage: Stage, left_out: str) -> None:
    """Signed, of a form that we know, and without what every form has: refused as anything unreadable is."""
    view = {key: value for key, value in FORM_OF_OURS.items() if key != left_out}
    message = {"type": "view_submission", "view": view, "user": {"id": CLAIRE}}

    assert 400 == send(stage, urlencode({"payload": json.dumps(message)}).encode()).status_code


def test_n8_unsigned_checks_are_refused(stage: Stage) -> None:
    """Slack signs its certificate check and its address check too."""
    check = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert 401 == send(stage, b"ssl_check=1&token=x", signature=None).status_code
    assert 401 == send(stage, check, signature=None).status_code
    signed = send(stage, check)
    assert 200 == signed.status_code
    assert "abc" in signed.text


def test_the_word_payload_in_a_command_is_only_a_word(stage: Stage) -> None:
    """Somebody may well type about a payload."""
    claire = stage.player(CLAIRE)
    claire.types("/crisis start data-breach payload=1 was leaked")
    claire.submits(claire.opens_form())
    assert ["payload=1 was leaked"] == [line.title for line in incidents(stage)]


def test_n4_n5_a_form_that_arrives_again_opens_nothing_more(stage: Stage) -> None:
    """Slack repeats what it thinks was lost, and a thief what he saw: 200, and one incident."""
    claire = stage.player(CLAIRE)
    claire.types("/crisis start data-breach Customer file on a forum")
    form = claire.opens_form()
    claire.submits(form)
    for _ in range(3):
        assert claire.redeliver().acknowledged
    stage.forward(minutes=1)
    assert 200 == claire.replay().status
    stage.settle()

    assert ["Customer file on a forum"] == [line.title for line in incidents(stage)]


def incidents(stage: Stage) -> tuple[IncidentLine, ...]:
    """All incidents that Claire may see."""
    return stage.bot.desk.looking.lines(Wanted(reader=UserId(CLAIRE), state=None))
