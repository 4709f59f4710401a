"""Suggests a playbook, what to do, and the language of a message."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbooks.matching.labelled import Labelled, Triage
from playbooks.matching.learning import Learned, Vocabulary, learn, vocabulary
from playbooks.matching.signs import PART, signs
from playbooks.playbook import PlaybookId

SUGGESTED: Final = 3
REASONS: Final = 3
SHORTEST_REASON: Final = 4  # letters: shorter words tell a reader nothing
BY_WORDS: Final = 0.3  # the power to which the words' own say on what to do is raised
LANGUAGE_ROUNDS: Final = 3  # two languages are soon told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A playbook that may suit a message. `because`: the words of the message that speak for it most."""

    playbook: PlaybookId
    share: float  # of 1, among all playbooks
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is suggested for a message: a person decides."""

    suggestions: tuple[Suggestion, ...]  # the likeliest first
    triage: Triage
    language: str  # such as fr


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """What was learned of playbooks, of what to do, and of languages."""

    known: Vocabulary
    playbooks: Learned
    triages: Learned
    languages: Learned
    right: Mapping[str, Mapping[Triage, float]]  # by playbook: how often something was right to do, of 1

    def advise(self, text: str) -> Advice:
        """Suggest what to do with a message; the same message is always advised the same."""
        bag = signs(text)
        shown = self.known.shown(bag)
        shares, languages = self.playbooks.shares(shown), self.languages.shares(shown)
        best = sorted(shares, key=lambda kind: -shares[kind])[:SUGGESTED]
        return Advice(
            suggestions=tuple(
                Suggestion(playbook=PlaybookId(kind), share=shares[kind], because=self._reasons(bag, kind))
                for kind in best
            ),
            triage=self._triage(shares, self.triages.shares(shown)),
            language=max(languages, key=languages.__getitem__),
        )

    def _triage(self, playbooks: Mapping[str, float], triages: Mapping[str, float]) -> Triage:
        """Choose what would be right with the likely playbooks; the words themselves have a lesser say."""

        def fits(triage: Triage) -> float:
            usual = sum(share * self.right[kind].get(triage, 0.0) for kind, share in playbooks.items())
            return usual * float(triages.get(triage, 0.0) ** BY_WORDS)

        return max(Triage, key=fits)

    def _reasons(self, bag: Counter[str], playbook: str) -> tuple[str, ...]:
        """Name the words of a message that speak most for a playbook; none twice."""
        words = (sign for sign in bag if sign in self.known.places and _is_word(sign))
        speak = {word: self.playbooks.speaks(self.known.places[word], playbook) for word in words}
        told: list[str] = []
        for word in sorted(speak, key=lambda word: -speak[word]):
            if len(told) == REASONS or speak[word] <= 0:
                break
            if not {*word.split()} & {part for before in told for part in before.split()}:
                told.append(word)
        return tuple(told)


def _is_word(sign: str) -> bool:
    return not sign.startswith(PART) and any(len(word) >= SHORTEST_REASON for word in sign.split())


def learned(examples: Sequence[Labelled], rest: Callable[[], object] = lambda: None) -> Matcher:
    """Learn from labelled messages, and rest after each portion. Raises ValueError where they are all of one kind."""
    bags = [signs(one.text) for one in examples]
    known = vocabulary(bags)
    shown = [(known.shown(bag), one) for bag, one in zip(bags, examples, strict=True)]
    number = len(known.places)
    return Matcher(
        known=known,
        playbooks=learn([(seen, one.playbook) for seen, one in shown], number, rest=rest),
        triages=learn(
            [(seen, one.triage) for seen, one in shown if one.triage is not None], number, rest=rest
        ),
        languages=learn([(seen, one.lang) for seen, one in shown if one.lang], number, LANGUAGE_ROUNDS, rest),
        right=_right(examples),
    )


def _right(examples: Iterable[Labelled]) -> dict[str, dict[Triage, float]]:
    of: dict[str, list[Labelled]] = {}
    for one in examples:
        of.setdefault(one.playbook, []).append(one)
    return {
        playbook: {triage: sum(triage in one.triages for one in ones) / len(ones) for triage in Triage}
        for playbook, ones in of.items()
    }
