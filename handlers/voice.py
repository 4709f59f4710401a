"""How a sentence names people, says moments and shows somebody's words, wherever it will stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.wording import say
from playbooks import erasing
from playbooks.playbook import LadderId, Language, UserId, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How names, moments and somebody's words are written where the sentence will stand, and in which language."""

    name: Callable[[UserId], str]
    moment: Callable[[datetime], str]
    quote: Callable[[str], str]
    language: Language
    ladder: Callable[[LadderId], str] | None = (
        None  # the directory's title; None: where no directory is at hand
    )

    def __post_init__(self) -> None:
        """Have somebody who was erased named so, in the reader's language, wherever a sentence names people."""
        object.__setattr__(self, "name", _erased_too(self.name, self.language))

    def say(self, words: Words, **values: object) -> str:
        """Fill a template of ours."""
        return say(words, self.language, **values)

    def who(self, person: UserId | None) -> str:
        """Name who did something; what nobody asked for was done by the product."""
        return "Crisis Desk" if person is None else self.name(person)

    def marked(self, text: str) -> str:
        """Show somebody's words between quotation marks."""
        return self.say(_MARKED, text=self.quote(text.removesuffix(".")))

    def titled(self, text: str) -> str:
        """Show a title between quotation marks; the marks within it become those of the second rank."""
        opening, closing = _INNER[self.language]
        return self.marked(_CLOSING.sub(closing, _OPENING.sub(opening, text)))

    def after(self, text: str) -> str:
        """Show somebody's words after a colon; nothing for no words."""
        return self.say(_AFTER, text=self.quote(text).removesuffix(".")) if text else ""


def _erased_too(name: Callable[[UserId], str], language: Language) -> Callable[[UserId], str]:
    def named(person: UserId) -> str:
        return erasing.WORDS.read(language) if erasing.is_erased(person) else name(person)

    return named


_OPENING: Final = re.compile(r"“|«\s*")
_CLOSING: Final = re.compile(r"”|\s*»")
_INNER: Final = {Language.EN: ("‘", "’"), Language.FR: ("“", "”")}
_MARKED: Final = Words(en="“{text}”", fr="« {text} »")
_AFTER: Final = Words(en=": {text}", fr=" : {text}")
