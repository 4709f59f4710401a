"""Absences, covers and swaps: who may change what of a rota, what follows, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, Refusal
from playbooks.letters import AbsenceTold, CoverTold, Matter, SwapProposed, SwapTold
from playbooks.playbook import UserId
from playbooks.rotas import (
    AskSwap,
    ComeBack,
    GoAway,
    MakeCover,
    ask_swap,
    back,
    cover,
    go_away,
    letters,
    settle_swap,
    shifts_of,
)
from playbooks.routing import Away, Cover, Duty, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Swap,
    SwapAsked,
    SwapId,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.turns import on_duty
from tests.rules.duty_scene import ANA, BEN, CLAIRE, CLEO, COMPANY, DEV, NOW, PRESS, UNIT, ground, shift

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY_AWAY = Duty()
STRANGER = UserId("U0STRANGER")


def away(person: UserId, since: timedelta = timedelta(0), until: timedelta | None = None) -> Duty:
    """Somebody is away."""
    end = None if until is None else NOW + until
    return Duty(away=(Away(person=person, since=NOW + since, until=end),))


def a_swap(**changed: object) -> Swap:
    """Ana offers Ben her turn of Thursday, for his of Friday."""
    swap = Swap(
        id=SwapId("s1"), given=shift(ANA, 5), to=BEN, instead=shift(BEN, 6), asked_by=ANA, asked_at=NOW
    )
    return replace(swap, **changed)  # type: ignore[arg-type]  # As the test says.


def covered(*facts: object) -> Duty:
    """What covers made of it."""
    return Duty(covers=tuple((one.rota, one.cover) for one in facts if isinstance(one, CoverMade)))


# Away and back -----------------------------------------------------------------------------------------------


def test_somebody_goes_away_until_a_moment_and_a_new_end_takes_the_place_of_the_old() -> None:
    """From now on, whatever lies in the past; said again, the later word counts."""
    (fact,) = go_away(ground(ANA), GoAway(person=ANA, since=NOW - DAY, until=NOW + DAY))
    (again,) = go_away(ground(ANA, away(ANA)), GoAway(person=ANA, until=NOW + HOUR))
    (planned,) = go_away(ground(ANA, away(ANA)), GoAway(person=ANA, since=NOW + DAY))

    assert fact == WentAway(at=NOW, by=ANA, away=Away(person=ANA, since=NOW, until=NOW + DAY))
    assert [False, True, False] == [isinstance(f, WentAway) and f.instead for f in (fact, again, planned)]


@pytest.mark.parametrize(
    ("by", "order", "refusal"),
    [
        (BEN, GoAway(person=ANA), NotAllowed),
        (ANA, GoAway(person=ANA, until=NOW), BadRequest),
        (ANA, GoAway(person=ANA, since=NOW + DAY, until=NOW + HOUR), BadRequest),
        (ANA, GoAway(person=ANA, until=NOW + 401 * DAY), BadRequest),
        (STRANGER, GoAway(person=STRANGER), NotFound),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(by: UserId, order: GoAway, refusal: type[Refusal]) -> None:
    """Somebody else's, one that ends before it begins, one of more than a year, one of nobody we call."""
    with pytest.raises(refusal):
        go_away(ground(by), order)


def test_back_ends_what_runs_and_calls_off_what_was_planned() -> None:
    """The administrator may say it for somebody; who is not away is told so."""
    running = back(ground(ANA, away(ANA)), ComeBack(person=ANA))
    planned = back(ground(CLAIRE, away(ANA, since=DAY)), ComeBack(person=ANA))

    assert (CameBack(at=NOW, by=ANA, person=ANA),) == running
    assert (CameBack(at=NOW, by=CLAIRE, person=ANA, planned=True),) == planned
    for duty in (NOBODY_AWAY, away(BEN), away(ANA, since=-2 * DAY, until=-DAY)):
        with pytest.raises(AlreadyDone):
            back(ground(ANA, duty), ComeBack(person=ANA))
    with pytest.raises(NotAllowed):
        back(ground(BEN, away(ANA)), ComeBack(person=ANA))


