"""D5: a crisis is restored on another machine, and nobody hears of it until somebody confirms."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import pytest

from bot.cli import main
from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from playbooks.letters import Matter
from playbooks.ports import Delivery, DeliveryState
from playbooks.shelf import Shelf
from tests.conftest import Cluster
from tests.stories.scene import (
    IMOGEN,
    REF,
    RHYS,
    calls_of,
    everything_said,
    get,
    incident,
    start,
    start_unsettled,
    whispered,
)

KEY = "a-key-of-these-stories-long-enough-to-be-one"
Restores = Callable[[], Stage]


@pytest.fixture
def elsewhere(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind, as on another machine."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def restores(stage: Stage, elsewhere: str, tmp_path: Path, company_files: CompanyFiles) -> Iterator[Restores]:
    """Back the product on stage up and set it up elsewhere, before a workspace of its own, a quarter of an hour later."""
    (key,) = stage.settings.log_keys
    environ = {
        "CRISIS_DATABASE_URL": stage.settings.database_url.get_secret_value(),
        "CRISIS_LOG_KEY": key.get_secret_value(),
    }
    with ExitStack() as opened:

        def restored() -> Stage:
            file = str(tmp_path / "backup.db")
            assert 0 == main(["backup", file], environ)
            assert 0 == main(["restore", file, "--into", elsewhere], environ)
            settings = with_database(stage.settings, elsewhere)
            copy = opened.enter_context(Stage(settings, files=company_files))
            copy.clock.moment = stage.clock.now()
            copy.forward(minutes=15)
            return copy

        yield restored


def resume(copy: Stage, *how: str) -> int:
    """Confirm that a copy may speak."""
    url = copy.settings.database_url.get_secret_value()
    return main(["resume", *how], {"CRISIS_DATABASE_URL": url})


def heard(copy: Stage) -> int:
    """How much anybody was told by a copy, and the channels that it made."""
    return len(everything_said(copy))


def test_a_restored_copy_sends_nothing_until_it_is_confirmed(stage: Stage, restores: Restores) -> None:
    """Nobody is called although the ladder has run for a quarter of an hour; it says so to whoever asks."""
    start(stage.player(RHYS))
    copy = restores()

    assert 0 == heard(copy)
    assert incident(copy).seq == incident(stage).seq
    ready = get(f"{copy.address}/readyz")
    told = {check["name"]: check["sentence"] for check in ready.json()["checks"] if not check["ok"]}
    assert 503 == ready.status_code
    assert "This is a restored copy: it sends nothing until `crisis resume`." == told["paused"]

    assert 1 == resume(copy)
    copy.settle()
    assert 0 == heard(copy)

    assert 0 == resume(copy, "--send-owed")
    copy.settle()
    assert heard(copy) > 0


def test_a_command_to_a_paused_copy_is_refused(stage: Stage, restores: Restores) -> None:
    """Whoever opened a crisis there would be heard by nobody."""
    start(stage.player(RHYS))
    copy = restores()
    rhys = copy.player(RHYS)

    rhys.types(f"/crisis log {REF} are you there?", "general")

    assert "Not saved" in (told := whispered(rhys))
    assert "Act by telephone" in told
    assert incident(copy).seq == incident(stage).seq


def test_nothing_happens_in_a_paused_copy_by_itself(stage: Stage, restores: Restores) -> None:
    """No contact is asked, no newer version offered, and a call that waits for long is no outage of Slack."""
    start_unsettled(stage.player(RHYS))
    before = incident(stage).seq
    copy = restores()
    work = copy.bot.worker.round
    asked = list[str]()

    def contacts() -> int:
        asked.append("contacts")
        return 0

    def shelf() -> Shelf:
        asked.append("shelf")
        return Shelf(playbooks=())

    work.ask_contacts, work.shelf = contacts, shelf
    for look in (work.watch_slack, work.write_letters, work.watch, work.offer, work.audit):
        look()

    assert [] == asked
    assert before == incident(copy).seq
    assert 0 == heard(copy)
    with copy.bot.memory.reading() as look_up:
        assert look_up.latest_letter(*get_args(Matter)) is None


def test_what_was_owed_can_be_dropped(stage: Stage, restores: Restores) -> None:
    """What was owed at the moment of the backup is never sent and stays to be seen; what people do from now on is."""
    start_unsettled(stage.player(RHYS))
    copy = restores()
    (owed,) = {one.state for one in deliveries_of(copy)}
    assert DeliveryState.OWED is owed

    assert 0 == resume(copy, "--drop-owed")
    copy.settle()

    assert {(DeliveryState.DROPPED, "restored")} <= {(one.state, one.reason) for one in deliveries_of(copy)}
    assert [] == calls_of(copy.player(IMOGEN))
    rhys = copy.player(RHYS)
    rhys.types(f"/crisis log {REF} are you there?", "general")
    assert "Not saved" not in whispered(rhys)


def deliveries_of(copy: Stage) -> tuple[Delivery, ...]:
    """Everything that a copy owes or has sent."""
    with copy.bot.memory.reading() as look:
        return look.deliveries(incident(copy).id)
