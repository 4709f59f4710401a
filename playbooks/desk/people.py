"""Who somebody is to the product: the language they read, and the name they go by."""

from collections.abc import Callable
from dataclasses import dataclass

from playbooks.letters import Letter, Stranger, StrangerRefused
from playbooks.playbook import Language, UserId
from playbooks.ports import Clock, Memory
from playbooks.routing import Contact, Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """Knows people by the directory first, then by what Slack said of them."""

    memory: Memory
    clock: Clock
    directory: Callable[[], Directory]
    default: Callable[[], Language]

    def contact(self, person: UserId) -> Contact | None:
        """Find somebody in the directory."""
        return self.directory().contact(person)

    def refused_again(self, person: UserId, stranger: Stranger) -> None:
        """Tell the administrators, once a day, that somebody who may not use the product goes on trying."""
        now = self.clock.now()
        matter = StrangerRefused(person=person, stranger=stranger)
        with self.memory.transaction() as tx:
            for one in self.directory().administrators:
                tx.owe_letter(Letter(person=one, subject=f"{person}:{now:%Y-%m-%d}", matter=matter), now)

    def language(self, person: UserId, hint: Language | None = None) -> Language:
        """Give the language to speak to somebody; `hint` is the language of the word they typed."""
        contact = self.contact(person)
        if contact is not None:
            return contact.language
        with self.memory.reading(once=True) as look:
            return look.language(person) or hint or self.default()

    def is_known(self, person: UserId) -> bool:
        """Whether the language somebody reads is known."""
        with self.memory.reading() as look:
            return self.contact(person) is not None or look.language(person) is not None

    def learn_language(self, person: UserId, locale: str) -> None:
        """Remember the language of a Slack locale such as fr-FR; other languages read English."""
        language = Language.FR if locale.lower().startswith("fr") else Language.EN
        with self.memory.transaction() as tx:
            tx.learn_language(person, language, self.clock.now())
