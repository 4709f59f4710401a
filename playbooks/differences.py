"""What one version of a playbook says that another does not, as data: steps and words, who, when and how serious."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import TypeAlias

from playbooks.audiences import Audience
from playbooks.playbook import (
    Clock,
    Condition,
    LadderId,
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
    Words,
)


class Part(StrEnum):
    """What of a playbook differs."""

    STEP = "step"
    MESSAGE = "message"
    OUTCOME = "outcome"
    CLOCK = "clock"
    LADDER = "ladder"
    AUDIENCE = "audience"
    SEVERITY = "severity"
    LEAD = "lead"
    TITLE = "title"
    TRIGGER = "trigger"
    DO = "do"
    DONT = "dont"
    SIGN = "sign"  # that it is more serious than it was
    KEYWORD = "keyword"
    QUESTION = "question"  # of the review


class How(StrEnum):
    """In what it differs."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    ADVICE = "advice"  # the note beside a step
    OWNER = "owner"
    TIME = "time"
    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    CONDITION = "condition"
    ANSWERS = "answers"  # that a decision offers
    APPROVAL = "approval"  # of a message
    NETWORKS = "networks"
    VALIDITY = "validity"  # until which day a message goes out as it is
    LIMIT = "limit"  # how long: a hold, a silence, a legal duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """When a step is due: `due` after the opening, or after the step `after`. None: at no fixed time."""

    due: timedelta | None
    after: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Whose step it is, or who approves a message; nobody named: the lead's."""

    roles: tuple[RoleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depends:
    """When a step is there: a decision has any of these answers, or none where `negated`. None: people are at risk."""

    decision: Words | None
    answers: tuple[Words, ...] = ()
    negated: bool = False


Told: TypeAlias = (
    Words
    | Timed
    | Owners
    | Depends
    | Severity
    | Outcome
    | Audience
    | LadderId
    | tuple[Network, ...]
    | str
    | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: what it is about, how it was and how it is now, where these can be told."""

    part: Part
    how: How
    name: Told = None  # of the step, message, outcome ...; the newer one where both have it
    owner: "Owners | None" = None  # of a step that was added
    was: Told = None
    now: Told = None


Steps: TypeAlias = Mapping[StepId, Step]


def differences(old: Playbook, new: Playbook) -> tuple[Difference, ...]:
    """List every difference that somebody who works with the playbook would notice, the checklist first."""
    return (
        *_steps(old, new),
        *_messages(old, new),
        *_outcomes(old.outcomes, new.outcomes),
        *_clocks(old, new),
        *_plain(Part.SEVERITY, old.severity, new.severity),
        *_plain(Part.LEAD, Owners(roles=(old.lead,)), Owners(roles=(new.lead,))),
        *_set(Part.LADDER, old.ladders, new.ladders),
        *_set(Part.AUDIENCE, old.audiences, new.audiences),
        *_plain(Part.TITLE, old.title, new.title),
        *_plain(Part.TRIGGER, old.trigger, new.trigger),
        *_set(Part.DO, old.do, new.do),
        *_set(Part.DONT, old.dont, new.dont),
        *_set(Part.SIGN, old.raise_when, new.raise_when),
        *_set(Part.KEYWORD, (*old.keywords.en, *old.keywords.fr), (*new.keywords.en, *new.keywords.fr)),
        *_questions(old, new),
    )


def moved(old: tuple[StepId, ...], new: tuple[StepId, ...]) -> frozenset[StepId]:
    """Name the steps of both that changed places: as few as explain the new order."""
    places = {step: place for place, step in enumerate(old)}
    common = [step for step in new if step in places]
    ends: list[int] = []  # the smallest last place of a run of each length that stands in the old order
    runs: list[int] = []
    for step in common:
        length = bisect_left(ends, places[step])
        ends[length : length + 1] = [places[step]]
        runs.append(length)
    kept, wanted = set[StepId](), len(ends) - 1
    for step, length in reversed(list(zip(common, runs, strict=True))):
        if length == wanted:
            kept.add(step)
            wanted -= 1
    return frozenset(common) - kept


def _steps(old: Playbook, new: Playbook) -> Iterator[Difference]:
    before = {step.id: step for step in old.steps}
    after = {step.id: step for step in new.steps}
    elsewhere = moved(tuple(before), tuple(step.id for step in new.steps))
    for step in new.steps:
        known = before.get(step.id)
        if known is None:
            yield Difference(
                part=Part.STEP, how=How.ADDED, name=step.title, now=_timed(step, after), owner=_owners(step)
            )
            continue
        if step.id in elsewhere:
            yield Difference(part=Part.STEP, how=How.MOVED, name=step.title)
        yield from _step(known, step, (before, after))
    for step in old.steps:
        if step.id not in after:
            yield Difference(part=Part.STEP, how=How.REMOVED, name=step.title)


def _step(old: Step, new: Step, steps: tuple[Steps, Steps]) -> Iterator[Difference]:
    before, after = steps
    pairs: tuple[tuple[How, Told, Told], ...] = (
        (How.REWORDED, old.title, new.title),
        (How.ADVICE, old.note, new.note),
        (How.OWNER, _owners(old), _owners(new)),
        (How.TIME, _timed(old, before), _timed(new, after)),
        (How.CONDITION, _condition(old.when, before), _condition(new.when, after)),
        (How.ANSWERS, _answers(old), _answers(new)),
    )
    for how, was, now in pairs:
        if not _same(was, now):
            yield Difference(part=Part.STEP, how=how, name=new.title, was=was, now=now)
    if old.mandatory is not new.mandatory:
        yield Difference(part=Part.STEP, how=How.MANDATORY if new.mandatory else How.OPTIONAL, name=new.title)


def _owners(step: Step) -> Owners:
    return Owners(roles=step.roles or (() if step.role is None else (step.role,)))


def _timed(step: Step, steps: Steps) -> Timed:
    anchor = None if step.after is None else steps[step.after].title
    return Timed(due=step.due, after=anchor)


def _condition(when: Condition | None, steps: Steps) -> Depends | None:
    if when is None:
        return None
    if when.step is None:
        return Depends(decision=None)
    asked = steps[when.step]
    answers = (asked.named(word) or Words(en=word, fr=word) for word in when.words)
    return Depends(
        decision=_folded(asked.title),
        answers=tuple(_folded(answer) for answer in answers),
        negated=when.negated,
    )


def _folded(words: Words) -> Words:
    """Write a text on one line: one that is folded elsewhere is the same text."""
    return Words(en=" ".join(words.en.split()), fr=" ".join(words.fr.split()))


def _answers(step: Step) -> Words | None:
    if not step.choices:
        return None
    return Words(
        en=", ".join(choice.title.en for choice in step.choices),
        fr=", ".join(choice.title.fr for choice in step.choices),
    )


def _messages(old: Playbook, new: Playbook) -> Iterator[Difference]:
    before = {message.id: message for message in old.messages}
    after = {message.id: message for message in new.messages}
    for name, message in after.items():
        known = before.get(name)
        if known is None:
            yield Difference(part=Part.MESSAGE, how=How.ADDED, name=new.message_title(name), now=message.body)
        else:
            yield from _message(known, message, new.message_title(name))
    for name in before:
        if name not in after:
            yield Difference(part=Part.MESSAGE, how=How.REMOVED, name=old.message_title(name))


def _message(old: Message, new: Message, name: Words) -> Iterator[Difference]:
    if not _same(old.body, new.body):
        yield Difference(part=Part.MESSAGE, how=How.REWORDED, name=name, was=old.body, now=new.body)
    if (old.lane, old.approvers) != (new.lane, new.approvers):
        yield Difference(
            part=Part.MESSAGE, how=How.APPROVAL, name=name, was=_approval(old), now=_approval(new)
        )
    pairs: tuple[tuple[How, Told, Told], ...] = (
        *((How.REWORDED, was, now) for was, now in zip_longest(old.alternatives, new.alternatives)),
        (How.REWORDED, old.intent, new.intent),
        (How.NETWORKS, old.networks, new.networks),
        (How.OWNER, Owners(roles=_keepers(old)), Owners(roles=_keepers(new))),
        (How.VALIDITY, _day(old.valid_until), _day(new.valid_until)),
    )
    for how, was, now in pairs:
        if not _same(was, now):
            yield Difference(part=Part.MESSAGE, how=how, name=name, was=was, now=now)


def _keepers(message: Message) -> tuple[RoleId, ...]:
    return tuple(role for role in (message.owner, message.reviewed_by) if role is not None)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _approval(message: Message) -> Owners | None:
    return None if message.lane is Lane.GREEN and not message.approvers else Owners(roles=message.approvers)


def _outcomes(old: Outcomes | None, new: Outcomes | None) -> Iterator[Difference]:
    before, after = _terms(old), _terms(new)
    for outcome in Outcome:
        if outcome in after and outcome not in before:
            yield Difference(part=Part.OUTCOME, how=How.ADDED, name=outcome, now=after[outcome])
        elif outcome in before and outcome not in after:
            yield Difference(part=Part.OUTCOME, how=How.REMOVED, name=outcome)
        elif before.get(outcome) != after.get(outcome):
            yield Difference(
                part=Part.OUTCOME, how=How.LIMIT, name=outcome, was=before[outcome], now=after[outcome]
            )
    was, now = _renewed_by(old), _renewed_by(new)
    if was is not None and now is not None and was != now:
        yield Difference(part=Part.OUTCOME, how=How.OWNER, name=Outcome.HOLD, was=was, now=now)


def _terms(outcomes: Outcomes | None) -> Mapping[Outcome, Timed | None]:
    if outcomes is None:
        return {}
    limits = {
        Outcome.HOLD: None if outcomes.hold is None else outcomes.hold.most,
        Outcome.SILENT: outcomes.silent,
    }
    return {o: None if (limit := limits.get(o)) is None else Timed(due=limit) for o in outcomes.allowed}


def _renewed_by(outcomes: Outcomes | None) -> Owners | None:
    if outcomes is None or outcomes.hold is None:
        return None
    return Owners(roles=() if outcomes.hold.renew is None else (outcomes.hold.renew,))


def _clocks(old: Playbook, new: Playbook) -> Iterator[Difference]:
    before: Mapping[str, Clock] = {clock.id: clock for clock in old.clocks}
    after: Mapping[str, Clock] = {clock.id: clock for clock in new.clocks}
    for name, clock in after.items():
        known = before.get(name)
        if known is None:
            limit = Timed(due=clock.limit)
            yield Difference(part=Part.CLOCK, how=How.ADDED, name=clock.title, now=limit)
            continue
        pairs: tuple[tuple[How, Told, Told], ...] = (
            (How.REWORDED, known.title, clock.title),
            (How.LIMIT, Timed(due=known.limit), Timed(due=clock.limit)),
            (How.OWNER, Owners(roles=(known.owner,)), Owners(roles=(clock.owner,))),
        )
        for how, was, now in pairs:
            if was != now:
                yield Difference(part=Part.CLOCK, how=how, name=clock.title, was=was, now=now)
    for name, clock in before.items():
        if name not in after:
            yield Difference(part=Part.CLOCK, how=How.REMOVED, name=clock.title)


def _questions(old: Playbook, new: Playbook) -> Iterator[Difference]:
    before = {question.id: question.text for question in old.review.questions}
    for question in new.review.questions:
        was = before.get(question.id)
        if was != question.text:
            yield Difference(part=Part.QUESTION, how=How.REWORDED, was=was, now=question.text)


def _same(was: Told, now: Told) -> bool:
    """Whether nobody would notice: a text folded elsewhere is the same text."""
    if isinstance(was, Words) and isinstance(now, Words):
        return _folded(was) == _folded(now)
    return was == now


def _plain(part: Part, old: Told, new: Told) -> Iterator[Difference]:
    if not _same(old, new):
        yield Difference(part=part, how=How.REWORDED, was=old, now=new)


def _set(part: Part, old: tuple[Told, ...], new: tuple[Told, ...]) -> Iterator[Difference]:
    yield from (Difference(part=part, how=How.ADDED, name=one) for one in new if one not in old)
    yield from (Difference(part=part, how=How.REMOVED, name=one) for one in old if one not in new)
