"""The page that says who answers for something at a moment, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from handlers.web.drawing.reader import Reader
from handlers.web.loopback import loopback_only
from handlers.web.pages import Pages
from handlers.who_words import told
from playbooks.desk.who import Wish, countries, languages
from playbooks.playbook import Severity, Words
from playbooks.routing.tongues import tongue

Written = Annotated[str, Query(max_length=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks."""

    role: Written = ""
    unit: Written = ""
    language: Written = ""
    place: Written = ""
    competence: Written = ""
    severity: Written = ""
    at: Written = ""
    zone: Written = ""

    @property
    def wish(self) -> Wish:
        """The same, for the desk."""
        at = f"{self.at} {self.zone}".strip() if self.at.strip() else ""
        return Wish(
            role=self.role,
            unit=self.unit,
            language=self.language,
            place=self.place,
            competence=self.competence,
            severity=self.severity,
            at=at,
        )


def router(pages: Pages) -> APIRouter:
    """Make the page. It only reads, and answers on loopback only: it names people."""
    doors = APIRouter(dependencies=[Depends(loopback_only)], include_in_schema=False)

    @doors.get("/who")
    def who(request: Request, asked: Annotated[Asked, Depends()]) -> HTMLResponse:
        reader = pages.reader(request)
        answer = None
        if any(request.query_params.get(field) is not None for field in Asked.__dataclass_fields__):
            answer = told(pages.desk.who.answer(asked.wish), reader.directory, reader.language)
        return pages.draw(
            "who.html",
            request,
            reader,
            answer=answer,
            asked=asked,
            menus=list(_menus(reader, asked)),
            zones=sorted({contact.zone for contact in reader.directory.contacts}),
            text={key: reader.read(words) for key, words in WORDS.items()},
            more="" if answer is None else reader.read(_MORE).format(n=answer.more),
            now=reader.at(reader.now),
        )

    return doors


def _menus(reader: Reader, asked: Asked) -> Iterator[Mapping[str, Any]]:
    directory = reader.directory
    choices: Mapping[str, list[tuple[str, str]]] = {
        "role": [(role, reader.role(role)) for role in directory.roles],
        "unit": [(unit.id, reader.unit(unit.id)) for unit in directory.units],
        "language": [(code, tongue(code).read(reader.language)) for code in languages(directory)],
        "place": [(code, code) for code in countries(directory)],
        "competence": [(name, reader.read(title)) for name, title in directory.competences.items()],
        "severity": [(one.value, one.words.read(reader.language)) for one in Severity],
    }
    for field, options in choices.items():
        if options:
            chosen: str = getattr(asked, field)
            in_order = options if field == "severity" else sorted(options, key=lambda option: option[1])
            yield {"field": field, "label": reader.read(WORDS[field]), "options": in_order, "chosen": chosen}


WORDS: Final[Mapping[str, Words]] = {
    "title": Words(en="Who answers?", fr="Qui répond ?"),
    "role": Words(en="Role", fr="Rôle"),
    "unit": Words(en="Business unit", fr="Unité"),
    "language": Words(en="Language of the answer", fr="Langue de la réponse"),
    "place": Words(en="Country", fr="Pays"),
    "competence": Words(en="Domain", fr="Domaine"),
    "severity": Words(en="Severity", fr="Gravité"),
    "at": Words(en="When (empty: now)", fr="Quand (vide : maintenant)"),
    "zone": Words(en="By the clocks of", fr="À l’heure de"),
    "any": Words(en="Any", fr="Peu importe"),
    "look": Words(en="Look", fr="Chercher"),
    "asked": Words(en="In this order", fr="Dans cet ordre"),
    "not_asked": Words(en="Not asked", fr="Non sollicités"),
    "warning": Words(en="Mind this", fr="Attention"),
}
_MORE: Final = Words(en="… and {n} more.", fr="… et {n} de plus.")
