"""The rotas and the contact check as pages show them."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.reach_words import refusal_words, standing_words, unit_names
from handlers.rota_words import CoverageTold, coverage_told, plain_voice, written_day
from handlers.web.drawing.reader import Reader
from playbooks.desk.checking import Progress
from playbooks.desk.rotas import Roster
from playbooks.routing.coverage import WEEK, Coverage
from playbooks.routing.reachability import ANSWERED, Asking, Standing

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """One turn to come."""

    when: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaPart:
    """One rota: who is on duty, and who comes next."""

    title: str
    present: str  # empty: nobody
    turns: tuple[TurnLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """How much somebody is on duty."""

    name: str
    hours: tuple[int, ...]
    nights: int
    heavy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePart:
    """The whole report."""

    told: CoverageTold
    weeks: tuple[str, ...]
    loads: tuple[LoadLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """People of one unit, each with why."""

    unit: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPart:
    """How far a contact check is."""

    progress: str
    rest: tuple[str, ...]
    unreachable: tuple[UnitPart, ...]
    wrong: tuple[UnitPart, ...]


def rota_parts(rosters: tuple[Roster, ...], reader: Reader) -> tuple[RotaPart, ...]:
    """Draw each rota."""
    voice = plain_voice(reader.directory, reader.language)
    return tuple(
        RotaPart(
            title=reader.read(roster.rota.title),
            present=reader.name(roster.present),
            turns=tuple(
                TurnLine(when=voice.moment(stint.since, roster.rota.id), person=reader.name(stint.person))
                for stint in roster.coming
                if stint.since > reader.now
            ),
        )
        for roster in rosters
    )


def coverage_part(found: Coverage, weeks: int, reader: Reader) -> CoveragePart:
    """Draw the report."""
    mondays = [found.loads[0].monday + n * WEEK for n in range(weeks)] if found.loads else []
    return CoveragePart(
        told=coverage_told(found, plain_voice(reader.directory, reader.language), weeks),
        weeks=tuple(reader.say("week_from", day=written_day(day, reader.language)) for day in mondays),
        loads=tuple(
            LoadLine(
                name=reader.name(load.person),
                hours=tuple(round(one / HOUR) for one in load.hours),
                nights=load.nights,
                heavy=load.too_many_hours or load.too_many_nights,
            )
            for load in found.loads
        ),
    )


def contacts_part(found: Progress, reader: Reader) -> ContactsPart:
    """Draw a contact check."""
    counted = found.counted
    return ContactsPart(
        progress=reader.say(
            "contacts_progress",
            reached=sum(counted[one] for one in ANSWERED),
            total=len(found.askings),
            at=reader.at(found.check.at).full,
        ),
        rest=tuple(
            f"{counted[one]} {standing_words(one, reader.language)}" for one in Standing if counted[one]
        ),
        unreachable=_by_unit(found.unreachable, reader),
        wrong=_by_unit(found.wrong, reader),
    )


def _by_unit(askings: tuple[Asking, ...], reader: Reader) -> tuple[UnitPart, ...]:
    return tuple(
        UnitPart(
            unit=unit,
            people=tuple(
                (reader.name(one.person), one.wrong or refusal_words(one, reader.language)) for one in people
            ),
        )
        for unit, people in unit_names(reader.directory, askings, reader.language)
    )
