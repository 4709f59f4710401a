"""`crisis doctor`: everything that would fail, and what mends it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from traceback import extract_tb

from bot.clock import SystemClock
from bot.doctor import house, outside, packs, reaching, slack, tools, words
from bot.doctor.finding import Check, Finding, Verdict, note, to_mend
from bot.doctor.visit import Visit
from config.settings import Settings
from playbooks.playbook import Language, Words
from playbooks.ports import Clock

Tell = Callable[[str], None]


def examine(settings: Settings, language: Language, tell: Tell, clock: Clock | None = None) -> int:
    """
    Look at everything, tell one line for each finding, and give 1 if something is to be mended, else 0.

    Nothing is changed, and no secret is told.
    """
    visit = Visit(settings, language, clock or SystemClock())
    faults = 0
    for about, finding in _findings(visit):
        faults += finding.verdict is Verdict.MEND
        tell(finding.line_for(about, language))
    tell(words.conclusion(faults).read(language))
    return 1 if faults else 0


def _findings(visit: Visit) -> Iterable[tuple[Words, Finding]]:
    for check in (*house.CHECKS, *reaching.CHECKS, *packs.CHECKS, *outside.CHECKS, *tools.CHECKS):
        yield from _looked(check, visit)
    if visit.settings.practice:
        yield words.SLACK, note(words.not_looked_at(check.about for check in slack.CHECKS), words.CONNECT)
        return
    for check in slack.CHECKS:
        yield from _looked(check, visit)


def _looked(check: Check[Visit], visit: Visit) -> Iterable[tuple[Words, Finding]]:
    try:
        for finding in check.look(visit):
            yield check.about, finding
    except Exception as exc:  # noqa: BLE001 - whatever breaks in one check must not hide the others.
        yield check.about, to_mend(words.broken(_place(exc)), words.REPORT_IT)


def _place(exc: Exception) -> str:
    """Say what broke and where, for whoever keeps the product: neither can hold a secret."""
    deepest = extract_tb(exc.__traceback__)[-1]
    return f"{type(exc).__name__}, {Path(deepest.filename).name}:{deepest.lineno}"
