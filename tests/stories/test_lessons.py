"""A lesson's way: found in a review, accepted, written down, taken up by a released version, proven by a later run."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bot.drafting import draft
from bot.files import CompanyFiles
from bot.practice import payloads
from bot.practice.person import Person
from bot.practice.team import Message, User
from bot.releasing import proposals, release
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from handlers.slack.blocks import review
from playbooks.commands import Sitting, Target, TargetKind
from playbooks.dues import dues
from playbooks.folding.learning import with_action
from playbooks.moments import DueKind
from playbooks.playbook import Language, UserId
from tests.stories.scene import (
    API_TOKEN,
    CLAIRE,
    DEREK,
    MAUD,
    REF,
    RHYS,
    SAOIRSE,
    action_ids,
    api,
    card,
    close,
    get,
    incident,
    log_lines,
    page,
    read,
    room,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
SECOND = "INC-2026-0002"
BREACH = (files("playbooks") / "library/crisis/data-breach/v2.yaml").read_text("utf-8")
TEXT = "The deputies did not know the room"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The company's folder, with a version of its own."""
    place = tmp_path / "own/crisis/data-breach"
    place.mkdir(parents=True)
    (place / "v3.yaml").write_text(BREACH.replace("version: 2\n", "version: 3\n", 1), "utf-8")
    return place


@pytest.fixture
def stage(migrated_database_url: str, folder: Path, journal: Path) -> Iterator[Stage]:
    """The product with that folder."""
    own = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_PLAYBOOKS": str(folder.parent.parent)}
    settings = with_database(read_settings(own), migrated_database_url)
    with Stage(settings, files=CompanyFiles(settings)) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def head(stage: Stage) -> Message:
    """The review's first message."""
    posted = incident(stage).review
    assert posted is not None
    return room(stage).messages[posted.ts]


def finds(player: Player, stage: Stage, **more: str) -> None:
    """A lesson is added in its form."""
    player.clicks(head(stage), "ask:action")
    form = {"text": TEXT, "person": DEREK, "due": "2026-03-09", "target": "step:room", **more}
    player.submits(player.fills(player.opens_form(), form))


def chooses(player: Player, stage: Stage, verb: str, lesson: str = "a1") -> None:
    """A choice of the lesson's menu."""
    player.selects(head(stage), f"lesson:more:{lesson}", f"{verb}|{incident(stage).id}")


def proposes(player: Player, stage: Stage, lesson: str = "a1", **said: str) -> None:
    """What the lesson changes is written down."""
    chooses(player, stage, "change", lesson)
    words = {
        "title_en": "Open the room and call both deputies",
        "title_fr": "Ouvrir la salle, appeler les suppléants",
    }
    player.submits(player.fills(player.opens_form(), {**words, **said}))