# Covers --------------------------------------------------------------------------------------------------------


def make(
    person: UserId, rota: RotaId = PRESS, *, since: timedelta = HOUR, until: timedelta = 3 * HOUR
) -> MakeCover:
    """Somebody covers an afternoon of today, which is Ana's for the press and Dev's for the unit."""
    return MakeCover(rota=rota, person=person, since=NOW + since, until=NOW + until)


def test_an_administrator_has_anybody_cover_and_whoever_has_the_turn_gives_it_away() -> None:
    """Both are the same cover; before and after it the rota is as it was."""
    for by in (CLAIRE, ANA):
        (fact,) = cover(ground(by), make(DEV))
        rota = COMPANY.rota(PRESS)
        assert rota is not None
        assert [ANA, DEV, ANA] == [on_duty(rota, NOW + n * HOUR, covered(fact)) for n in (0, 1, 3)]


@pytest.mark.parametrize(
    ("by", "order", "refusal"),
    [
        (BEN, make(BEN), NotAllowed),  # it is Ana's turn
        (ANA, make(DEV, until=2 * DAY), NotAllowed),  # tomorrow it is Ben's
        (ANA, make(CLEO, UNIT), NotAllowed),
        (ANA, make(ANA), AlreadyDone),
        (CLAIRE, make(STRANGER), NotFound),
        (CLAIRE, make(DEV, RotaId("gone")), NotFound),
        (CLAIRE, make(DEV, until=HOUR), BadRequest),
        (CLAIRE, make(DEV, since=-2 * HOUR, until=-HOUR), BadRequest),
        (CLAIRE, make(DEV, until=93 * DAY), BadRequest),
    ],
)
def test_a_cover_that_is_not_theirs_to_make_is_refused(
    by: UserId, order: MakeCover, refusal: type[Refusal]
) -> None:
    """Somebody else's turn, a rota that is not there, a span that is past, empty or a whole season."""
    with pytest.raises(refusal):
        cover(ground(by), order)


def test_nobody_who_is_away_covers() -> None:
    """Not even for the last minute of it."""
    with pytest.raises(Conflict):
        cover(ground(CLAIRE, away(DEV, since=3 * HOUR - timedelta(minutes=1))), make(DEV))


def test_a_gap_may_be_taken_by_the_people_of_the_rota_and_by_nobody_else() -> None:
    """Ana is away: Ben takes the afternoon himself, and cannot give it to Cleo; Dev is not of this rota."""
    gap = away(ANA)

    assert (CoverMade,) == tuple(type(fact) for fact in cover(ground(BEN, gap), make(BEN)))
    for by, order in ((BEN, make(CLEO)), (DEV, make(DEV))):
        with pytest.raises(NotAllowed):
            cover(ground(by, gap), order)


# Swaps ---------------------------------------------------------------------------------------------------------


def test_the_turns_that_can_be_swapped_are_those_to_come() -> None:
    """Today's has begun; Ana has every third day from then on."""
    assert [shift(ANA, 5), shift(ANA, 8)] == list(shifts_of(COMPANY, NOBODY_AWAY, ANA, NOW))[:2]
    assert not any(one.since <= NOW for one in shifts_of(COMPANY, NOBODY_AWAY, ANA, NOW))


