"""Whether an answer takes up something of what the customer wrote: a practitioners' rule against pasted words."""

import re
from typing import Final

from playbooks.matching.signs import plain

SHORTEST: Final = 4  # letters of a word that tells something
STEM: Final = 5  # letters by which a word is known again in another form: remboursé, remboursement

_WORD: Final = re.compile(r"[^\W_]+")
# Words that stand in any message, and in any answer.
_COMMON: Final = frozenset(
    _WORD.findall(
        """
        about after again alors also always answer assez aucun aussi autre avait avant avec avez avoir avons
        because been before being bien bonjour bonne bonsoir cela cette ceux chez client cliente clients
        comme comment company could customer customers dans deja depuis does donc elle encore enfin ensuite
        entre entreprise est-ce etait etes etre even ever every faire fait fois from good have having hello
        here hier into issue jamais jour jours juste know like made mais make merci mieux moins monsieur
        madame more need nous only other over parce pendant personne peut plait please plus pour pourquoi
        pouvez probleme problem quand quel quelle really reponse repondre rien same sans service services
        sera seront some sont still such suis sujet sure thank thanks that their them then there these they
        thing this time toujours tous tout toute tres trop vais very vers very voir votre vous vraiment want
        well were what when where which while will with without would your yours
        """
    )
)


def details(words: str) -> frozenset[str]:
    """Give what a customer's words tell that an answer could take up: numbers, and words that not everybody uses."""
    found = (word for word in _WORD.findall(plain(words)))
    return frozenset(_stem(word) for word in found if word.isdigit() or _tells(word))


def takes_up(answer: str, words: str) -> bool:
    """Whether an answer takes up a detail of a customer's words; words that tell nothing ask for nothing."""
    told = details(words)
    return not told or not told.isdisjoint(details(answer))


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST and word not in _COMMON and word.rstrip("s") not in _COMMON


def _stem(word: str) -> str:
    return word if word.isdigit() else word[:STEM]
