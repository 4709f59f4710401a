"""Ladders as a company writes them: who must answer, when it is asked again, and more people asked for by hand."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from playbooks.playbook import LadderId, RoleId, Severity, UserId, Words
from playbooks.routing import Answer, Hours, LadderPlan, Layer, Only, Rota, RotaId, Rung, Turn
from tests.stories.scene import (
    API_TOKEN,
    BASILE,
    CLAIRE,
    DEREK,
    ETIENNE,
    IMOGEN,
    INES,
    POPPY,
    RHYS,
    SAOIRSE,
    action_ids,
    api,
    calls_of,
    card,
    close,
    page,
    read,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
ODILE = "U0ODILE"  # legal, in Paris
PRESS, UNIT = LadderId("press"), LadderId("unit")
SLEEP = Hours(since=time(22), until=time(7))


@pytest.fixture
def files(company_files: CompanyFiles) -> CompanyFiles:
    """The example company's files, to be changed by one story."""
    return copy.copy(company_files)


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, files: CompanyFiles) -> Iterator[Stage]:
    """The product with that company's files."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=files) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def rung(*people: str, **more: object) -> Rung:
    """A rung of people by name."""
    return Rung(users=tuple(map(UserId, people)), **more)  # type: ignore[arg-type]  # Its own fields.


def climbs(files: CompanyFiles, *rungs: Rung, rotas: tuple[Rota, ...] = (), **more: object) -> None:
    """Have the company's press ladder be this one, and its other ladders call one person."""
    press = LadderPlan(id=PRESS, title=Words(en="Press", fr="Presse"), rungs=rungs, **more)  # type: ignore[arg-type]
    unit = LadderPlan(id=UNIT, title=Words(en="Unit", fr="Unité"), rungs=(rung(IMOGEN),))
    files.keep(replace(files.directory(), ladders=(press, unit), rotas=rotas), files.shelf())


def sleeps(files: CompanyFiles, *people: str) -> None:
    """Have people whose nights are quiet."""
    directory = files.directory()
    contacts = tuple(replace(c, quiet=SLEEP) if c.user in people else c for c in directory.contacts)
    files.keep(replace(directory, contacts=contacts), files.shelf())


def called(stage: Stage) -> list[str]:
    """Whom the press ladder has called, in their order."""
    return [call["person"] for call in api(stage)["calls"] if call["ladder"] == PRESS]


def takes(player: Player) -> None:
    """Answer the last call with I take it."""
    player.clicks(calls_of(player)[-1], "call:take")


def line_of(stage: Stage, title: str = "Press") -> str:
    """The card's line about a ladder."""
    return next(line for line in card(stage).words.splitlines() if line.startswith(f"🪜 *{title}*"))


# To the end.


def test_a_ladder_is_climbed_twice_and_its_end_is_told(stage: Stage, files: CompanyFiles) -> None:
    """Poppy, Inès, and both once more; the card says at each moment who is next and when, and then the room hears it."""
    climbs(files, rung(POPPY), rung(INES), again=1)
    start(stage.player(RHYS))

    assert "rung 1 of 2" in line_of(stage)
    assert "Inès Delorme next" in line_of(stage)
    stage.forward(minutes=10)
    assert [POPPY, INES, POPPY] == called(stage)
    assert "rung 1 of 2, time 2 of 2" in line_of(stage)
    stage.forward(minutes=5)
    assert "the lead is told" in line_of(stage)

    stage.forward(minutes=5)

    assert [POPPY, INES, POPPY, INES] == called(stage)
    assert 2 == len(calls_of(stage.player(POPPY)))
    assert any("Nobody on the ladder Press answered" in m.words for m in said_in_room(stage))
    assert any("Nobody on the ladder Press" in m.words for m in stage.player(SAOIRSE).direct_messages())
    assert "exhausted" == api(stage)["ladders"][0]["state"]


# All must answer.


