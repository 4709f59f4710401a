"""The JSON API: closed without a token, exact with it, and never a fault."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from playbooks.commands import (
    AddAction,
    AnswerReview,
    Assessed,
    ChannelId,
    CloseIncident,
    CompleteStep,
    Errand,
    GiveUpdate,
    HoldPoint,
    SetHoldingLine,
    SettleClaim,
    Verification,
    WriteLog,
)
from playbooks.playbook import PlaybookId, PlaybookKind, Severity
from playbooks.ports import OwedErrand, Refused
from tests.doors.web.scene import BASILE, CLAIRE, INES, MAUD, TOKEN, Outcome, Scene, a_scene, accepts
from tests.rules.assessed import answers as six

DOORS = (
    "/api/search?q=leak",
    "/api/incidents/similar?text=leak",
    "/api/incidents",
    "/api/incidents/INC-2026-0001",
    "/api/incidents/INC-2026-0001/log",
)


def moment(written: str) -> datetime:
    """Read one of the API's moments."""
    assert written.endswith("Z")
    return datetime.fromisoformat(written)


# Who may ask ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_in_the_settings_the_api_is_closed(
    web_database: str, door: str, token: str | None
) -> None:
    """Even an empty bearer opens nothing, and the answer says which setting is missing, in both languages."""
    with a_scene(web_database, api_token=token) as scene:
        answers = [
            scene.browser().get(door, headers={"authorization": shown}) for shown in ("Bearer ", "Bearer x")
        ]

    assert [403, 403] == [answer.status_code for answer in answers]
    message = answers[0].json()["error"]["message"]
    assert all("CRISIS_API_TOKEN" in message[language] for language in ("en", "fr"))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        "Bearer pâté",
        "Bearer \N{ZERO WIDTH SPACE}",
        f"Token {TOKEN}",
    ],
)
def test_a_wrong_token_is_refused(scene: Scene, door: str, shown: str | None) -> None:
    """401 with the scheme that is expected; the answer tells nothing of the right one."""
    scene.opens()
    headers = {} if shown is None else {"authorization": shown.encode()}

    answer = scene.browser().get(door, headers=headers)

    assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])
    assert "unauthorized" == answer.json()["error"]["code"]
    assert TOKEN not in answer.text


def test_the_token_opens_the_api_from_another_machine(scene: Scene) -> None:
    """Unlike the pages, the API asks who one is; so it need not ask from where."""
    far = scene.browser(client=("192.0.2.7", 4000), base_url="https://crisis.example.com")

    assert 200 == far.get("/api/incidents", headers={"authorization": f"bearer {TOKEN}"}).status_code


def test_the_token_s_holder_sees_restricted_incidents(scene: Scene) -> None:
    """The operator holds the database anyway: lists, state and log include restricted ones, marked as such."""
    incident = scene.opens(restricted=True)

    listed = scene.api("/api/incidents")["incidents"]

    assert [(incident.ref, True)] == [(line["ref"], line["restricted"]) for line in listed]
    assert scene.api(f"/api/incidents/{incident.ref}")["restricted"]
    assert scene.api(f"/api/incidents/{incident.ref}/log")["entries"]


# The list ------------------------------------------------------------------------------------------------


def test_the_list_tells_each_incident(scene: Scene) -> None:
    """One line holds what a list needs, with moments in UTC."""
    incident = scene.opens(drill=True)
    scene.does(CompleteStep(incident=incident.id, step=incident.steps[0].step.id))

    assert {
        "incidents": [
            {
                "ref": "INC-2026-0001",
                "title": "Customer file on a forum",
                "kind": "crisis",
                "state": "open",
                "severity": "sev1",
                "playbook": "data-breach",
                "version": incident.playbook.version,
                "lead": incident.lead,
                "unit": "rail-fr",
                "drill": True,
                "restricted": False,
                "channel": None,
                "opened_at": "2026-03-02T09:00:00Z",
                "closed_at": None,
                "steps_settled": 1,
                "steps_total": len(incident.steps),
            }
        ],
        "next_before": None,
    } == scene.api("/api/incidents")


