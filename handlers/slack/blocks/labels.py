"""The words that stand alike on many forms and messages."""

from collections.abc import Mapping
from typing import Final

from playbooks.commands import Sitting
from playbooks.playbook import Language, Words

CANCEL: Final = Words(en="Cancel", fr="Annuler")
CLOSE: Final = Words(en="Close", fr="Fermer")
SAVE: Final = Words(en="Save", fr="Enregistrer")
SEND: Final = Words(en="Send", fr="Envoyer")
FILL_IN: Final = Words(
    en="Fill in the blanks written {{{{so}}}} before you save.",
    fr="Remplissez les blancs écrits {{{{ainsi}}}} avant d’enregistrer.",
)
SAFETY_FIRST: Final = Words(
    en="🚑 *People may be at risk.* Their safety comes before any message.",
    fr="🚑 *Des personnes peuvent être en danger.* Leur sécurité passe avant tout message.",
)
LANGUAGES: Final[Mapping[Language, Words]] = {
    Language.EN: Words(en="English", fr="Anglais"),
    Language.FR: Words(en="French", fr="Français"),
}
SETTLED: Final = Words(en="Settled meanwhile; nothing to do.", fr="Réglé entre-temps ; rien à faire.")
SITTINGS: Final = {
    Sitting.HOT: Words(en="Hot review", fr="Retour à chaud"),
    Sitting.COLD: Words(en="Cold review", fr="Retour à froid"),
}