def test_press_and_legal_must_both_answer(stage: Stage, files: CompanyFiles) -> None:
    """Poppy answers for the press; the card and the page name who is missing, until Odile answers for legal."""
    both = Rung(roles=(RoleId("press"), RoleId("legal")), answer=Answer.ALL)
    climbs(files, both, rung(CLAIRE))
    start(stage.player(RHYS))
    assert "each of them must answer" in calls_of(stage.player(POPPY))[-1].words
    assert "chacun doit répondre" in calls_of(stage.player(ODILE))[-1].words

    takes(stage.player(POPPY))

    assert "Still to answer: Legal (Odile Lambrecht)" in line_of(stage)
    assert "Still to answer: Legal (Odile Lambrecht)" in read(page(stage))
    assert "Réponses qui manquent encore : Juridique (Odile Lambrecht)" in read(
        page(stage, language="fr")
    ).replace("\u00a0", " ")
    assert [{"role": "legal", "people": [ODILE]}] == api(stage)["ladders"][0]["missing"]
    takes(stage.player(ODILE))
    assert "answered" == api(stage)["ladders"][0]["state"]
    stage.forward(hours=1)
    assert [] == calls_of(stage.player(CLAIRE))


def test_who_has_not_answered_is_named_at_the_end_of_the_ladder(stage: Stage, files: CompanyFiles) -> None:
    """Legal never answers: the room does not hear that nobody did."""
    climbs(files, Rung(roles=(RoleId("press"), RoleId("legal")), answer=Answer.ALL))
    start(stage.player(RHYS))
    takes(stage.player(POPPY))

    stage.forward(minutes=6)

    alarm = next(m.words for m in said_in_room(stage) if m.words.startswith("🚨 *The ladder Press"))
    assert "an answer is missing" in alarm
    assert "Legal (Odile Lambrecht)" in alarm
    assert not any("*Nobody on the ladder Press" in m.words for m in said_in_room(stage))


# Answers that expire.


def test_an_answer_is_asked_after_once_the_work_goes_quiet(stage: Stage, files: CompanyFiles) -> None:
    """Poppy took it, and nothing happens for half an hour: she is asked, presses the button, and keeps it."""
    climbs(files, rung(POPPY), rung(INES), asked_again=timedelta(minutes=30))
    poppy = stage.player(POPPY)
    start(stage.player(RHYS))
    takes(poppy)
    assert "asked again" in line_of(stage)

    stage.forward(minutes=30)
    assert "Are you still on it?" in told_last(poppy)
    assert "the work is quiet" in line_of(stage)
    poppy.clicks(poppy.direct_messages()[-1], "call:still")

    assert "*You are still on it*" in told_last(poppy)
    stage.forward(minutes=29)
    assert [POPPY] == called(stage)


def test_without_a_word_the_ladder_goes_on(stage: Stage, files: CompanyFiles) -> None:
    """Poppy's telephone is off: five minutes after the question Inès is called, and the room hears why, in French."""
    climbs(files, rung(POPPY), rung(INES), asked_again=timedelta(minutes=30))
    poppy = stage.player(POPPY)
    start(stage.player(RHYS), language="fr")
    takes(poppy)

    stage.forward(minutes=35)

    assert [POPPY, INES] == called(stage)
    assert any("Aucune nouvelle depuis la relance" in m.words for m in said_in_room(stage))
    assert "the work went quiet and the ladder went on" in calls_of(poppy)[-1].words
    assert "expired" == next(c["state"] for c in api(stage)["calls"] if c["person"] == POPPY)
    question = next(m for m in poppy.direct_messages() if "Are you still on it?" in m.words)
    poppy.clicks(question, "call:still")
    assert "answered" == api(stage)["ladders"][0]["state"]
    assert () == calls_of(stage.player(INES))[-1].buttons


# At what hour.


def test_quiet_hours_pass_a_person_over_unless_it_is_a_crisis(stage: Stage, files: CompanyFiles) -> None:
    """Five to three in the morning: Poppy sleeps for what is sensitive, and is woken for a crisis."""
    climbs(files, rung(POPPY, BASILE))
    sleeps(files, POPPY)

    start(stage.player(RHYS), severity="sev2")
    start(stage.player(RHYS), severity="sev1")

    assert [BASILE] == called(stage)
    second = api(stage, "/api/incidents/INC-2026-0002")["calls"]
    assert [POPPY, BASILE] == [call["person"] for call in second if call["ladder"] == PRESS]


