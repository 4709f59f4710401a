"""How serious something is by six questions, each answered from 0 to 3: a score, and the severity that it advises."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from playbooks.playbook import Severity, Words


class Level(IntEnum):
    """One answer; the words of each factor say what it stands for."""

    NONE = 0
    SLIGHT = 1
    MARKED = 2
    GRAVE = 3


class Factor(StrEnum):
    """What is asked, in the order in which it is asked."""

    HARM = "harm"
    VOLUME = "volume"
    SOURCE = "source"
    SPREAD = "spread"
    LEGAL = "legal"
    BUSINESS = "business"

    @property
    def question(self) -> Words:
        """Ask it."""
        return _QUESTIONS[self]

    @property
    def answers(self) -> tuple[Words, Words, Words, Words]:
        """Name the four answers, the mildest first."""
        return _ANSWERS[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The six answers."""

    harm: Level
    volume: Level
    source: Level
    spread: Level
    legal: Level
    business: Level

    @property
    def answered(self) -> tuple[tuple[Factor, Level], ...]:
        """Give each factor with its answer, in the order in which they are asked."""
        return tuple((factor, getattr(self, factor.value)) for factor in Factor)

    @property
    def score(self) -> int:
        """Add up the answers: 0 to 18."""
        return sum(level for _, level in self.answered)

    @property
    def people_at_risk(self) -> bool:
        """Whether an injury is possible, so that people count as at risk."""
        return self.harm >= Level.MARKED

    @property
    def advised(self) -> Severity:
        """
        Advise a severity: the one of the score, or a graver one that a single answer calls for.

        A higher answer never advises a milder severity, so the answers known so far advise the least that it can be.
        """
        by_score = next(severity for least, severity in _BY_SCORE if self.score >= least)
        floors = (self._by_harm, self._by_law, by_score)
        return min(floors, key=lambda severity: severity.rank)

    @property
    def _by_harm(self) -> Severity:
        return Severity.SEV1 if self.harm is Level.GRAVE else Severity.SEV4

    @property
    def _by_law(self) -> Severity:
        floors = {Level.GRAVE: Severity.SEV1, Level.MARKED: Severity.SEV2}
        return floors.get(self.legal, Severity.SEV4)


def at_least(answers: Mapping[Factor, Level]) -> Factors:
    """Take what is not answered yet as the mildest answer."""
    return Factors(**{factor.value: answers.get(factor, Level.NONE) for factor in Factor})


_BY_SCORE: Final = (
    (13, Severity.SEV1),
    (8, Severity.SEV2),
    (4, Severity.SEV3),
    (0, Severity.SEV4),
)
_QUESTIONS: Final[Mapping[Factor, Words]] = {
    Factor.HARM: Words(en="Harm to people", fr="Atteinte aux personnes"),
    Factor.VOLUME: Words(en="Volume, against an ordinary day", fr="Volume, par rapport à un jour ordinaire"),
    Factor.SOURCE: Words(en="Who speaks of it", fr="Qui en parle"),
    Factor.SPREAD: Words(en="How far it has spread", fr="Jusqu’où cela se propage"),
    Factor.LEGAL: Words(en="Legal or market duty", fr="Obligation légale ou boursière"),
    Factor.BUSINESS: Words(en="Effect on the business", fr="Effet sur l’activité"),
}
_ANSWERS: Final[Mapping[Factor, tuple[Words, Words, Words, Words]]] = {
    Factor.HARM: (
        Words(en="None", fr="Aucune"),
        Words(en="Inconvenience", fr="Une gêne"),
        Words(en="Injury possible", fr="Blessure possible"),
        Words(en="Injury, death or danger", fr="Blessure, décès ou danger"),
    ),
    Factor.VOLUME: (
        Words(en="Less than twice", fr="Moins du double"),
        Words(en="Two to three times", fr="Deux à trois fois plus"),
        Words(en="Three to ten times", fr="Trois à dix fois plus"),
        Words(en="More than ten times", fr="Plus de dix fois plus"),
    ),
    Factor.SOURCE: (
        Words(en="An unknown account", fr="Un compte inconnu"),
        Words(en="A customer or a local account", fr="Un client ou un compte local"),
        Words(
            en="A large account, a union, an NGO, the local press",
            fr="Un grand compte, un syndicat, une ONG, la presse locale",
        ),
        Words(
            en="The national media, an authority, a regulator",
            fr="Un média national, une autorité, un régulateur",
        ),
    ),
    Factor.SPREAD: (
        Words(en="One channel", fr="Un seul canal"),
        Words(en="Two channels", fr="Deux canaux"),
        Words(en="Several channels, or two languages", fr="Plusieurs canaux, ou deux langues"),
        Words(
            en="Several countries, television or an agency", fr="Plusieurs pays, la télévision ou une agence"
        ),
    ),
    Factor.LEGAL: (
        Words(en="None", fr="Aucune"),
        Words(en="Possible", fr="Possible"),
        Words(en="Likely", fr="Probable"),
        Words(en="Certain", fr="Certaine"),
    ),
    Factor.BUSINESS: (
        Words(en="None", fr="Aucun"),
        Words(en="One team", fr="Une équipe"),
        Words(en="One business unit", fr="Une unité"),
        Words(en="Several units, or the service stops", fr="Plusieurs unités, ou arrêt du service"),
    ),
}
