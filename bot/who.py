"""`crisis who`: who answers for something at a moment, and why each person is asked or not."""

from collections.abc import Callable

from bot.ids import TimeOrderedIds
from bot.places import sqlite_file
from config.directory import load_directory
from config.settings import Settings
from handlers.who_words import Judged, Told, told
from handlers.wording import say
from playbooks.desk.who import Question, Wish, answered, understood
from playbooks.errors import NotSaved, Refusal
from playbooks.playbook import Language, Words
from playbooks.ports import Clock
from playbooks.routing import Availability
from storage.engine import UnfitDatabase, connect
from storage.schema import SchemaState, state
from storage.transaction import SqlMemory, reached

Tell = Callable[[str], None]
UNUSED_KEY = b"nothing is written to the log here"


def answer(settings: Settings, wish: Wish, language: Language, clock: Clock, tell: Tell) -> int:
    """
    Say who answers, and why; give 1 for something that the directory does not know.

    Who is away, covers or is busy is read from the database where it can be; where not, the answer says so. Raises
    UnreadableDirectory, OSError.
    """
    directory = load_directory(settings.directory)
    try:
        question = understood(wish, directory, clock.now())
    except Refusal as exc:
        tell(exc.tell.read(language).replace("`", ""))
        return 1
    known = _known(settings, question)
    found = answered(question, directory, known or Availability())
    for line in _lines(told(found, directory, language), language):
        tell(line)
    if known is None:
        tell(_NO_DATABASE.read(language))
    return 0


def _known(settings: Settings, question: Question) -> Availability | None:
    """Read how people stand; None where there is no database with this version's schema."""
    url = settings.database_url.get_secret_value()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    try:
        database = connect(url)
    except UnfitDatabase:
        return None
    try:
        with reached():
            if state(database) is not SchemaState.CURRENT:
                return None
        with SqlMemory(database, TimeOrderedIds(), (UNUSED_KEY,)).reading() as look:
            return look.availability(question.at)
    except NotSaved:
        return None
    finally:
        database.close()


def _lines(answer: Told, language: Language) -> list[str]:
    lines = [answer.asked, answer.first, *(f"! {warning}" for warning in answer.warnings)]
    lines += [answer.on_duty, ""] if answer.on_duty else [""]
    if answer.chosen:
        numbered = enumerate(answer.chosen, 1)
        lines += [say(_ASKED, language), *(f"  {number}. {_one(one, language)}" for number, one in numbered)]
    if answer.others:
        lines += [say(_NOT_ASKED, language), *(f"   - {_one(person, language)}" for person in answer.others)]
    if answer.more:
        lines.append(say(_MORE, language, n=answer.more))
    return lines


def _one(person: Judged, language: Language) -> str:
    return say(_JUDGED, language, name=person.name, id=person.person, why=person.why)


_JUDGED = Words(en="{name} ({id}): {why}", fr="{name} ({id}) : {why}")
_ASKED = Words(en="In this order:", fr="Dans cet ordre :")
_NOT_ASKED = Words(en="Not asked:", fr="Pas sollicités :")
_MORE = Words(en="… and {n} more.", fr="… et {n} de plus.")
_NO_DATABASE = Words(
    en="(No database of this version: who is away, covers or is busy is not known.)",
    fr="(Pas de base de données de cette version : absences, remplacements et charge ne sont pas connus.)",
)
