"""P7 at the door, N13: another writer holds the database for longer than Slack waits for an answer."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any, cast

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bot.files import CompanyFiles
from bot.patience import IN_TIME, LAST_WORDS, Patience
from bot.practice.delivery import Answer
from bot.practice.person import Person
from bot.practice.team import APP_TOKEN, BOT_TOKEN, View
from bot.slack_app import make_app
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from handlers.slack.addresses import is_slacks
from playbooks.errors import NotSaved
from playbooks.events import MessageEdited
from playbooks.playbook import UserId, Words
from playbooks.ports import IncidentLine, Wanted
from tests.practice.little_bot import deliver_to
from tests.stories.scene import (
    API_TOKEN,
    GAEL,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    calls_of,
    card,
    close,
    incident,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@dataclass
class Deadline:
    """Slack's deadline, which passes when a test says so and not when a clock does."""

    over: bool = False
    pauses: list[float] = field(default_factory=list)
    at_once: int = 200

    def patience(self) -> Patience:
        """How the product waits on this stage."""
        return Patience(
            at_once=self.at_once,
            done_within=self.done_within,
            meanwhile=self.meanwhile,
            pause=self.pauses.append,
        )

    def done_within(self, future: Future[Any], _: float) -> bool:
        """Wait for the end; once the deadline is over, only for the beginning."""
        return future.done() if self.over else bool(wait((future,), 60).done)

    def meanwhile(self, future: Future[Any], _: float) -> Awaitable[object]:
        """Do the same for the web's event loop."""
        waited = asyncio.get_running_loop().create_future()
        waited.set_result(self.done_within(future, 0))
        return waited


@pytest.fixture
def deadline() -> Deadline:
    """Far away, until a test lets it pass."""
    return Deadline()


