"""What an operator types, and what comes back: words on the right stream, and an exit code a script can use."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import manifest
from bot.cli import main
from config.settings import SETTINGS
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds
from tests.fakes.plans import a_playbook, an_opened_change
from tests.rules.documents import SMALL

HOUSE = Path(__file__).parents[2]
LOG_KEY = "f5a1c04b9d7e6238f5a1c04b9d7e6238"
BROKEN = "schema: 1\nid: flood\nversions: 1\n"
Streams = pytest.CaptureFixture[str]


def run(*arguments: str, **environ: str) -> int:
    """Type `crisis ...` with these settings alone; give the exit code."""
    return main(arguments, environ)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'crisis.db'}"


def _sql(url: str, statement: str) -> None:
    database = connect(url)
    with database.writing() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()
    database.close()


# The command itself ------------------------------------------------------------------------------------


def test_help_names_every_command(capsys: Streams) -> None:
    """`crisis --help` lists what can be typed, and succeeds."""
    with pytest.raises(SystemExit) as ended:
        run("--help")

    listed = re.findall(r"^    (\w+)\b", capsys.readouterr().out, re.MULTILINE)
    known = {
        "serve",
        "work",
        "demo",
        "migrate",
        "doctor",
        "manifest",
        "playbooks",
        "replies",
        "directory",
        "who",
        "pack",
        "audit",
        "coverage",
        "incidents",
        *("backup", "restore", "pause", "resume"),
        *("retention", "people"),
    }
    assert known == set(listed)
    assert 0 == ended.value.code


def test_help_comes_at_once() -> None:
    """Nothing heavy is loaded before it is known what was asked."""
    script = "import sys, bot.cli; print(*sorted(module.partition('.')[0] for module in sys.modules))"
    result = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    heavy = {
        "alembic",
        "apscheduler",
        "fastapi",
        "httpx",
        "ruamel",
        "slack_bolt",
        "slack_sdk",
        "sqlalchemy",
        "uvicorn",
    }

    assert set() == heavy & set(result.stdout.split())


def test_an_unknown_command_is_refused(capsys: Streams) -> None:
    """A word that is no command exits with 2 and names those that are."""
    with pytest.raises(SystemExit) as ended:
        run("strat")

    assert 2 == ended.value.code
    assert "invalid choice: 'strat'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "doctor", "migrate"])
def test_settings_that_cannot_be_used_stop_the_start(command: str, capsys: Streams) -> None:
    """Every mistake is told at once, each with its name, its purpose and an example; nothing is begun."""
    code = run(command, SLACK_BOT_TOKEN="xoxb-here", CRISIS_PORT="eighty")

    told = capsys.readouterr().err.splitlines()
    assert 2 == code
    assert ["CRISIS_PORT", "SLACK_SIGNING_SECRET", "CRISIS_LOG_KEY"] == [line.split(":")[0] for line in told]
    assert all("Example: " in line for line in told)


def test_a_french_operator_is_answered_in_french(capsys: Streams) -> None:
    """CRISIS_LANGUAGE, or else the terminal's language, decides."""
    run("migrate", LANG="fr_FR.UTF-8", CRISIS_PORT="quatre-vingts")

    assert "CRISIS_PORT: doit être un nombre" in capsys.readouterr().err


# The database ------------------------------------------------------------------------------------------


def test_migrate_makes_the_database_and_may_be_repeated(database: str, capsys: Streams) -> None:
    """A database that is not there yet is made, folder and all; a second time changes nothing."""
    codes = [run("migrate", CRISIS_DATABASE_URL=database) for _ in range(2)]

    assert [0, 0] == codes
    assert "" == capsys.readouterr().err


def test_p10_a_newer_schema_is_refused_with_a_clear_line(database: str, capsys: Streams) -> None:
    """A database that a newer version has migrated is left alone, and one line says what to do."""
    run("migrate", CRISIS_DATABASE_URL=database)
    _sql(database, "UPDATE alembic_version SET version_num = '9999'")
    code = run("migrate", CRISIS_DATABASE_URL=database)

    [line] = capsys.readouterr().err.splitlines()
    assert "migrated by a newer version of Crisis Desk" in line
    assert 2 == code


