"""`crisis playbooks check`: every mistake of every document, as `file:line:column`."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot import trouble
from config.directory import load_directory
from config.playbook_files import documents, load_playbooks
from config.settings import Settings
from playbooks.mistakes import Mistake
from playbooks.playbook import Language, Words
from playbooks.reading import LIMITS, read_library
from playbooks.vocabulary import Vocabulary

ENDINGS: Final = frozenset({".yaml", ".yml"})
PLACE: Final = 3  # parts of a document's place: kind, id, version

Tell = Callable[[str], None]
Checked = tuple[int, tuple[Mistake, ...]]  # how many documents were read, and what is wrong with them


def check(settings: Settings, path: str | None, language: Language, tell: Tell) -> int:
    """
    Check one document, a folder of them, or (without a path) all that the product would load.

    Gives 1 if there is any mistake, or nothing to check. Raises UnreadableDirectory: playbooks are checked against the
    company's roles and ladders.
    """
    try:
        known = load_directory(settings.directory).vocabulary
        documents, mistakes = _checked(settings, path, known)
    except OSError as exc:
        tell(trouble.told(exc).read(language))
        return 1
    for mistake in mistakes:
        tell(mistake.line_for(language))
    if not mistakes:
        tell((_fine(documents) if documents else _NONE).read(language))
    return 1 if mistakes or not documents else 0


def _checked(settings: Settings, path: str | None, known: Vocabulary) -> Checked:
    if path is None:
        shelf = load_playbooks(settings.playbooks, known)
        return len(shelf.playbooks), shelf.mistakes
    place = Path(path)
    return _folder(place, known) if place.is_dir() else _document(settings, place, known)


def _folder(folder: Path, known: Vocabulary) -> Checked:
    mistakes = load_playbooks(folder, known).mistakes
    return sum(1 for _ in _files(folder)), tuple(_found_from_here(folder, mistake) for mistake in mistakes)


def _files(folder: Path) -> Iterator[Path]:
    for document in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in document.relative_to(folder).parts)
        if document.suffix.lower() in ENDINGS and document.is_file() and not hidden:
            yield document


def _found_from_here(folder: Path, mistake: Mistake) -> Mistake:
    """Name the file so that an editor started here finds it."""
    return replace(mistake, file=str(folder / mistake.file))


def _document(settings: Settings, document: Path, known: Vocabulary) -> Checked:
    # Where it stands counts: kind/id/vN.yaml, whatever folder that lies in.
    name = "/".join(document.absolute().parts[-PLACE:])
    if document.exists() and not document.is_file():
        raise FileNotFoundError(errno.EINVAL, "is no file that can be read", str(document))
    with document.open("rb") as opened:
        text = opened.read(LIMITS.size + 1)
    built_in = load_playbooks(None, known).playbooks
    released = {f"{known.kind}/{known.id}/v{known.version}.yaml": known.digest for known in built_in}
    # A local variant is checked over its parent, wherever that stands.
    beside = documents(settings.playbooks) if b"extends:" in text else ()
    others = tuple(other for other in beside if other[0] != name)
    mistakes = read_library((*others, (name, text)), known, released).mistakes
    return 1, tuple(replace(m, file=str(document)) for m in mistakes if not others or m.file == name)


_NONE: Final = Words(
    en="There is no document here: one stands at kind/id/vN.yaml, such as crisis/data-breach/v1.yaml.",
    fr="Il n’y a aucun document ici : un document se range sous genre/nom/vN.yaml, comme crisis/data-breach/v1.yaml.",
)


def _fine(documents: int) -> Words:
    if documents == 1:
        return Words(en="One document, without a mistake.", fr="Un document, sans aucune faute.")
    return Words(
        en=f"{documents} documents, without a mistake.", fr=f"{documents} documents, sans aucune faute."
    )