@pytest.fixture
def stage(migrated_database_url: str, company_files: CompanyFiles, deadline: Deadline) -> Iterator[Stage]:
    """The product before a workspace, with a deadline that a test moves."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=company_files, patience=deadline.patience()) as standing:
        yield standing


@pytest.fixture(params=["http", "socket"])
def line(request: pytest.FixtureRequest, stage: Stage) -> Iterator[str]:
    """Both ways to the product: Slack's requests, and Socket Mode."""
    if request.param == "http":
        yield "http"
        return
    client = WebClient(token=APP_TOKEN, base_url=f"{stage.server.url}/api/")
    handler = SocketModeHandler(stage.bot.app, APP_TOKEN, web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped.
    assert stage.workspace.sockets.wait_for(1)
    stage._carry = stage.workspace.sockets.deliver  # noqa: SLF001 - the same hands, over another line.
    yield "socket"
    handler.close()  # type: ignore[no-untyped-call]  # as above.


@contextmanager
def locked(stage: Stage, deadline: Deadline) -> Iterator[None]:
    """Another writer holds the database longer than Slack waits; afterwards the late answers come."""
    name = str(make_url(stage.settings.database_url.get_secret_value()).database)
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        deadline.over = True
        try:
            yield
        finally:
            deadline.over = False
            other.execute("ROLLBACK")
    assert stage.bot.app.finish(30)


def logged(stage: Stage) -> list[str]:
    """What people wrote in the log."""
    facts = stage.bot.desk.looking.everything(incident(stage)).log
    return [text for text in (getattr(one.fact, "text", None) for one in facts) if text]


def incidents(stage: Stage) -> tuple[IncidentLine, ...]:
    """All incidents that Rhys may see."""
    return stage.bot.desk.looking.lines(Wanted(reader=UserId(RHYS), state=None))


def ready(player: Player, title: str = "Customer file on a forum") -> Callable[[], Answer]:
    """Open the form that starts a crisis, filled; give what sends it and waits for nothing that follows."""
    form = filled_in(player, title)
    return lambda: Person.submits(player, form)


def filled_in(player: Player, title: str = "Customer file on a forum") -> View:
    """Open the form that starts a crisis, and fill it in."""
    player.types("/crisis start data-breach")
    return player.fills(player.opens_form(), {"unit": "energy-uk", "title": title})


# Commands.


def test_p7_a_command_that_waits_is_told_so_and_later_what_became_of_it(
    stage: Stage, deadline: Deadline, line: str
) -> None:
    """At once: not saved yet. Once the other writer is done: the answer as ever, and one entry in the log."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    with locked(stage, deadline):
        Person.types(saoirse, "/crisis log The regulator rang", ROOM)
        assert "Not saved yet" in whispered(saoirse)
        assert [] == logged(stage)

    assert "kept in the log" in whispered(saoirse)
    assert ["The regulator rang"] == logged(stage)


def test_p7_the_words_for_meanwhile_are_the_persons_own(stage: Stage, deadline: Deadline) -> None:
    """Who types in French is asked in French not to send it again; nothing says that it is saved."""
    start(stage.player(RHYS))
    saoirse = stage.player(GAEL)

    with locked(stage, deadline):
        Person.types(saoirse, "/crise journal Le régulateur a appelé", "general")
        Person.types(saoirse, "/crise journal INC-2026-0001 Le régulateur a appelé", "general")

    assert all("enregistré" not in m.words.replace("Pas encore enregistré", "") for m in saoirse.ephemerals())


def test_p7_the_same_command_sent_again_meanwhile_has_one_effect(stage: Stage, deadline: Deadline) -> None:
    """Slack's own repetition hears the same words and nothing is written twice."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    with locked(stage, deadline):
        Person.types(saoirse, "/crisis log The regulator rang", ROOM)
        assert b"Not saved yet" in saoirse.replay().body

    assert b"kept in the log" in saoirse.replay().body
    assert ["The regulator rang"] == logged(stage)


def test_p7_a_refusal_that_comes_late_gives_the_words_back(stage: Stage, deadline: Deadline) -> None:
    """Somebody closed meanwhile: the late answer says so, with the command as it can be sent again."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    desk = stage.bot.desk
    gate = Gated(desk.crisis.ledger.memory, then=None)
    hands = hands_before(stage, gate, deadline, SAOIRSE)

    deadline.over = True
    hands.types("/crisis line We are looking into it", ROOM)
    assert "Not saved yet" in whispered(saoirse)
    deadline.over = False
    close(stage.player(RHYS))
    gate.opened.set()
    assert gate.app.finish(30)

    assert "is closed" in whispered(saoirse)
    assert "`/crisis line We are looking into it`" in whispered(saoirse)


def test_p7_without_an_address_the_answer_comes_directly(stage: Stage, deadline: Deadline) -> None:
    """Slack takes no more answers at the address: the person hears it in a direct message."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    with locked(stage, deadline):
        Person.types(saoirse, "/crisis log The regulator rang", ROOM)
        stage.workspace.team.addresses.clear()

    assert "kept in the log" in told_last(saoirse)


def test_p7_a_form_that_could_not_open_in_time_is_told(stage: Stage, deadline: Deadline) -> None:
    """The trigger has expired by then: what was typed comes back, to be sent again."""
    rhys = stage.player(RHYS)
    gate = Event()
    stage.workspace._wait = lambda _: gate.wait(20)  # noqa: SLF001 - Slack answers when the test lets it.
    stage.workspace.faults.next("views.open", delay=1.0, error="expired_trigger_id")

    deadline.over = True
    Person.types(rhys, "/crisis start data-breach Customer file on a forum")
    assert "Not saved yet" in whispered(rhys)
    gate.set()
    assert stage.bot.app.finish(30)

    assert "the form could not open" in whispered(rhys)
    assert "Customer file on a forum" in whispered(rhys)


# Forms.


def test_p7_a_form_that_waits_stays_filled_and_then_says_saved(
    stage: Stage, deadline: Deadline, line: str
) -> None:
    """The window says that nothing is saved yet and keeps every word; afterwards it says saved, and one is open."""
    rhys = stage.player(RHYS)
    sends = ready(rhys)

    with locked(stage, deadline):
        sends()
        form = rhys.opens_form()
        assert "Not saved yet" in " ".join(form.errors.values())
        assert "Customer file on a forum" in str(form.values)
        assert () == incidents(stage)

    assert "Saved" == rhys.opens_form().title
    assert ["Customer file on a forum"] == [one.title for one in incidents(stage)]


def test_p7_a_form_of_two_parts_goes_on_when_it_can(stage: Stage, deadline: Deadline) -> None:
    """The advice comes late into the same window, to be chosen from; nothing is said to be saved."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.types("/crisis decide", ROOM)
    form = saoirse.fills(saoirse.opens_form(), {"truth": "unknown"})

    deadline.over = True
    Person.submits(saoirse, form)
    deadline.over = False
    assert stage.bot.app.finish(30)

    assert "Advice: Hold, for a set time" in saoirse.opens_form().words
    assert "Saved" not in saoirse.opens_form().words
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "we check", "line": "We are checking."}))
    assert incident(stage).stance is not None


def test_p7_a_form_pressed_again_meanwhile_opens_one_and_says_which(stage: Stage, deadline: Deadline) -> None:
    """Who is in a hurry presses twice: one incident, and the window says that it is the first sending."""
    rhys = stage.player(RHYS)
    sends = ready(rhys)

    with locked(stage, deadline):
        sends()
        sends()

    assert "the first time" in rhys.opens_form().words
    assert 1 == len(incidents(stage))


def test_p7_a_form_that_is_refused_late_keeps_every_word(stage: Stage, deadline: Deadline) -> None:
    """Closed meanwhile: the reason stands above the form, what was typed is in it, and it can be sent again."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.clicks(card(stage), "ask:line")
    form = saoirse.fills(saoirse.opens_form(), {"text": "We are *looking* into it"})
    gate = Gated(stage.bot.desk.crisis.ledger.memory, then=None)
    hands = hands_before(stage, gate, deadline, SAOIRSE)

    deadline.over = True
    hands.submits(form)
    deadline.over = False
    close(stage.player(RHYS))
    gate.opened.set()
    assert gate.app.finish(30)

    shown = saoirse.opens_form()
    assert "is closed" in shown.words
    assert form.values == shown.values
    assert form.title == shown.title


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed by hand"])
def test_p7_what_could_not_be_saved_at_all_is_given_back(
    stage: Stage, deadline: Deadline, closed: bool
) -> None:
    """The memory gives up: not saved, act by telephone; the words are in the form, or come directly without it."""
    rhys = stage.player(RHYS)
    form = filled_in(rhys, "File_with *signs*")
    gate = Gated(stage.bot.desk.crisis.ledger.memory, then=NotSaved(Words(en="locked", fr="prise")))
    hands = hands_before(stage, gate, deadline, RHYS)

    deadline.over = True
    hands.submits(form)
    if closed:
        rhys.closes(rhys.opens_form())
    gate.opened.set()
    assert gate.app.finish(30)

    told = told_last(rhys) if closed else rhys.opens_form().words
    assert "*Not saved.*" in told
    assert "Act by telephone" in told
    assert ("File_with" in told) if closed else ("File_with *signs*" in str(rhys.opens_form().values))


# Messages that change.


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "after a while"])
def test_an_edit_that_could_not_be_saved_comes_again(stage: Stage, deadline: Deadline, waits: bool) -> None:
    """Nobody waits for an answer, so Slack is told no, until the log has what a kept message says by now."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.types("We saw it on a forum", ROOM)
    said = next(m for m in reversed(saoirse.sees(ROOM)) if m.user == SAOIRSE)
    saoirse.reacts(said, "memo")
    gate = Gated(stage.bot.desk.crisis.ledger.memory, then=NotSaved(Words(en="locked", fr="prise")))
    hands = hands_before(stage, gate, deadline, SAOIRSE)

    deadline.over = waits
    if not waits:
        gate.opened.set()
    refused = hands.edits(said, "We saw it nowhere")
    gate.opened.set()
    assert gate.app.finish(30)
    assert refused is not None
    assert 503 == refused.status
    assert [] == edits_logged(stage)

    deadline.over, gate.then = False, None
    assert hands.redeliver().acknowledged
    hands.redeliver()
    assert ["We saw it nowhere"] == edits_logged(stage)


# Buttons.


def test_p7_a_button_that_waits_is_told_so_and_later_that_it_is_done(
    stage: Stage, deadline: Deadline, line: str
) -> None:
    """Its presser alone hears both; the step is done once."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    with locked(stage, deadline):
        Person.clicks(saoirse, card(stage), "step:done:source")

    assert "Not saved yet" in saoirse.ephemerals()[-2].words
    assert "done now" in whispered(saoirse)
    stage.settle()
    assert SAOIRSE == incident(stage).steps[0].progress.settled_by


