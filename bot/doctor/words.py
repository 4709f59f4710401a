"""What the doctor says about this machine: calm, short, and always the exact mend."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.trouble import reason
from playbooks.playbook import Language, Words
from playbooks.routing import Directory, LadderPlan, Silence, Unit


def same(text: str) -> Words:
    """Say something that is the same in both languages, or that somebody else has worded."""
    return Words(en=text, fr=text)


# The names of the checks -------------------------------------------------------------------------------

SETTINGS: Final = Words(en="Settings", fr="Réglages")
DIRECTORY: Final = Words(en="Directory", fr="Annuaire")
LADDERS: Final = Words(en="Ladders", fr="Échelles d’appel")
PLAYBOOKS: Final = same("Playbooks")
DATABASE: Final = Words(en="Database", fr="Base de données")
WORKERS: Final = Words(en="Workers", fr="Processus de travail")
LOG_KEY: Final = Words(en="Log key", fr="Clé du journal")
API: Final = Words(en="JSON API", fr="API JSON")
SLACK: Final = same("Slack")


def conclusion(faults: int) -> Words:
    """Say how it stands on the whole."""
    match faults:
        case 0:
            return Words(en="Nothing to mend.", fr="Rien à réparer.")
        case 1:
            return Words(en="One thing to mend.", fr="Une chose à réparer.")
        case _:
            return Words(en=f"{faults} things to mend.", fr=f"{faults} choses à réparer.")


def broken(what: str) -> Words:
    """Say that the check itself failed, and by what."""
    return Words(
        en=f"this check broke down ({what}); the others do not depend on it",
        fr=f"cette vérification a échoué ({what}) ; les autres n’en dépendent pas",
    )


REPORT_IT: Final = Words(
    en="report this line to whoever keeps the product", fr="signalez cette ligne à qui maintient le produit"
)
NEEDS_DIRECTORY: Final = Words(
    en="not looked at: the directory comes first", fr="non vérifié : d’abord l’annuaire"
)

# Settings, files, people -------------------------------------------------------------------------------

PRACTICE: Final = Words(
    en="no Slack is set: the practice workspace takes its place",
    fr="aucun Slack n’est réglé : l’espace d’exercice prend sa place",
)
SOCKET_MODE: Final = Words(
    en="read; Slack’s messages come through Socket Mode",
    fr="lus ; les messages de Slack arrivent par le mode Socket",
)


def over_http(host: str, port: int) -> Words:
    """Say where Slack's requests are awaited."""
    return Words(
        en=f"read; Slack’s requests are awaited on {host}:{port}, path /slack/events",
        fr=f"lus ; les requêtes de Slack sont attendues sur {host}:{port}, chemin /slack/events",
    )


def not_looked_at(names: Iterable[Words]) -> Words:
    """Say what cannot be looked at in practice."""
    both = tuple(names)
    return Words(
        en=f"not looked at in practice: {', '.join(name.en.lower() for name in both)}",
        fr=f"non vérifiés pendant l’exercice : {', '.join(name.fr.lower() for name in both)}",
    )


CONNECT: Final = Words(
    en="to connect Slack: docs/connect-to-slack.md", fr="pour relier Slack : docs/connect-to-slack.fr.md"
)
MEND_THE_LINE: Final = Words(en="correct that line", fr="corrigez cette ligne")
MEND_DIRECTORY: Final = Words(
    en="let the program read the file, or name another in CRISIS_DIRECTORY",
    fr="donnez au programme le droit de lire ce fichier, ou désignez-en un autre dans CRISIS_DIRECTORY",
)
FICTIONAL: Final = Words(
    en="the fictional company’s is used: nobody of yours would be called",
    fr="c’est celui de l’entreprise fictive : personne de chez vous ne serait appelé",
)
NAME_OWN_DIRECTORY: Final = Words(
    en="name your own in CRISIS_DIRECTORY", fr="désignez le vôtre dans CRISIS_DIRECTORY"
)


def closed_file(path: Path | None, exc: OSError) -> Words:
    """Say that a file cannot be opened."""
    why = reason(exc)
    return Words(en=f"{path} cannot be opened ({why.en})", fr=f"{path} ne s’ouvre pas ({why.fr})")


def directory_read(directory: Directory) -> Words:
    """Say what the directory holds."""
    people, units = len(directory.contacts), len(directory.units)
    return Words(
        en=f"{directory.company}, {people} contacts in {units} units",
        fr=f"{directory.company}, {people} contacts dans {units} unités",
    )


LADDERS_CALL: Final = Words(
    en="each of them calls two people or more, whatever the unit",
    fr="chacune appelle au moins deux personnes, quelle que soit l’unité",
)


