"""P11, B6, N10: our own code fails, the company's files change, a form comes too late."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any, NoReturn, cast

import pytest
from structlog.testing import capture_logs

from bot.fence import Fence
from bot.files import CompanyFiles
from bot.patience import UNHURRIED
from bot.practice.person import Person
from bot.practice.team import BOT_TOKEN
from bot.round import Round
from bot.slack_app import make_app
from bot.stage import Player, Stage, StageClock, with_database
from config.settings import read_settings
from playbooks.commands import Errand
from playbooks.desk.crisis import CrisisDesk
from playbooks.desk.looking import LookingDesk
from playbooks.desk.searching import SearchDesk
from playbooks.letters import OwedLetter
from playbooks.ports import Memory, Outcome, OwedErrand, Sender, Situation
from tests.practice.little_bot import deliver_to
from tests.stories.scene import (
    API_TOKEN,
    IMOGEN,
    MAUD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    calls_of,
    card,
    close,
    incident,
    page,
    read,
    said_in_room,
    start,
    start_unsettled,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

SECRET_DETAIL = "the wine cellar of the chairman"


# P11.


@dataclass(frozen=True, slots=True)
class Broken:
    """A desk with a fault in it."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError(SECRET_DETAIL)


def hands_before_a_broken_desk(stage: Stage, user: str) -> Person:
    """Somebody's hands, before the same product with a fault in it."""
    desk = stage.bot.desk
    broken = replace(
        desk,
        looking=cast("LookingDesk", Broken()),
        crisis=cast("CrisisDesk", BrokenCrisis(ids=desk.crisis.ids)),
    )
    app = make_app(broken, stage.bot.app.client, BOT_TOKEN, UNHURRIED)
    return Person(stage.workspace, user, deliver_to(app), elapsed=lambda: 0.0)


@dataclass(frozen=True, slots=True)
class BrokenCrisis:
    """A desk that can still make a reference, and nothing else."""

    ids: Any

    def open(self, *_: object) -> NoReturn:
        """Fail."""
        raise RuntimeError(SECRET_DETAIL)

    def carry_out(self, *_: object) -> NoReturn:
        """Fail."""
        raise RuntimeError(SECRET_DETAIL)


@pytest.mark.parametrize("way", ["command", "button", "form"])
def test_p11_a_fault_of_ours_is_told_with_a_reference_and_harms_nothing(stage: Stage, way: str) -> None:
    """An apology to one person alone, the same reference in one full log line, and the crisis as before."""
    start(stage.player(RHYS))
    hands, before = hands_before_a_broken_desk(stage, SAOIRSE), incident(stage)
    said = len(said_in_room(stage))

    with capture_logs() as logs:
        if way == "command":
            hands.types("/crisis done 1", ROOM)
        elif way == "button":
            hands.clicks(card(stage), "step:done:source")
        else:
            hands.types("/crisis start data-breach Another one")
            hands.submits(hands.opens_form())
    stage.settle()

    told = hands.opens_form().words if way == "form" else hands.ephemerals()[-1].words
    assert "failed on our side" in told
    assert SECRET_DETAIL not in told
    (failed,) = [entry for entry in logs if entry["event"] == "request_failed"]
    assert f"`{failed['reference']}`" in told
    assert SECRET_DETAIL == str(failed["exc_info"])
    assert failed["exc_info"].__traceback__ is not None
    assert failed["request"]
    assert before == incident(stage)
    assert said == len(said_in_room(stage))


def test_p11_a_form_whose_sending_failed_stays_filled(stage: Stage) -> None:
    """The apology lies over the form; beneath it everything typed is still there, and sending again works."""
    hands = hands_before_a_broken_desk(stage, RHYS)
    hands.types("/crisis start data-breach Customer file on a forum")
    hands.submits(hands.fills(hands.opens_form(), {"unit": "energy-uk"}))
    hands.closes(hands.opens_form())

    rhys = stage.player(RHYS)
    rhys.submits(rhys.opens_form())

    assert "energy-uk" == api(stage)["unit"]


