"""The forms of a review: its questions, and an action with an owner and a day."""

from datetime import timedelta
from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE
from handlers.slack.blocks.limits import (
    View,
    ask,
    context,
    day_picker,
    focused,
    line_input,
    optional,
    person_select,
    text_input,
)
from handlers.slack.blocks.reader import Reader
from playbooks.incident import Incident
from playbooks.playbook import UserId, Words
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

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
        ask("person", reader.say(_WHO), person_select("person", asking)),
        ask("due", reader.say(_WHEN), day_picker("due", day)),
    )
    draft = Draft(incident=incident, metadata=metadata)
    return form(reader, draft, Named("review:action", _ACTION, SAVE), questions)


_REVIEW: Final = Words(en="Review", fr="Retour d’expérience")
_ACTION: Final = Words(en="Add an action", fr="Ajouter une action")
_NO_BLAME: Final = Words(
    en="What happened and why, not who. Keep what worked as well.",
    fr="Ce qui s’est passé et pourquoi, pas qui. Gardez aussi ce qui a marché.",
)
_WHAT: Final = Words(en="What will be done?", fr="Que fera-t-on ?")
_WHO: Final = Words(en="By whom?", fr="Qui ?")
_WHEN: Final = Words(en="Until when?", fr="Pour quand ?")
