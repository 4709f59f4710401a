"""The forms of a review: its questions, and an action with an owner and a day."""

from datetime import timedelta
from typing import Final

from handlers.slack.blocks import lessons
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE, SITTINGS
from handlers.slack.blocks.limits import (
    View,
    ask,
    context,
    day_picker,
    focused,
    line_input,
    moment_picker,
    optional,
    person_select,
    text_input,
)
from handlers.slack.blocks.reader import Reader
from playbooks import sittings
from playbooks.commands import Sitting
from playbooks.incident import Incident
from playbooks.playbook import UserId, Words
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

A_DAY: Final = timedelta(days=1)
USUAL_DELAY: Final = timedelta(days=14)  # the day that the calendar first shows


def answer_questions(reader: Reader, incident: Incident, metadata: str) -> View:
    """Ask the review's questions, with the answers given so far; each may be left for later."""
    before = {answer.question: answer.text for answer in incident.answers}
    questions = [
        optional(
            ask(q.id, q.text.read(reader.language), text_input(q.id, before.get(q.id, ""), most=TEXT_LIMIT))
        )
        for q in incident.playbook.review.questions
    ]
    draft = Draft(incident=incident, metadata=metadata)
    asked = (context(reader.say(_NO_BLAME)), *questions)
    return form(reader, draft, Named("review:answers", _REVIEW, SAVE), asked)


def add_action(reader: Reader, incident: Incident, asking: UserId, metadata: str) -> View:
    """Ask what will be done, by whom and until when."""
    day = (reader.now + USUAL_DELAY).date().isoformat()
    questions = (
        focused(ask("text", reader.say(_WHAT), line_input("text", most=TITLE_LIMIT))),
        *lessons.asked(reader, incident),
        ask("person", reader.say(_WHO), person_select("person", asking)),
        ask("due", reader.say(_WHEN), day_picker("due", day)),
    )
    draft = Draft(incident=incident, metadata=metadata)
    return form(reader, draft, Named("review:action", _ACTION, SAVE), questions)


def set_day(reader: Reader, incident: Incident, sitting: Sitting, metadata: str) -> View:
    """Ask when a sitting of the review is held."""
    planned = sittings.day_of(incident, sitting)
    initial = planned if planned is not None and planned > reader.now else reader.now + A_DAY
    asked = focused(ask("day", reader.say(_DAY), moment_picker("day", initial)))
    draft = Draft(incident=incident, metadata=metadata)
    return form(
        reader, draft, Named("review:day", SITTINGS[sitting], SAVE), (context(reader.say(_ROOM)), asked)
    )


_DAY: Final = Words(en="When is it held?", fr="Quand est-il tenu ?")
_ROOM: Final = Words(
    en="The channel is told. Until it was held, whoever leads is reminded.",
    fr="Le canal est prévenu. Tant qu’il n’a pas été tenu, la personne qui pilote est relancée.",
)
_REVIEW: Final = Words(en="Review", fr="Retour d’expérience")
_ACTION: Final = Words(en="Add a lesson", fr="Ajouter une leçon")
_NO_BLAME: Final = Words(
    en="What happened and why, not who. Keep what worked as well.",
    fr="Ce qui s’est passé et pourquoi, pas qui. Gardez aussi ce qui a marché.",
)
_WHAT: Final = Words(en="What is learned, or will be done?", fr="Qu’en retient-on, ou que fera-t-on ?")
_WHO: Final = Words(en="By whom?", fr="Qui ?")
_WHEN: Final = Words(en="Until when?", fr="Pour quand ?")