@dataclass(frozen=True, slots=True)
class Faulty:
    """A sender with a fault in how it draws one kind of thing."""

    sender: Sender
    kind: Errand

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Letters have no fault."""
        return self.sender.send_letter(letter)

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Fail for one kind."""
        if errand.errand is self.kind:
            raise RuntimeError(SECRET_DETAIL)
        return self.sender.send(errand, situation)


def test_p11_one_thing_that_cannot_be_drawn_keeps_nothing_else_back(stage: Stage) -> None:
    """The announcement fails in our code: room, card and calls go out; in the end it is recorded as failed."""
    sound = stage.bot.worker.round
    faulty = Round(
        memory=sound.memory,
        clockwork=sound.clockwork,
        sender=Faulty(sound.sender, Errand.ANNOUNCE),
        clock=stage.clock,
    )
    rhys = stage.player(RHYS)
    rhys.types("/crisis start data-breach Customer file on a forum")
    Person.submits(rhys, rhys.fills(rhys.opens_form(), {"unit": "energy-uk"}))

    with capture_logs() as logs:
        for _ in range(12):
            faulty.settle_all()
            stage.clock.moment += timedelta(minutes=1)

    assert "Customer file on a forum" in card(stage).words
    assert [1, 1] == [len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY)]
    assert {"errand_failed"} == {entry["event"] for entry in logs if entry["log_level"] == "error"}
    (told,) = [one for one in api(stage)["deliveries"] if one["errand"] == "announce"]
    assert ("failed", "fault:RuntimeError") == (told["state"], told["reason"])
    assert "the line in the announcements channel" in card(stage).words
    assert SECRET_DETAIL not in json.dumps(api(stage)) + card(stage).words + read(page(stage))


# B6.

OWN = "strike"
OWN_ROOM = "inc-2026-0001-strike"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The company's folder, with one playbook of its own."""
    library = Path("playbooks/library/crisis/service-outage/v1.yaml").read_text("utf-8")
    target = tmp_path / "own" / "crisis" / OWN
    target.mkdir(parents=True)
    (target / "v1.yaml").write_text(library.replace("id: service-outage", f"id: {OWN}"), "utf-8")
    return tmp_path / "own"


