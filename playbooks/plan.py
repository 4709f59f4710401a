"""
What a document's plan must mean: who does each step, when, after which other, and what decisions lead to.

Reads the written values as they are, like `checks`, so that every mistake is told at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from playbooks.document import WHEN, Duration
from playbooks.mistakes import Mistake, nearest, shown, write
from playbooks.names import as_list, as_mapping, repeated, repeated_in, unknown, unknown_of
from playbooks.playbook import Gate, Outcome, StepKind, Words
from playbooks.vocabulary import Vocabulary
from playbooks.written import Path, Value, Written

Fields = Mapping[str, Value]

LONGEST_HOLD: Final = timedelta(hours=24)  # longer than that is for an executive, not for a document
DURATION: Final = re.compile(str(Duration.__metadata__[0].pattern))  # type: ignore[attr-defined]  # Annotated keeps it there.
MINUTES: Final[Mapping[str, int]] = {"m": 1, "h": 60, "d": 24 * 60}
ADDED: Final = re.compile(r"added-[0-9]+")  # what a step that people add on the way is called
FEWEST: Final = 2  # owners that share a step, or answers to choose from


def duration(text: str) -> timedelta:
    """Read a checked duration such as `30m`, `72h` or `21d`."""
    return timedelta(minutes=int(text[:-1]) * MINUTES[text[-1]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step as it is written, and where."""

    number: int
    fields: Fields

    @property
    def path(self) -> Path:
        return ("steps", self.number)

    def at(self, key: str) -> Path:
        return ("steps", self.number, key)

    @property
    def due(self) -> timedelta | None:
        """How long after the opening it is due; None where it has no time or counts from another step."""
        due = self.fields.get("due")
        counts = isinstance(due, str) and DURATION.fullmatch(due) and self.fields.get("after") is None
        return duration(str(due)) if counts else None