def test_a_database_that_cannot_be_reached_is_told_in_words(capsys: Streams) -> None:
    """The server is down: words, no traceback, and an exit code that says so."""
    code = run("migrate", CRISIS_DATABASE_URL="postgresql://crisis:open-sesame@127.0.0.1:1/crisis")

    told = capsys.readouterr().err
    assert "the database cannot be used" in told
    assert "open-sesame" not in told
    assert 1 == code


FORGETFUL = "sqlite:///:memory:"
AWAY = "postgresql://crisis:open-sesame@127.0.0.1:1/crisis"


@pytest.mark.parametrize(
    ("command", "url", "said"),
    [
        ("migrate", FORGETFUL, "nommez un fichier"),
        ("migrate", AWAY, "la base de données est inutilisable"),
        ("doctor", AWAY, "la base de données est inutilisable"),
    ],
)
def test_what_is_wrong_with_the_database_is_told_in_french(
    command: str, url: str, said: str, capsys: Streams
) -> None:
    """An operator whose terminal is French reads French, whichever command finds it out."""
    code = run(command, LANG="fr_FR.UTF-8", CRISIS_DATABASE_URL=url)

    captured = capsys.readouterr()
    assert said in captured.err + captured.out
    assert 0 != code


def test_migrate_and_a_newer_schema_are_told_in_french(database: str, capsys: Streams) -> None:
    """What went well and what did not."""
    run("migrate", LANG="fr_FR.UTF-8", CRISIS_DATABASE_URL=database)
    assert "La base de données a le schéma de cette version." in capsys.readouterr().out
    _sql(database, "UPDATE alembic_version SET version_num = '9999'")
    run("migrate", LANG="fr_FR.UTF-8", CRISIS_DATABASE_URL=database)

    assert "a été migrée par une version plus récente de Crisis Desk" in capsys.readouterr().err


# The manifest and the doctor ---------------------------------------------------------------------------


def test_manifest_prints_what_slack_takes(capsys: Streams) -> None:
    """Without an address of its own, the example's stands in it."""
    code = run("manifest")

    assert (0, manifest.as_yaml()) == (code, capsys.readouterr().out)


def test_manifest_takes_the_address_of_the_bot(capsys: Streams) -> None:
    """The operator's own address stands wherever Slack asks for one."""
    run("manifest", "--json", "--address", "https://desk.example.org")

    told = capsys.readouterr().out
    assert manifest.as_mapping("https://desk.example.org") == json.loads(told)
    assert manifest.EXAMPLE_ADDRESS not in told


def test_manifest_for_socket_mode(capsys: Streams) -> None:
    """With --socket Slack reaches nobody."""
    run("manifest", "--socket")

    assert "socket_mode_enabled: true" in capsys.readouterr().out.replace("  ", "")


def test_the_doctor_finds_practice_well(capsys: Streams) -> None:
    """Without a single setting there is nothing to mend."""
    code = run("doctor")

    assert 0 == code
    assert "Nothing to mend." == capsys.readouterr().out.splitlines()[-1]


def test_the_doctor_fails_where_something_is_to_be_mended(capsys: Streams) -> None:
    """A script may ask the doctor: the exit code says whether something is to be mended."""
    code = run("doctor", CRISIS_LOG_KEY="0" * 64, CRISIS_LANGUAGE="fr")

    assert 1 == code
    assert "Une chose à réparer." == capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("page", ["docs/connect-to-slack.md", "docs/connect-to-slack.fr.md"])
def test_the_page_about_connecting_names_what_there_is(page: str, capsys: Streams) -> None:
    """Each setting and each command of the page exists, and both languages give the same commands."""
    text = (HOUSE / page).read_text("utf-8")
    settings = set(re.findall(r"\b(?:SLACK|CRISIS)_[A-Z_]+", text))
    typed = re.findall(r"^crisis (\w+)(.*)$", text, re.MULTILINE)

    assert set() == settings - {setting.name for setting in SETTINGS}
    assert ["manifest", "manifest", "doctor", "serve"] == [command for command, _ in typed]
    assert [0, 0] == [run(command, *rest.split()) for command, rest in typed if command == "manifest"]


