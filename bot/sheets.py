"""`crisis replies export` and `import`: the prepared answers as a spreadsheet, and what one changes of them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.at_hand import memory_at_hand
from config.directory import load_directory
from config.playbook_files import documents, load_playbooks
from config.settings import Settings
from config.sheets import LARGEST, read_sheet, rewritten
from playbooks.errors import NotSaved
from playbooks.mistakes import Mistake, nearest, shown
from playbooks.playbook import Language, Playbook, PlaybookKind, Words
from playbooks.ports import Clock
from playbooks.reading import UnreadablePlaybook, read_playbook
from playbooks.sheet import COLUMNS, Change, Row, change_of, row_of, safe
from playbooks.shelf import Shelf
from playbooks.templates import COUNTED_FOR, Uses, by_answer, library
from playbooks.vocabulary import Vocabulary

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody asked to have taken in. `into`: the folder of the new versions; None: the company's own."""

    file: str
    into: str | None = None
    dry_run: bool = False


def export(settings: Settings, only: str | None, clock: Clock, tell: Tell) -> int:
    """Tell every prepared answer as CSV, one line each; of one playbook, where it is named. Gives 1 where there is none."""
    shelf = load_playbooks(settings.playbooks, load_directory(settings.directory).vocabulary)
    uses = _uses(settings, clock)
    found = [one for one in library(shelf) if only in {None, one.playbook.id}]
    written = io.StringIO()
    sheet = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    for one in found:
        row = row_of(one.playbook, one.message, uses.get((one.playbook.id, one.message.id)))
        sheet.writerow({name: safe(cell) for name, cell in row.items()})
    tell(written.getvalue().removesuffix("\n"))
    return 0 if found else 1


def _uses(settings: Settings, clock: Clock) -> Uses:
    try:
        with memory_at_hand(settings) as memory:
            if memory is None:
                return {}
            with memory.reading() as look:
                return by_answer(look.uses(clock.now() - COUNTED_FOR))
    except NotSaved:
        return {}


def take_in(settings: Settings, taken: Taken, language: Language, tell: Tell) -> int:
    """
    Write the next version of each playbook that a sheet changes, as a draft to be released; give 1 where a line is wrong.

    A dry run only tells. Nothing that is there is written over, and where a line is wrong nothing is written at all.
    Raises UnreadableDirectory, OSError.
    """
    vocabulary = load_directory(settings.directory).vocabulary
    shelf = load_playbooks(settings.playbooks, vocabulary)
    file = Path(taken.file)
    with file.open("rb") as opened:
        sheet = read_sheet(opened.read(LARGEST + 1), file.name)
    mistakes, changes = list(sheet.mistakes), list[tuple[Row, Change]]()
    for line, row in sheet.rows:
        found = _changed(line, row, shelf, file.name)
        if isinstance(found, Mistake):
            mistakes.append(found)
        elif found is not None:
            changes.append((row, found))
    drafts = () if mistakes else tuple(_drafts(settings, shelf, changes, file.name))
    mistakes.extend(mistake for draft in drafts for mistake in _wrong(draft, vocabulary))
    for mistake in mistakes:
        tell(mistake.line_for(language))
    for _, change in changes:
        tell(_told(change).read(language))
    if mistakes:
        tell(_NOTHING_WRITTEN.read(language))
        return 1
    return _finish(settings, taken, drafts, language, tell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The next version of a document: where it belongs, and its text."""

    place: str
    text: str


def _changed(line: int, row: Row, shelf: Shelf, file: str) -> Change | Mistake | None:
    known = shelf.find(row["playbook"].strip())
    if known is None or known.kind is not PlaybookKind.REPLY or known.extends is not None:
        names = [playbook.id for playbook in shelf.latest(PlaybookKind.REPLY) if playbook.extends is None]
        what = Words(
            en=f"there is no reply playbook “{shown(row['playbook'])}”",
            fr=f"il n’y a pas de fiche de réponse « {shown(row['playbook'])} »",
        )
        return Mistake(file=file, line=line, column=1, what=what, instead=nearest(row["playbook"], names))
    return change_of(line, row, known)


def _drafts(
    settings: Settings, shelf: Shelf, changes: Iterable[tuple[Row, Change]], file: str
) -> Iterator[Draft]:
    of_each: dict[str, list[tuple[Row, Change]]] = {}
    for row, change in changes:
        of_each.setdefault(change.playbook, []).append((row, change))
    texts = dict(documents(settings.playbooks)) if of_each else {}
    for name, changed in of_each.items():
        known = shelf.find(name)
        text = None if known is None else texts.get(_place(known, known.version))
        if known is not None and text is not None:
            yield Draft(place=_place(known, known.version + 1), text=rewritten(text, known, changed, file))


def _place(playbook: Playbook, version: int) -> str:
    return f"{playbook.kind}/{playbook.id}/v{version}.yaml"


def _wrong(draft: Draft, vocabulary: Vocabulary) -> tuple[Mistake, ...]:
    try:
        read_playbook(draft.text, draft.place, vocabulary)
    except UnreadablePlaybook as exc:
        return exc.mistakes
    return ()


def _finish(settings: Settings, taken: Taken, drafts: Iterable[Draft], language: Language, tell: Tell) -> int:
    into = settings.playbooks if taken.into is None else Path(taken.into)
    drafts = tuple(drafts)
    if not drafts:
        tell(_UNCHANGED.read(language))
        return 0
    if taken.dry_run:
        tell(_DRY.read(language))
        return 0
    if into is None:
        tell(_NO_FOLDER.read(language))
        return 1
    there = [draft for draft in drafts if (into / draft.place).exists()]
    for draft in there or drafts:
        path = into / draft.place
        if there:
            tell(_is_there(path).read(language))
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(draft.text)
        tell(_written(path).read(language))
    return 1 if there else 0


def _told(change: Change) -> Words:
    named = f"{change.playbook}/{change.message}"
    cells = ", ".join(change.cells)
    if change.new:
        return Words(
            en=f"line {change.line}: {named} is new", fr=f"ligne {change.line} : {named} est nouvelle"
        )
    return Words(
        en=f"line {change.line}: {named} changes: {cells}",
        fr=f"ligne {change.line} : {named} change : {cells}",
    )


def _is_there(path: Path) -> Words:
    return Words(
        en=f"{path} is there already: nothing was written. Release it or move it away first.",
        fr=f"{path} existe déjà : rien n’a été écrit. Publiez-le ou déplacez-le d’abord.",
    )


def _written(path: Path) -> Words:
    return Words(
        en=f"Draft written: {path}. It counts once it is released: crisis playbooks release {path}",
        fr=f"Ébauche écrite : {path}. Elle prend effet une fois publiée : crisis playbooks release {path}",
    )


_UNCHANGED: Final = Words(en="Nothing changes.", fr="Rien ne change.")
_DRY: Final = Words(en="Dry run: nothing was written.", fr="Essai à blanc : rien n’a été écrit.")
_NOTHING_WRITTEN: Final = Words(
    en="Nothing was written: mend the lines above first.",
    fr="Rien n’a été écrit : corrigez d’abord les lignes ci-dessus.",
)
_NO_FOLDER: Final = Words(
    en="Where to? Name a folder with --into, or set CRISIS_PLAYBOOKS.",
    fr="Dans quel dossier ? Nommez-le avec --into, ou définissez CRISIS_PLAYBOOKS.",
)
