"""A new version is released while crises run: nobody's checklist changes until somebody has seen what it changes."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.stage import Player, Stage, with_database
from config.settings import read_settings
from tests.stories.scene import (
    API_TOKEN,
    CLAIRE,
    DEREK,
    GAEL,
    MAUD,
    RHYS,
    SAOIRSE,
    action_ids,
    api,
    card,
    page,
    read,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
FIRST, SECOND, THIRD = "INC-2026-0001", "INC-2026-0002", "INC-2026-0003"
BREACH = (files("playbooks") / "library/crisis/data-breach/v2.yaml").read_text("utf-8")


def version(number: int) -> str:
    """The data breach in another version of the company's own: from 4 on, one step more and one that reads otherwise."""
    text = BREACH.replace("version: 2\n", f"version: {number}\n", 1)
    if number < 4:
        return text
    fresh = (
        "  - id: neighbours\n"
        "    title: {en: Call the neighbours, fr: Appeler les voisins}\n"
        "    role: press\n"
        "    due: 20m\n"
    )
    again = text.replace("steps:\n", f"steps:\n{fresh}", 1)
    title = re.compile(r"(- id: room\n    title:\n      en: )\".*\"\n      fr: \".*\"\n")
    reworded = title.sub(rf'\1"Open the room ({number})"\n      fr: "Ouvrir la salle ({number})"\n', again)
    assert reworded != again
    return reworded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The company's folder, with version 3 of the data breach."""
    place = tmp_path / "own/crisis/data-breach"
    place.mkdir(parents=True)
    (place / "v3.yaml").write_text(version(3), "utf-8")
    return place


@pytest.fixture
def stage(migrated_database_url: str, folder: Path, journal: Path) -> Iterator[Stage]:
    """The product with that folder."""
    own = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_PLAYBOOKS": str(folder.parent.parent)}
    settings = with_database(read_settings(own), migrated_database_url)
    with Stage(settings, files=CompanyFiles(settings)) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def released(stage: Stage, folder: Path, number: int) -> None:
    """A version is put in the folder, and an administrator has it read."""
    (folder / f"v{number}.yaml").write_text(version(number), "utf-8")
    stage.player(CLAIRE).types("/crise recharger", "general")


def decides(player: Player, stage: Stage, ref: str, choice: str) -> str:
    """Look at what changes, from the card, and decide; give the form's words."""
    player.clicks(card(stage, ref), "ask:version")
    form = player.opens_form()
    player.submits(player.fills(form, {"choice": choice}))
    return str(form.body)


def of(stage: Stage, ref: str) -> dict[str, object]:
    """An incident as the API tells it."""
    found: dict[str, object] = api(stage, f"/api/incidents/{ref}")
    return found


def test_version_4_leaves_the_one_that_runs_serves_the_next_and_is_accepted_by_another(
    stage: Stage, folder: Path
) -> None:
    """Two run on version 3. The first goes on unchanged, the next opens on 4, the second accepts it."""
    rhys, saoirse = stage.player(RHYS), stage.player(SAOIRSE)
    start(rhys, "data-breach The first")
    start(rhys, "data-breach The second")
    saoirse.types(f"/crisis done {SECOND} 1 found", "general")
    stage.forward(minutes=5)
    before = of(stage, FIRST)
    released(stage, folder, 4)
    start(rhys, "data-breach The next")

    after = of(stage, FIRST)
    assert (3, 4) == (after["playbook"]["version"], of(stage, THIRD)["playbook"]["version"])  # type: ignore[index]
    assert before["steps"] == after["steps"]
    assert before["dues"] == after["dues"]
    assert "A newer version (4) is released" in card(stage, FIRST).words
    assert "newer version" not in card(stage, THIRD).words

    stage.forward(minutes=5)
    form = decides(saoirse, stage, SECOND, "accept")
    assert "New step “Call the neighbours” (Press officer, 20" in form
    assert "now reads “Open the room (4)”" in form
    accepted = of(stage, SECOND)
    steps = accepted["steps"]
    assert isinstance(steps, list)
    assert 4 == accepted["playbook"]["version"]  # type: ignore[index]
    assert ["neighbours", "source"] == [step["id"] for step in steps[:2]]
    assert ("done", SAOIRSE) == (steps[1]["status"], steps[1]["settled_by"])
    assert "2026-03-02T03:25:00Z" == steps[0]["due_at"]  # Twenty minutes after the acceptance.
    assert "version 4" in card(stage, SECOND).words
    assert "ask:version" not in action_ids(card(stage, SECOND))
    assert "accepted version 4" in said_in_room(stage, SECOND)[-1].words
    assert before["steps"] == of(stage, FIRST)["steps"]