# Playbooks ---------------------------------------------------------------------------------------------


def _flood(folder: Path, text: str = BROKEN) -> Path:
    document = folder / "crisis/flood/v1.yaml"
    document.parent.mkdir(parents=True)
    document.write_text(text, "utf-8")
    return document


def test_the_built_in_playbooks_have_no_mistake(capsys: Streams) -> None:
    """One line says how many were checked."""
    code = run("playbooks", "check")

    assert (0, "23 documents, without a mistake.\n") == (code, capsys.readouterr().out)


def test_b1_every_mistake_is_told_with_its_place(tmp_path: Path, capsys: Streams) -> None:
    """A folder's mistakes are told as file:line:column, with a file name that an editor can open."""
    document = _flood(tmp_path)
    code = run("playbooks", "check", str(tmp_path))

    told = capsys.readouterr().out.splitlines()
    assert 1 == code
    assert len(told) > 1
    assert all(re.match(rf"{re.escape(str(document))}:\d+:\d+: ", line) for line in told)
    assert any("versions" in line and "“version”" in line for line in told)


def test_b1_one_document_has_the_mistakes_it_has_in_its_folder(tmp_path: Path, capsys: Streams) -> None:
    """A document named by itself is judged as it is in its folder."""
    document = _flood(tmp_path)
    run("playbooks", "check", str(tmp_path))
    in_folder = capsys.readouterr().out
    code = run("playbooks", "check", str(document))

    assert (1, in_folder) == (code, capsys.readouterr().out)


def test_the_companys_own_folder_is_checked_by_default(tmp_path: Path, capsys: Streams) -> None:
    """Without a path, the folder of CRISIS_PLAYBOOKS is checked with the built-in ones, in the operator's language."""
    _flood(tmp_path)
    code = run("playbooks", "check", CRISIS_PLAYBOOKS=str(tmp_path), CRISIS_LANGUAGE="fr")

    assert 1 == code
    assert "écrivez « version »" in capsys.readouterr().out


def test_a_document_that_is_fine_is_told_so(capsys: Streams) -> None:
    """One released document, named by itself."""
    document = HOUSE / "playbooks/library/crisis/data-breach/v1.yaml"
    code = run("playbooks", "check", str(document))

    assert (0, "One document, without a mistake.\n") == (code, capsys.readouterr().out)


def test_b3_a_released_document_that_changed_is_refused(tmp_path: Path, capsys: Streams) -> None:
    """A version that is built in cannot be released again with other words."""
    text = (HOUSE / "playbooks/library/crisis/data-breach/v1.yaml").read_text("utf-8")
    document = tmp_path / "crisis/data-breach/v1.yaml"
    document.parent.mkdir(parents=True)
    document.write_text(re.sub(r"due: 30m", "due: 31m", text, count=1), "utf-8")
    code = run("playbooks", "check", str(document))

    assert 1 == code
    assert "is released with other words" in capsys.readouterr().out


def test_a_path_without_documents_is_told(tmp_path: Path, capsys: Streams) -> None:
    """A folder named by mistake, or a path that is not there, is never taken for a folder without mistakes."""
    codes = [run("playbooks", "check", str(path)) for path in (tmp_path, tmp_path / "nowhere")]

    told = capsys.readouterr().out
    assert [1, 1] == codes
    assert "kind/id/vN.yaml" in told
    assert "nowhere: no such file or folder" in told


