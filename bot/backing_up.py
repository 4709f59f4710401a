"""`crisis backup`, `restore`, `pause` and `resume`: a copy of everything, and when a copy may begin to speak."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot import backup_words as words
from bot.at_hand import database_at_hand, memory_of, opened
from bot.audit import verdict_of
from bot.clock import SystemClock
from config.settings import Settings
from playbooks.errors import CannotStart
from playbooks.playbook import Language
from playbooks.ports import Clock
from storage import pausing
from storage.copying import close_file, copy, is_unused
from storage.engine import Database
from storage.schema import SchemaState, migrate, state
from storage.transaction import reached, writing

Tell = Callable[[str], None]

OLD: Final = timedelta(hours=1)  # what was owed for longer is hardly news to whoever gets it
MAGIC: Final = b"SQLite format 3\0"
COPY: Final = "copy.db"


class WhatIsOwed(StrEnum):
    """What becomes of it."""

    DROP = "drop"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which file is put into which database."""

    file: str
    into: str


def backup(settings: Settings, name: str, language: Language, tell: Tell) -> int:
    """
    Copy everything into one file, for its owner alone, and verify it; give 1 if the log in it is broken.

    Those who write meanwhile are not held up. Raises CannotStart (no database, another schema), NotSaved, OSError.
    """
    file, keys = Path(name), settings.signing_keys
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
    # In the same folder: a file of that folder is put in place in one move, and nobody else can read what is in it.
    with database_at_hand(settings) as source, _aside(file.absolute().parent) as folder:
        made = folder / COPY
        with opened(f"sqlite:///{made}") as target:
            migrate(target)
            number = copy(source, target, paused=False)
            code, verdict = verdict_of(target, keys) if keys else (0, words.NOT_VERIFIED)
        close_file(made)
        made.chmod(0o600)
        made.replace(file)
    tell(words.backed_up(number, file, language))
    tell(verdict.read(language))
    return code


def restore(settings: Settings, asked: Asked, language: Language, tell: Tell) -> int:
    """
    Put a backup into an empty database once its log is verified, and leave it paused; give 1 if it is not verified.

    Raises CannotStart (no key, no backup, a database in use), NotSaved, OSError.
    """
    keys = settings.signing_keys
    if not keys:
        raise CannotStart(words.NO_KEY)
    with _aside(None) as folder, opened(_own_copy(Path(asked.file), folder)) as source:
        _bring_up_to_date(source)
        code, verdict = verdict_of(source, keys)
        if code:
            tell(verdict.read(language))
            tell(words.NOT_RESTORED.read(language))
            return code
        with opened(asked.into) as target:
            if not is_unused(target):
                raise CannotStart(words.IN_USE)
            migrate(target)
            number = copy(source, target, paused=True)
            memory = memory_of(target, settings)
            while memory.recollect():
                pass
            code, verdict = verdict_of(target, keys)
    tell(words.restored(number, language))
    tell(verdict.read(language))
    tell(words.IS_PAUSED.read(language))
    return code


def pause(settings: Settings, language: Language, tell: Tell) -> int:
    """Hold everything back, as in a copy that was restored; for one that was made by hand."""
    with database_at_hand(settings) as database, writing(database) as connection:
        pausing.pause(connection)
    tell(words.IS_PAUSED.read(language))
    return 0


def resume(
    settings: Settings, owed: WhatIsOwed | None, language: Language, tell: Tell, clock: Clock | None = None
) -> int:
    """
    Say what a paused copy would send, and let it, with or without what is `owed` by now; None: not decided yet.

    Gives 1, and changes nothing, where something waits and nobody has decided. Raises CannotStart, NotSaved.
    """
    now = (clock or SystemClock()).now()
    with database_at_hand(settings) as database, writing(database) as connection:
        if not pausing.is_paused(connection):
            tell(words.NOT_PAUSED.read(language))
            return 0
        found = pausing.waiting(connection, now, now - OLD)
        tell(words.would_send(found, language))
        if owed is None and (found.owed or found.due):
            tell(words.DECIDE.read(language))
            return 1
        if owed is WhatIsOwed.DROP:
            pausing.drop(connection, now)
        pausing.resume(connection)
    tell((words.RESUMED_WITHOUT if owed is WhatIsOwed.DROP else words.RESUMED).read(language))
    return 0


@contextmanager
def _aside(folder: Path | None) -> Iterator[Path]:
    """Make a folder that only its owner can look into, for the block."""
    with TemporaryDirectory(prefix=".crisis-", dir=folder) as made:
        yield Path(made)


def _own_copy(file: Path, folder: Path) -> str:
    """Copy a backup aside, since whoever opens a database writes to it. Raises CannotStart, OSError."""
    with file.open("rb") as begun:
        if begun.read(len(MAGIC)) != MAGIC:
            raise CannotStart(words.NO_BACKUP)
    copied = folder / COPY
    shutil.copyfile(file, copied)
    return f"sqlite:///{copied}"


def _bring_up_to_date(source: Database) -> None:
    """Bring the copy of a backup to this version's schema. Raises CannotStart, NotSaved."""
    with reached():
        stands = state(source)
    if stands is SchemaState.EMPTY:
        raise CannotStart(words.NO_BACKUP)
    migrate(source)