def test_a_swap_that_is_accepted_gives_each_the_turn_of_the_other() -> None:
    """Ben has Thursday, Ana Friday; the days around are as they were."""
    (asked,) = ask_swap(
        ground(ANA), AskSwap(given=shift(ANA, 5), to=BEN, instead=shift(BEN, 6)), SwapId("s1"), ()
    )
    assert isinstance(asked, SwapAsked)
    facts = settle_swap(ground(BEN, now=NOW + HOUR), asked.swap, SwapState.ACCEPTED)

    (settled,) = (fact for fact in facts if isinstance(fact, SwapSettled))
    assert (SwapState.ACCEPTED, BEN, NOW + HOUR) == (
        settled.swap.state,
        settled.swap.settled_by,
        settled.swap.settled_at,
    )
    rota, days = COMPANY.rota(PRESS), range(2, 6)
    assert rota is not None
    assert [CLEO, BEN, ANA, CLEO] == [on_duty(rota, NOW + n * DAY, covered(*facts)) for n in days]


def test_a_turn_may_be_given_for_nothing_and_by_an_administrator() -> None:
    """Claire asks Ben to take Ana's Thursday; only one turn changes hands."""
    (asked,) = ask_swap(ground(CLAIRE), AskSwap(given=shift(ANA, 5), to=BEN), SwapId("s1"), ())
    assert isinstance(asked, SwapAsked)
    facts = settle_swap(ground(BEN), asked.swap, SwapState.ACCEPTED)

    assert [(PRESS, Cover(person=BEN, since=shift(ANA, 5).since, until=shift(ANA, 5).until))] == list(
        covered(*facts).covers
    )


@pytest.mark.parametrize(
    ("by", "order", "duty", "refusal"),
    [
        (BEN, AskSwap(given=shift(ANA, 5), to=BEN), NOBODY_AWAY, NotAllowed),
        (ANA, AskSwap(given=shift(ANA, 5), to=ANA), NOBODY_AWAY, BadRequest),
        (ANA, AskSwap(given=shift(ANA, 5), to=STRANGER), NOBODY_AWAY, NotFound),
        (ANA, AskSwap(given=shift(ANA, 2), to=BEN), NOBODY_AWAY, Conflict),  # has begun
        (ANA, AskSwap(given=shift(ANA, 6), to=BEN), NOBODY_AWAY, Conflict),  # is Ben's
        (ANA, AskSwap(given=shift(ANA, 5, RotaId("gone")), to=BEN), NOBODY_AWAY, Conflict),
        (ANA, AskSwap(given=shift(ANA, 5), to=BEN, instead=shift(CLEO, 7)), NOBODY_AWAY, Conflict),
        (ANA, AskSwap(given=shift(ANA, 5), to=BEN), away(BEN), Conflict),
        (
            ANA,
            AskSwap(given=shift(ANA, 5), to=BEN, instead=shift(BEN, 6)),
            away(ANA, since=4 * DAY),
            Conflict,
        ),
    ],
)
def test_a_wish_that_cannot_be_is_refused_at_once(
    by: UserId, order: AskSwap, duty: Duty, refusal: type[Refusal]
) -> None:
    """Somebody else's turn, one that has begun or is not as the form says, somebody away or unknown."""
    with pytest.raises(refusal):
        ask_swap(ground(by, duty), order, SwapId("s1"), ())


def test_the_same_colleague_is_asked_once_for_the_same_turn() -> None:
    """Another colleague may be asked meanwhile: whoever answers first has it."""
    waiting = (a_swap(),)
    with pytest.raises(AlreadyDone):
        ask_swap(ground(ANA), AskSwap(given=shift(ANA, 5), to=BEN), SwapId("s2"), waiting)

    assert ask_swap(ground(ANA), AskSwap(given=shift(ANA, 5), to=CLEO), SwapId("s2"), waiting)


@pytest.mark.parametrize("state", [SwapState.ACCEPTED, SwapState.DECLINED])
def test_only_whoever_was_asked_answers(state: SwapState) -> None:
    """Not the one who asked, not even an administrator."""
    for by in (ANA, CLEO, CLAIRE):
        with pytest.raises(NotAllowed):
            settle_swap(ground(by), a_swap(), state)


