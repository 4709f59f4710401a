"""The settings are read whole, or every mistake is told together; none of them shows a secret."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import SETTINGS, Settings, UnusableSettings, read_settings
from playbooks.playbook import Language

KEY, OLD_KEY = "k" * 32, "o" * 40
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-canary", "SLACK_SIGNING_SECRET": "canary-signing", "CRISIS_LOG_KEY": KEY}


def mistakes_in(environ: dict[str, str], language: Language = Language.EN) -> list[str]:
    """Read settings that are wrong and give their mistakes."""
    with pytest.raises(UnusableSettings) as caught:
        read_settings(environ)
    return [mistake.line_for(language) for mistake in caught.value.mistakes]


def test_nothing_set_means_practice() -> None:
    """A newcomer sets nothing and gets the practice workspace on this machine, with an SQLite file."""
    settings = read_settings({})

    assert settings.practice
    assert ("127.0.0.1", 8000) == (settings.host, settings.port)
    assert "sqlite:///var/crisis.db" == settings.database_url.get_secret_value()
    assert Settings() == settings


def test_an_empty_value_counts_as_none() -> None:
    """A line such as `SLACK_BOT_TOKEN=` in a file of settings sets nothing."""
    assert read_settings({"SLACK_BOT_TOKEN": "", "CRISIS_PORT": "  "}).practice


def test_slack_over_http() -> None:
    """A token and a signing secret are enough to answer Slack's requests."""
    settings = read_settings(SLACK)

    assert not settings.practice
    assert not settings.socket_mode
    assert "https://slack.com/api/" == settings.slack_api_url


def test_slack_over_a_socket() -> None:
    """With an app token no signing secret is needed."""
    settings = read_settings(
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "CRISIS_LOG_KEY": KEY}
    )

    assert settings.socket_mode
    assert not settings.practice


@pytest.mark.parametrize(
    ("name", "value", "missing"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1", ["SLACK_SIGNING_SECRET", "CRISIS_LOG_KEY"]),
        ("SLACK_SIGNING_SECRET", "canary-signing", ["SLACK_BOT_TOKEN", "CRISIS_LOG_KEY"]),
        ("SLACK_APP_TOKEN", "xapp-1", ["SLACK_BOT_TOKEN", "CRISIS_LOG_KEY"]),
        (
            "SLACK_API_URL",
            "https://slack-gov.com/api",
            ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "CRISIS_LOG_KEY"],
        ),
    ],
)
def test_a_slack_set_by_half_is_a_mistake_and_not_practice(name: str, value: str, missing: list[str]) -> None:
    """Half of a Slack never starts the practice workspace: what lacks is named."""
    told = mistakes_in({name: value})

    assert missing == [line.partition(":")[0] for line in told]
    assert all(f"is missing, though {name} is set" in line for line in told)


def test_all_mistakes_are_told_together_with_purpose_and_example() -> None:
    """One start tells everything: the name, what is wrong, what it is for, an example."""
    told = mistakes_in({"SLACK_BOT_TOKEN": "xoxp-1", "CRISIS_PORT": "80x", "CRISIS_LOG_LEVEL": "loud"})

    assert [
        "SLACK_BOT_TOKEN: does not begin with xoxb-. The bot speaks in Slack with it. Example: SLACK_BOT_TOKEN=xoxb-…",
        (
            "CRISIS_PORT: must be a number from 0 to 65535, not “80x”. "
            "The port on which the web server listens. Example: CRISIS_PORT=8000"
        ),
    ] == told[:2]
    assert ["CRISIS_LOG_LEVEL", "SLACK_SIGNING_SECRET", "CRISIS_LOG_KEY"] == [
        line.partition(":")[0] for line in told[2:]
    ]


