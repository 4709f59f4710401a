"""Text becomes a Playbook, or every mistake in it at once, each with its file, line and column."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from playbooks.checks import check_meaning
from playbooks.document import ClockText, MessageText, OutcomesText, PlaybookText, StepText
from playbooks.mistakes import Mistake, Unreadable, in_order
from playbooks.plan import duration
from playbooks.playbook import (
    Choice,
    Clock,
    ClockId,
    Condition,
    HoldTerms,
    Keywords,
    LadderId,
    Message,
    MessageId,
    Outcomes,
    Playbook,
    PlaybookId,
    Question,
    ReviewPlan,
    RoleId,
    Step,
    StepId,
    Vocabulary,
    Words,
)
from playbooks.releasing import changed, place_of
from playbooks.shape import check_shape
from playbooks.shelf import Shelf
from playbooks.written import Limits, Value, read_written

# The longest built-in document is a third of this.
LIMITS: Final = Limits(size=64 * 1024, values=3000)
PLACE_OF_FILE: Final = re.compile(
    r"(?P<kind>crisis|reply)/(?P<id>[a-z0-9-]+)/v(?P<version>[1-9][0-9]{0,3})\.yaml"
)


class UnreadablePlaybook(Unreadable):
    """A playbook document cannot be used; every mistake found is in `mistakes`."""


def read_playbook(text: bytes | str, file: str, known: Vocabulary) -> Playbook:
    """
    Read one playbook document.

    Raises UnreadablePlaybook with all its mistakes, in the order of the file, one per place.
    """
    try:
        written = read_written(text, file, LIMITS)
    except Unreadable as exc:
        raise UnreadablePlaybook(exc.mistakes) from exc
    document, misshapen = check_shape(written, PlaybookText)
    mistakes = in_order(written.mistakes, misshapen, check_meaning(written, known))
    if document is None or mistakes:
        raise UnreadablePlaybook(mistakes)
    return _playbook(document, digest_of(written.content))


def read_library(
    files: Iterable[tuple[str, bytes]], known: Vocabulary, released: Mapping[str, str] | None = None
) -> Shelf:
    """
    Read every document of a library; a broken one never hides another.

    A file stands at `kind/id/vN.yaml`. `released` gives the digests that some of these files must have:
    a released document never changes.
    """
    playbooks: dict[tuple[PlaybookId, int], Playbook] = {}
    mistakes: list[Mistake] = []
    for file, text in files:
        try:
            playbook = read_playbook(text, file, known)
            _refuse_misplaced(playbook, file)
            _refuse_changed(playbook, file, (released or {}).get(file))
            _refuse_changed(playbook, file, _digest_in(playbooks, playbook))
        except UnreadablePlaybook as exc:
            mistakes.extend(exc.mistakes)
        else:
            playbooks[playbook.id, playbook.version] = playbook
    return Shelf(
        playbooks=tuple(playbooks[key] for key in sorted(playbooks)),
        mistakes=tuple(mistakes),
    )


def digest_of(content: Value) -> str:
    """Give the SHA-256 of the values, whatever their layout, comments and order of keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _digest_in(playbooks: Mapping[tuple[PlaybookId, int], Playbook], playbook: Playbook) -> str | None:
    other = playbooks.get((playbook.id, playbook.version))
    return other.digest if other else None


def _refuse_changed(playbook: Playbook, file: str, digest: str | None) -> None:
    if digest is None or digest == playbook.digest:
        return
    raise UnreadablePlaybook((replace(changed(playbook), file=file),))


def _refuse_misplaced(playbook: Playbook, file: str) -> None:
    right = place_of(playbook)
    if PLACE_OF_FILE.fullmatch(file) and file == right:
        return
    what = Words(
        en="the file’s place does not say what it holds",
        fr="l’emplacement du fichier ne dit pas ce qu’il contient",
    )
    instead = Words(en=f"move it to {right}", fr=f"déplacez-le vers {right}")
    raise UnreadablePlaybook((Mistake(file=file, line=1, column=1, what=what, instead=instead),))


