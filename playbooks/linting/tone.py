"""Words that blame the customer, excuse only half, or shout."""

import re
from collections.abc import Iterator
from typing import Final

from playbooks.linting.clauses import denied, sentences, words_after, words_before
from playbooks.linting.findings import Finding, Kind, finding
from playbooks.linting.flattened import Flat
from playbooks.linting.listing import any_of, listed, phrases
from playbooks.playbook import Words

_SHOULD_HAVE: Final = phrases(
    r"you (?:should(?:n't| not)? ?(?:have|'ve)|ought to have)",
    r"vous auriez du|tu aurais du|il aurait fallu|il fallait",
    r"(?:vous n'auriez|tu n'aurais) pas du",
)
# “You should have received it” and “you should have it by Friday” blame nobody but us.
_DUE: Final = frozenset(
    listed(
        "been received had got gotten heard to "
        "recevoir etre avoir obtenir beneficier attendre subir vivre pouvoir"
    )
)
_OWED: Final = _DUE | frozenset(listed("it a an the your any no some more this that them access que qu'"))
_BLAME: Final = phrases(
    r"you failed to|you (?:forgot|neglected) to|you (?:didn't|did not) (?:read|follow|check|provide|listen)",
    r"if you had (?:read|followed|checked|listened)|you(?:'ve| have)? (?:misread|misunderstood|misused)",
    r"your (?:own )?(?:fault|mistake|negligence)",
    r"vous n'aviez qu'a|vous avez oublie de|vous avez neglige|vous avez mal (?:lu|compris|utilise|rempli)",
    r"vous n'avez pas (?:lu|suivi|respecte|verifie|fourni|ecoute)",
    r"si vous aviez (?:lu|suivi|verifie|ecoute|respecte)",
    r"(?:de |par |c'est )?votre (?:propre )?(?:faute|negligence)",
)
_SOME: Final = any_of(
    r"any(?:one|body)|some(?:one|body)|some(?: people| of you)?|people|you|any of you|customers",
    r"this|that|it|we",
)
_FELT: Final = any_of(
    r"was|were|felt|feel|feels|has been|have been|may have been|has|have|may have|caused(?: any)?"
)
_SI: Final = r"si (?:\w[\w']{0,20} ){1,6}?"
_EXCUSE_IF: Final = phrases(
    rf"if {_SOME} {_FELT} (?:\w{{1,12}} )?(?:offended|shocked|upset|insulted|uncomfortable|offence|offense)",
    r"(?:sorry|apologi[sz]e|apologies) if",
    rf"{_SI}(?:choque|offense|heurte|froisse|vexe|indigne)e?s?",
    r"s'il a pu (?:\w{1,12} )?(?:choquer|heurter|offenser)",
    r"(?:desole|navre|pardon|excuse|excusons|excuser)e?s? s(?:i|'il)",
)
# Somebody who is wounded is helped; only beside an apology do these words doubt it.
_HURT: Final = phrases(rf"if {_SOME} {_FELT} (?:\w{{1,12}} )?hurt", rf"{_SI}blesse(?:e|s|es)?")
_APOLOGY: Final = re.compile(r"(?<!\w)(?:sorry|apolog|regret|desole|navre|pardon|excus)")

_SHOUTED_WORDS: Final = 3
_SHOUTED_LETTERS: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]{1,60}")
_CRIES: Final = re.compile(r"!(?:\s?!){2,60}")

_SAYS_BLAME: Final = Words(
    en="This blames the customer: say what can be done now instead.",
    fr="Ceci met le client en faute : dites plutôt ce qui peut être fait maintenant.",
)
_SAYS_EXCUSE: Final = Words(
    en="An apology with an “if” excuses nothing: name what happened, and say sorry for that.",
    fr="Une excuse avec un « si » n’excuse rien : nommez ce qui s’est passé, et excusez-vous de cela.",
)
_SAYS_SHOUTING: Final = Words(
    en="Capitals in a row and repeated exclamation marks read as shouting: write it calmly.",
    fr="Des capitales à la suite et des « !!! » se lisent comme un cri : écrivez-le posément.",
)


def blame(text: Flat) -> Iterator[Finding]:
    """Find words that put the customer in the wrong."""
    for hit in _SHOULD_HAVE.finditer(text.plain):
        next_ = words_after(text.plain, hit.end())[:2]
        if _OWED.isdisjoint(next_[:1]) and _DUE.isdisjoint(next_):
            yield finding(Kind.BLAME, text.piece(*hit.span()), _SAYS_BLAME)
    for hit in _BLAME.finditer(text.plain):
        if not denied(words_before(text.plain, hit.start())):
            yield finding(Kind.BLAME, text.piece(*hit.span()), _SAYS_BLAME)


def excuse_if(text: Flat) -> Iterator[Finding]:
    """Find apologies that doubt that anybody was hurt, once in each sentence."""
    for start, end in sentences(text.plain):
        hit = _EXCUSE_IF.search(text.plain, start, end)
        if hit is None and _APOLOGY.search(text.plain, start, end):
            hit = _HURT.search(text.plain, start, end)
        if hit is not None:
            yield finding(Kind.EXCUSE_IF, text.piece(*hit.span()), _SAYS_EXCUSE)


def shouting(text: Flat) -> Iterator[Finding]:
    """Find three long words in capitals in a row, and three exclamation marks."""
    for start, end in _shouted(text.cased):
        yield finding(Kind.SHOUTING, text.piece(start, end), _SAYS_SHOUTING)
    for hit in _CRIES.finditer(text.cased):
        yield finding(Kind.SHOUTING, text.piece(*hit.span()), _SAYS_SHOUTING)


def _shouted(cased: str) -> Iterator[tuple[int, int]]:
    """Give each row of capitals: a short word neither counts nor ends it, a sign between two words does."""
    start, end, count = 0, 0, 0
    for word in _WORD.finditer(cased):
        if not word[0].isupper() or (count and cased[end : word.start()].strip("' ")):
            if count >= _SHOUTED_WORDS:
                yield start, end
            count = 0
        if not word[0].isupper():
            continue
        long = len(word[0]) >= _SHOUTED_LETTERS
        if not count:
            start = word.start()
        if long:
            count, end = count + 1, word.end()
        elif count:
            end = word.end()
    if count >= _SHOUTED_WORDS:
        yield start, end
