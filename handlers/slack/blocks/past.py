"""Past incidents as people see them: what it was, what was learned, and by which words it was found."""

from collections.abc import Sequence
from typing import Final

from handlers.slack.blocks.advice import ADVICE
from handlers.slack.blocks.drills import DRILL_WORD
from handlers.slack.blocks.limits import Block, Message, context, cut, message, quote, section
from handlers.slack.blocks.moments import day_of
from handlers.slack.blocks.reader import Reader, framed, on_one_line
from handlers.wording import say
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.search import Hit

LESSON_SHOWN: Final = 500  # characters in an answer
IN_FORM: Final = 220
WAITING: Final = 2  # lessons of one incident
WAITING_SHOWN: Final = 120  # characters of each
WORDS_SHOWN: Final = 6  # by which one was found


def found(reader: Reader, words: str, hits: Sequence[Hit]) -> Message:
    """Answer a search, the best first."""
    if not hits:
        none = reader.say(_NONE, typed=on_one_line(words))
        return message([section(none)], none)
    head = reader.count(len(hits), _ONE, _MANY)
    return message([section(f"*{head}*"), *(block for hit in hits for block in _hit(reader, hit))], head)


def in_form(reader: Reader, hits: Sequence[Hit]) -> tuple[Block, ...]:
    """Show, in the form that opens an incident, what was like it before; the form keeps it when it is drawn anew."""
    if not hits:
        return ()
    lines = "\n".join((reader.say(_BEFORE), *(_line(reader, hit) for hit in hits)))
    return ({**context(lines), "block_id": f"{ADVICE}:past"},)


def on_card(reader: Reader, incident: Incident) -> tuple[Block, ...]:
    """Show on a card what was like it before, and what was learned then."""
    past = incident.recalled
    if past is None:
        return ()
    told = reader.say(_RECALLED, ref=past.ref, title=quote(past.title))
    waits = _waiting(reader, past.waiting)
    if not past.lesson:
        return (context(f"{told}{waits}"),)
    return (section(f"{told}\n{framed(cut(past.lesson, LESSON_SHOWN))}{waits}"),)


def _hit(reader: Reader, hit: Hit) -> tuple[Block, ...]:
    entry, texts = hit.entry, hit.entry.texts
    drill = f"{say(DRILL_WORD, reader.language)} · " if entry.drill else ""
    locked = " · 🔒" if entry.restricted else ""
    cause = reader.say(_CAUSE, cause=on_one_line(texts.cause)) if texts.cause else reader.say(_NO_CAUSE)
    running = reader.say(_RUNNING) if entry.is_open else day_of(entry.opened_at)
    lines = [f"{drill}*{entry.ref}* {quote(texts.title)}{locked}", f"{running} · {cause}"]
    if texts.lesson:
        lines.append(f"{reader.say(_LEARNED)}\n{framed(cut(texts.lesson, LESSON_SHOWN))}")
    return section("\n".join(lines) + _waiting(reader, hit.waiting)), context(_why(reader, hit))


def _line(reader: Reader, hit: Hit) -> str:
    texts = hit.entry.texts
    learned = reader.say(_LESSON, lesson=on_one_line(cut(texts.lesson, IN_FORM))) if texts.lesson else ""
    head = f"• *{hit.entry.ref}* {quote(texts.title)} · {day_of(hit.entry.opened_at)}"
    return f"{head}{learned}{_waiting(reader, hit.waiting)}"


def _waiting(reader: Reader, lessons: Sequence[str]) -> str:
    """Say which lessons still wait for somebody: what was not changed then may happen again now."""
    if not lessons:
        return ""
    told = "; ".join(on_one_line(cut(lesson, WAITING_SHOWN)) for lesson in lessons[:WAITING])
    return f"\n⏳ {reader.count(len(lessons), _WAITS_ONE, _WAITS)} {told}"


def _why(reader: Reader, hit: Hit) -> str:
    words = ", ".join(reader.say(_WORD, word=quote(word)) for word in hit.matched[:WORDS_SHOWN])
    brought = "" if not hit.entry.external else reader.say(_BROUGHT, name=on_one_line(hit.entry.external))
    return reader.say(_FOUND_BY, found=words) + brought


_WAITS_ONE: Final = Words(en="{n} lesson still open:", fr="{n} leçon encore ouverte :")
_WAITS: Final = Words(en="{n} lessons still open:", fr="{n} leçons encore ouvertes :")
_ONE: Final = Words(en="{n} incident", fr="{n} incident")
_MANY: Final = Words(en="{n} incidents, the best first", fr="{n} incidents, le meilleur d’abord")
_NONE: Final = Words(
    en="No incident that you may see speaks of “{typed}”. Try fewer words, or other ones; “words in quotation marks” "
    "are looked for just so.",
    fr="Aucun incident que vous pouvez voir ne parle de « {typed} ». Essayez moins de mots, ou d’autres ; des « mots "
    "entre guillemets » sont cherchés tels quels.",
)
_CAUSE: Final = Words(en="cause: {cause}", fr="cause : {cause}")
_NO_CAUSE: Final = Words(en="no cause named", fr="pas de cause nommée")
_RUNNING: Final = Words(en="still open", fr="encore ouvert")
_LEARNED: Final = Words(en="What was learned:", fr="Ce qui en a été retenu :")
_LESSON: Final = Words(en="\nLearned: {lesson}", fr="\nRetenu : {lesson}")
_WORD: Final = Words(en="“{word}”", fr="« {word} »")
_FOUND_BY: Final = Words(en="Found by {found}", fr="Trouvé par {found}")
_BROUGHT: Final = Words(en=" · brought along as {name}", fr=" · repris sous le nom {name}")
_BEFORE: Final = Words(en="*It may have been there before:*", fr="*Cela a peut-être déjà eu lieu :*")
_RECALLED: Final = Words(
    en="📖 It was there before: *{ref}* {title}", fr="📖 Cela a déjà eu lieu : *{ref}* {title}"
)
