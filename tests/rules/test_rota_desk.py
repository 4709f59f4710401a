"""The desk of rotas: each request has one effect, everybody concerned is owed a letter, a gap is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks.commands import Asked, RequestId
from playbooks.desk.checking import CheckingDesk
from playbooks.desk.rotas import RotaDesk
from playbooks.errors import AlreadyDone, Conflict, NotFound
from playbooks.letters import GapsFound, ReachAsked, ReachEnded, ReachReminded, SwapProposed
from playbooks.playbook import UserId
from playbooks.rotas import AskSwap, ComeBack, GoAway, MakeCover
from playbooks.routing import Directory, RotaId
from playbooks.routing.changes import SwapId, SwapState
from playbooks.routing.reachability import BATCH, CheckId, ContactCheck, Standing, plan, working_days_after
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds
from tests.fakes.memory import FakeMemory
from tests.rules.duty_scene import ANA, BEN, CLAIRE, CLEO, COMPANY, DEV, NOW, PRESS, UNIT, shift

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Office:
    """A desk over a memory in dictionaries."""

    def __init__(self, directory: Directory = COMPANY) -> None:
        self.here, self.memory, self.clock = directory, FakeMemory(), MovableClock(NOW)
        self.ids = CountingIds()
        self.rotas = RotaDesk(
            memory=self.memory,
            clock=self.clock,
            ids=self.ids,
            directory=lambda: self.here,
            feed_key=b"a key",
            woken=lambda: None,
        )
        self.checking = CheckingDesk(
            memory=self.memory,
            clock=self.clock,
            ids=self.ids,
            directory=lambda: self.here,
            woken=lambda: None,
        )

    def asked(self, by: UserId, request: str = "") -> Asked:
        """A request of somebody's."""
        return Asked(by=by, request=RequestId(request or self.ids.fresh()))

    def letters(self, kind: type, person: UserId = CLAIRE) -> list[object]:
        """What somebody is owed of one kind."""
        return [
            one.matter for one in self.memory.letters if one.person == person and isinstance(one.matter, kind)
        ]


@pytest.fixture
def office() -> Office:
    """A desk."""
    return Office()


def test_a_form_that_arrives_twice_asks_once(office: Office) -> None:
    """The same wish is given to both; the colleague is asked once."""
    twice = office.asked(ANA, "view:1")
    order = AskSwap(given=shift(ANA, 5), to=BEN)
    first, second = office.rotas.ask_swap(order, twice), office.rotas.ask_swap(order, twice)

    assert first == second
    assert 1 == len(office.letters(SwapProposed, BEN))


def test_a_press_that_arrives_twice_answers_once(office: Office) -> None:
    """Slack's own retry is no second answer; a press of its own is told that it is settled."""
    swap = office.rotas.ask_swap(AskSwap(given=shift(ANA, 5), to=BEN), office.asked(ANA))
    once = office.asked(BEN, "action:1")
    for _ in range(2):
        assert SwapState.ACCEPTED is office.rotas.settle_swap(swap.id, SwapState.ACCEPTED, once).state
    with pytest.raises(AlreadyDone):
        office.rotas.settle_swap(swap.id, SwapState.DECLINED, office.asked(BEN))

    assert ["CoverMade", "SwapSettled", "SwapAsked"] == [type(one).__name__ for one in office.rotas.changes()]
    with pytest.raises(NotFound):
        office.rotas.settle_swap(SwapId("gone"), SwapState.ACCEPTED, office.asked(BEN))


def test_whoever_answers_first_has_the_turn(office: Office) -> None:
    """Ana asked both Ben and Cleo; Cleo is faster, and Ben is told that the rota has changed."""
    wishes = [
        office.rotas.ask_swap(AskSwap(given=shift(ANA, 5), to=one), office.asked(ANA)) for one in (BEN, CLEO)
    ]
    office.rotas.settle_swap(wishes[1].id, SwapState.ACCEPTED, office.asked(CLEO))
    with pytest.raises(Conflict, match="has changed"):
        office.rotas.settle_swap(wishes[0].id, SwapState.ACCEPTED, office.asked(BEN))


def test_what_is_refused_leaves_no_trace(office: Office) -> None:
    """No line in the log, no letter, and the request may be asked again."""
    asked = office.asked(BEN, "view:9")
    with pytest.raises(Conflict):
        office.rotas.ask_swap(AskSwap(given=shift(BEN, 7), to=ANA), asked)

    assert () == office.rotas.changes()
    assert () == office.memory.letters
    assert ANA == office.rotas.ask_swap(AskSwap(given=shift(BEN, 6), to=ANA), asked).to


