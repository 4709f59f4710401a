"""An incident to take away: JSON, CSV, Markdown and HTML, with the same facts and nothing that bites."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from handlers.web import exporting
from handlers.web.drawing.reader import Reader
from handlers.web.exporting import Form
from playbooks.commands import (
    GiveUpdate,
    ProposeStatement,
    SetHoldingLine,
    Slots,
    TakeStance,
    WriteLog,
)
from playbooks.gate import Answers, Truth
from playbooks.incident import Incident
from playbooks.mistakes import Unreadable
from playbooks.playbook import Gate, Language, Outcome, Strategy
from playbooks.record import read as read_record
from playbooks.sheet import plain
from tests.doors.web.reading import read, spaced
from tests.doors.web.scene import MAUD, TOKEN, Scene, company

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">here</a>'
FORMULAS = ('=HYPERLINK("http://evil.example")', "@SUM(1)", "-1+1", "+1", "\t=1", "'=1")
ENDINGS = ("json", "csv", "md", "html")


def download(scene: Scene, incident: Incident, ending: str, language: str = "en") -> str:
    """What somebody at the machine gets."""
    return scene.page(f"/incidents/{incident.ref}/export.{ending}?lang={language}")


def rows(text: str) -> list[dict[str, str]]:
    """A CSV as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def full(scene: Scene, words: str = "so it is") -> Incident:
    """An incident with something of everything, all of it in the same words."""
    incident = scene.opens(words)
    scene.does(WriteLog(incident=incident.id, text=words))
    scene.does(SetHoldingLine(incident=incident.id, text=words))
    scene.does(GiveUpdate(incident=incident.id, text=words, next_in=timedelta(minutes=30)))
    return scene.desk.looking.named(incident.ref, None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_incident_is_downloaded_whole(scene: Scene, ending: str, language: str) -> None:
    """To be saved under its reference, by nobody kept in between, with what was said in it."""
    incident = full(scene, "Eleven thousand addresses")

    answer = scene.browser().get(f"/incidents/{incident.ref}/export.{ending}?lang={language}")

    assert 200 == answer.status_code
    assert f'attachment; filename="{incident.ref}.{ending}"' == answer.headers["content-disposition"]
    assert ("no-store", language) == (answer.headers["cache-control"], answer.headers["content-language"])
    assert "Eleven thousand addresses" in answer.text
    assert incident.ref in answer.text


def test_the_page_leads_to_each_download(scene: Scene) -> None:
    """In the language of the page."""
    incident = scene.opens()

    page = read(scene.page(f"/incidents/{incident.ref}?lang=fr"))

    links = {held["href"] for held in page.all("a") if "download" in held}
    assert {f"/incidents/{incident.ref}/export.{ending}?lang=fr" for ending in ENDINGS} == links
    assert "L’emporter" in page.words


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_restricted_incident_is_not_there(scene: Scene, ending: str) -> None:
    """The pages know nobody: what they show to none, they give to none. The operator's token gives it."""
    incident = scene.opens(restricted=True)

    refused = scene.browser().get(f"/incidents/{incident.ref}/export.{ending}")
    nowhere = scene.browser().get(f"/incidents/INC-2026-0099/export.{ending}")

    assert (404, 404) == (refused.status_code, nowhere.status_code)
    assert incident.title not in refused.text
    form = {one.ending: one for one in Form}[ending]
    token = {"authorization": f"Bearer {TOKEN}"}
    given = scene.browser().get(f"/api/incidents/{incident.ref}/export?format={form}", headers=token)
    assert (200, True) == (given.status_code, incident.title in given.text)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/api/incidents/INC-2026-0001/export", {}, 401),
        ("/api/incidents/INC-2026-0001/export", {"authorization": "Bearer wrong"}, 401),
        ("/api/incidents/INC-2026-0099/export", {"authorization": f"Bearer {TOKEN}"}, 404),
        ("/api/incidents/INC-2026-0001/export?format=exe", {"authorization": f"Bearer {TOKEN}"}, 422),
        ("/incidents/INC-2026-0001/export.exe", {}, 404),
        ("/incidents/..%2F..%2Fetc/export.json", {}, 404),
    ],
)
def test_nobody_else_gets_it(scene: Scene, address: str, headers: dict[str, str], status: int) -> None:
    """Without the token, with a wrong one, and for what is not there."""
    scene.opens()

    assert status == scene.browser().get(address, headers=headers).status_code


def test_the_downloads_are_given_on_this_machine_alone(scene: Scene) -> None:
    """As the page that leads to them."""
    incident = scene.opens()

    answer = scene.browser(client=("10.0.0.7", 50000)).get(f"/incidents/{incident.ref}/export.json")

    assert 403 == answer.status_code