def test_two_versions_are_compared_in_peoples_words(capsys: Streams) -> None:
    """Steps are named by their title, roles by the directory’s, and the newer version says why it is there."""
    code = run("playbooks", "diff", "data-breach", "1", "2", CRISIS_LANGUAGE="fr")

    told = capsys.readouterr().out
    assert 0 == code
    assert told.startswith("Fuite de données\u00a0: version 1 → 2\nPourquoi\u00a0: ")
    assert "+ Nouvelle étape" in told
    assert "↕ L’étape" in told
    assert "dpo" not in told


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (("data-breech", "1", "2"), "There is no playbook “data-breech”: write “data-breach”. Known: "),
        (("nope", "1", "2"), "There is no playbook “nope”: write one of: accident-with-victims, "),
        (("data-breach", "", " "), "Which versions of data-breach? Say two of: 1, 2.\n"),
        (("data-breach", "7", "7"), "data-breach has no version 7. There is: 1, 2.\n"),
        (("data-breach", "1", "77"), "data-breach has no version 77. There is: 1, 2.\n"),
        (("data-breach", "one", "²"), "data-breach has no version one, ². There is: 1, 2.\n"),
    ],
)
def test_a_version_that_is_not_there_is_told_with_those_that_are(
    wanted: tuple[str, str, str], told: str, capsys: Streams
) -> None:
    """Exit code 1, and the names to choose from."""
    code = run("playbooks", "diff", *wanted)

    answer = capsys.readouterr().out
    assert 1 == code
    assert answer.startswith(told)
    assert answer.count("accident-with-victims") < 2


RELEASES = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@RELEASES
def test_a_document_is_released_in_its_place_once(
    migrated_database_url: str, tmp_path: Path, capsys: Streams
) -> None:
    """From anywhere into kind/id/vN.yaml; again it changes nothing; other words or a lower number are refused."""
    draft, own = tmp_path / "draft.yaml", tmp_path / "own"
    own.mkdir()
    given = {"CRISIS_DATABASE_URL": migrated_database_url, "CRISIS_PLAYBOOKS": str(own)}

    def release(text: str) -> int:
        draft.write_text(text, "utf-8")
        return run("playbooks", "release", str(draft), **given)

    second = SMALL.replace("version: 1\n", "version: 2\n")
    assert [0, 0] == [release(second), release(second)]
    assert second == (own / "crisis/flood/v2.yaml").read_text("utf-8")
    assert ["v2.yaml"] == [path.name for path in (own / "crisis/flood").iterdir()]
    capsys.readouterr()
    assert [1, 1, 1] == [release(second.replace("Flood", "Water", 1)), release(SMALL), release(BROKEN)]
    told = capsys.readouterr().out
    assert f"{draft}:1:1: version 2 of flood is released with other words" in told
    assert f"{draft}:1:1: version 1 of flood comes too late: version 2 is released" in told
    assert "write “version”" in told
    assert second == (own / "crisis/flood/v2.yaml").read_text("utf-8")


@RELEASES
def test_nothing_is_released_without_a_folder_or_a_database(
    migrated_database_url: str, database: str, tmp_path: Path, capsys: Streams
) -> None:
    """What to set, and what to run first."""
    draft = tmp_path / "draft.yaml"
    draft.write_text(SMALL, "utf-8")
    without = run("playbooks", "release", str(draft), CRISIS_DATABASE_URL=migrated_database_url)
    empty = run(
        "playbooks", "release", str(draft), CRISIS_DATABASE_URL=database, CRISIS_PLAYBOOKS=str(tmp_path)
    )

    streams = capsys.readouterr()
    assert (1, 2) == (without, empty)
    assert "CRISIS_PLAYBOOKS names no folder" in streams.out
    assert "crisis migrate" in streams.err


@RELEASES
def test_a_proposal_is_kept_and_listed(migrated_database_url: str, capsys: Streams) -> None:
    """With its step and its author; a playbook that is not there is told."""
    given = {"CRISIS_DATABASE_URL": migrated_database_url}
    kept = run(
        "playbooks", "propose", "data-breach", "Call first.", "--step", "1", "--author", "Paul", **given
    )
    lost = run("playbooks", "propose", "fire", "Run.", **given)
    listed = run("playbooks", "proposals", CRISIS_LANGUAGE="fr", **given)

    told = capsys.readouterr().out
    assert (0, 1, 0) == (kept, lost, listed)
    assert "There is no playbook “fire”" in told
    assert "· data-breach · source · Paul\n    Call first.\n" in told


# The log -----------------------------------------------------------------------------------------------