def test_the_list_can_be_narrowed(scene: Scene) -> None:
    """By state and by kind; without a state, open and closed ones."""
    over, running = scene.opens("Over"), scene.opens("Running")
    reply = scene.opens(
        "A reply", kind=PlaybookKind.REPLY, playbook=PlaybookId("unhappy-customer"), room=ChannelId("C0CARE")
    )
    scene.does(CloseIncident(incident=over.id, reason="Over"))

    def refs(query: str) -> set[str]:
        return {line["ref"] for line in scene.api(f"/api/incidents{query}")["incidents"]}

    assert {over.ref, running.ref, reply.ref} == refs("")
    assert {over.ref} == refs("?state=closed")
    assert {running.ref, reply.ref} == refs("?state=open")
    assert {running.ref} == refs("?state=open&kind=crisis")
    assert {reply.ref} == refs("?kind=reply")


def test_pages_of_the_list_neither_lose_nor_repeat(scene: Scene) -> None:
    """Also where several incidents were opened in the same moment."""
    for number in range(23):
        scene.opens(f"Number {number}")
        scene.clock.forward(seconds=number % 3)
    seen, query = list[str](), "?limit=5"

    while query:
        page = scene.api(f"/api/incidents{query}")
        assert len(page["incidents"]) <= 5
        seen += [line["ref"] for line in page["incidents"]]
        query = f"?limit=5&before={page['next_before']}" if page["next_before"] else ""

    assert [f"INC-2026-{number:04}" for number in range(23, 0, -1)] == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen))


# One incident --------------------------------------------------------------------------------------------


def refuses_basile(errand: OwedErrand) -> Outcome:
    """Slack accepts everything but a message to one deactivated account."""
    call_to_him = errand.errand is Errand.CALL and errand.subject.endswith(BASILE)
    return Refused(reason="user_disabled") if call_to_him else accepts(errand)


def test_the_state_is_told_whole(scene: Scene) -> None:
    """Every field of the answer equals the incident's own state."""
    incident = scene.opens(people_at_risk=True)
    scene.slack_answers(refuses_basile)
    scene.does(SetHoldingLine(incident=incident.id, text="We are checking."), by=CLAIRE)
    scene.does(GiveUpdate(incident=incident.id, text="Nothing new.", next_in=timedelta(hours=1)))
    now = scene.desk.looking.named(incident.ref, None)
    seen = scene.desk.looking.everything(now)

    told = scene.api(f"/api/incidents/{incident.ref.lower()}")

    plain = ("ref", "title", "kind", "state", "severity", "lead", "unit", "country", "language", "drill")
    for name in (*plain, "restricted", "people_at_risk", "opened_by", "closed_at", "closed_by"):
        assert getattr(now, name) == told[name]
    pinned = {"id": now.playbook.id, "version": now.playbook.version, "digest": now.playbook.digest}
    assert pinned == told["playbook"]
    assert ("C0ROOM", "inc-2026-0001-data-breach") == (told["channel"], told["channel_name"])
    assert {"text": "We are checking.", "by": CLAIRE, "at": "2026-03-02T09:00:00Z"} == told["holding_line"]
    assert {"at": "2026-03-02T10:00:00Z", "given_at": "2026-03-02T09:00:00Z", "broken": False} == told[
        "promise"
    ]
    assert [(due.at, due.kind, due.subject) for due in seen.dues] == [
        (moment(due["at"]), due["kind"], due["subject"]) for due in told["dues"]
    ]
    assert [(d.errand, d.subject, d.state, d.attempts, d.reason) for d in seen.deliveries] == [
        (d["errand"], d["subject"], d["state"], d["attempts"], d["reason"]) for d in told["deliveries"]
    ]


def test_steps_are_told_as_they_stand(scene: Scene) -> None:
    """Plan and progress of each step, in both languages, with owner and times."""
    incident = scene.opens()
    decision = next(step for step in incident.steps if step.step.id == "end-criteria")
    scene.clock.forward(minutes=5)
    scene.does(CompleteStep(incident=incident.id, step=decision.step.id, note="We wait"), by=CLAIRE)

    told = scene.api(f"/api/incidents/{incident.ref}")["steps"]

    assert [step.number for step in incident.steps] == [step["number"] for step in told]
    for step, answer in zip(scene.desk.looking.named(incident.ref, None).steps, told, strict=True):
        assert {"en": step.step.title.en, "fr": step.step.title.fr} == answer["title"]
        assert (step.step.id, step.step.mandatory) == (answer["id"], answer["mandatory"])
        assert incident.owner(step) == answer["owner"]
    settled = next(step for step in told if step["id"] == decision.step.id)
    assert ("done", "We wait", CLAIRE) == (settled["status"], settled["words"], settled["settled_by"])
    assert "2026-03-02T09:05:00Z" == settled["settled_at"]


