"""
A local variant of a playbook: a document that adds, rewords and reorders, laid over the newest version of its parent.

What it makes is a whole playbook, checked as any other. Each mistake stands at the variant's own line: values that
come from the parent stand where the variant names it.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Final

from playbooks.mistakes import Mistake, Place, nearest, shown, write
from playbooks.names import as_list, as_mapping, repeated_in, unknown, unknown_of
from playbooks.plan import DURATION, duration
from playbooks.playbook import Words
from playbooks.vocabulary import Vocabulary
from playbooks.written import Path, Value, Written

Content = dict[str, Value]

OWN: Final = ("id", "version", "title", "changes")  # said by the variant in the parent's place
POSITIONS: Final = ("before", "after_step")
ONLY_WORDS: Final = ("body",)  # of a parent's message that may be said otherwise


def check_variant(variant: Written, parent: Content, known: Vocabulary) -> Iterator[Mistake]:
    """Give every mistake in what a variant does to its parent."""
    steps = {str(as_mapping(s).get("id")): as_mapping(s) for s in as_list(parent.get("steps"))}
    own = [as_mapping(step) for step in as_list(variant.content.get("steps"))]
    names = frozenset(steps)
    yield from _where(variant, known)
    for number, step in enumerate(own):
        yield from _added(variant, number, step, names)
    everything = names | {str(step.get("id")) for step in own}
    yield from unknown_of(variant, ("order",), variant.content.get("order"), everything)
    yield from repeated_in(variant, ("order",), variant.content.get("order"))
    for name, words in as_mapping(variant.content.get("reword")).items():
        if name in steps:
            yield from _weakened(variant, name, as_mapping(words), steps[name])
        else:
            path: Path = ("reword", name)
            yield variant.mistake(variant.key_place(path), _no_step(name), nearest(name, names))
    messages = as_mapping(parent.get("messages"))
    for name, message in as_mapping(variant.content.get("messages")).items():
        for key in as_mapping(message):
            if name in messages and key not in ONLY_WORDS:
                place = variant.key_place(("messages", name, key))
                yield variant.mistake(place, _others_message(name), _BODY_ALONE)


def merged(variant: Written, parent: Content) -> Written:
    """Lay a variant over its parent; give the whole document, whose places are the variant's own."""
    laid = _Laid(variant=variant, content=deepcopy(parent))
    laid.content.pop("credits", None)
    for key in (*OWN, "credits"):
        if key in variant.content:
            laid.content[key] = variant.content[key]
            laid.stands((key,), (key,))
    laid.keywords()
    laid.messages()
    laid.steps()
    root = variant.place(("extends",))
    return replace(
        variant, content=laid.content, keys=laid.keys, values={**laid.values, (): root}, mistakes=()
    )


@dataclass(slots=True, kw_only=True)
class _Laid:
    """A document in the making, and where each of its values that the variant wrote stands."""

    variant: Written
    content: Content
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def stands(self, here: Path, there: Path) -> None:
        """Say that what stands at `here` of the whole document is written at `there` of the variant."""
        for places, found in ((self.keys, self.variant.keys), (self.values, self.variant.values)):
            for path, place in found.items():
                if path[: len(there)] == there:
                    places[(*here, *path[len(there) :])] = place

    def keywords(self) -> None:
        """Add the variant's words to the parent's."""
        own, all_words = (
            as_mapping(self.variant.content.get("keywords")),
            as_mapping(self.content["keywords"]),
        )
        for language in ("en", "fr"):
            before = as_list(all_words.get(language))
            for number, _ in enumerate(as_list(own.get(language))):
                self.stands(("keywords", language, len(before) + number), ("keywords", language, number))
            all_words[language] = [*before, *as_list(own.get(language))]

    def messages(self) -> None:
        """Add messages; one that the parent has keeps everything but its words."""
        own = as_mapping(self.variant.content.get("messages"))
        if not own:
            return
        everything = as_mapping(self.content.setdefault("messages", {}))
        for name, message in own.items():
            before = everything.get(name)
            everything[name] = {**as_mapping(before), **as_mapping(message)}
            self.stands(("messages", name), ("messages", name))

    def steps(self) -> None:
        """Reword, add and reorder."""
        plan: list[tuple[dict[str, Value], Path]] = []
        words = as_mapping(self.variant.content.get("reword"))
        for step in as_list(self.content.get("steps")):
            name = str(as_mapping(step).get("id"))
            plan.append(({**as_mapping(step), **as_mapping(words.get(name))}, ("reword", name)))
        for number, step in enumerate(as_list(self.variant.content.get("steps"))):
            written = as_mapping(step)
            bare = {key: value for key, value in written.items() if key not in POSITIONS}
            plan.insert(_position(written, [one for one, _ in plan]), (bare, ("steps", number)))
        order = as_list(self.variant.content.get("order"))
        plan = _ordered(plan, order)
        for number, (step, there) in enumerate(plan):
            if step.get("id") in order:  # What is wrong with its new place is wrong there.
                self.values["steps", number] = self.variant.place(("order", order.index(step["id"])))
            self.stands(("steps", number), there)
        self.content["steps"] = [step for step, _ in plan]


