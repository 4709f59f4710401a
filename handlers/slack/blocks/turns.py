"""The end of a turn: what somebody leaves open, what somebody else has from now on, and what must not go unseen."""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.slack.blocks.limits import Block, Message, actions, button, message, section
from handlers.slack.blocks.moments import moment, time_of
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from playbooks.letters import CaseInHand, TurnEnds, TurnOver, Turns, TurnTaken
from playbooks.playbook import Words
from playbooks.shifts import crosses

# Followed by the incident's id; the button's value is when the turn ends, in seconds.
STAY: Final = "turn:stay:"


def drawn(matter: Turns, reader: Reader) -> Message:
    """Draw one of these letters."""
    match matter:
        case TurnEnds():
            to = reader.say(_TO if matter.to is not None else _TO_NOBODY, to=mention(matter.to))
            head = reader.say(_ENDS, when=time_of(matter.until))
            urgent = any(map(crosses, matter.cases))
            first = f"\n{reader.say(_ANSWER_FIRST)}" if urgent else ""
            blocks = [section(f"*{head}* {to}{first}"), *_with_buttons(reader, matter)]
        case TurnTaken():
            head = reader.say(_TAKEN, former=mention(matter.former))
            blocks = [section(f"*{head}*"), *_listed(reader, matter.cases)]
        case TurnOver():
            words = _CROSSED if matter.to is not None else _NOBODY
            head = reader.say(words, former=mention(matter.former), to=mention(matter.to))
            blocks = [section(head), *_listed(reader, matter.cases)]
    return message(blocks, head)


def _with_buttons(reader: Reader, matter: TurnEnds) -> Iterable[Block]:
    for case in matter.cases:
        yield section(_line(reader, case))
        ends = str(int(matter.until.timestamp()))
        yield actions(button(f"{STAY}{case.incident}", reader.say(_STAY), ends))


def _listed(reader: Reader, cases: Sequence[CaseInHand]) -> Iterable[Block]:
    yield from (section(_line(reader, case)) for case in cases)


def _line(reader: Reader, case: CaseInHand) -> str:
    sign = "🔴 " if crosses(case) else ""
    if case.answer_by is None:
        waits = reader.say(_WAITS_FOR_NOTHING)
    else:
        late = case.answer_by <= reader.now
        waits = reader.say(_LATE if late else _ANSWER_BY, when=moment(case.answer_by))
    urgent = f" · {reader.say(_URGENT)}" if case.urgent else ""
    named = f"*{case.ref}* {on_one_line(case.title)}" if case.ref else reader.say(_RESTRICTED)
    return f"{sign}{named}{urgent}\n{waits}"


_ENDS: Final = Words(en="Your turn ends at {when}.", fr="Votre tour prend fin à {when}.")
_TO: Final = Words(en="{to} takes over what is open:", fr="{to} reprend ce qui est ouvert :")
_TO_NOBODY: Final = Words(
    en="Nobody has the next turn: what is open stays yours, and the communications director hears of it.",
    fr="Personne n’a le tour suivant : ce qui est ouvert reste à vous, et la direction de la communication est prévenue.",
)
_ANSWER_FIRST: Final = Words(
    en="🔴 Somebody waits for an *urgent* answer: give it before you go, even to say that you are looking into it, or "
    "hand it over by voice.",
    fr="🔴 Quelqu’un attend une réponse *urgente* : donnez-la avant de partir, même pour dire que vous regardez, ou "
    "passez-la de vive voix.",
)
_TAKEN: Final = Words(
    en="The turn of {former} has ended. These customers are yours now:",
    fr="Le tour de {former} a pris fin. Ces clients sont désormais les vôtres :",
)
_CROSSED: Final = Words(
    en="🔴 *The turn of {former} ended with urgent customers unanswered.* {to} has them now:",
    fr="🔴 *Le tour de {former} a pris fin avec des clients urgents sans réponse.* {to} les a maintenant :",
)
_NOBODY: Final = Words(
    en="🔴 *The turn of {former} has ended, and nobody has the next one.* These customers are with somebody who has gone "
    "home:",
    fr="🔴 *Le tour de {former} a pris fin, et personne n’a le suivant.* Ces clients restent à une personne déjà rentrée "
    "chez elle :",
)
_RESTRICTED: Final = Words(en="a restricted case", fr="un dossier à diffusion restreinte")
_URGENT: Final = Words(en="P1", fr="P1")
_ANSWER_BY: Final = Words(en="answer by {when}", fr="répondre avant {when}")
_LATE: Final = Words(en="⏰ an answer was due {when}", fr="⏰ une réponse était attendue {when}")
_WAITS_FOR_NOTHING: Final = Words(
    en="waits for no answer of ours", fr="n’attend pas de réponse de notre part"
)
_STAY: Final = Words(en="I stay on it", fr="Je garde ce dossier")
