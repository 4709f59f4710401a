"""The web doors on a real desk over a real database, with a browser that sits at the machine itself."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from fastapi import FastAPI

from config.directory import load_directory
from config.playbook_files import load_playbooks
from handlers import web
from playbooks.commands import Asked, ChannelId, Errand, OpenIncident, RequestId
from playbooks.desk import Desk, Office, set_up
from playbooks.incident import Incident
from playbooks.playbook import Language, PlaybookId, PlaybookKind, UnitId, UserId
from playbooks.ports import OwedErrand, Pointless, Refused, Sent, Slowed
from playbooks.routing import Directory
from playbooks.shelf import Shelf
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.clock import MovableClock
from tests.fakes.files import FakeFiles
from tests.fakes.ids import CountingIds

with warnings.catch_warnings():
    # It works with the httpx that the product itself uses, and says that it would rather have another.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

MAUD, CLAIRE, BASILE, INES = UserId("U0MAUD"), UserId("U0CLAIRE"), UserId("U0BASILE"), UserId("U0INES")
TOKEN = "a-token-for-the-operator"
FEED_KEY = b"the key of these calendars"
HERE = ("127.0.0.1", 50000)
Outcome = Sent | Slowed | Refused | Pointless
Answers = Callable[[OwedErrand], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A company with its desk, and the doors to look at."""

    desk: Desk
    memory: SqlMemory
    clock: MovableClock
    ids: CountingIds
    app: FastAPI

    def browser(self, **how: Any) -> TestClient:
        """Sit at the machine itself, unless told otherwise."""
        seat: dict[str, Any] = {
            "client": HERE,
            "base_url": "http://127.0.0.1:8000",
            "headers": {"accept-language": "en"},
            "follow_redirects": False,
        }
        return TestClient(self.app, **(seat | how))

    def page(self, address: str, **headers: str) -> str:
        """Read a page that is there."""
        answer = self.browser().get(address, headers=headers)
        assert 200 == answer.status_code, answer.text
        return str(answer.text)

    def api(self, address: str) -> Any:
        """Ask the API as the operator."""
        answer = self.browser().get(address, headers={"authorization": f"Bearer {TOKEN}"})
        assert 200 == answer.status_code, answer.text
        return answer.json()

    def opens(self, title: str = "Customer file on a forum", **changes: Any) -> Incident:
        """Maud opens a data breach at the French railway."""
        plain: dict[str, Any] = {
            "kind": PlaybookKind.CRISIS,
            "playbook": PlaybookId("data-breach"),
            "title": title,
            "unit": UnitId("rail-fr"),
            "country": "FR",
            "language": Language.EN,
        }
        return self.desk.crisis.open(OpenIncident(**(plain | changes)), self.asked(MAUD))

    def does(self, order: Any, by: UserId = MAUD) -> Incident:
        """Somebody asks for something."""
        return self.desk.crisis.carry_out(order, self.asked(by))

    def asked(self, by: UserId) -> Asked:
        """A request of its own for each thing asked."""
        return Asked(by=by, request=RequestId(self.ids.fresh()))

    def slack_answers(self, answers: Answers) -> None:
        """Send everything owed, with what Slack says to each."""
        taken = True
        while taken:
            claimed = self.memory.claim(now=self.clock.now(), lease=timedelta(minutes=1), limit=100)
            for errand in claimed:
                self.desk.clockwork.settle(errand, answers(errand))
            taken = bool(claimed)

    def time_passes(self, incident: Incident, **by: float) -> Incident:
        """Let time pass over an incident."""
        self.clock.forward(**by)
        return self.desk.clockwork.pass_time(incident.id)


def accepts(errand: OwedErrand) -> Outcome:
    """What Slack says when all is well."""
    edited = errand.errand in {Errand.CARD, Errand.REVIEW}  # One message each, however often it is drawn.
    ts = f"{errand.errand}.{errand.incident}" if edited else errand.id
    return Sent(channel=ChannelId("C0ROOM"), ts=ts, name="inc-2026-0001-data-breach")


@cache
def company() -> tuple[Directory, Shelf]:
    """Read the fictional company and the built-in playbooks once: neither ever changes."""
    directory = load_directory(None)
    return directory, load_playbooks(None, directory.vocabulary)


@contextmanager
def a_scene(database_url: str, *, api_token: str | None = TOKEN) -> Iterator[Scene]:
    """Set the doors up on a database that has its schema."""
    database = connect(database_url)
    clock, ids = MovableClock(), CountingIds()
    memory = SqlMemory(database, ids, (b"the key of these tests",))
    directory, shelf = company()
    office = Office(
        memory=memory,
        clock=clock,
        ids=ids,
        files=FakeFiles(directory, shelf),
        language=lambda: Language.FR,
        woken=lambda: None,
        address="https://crisis.example.com",
        feed_key=FEED_KEY,
    )
    desk, app = set_up(office), FastAPI(docs_url=None, redoc_url=None)
    web.register(app, desk, api_token=api_token, checks=lambda: [("memory", True, "It can be written.")])
    yield Scene(desk=desk, memory=memory, clock=clock, ids=ids, app=app)
    database.close()