def test_p8_the_turn_of_a_rota_changes_in_the_night_of_summer_time(stage: Stage, files: CompanyFiles) -> None:
    """Half past two is never shown on that night: Poppy's turn ends when half past three is, not an hour early."""
    turns = Layer(
        people=(UserId(POPPY), UserId(INES)),
        first=date(2026, 3, 28),
        every=Turn.DAY,
        change=time(2, 30),
        zone="Europe/Paris",
    )
    rota = Rota(
        id=RotaId("press"), title=Words(en="Press", fr="Presse"), role=RoleId("press"), layers=(turns,)
    )
    climbs(files, Rung(rotas=(rota.id,)), rung(CLAIRE), rotas=(rota,))
    stage.clock.moment = datetime(2026, 3, 29, 1, 29, tzinfo=UTC)
    start(stage.player(RHYS))
    assert [POPPY] == called(stage)

    stage.clock.moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    start(stage.player(RHYS))

    second = api(stage, "/api/incidents/INC-2026-0002")["calls"]
    assert [INES] == [call["person"] for call in second if call["ladder"] == PRESS]


def test_p8_a_leap_day_is_a_day_like_another(stage: Stage, files: CompanyFiles) -> None:
    """On 29 February somebody takes a turn of their own, and a limit of 72 hours ends 72 hours later."""
    daily = Layer(
        people=(UserId(POPPY), UserId(INES), UserId(BASILE)),
        first=date(2028, 2, 28),
        every=Turn.DAY,
        change=time(9),
        zone="Europe/Paris",
    )
    rota = Rota(
        id=RotaId("press"), title=Words(en="Press", fr="Presse"), role=RoleId("press"), layers=(daily,)
    )
    climbs(files, Rung(rotas=(rota.id,)), rung(CLAIRE), rotas=(rota,))
    for day, person in ((28, POPPY), (29, INES), (30, BASILE)):
        began = datetime(2028, 2, 28, 12, tzinfo=UTC) + timedelta(days=day - 28)
        stage.clock.moment = began
        start(stage.player(RHYS))
        found = api(stage, f"/api/incidents/INC-2028-000{day - 27}")
        assert [person] == [call["person"] for call in found["calls"] if call["ladder"] == PRESS]
        limit = next(clock for clock in found["clocks"] if clock["id"] == "gdpr-33")
        assert began + timedelta(hours=72) == datetime.fromisoformat(limit["limit_at"])


def test_people_are_called_in_turn_from_one_incident_to_the_next(stage: Stage, files: CompanyFiles) -> None:
    """One person alone, whoever was called the longest ago; the memory keeps when."""
    climbs(files, rung(POPPY, INES, BASILE, in_turn=True))
    for _ in range(4):
        start(stage.player(RHYS))
        stage.forward(seconds=20)

    first = [api(stage, f"/api/incidents/INC-2026-000{n}")["calls"] for n in range(1, 5)]
    people = [next(c["person"] for c in calls if c["ladder"] == PRESS) for calls in first]
    assert [POPPY, INES, BASILE, POPPY] == people


def test_a_raise_brings_in_who_counts_in_a_crisis_alone(stage: Stage, files: CompanyFiles) -> None:
    """Claire is left asleep for an incident, and called at once when it becomes a crisis."""
    crisis = Only(severities=(Severity.SEV1,))
    climbs(files, rung(POPPY), rung(CLAIRE, only=crisis), rung(INES))
    start(stage.player(RHYS), severity="sev2")
    stage.forward(minutes=10)
    assert [POPPY, INES] == called(stage)

    stage.player(RHYS).types("/crisis severity INC-2026-0001 crisis people are hurt", "general")

    assert [POPPY, INES, CLAIRE] == called(stage)
    assert 1 == len(calls_of(stage.player(CLAIRE)))


