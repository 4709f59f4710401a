"""The daily head of the log in words, for Slack and for mail alike."""

from typing import Final

from handlers.wording import say
from playbooks.heads import shown
from playbooks.letters import HeadDrawn
from playbooks.playbook import Language, Words


def title(matter: HeadDrawn, language: Language) -> str:
    """Say of which day it is."""
    return say(_TITLE, language, day=matter.day.isoformat())


def digits(matter: HeadDrawn) -> str:
    """Write it in groups."""
    return shown(matter.value)


def what_for(matter: HeadDrawn, language: Language) -> str:
    """Say what to do with it."""
    return say(_KEEP, language, command=f'crisis audit verify --head "{shown(matter.value)}"')


def nothing_to_do(language: Language) -> str:
    """Say that nobody need act, and that it gives nothing away."""
    return say(_CALM, language)


_TITLE: Final = Words(en="Head of the log, {day}", fr="Empreinte du journal, {day}")
_KEEP: Final = Words(
    en="Keep this message. Whoever doubts the log one day compares: `{command}` says whether it still leads to this head, "
    "or what was changed since.",
    fr="Gardez ce message. Qui doutera un jour du journal pourra comparer : `{command}` dit s’il mène toujours à cette "
    "empreinte, ou ce qui a changé depuis.",
)
_CALM: Final = Words(
    en="There is nothing to do now. These digits stand for the whole log of that day, and give nothing of it away.",
    fr="Il n’y a rien à faire pour l’instant. Ces chiffres résument tout le journal de ce jour, sans rien en révéler.",
)
