"""
Files that stand alone: a playbook or an incident to print, and the offline pack.

No script, nothing from elsewhere: the one style stands inside, and the file's own policy names it by its digest.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment

from handlers.web.drawing.exported import ExportedPart
from handlers.web.drawing.people import LadderPart, RoleLine, every_contact, ladder_parts, role_lines
from handlers.web.drawing.playbook import playbook_part
from handlers.web.drawing.reader import Reader
from handlers.web.markdown import playbook_markdown
from handlers.web.templating import make_templates
from playbooks.escalation import DEFAULT_WAIT
from playbooks.playbook import Playbook, UnitId

SHEET: Final = "print.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """A business unit, whom to call for it, and who holds each role there."""

    id: str
    title: str
    ladders: tuple[LadderPart, ...]
    roles: tuple[RoleLine, ...]


def markdown(playbook: Playbook, unit: UnitId | None, reader: Reader) -> str:
    """Write a playbook as Markdown."""
    return playbook_markdown(playbook_part(playbook, unit, reader), reader)


def html(playbook: Playbook, unit: UnitId | None, reader: Reader) -> str:
    """Draw a playbook as a file to print."""
    return _alone("playbook_alone.html", reader, part=playbook_part(playbook, unit, reader))


def incident(part: ExportedPart, reader: Reader) -> str:
    """Draw an incident as a file to print."""
    return _alone("incident_alone.html", reader, part=part)


def pack(playbooks: Iterable[Playbook], reader: Reader) -> str:
    """Draw everything that is needed when Slack itself has failed, in one file to print."""
    waits = {severity.value: reader.length(wait) for severity, wait in DEFAULT_WAIT.items()}
    return _alone(
        "pack.html",
        reader,
        units=tuple(_unit(unit.id, reader) for unit in reader.directory.units),
        contacts=every_contact(reader),
        # Whom to call stands once, unit by unit, at the front.
        parts=tuple(replace(playbook_part(one, None, reader), ladders=()) for one in playbooks),
        waits=reader.paper("waits", **waits),
    )


def policy() -> str:
    """Give the security policy of a file that stands alone: its own style and nothing else at all."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _unit(unit: UnitId, reader: Reader) -> UnitPart:
    ladders = (plan.id for plan in reader.directory.ladders)
    held = (role for role, _ in reader.directory.roster(unit))
    return UnitPart(
        id=unit,
        title=reader.unit(unit),
        ladders=tuple(part for ladder in ladders for part in ladder_parts(ladder, unit, None, reader)),
        roles=role_lines(held, unit, reader),
    )


def _alone(template: str, reader: Reader, **shown: Any) -> str:
    return (
        _templates()
        .get_template(template)
        .render(
            reader=reader,
            language=reader.language.value,
            made=reader.at(reader.now),
            style=_style(),
            policy=policy(),
            **shown,
        )
    )


@cache
def _templates() -> Environment:
    return make_templates()


@cache
def _style() -> str:
    return files("handlers.web").joinpath("static", SHEET).read_text("utf-8")
