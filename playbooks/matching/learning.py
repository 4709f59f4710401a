"""
Learns from examples to tell kinds of messages apart: a linear model with one weight for each sign and kind.

Nothing here is left to chance: the same examples in the same order always give the same weights.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playbooks.matching.signs import PART, signs

Numbers = NDArray[np.float32]
Places = NDArray[np.intp]

ROUNDS: Final = 10  # through all examples; more changes nothing that can be measured
PACE: Final = 0.4  # of the first steps; each weight slows down by what it has moved
SEEN_TWICE: Final = 2  # messages with a sign before it is learned: what one person wrote once teaches nothing
HEAVIEST: Final = 3.0  # times that an example of a rare kind counts
BIAS_PACE: Final = 0.01
COMMON: Final = 60  # a word of one message in so many tells a reader nothing
FEW: Final = 5  # messages in which any word may stand and still tell something
TWO: Final = 2  # kinds: with fewer there is nothing to learn
PORTION: Final = 50  # examples, some 10 ms
STRIDE: Final = 1009  # between one example and the next: neighbours in a file are of one kind


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message shows, in the model's terms: where each known sign stands, and how much it counts."""

    places: Places
    counts: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The signs that are known, and how much each counts: rare ones more."""

    places: Mapping[str, int]
    rarity: Numbers
    telling: float  # the rarity of a sign that stands in few messages

    def is_telling(self, sign: str) -> bool:
        """Whether a sign is known and rare enough to tell a reader something."""
        return sign in self.places and float(self.rarity[self.places[sign]]) >= self.telling

    def shown(self, bag: Counter[str]) -> Shown:
        """Say what a message shows: its words count as much together as the parts of its words."""
        known = [sign for sign in bag if sign in self.places]
        at = np.array([self.places[sign] for sign in known], np.intp)
        counts = np.array([1 + np.log(bag[sign]) for sign in known], np.float32) * self.rarity[at]
        parts = np.array([sign.startswith(PART) for sign in known], bool)
        for group in (parts, ~parts):
            length = float(np.linalg.norm(counts[group]))
            if length:
                counts[group] /= length
        return Shown(at, counts)


def vocabulary(texts: Sequence[str], rest: Callable[[], object] = lambda: None) -> Vocabulary:
    """Know what several messages show; what one person wrote once teaches nothing. `rest`: as for `learn`."""
    # Kept for every message at once, the signs would take some 70 MB that a process never gives back.
    messages = Counter[str]()
    for number, text in enumerate(texts):
        if number % PORTION == 0:
            rest()
        messages.update(signs(text).keys())
    known = [sign for sign, number in messages.items() if number >= SEEN_TWICE]
    rarity = [_rarity(messages[sign], len(texts)) for sign in known]
    return Vocabulary(
        places={sign: place for place, sign in enumerate(known)},
        rarity=np.array(rarity, np.float32),
        telling=_rarity(max(len(texts) // COMMON, FEW), len(texts)),
    )


def _rarity(messages: int, of: int) -> float:
    return float(np.log((1 + of) / (1 + messages)) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned to tell apart. Weights: one row for each sign, one column for each kind."""

    kinds: tuple[str, ...]
    weights: Numbers
    bias: Numbers

    def shares(self, shown: Shown) -> dict[str, float]:
        """Say how likely each kind is; together they make 1."""
        likely = _likely(shown, self.weights, self.bias)
        return dict(zip(self.kinds, likely.tolist(), strict=True))

    def speaks(self, place: int, kind: str) -> float:
        """Say how much a sign speaks for a kind, rather than for the kinds in general; below 0: against it."""
        row = self.weights[place]
        return float(row[self.kinds.index(kind)] - row.mean())


def learn(
    examples: Sequence[tuple[Shown, str]],
    size: int,
    rounds: int = ROUNDS,
    rest: Callable[[], object] = lambda: None,
) -> Learned:
    """
    Learn from what messages show and their kinds; `size`: of the vocabulary. Raises ValueError for one kind alone.

    `rest` is called after each portion of the work, for whoever has something else to do.
    """
    kinds = tuple(sorted({kind for _, kind in examples}))
    if len(kinds) < TWO:
        message = "there is nothing to tell apart"
        raise ValueError(message)
    seen = [shown for shown, _ in examples]
    right = [kinds.index(kind) for _, kind in examples]
    weights = np.zeros((size, len(kinds)), np.float32)
    bias = _descend(seen, right, weights, _turns(len(seen), rounds, rest))
    return Learned(kinds=kinds, weights=weights, bias=bias)


def _importance(right: Sequence[int], kinds: int) -> list[float]:
    """Let each kind count the same, however many examples of it there are."""
    number = Counter(right)
    return [min(len(right) / (kinds * number[kind]), HEAVIEST) for kind in right]


def _descend(seen: Sequence[Shown], right: Sequence[int], weights: Numbers, turns: Iterable[int]) -> Numbers:
    """Go through the examples one by one, and correct the weights by what each got wrong (AdaGrad on a softmax)."""
    importance = _importance(right, weights.shape[1])
    bias = np.zeros(weights.shape[1], np.float32)
    moved = np.full(weights.shape[0], 1e-3, np.float32)
    for example in turns:
        shown = seen[example]
        wrong = _likely(shown, weights, bias)
        wrong[right[example]] -= 1
        wrong *= importance[example]
        moved[shown.places] += shown.counts**2 * float(wrong @ wrong)
        pace = PACE * shown.counts / np.sqrt(moved[shown.places])
        weights[shown.places] -= pace[:, None] * wrong
        bias -= BIAS_PACE * wrong
    return bias


def _turns(examples: int, rounds: int, rest: Callable[[], object]) -> Iterator[int]:
    """Name the examples in the order in which they are learned, each once a round."""
    stride = next(step for step in range(STRIDE, STRIDE + examples + 1) if gcd(step, examples) == 1)
    for number in range(rounds):
        for turn in range(examples):
            if turn % PORTION == 0:
                rest()
            yield (number + turn * stride) % examples


def _likely(shown: Shown, weights: Numbers, bias: Numbers) -> Numbers:
    # Not a product of matrices: the library for those would take every core of the machine.
    scores = (shown.counts[:, None] * weights[shown.places]).sum(axis=0) + bias
    odds = np.exp(scores - scores.max())
    likely: Numbers = odds / odds.sum()
    return likely
