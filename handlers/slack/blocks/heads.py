"""The daily head of the log, as a message that is kept."""

from handlers import head_words
from handlers.slack.blocks.limits import Message, context, message, section
from handlers.slack.blocks.reader import Reader
from playbooks.letters import HeadDrawn


def drawn(matter: HeadDrawn, reader: Reader) -> Message:
    """Draw it: the digits first, then what they are for."""
    title, digits = head_words.title(matter, reader.language), head_words.digits(matter)
    blocks = (
        section(f"🔏 *{title}*\n`{digits}`"),
        section(head_words.what_for(matter, reader.language)),
        context(head_words.nothing_to_do(reader.language)),
    )
    return message(blocks, f"🔏 {title} · {digits}")