def nobody_called(plan: LadderPlan, unit: Unit) -> Words:
    """Say that a ladder is empty for a unit."""
    return Words(
        en=f"“{plan.title.en}” calls nobody for {unit.title.en}",
        fr=f"« {plan.title.fr} » n’appelle personne pour {unit.title.fr}",
    )


def one_called(plan: LadderPlan, unit: Unit, name: str) -> Words:
    """Say that a ladder has one person only for a unit."""
    return Words(
        en=f"“{plan.title.en}” has nobody after {name} for {unit.title.en}",
        fr=f"« {plan.title.fr} » n’a personne après {name} pour {unit.title.fr}",
    )


def silent(known: Directory, silence: Silence) -> Words:
    """Say when a ladder would call nobody."""
    unit = known.unit(silence.unit)
    ladder = next(plan.title for plan in known.ladders if plan.id == silence.ladder)
    place = Words(en=silence.unit, fr=silence.unit) if unit is None else unit.title
    when, hours = f"{silence.since:%Y-%m-%d %H:%M}", _hours(silence.lasts)
    return Words(
        en=f"“{ladder.en}” ends in silence for {place.en}, first on {when} UTC ({hours} h in four weeks; "
        f"{_severities(silence, Language.EN)})",
        fr=f"« {ladder.fr} » finit dans le silence pour {place.fr}, d’abord le {when} UTC ({hours} h en quatre "
        f"semaines ; {_severities(silence, Language.FR)})",
    )


def _severities(silence: Silence, language: Language) -> str:
    return ", ".join(one.words.read(language) for one in silence.severities)


def _hours(lasts: timedelta) -> int:
    return max(1, round(lasts / timedelta(hours=1)))


BREAK_SILENCE: Final = Words(
    en="end the ladder with a rung that can be called at any hour, such as a rota without a gap",
    fr="finissez l’échelle par un échelon que l’on peut appeler à toute heure, comme un tour d’astreinte sans trou",
)


def give_a_role(titles: Sequence[str], unit: Unit) -> Words:
    """Say how a ladder gets people."""
    listed = ", ".join(dict.fromkeys(titles))
    return Words(
        en=f"in the directory, give somebody of {unit.title.en} one of these roles: {listed}",
        fr=f"dans l’annuaire, donnez à quelqu’un de {unit.title.fr} l’un de ces rôles : {listed}",
    )


def playbooks_read(known: int, versions: int) -> Words:
    """Say how many playbooks there are."""
    return Words(
        en=f"{known} can be opened ({versions} versions read)",
        fr=f"{known} peuvent être ouverts ({versions} versions lues)",
    )


# The database and the keys -----------------------------------------------------------------------------

PRACTICE_DATABASE: Final = Words(
    en="practice begins with an empty one each time", fr="l’exercice part chaque fois d’une base vide"
)
DATABASE_CURRENT: Final = Words(
    en="it can be written, and its schema is this version’s",
    fr="on peut y écrire, et son schéma est celui de cette version",
)
EMPTY_DATABASE: Final = Words(en="it can be reached, and is empty", fr="elle est joignable, et vide")
MIGRATE_OR_SERVE: Final = Words(
    en="crisis serve fills it at its start; crisis migrate does it now",
    fr="crisis serve la remplit au démarrage ; crisis migrate le fait maintenant",
)
SCHEMA_BEHIND: Final = Words(
    en="its schema is older than this version’s", fr="son schéma est plus ancien que celui de cette version"
)
MIGRATE: Final = Words(en="run: crisis migrate", fr="lancez : crisis migrate")
PAUSED: Final = Words(
    en="it is a restored copy, and paused: nothing is kept or sent, and nobody is called",
    fr="c’est une copie restaurée, en pause : rien n’est enregistré ni envoyé, personne n’est appelé",
)
RESUME: Final = Words(
    en="crisis resume says what would be sent, and lets it go or drops it",
    fr="crisis resume dit ce qui partirait, et le laisse partir ou l’abandonne",
)
SCHEMA_NEWER: Final = Words(
    en="a newer version of Crisis Desk has migrated it; this one will not start on it",
    fr="une version plus récente de Crisis Desk l’a migrée ; celle-ci ne démarrera pas dessus",
)
START_THE_NEWER: Final = Words(
    en="install that version, or restore the backup made before it",
    fr="installez cette version, ou restaurez la sauvegarde faite avant elle",
)
MEND_DATABASE_URL: Final = Words(
    en="set CRISIS_DATABASE_URL to sqlite:///var/crisis.db or postgresql://user:password@host/name",
    fr="réglez CRISIS_DATABASE_URL sur sqlite:///var/crisis.db ou postgresql://utilisateur:motdepasse@hôte/nom",
)


