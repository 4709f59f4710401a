"""Rotas and the contact check as Slack shows them: within every limit, in both languages, and nobody's words are markup."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.slack.blocks import letters, reaching, rotas
from handlers.slack.blocks.limits import Message
from handlers.slack.blocks.reader import Reader
from playbooks.desk.checking import Progress
from playbooks.desk.rotas import Roster
from playbooks.letters import (
    AbsenceTold,
    CoverTold,
    GapsFound,
    Matter,
    ReachAsked,
    ReachEnded,
    ReachReminded,
    ReachWrong,
    SwapProposed,
    SwapTold,
)
from playbooks.playbook import Language, UserId, Words
from playbooks.routing import Away, Cover, Directory, Duty, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    SwapAsked,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.coverage import Gap, Hole, coverage
from playbooks.routing.reachability import Asking, CheckId, ContactCheck
from playbooks.routing.turns import Span, stints
from tests.doors.drawn import HOSTILE, judged, judged_modal, languages, titles
from tests.rules.duty_scene import ANA, BEN, CLAIRE, COMPANY, NOW, PRESS, a_layer, a_rota, shift
from tests.rules.test_rotas import a_swap

DAY = timedelta(days=1)
WORST = " ".join(HOSTILE)
WIDE = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
CHECK = ContactCheck(id=CheckId("0195-c"), at=NOW, by=CLAIRE)


def company(title: str = "Press on call", many: int = 1) -> Directory:
    """The company with so many rotas of one title."""
    named = Words(en=title, fr=title)
    several = tuple(
        replace(a_rota(RotaId(f"press-{n}" if n else "press"), a_layer(ANA, BEN)), title=named)
        for n in range(many)
    )
    return replace(COMPANY, rotas=several)


def reader(language: Language, directory: Directory | None = None) -> Reader:
    """Somebody who reads."""
    return Reader(directory=directory or company(), language=language, now=NOW)


def matters() -> tuple[Matter, ...]:
    """Every letter about rotas and contacts, in every state."""
    away = Away(person=ANA, since=NOW)
    gaps = tuple(
        Gap(rota=PRESS, since=a, until=b)
        for a, b in ((NOW, NOW + DAY), (None, NOW), (NOW, None), (None, None))
    )
    hole = Hole(rota=PRESS, next=Span(since=NOW, until=NOW + DAY), hours_a_week=123.4, plan="x")
    return (
        SwapProposed(swap=a_swap()),
        SwapProposed(swap=a_swap(instead=None)),
        *(SwapTold(swap=a_swap(state=state)) for state in SwapState),
        CoverTold(rota=PRESS, cover=Cover(person=ANA, since=NOW, until=NOW + DAY), by=CLAIRE),
        *(AbsenceTold(away=one, by=CLAIRE) for one in (None, away, replace(away, until=NOW + DAY))),
        GapsFound(gaps=gaps, holes=(hole,), more=7),
        GapsFound(gaps=gaps[:1]),
        ReachAsked(check=CHECK.id),
        ReachReminded(check=CHECK.id),
        ReachWrong(person=ANA, text=WORST),
        ReachEnded(check=CHECK.id, reached=3, wrong=1, unreachable=2),
    )


def changes() -> tuple[DutyChange, ...]:
    """Every line that the log of changes may have."""
    away = Away(person=ANA, since=NOW)
    return (
        WentAway(at=NOW, by=ANA, away=away),
        WentAway(at=NOW, by=None, away=replace(away, until=NOW + DAY)),
        CameBack(at=NOW, by=ANA, person=ANA),
        CameBack(at=NOW, by=ANA, person=ANA, planned=True),
        CoverMade(at=NOW, by=CLAIRE, rota=PRESS, cover=Cover(person=BEN, since=NOW, until=NOW + DAY)),
        SwapAsked(at=NOW, by=ANA, swap=a_swap()),
        *(SwapSettled(at=NOW, by=BEN, swap=a_swap(state=state)) for state in SwapState),
    )


def texts(drawn: Message) -> str:
    """Everything of a message."""
    return str(drawn.blocks) + drawn.text


@WIDE
@given(title=titles, language=languages)
def test_slack_takes_every_letter(title: str, language: Language) -> None:
    """Whatever a rota is called, also one that is no longer in the directory."""
    for directory in (company(title), replace(COMPANY, rotas=())):
        for matter in matters():
            judged(letters.letter(matter, ANA, reader(language, directory)))


@WIDE
@given(title=titles, many=st.sampled_from((1, 3, 40)), language=languages)
def test_slack_takes_every_list_and_report(title: str, many: int, language: Language) -> None:
    """One rota or forty, everybody away, two hundred turns to choose from."""
    directory = company(title, many)
    listed = tuple(
        Roster(
            rota=rota,
            present=None if n % 2 else ANA,
            coming=stints(rota, NOW, NOW + 14 * DAY, Duty()),
            told=True,
        )
        for n, rota in enumerate(directory.rotas)
    )
    drawn = reader(language, directory)
    address = "https://crisis.example.com/rotas/press/" + "a" * 40 + ".ics"
    judged(rotas.rosters(drawn, listed, changes() * 3, [address] * many))
    nobody = Duty(away=tuple(Away(person=one.user, since=NOW) for one in directory.contacts))
    for duty in (Duty(), nobody):
        judged(rotas.coverage(drawn, coverage(directory, duty, NOW), 4))
    judged_modal(rotas.cover_form(drawn, "", directory.rotas, (None, ANA)))
    judged_modal(rotas.away_form(drawn, "", ANA))
    given_turns = [replace(shift(ANA, day), rota=rota.id) for rota in directory.rotas for day in range(5, 25)]
    draft = rotas.SwapDraft(metadata="", zone="America/St_Johns", given=given_turns)
    judged_modal(rotas.swap_form(drawn, draft))
    judged_modal(rotas.swap_form(drawn, replace(draft, to=BEN)))
    judged_modal(rotas.swap_form(drawn, replace(draft, to=BEN, theirs=given_turns)))


@pytest.mark.parametrize("language", Language)
def test_slack_takes_the_progress_of_a_check_of_1_500(language: Language) -> None:
    """Everybody silent, everybody with a complaint: the list is cut and says so."""
    people = tuple(replace(COMPANY.contacts[0], user=UserId(f"U0{n:04}")) for n in range(1500))
    directory = replace(COMPANY, contacts=people)
    asked = Asking(check=CHECK.id, person=ANA, due_at=None, asked_at=NOW)
    for one in (asked, replace(asked, refused="who_knows"), replace(asked, answered_at=NOW, wrong=WORST)):
        askings = tuple(replace(one, person=contact.user) for contact in people)
        drawn = reaching.progress(reader(language, directory), Progress(check=CHECK, askings=askings))
        judged(drawn)
        assert "1420" in texts(drawn)
    judged_modal(reaching.start_form(reader(language), ""))
    judged_modal(reaching.wrong_form(reader(language), ""))


def test_a_turn_of_a_menu_comes_back_as_it_went() -> None:
    """To the microsecond: a cover may begin at any moment."""
    turn = replace(shift(ANA, 5), since=NOW + timedelta(microseconds=17))

    assert turn == rotas.read(rotas.written(turn), ANA)


@pytest.mark.parametrize("language", Language)
def test_nobodys_words_are_markup(language: Language) -> None:
    """The title of a rota and what somebody reports stay what they are."""
    directory = company(WORST)
    for matter in matters():
        drawn = texts(letters.letter(matter, ANA, reader(language, directory)))
        assert "<!channel>" not in drawn
        assert "<https://" not in drawn
