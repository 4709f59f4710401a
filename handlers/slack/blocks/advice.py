"""What is suggested for a customer's message, at the head of the form that answers it."""

from collections.abc import Sequence
from typing import Final

from handlers.sentences_cases import TRIAGES
from handlers.slack.blocks.limits import Block, actions, button, context, quote, section
from handlers.slack.blocks.reader import Reader
from handlers.wording import set_in
from playbooks.matching import Advice, Suggestion, Triage
from playbooks.playbook import Playbook, PlaybookKind, Words
from playbooks.routing.tongues import tongue
from playbooks.shelf import Shelf

HAND_OVER: Final = "start:handover"  # the button that opens the crisis instead
ADVICE: Final = "advice"  # begins the names of these blocks, by which a form that is drawn anew keeps them


def advice_blocks(reader: Reader, advice: Advice | None, shelf: Shelf) -> tuple[Block, ...]:
    """Say which playbooks suit a message, by which of its words, and what to do; nothing where nothing is known."""
    if advice is None:
        return ()
    known = [(one, shelf.find(one.playbook)) for one in advice.suggestions]
    lines = [_line(reader, one, playbook) for one, playbook in known if playbook is not None]
    if not lines:
        return ()
    spoken = tongue(advice.language).read(reader.language)
    blocks = {
        "playbooks": section("\n".join((reader.say(_SUGGESTED), *lines))),
        "crisis": _opens(reader, advice, [playbook for _, playbook in known]),
        "triage": context(reader.say(_DO, what=reader.say(TRIAGES[advice.triage]), spoken=quote(spoken))),
    }
    return tuple({**block, "block_id": f"{ADVICE}:{name}"} for name, block in blocks.items() if block)


def _opens(reader: Reader, advice: Advice, known: Sequence[Playbook | None]) -> Block | None:
    """Make the button of the likeliest crisis, where one comes first or the message is to be handed over."""
    crises = [playbook for playbook in known if playbook and playbook.kind is PlaybookKind.CRISIS]
    if crises and (advice.triage is Triage.HANDOVER or known[0] is crises[0]):
        named = reader.say(_HAND_OVER, title=set_in(reader.language, crises[0].title))
        return actions(button(HAND_OVER, named, crises[0].id))
    return None


def _line(reader: Reader, one: Suggestion, playbook: Playbook) -> str:
    title = f"• *{quote(set_in(reader.language, playbook.title))}*"
    if not one.because:
        return title
    words = ", ".join(reader.say(_WORD, word=quote(word)) for word in one.because)
    return f"{title} – {words}"


_SUGGESTED: Final = Words(
    en="*Suggested, by words of the message:*", fr="*Proposé, d’après des mots du message :*"
)
_WORD: Final = Words(en="“{word}”", fr="« {word} »")
_DO: Final = Words(
    en="Advice: {what}. The message seems to be in {spoken}. You decide.",
    fr="Conseil : {what}. Le message semble être en {spoken}. C’est vous qui décidez.",
)
_HAND_OVER: Final = Words(en="Open a crisis: {title}", fr="Ouvrir une crise : {title}")
