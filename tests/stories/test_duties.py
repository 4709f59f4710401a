"""Legal clocks: proposed as the crisis opens, decided by the role they name, and reminding until they are over."""

from datetime import timedelta

import pytest

from bot.practice.refusals import FormRefused
from bot.practice.team import View
from bot.stage import Player, Stage
from tests.stories.scene import (
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    action_ids,
    api,
    card,
    close,
    incident,
    page,
    read,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

MARC, ODILE = "U0MARC", "U0ODILE"  # data protection; legal and investor relations
OWNERS = {
    "gdpr-33": MARC,
    "gdpr-34": MARC,
    "nis2-early-warning": SAOIRSE,
    "nis2-notification": SAOIRSE,
    "nis2-final-report": SAOIRSE,
    "mar-17": ODILE,
}


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, who answers for security, once the breach that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def clock(stage: Stage, name: str) -> dict[str, object]:
    """A legal clock as the API tells it."""
    found: dict[str, object] = next(one for one in api(stage)["clocks"] if one["id"] == name)
    return found


def opens(player: Player, what: str, words: str = "/crisis clocks") -> View:
    """Open the window and, over it, one of a clock's forms."""
    player.types(words, ROOM)
    player.clicks(player.opens_form(), what)
    return player.opens_form()


def waive(stage: Stage, name: str, reason: str = "not a listed company") -> None:
    """Its owner waives a clock, from the window."""
    owner = stage.player(OWNERS[name])
    owner.submits(owner.fills(opens(owner, f"clock:waive:{name}"), {"reason": reason}))


def status(stage: Stage, step: str) -> object:
    """How a step stands."""
    return next(one["status"] for one in api(stage)["steps"] if one["id"] == step)


def test_the_card_shows_the_nearest_clocks(stage: Stage, saoirse: Player) -> None:
    """Three at most, each with its limit and whose it is; the rest behind the button."""
    told = next(block for block in card(stage).blocks if "Legal clocks" in str(block))
    words = str(told["text"]["text"])

    assert 5 == len(words.split("\n"))
    assert "Inside information" in words.split("\n")[1]
    assert f"<@{ODILE}> · only proposed" in words.split("\n")[1]
    assert "^{ago}|" in words
    assert "and 3 more" in words
    assert "ask:clocks" in action_ids(card(stage))


def test_a_clock_is_confirmed_with_the_moment_at_which_it_started(stage: Stage, saoirse: Player) -> None:
    """Given in the person's own zone; the limit counts from it, on the card, the page and in the API."""
    marc = stage.player(MARC)
    knew = stage.clock.now() - timedelta(hours=5)
    form = opens(marc, "clock:confirm:gdpr-33")
    assert "When did we first know?" in form.words or "Quand l’avons-nous su" in form.words
    marc.submits(marc.fills(form, {"started": knew}))

    limit = (knew + timedelta(hours=72)).strftime("%Y-%m-%dT%H:%M")
    assert "confirmed" == clock(stage, "gdpr-33")["state"]
    assert str(clock(stage, "gdpr-33")["limit_at"]).startswith(limit)
    assert "Confirmé par" in marc.opens_form().words  # the window underneath, drawn anew in his language
    assert "Confirmed 2 Mar 2026, 02:55 UTC by Marc" in read(page(stage))


def test_the_opening_is_proposed_as_the_start(stage: Stage, saoirse: Player) -> None:
    """One press keeps it, to the second."""
    marc = stage.player(MARC)
    marc.submits(opens(marc, "clock:confirm:gdpr-33"))

    assert incident(stage).opened_at == incident(stage).duties[0].since
    assert "confirmed" == clock(stage, "gdpr-33")["state"]


def test_a_clock_from_a_decision_asks_when(stage: Stage, saoirse: Player) -> None:
    """Nothing is proposed: the form is not sent empty."""
    marc = stage.player(MARC)
    with pytest.raises(FormRefused):
        marc.submits(opens(marc, "clock:confirm:gdpr-34"))

    assert "proposed" == clock(stage, "gdpr-34")["state"]


def test_a_start_in_the_future_is_refused_beside_its_field(stage: Stage, saoirse: Player) -> None:
    """What was chosen stays in the form."""
    marc = stage.player(MARC)
    form = opens(marc, "clock:confirm:gdpr-33")
    marc.submits(marc.fills(form, {"started": stage.clock.now() + timedelta(hours=1)}))

    assert ["started"] == list(marc.opens_form().errors)


def test_another_is_told_whose_clock_it_is(stage: Stage, saoirse: Player) -> None:
    """The lead cannot waive what the data protection officer answers for; no form opens."""
    saoirse.types("/crisis clocks", ROOM)
    saoirse.clicks(saoirse.opens_form(), "clock:waive:gdpr-33")

    assert f"<@{MARC}>" in str(saoirse.opens_form().blocks)
    assert "proposed" == clock(stage, "gdpr-33")["state"]


def test_the_reminder_brings_the_buttons(stage: Stage, saoirse: Player) -> None:
    """Half of an hour is over: Odile is told and waives it there; the room hears why."""
    odile = stage.player(ODILE)
    stage.forward(minutes=30)
    reminder = odile.direct_messages()[-1]
    assert "Un délai légal court, et il dépend de vous" in reminder.words
    assert {"clock:confirm:mar-17", "clock:waive:mar-17", "clock:meet:mar-17"} < action_ids(reminder)

    odile.clicks(reminder, "clock:waive:mar-17")
    odile.submits(odile.fills(odile.opens_form(), {"reason": "the company is not listed"}))

    assert ("waived", "the company is not listed") == (
        clock(stage, "mar-17")["state"],
        clock(stage, "mar-17")["words"],
    )
    assert "waived the legal clock" in said_in_room(stage)[-1].words
    assert "the company is not listed" in said_in_room(stage)[-1].words


def test_a_missed_limit_is_never_silent(stage: Stage, saoirse: Player) -> None:
    """At 90 % and at the limit the lead and the room are told; the log says that it was missed."""
    stage.forward(minutes=54)
    assert "*A legal clock is nearly over in the incident you lead.*" in told_last(saoirse)
    assert "*A legal clock is nearly over*" in said_in_room(stage)[-1].words
    stage.forward(minutes=6)

    over = "*The limit of a legal clock has passed in the incident you lead.*"
    assert any(over in m.words and "Inside information" in m.words for m in saoirse.direct_messages())
    assert ["*The limit of a legal clock has passed*"] == [
        m.words.split("\n")[0].removeprefix("⚖️ ") for m in said_in_room(stage) if "has passed" in m.words
    ]
    assert "limit passed" in card(stage).words
    assert "was missed: neither met nor waived" in read(page(stage))
    assert clock(stage, "mar-17")["missed_at"] is not None


def test_past_its_limit_a_clock_is_not_left_alone(stage: Stage, saoirse: Player) -> None:
    """The next day Odile and Saoirse hear of it again, the room does not; met, it is quiet."""
    odile = stage.player(ODILE)

    def reminded(player: Player, words: str) -> int:
        return sum(words in m.words and "MAR" in m.words for m in player.direct_messages())

    stage.forward(hours=1)
    assert (1, 1) == (
        reminded(odile, "La limite est passée"),
        reminded(saoirse, "The limit of a legal clock"),
    )
    stage.forward(days=1)
    assert (2, 2) == (
        reminded(odile, "La limite est passée"),
        reminded(saoirse, "The limit of a legal clock"),
    )
    in_the_room = [m.words for m in said_in_room(stage) if "The limit of a legal clock has passed" in m.words]
    assert 1 == sum("Inside information" in words for words in in_the_room)
    form = opens(odile, "clock:meet:mar-17")
    odile.submits(odile.fills(form, {"evidence": "published at 9"}))
    stage.forward(days=2)

    assert 2 == reminded(odile, "La limite est passée")


def test_down_over_several_reminders_each_hears_once(stage: Stage, saoirse: Player) -> None:
    """Nobody runs the product for two hours: Odile gets one message about her clock, with the latest share."""
    odile = stage.player(ODILE)
    stage.clock.moment += timedelta(hours=2)
    stage.settle()

    about = [m for m in odile.direct_messages() if "délai légal" in m.words]
    assert 1 == len(about)
    assert "La limite est passée, et ce délai légal dépend de vous." in about[0].words


def test_the_step_is_done_once_its_clocks_are_decided(stage: Stage, saoirse: Player) -> None:
    """Ticked by hand it is refused with what is missing; the last decision ticks it."""
    number = next(one["number"] for one in api(stage)["steps"] if one["id"] == "legal-clocks")
    saoirse.types(f"/crisis done {number}", ROOM)
    assert "Still only proposed" in whispered(saoirse)
    assert f"<@{MARC}>" in whispered(saoirse)

    for name in ("gdpr-33", "gdpr-34", "nis2-early-warning", "nis2-notification"):
        waive(stage, name)
    assert "open" == status(stage, "legal-clocks")
    saoirse.types("/crisis steps", ROOM)
    saoirse.selects(saoirse.opens_form(), "step:more:legal-clocks", f"clocks|{incident(stage).id}")
    saoirse.clicks(saoirse.opens_form(), "clock:confirm:nis2-final-report")
    saoirse.submits(saoirse.opens_form())
    assert "Confirmed by" in saoirse.opens_form().words  # the clocks, between the form and the list

    assert "done" == status(stage, "legal-clocks")
    assert "open" == status(stage, "duties")  # the check at the end waits until each is met or waived


def test_a_clock_is_met_with_what_shows_it(stage: Stage, saoirse: Player) -> None:
    """The receipt stands in the log, on the page and in the review; an empty one is not taken."""
    marc = stage.player(MARC)
    form = opens(marc, "clock:meet:gdpr-33")
    marc.submits(marc.fills(form, {"evidence": " \u200b"}))
    assert ["evidence"] == list(marc.opens_form().errors)
    marc.submits(marc.fills(marc.opens_form(), {"evidence": "CNIL receipt 2026-118"}))

    assert "CNIL receipt 2026-118" in read(page(stage))
    close(saoirse)
    head = next(m for m in said_in_room(stage) if "Review" in m.text)
    assert "met 1 · waived 0 · limit missed 0 · still running 5" in head.words
    assert "CNIL receipt 2026-118" in "\n".join(
        m.words for m in said_in_room(stage) if m.thread_ts == head.ts
    )


def test_a_wrong_decision_is_taken_back_by_confirming(stage: Stage, saoirse: Player) -> None:
    """Waived by mistake: confirmed again, it runs and reminds."""
    waive(stage, "mar-17")
    odile = stage.player(ODILE)
    odile.submits(opens(odile, "clock:confirm:mar-17"))

    assert "confirmed" == clock(stage, "mar-17")["state"]
    stage.forward(minutes=30)
    assert "Un délai légal court, et il dépend de vous" in told_last(odile)
    assert "Information privilégiée" in told_last(odile)


def test_the_clocks_go_on_after_the_close(stage: Stage, saoirse: Player) -> None:
    """The closing form names them; a month's report still reminds, and is met from its reminder."""
    for name in OWNERS:
        if name != "nis2-final-report":
            waive(stage, name)
    saoirse.types(f"/crisis close {REF}", "general")
    assert "Final report" in saoirse.opens_form().words
    assert "go on after the close" in saoirse.opens_form().words
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "over"}))
    assert "Final report" in card(stage).words

    stage.forward(days=15)
    reminder = next(m for m in reversed(saoirse.direct_messages()) if "clock:meet" in str(action_ids(m)))
    saoirse.clicks(reminder, "clock:meet:nis2-final-report")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"evidence": "sent, reference 77"}))

    assert "met" == clock(stage, "nis2-final-report")["state"]
    assert "Final report" not in card(stage).words
    assert not any(one["kind"].startswith("clock") for one in api(stage)["dues"])