def database_away(told: Words) -> Words:
    """Say that the database does not work, in its own words."""
    return Words(
        en=f"it cannot be reached or written ({told.en})",
        fr=f"impossible de la joindre ou d’y écrire ({told.fr})",
    )


def mend_database(file: Path | None) -> Words:
    """Say how the database works again."""
    if file is None:
        return Words(
            en="start the server, or correct the address, user and password in CRISIS_DATABASE_URL",
            fr="démarrez le serveur, ou corrigez l’adresse, l’utilisateur et le mot de passe de CRISIS_DATABASE_URL",
        )
    return Words(
        en=f"let the program write {file} and its folder, and look for room on the disk (df -h)",
        fr=f"donnez au programme le droit d’écrire {file} et son dossier, et voyez la place sur le disque (df -h)",
    )


def no_database_yet(file: Path) -> Words:
    """Say that the database is not there yet."""
    return Words(en=f"{file} is not there yet", fr=f"{file} n’existe pas encore")


def closed_folder(folder: Path) -> Words:
    """Say that no database can be made in a folder."""
    return Words(
        en=f"it is not there yet, and cannot be made in {folder}",
        fr=f"elle n’existe pas encore, et ne peut être créée dans {folder}",
    )


def open_folder(folder: Path) -> Words:
    """Say how a database can be made in a folder."""
    return Words(
        en=f"let the program write in {folder}, or name another place in CRISIS_DATABASE_URL",
        fr=f"donnez au programme le droit d’écrire dans {folder}, ou changez CRISIS_DATABASE_URL",
    )


PRACTICE_KEY: Final = Words(
    en="none: practice makes one for each run", fr="aucune : l’exercice en crée une à chaque fois"
)
WEAK_KEY: Final = Words(
    en="a key repeats so few signs that it can be guessed",
    fr="une clé répète si peu de signes qu’on peut la deviner",
)
MAKE_A_KEY: Final = Words(
    en="make one with: openssl rand -hex 32, and put it first in CRISIS_LOG_KEY; keep the old one after a comma",
    fr="créez-en une avec : openssl rand -hex 32, mise en tête de CRISIS_LOG_KEY ; gardez l’ancienne après une virgule",
)


def key_set(count: int) -> Words:
    """Say how many keys there are."""
    if count == 1:
        return Words(en="set", fr="donnée")
    return Words(en=f"{count} are set; the first signs", fr=f"{count} sont données ; la première signe")


API_OPEN: Final = Words(
    en="open to whoever sends CRISIS_API_TOKEN", fr="ouverte à qui envoie CRISIS_API_TOKEN"
)
API_CLOSED: Final = Words(
    en="closed (CRISIS_API_TOKEN would open it)", fr="fermée (CRISIS_API_TOKEN l’ouvrirait)"
)


# Who works ---------------------------------------------------------------------------------------------

NOBODY_WORKS: Final = Words(
    en="nobody works on this database at the moment: what is owed waits for `crisis serve` or `crisis work`",
    fr="personne ne travaille sur cette base en ce moment : ce qui est dû attend `crisis serve` ou `crisis work`",
)
NEEDS_DATABASE: Final = Words(
    en="not looked at: the database comes first", fr="non vérifié : d’abord la base"
)
KINDS: Final = {
    "serve": Words(en="doors and a worker", fr="portes et travail"),
    "work": Words(en="a worker", fr="travail seul"),
    "doors": Words(en="doors alone", fr="portes seules"),
}


def one_works(who: Words) -> Words:
    """Name who sits on an SQLite file."""
    return Words(
        en=f"{who.en}; an SQLite file takes one, and a second is refused",
        fr=f"{who.fr} ; un fichier SQLite n’en admet qu’un, et refuse le second",
    )


def replica_lives(host: str, kind: str, since: datetime) -> Words:
    """Name one of several."""
    does = KINDS[kind]
    return Words(
        en=f"{host} lives: {does.en}, since {since:%Y-%m-%d %H:%M} UTC",
        fr=f"{host} est en vie : {does.fr}, depuis {since:%Y-%m-%d %H:%M} UTC",
    )


def replica_silent(host: str, kind: str, silent: timedelta) -> Words:
    """Name one that nobody has overtaken yet, because nobody else is there."""
    does, seconds = KINDS[kind], int(silent.total_seconds())
    return Words(
        en=f"{host} ({does.en}) has not been heard for {seconds} s; the next worker takes over from it",
        fr=f"{host} ({does.fr}) ne donne plus signe de vie depuis {seconds} s ; le prochain travail prendra le relais",
    )
