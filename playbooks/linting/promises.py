"""Words that promise too much, in French and English, and the company's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from playbooks.linting.clauses import denied, words_after, words_before
from playbooks.linting.findings import Finding, Kind, finding
from playbooks.linting.flattened import Flat, flat
from playbooks.linting.listing import listed, phrases
from playbooks.playbook import Words

_NUMBER: Final = "0"  # stands for any number among the words around
_NO_WORDS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """Words that promise, unless a word beside them says that they mean something else."""

    words: re.Pattern[str]
    deniable: bool = True  # “can't …” takes the promise away; False: the words hold their own negation
    not_after: frozenset[str] = _NO_WORDS  # no promise if the word before is one of these
    not_before: frozenset[str] = _NO_WORDS  # nor if the word behind is


def _phrase(*words: str, deniable: bool = True, not_after: str = "", not_before: str = "") -> _Phrase:
    return _Phrase(
        words=phrases(*words),
        deniable=deniable,
        not_after=frozenset(listed(not_after)),
        not_before=frozenset(listed(not_before)),
    )


_PAST: Final = "was were been had etait etaient ete avait avions avez aviez"
_FUTURE: Final = r"[^.!?;\n]{0,60}?(?:(?<!\w)(?:will|won't|never|is safe|are safe)|'ll)"
_FUTURE_FR: Final = r"[^.!?;\n]{0,60}?(?:\w{1,12}r(?:a|ai|as|ons|ez|ont)|(?<!\w)(?:plus|jamais))"
_SURELY: Final = "definitely|definitively|permanently|completely|totally|absolutely|perfectly"
_SURELY_FR: Final = "definitivement|totalement|absolument|parfaitement|entierement"

_ENGLISH: Final = (
    _phrase(
        r"guarantee(?:s|d|ing)?",
        not_after=f"{_PAST} under extended year years month months the your its product product's lifetime "
        "legal of statutory manufacturer's manufacturer back satisfaction warranty",
        not_before="period periods card certificate claim terms scheme covers cover expires expired runs "
        "lasts ends number conditions",
    ),
    _phrase(
        r"(?:we|i|we'll|i'll|can|do|will|my|our) promises?",
        r"(?:it's|it is|that's|that is|this is) a promise",
        not_after="keep kept broke broken break honour honor failed honoured on",
        not_before="was wasn't",
    ),
    _phrase(
        r"never again",
        r"(?:(?:will )?never|will not|won't|not going to)(?: ever)? (?:happens?|occurs?)(?: to you)? again",
        r"without fail",
        r"no matter what",
        r"(?:zero risk|no risk at all|risk[- ]free)",
        deniable=False,
    ),
    _phrase(
        rf"(?:{_SURELY})(?: been| be)? (?:fixed|solved|resolved|repaired|safe|secure|sorted|gone|over)",
        r"(?:fixed|solved|resolved|repaired|sorted)(?: it| this)? (?:definitively|permanently)",
        r"(?:fixed|solved|resolved|repaired|sorted)(?: it| this)? (?:for good|for ?ever)",
        r"will (?:definitely|absolutely)",
        r"once and for all",
        r"(?:whatever it takes|at all costs|at any cost)",
        r"(?:have|give you) (?:my|our) word",
        r"(?:we|i) swear",
        rf"(?:assure you|rest assured){_FUTURE}",
    ),
    _phrase(r"for sure", not_after="know say tell confirm"),
)
_FRENCH: Final = (
    _phrase(
        r"garanti(?:r|t|ss(?:ons|ez|ent|ant|ait|aient|ions|e|es)|r(?:a|ai|as|ons|ez|ont|ait|ais|ions|aient))",
        not_before="pas rien aucun aucune",
    ),
    _phrase(
        r"garantis?",
        not_after=_PAST,
        not_before="0 un deux trois quatre cinq dix a pendant jusqu' contre par pas rien",
    ),
    _phrase(
        r"garanties?(?!\s?:)",
        not_after=f"{_PAST} la une de d' l' sous hors votre notre sa ma ta cette en avec des les vos nos "
        "ses mes et ou par extension bon carte pleine premiere deux double",
        not_before="0 legale legales constructeur fabricant commerciale contractuelle decennale etendue "
        "produit deux",
    ),
    _phrase(
        r"prom(?:ets|et|ettons|ettrai|ettrons|ettre)",
        r"(?:est |c'est )?une promesse(?= ferme|$|[.!])",
        not_after="ca cela",
        not_before="pas rien",
    ),
    _phrase(
        r"c'?est promis",
        r"promis,? jure",
        r"promis(?=\s?!)",
        r"(?<=[.!?,;:(] )promis(?=\s?(?:[,.!:]|$))",
        r"je (?:vous |te |le )?jure",
        r"a coup sur",
        r"quoi qu'il arrive",
        r"coute que coute",
        rf"(?:{_SURELY_FR}) (?:regle|resolu|corrige|repare|sur|securise|sans danger)e?s?",
        r"(?:regle|resolu|corrige|repare)e?s? (?:definitivement|pour de bon)",
        r"une (?:bonne )?fois pour toutes",
        r"(?:ai|avez|donne|donnons) (?:ma|notre) parole",
        r"parole d'honneur",
        r"vous certifi(?:e|ons) qu(?:e|')",
        rf"(?:vous|t')\s?assur(?:e|ons) qu(?:e|'){_FUTURE_FR}",
        rf"soyez (?:assure|certain|certaine|sur)e?s? qu(?:e|'){_FUTURE_FR}",
    ),
    _phrase(
        r"plus jamais",
        r"jamais plus",
        r"reproduir(?:a|ont) (?:plus|pas|jamais)",
        r"(?:arriver|recommencer)(?:a|ont) (?:plus jamais|plus|jamais)",
        r"zero risque",
        r"(?:sans )?aucun risque",
        deniable=False,
    ),
    _phrase(r"risque zero", not_before="n'"),
    _phrase(r"sans faute", deniable=False, not_after="un", not_before="d' de"),
)
# A share of a price, a charge of a battery or what a thing is made of is a fact.
_WHOLE: Final = re.compile(
    r"(?<![\d.,])100\s?(?:%|(?:pour cent|per ?cent)(?!\w))"
    r"|(?<!\w)(?:cent pour cent|(?:a|one) hundred per ?cent)(?!\w)"
)
_WHOLE_OF: Final = frozenset(
    listed(
        """
        of du de des d' arabica bio cacao cocoa coton cotton electric electrique francais francaise french jus
        juice laine lin linen natural naturel naturelle organic pur pure recyclable recycle recycled recyclee
        refund refunded rembourse remboursee renewable renouvelable silk soie vegan vegetal vegetale wool
        """
    )
)
_WHOLE_BY: Final = re.compile(r"(?<!\w)(?:rembours|refund|charge|batter|recycl)")

_SAYS: Final = Words(
    en="These words promise more than we may be able to keep: say what we are doing, or have them approved.",
    fr="Ces mots promettent plus que ce qui est sûr : dites ce que nous faisons, ou faites-les approuver.",
)
_SAYS_BANNED: Final = Words(
    en="The company keeps these words for what is certain: use others, or have them approved.",
    fr="L’entreprise réserve ces mots à ce qui est certain : prenez-en d’autres, ou faites-les approuver.",
)


def promises(text: Flat, banned: tuple[str, ...]) -> Iterator[Finding]:
    """Find words that promise too much, each place once; the company's own words first."""
    own = [(start, end, _SAYS_BANNED) for word in banned for start, end in _literal(text.plain, word)]
    known = [(start, end, _SAYS) for start, end in _promising(text.plain)]
    taken = bytearray(len(text.plain))
    for start, end, says in own + known:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield finding(Kind.PROMISE, text.piece(start, end), says)


