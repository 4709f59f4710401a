"""
Words as they are looked for: small letters without accents, cut to their stems in French and in English.

Both stems of each word are kept, in what is remembered and in what is asked, so that nobody has to know which of the
two languages a text is in. It is done here, in Python, so that every database is asked the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer

LONGEST_WORD: Final = 40  # letters; what is longer is no word that anybody looks for
REMEMBERED: Final = 50_000  # words whose stems are kept at hand
_WORD: Final = re.compile(r"[^\W_]+")
_MAYBE_PLURAL: Final = re.compile(r"[a-z]{3}ent$")
_APOSTROPHES: Final = frozenset("'’ʼ‘`´")
_ELIDED: Final = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu", "presqu", "quelqu")
)
_AFTER_APOSTROPHE: Final = frozenset(("s", "t", "ll", "re", "ve", "d", "m"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    written: str  # as it stands there
    folded: str  # in small letters without accents
    weightless: bool  # says nothing of what a text is about: the, le

    @property
    def stems(self) -> tuple[str, ...]:
        """Give what it is found by: itself, and its stems where they are others."""
        return stems(self.folded)


def words(text: str) -> tuple[Word, ...]:
    """Split a text into its words, in their order, without the elided articles before them."""
    return tuple(_words(unicodedata.normalize("NFC", text)))


def _words(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        folded = bare(found[0])
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        elided = folded in _ELIDED and after in _APOSTROPHES and bool(after)
        hangs = folded in _AFTER_APOSTROPHE and before in _APOSTROPHES and bool(before)
        if folded and not elided and not hangs:
            yield Word(found[0], folded[:LONGEST_WORD], folded in STOP_WORDS or _is_a_letter(folded))


def bare(word: str) -> str:
    """Write a word in small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return "".join(_WORD.findall(plain.replace("œ", "oe").replace("æ", "ae")))


def _is_a_letter(folded: str) -> bool:
    return len(folded) == 1 and not folded.isdecimal()


@lru_cache(maxsize=REMEMBERED)
def stems(folded: str) -> tuple[str, ...]:
    """Give a folded word and its stems, French first, each once."""
    if any(sign.isdecimal() for sign in folded):
        return (folded,)
    # A stemmer keeps the word it works on, so that each word has its own. Without accents, “retardée” ends in two e.
    french = FrenchStemmer().stemWord(_without_feminine(folded))
    english = EnglishStemmer().stemWord(folded)
    # French verbs in the plural, which the stemmer leaves as they are: “fuitent”.
    plural = (FrenchStemmer().stemWord(folded.removesuffix("nt")),) if _MAYBE_PLURAL.search(folded) else ()
    return tuple(dict.fromkeys((folded, french, english, *plural)))


def _without_feminine(folded: str) -> str:
    for ending in ("ees", "ee"):
        if folded.endswith(ending) and len(folded) > len(ending) + 2:
            return folded.removesuffix(ending) + "e"
    return folded


_FRENCH: Final = """
a afin ai ainsi alors apres au aucun aucune aujourd auquel aussi autre autres aux avaient avait avant avec avez
avoir avons ayant bien c ca car ce ceci cela celle celles celui ces cet cette ceux chacun chaque chez ci
comme comment contre d dans de deja depuis des dessous dessus deux doit doivent donc dont du duquel elle
elles en encore entre es est et etaient etait etant etc ete etes etre eu eut eux fait faire fois font
furent fut hui ici il ils j je jusque l la laquelle le lequel les lesquels leur leurs lors lorsque lui m
ma mais me meme memes mes mien moi moins mon n ne ni non nos notre nous on ont ou par parce pas pendant
peu peut peuvent plus plusieurs plutot pour pourquoi qu quand que quel quelle quelles quelque quelques
quels qui quoi s sa sans se sera seront ses si sien soi soient soit sommes son sont sous suis sur t ta
tandis te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une va vers vont vos votre
vous y ya
"""
_ENGLISH: Final = """
about above after again all also am an and any are aren as at be because been before being below between
both but by can cannot could did do does doing don down during each few for from further had has have
having he her here hers him his how i if in into is isn it its just let may me might more most must my no
nor not now of off on once only or other our ours out over own same she should so some such than that the
their theirs them then there these they this those through to too under until up upon very was we were
what when where which while who whom why will with would you your yours
"""
STOP_WORDS: Final = frozenset((_FRENCH + _ENGLISH).split())
