"""Refusals and faults at the web doors, and the two doors that a supervisor knocks at."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from handlers import web
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, NotSaved, Refusal
from playbooks.playbook import Words
from tests.doors.web.reading import read
from tests.doors.web.scene import TOKEN, Scene

WORDS = Words(
    en="Ask <@U0MAUD>, or type `/crisis lead me` &amp; wait.", fr="Voyez avec <@U0MAUD> : `/crise aide`."
)


class PlantedFault(Exception):
    """Breaks something on purpose."""


def breaks(fault: Exception) -> Callable[[], None]:
    """Make a route that fails."""

    def route() -> None:
        raise fault

    return route


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (BadRequest(WORDS, field="title"), 422, "bad_request"),
        (NotFound(WORDS), 404, "not_found"),
        (NotAllowed(WORDS), 403, "not_allowed"),
        (AlreadyDone(WORDS), 409, "already_done"),
        (Conflict(WORDS), 409, "conflict"),
    ],
)
def test_a_refusal_is_never_a_fault(scene: Scene, refusal: Refusal, status: int, code: str) -> None:
    """Each kind has its status; machines get a code and both languages, people a page, neither gets Slack's signs."""
    scene.app.get("/api/planted")(breaks(refusal))
    scene.app.get("/planted")(breaks(refusal))

    with capture_logs() as logged:
        machine, person = (scene.browser().get(address) for address in ("/api/planted", "/planted"))

    error = machine.json()["error"]
    assert (status, status, code) == (machine.status_code, person.status_code, error["code"])
    assert refusal.field == error["field"]
    assert "Ask Maud Tessier, or type /crisis lead me & wait." == error["message"]["en"]
    assert "Voyez avec Maud Tessier\u00a0: /crise aide." == error["message"]["fr"]
    assert "Ask Maud Tessier, or type /crisis lead me & wait." in read(person.text).words
    assert [] == logged


def test_a_fault_is_logged_once_with_the_reference_that_the_person_sees(scene: Scene) -> None:
    """The answer tells nothing of the fault but where to find it in the log."""
    scene.app.get("/planted/{word}")(breaks(PlantedFault("secret inside")))

    with capture_logs() as logged:
        answer = scene.browser().get("/planted/a%0d%0aforged=line")

    (line,) = logged
    page = read(answer.text)
    assert 500 == answer.status_code
    assert ("request_failed", "error", "/planted/{word}") == (line["event"], line["log_level"], line["door"])
    assert f"Reference for whoever mends it: {line['reference']}" in page.words
    assert isinstance(line["exc_info"], PlantedFault)
    assert "secret inside" not in answer.text
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "forged" not in str({name: value for name, value in line.items() if name != "exc_info"})


def test_a_fault_of_the_api_is_told_in_json(scene: Scene) -> None:
    """Code, both languages and the reference."""
    scene.app.get("/api/planted")(breaks(PlantedFault()))

    with capture_logs() as logged:
        answer = scene.browser().get("/api/planted")

    error = answer.json()["error"]
    assert (500, "fault", logged[0]["reference"]) == (answer.status_code, error["code"], error["reference"])
    assert {"en", "fr"} == error["message"].keys()


def test_a_memory_that_cannot_be_reached_is_no_fault_of_ours(scene: Scene) -> None:
    """503, with what to do meanwhile."""
    scene.app.get("/planted")(breaks(NotSaved(Words(en="disk full", fr="disque plein"))))

    with capture_logs() as logged:
        answer = scene.browser().get("/planted")

    assert 503 == answer.status_code
    assert "meanwhile, telephone" in read(answer.text).words
    assert ["memory_unreachable"] == [line["event"] for line in logged]


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/incidents/",
        "/incidents/%00",
        "/incidents/%ff%fe%fd",
        "/incidents/%",
        "/incidents/%zz",
        "/incidents/%E2%28%A1",
        "/incidents/INC-2026-0001%00",
        "/incidents/..%2f..%2fetc%2fpasswd",
        "/incidents/INC-2026-\N{FULLWIDTH DIGIT ONE}",
        "/incidents/" + "A" * 8000,
        "/incidents/%F0%9F%94%A5",
        "/static/../pages.py",
        "/static/nothing.css",
        "/favicon.ico",
    ],
)
def test_a_page_that_is_not_there_is_said_to_be_missing(scene: Scene, address: str) -> None:
    """404 with a way on, whatever was written in the address; never a fault."""
    answer = scene.browser().get(address)

    assert 404 == answer.status_code
    assert "See the list of incidents" in read(answer.text).words


