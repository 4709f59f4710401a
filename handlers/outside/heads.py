"""By mail, to the administrators where no channel takes it: the daily head of the log."""

from handlers import head_words
from handlers.outside.parts import Drawn, Part, drawn
from handlers.web.drawing.reader import Reader
from playbooks.letters import HeadDrawn


def mail(matter: HeadDrawn, reader: Reader) -> Drawn:
    """Draw it; the command stands without the marks that Slack makes code of."""
    language = reader.language
    parts: tuple[Part, ...] = (
        head_words.digits(matter),
        head_words.what_for(matter, language).replace("`", ""),
        head_words.nothing_to_do(language),
    )
    return drawn(head_words.title(matter, language), parts, language.value)
