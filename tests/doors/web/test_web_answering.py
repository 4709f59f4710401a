"""Answering a call outside Slack: the page of the person who was called, and the door of their provider."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers import web
from handlers.outside import signing
from handlers.outside.links import Links
from handlers.web import Outside
from playbooks.commands import CloseIncident, TakeCall
from playbooks.incident import Call, CallState, Incident
from playbooks.playbook import Language, Words
from playbooks.routing import SLACK, MeansId, Reach, Webhook
from tests.doors.web.scene import MAUD, Scene, a_scene

SMS, KEY = MeansId("sms"), "the-key-of-the-provider"
LINKS = Links((b"the key of these tests",), "https://crisis.example")
ELSEWHERE: dict[str, Any] = {"client": ("203.0.113.9", 40000), "base_url": "https://crisis.example"}


@pytest.fixture
def scene(web_database: str) -> Iterator[Scene]:
    """A company that calls people by text message first."""
    with a_scene(web_database) as made:
        hook = Webhook(
            title=Words(en="text message", fr="SMS"), address="https://sms.example/c", key="SMS_KEY"
        )
        known = made.desk.directory()
        contacts = tuple(replace(c, reach=(Reach(means=SMS), Reach(means=SLACK))) for c in known.contacts)
        people = replace(known, webhooks={SMS: hook}, contacts=contacts)
        made.desk.library.files.keep(people, made.desk.shelf())
        desk = replace(made.desk, crisis=replace(made.desk.crisis, at_hand=lambda: {SMS}))
        app = type(made.app)(docs_url=None, redoc_url=None)
        outside = Outside(links=LINKS, key=lambda name: KEY if name == "SMS_KEY" else None)
        web.register(app, desk, api_token=None, checks=list, outside=outside)
        yield replace(made, desk=desk, app=app)


def call_in(incident: Incident) -> Call:
    """The first call."""
    return incident.calls[0]


def path_of(incident: Incident) -> str:
    """Where it is answered."""
    return f"/answer/{LINKS.token(incident, call_in(incident), SMS)}"


def now(scene: Scene, incident: Incident) -> Incident:
    """The incident as it is."""
    with scene.memory.reading() as look:
        found = look.incident(incident.id)
    assert found is not None
    return found


def state(scene: Scene, incident: Incident) -> CallState:
    """Where the call stands."""
    return call_in(now(scene, incident)).state


# The page.


def test_looking_at_the_page_changes_nothing_wherever_one_is(scene: Scene) -> None:
    """From elsewhere too, where the incidents stay closed."""
    incident = scene.opens()
    browser = scene.browser(**ELSEWHERE)

    shown = browser.get(path_of(incident))
    assert 200 == shown.status_code
    assert "Customer file on a forum" in shown.text
    assert CallState.OWED is state(scene, incident)
    assert 403 == browser.get("/incidents").status_code


def test_the_page_is_kept_nowhere_and_tells_nobody_where_one_came_from(scene: Scene) -> None:
    """No cache, no referrer, no script, in no frame, for no search engine."""
    shown = scene.browser(**ELSEWHERE).get(path_of(scene.opens()))

    assert "no-store" == shown.headers["cache-control"]
    assert "no-referrer" == shown.headers["referrer-policy"]
    assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]
    assert "<script" not in shown.text
    assert "noindex" in shown.text


def test_i_take_it_is_kept_with_what_it_came_through(scene: Scene) -> None:
    """As the person who was called; the page then says so, and where to go on."""
    incident = scene.opens()
    browser = scene.browser(**ELSEWHERE)

    sent = browser.post(path_of(incident), data={"answer": "take"})
    assert 303 == sent.status_code
    call = call_in(now(scene, incident))
    assert (CallState.TAKEN, SMS) == (call.state, call.answered_through)
    shown = browser.get(path_of(incident), params={"lang": "en"})
    assert "You take it" in shown.text
    assert "<form" not in shown.text


def test_i_cant_is_kept_with_its_reason(scene: Scene) -> None:
    """As it is in Slack."""
    incident = scene.opens()
    scene.browser(**ELSEWHERE).post(path_of(incident), data={"answer": "decline", "reason": "on a plane"})

    call = call_in(now(scene, incident))
    assert (CallState.DECLINED, "on a plane") == (call.state, call.reason)


def test_n11_pressing_twice_is_one_answer(scene: Scene) -> None:
    """The same form twice: one fact in the log, and the page shows the answer."""
    incident = scene.opens()
    browser = scene.browser(**ELSEWHERE)
    form = {"answer": "decline", "once": scene.ids.fresh()}

    for _ in range(2):
        assert 303 == browser.post(path_of(incident), data=form).status_code
    assert "declined" == state(scene, incident)
    with scene.memory.reading() as look:
        assert 1 == sum(type(e.fact).__name__ == "CallDeclined" for e in look.log(incident.id))


def test_who_is_late_reads_who_was_faster(scene: Scene) -> None:
    """Nothing is asked any more, and pressing an old page changes nothing."""
    incident = scene.opens()
    scene.does(CloseIncident(incident=incident.id, reason="over"), by=MAUD)
    browser = scene.browser(**ELSEWHERE)

    assert 303 == browser.post(path_of(incident), data={"answer": "take"}).status_code
    assert "was closed" in browser.get(path_of(incident), params={"lang": "en"}).text
    assert CallState.OWED is state(scene, incident)


def test_each_person_reads_the_page_in_their_language(scene: Scene) -> None:
    """The directory's, not the browser's; another one is a click away."""
    incident = scene.opens()
    language = scene.desk.people.language(call_in(incident).person)
    shown = scene.browser(**ELSEWHERE).get(path_of(incident), headers={"accept-language": "en"})

    assert Language.FR is language
    assert "Je m’en charge" in shown.text
    assert "I take it" in scene.browser(**ELSEWHERE).get(path_of(incident), params={"lang": "en"}).text


def test_a4_a_form_of_another_site_is_refused(scene: Scene) -> None:
    """Even with the right link."""
    incident = scene.opens()
    for site in ("cross-site", "same-site"):
        sent = scene.browser(**ELSEWHERE).post(
            path_of(incident), data={"answer": "take"}, headers={"sec-fetch-site": site}
        )
        assert 403 == sent.status_code
    assert CallState.OWED is state(scene, incident)


def test_an_answer_that_is_none_is_asked_again(scene: Scene) -> None:
    """Neither of the two buttons."""
    incident = scene.opens()

    assert 422 == scene.browser(**ELSEWHERE).post(path_of(incident), data={"answer": "maybe"}).status_code
    assert 413 == scene.browser(**ELSEWHERE).post(path_of(incident), content=b"x" * 20_000).status_code


def test_a_wrong_link_leads_nowhere_and_too_many_are_slowed_down(scene: Scene) -> None:
    """404, after thirty in a minute 429; the right one always opens."""
    incident = scene.opens()
    browser = scene.browser(**ELSEWHERE)
    right = path_of(incident)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")

    assert {404} == {browser.get(wrong).status_code for _ in range(30)}
    assert 429 == browser.get(wrong).status_code
    assert 200 == browser.get(right).status_code
    scene.clock.forward(minutes=1)
    assert 404 == browser.get(wrong).status_code


def test_d4_no_log_holds_a_link(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither when it is right nor when it is wrong."""
    incident = scene.opens()
    token = path_of(incident).rpartition("/")[2]
    browser = scene.browser(**ELSEWHERE)
    browser.get(path_of(incident))
    browser.post(path_of(incident), data={"answer": "maybe"})
    browser.get(f"{path_of(incident)}x")

    out, err = capfd.readouterr()
    assert token not in out + err


