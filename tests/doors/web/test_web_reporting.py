"""The door for tools that report: signed, bounded, once; a stranger learns nothing."""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import web
from handlers.outside.links import Links
from handlers.web import Outside
from playbooks.incoming import Encoding, Field, Kind, Scheme, Signature, Source, parsed
from playbooks.playbook import Words
from tests.doors.web.scene import Scene, a_scene

KEY = b"the-key-that-we-share-with-the-tool"
ELSEWHERE: dict[str, Any] = {"client": ("203.0.113.9", 40000), "base_url": "https://crisis.example"}
PLAIN = Signature(header="X-Signature", prefix="sha256=")
DATED = Signature(header="X-Signature", encoding=Encoding.BASE64, timestamp="X-Moment")
TOKEN = Signature(header="X-Token", scheme=Scheme.TOKEN)
OLD = Signature(header="X-Signature", scheme=Scheme.HMAC_SHA1)
MESSAGE = {"id": "m-1", "text": "Where is my train?", "author": "@anna"}


def a_source(signature: Signature) -> tuple[Source, bytes]:
    """A tool that signs in such a way."""
    places = {Field.ID: "/id", Field.TEXT: "/text", Field.AUTHOR: "/author"}
    source = Source(
        id="tool",
        title=Words(en="Our tool", fr="Notre outil"),
        kind=Kind.MESSAGE,
        secret="TOOL_SECRET",
        signature=signature,
        fields={field: (parsed(text),) for field, text in places.items()},
        values={},
        always={},
    )
    return source, KEY


@pytest.fixture
def scene(web_database: str) -> Iterator[Scene]:
    """A house to which four tools report."""
    signatures = {"plain": PLAIN, "dated": DATED, "token": TOKEN, "old": OLD}
    with a_scene(web_database) as made:
        app = type(made.app)(docs_url=None, redoc_url=None)
        outside = Outside(
            links=Links((b"the key of these tests",), "https://crisis.example"),
            key=lambda _: None,
            sources=lambda: {name: a_source(signature) for name, signature in signatures.items()},
        )
        web.register(app, made.desk, api_token=None, checks=list, outside=outside)
        yield replace(made, app=app)


def signed(scene: Scene, source: str, body: bytes, *, age: int = 0, key: bytes = KEY) -> dict[str, str]:
    """The headers with which a tool sends a body."""
    moment = str(int(scene.desk.clock.now().timestamp()) - age)
    match source:
        case "plain":
            return {"X-Signature": f"sha256={hmac.new(key, body, 'sha256').hexdigest()}"}
        case "old":
            return {"X-Signature": hmac.new(key, body, "sha1").hexdigest()}
        case "dated":
            mac = hmac.new(key, moment.encode() + b"." + body, "sha256").digest()
            return {"X-Signature": b64encode(mac).decode(), "X-Moment": moment}
        case _:
            return {"X-Token": key.decode()}


def posts(scene: Scene, source: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
    """Report something from elsewhere."""
    raw = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    answer = scene.browser(**ELSEWHERE).post(f"/api/sources/{source}", content=body, headers=raw)
    return answer.status_code, answer.json()


def reports(scene: Scene, source: str, document: object = MESSAGE) -> tuple[int, Any]:
    """Report a document, signed as it must be."""
    body = json.dumps(document).encode()
    return posts(scene, source, body, signed(scene, source, body))


@pytest.mark.parametrize("source", ["plain", "dated", "token", "old"])
def test_n5_a_report_is_kept_once(scene: Scene, source: str) -> None:
    """202 the first time, 200 without an effect when it is sent again."""
    assert (202, {"kept": True}) == reports(scene, source)
    assert (200, {"kept": False}) == reports(scene, source)
    assert ["Where is my train?"] == [one.text for one in scene.desk.inbox.waiting(10)[1]]


@pytest.mark.parametrize("source", ["plain", "dated", "token", "old"])
def test_n6_what_is_not_signed_right_is_refused(scene: Scene, source: str) -> None:
    """Wrong, absent, of another body, not ASCII: each 401, alike for a tool that nobody knows."""
    body = json.dumps(MESSAGE).encode()
    right = signed(scene, source, body)
    name = "X-Token" if source == "token" else "X-Signature"
    wrong = [
        {},
        {**right, name: ""},
        {**right, name: "é" * 40},
        signed(scene, source, body, key=b"another-key-of-the-same-length-......"),
    ]
    answers = [posts(scene, source, body, headers) for headers in wrong]
    stranger = posts(scene, "nobody", body, right)

    assert [401] * len(wrong) == [status for status, _ in answers]
    assert {json.dumps(stranger)} == {json.dumps(answer) for answer in answers}
    if source != "token":
        assert 401 == posts(scene, source, body + b" ", right)[0]
    assert () == scene.desk.inbox.waiting(10)[1]


@pytest.mark.parametrize("moment", ["", "abc", "9" * 400, "-1", "²", "0"])
def test_n6_a_moment_that_is_none_is_refused(scene: Scene, moment: str) -> None:
    """Never a fault."""
    body = json.dumps(MESSAGE).encode()
    headers = {
        **signed(scene, "dated", body),
        "X-Moment": moment.encode("latin-1", "replace").decode("latin-1"),
    }
    assert 401 == posts(scene, "dated", body, headers)[0]


@pytest.mark.parametrize("age", [301, -301, 86400])
def test_n6_an_old_moment_is_refused(scene: Scene, age: int) -> None:
    """What was signed more than five minutes ago, or will be."""
    body = json.dumps(MESSAGE).encode()
    assert 401 == posts(scene, "dated", body, signed(scene, "dated", body, age=age))[0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"id": NaN, "text": "x"}', 400),
        (b"x" * (300 * 1024), 413),
        (b"[]", 422),
        (b'{"id": "1"}', 422),
        (b'{"id": {"a": 1}, "text": ["x"]}', 422),
    ],
)
def test_n7_what_is_no_report_is_refused(scene: Scene, body: bytes, status: int) -> None:
    """Signed all the same: with the reason, in both languages, and never as a fault."""
    answered, told = posts(scene, "plain", body, signed(scene, "plain", body))
    assert status == answered
    said = told["error"]["message"]
    assert said["en"]
    assert said["en"] != said["fr"]


def test_d4_neither_the_secret_nor_the_name_of_anybody_is_told(scene: Scene) -> None:
    """Not in what is kept, not in an answer."""
    _, told = reports(scene, "plain")
    (kept,) = scene.desk.inbox.waiting(10)[1]
    assert "anna" not in repr(kept).casefold()
    assert KEY.decode() not in json.dumps(told)


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "text", "author", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


def test_no_document_is_a_fault(scene: Scene) -> None:
    """Whatever JSON a tool signs is kept, known already, or refused with words."""

    @settings(max_examples=60, deadline=None)
    @given(document=documents)
    def whatever(document: object) -> None:
        status, told = reports(scene, "plain", document)
        assert status in {200, 202, 422}
        assert told.keys() <= {"kept", "error"}

    whatever()
