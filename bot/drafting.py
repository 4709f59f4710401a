"""`crisis playbooks draft`: the next version of a playbook, with what the lessons of past incidents change of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.at_hand import memory_at_hand
from bot.comparing import teller_of
from bot.naming import PLAYBOOK, no_such
from config.directory import load_directory
from config.next_version import with_lessons
from config.playbook_files import documents, load_playbooks
from config.settings import Settings
from handlers import differing
from playbooks.commands import Way
from playbooks.differences import differences
from playbooks.document import MOST_CITED
from playbooks.lessons import Change
from playbooks.playbook import Language, Playbook, StepId, Words
from playbooks.ports import OPERATOR
from playbooks.ports_lessons import LessonsWanted
from playbooks.reading import UnreadablePlaybook, read_playbook
from playbooks.routing import Directory

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted:
    """A draft, read as the version that it would be."""

    text: str
    place: str
    old: Playbook
    new: Playbook
    directory: Directory


def draft(settings: Settings, name: str, into: str | None, language: Language, tell: Tell) -> int:
    """
    Write the next version of a playbook as a draft and tell what it changes; give 1 where there is nothing to draft.

    Without `into` the document itself is told. Raises UnreadableDirectory, NotSaved, OSError.
    """
    directory = load_directory(settings.directory)
    shelf = load_playbooks(settings.playbooks, directory.vocabulary)
    known = shelf.find(name)
    if known is None:
        tell(no_such(PLAYBOOK, name, sorted({one.id for one in shelf.playbooks})).read(language))
        return 1
    if known.extends is not None:
        tell(_VARIANT.read(language))
        return 1
    changes, left_out = _chosen(known, _waiting(settings, known))
    for words in left_out:
        tell(words.read(language))
    before = dict(documents(settings.playbooks)).get(_place(known, known.version))
    if not changes or before is None:
        tell(_NOTHING.read(language))
        return 1
    text, place = with_lessons(before, known, changes), _place(known, known.version + 1)
    try:
        new = read_playbook(text, place, directory.vocabulary)
    except UnreadablePlaybook as exc:
        for mistake in exc.mistakes:
            tell(mistake.line_for(language))
        return 1
    drafted = _Drafted(text=text, place=place, old=known, new=new, directory=directory)
    return _finish(drafted, into, language, tell)


def _place(playbook: Playbook, version: int) -> str:
    return f"{playbook.kind}/{playbook.id}/v{version}.yaml"


def _waiting(settings: Settings, known: Playbook) -> tuple[Change, ...]:
    """Give what lessons change of a playbook, the oldest first."""
    with memory_at_hand(settings) as memory:
        if memory is None:
            return ()
        with memory.reading() as look:
            lines = look.lessons(LessonsWanted(reader=OPERATOR, drafted=True, playbook=known.id))
    by_age = sorted(lines, key=lambda line: (line.opened_at, len(line.action.id), line.action.id))
    return tuple(change for line in by_age if (change := line.change) is not None)


def _chosen(known: Playbook, waiting: Iterable[Change]) -> tuple[tuple[Change, ...], tuple[Words, ...]]:
    """Part what one version can take up from what it cannot, with the reason of each."""
    steps, reworded = {step.id for step in known.steps}, set[StepId]()
    taken, left_out = list[Change](), list[Words]()
    for change in waiting:
        step, rewords = change.draft.step, change.draft.way is Way.REWORD
        if step not in steps:
            left_out.append(_gone(change))
        elif rewords and step in reworded:  # Of two, only one would be read, and both would be cited.
            left_out.append(_reworded(change))
        elif len(taken) == MOST_CITED:
            left_out.append(_many(change))
        else:
            taken.append(change)
            reworded |= {step} if rewords else set()
    return tuple(taken), tuple(left_out)


def _finish(drafted: _Drafted, into: str | None, language: Language, tell: Tell) -> int:
    if into is None:
        tell(drafted.text.removesuffix("\n"))
        return 0
    path = Path(into) / drafted.place
    if path.exists():
        tell(_there(path).read(language))
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(drafted.text)
    teller = teller_of(drafted.directory, language)
    tell(differing.heading(drafted.new, drafted.old.version, teller))
    for line in differing.lines(differences(drafted.old, drafted.new), teller):
        tell(line)
    tell(_written(path).read(language))
    return 0


def _gone(change: Change) -> Words:
    step = change.draft.step
    return Words(
        en=f"{change.lesson}: the step “{step}” is gone from this version; its change is left out. "
        "Write it anew in the review.",
        fr=f"{change.lesson} : l’étape « {step} » n’est plus dans cette version ; son changement est laissé de côté. "
        "Réécrivez-le dans le retour d’expérience.",
    )


def _reworded(change: Change) -> Words:
    step = change.draft.step
    return Words(
        en=f"{change.lesson}: an earlier lesson rewords the step “{step}” in this draft; this one waits for the "
        "version after it.",
        fr=f"{change.lesson} : une leçon antérieure reformule l’étape « {step} » dans cette ébauche ; celle-ci attend la "
        "version suivante.",
    )


def _many(change: Change) -> Words:
    return Words(
        en=f"{change.lesson}: a version cites {MOST_CITED} lessons at most; this one waits for the version after it.",
        fr=f"{change.lesson} : une version cite {MOST_CITED} leçons au plus ; celle-ci attend la version suivante.",
    )


def _there(path: Path) -> Words:
    return Words(
        en=f"{path} is there already: nothing was written. Release it or move it away first.",
        fr=f"{path} existe déjà : rien n’a été écrit. Publiez-le ou déplacez-le d’abord.",
    )


def _written(path: Path) -> Words:
    return Words(
        en=f"Draft written: {path}. It counts once it is released: crisis playbooks release {path}",
        fr=f"Ébauche écrite : {path}. Elle compte une fois publiée : crisis playbooks release {path}",
    )


_NOTHING: Final = Words(
    en="No lesson waits to change this playbook. Propose a change in a review first.",
    fr="Aucune leçon n’attend de changer cette fiche réflexe. Proposez d’abord un changement dans un retour d’expérience.",
)
_VARIANT: Final = Words(
    en="This is a local variant of another playbook: draft that one, or change the variant’s own file.",
    fr="C’est la variante locale d’une autre fiche réflexe : préparez celle-là, ou changez le fichier de la variante.",
)
