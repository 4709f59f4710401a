"""`crisis directory check`: every mistake of the directory as `file:line:column`, and what could end in silence."""

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from bot import trouble
from config.directory import LIMITS, UnreadableDirectory, examine_directory
from config.directory.reading import EXAMPLE
from config.settings import Settings
from playbooks.playbook import Language, Words
from playbooks.routing import Directory

Tell = Callable[[str], None]


def check(settings: Settings, path: str | None, language: Language, at: datetime, tell: Tell) -> int:
    """
    Check one directory file, or (without a path) the one that the product would load.

    Gives 1 for any mistake. What is only pointed out begins with a word of its own, and harms nothing.
    """
    named = Path(path) if path is not None else settings.directory
    try:
        text, file = _text(named)
        directory, notes = examine_directory(text, file, at)
    except OSError as exc:
        tell(trouble.told(exc).read(language))
        return 1
    except UnreadableDirectory as exc:
        for mistake in exc.mistakes:
            tell((replace(mistake, file=str(named)) if named else mistake).line_for(language))
        return 1
    for note in notes:
        found = replace(note, file=str(named)) if named else note
        tell(_NOTE.read(language).format(found=found.line_for(language)))
    tell(_fine(directory).read(language))
    return 0


def _text(named: Path | None) -> tuple[bytes, str]:
    if named is None:
        return (files("config") / EXAMPLE).read_bytes(), "directory.yaml"
    if named.exists() and not named.is_file():
        raise FileNotFoundError(errno.EINVAL, "is no file that can be read", str(named))
    with named.open("rb") as opened:
        # One byte more than may be read tells that there are too many, whatever the file's size.
        return opened.read(LIMITS.size + 1), named.name


_NOTE: Final = Words(en="{found} (note)", fr="{found} (à noter)")


def _fine(directory: Directory) -> Words:
    people, units, rotas = len(directory.contacts), len(directory.units), len(directory.rotas)
    return Words(
        en=f"{directory.company}: {people} people, {units} units, {rotas} rotas, without a mistake.",
        fr=f"{directory.company} : {people} personnes, {units} unités, {rotas} tours d’astreinte, sans aucune faute.",
    )
