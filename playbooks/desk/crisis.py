"""What people ask of the desk: open an incident, and carry out an order about one."""

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from playbooks import (
    cases,
    deciding,
    duties,
    escalation,
    holding,
    means,
    points,
    publishing,
    refusals,
    review,
    shifts,
    statements,
    surge,
    versions,
)
from playbooks import events as e
from playbooks.cases import CaseOrder
from playbooks.commands import (
    AboutStatement,
    AcceptVersion,
    AddAction,
    ApproveStatement,
    Asked,
    CallVolunteers,
    ConfirmClock,
    ConfirmFrozen,
    CustomersWords,
    CustomerWroteAgain,
    DeclineCall,
    DeclineVersion,
    EndStance,
    Escalate,
    EstimateStatement,
    FreezePublishing,
    HandAnswer,
    IncidentId,
    KeepAnswer,
    KeepCase,
    MeetClock,
    NameCause,
    ObjectToStatement,
    OpenIncident,
    PassCall,
    ReadSample,
    RenewStance,
    RestartOutlet,
    RetireWordings,
    StopAgain,
    TakeCall,
    TakeStance,
    TriageCase,
    WaiveClock,
    WithdrawObjection,
    Worded,
)
from playbooks.deciding import CrisisOrder, Pinned
from playbooks.desk import rights
from playbooks.desk.ledger import Ledger
from playbooks.duties import ClockOrder, Roles
from playbooks.entries import Following
from playbooks.errors import Conflict
from playbooks.folding import begin
from playbooks.holding import HoldingOrder
from playbooks.inbox import SAME_CAUSES, ReportId, same_name
from playbooks.incident import Incident
from playbooks.letters import Letter, SameCause
from playbooks.playbook import Playbook, PlaybookKind, UserId
from playbooks.points import PointOrder
from playbooks.ports import Ids, Transaction
from playbooks.pseudonyms import pseudonym
from playbooks.publishing import PublishingOrder
from playbooks.review import ReviewOrder
from playbooks.routing import Directory, MeansId, Need, Setting, Where, find
from playbooks.routing import pinned as people_pinned
from playbooks.routing.pledges import usual_urgency
from playbooks.search import Hit
from playbooks.shelf import Shelf
from playbooks.statements import Local, StatementOrder
from playbooks.versions import VersionOrder

