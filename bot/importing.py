"""`crisis playbooks import`: a draft from another tool's export, and what a person still has to do."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.directory import load_directory
from config.mattermost import Draft, Left, NotAnExport, draft_of, read_export
from config.mattermost.exported import LARGEST
from config.playbook_files import load_playbooks
from config.settings import Settings
from playbooks.mistakes import shown
from playbooks.playbook import Language, Words
from playbooks.reading import UnreadablePlaybook, read_playbook
from playbooks.shelf import Shelf
from playbooks.typed import one_line
from playbooks.vocabulary import Vocabulary

Tell = Callable[[str], None]

TOLD: Final = 5  # things of one kind that are named
MARKS: Final = ("to decide", "to write", "to translate")
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_ID: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asked to have taken over, as it was typed."""

    file: str
    name: str | None
    language: Language  # in which the export is written
    output: str


def take_over(settings: Settings, wanted: Wanted, spoken: Language, tell: Tell) -> int:
    """
    Write a draft and tell what had no equal here; give 1 if nothing was written, and say why.

    Raises UnreadableDirectory, OSError. Nothing that is there is ever written over.
    """
    known = load_directory(settings.directory).vocabulary
    try:
        draft = draft_of(read_export(_opened(Path(wanted.file))), wanted.name, wanted.language)
    except NotAnExport as exc:
        tell(_not_ours(wanted.file, exc.what).read(spoken))
        return 1
    path = Path(wanted.output) / draft.place
    refused = _refused(draft, path, load_playbooks(settings.playbooks, known))
    if refused is not None:
        tell(refused.read(spoken))
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(draft.text)
    for line in _report(draft, path):
        tell(line.read(spoken) if isinstance(line, Words) else line)
    for mistake in _mistakes(draft, path, known, spoken):
        tell(mistake)
    return 0


def _opened(path: Path) -> bytes:
    # A pipe that nobody writes to would be read for ever.
    if path.exists() and not path.is_file():
        raise NotAnExport(Words(en="it is no file that can be read", fr="ce n’est pas un fichier lisible"))
    with path.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _refused(draft: Draft, path: Path, shelf: Shelf) -> Words | None:
    if len(draft.id) > LONGEST_ID or not _ID.fullmatch(draft.id):
        return Words(
            en=f"“{shown(draft.id)}” cannot be an id: small letters, digits and single hyphens, 40 at most, such as "
            "data-breach.",
            fr=f"« {shown(draft.id)} » ne peut être un identifiant : des minuscules, des chiffres et des traits d’union "
            "simples, 40 au plus, comme data-breach.",
        )
    if shelf.find(draft.id) is not None:
        return Words(
            en=f"There is a playbook {draft.id} already: give this one another name with --id.",
            fr=f"Il y a déjà une fiche réflexe {draft.id} : donnez un autre nom à celle-ci avec --id.",
        )
    if path.exists():
        return Words(
            en=f"{path} is there already: nothing was written. Choose another --id or --output.",
            fr=f"{path} existe déjà : rien n’a été écrit. Choisissez un autre --id ou un autre --output.",
        )
    return None


def _report(draft: Draft, path: Path) -> Iterator[Words | str]:
    yield Words(en=f"Draft written: {path}", fr=f"Ébauche écrite : {path}")
    marks = ", ".join(f"“{mark}” × {draft.text.count(f'# {mark}')}" for mark in MARKS)
    yield Words(
        en=f"Before it is released, search it for: {marks}.",
        fr=f"Avant de la publier, cherchez-y : {marks}.",
    )
    if draft.left:
        yield Words(en="What had no equal here:", fr="Ce qui n’a pas d’équivalent ici :")
    for kind in dict.fromkeys(left.kind for left in draft.left):
        yield Words(en=f"- {kind.words.en}", fr=f"- {kind.words.fr}")
        yield from _named(left for left in draft.left if left.kind is kind)


def _named(left: Iterable[Left]) -> Iterator[Words | str]:
    names = list(dict.fromkeys(one_line(one.what) for one in left if one.what))
    yield from (f"    {name}" for name in names[:TOLD])
    more = len(names) - TOLD
    if more > 0:
        yield Words(en=f"    and {more} more", fr=f"    et {more} de plus")


def _mistakes(draft: Draft, path: Path, known: Vocabulary, spoken: Language) -> Iterator[str]:
    try:
        read_playbook(draft.text, str(path), known)
    except UnreadablePlaybook as exc:
        yield from (mistake.line_for(spoken) for mistake in exc.mistakes)
    else:
        fine = Words(
            en="`crisis playbooks check` finds no mistake in it; only you can tell whether it is right.",
            fr="`crisis playbooks check` n’y trouve aucune faute ; vous seuls pouvez dire si elle est juste.",
        )
        yield fine.read(spoken)


def _not_ours(file: str, what: Words) -> Words:
    return Words(
        en=f"{shown(file)} is no playbook exported from Mattermost: {what.en}.",
        fr=f"{shown(file)} n’est pas une fiche exportée de Mattermost : {what.fr}.",
    )