def test_a_lesson_from_found_to_proven(stage: Stage, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of its way is told in the review, on the page and by the API, and nothing skips one."""
    saoirse, claire = stage.player(SAOIRSE), stage.player(CLAIRE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage, sort="start")
    assert f"⬜ *Start* · {TEXT}" in head(stage).words

    chooses(stage.player(DEREK), stage, "accept")
    assert "is accepted by whoever answers for the playbook" in whispered(stage.player(DEREK))
    chooses(saoirse, stage, "accept")
    assert "accepted by" in head(stage).words

    proposes(saoirse, stage)
    told = told_last(claire)
    assert "Open the room and call both deputies" in told or "Ouvrir la salle, appeler les suppléants" in told
    assert f"{REF}/a1" in told
    assert "crisis playbooks draft data-breach" in told

    said: list[str] = []
    assert 0 == draft(stage.bot.settings, "data-breach", str(folder.parent.parent), Language.EN, said.append)
    assert any("now reads “Open the room and call both deputies”" in line for line in said)
    drafted = (folder / "v4.yaml").read_text("utf-8")
    assert re.search(rf"lesson: {REF}/a1\n +step: room", drafted)

    claire.types("/crisis reload", "general")
    assert "applied: data-breach v4 cites it" in head(stage).words
    assert 1 == draft(stage.bot.settings, "data-breach", None, Language.EN, said.append)
    assert "No lesson waits" in said[-1]

    start(stage.player(RHYS), "data-breach Passports again")
    room_step = next(step for step in api(stage, f"/api/incidents/{SECOND}")["steps"] if step["id"] == "room")
    saoirse.types(f"/crisis done {SECOND} {room_step['number']}", "general")
    close(saoirse, ref=SECOND)

    assert f"proven: {SECOND} went through it" in head(stage).words
    assert "proven" == api(stage)["actions"][0]["state"]
    listed = read(page(stage, "/lessons"))
    assert TEXT in listed
    assert f"proven: {SECOND}" in listed
    assert TEXT not in read(get(f"{stage.address}/lessons?left=true&lang=en").text)
    assert "prouvée" in read(page(stage, "/lessons", language="fr"))
    assert f"It went through the steps of these lessons: {REF}/a1" in read(
        page(stage, f"/incidents/{SECOND}")
    )


def test_a_lesson_is_applied_by_the_command_that_releases(stage: Stage, tmp_path: Path) -> None:
    """Drafted beside, looked at, released from the terminal: as the guide tells it. Twice is no harm."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage)
    proposes(saoirse, stage)
    settings, said = stage.bot.settings, list[str]()
    assert 0 == draft(settings, "data-breach", str(tmp_path / "drafts"), Language.EN, said.append)
    path = str(tmp_path / "drafts/crisis/data-breach/v4.yaml")
    assert [0, 0] == [release(settings, path, Language.EN, said.append) for _ in range(2)]
    stage.player(CLAIRE).types("/crisis reload", "general")
    stage.settle()

    assert "applied: data-breach v4 cites it" in head(stage).words
    assert 1 == len(log_lines(stage, "lesson_applied"))
    derek, before = stage.player(DEREK), len(stage.player(DEREK).direct_messages())
    stage.forward(days=30)
    assert before == len(derek.direct_messages())
    # Nothing that waits for it keeps the incident from being deleted in its time, or people from being erased.
    assert DueKind.ACTION not in {due.kind for due in dues(incident(stage))}


def test_of_two_lessons_that_reword_a_step_the_later_one_waits(stage: Stage) -> None:
    """It would have been cited by a version that does not say it; now it is told, and drafted next."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    for lesson, title in (("a1", "Open two rooms"), ("a2", "Open three rooms")):
        finds(saoirse, stage)
        proposes(saoirse, stage, lesson, title_en=title)
    said = list[str]()
    assert 0 == draft(stage.bot.settings, "data-breach", None, Language.EN, said.append)

    assert f"{REF}/a2: an earlier lesson rewords the step “room”" in said[0]
    assert "Open two rooms" in said[-1]
    assert f"{REF}/a2" not in said[-1]


def test_of_a_restricted_incident_a_draft_says_what_was_written_for_it(stage: Stage) -> None:
    """The lesson itself stays among those who may know of the incident; administrators hear the change alone."""
    saoirse, claire = stage.player(SAOIRSE), stage.player(CLAIRE)
    start(stage.player(RHYS), "data-breach Passports for sale", about=["restricted"])
    close(saoirse)
    finds(saoirse, stage)
    proposes(saoirse, stage)
    said = list[str]()
    assert 0 == draft(stage.bot.settings, "data-breach", None, Language.EN, said.append)
    proposals(stage.bot.settings, Language.EN, said.append)

    assert "Open the room and call both deputies" in said[0]
    assert TEXT not in "\n".join(said)
    assert TEXT not in told_last(claire)
    assert "deputies" in told_last(claire) or "suppléants" in told_last(claire)


def test_a_run_that_leaves_the_step_out_proves_nothing(stage: Stage, folder: Path) -> None:
    """Applied is not proven: the step must have been done."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage)
    proposes(saoirse, stage)
    assert 0 == draft(
        stage.bot.settings, "data-breach", str(folder.parent.parent), Language.FR, lambda _: None
    )
    stage.player(CLAIRE).types("/crisis reload", "general")
    start(stage.player(RHYS), "data-breach Passports again")
    close(saoirse, ref=SECOND)

    assert "applied: data-breach v4 cites it" in head(stage).words
    assert "applied" == api(stage)["actions"][0]["state"]


def test_a_change_is_written_in_both_languages(stage: Stage) -> None:
    """One alone is refused beside the field that is empty."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage)
    proposes(saoirse, stage, title_fr=" ")

    assert ["title_fr"] == list(saoirse.opens_form().errors)
    assert "found" == api(stage)["actions"][0]["state"]


def test_a_step_of_the_full_length_is_kept_to_its_last_word(stage: Stage) -> None:
    """The form takes 150 characters, as a playbook does: nothing of them is cut."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage)
    longest = "Open the room, " * 9 + "then say so now"
    proposes(saoirse, stage, title_en=longest)

    (action,) = incident(stage).actions
    assert action.draft is not None
    assert longest == action.draft.title.en


def test_the_review_has_a_day_and_is_asked_for_until_it_was_held(stage: Stage) -> None:
    """Set by the lead, told to the channel; after it the lead hears every few days, and the cold one follows."""
    saoirse, maud = stage.player(SAOIRSE), stage.player(MAUD)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    assert "Hot review" in head(stage).words
    assert "Cold review" in head(stage).words
    assert "Playbook" in head(stage).words
    saoirse.clicks(head(stage), "ask:review_day")
    day = int(stage.clock.now().timestamp()) + 4 * 86400
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"day": day}))
    assert "set the hot review for" in said_in_room(stage)[-1].words

    stage.forward(days=3)
    assert 0 == reminded(saoirse)
    stage.forward(days=1)
    assert 1 == reminded(saoirse)
    stage.forward(days=3)
    assert 2 == reminded(saoirse)

    maud.clicks(head(stage), "ask:review_held")
    assert "held" in head(stage).words
    stage.forward(days=27)  # The playbook looks back once more after 35 days.
    assert 2 == reminded(saoirse)
    assert 0 == reminded(saoirse, "cold")
    stage.forward(days=1)
    assert 1 == reminded(saoirse, "cold")
    saoirse.clicks(head(stage), "ask:review_held")
    assert "ask:review_held" not in action_ids(head(stage))


