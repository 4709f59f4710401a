"""`crisis playbooks export`: any version of a playbook, to read or to print."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.naming import PLAYBOOK, UNIT, no_such, no_such_version
from bot.private_files import write_private
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
from handlers.web import printing
from handlers.web.drawing.reader import Reader
from playbooks.playbook import Language, Playbook, UnitId, Words
from playbooks.ports import Clock
from playbooks.routing import Directory
from playbooks.shelf import Shelf

Tell = Callable[[str], None]


class Form(StrEnum):
    """What an export can be."""

    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked to have exported, as it was typed."""

    playbook: str
    spoken: Language  # by whoever asks
    version: int | None = None
    unit: str | None = None
    language: Language | None = None
    form: Form | None = None
    output: str | None = None


class _Unknown(Exception):
    """A name that nothing carries; `what` says which, and what there is."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


def export(settings: Settings, asked: Asked, clock: Clock, tell: Tell, refuse: Tell) -> int:
    """
    Export a playbook to a file, or to be read at once; give 1 for a name that nothing carries, and say what there is.

    What is refused is told apart: the export itself may be on its way into a file.

    Raises UnreadableDirectory, OSError.
    """
    directory = load_directory(settings.directory)
    try:
        playbook = _playbook(load_playbooks(settings.playbooks, directory.vocabulary), asked)
        unit = _unit(directory, asked.unit)
    except _Unknown as exc:
        refuse(exc.what.read(asked.spoken))
        return 1
    language = asked.language or settings.language or directory.default_language
    reader = Reader(language=language, directory=directory, now=clock.now())
    text = _DRAW[asked.form or _meant(asked.output)](playbook, unit, reader)
    if asked.output is None:
        tell(text.rstrip("\n"))
    else:
        # For its owner alone: the ladders hold personal telephone numbers.
        write_private(Path(asked.output), text)
    return 0


_DRAW: Final[dict[Form, Callable[[Playbook, UnitId | None, Reader], str]]] = {
    Form.MARKDOWN: printing.markdown,
    Form.HTML: printing.html,
}


def _meant(output: str | None) -> Form:
    """Tell the form from the file's ending; Markdown, unless it is said otherwise."""
    return Form.HTML if (output or "").lower().endswith((".html", ".htm")) else Form.MARKDOWN


def _playbook(shelf: Shelf, asked: Asked) -> Playbook:
    found = shelf.find(asked.playbook, asked.version)
    if found is not None:
        return found
    refused = no_such_version(shelf, asked.playbook, str(asked.version))
    raise _Unknown(refused or no_such(PLAYBOOK, asked.playbook, [one.id for one in shelf.latest()]))


def _unit(directory: Directory, name: str | None) -> UnitId | None:
    if name is None:
        return None
    unit = directory.unit(UnitId(name))
    if unit is None:
        raise _Unknown(no_such(UNIT, name, [one.id for one in directory.units]))
    return unit.id
