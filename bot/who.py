"""`crisis who`: who answers for something at a moment, and why each person is asked or not."""

from collections.abc import Callable

from bot.at_hand import availability_at_hand
from config.directory import load_directory
from config.settings import Settings
from handlers.who_words import Judged, Told, told
from handlers.wording import say
from playbooks.desk.who import Wish, answered, understood
from playbooks.errors import Refusal
from playbooks.playbook import Language, Words
from playbooks.ports import Clock
from playbooks.routing import Availability

Tell = Callable[[str], None]


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
    known = availability_at_hand(settings, question.at)
    found = answered(question, directory, known or Availability())
    for line in _lines(told(found, directory, language), language):
        tell(line)
    if known is None:
        tell(_NO_DATABASE.read(language))
    return 0


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
