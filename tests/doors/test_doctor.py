"""The doctor names what would fail, and the exact mend, with the practice workspace as Slack."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import manifest
from bot.clock import MovableClock, SystemClock
from bot.doctor import examine
from bot.pack import file_of
from bot.practice.company import ANNOUNCEMENTS, Colleague, furnish
from bot.practice.server import PracticeServer
from bot.practice.team import APP_TOKEN, BOT_TOKEN, BOT_USER, User
from bot.practice.workspace import Answer, Workspace
from bot.private_files import make_private_folder, write_private
from config.directory import load_directory
from config.settings import read_settings
from playbooks.playbook import Language, UserId
from playbooks.ports import Clock
from playbooks.routing.reachability import Asking, CheckId, ContactCheck
from storage.engine import connect
from storage.seat import Sitter, take
from storage.transaction import SqlMemory
from tests.fakes.clock import MovableClock as StillClock
from tests.fakes.ids import CountingIds

SECRET = "8f742231b10e8888abcd99eeef0085a5"
LOG_KEY = "f5a1c04b9d7e6238f5a1c04b9d7e6238"
API_TOKEN = "api-token-that-nobody-sees"
EXAMPLE = Path(__file__).parents[2] / "config/examples/directory.yaml"


class Slack(Workspace):
    """A practice workspace whose app has Socket Mode."""

    def call(self, method: str, args: Mapping[str, object], token: str | None = BOT_TOKEN) -> Answer:
        """Answer as Slack does; the address of a socket is only looked at, never opened."""
        if (method, token) == ("apps.connections.open", APP_TOKEN):
            return 200, {}, {"ok": True, "url": "wss://127.0.0.1/link"}
        return super().call(method, args, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A company that is well connected, to be hurt in one place."""

    slack: Slack
    environ: dict[str, str]

    def examined(
        self,
        changed: Mapping[str, str] | None = None,
        *,
        language: Language = Language.EN,
        clock: Clock | None = None,
    ) -> tuple[int, list[str]]:
        """What the doctor gives, and what it tells."""
        told: list[str] = []
        settings = read_settings({**self.environ, **(changed or {})})
        return examine(settings, language, told.append, clock), told

    def faults(self, **changed: str) -> list[str]:
        """What is to be mended."""
        return [line for line in self.examined(changed)[1] if line.startswith("✗")]


@pytest.fixture(scope="module")
def people() -> tuple[Colleague, ...]:
    """Everybody in the example directory, as members of a workspace."""
    contacts = load_directory(None).contacts
    return tuple(Colleague(id=c.user, name=c.user.lower(), real_name=c.name) for c in contacts)


@pytest.fixture
def ward(tmp_path: Path, people: tuple[Colleague, ...], migrated_sqlite: Path) -> Iterator[Ward]:
    """The example company as if it were one's own, on a migrated database, in a workspace where all is well."""
    slack = Slack(SystemClock(), scopes=frozenset(manifest.scopes()))
    furnish(slack, people)
    directory = tmp_path / "directory.yaml"
    directory.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    shutil.copyfile(migrated_sqlite, tmp_path / "ward.db")
    confirm_everybody(f"sqlite:///{tmp_path / 'ward.db'}")
    make_private_folder(tmp_path / "pack")
    for language in Language:
        write_private(file_of(tmp_path / "pack", language), "yesterday’s", SystemClock().now())
    with PracticeServer(slack, lambda *_: (200, b"")) as server:
        yield Ward(
            slack=slack,
            environ={
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_APP_TOKEN": APP_TOKEN,
                "SLACK_API_URL": f"{server.url}/api/",
                "CRISIS_DIRECTORY": str(directory),
                "CRISIS_DATABASE_URL": f"sqlite:///{tmp_path / 'ward.db'}",
                "CRISIS_LOG_KEY": LOG_KEY,
                "CRISIS_API_TOKEN": API_TOKEN,
            },
        )


