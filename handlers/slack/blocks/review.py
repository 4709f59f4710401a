"""The review: its first message with questions and actions, the log drawn as replies, and the same as a window."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from handlers.slack.blocks import assessing, claims, duties, holding, lessons, publishing, statements, steps
from handlers.slack.blocks.calls import by_hand_lines, call_line
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.drills import drill_line, drill_note, drill_word
from handlers.slack.blocks.labels import CLOSE, SITTINGS
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    Message,
    View,
    actions,
    button,
    context,
    cut,
    divider,
    fields,
    header,
    message,
    modal,
    paragraphs,
    quote,
    section,
)
from handlers.slack.blocks.moments import day_of, moment
from handlers.slack.blocks.notices import told
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks import events as e
from playbooks import sittings
from playbooks.commands import Sitting, Verification
from playbooks.incident import Call, Incident, StepInRun, StepStatus
from playbooks.lessons import is_open
from playbooks.playbook import Language, Words
from playbooks.ports import Entry
from playbooks.review import Known, Review, lateness, look_back
from playbooks.routing import Directory

ACTIONS_SHOWN: Final = 20
ANSWER_SHOWN: Final = 1000
MOST_FIELDS: Final = 10  # of one block
REMARKS_SHOWN: Final = 8
REMARK_SHOWN: Final = 200
SECTIONS_IN_A_MESSAGE: Final = 3  # About 9,000 characters: Slack refuses messages not much longer.
_NOT_TOLD: Final = (e.CardPosted, e.ReviewPosted)  # Facts of the machinery; the audit shows them.


def head(
    incident: Incident, log: Sequence[Entry], directory: Directory, language: Language, now: datetime
) -> Message:
    """Draw the review's first message, edited as answers and actions come."""
    reader = Reader(directory=directory, language=language, now=now)
    blocks = (
        *_top(reader, incident, log),
        *_questions(reader, incident),
        *_remarks(reader, incident),
        *_actions(reader, incident),
    )
    title = reader.say(_TITLE, ref=incident.ref)
    line = f"{drill_word(reader, incident)}{title} · {quote(incident.title)}"
    return message([*blocks, _buttons(reader, incident)], line)


def timeline(
    incident: Incident, log: Sequence[Entry], directory: Directory, language: Language, now: datetime
) -> tuple[Message, ...]:
    """Draw what was planned and what happened as replies, each within Slack's limits."""
    reader = Reader(directory=directory, language=language, now=now)
    texts = tuple(_texts(reader, incident, log))
    drill = drill_line(reader, incident)
    parts = [texts[n : n + SECTIONS_IN_A_MESSAGE] for n in range(0, len(texts), SECTIONS_IN_A_MESSAGE)]
    return tuple(
        message(
            [*drill, *(section(text) for text in part)],
            drill_word(reader, incident) + reader.say(_PART, ref=incident.ref, n=number, total=len(parts)),
        )
        for number, part in enumerate(parts, 1)
    )


def window(
    incident: Incident, log: Sequence[Entry], directory: Directory, language: Language, now: datetime
) -> View:
    """Draw the whole review in one window, for whoever asks for it years later."""
    reader = Reader(directory=directory, language=language, now=now)
    blocks = [
        *_top(reader, incident, log),
        *_questions(reader, incident),
        *_remarks(reader, incident),
        *_actions(reader, incident),
    ]
    if not incident.is_open:
        blocks.append(_buttons(reader, incident))
    rest = [section(text) for text in _texts(reader, incident, log)]
    frame = Frame(callback="review:window", title=reader.say(_WINDOW), close=reader.say(CLOSE))
    return modal(frame, [*blocks, divider(), *rest])


def _top(reader: Reader, incident: Incident, log: Sequence[Entry]) -> Iterable[Block]:
    yield from drill_note(reader, incident)
    yield header(f"{reader.say(_TITLE, ref=incident.ref)} · {incident.title}")
    facts = tuple(_facts(reader, incident, look_back(incident, (entry.fact for entry in log))))
    yield from (fields(facts[n : n + MOST_FIELDS]) for n in range(0, len(facts), MOST_FIELDS))
    yield from duties.counted(reader, incident)
    if incident.is_open:
        yield context(reader.say(_STILL_OPEN))


