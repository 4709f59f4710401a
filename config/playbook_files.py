"""Finds the playbook documents: those built in, then those of the company's own folder."""

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from playbooks.mistakes import Mistake
from playbooks.playbook import PlaybookKind, Words
from playbooks.reading import LIMITS, read_library
from playbooks.shelf import Shelf
from playbooks.vocabulary import Vocabulary

RELEASED: Final = "released.json"  # digests of the built-in documents, which never change
MOST_FILES: Final = 2000  # of one folder; more is a folder named by mistake


def load_playbooks(extra: Path | None, known: Vocabulary) -> Shelf:
    """
    Read every built-in document and every one of the company's own folder.

    In both, a document stands at `kind/id/vN.yaml`. A link out of the folder, or a name that differs from another by its
    capitals alone, is refused; whatever is refused is among the shelf's mistakes and hides nothing else.
    """
    library = files("playbooks") / "library"
    released = _released(library)
    built_in = tuple(_built_in(library))
    own, refused = _own(extra) if extra else ((), ())
    shelf = read_library((*built_in, *own), known, released)
    return Shelf(playbooks=shelf.playbooks, mistakes=(*shelf.mistakes, *refused))


def documents(extra: Path | None) -> tuple[tuple[str, bytes], ...]:
    """Give every document that can be opened, the built-in ones first, by its place and with its text."""
    return (*_built_in(files("playbooks") / "library"), *(_own(extra)[0] if extra else ()))


def built_in_digests() -> frozenset[str]:
    """Give the digests of the documents that come with the product."""
    return frozenset(_released(files("playbooks") / "library").values())


def _released(library: Traversable) -> dict[str, str]:
    released: dict[str, str] = json.loads((library / RELEASED).read_text("utf-8"))
    return released


def _built_in(library: Traversable) -> Iterator[tuple[str, bytes]]:
    for kind in PlaybookKind:
        for folder in _sorted(library / kind):
            for document in _sorted(folder):
                yield f"{kind}/{folder.name}/{document.name}", document.read_bytes()


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda inner: inner.name)


def _own(extra: Path) -> tuple[tuple[tuple[str, bytes], ...], tuple[Mistake, ...]]:
    documents: list[tuple[str, bytes]] = []
    mistakes: list[Mistake] = []
    seen: dict[str, str] = {}
    if not extra.is_dir():
        return (), (_refused(str(extra), _AWAY, _MOUNT),)
    for path in _walk(extra, mistakes):
        name = path.relative_to(extra).as_posix()
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            mistakes.append(_refused(name, _twin(twin), _RENAME))
        elif len(seen) > MOST_FILES:
            mistakes.append(_refused(name, _MANY, _OTHER_FOLDER))
            break
        else:
            _read(path, name, documents, mistakes)
    return tuple(documents), tuple(mistakes)


def _walk(extra: Path, mistakes: list[Mistake]) -> Iterator[Path]:
    """
    Walk the folder's YAML files in order of name.

    A link to a folder is never followed, and a file that lies outside is refused. Hidden names are passed
    over: Kubernetes keeps a mounted folder's earlier versions under such names.
    """
    root = extra.resolve()
    for folder, inner_folders, names in os.walk(extra, followlinks=False):
        inner_folders[:] = sorted(inner for inner in inner_folders if not inner.startswith("."))
        here = Path(folder)
        linked = [inner for inner in inner_folders if (here / inner).is_symlink()]
        for path in (here / name for name in (*linked, *sorted(names)) if not name.startswith(".")):
            if path.is_symlink() and (path.is_dir() or not _within(path, root)):
                mistakes.append(_refused(path.relative_to(extra).as_posix(), _LINK, _COPY))
            elif path.is_file() and path.suffix.lower() in (".yaml", ".yml"):
                yield path


def _within(path: Path, root: Path) -> bool:
    """Whether a link ends inside the folder; one that turns in a circle ends nowhere."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _read(path: Path, name: str, documents: list[tuple[str, bytes]], mistakes: list[Mistake]) -> None:
    try:
        with path.open("rb") as document:
            # One byte more than may be read tells that there are too many, whatever the file's size.
            documents.append((name, document.read(LIMITS.size + 1)))
    except OSError:
        mistakes.append(_refused(name, _CLOSED, _ALLOW))


def _refused(name: str, what: Words, instead: Words) -> Mistake:
    return Mistake(file=name, line=1, column=1, what=what, instead=instead)


def _twin(name: str) -> Words:
    return Words(
        en=f"the name differs from {name} by its capitals alone",
        fr=f"le nom ne diffère de {name} que par ses majuscules",
    )


_AWAY: Final = Words(
    en="the folder of playbooks is not there", fr="le dossier des fiches réflexes n’est pas là"
)
_MOUNT: Final = Words(
    en="put it back, or change CRISIS_PLAYBOOKS", fr="remettez-le, ou changez CRISIS_PLAYBOOKS"
)
_RENAME: Final = Words(en="rename one of them in small letters", fr="renommez l’un des deux en minuscules")
_LINK: Final = Words(en="this is a link that leads out of the folder", fr="ce lien mène hors du dossier")
_COPY: Final = Words(en="put the file itself here", fr="mettez ici le fichier lui-même")
_CLOSED: Final = Words(en="the file cannot be opened", fr="le fichier ne peut être ouvert")
_ALLOW: Final = Words(en="let the program read it", fr="donnez au programme le droit de le lire")
_MANY: Final = Words(
    en=f"the folder holds more than {MOST_FILES} documents",
    fr=f"le dossier contient plus de {MOST_FILES} documents",
)
_OTHER_FOLDER: Final = Words(
    en="name the folder of playbooks alone", fr="désignez le dossier des seules fiches réflexes"
)