def confirm_everybody(url: str) -> None:
    """Everybody of the example company has confirmed that they can be reached."""
    now, check = SystemClock().now(), CheckId("0195-c")
    contacts = load_directory(None).contacts
    people = (
        Asking(check=check, person=one.user, due_at=None, asked_at=now, answered_at=now) for one in contacts
    )
    database = connect(url)
    with SqlMemory(database, CountingIds(), (b"a key",)).transaction() as tx:
        tx.begin_check(ContactCheck(id=check, at=now, by=contacts[0].user), tuple(people))
    database.close()


# All is well -------------------------------------------------------------------------------------------


def test_where_all_is_well_every_line_says_so(ward: Ward) -> None:
    """One line for each check, each with its sign and its word, and the exit code 0."""
    seat = take(Path(ward.environ["CRISIS_DATABASE_URL"].removeprefix("sqlite:///")), Sitter(process=1))
    code, told = ward.examined()
    seat.leave()

    assert [] == [line for line in told[:-1] if not line.startswith("✓ well")]
    assert (0, "Nothing to mend.") == (code, told[-1])
    assert 24 == len(told) - 1


def test_a_french_operator_reads_french(ward: Ward) -> None:
    """The signs, the names of the checks and the sentences are French."""
    code, told = ward.examined(language=Language.FR)

    assert (0, "Rien à réparer.") == (code, told[-1])
    assert any(re.match(r"✓ bien +Échelles d’appel : ", line) for line in told)


def test_no_secret_is_told(ward: Ward) -> None:
    """Whatever goes well or wrong, no token, key or password stands in a line (D4)."""
    address = "postgresql://crisis:open-sesame@127.0.0.1:1/crisis"
    ward.slack.faults.next("*", error="invalid_auth", times=100)
    for told in (ward.examined()[1], ward.examined({"CRISIS_DATABASE_URL": address})[1]):
        secrets = (BOT_TOKEN, APP_TOKEN, SECRET, LOG_KEY, API_TOKEN, "open-sesame")

        assert [] == [secret for secret in secrets if secret in "\n".join(told)]


def test_nothing_is_changed(ward: Ward) -> None:
    """The doctor asks, and never posts, joins or makes anything."""
    ward.examined()

    asking = {"auth.test", "conversations.list", "conversations.info", "users.info"}
    assert set() == {call["method"] for call in ward.slack.journal} - asking


# Slack -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("token_revoked", "Reinstall"),
        ("account_inactive", "Reinstall"),
        ("invalid_auth", "Bot User OAuth Token"),
        ("token_expired", "crisis manifest"),
    ],
)
def test_n9_a_token_that_does_not_work_is_named_with_its_mend(ward: Ward, error: str, mend: str) -> None:
    """Slack's own word for it stands beside what to do, and nothing else is asked in vain."""
    ward.slack.faults.next("auth.test", error=error)
    code, told = ward.examined()

    [line] = [line for line in told if line.startswith("✗ MEND  Bot token:")]
    assert error in line
    assert mend in line
    assert 1 == code
    assert "! note  Contacts: not looked at: the bot token comes first" in told
    assert {"auth.test"} == {call["method"] for call in ward.slack.journal}


def test_n9_a_missing_scope_is_named(ward: Ward) -> None:
    """The scope that was not granted, and where it is added; what depends on it says so, and nothing else fails."""
    ward.slack.scopes = frozenset(manifest.scopes()) - {"users:read"}
    scopes, contacts = ward.faults()

    assert "Scopes: missing: users:read → " in scopes
    assert "OAuth & Permissions, Bot Token Scopes, add users:read and reinstall" in scopes
    assert "Contacts: not looked at: a scope is missing (users:read)" in contacts


def test_a_scope_too_many_is_noted(ward: Ward) -> None:
    """A scope that nothing needs is told, and is no reason to fail."""
    ward.slack.scopes = frozenset(manifest.scopes()) | {"files:write"}
    code, told = ward.examined()

    assert any(line.startswith("! note  Scopes: more than needed: files:write") for line in told)
    assert 0 == code


