"""The desk: the only orchestrator. One outside message in, one call here, one transaction, one answer out."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from playbooks.commands import Asked
from playbooks.desk.calling import CallingDesk
from playbooks.desk.checking import CheckingDesk
from playbooks.desk.clockwork import Clockwork
from playbooks.desk.crisis import CrisisDesk
from playbooks.desk.heads import HeadDesk
from playbooks.desk.inbox import InboxDesk
from playbooks.desk.learning import LearningDesk, take_up
from playbooks.desk.ledger import Ledger
from playbooks.desk.library import LibraryDesk
from playbooks.desk.looking import LookingDesk
from playbooks.desk.moving import MovingDesk
from playbooks.desk.people import PeopleDesk
from playbooks.desk.rotas import RotaDesk
from playbooks.desk.searching import SearchDesk, Spared, as_it_is
from playbooks.desk.shifts import ShiftDesk
from playbooks.desk.surge import SurgeDesk
from playbooks.desk.who import WhoDesk
from playbooks.files import Files
from playbooks.matching import Advice
from playbooks.playbook import Language
from playbooks.ports import Clock, Ids, Memory
from playbooks.ports_heads import Heads
from playbooks.routing import Directory, MeansId
from playbooks.shelf import Shelf

Advise: TypeAlias = Callable[[str], Advice | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a door may ask for, by capability."""

    crisis: CrisisDesk
    calling: CallingDesk
    clockwork: Clockwork
    looking: LookingDesk
    moving: MovingDesk
    people: PeopleDesk
    library: LibraryDesk
    learning: LearningDesk
    who: WhoDesk
    rotas: RotaDesk
    checking: CheckingDesk
    inbox: InboxDesk
    surge: SurgeDesk
    shifts: ShiftDesk
    searching: SearchDesk
    heads: HeadDesk | None
    shelf: Callable[[], Shelf]
    directory: Callable[[], Directory]
    clock: Clock
    advise: Advise


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a desk is set up with. `woken` is called after each commit; the worker then looks what is due."""

    memory: Memory
    clock: Clock
    ids: Ids
    files: Files
    language: Callable[[], Language]  # for somebody of whom no language is known
    woken: Callable[[], None]
    at_hand: Callable[[], Set[MeansId]] = frozenset  # by what else than Slack this house reaches people
    reread: Callable[[Asked], None] = lambda _: None  # has the files read again, without waiting for it
    spared: Spared = as_it_is  # does what an opening can do without, and gives None where it fails
    address: str = ""  # at which people reach this product, without a slash at its end
    advise: Advise = lambda _: None  # on a customer's message; None: nothing is known of it
    customer_key: bytes = b""  # makes the pseudonyms of customers; another key, other names
    feed_key: bytes = b""  # signs the addresses of the rotas' calendars; none: there are no calendars
    heads: Heads | None = None  # None: no daily head of the log is drawn
    announcements: Callable[[], str] | None = None  # None: the directory's


def set_up(office: Office) -> Desk:
    """Make the desk."""
    files = office.files
    ledger = Ledger(memory=office.memory, clock=office.clock, woken=office.woken)
    searching = SearchDesk(memory=office.memory, shelf=files.shelf, spared=office.spared)
    return Desk(
        crisis=_crisis(office, ledger, searching),
        calling=CallingDesk(memory=office.memory, clock=office.clock, directory=files.directory),
        clockwork=Clockwork(ledger=ledger, company=files.directory),
        looking=LookingDesk(memory=office.memory),
        moving=MovingDesk(memory=office.memory, clock=office.clock, shelf=files.shelf),
        people=PeopleDesk(
            memory=office.memory, clock=office.clock, directory=files.directory, default=office.language
        ),
        library=_library(office, ledger),
        learning=LearningDesk(ledger=ledger, ids=office.ids, directory=files.directory),
        who=WhoDesk(memory=office.memory, clock=office.clock, directory=files.directory),
        rotas=_rotas(office),
        checking=CheckingDesk(
            memory=office.memory,
            clock=office.clock,
            ids=office.ids,
            directory=files.directory,
            woken=office.woken,
        ),
        inbox=_inbox(office),
        surge=SurgeDesk(ledger=ledger, directory=files.directory),
        shifts=ShiftDesk(ledger=ledger, directory=files.directory),
        searching=searching,
        heads=_heads(office),
        shelf=files.shelf,
        directory=files.directory,
        clock=office.clock,
        advise=office.advise,
    )


def _crisis(office: Office, ledger: Ledger, searching: SearchDesk) -> CrisisDesk:
    return CrisisDesk(
        ledger=ledger,
        ids=office.ids,
        shelf=office.files.shelf,
        directory=office.files.directory,
        at_hand=office.at_hand,
        customer_key=office.customer_key,
        recall=searching.recall,
    )


def _library(office: Office, ledger: Ledger) -> LibraryDesk:
    return LibraryDesk(
        memory=office.memory,
        clock=office.clock,
        ids=office.ids,
        files=office.files,
        woken=office.woken,
        reread=office.reread,
        take_up=partial(take_up, ledger),
    )


def _inbox(office: Office) -> InboxDesk:
    return InboxDesk(
        memory=office.memory,
        clock=office.clock,
        ids=office.ids,
        directory=office.files.directory,
        shelf=office.files.shelf,
        advise=office.advise,
        woken=office.woken,
        customer_key=office.customer_key,
    )


def _heads(office: Office) -> HeadDesk | None:
    if office.heads is None:
        return None
    return HeadDesk(
        heads=office.heads,
        clock=office.clock,
        directory=office.files.directory,
        announcements=office.announcements or (lambda: office.files.directory().announcements),
        woken=office.woken,
    )


def _rotas(office: Office) -> RotaDesk:
    return RotaDesk(
        memory=office.memory,
        clock=office.clock,
        ids=office.ids,
        directory=office.files.directory,
        feed_key=office.feed_key,
        woken=office.woken,
        base=office.address,
    )