def test_mistakes_are_told_in_french() -> None:
    """An operator who reads French gets French."""
    assert [
        (
            "CRISIS_LANGUAGE: doit être l’un de ces mots : en, fr ; pas « de ». "
            "La langue pour les personnes dont on ne connaît pas la langue. Exemple : CRISIS_LANGUAGE=fr"
        )
    ] == mistakes_in({"CRISIS_LANGUAGE": "de"}, Language.FR)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SLACK_APP_TOKEN", "xoxb-1", "does not begin with xapp-"),
        ("SLACK_SIGNING_SECRET", "a b", "must be 8 printable characters or more"),
        ("SLACK_API_URL", "http://slack.example/api", "must be an https:// address"),
        ("SLACK_API_URL", "ftp://127.0.0.1/", "must be an https:// address"),
        ("SLACK_API_URL", "https://[::1", "must be an https:// address"),
        ("CRISIS_DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("CRISIS_DATABASE_URL", "sqlite://x", "must begin with sqlite:/// or postgresql://"),
        ("CRISIS_HOST", "http://x/", "is not a host’s address"),
        ("CRISIS_PORT", "65536", "must be a number from 0 to 65535"),
        ("CRISIS_PORT", "tcp://10.0.0.1:80", "must be a number from 0 to 65535"),
        ("CRISIS_DIRECTORY", "/nowhere.yaml", "names no file: /nowhere.yaml"),
        ("CRISIS_PLAYBOOKS", "/nowhere", "names no folder: /nowhere"),
        ("CRISIS_LOG_KEY", "short", "must be 32 printable characters or more"),
        ("CRISIS_LOG_KEY", f"{KEY},,{OLD_KEY}", "must be 32 printable characters or more"),
        ("CRISIS_API_TOKEN", "guess", "must be 24 printable characters or more"),
        ("CRISIS_ANNOUNCEMENTS", "Two Words", "is not a channel’s name or id"),
        ("CRISIS_DATABSE_URL", "sqlite:///x", "CRISIS_DATABASE_URL: is written CRISIS_DATABSE_URL"),
    ],
)
def test_an_unusable_value_is_explained(name: str, value: str, expected: str) -> None:
    """Each setting says why its value cannot be used."""
    assert expected in "\n".join(mistakes_in({name: value}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@db/crisis", "postgresql+psycopg://u:p@db/crisis"),
        ("postgresql://u:p@db/crisis", "postgresql+psycopg://u:p@db/crisis"),
        ("postgresql+psycopg:///crisis?host=/run", "postgresql+psycopg:///crisis?host=/run"),
        ("sqlite:////var/lib/crisis.db", "sqlite:////var/lib/crisis.db"),
    ],
)
def test_a_database_is_named_as_its_owner_names_it(given: str, expected: str) -> None:
    """The usual spellings of a PostgreSQL address reach the driver that this product brings."""
    assert expected == read_settings({"CRISIS_DATABASE_URL": given}).database_url.get_secret_value()


def test_every_other_setting_is_read(tmp_path: Path) -> None:
    """What is set reaches the settings with its type."""
    directory = tmp_path / "directory.yaml"
    directory.touch()
    settings = read_settings(
        {
            **SLACK,
            "SLACK_API_URL": "http://127.0.0.1:4010/api",
            "CRISIS_HOST": "0.0.0.0",  # noqa: S104
            "CRISIS_PORT": "0",
            "CRISIS_DIRECTORY": str(directory),
            "CRISIS_PLAYBOOKS": str(tmp_path),
            "CRISIS_LOG_KEY": f"{KEY}, {OLD_KEY}",
            "CRISIS_API_TOKEN": "t" * 24,
            "CRISIS_LANGUAGE": "FR",
            "CRISIS_ANNOUNCEMENTS": "#crises",
            "CRISIS_LOG_LEVEL": "WARNING",
        }
    )

    assert "http://127.0.0.1:4010/api/" == settings.slack_api_url
    assert ("0.0.0.0", 0) == (settings.host, settings.port)  # noqa: S104
    assert (directory, tmp_path) == (settings.directory, settings.playbooks)
    assert [KEY, OLD_KEY] == [key.get_secret_value() for key in settings.log_keys]
    assert SecretStr("t" * 24) == settings.api_token
    assert (Language.FR, "crises", "warning") == (
        settings.language,
        settings.announcements,
        settings.log_level,
    )


def test_settings_of_other_programs_are_left_alone() -> None:
    """The environment holds much that is not ours, some of it with our own first word."""
    assert read_settings({"PATH": "/bin", "CRISIS_SERVICE_HOST": "10.0.0.1", "SLACK_TEAM": "T1"}).practice