def test_declining_is_remembered_and_a_still_newer_version_is_offered(stage: Stage, folder: Path) -> None:
    """In French, from the message that the lead gets; the page tells who stayed with the version of before."""
    rhys, maud = stage.player(RHYS), stage.player(MAUD)
    start(rhys, language="fr")
    rhys.types(f"/crisis lead {FIRST} <@{MAUD}>", "general")
    released(stage, folder, 4)
    assert "est publiée" in told_last(maud)
    maud.clicks(maud.direct_messages()[-1], "ask:version")
    maud.submits(maud.fills(maud.opens_form(), {"choice": "decline"}))

    stage.bot.worker.round.offer()
    stage.settle()
    assert "version plus récente" not in card(stage).words
    assert "Maud" in read(page(stage, language="fr"))
    assert "reste à la version actuelle" in read(page(stage, language="fr"))
    assert "Nouvelle étape « Appeler les voisins »" in read(page(stage, language="fr"))
    offer = of(stage, FIRST)["offer"]
    assert isinstance(offer, dict)
    assert (4, MAUD) == (offer["version"], offer["declined_by"])

    released(stage, folder, 5)
    assert "Une version plus récente (5) est publiée" in card(stage).words


def test_only_whoever_leads_or_opened_it_decides(stage: Stage, folder: Path) -> None:
    """Derek sees what changes and is told whom to ask."""
    start(stage.player(RHYS))
    released(stage, folder, 4)
    derek = stage.player(DEREK)
    derek.clicks(card(stage), "ask:version")
    form = derek.opens_form()
    derek.submits(derek.fills(form, {"choice": "accept"}))

    assert 3 == of(stage, FIRST)["playbook"]["version"]  # type: ignore[index]


def test_the_outcome_of_a_reload_reaches_the_administrators_once(stage: Stage, folder: Path) -> None:
    """Claire asks twice and hears twice; Maud hears once of the same mistakes, through a Slack that slows us down."""
    claire, maud, derek = stage.player(CLAIRE), stage.player(MAUD), stage.player(DEREK)
    derek.types("/crisis reload", "general")
    assert "administrators" in whispered(derek)
    (folder / "v4.yaml").write_text(version(4).replace("role: press", "role: pres", 1), "utf-8")
    stage.workspace.faults.next("chat.postMessage", status=429, retry_after=30)
    claire.types("/crisis reload", "general")
    claire.types("/crisis reload", "general")
    stage.forward(minutes=1)

    (told,) = maud.direct_messages()
    assert "write “press”" in told.words or "écrivez « press »" in told.words
    assert "v4.yaml" in told.words
    assert 2 == len(claire.direct_messages())
    start(stage.player(RHYS))
    assert 3 == of(stage, FIRST)["playbook"]["version"]  # type: ignore[index]

    (folder / "v4.yaml").write_text(version(4), "utf-8")
    stage.bot.reload()
    stage.settle()
    assert 2 == len(maud.direct_messages())
    assert 3 == len(claire.direct_messages())


def test_a_proposal_reaches_the_centre_and_its_author_is_thanked(stage: Stage, folder: Path) -> None:
    """Gaël proposes; the next version names him, on the card too."""
    start(stage.player(RHYS))
    gael = stage.player(GAEL)
    gael.types("/crise proposer data-breach Appeler d’abord le dépôt", "general")
    form = gael.opens_form()
    gael.submits(gael.fills(form, {"step": "1"}))

    assert "Appeler d’abord le dépôt" in told_last(stage.player(CLAIRE))
    contact = stage.bot.desk.directory().contact(gael.user.id)  # type: ignore[arg-type]  # Slack's id.
    assert contact is not None
    credited = version(4).replace("severity: sev1", f"severity: sev1\ncredits: [{contact.name}]", 1)
    (folder / "v4.yaml").write_text(credited, "utf-8")
    stage.bot.reload()
    stage.bot.reload()
    stage.settle()

    assert ["Merci." in message.words for message in gael.direct_messages()].count(True) == 1
    start(stage.player(RHYS))
    assert f"With thanks to {contact.name}" in card(stage, SECOND).words


