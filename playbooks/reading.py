"""Text becomes a Playbook, or every mistake in it at once, each with its file, line and column."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from playbooks.checks import check_meaning
from playbooks.document import ClockText, MessageText, OutcomesText, PlaybookText, StepText, VariantText
from playbooks.mistakes import Mistake, Unreadable, in_order, nearest, shown
from playbooks.plan import duration
from playbooks.playbook import (
    Choice,
    Cited,
    Clock,
    ClockId,
    Condition,
    Extends,
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
    UnitId,
    Words,
)
from playbooks.releasing import changed, place_of
from playbooks.shape import check_shape
from playbooks.shelf import Shelf
from playbooks.variants import check_variant, merged
from playbooks.vocabulary import Vocabulary
from playbooks.written import Limits, Value, Written, read_written

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
    return _checked(_written(text, file), known)


def read_beside(
    text: bytes, file: str, known: Vocabulary, others: Iterable[tuple[str, bytes]]
) -> tuple[Playbook | None, tuple[Mistake, ...]]:
    """
    Read one document wherever it stands, a local variant over the newest of `others` that it extends.

    Gives the playbook, or every mistake of the document itself.
    """
    try:
        written = _written(text, file)
        if not _is_variant(written):
            return _checked(written, known), ()
        parent = str(written.content["extends"])
        read = _Read(known=known)
        for name, other in others:
            if f"/{parent}/" in name:
                read.take(name, other, {})
        return read.variant(written), ()
    except UnreadablePlaybook as exc:
        return None, exc.mistakes


def read_library(
    files: Iterable[tuple[str, bytes]], known: Vocabulary, released: Mapping[str, str] | None = None
) -> Shelf:
    """
    Read every document of a library; a broken one never hides another.

    A file stands at `kind/id/vN.yaml`. `released` gives the digests that some of these files must have:
    a released document never changes. Local variants are read last, each over the newest version of its parent.
    """
    read = _Read(known=known)
    for file, text in files:
        read.take(file, text, released or {})
    read.take_variants()
    return Shelf(
        playbooks=tuple(read.playbooks[key] for key in sorted(read.playbooks)),
        mistakes=tuple(read.mistakes),
    )


@dataclass(slots=True, kw_only=True)
class _Read:
    """What was read of a library so far."""

    known: Vocabulary
    playbooks: dict[tuple[PlaybookId, int], Playbook] = field(default_factory=dict)
    contents: dict[tuple[PlaybookId, int], dict[str, Value]] = field(default_factory=dict)
    variants: list[Written] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def take(self, file: str, text: bytes, released: Mapping[str, str]) -> None:
        """Read a document; a variant waits until all the others are there."""
        try:
            written = _written(text, file)
            if _is_variant(written):
                self.variants.append(written)
                return
            playbook = _checked(written, self.known)
            _refuse_misplaced(playbook, file)
            _refuse_changed(playbook, file, released.get(file))
            _refuse_changed(playbook, file, _digest_in(self.playbooks, playbook))
        except UnreadablePlaybook as exc:
            self.mistakes.extend(exc.mistakes)
        else:
            self.playbooks[playbook.id, playbook.version] = playbook
            self.contents[playbook.id, playbook.version] = written.content

    def take_variants(self) -> None:
        """Read the variants that were met, over their parents."""
        made: list[Playbook] = []
        for written in self.variants:
            try:
                playbook = self.variant(written)
                _refuse_misplaced(playbook, written.file)
                _refuse_changed(playbook, written.file, _digest_in(self.playbooks, playbook))
            except UnreadablePlaybook as exc:
                self.mistakes.extend(exc.mistakes)
            else:
                made.append(playbook)
        self.playbooks.update({(playbook.id, playbook.version): playbook for playbook in made})

    def variant(self, written: Written) -> Playbook:
        """Lay a variant over the newest version of its parent. Raises UnreadablePlaybook."""
        extends, place = written.content["extends"], written.place(("extends",))
        versions = [version for name, version in self.playbooks if name == extends]
        if not versions:
            known = {str(name) for name, _ in self.playbooks}
            raise UnreadablePlaybook((written.mistake(place, _no_parent(extends), nearest(extends, known)),))
        key = (PlaybookId(str(extends)), max(versions))
        document, misshapen = check_shape(written, VariantText)
        own = in_order(written.mistakes, misshapen, check_variant(written, self.contents[key], self.known))
        if document is None or own:
            raise UnreadablePlaybook(own)
        parent = self.playbooks[key]
        extended = Extends(
            parent=parent.id,
            version=parent.version,
            own=digest_of(written.content),
            country=document.place.country,
            unit=None if document.place.unit is None else UnitId(document.place.unit),
        )
        whole = _checked(merged(written, self.contents[key]), self.known)
        return replace(whole, extends=extended, digest=digest_of([parent.digest, written.content]))


def _written(text: bytes | str, file: str) -> Written:
    try:
        return read_written(text, file, LIMITS)
    except Unreadable as exc:
        raise UnreadablePlaybook(exc.mistakes) from exc


def _is_variant(written: Written) -> bool:
    return "extends" in written.content


def _checked(written: Written, known: Vocabulary) -> Playbook:
    document, misshapen = check_shape(written, PlaybookText)
    mistakes = in_order(written.mistakes, misshapen, check_meaning(written, known))
    if document is None or mistakes:
        raise UnreadablePlaybook(mistakes)
    return _playbook(document, digest_of(written.content))


def _no_parent(name: Value) -> Words:
    return Words(
        en=f"there is no playbook “{shown(name)}” to extend",
        fr=f"il n’y a pas de fiche réflexe « {shown(name)} » à étendre",
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
        lessons=tuple(Cited(lesson=one.lesson, step=StepId(one.step)) for one in document.lessons),
        audiences=tuple(document.audiences),
        urgency=document.urgency,
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
        alternatives=tuple(Words(en=body.en, fr=body.fr) for body in message.alternatives),
        intent=None if message.intent is None else Words(en=message.intent.en, fr=message.intent.fr),
        owner=RoleId(message.owner) if message.owner else None,
        reviewed_by=RoleId(message.reviewed_by) if message.reviewed_by else None,
        valid_until=date.fromisoformat(message.valid_until) if message.valid_until else None,
    )