@pytest.mark.parametrize("formula", FORMULAS)
def test_i4_a_cell_is_no_formula_and_round_trips(scene: Scene, formula: str) -> None:
    """Written with an apostrophe in CSV, after any space; in JSON it is as it was typed."""
    incident = scene.opens(formula)
    scene.does(WriteLog(incident=incident.id, text=formula))

    found = rows(download(scene, incident, "csv"))
    record, _ = read_record(download(scene, incident, "json"), "x.json")

    assert len(record.lines) == len(found)
    for row in found:
        assert not [cell for cell in row.values() if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert {incident.title} == {plain(row["title"]) for row in found}
    assert incident.title == json.loads(record.lines[0].body)["title"] == formula.strip()
    told = json.loads(record.lines[-1].body)["text"]
    assert told == json.loads(plain(found[-1]["body"]))["text"]
    assert told == formula.strip()


def test_a_row_of_the_csv_is_an_entry_of_the_log(scene: Scene) -> None:
    """Numbered, with when it happened and when it was recorded, who did it by name, and what it was in words."""
    incident = full(scene)

    found = rows(download(scene, incident, "csv"))

    assert [str(number) for number in range(1, incident.seq + 1)] == [row["seq"] for row in found]
    assert {incident.ref} == {row["ref"] for row in found}
    maud = scene.desk.people.contact(MAUD)
    assert maud is not None
    written = next(row for row in found if row["kind"] == "LogWritten")
    assert (MAUD, maud.name) == (written["by"], written["name"])
    assert "so it is" in written["says"]


def test_people_are_named_in_the_json(scene: Scene) -> None:
    """Those who occur in the log, as far as the directory knows them, and nobody else."""
    incident = scene.opens()

    content = json.loads(download(scene, incident, "json"))["content"]
    people, log = content["people"], json.dumps(content["log"])

    maud = scene.desk.people.contact(MAUD)
    assert maud is not None
    assert maud.name == people[MAUD]
    assert [] == [person for person in people if f'"{person}"' not in log]


@pytest.mark.parametrize("ending", ["md", "html"])
@pytest.mark.parametrize(
    ("language", "counts"), [("en", "Entries of the log: "), ("fr", "Lignes du journal : ")]
)
def test_the_end_tells_how_much_there_is_and_the_digest(
    scene: Scene, ending: str, language: str, counts: str
) -> None:
    """The digest is that of the JSON, so that a sheet of paper can be held against a file."""
    incident = full(scene)
    digest = json.loads(download(scene, incident, "json"))["digest"]

    text = download(scene, incident, ending, language)
    text = read(text).words if ending == "html" else " ".join(text.split())

    assert f"{counts}{incident.seq}." in text.replace("\\", "").replace("\u00a0", " ").replace("\u202f", " ")
    assert digest in text.replace("\\", "")


def test_the_same_log_has_the_same_digest(scene: Scene) -> None:
    """However often it is exported, and whenever; one more entry, another digest."""
    incident = full(scene)
    first = json.loads(download(scene, incident, "json"))["digest"]
    scene.clock.forward(days=3)
    second = json.loads(download(scene, incident, "json"))["digest"]
    scene.does(WriteLog(incident=incident.id, text="one more"))

    assert first == second
    assert first != json.loads(download(scene, incident, "json"))["digest"]


def test_i5_the_file_to_print_is_inert(scene: Scene) -> None:
    """Script, event handler, javascript link and attribute break-out are shown as typed; nothing is fetched."""
    incident = full(scene, HOSTILE)

    answer = scene.browser().get(f"/incidents/{incident.ref}/export.html")
    page = read(answer.text)

    kinds = {tag for tag, _ in page.elements}
    assert set() == kinds & {"script", "link", "img", "iframe", "object", "form", "base", "a"}
    assert [] == [name for _, held in page.elements for name in held if name.startswith("on")]
    assert [] == [held for _, held in page.elements if "src" in held or "style" in held]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "default-src 'none'" in next(held["content"] for held in page.all("meta") if "http-equiv" in held)
    assert "<script>alert(1)</script>" in page.words


def test_i5_the_markdown_is_inert(scene: Scene) -> None:
    """No link, no image, no HTML, no heading or list of its own."""
    incident = full(scene, f"{HOSTILE} # no heading http://evil.example")

    source = download(scene, incident, "md")

    ours = re.sub(r"(?m)^> ?", "", source)
    assert [] == re.findall(r"(?<!\\)(?:\\\\)*[<>\[\]`~_]", ours)
    assert [] == re.findall(r"https?://", source)
    assert 1 == len(re.findall(r"(?m)^# ", source))


def test_decisions_statements_and_clocks_are_printed(scene: Scene) -> None:
    """With their reasons, their words and their limits: what Legal asks for first."""
    incident = scene.opens()
    directory, _ = company()
    reader = Reader(language=Language.FR, directory=directory, now=scene.clock.now())
    clock = incident.duties[0].clock
    slots = Slots(next_at=scene.clock.now() + timedelta(hours=2))
    words = "Les clients sont prévenus depuis ce matin."
    scene.does(ProposeStatement(incident=incident.id, strategy=Strategy.INFORM, slots=slots, words=words))
    gate = next(one.step for one in incident.steps if one.step.gate is Gate.RESPOND_HOLD_SILENT)
    answered = Answers(danger=True, truth=Truth.TRUE_PUBLIC)
    scene.does(
        TakeStance(
            incident=incident.id,
            step=gate.id,
            answers=answered,
            outcome=Outcome.RESPOND,
            reason="Des gens attendent.",
        ),
        incident.lead,
    )
    after = scene.desk.looking.named(incident.ref, None)

    desk = scene.desk
    what = exporting.given(desk.looking, desk.moving, after, directory)
    for form in (Form.HTML, Form.MARKDOWN):
        text = exporting.export(form, what, reader)
        told = read(text).words if form is Form.HTML else spaced(text.replace("\\", ""))
        assert clock.title.fr in told
        assert words in told
        assert "Des gens attendent." in told
        assert after.statements[0].wording.digest in told


def test_what_is_no_export_is_refused(scene: Scene) -> None:
    """The CSV of an incident is for people; only the JSON can be taken over."""
    incident = scene.opens()

    with pytest.raises(Unreadable):
        read_record(download(scene, incident, "csv"), "x.csv")