def check_plan(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    """Give every mistake of the steps, the outcomes and the clocks."""
    steps = tuple(
        _Step(number=number, fields=as_mapping(step))
        for number, step in enumerate(as_list(written.content.get("steps")))
    )
    for step in steps:
        yield from _owners(written, step, known)
        yield from _message(written, step)
        yield from _decision(written, step)
        yield from _clocks_of(written, step)
        yield from _after(written, step, steps)
        yield from _when(written, step, steps)
    yield from repeated(written, [(step.at("id"), step.fields.get("id")) for step in steps])
    for step in steps:
        if ADDED.fullmatch(str(step.fields.get("id"))):
            yield written.mistake(written.place(step.at("id")), _RESERVED, _ANOTHER_NAME)
    yield from _loops(written, steps)
    yield from _outcomes(written, steps, known)
    for name, clock in as_mapping(written.content.get("clocks")).items():
        yield from unknown(written, ("clocks", name, "owner"), as_mapping(clock).get("owner"), known.roles)


def _owners(written: Written, step: _Step, known: Vocabulary) -> Iterator[Mistake]:
    role, roles = step.fields.get("role"), as_list(step.fields.get("roles"))
    yield from unknown(written, step.at("role"), role, known.roles)
    yield from unknown_of(written, step.at("roles"), roles, known.roles)
    yield from repeated_in(written, step.at("roles"), roles)
    if role is not None and roles:
        yield written.mistake(written.key_place(step.at("roles")), _BOTH_ROLES, _ONE_OF_BOTH)
    elif roles and len(roles) < FEWEST:
        yield written.mistake(written.key_place(step.at("roles")), _SHARED_BY_ONE, write("role: …"))
    if step.fields.get("mandatory") is True:
        place = written.key_place(step.at("mandatory"))
        if role is None and not roles:
            yield written.mistake(place, _NO_ROLE, write("role: …"))
        elif step.fields.get("due") is None:
            yield written.mistake(place, _NO_DUE, write("due: 30m"))


def _message(written: Written, step: _Step) -> Iterator[Mistake]:
    messages, message = as_mapping(written.content.get("messages")), step.fields.get("message")
    yield from unknown(written, step.at("message"), message, messages)
    sends = step.fields.get("kind") == StepKind.MESSAGE
    if sends and message is None:
        yield written.mistake(written.place(step.at("kind")), _NO_MESSAGE, write("message: …"))
    if not sends and message is not None:
        yield written.mistake(written.key_place(step.at("message")), _SENDS_NOTHING, write("kind: message"))


def _decision(written: Written, step: _Step) -> Iterator[Mistake]:
    choices = [as_mapping(choice).get("id") for choice in as_list(step.fields.get("choices"))]
    gate = step.fields.get("gate")
    for key in [key for key, given in (("gate", gate), ("choices", choices)) if given]:
        if step.fields.get("kind") != StepKind.DECISION:
            yield written.mistake(written.key_place(step.at(key)), _NOT_A_DECISION, write("kind: decision"))
    if gate is not None and choices:
        yield written.mistake(written.key_place(step.at("choices")), _GATE_AND_CHOICES, _KEEP_ONE)
    elif choices and len(choices) < FEWEST:
        yield written.mistake(written.key_place(step.at("choices")), _ONE_CHOICE, _ANOTHER_ANSWER)
    named = [((*step.at("choices"), number, "id"), choice) for number, choice in enumerate(choices)]
    yield from repeated(written, named)
    if gate == Gate.RESPOND_HOLD_SILENT and written.content.get("outcomes") is None:
        yield written.mistake(
            written.place(step.at("gate")), _NOTHING_ALLOWED, write("outcomes: {respond: {}}")
        )


def _clocks_of(written: Written, step: _Step) -> Iterator[Mistake]:
    clocks = as_list(step.fields.get("clocks"))
    yield from unknown_of(written, step.at("clocks"), clocks, as_mapping(written.content.get("clocks")))
    yield from repeated_in(written, step.at("clocks"), clocks)
    about_clocks = step.fields.get("kind") == StepKind.CLOCK
    if about_clocks and not clocks:
        yield written.mistake(written.place(step.at("kind")), _NO_CLOCK, write("clocks: [gdpr-33]"))
    if clocks and not about_clocks:
        yield written.mistake(written.key_place(step.at("clocks")), _NOT_A_CLOCK, write("kind: clock"))


def _after(written: Written, step: _Step, steps: tuple[_Step, ...]) -> Iterator[Mistake]:
    after = step.fields.get("after")
    if after is None:
        return
    yield from unknown(written, step.at("after"), after, _ids(steps))
    if step.fields.get("due") is None:
        yield written.mistake(written.key_place(step.at("after")), _COUNTS_NOTHING, write("due: 30m"))


def _loops(written: Written, steps: tuple[_Step, ...]) -> Iterator[Mistake]:
    """Refuse steps whose times wait for each other: none of them would ever be due."""
    anchors = {str(step.fields.get("id")): step.fields.get("after") for step in steps}
    for step in steps:
        seen, here = set[object](), step.fields.get("after")
        while isinstance(here, str) and here in anchors and here not in seen:
            seen.add(here)
            here = anchors[here]
        if step.fields.get("id") in seen:
            yield written.mistake(written.place(step.at("after")), _LOOP, _ANOTHER_STEP)


def _when(written: Written, step: _Step, steps: tuple[_Step, ...]) -> Iterator[Mistake]:
    when = step.fields.get("when")
    if not isinstance(when, str) or not re.match(WHEN, when) or " is " not in when:
        return
    name, _, rest = when.partition(" is ")
    place = written.place(step.at("when"))
    parent = next((one for one in steps if one.fields.get("id") == name), None)
    if parent is None:
        yield from unknown(written, step.at("when"), name, _ids(steps))
        return
    if parent.number >= step.number:
        yield written.mistake(place, _later(name), _MOVE_BELOW)
    answers = _answers(written, parent)
    if not answers:
        yield written.mistake(place, _decides_nothing(name), _GIVE_CHOICES)
        return
    for word in rest.removeprefix("not ").split(" or "):
        if word not in answers:
            yield written.mistake(place, _not_an_answer(word, name), nearest(word, answers))
    if step.due is not None and parent.due is not None and step.due < parent.due:
        yield written.mistake(written.place(step.at("due")), _before_parent(name), _LATER_DUE)


def _answers(written: Written, parent: _Step) -> frozenset[str]:
    if parent.fields.get("gate") == Gate.RESPOND_HOLD_SILENT:
        allowed = as_mapping(written.content.get("outcomes"))
        return frozenset(outcome.value for outcome in Outcome if outcome.value in allowed)
    choices = (as_mapping(choice).get("id") for choice in as_list(parent.fields.get("choices")))
    return frozenset(choice for choice in choices if isinstance(choice, str))


def _outcomes(written: Written, steps: tuple[_Step, ...], known: Vocabulary) -> Iterator[Mistake]:
    if written.content.get("outcomes") is None:
        return
    hold = as_mapping(as_mapping(written.content["outcomes"]).get("hold"))
    yield from unknown(written, ("outcomes", "hold", "renew"), hold.get("renew"), known.roles)
    most = hold.get("max")
    if isinstance(most, str) and DURATION.fullmatch(most) and duration(most) > LONGEST_HOLD:
        yield written.mistake(written.place(("outcomes", "hold", "max")), _TOO_LONG, write("60m"))
    asking = [step for step in steps if step.fields.get("gate") == Gate.RESPOND_HOLD_SILENT]
    if not asking:
        yield written.mistake(
            written.key_place(("outcomes",)), _NEVER_ASKED, write("gate: respond-hold-silent")
        )
    for step in asking[1:]:
        yield written.mistake(written.place(step.at("gate")), _ASKED_TWICE, _KEEP_ONE)


def _ids(steps: tuple[_Step, ...]) -> frozenset[str]:
    return frozenset(name for step in steps if isinstance(name := step.fields.get("id"), str))


def _later(name: str) -> Words:
    return Words(
        en=f"this step stands before “{shown(name)}”, on which it depends",
        fr=f"cette étape se trouve avant « {shown(name)} », dont elle dépend",
    )


def _decides_nothing(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” offers no set answers to depend on",
        fr=f"« {shown(name)} » n’offre aucune réponse dont on puisse dépendre",
    )


def _not_an_answer(word: str, name: str) -> Words:
    return Words(
        en=f"“{shown(word)}” is not an answer to “{shown(name)}”",
        fr=f"« {shown(word)} » n’est pas une réponse à « {shown(name)} »",
    )


def _before_parent(name: str) -> Words:
    return Words(
        en=f"this step is due before “{shown(name)}”, on which it depends",
        fr=f"l’échéance de cette étape précède celle de « {shown(name)} », dont elle dépend",
    )


_RESERVED: Final = Words(
    en="added-1, added-2 ... are the names of steps that people add on the way",
    fr="added-1, added-2 ... sont les noms des étapes que l’on ajoute en chemin",
)
_ANOTHER_NAME: Final = Words(en="give it another name", fr="donnez-lui un autre nom")
_BOTH_ROLES: Final = Words(
    en="a step has either “role” or “roles”", fr="une étape a soit « role », soit « roles »"
)
_ONE_OF_BOTH: Final = Words(en="keep one of them", fr="n’en gardez qu’un")
_SHARED_BY_ONE: Final = Words(
    en="“roles” shares a step between two or more", fr="« roles » partage une étape entre deux rôles ou plus"
)
_NO_ROLE: Final = Words(en="a mandatory step has no role", fr="une étape obligatoire n’a pas de rôle")
_NO_DUE: Final = Words(en="a mandatory step has no due time", fr="une étape obligatoire n’a pas d’échéance")
_NO_MESSAGE: Final = Words(
    en="this step names no message to send", fr="cette étape ne nomme aucun message à envoyer"
)
_SENDS_NOTHING: Final = Words(
    en="only a step of kind “message” sends a message",
    fr="seule une étape de type « message » envoie un message",
)
_NOT_A_DECISION: Final = Words(en="only a decision has this key", fr="seule une décision a cette clé")
_GATE_AND_CHOICES: Final = Words(
    en="a decision has either a gate or choices", fr="une décision a soit un « gate », soit des « choices »"
)
_KEEP_ONE: Final = Words(en="keep one of them", fr="n’en gardez qu’un")
_ONE_CHOICE: Final = Words(
    en="a decision offers at least two answers", fr="une décision offre au moins deux réponses"
)
_ANOTHER_ANSWER: Final = Words(en="add the other answer", fr="ajoutez l’autre réponse")
_NOTHING_ALLOWED: Final = Words(
    en="the document does not say which outcomes are allowed",
    fr="le document ne dit pas quelles issues sont permises",
)
_NO_CLOCK: Final = Words(en="this step names no clock", fr="cette étape ne nomme aucun délai")
_NOT_A_CLOCK: Final = Words(
    en="only a step of kind “clock” is about clocks",
    fr="seule une étape de type « clock » porte sur des délais",
)
_COUNTS_NOTHING: Final = Words(
    en="“after” needs a time that counts from there",
    fr="« after » demande un délai qui compte à partir de là",
)
_LOOP: Final = Words(
    en="these steps wait for each other, so that none is ever due",
    fr="ces étapes s’attendent l’une l’autre : aucune ne serait jamais due",
)
_ANOTHER_STEP: Final = Words(en="name another step", fr="nommez une autre étape")
_MOVE_BELOW: Final = Words(en="move it below", fr="placez-la après")
_GIVE_CHOICES: Final = Words(en="give that decision “choices”", fr="donnez des « choices » à cette décision")
_LATER_DUE: Final = Words(
    en="give it a later time, or count it with “after”",
    fr="donnez-lui une échéance plus tardive, ou comptez-la avec « after »",
)
_TOO_LONG: Final = Words(en="a hold lasts at most 24 hours", fr="on temporise 24 heures au plus")
_NEVER_ASKED: Final = Words(
    en="no step asks which outcome it is", fr="aucune étape ne demande quelle issue on choisit"
)
_ASKED_TWICE: Final = Words(en="another step asks this already", fr="une autre étape le demande déjà")