def _playbook(document: PlaybookText, digest: str) -> Playbook:
    return Playbook(
        id=PlaybookId(document.id),
        version=document.version,
        digest=digest,
        kind=document.kind,
        title=Words(en=document.title.en, fr=document.title.fr),
        changes=Words(en=document.changes.en, fr=document.changes.fr),
        severity=document.severity,
        cluster=document.cluster,
        objective=document.objective,
        lead=RoleId(document.lead),
        keywords=Keywords(en=tuple(document.keywords.en), fr=tuple(document.keywords.fr)),
        trigger=Words(en=document.trigger.en, fr=document.trigger.fr),
        do=tuple(Words(en=text.en, fr=text.fr) for text in document.do),
        dont=tuple(Words(en=text.en, fr=text.fr) for text in document.dont),
        steps=tuple(_step(step) for step in document.steps),
        messages=tuple(_message(name, message) for name, message in document.messages.items()),
        ladders=tuple(LadderId(ladder) for ladder in document.ladders),
        review=ReviewPlan(
            questions=tuple(
                Question(id=question.id, text=Words(en=question.text.en, fr=question.text.fr))
                for question in document.review.questions
            ),
            hot_within=duration(document.review.hot_within),
            cold_after=duration(document.review.cold_after) if document.review.cold_after else None,
        ),
        outcomes=_outcomes(document.outcomes) if document.outcomes else None,
        clocks=tuple(_clock(name, clock) for name, clock in document.clocks.items()),
        raise_when=tuple(Words(en=text.en, fr=text.fr) for text in document.raise_when),
        credits=tuple(document.credits),
    )


def _outcomes(allowed: OutcomesText) -> Outcomes:
    hold = allowed.hold
    return Outcomes(
        private=allowed.private is not None,
        hold=None
        if hold is None
        else HoldTerms(most=duration(hold.max), renew=RoleId(hold.renew) if hold.renew else None),
        silent=None if allowed.silent is None else duration(allowed.silent.review),
    )


def _clock(name: str, clock: ClockText) -> Clock:
    return Clock(
        id=ClockId(name),
        title=Words(en=clock.title.en, fr=clock.title.fr),
        limit=duration(clock.limit),
        since=clock.since,
        owner=RoleId(clock.owner),
    )


def condition(text: str) -> Condition:
    """Read a checked condition such as `substance is hold or silent`, or `people at risk`."""
    step, told, words = text.partition(" is ")
    if not told:
        return Condition(step=None)
    negated = words.startswith("not ")
    return Condition(
        step=StepId(step), words=tuple(words.removeprefix("not ").split(" or ")), negated=negated
    )


def _step(step: StepText) -> Step:
    return Step(
        id=StepId(step.id),
        title=Words(en=step.title.en, fr=step.title.fr),
        kind=step.kind,
        role=RoleId(step.role) if step.role else None,
        due=duration(step.due) if step.due else None,
        mandatory=step.mandatory,
        note=Words(en=step.note.en, fr=step.note.fr) if step.note else None,
        message=MessageId(step.message) if step.message else None,
        roles=tuple(RoleId(role) for role in step.roles),
        after=StepId(step.after) if step.after else None,
        when=condition(step.when) if step.when else None,
        gate=step.gate,
        choices=tuple(Choice(id=c.id, title=Words(en=c.title.en, fr=c.title.fr)) for c in step.choices),
        clocks=tuple(ClockId(clock) for clock in step.clocks),
    )


def _message(name: str, message: MessageText) -> Message:
    return Message(
        id=MessageId(name),
        strategy=message.strategy,
        lane=message.lane,
        approvers=tuple(RoleId(role) for role in message.approvers),
        body=Words(en=message.body.en, fr=message.body.fr),
        networks=tuple(message.networks),
    )
