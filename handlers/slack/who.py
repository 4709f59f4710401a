"""Who answers, asked from Slack: a few words are answered at once, without any a form opens."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks.who import FORM, answer_message, answer_window, who_form
from handlers.slack.orders import Answer, Verbs
from handlers.slack.verbs import Verb, severity
from handlers.slack.visits import Filled, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from handlers.who_words import Told, told
from playbooks import refusals
from playbooks.desk import Desk
from playbooks.desk.who import Wish, code_of, countries, languages
from playbooks.routing import Directory
from playbooks.routing.tongues import CODES


def register(app: App, desk: Desk) -> None:
    """Listen to the form that comes back; the answer takes its place."""

    @app.view(FORM)
    def asked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        ack(response_action="update", view=answer_window(visit.reader, _answered(visit, _filled(body))))


def _filled(body: Mapping[str, Any]) -> Wish:
    filled = Filled.of(body["view"])
    when = filled.moment("at")
    return Wish(
        role=filled.choice("role") or "",
        unit=filled.choice("unit") or "",
        language=filled.choice("language") or "",
        place=filled.choice("place") or "",
        competence=filled.choice("competence") or "",
        severity=filled.choice("severity") or "",
        at="" if when is None else f"{when:%Y-%m-%d %H:%M} UTC",
    )


def _who(visit: Visit, typed: Typed) -> Answer:
    if not typed.text:
        show(visit, who_form(visit.reader, Wish()))
        return None
    return answer_message(visit.reader, _answered(visit, _read(typed.text, visit.desk.directory())))


def _answered(visit: Visit, wish: Wish) -> Told:
    contact = visit.desk.people.contact(visit.user)
    zone = None if contact is None else contact.zone
    return told(visit.desk.who.answer(wish, zone), visit.desk.directory(), visit.language)


def _read(text: str, directory: Directory) -> Wish:
    """Read words in any order: a role, a unit, a language (de), a country (DE), a domain, a severity."""
    known: dict[str, frozenset[str]] = {
        "unit": frozenset(unit.id for unit in directory.units),
        "role": frozenset(directory.roles),
        "competence": frozenset(directory.competences),
        "language": frozenset(languages(directory)),
        "place": frozenset(countries(directory)),
    }
    wish = Wish()
    for word in text.split():
        field = next((field for field, names in known.items() if word in names), None)
        if field is None and not word.isupper() and code_of(word) in CODES:  # BE is a country, be a language.
            field = "language"
        level = severity(word)
        if field is not None:
            wish = replace(wish, **{field: word})
        elif level is not None:
            wish = replace(wish, severity=level.value)
        else:
            # Of two letters something is near every short word: no code of a language or country is offered.
            everything = tuple(sorted({name for names in known.values() for name in names if len(name) > 2}))
            raise refusals.routing.nothing_of_that_name(word, everything)
    return wish


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.WHO: _who}
