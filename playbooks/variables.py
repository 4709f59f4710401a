"""The blanks that a prepared message may leave, and what a person writes in each of them."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

# The names are French because the first library was; a document of either language uses the same ones.
VARIABLES: Final[Mapping[str, Words]] = {
    "marque": Words(en="our brand", fr="notre marque"),
    "fait": Words(en="what happened", fr="ce qui s’est passé"),
    "fait_exact": Words(en="the fact as it is", fr="le fait exact"),
    "preuve": Words(en="the proof", fr="la preuve"),
    "perimetre": Words(en="who or what is affected", fr="qui ou quoi est touché"),
    "lieu": Words(en="the place", fr="le lieu"),
    "heure_debut": Words(en="when it began", fr="l’heure du début"),
    "action": Words(en="what we are doing", fr="ce que nous faisons"),
    "heure_prochain_point": Words(en="when we will speak next", fr="l’heure du prochain point"),
    "date": Words(en="the date", fr="la date"),
    "contact": Words(en="where to reach us", fr="où nous joindre"),
    "canal_officiel": Words(en="our official channel", fr="notre canal officiel"),
    "compte": Words(en="the account", fr="le compte"),
    "lien": Words(en="the link", fr="le lien"),
    "consigne": Words(en="what people should do", fr="la consigne à suivre"),
    "produit": Words(en="the product", fr="le produit"),
    "lot": Words(en="the batch numbers", fr="les numéros de lot"),
    "prenom": Words(en="the customer’s first name", fr="le prénom du client"),
    "detail_client": Words(en="one detail of their own message", fr="un détail de son propre message"),
    "ref_dossier": Words(en="the case reference", fr="la référence du dossier"),
    "ligne_aide": Words(en="the help line", fr="la ligne d’aide"),
    "signature": Words(en="who signs", fr="la signature"),
}


def asked(name: str) -> Words:
    """Say what is to be written in a blank; one of an unknown name says itself."""
    return VARIABLES.get(name) or Words(en=name, fr=name)
