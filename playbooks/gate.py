"""
The questions behind “answer, hold, or stay silent?”, and what the answers advise.

They are asked in the order G0 to G5 and the first that matches decides. A person then chooses; what was answered
and advised is kept beside the choice, so that a review can judge the decision and not only its outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from playbooks.playbook import Outcome, Outcomes, RoleId, Words


class Sensitive(StrEnum):
    """What may forbid to speak of the substance yet (G1)."""

    INSIDE = "inside-information"
    CRIMINAL = "criminal-inquiry"
    PERSONAL = "personal-data"
    FAMILIES = "families-not-told"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _SENSITIVE[self][0]

    @property
    def owner(self) -> RoleId:
        """Who is to be asked before a word of the substance goes out."""
        return _SENSITIVE[self][1]


class Truth(StrEnum):
    """Whether what is said about us is true (G2)."""

    UNKNOWN = "unknown"
    TRUE_UNSAID = "true-not-yet-public"
    TRUE_PUBLIC = "true-and-public"
    FALSE = "false"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _TRUTH[self]


class Source(StrEnum):
    """Who says it (G3)."""

    ORDINARY = "ordinary"
    TROLL = "troll"
    SATIRE = "satire"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _SOURCE[self]


class Question(StrEnum):
    """The question at which the advice was reached."""

    SAFETY = "G0"
    SENSITIVE = "G1"
    TRUTH = "G2"
    SOURCE = "G3"
    SALIENCE = "G4"
    SPREAD = "G5"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _QUESTION[self]


class Reason(StrEnum):
    """Why the answers advise what they do."""

    DANGER = "danger"
    LEAKED = "leaked"
    SENSITIVE = "sensitive"
    UNVERIFIED = "unverified"
    OURS_TO_SAY = "ours-to-say"
    TROLL = "troll"
    SATIRE = "satire"
    NOISE = "noise"
    SOME_WEIGHT = "some-weight"
    WEIGHT = "weight"
    WOULD_SPREAD = "would-spread"

    @property
    def words(self) -> Words:
        """Say it to a person, in a sentence or two."""
        return _REASON[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody answered; each yes is a `True`."""

    danger: bool = False  # somebody is in danger, or people need an instruction
    sensitive: tuple[Sensitive, ...] = ()
    leaked: bool = False  # what is sensitive is out already, precisely
    truth: Truth
    source: Source = Source.ORDINARY
    power: bool = False  # whoever says it can harm or help us
    legitimacy: bool = False  # others think they are right to say it
    urgency: bool = False  # it cannot wait
    spreads: bool = False  # a public reply would spread it further than it has spread

    @property
    def salience(self) -> int:
        """How much weight whoever says it has: 0 to 3."""
        return sum((self.power, self.legitimacy, self.urgency))

    @property
    def ask_first(self) -> tuple[RoleId, ...]:
        """Who is to be asked before a word of the substance goes out, each once."""
        return tuple(dict.fromkeys(sensitive.owner for sensitive in self.sensitive))

    @property
    def told(self) -> tuple[Words, ...]:
        """Tell the answers in a few words each, in the order of the questions."""
        weights = ((self.power, _POWER), (self.legitimacy, _LEGITIMACY), (self.urgency, _URGENCY))
        weighed = tuple(words for yes, words in weights if yes)
        return (
            _DANGER if self.danger else _NO_DANGER,
            *(sensitive.words for sensitive in self.sensitive),
            *((_LEAKED,) if self.sensitive and self.leaked else ()),
            self.truth.words,
            self.source.words,
            *(weighed or (_NO_WEIGHT,)),
            _SPREADS if self.spreads else _NO_SPREAD,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the answers advise, and why; `wished` is what they would advise if the playbook allowed it."""

    outcome: Outcome
    reached: Question
    reason: Reason
    wished: Outcome

    @property
    def replaced(self) -> bool:
        """Whether the playbook does not allow what the answers point to."""
        return self.outcome is not self.wished


def advise(answers: Answers, outcomes: Outcomes) -> Advice:
    """
    Advise one of the outcomes that a playbook allows.

    What it does not allow is replaced by the nearest more open outcome that it does; the advice tells both.
    """
    reached, reason, wished = _first_match(answers)
    return Advice(outcome=_nearest(wished, outcomes.allowed), reached=reached, reason=reason, wished=wished)


def _first_match(answers: Answers) -> tuple[Question, Reason, Outcome]:
    if answers.danger:
        return Question.SAFETY, Reason.DANGER, Outcome.RESPOND
    if answers.sensitive and answers.leaked:
        return Question.SENSITIVE, Reason.LEAKED, Outcome.RESPOND
    if answers.sensitive:
        return Question.SENSITIVE, Reason.SENSITIVE, Outcome.HOLD
    if answers.truth is Truth.UNKNOWN:
        return Question.TRUTH, Reason.UNVERIFIED, Outcome.HOLD
    if answers.truth is Truth.TRUE_UNSAID:
        return Question.TRUTH, Reason.OURS_TO_SAY, Outcome.RESPOND
    if answers.source is not Source.ORDINARY:
        reason = Reason.TROLL if answers.source is Source.TROLL else Reason.SATIRE
        return Question.SOURCE, reason, Outcome.SILENT
    return _by_weight(answers)


def _by_weight(answers: Answers) -> tuple[Question, Reason, Outcome]:
    if answers.salience <= 1:
        return Question.SALIENCE, Reason.NOISE, Outcome.SILENT
    if answers.salience == 2:
        return Question.SALIENCE, Reason.SOME_WEIGHT, Outcome.PRIVATE
    if answers.spreads:
        return Question.SPREAD, Reason.WOULD_SPREAD, Outcome.PRIVATE
    return Question.SALIENCE, Reason.WEIGHT, Outcome.RESPOND


def _nearest(wished: Outcome, allowed: tuple[Outcome, ...]) -> Outcome:
    openness = tuple(Outcome)  # The most open first, as they are declared.
    as_open = openness[: openness.index(wished) + 1]
    return next((outcome for outcome in reversed(as_open) if outcome in allowed), Outcome.RESPOND)


_SENSITIVE: Final[Mapping[Sensitive, tuple[Words, RoleId]]] = {
    Sensitive.INSIDE: (
        Words(en="inside information", fr="une information privilégiée"),
        RoleId("investors"),
    ),
    Sensitive.CRIMINAL: (Words(en="a criminal inquiry", fr="une enquête pénale"), RoleId("legal")),
    Sensitive.PERSONAL: (Words(en="personal data", fr="des données personnelles"), RoleId("dpo")),
    Sensitive.FAMILIES: (
        Words(en="families not told yet", fr="des familles pas encore prévenues"),
        RoleId("hr"),
    ),
}
_TRUTH: Final[Mapping[Truth, Words]] = {
    Truth.UNKNOWN: Words(en="not known whether it is true", fr="on ne sait pas si c’est vrai"),
    Truth.TRUE_UNSAID: Words(en="true, and not yet public", fr="vrai, et pas encore public"),
    Truth.TRUE_PUBLIC: Words(en="true, and public", fr="vrai, et public"),
    Truth.FALSE: Words(en="false", fr="faux"),
}
_SOURCE: Final[Mapping[Source, Words]] = {
    Source.ORDINARY: Words(en="neither a troll nor satire", fr="ni un troll ni une satire"),
    Source.TROLL: Words(en="a troll", fr="un troll"),
    Source.SATIRE: Words(en="satire", fr="une satire"),
}
_QUESTION: Final[Mapping[Question, Words]] = {
    Question.SAFETY: Words(en="Danger", fr="Danger"),
    Question.SENSITIVE: Words(en="What may not be said yet", fr="Ce qui ne peut pas encore se dire"),
    Question.TRUTH: Words(en="Truth", fr="Vérité"),
    Question.SOURCE: Words(en="Source", fr="Source"),
    Question.SALIENCE: Words(en="Weight", fr="Poids"),
    Question.SPREAD: Words(en="Spread", fr="Propagation"),
}
_REASON: Final[Mapping[Reason, Words]] = {
    Reason.DANGER: Words(
        en="People come first. Tell them now what to do to stay safe, even if little is known.",
        fr="Les personnes d’abord. Dites-leur maintenant quoi faire pour rester en sécurité, même si l’on sait peu.",
    ),
    Reason.LEAKED: Words(
        en="It is already out, precisely. Do not sit on it: say what is confirmed, with whoever owns the subject. "
        "If it is market information, open the market leak playbook.",
        fr="C’est déjà sorti, précisément. Ne le gardez pas pour vous : dites ce qui est confirmé, avec qui en a la "
        "charge. Si l’information touche les marchés, ouvrez la fiche réflexe de la fuite boursière.",
    ),
    Reason.SENSITIVE: Words(
        en="The substance is not ours alone to tell yet. Hold it, and use a minimal line until those in charge agree.",
        fr="Le fond ne nous appartient pas encore à nous seuls. Temporisez, avec un message minimal, jusqu’à l’accord "
        "de qui en a la charge.",
    ),
    Reason.UNVERIFIED: Words(
        en="Nobody knows yet whether it is true. Check first, and say that you are checking.",
        fr="Personne ne sait encore si c’est vrai. Vérifiez d’abord, et dites que vous vérifiez.",
    ),
    Reason.OURS_TO_SAY: Words(
        en="It is true and not yet public. It costs less to say it ourselves, once verified, than to be found out.",
        fr="C’est vrai et pas encore public. Le dire nous-mêmes, une fois vérifié, coûte moins que d’être découverts.",
    ),
    Reason.TROLL: Words(
        en="A troll wants an answer. Watch, and do not give one.",
        fr="Un troll cherche une réponse. Surveillez, et n’en donnez pas.",
    ),
    Reason.SATIRE: Words(
        en="Satire is not a claim. Watch, and leave it alone.",
        fr="Une satire n’affirme rien. Surveillez, et laissez-la.",
    ),
    Reason.NOISE: Words(
        en="Whoever says it has little power, legitimacy or urgency: it is noise. Watch it, and look again.",
        fr="Qui le dit a peu de pouvoir, de légitimité ou d’urgence : c’est du bruit. Surveillez, et regardez de nouveau.",
    ),
    Reason.SOME_WEIGHT: Words(
        en="It has some weight. Answer the people concerned, in private or where they wrote; if you cannot yet, hold.",
        fr="Cela pèse un peu. Répondez aux personnes concernées, en privé ou là où elles ont écrit ; si c’est trop tôt, "
        "temporisez.",
    ),
    Reason.WEIGHT: Words(
        en="Power, legitimacy and urgency are all there: silence would be heard as an answer. Say it in public.",
        fr="Pouvoir, légitimité et urgence sont réunis : le silence vaudrait réponse. Parlez en public.",
    ),
    Reason.WOULD_SPREAD: Words(
        en="A public reply would carry it further than it has gone. Answer in private, or only in that thread.",
        fr="Une réponse publique le porterait plus loin qu’il n’est allé. Répondez en privé, ou dans ce seul fil.",
    ),
}
_DANGER: Final = Words(en="danger, or an instruction needed", fr="danger, ou consigne nécessaire")
_NO_DANGER: Final = Words(en="nobody in danger", fr="personne n’est en danger")
_LEAKED: Final = Words(en="already out, precisely", fr="déjà sorti, précisément")
_POWER: Final = Words(en="power", fr="du pouvoir")
_LEGITIMACY: Final = Words(en="legitimacy", fr="de la légitimité")
_URGENCY: Final = Words(en="urgency", fr="de l’urgence")
_NO_WEIGHT: Final = Words(en="no power, legitimacy or urgency", fr="ni pouvoir, ni légitimité, ni urgence")
_SPREADS: Final = Words(en="a public reply would spread it", fr="une réponse publique le propagerait")
_NO_SPREAD: Final = Words(
    en="a public reply would not spread it", fr="une réponse publique ne le propagerait pas"
)