def test_n9_a_bot_outside_the_channel_is_told_to_be_invited(ward: Ward) -> None:
    """The announcements channel is there, and the bot is not in it."""
    ward.slack.channel(ANNOUNCEMENTS).members.remove(BOT_USER)
    [line] = ward.faults()

    assert line.endswith(f"→ in {ANNOUNCEMENTS}, type: /invite @crisis")


def test_n9_an_archived_channel_is_told(ward: Ward) -> None:
    """The announcements channel takes no messages any more."""
    ward.slack.channel(ANNOUNCEMENTS).archived = True
    [line] = ward.faults()

    assert f"Announcements: the channel {ANNOUNCEMENTS} is archived → unarchive it" in line


@pytest.mark.parametrize("name", ["nowhere", "C0NOWHERE"])
def test_n9_a_channel_that_is_not_there_is_told(ward: Ward, name: str) -> None:
    """The announcements channel was renamed or never made, whether it is given by name or by id."""
    [line] = ward.faults(CRISIS_ANNOUNCEMENTS=name)

    assert f"Announcements: there is no channel {name} that the bot can see → make it in Slack" in line


def test_a_channel_is_found_by_its_id(ward: Ward) -> None:
    """The announcements channel may be given by its id."""
    code, told = ward.examined({"CRISIS_ANNOUNCEMENTS": ward.slack.channel(ANNOUNCEMENTS).id})

    assert f"✓ well  Announcements: the bot is in #{ANNOUNCEMENTS}" in told
    assert 0 == code


def _leaves(slack: Workspace) -> None:
    slack.deactivate("U0RHYS")


def _was_never_there(slack: Workspace) -> None:
    del slack.team.users["U0RHYS"]


def _is_a_guest(slack: Workspace) -> None:
    slack.add_user(User(id="U0RHYS", name="rhys", real_name="Rhys", is_restricted=True))


@pytest.mark.parametrize(
    ("happens", "cause"),
    [(_leaves, "deactivated"), (_was_never_there, "unknown in this workspace"), (_is_a_guest, "a guest")],
)
def test_a_contact_who_cannot_be_called_is_named_by_unit(
    ward: Ward, happens: Callable[[Workspace], None], cause: str
) -> None:
    """The unit, the person, and why they cannot be called."""
    happens(ward.slack)
    [line] = ward.faults()

    assert "Contacts: cannot be called, for Meridian Energy UK: Rhys Penhallow U0RHYS" in line
    assert cause in line


def test_an_app_token_that_does_not_work_is_told(ward: Ward) -> None:
    """Socket Mode is not opened by just any token."""
    [line] = ward.faults(SLACK_APP_TOKEN="xapp-of-somebody-else")

    assert "App token: Slack does not know this token (invalid_auth)" in line
    assert "connections:write" in line


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(minutes=3, seconds=-1)])
def test_a_clock_that_is_wrong_is_told(ward: Ward, ahead: timedelta) -> None:
    """More than two minutes from Slack's time, signed requests are soon refused."""
    code, told = ward.examined(clock=MovableClock(ahead=ahead))

    [line] = [line for line in told if line.startswith("✗")]
    assert "Clock: this machine is 3 minutes ahead of Slack → set it" in line
    assert 1 == code


class _Lost:
    """A clock that cannot be read at all."""

    def now(self) -> datetime:
        message = "the clock is gone"
        raise RuntimeError(message)


def test_a_check_that_breaks_down_hides_no_other(ward: Ward) -> None:
    """Something nobody foresaw goes wrong in one check: it is told as that, with where, and every other line is there."""
    code, told = ward.examined(clock=_Lost())

    faults = [re.sub(r":\d+", ":N", line) for line in told if line.startswith("✗")]
    assert [
        f"✗ MEND  {check}: this check broke down (RuntimeError, test_doctor.py:N)"
        for check in ("Ladders", "Contacts", "Offline pack", "Clock")
    ] == [line.partition(";")[0] for line in faults]
    assert (1, 25) == (code, len(told))


class _Stopped:
    """A clock whose battery is empty."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


def test_a_clock_that_has_stopped_is_told(ward: Ward) -> None:
    """A clock far from Slack's is a fault, whichever way."""
    assert any(
        line.startswith("✗ MEND  Clock: this machine is ") for line in ward.examined(clock=_Stopped())[1]
    )