@pytest.fixture
def company(migrated_database_url: str, folder: Path, journal: Path) -> Iterator[Stage]:
    """The product with the company's own folder."""
    settings = read_settings({"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_PLAYBOOKS": str(folder)})
    settings = with_database(settings, migrated_database_url)
    with Stage(settings, files=CompanyFiles(settings)) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def offered(stage: Stage) -> str:
    """Which playbooks the form offers."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis start")
    form = rhys.opens_form()
    rhys.closes(form)
    return json.dumps(form.body)


@pytest.mark.parametrize("harm", ["deleted", "edited", "broken", "gone"])
def test_b6_a_running_crisis_keeps_its_own_copy(company: Stage, folder: Path, harm: str) -> None:
    """Its file is deleted, edited, broken, or the whole folder is gone: reload or restart, its steps stay its steps."""
    start(company.player(RHYS), f"{OWN} The depot is closed")
    before, document = api(company), folder / "crisis" / OWN / "v1.yaml"
    match harm:
        case "deleted":
            document.unlink()
        case "edited":
            document.write_text(document.read_text("utf-8").replace("due: 5m", "due: 50m"), "utf-8")
        case "broken":
            document.write_text("steps: [", "utf-8")
        case _:
            shutil.rmtree(folder)

    company.bot.reload()
    company.player(RHYS).types("/crisis done 1", OWN_ROOM)
    company.files = None
    company.settings = replace(company.settings, playbooks=folder if folder.exists() else None)
    company.stop_bot()
    company.start_bot()
    company.forward(minutes=1)
    company.player(RHYS).types("/crisis done 2 noted", OWN_ROOM)

    after = api(company)
    assert before["playbook"] == after["playbook"]
    assert [s["title"] for s in before["steps"]] == [s["title"] for s in after["steps"]]
    assert [s["due_at"] for s in before["steps"]] == [s["due_at"] for s in after["steps"]]
    assert ["done", "done"] == [s["status"] for s in after["steps"][:2]]


def test_b6_a_reload_that_fails_keeps_the_last_good_set(company: Stage, folder: Path) -> None:
    """Half a change is no change: the mistakes are named with their place, and everything is offered as before."""
    good = offered(company)
    (folder / "crisis" / OWN / "v1.yaml").write_text("steps: [", "utf-8")

    with capture_logs() as logs:
        mistakes = company.bot.reload()

    assert ["crisis/strike/v1.yaml"] == [mistake.file for mistake in mistakes]
    assert ["reload_refused"] == [entry["event"] for entry in logs]
    assert f'"{OWN}"' in good
    shown = (re.sub(r'"(block_id|id)": "[^"]*"', "", form) for form in (good, offered(company)))
    assert 1 == len(set(shown))
    start(company.player(RHYS), f"{OWN} The depot is closed")
    assert OWN == api(company)["playbook"]["id"]


def test_b6_a_new_version_serves_the_next_crisis_and_leaves_the_running_one(
    company: Stage, folder: Path
) -> None:
    """v2 is put beside v1 and read again: the running one stays v1, the next is v2."""
    start(company.player(RHYS), f"{OWN} The depot is closed")
    first = (folder / "crisis" / OWN / "v1.yaml").read_text("utf-8")
    second = first.replace("version: 1\n", "version: 2\n").replace("due: 5m", "due: 50m")
    (folder / "crisis" / OWN / "v2.yaml").write_text(second, "utf-8")

    assert () == company.bot.reload()
    start(company.player(RHYS), f"{OWN} The other depot too")

    assert 1 == api(company)["playbook"]["version"]
    assert 2 == api(company, "/api/incidents/INC-2026-0002")["playbook"]["version"]


# N10.


@pytest.fixture
def slow(migrated_database_url: str, company_files: CompanyFiles, journal: Path) -> Iterator[Stage]:
    """A workspace in which a planned delay moves the clock: a trigger really expires."""
    clock = StageClock()

    def pass_by(seconds: float) -> None:
        clock.moment += timedelta(seconds=seconds)

    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, ways={"wait": pass_by}, clock=clock, files=company_files) as standing:
        # The form comes too late, the answer to the command does not: the people's watch stands still.
        yield standing
        standing.workspace.write_journal(journal)


def patient(stage: Stage, user: str) -> Person:
    """Somebody for whom Slack does not count the three seconds of an answer, only those of a trigger."""
    return Person(stage.workspace, user, stage.deliver, elapsed=lambda: 0.0)


def test_n10_what_was_typed_is_offered_back_and_works_when_sent_again(slow: Stage) -> None:
    """Slack took four seconds to open the form: the words come back as they were typed, ready to be sent."""
    rhys = patient(slow, RHYS)
    typed = "/crisis start data-breach Customer file & “friends” <on a forum>"
    slow.workspace.faults.next("views.open", delay=4.0)

    rhys.types(typed, "general")

    assert () == rhys.forms()
    back = re.search(r"`([^`]+)`", rhys.ephemerals()[-1].words)
    assert back is not None
    again = back[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert typed == again
    rhys.types(again, "general")
    assert "Customer file & “friends” <on a forum>" in json.dumps(rhys.opens_form().body, ensure_ascii=False)


def test_n10_a_button_pressed_too_slowly_changes_nothing(slow: Stage) -> None:
    """The presser alone is told to press again, and then it opens."""
    start(cast("Player", patient(slow, RHYS)))
    slow.settle()
    before, saoirse = incident(slow), patient(slow, SAOIRSE)
    slow.workspace.faults.next("views.open", delay=4.0)

    saoirse.clicks(card(slow), "ask:line")

    assert "press again" in saoirse.ephemerals()[-1].words
    assert before == incident(slow)
    saoirse.clicks(card(slow), "ask:line")
    assert "Holding line" == saoirse.opens_form().title


FORMS = {
    "update": {"text": "A long update"},
    "line": {"text": "A long line"},
    "severity": {"severity": "sev2", "reason": "A long reason"},
    "lead": {"person": MAUD},
    "add": {"title": "A long title"},
    "close": {"reason": "A long reason"},
}


@pytest.mark.parametrize("what", sorted(FORMS))
def test_n10_a_form_sent_after_the_close_says_so_and_keeps_every_word(stage: Stage, what: str) -> None:
    """Somebody closed meanwhile: the form stays open and filled, with the reason beside a field."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.clicks(card(stage), f"ask:{what}")
    form = saoirse.fills(saoirse.opens_form(), FORMS[what])
    kept = form.values
    close(stage.player(RHYS))
    before = incident(stage)

    saoirse.submits(form)

    assert f"{REF} is closed" in " ".join(saoirse.opens_form().errors.values())
    assert kept == saoirse.opens_form().values
    assert before == incident(stage)