def test_p7_a_button_that_is_refused_late_says_only_why(stage: Stage, deadline: Deadline) -> None:
    """The call was over by the time the memory was free: no word of success."""
    start(stage.player(RHYS))
    poppy = stage.player(POPPY)
    seen = calls_of(poppy)[-1]
    gate = Gated(stage.bot.desk.crisis.ledger.memory, then=None)
    hands = hands_before(stage, gate, deadline, POPPY)

    deadline.over = True
    hands.clicks(seen, "call:take")
    deadline.over = False
    close(stage.player(RHYS))
    gate.opened.set()
    assert gate.app.finish(30)

    assert "is closed" in whispered(poppy)
    assert "done now" not in " ".join(m.words for m in poppy.ephemerals())


# When, and how many.


def test_p9_what_goes_on_in_the_background_hears_that_somebody_waits(stage: Stage) -> None:
    """The auditor and what learns stand back from the first request that is being answered."""
    bot = stage.bot
    seen: list[tuple[bool, bool]] = []
    learning = bot.life.reload.adviser
    assert learning is not None

    def look(next_: Callable[[], BoltResponse]) -> BoltResponse:
        seen.append((bot.worker.busy(), learning.busy()))
        return next_()

    bot.app.middleware(look)
    assert not bot.worker.busy()

    stage.player(RHYS).types("/crisis list")

    assert (True, True) in seen


