"""The playbooks at hand: found by name, or suggested from what somebody typed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from playbooks.mistakes import Mistake
from playbooks.playbook import Playbook, PlaybookId, PlaybookKind, UnitId

BY_NAME: Final = 100  # a playbook's own id is meant, whatever else was typed
BY_TITLE: Final = 10
BY_WORD: Final = 3  # each word of a keyword that was typed as it is written
BY_STEM: Final = 2  # a longer form of the keyword: leaked, fuites
SHORTEST_STEM: Final = 4  # letters; shorter words begin too many others


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Every readable playbook in every version, and the mistakes of those that are not."""

    playbooks: tuple[Playbook, ...]
    mistakes: tuple[Mistake, ...] = ()

    def latest(self, kind: PlaybookKind | None = None) -> tuple[Playbook, ...]:
        """Give the newest version of each playbook, the most serious first."""
        newest: dict[PlaybookId, Playbook] = {}
        for playbook in self.playbooks:
            known = newest.get(playbook.id)
            if known is None or known.version < playbook.version:
                newest[playbook.id] = playbook
        wanted = [playbook for playbook in newest.values() if kind in (None, playbook.kind)]
        return tuple(sorted(wanted, key=lambda playbook: (playbook.severity.rank, playbook.id)))

    def find(self, playbook_id: str, version: int | None = None) -> Playbook | None:
        """Find a playbook by its id, in the newest version unless another is asked for."""
        if version is None:
            return next((playbook for playbook in self.latest() if playbook.id == playbook_id), None)
        wanted = (playbook_id, version)
        return next(
            (playbook for playbook in self.playbooks if (playbook.id, playbook.version) == wanted), None
        )

    def local(self, playbook: Playbook, unit: UnitId, country: str) -> Playbook:
        """Give the variant to take in a playbook's place: the unit's own, else the country's, else the playbook."""
        variants = [p for p in self.latest() if p.extends is not None and p.extends.parent == playbook.id]
        for place in (("unit", unit), ("country", country)):
            for variant in variants:
                if getattr(variant.extends, place[0]) == place[1]:
                    return variant
        return playbook

    def suggest(self, text: str, kind: PlaybookKind) -> Playbook | None:
        """
        Find the playbook that typed words speak of; None when they speak of none.

        Words of either language count, with or without accents. Of two equals, the more serious wins. The words of a
        local variant speak of its parent, in whose place it is taken where it belongs.
        """
        typed = folded(text)
        newest = self.latest(kind)
        parents = [playbook for playbook in newest if playbook.extends is None]
        scored = [
            (max(_score(p, typed) for p in (playbook, *_variants_of(playbook, newest))), playbook)
            for playbook in parents
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] > 0 else None


def _variants_of(playbook: Playbook, newest: tuple[Playbook, ...]) -> tuple[Playbook, ...]:
    return tuple(p for p in newest if p.extends is not None and p.extends.parent == playbook.id)


def folded(text: str) -> tuple[str, ...]:
    """Split a text into its words, in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return tuple(re.findall(r"[a-z0-9]+", bare.replace("œ", "oe").replace("æ", "ae")))


def _score(playbook: Playbook, typed: tuple[str, ...]) -> int:
    name = folded(playbook.id)
    score = BY_NAME if typed[: len(name)] == name else 0
    for title in (playbook.title.en, playbook.title.fr):
        score += BY_TITLE if _stands_in(folded(title), typed) else 0
    keywords = {folded(keyword) for keyword in (*playbook.keywords.en, *playbook.keywords.fr)}
    return score + sum(_keyword_score(keyword, typed) for keyword in keywords)


def _keyword_score(keyword: tuple[str, ...], typed: tuple[str, ...]) -> int:
    if not keyword:
        return 0
    if _stands_in(keyword, typed):
        return BY_WORD * len(keyword)
    (last, *before) = reversed(keyword)
    stem_of_one = not before and len(last) >= SHORTEST_STEM
    return BY_STEM if stem_of_one and any(word.startswith(last) for word in typed) else 0


def _stands_in(phrase: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    size = len(phrase)
    return size > 0 and any(typed[start : start + size] == phrase for start in range(len(typed) - size + 1))