def test_a_slack_that_cannot_be_reached_is_a_finding(ward: Ward) -> None:
    """Nobody listens at the address: the line says so, and this machine's own checks are made all the same."""
    code, told = ward.examined({"SLACK_API_URL": "http://127.0.0.1:1/api/"})

    assert 1 == code
    assert any("Bot token: Slack cannot be reached (URLError: [Errno 111]" in line for line in told)
    assert any(line.startswith("✓ well  Database:") for line in told)


def test_a_line_that_breaks_halfway_is_a_finding(ward: Ward) -> None:
    """The connection ends while people are looked up; the checks after it are made all the same."""
    ward.slack.faults.next("users.info", drop="before")
    code, told = ward.examined()

    assert 1 == code
    assert any(line.startswith("✗ MEND  Contacts: Slack cannot be reached") for line in told)
    assert any(line.startswith("✓ well  Clock:") for line in told)


def test_what_answers_may_not_be_slack(ward: Ward) -> None:
    """A gateway that answers with a page of its own is not mistaken for a wrong token."""
    ward.slack.faults.next("auth.test", status=502)

    assert any("what answers is not Slack’s Web API (HTTP 502)" in line for line in ward.faults())


# This machine ------------------------------------------------------------------------------------------


def test_a_fictional_directory_beside_a_real_slack_is_told(ward: Ward) -> None:
    """Without a directory of its own, nobody of the company would be called."""
    [line] = ward.faults(CRISIS_DIRECTORY="")

    assert "Directory: the fictional company’s is used" in line
    assert line.endswith("CRISIS_DIRECTORY")


def test_a_mistake_in_the_directory_has_its_place(ward: Ward) -> None:
    """The line and column are told; the people are not looked up meanwhile."""
    path = Path(ward.environ["CRISIS_DIRECTORY"])
    path.write_text(path.read_text("utf-8").replace("roles: [comms]", "roles: [coms]", 1), "utf-8")
    code, told = ward.examined()

    [line] = [line for line in told if line.startswith("✗")]
    assert re.search(r"Directory: directory\.yaml:\d+:\d+: there is no “coms”", line)
    assert "! note  Contacts: not looked at: the directory comes first" in told
    assert 1 == code


def test_a_ladder_that_calls_nobody_is_named_with_its_unit(ward: Ward) -> None:
    """Nobody holds the roles of a ladder: each unit that would call in vain is named."""
    path = Path(ward.environ["CRISIS_DIRECTORY"])
    text = path.read_text("utf-8")
    fire = "  fire:\n    title: {en: Fire, fr: Feu}\n    rungs: [{roles: [local-fire]}]\n"
    path.write_text(text.replace("\nladders:\n", f"\nladders:\n{fire}"), "utf-8")
    path.write_text(
        path.read_text("utf-8").replace("\nroles:\n", "\nroles:\n  local-fire: {en: Fire, fr: Feu}\n"),
        "utf-8",
    )
    faults = ward.faults()

    assert 4 == len(faults)
    assert (
        "Ladders: “Fire” calls nobody for Meridian Rail France → in the directory, give somebody" in faults[0]
    )


def test_a_ladder_that_could_end_in_silence_is_named_with_its_first_hour(ward: Ward) -> None:
    """Its rung does not count for nine hours a night, eight in that of the change: red for it, and what mends it."""
    path = Path(ward.environ["CRISIS_DIRECTORY"])
    text = path.read_text("utf-8")
    only = 'only: {hours: {from: "07:00", to: "22:00"}, zone: America/Toronto}'
    night = f"  nights:\n    title: {{en: Nights, fr: Nuits}}\n    rungs: [{{users: [U0DEREK, U0MAELLE], {only}}}]\n"
    path.write_text(text.replace("\nladders:\n", f"\nladders:\n{night}"), "utf-8")
    at_noon = StillClock(datetime(2026, 3, 4, 17, 0, tzinfo=UTC))
    faults = [line for line in ward.examined(clock=at_noon)[1] if "silence" in line]

    assert 4 == len(faults)
    assert (
        "✗ MEND  Ladders: “Nights” ends in silence for Meridian Rail France, first on 2026-03-05 03:00"
        in faults[0]
    )
    assert "(251 h in four weeks; " in faults[0]
    assert "→ end the ladder with a rung that can be called at any hour" in faults[0]