# Call someone else.


def test_whoever_cannot_names_somebody_who_is_called_on_the_same_rung(
    stage: Stage, files: CompanyFiles
) -> None:
    """Poppy is in a plane and names Basile: he reads who asks for him and why, in his language."""
    climbs(files, rung(POPPY), rung(INES))
    poppy, basile = stage.player(POPPY), stage.player(BASILE)
    start(stage.player(RHYS))

    poppy.clicks(calls_of(poppy)[-1], "call:instead")
    poppy.submits(poppy.fills(poppy.opens_form(), {"person": BASILE, "reason": "in a <!channel> plane"}))

    assert [POPPY, BASILE] == called(stage)
    words = calls_of(basile)[-1].words
    assert f"<@{POPPY}> ne peut pas et vous demande à sa place" in words
    assert "in a &lt;!channel&gt; plane" in words
    assert f"asked for <@{BASILE}> instead" in calls_of(poppy)[-1].words
    assert f"asks for <@{BASILE}> instead" in card(stage).words
    takes(basile)
    assert "answered" == api(stage)["ladders"][0]["state"]


def test_whoever_was_called_already_cannot_be_named(stage: Stage, files: CompanyFiles) -> None:
    """The form stays open and says why."""
    climbs(files, rung(POPPY, BASILE))
    poppy = stage.player(POPPY)
    start(stage.player(RHYS))
    poppy.clicks(calls_of(poppy)[-1], "call:instead")

    answer = poppy.submits(poppy.fills(poppy.opens_form(), {"person": BASILE}))

    assert "Basile Marchetti is called for this already" in str(answer.body)
    assert [POPPY, BASILE] == called(stage)


# More people, by hand.


def test_anybody_calls_somebody_by_name_and_silence_goes_on_to_the_lead(
    stage: Stage, files: CompanyFiles
) -> None:
    """Derek has no part in it: he names Inès, then the unit is called, then the lead hears that nobody answered."""
    climbs(files, rung(POPPY))
    start(stage.player(RHYS))
    takes(stage.player(POPPY))

    stage.player(DEREK).types("/crisis escalate INC-2026-0001 @ines we need a French line", "general")

    assert f"a call is on its way to <@{INES}>" in whispered(stage.player(DEREK))
    words = calls_of(stage.player(INES))[-1].words
    assert f"<@{DEREK}> vous demande ici" in words
    assert "we need a French line" in words
    assert any(
        f"<@{DEREK}> asks for <@{INES}>: we need a French line" in m.words for m in said_in_room(stage)
    )
    assert "Derek" in card(stage).words
    assert "we need a French line" in read(page(stage))
    assert "we need a French line" == api(stage)["escalations"][0]["reason"]
    stage.forward(minutes=10)
    assert 2 == len(calls_of(stage.player(IMOGEN)))
    assert any("Nobody on the ladder On request 1" in m.words for m in said_in_room(stage))


def test_who_is_off_duty_is_called_only_after_a_question(stage: Stage, files: CompanyFiles) -> None:
    """It is Inès's turn: whoever asks for Poppy is told so first, and may choose either."""
    turns = Layer(
        people=(UserId(INES), UserId(POPPY)),
        first=date(2026, 3, 2),
        every=Turn.WEEK,
        change=time(0),
        zone="Europe/Paris",
    )
    rota = Rota(
        id=RotaId("press"), title=Words(en="Press", fr="Presse"), role=RoleId("press"), layers=(turns,)
    )
    climbs(files, rung(CLAIRE), rotas=(rota,))
    derek = stage.player(DEREK)
    start(stage.player(RHYS))

    derek.types("/crisis escalate INC-2026-0001 @poppy it spreads", "general")

    form = derek.opens_form()
    assert f"<@{POPPY}> is *not on duty* now" in form.words
    assert "Inès Delorme, on duty (Press officer)" in form.words
    assert [] == calls_of(stage.player(POPPY))
    derek.submits(derek.fills(form, {"whom": INES}))
    assert 1 == len(calls_of(stage.player(INES)))
    assert "it spreads" in calls_of(stage.player(INES))[-1].words