def test_severity_claims_and_fixed_points_are_told(scene: Scene) -> None:
    """The six answers with their advice, each claim with what became of it, each point with the next."""
    incident = scene.opens()
    scene.does(WriteLog(incident=incident.id, text="Passports", status=Verification.TO_VERIFY), by=BASILE)
    scene.does(SettleClaim(incident=incident.id, claim=1, true=True, words="seen"), by=CLAIRE)
    assessed = Assessed(factors=six(2, 2, 2, 2), severity=Severity.SEV1)
    scene.does(HoldPoint(incident=incident.id, assessed=assessed), by=MAUD)

    told = scene.api(f"/api/incidents/{incident.ref}")

    assert told["people_at_risk"]
    assert (8, "sev2", MAUD, 2) == (
        told["assessment"]["score"],
        told["assessment"]["advised"],
        told["assessment"]["by"],
        told["assessment"]["factors"]["harm"],
    )
    (claim,) = told["claims"]
    assert ("verified", CLAIRE, "seen") == (claim["status"], claim["settled_by"], claim["words"])
    assert [{"at": "2026-03-02T09:00:00Z", "by": MAUD}] == told["points"]
    assert "2026-03-02T09:30:00Z" == told["next_point_at"]


def test_calls_tell_their_delivery(scene: Scene) -> None:
    """Refused with Slack's own word, accepted with its hour, owed without one, late with the seconds."""
    incident = scene.opens()
    scene.slack_answers(refuses_basile)
    scene.time_passes(incident, minutes=7)

    told = scene.api(f"/api/incidents/{incident.ref}")["calls"]
    by_id: dict[str, Any] = {call["id"]: call for call in told}

    refused, accepted = by_id[f"press.0.{BASILE}"], by_id[f"press.1.{INES}"]
    assert ("failed", "user_disabled", None) == (refused["state"], refused["reason"], refused["sent_at"])
    assert ("sent", "2026-03-02T09:00:00Z", None) == (
        accepted["state"],
        accepted["sent_at"],
        accepted["late_seconds"],
    )
    late = by_id[f"press.2.{CLAIRE}"]
    assert ("owed", None, None, 120) == (
        late["state"],
        late["sent_at"],
        late["answered_at"],
        late["late_seconds"],
    )


def test_the_review_is_told(scene: Scene) -> None:
    """Answers and actions of a closed incident."""
    incident = scene.opens()
    scene.does(CloseIncident(incident=incident.id, reason="Over"), by=incident.lead)
    question = incident.playbook.review.questions[0].id
    scene.does(AnswerReview(incident=incident.id, answers=((question, "Quick."),)), by=CLAIRE)
    day = (scene.clock.now() + timedelta(days=1)).date()
    scene.does(AddAction(incident=incident.id, text="Name a deputy", owner=INES, due=day), by=CLAIRE)

    told = scene.api(f"/api/incidents/{incident.ref}")

    assert ("closed", "2026-03-02T09:00:00Z", incident.lead) == (
        told["state"],
        told["closed_at"],
        told["closed_by"],
    )
    assert [(question, "Quick.", CLAIRE)] == [(a["question"], a["text"], a["by"]) for a in told["answers"]]
    assert [("a1", "Name a deputy", INES, "2026-03-03T08:00:00Z", None)] == [
        (a["id"], a["text"], a["owner"], a["due_at"], a["done_at"]) for a in told["actions"]
    ]


# The log -------------------------------------------------------------------------------------------------


def test_the_log_is_told_fact_by_fact(scene: Scene) -> None:
    """Number, kind, moments, who, and everything that the fact holds."""
    incident = scene.opens()
    scene.does(WriteLog(incident=incident.id, text="Le Monde called"), by=BASILE)

    entries = scene.api(f"/api/incidents/{incident.ref}/log")["entries"]

    assert list(range(1, len(entries) + 1)) == [entry["seq"] for entry in entries]
    assert {
        "seq": len(entries),
        "kind": "log_written",
        "at": "2026-03-02T09:00:00Z",
        "recorded_at": "2026-03-02T09:00:00Z",
        "by": BASILE,
        "body": {
            "text": "Le Monde called",
            "status": "note",
            "claim": 0,
            "entry": 1,
            "kind": "note",
            "source": "",
            "happened": None,
            "original": None,
            "corrects": 0,
        },
    } == entries[-1]
    opening = entries[0]["body"]
    assert (incident.ref, incident.playbook.digest) == (opening["ref"], opening["digest"])
    assert "PT5M" == opening["ladders"][0]["rungs"][0]["wait"]


