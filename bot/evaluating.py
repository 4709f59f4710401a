"""`crisis replies evaluate`: how often the right playbook is suggested for a company's own messages."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.directory import load_directory
from config.examples import built_in_examples, load_labelled
from config.playbook_files import load_playbooks
from config.settings import Settings
from handlers.wording import set_in
from playbooks.matching import as_labelled
from playbooks.matching.judging import Figures, Miss, judge
from playbooks.matching.matcher import learned
from playbooks.mistakes import shown
from playbooks.playbook import Language, Words

Tell = Callable[[str], None]

DIGITS: Final = 4  # of a share in JSON: one message in ten thousand

_RATES: Final = (
    ("top3", Words(en="right playbook among the first three", fr="bonne fiche parmi les trois premières")),
    ("top1", Words(en="right playbook first", fr="bonne fiche en premier")),
    ("triage", Words(en="right triage", fr="bon choix de réponse")),
    ("language", Words(en="right language", fr="bonne langue")),
)
_NOT_JUDGED: Final = Words(en="not judged", fr="non jugé")
_MISSES: Final = Words(en="Not right:", fr="À côté :")
_PLAYBOOK: Final = Words(en="playbook {right}, suggested {found}", fr="fiche {right}, proposé {found}")
_TRIAGE: Final = Words(en="triage {right}, suggested {found}", fr="réponse {right}, proposé {found}")
_LANGUAGE: Final = Words(en="language {right}, found {found}", fr="langue {right}, trouvé {found}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed. `examples`: the company's own labelled messages, to learn from as well; None: the setting's."""

    file: str
    examples: str | None = None
    as_json: bool = False


def evaluate(settings: Settings, asked: Asked, language: Language, tell: Tell) -> int:
    """
    Judge the suggestions by labelled messages, and print the shares and what was not right.

    Raises Unreadable for a line that cannot be used, UnreadableDirectory, OSError.
    """
    shelf = load_playbooks(settings.playbooks, load_directory(settings.directory).vocabulary)
    known = {playbook.id for playbook in shelf.playbooks}
    messages = load_labelled(Path(asked.file), known)
    mine = settings.examples if asked.examples is None else Path(asked.examples)
    own = () if mine is None else load_labelled(mine, known)
    labelled = (*built_in_examples(known), *own)
    figures = judge(learned((*labelled, *as_labelled(shelf.latest()))), messages)
    if asked.as_json:
        tell(json.dumps(_rates(figures)))
        return 0
    for line in _report(figures, len(labelled), language):
        tell(line)
    return 0


def _rates(figures: Figures) -> dict[str, float | None]:
    shares = {name: getattr(figures, name) for name in ("top1", "top3", "triage", "language")}
    return {"n": figures.n} | {
        name: None if share is None else round(share, DIGITS) for name, share in shares.items()
    }


def _report(figures: Figures, examples: int, language: Language) -> Iterator[str]:
    heading = Words(
        en=f"Messages: {figures.n}. Learned from {examples} labelled messages.",
        fr=f"Messages : {figures.n}. Appris de {examples} messages étiquetés.",
    )
    yield set_in(language, heading)
    for name, what in _RATES:
        yield f"  {_percent(getattr(figures, name), language)}  {set_in(language, what)}"
    if figures.misses:
        yield ""
        yield set_in(language, _MISSES)
    for miss in figures.misses:
        yield f"  {shown(miss.message.text)}"
        yield f"    {' · '.join(_told(miss, language))}"


def _percent(share: float | None, language: Language) -> str:
    if share is None:
        return _NOT_JUDGED.read(language)
    number = f"{share * 100:5.1f}"
    return f"{number.replace('.', ',')}\N{NO-BREAK SPACE}%" if language is Language.FR else f"{number}%"


def _told(miss: Miss, language: Language) -> Iterator[str]:
    said, advice = miss.message, miss.advice
    if miss.playbook:
        found = ", ".join(suggestion.playbook for suggestion in advice.suggestions)
        yield _PLAYBOOK.read(language).format(right="/".join(said.playbooks), found=found)
    if miss.triage:
        yield _TRIAGE.read(language).format(right="/".join(said.triages), found=advice.triage)
    if miss.language:
        yield _LANGUAGE.read(language).format(right=said.lang, found=advice.language)