def _promising(plain: str) -> Iterator[tuple[int, int]]:
    for phrase in (*_ENGLISH, *_FRENCH):
        for hit in phrase.words.finditer(plain):
            if _promises(phrase, words_before(plain, hit.start()), words_after(plain, hit.end())):
                yield hit.span()
    for hit in _WHOLE.finditer(plain):
        before, after = words_before(plain, hit.start()), words_after(plain, hit.end())
        fact = (after and after[0] in _WHOLE_OF) or any(_WHOLE_BY.match(word) for word in before)
        if not fact and not denied(before):
            yield hit.span()


def _promises(phrase: _Phrase, before: list[str], after: list[str]) -> bool:
    last = before[-1] if before else ""
    next_ = after[0] if after else ""
    if (_NUMBER if next_.isdecimal() else next_) in phrase.not_before or last in phrase.not_after:
        return False
    return not (phrase.deniable and denied(before))


def _literal(plain: str, word: str) -> Iterator[tuple[int, int]]:
    """Find a word as it is, never inside a longer one."""
    wanted = flat(word).plain.strip()
    start = plain.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if not _joined(plain[start - 1 : start], wanted[0]) and not _joined(wanted[-1], plain[end : end + 1]):
            yield start, end
        start = plain.find(wanted, end)


def _joined(one: str, next_: str) -> bool:
    return one.isalnum() and next_.isalnum()
