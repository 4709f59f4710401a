"""Finds the labelled messages from which the product learns which playbook suits a message."""

from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Final

from playbooks.matching import Labelled, read_labelled
from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Language, PlaybookId, Words

LARGEST: Final = (
    8 * 1024 * 1024
)  # bytes; 40,000 messages, which take ten times as long to learn as the built-in ones


def built_in_examples(known: Collection[PlaybookId]) -> tuple[Labelled, ...]:
    """Give the messages that come with the product, written for it."""
    folder = files("playbooks") / "library" / "examples"
    texts = ((folder / f"{language}.jsonl").read_text("utf-8") for language in sorted(Language))
    return tuple(one for text in texts for one in read_labelled(text, "examples", known))


def load_labelled(path: Path, known: Collection[PlaybookId]) -> tuple[Labelled, ...]:
    """Read the labelled messages of a file, one JSON object a line. Raises Unreadable, OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable((_whole(path, _TOO_LARGE),))
    try:
        text = content.decode()
    except UnicodeDecodeError as exc:
        raise Unreadable((_whole(path, _NOT_TEXT),)) from exc
    found = read_labelled(text, str(path), known)
    if not found:
        raise Unreadable((_whole(path, _EMPTY),))
    return found


def _whole(path: Path, what: Words) -> Mistake:
    return Mistake(file=str(path), line=1, column=1, what=what)


_TOO_LARGE: Final = Words(en="the file is larger than 8 MB", fr="le fichier dépasse 8 Mo")
_NOT_TEXT: Final = Words(en="the file is not UTF-8 text", fr="le fichier n’est pas du texte UTF-8")
_EMPTY: Final = Words(en="no message is in the file", fr="aucun message n’est dans le fichier")