def test_a_rota_with_a_gap_is_noted(ward: Ward) -> None:
    """It may be meant: a note, and no fault."""
    path = Path(ward.environ["CRISIS_DIRECTORY"])
    rota = (
        "rotas:\n  days:\n    title: {en: Days, fr: Jours}\n    role: press\n    zone: UTC\n    layers:\n"
        '      - {people: [U0BASILE], first: 2020-01-06, change: "08:00", hours: {from: "08:00", to: "18:00"}}\n'
    )
    path.write_text(path.read_text("utf-8").replace("\nladders:\n", f"\n{rota}ladders:\n"), "utf-8")
    code, told = ward.examined()

    [line] = [line for line in told if "Days" in line]
    assert line.startswith("! note  Rotas: ")
    assert 0 == code


def test_a_mistake_in_a_playbook_has_its_place(ward: Ward, tmp_path: Path) -> None:
    """The company's own playbooks are read, and every mistake told as file:line:column."""
    document = tmp_path / "own/crisis/flood/v1.yaml"
    document.parent.mkdir(parents=True)
    document.write_text("schema: 1\nid: flood\n", "utf-8")

    faults = ward.faults(CRISIS_PLAYBOOKS=str(tmp_path / "own"))
    assert all(re.match(r"✗ MEND  Playbooks: crisis/flood/v1\.yaml:\d+:\d+: ", line) for line in faults)
    assert faults


def test_a_database_that_cannot_be_reached_is_a_finding(ward: Ward) -> None:
    """The server is down: the line says so in the database's own words, and Slack is looked at all the same."""
    code, told = ward.examined({"CRISIS_DATABASE_URL": "postgresql://crisis@127.0.0.1:1/crisis"})

    assert 1 == code
    assert any(line.startswith("✗ MEND  Database: it cannot be reached or written (") for line in told)
    assert any(line.startswith("✓ well  Contacts:") for line in told)


def test_a_database_that_is_not_there_yet_is_no_fault(ward: Ward, tmp_path: Path) -> None:
    """Before the first start there is no file: the doctor says so, and makes none."""
    file = tmp_path / "new/crisis.db"
    code, told = ward.examined({"CRISIS_DATABASE_URL": f"sqlite:///{file}"})

    assert any(line.startswith(f"! note  Database: {file} is not there yet") for line in told)
    assert 0 == code
    assert not file.parent.exists()


def test_an_empty_database_is_no_fault(ward: Ward, database_url: str) -> None:
    """The first start fills an empty database, on either engine."""
    connect(database_url).close()
    code, told = ward.examined({"CRISIS_DATABASE_URL": database_url})

    assert any(line.startswith("! note  Database: ") for line in told)
    assert 0 == code


def test_a_migrated_database_can_be_written(ward: Ward, migrated_database_url: str) -> None:
    """The doctor writes a row and undoes it, on either engine, as often as it is asked."""
    ward.examined({"CRISIS_DATABASE_URL": migrated_database_url})
    code, told = ward.examined({"CRISIS_DATABASE_URL": migrated_database_url})

    assert any(line.startswith("✓ well  Database: it can be written") for line in told)
    assert 0 == code


def test_p10_a_newer_schema_is_told(ward: Ward) -> None:
    """A database that a newer version has migrated is named as such, with the way out."""
    _restamp(ward.environ["CRISIS_DATABASE_URL"], "9999")
    [line] = ward.faults()

    assert "Database: a newer version of Crisis Desk has migrated it" in line


def _restamp(url: str, revision: str) -> None:
    database = connect(url)
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608
        connection.commit()
    database.close()