def test_a_gap_is_told_once_and_again_when_it_changes_or_comes_back(office: Office) -> None:
    """Told at once with the change that makes it, to every administrator; looking again tells nothing new."""
    office.rotas.go_away(GoAway(person=BEN, until=NOW + DAY), office.asked(BEN))
    (told,) = office.letters(GapsFound)
    assert isinstance(told, GapsFound)
    assert [(PRESS, shift(BEN, 3).since)] == [(gap.rota, gap.since) for gap in told.gaps]
    assert not office.rotas.watch()
    office.clock.forward(hours=3)
    assert not office.rotas.watch()

    office.rotas.cover(
        MakeCover(rota=PRESS, person=DEV, since=shift(BEN, 3).since, until=shift(BEN, 3).since + HOUR),
        office.asked(CLAIRE),
    )
    assert 2 == len(office.letters(GapsFound))
    office.rotas.come_back(ComeBack(person=BEN), office.asked(BEN))
    office.rotas.go_away(GoAway(person=BEN, until=NOW + DAY), office.asked(BEN))
    assert 3 == len(office.letters(GapsFound))


def test_a_gap_that_comes_into_sight_or_with_a_new_directory_is_told(office: Office) -> None:
    """An absence five weeks ahead is told when its day comes into sight; a rota that was added, when it is read."""
    since = NOW + 35 * DAY
    office.rotas.go_away(GoAway(person=DEV, since=since, until=since + HOUR), office.asked(DEV))
    assert [] == office.letters(GapsFound)
    office.clock.forward(days=8)
    assert office.rotas.watch()
    assert 1 == len(office.letters(GapsFound))

    unit = COMPANY.rota(UNIT)
    assert unit is not None
    office.here = replace(COMPANY, rotas=(*COMPANY.rotas, replace(unit, id=RotaId("new"), layers=())))
    assert office.rotas.watch()
    (_, told) = office.letters(GapsFound)
    assert isinstance(told, GapsFound)
    assert ["new"] == [hole.rota for hole in told.holes]


def test_an_absence_names_the_turns_that_fall_into_it(office: Office) -> None:
    """As they stood: the rest of today's, and the one on Thursday."""
    theirs = office.rotas.go_away(GoAway(person=ANA, until=NOW + 3 * DAY), office.asked(ANA))

    assert [(NOW, shift(ANA, 2).until), (shift(ANA, 5).since, NOW + 3 * DAY)] == [
        (one.since, one.until) for one in theirs
    ]


# The contact check -----------------------------------------------------------------------------------------


def test_people_are_asked_in_batches_with_time_between() -> None:
    """1,500 people take 25 minutes: Slack's limit for a minute is never ours alone."""
    office = Office()
    people = tuple(replace(COMPANY.contacts[0], user=UserId(f"U0{n:04}")) for n in range(1500))
    office.here = replace(COMPANY, contacts=people)
    office.checking.begin(office.asked(CLAIRE))

    assert BATCH == office.checking.go_on()
    assert 0 == office.checking.go_on()
    asked = 0
    while (at := office.memory.next_moment(office.clock.now())) is not None and asked < 1500 - BATCH:
        office.clock.turn_to(at)
        asked += office.checking.go_on()
    assert timedelta(minutes=24, seconds=40) == office.clock.now() - NOW
    assert 1500 == len([one for one in office.memory.letters if isinstance(one.matter, ReachAsked)])


def test_the_end_of_a_check_is_told_once(office: Office) -> None:
    """Everybody but Dev confirms: five days later the administrators hear who is left, once."""
    office.checking.begin(office.asked(CLAIRE))
    office.checking.go_on()
    progress = office.checking.progress()
    assert progress is not None
    for contact in COMPANY.contacts:
        if contact.user != DEV:
            office.checking.confirm(progress.check.id, office.asked(contact.user))
    for _ in range(8):
        office.clock.forward(days=1)
        office.checking.go_on()

    (ended,) = office.letters(ReachEnded)
    assert isinstance(ended, ReachEnded)
    assert (4, 1) == (ended.reached, ended.unreachable)
    assert 1 == len(office.letters(ReachReminded, DEV))
    assert [] == office.letters(ReachReminded, ANA)


def test_somebody_who_leaves_the_directory_is_asked_nothing_more(office: Office) -> None:
    """They are not counted either."""
    office.checking.begin(office.asked(CLAIRE))
    office.here = replace(COMPANY, contacts=tuple(c for c in COMPANY.contacts if c.user != DEV))
    office.checking.go_on()
    progress = office.checking.progress()

    assert [] == office.letters(ReachAsked, DEV)
    assert progress is not None
    assert 4 == progress.counted[Standing.WAITING]
    with pytest.raises(NotFound):
        office.checking.confirm(progress.check.id, office.asked(UserId("U0STRANGER")))


def test_weekends_are_no_working_days() -> None:
    """Asked on a Friday evening: reminded on Tuesday, at the same hour on the wall, also over a change of the clock."""
    friday = NOW + 4 * DAY
    before_summer = NOW + 25 * DAY  # 27 March, a Friday

    assert friday + 4 * DAY == working_days_after(friday, 2, "Europe/Paris")
    assert before_summer + 4 * DAY - HOUR == working_days_after(before_summer, 2, "Europe/Paris")
    assert NOW + 2 * DAY == working_days_after(NOW, 2, "Asia/Tokyo")


def test_a_person_listed_twice_is_asked_once() -> None:
    """The plan has each once."""
    check = ContactCheck(id=CheckId("c"), at=NOW, by=CLAIRE)
    assert 5 == len(plan(check, (*COMPANY.contacts, *COMPANY.contacts)))
