"""A request to give personal data where everybody reads it."""

import re
from collections.abc import Iterator
from typing import Final

from playbooks.linting.clauses import denied, sentences, words_before
from playbooks.linting.findings import Finding, Kind, finding
from playbooks.linting.flattened import Flat
from playbooks.linting.listing import any_of, listed, phrases
from playbooks.playbook import Words

_ASK_FRENCH: Final = any_of(
    r"(?:envoy|donn|communiqu|indiqu|precis|partag|laiss|post|confirm|rappel|adress|renseign)ez",
    r"(?:transmettez|fournissez|ecrivez|mettez|dites|inscrivez)",
    r"(?:envoie|donne|communique|indique|precise|partage|laisse|confirme)-(?:nous|moi)",
    r"(?:transmets|dis|mets|poste)-(?:nous|moi)",
    r"(?:nous|me|m'|merci de|merci d'|veuillez|pouvez-vous|pourriez-vous|peux-tu|pourrais-tu) ?"
    r"(?:envoy|donn|communiqu|indiqu|precis|partag|laiss|post|confirm|transmettr|fourni|di)(?:er|e|r|re)",
    r"besoin (?:de|d')",
    r"(?:il nous|me) (?:faut|faudrait|manque)",
    r"quel(?:le)? est",
)
_ASK_ENGLISH: Final = any_of(
    r"(?:send|give|share|provide|post|tell|leave|drop|confirm|add|write|put|comment|include)",
    r"(?:reply|comment|respond) with",
    r"let (?:us|me) (?:know|have)",
    r"(?:we|i|we'll|i'll) (?:will )?(?:just )?need",
    r"(?:can|could|may) (?:we|i) (?:please )?(?:have|get)",
    r"what(?:'s| is)",
)
_ASK: Final = phrases(_ASK_FRENCH, _ASK_ENGLISH)

_WHOSE: Final = r"(?:votre|vos|ton|ta|tes|your)"
_PERSONAL: Final = phrases(
    r"(?:numeros?|n°|no\.?|references?) (?:de |d'|du )?(?:votre |ton )?"
    r"(?:client|commande|dossier|telephone|tel|contrat|compte|carte|reservation|suivi|facture|adherent"
    r"|billet)",
    r"(?:numero|n°) (?:de )?(?:portable|mobile|securite sociale)",
    rf"{_WHOSE} (?:numero|n°|adresse|e-?mail|mail|courriel|telephone|portable|tel|coordonnees|rib|iban)",
    rf"{_WHOSE} (?:identifiants?|mot de passe|nom (?:complet|et prenom|de famille))",
    r"date de naissance",
    r"adresse (?:e-?mail|mail|postale|complete)",
    r"(?:order|customer|account|phone|telephone|mobile|booking|reference|case|tracking|contract|policy|card"
    r"|ticket|membership|contact) (?:numbers?|no|id|ref|reference)",
    rf"{_WHOSE} (?:\w{{1,12}} )?(?:e-?mail|address|phone|mobile|full name|password|iban|number|details)",
    r"date of birth",
    r"(?:e-?mail|home|postal) address",
)
_REACH: Final = 90  # signs between the request and what is asked for
_PRIVATE: Final = re.compile(
    phrases(
        r"mp|dms?|inbox|messagerie|messenger|whatsapp|tchat|live chat|private|privately",
        r"(?<!vie )prive(?:e|s|es)?|messages? directs?|direct message|(?<!\d)(?<!\d )pm",
        r"(?:par|via|by|through) (?:notre |votre |our |an? )?"
        r"(?:e-?mail|mail|courriel|courrier|telephone|phone|sms|text|post)",
        r"formulaire|form|espace client|sur notre site|en boutique",
        r"(?:dans|sur) (?:l'|notre )appli(?:cation)?|on our (?:web ?)?site|in (?:the|our) app|in store",
    ).pattern
    + r"|https?://|www\.|\w@\w"
)
_HERE: Final = phrases(
    r"en commentaires?|dans les commentaires|en reponse|sous ce (?:post|tweet|message|fil)|ici|ci-dessous",
    r"here|below|in (?:a|the|this) (?:comments?|reply|replies|thread)",
    r"publicly|en public|publiquement",
)
# A request without a verb: “your order number, please”.
_PLEASE: Final = re.compile(r"[^.!]{1,25}?(?<!\w)(?:svp|stp|s'il (?:vous|te) plait|please)(?!\w)")
_AVOIDED: Final = frozenset(listed("evitez eviter inutile avoid evite rather"))
_STATED: Final = frozenset(listed("we i will we'll i'll they he she would"))

_SAYS: Final = Words(
    en="This asks for personal data where everybody can read it: ask for it in a private message.",
    fr="Ceci demande des données personnelles sous les yeux de tous : demandez-les en message privé.",
)


def asked_in_public(text: Flat) -> Iterator[Finding]:
    """Find each sentence that asks for personal data, unless it, or another one, says in private."""
    private_elsewhere = _PRIVATE.search(text.plain) is not None
    for start, end in sentences(text.plain):
        sentence = text.plain[start:end]
        if _PRIVATE.search(sentence) or (private_elsewhere and not _HERE.search(sentence)):
            continue
        span = _request(sentence)
        if span is not None:
            yield finding(Kind.ASKS_PERSONAL, text.piece(start + span[0], start + span[1]), _SAYS)


def _request(sentence: str) -> tuple[int, int] | None:
    """Find where a sentence asks for something personal; None: it does not."""
    wanted = [hit.span() for hit in _PERSONAL.finditer(sentence)]
    if not wanted:
        return None
    for ask in _ASK.finditer(sentence):
        near = next((span for span in wanted if 0 <= span[0] - ask.end() <= _REACH), None)
        if near is not None and not _told(words_before(sentence, ask.start()), ask[0]):
            return ask.start(), near[1]
    return next((span for span in wanted if _PLEASE.match(sentence, span[1])), None)


def _told(before: list[str], ask: str) -> bool:
    """Whether it is no request: denied, or told of somebody."""
    last = before[-1] if before else ""
    theirs = "vous" in before[-2:] and ask.endswith("ez")
    return denied(before) or theirs or last in _STATED or not _AVOIDED.isdisjoint(before)
