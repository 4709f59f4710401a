"""
What a playbook document must mean, beyond its shape.

Each check reads the written values as they are, so that a document with a wrong key still hears about its
unknown roles: all mistakes at once.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from playbooks.blanks import PLACEHOLDER, placeholders
from playbooks.mistakes import Mistake, nearest, shown, write
from playbooks.names import as_list, as_mapping, repeated, repeated_in, unknown, unknown_of
from playbooks.plan import check_plan
from playbooks.playbook import Lane, Network, Words
from playbooks.variables import VARIABLES
from playbooks.vocabulary import Vocabulary
from playbooks.written import Path, Value, Written

# What a template engine would run. Bounded, so that a hostile text costs no more than a long one.
BRACES: Final = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|\{\{|\}\}|\{%|%\}|\{#|#\}")
BLANK: Final = re.compile(r"\{\{([a-z_]+)\}\}")
DAY: Final = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
FILLED_BLANK: Final = 20  # characters that what is filled in takes, as a rule
APPROVERS: Final[Mapping[str, int]] = {Lane.AMBER: 1, Lane.RED: 2}  # at least


def check_meaning(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    """Give every mistake of meaning in the document."""
    yield from _check_names(written, known)
    yield from check_plan(written, known)
    yield from _check_messages(written, known)
    yield from _check_texts(written)


def _check_names(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    yield from unknown(written, ("lead",), written.content.get("lead"), known.roles)
    yield from unknown(written, ("objective",), written.content.get("objective"), known.objectives)
    ladders = written.content.get("ladders")
    yield from unknown_of(written, ("ladders",), ladders, known.ladders)
    yield from repeated_in(written, ("ladders",), ladders)
    yield from repeated_in(written, ("audiences",), written.content.get("audiences"))
    steps = [as_mapping(step).get("id") for step in as_list(written.content.get("steps"))]
    for number, cited in enumerate(as_list(written.content.get("lessons"))):
        known_steps = (step for step in steps if isinstance(step, str))
        yield from unknown(written, ("lessons", number, "step"), as_mapping(cited).get("step"), known_steps)
    questions = as_list(as_mapping(written.content.get("review")).get("questions"))
    yield from repeated(
        written,
        [(("review", "questions", n, "id"), as_mapping(q).get("id")) for n, q in enumerate(questions)],
    )


def _check_messages(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    for name, message in as_mapping(written.content.get("messages")).items():
        path: Path = ("messages", name)
        approvers = as_list(as_mapping(message).get("approvers"))
        yield from unknown_of(written, (*path, "approvers"), approvers, known.roles)
        yield from repeated_in(written, (*path, "approvers"), approvers)
        yield from repeated_in(written, (*path, "networks"), as_mapping(message).get("networks"))
        yield from _check_lane(written, path, as_mapping(message).get("lane"), len(approvers))
        yield from _check_keepers(written, path, as_mapping(message), known)
        yield from _check_day(written, path, as_mapping(message).get("valid_until"))
        body = as_mapping(as_mapping(message).get("body"))
        for place, text in _bodies(path, as_mapping(message)):
            yield from _check_blanks(written, place, text, body)
            yield from _check_length(written, place, text, as_mapping(message))


def _check_lane(written: Written, path: Path, lane: Value, approvers: int) -> Iterator[Mistake]:
    least = APPROVERS.get(lane, 0) if isinstance(lane, str) else 0
    if approvers < least:
        what = Words(
            en=f"a message of the {lane} lane needs at least {least} approving role(s)",
            fr=f"un message de la voie {lane} demande au moins {least} rôle(s) qui l’approuve(nt)",
        )
        yield written.mistake(written.key_place((*path, "lane")), what, write("approvers: [comms, legal]"))


def _check_keepers(
    written: Written, path: Path, message: dict[str, Value], known: Vocabulary
) -> Iterator[Mistake]:
    for key in ("owner", "reviewed_by"):
        yield from unknown(written, (*path, key), message.get(key), known.roles)


def _check_day(written: Written, path: Path, day: Value) -> Iterator[Mistake]:
    if isinstance(day, str) and DAY.fullmatch(day):
        try:
            date.fromisoformat(day)
        except ValueError:
            what = Words(en=f"no calendar has the day {day}", fr=f"aucun calendrier n’a le jour {day}")
            yield written.mistake(written.place((*path, "valid_until")), what, write("2026-12-31"))


def _bodies(path: Path, message: dict[str, Value]) -> Iterator[tuple[Path, dict[str, Value]]]:
    """Give the text of a message and its other wordings, each with where it stands."""
    yield (*path, "body"), as_mapping(message.get("body"))
    for number, other in enumerate(as_list(message.get("alternatives"))):
        yield (*path, "alternatives", number), as_mapping(other)


def _check_blanks(
    written: Written, path: Path, text: dict[str, Value], first: dict[str, Value]
) -> Iterator[Mistake]:
    """Refuse a text that leaves other blanks in one language than in the other, or than the first wording."""
    english, french = text.get("en"), text.get("fr")
    if not isinstance(english, str) or not isinstance(french, str):
        return
    for language, other in (("fr", english), ("en", french)):
        missing = sorted(set(placeholders(other)) - set(placeholders(str(text[language]))))
        if missing:
            names = _braced(missing)
            what = Words(
                en=f"the other language has {names}, this one has not",
                fr=f"l’autre langue emploie {names}, pas celle-ci",
            )
            instead = Words(en="use the same blanks in both", fr="employez les mêmes variables dans les deux")
            yield written.mistake(written.key_place((*path, language)), what, instead)
    other_blanks = sorted(set(placeholders(str(first.get("en")))) ^ set(placeholders(english)))
    if other_blanks:
        names = _braced(other_blanks)
        what = Words(
            en=f"the first wording and this one do not both have {names}",
            fr=f"le premier texte et celui-ci n’emploient pas tous deux {names}",
        )
        instead = Words(
            en="use the same blanks in each wording", fr="employez les mêmes variables dans chaque texte"
        )
        yield written.mistake(written.key_place((*path, "en")), what, instead)


def _braced(names: list[str]) -> str:
    return shown(", ".join("{{" + name + "}}" for name in names))


def _check_length(
    written: Written, path: Path, text: dict[str, Value], message: dict[str, Value]
) -> Iterator[Mistake]:
    named = as_list(message.get("networks"))
    networks = [network for network in Network if network.value in named]
    if not networks:
        return
    shortest = min(networks, key=lambda network: network.longest)
    for language, body in text.items():
        length = len(PLACEHOLDER.sub("x" * FILLED_BLANK, body)) if isinstance(body, str) else 0
        if length > shortest.longest:
            what = Words(
                en=f"about {length} characters once filled in; {shortest} takes {shortest.longest}",
                fr=f"environ {length} caractères une fois rempli ; {shortest} en accepte {shortest.longest}",
            )
            instead = Words(
                en="shorten it, or leave that network out", fr="raccourcissez-le, ou retirez ce réseau"
            )
            yield written.mistake(written.key_place((*path, language)), what, instead)


def _check_texts(written: Written) -> Iterator[Mistake]:
    for path, text in _texts((), written.content):
        body = len(path) > 3 and path[0] == "messages" and path[2] in {"body", "alternatives"}
        for match in BRACES.finditer(text):
            fragment = match.group()
            blank = BLANK.fullmatch(fragment)
            place = written.fragment_place(path, fragment)
            if blank is None:
                what = Words(
                    en=f"{shown(fragment)} is not a blank; nothing is ever computed in a text",
                    fr=f"{shown(fragment)} n’est pas une variable ; rien n’est jamais calculé dans un texte",
                )
                yield written.mistake(place, what, write("{{fait}}"))
            elif blank[1] not in VARIABLES:
                what = Words(
                    en=f"the blank {shown(fragment)} is not known",
                    fr=f"la variable {shown(fragment)} n’est pas connue",
                )
                yield written.mistake(place, what, nearest(blank[1], VARIABLES))
            elif not body:
                what = Words(
                    en=f"{fragment} stands outside the body of a message",
                    fr=f"{fragment} se trouve hors du corps d’un message",
                )
                yield written.mistake(place, what, _PLAIN)


_PLAIN: Final = Words(en="write plain words", fr="écrivez des mots simples")


def _texts(path: Path, value: Value) -> Iterator[tuple[Path, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for key, inner in value.items():
                yield from _texts((*path, key), inner)
        case list():
            for number, inner in enumerate(value):
                yield from _texts((*path, number), inner)
        case _:
            return
