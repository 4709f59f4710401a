"""Suggests a playbook, what to do, and the language of a message."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbooks.matching.advice import Advice, Suggestion
from playbooks.matching.labelled import Labelled, Triage
from playbooks.matching.learning import PORTION, Learned, Shown, Vocabulary, learn, vocabulary
from playbooks.matching.signs import signs, written
from playbooks.playbook import PlaybookId

SUGGESTED: Final = 3
REASONS: Final = 3
SHORTEST_REASON: Final = 4  # letters: shorter words tell a reader nothing
BY_WORDS: Final = 0.3  # the power to which the words' own say on what to do is raised
LANGUAGE_ROUNDS: Final = 3  # two languages are soon told apart


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
                Suggestion(
                    playbook=PlaybookId(kind), share=shares[kind], because=self._reasons(text, bag, kind)
                )
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

    def _reasons(self, text: str, bag: Counter[str], playbook: str) -> tuple[str, ...]:
        """Name the words of a message that speak most for a playbook, as they were written; none twice."""
        known = (sign for sign in bag if self._tells(sign))
        speak = {sign: self.playbooks.speaks(self.known.places[sign], playbook) for sign in known}
        told: list[str] = []
        for sign in sorted(speak, key=lambda sign: -speak[sign]):
            if len(told) == REASONS or speak[sign] <= 0:
                break
            if not {*sign.split()} & {word for before in told for word in before.split()}:
                told.append(sign)
        as_written = written(text)
        return tuple(" ".join(as_written.get(word, word) for word in sign.split()) for sign in told)

    def _tells(self, sign: str) -> bool:
        """Whether a sign is a word, or two, that would tell a reader something."""
        words = sign.split()
        return (
            sign in self.known.places
            and all(word.isalnum() for word in words)
            and any(len(word) >= SHORTEST_REASON and self.known.is_telling(word) for word in words)
        )


def learned(examples: Sequence[Labelled], rest: Callable[[], object] = lambda: None) -> Matcher:
    """Learn from labelled messages, and rest after each portion. Raises ValueError where they are all of one kind."""
    known = vocabulary([one.text for one in examples], rest)
    shown: list[tuple[Shown, Labelled]] = []
    for number, one in enumerate(examples):
        if number % PORTION == 0:
            rest()
        shown.append((known.shown(signs(one.text)), one))
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
    of: dict[str, list[tuple[Triage, ...]]] = {}
    for one in examples:
        of.setdefault(one.playbook, []).extend((one.triages,) if one.triages else ())
    return {
        # Where nobody has said what to do, people answer.
        playbook: {triage: _share(triage, said or [(Triage.RESPOND,)]) for triage in Triage}
        for playbook, said in of.items()
    }


def _share(triage: Triage, said: Sequence[tuple[Triage, ...]]) -> float:
    return sum(triage in triages for triages in said) / len(said)
