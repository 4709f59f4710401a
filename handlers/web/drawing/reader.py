"""Who reads a page: in which language, with which names, and seen from which moment."""

import html
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.sentences_ladders import title_by_hand
from handlers.web import moments
from handlers.web.moments import Moment
from handlers.web.words import WORDS
from handlers.web.words_given import GIVEN
from handlers.web.words_printed import PRINTED
from handlers.wording import counted, lasting, say, set_in
from playbooks.erasing import WORDS as ERASED
from playbooks.erasing import is_erased
from playbooks.playbook import LadderId, Language, RoleId, UnitId, UserId, Words
from playbooks.ports import OPERATOR
from playbooks.routing import Directory

_MENTION: Final = re.compile(r"<@([A-Za-z0-9]+)>")
_DATE: Final = re.compile(r"<!date\^[^|>]*\|([^>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Puts names, words and moments the way one reader reads them. Everything is plain text; templates escape it."""

    language: Language
    directory: Directory
    now: datetime
    zone: str | None = None  # the zone in which the main moments are shown besides UTC

    def beside(self, person: UserId) -> "Reader":
        """Give the reader who also sees the main moments in a person's zone, where the directory knows it."""
        contact = self.directory.contact(person)
        return self if contact is None else replace(self, zone=contact.zone)

    def speaking(self, language: Language) -> "Reader":
        """Give the same reader in another language."""
        return replace(self, language=language)

    def read(self, words: Words) -> str:
        """Give words of both languages in this reader's."""
        return set_in(self.language, words)

    def say(self, key: str, **values: object) -> str:
        """Give one of the pages' own words, its blanks filled."""
        return say(WORDS[key], self.language, **values)

    def paper(self, key: str, **values: object) -> str:
        """Give one of the words around a playbook that is read or printed, its blanks filled."""
        return say(PRINTED[key], self.language, **values)

    def given(self, key: str, **values: object) -> str:
        """Give one of the words around an incident that is exported, its blanks filled."""
        return say(GIVEN[key], self.language, **values)

    def count(self, number: int, one: str, many: str, **values: object) -> str:
        """Say how many, with one of two of the pages' own words."""
        return counted(number, WORDS[one], WORDS[many], self.language, **values)

    def name(self, person: UserId | None) -> str:
        """Name a person; somebody the directory does not know keeps Slack's id."""
        contact = None if person is None else self.directory.contact(person)
        if is_erased(person):
            return self.read(ERASED)
        if person == OPERATOR:
            return "–"  # Who led what was brought along from elsewhere is not known.
        return contact.name if contact is not None else str(person or "")

    def role(self, role: RoleId | None) -> str:
        """Name a role."""
        return "" if role is None else self.read(self.directory.role_title(role))

    def unit(self, unit: UnitId) -> str:
        """Name a business unit; one that the directory has lost keeps its id."""
        known = self.directory.unit(unit)
        return unit if known is None else self.read(known.title)

    def ladder(self, ladder: LadderId) -> str:
        """Name a ladder; one that the directory has lost keeps its id."""
        titles = (plan.title for plan in self.directory.ladders if plan.id == ladder)
        title = next(titles, None)
        by_hand = title_by_hand(ladder, self.language)
        if by_hand is not None:
            return by_hand
        return ladder if title is None else self.read(title)

    def at(self, when: datetime) -> Moment:
        """Write a moment."""
        return moments.moment(when, self.language, self.zone)

    def at_or_none(self, when: datetime | None) -> Moment | None:
        """Write a moment, if there is one."""
        return None if when is None else self.at(when)

    def length(self, length: timedelta) -> str:
        """Write how long something took."""
        return lasting(length, self.language)

    @property
    def colon(self) -> str:
        """Give a colon as this language sets it."""
        return f"{moments.NBSP}: " if self.language is Language.FR else ": "

    def told(self, words: Words) -> str:
        """Read a refusal, which is written for Slack; what there is to type stays between backticks."""
        named = _MENTION.sub(lambda mention: self.name(UserId(mention[1])), self.read(words))
        return html.unescape(_DATE.sub(r"\1", named))

    def plain(self, words: Words) -> str:
        """Read a refusal as plain text."""
        return self.told(words).replace("`", "")
