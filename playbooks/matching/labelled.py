"""Messages with what people say of them: what the product learns from, and what it is judged by."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from playbooks.mistakes import Mistake, Unreadable, shown
from playbooks.playbook import Language, Playbook, PlaybookId, PlaybookKind, Words

CODES: Final[Mapping[str, PlaybookId]] = {
    "R1": PlaybookId("unhappy-customer"),
    "R2": PlaybookId("wrong-fact"),
    "R3": PlaybookId("hostile"),
    "R4": PlaybookId("distress"),
    "R5": PlaybookId("surge"),
    "C1": PlaybookId("service-outage"),
    "C2": PlaybookId("data-breach"),
    "C3": PlaybookId("product-recall"),
    "C4": PlaybookId("accident-with-victims"),
    "C5": PlaybookId("bad-buzz"),
    "C6": PlaybookId("rumour"),
    "C7": PlaybookId("hijacked-account"),
    "C8": PlaybookId("misconduct"),
    "C9": PlaybookId("market-leak"),
    "C10": PlaybookId("outside-tragedy"),
}


class Triage(StrEnum):
    """What to do with a message."""

    RESPOND = "respond"
    PRIVATE = "private"
    REMINDER = "reminder"  # of the house rules: one, calm
    SILENT = "silent"
    HANDOVER = "handover"  # to the people of a crisis


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One message. `triage` and `lang` are empty where nobody said."""

    text: str
    playbook: PlaybookId
    also_ok: tuple[PlaybookId, ...] = ()
    triage: Triage | None = None
    also_triage: tuple[Triage, ...] = ()
    lang: str = ""

    @property
    def playbooks(self) -> tuple[PlaybookId, ...]:
        """Every playbook that is right."""
        return (self.playbook, *self.also_ok)

    @property
    def triages(self) -> tuple[Triage, ...]:
        """Everything that is right to do; nothing: nobody said."""
        return () if self.triage is None else (self.triage, *self.also_triage)


def as_labelled(playbooks: Iterable[Playbook]) -> tuple[Labelled, ...]:
    """
    Take what playbooks say of themselves (the words people type, and when they are meant) for messages.

    So a company's own playbook is suggested before anybody has labelled a message for it. A local variant has the words
    of its playbook.
    """
    own = (playbook for playbook in playbooks if playbook.extends is None)
    return tuple(one for playbook in own for language in Language for one in _says(playbook, language))


def _says(playbook: Playbook, language: Language) -> Iterator[Labelled]:
    words = playbook.keywords.fr if language is Language.FR else playbook.keywords.en
    triage = Triage.HANDOVER if playbook.kind is PlaybookKind.CRISIS else None
    for text in (*words, playbook.trigger.read(language)):
        # Twice: what a single person wrote is not learned, and what a playbook says of itself has to be.
        yield from [Labelled(text=text, playbook=playbook.id, triage=triage, lang=language.value)] * 2


def read_labelled(text: str, file: str, known: Collection[PlaybookId]) -> tuple[Labelled, ...]:
    """Read one message a line, as JSON. Raises Unreadable with a mistake for each line that cannot be used."""
    found: list[Labelled] = []
    mistakes: list[Mistake] = []
    # Other signs that Python takes for the end of a line may stand in a message.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_labelled(line, known))
        except _Unfit as exc:
            mistakes.append(Mistake(file=file, line=number, column=1, what=exc.what))
    if mistakes:
        raise Unreadable(tuple(mistakes))
    return tuple(found)


class _Unfit(Exception):
    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


def _labelled(line: str, known: Collection[PlaybookId]) -> Labelled:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise _Unfit(Words(en="this line is not JSON", fr="cette ligne n’est pas du JSON")) from exc
    if not isinstance(said, dict):
        raise _Unfit(Words(en="this line is not an object {…}", fr="cette ligne n’est pas un objet {…}"))
    text = said.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _Unfit(Words(en="text is missing", fr="text manque"))
    return Labelled(
        text=text,
        playbook=_playbook(said.get("playbook"), known),
        also_ok=tuple(_playbook(one, known) for one in _several(said, "also_ok")),
        triage=None if said.get("triage") is None else _triage(said["triage"]),
        also_triage=tuple(_triage(one) for one in _several(said, "also_triage")),
        lang=_language(said.get("lang")),
    )


def _language(said: Any) -> str:
    """Read a language or a locale: fr, fr-CA, fr_BE."""
    return re.split(r"[-_]", str(said or "").strip().casefold())[0]


def _several(said: Mapping[str, Any], name: str) -> Iterator[Any]:
    several = said.get(name) or ()
    if not isinstance(several, list | tuple):
        raise _Unfit(Words(en=f"{name} is a list, such as []", fr=f"{name} est une liste, comme []"))
    yield from several


def _playbook(said: Any, known: Collection[PlaybookId]) -> PlaybookId:
    name = said.strip() if isinstance(said, str) else ""
    found = CODES.get(name.upper(), PlaybookId(name.casefold()))
    if found not in known:
        raise _Unfit(
            Words(
                en=f"“{shown(said)}” is no playbook of this library",
                fr=f"« {shown(said)} » n’est pas une fiche de cette bibliothèque",
            )
        )
    return found


def _triage(said: Any) -> Triage:
    try:
        return Triage(said)
    except ValueError as exc:
        kinds = ", ".join(Triage)
        raise _Unfit(
            Words(
                en=f"“{shown(said)}” is none of {kinds}",
                fr=f"« {shown(said)} » n’est pas l’un de {kinds}",
            )
        ) from exc
