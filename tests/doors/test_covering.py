"""`crisis coverage` says in people's words when nobody is on duty, and gives the code that a script asks for."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import covering
from bot.at_hand import availability_at_hand
from bot.cli import main
from config.directory import load_directory
from config.settings import read_settings
from playbooks.playbook import Language, RoleId, UserId, Words
from playbooks.routing import Away, Layer, Rota, RotaId, Turn
from playbooks.routing.changes import WentAway
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BASILE = UserId("U0BASILE")
PRESS = Rota(
    id=RotaId("press"),
    title=Words(en="Press on call", fr="Astreinte presse"),
    role=RoleId("press"),
    layers=(
        Layer(
            people=(BASILE, UserId("U0INES"), UserId("U0NADIA")),
            first=date(2026, 3, 2),
            every=Turn.DAY,
            change=time(9),
            zone="Europe/Paris",
        ),
    ),
)


def told(url: str, rota: str | None = None, language: Language = Language.EN) -> tuple[int, tuple[str, ...]]:
    """The code and the lines, for the example company with a rota for the press."""
    directory = replace(load_directory(None), rotas=(PRESS,))
    known = availability_at_hand(read_settings({"CRISIS_DATABASE_URL": url}), NOW)
    return covering.report(directory, None if known is None else known.duty, (4, rota), language, NOW)


def test_a_gap_is_told_where_the_rota_lives_and_the_code_is_1(migrated_database_url: str) -> None:
    """Basile is away this week: his turns of it are nobody's. In French as well."""
    assert 0 == told(migrated_database_url)[0]
    database = connect(migrated_database_url)
    away = Away(person=BASILE, since=NOW, until=NOW + timedelta(days=2))
    with SqlMemory(database, CountingIds(), (b"a key",)).transaction() as tx:
        tx.change_duty(WentAway(at=NOW, by=BASILE, away=away))
    database.close()
    code, lines = told(migrated_database_url)

    assert 1 == code
    assert "Nobody is on duty at times within the next 4 weeks:" == lines[0]
    assert "  ✗ Press on call: nobody from Mon 2 Mar 10:00 (Paris) to Tue 3 Mar 09:00 (Paris)" == lines[1]
    assert "168 hours" in lines[-1]
    french = told(migrated_database_url, "press", Language.FR)[1]
    assert "Astreinte presse\u00a0: personne, de lun. 2 mars 10 h 00 (Paris)" in french[1]


def test_without_a_database_the_directory_alone_is_looked_at(database_kind: str, tmp_path: Path) -> None:
    """That is said, and no database is made."""
    code, lines = told(f"sqlite:///{tmp_path / 'none.db'}")

    assert 0 == code
    assert "without absences" in lines[0]
    assert not (tmp_path / "none.db").exists()


def test_a_rota_that_is_not_there_is_told(migrated_database_url: str) -> None:
    """With its name."""
    assert (1, True) == (
        told(migrated_database_url, "pres")[0],
        "pres" in told(migrated_database_url, "pres")[1][0],
    )


def test_a_company_without_rotas_is_told_so(
    migrated_database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line as it is typed."""
    assert 1 == main(
        ["coverage", "--weeks", "2"], {"CRISIS_DATABASE_URL": migrated_database_url, "LANG": "fr_FR"}
    )
    assert "pas encore d’astreinte" in capsys.readouterr().out
