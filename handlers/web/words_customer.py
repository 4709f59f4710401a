"""The pages' own words about a customer who is answered."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

CUSTOMER: Final[Mapping[str, Words]] = {
    "customer": Words(en="Customer", fr="Client"),
    "customer_who": Words(en="Pseudonym", fr="Pseudonyme"),
    "customer_where": Words(en="Network", fr="Réseau"),
    "customer_link": Words(en="Their message", fr="Son message"),
    "customer_open": Words(en="open it on the network", fr="l’ouvrir sur le réseau"),
    "customer_reach": Words(en="Followers", fr="Abonnés"),
    "customer_urgency": Words(en="Urgency", fr="Urgence"),
    "customer_answer": Words(en="Answer by", fr="Répondre avant"),
    "customer_answered": Words(en="Last answered", fr="Dernière réponse"),
    "customer_settled": Words(en="Settle by", fr="Régler avant"),
    "copy_words": Words(
        en="Approved words, to be copied and published by a person",
        fr="Texte approuvé, qu’une personne copie et publie",
    ),
    "copy": Words(en="Copy", fr="Copier"),
    "copied": Words(en="Copied.", fr="Copié."),
    "copy_by_hand": Words(
        en="Selected: copy with Ctrl+C, or ⌘C.", fr="Sélectionné : copiez avec Ctrl+C, ou ⌘C."
    ),
    "customer_again": Words(en="They wrote again", fr="Le client a réécrit"),
}
