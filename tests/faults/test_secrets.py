"""D4: planted secrets are looked for in everything that comes out."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.audit import verify
from bot.cli import main
from bot.doctor import examine
from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from config.settings import read_settings
from playbooks.playbook import Language
from tests.stories.scene import REF, RHYS, ROOM, SAOIRSE, calls_of, card, close, get, start

CANARY = "canary"  # part of every planted secret
API_TOKEN = f"api-token-{CANARY}-0123456789"
SIGNING = f"signing-{CANARY}-0123456789"
LOG_KEY = f"log-key-{CANARY}-0123456789abcdef0123456789"
PASSWORD = f"password-{CANARY}"
BOT_TOKEN = f"xoxb-{CANARY}-1"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_d4_no_secret_is_in_anything_that_comes_out(
    migrated_database_url: str,
    company_files: CompanyFiles,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A crisis with every kind of trouble: logs, messages, pages, API, health, doctor and audit hold none of them."""
    keys = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_LOG_KEY": LOG_KEY}
    settings = with_database(read_settings(keys), migrated_database_url)
    with (
        caplog.at_level("DEBUG"),
        Stage(settings, ways={"signing_secret": SIGNING}, files=company_files) as stage,
    ):
        trouble(stage)
        out = [*addresses(stage), *told(stage), repr(stage.settings), str(stage.settings)]
        out += [json.dumps(stage.workspace.journal, default=str)]
        out += [m.words for c in stage.workspace.team.channels.values() for m in c.messages.values()]
    out += [record.getMessage() + str(record.exc_info) + str(record.exc_text) for record in caplog.records]
    captured = capsys.readouterr()

    everything = "\n".join((*out, captured.out, captured.err))
    assert len(caplog.records) > 50
    assert CANARY not in everything
    assert "xoxb-" not in everything.replace(json.dumps("xoxb-practice"), "")


def trouble(stage: Stage) -> None:
    """Live through a crisis in which everything fails once."""
    rhys, saoirse = stage.player(RHYS), stage.player(SAOIRSE)
    for terms in ({"status": 503}, {"drop": "after"}, {"retry_after": 2}, {"error": "invalid_auth"}):
        stage.workspace.faults.next("chat.postMessage", **terms)
    start(rhys)
    stage.forward(minutes=3)
    for terms in ({"error": "internal_error"}, {"drop": "before"}, {"status": 500}):
        stage.workspace.faults.next("views.open", **terms)
        saoirse.clicks(card(stage), "ask:line")
    forged = rhys.post.headers(rhys.post.last[0], secret="wrong") if rhys.post.last else {}
    assert rhys.post.last is not None
    assert 401 == rhys.post.carry_as(rhys.post.last[0], forged).status
    saoirse.types("/crisis done 1", ROOM)
    assert calls_of(stage.player("U0IMOGEN"))
    close(saoirse)


def addresses(stage: Stage) -> list[str]:
    """What every address of ours answers, headers included, asked for well and badly."""
    paths = (
        "/incidents",
        f"/incidents/{REF}",
        *(f"/incidents/{REF}/export.{ending}" for ending in ("json", "csv", "md", "html")),
        "/incidents/x",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/nowhere",
    )
    asked = [
        *paths,
        "/api/incidents",
        f"/api/incidents/{REF}",
        f"/api/incidents/{REF}/log",
        *(f"/api/incidents/{REF}/export?format={form}" for form in ("json", "csv", "markdown", "html")),
        "/api/incidents/x",
    ]
    answers = []
    for token in ("", "Bearer wrong", f"Bearer {API_TOKEN}"):
        for path in asked:
            headers = {"Authorization": token} if token else {}
            answer = get(f"{stage.address}{path}", headers)
            answers.append(answer.text + str(dict(answer.headers)))
    return answers


def told(stage: Stage) -> list[str]:
    """What the doctor and the auditor tell the operator, with sound settings and with wrong ones."""
    lines: list[str] = []
    wrong = replace(stage.settings, slack_bot_token=SecretStr(BOT_TOKEN))
    for settings in (stage.settings, wrong):
        for language in Language:
            examine(settings, language, lines.append, stage.clock)
            verify(settings, language, lines.append)
    assert lines
    return lines


@pytest.mark.parametrize("command", [["migrate"], ["doctor"], ["audit", "verify"], ["serve"]])
def test_d4_a_database_that_is_away_does_not_tell_its_password(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody answers at the address: the operator reads which, and not with what password."""
    environ = {
        "CRISIS_DATABASE_URL": f"postgresql+psycopg://crisis:{PASSWORD}@127.0.0.1:9/crisis",
        "CRISIS_LOG_KEY": LOG_KEY,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }

    code = main(command, environ)

    captured = capsys.readouterr()
    assert code != 0
    assert captured.out + captured.err
    assert CANARY not in captured.out + captured.err


@pytest.mark.parametrize(
    "name",
    ["CRISIS_API_TOKEN", "CRISIS_LOG_KEY", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "CRISIS_DATABASE_URL"],
)
def test_d4_a_setting_that_is_refused_is_named_and_not_shown(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A secret too short or of the wrong form, and the whole of another that is right."""
    environ = {"CRISIS_API_TOKEN": API_TOKEN, "CRISIS_LOG_KEY": LOG_KEY, name: f"\x00 {CANARY}"}
    environ.setdefault("CRISIS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    main(["doctor"], environ)

    captured = capsys.readouterr()
    assert CANARY not in captured.out + captured.err
