"""Files with personal telephone numbers in them: whole or not there, and readable by their owner alone."""

import errno
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Final

OWNER_FOLDER: Final = 0o700
OWNER_FILE: Final = 0o600


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner alone; one that is there is left as somebody has set it up. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)


def write_private(path: Path, text: str, made: datetime | None = None) -> None:
    """
    Put a file in place in one move, for its owner alone; whoever opens it meanwhile has the old one, whole.

    `made` becomes the file's time, which tells its age. Raises OSError, and leaves what was there.
    """
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    fresh: Path | None = None
    try:
        # Two may make the same file at once, and in containers each of them is process 1. Made so, it is its owner's.
        number, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        fresh = Path(name)
        with os.fdopen(number, "wb") as opened:
            opened.write(text.encode())
            opened.flush()
            os.fsync(opened.fileno())
        if made is not None:
            os.utime(fresh, (made.timestamp(), made.timestamp()))
        fresh.replace(path)
    except OSError as exc:
        # It is told by the name that was asked for.
        raise OSError(exc.errno, exc.strerror, str(path)) from exc
    finally:
        if fresh is not None:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