CallOrder = TakeCall | DeclineCall | KeepAnswer
CallingOrder = PassCall | Escalate
WordsOrder = StatementOrder | VersionOrder | HoldingOrder
HelpOrder = ReadSample | RetireWordings | CallVolunteers  # of a surge; an answer in it needs its own desk
WorkedOrder = CrisisOrder | PublishingOrder | CaseOrder | KeepCase | HelpOrder
DecidedOrder = WorkedOrder | CallOrder | ReviewOrder | WordsOrder | PointOrder | ClockOrder
AnyOrder = DecidedOrder | CallingOrder
SERIES: Final = {PlaybookKind.CRISIS: "INC", PlaybookKind.REPLY: "REP"}
DAY: Final = timedelta(days=1)
YEAR: Final = timedelta(days=365)  # for which the same cause is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisDesk:
    """Opens incidents and carries out orders, each in one transaction, each request once."""

    ledger: Ledger
    ids: Ids
    shelf: Callable[[], Shelf]
    directory: Callable[[], Directory]
    at_hand: Callable[[], Set[MeansId]] = frozenset  # by what else than Slack this house reaches people
    customer_key: bytes = b""  # makes the pseudonyms of customers
    recall: Callable[[str], Hit | None] = lambda _: None  # what was like it before

    def open(self, command: OpenIncident, asked: Asked) -> Incident:
        """
        Open an incident: pin its playbook, people and ladders, and call the first rungs.

        A second arrival of the same request gives the incident that the first one opened. Raises a Refusal
        (unknown playbook or unit, no title).
        """
        incident_id = IncidentId(self.ids.fresh())
        rights.must_open(self.directory(), command, asked.by)
        # Looked for before the database is held for the opening. An exercise has no past, and is none.
        crisis = command.kind is PlaybookKind.CRISIS and not command.drill
        opening = _Opening(command=command, by=asked.by, past=self.recall(command.title) if crisis else None)
        return self.ledger.once(asked, incident_id, partial(self._opened, incident_id, opening))

    def carry_out(self, order: AnyOrder, asked: Asked) -> Incident:
        """Carry out an order about an incident, once; give the state after it. Raises a Refusal."""
        if isinstance(order, NameCause):
            incident = self.ledger.once(asked, order.incident, partial(self._caused, order, asked.by))
            self.ledger.woken()  # A letter may be owed, which the ledger does not count.
            return incident
        if isinstance(order, CallingOrder):
            return self.ledger.once(asked, order.incident, partial(self._called, order, asked.by))
        with rights.noting(self.ledger, order, asked):
            return self.ledger.change(order.incident, asked, partial(self._decided, order, asked.by))

    def _caused(self, order: NameCause, by: UserId, tx: Transaction) -> Incident:
        """Name a cause, and tell whoever leads customer care where it is the fifth of a day."""
        incident, now = tx.locked(order.incident), self.ledger.clock.now()
        before = tx.causes_before(order.cause, now - YEAR, incident.id)
        facts = self._decided(order, by, incident)
        counted = (replace(one, before=before) if isinstance(one, e.CauseNamed) else one for one in facts)
        after = self.ledger.keep(tx, incident, tuple(counted))
        cause = after.cause
        count = tx.same_causes(cause, after.unit, now - DAY)
        # Of what few may know, not even the cause is told.
        if not (after.drill or after.restricted) and count >= SAME_CAUSES:
            need = Need(role=after.playbook.lead, unit=after.unit)
            person = find(self.directory(), need, now, tx.availability(now)).person
            matter = SameCause(unit=after.unit, cause=cause, count=count)
            subject = f"{after.unit}:{same_name(cause)}:{now:%Y-%m-%d}"
            tx.owe_letter(Letter(person=person, subject=subject, matter=matter), now)
        return after

    def today(self, incident: Incident) -> Roles:
        """Who holds which role where an incident is worked, by the directory as it is now: holders, then deputies."""
        directory = self.directory()
        where = (incident.unit, incident.country)
        first = dict(reversed(directory.deputies(*where)))  # The first of a role alone has its rights.
        return (*directory.roster(*where), *first.items())

    def _opened(self, incident_id: IncidentId, opening: "_Opening", tx: Transaction) -> Incident:
        now, command, by = self.ledger.clock.now(), opening.command, opening.by
        playbook = self._playbook(command)
        tx.release(playbook, now)
        first = deciding.opening(command, self._pinned(command, playbook, tx, now), by=by, now=now)
        incident = begin(incident_id, first, playbook)
        customer = self._customer(command, incident, tx, now)
        surged = self._surge(command, incident, tx, now)
        begun = (*customer, *surged, *_recalled(opening.past, now), *escalation.begin(incident, now))
        return self.ledger.keep_new(tx, incident, first, begun)

    def _surge(
        self, command: OpenIncident, incident: Incident, tx: Transaction, now: datetime
    ) -> tuple[e.SurgeBegun, ...]:
        """Begin a surge where its playbook is opened, and link it to the incident that it comes from."""
        if not surge.is_surge(incident.playbook):
            return ()
        if command.parent is None:
            return (e.SurgeBegun(at=now, by=incident.opened_by),)
        parent = tx.locked(command.parent)
        linked = e.SurgeLinked(
            at=now, by=incident.opened_by, surge=incident.id, ref=incident.ref, lead=incident.lead
        )
        if not incident.restricted:  # Others read the parent: it does not know of what few may know.
            self.ledger.keep(tx, parent, (linked,))
        ref = "" if parent.restricted else parent.ref
        return (e.SurgeBegun(at=now, by=incident.opened_by, parent=parent.id, parent_ref=ref),)

    def _customer(
        self, command: OpenIncident, incident: Incident, tx: Transaction, now: datetime
    ) -> tuple[e.CaseOpened, ...]:
        """Keep whom a reply answers. Raises Conflict where somebody is on them already, and nothing was agreed."""
        words = command.customer
        if words is None:
            return ()
        directory = self.directory()
        terms = cases.Terms(
            pledges=tuple(directory.pledges.items()),
            week=directory.week_of(command.unit),
            usual=usual_urgency(incident.severity, incident.playbook.urgency),
        )
        author = pseudonym(self.customer_key, words.network, words.author) or _reported(tx, words)
        opened = cases.opened(words, author, terms, by=incident.opened_by, now=now)
        report = tx.report(ReportId(words.report)) if words.report else None
        if not words.agreed:
            for one in tx.answering(author, cases.thread_of(opened.link), now):
                raise refusals.cases.answered_by(one.who, one.since, one.ref)
            holder = tx.holder(author, now) or (None if report is None else report.holder(now))
            if holder not in {None, incident.opened_by}:
                raise refusals.surge.held_by(holder)
        if not words.report:
            return (opened,)
        if incident.drill:
            raise refusals.cases.real_customer()
        if report is None or not tx.take_report(report.id, incident.id):
            raise _taken_before(tx, ReportId(words.report))
        return (replace(opened, source=report.source, external=report.external),)

    def _called(self, order: CallingOrder, by: UserId, tx: Transaction) -> Incident:
        """Carry out what needs to know who can be called now."""
        incident, now, directory = tx.locked(order.incident), self.ledger.clock.now(), self.directory()
        if isinstance(order, PassCall):
            reach = means.order_of(order.to, directory, self.at_hand())
            return self.ledger.keep(tx, incident, escalation.pass_on(incident, order, reach, by=by, now=now))
        setting = Setting(
            at=now,
            unit=incident.unit,
            country=incident.country,
            severity=incident.severity,
            audiences=incident.playbook.audiences,
            availability=tx.availability(now),
        )
        planned = means.pinned(
            escalation.planned_by_hand(directory, incident, order, setting), directory, self.at_hand()
        )
        return self.ledger.keep(tx, incident, escalation.escalate(incident, order, planned, by=by, now=now))

    def _playbook(self, command: OpenIncident) -> Playbook:
        shelf = self.shelf()
        playbook = shelf.find(command.playbook)
        if playbook is None or playbook.kind is not command.kind:
            raise refusals.crisis.no_such_playbook(command.playbook)
        return shelf.local(playbook, command.unit, command.country)

    def _pinned(self, command: OpenIncident, playbook: Playbook, tx: Transaction, now: datetime) -> Pinned:
        directory = self.directory()
        if directory.unit(command.unit) is None:
            raise refusals.crisis.no_such_unit(command.unit)
        setting = Setting(
            at=now,
            unit=command.unit,
            country=command.country,
            severity=command.severity or playbook.severity,
            audiences=playbook.audiences,
            availability=tx.availability(now),
        )
        where = Where(unit=command.unit, country=command.country, language=command.language.value)
        people = people_pinned(directory, where, now, setting.availability)
        found = (escalation.pinned(directory, name, setting) for name in playbook.ladders)
        ladders = tuple(means.pinned(ladder, directory, self.at_hand()) for ladder in found)
        # Taken late: whoever opens another one waits from here until the end.
        ref = tx.next_ref(SERIES[command.kind], now.year)
        return Pinned(
            ref=ref,
            playbook=playbook,
            roster=people.roster,
            deputies=people.deputies,
            ladders=ladders,
            relaxed=people.relaxed,
        )

    def _decided(self, order: DecidedOrder, by: UserId, incident: Incident) -> tuple[e.Event, ...]:
        _must_have_a_part(incident, order, by)
        if incident.brought is not None:
            raise refusals.crisis.is_only_read(incident.ref)
        facts = self._ruled(order, by, incident)
        rights.must_do(self.directory(), incident, facts, by)
        return (*facts, *statements.following(incident, facts, self.ledger.clock.now()))

    def _ruled(self, order: DecidedOrder, by: UserId, incident: Incident) -> tuple[e.Event, ...]:
        now = self.ledger.clock.now()
        if isinstance(order, ReviewOrder):
            owner = order.owner if isinstance(order, AddAction) else by
            return review.decide(incident, order, by=by, now=now, zone=self._zone(owner))
        if isinstance(order, PointOrder):
            return points.decide(incident, order, by=by, now=now)
        match order:
            case TakeCall() | DeclineCall() | KeepAnswer():
                return escalation.decide(incident, order, by=by, now=now)
            case AcceptVersion() | DeclineVersion():
                return versions.decide(incident, order, by=by, now=now)
            case TakeStance() | RenewStance() | EndStance():
                return holding.decide(incident, order, by=by, now=now)
            case HandAnswer() if not self._takes_answers(order.to):
                raise refusals.statements.no_such_tool(order.to)
            case Worded() | AboutStatement():
                local = Local(now=now, zone=self._zone(by))
                return statements.decide(incident, order, by=by, local=local)
            case ConfirmClock() | WaiveClock() | MeetClock():
                return duties.decide(incident, order, by=by, now=now, today=self.today(incident))
            case _:
                return _worked(incident, order, by=by, now=now)

    def _takes_answers(self, tool: MeansId) -> bool:
        hook = self.directory().webhooks.get(tool)
        return hook is not None and hook.answers

    def _zone(self, person: UserId) -> ZoneInfo:
        contact = self.directory().contact(person)
        return ZoneInfo(contact.zone if contact is not None else "UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    command: OpenIncident
    by: UserId
    past: Hit | None


def _recalled(past: Hit | None, now: datetime) -> tuple[e.PastRecalled, ...]:
    if past is None:
        return ()
    entry, texts = past.entry, past.entry.texts
    recalled = e.PastRecalled(
        at=now,
        past=entry.incident,
        ref=entry.ref,
        title=texts.title,
        cause=texts.cause,
        lesson=texts.lesson,
        matched=past.matched,
        waiting=past.waiting,
    )
    return (recalled,)


def _reported(tx: Transaction, words: CustomersWords) -> str:
    """Give the pseudonym of whoever wrote what a tool reported; nobody types a name that the tool has told."""
    report = tx.report(ReportId(words.report)) if words.report else None
    return "" if report is None else report.author


def _taken_before(tx: Transaction, report: ReportId) -> Conflict:
    found = tx.report(report)
    by = None if found is None or found.taken_by is None else tx.incident(IncidentId(found.taken_by))
    return refusals.cases.report_taken(None if by is None or by.restricted else by.ref)


def _must_have_a_part(incident: Incident, order: AnyOrder, by: UserId) -> None:
    """Refuse whoever may only read a restricted incident, but for what is theirs to approve or to decide."""
    answers = EstimateStatement | ApproveStatement | ObjectToStatement | WithdrawObjection
    decides = (
        ConfirmClock | WaiveClock | MeetClock | RestartOutlet | RenewStance
    )  # Each is refused to others.
    if (
        incident.restricted
        and by not in incident.people
        and not isinstance(order, answers | decides | Following)
    ):
        raise refusals.crisis.asked_only(incident.lead)


def _worked(incident: Incident, order: WorkedOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    match order:
        case KeepCase():
            return (shifts.kept(incident, order, by=by, now=now),)
        case CustomerWroteAgain() | TriageCase() | NameCause():
            return (cases.decide(incident, order, by=by, now=now),)
        case ReadSample() | RetireWordings() | CallVolunteers():
            return surge.decide(incident, order, by=by, now=now)
        case FreezePublishing() | ConfirmFrozen() | RestartOutlet() | StopAgain():
            return publishing.decide(incident, order, by=by, now=now)
        case _:
            return deciding.decide(incident, order, by=by, now=now)