@pytest.mark.parametrize(
    "query",
    ["state=other", "state=", "before=x", "before=2026-01-01", "before=%00", "before=%ff", "before=1e400"],
)
def test_an_address_that_means_nothing_is_explained(scene: Scene, query: str) -> None:
    """422, naming the part, on a page of the reader's language."""
    answer = scene.browser().get(f"/incidents?lang=fr&{query}")

    assert 422 == answer.status_code
    assert f"ne se comprend pas : {query.partition('=')[0]}." in read(answer.text).words


def test_strange_queries_harm_nothing(scene: Scene) -> None:
    """Unknown names, repeated names, half an escape: the list is shown all the same."""
    for query in ("x=%00", "%=%", "lang=fr&lang=en", "&&&", "lang=%ff", "a[]=1", "?" * 2000):
        assert 200 == scene.browser().get(f"/incidents?{query}").status_code


# Health --------------------------------------------------------------------------------------------------


def test_a_living_process_says_so(scene: Scene) -> None:
    """Liveness asks nothing of anybody."""
    assert {"alive": True} == scene.browser().get("/healthz").json()


def test_ready_means_that_every_check_holds(scene: Scene) -> None:
    """200 with the sentences; one that fails makes it 503 and says what to mend."""
    found = [("memory", True, "It can be written."), ("worker", False, "The worker does not turn.")]
    app = FastAPI()
    web.register(app, scene.desk, api_token=TOKEN, checks=lambda: found)
    half = Scene(desk=scene.desk, memory=scene.memory, clock=scene.clock, ids=scene.ids, app=app)

    well, ill = scene.browser().get("/readyz"), half.browser().get("/readyz")

    assert (200, True) == (well.status_code, well.json()["ready"])
    assert (503, False) == (ill.status_code, ill.json()["ready"])
    assert found == [(check["name"], check["ok"], check["sentence"]) for check in ill.json()["checks"]]
    assert "no-store" == ill.headers["cache-control"]


def test_a_supervisor_may_ask_from_elsewhere(scene: Scene) -> None:
    """Health tells no incident, so it answers whoever asks."""
    far = scene.browser(client=("192.0.2.7", 4000), base_url="http://crisis.example.com")

    assert [200, 200] == [far.get(door).status_code for door in ("/healthz", "/readyz")]


# Secrets -------------------------------------------------------------------------------------------------


def test_d4_the_token_appears_nowhere(scene: Scene) -> None:
    """Neither in a page, nor in an answer, a refusal, a header, the description or the log."""
    incident = scene.opens()
    scene.app.get("/api/planted")(breaks(PlantedFault()))
    addresses = ("/incidents", f"/incidents/{incident.ref}", "/api/incidents", "/api/incidents/nothing")
    more = (
        f"/api/incidents/{incident.ref}",
        "/api/planted",
        "/openapi.json",
        "/readyz",
        "/healthz",
        "/nowhere",
    )

    with capture_logs() as logged:
        answers = [
            scene.browser().get(address, headers={"authorization": f"Bearer {TOKEN}"})
            for address in (*addresses, *more)
        ]

    assert TOKEN not in "".join(f"{answer.headers}{answer.text}" for answer in answers)
    assert TOKEN not in str(logged)
