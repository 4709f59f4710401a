"""In which language words are written, where customers of several are answered."""

from collections.abc import Iterable
from typing import Final

from handlers.slack.blocks.labels import LANGUAGES
from handlers.slack.blocks.limits import Block, ask, live, option, select
from handlers.slack.blocks.reader import Reader
from playbooks.incident import Incident
from playbooks.playbook import Language, Message, MessageId, Words

OWN: Final = "own"  # no prepared message
CHOOSE: Final = "statement:pick:language"
WORDING: Final = "statement:pick:alternative"


def words_field(message: MessageId | None, language: Language | None, alternative: int = 0) -> str:
    """Name the field of the words: another one for other words, or Slack keeps what stands in the old one."""
    named = f"text:{OWN if message is None else message}"
    spoken = named if language is None else f"{named}:{language.value}"
    return f"{spoken}:{alternative}" if alternative else spoken


def wording_question(
    reader: Reader, message: Message, language: Language, alternative: int
) -> Iterable[Block]:
    """Ask which of a prepared message's wordings it is, where it has several."""
    if message.alternatives:
        menu = [
            option(f"{number + 1} · {body.read(language)}", str(number))
            for number, body in enumerate(message.bodies)
        ]
        chosen = str(alternative if 0 < alternative < len(menu) else 0)
        yield live(ask("alternative", reader.say(_WORDING), select(WORDING, menu, chosen)))


def language_question(reader: Reader, incident: Incident, chosen: Language | None) -> Iterable[Block]:
    """Ask for the language of a surge's wording; elsewhere words are in the incident's."""
    if incident.surge is not None:
        menu = [option(reader.say(words), language.value) for language, words in LANGUAGES.items()]
        present = (chosen or incident.language).value
        yield live(ask("language", reader.say(_LANGUAGE), select(CHOOSE, menu, present)))


_WORDING: Final = Words(en="Which wording?", fr="Quelle formulation ?")
_LANGUAGE: Final = Words(en="Language of the words", fr="Langue du texte")
