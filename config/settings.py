"""
The environment becomes frozen Settings, or every mistake in it at once.

Nothing is read on import. docs/operating.md lists every setting; a test keeps it complete.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from config import values
from config.outside import OUTSIDE, webhook_keys
from config.setting import Setting
from playbooks.playbook import Language, Words

DEFAULT_DATABASE: Final = "sqlite:///var/crisis.db"
DEFAULT_API: Final = "https://slack.com/api/"
SLACK: Final = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator sets, checked. Each field is explained in SETTINGS under the same name."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = DEFAULT_API
    database_url: SecretStr = field(
        default_factory=lambda: SecretStr(DEFAULT_DATABASE)
    )  # It may hold a password.
    host: str = "127.0.0.1"
    port: int = 8000
    directory: Path | None = None
    playbooks: Path | None = None
    examples: Path | None = None
    sources: Path | None = None
    pack_folder: Path | None = None  # None: beside the database
    log_keys: tuple[SecretStr, ...] = ()  # The first signs; all of them verify.
    api_token: SecretStr | None = None
    language: Language | None = None
    announcements: str | None = None
    log_level: str = "info"
    works: bool = True  # False: the doors alone
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    webhook_hosts: tuple[str, ...] = ()
    public_url: str | None = None
    heartbeat_url: SecretStr | None = None
    # The secrets with which webhooks are signed, by the names that the directory gives them.
    webhook_keys: Mapping[str, SecretStr] = field(default_factory=dict)

    @property
    def signing_keys(self) -> tuple[bytes, ...]:
        """The keys of the log: the first signs, all of them verify."""
        return tuple(key.get_secret_value().encode() for key in self.log_keys)

    @property
    def practice(self) -> bool:
        """Whether no Slack is set, so that the practice workspace takes its place."""
        return self.slack_bot_token is None

    @property
    def socket_mode(self) -> bool:
        """Whether Slack's messages come through a socket that the bot opens."""
        return self.slack_app_token is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingMistake:
    """One setting to mend. Never holds the value of a secret."""

    name: str
    what: Words
    purpose: Words
    example: str

    def line_for(self, language: Language) -> str:
        """Say the mistake in one line: the name, what is wrong, what it is for, an example."""
        told = f"{self.name}: {self.what.read(language)}. {self.purpose.read(language)}"
        example = Words(en="Example:", fr="Exemple :").read(language)
        return f"{told} {example} {self.name}={self.example}"