def test_it_was_held_pressed_twice_holds_one_review(stage: Stage) -> None:
    """The button means the review that it stood under; the cold one, weeks later, still waits."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    Person.clicks(saoirse, head(stage), "ask:review_held")
    Person.clicks(saoirse, head(stage), "ask:review_held")
    stage.settle()

    assert "already marked as held" in whispered(saoirse)
    assert [Sitting.HOT] == [one.sitting for one in incident(stage).sittings if one.held_at]


def reminded(player: Player, which: str = "hot") -> int:
    """How often somebody was told that a review still waits."""
    return sum(
        f"The {which} review" in one.words and "waits" in one.words for one in player.direct_messages()
    )


def named(player: Player, stage: Stage, cause: str, ref: str = REF) -> None:
    """The cause is named from the review."""
    posted = incident(stage, ref).review
    assert posted is not None
    player.clicks(room(stage, ref).messages[posted.ts], "ask:cause")
    player.submits(player.fills(player.opens_form(), {"cause": cause}))


def test_the_same_cause_again_is_counted_over_twelve_months(stage: Stage) -> None:
    """However it was typed; exercises count not, nor what is longer ago."""
    rhys, saoirse = stage.player(RHYS), stage.player(SAOIRSE)
    start(rhys, "data-breach Passports for sale")
    close(saoirse)
    named(saoirse, stage, "Mot de passe réutilisé")
    assert "twelve months" not in head(stage).words
    stage.forward(days=300)

    start(rhys, "data-breach Passports again")
    close(saoirse, ref=SECOND)
    named(saoirse, stage, "mot de passe  reutilise", SECOND)
    posted = incident(stage, SECOND).review
    assert posted is not None
    assert "once before in twelve months" in room(stage, SECOND).messages[posted.ts].words
    assert "It was there once in the twelve months before." in read(page(stage, f"/incidents/{SECOND}"))


def test_what_is_said_in_the_thread_is_taken_into_the_review(stage: Stage) -> None:
    """As it reads now: edited it changes, deleted it goes; what is said beside the thread is not the review's."""
    derek, saoirse = stage.player(DEREK), stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    place = room(stage).id
    derek.types("Nobody had the night number", place, thread=head(stage).ts)
    derek.types("Lunch, anybody?", place)
    stage.settle()

    assert "Said in the thread" in head(stage).words
    assert "Nobody had the night number" in head(stage).words
    assert "Lunch" not in head(stage).words
    (said,) = [one for one in room(stage).messages.values() if one.words == "Nobody had the night number"]

    derek.edits(said, "Nobody had the night number of the host")
    stage.settle()
    assert "Nobody had the night number of the host" in head(stage).words

    derek.deletes(room(stage).messages[said.ts])
    stage.settle()
    assert "night number" not in head(stage).words
    assert "took back what was said" in read(page(stage, f"/incidents/{REF}"))


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
def test_an_answer_shown_to_the_channel_or_with_a_picture_is_the_reviews_too(
    stage: Stage, subtype: str
) -> None:
    """Slack gives those another name; people say the same."""
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(stage.player(SAOIRSE))
    said = {
        "type": "message",
        "subtype": subtype,
        "channel": room(stage).id,
        "user": DEREK,
        "text": "The night number was wrong",
        "ts": "1772420200.000100",
        "thread_ts": head(stage).ts,
    }
    moment = int(stage.clock.now().timestamp())
    stage.player(DEREK).post.carry(payloads.event(f"Ev{subtype}", moment, said))
    stage.settle()

    assert "The night number was wrong" in head(stage).words


def test_what_a_guest_says_in_the_thread_is_not_the_reviews(stage: Stage) -> None:
    """Said or edited: whoever may not use the product by its buttons writes in its log by no other way."""
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(stage.player(SAOIRSE))
    stage.workspace.add_user(User(id="UGUEST", name="guest", real_name="A Guest", is_restricted=True))
    place, visitor = room(stage), stage.player(UserId("UGUEST"))
    place.members.append("UGUEST")
    visitor.types("The visitor was there", place.id, thread=head(stage).ts)
    stage.settle()
    (said,) = [one for one in room(stage).messages.values() if "The visitor" in one.words]
    visitor.edits(said, "The visitor was there twice")
    stage.settle()

    assert () == incident(stage).remarks
    assert "visitor" not in head(stage).words


