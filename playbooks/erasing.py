"""
Erasing a person: what is left of a fact, or of anything else that is remembered, when they are named no longer.

Where somebody's id stood there is a handle, drawn anew for each incident, so that nobody can be followed from one to
another; where a name was typed there is a mark. Both read as “somebody who was erased” in each language.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from types import UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from playbooks.playbook import UserId, Words

HANDLE: Final = "UERASED"  # how the id begins that stands in the place of somebody's; Slack's own are shorter
MARK: Final = "▇▇▇"  # stands where a name was typed, in any language
SHORTEST_NAME: Final = 3  # signs: shorter ones are parts of too many words
ID: Final = re.compile(r"[UW][A-Z0-9]{2,30}")
WORDS: Final = Words(en="somebody who was erased", fr="une personne effacée")

Thing = TypeVar("Thing")


def handle(fresh: str) -> UserId:
    """Make an id for somebody who was erased, of a fresh identifier."""
    signs = re.sub(r"[^A-Z0-9]", "", fresh.upper())
    return UserId(HANDLE + signs[-12:])


def is_erased(person: str | None) -> bool:
    """Whether an id stands for somebody who was erased."""
    return person is not None and person.startswith(HANDLE)


@dataclass(frozen=True, kw_only=True)  # no slots: its patterns are kept beside it
class Person:
    """
    Who is to be erased.

    `aliases` are what stands for them elsewhere: their Slack id, their pseudonyms as a customer. `names` are what was
    typed of them, found whatever their capitals, accents and blanks, and only as whole words.
    """

    aliases: tuple[str, ...]
    names: tuple[str, ...] = ()

    def may_be_in(self, text: str) -> bool:
        """Whether a text is worth a closer look: quick, and wrong only in being too careful."""
        if self.aliases and self._ids.search(text):
            return True
        folded = _folded(text) if self.names else ""
        return any(word in folded for word in self._telling)

    def erased_from(self, thing: Thing, instead: UserId) -> Thing:
        """Give a thing that was remembered without them, the same object where they are not in it."""
        return cast("Thing", self._without(thing, type(thing), instead))

    def text_without(self, text: str, instead: UserId) -> str:
        """Give a text without them."""
        return self._names_off(self._ids_off(text, instead))

    def _without(self, value: Any, hint: Any, instead: UserId) -> Any:
        if type(value) is str:
            # Identifiers of ours never hold a name, and a step must stay the step that it is.
            off = self._ids_off(value, instead)
            return self._names_off(off) if _is_text(hint) else off
        if is_dataclass(value) and not isinstance(value, type):
            return self._fields_without(value, instead)
        if isinstance(value, tuple):
            parts = tuple(
                self._without(part, of, instead)
                for part, of in zip(value, _parts(hint, len(value)), strict=True)
            )
            return value if parts == value else parts
        return value

    def _fields_without(self, value: Any, instead: UserId) -> Any:
        hints, changed = _hints(cast("Any", type(value))), dict[str, Any]()
        for one in fields(value):
            before = getattr(value, one.name)
            after = self._without(before, hints[one.name], instead)
            if after != before:
                changed[one.name] = after
        return replace(value, **changed) if changed else value

    def _ids_off(self, text: str, instead: UserId) -> str:
        return self._ids.sub(instead, text) if self.aliases else text

    def _names_off(self, text: str) -> str:
        pieces, done = list[str](), 0
        for start, end in self._named(text):
            pieces += (text[done:start], MARK)
            done = end
        return "".join((*pieces, text[done:])) if pieces else text

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where in a text a name stands, from left to right."""
        if not self.names or not text:
            return
        signs = [(plain, place) for place, sign in enumerate(text) for plain in _folded(sign)]
        folded = "".join(plain for plain, _ in signs)
        for found in self._names.finditer(folded):
            end = signs[found.end() - 1][1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            yield signs[found.start()][1], end

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        either = "|".join(re.escape(alias) for alias in sorted(self.aliases, key=len, reverse=True))
        return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        # The longest first: of “Ana” and “Ana Lopez” nothing is left over.
        either = "|".join(_pattern(name) for name in sorted(self.names, key=len, reverse=True))
        return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])")

    @cached_property
    def _telling(self) -> tuple[str, ...]:
        return tuple(max(re.findall(r"[^\W_]+", _folded(name)) or ("",), key=len) for name in self.names)


def _pattern(name: str) -> str:
    return r"[\W_]+".join(re.escape(word) for word in re.findall(r"[^\W_]+", _folded(name)))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _parts(hint: Any, length: int) -> tuple[Any, ...]:
    """Say what the parts of a tuple are; a choice of types is what its tuple is."""
    if get_origin(hint) in {Union, UnionType}:
        hint = next((one for one in get_args(hint) if get_origin(one) is tuple), hint)
    given = get_args(hint)
    if len(given) == 2 and given[1] is Ellipsis:  # tuple[X, ...]
        return (given[0],) * length
    return given if len(given) == length else (str,) * length


def _is_text(hint: Any) -> bool:
    """Whether a field holds what people typed; identifiers are types of their own."""
    return hint is str or (get_origin(hint) in {Union, UnionType} and str in get_args(hint))
