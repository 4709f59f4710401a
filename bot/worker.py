"""
The worker: wakes at the next due moment, lets time pass, and delivers what is owed.

The database keeps the facts, APScheduler only keeps the time: wake at the next due moment (re-armed after each
round), a sweep every few seconds in case a wake-up was lost, and the auditor. Any round may run zero, one or many
times without harm, so a lost or doubled wake-up changes nothing.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import structlog
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from bot.breath import breathe
from bot.clock import SystemClock
from bot.fence import CALL_LIMIT
from bot.hands import Hands
from bot.round import AT_ONCE, Round
from playbooks.ports import OwedErrand

log = structlog.get_logger(__name__)

REST_SECONDS: Final = 0.01  # between two rounds, so that what comes in a crowd is one round's work
SWEEP_SECONDS: Final = 5.0
PULSE_SECONDS: Final = 60.0
AUDIT_SECONDS: Final = 300.0
TIDY_SECONDS: Final = 6 * 3600.0
REST_OF_WATCH: Final = 10.0  # seconds between two looks whether Slack takes anything
REST_OF_LETTERS: Final = 1.0  # seconds between two looks for letters
SAME_MOMENT: Final = timedelta(milliseconds=1)  # an alarm that is set need not be set again


@dataclass(slots=True, kw_only=True)
class Worker:
    """Runs rounds in the background from `start` to `stop`."""

    round: Round
    pack: Callable[[], object] = lambda: None  # keeps the offline pack fresh
    tidies_after: float = AUDIT_SECONDS  # the start, in seconds: not while it catches up
    busy: Callable[[], bool] = lambda: False  # whether somebody waits for an answer
    pulse: Callable[[], object] = lambda: None  # tells the operator's own watch that the work gets done
    _awake: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _free: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    # One more than there are errands at once: letters, however many, take no sender from a call.
    _senders: Hands = field(default_factory=lambda: Hands(most=AT_ONCE + 1, name="sender"))
    _pulser: Hands = field(default_factory=lambda: Hands(most=1, name="pulse"))
    _auditor: Hands = field(default_factory=lambda: Hands(most=1, name="auditor"))
    _auditing: Future[None] | None = None
    _scheduler: BackgroundScheduler | None = None
    _thread: threading.Thread | None = None
    _watched_at: float | None = None  # when Slack's silence was last looked at, by the machine
    _letters_at: float | None = None  # when letters were last looked for, by the machine
    _writing: Future[None] | None = None
    _alarm: datetime | None = None  # by the machine's clock
    beat: datetime | None = None  # when the last round ended

    def start(self) -> None:
        """
        Begin to work; first the auditor looks whether anything was lost.

        What a process before this one was sending is taken up as soon as that one's last call to Slack must have
        ended, and looked for before it is sent again. Where others may be sending, the present ones are asked first.
        """
        if not self.round.presence.shared:
            self.round.memory.shorten_leases(self.round.clock.now() + CALL_LIMIT)
        # A wake-up only sets a flag, in the scheduler's own thread; the auditor has one of its own.
        scheduler = BackgroundScheduler(timezone=UTC, executors={"default": DebugExecutor()})
        scheduler.add_job(self.wake, "interval", seconds=SWEEP_SECONDS, id="sweep")
        scheduler.add_job(
            self._audit,
            "interval",
            seconds=AUDIT_SECONDS,
            id="audit",
            next_run_time=SystemClock().now(),
        )
        scheduler.add_job(self._pulse, "interval", seconds=PULSE_SECONDS, id="pulse")
        scheduler.add_job(
            self._tidy_aside,
            "interval",
            seconds=TIDY_SECONDS,
            id="tidy",
            next_run_time=SystemClock().now() + timedelta(seconds=self.tidies_after),
        )
        scheduler.start()
        self._scheduler = scheduler
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Look at once whether anything is due or owed."""
        self._awake.set()

    def take_no_more(self) -> None:
        """Begin nothing new; what is being sent goes on."""
        self._stopping.set()
        self.wake()
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.shutdown(wait=False)

    def stop(self, within: float) -> bool:
        """
        Take no more work and let what is being sent finish for at most so many seconds; whether it did.

        What is cut off keeps its lease: the next start looks for it before it sends it again.
        """
        end = time.monotonic() + within
        self.take_no_more()
        if self._thread is not None:
            self._thread.join(within)
        return self._senders.drain(end - time.monotonic())

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.wait()
            self._awake.clear()
            if self._stopping.is_set():
                return
            try:
                self._work()
            except Exception:
                # The memory is out of reach: the next sweep tries again.
                log.exception("round_failed")
            self._stopping.wait(REST_SECONDS)

    def _work(self) -> None:
        began, more = self.round.clock.now(), True
        while more and not self._stopping.is_set():
            began = self.round.clock.now()
            fallen = self.round.pass_time()
            more = self._send_some() or fallen > 0
        self._letters_too()
        self._arm(began)
        self.beat = self.round.clock.now()

    def _send_some(self) -> bool:
        """Hand out as many errands as there are free senders; whether more may wait for those still free."""
        if not self.round.presence.ready:
            return False
        places = 0
        while places < AT_ONCE and self._free.acquire(blocking=False):
            places += 1
        if not places:
            return False
        errands: tuple[OwedErrand, ...] = ()
        try:
            errands, until = self.round.claim(places)
        finally:
            for _ in range(places - len(errands)):
                self._free.release()
        for errand in errands:
            self._senders.submit(partial(self.round.deliver, errand, until)).add_done_callback(self._sent)
        return len(errands) == places

    def _letters_too(self) -> None:
        """Have letters written aside, not at every wake-up: they are few, and nobody's life hangs on a second."""
        if not self.round.presence.ready or (self._writing is not None and not self._writing.done()):
            return
        if self._letters_at is None or time.monotonic() - self._letters_at >= REST_OF_LETTERS:
            self._letters_at = time.monotonic()
            self._writing = self._senders.submit(self._write_letters)

    def _write_letters(self) -> None:
        try:
            if self._watched_at is None or time.monotonic() - self._watched_at >= REST_OF_WATCH:
                self._watched_at = time.monotonic()
                self.round.watch_slack()
            self.round.write_letters()
        except Exception:
            # The memory is out of reach: the next sweep tries again.
            log.exception("letters_failed")

    def _sent(self, delivered: Future[None]) -> None:
        self._free.release()
        self.wake()
        fault = delivered.exception()
        if fault is not None:
            # Nobody asks for a sender's outcome; the errand's lease will run out.
            log.error("errand_left", exc_info=fault)

    def _arm(self, after: datetime) -> None:
        """
        Set the alarm for the next moment at which something falls due or comes free.

        What was there to do at `after` is done, or waits for a sender that will wake us when it is free.
        """
        moment = self.round.memory.next_moment(after)
        scheduler = self._scheduler
        if moment is None or scheduler is None or self._stopping.is_set():
            return
        # The house's clock may run ahead of the machine's in practice; only the distance counts.
        alarm = SystemClock().now() + max(moment - self.round.clock.now(), timedelta(0))
        if self._alarm is not None and abs(alarm - self._alarm) < SAME_MOMENT:
            return
        self._alarm = alarm
        scheduler.add_job(
            self._ring, DateTrigger(alarm), id="alarm", replace_existing=True, misfire_grace_time=None
        )

    def _ring(self) -> None:
        self._alarm = None
        self.wake()

    def _pulse(self) -> None:
        if not self._pulser.crowded:
            self._pulser.submit(self._beat)

    def _beat(self) -> None:
        try:
            self.pulse()
        except Exception:
            # The database is away, for one: the silence that follows is the alarm.
            log.exception("pulse_failed")

    def _audit(self) -> None:
        if self._auditing is None or self._auditing.done():
            self._auditing = self._auditor.submit(self._look_after)

    def _look_after(self) -> None:
        self._each(
            (self.round.offer, "offer_failed"),
            (self.round.turns, "turns_not_ended"),
            (self.round.watch, "rotas_not_watched"),
            (self.round.draw_head, "head_not_drawn"),
            (self.round.week, "week_not_begun"),
            (self.pack, "pack_failed"),
            (partial(self.round.audit, self._rested), "audit_failed"),  # the longest
        )

    def _each(self, *works: tuple[Callable[[], object], str]) -> None:
        """Do one work after the other until the stop; one that fails is told, and keeps none from the others."""
        for work, failed in works:
            if self._stopping.is_set():
                return
            try:
                work()
            except Exception:
                log.exception(failed)

    def _rested(self) -> bool:
        breathe(self._stopping.wait, self.busy)
        return self._stopping.is_set()

    def _tidy_aside(self) -> None:
        self._auditor.submit(self._tidy)

    def _tidy(self) -> None:
        """Forget what is past its time, enter what search lacks, and delete what is no longer kept."""
        memory, clock = self.round.memory, self.round.clock
        self._each(
            (lambda: self._little_by_little(lambda: memory.forget(clock.now())), "not_forgotten"),
            (lambda: self._little_by_little(memory.recollect), "search_not_caught_up"),
            (self.round.keep, "past_not_deleted"),
        )

    def _little_by_little(self, some: Callable[[], int]) -> None:
        while not self._stopping.wait(REST_SECONDS) and some():
            pass