def test_a_remark_that_is_an_entry_as_well_reads_as_it_does_now_in_both(stage: Stage) -> None:
    """Marked with 📝 it is kept in the log; the review goes on following it."""
    derek = stage.player(DEREK)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(stage.player(SAOIRSE))
    derek.types("Nobody had the number", room(stage).id, thread=head(stage).ts)
    stage.settle()
    (said,) = [one for one in room(stage).messages.values() if one.words == "Nobody had the number"]
    derek.reacts(said, "memo")
    stage.settle()
    derek.edits(said, "Two of us had the number")
    stage.settle()

    assert ["Two of us had the number"] == [one.text for one in incident(stage).remarks]
    assert 1 == len(log_lines(stage, "message_edited"))
    derek.deletes(room(stage).messages[said.ts])
    stage.settle()
    assert () == incident(stage).remarks


def test_a_review_is_drawn_whatever_its_lessons_name(stage: Stage) -> None:
    """A log that was taken over may name a step of a playbook that has none of the name."""
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(stage.player(SAOIRSE))
    finds(stage.player(SAOIRSE), stage)
    known = incident(stage)
    for kind in (TargetKind.STEP, TargetKind.TEMPLATE):
        named = with_action(known, known.actions[0].id, target=Target(kind=kind, name="<!channel>"))
        drawn = review.window(named, (), stage.bot.desk.people.directory(), Language.EN, stage.clock.now())
        assert "&lt;!channel&gt;" in str(drawn)
        assert "<!channel>" not in str(drawn)


def test_the_page_of_a_review_shows_planned_and_done(stage: Stage) -> None:
    """As a picture that is told in words as well, with how prepared it was and when it is looked back at."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    stage.forward(minutes=40)
    saoirse.types("/crisis done 1", room(stage).id)
    saoirse.types("/crisis skip 3 we are all in one room", room(stage).id)
    stage.forward(minutes=30)
    close(saoirse)

    shown = page(stage, f"/incidents/{REF}")
    told = read(shown)
    assert "late</title>" in shown
    assert 'class="left-out"' in shown
    assert "Hot review" in told
    assert "mandatory steps in time: 0 of" in told
    french = read(page(stage, f"/incidents/{REF}", language="fr"))
    assert "Prévu et réalisé, en image" in french
    assert "Retour à froid" in french


def test_whoever_opens_the_next_one_hears_which_lessons_are_still_open(stage: Stage) -> None:
    """In the form, on the card and by the search; once it is applied it is open no more."""
    saoirse, rhys = stage.player(SAOIRSE), stage.player(RHYS)
    start(rhys, "data-breach Passports for sale on a forum")
    close(saoirse)
    finds(saoirse, stage)
    named(saoirse, stage, "phishing")

    rhys.types("/crisis start data-breach passports for sale forum", "general")
    assert f"1 lesson still open: {TEXT}" in rhys.opens_form().words
    rhys.types("/crisis search passports forum", "general")
    assert f"1 lesson still open: {TEXT}" in whispered(rhys)
    start(rhys, "data-breach Passports for sale, phishing again")
    assert TEXT in card(stage, SECOND).words

    chooses(saoirse, stage, "done")
    rhys.types("/crisis search passports forum", "general")
    assert "still open" in whispered(rhys)


def test_what_waits_past_its_day_is_told_once_a_week(stage: Stage) -> None:
    """On Monday morning, to the administrators; nothing where nothing is late, and no more once it is done."""
    saoirse, claire = stage.player(SAOIRSE), stage.player(CLAIRE)
    start(stage.player(RHYS), "data-breach Passports for sale")
    close(saoirse)
    finds(saoirse, stage, target="")
    stage.forward(hours=8)
    mornings(stage, 13)
    assert 0 == weeks(claire)  # It is due on Monday 9 March, later in the day.
    mornings(stage, 12)
    assert 2 == weeks(claire)
    assert TEXT in next(
        one.words for one in claire.direct_messages() if "sa date" in one.words or "its day" in one.words
    )

    before = weeks(claire)
    saoirse.clicks(head(stage), "action:done:a1")
    mornings(stage, 8)
    assert before == weeks(claire)


def mornings(stage: Stage, days: int) -> None:
    """Let days pass, on each of which the worker looks."""
    for _ in range(days):
        stage.forward(days=1)
        stage.bot.desk.learning.look()
        stage.settle()


def weeks(player: Player) -> int:
    """How many letters of the week somebody got."""
    told = ("waits past its day", "a dépassé sa date")
    return sum(any(words in one.words for words in told) for one in player.direct_messages())