class UnusableSettings(Exception):
    """The product cannot start with these settings; every mistake is in `mistakes`."""

    def __init__(self, mistakes: tuple[SettingMistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistake.line_for(Language.EN) for mistake in mistakes))


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        name="SLACK_BOT_TOKEN",
        field="slack_bot_token",
        purpose=Words(
            en="The bot speaks in Slack with it.",
            fr="Le bot s’en sert pour parler dans Slack.",
        ),
        default=Words(en="none: the practice workspace starts", fr="aucun : l’espace d’exercice démarre"),
        example="xoxb-…",
        read=values.token("xoxb-"),
    ),
    Setting(
        name="SLACK_SIGNING_SECRET",
        field="slack_signing_secret",
        purpose=Words(
            en="It proves that a request comes from Slack.",
            fr="Il prouve qu’une requête vient de Slack.",
        ),
        default=Words(
            en="none: then SLACK_APP_TOKEN is needed",
            fr="aucun : SLACK_APP_TOKEN est alors nécessaire",
        ),
        example="8f742231b10e8888abcd99yyyzzz85a5",
        read=values.secret(8),
    ),
    Setting(
        name="SLACK_APP_TOKEN",
        field="slack_app_token",
        purpose=Words(
            en="It opens Socket Mode, for a machine that Slack cannot reach.",
            fr="Il ouvre le mode Socket, pour une machine que Slack ne peut joindre.",
        ),
        default=Words(en="none: Slack calls over HTTP", fr="aucun : Slack appelle en HTTP"),
        example="xapp-…",
        read=values.token("xapp-"),
    ),
    Setting(
        name="SLACK_API_URL",
        field="slack_api_url",
        purpose=Words(
            en="It names another server that speaks Slack’s Web API.",
            fr="Il désigne un autre serveur qui parle l’API Web de Slack.",
        ),
        default=Words(en=DEFAULT_API, fr=DEFAULT_API),
        example="https://slack-gov.com/api/",
        read=values.api_address,
    ),
    Setting(
        name="CRISIS_DATABASE_URL",
        field="database_url",
        purpose=Words(
            en="Everything is remembered there: an SQLite file or a PostgreSQL database.",
            fr="Tout y est gardé : un fichier SQLite ou une base PostgreSQL.",
        ),
        default=Words(en=DEFAULT_DATABASE, fr=DEFAULT_DATABASE),
        example="postgresql://crisis:secret@db.example/crisis",
        read=values.database,
    ),
    Setting(
        name="CRISIS_HOST",
        field="host",
        purpose=Words(
            en="The address on which the web server listens.",
            fr="L’adresse sur laquelle le serveur web écoute.",
        ),
        default=Words(en="127.0.0.1 (this machine alone)", fr="127.0.0.1 (cette machine seule)"),
        example="192.0.2.10",
        read=values.host,
    ),
    Setting(
        name="CRISIS_PORT",
        field="port",
        purpose=Words(
            en="The port on which the web server listens.",
            fr="Le port sur lequel le serveur web écoute.",
        ),
        default=Words(en="8000", fr="8000"),
        example="8000",
        read=values.port,
        unit=Words(
            en="a port number; 0 lets the system choose",
            fr="un numéro de port ; 0 laisse le système choisir",
        ),
    ),
    Setting(
        name="CRISIS_DIRECTORY",
        field="directory",
        purpose=Words(
            en="The file of the company’s people, units and ladders.",
            fr="Le fichier des personnes, des unités et des échelles de l’entreprise.",
        ),
        default=Words(en="a fictional company", fr="une entreprise fictive"),
        example="/etc/crisis/directory.yaml",
        read=values.existing_file,
    ),
    Setting(
        name="CRISIS_PLAYBOOKS",
        field="playbooks",
        purpose=Words(
            en="The folder of the company’s own playbooks, beside the built-in ones.",
            fr="Le dossier des fiches réflexes de l’entreprise, à côté de celles qui sont fournies.",
        ),
        default=Words(en="none: the built-in ones alone", fr="aucun : celles qui sont fournies, seules"),
        example="/etc/crisis/playbooks",
        read=values.existing_folder,
    ),
    Setting(
        name="CRISIS_EXAMPLES",
        field="examples",
        purpose=Words(
            en="The company’s own labelled messages, from which suggestions are learned as well.",
            fr="Les messages étiquetés de l’entreprise, dont les propositions s’apprennent aussi.",
        ),
        default=Words(en="none: those that come with the product", fr="aucun : ceux qui sont fournis"),
        example="/etc/crisis/examples.jsonl",
        read=values.existing_file,
    ),
    Setting(
        name="CRISIS_SOURCES",
        field="sources",
        purpose=Words(
            en="The file of the listening and care tools that report customers’ messages and spikes.",
            fr="Le fichier des outils de veille et de relation client qui signalent messages de clients et pics.",
        ),
        default=Words(en="none: no tool reports anything", fr="aucun : aucun outil ne signale rien"),
        example="/etc/crisis/sources.yaml",
        read=values.existing_file,
    ),
    Setting(
        name="CRISIS_PACK_FOLDER",
        field="pack_folder",
        purpose=Words(
            en="The folder of the offline pack: playbooks and telephone numbers to print, for when Slack is down.",
            fr="Le dossier du dossier de secours : fiches réflexes et numéros à imprimer, pour quand Slack ne répond plus.",
        ),
        default=Words(
            en="the folder pack beside the SQLite database; var/pack with PostgreSQL",
            fr="le dossier pack à côté de la base SQLite ; var/pack avec PostgreSQL",
        ),
        example="/var/lib/crisis-desk/pack",
        read=values.folder_to_be,
    ),
    Setting(
        name="CRISIS_LOG_KEY",
        field="log_keys",
        purpose=Words(
            en="It chains the log, so that a changed line shows. Several keys: the newest first.",
            fr="Elle enchaîne le journal, pour qu’une ligne changée se voie. Plusieurs clés : la plus récente d’abord.",
        ),
        default=Words(
            en="needed with Slack; the practice workspace makes one for each run",
            fr="nécessaire avec Slack ; l’espace d’exercice en crée une à chaque fois",
        ),
        example="$(openssl rand -hex 32)",
        read=values.keys,
        unit=Words(
            en="32 characters or more each, between commas",
            fr="32 caractères ou plus chacune, entre virgules",
        ),
    ),
    Setting(
        name="CRISIS_API_TOKEN",
        field="api_token",
        purpose=Words(
            en="It opens the JSON API to those who send it.",
            fr="Il ouvre l’API JSON à qui l’envoie.",
        ),
        default=Words(en="none: the API is closed", fr="aucun : l’API est fermée"),
        example="$(openssl rand -hex 24)",
        read=values.secret(24),
        unit=Words(en="24 characters or more", fr="24 caractères ou plus"),
    ),
    Setting(
        name="CRISIS_LANGUAGE",
        field="language",
        purpose=Words(
            en="The language for people whose own is not known.",
            fr="La langue pour les personnes dont on ne connaît pas la langue.",
        ),
        default=Words(en="the directory’s default_language", fr="default_language dans l’annuaire"),
        example="fr",
        read=values.one_of(Language),
        unit=Words(en="en or fr", fr="en ou fr"),
    ),
    Setting(
        name="CRISIS_ANNOUNCEMENTS",
        field="announcements",
        purpose=Words(
            en="The channel that hears of each new incident, and each morning of the head of the log.",
            fr="Le canal qui apprend chaque nouvel incident et, chaque matin, l’empreinte du journal.",
        ),
        default=Words(en="the directory’s announcements", fr="announcements dans l’annuaire"),
        example="crisis-announcements",
        read=values.channel,
        unit=Words(en="a channel’s name or id", fr="le nom ou l’identifiant d’un canal"),
    ),
    Setting(
        name="CRISIS_LOG_LEVEL",
        field="log_level",
        purpose=Words(
            en="How much the program’s own log tells.",
            fr="Ce que raconte le journal technique du programme.",
        ),
        default=Words(en="info", fr="info"),
        example="warning",
        read=values.log_level,
        unit=Words(en="debug, info, warning or error", fr="debug, info, warning ou error"),
    ),
    Setting(
        name="CRISIS_WORKER",
        field="works",
        purpose=Words(
            en="Off, `crisis serve` opens the doors alone; `crisis work` then sends what is owed.",
            fr="Sur off, `crisis serve` n’ouvre que les portes ; `crisis work` envoie alors ce qui est dû.",
        ),
        default=Words(en="on", fr="on"),
        example="off",
        read=values.switch,
        unit=Words(en="on or off", fr="on ou off"),
    ),
    *OUTSIDE,
)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """
    Read the settings from an environment; an empty value counts as none.

    Raises UnusableSettings with every mistake. A Slack that is set by half is a mistake, never practice.
    """
    given = {name: text.strip() for name, text in environ.items() if text.strip()}
    read: dict[str, Any] = {}
    mistakes: list[SettingMistake] = []
    for setting in SETTINGS:
        if setting.name not in given:
            continue
        try:
            read[setting.field] = setting.read(given[setting.name])
        except values.Unusable as exc:
            mistakes.append(_mistake(setting.name, exc.what))
    mistakes += [*_missing(given), *_missing_outside(given, read), *_misspelt(given)]
    if mistakes:
        raise UnusableSettings(tuple(mistakes))
    names = {setting.name for setting in SETTINGS}
    return Settings(**read, webhook_keys=webhook_keys(given, names))


