"""What comes by itself, what still has to be sent, and what Slack refused."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from handlers.means_words import means_name
from handlers.sentences import reason_in_words
from handlers.statement_words import statement_name
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from handlers.web.words import ERRAND
from handlers.web.words_coming import COMES, LAST_ANSWER, LAST_RUNG
from handlers.wording import say
from playbooks.commands import AskId, CallId
from playbooks.escalation import climb_of, following
from playbooks.incident import Incident
from playbooks.means import next_means
from playbooks.moments import Due, DueKind
from playbooks.playbook import ClockId, LadderId, UserId, Words
from playbooks.ports import DELIVERIES_KEPT, Delivery, DeliveryState
from playbooks.statements import ask_named

WAITING: Final = {
    DeliveryState.OWED: "waiting",
    DeliveryState.SENDING: "being_sent",
    DeliveryState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One pending moment."""

    at: Moment
    what: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One thing that Slack does not have."""

    what: str
    state: str
    state_words: str
    reason: str
    owed: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """How sending stands."""

    summary: str
    rows: tuple[DeliveryRow, ...]


def due_rows(incident: Incident, dues: tuple[Due, ...], reader: Reader) -> tuple[DueRow, ...]:
    """Draw every pending moment, the earliest first."""
    return tuple(
        DueRow(
            at=reader.at(due.at),
            what=say(_comes(incident, due), reader.language, subject=_subject(incident, due, reader)),
            overdue=due.at <= reader.now,
        )
        for due in dues
    )


def deliveries(incident: Incident, owed: tuple[Delivery, ...], reader: Reader) -> Deliveries:
    """Sum up what was sent, and draw what was not. What lost its object before it was sent is left out."""
    missing = tuple(delivery for delivery in owed if delivery.state in WAITING)
    return Deliveries(
        summary=_summary(incident, owed, reader), rows=tuple(_row(delivery, reader) for delivery in missing)
    )


def _summary(incident: Incident, owed: tuple[Delivery, ...], reader: Reader) -> str:
    count = Counter(delivery.state for delivery in owed)
    waiting = count[DeliveryState.OWED] + count[DeliveryState.SENDING]
    failed = count[DeliveryState.FAILED]
    if incident.closed_at is not None and incident.closed_at + DELIVERIES_KEPT < reader.now:
        # What was sent may be forgotten by now: its number would be wrong.
        return reader.say("delivered_long_ago", waiting=waiting, failed=failed, days=DELIVERIES_KEPT.days)
    if not owed:
        return reader.say("no_delivery")
    return reader.say("delivered", sent=count[DeliveryState.SENT], waiting=waiting, failed=failed)


def _row(delivery: Delivery, reader: Reader) -> DeliveryRow:
    return DeliveryRow(
        what=say(ERRAND[delivery.errand], reader.language, person=_to(delivery, reader)),
        state=delivery.state,
        state_words=reader.say(WAITING[delivery.state]),
        reason=reason_in_words(delivery.reason, reader.language) if delivery.reason else "",
        owed=reader.at(delivery.owed_at),
    )


def _to(delivery: Delivery, reader: Reader) -> str:
    lane, _, person = delivery.lane.partition(":")
    return reader.name(UserId(person.rpartition(":")[2])) if lane in {"person", "mail", "hook"} else ""


def _comes(incident: Incident, due: Due) -> Words:
    last = {DueKind.RUNG: LAST_RUNG, DueKind.ANSWER_EXPIRES: LAST_ANSWER}.get(due.kind)
    if last is None:
        return COMES[due.kind]
    climb = climb_of(incident, LadderId(due.subject))
    return last if following(incident, climb) is None else COMES[due.kind]


def _subject(incident: Incident, due: Due, reader: Reader) -> str:
    """Name what a due moment is about."""
    if due.kind in {DueKind.RUNG, DueKind.ANSWER_QUIET, DueKind.ANSWER_EXPIRES}:
        return reader.ladder(LadderId(due.subject))
    if due.kind is DueKind.MEANS:
        return _next_means(incident, due, reader)
    if due.kind is DueKind.HOLD_SOON:
        return due.subject
    if due.kind is DueKind.ACTION:
        return next((action.text for action in incident.actions if action.id == due.subject), "")
    if due.kind is DueKind.ESTIMATE:
        statement, ask = ask_named(incident, AskId(due.subject))
        return f"{reader.name(ask.person)}, {statement_name(incident, statement, reader.language)}"
    if due.kind in {DueKind.CLOCK_SHARE, DueKind.CLOCK_LIMIT, DueKind.CLOCK_OVER}:
        clock = incident.clock(ClockId(due.subject))
        return "" if clock is None else reader.read(clock.title)
    titles = (step.step.title for step in incident.plan if step.step.id == due.subject)
    title = next(titles, None)
    return "" if title is None else reader.read(title)


def _next_means(incident: Incident, due: Due, reader: Reader) -> str:
    call = incident.call(CallId(due.subject))
    following = next_means(call)
    means = "" if following is None else means_name(following.means, reader.directory, reader.language)
    return f"{reader.name(call.person)}, {means}"
