"""How an exercise is marked wherever one is shown, so that nobody takes it for the real thing."""

from typing import Final

from handlers.slack.blocks.limits import Block, context, section
from handlers.slack.blocks.reader import Reader
from playbooks.incident import Incident
from playbooks.playbook import Words


def drill_note(reader: Reader, incident: Incident) -> tuple[Block, ...]:
    """Say at the top that this is a drill and what follows from it; nothing where it is none."""
    return (section(reader.say(_DRILL)),) if incident.drill else ()


def drill_line(reader: Reader, incident: Incident) -> tuple[Block, ...]:
    """Mark a message among many of a drill; nothing where it is none."""
    return (context(f"🟣 *{reader.say(DRILL_WORD)}*"),) if incident.drill else ()


def drill_word(reader: Reader, incident: Incident) -> str:
    """Begin a line of text about a drill; nothing where it is none."""
    return f"{reader.say(DRILL_WORD)} · " if incident.drill else ""


DRILL_WORD: Final = Words(en="EXERCISE", fr="EXERCICE")
_DRILL: Final = Words(
    en="🟣 *EXERCISE* · This is a drill. Say so in every call; nothing goes out to the public.",
    fr="🟣 *EXERCICE* · Ceci est un entraînement. Dites-le à chaque appel ; rien ne sort vers le public.",
)
