"""D1: each morning the head of the log leaves the database's reach, and whoever kept it can hold the past against it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.audit import Asked, verify
from bot.files import CompanyFiles
from bot.practice.team import Message
from bot.stage import Stage, with_database
from config.settings import read_settings
from playbooks.playbook import Language, UserId
from tests.memory.tampering import as_owner
from tests.stories.scene import ANNOUNCEMENTS, API_TOKEN, REF, RHYS, ROOM, incident, start

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TEN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # in Paris
GROUPS = re.compile(r"`((?:[0-9a-f]{4} ){7}[0-9a-f]{4})`")
ROLLED_BACK = (
    "DELETE FROM incident_event WHERE incident_id = :id AND seq > :seq;"
    "UPDATE incident SET seq = :seq, mac = :mac, seal = :seal, snapshot = :snapshot WHERE id = :id"
)


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company_files: CompanyFiles) -> Iterator[Stage]:
    """The product with mail at hand, some time after nine in the morning."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=company_files, outside=True) as standing:
        standing.clock.moment = TEN
        yield standing
        standing.workspace.write_journal(journal)


def morning(stage: Stage) -> None:
    """The worker looks, as it does every few minutes, and sends what is owed."""
    stage.bot.worker.round.draw_head()
    stage.settle()


def posted(stage: Stage) -> list[Message]:
    """The heads in the announcements channel."""
    return [one for one in stage.player(RHYS).sees(ANNOUNCEMENTS) if "Empreinte du journal" in one.words]


def digits(message: Message) -> str:
    """The head in a message."""
    found = GROUPS.search(message.words)
    assert found is not None
    return found[1]


def verified(stage: Stage, *kept: str, language: Language = Language.EN) -> tuple[int, str]:
    """What the command gives and says to whoever kept these heads."""
    told: list[str] = []
    code = verify(stage.settings, language, told.append, Asked(heads=kept))
    return code, "\n".join(told)


def test_d1_the_head_is_posted_once_a_day_with_what_it_is_for(stage: Stage) -> None:
    """In the company's language, however often and by whatever process it is looked for."""
    start(stage.player(RHYS))
    morning(stage)
    morning(stage)
    stage.stop_bot()
    stage.start_bot()
    morning(stage)

    (message,) = posted(stage)
    assert "Gardez ce message" in message.words
    assert f'crisis audit verify --head "{digits(message)}"' in message.words.replace("`", "")
    code, told = verified(stage, digits(message))
    assert 0 == code, told
    assert f"{digits(message)}, of 2026-03-02: the log still leads to this head." in told

    stage.forward(days=1)
    morning(stage)
    assert 2 == len(posted(stage))
    assert 2 == len({digits(one) for one in posted(stage)})


def test_d1_the_head_of_before_tells_what_the_owner_did(stage: Stage) -> None:
    """An incident put back to a genuine earlier state of its own holds in itself; the head names its first lost row."""
    rhys = stage.player(RHYS)
    start(rhys)
    before = incident(stage)
    with stage.bot.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT mac, seal, snapshot FROM incident").one()
    rhys.types("/crisis log the tape was on the table", ROOM)
    morning(stage)
    kept = digits(posted(stage)[0])
    as_owner(
        stage.bot.database,
        ROLLED_BACK,
        id=before.id,
        seq=before.seq,
        mac=row.mac,
        seal=row.seal,
        snapshot=row.snapshot,
    )

    code, told = verified(stage, kept)
    assert 1 == code
    assert "The log is whole" in told
    assert f"no longer leads to this head. {REF}, row {before.seq + 1}: this row and what follows" in told
    code, told = verified(stage, kept, language=Language.FR)
    assert 1 == code
    assert f"le journal ne mène plus à cette empreinte. {REF}, ligne {before.seq + 1} : cette ligne" in told


def test_d1_a_head_that_the_database_has_forgotten_is_told(stage: Stage) -> None:
    """The owner takes away the head as well: whoever kept it is told that the log has none that reads so."""
    start(stage.player(RHYS))
    morning(stage)
    kept = digits(posted(stage)[0])
    as_owner(stage.bot.database, "DELETE FROM daily_head;DELETE FROM head_mark")

    assert 0 == verified(stage)[0]
    code, told = verified(stage, kept, "not a head")
    assert 1 == code
    assert f"{kept}: no head of this log reads so." in told
    assert "“not a head” is no head: give all the 32 digits" in told


@ON_SQLITE
def test_the_head_is_told_to_machines_as_well(stage: Stage) -> None:
    """As JSON, with what was compared."""
    start(stage.player(RHYS))
    morning(stage)
    kept, told = digits(posted(stage)[0]), list[str]()
    code = verify(stage.settings, Language.EN, told.append, Asked(heads=(kept, "0" * 32), as_json=True))
    found = json.loads("".join(told))

    assert 1 == code
    assert not found["holds"]
    assert kept == found["latest"]
    assert [("2026-03-02", True, 1)] == [(h["day"], h["holds"], h["incidents"]) for h in found["heads"]]
    assert [(kept, "2026-03-02", True), ("0" * 32, None, False)] == [
        (one["head"], one["day"], one["holds"]) for one in found["compared"]
    ]


@ON_SQLITE
def test_a_head_that_the_channel_does_not_take_is_mailed(stage: Stage) -> None:
    """The channel is archived: the administrators get it by mail, each in their language."""
    start(stage.player(RHYS))
    stage.player(RHYS).archives(ANNOUNCEMENTS)
    morning(stage)

    administrators = stage.bot.desk.directory().administrators
    assert administrators
    for person in administrators:
        contact = stage.bot.desk.people.contact(UserId(person))
        assert contact is not None
        (mail,) = [one for one in stage.workspace.tray.sent_to(contact.email) if "2026-03-02" in one.subject]
        assert "crisis audit verify --head" in mail.text


@ON_SQLITE
def test_a_head_whose_answer_was_lost_is_posted_once(stage: Stage) -> None:
    """Slack had it, and the line broke before it could say so."""
    start(stage.player(RHYS))
    stage.workspace.faults.next("chat.postMessage", drop="after", times=1)
    morning(stage)
    stage.forward(minutes=5)

    assert 1 == len(posted(stage))


@ON_SQLITE
def test_before_nine_nothing_is_posted(stage: Stage) -> None:
    """Nobody is woken for digits."""
    start(stage.player(RHYS))
    stage.clock.moment = TEN.replace(hour=3)
    morning(stage)

    assert [] == posted(stage)
