"""What a plain word in a YAML file stands for, and the words that readers of YAML disagree about."""

import re
from typing import Final, TypeAlias

from playbooks.mistakes import shown
from playbooks.playbook import Words

Scalar: TypeAlias = str | int | float | bool | None
Surprise: TypeAlias = tuple[Words, Words]

NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
TRUTH: Final = frozenset({"true", "True", "TRUE"})
UNTRUTH: Final = frozenset({"false", "False", "FALSE"})
SWITCH: Final = frozenset({"y", "n", "yes", "no", "on", "off"})  # booleans of YAML 1.1, in any case
WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
PADDED: Final = re.compile(r"[-+]?0[0-9]+")
DECIMAL: Final = re.compile(r"[-+]?[0-9]{0,17}\.[0-9]{1,17}")
SIXTIES: Final = re.compile(r"[-+]?[0-9]{1,3}(?::[0-5]?[0-9])+")


def resolve(text: str) -> tuple[Scalar, Surprise | None]:
    """
    Give the value of an unquoted word, and a warning where other readers would give another.

    `NO` is a country here and a refusal there; `12:30` is a time here and 750 there. Both are refused.
    """
    if text in NOTHING:
        return None, None
    if text in TRUTH or text in UNTRUTH:
        return text in TRUTH, None
    if WHOLE.fullmatch(text):
        return int(text), None
    if DECIMAL.fullmatch(text):
        return float(text), None
    return text, _surprise(text)


def _surprise(text: str) -> Surprise | None:
    if text.lower() in SWITCH:
        what = Words(
            en=f"{text} without quotes means yes or no to some readers",
            fr=f"{text} sans guillemets veut dire oui ou non pour certains lecteurs",
        )
    elif SIXTIES.fullmatch(text):
        what = Words(
            en=f"{shown(text)} without quotes is a number to some readers",
            fr=f"{shown(text)} sans guillemets est un nombre pour certains lecteurs",
        )
    elif PADDED.fullmatch(text):
        what = Words(
            en=f"{shown(text)} without quotes loses its zero or changes base",
            fr=f"{shown(text)} sans guillemets perd son zéro ou change de base",
        )
    else:
        return None
    quoted = f'"{shown(text)}"'
    return what, Words(en=f"write {quoted}", fr=f"écrivez {quoted}")