def test_the_log_comes_in_parts(scene: Scene) -> None:
    """Following `next_after` gives every fact once, and the last part says that it is the last."""
    incident = scene.opens()
    for number in range(11):
        incident = scene.does(WriteLog(incident=incident.id, text=f"Number {number}"))
    seen, query = list[int](), "?limit=4"

    while query:
        page = scene.api(f"/api/incidents/{incident.ref}/log{query}")
        seen += [entry["seq"] for entry in page["entries"]]
        query = f"?limit=4&after={page['next_after']}" if page["next_after"] else ""

    assert list(range(1, incident.seq + 1)) == seen
    assert {"entries": [], "next_after": None} == scene.api(
        f"/api/incidents/{incident.ref}/log?after=2147483647"
    )


# Bad input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ref", ["INC-2026-9999", "nonsense", "INC-2026-", "%00", "INC-2026-0001%00", "%ff%fe", "%E2%28"]
)
@pytest.mark.parametrize("door", ["/api/incidents/{}", "/api/incidents/{}/log"])
def test_an_unknown_reference_is_not_found(scene: Scene, door: str, ref: str) -> None:
    """404 with a code and a sentence in both languages; what cannot be a reference never reaches the database."""
    answer = scene.browser().get(door.format(ref), headers={"authorization": f"Bearer {TOKEN}"})

    error = answer.json()["error"]
    assert (404, "not_found") == (answer.status_code, error["code"])
    assert {"en", "fr"} == error["message"].keys()
    assert not any(mark in error["message"]["en"] for mark in ("`", "<@", "&amp;"))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=1e400", "limit"),
        ("limit=" + "9" * 400, "limit"),
        ("state=ended", "state"),
        ("state=%00", "state"),
        ("kind=other", "kind"),
        ("before=yesterday", "before"),
        ("before=2026-03-02T09:00:00", "before"),
        ("before=0001-01-01T00:00:00%2B23:59", "before"),
        ("before=9999-12-31T23:59:59-23:59", "before"),
        ("before=1e30", "before"),
        ("before=nan", "before"),
        ("before=%ff%00", "before"),
        ("before=2026-02-30T00:00:00Z", "before"),
    ],
)
def test_a_query_that_means_nothing_is_refused(scene: Scene, query: str, field: str) -> None:
    """422, naming the part that is meant."""
    answer = scene.browser().get(f"/api/incidents?{query}", headers={"authorization": f"Bearer {TOKEN}"})

    error = answer.json()["error"]
    assert (422, "bad_request", field) == (answer.status_code, error["code"], error["field"])


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=2147483648", "limit=1001", "limit=0"])
def test_a_part_of_the_log_that_cannot_be_is_refused(scene: Scene, query: str) -> None:
    """Also a number larger than a database holds."""
    incident = scene.opens()
    address = f"/api/incidents/{incident.ref}/log?{query}"

    assert 422 == scene.browser().get(address, headers={"authorization": f"Bearer {TOKEN}"}).status_code


def test_only_reading_is_offered(scene: Scene) -> None:
    """Nothing can be changed through the API or the pages."""
    for method in ("post", "put", "patch", "delete"):
        for address in ("/api/incidents", "/incidents"):
            answer = scene.browser().request(method, address, headers={"authorization": f"Bearer {TOKEN}"})
            assert (405, "GET") == (answer.status_code, answer.headers["allow"])


# Its own description -------------------------------------------------------------------------------------


def test_the_api_describes_itself(scene: Scene) -> None:
    """The OpenAPI document names the doors, the token, the shapes of answers and of refusals; the pages are not in it."""
    document = scene.browser().get("/openapi.json").json()

    paths = document["paths"]
    assert {
        *("/api/incidents", "/api/incidents/{ref}", "/api/incidents/{ref}/log"),
        "/api/incidents/{ref}/export",
        *("/api/incidents/similar", "/api/search"),
        "/healthz",
        "/readyz",
    } == set(paths)
    reading = paths["/api/incidents/{ref}"]["get"]
    assert {"200", "401", "403", "404", "422"} == set(reading["responses"])
    assert [{"HTTPBearer": []}] == reading["security"]
    assert {"IncidentAnswer", "CallAnswer", "LogAnswer", "ErrorAnswer"} <= set(
        document["components"]["schemas"]
    )
    assert TOKEN not in str(document)
