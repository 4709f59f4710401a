"""What the doctor looks at in what other tools and the company's own examples bring: whether their files can be used."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.doctor.finding import Check, Finding, to_mend, well
from bot.doctor.visit import Visit
from bot.reporting_tools import ReportingTools
from bot.trouble import told
from config.directory import load_directory
from config.examples import load_labelled
from config.playbook_files import load_playbooks
from playbooks.mistakes import Unreadable
from playbooks.playbook import Language, Words

SHOWN: Final = 3  # mistakes of a file


def tools(visit: Visit) -> Iterator[Finding]:
    """Whether the tools that report are known, each with its secret."""
    if visit.settings.sources is None:
        return iter((well(_NO_TOOLS),))
    return _looked_at(lambda: _known(tuple(ReportingTools(visit.settings).sources())))


def examples(visit: Visit) -> Iterator[Finding]:
    """Whether the company's own labelled messages can be read."""
    path = visit.settings.examples
    if path is None:
        return iter((well(_NO_EXAMPLES),))
    directory = visit.directory or load_directory(None)  # What is wrong with it is said elsewhere.
    shelf = load_playbooks(visit.settings.playbooks, directory.vocabulary)
    known = {playbook.id for playbook in shelf.playbooks}
    return _looked_at(lambda: _learned(len(load_labelled(path, known))))


def _looked_at(read: Callable[[], Words]) -> Iterator[Finding]:
    """Read a file and say what is in it, or what is wrong with it and where."""
    try:
        yield well(read())
    except Unreadable as exc:
        for mistake in exc.mistakes[:SHOWN]:
            line = Words(en=mistake.line_for(Language.EN), fr=mistake.line_for(Language.FR))
            yield to_mend(line, _MEND)
    except OSError as exc:
        yield to_mend(told(exc), _MEND)


def _known(names: tuple[str, ...]) -> Words:
    listed = ", ".join(names)
    return Words(en=f"may report: {listed}", fr=f"peuvent signaler : {listed}")


def _learned(number: int) -> Words:
    return Words(en=f"{number} labelled messages", fr=f"{number} messages étiquetés")


_NO_TOOLS: Final = Words(
    en="none: CRISIS_SOURCES is not set, and nobody reports customers",
    fr="aucun : CRISIS_SOURCES n’est pas défini, et personne ne signale de clients",
)
_NO_EXAMPLES: Final = Words(
    en="none of your own: suggestions are learned from those that come with the product",
    fr="aucun à vous : les suggestions s’apprennent de ceux du produit",
)
_MEND: Final = Words(
    en="mend the file, then: /crisis reload", fr="corrigez le fichier, puis : /crise recharger"
)
_TOOLS: Final = Words(en="Tools that report", fr="Outils qui signalent")
_EXAMPLES: Final = Words(en="Labelled messages", fr="Messages étiquetés")

CHECKS: Final[tuple[Check[Visit], ...]] = (
    Check(about=_TOOLS, look=tools),
    Check(about=_EXAMPLES, look=examples),
)