def test_p7_the_time_before_a_thread_was_free_counts(stage: Stage, deadline: Deadline) -> None:
    """A request that stood in the queue has that much less time left."""
    left: list[float] = []

    def seen(future: Future[Any], seconds: float) -> bool:
        left.append(seconds)
        return bool(wait((future,), 60).done)

    patience = Patience(elapsed=lambda: 100.0, done_within=seen)
    app = make_app(stage.bot.desk, stage.bot.app.client, BOT_TOKEN, patience)
    body = {"command": "/crisis", "text": "help", "user_id": RHYS, "trigger_id": "1.2.a"}
    app.dispatch(BoltRequest(body=body, context={"arrived": 99.0}, mode="socket_mode"))

    assert [pytest.approx(IN_TIME - 1.0)] == left


def test_p7_what_was_never_begun_is_refused_and_not_promised(stage: Stage) -> None:
    """So many wait that this one would not be answered within seconds: not saved, and it will not be done later."""
    start(stage.player(RHYS))
    crowded = Deadline(over=True, at_once=0)
    app = make_app(stage.bot.desk, stage.bot.app.client, BOT_TOKEN, crowded.patience())
    hands = Person(stage.workspace, SAOIRSE, deliver_to(app), elapsed=lambda: 0.0)

    hands.types("/crisis log The regulator rang", ROOM)

    assert "*Not saved.*" in hands.ephemerals()[-1].words
    assert "The regulator rang" in hands.ephemerals()[-1].words
    assert [] == logged(stage)


