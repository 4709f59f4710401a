"""What the doctor looks at on this machine: files, people, the database, keys."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.at_hand import memory_of
from bot.doctor import words
from bot.doctor.finding import Check, Finding, note, to_mend, well
from bot.doctor.visit import Visit, one_line
from bot.places import sqlite_file
from bot.presence import Terms
from bot.trouble import told
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import DEFAULT_DATABASE, Settings
from playbooks.errors import NotSaved
from playbooks.mistakes import Unreadable
from playbooks.playbook import Words
from playbooks.routing import Directory, LadderPlan, Unit, silences, whoever
from storage.engine import Database, UnfitDatabase, connect
from storage.replicas import Kind, SqlReplicas
from storage.schema import SchemaState, state
from storage.seat import sitting
from storage.transaction import SqlMemory, reached

PATIENCE: Final = timedelta(seconds=3)  # for the database
FEWEST_SIGNS: Final = (
    8  # different ones in a key; sixteen random digits of sixteen kinds practically never have fewer
)


def settings(visit: Visit) -> Iterator[Finding]:
    """The settings were read, or this would not run."""
    if visit.settings.practice:
        yield well(words.PRACTICE)
    elif visit.settings.socket_mode:
        yield well(words.SOCKET_MODE)
    else:
        yield well(words.over_http(visit.settings.host, visit.settings.port))


def directory(visit: Visit) -> Iterator[Finding]:
    """Whether the directory can be read."""
    if visit.directory is None:
        yield from _unread(visit)
    elif visit.settings.directory is not None:
        yield well(words.directory_read(visit.directory))
    elif visit.settings.practice:
        yield note(words.directory_read(visit.directory), words.NAME_OWN_DIRECTORY)
    else:
        yield to_mend(words.FICTIONAL, words.NAME_OWN_DIRECTORY)


def _unread(visit: Visit) -> Iterator[Finding]:
    """Read the directory once more, for its mistakes."""
    try:
        load_directory(visit.settings.directory)
    except Unreadable as exc:
        for mistake in exc.mistakes:
            yield to_mend(words.same(mistake.line_for(visit.language)), words.MEND_THE_LINE)
    except OSError as exc:
        yield to_mend(words.closed_file(visit.settings.directory, exc), words.MEND_DIRECTORY)


def ladders(visit: Visit) -> Iterator[Finding]:
    """Whether every ladder calls somebody, for every unit."""
    known = visit.directory
    if known is None:
        yield note(words.NEEDS_DIRECTORY)
        return
    found = [
        finding
        for unit in known.units
        for plan in known.ladders
        for finding in _ladder(known, plan, unit, visit)
    ]
    found += [
        to_mend(words.silent(known, silence), words.BREAK_SILENCE)
        for silence in silences(known, visit.clock.now())
        if whoever(known, silence.ladder, silence.unit)  # One that has nobody at all is told above.
    ]
    yield from found or [well(words.LADDERS_CALL)]


def _ladder(known: Directory, plan: LadderPlan, unit: Unit, visit: Visit) -> Iterator[Finding]:
    people = whoever(known, plan.id, unit.id)
    if not people:
        titles = [known.role_title(role).read(visit.language) for rung in plan.rungs for role in rung.roles]
        yield to_mend(words.nobody_called(plan, unit), words.give_a_role(titles, unit))
    elif len(people) == 1:
        only = known.contact(people[0])
        yield note(words.one_called(plan, unit, only.name if only else ""))


def playbooks(visit: Visit) -> Iterator[Finding]:
    """Whether every playbook can be read."""
    known = visit.directory
    if known is None:
        yield note(words.NEEDS_DIRECTORY)
        return
    shelf = load_playbooks(visit.settings.playbooks, known.vocabulary)
    for mistake in shelf.mistakes:
        yield to_mend(words.same(mistake.line_for(visit.language)), words.MEND_THE_LINE)
    if not shelf.mistakes:
        yield well(words.playbooks_read(len(shelf.latest()), len(shelf.playbooks)))


# The database ------------------------------------------------------------------------------------------


def database(visit: Visit) -> Iterator[Finding]:
    """Whether the database can be reached and written, and has this version's schema."""
    url = visit.settings.database_url.get_secret_value()
    if visit.settings.practice and url == DEFAULT_DATABASE:
        yield well(words.PRACTICE_DATABASE)
        return
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield _missing(file)
        return
    try:
        opened = connect(url, patience=PATIENCE)
    except UnfitDatabase as exc:
        yield to_mend(_told(exc, url), words.MEND_DATABASE_URL)
        return
    try:
        yield _opened(opened, visit.settings)
    except (NotSaved, OSError) as exc:
        yield to_mend(words.database_away(_told(exc, url)), words.mend_database(file))
    finally:
        opened.close()