def test_d4_no_secret_is_shown() -> None:
    """Neither the settings nor a mistake show a token, a key or a database's password."""
    secrets = {
        **SLACK,
        "CRISIS_DATABASE_URL": "postgresql://crisis:canary@db/crisis",
        "CRISIS_LOG_KEY": "canary" * 6,
        "CRISIS_API_TOKEN": "canary" * 6,
    }
    assert "canary" not in repr(read_settings(secrets)).lower()

    wrong = {name: f"canary {value}" for name, value in secrets.items()}
    assert "canary" not in "\n".join(mistakes_in(wrong))


def test_settings_cannot_be_changed() -> None:
    """What was checked at the start stays as it was."""
    with pytest.raises(FrozenInstanceError):
        read_settings({}).port = 1  # type: ignore[misc]


def test_every_field_is_explained() -> None:
    """Each field has its name, purpose, default and example, but for the keys that the directory itself names."""
    own = sorted(field.name for field in fields(Settings) if field.name != "webhook_keys")
    assert own == sorted(setting.field for setting in SETTINGS)
    for setting in SETTINGS:
        for language in Language:
            assert setting.purpose.read(language).endswith(".")
            assert setting.default.read(language)
        assert setting.example


# What leaves by another way than Slack.


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRISIS_SMTP_URL", "mail.example:25"),
        ("CRISIS_SMTP_URL", "smtp://mail.example:smtp"),
        ("CRISIS_SMTP_URL", "smtp://crisis:canary@mail.example?tls=none"),
        ("CRISIS_SMTP_URL", "smtps://mail.example?tls=none"),
        ("CRISIS_MAIL_FROM", "Crisis Desk"),
        ("CRISIS_MAIL_FROM", "crisis@example.com\r\nBcc: everybody@example.com"),
        ("CRISIS_WEBHOOK_HOSTS", "https://sms.example.com"),
        ("CRISIS_WEBHOOK_HOSTS", "*.example.com"),
        ("CRISIS_PUBLIC_URL", "http://crisis.example.com"),
        ("CRISIS_PUBLIC_URL", "https://crisis.example.com/?a=b"),
        ("CRISIS_HEARTBEAT_URL", "http://status.example.com/ping"),
        ("CRISIS_HEARTBEAT_URL", "file:///etc/passwd"),
    ],
)
def test_what_leads_outside_is_checked(name: str, value: str) -> None:
    """Before anything is sent there; and the mistake shows no password."""
    told = mistakes_in({"CRISIS_MAIL_FROM": "crisis@example.com", name: value})

    assert name in {line.partition(":")[0] for line in told}
    assert "canary" not in "".join(told)


def test_a_mail_server_needs_an_address_to_send_from() -> None:
    """Else every call by mail would fail at night."""
    (told,) = mistakes_in({"CRISIS_SMTP_URL": "smtp://mail.example"})

    assert "CRISIS_MAIL_FROM: is missing, though CRISIS_SMTP_URL is set" in told


def test_the_heartbeat_s_host_must_be_allowed() -> None:
    """It is called like a webhook."""
    beat = {"CRISIS_HEARTBEAT_URL": "https://status.example.com/ping/canary"}
    (told,) = mistakes_in(beat)

    assert told.startswith("CRISIS_WEBHOOK_HOSTS: does not name the host of CRISIS_HEARTBEAT_URL")
    allowed = read_settings(beat | {"CRISIS_WEBHOOK_HOSTS": "sms.example.com, status.example.com"})
    assert ("sms.example.com", "status.example.com") == allowed.webhook_hosts
    assert "canary" not in repr(allowed)


def test_the_keys_of_webhooks_are_kept_by_the_names_that_the_directory_gives_them() -> None:
    """A variable that ends in _KEY, _SECRET or _TOKEN and is no setting of its own."""
    settings = read_settings({"ACME_SMS_KEY": "canary", "HOME": "/root", "CRISIS_LOG_KEY": KEY})

    assert {"ACME_SMS_KEY"} == set(settings.webhook_keys)
    assert "canary" not in repr(settings)
