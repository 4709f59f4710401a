"""One round of the worker's work: let time pass, send what is owed, keep what became of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.fence import Fence, LeaseLost
from bot.presence import Alone, Presence
from playbooks.commands import IncidentId
from playbooks.desk.clockwork import Clockwork
from playbooks.errors import NotSaved
from playbooks.ports import FAULT, Clock, Memory, Outcome, OwedErrand, Refused, Sender, Slowed
from playbooks.shelf import Shelf

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(
    seconds=120
)  # longer than any send: at worst a dozen calls to Slack; letters share one
AT_ONCE: Final = 16  # senders; Slack answers in about 120 ms, so some 130 messages a second
GIVEN_UP_AFTER: Final = 8  # tries that failed in our own code; the errand is then recorded as failed
DUE_AT_ONCE: Final = 25  # due moments taken together: few enough that another replica finds its share
DUE_LEASE: Final = timedelta(seconds=5)  # many times what so many take
LET_GO: Final = timedelta(seconds=1)  # until what could not be begun is tried again, by whoever may
SET_ASIDE: Final = timedelta(seconds=60)  # until an incident over which time could not pass is tried again


@dataclass(slots=True, kw_only=True)
class Round:
    """One round of work, for one thread; the worker runs it over and over, a test runs it by hand."""

    memory: Memory
    clockwork: Clockwork
    sender: Sender
    clock: Clock
    shelf: Callable[[], Shelf] = field(default=lambda: Shelf(playbooks=()))
    watch: Callable[[], object] = lambda: None  # over the rotas of the weeks to come
    week: Callable[[], object] = lambda: None  # begins, with lessons that nobody has seen to
    draw_head: Callable[[], object] = lambda: None  # of the log, for today
    turns: Callable[[], object] = lambda: None  # whose ends, with customers who wait
    ask_contacts: Callable[[], int] = lambda: 0  # a few more of a contact check
    keep: Callable[[], object] = lambda: None  # what is past its time no longer
    paused: Callable[[], bool] = lambda: False  # whether this is a copy in which nothing happens by itself
    presence: Presence = field(default_factory=Alone)
    fence: Fence = field(default_factory=Fence)
    _aside: dict[IncidentId, datetime] = field(default_factory=dict)
    _faults: Counter[str] = field(default_factory=Counter)  # of ours, not Slack's, since the start

    def pass_time(self) -> int:
        """Let every due moment fall; give how many incidents were due."""
        now = self.clock.now()
        taken = self.memory.take_due(now=now, lease=DUE_LEASE, limit=DUE_AT_ONCE)
        due = [incident_id for incident_id in taken if self._aside.get(incident_id, now) <= now]
        for incident_id in due:
            self._pass_one(incident_id, now)
        return len(due)

    def _pass_one(self, incident_id: IncidentId, now: datetime) -> None:
        try:
            self.clockwork.pass_time(incident_id)
            self._aside.pop(incident_id, None)
        except Exception:
            # One incident that cannot be read must not keep the others from their due moments.
            self._aside[incident_id] = now + SET_ASIDE
            log.exception("time_did_not_pass", incident=incident_id)

    def audit(self, ends: Callable[[], bool] = lambda: False) -> None:
        """
        Make good every due moment that was lost, and say so: none ever should be.

        `ends` is asked before each incident, and may rest meanwhile: whoever asks for an answer comes first.
        """
        for incident_id in self.memory.every_open():
            if ends():
                return
            try:
                if self.clockwork.audit(incident_id):
                    log.warning("dues_mended", incident=incident_id)
            except Exception:
                # One incident that cannot be read must not keep the auditor from the others.
                log.exception("audit_failed", incident=incident_id)

    def offer(self) -> None:
        """Offer the newest versions on the shelf to the incidents that run on an older one, each once."""
        if self.paused():
            return
        for incident_id, newest in self.clockwork.outdated(self.shelf()):
            try:
                self.clockwork.offer(incident_id, newest)
            except Exception:
                # One incident that cannot be read must not keep the others from hearing of it.
                log.exception("version_not_offered", incident=incident_id)

    def watch_slack(self) -> None:
        """See whether Slack takes what it is offered; who hears that it does not is told by other means."""
        try:
            if not self.paused():
                self.clockwork.watch()
        except Exception:
            # What is due and owed goes on.
            log.exception("watch_failed")

    def write_letters(self) -> int:
        """Send the letters that can be sent now; give how many there were, or came to be owed."""
        fresh, until = 0 if self.paused() else self.ask_contacts(), self._lease_end()
        letters = self.memory.claim_letters(
            now=self.clock.now(), lease=LEASE, limit=AT_ONCE, holder=self.presence.holder
        )
        for letter in letters:
            try:
                with self.fence.under(letter.token, until):
                    outcome = self.sender.send_letter(letter)
            except LeaseLost:
                outcome = _let_go()
            except Exception as exc:
                log.exception("letter_failed", letter=letter.id)
                outcome = self._fault(letter.id, exc)
            try:
                self.memory.settle_letter(letter, outcome, self.clock.now())
            except Exception:
                # Its lease will run out, and somebody will look for it before sending it again.
                log.exception("outcome_not_kept", letter=letter.id)
            if isinstance(outcome, Slowed | Refused):
                log.warning("letter_not_delivered", letter=letter.id, why=outcome.reason)
        return max(len(letters), fresh)

    def deliver(self, errand: OwedErrand, until: float) -> None:
        """Send one errand and keep what became of it; a fault of ours is kept as one, never lost. `until`: see `claim`."""
        try:
            situation = self.clockwork.situation(errand)
            with self.fence.under(errand.token, until):
                outcome = self.sender.send(errand, situation)
        except LeaseLost:
            self._give_back(errand)
            return
        except Exception as exc:
            log.exception("errand_failed", errand=errand.id, kind=errand.errand, incident=errand.incident)
            outcome = self._fault(errand.id, exc)
        self._settle(errand, outcome)

    def _give_back(self, errand: OwedErrand) -> None:
        """Leave an errand to whoever may send it; no word of it to the log, since nothing is known of Slack."""
        log.warning("lease_lost", errand=errand.id, kind=errand.errand, incident=errand.incident)
        try:
            self.memory.postpone(errand, _let_go(), self.clock.now())
        except NotSaved:
            # The database is away: what was under our lease is taken over when we have been silent for long enough.
            log.warning("lease_not_given_back", errand=errand.id)

    def claim(self, limit: int) -> tuple[tuple[OwedErrand, ...], float]:
        """Take errands to send, under this process's name; give them with the end of their lease, for the fence."""
        until, now = self._lease_end(), self.clock.now()
        return self.memory.claim(now=now, lease=LEASE, limit=limit, holder=self.presence.holder), until

    def _lease_end(self) -> float:
        # Asked before the lease is given, so that the fence never takes it for longer than it is.
        return self.fence.elapsed() + LEASE.total_seconds()

    def _settle(self, errand: OwedErrand, outcome: Outcome) -> None:
        try:
            self.clockwork.settle(errand, outcome)
        except Exception:
            # Nothing was recorded, so the lease will run out and somebody will look before sending again.
            log.exception("outcome_not_kept", errand=errand.id, kind=errand.errand, incident=errand.incident)
            return
        if not isinstance(outcome, Slowed | Refused):
            return
        log.warning(
            "not_delivered",
            errand=errand.id,
            kind=errand.errand,
            incident=errand.incident,
            why=outcome.reason,
        )

    def _fault(self, of: str, exc: Exception) -> Outcome:
        self._faults[of] += 1
        if self._faults[of] >= GIVEN_UP_AFTER:
            return Refused(reason=f"{FAULT}{type(exc).__name__}")
        wait = timedelta(seconds=2 ** self._faults[of])
        return Slowed(wait=wait, reason=type(exc).__name__, unsure=True)

    def settle_all(self) -> None:
        """Do everything that can be done at the present moment, in this thread."""
        while True:
            self.watch_slack()
            errands, until = self.claim(AT_ONCE)
            for errand in errands:
                self.deliver(errand, until)
            # Letters last, as the worker writes them: nothing of an incident waits behind one.
            if not errands and not self.pass_time() and not self.write_letters():
                return


def _let_go() -> Slowed:
    # Of several calls one may have been made: whoever takes it up looks first.
    return Slowed(wait=LET_GO, reason="lease_lost", unsure=True)