def _missing(file: Path) -> Finding:
    # Nothing is made here: a file that the wrong user has made shuts the right one out.
    folder = next(folder for folder in file.absolute().parents if folder.exists())
    if not os.access(folder, os.W_OK):
        return to_mend(words.closed_folder(folder), words.open_folder(folder))
    return note(words.no_database_yet(file), words.MIGRATE_OR_SERVE)


def _opened(opened: Database, settings: Settings) -> Finding:
    with reached():
        stands = state(opened)
    match stands:
        case SchemaState.EMPTY:
            return note(words.EMPTY_DATABASE, words.MIGRATE_OR_SERVE)
        case SchemaState.BEHIND:
            return to_mend(words.SCHEMA_BEHIND, words.MIGRATE)
        case SchemaState.NEWER:
            return to_mend(words.SCHEMA_NEWER, words.START_THE_NEWER)
        case SchemaState.CURRENT:
            memory = memory_of(opened, settings)
            _write(memory)
            return to_mend(words.PAUSED, words.RESUME) if memory.is_paused() else well(words.DATABASE_CURRENT)


class _Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


def _write(memory: SqlMemory) -> None:
    """Write a row and undo it. Raises NotSaved."""
    with suppress(_Undone), memory.transaction() as tx:
        tx.next_ref("DOCTOR", 1)
        raise _Undone


def _told(exc: NotSaved | UnfitDatabase | OSError, url: str) -> Words:
    """Say what a database said, without the password."""
    password = unquote(urlsplit(url).password or "")
    tell = told(exc) if isinstance(exc, OSError) else exc.tell
    en, fr = one_line(tell.en), one_line(tell.fr)
    return (
        Words(en=en.replace(password, "…"), fr=fr.replace(password, "…")) if password else Words(en=en, fr=fr)
    )


def workers(visit: Visit) -> Iterator[Finding]:
    """Who sends what is owed of this database, if anybody does at the moment."""
    url = visit.settings.database_url.get_secret_value()
    if visit.settings.practice and url == DEFAULT_DATABASE:
        yield well(words.PRACTICE_DATABASE)
        return
    file = sqlite_file(url)
    if file is not None:
        sitter = sitting(file)
        yield note(words.NOBODY_WORKS) if sitter is None else well(words.one_works(sitter.told))
        return
    opened = connect(url, patience=PATIENCE)
    try:
        yield from _replicas(opened)
    except (NotSaved, OSError):
        yield note(words.NEEDS_DATABASE)
    finally:
        opened.close()


def _replicas(opened: Database) -> Iterator[Finding]:
    with reached():
        if state(opened) is not SchemaState.CURRENT:
            yield note(words.NEEDS_DATABASE)
            return
    replicas = SqlReplicas(opened)
    living = [(one, replicas.silent_for(one)) for one in replicas.living()]
    if all(one.kind is Kind.DOORS for one, _ in living):
        yield note(words.NOBODY_WORKS)
    for one, silent in living:
        if silent > Terms().silence:
            yield note(words.replica_silent(one.host, one.kind, silent))
        else:
            yield well(words.replica_lives(one.host, one.kind, one.began_at))


# Keys --------------------------------------------------------------------------------------------------


def log_key(visit: Visit) -> Iterator[Finding]:
    """Whether the log is signed with a key worth the name."""
    keys = [key.get_secret_value() for key in visit.settings.log_keys]
    if not keys:
        # Without Slack only: beside a token a missing key stops the start.
        yield well(words.PRACTICE_KEY)
    elif any(len(set(key)) < FEWEST_SIGNS for key in keys):
        yield to_mend(words.WEAK_KEY, words.MAKE_A_KEY)
    else:
        yield well(words.key_set(len(keys)))


def api(visit: Visit) -> Iterator[Finding]:
    """Whether the JSON API is open."""
    yield well(words.API_CLOSED if visit.settings.api_token is None else words.API_OPEN)


CHECKS: Final[tuple[Check[Visit], ...]] = (
    Check(about=words.SETTINGS, look=settings),
    Check(about=words.DIRECTORY, look=directory),
    Check(about=words.LADDERS, look=ladders),
    Check(about=words.PLAYBOOKS, look=playbooks),
    Check(about=words.DATABASE, look=database),
    Check(about=words.WORKERS, look=workers),
    Check(about=words.LOG_KEY, look=log_key),
    Check(about=words.API, look=api),
)
