"""The contact check in Slack: the question to each person, the form where something is wrong, and how far it is."""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.reach_words import refusal_words, standing_words, unit_names
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    Message,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    focused,
    message,
    modal,
    paragraphs,
    quote,
    section,
    text_input,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks.desk.checking import Progress
from playbooks.letters import ReachAsked, ReachEnded, ReachReminded, ReachWrong
from playbooks.playbook import UserId, Words
from playbooks.routing.reachability import ANSWERED, Asking, Standing
from playbooks.typed import TEXT_LIMIT

CONFIRM: Final = "reach:confirm"  # The value of these two is the check's id.
WRONG: Final = "reach:wrong"
START: Final = "reach:start"
START_FORM: Final = "reach:begin"
WRONG_FORM: Final = "reach:report"
SHOWN: Final = 80  # people in a list
REPORT_SHOWN: Final = 200  # signs of what somebody says is wrong


def question(matter: ReachAsked | ReachReminded, person: UserId, reader: Reader) -> Message:
    """Ask somebody whether they can be reached here, and by what the directory says."""
    contact = reader.directory.contact(person)
    again = isinstance(matter, ReachReminded)
    head = reader.say(_AGAIN if again else _QUESTION, company=quote(reader.directory.company))
    telephone, email = ("", "") if contact is None else (contact.telephone, contact.email)
    on_file = reader.say(_ON_FILE, telephone=quote(telephone), email=quote(email))
    blocks = (
        section(f"📇 *{head}*"),
        section(on_file),
        actions(
            button(CONFIRM, reader.say(_CONFIRM), matter.check, "primary"),
            button(WRONG, reader.say(_WRONG), matter.check),
        ),
    )
    return message(blocks, head)


def thanks(reader: Reader) -> str:
    """Thank somebody who can be reached."""
    return reader.say(_THANKS)


def reported(matter: ReachWrong, reader: Reader) -> Message:
    """Tell an administrator what somebody says is wrong."""
    head = reader.say(_REPORTED, who=mention(matter.person))
    return message([section(head), section(framed(matter.text)), context(reader.say(_MEND))], head)


def ended(matter: ReachEnded, reader: Reader) -> Message:
    """Tell an administrator how a check ended."""
    head = reader.say(_ENDED, reached=matter.reached, unreachable=matter.unreachable, wrong=matter.wrong)
    return message([section(head), context(reader.say(_WHERE))], head)


def start_form(reader: Reader, metadata: str) -> View:
    """Ask an administrator whether everybody shall be asked."""
    people = len(reader.directory.contacts)
    frame = Frame(
        callback=START_FORM,
        title=reader.say(_START_TITLE),
        submit=reader.say(_START),
        close=reader.say(_CANCEL),
        metadata=metadata,
    )
    return modal(frame, [section(reader.count(people, _ONE_ASKED, _ASKED))])


def wrong_form(reader: Reader, metadata: str) -> View:
    """Ask somebody what is not right."""
    words = text_input("text", most=TEXT_LIMIT)
    frame = Frame(
        callback=WRONG_FORM,
        title=reader.say(_WRONG_TITLE),
        submit=reader.say(_SEND),
        close=reader.say(_CANCEL),
        metadata=metadata,
    )
    return modal(frame, [focused(ask("text", reader.say(_WHAT_WRONG), words, reader.say(_WHAT_HINT)))])


def progress(reader: Reader, found: Progress) -> Message:
    """Show how far a check is, and who cannot be reached, unit by unit."""
    counted, total = found.counted, len(found.askings)
    reached = sum(counted[one] for one in ANSWERED)
    head = reader.say(_PROGRESS, reached=reached, total=total, at=moment(found.check.at))
    rest = [f"{counted[one]} {standing_words(one, reader.language)}" for one in Standing if counted[one]]
    blocks: list[Block] = [section(f"📇 *{head}*\n{' · '.join(rest)}")]
    blocks += _by_unit(reader, _UNREACHABLE, found.unreachable)
    blocks += _by_unit(reader, _CORRECT, found.wrong)
    if not found.running:
        blocks.append(actions(button(START, reader.say(_ANEW), "start")))
    return message(blocks, head)