@pytest.fixture
def logged(migrated_database_url: str) -> str:
    """The address of a database with two incidents in its log, signed with LOG_KEY."""
    database = connect(migrated_database_url)
    memory = SqlMemory(database, CountingIds(), (LOG_KEY.encode(),))
    playbook = a_playbook()
    with memory.transaction() as tx:
        for number in (1, 2):
            change = an_opened_change(number, playbook)
            tx.release(playbook, change.now)
            tx.write(change)
    database.close()
    return migrated_database_url


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_practice_leaves_a_database_with_incidents_alone(logged: str, command: str) -> None:
    """A lost token must not have real calls delivered to a workspace where nobody is."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", command],
        env={"CRISIS_DATABASE_URL": logged, "PATH": ""},
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert 2 == ended.returncode
    assert "CRISIS_DATABASE_URL" in ended.stderr


def test_d1_a_whole_log_is_verified(logged: str, capsys: Streams) -> None:
    """One line says how much was verified."""
    code = run("audit", "verify", CRISIS_DATABASE_URL=logged, CRISIS_LOG_KEY=LOG_KEY)

    assert 0 == code
    assert re.match(r"The log is whole: \d+ rows of 2 incidents verified", capsys.readouterr().out)


def test_d1_the_first_broken_row_is_named(logged: str, capsys: Streams) -> None:
    """The incident, the number of the row and what is wrong with it, and an exit code that says so."""
    _sql(logged, "UPDATE incident_event SET kind = 'StepSkipped' WHERE seq = 1")
    code = run("audit", "verify", CRISIS_DATABASE_URL=logged, CRISIS_LOG_KEY=LOG_KEY)

    assert 1 == code
    assert re.match(
        r"The log is broken at INC-2026-0001, row 1: this row was changed", capsys.readouterr().out
    )


def test_d1_a_rotated_key_verifies(logged: str, capsys: Streams) -> None:
    """The new key first, the old one after a comma: what the old one signed still holds."""
    code = run("audit", "verify", CRISIS_DATABASE_URL=logged, CRISIS_LOG_KEY=f"{'new' * 11},{LOG_KEY}")

    assert 0 == code, capsys.readouterr()


def test_d1_a_state_changed_beside_the_log_is_named(logged: str, capsys: Streams) -> None:
    """An incident's row that is not what its log says is a fault as well."""
    _sql(logged, "UPDATE incident SET title = 'Nothing happened' WHERE ref = 'INC-2026-0002'")
    code = run("audit", "verify", CRISIS_DATABASE_URL=logged, CRISIS_LOG_KEY=LOG_KEY)

    assert 1 == code
    assert "changed beside it: INC-2026-0002" in capsys.readouterr().out


def test_d1_without_the_key_nothing_is_called_whole(logged: str, capsys: Streams) -> None:
    """No key at all, or another one: both are told as what they are."""
    codes = [
        run("audit", "verify", CRISIS_DATABASE_URL=logged),
        run("audit", "verify", CRISIS_DATABASE_URL=logged, CRISIS_LOG_KEY="another" * 5),
    ]

    told = capsys.readouterr().out
    assert [1, 1] == codes
    assert "CRISIS_LOG_KEY is missing" in told
    assert "signed with a key that is not given here" in told


def test_a_database_without_a_log_is_told(database: str, capsys: Streams) -> None:
    """An address written wrong is not taken for a log that holds."""
    code = run("audit", "verify", CRISIS_DATABASE_URL=database, CRISIS_LOG_KEY=LOG_KEY, CRISIS_LANGUAGE="fr")

    assert 1 == code
    assert "La base est vide" in capsys.readouterr().out


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path, capsys: Streams) -> None:
    """A pipe that nobody writes to would be read for ever."""
    pipe = tmp_path / "v1.yaml"
    os.mkfifo(pipe)

    assert 1 == run("playbooks", "check", str(pipe))
    assert str(pipe) in capsys.readouterr().out