def test_a_key_that_can_be_guessed_is_told(ward: Ward) -> None:
    """A key of one repeated sign signs nothing worth the name."""
    [line] = ward.faults(CRISIS_LOG_KEY="0" * 64)

    assert (
        "Log key: a key repeats so few signs that it can be guessed → make one with: openssl rand -hex 32"
        in line
    )


def test_a_signing_secret_of_an_unusual_shape_is_noted(ward: Ward) -> None:
    """It cannot be tried, so that a typing mistake is at least suspected."""
    code, told = ward.examined({"SLACK_SIGNING_SECRET": "8f742231"})

    assert any(line.startswith("! note  Signing secret: set, but Slack’s have 32 digits") for line in told)
    assert 0 == code


def test_practice_says_what_cannot_be_looked_at() -> None:
    """Without Slack there is nothing to mend, and one line names what was not looked at, and where to read on."""
    told: list[str] = []
    code = examine(read_settings({}), Language.EN, told.append)

    assert 0 == code
    [line] = [line for line in told if line.startswith("! note  Slack: not looked at in practice: ")]
    assert line.endswith("docs/connect-to-slack.md")


# The offline pack --------------------------------------------------------------------------------------


def test_the_age_of_the_pack_is_told(ward: Ward, tmp_path: Path) -> None:
    """Where it is, and how long ago it was made."""
    _, told = ward.examined()

    assert any(re.match(rf"✓ well +Offline pack: made .* ago, in {tmp_path}/pack", line) for line in told)


def test_an_old_pack_is_to_be_mended(ward: Ward) -> None:
    """More than a day: telephone numbers change, and the mend says what makes a new one."""
    clock = MovableClock()
    clock.forward(timedelta(hours=27))
    told = ward.examined(clock=clock)[1]

    [line] = [line for line in told if "Offline pack" in line]
    assert re.match(r"✗ MEND +Offline pack: made 27.h ago: .* → `crisis serve` makes it", line)


def test_a_pack_that_is_not_there_yet_is_noted(ward: Ward, tmp_path: Path) -> None:
    """Before the first start there is none; that is no fault."""
    code, told = ward.examined({"CRISIS_PACK_FOLDER": str(tmp_path / "elsewhere")})

    assert any(line.startswith("! note") and "none yet in" in line for line in told)
    assert 0 == code


def test_a_pack_that_others_can_read_is_to_be_mended(ward: Ward, tmp_path: Path) -> None:
    """The command that shuts it stands in the mend, for the folder and for each file."""
    (tmp_path / "pack").chmod(0o750)
    file_of(tmp_path / "pack", Language.FR).chmod(0o644)

    mends = [line.rpartition(" → ")[2] for line in ward.faults()]
    assert [f"chmod 700 {tmp_path}/pack", f"chmod 600 {tmp_path}/pack/crisis-pack.fr.html"] == mends


# People and rotas ----------------------------------------------------------------------------------------


def test_contacts_that_were_not_confirmed_for_a_while_are_noted(ward: Ward) -> None:
    """Ninety days later nobody counts as verified any more; that is no fault, and the mend is named."""
    later = MovableClock(timedelta(days=91))
    code, told = ward.examined(clock=later)

    assert any("0 of 21 contacts verified in 90 days" in line and "check-contacts" in line for line in told)
    assert 0 == len([line for line in told if line.startswith("✗ MEND  Contacts")]), code


def test_whoever_cannot_be_reached_is_to_be_mended(ward: Ward) -> None:
    """Derek did not answer within five days: named, with what to do."""
    now, check = SystemClock().now(), CheckId("0196-c")
    derek = UserId("U0DEREK")
    database = connect(ward.environ["CRISIS_DATABASE_URL"])
    with SqlMemory(database, CountingIds(), (b"a key",)).transaction() as tx:
        tx.begin_check(
            ContactCheck(id=check, at=now, by=derek),
            (Asking(check=check, person=derek, due_at=None, asked_at=now - timedelta(days=6)),),
        )
    database.close()
    (fault,) = ward.faults()

    assert "1 of the last contact check cannot be reached: Derek Osgoode" in fault
    assert "/crisis check-contacts" in fault