def test_p7_who_still_waits_when_it_stops_is_told(stage: Stage, deadline: Deadline) -> None:
    """Told to stop while the database is locked: no longer than the budget, and nobody waits for an answer in vain."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)

    with locked(stage, deadline):
        Person.types(saoirse, "/crisis log The regulator rang", ROOM)
        assert not stage.bot.app.finish(LAST_WORDS)

    assert "cannot say whether this was saved" in whispered(saoirse)
    assert "`/crisis log The regulator rang`" in whispered(saoirse)


def test_p7_a_form_that_still_waits_when_it_stops_says_so(stage: Stage, deadline: Deadline) -> None:
    """The window cannot say how it ended; what was typed is still in it, and sent again it has one effect."""
    rhys = stage.player(RHYS)
    sends = ready(rhys)

    with locked(stage, deadline):
        sends()
        assert not stage.bot.app.finish(LAST_WORDS)
    shown = rhys.opens_form()
    assert "cannot say whether this was saved" in shown.words
    assert "Customer file on a forum" in str(shown.values)
    rhys.submits(shown)

    assert 1 == len(incidents(stage))


# N13.


def test_n13_the_practice_workspace_is_answered_at_its_own_address_alone(stage: Stage) -> None:
    """The very server that was set as Slack's API, not another port of the same machine."""
    api = stage.settings.slack_api_url
    assert is_slacks(f"{stage.server.url}/response/1", api)
    assert not is_slacks("http://127.0.0.1:1/response/1", api)


def test_n13_a_strange_address_is_never_asked(stage: Stage) -> None:
    """A signed press with somebody else's address: it is forgotten, logged, and the answer comes another way."""
    start(stage.player(RHYS))
    saoirse, shown = stage.player(SAOIRSE), card(stage)
    Person.types(stage.player(POPPY), "/crisis done 1", ROOM)
    saoirse._url = lambda address: "http://127.0.0.1:1/steal"  # type: ignore[method-assign]  # noqa: SLF001 - forged.

    with capture_logs() as logs:
        Person.clicks(saoirse, shown, "step:done:source")

    assert ["strange_response_url"] == [
        one["event"] for one in logs if one["event"] == "strange_response_url"
    ]
    assert "127.0.0.1:1" not in str(logs)
    assert f"<@{POPPY}>" in saoirse.opens_form().words


# A memory that answers when a test lets it.


def edits_logged(stage: Stage) -> list[str]:
    """What kept messages say by now, as the log has it."""
    log = stage.bot.desk.looking.everything(incident(stage)).log
    facts = (entry.fact for entry in log)
    return [fact.text for fact in facts if isinstance(fact, MessageEdited)]


@dataclass
class Gated:
    """A memory that can be read, and written only once its gate is open; or that then gives up."""

    memory: Any
    then: Exception | None
    opened: Event = field(default_factory=Event)
    app: Any = None

    def reading(self, *, once: bool = False) -> Any:
        """Read as ever."""
        return self.memory.reading(once=once)

    def transaction(self, *given: Any, **named: Any) -> Any:
        """Wait."""
        assert self.opened.wait(20)
        if self.then is not None:
            raise self.then
        return self.memory.transaction(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.memory, name)


def hands_before(stage: Stage, gate: Gated, deadline: Deadline, user: str) -> Person:
    """Somebody's hands before the same product, whose memory is behind a gate."""
    desk = stage.bot.desk
    ledger = replace(desk.crisis.ledger, memory=cast("Any", gate))
    gated = replace(desk, crisis=replace(desk.crisis, ledger=ledger))
    gate.app = make_app(gated, stage.bot.app.client, BOT_TOKEN, deadline.patience())
    return Person(stage.workspace, user, deliver_to(gate.app), elapsed=lambda: 0.0)