def _by_unit(reader: Reader, title: Words, askings: Sequence[Asking]) -> Iterable[Block]:
    if not askings:
        return
    lines = [f"*{reader.say(title)}*"]
    shown = askings[:SHOWN]
    for unit, people in unit_names(reader.directory, shown, reader.language):
        lines.append(f"_{quote(unit)}_")
        lines += [f"• {mention(one.person)} · {_why(reader, one)}" for one in people]
    if len(askings) > len(shown):
        lines.append(reader.count(len(askings) - len(shown), _MORE, _MORE))
    yield from (section(text) for text in paragraphs(lines))


def _why(reader: Reader, asking: Asking) -> str:
    if asking.wrong:
        return cut(on_one_line(asking.wrong), REPORT_SHOWN)
    return refusal_words(asking, reader.language)


_QUESTION: Final = Words(
    en="Can you be reached here in a crisis? One click, for {company}.",
    fr="Pouvons-nous vous joindre ici en cas de crise ? Un clic, pour {company}.",
)
_AGAIN: Final = Words(
    en="Once more: can you be reached here in a crisis? One click, for {company}.",
    fr="Encore une fois : pouvons-nous vous joindre ici en cas de crise ? Un clic, pour {company}.",
)
_ON_FILE: Final = Words(
    en="On file for you: telephone {telephone}, mail {email}.",
    fr="Nous avons pour vous : téléphone {telephone}, courriel {email}.",
)
_CONFIRM: Final = Words(en="I can be reached here", fr="On peut me joindre ici")
_WRONG: Final = Words(en="Something is wrong", fr="Quelque chose est faux")
_THANKS: Final = Words(en="✅ Thank you: you can be reached.", fr="✅ Merci : on peut vous joindre.")
_REPORTED: Final = Words(
    en="📇 {who} can be reached, and says that the directory is not right:",
    fr="📇 On peut joindre {who}, mais l’annuaire n’est pas juste :",
)
_MEND: Final = Words(
    en="Correct it in `directory.yaml`, then `/crisis reload`.",
    fr="Corrigez dans `directory.yaml`, puis `/crise recharger`.",
)
_ENDED: Final = Words(
    en="📇 *The contact check is over.* Can be reached: {reached}. Cannot: {unreachable}. To correct: {wrong}.",
    fr="📇 *La vérification des coordonnées est terminée.* Joignables : {reached}. Injoignables : {unreachable}. "
    "À corriger : {wrong}.",
)
_WHERE: Final = Words(
    en="Who, unit by unit: `/crisis contacts`", fr="Qui, unité par unité : `/crise contacts`"
)
_START_TITLE: Final = Words(en="Check contacts", fr="Vérifier l’annuaire")
_START: Final = Words(en="Ask everybody", fr="Demander à tous")
_ONE_ASKED: Final = Words(
    en="{n} person gets a direct message with one button, and one reminder after two working days.",
    fr="{n} personne reçoit un message direct avec un bouton, et un rappel après deux jours ouvrés.",
)
_ASKED: Final = Words(
    en="{n} people get a direct message with one button, a few at a time, and one reminder after two working days.",
    fr="{n} personnes reçoivent un message direct avec un bouton, quelques-unes à la fois, et un rappel après deux jours "
    "ouvrés.",
)
_WRONG_TITLE: Final = Words(en="Something is wrong", fr="Quelque chose est faux")
_WHAT_WRONG: Final = Words(en="What is not right?", fr="Qu’est-ce qui n’est pas juste ?")
_WHAT_HINT: Final = Words(
    en="It goes to the administrators of the directory.", fr="Cela va aux administrateurs de l’annuaire."
)
_PROGRESS: Final = Words(
    en="Contact check of {at}: {reached} of {total} can be reached",
    fr="Vérification du {at} : {reached} sur {total} joignables",
)
_UNREACHABLE: Final = Words(en="Cannot be reached", fr="Injoignables")
_CORRECT: Final = Words(en="To correct in the directory", fr="À corriger dans l’annuaire")
_ANEW: Final = Words(en="Ask everybody anew", fr="Redemander à tous")
_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_SEND: Final = Words(en="Send", fr="Envoyer")
_CANCEL: Final = Words(en="Cancel", fr="Annuler")
