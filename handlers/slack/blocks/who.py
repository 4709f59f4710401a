"""Who answers: the form that asks, and the answer, person by person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from handlers.slack.blocks.countries import country_name
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    Message,
    View,
    ask,
    context,
    message,
    modal,
    moment_picker,
    option,
    optional,
    paragraphs,
    quote,
    section,
    select,
)
from handlers.slack.blocks.reader import SEVERITY_SIGN, Reader, mention
from handlers.who_words import Judged, Told
from handlers.wording import set_in
from playbooks.desk.who import Wish, countries, languages
from playbooks.playbook import Severity, Words
from playbooks.routing.tongues import tongue

FORM: Final = "who:ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One of the questions of the form: its field, what it is called, and what there is to choose."""

    field: str
    label: Words
    choices: tuple[tuple[str, str], ...]  # a value and its words


def who_form(reader: Reader, wish: Wish) -> View:
    """Ask what somebody is needed for; whatever is left open does not matter."""
    questions = [
        optional(ask(menu.field, reader.say(menu.label), _select(menu, wish)))
        for menu in _menus(reader)
        if menu.choices
    ]
    when = optional(ask("at", reader.say(_AT), moment_picker("at"), reader.say(_NOW)))
    frame = Frame(
        callback=FORM, title=reader.say(_TITLE), submit=reader.say(_SUBMIT), close=reader.say(_CLOSE)
    )
    return modal(frame, (*questions, when))


def answer_window(reader: Reader, told: Told) -> View:
    """Show the answer in the form's own window."""
    frame = Frame(callback="who:told", title=reader.say(_TITLE), close=reader.say(_CLOSE))
    return modal(frame, list(_blocks(reader, told)))


def answer_message(reader: Reader, told: Told) -> Message:
    """Show the answer to a command."""
    return message(list(_blocks(reader, told)), told.first)


def _menus(reader: Reader) -> Iterator[Menu]:
    directory, language = reader.directory, reader.language
    roles = sorted((set_in(language, title), role) for role, title in directory.roles.items())
    tongues = sorted((tongue(code).read(language), code) for code in languages(directory))
    units = ((unit.id, set_in(language, unit.title)) for unit in directory.units)
    competences = ((name, set_in(language, title)) for name, title in directory.competences.items())
    severities = ((one.value, f"{SEVERITY_SIGN[one]} {one.words.read(language)}") for one in Severity)
    yield Menu(field="role", label=_ROLE, choices=tuple((role, title) for title, role in roles))
    yield Menu(field="unit", label=_UNIT, choices=tuple(units))
    yield Menu(field="language", label=_LANGUAGE, choices=tuple((code, name) for name, code in tongues))
    yield Menu(
        field="place",
        label=_PLACE,
        choices=tuple((code, country_name(code, language)) for code in countries(directory)),
    )
    yield Menu(field="competence", label=_COMPETENCE, choices=tuple(competences))
    yield Menu(field="severity", label=_SEVERITY, choices=tuple(severities))


def _select(menu: Menu, wish: Wish) -> Element:
    chosen: str = getattr(wish, menu.field)
    return select(menu.field, [option(words, value) for value, words in menu.choices], chosen or None)


def _blocks(reader: Reader, told: Told) -> Iterator[Block]:
    yield context(quote(told.asked))
    yield section(f"*{quote(told.first)}*")
    for warning in told.warnings:
        yield section(f"⚠️ {quote(warning)}")
    if told.on_duty:
        yield context(quote(told.on_duty))
    yield from _listed(reader.say(_ASKED), _numbered(told.chosen))
    yield from _listed(reader.say(_NOT_ASKED), (f"• {_one(person)}" for person in told.others))
    if told.more:
        yield context(reader.say(_MORE, n=told.more))


def _listed(head: str, lines: Iterable[str]) -> Iterator[Block]:
    texts = list(lines)
    if texts:
        yield from (section(text) for text in paragraphs([f"*{head}*", *texts]))


def _numbered(people: tuple[Judged, ...]) -> Iterator[str]:
    return (f"{number}. {_one(person)}" for number, person in enumerate(people, 1))


def _one(person: Judged) -> str:
    return f"{mention(person.person)} · {quote(person.why)}"


_TITLE: Final = Words(en="Who answers?", fr="Qui répond ?")
_SUBMIT: Final = Words(en="Look", fr="Chercher")
_CLOSE: Final = Words(en="Close", fr="Fermer")
_ROLE: Final = Words(en="Role", fr="Rôle")
_UNIT: Final = Words(en="Business unit", fr="Unité")
_LANGUAGE: Final = Words(en="Language of the answer", fr="Langue de la réponse")
_PLACE: Final = Words(en="Country", fr="Pays")
_COMPETENCE: Final = Words(en="Domain", fr="Domaine")
_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_AT: Final = Words(en="When", fr="Quand")
_NOW: Final = Words(en="Left open: now.", fr="Sans réponse : maintenant.")
_ASKED: Final = Words(en="In this order", fr="Dans cet ordre")
_NOT_ASKED: Final = Words(en="Not asked", fr="Non sollicités")
_MORE: Final = Words(en="… and {n} more.", fr="… et {n} de plus.")
