"""
A whole playbook, drawn for reading and for paper: every key of the document in people's words.

Pages, printable HTML, Markdown and the offline pack all show this drawing and nothing else of the document. It holds
plain text; whoever shows it escapes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handlers.conditions import condition_in_words
from handlers.differing import AUDIENCES
from handlers.statement_words import LANES_PRINTED, STRATEGIES_PRINTED
from handlers.web.drawing.people import LadderPart, RoleLine, ladder_parts, role_lines
from handlers.web.drawing.reader import Reader
from handlers.web.words import KIND, STEP_KIND
from handlers.web.words_printed import CLUSTER, GATE, SINCE
from playbooks.blanks import PLACEHOLDER
from playbooks.networks import NAMES
from playbooks.playbook import (
    LONGEST_BODY,
    Clock,
    Extends,
    Lane,
    Message,
    Network,
    Outcome,
    Outcomes,
    Playbook,
    RoleId,
    Severity,
    Step,
    StepId,
    UnitId,
    Words,
)
from playbooks.variables import VARIABLES

SHORT_DIGEST: Final = 12  # characters; enough to tell two documents apart on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """One thing that may be decided about answering, with its terms."""

    title: str
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One line of the checklist, with everything that goes with it; empty where there is nothing to say."""

    number: int
    title: str
    marks: tuple[str, ...]  # decision, mandatory
    owner: str
    time: str
    condition: str
    note: str
    choices: tuple[str, ...]
    gate: str
    message: str
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a prepared text: words, or what a person puts in a blank's place."""

    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What to put in a blank, and the name that the document gives it."""

    says: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """A prepared text, how it is approved, where it is read and what is to be filled in."""

    title: str
    id: str
    strategy: str
    approval: str
    networks: str
    kept: str  # by whom, who looked at it for the law, until when; empty: nothing is said of it
    intent: str
    lines: tuple[tuple[Piece, ...], ...]
    others: tuple[tuple[tuple[Piece, ...], ...], ...]  # further wordings
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """A legal duty: how long, from when, and who confirms or waives it."""

    title: str
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookPart:
    """One version of a playbook, from its trigger to its review."""

    id: str
    version: int
    title: str
    version_words: str
    kind: str
    severity: Severity
    severity_words: str
    cluster: str
    objective: str
    lead: str
    unit: str  # whose people are named; empty: each unit has its own
    keywords: tuple[str, ...]
    audiences: tuple[str, ...]  # none: the document says nothing of them
    trigger: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    raise_when: tuple[str, ...]
    outcomes: tuple[OutcomeLine, ...]
    called: tuple[str, ...]  # the ladders by name
    ladders: tuple[LadderPart, ...]  # with their people; none: they stand elsewhere, or nobody is called
    roles: tuple[RoleLine, ...]  # none: no unit is chosen
    steps: tuple[StepLine, ...]
    messages: tuple[MessagePart, ...]
    clocks: tuple[ClockLine, ...]
    review_terms: tuple[str, ...]
    questions: tuple[str, ...]
    variant: str  # of which playbook, and where it is taken; empty: it is no local variant
    changes: str
    credits: tuple[str, ...]
    digest: str


def playbook_part(playbook: Playbook, unit: UnitId | None, reader: Reader) -> PlaybookPart:
    """Draw a playbook for a unit and its people, or for all units: then roles are not given theirs."""
    objective = reader.directory.objectives.get(playbook.objective)
    keywords = {"en": playbook.keywords.en, "fr": playbook.keywords.fr}[reader.language.value]
    return PlaybookPart(
        id=playbook.id,
        version=playbook.version,
        title=reader.read(playbook.title),
        version_words=reader.say("version", version=playbook.version),
        kind=reader.read(KIND[playbook.kind]),
        severity=playbook.severity,
        severity_words=reader.read(playbook.severity.words),
        cluster=reader.read(CLUSTER[playbook.cluster]),
        objective=playbook.objective if objective is None else reader.read(objective),
        lead=reader.role(playbook.lead),
        unit="" if unit is None else reader.unit(unit),
        keywords=keywords,
        audiences=tuple(reader.read(AUDIENCES[audience]) for audience in playbook.audiences),
        trigger=reader.read(playbook.trigger),
        do=_texts(playbook.do, reader),
        dont=_texts(playbook.dont, reader),
        raise_when=_texts(playbook.raise_when, reader),
        outcomes=tuple(_outcomes(playbook.outcomes, reader)),
        called=tuple(reader.ladder(name) for name in playbook.ladders),
        ladders=tuple(
            part for name in playbook.ladders for part in ladder_parts(name, unit, playbook.severity, reader)
        ),
        roles=() if unit is None else role_lines(_roles(playbook), unit, reader),
        steps=tuple(_step(number, step, playbook, reader) for number, step in enumerate(playbook.steps, 1)),
        messages=tuple(_message(message, playbook, reader) for message in playbook.messages),
        clocks=tuple(_clock(clock, reader) for clock in playbook.clocks),
        review_terms=tuple(_review_terms(playbook, reader)),
        questions=_texts(tuple(question.text for question in playbook.review.questions), reader),
        variant="" if playbook.extends is None else _variant(playbook.extends, reader),
        changes=reader.read(playbook.changes),
        credits=playbook.credits,
        digest=playbook.digest[:SHORT_DIGEST],
    )


def _texts(texts: tuple[Words, ...], reader: Reader) -> tuple[str, ...]:
    return tuple(reader.read(text) for text in texts)


def _roles(playbook: Playbook) -> Iterator[RoleId]:
    """Name every role that the playbook counts on, in the order in which it is needed."""
    yield playbook.lead
    for step in playbook.steps:
        yield from step.roles or (() if step.role is None else (step.role,))
    for message in playbook.messages:
        yield from message.approvers
    yield from (clock.owner for clock in playbook.clocks)
    hold = playbook.outcomes.hold if playbook.outcomes else None
    if hold is not None and hold.renew is not None:
        yield hold.renew


def _outcomes(outcomes: Outcomes | None, reader: Reader) -> Iterator[OutcomeLine]:
    for outcome in outcomes.allowed if outcomes else ():
        terms = ""
        if outcome is Outcome.HOLD and outcomes and outcomes.hold:
            role = reader.role(outcomes.hold.renew) or reader.paper("the_lead")
            terms = reader.paper("hold_terms", length=reader.length(outcomes.hold.most), role=role)
        elif outcome is Outcome.SILENT and outcomes and outcomes.silent:
            terms = reader.paper("silent_terms", length=reader.length(outcomes.silent))
        yield OutcomeLine(title=reader.read(outcome.words), terms=terms)


def _step(number: int, step: Step, playbook: Playbook, reader: Reader) -> StepLine:
    marks = (
        reader.read(STEP_KIND[step.kind]),
        reader.say("mandatory") if step.mandatory else "",
    )
    message = None if step.message is None else playbook.message(step.message)
    clocks = (playbook.clock(clock) for clock in step.clocks)
    return StepLine(
        number=number,
        title=reader.read(step.title),
        marks=tuple(mark for mark in marks if mark),
        owner=_owner(step, reader),
        time=_time(step, playbook, reader),
        condition=_condition(step, playbook, reader),
        note="" if step.note is None else reader.read(step.note),
        choices=tuple(reader.read(choice.title) for choice in step.choices),
        gate="" if step.gate is None else reader.read(GATE[step.gate]),
        message="" if message is None else reader.read(playbook.message_title(message.id)),
        clocks=tuple(reader.read(clock.title) for clock in clocks if clock is not None),
    )


def _owner(step: Step, reader: Reader) -> str:
    if step.roles:
        roles = ", ".join(reader.role(role) for role in step.roles)
        return f"{roles} ({reader.paper('each_part')})"
    return reader.role(step.role) or reader.paper("the_lead")


def _time(step: Step, playbook: Playbook, reader: Reader) -> str:
    if step.due is None:
        return reader.say("no_time")
    length = reader.length(step.due)
    if step.after is None:
        return reader.paper("within", length=length)
    return reader.paper("within_after", length=length, step=_step_named(step.after, playbook, reader))


def _condition(step: Step, playbook: Playbook, reader: Reader) -> str:
    if step.when is None:
        return ""
    return condition_in_words(
        step.when, playbook, reader.language, lambda name: _step_named(name, playbook, reader)
    )


def _step_named(name: StepId, playbook: Playbook, reader: Reader) -> str:
    """Name a step so that it is found on the page: by its number and its title."""
    found = next((pair for pair in enumerate(playbook.steps, 1) if pair[1].id == name), None)
    if found is None:
        return name
    number, step = found
    return reader.paper("step_named", number=number, title=reader.read(step.title))


def _message(message: Message, playbook: Playbook, reader: Reader) -> MessagePart:
    first, *others = (_lines(reader.read(body), reader) for body in message.bodies)
    return MessagePart(
        title=reader.read(playbook.message_title(message.id)),
        id=message.id,
        strategy=reader.read(STRATEGIES_PRINTED[message.strategy]),
        approval=_approval(message, reader),
        networks=_networks(message, reader),
        kept=_kept(message, reader),
        intent="" if message.intent is None else reader.read(message.intent),
        lines=first,
        others=tuple(others),
        blanks=tuple(Blank(says=_blank(name, reader), name=name) for name in message.variables),
    )


def _lines(body: str, reader: Reader) -> tuple[tuple[Piece, ...], ...]:
    return tuple(tuple(_pieces(line, reader)) for line in body.split("\n"))


def _kept(message: Message, reader: Reader) -> str:
    told = (
        *((reader.paper("kept_by", role=reader.role(message.owner)),) if message.owner else ()),
        *(
            (reader.paper("reviewed_by", role=reader.role(message.reviewed_by)),)
            if message.reviewed_by
            else ()
        ),
        *((reader.paper("valid_until", day=message.valid_until.isoformat()),) if message.valid_until else ()),
    )
    return "; ".join(told)


def _approval(message: Message, reader: Reader) -> str:
    lane = reader.read(LANES_PRINTED[message.lane])
    roles = ", ".join(reader.role(role) for role in message.approvers)
    if not roles or message.lane is Lane.GREEN:
        return lane
    return reader.paper("approved_by", lane=lane, roles=roles)


def _networks(message: Message, reader: Reader) -> str:
    return ", ".join(_network(network, reader) for network in message.networks) or reader.paper("anywhere")


def _network(network: Network, reader: Reader) -> str:
    name = reader.read(NAMES[network])
    if network.longest == LONGEST_BODY:
        return name
    return reader.paper("longest", network=name, signs=network.longest)


def _pieces(line: str, reader: Reader) -> Iterator[Piece]:
    start = 0
    for blank in PLACEHOLDER.finditer(line):
        if blank.start() > start:
            yield Piece(text=line[start : blank.start()])
        yield Piece(text=_blank(blank[1], reader), blank=True)
        start = blank.end()
    if line[start:]:
        yield Piece(text=line[start:])


def _blank(name: str, reader: Reader) -> str:
    says = VARIABLES.get(name)
    return name if says is None else reader.read(says)


def _clock(clock: Clock, reader: Reader) -> ClockLine:
    terms = reader.paper(
        "clock_terms",
        length=reader.length(clock.limit),
        since=reader.read(SINCE[clock.since]),
        role=reader.role(clock.owner),
    )
    return ClockLine(title=reader.read(clock.title), terms=terms)


def _review_terms(playbook: Playbook, reader: Reader) -> Iterator[str]:
    yield reader.paper("held_within", length=reader.length(playbook.review.hot_within))
    if playbook.review.cold_after is not None:
        yield reader.paper("looked_again", length=reader.length(playbook.review.cold_after))


def _variant(extends: Extends, reader: Reader) -> str:
    place = reader.unit(extends.unit) if extends.unit is not None else extends.country or ""
    return reader.paper("variant_of", parent=extends.parent, version=extends.version, place=place)
