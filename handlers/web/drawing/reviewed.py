"""The review: planned against done, what was answered, what will be done."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.web.drawing.clocks import standing
from handlers.web.drawing.lessons import sort_of, state_of
from handlers.web.drawing.picture import Picture, picture
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks import sittings
from playbooks.commands import Sitting, Verification
from playbooks.incident import Action, Duty, Incident, StepInRun
from playbooks.lessons import is_open
from playbooks.playbook import Question
from playbooks.review import Known, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of planned against done: a label, and one or more things to say about it."""

    label: str
    says: tuple[str, ...]
    counts: bool = False  # a number or a length, rather than names


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """One question and its answer."""

    text: str
    answer: str  # empty: not answered
    by: str
    at: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One thing that will be done."""

    text: str
    owner: str
    due: Moment
    done: Moment | None
    done_by: str
    overdue: bool
    sort: str  # empty: it is not said
    state: str  # how far the lesson has come


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPart:
    """The whole review."""

    told: tuple[Told, ...]
    questions: tuple[QuestionPart, ...]
    actions: tuple[ActionRow, ...]
    known: tuple[Told, ...]  # what was known at each decision
    remarks: tuple[QuestionPart, ...]  # what was said in the thread
    picture: Picture | None


def review_part(incident: Incident, review: Review, reader: Reader) -> ReviewPart:
    """Draw the review of a closed incident."""
    return ReviewPart(
        told=(*_summed(incident, review, reader), *_told(review, reader)),
        questions=tuple(_question(incident, q, reader) for q in incident.playbook.review.questions),
        actions=tuple(_action(action, reader) for action in incident.actions),
        known=tuple(_known(one, incident, reader) for one in review.known) if review.claims else (),
        remarks=tuple(
            QuestionPart(text="", answer=one.text, by=reader.name(one.by), at=reader.at(one.at))
            for one in incident.remarks
        ),
        picture=picture(incident, reader),
    )


def _summed(incident: Incident, review: Review, reader: Reader) -> Iterable[Told]:
    """Tell how prepared it was, what it came from, and when it is looked back at."""
    found = review.prepared
    if found is not None and found.percent is not None:
        shares = (("in_time", found.in_time), ("planned", found.planned), ("weighed", found.weighed))
        of_what = (reader.say(f"prepared_{k}", some=s.some, all=s.all) for k, s in shares if s is not None)
        percent = reader.say("prepared_share", percent=found.percent)
        yield Told(label=reader.say("prepared"), says=(percent, *of_what))
    if incident.cause:
        before = 0 if incident.caused is None else incident.caused.before
        said = reader.say("cause_again", cause=incident.cause, n=before) if before else incident.cause
        yield Told(label=reader.say("cause"), says=(said,))
    for sitting in Sitting:
        day, held = sittings.day_of(incident, sitting), sittings.held_at(incident, sitting)
        if day is not None:
            late = held is None and day <= reader.now
            key = "review_was_held" if held is not None else "review_is_late" if late else "review_is_set"
            when = reader.say(key, when=reader.at(held or day).full)
            yield Told(label=reader.say(f"review_{sitting.value}"), says=(when,))


def _known(known: Known, incident: Incident, reader: Reader) -> Told:
    titles = {step.step.id: reader.read(step.step.title) for step in incident.plan}
    sorts = (("verified", known.verified), ("to_verify", known.to_verify), ("refuted", known.refuted))
    says = tuple(reader.say(f"known_{key}", texts="; ".join(texts)) for key, texts in sorts if texts)
    label = f"{titles.get(known.step, known.step)} ({reader.at(known.at).full})"
    return Told(label=label, says=says or (reader.say("known_nothing"),))


def _told(review: Review, reader: Reader) -> Iterable[Told]:
    in_time = len(review.done) - len(review.late)
    late = (f"{_title(s, reader)} ({reader.length(by)})" for s, by in review.late)
    skipped = (
        f"{_title(s, reader)}{reader.colon}{s.progress.words}" if s.progress.words else _title(s, reader)
        for s in review.skipped
    )
    answer = review.first_answer
    yield Told(label=reader.say("in_time"), says=(str(in_time),), counts=True)
    yield _listed("settled_late", late, reader)
    yield _listed("skipped", skipped, reader)
    yield _listed("left_open", (_title(s, reader) for s in review.left_open), reader)
    yield _listed("improvised", (_title(s, reader) for s in review.improvised), reader)
    first = reader.say("nobody") if answer is None else reader.say("after", length=reader.length(answer))
    yield Told(label=reader.say("first_answer"), says=(first,), counts=True)
    if review.duties:
        yield _listed("clocks", (_clock(duty, reader) for duty in review.duties), reader)
    broken = str(review.broken_promises) if review.broken_promises else reader.say("none_kept")
    yield Told(label=reader.say("broken_promises"), says=(broken,), counts=True)
    yield from _rhythm(review, reader)


def _rhythm(review: Review, reader: Reader) -> Iterable[Told]:
    """Tell of fixed points and claims where there were any."""
    if review.points_held:
        yield Told(label=reader.say("points_told"), says=(str(review.points_held),), counts=True)
    never = {Verification.TO_VERIFY, Verification.CHECKING}
    for key, known in (("unverified", never), ("refuted", {Verification.FALSE})):
        found = tuple(claim.text for claim in review.claims if claim.status in known and claim.stands)
        if found:
            yield Told(label=reader.say(key), says=found)


def _listed(key: str, says: Iterable[str], reader: Reader) -> Told:
    return Told(label=reader.say(key), says=tuple(says) or (reader.say("none"),))


def _clock(duty: Duty, reader: Reader) -> str:
    words = f"{reader.colon}{duty.progress.words}" if duty.progress.words else ""
    return f"{reader.read(duty.clock.title)} ({standing(duty, reader)}){words}"


def _title(step: StepInRun, reader: Reader) -> str:
    return reader.read(step.step.title)


def _question(incident: Incident, question: Question, reader: Reader) -> QuestionPart:
    answers = (answer for answer in incident.answers if answer.question == question.id)
    answer = next(answers, None)
    text = reader.read(question.text)
    if answer is None:
        return QuestionPart(text=text, answer="", by="", at=None)
    return QuestionPart(text=text, answer=answer.text, by=reader.name(answer.by), at=reader.at(answer.at))


def _action(action: Action, reader: Reader) -> ActionRow:
    return ActionRow(
        text=action.text,
        owner=reader.name(action.owner),
        due=reader.at(action.due_at),
        done=reader.at_or_none(action.done_at),
        done_by="" if action.done_by is None else reader.say("settled_by", name=reader.name(action.done_by)),
        overdue=is_open(action) and action.due_at <= reader.now,
        sort=sort_of(action, reader),
        state=state_of(action, reader),
    )