LOCAL = """\
schema: 1
id: data-breach-uk
version: 1
extends: data-breach
for: {country: GB}
title: {en: Data breach in the UK, fr: Fuite de données au Royaume-Uni}
changes: {en: The regulator is called., fr: L’autorité est appelée.}
steps:
  - id: ico
    title: {en: Call the ICO, fr: Appeler l’ICO}
    after_step: source
    role: dpo
    due: 1h
"""


def test_a_local_variant_is_taken_where_it_belongs_and_the_form_says_so(stage: Stage, folder: Path) -> None:
    """Rhys chooses the data breach: in the United Kingdom it is the variant, in France the parent."""
    (folder.parent / "data-breach-uk").mkdir()
    (folder.parent / "data-breach-uk/v1.yaml").write_text(LOCAL, "utf-8")
    assert () == stage.bot.reload()
    rhys = stage.player(RHYS)
    rhys.types("/crisis start data-breach Files on a forum")
    form = rhys.fills(rhys.opens_form(), {"unit": "energy-uk"})
    assert "the local variant “Data breach in the UK” (version 1) is used" in str(form.body)
    rhys.submits(form)
    rhys.types("/crisis start data-breach Files on another forum")
    form = rhys.fills(rhys.opens_form(), {"unit": "rail-fr"})
    assert "local variant" not in str(form.body)
    rhys.submits(form)

    british, french = of(stage, FIRST), of(stage, SECOND)
    steps = british["steps"]
    assert isinstance(steps, list)
    assert ("data-breach-uk", "data-breach") == (british["playbook"]["id"], french["playbook"]["id"])  # type: ignore[index]
    assert ["source", "ico"] == [step["id"] for step in steps[:2]]
    assert "Data breach in the UK, version 1 (local variant)" in card(stage, FIRST).words


def test_a_folder_that_is_gone_unloads_nothing(stage: Stage, folder: Path) -> None:
    """A disk that is not mounted is a mistake, not an empty library."""
    for file in folder.iterdir():
        file.unlink()
    for place in (folder, folder.parent, folder.parent.parent):
        place.rmdir()
    (mistake,) = stage.bot.reload()
    stage.settle()

    assert "is not there" in mistake.what.en
    start(stage.player(RHYS))
    assert 3 == of(stage, FIRST)["playbook"]["version"]  # type: ignore[index]
    assert "CRISIS_PLAYBOOKS" in told_last(stage.player(MAUD))


def test_words_whose_message_has_another_name_now_are_said_to_settle_no_step(
    stage: Stage, folder: Path
) -> None:
    """Written under version 3; version 4 calls the message otherwise: the form and the room say what to tick by hand."""
    saoirse = stage.player(SAOIRSE)
    start(stage.player(RHYS), "data-breach The first")
    saoirse.types(f"/crisis statement {FIRST} holding-line", "general")
    words = {"known": "a copy", "doing": "closed it", "ask": "change your password", "next": "04:00"}
    saoirse.submits(saoirse.fills(saoirse.opens_form(), words))
    step = next(s for s in api(stage)["steps"] if s["id"] == "holding-line")
    renamed = version(4).replace("\n  holding-line:\n", "\n  first-word:\n")
    (folder / "v4.yaml").write_text(renamed.replace("message: holding-line", "message: first-word"), "utf-8")
    stage.player(CLAIRE).types("/crise recharger", "general")

    form = decides(saoirse, stage, FIRST, "accept")

    number = step["number"] + 1  # One step more stands above it now.
    assert f"/crisis done {number} where it went" in form
    notice = next(m.words for m in reversed(said_in_room(stage)) if "accepted version 4" in m.words)
    assert "s1" in notice
    assert str(number) in notice
    saoirse.types(f"/crisis done {FIRST} {number} the site", "general")
    settled = next(s for s in api(stage)["steps"] if s["id"] == "holding-line")
    assert ("done", "the site") == (settled["status"], settled["words"])