def test_only_whoever_asked_or_an_administrator_withdraws() -> None:
    """Ben, who was asked, declines instead."""
    assert settle_swap(ground(ANA), a_swap(), SwapState.WITHDRAWN)
    assert settle_swap(ground(CLAIRE), a_swap(), SwapState.WITHDRAWN)
    with pytest.raises(NotAllowed):
        settle_swap(ground(BEN), a_swap(), SwapState.WITHDRAWN)


@pytest.mark.parametrize("state", [SwapState.ACCEPTED, SwapState.DECLINED, SwapState.WITHDRAWN])
def test_an_answer_is_given_once(state: SwapState) -> None:
    """A second press is told who answered and when."""
    done = a_swap(state=state, settled_by=BEN, settled_at=NOW - HOUR)
    with pytest.raises(AlreadyDone, match="U0BEN"):
        settle_swap(ground(BEN), done, SwapState.ACCEPTED)


def test_what_has_changed_meanwhile_is_not_swapped_but_can_be_declined() -> None:
    """The turn has begun, another cover took it, Ben is away, Ana will be on Friday: refused, each with why."""
    taken = Duty(covers=((PRESS, Cover(person=CLEO, since=NOW + 3 * DAY, until=NOW + 3 * DAY + HOUR)),))
    cases = (
        ground(BEN, now=shift(ANA, 5).since),
        ground(BEN, taken),
        ground(BEN, away(BEN)),
        ground(BEN, away(ANA, since=4 * DAY)),
        ground(BEN, directory=replace(COMPANY, rotas=())),
    )
    told = set()
    for case in cases:
        with pytest.raises(Conflict) as refused:
            settle_swap(case, a_swap(), SwapState.ACCEPTED)
        told.add(refused.value.tell.en)
        assert settle_swap(case, a_swap(), SwapState.DECLINED)
    assert 4 == len(told)  # Two of them are the same: the rota has changed.


# Who is told -----------------------------------------------------------------------------------------------------


def test_everybody_concerned_is_told_but_whoever_did_it() -> None:
    """Of an absence the person, of a cover whoever has it and had it, of a swap both and whoever asked."""
    absence = Away(person=ANA, since=NOW)
    made = Cover(person=DEV, since=NOW, until=NOW + HOUR)
    settled = a_swap(asked_by=CLAIRE, state=SwapState.DECLINED)
    cases: tuple[tuple[DutyChange, tuple[UserId, ...], list[tuple[UserId, type[Matter]]]], ...] = (
        (WentAway(at=NOW, by=ANA, away=absence), (), []),
        (WentAway(at=NOW, by=CLAIRE, away=absence), (), [(ANA, AbsenceTold)]),
        (CameBack(at=NOW, by=CLAIRE, person=ANA), (), [(ANA, AbsenceTold)]),
        (CoverMade(at=NOW, by=ANA, rota=PRESS, cover=made), (ANA,), [(DEV, CoverTold)]),
        (CoverMade(at=NOW, by=CLAIRE, rota=PRESS, cover=made), (ANA,), [(DEV, CoverTold), (ANA, CoverTold)]),
        (CoverMade(at=NOW, by=BEN, rota=PRESS, cover=made, swap=SwapId("s1")), (ANA,), []),
        (SwapAsked(at=NOW, by=ANA, swap=a_swap()), (), [(BEN, SwapProposed), (ANA, SwapTold)]),
        (
            SwapAsked(at=NOW, by=CLAIRE, swap=a_swap(asked_by=CLAIRE)),
            (),
            [(BEN, SwapProposed), (ANA, SwapTold), (CLAIRE, SwapTold)],
        ),
        (SwapSettled(at=NOW, by=BEN, swap=settled), (), [(ANA, SwapTold), (CLAIRE, SwapTold)]),
        (SwapSettled(at=NOW, by=ANA, swap=a_swap(state=SwapState.WITHDRAWN)), (), [(BEN, SwapTold)]),
    )
    for fact, replaced, told in cases:
        assert told == [(one.person, type(one.matter)) for one in letters(fact, replaced)]