MISSING = "aucun fichier ni dossier de ce nom"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("playbooks", "check", "/dev/zero"), "/dev/zero : ce n’est pas un fichier lisible"),
        (("playbooks", "check", "/nowhere/v1.yaml"), f"/nowhere/v1.yaml : {MISSING}"),
        (("playbooks", "release", "/dev/zero"), "/dev/zero : ce n’est pas un fichier lisible"),
        (("playbooks", "release", "/nowhere/v1.yaml"), f"/nowhere/v1.yaml : {MISSING}"),
        (("playbooks", "import", "/nowhere/export.json"), f"/nowhere/export.json : {MISSING}"),
        (("playbooks", "export", "data-breach", "--output", "/nowhere/p.md"), f"/nowhere/p.md : {MISSING}"),
        (("directory", "check", "/dev/zero"), "/dev/zero : ce n’est pas un fichier lisible"),
        (("directory", "check", "/nowhere/d.yaml"), f"/nowhere/d.yaml : {MISSING}"),
        (("who", "--lang", "klingon"), "Écrivez l’un de ces mots : en, fr, "),
        (("pack", "--output", "/nowhere/pack.html"), f"/nowhere/pack.html : {MISSING}"),
        (("pack", "--output", "/"), "/ : c’est un dossier, pas un fichier"),
        (("pack", "--output", "/dev/null/pack.html"), "un fichier se trouve à la place d’un dossier"),
        (("playbooks", "export", "data-breach", "--unit", "x"), "Il n’y a pas d’unité « x »"),
        (("playbooks", "diff", "nope", "1", "2"), "Il n’y a pas de fiche réflexe « nope » : écrivez l’un"),
        (("playbooks", "diff", "data-breach", "", ""), "Quelles versions de data-breach ?"),
    ],
)
def test_what_the_machine_refuses_is_told_in_french(
    command: tuple[str, ...], said: str, tmp_path: Path, capsys: Streams
) -> None:
    """A file that is not there, or is none, named as it was typed; the exit code says that it failed."""
    code = run(*command, CRISIS_LANGUAGE="fr", CRISIS_PLAYBOOKS=str(tmp_path))

    told = "".join(capsys.readouterr())
    assert 1 == code
    assert said in told
    assert "Errno" not in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("strat",), "argument COMMANDE : « strat » n’est pas possible (au choix : serve, "),
        (("playbooks",), "il manque : TÂCHE"),
        (("playbooks", "diff", "data-breach"), "il manque : ancienne, nouvelle"),
        (("manifest", "--socket", "--address", "x"), "argument --address : ne va pas avec --socket"),
        (("pack", "--language", "de"), "argument --language : « de » n’est pas possible"),
        (
            ("playbooks", "export", "data-breach", "--version", "x"),
            "argument --version : « x » n’est pas possible",
        ),
        (("pack", "--output"), "argument --output : il faut une valeur"),
        (("migrate", "now"), "mots en trop : now"),
    ],
)
def test_a_command_typed_wrong_is_refused_in_french(
    typed: tuple[str, ...], said: str, capsys: Streams
) -> None:
    """What is missing, what is possible, and how the command is used."""
    with pytest.raises(SystemExit) as ended:
        run(*typed, CRISIS_LANGUAGE="fr")

    told = capsys.readouterr().err
    assert 2 == ended.value.code
    assert told.startswith("usage : crisis")
    assert said in told


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("manifest",),
        ("demo",),
        ("pack",),
        ("who",),
        ("coverage",),
        ("directory",),
        ("directory", "check"),
        ("directory", "schema"),
        ("audit",),
        ("audit", "verify"),
        ("playbooks",),
        *(
            ("playbooks", task)
            for task in ("check", "diff", "release", "propose", "proposals", "schema", "export", "import")
        ),
    ],
    ids=" ".join,
)
def test_help_is_in_french_to_the_last_line(command: tuple[str, ...], capsys: Streams) -> None:
    """No word of the English help is left in it."""
    with pytest.raises(SystemExit):
        run(*command, "--help")
    english = {line.strip() for line in capsys.readouterr().out.splitlines() if " " in line.strip()}
    with pytest.raises(SystemExit):
        run(*command, "--help", CRISIS_LANGUAGE="fr")
    french = {line.strip() for line in capsys.readouterr().out.splitlines()}

    assert set() == {line for line in english & french if not line.startswith(("-", "{", "["))}
    assert not any(line.startswith(("usage:", "options")) for line in french)
