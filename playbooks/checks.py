"""
What a playbook document must mean, beyond its shape.

Each check reads the written values as they are, so that a document with a wrong key still hears about its
unknown roles: all mistakes at once.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from playbooks.mistakes import Mistake, nearest, shown, write
from playbooks.playbook import Lane, Vocabulary, Words, placeholders
from playbooks.variables import VARIABLES
from playbooks.written import Path, Value, Written

# What a template engine would run. Bounded, so that a hostile text costs no more than a long one.
BRACES: Final = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|\{\{|\}\}|\{%|%\}|\{#|#\}")
BLANK: Final = re.compile(r"\{\{([a-z_]+)\}\}")
APPROVERS: Final[Mapping[str, int]] = {Lane.AMBER: 1, Lane.RED: 2}  # at least


def check_meaning(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    """Give every mistake of meaning in the document."""
    yield from _check_names(written, known)
    yield from _check_steps(written, known)
    yield from _check_messages(written, known)
    yield from _check_texts(written)


def _check_names(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    yield from _unknown(written, ("lead",), written.content.get("lead"), known.roles)
    yield from _unknown(written, ("objective",), written.content.get("objective"), known.objectives)
    ladders = _list(written.content.get("ladders"))
    for number, ladder in enumerate(ladders):
        yield from _unknown(written, ("ladders", number), ladder, known.ladders)
    yield from _repeated(written, [(("ladders", number), ladder) for number, ladder in enumerate(ladders)])
    questions = _list(_mapping(written.content.get("review")).get("questions"))
    yield from _repeated(
        written, [(("review", "questions", n, "id"), _mapping(q).get("id")) for n, q in enumerate(questions)]
    )


def _check_steps(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    steps = [_mapping(step) for step in _list(written.content.get("steps"))]
    messages = frozenset(_mapping(written.content.get("messages")))
    for number, step in enumerate(steps):
        path: Path = ("steps", number)
        yield from _unknown(written, (*path, "role"), step.get("role"), known.roles)
        yield from _unknown(written, (*path, "message"), step.get("message"), messages)
        yield from _check_step(written, path, step)
    yield from _repeated(written, [(("steps", n, "id"), step.get("id")) for n, step in enumerate(steps)])


def _check_step(written: Written, path: Path, step: dict[str, Value]) -> Iterator[Mistake]:
    if step.get("mandatory") is True:
        place = written.key_place((*path, "mandatory"))
        if step.get("role") is None:
            what = Words(en="a mandatory step has no role", fr="une étape obligatoire n’a pas de rôle")
            yield written.mistake(place, what, write("role: …"))
        elif step.get("due") is None:
            what = Words(en="a mandatory step has no due time", fr="une étape obligatoire n’a pas d’échéance")
            yield written.mistake(place, what, write("due: 30m"))
    if step.get("kind") == "message" and step.get("message") is None:
        what = Words(
            en="this step names no message to send", fr="cette étape ne nomme aucun message à envoyer"
        )
        yield written.mistake(written.place((*path, "kind")), what, write("message: …"))
    if step.get("kind") != "message" and step.get("message") is not None:
        what = Words(
            en="only a step of kind “message” sends a message",
            fr="seule une étape de type « message » envoie un message",
        )
        yield written.mistake(written.key_place((*path, "message")), what, write("kind: message"))


def _check_messages(written: Written, known: Vocabulary) -> Iterator[Mistake]:
    for name, message in _mapping(written.content.get("messages")).items():
        path: Path = ("messages", name)
        approvers = _list(_mapping(message).get("approvers"))
        for number, role in enumerate(approvers):
            yield from _unknown(written, (*path, "approvers", number), role, known.roles)
        yield from _repeated(
            written, [((*path, "approvers", number), role) for number, role in enumerate(approvers)]
        )
        yield from _check_lane(written, path, _mapping(message).get("lane"), len(approvers))
        yield from _check_blanks(written, path, _mapping(_mapping(message).get("body")))


def _check_lane(written: Written, path: Path, lane: Value, approvers: int) -> Iterator[Mistake]:
    least = APPROVERS.get(lane, 0) if isinstance(lane, str) else 0
    if approvers < least:
        what = Words(
            en=f"a message of the {lane} lane needs at least {least} approving role(s)",
            fr=f"un message de la voie {lane} demande au moins {least} rôle(s) qui l’approuve(nt)",
        )
        yield written.mistake(written.key_place((*path, "lane")), what, write("approvers: [comms, legal]"))


def _check_blanks(written: Written, path: Path, body: dict[str, Value]) -> Iterator[Mistake]:
    english, french = body.get("en"), body.get("fr")
    if not isinstance(english, str) or not isinstance(french, str):
        return
    for language, other in (("fr", english), ("en", french)):
        missing = sorted(set(placeholders(other)) - set(placeholders(str(body[language]))))
        if missing:
            names = ", ".join("{{" + name + "}}" for name in missing)
            what = Words(
                en=f"the other language has {shown(names)}, this one has not",
                fr=f"l’autre langue emploie {shown(names)}, pas celle-ci",
            )
            instead = Words(en="use the same blanks in both", fr="employez les mêmes variables dans les deux")
            yield written.mistake(written.key_place((*path, "body", language)), what, instead)


def _check_texts(written: Written) -> Iterator[Mistake]:
    for path, text in _texts((), written.content):
        body = len(path) == 4 and path[0] == "messages" and path[2] == "body"
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


def _unknown(written: Written, path: Path, name: Value, known: frozenset[str]) -> Iterator[Mistake]:
    if isinstance(name, str) and name not in known:
        what = Words(en=f"there is no “{shown(name)}” to refer to", fr=f"« {shown(name)} » n’existe pas ici")
        yield written.mistake(written.place(path), what, nearest(name, known))


def _repeated(written: Written, named: list[tuple[Path, Value]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, name in named:
        if isinstance(name, str) and name in seen:
            what = Words(en=f"“{shown(name)}” stands here twice", fr=f"« {shown(name)} » figure deux fois")
            instead = Words(en="give each its own name", fr="donnez à chacun son propre nom")
            yield written.mistake(written.place(path), what, instead)
        elif isinstance(name, str):
            seen.add(name)


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


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
