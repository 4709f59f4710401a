"""
Answers Slack in time, and the person late, when a request has to wait for the database (P7).

Slack gives up on a request after three seconds and tells the person that it failed; a writer waits for the database
for ten. So a request is carried out by a thread of its own. If it is not done in time, Slack gets words that never
say it is saved, and the real answer follows by `response_url` or `views.update`. The same request that arrives again
meanwhile is not carried out twice.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from slack_bolt import App, BoltRequest, BoltResponse, Respond
from slack_sdk import WebClient

from bot.hands import Hands
from handlers.slack import answers
from handlers.slack.addresses import is_slacks
from handlers.slack.late import Late
from handlers.slack.visits import request_id
from playbooks.commands import RequestId
from playbooks.desk import Desk
from playbooks.errors import NotSaved
from playbooks.playbook import Words

log = structlog.get_logger(__name__)

IN_TIME: Final = 2.3  # seconds; Slack allows three, with the way to us and back, and a machine that is busy
HEAD_START: Final = 1.0  # seconds for the first answer to be shown: it must not overwrite the real one
LAST_WORDS: Final = 2.0  # seconds of a stop's budget, to tell those who still wait that they have to look
LEAST: Final = 0.2  # seconds that a request gets even if it stood in the queue before: most need less
AT_ONCE: Final = 200  # requests carried out or waiting for the database side by side
ARRIVED: Final = "arrived"  # in a request's context: when it came, by `Patience.elapsed`


def done_within(future: Future[Any], seconds: float) -> bool:
    """Wait for a future at most so long; whether it is done."""
    try:
        future.exception(seconds)
    except TimeoutError:
        return False
    return True


def meanwhile(future: Future[Any], seconds: float) -> Awaitable[object]:
    """Wait for a future at most so long, while the event loop turns."""
    return asyncio.wait((asyncio.wrap_future(future),), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request may take before Slack is answered without its outcome; real time, handed in."""

    seconds: float = IN_TIME
    at_once: int = AT_ONCE
    elapsed: Callable[[], float] = time.monotonic
    done_within: Callable[[Future[Any], float], bool] = done_within
    meanwhile: Callable[[Future[Any], float], Awaitable[object]] = meanwhile
    pause: Callable[[float], object] = threading.Event().wait


UNHURRIED: Final = Patience(seconds=3600.0)  # where a slow machine is no part of what is told


class PatientApp(App):
    """A Bolt app, over HTTP and over Socket Mode, that never keeps Slack waiting for too long."""

    def __init__(self, desk: Desk, speaker: WebClient, patience: Patience, **settings: Any) -> None:
        """Make the app; `speaker` speaks with the bot's token, `settings` are Bolt's own."""
        super().__init__(**settings)
        self.desk = desk
        self._speaker = speaker
        self._patience = patience
        self._doing = Hands(most=patience.at_once, name="door")
        self._telling = Hands(most=patience.at_once, name="late")
        self._guard = threading.Lock()
        self._late: dict[RequestId, Late] = {}

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Carry out a request and give its answer, or the answer for meanwhile."""
        task = self.begin(req)
        if isinstance(task, BoltResponse):
            return task
        done = self._patience.done_within(task, self._left(req))
        return task.result() if done else self.not_in_time(req, task)

    def begin(self, req: BoltRequest) -> Future[BoltResponse] | BoltResponse:
        """Begin to carry out a request; one that is being carried out already has its answer for meanwhile."""
        waiting = self._waiting(req)
        if waiting is not None:
            return waiting.meanwhile()
        req.context.setdefault(ARRIVED, self._patience.elapsed())
        self._keep_to_slack(req)
        return self._doing.submit(partial(super().dispatch, req))

    def waited_for(self, task: Future[BoltResponse], req: BoltRequest) -> Awaitable[object]:
        """Wait for a request that was begun for as long as there is time, in an event loop: no thread waits."""
        return self._patience.meanwhile(task, self._left(req))

    def _left(self, req: BoltRequest) -> float:
        return max(float(req.context[ARRIVED]) + self._patience.seconds - self._patience.elapsed(), LEAST)

    def not_in_time(self, req: BoltRequest, future: Future[BoltResponse]) -> BoltResponse:
        """Answer a request that takes longer, and see to it that its outcome is told; this may take a while itself."""
        if self._doing.crowded and future.cancel():
            return self._turn_away(req)
        return self._answer_late(req, future)

    def busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._doing.busy

    def finish(self, seconds: float) -> bool:
        """Let late answers come to their end for at most so long; whether they did. The rest are told so."""
        end = self._patience.elapsed() + seconds
        done = self._telling.drain(seconds - LAST_WORDS)
        with self._guard:
            abandoned, self._late = tuple(self._late.values()), {}
        parting = Hands(most=self._patience.at_once, name="parting")
        for late in abandoned:
            parting.submit(late.give_up)
        parting.drain(end - self._patience.elapsed())
        return done

    def _keep_to_slack(self, req: BoltRequest) -> None:
        """Forget an address for answers that is not Slack's (N13)."""
        address = req.context.get("response_url")
        if address is not None and not is_slacks(str(address), self._speaker.base_url):
            log.warning("strange_response_url", request=request_id(req.body))
            req.context.pop("response_url")
            req.body.pop("response_url", None)

    def _waiting(self, req: BoltRequest) -> Late | None:
        with self._guard:
            late = self._late.get(request_id(req.body))
            if late is not None:
                late.again = True
            return late

    def _answer_late(self, req: BoltRequest, future: Future[BoltResponse]) -> BoltResponse:
        late = Late.of(self.desk, self._speaker, req.body)
        with self._guard:
            self._late[late.visit.request] = late
        self._telling.submit(partial(self._tell, late, req, future))
        return late.meanwhile()

    def _tell(self, late: Late, req: BoltRequest, future: Future[BoltResponse]) -> None:
        try:
            late.note()
            self._patience.pause(HEAD_START)
            answer = future.result()
            with self._guard:
                mine = self._late.pop(late.visit.request, None)
            if mine is late:  # Otherwise the process stops, and the person was told so.
                late.tell(answer, req.context)
        except Exception:
            # Nobody waits for this thread's outcome: what goes wrong here is seen in the log or nowhere.
            log.exception("late_answer_failed", request=late.visit.request)
            with self._guard:
                self._late.pop(late.visit.request, None)

    def _turn_away(self, req: BoltRequest) -> BoltResponse:
        """Refuse what was not even begun: so many wait already that it would not be answered within seconds."""
        error = NotSaved(
            Words(
                en="too many requests wait for the database",
                fr="trop de demandes attendent la base de données",
            )
        )
        late = Late.of(self.desk, self._speaker, req.body)
        respond = Respond(
            response_url=str(req.body["response_url"]) if req.body.get("response_url") else None
        )
        return answers.answered(error, late.visit, respond)