def _facts(reader: Reader, incident: Incident, review: Review) -> Iterable[str]:
    never = reader.say(_NEVER)
    lasted = reader.say(_STILL) if review.lasted is None else reader.lasting(review.lasted)
    yield f"*{reader.say(_LASTED)}*\n{lasted}"
    yield f"*{reader.say(_SEVERITY)}*\n{reader.severity(incident.severity)}"
    done = reader.say(_DONE_OF, done=len(review.done), total=len(incident.steps))
    if review.late:
        done += f", {reader.say(_OF_THEM_LATE, n=len(review.late))}"
    yield f"*{reader.say(_STEPS)}*\n{done}"
    yield f"*{reader.say(_SKIPPED)}*\n{len(review.skipped)}"
    answer = never if review.first_answer is None else reader.lasting(review.first_answer)
    yield f"*{reader.say(_FIRST_ANSWER)}*\n{answer}"
    yield f"*{reader.say(_BROKEN)}*\n{review.broken_promises}"
    if review.points_held:
        yield f"*{reader.say(_POINTS)}*\n{review.points_held}"
    if review.claims:
        yield f"*{reader.say(_CLAIMS)}*\n{_claims(reader, review)}"
    yield from _prepared(reader, review)
    if incident.cause:
        yield f"*{reader.say(_CAUSE)}*\n{_cause(reader, incident)}"
    yield from _held(reader, incident)
    playbook = reader.quote(incident.playbook.title)
    yield f"*{reader.say(_PLAYBOOK)}*\n{playbook} v{incident.playbook.version}"
    yield f"*{reader.say(_LEAD)}*\n{mention(incident.lead)}"


def _cause(reader: Reader, incident: Incident) -> str:
    """Tell what it came from, and how often the same was there before."""
    caused = incident.caused
    before = 0 if caused is None else caused.before
    again = f" ({reader.count(before, _ONCE_BEFORE, _BEFORE)})" if before else ""
    return f"{on_one_line(incident.cause)}{again}"


def _prepared(reader: Reader, review: Review) -> Iterable[str]:
    """Say how prepared it was, by its formula and by the shares that make it."""
    found = review.prepared
    if found is None or found.percent is None:
        return
    shares = ((_IN_TIME, found.in_time), (_BY_PLAN, found.planned), (_WEIGHED, found.weighed))
    told = (reader.say(words, some=one.some, all=one.all) for words, one in shares if one is not None)
    yield f"*{reader.say(_PREPARED)}*\n{found.percent} % ({', '.join(told)})"


def _knew(reader: Reader, known: Known) -> Iterable[str]:
    """Say what was known when a decision was taken."""
    sorts = ((_VERIFIED, known.verified), (_TO_VERIFY, known.to_verify), (_REFUTED, known.refuted))
    told = [f"{reader.say(words)} {'; '.join(map(on_one_line, texts))}" for words, texts in sorts if texts]
    yield f"• {reader.say(_KNOWN_THEN)} {cut(' · '.join(told), ANSWER_SHOWN) or reader.say(_NOTHING_KNOWN)}"


def _decided(reader: Reader, incident: Incident, review: Review) -> Iterable[str]:
    """Tell each decision of a step with what was known then."""
    known = {one.step: one for one in review.known}
    for step in review.decisions:
        yield steps.described(reader, incident, step)
        if step.step.id in known and review.claims:
            yield from _knew(reader, known[step.step.id])


