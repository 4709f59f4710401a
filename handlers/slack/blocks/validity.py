"""Until when prepared words go out as they are, and what they are for."""

from datetime import date
from typing import Final

from handlers.rota_words import written_day
from handlers.slack.blocks.reader import Reader
from playbooks.playbook import Message, Words
from playbooks.statements import has_expired


def validity_of(reader: Reader, message: Message, today: date) -> tuple[str, ...]:
    """Say until when a prepared message is valid, and that it is no longer; nothing where no day is set."""
    if message.valid_until is None:
        return ()
    words = _EXPIRED if has_expired(message, today) else _VALID
    day = f"{written_day(message.valid_until, reader.language)} {message.valid_until.year}"
    return (reader.say(words, day=day),)


_VALID: Final = Words(en="valid until {day}", fr="valable jusqu’au {day}")
_EXPIRED: Final = Words(
    en="⚠️ was valid until {day}: somebody looks at it again first",
    fr="⚠️ valable jusqu’au {day} seulement : quelqu’un le relit d’abord",
)