# The door of the provider.


def says(scene: Scene, incident: Incident, body: bytes, **how: Any) -> Any:
    """The provider answers."""
    stamp = how.get("stamp", str(int(scene.clock.now().timestamp())))
    signature = how.get("signature", signing.signature(how.get("key", KEY), stamp, body))
    token = LINKS.token(incident, call_in(incident), SMS)
    return scene.browser(**ELSEWHERE).post(
        f"/api/calls/{token}/answer",
        content=body,
        headers={signing.TIMESTAMP: stamp, signing.SIGNATURE: signature},
    )


def test_a_provider_answers_for_the_person_who_pressed_a_key(scene: Scene) -> None:
    """Signed with the webhook's own key; told through what it came."""
    incident = scene.opens()

    answer = says(scene, incident, b'{"answer":"take"}')
    assert (200, {"state": "taken"}) == (answer.status_code, answer.json())
    assert SMS == call_in(now(scene, incident)).answered_through


def test_two_who_press_a_key_in_the_same_second_have_both_answered(scene: Scene) -> None:
    """The provider signs the same words in the same second alike: of another call they are another answer."""
    first, second = scene.opens(), scene.opens()
    stamp = str(int(scene.clock.now().timestamp()))

    answers = [says(scene, one, b'{"answer":"take"}', stamp=stamp) for one in (first, second)]

    assert [200, 200] == [answer.status_code for answer in answers]
    assert ["taken", "taken"] == [call_in(now(scene, one)).state.value for one in (first, second)]


def test_n5_a_repeated_signed_answer_has_one_effect(scene: Scene) -> None:
    """200 again, nothing anew."""
    incident = scene.opens()
    body = json.dumps({"answer": "decline", "reason": "asleep"}).encode()
    stamp = str(int(scene.clock.now().timestamp()))

    first = says(scene, incident, body, stamp=stamp)
    scene.clock.forward(minutes=1)
    assert [200, 200] == [first.status_code, says(scene, incident, body, stamp=stamp).status_code]
    with scene.memory.reading() as look:
        assert 1 == sum(type(e.fact).__name__ == "CallDeclined" for e in look.log(incident.id))


@pytest.mark.parametrize(
    "how",
    [
        {"key": "another"},
        {"signature": ""},
        {"signature": "v1=00"},
        {"stamp": "abc"},
        {"stamp": "9" * 400},
        {"stamp": "1"},
    ],
)
def test_n6_what_is_not_signed_as_it_should_is_refused(scene: Scene, how: dict[str, Any]) -> None:
    """401, never a fault, and nothing is kept."""
    incident = scene.opens()
    if how.get("means") == SLACK:
        incident = now(scene, incident)
        call = call_in(incident)
        how = (
            {"signature": signing.signature(KEY, "1", b"")}
            if all(t.means != SLACK for t in call.tries)
            else how
        )

    assert 401 == says(scene, incident, b'{"answer":"take"}', **how).status_code
    assert CallState.OWED is state(scene, incident)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"answer":1}', b"[" * 10_000])
def test_n7_what_is_no_answer_is_refused(scene: Scene, body: bytes) -> None:
    """422, never a fault."""
    assert 422 == says(scene, scene.opens(), body).status_code


def test_a_provider_that_is_late_is_told_who_was_faster(scene: Scene) -> None:
    """409, with the words."""
    incident = scene.opens()
    call = call_in(incident)
    scene.does(TakeCall(incident=incident.id, call=call.id), by=call.person)
    scene.clock.forward(seconds=timedelta(seconds=5).total_seconds())

    answer = says(scene, incident, b'{"answer":"take"}')
    assert 409 == answer.status_code
    assert "already_done" == answer.json()["error"]["code"]