def _missing(given: Mapping[str, str]) -> Iterator[SettingMistake]:
    named = [name for name in SLACK if name in given]
    if not named:
        return
    if "SLACK_BOT_TOKEN" not in given:
        yield _mistake("SLACK_BOT_TOKEN", _missing_beside(named[0]))
    if "SLACK_SIGNING_SECRET" not in given and "SLACK_APP_TOKEN" not in given:
        yield _mistake("SLACK_SIGNING_SECRET", _missing_beside(named[0]))
    if "CRISIS_LOG_KEY" not in given:
        yield _mistake("CRISIS_LOG_KEY", _missing_beside(named[0]))


def _missing_outside(given: Mapping[str, str], read: Mapping[str, Any]) -> Iterator[SettingMistake]:
    if "CRISIS_SMTP_URL" in given and "CRISIS_MAIL_FROM" not in given:
        yield _mistake("CRISIS_MAIL_FROM", _missing_beside("CRISIS_SMTP_URL"))
    heartbeat = read.get("heartbeat_url")
    if heartbeat is not None and values.host_of(heartbeat) not in read.get("webhook_hosts", ()):
        what = Words(
            en="does not name the host of CRISIS_HEARTBEAT_URL",
            fr="ne nomme pas l’hôte de CRISIS_HEARTBEAT_URL",
        )
        yield _mistake("CRISIS_WEBHOOK_HOSTS", what)


def _missing_beside(name: str) -> Words:
    return Words(en=f"is missing, though {name} is set", fr=f"manque, alors que {name} est donné")


def _misspelt(given: Mapping[str, str]) -> Iterator[SettingMistake]:
    """Find names that are nearly a setting's; others belong to other programs."""
    known = [setting.name for setting in SETTINGS]
    for name in sorted(given):
        if name in known or not name.startswith(("CRISIS_", "SLACK_")):
            continue
        for meant in get_close_matches(name, known, n=1, cutoff=0.88):
            what = Words(en=f"is written {name}", fr=f"est écrit {name}")
            yield _mistake(meant, what)


def _mistake(name: str, what: Words) -> SettingMistake:
    setting = next(setting for setting in SETTINGS if setting.name == name)
    return SettingMistake(name=name, what=what, purpose=setting.purpose, example=setting.example)
