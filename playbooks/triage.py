"""
The short questions about a customer's message, and what their answers advise.

They are looked at in this order and the first that is ticked decides: danger and threats, legal matters, a wrong fact,
criticism, a troll. Criticism stands before the troll: whoever criticises is answered, however they say it.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from playbooks.matching import Triage
from playbooks.playbook import Words


class Sign(StrEnum):
    """What a message shows."""

    DANGER = "danger"
    THREAT = "threat"
    LEGAL = "legal"
    WRONG_FACT = "wrong-fact"
    CRITICISM = "criticism"
    TROLL = "troll"

    @property
    def words(self) -> Words:
        """Ask for it."""
        return _WORDS[self]


GRAVE: Final = frozenset({Sign.DANGER, Sign.THREAT})  # handed over to whoever is trained for it, at once
UNSILENCED: Final = (Sign.DANGER, Sign.THREAT, Sign.CRITICISM)  # whoever shows one of them is not left alone


def advised(signs: Collection[Sign]) -> Triage:
    """Advise what to do; a message that shows nothing of all this is a question, and answered."""
    return next((_ADVICE[sign] for sign in Sign if sign in signs), Triage.RESPOND)


def unsilenced(signs: Collection[Sign]) -> Sign | None:
    """Name what forbids to leave a message unanswered; None: nothing does."""
    return next((sign for sign in UNSILENCED if sign in signs), None)


_ADVICE: Final[Mapping[Sign, Triage]] = {
    Sign.DANGER: Triage.HANDOVER,
    Sign.THREAT: Triage.HANDOVER,
    Sign.LEGAL: Triage.HANDOVER,
    Sign.WRONG_FACT: Triage.RESPOND,
    Sign.CRITICISM: Triage.PRIVATE,
    Sign.TROLL: Triage.SILENT,
}
_WORDS: Final[Mapping[Sign, Words]] = {
    Sign.DANGER: Words(
        en="Somebody may be in danger, the writer included",
        fr="Quelqu’un est peut-être en danger, l’auteur compris",
    ),
    Sign.THREAT: Words(en="It threatens a person or a site", fr="Le message menace une personne ou un site"),
    Sign.LEGAL: Words(
        en="A lawyer, a court or an authority is named", fr="Un avocat, un tribunal ou une autorité est cité"
    ),
    Sign.WRONG_FACT: Words(
        en="It says something false about us", fr="Le message dit une chose fausse à notre sujet"
    ),
    Sign.CRITICISM: Words(
        en="It criticises what we do, politely or not",
        fr="Le message critique ce que nous faisons, poliment ou non",
    ),
    Sign.TROLL: Words(
        en="It only provokes: no request, no fact, no customer",
        fr="Le message ne fait que provoquer : ni demande, ni fait, ni client",
    ),
}