def _held(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say when each sitting is held, or was."""
    for sitting in Sitting:
        day, held = sittings.day_of(incident, sitting), sittings.held_at(incident, sitting)
        if day is not None:
            late = held is None and day <= reader.now
            words = _WAS_HELD if held is not None else _IS_LATE if late else _IS_SET
            yield f"*{reader.say(SITTINGS[sitting])}*\n{reader.say(words, day=day_of(held or day))}"


def _claims(reader: Reader, review: Review) -> str:
    """Count what is known by now, which may be more than the replies below know."""
    known = Counter(
        Verification.TO_VERIFY if claim.waits else claim.status for claim in review.claims if claim.stands
    )
    told = ((known[status], one, many) for status, (one, many) in _KNOWN.items())
    return ", ".join(reader.count(number, one, many) for number, one, many in told if number)


def _questions(reader: Reader, incident: Incident) -> Iterable[Block]:
    answers = {answer.question: answer for answer in incident.answers}
    for question in incident.playbook.review.questions:
        asked = f"*{reader.quote(question.text)}*"
        answer = answers.get(question.id)
        if answer is None:
            yield section(f"{asked}\n{reader.say(_NO_ANSWER)}")
        else:
            by = f"{mention(answer.by)}, {moment(answer.at)}"
            yield section(f"{asked}\n{framed(cut(answer.text, ANSWER_SHOWN))}\n{by}")


def _remarks(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Tell what was said in the thread, the latest last, as far as there is room."""
    if not incident.remarks:
        return
    shown = incident.remarks[-REMARKS_SHOWN:]
    lines = (
        f"• {mention(one.by)}, {moment(one.at)}: {cut(on_one_line(one.text), REMARK_SHOWN)}" for one in shown
    )
    hidden = len(incident.remarks) - len(shown)
    more = (reader.say(_MORE_SAID, n=hidden),) if hidden else ()
    for text in paragraphs((reader.say(_SAID_IN_THREAD), *lines, *more)):
        yield section(text)


def _actions(reader: Reader, incident: Incident) -> Iterable[Block]:
    yield section(reader.say(_ACTIONS if incident.actions else _NO_ACTIONS))
    ordered = sorted(incident.actions, key=lambda action: (not is_open(action), action.due_at))
    for action in ordered[:ACTIONS_SHOWN]:
        yield lessons.block(reader, incident, action)
    hidden = len(ordered) - ACTIONS_SHOWN
    if hidden > 0:
        yield context(reader.say(_MORE, n=hidden))


def _buttons(reader: Reader, incident: Incident) -> Block:
    waiting = sittings.next_one(incident)
    day = button(ASK + "review_day", reader.say(_SET_DAY), incident.id)
    # Which one is meant is in the button: pressed twice in a hurry, it does not stand for the one after it.
    held = button(ASK + "review_held", reader.say(_HELD), f"{waiting or Sitting.HOT}|{incident.id}")
    return actions(
        button(ASK + "answers", reader.say(_ANSWER), incident.id, "primary"),
        button(ASK + "action", reader.say(_ADD_ACTION), incident.id),
        button(ASK + "cause", reader.say(_NAME_CAUSE), incident.id),
        *(() if waiting is None else (day, held)),
    )


def _texts(reader: Reader, incident: Incident, log: Sequence[Entry]) -> Iterable[str]:
    review = look_back(incident, (entry.fact for entry in log))
    facts = (entry.fact for entry in log if not isinstance(entry.fact, _NOT_TOLD))
    chapters: tuple[tuple[Words, Iterable[str]], ...] = (
        (_PLANNED, (_planned(reader, step) for step in incident.steps)),
        (_DECISIONS, _decided(reader, incident, review)),
        (_STATEMENTS, statements.reviewed(reader, incident)),
        (_STANCES, (holding.looked_back_on(reader, stance) for stance in review.stances)),
        (_ASSESSMENTS, (assessing.answered_line(reader, fact) for fact in review.assessments)),
        (_CLAIMS, (claims.claim_line(reader, claim) for claim in review.claims)),
        (_CLOCKS, (duties.described(reader, incident, duty) for duty in review.duties)),
        (_PUBLISHING, publishing.lines(reader, incident)),
        (_CALLS, (*by_hand_lines(reader, incident), *_called(reader, incident, review.calls))),
        (_LEFT_OUT, (steps.described(reader, incident, step) for step in review.skipped)),
        (_IMPROVISED, (steps.described(reader, incident, step) for step in review.improvised)),
        (_LOG, (f"{moment(fact.at)} · {told(fact, incident, reader)}" for fact in facts)),
    )
    for title, lines in chapters:
        kept = tuple(lines)
        if kept:
            yield from paragraphs((f"*{reader.say(title)}*", *kept))


def _called(reader: Reader, incident: Incident, calls: Iterable[Call]) -> Iterable[str]:
    return (call_line(reader, incident, call) for call in calls)


def _planned(reader: Reader, step: StepInRun) -> str:
    title = f"{step.number}. {reader.quote(step.step.title)}"
    due, settled = step.progress.due_at, step.progress.settled_at
    planned = reader.say(_NO_TIME) if due is None else moment(due)
    if settled is None:
        return f"⬜ {title} · {reader.say(_NOT_DONE, planned=planned)}"
    late = lateness(step)
    sign = "✅" if step.progress.status is StepStatus.DONE else "⏭️"
    line = f"{sign} {title} · {reader.say(_PLANNED_ACTUAL, planned=planned, actual=moment(settled))}"
    return line if late is None else f"{line} · {reader.say(_LATE_BY, late=reader.lasting(late))}"


_TITLE: Final = Words(en="Review {ref}", fr="Retour d’expérience {ref}")
_WINDOW: Final = Words(en="Review", fr="Retour d’expérience")
_PART: Final = Words(
    en="What happened in {ref}, part {n} of {total}",
    fr="Ce qui s’est passé dans {ref}, partie {n} sur {total}",
)
_STILL_OPEN: Final = Words(
    en="It still runs: the review starts when it is closed. This is what is known so far.",
    fr="Encore en cours : le retour d’expérience commence à la clôture. Voici ce que l’on sait.",
)
_STILL: Final = Words(en="still running", fr="encore en cours")
_NEVER: Final = Words(en="nobody took a call", fr="aucun appel pris")
_LASTED: Final = Words(en="Lasted", fr="Durée")
_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_STEPS: Final = Words(en="Steps done", fr="Étapes faites")
_DONE_OF: Final = Words(en="{done} of {total}", fr="{done} sur {total}")
_OF_THEM_LATE: Final = Words(en="{n} of them late", fr="dont {n} en retard")
_SKIPPED: Final = Words(en="Steps left out", fr="Étapes passées")
_FIRST_ANSWER: Final = Words(en="First call taken after", fr="Premier appel pris au bout de")
_BROKEN: Final = Words(en="Promised updates missed", fr="Points promis et manqués")
_POINTS: Final = Words(en="Fixed points held", fr="Points fixes tenus")
_PLAYBOOK: Final = Words(en="Playbook", fr="Fiche réflexe")
_LEAD: Final = Words(en="Lead", fr="Pilote")
_NO_ANSWER: Final = Words(en="No answer yet.", fr="Pas encore de réponse.")
_SAID_IN_THREAD: Final = Words(en="*Said in the thread*", fr="*Dit dans le fil*")
_MORE_SAID: Final = Words(en="and {n} more, in the log", fr="et {n} de plus, dans le journal")
_ACTIONS: Final = Words(en="*Lessons and actions*", fr="*Leçons et actions*")
_NO_ACTIONS: Final = Words(
    en="*Lessons and actions*\nNone yet. What is kept, started, stopped or changed, by whom, until when?",
    fr="*Leçons et actions*\nAucune encore. Que garde-t-on, commence-t-on, arrête-t-on ou change-t-on, qui, et "
    "pour quand ?",
)
_MORE: Final = Words(en="and {n} more, in the log", fr="et {n} de plus, dans le journal")
_ANSWER: Final = Words(en="Answer the questions", fr="Répondre aux questions")
_ADD_ACTION: Final = Words(en="Add a lesson", fr="Ajouter une leçon")
_SET_DAY: Final = Words(en="Set the day", fr="Fixer la date")
_HELD: Final = Words(en="It was held", fr="Il a été tenu")
_CAUSE: Final = Words(en="Cause", fr="Cause")
_NAME_CAUSE: Final = Words(en="Name the cause", fr="Nommer la cause")
_ONCE_BEFORE: Final = Words(en="once before in twelve months", fr="une fois déjà en douze mois")
_BEFORE: Final = Words(en="{n} times before in twelve months", fr="{n} fois déjà en douze mois")
_PREPARED: Final = Words(en="Prepared", fr="Préparé")
_IN_TIME: Final = Words(
    en="mandatory steps in time {some} of {all}", fr="étapes obligatoires à l’heure {some} sur {all}"
)
_BY_PLAN: Final = Words(
    en="steps done by plan {some} of {all}", fr="étapes faites selon le plan {some} sur {all}"
)
_WEIGHED: Final = Words(
    en="decisions weighed by the questions {some} of {all}",
    fr="décisions pesées par les questions {some} sur {all}",
)
_KNOWN_THEN: Final = Words(en="Known then:", fr="Ce que l’on savait :")
_NOTHING_KNOWN: Final = Words(en="nothing was kept yet", fr="rien n’était encore noté")
_VERIFIED: Final = Words(en="verified:", fr="vérifié :")
_TO_VERIFY: Final = Words(en="to verify:", fr="à vérifier :")
_REFUTED: Final = Words(en="false:", fr="faux :")
_WAS_HELD: Final = Words(en="held {day}", fr="tenu {day}")
_IS_SET: Final = Words(en="for {day}", fr="prévu {day}")
_IS_LATE: Final = Words(en="⏰ still to be held (was for {day})", fr="⏰ reste à tenir (prévu {day})")
_PLANNED: Final = Words(en="Planned and done", fr="Prévu et réalisé")
_DECISIONS: Final = Words(en="Decisions", fr="Décisions")
_STATEMENTS: Final = Words(en="Statements and approvals", fr="Communiqués et accords")
_CLOCKS: Final = Words(en="Legal clocks", fr="Délais légaux")
_PUBLISHING: Final = Words(en="Publishing frozen and restarted", fr="Publications gelées et relancées")
_STANCES: Final = Words(
    en="Answer, hold or stay silent: what was decided, on what advice",
    fr="Répondre, temporiser ou se taire : ce qui a été décidé, sur quel conseil",
)
_ASSESSMENTS: Final = Words(en="Severity, as it was assessed", fr="Gravité, selon chaque évaluation")
_CLAIMS: Final = Words(en="Facts and claims", fr="Faits et informations")
_KNOWN: Final = {
    Verification.VERIFIED: (
        Words(en="{n} verified", fr="{n} vérifiée"),
        Words(en="{n} verified", fr="{n} vérifiées"),
    ),
    Verification.FALSE: (Words(en="{n} false", fr="{n} fausse"), Words(en="{n} false", fr="{n} fausses")),
    Verification.TO_VERIFY: (
        Words(en="{n} never verified", fr="{n} jamais vérifiée"),
        Words(en="{n} never verified", fr="{n} jamais vérifiées"),
    ),
}
_CALLS: Final = Words(en="Calls and answers", fr="Appels et réponses")
_LEFT_OUT: Final = Words(en="Left out, and why", fr="Ce qui a été passé, et pourquoi")
_IMPROVISED: Final = Words(en="Added on the way", fr="Ajouté en chemin")
_LOG: Final = Words(en="Log", fr="Journal")
_NO_TIME: Final = Words(en="no set time", fr="sans échéance")
_NOT_DONE: Final = Words(en="planned {planned}, not done", fr="prévu {planned}, pas fait")
_PLANNED_ACTUAL: Final = Words(en="planned {planned}, settled {actual}", fr="prévu {planned}, réglé {actual}")
_LATE_BY: Final = Words(en="late by {late}", fr="{late} de retard")
