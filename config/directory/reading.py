"""The company's directory file becomes a Directory, or every mistake in it at once."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from config.directory.calling import check_calling
from config.directory.checks import check_people
from config.directory.making import made
from config.directory.names import known_in
from config.directory.shape import EXAMPLES, DirectoryText
from playbooks.mistakes import Unreadable, in_order
from playbooks.routing import Directory
from playbooks.shape import check_shape
from playbooks.written import Limits, Written, read_written

EXAMPLE: Final = "examples/directory.yaml"
LIMITS: Final = Limits(size=1024 * 1024, values=80_000)  # fifteen hundred people with every key


class UnreadableDirectory(Unreadable):
    """The directory file cannot be used; every mistake found is in `mistakes`."""


def load_directory(path: Path | None) -> Directory:
    """
    Read the company's directory; without a path, the fictional company that comes with the product.

    Raises UnreadableDirectory with every mistake, or OSError if the file cannot be opened.
    """
    if path is None:
        return read_directory((files("config") / EXAMPLE).read_bytes(), "directory.yaml")
    return read_directory(path.read_bytes(), path.name)


def read_directory(text: bytes | str, file: str) -> Directory:
    """
    Read a directory file's text.

    Standard roles and objectives are always there; the file may rename them and add its own.
    Raises UnreadableDirectory with every mistake.
    """
    _, directory = read_with_places(text, file)
    return directory


def read_with_places(text: bytes | str, file: str) -> tuple[Written, Directory]:
    """Read a directory file's text, and say where everything stands. Raises UnreadableDirectory."""
    try:
        written = read_written(text, file, LIMITS)
    except Unreadable as exc:
        raise UnreadableDirectory(exc.mistakes) from exc
    document, misshapen = check_shape(written, DirectoryText, EXAMPLES)
    known = known_in(written)
    meaning = in_order(check_people(written, known), check_calling(written, known))
    mistakes = in_order(written.mistakes, misshapen, meaning)
    if document is None or mistakes:
        raise UnreadableDirectory(mistakes)
    return written, made(document)