def _position(step: Mapping[str, Value], plan: list[dict[str, Value]]) -> int:
    """Find where a step is put; after the others that were put behind the same one. Without a word: at the end."""
    names = [one.get("id") for one in plan]
    if (before := step.get("before")) in names:
        return names.index(before)
    if (anchor := step.get("after_step")) in names:
        return names.index(anchor) + 1
    return len(plan)


def _ordered(plan: list[Any], order: Iterable[Value]) -> list[Any]:
    """Put the named steps in the order given, in the places that they hold together; the others stay where they are."""
    wanted = list(dict.fromkeys(str(one) for one in order))
    held = {str(step.get("id")): (step, there) for step, there in plan}
    named = iter([held[name] for name in wanted if name in held])
    return [next(named) if str(step.get("id")) in wanted else (step, there) for step, there in plan]


def _where(variant: Written, known: Vocabulary) -> Iterator[Mistake]:
    where = variant.content.get("for")
    if not isinstance(where, dict):
        return  # Its shape says what is missing.
    if len([key for key in ("country", "unit") if where.get(key) is not None]) != 1:
        yield variant.mistake(variant.key_place(("for",)), _ONE_PLACE, write("for: {country: FR}"))
    yield from unknown(variant, ("for", "country"), where.get("country"), known.countries)
    yield from unknown(variant, ("for", "unit"), where.get("unit"), known.units)


def _added(variant: Written, number: int, step: Content, names: frozenset[str]) -> Iterator[Mistake]:
    path: Path = ("steps", number)
    name = step.get("id")
    if isinstance(name, str) and name in names:
        place = variant.place((*path, "id"))
        yield variant.mistake(place, _theirs(name), _REWORD)
    for key in POSITIONS:
        yield from unknown(variant, (*path, key), step.get(key), names)
    if all(step.get(key) is not None for key in POSITIONS):
        yield variant.mistake(variant.key_place((*path, "after_step")), _TWO_PLACES, _KEEP_ONE)


def _weakened(variant: Written, name: str, words: Content, step: Content) -> Iterator[Mistake]:
    """Refuse what would let a mandatory step be forgotten, put off, passed on or hidden."""

    def refused(key: str, what: Words) -> Mistake:
        return variant.mistake(variant.key_place(("reword", name, key)), what, _LEAVE_IT)

    if "when" in words:
        yield refused("when", _hidden(name))
    if step.get("mandatory") is not True:
        return
    if words.get("mandatory") is False:
        yield refused("mandatory", _optional(name))
    if words.get("role") is not None and words.get("role") != step.get("role"):
        yield refused("role", _passed_on(name))
    due, before = words.get("due"), step.get("due")
    if "due" in words and (due is None or _is_later(due, before)):
        yield refused("due", _put_off(name))


def _is_later(due: Value, before: Value) -> bool:
    read = [d for d in (due, before) if isinstance(d, str) and DURATION.fullmatch(d)]
    return len(read) == 2 and duration(read[0]) > duration(read[1])


def _no_step(name: str) -> Words:
    return Words(
        en=f"the parent has no step “{shown(name)}”",
        fr=f"le document parent n’a pas d’étape « {shown(name)} »",
    )


def _theirs(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” is a step of the parent",
        fr=f"« {shown(name)} » est une étape du document parent",
    )


def _others_message(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” is a message of the parent: a variant changes its words alone",
        fr=f"« {shown(name)} » est un message du document parent : une variante n’en change que les mots",
    )


def _optional(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” is mandatory in the parent, and would no longer be",
        fr=f"« {shown(name)} » est obligatoire dans le document parent, et ne le serait plus",
    )


def _put_off(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” is mandatory, and would be due later than in the parent",
        fr=f"« {shown(name)} » est obligatoire, et serait due plus tard que dans le document parent",
    )


def _passed_on(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” is mandatory, and would be another role’s",
        fr=f"« {shown(name)} » est obligatoire, et reviendrait à un autre rôle",
    )


def _hidden(name: str) -> Words:
    return Words(
        en=f"“{shown(name)}” would be there only sometimes; in the parent it has its own condition, or none",
        fr=f"« {shown(name)} » n’apparaîtrait que parfois ; le document parent a sa propre condition, ou aucune",
    )


_LEAVE_IT: Final = Words(
    en="leave it out, or propose the change to the parent",
    fr="retirez cette ligne, ou proposez le changement au document parent",
)
_REWORD: Final = Words(en="say it otherwise under “reword”", fr="dites-la autrement sous « reword »")
_BODY_ALONE: Final = Words(en="keep “body” alone", fr="ne gardez que « body »")
_ONE_PLACE: Final = Words(
    en="a variant is for one country or one unit", fr="une variante vaut pour un pays ou pour une unité"
)
_TWO_PLACES: Final = Words(
    en="a step is put before a step or behind one", fr="une étape se place avant une étape ou après une autre"
)
_KEEP_ONE: Final = Words(en="keep one of them", fr="n’en gardez qu’un")