def test_the_card_s_button_calls_the_next_rung_or_who_is_chosen(stage: Stage, files: CompanyFiles) -> None:
    """Its form stands on the next rung; a person who sleeps is asked about in the same window."""
    climbs(files, rung(POPPY), rung(BASILE), rung(INES))
    sleeps(files, INES)
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS))

    saoirse.clicks(card(stage), "ask:escalate")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "now"}))
    assert [POPPY, BASILE] == called(stage)

    saoirse.clicks(card(stage), "ask:escalate")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"person": INES, "reason": "French press"}))
    form = saoirse.opens_form()
    assert "not to be called at this hour" in form.words
    saoirse.submits(form)

    assert 1 == len(calls_of(stage.player(INES)))


def test_the_same_wish_of_two_people_calls_once(stage: Stage, files: CompanyFiles) -> None:
    """The second hears who asked first; both reasons stand in the log."""
    climbs(files, rung(POPPY))
    start(stage.player(RHYS))
    derek, etienne = stage.player(DEREK), stage.player(ETIENNE)

    derek.types("/crisis escalate INC-2026-0001 legal first", "general")
    etienne.types("/crise escalader INC-2026-0001 juridique second", "general")

    assert 1 == len(calls_of(stage.player(ODILE)))
    assert f"<@{DEREK}> a demandé la même chose" in whispered(etienne)
    assert ["first", "second"] == [one["reason"] for one in api(stage)["escalations"]]


@pytest.mark.parametrize(
    "typed", ["legal", "energy-uk", "Meridian Energy UK", "next", "@basile", "press officer"]
)
def test_a_role_a_unit_a_person_or_the_next_rung_can_be_named(
    stage: Stage, files: CompanyFiles, typed: str
) -> None:
    """By id or by title; each calls somebody at once."""
    climbs(files, rung(POPPY), rung(CLAIRE))
    start(stage.player(RHYS))
    before = len(api(stage)["calls"])

    stage.player(DEREK).types(
        f"/crisis escalate INC-2026-0001 {typed} because of <!here> & *this*", "general"
    )

    assert before < len(api(stage)["calls"])
    assert "because of <!here> & *this*" == api(stage)["escalations"][0]["reason"]
    assert not any("<!here>" in m.words for m in said_in_room(stage))


def test_a_closed_incident_says_what_to_do_instead(stage: Stage, files: CompanyFiles) -> None:
    """Nobody is called for what is over."""
    climbs(files, rung(POPPY))
    start(stage.player(RHYS))
    close(stage.player(SAOIRSE))

    stage.player(DEREK).types("/crisis escalate INC-2026-0001 @ines again", "general")

    assert "/crisis start" in whispered(stage.player(DEREK))
    assert [] == calls_of(stage.player(INES))
    assert "ask:escalate" not in action_ids(card(stage))


def test_where_no_incident_is_it_says_how_to_start_one_and_who_is_on_duty(
    stage: Stage, files: CompanyFiles
) -> None:
    """With the numbers of whoever is on duty; with an incident elsewhere, its reference."""
    turns = Layer(
        people=(UserId(INES),), first=date(2026, 1, 1), every=Turn.DAY, change=time(8), zone="Europe/Paris"
    )
    rota = Rota(
        id=RotaId("press"), title=Words(en="Press duty", fr="Presse"), role=RoleId("press"), layers=(turns,)
    )
    climbs(files, rung(POPPY), rotas=(rota,))
    derek, etienne = stage.player(DEREK), stage.player(ETIENNE)

    derek.types("/crisis escalate @ines help", "general")
    assert "/crisis start" in whispered(derek)
    assert "*Press duty* Inès Delorme +33 1 99 00 10 04" in whispered(derek)

    start(stage.player(RHYS))
    etienne.types("/crise escalader", "general")
    assert "`/crise escalader INC-2026-0001`" in whispered(etienne)
    assert "*De service en ce moment*" in whispered(etienne)