def test_the_clocks_in_french(stage: Stage, saoirse: Player) -> None:
    """The same window by the French words, with accents or without."""
    marc = stage.player(MARC)
    for words in ("/crise délais", "/crise delais"):
        marc.types(words, ROOM)
        assert "Délais légaux" == marc.opens_form().title
        assert "jamais un avis juridique" in marc.opens_form().words
        marc.closes(marc.opens_form())
    assert "Délai légal" in read(page(stage, language="fr"))


def test_a_fixed_point_goes_through_the_clocks_and_what_is_frozen(stage: Stage, saoirse: Player) -> None:
    """The agenda names what runs and what is stopped."""
    saoirse.types("/crisis freeze the whole brand", ROOM)
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"channels": "Posts"}))
    saoirse.types("/crisis point", ROOM)

    agenda = saoirse.opens_form().words
    assert "Legal clocks running" in agenda
    assert "Notify the data protection authority" in agenda
    assert "*Posts* · asked to stop" in agenda


def test_a_playbook_without_clocks_says_so(stage: Stage) -> None:
    """The command does not open an empty window."""
    rhys = stage.player(RHYS)
    start(rhys, "bad-buzz A video that annoys")
    rhys.types(f"/crisis clocks {REF}")

    assert "proposes no legal clock" in whispered(rhys)