@pytest.mark.parametrize(
    ("menu", "answers"), [("skip", {"reason": "A long reason"}), ("assign", {"person": MAUD})]
)
def test_n10_a_steps_form_sent_after_somebody_settled_it_says_who(
    stage: Stage, menu: str, answers: dict[str, object]
) -> None:
    """The step was done meanwhile: the form says by whom, and keeps what was typed."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.selects(card(stage), "step:more:source", f"{menu}|{incident(stage).id}")
    form = saoirse.fills(saoirse.opens_form(), answers)
    stage.player(POPPY).types("/crisis done 1", ROOM)

    saoirse.submits(form)

    assert "Poppy Ashdown" in " ".join(saoirse.opens_form().errors.values())
    assert form.values == saoirse.opens_form().values


def test_n10_an_answer_to_a_call_after_the_close_is_told(stage: Stage) -> None:
    """A press on a call that was not yet redrawn hears that it is over."""
    start(stage.player(RHYS))
    poppy = stage.player(POPPY)
    seen = calls_of(poppy)[-1]
    rhys = stage.player(RHYS)
    rhys.types(f"/crisis close {REF} over", "general")
    Person.submits(rhys, rhys.opens_form())

    Person.clicks(poppy, seen, "call:take")

    assert "is closed" in whispered(poppy)


@dataclass(frozen=True, slots=True)
class Keeping:
    """A memory that cannot take anything back, for a fault of ours."""

    memory: Memory
    asked: Event

    def __getattr__(self, name: str) -> Any:
        return getattr(self.memory, name)

    def postpone(self, *_: object) -> NoReturn:
        """Fail."""
        self.asked.set()
        raise RuntimeError(SECRET_DETAIL)


def test_p11_a_fault_in_giving_something_back_is_seen_in_the_log(stage: Stage) -> None:
    """Nobody waits for a sender's thread: what breaks there would else be seen nowhere."""
    worker, asked = stage.bot.worker, Event()
    start_unsettled(stage.player(RHYS))
    worker.round.memory = cast("Memory", Keeping(worker.round.memory, asked))
    worker.round.fence = Fence(open_to=lambda _: False)
    with capture_logs() as logs:
        worker.start()
        assert asked.wait(10)
        assert worker.stop(10)

    faults = [entry["exc_info"] for entry in logs if entry["event"] == "errand_left"]
    assert faults
    assert {SECRET_DETAIL} == {str(fault) for fault in faults}


def test_a_crisis_is_opened_also_where_its_past_cannot_be_looked_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form opens, the crisis is saved and calls people; the fault stands in the operator's log."""

    def fails(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(SearchDesk, "search", fails)
    with capture_logs() as logs:
        start(stage.player(RHYS))

    assert REF == incident(stage).ref
    assert incident(stage).calls
    assert "past_not_looked_up" in {line["event"] for line in logs}
