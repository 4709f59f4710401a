"""Whether a reply takes up one concrete detail of what the customer wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from playbooks.linting.everyday import DATES, ENGLISH, EVERYDAY, FRENCH, NUMBERS
from playbooks.linting.findings import Finding, Kind, Reply, finding
from playbooks.linting.flattened import Flat, flat, without_links
from playbooks.linting.listing import listed
from playbooks.playbook import Words

_PART: Final = re.compile(
    r"(?P<mention>@\w{1,60})|#(?P<hashtag>\w{1,80})"
    r"|(?P<number>\d{1,3}(?:[ .,]\d{3}){1,3}(?!\d)|\d{1,2} ?[h:.,] ?\d\d(?!\d)|\d{1,20})"
    r"|(?P<word>[^\W\d_]{1,60})"
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ .,]\d{3}){1,3}")
_SENTENCE_GOES_ON: Final = " ,-'/&"  # what may stand between two words of one sentence
_LONGEST_TOLD: Final = 6  # digits of a number that may be repeated where everybody reads it
_SHORTEST_NAME: Final = 2
_SHORTEST_WORD: Final = 4
_SHORTEST_STEM: Final = 4
_MOST_ENDINGS: Final = 3  # deliveries, delivery, deliver

# What stands in the place of an ending; most of them leave nothing.
_ENDINGS: Final = {
    **dict.fromkeys(
        listed(
            """
            able ables ais aisons aison ait aient ance ances ant ante antes ants ateur ateurs ation ations
            atrice atrices ed ee ees ement ements ence ences ent er era eraient erait erez erions erons eront
            ers es eur eurs euse euses ez ies ing ings ions ir is issaient issement issements issons it ly
            ment ments ness ons tion tions e s u x y
            """
        ),
        "",
    ),
    "dre": "d",
    "aux": "al",
}
_LONGEST_FIRST: Final = sorted(_ENDINGS, key=len, reverse=True)
_SHORT: Final = frozenset("sxe")  # may leave a stem one letter shorter than the others


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a text says that can be found again."""

    firm: frozenset[str]  # numbers, dates, names and hashtags, the same in every language
    words: frozenset[str]  # the stems of the others


_SAYS: Final = Words(
    en="The reply takes up nothing that the customer wrote: name one detail of their message.",
    fr="La réponse ne reprend rien de ce que le client a écrit : citez un détail de son message.",
)


def detail(reply: Reply, text: Flat) -> Iterator[Finding]:
    """Find that the reply could have been written to anybody, though there was something to take up."""
    asked = flat(reply.asked)
    said = _details(asked, public=reply.public)
    ours = frozenset(_stem(word[0]) for word in _words_of(" ".join((reply.signature, *reply.brands))))
    usable = said.firm if _in_another_language(reply.language, asked.plain) else said.firm | said.words
    usable = frozenset(one for one in usable if one not in ours)
    if usable and (usable | said.words - ours).isdisjoint(_everything(text)):
        yield finding(Kind.DETAIL, "", _SAYS)


def _words_of(written: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\W_]{1,60}", flat(written).plain)


def _details(text: Flat, *, public: bool) -> _Said:
    """Collect what can be taken up; a long number cannot where everybody would read it."""
    plain = without_links(text.plain)
    capitals = sum(map(str.isupper, text.cased)) * 2 < sum(map(str.isalpha, text.cased))
    firm, words, end = set[str](), set[str](), 0
    for part in _PART.finditer(plain):
        begins = end == 0 or plain[end : part.start()].strip(_SENTENCE_GOES_ON) != ""
        end = part.end()
        match part.lastgroup:
            case "number" if not public or len(part["number"]) <= _LONGEST_TOLD:
                firm.add(_number(part["number"]))
            case "hashtag":
                firm.add(_stem(part["hashtag"]))
            case "word" if part[0] in NUMBERS or part[0] in DATES:
                firm.add(NUMBERS.get(part[0]) or _date(part[0]))
            case "word" if part[0] not in EVERYDAY:
                capital = capitals and not begins and text.cased[part.start()].isupper()
                if capital and len(part[0]) >= _SHORTEST_NAME:
                    firm.add(_stem(part[0]))
                elif len(part[0]) >= _SHORTEST_WORD:
                    words.add(_stem(part[0]))
            case _:
                pass
    return _Said(firm=frozenset(firm), words=frozenset(words - _EVERYDAY_STEMS))


def _everything(text: Flat) -> frozenset[str]:
    """Collect everything that a reply says, in each form in which a customer may have said it."""
    said = set[str]()
    for part in _PART.finditer(text.plain):
        match part.lastgroup:
            case "number":
                said.add(_number(part["number"]))
            case "hashtag":
                said.add(_stem(part["hashtag"]))
            case "word":
                said |= {_stem(part[0]), NUMBERS.get(part[0], ""), _date(part[0])}
            case _:
                pass
    return frozenset(said)


def _in_another_language(language: str, asked: str) -> bool:
    """Whether the reply is in another language than the customer's words, or in one unknown to us."""
    if language not in ("fr", "en"):
        return True
    words = re.findall(r"[^\W\d_]{1,40}'?", asked)
    french, english = sum(word in FRENCH for word in words), sum(word in ENGLISH for word in words)
    return english > french if language == "fr" else french > english


def _number(written: str) -> str:
    """Write a number, an hour or a sum in one way: 7 h 42, 7:42 and 07.42 are 7:42; 1 500 is 1500."""
    parts = re.split(r"[^\d]{1,3}", written)
    if _THOUSANDS.fullmatch(written):
        return "".join(parts)
    return ":".join((parts[0].lstrip("0") or "0", *parts[1:]))


def _date(word: str) -> str:
    return DATES.get(word, word if word in DATES.values() else "")


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Take the endings off a word, at most a few: livraison, livreur and livré are one."""
    for _ in range(_MOST_ENDINGS):
        word = _shorter(word)
    return word


def _shorter(word: str) -> str:
    for ending in _LONGEST_FIRST:
        stem = word.removesuffix(ending) + _ENDINGS[ending]
        if word.endswith(ending) and len(stem) >= _SHORTEST_STEM - (ending in _SHORT):
            return stem
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiou"
    return word[:-1] if doubled else word


_EVERYDAY_STEMS: Final = frozenset(map(_stem, EVERYDAY))
