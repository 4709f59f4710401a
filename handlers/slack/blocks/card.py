"""The card: the one pinned message from which an incident is run, edited and never posted again."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.reasons import not_delivered
from handlers.sentences import errand_name
from handlers.slack.blocks import (
    customer,
    duties,
    holding,
    past,
    points,
    publishing,
    statements,
    steps,
    surge,
)
from handlers.slack.blocks.calls import call_line, exhausted_lines, ladder_lines
from handlers.slack.blocks.drills import DRILL_WORD, drill_note
from handlers.slack.blocks.labels import SAFETY_FIRST
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    cut,
    fields,
    header,
    message,
    paragraphs,
    quote,
    section,
)
from handlers.slack.blocks.moments import ago, moment
from handlers.slack.blocks.reader import (
    SEVERITY_SIGN,
    Reader,
    bar,
    framed,
    mention,
    on_one_line,
)
from handlers.slack.blocks.versions import offer_line, playbook_name
from handlers.wording import say
from playbooks.incident import Call, CallState, ClimbState, Incident, StepInRun, StepStatus
from playbooks.playbook import Language, Words
from playbooks.routing import Directory

NEXT_STEPS: Final = 5
CALLS_SHOWN: Final = 10
FAILURES_SHOWN: Final = 3
LINE_SHOWN: Final = 1200  # characters of the holding line and of the update; the log has all of them
LEFT_SHOWN: Final = 10  # steps left open that a closed card names
TOPIC: Final = 250
CHANNEL: Final = 80

ASK: Final = "ask:"  # Each followed by what a form is opened for; the button's value is the incident's id.


def card(incident: Incident, directory: Directory, language: Language, now: datetime) -> Message:
    """Draw an incident as it is now. At most 47 blocks, whatever its playbook."""
    reader = Reader(directory=directory, language=language, now=now)
    body = _running(reader, incident) if incident.is_open else _closed(reader, incident)
    return message([*_head(reader, incident), *body], summary(incident, language))


def summary(incident: Incident, language: Language) -> str:
    """Say in one line which incident this is and how it stands."""
    drill = f"{say(DRILL_WORD, language)} · " if incident.drill else ""
    state = say(_OPEN if incident.is_open else _CLOSED, language)
    severity = incident.severity.words.read(language)
    return f"{drill}{incident.ref} · {quote(incident.title)} · {severity} · {state}"


def topic(incident: Incident, language: Language) -> str:
    """Write the channel's topic: what it is about and how serious, within Slack's 250 characters."""
    lead = say(_LEAD_IS, language, who=mention(incident.lead))
    sign = SEVERITY_SIGN[incident.severity]
    return cut(f"{sign} {summary(incident, language)} · {lead}", TOPIC)


def channel_name(incident: Incident, attempt: int) -> str:
    """Name the channel; after attempt 0 with a number, -2, -3 ..., since a taken name is never adopted."""
    ending = f"-{attempt + 1}" if attempt else ""
    stem = re.sub(r"[^a-z0-9-]+", "-", f"{incident.ref}-{incident.playbook.id}".lower()).strip("-")
    return stem[: CHANNEL - len(ending)].rstrip("-") + ending


def _head(reader: Reader, incident: Incident) -> Iterable[Block]:
    yield from drill_note(reader, incident)
    yield header(f"{incident.ref} · {incident.title}")
    yield context(" · ".join(_which(reader, incident)))
    yield fields(_facts(reader, incident))
    if incident.people_at_risk:
        yield section(reader.say(SAFETY_FIRST))
    if incident.restricted:
        yield context(reader.say(_RESTRICTED))


def _line(reader: Reader, incident: Incident) -> Iterable[Block]:
    if incident.holding_line is not None:
        said = incident.holding_line
        told = reader.say(_LINE, who=mention(said.by), when=moment(said.at))
        yield section(f"{told}\n{framed(cut(said.text, LINE_SHOWN))}")
    elif incident.is_open and incident.case is None and incident.surge is None:
        # Customers are answered, not held off with a line.
        yield section(reader.say(_NO_LINE))


def _which(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say on one line what changes least: on a phone each field takes two, and the first button moves away."""
    yield _state(reader, incident)
    yield reader.unit(incident)
    yield playbook_name(reader, incident)
    yield reader.say(_STARTED, when=moment(incident.opened_at), ago=ago(incident.opened_at))


def _facts(reader: Reader, incident: Incident) -> Iterable[str]:
    settled = sum(not step.open for step in incident.steps)
    total = len(incident.steps)
    skipped = sum(step.progress.status is StepStatus.SKIPPED for step in incident.steps)
    mandatory = sum(step.step.mandatory for step in incident.open_steps)
    yield f"*{reader.say(_SEVERITY)}*\n{reader.severity(incident.severity)}"
    yield f"*{reader.say(_LEAD)}*\n{mention(incident.lead)}"
    progress = reader.count(settled, _ONE_STEP_DONE, _STEPS_DONE, total=total)
    more = (
        *((reader.count(mandatory, _ONE_MANDATORY_LEFT, _MANDATORY_LEFT),) if mandatory else ()),
        *((reader.count(skipped, _ONE_SKIPPED, _SKIPPED),) if skipped else ()),
    )
    yield f"*{reader.say(_PROGRESS)}*\n{bar(settled, total)} {progress}\n{', '.join(more)}".rstrip()
    yield from points.on_card(reader, incident)


def _state(reader: Reader, incident: Incident) -> str:
    if incident.is_open:
        calling = any(climb.state is ClimbState.CALLING for climb in incident.climbs)
        return reader.say(_OPEN_CALLING if calling else _OPEN_STATE)
    when = "" if incident.closed_at is None else moment(incident.closed_at)
    return reader.say(_CLOSED_STATE, who=mention(incident.closed_by), when=when)


def _running(reader: Reader, incident: Incident) -> Iterable[Block]:
    yield from (section(text) for text in paragraphs(exhausted_lines(reader, incident)))
    yield from past.on_card(reader, incident)
    yield from customer.on_card(reader, incident)
    yield from surge.on_card(reader, incident)
    yield from holding.standing(reader, incident)
    yield from _promise(reader, incident)
    yield from _line(reader, incident)
    yield from _update(reader, incident)
    yield from statements.on_card(reader, incident)
    yield from _next_steps(reader, incident)
    # What runs by itself, or can wait, stands after what somebody has to do now.
    yield from offer_line(reader, incident)
    yield from publishing.on_card(reader, incident)
    yield from duties.on_card(reader, incident)
    yield from _calls(reader, incident)
    yield from _failures(reader, incident)
    # Where an update is late its button stands beside that; Slack takes no button twice.
    update = () if _late(reader, incident) > timedelta(0) else (("update", _UPDATE),)
    more_people = ("escalate", _ESCALATE)
    ask = (("steps", _ALL_STEPS), *update, ("line", _SET_LINE), ("severity", _SET_SEVERITY), more_people)
    yield actions(*(_asks(reader, incident, what, words) for what, words in ask))
    more = (("statements", _STATEMENTS), ("lead", _SET_LEAD), ("add", _ADD), ("log", _LOG), ("close", _CLOSE))
    rhythm = points.card_buttons(reader, incident)
    yield actions(*rhythm, *(_asks(reader, incident, what, words) for what, words in more))


def _promise(reader: Reader, incident: Incident) -> Iterable[Block]:
    if incident.promise is not None:
        late = _late(reader, incident)
        words = _PROMISE_LATE if late > timedelta(0) else _PROMISE
        told = reader.say(words, when=moment(incident.promise.at), late=reader.lasting(late))
        yield section(told)
        if late > timedelta(0):
            yield actions(button(ASK + "update", reader.say(_GIVE), incident.id, "primary"))


def _late(reader: Reader, incident: Incident) -> timedelta:
    """How late the promised update is; nothing where none is promised."""
    return timedelta(0) if incident.promise is None else reader.now - incident.promise.at


def _update(reader: Reader, incident: Incident) -> Iterable[Block]:
    if incident.update is not None:
        said = incident.update
        told = reader.say(_LAST_UPDATE, who=mention(said.by), when=moment(said.at))
        yield section(f"{told}\n{framed(cut(said.text, LINE_SHOWN))}")


def _next_steps(reader: Reader, incident: Incident) -> Iterable[Block]:
    pending = incident.open_steps
    yield section(reader.say(_NEXT_STEPS if pending else _NO_STEPS))
    for step in pending[:NEXT_STEPS]:
        yield from steps.with_buttons(reader, incident, step)
    if len(pending) > NEXT_STEPS:
        yield context(reader.count(len(pending) - NEXT_STEPS, _ONE_MORE, _MORE))
    last = _last_settled(incident)
    if last is not None:
        undo = button(steps.UNDO + last.step.id, reader.say(_UNDO), incident.id)
        yield section(steps.described(reader, incident, last), undo)


def _last_settled(incident: Incident) -> StepInRun | None:
    settled = [step for step in incident.steps if step.progress.settled_at is not None]
    return max(settled, key=lambda step: (step.progress.settled_at, step.number), default=None)


def _calls(reader: Reader, incident: Incident) -> Iterable[Block]:
    calls = sorted(incident.calls, key=_attention)[:CALLS_SHOWN]
    hidden = len(incident.calls) - len(calls)
    more = (reader.count(hidden, _ONE_CALL_MORE, _CALLS_MORE),) if hidden else ()
    ladders = tuple(ladder_lines(reader, incident))
    lines = (reader.say(_CALLS), *ladders, *(call_line(reader, incident, call) for call in calls), *more)
    # As few blocks as hold them: a message has fifty, and there is more to say.
    yield from (section(text) for text in paragraphs(lines if calls or ladders else ()))


_ORDER: Final = (
    CallState.TAKEN,
    CallState.SENT,
    CallState.OWED,
    CallState.EXPIRED,
    CallState.FAILED,
    CallState.DECLINED,
)


def _attention(call: Call) -> tuple[int, float]:
    """Put what still needs somebody first, the latest first."""
    return _ORDER.index(call.state), -call.owed_at.timestamp()


def _failures(reader: Reader, incident: Incident) -> Iterable[Block]:
    lines = (
        "⚠️ " + not_delivered(errand_name(failure.errand, reader.language), failure.reason, reader.language)
        for failure in incident.failures[-FAILURES_SHOWN:]
    )
    yield from (context(text) for text in paragraphs(lines))


def _closed(reader: Reader, incident: Incident) -> Iterable[Block]:
    lasted = "" if incident.closed_at is None else reader.lasting(incident.closed_at - incident.opened_at)
    yield section(reader.say(_LASTED, lasted=lasted))
    yield from customer.on_card(reader, incident)
    yield from surge.on_card(reader, incident)
    yield from _line(reader, incident)
    left = incident.open_steps
    if left:
        names = "\n".join(
            f"{s.number}. {on_one_line(s.step.title.read(reader.language))}" for s in left[:LEFT_SHOWN]
        )
        more = len(left) - LEFT_SHOWN
        yield section(
            reader.say(_LEFT)
            + "\n"
            + names
            + ("\n" + reader.count(more, _ONE_LEFT, _MORE_LEFT) if more > 0 else "")
        )
    yield from publishing.on_card(reader, incident)
    yield from duties.on_card(reader, incident)
    yield from (section(line) for line in exhausted_lines(reader, incident))
    yield from _calls(reader, incident)
    yield from _failures(reader, incident)
    yield actions(
        _asks(reader, incident, "review", _REVIEW),
        _asks(reader, incident, "steps", _ALL_STEPS),
        _asks(reader, incident, "log", _LOG),
    )


def _asks(reader: Reader, incident: Incident, what: str, words: Words) -> Element:
    return button(ASK + what, reader.say(words), incident.id)


_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_LEAD: Final = Words(en="Lead", fr="Pilote")
_LEAD_IS: Final = Words(en="lead {who}", fr="pilote {who}")
_STARTED: Final = Words(en="started {when} ({ago})", fr="début {when} ({ago})")
_PROGRESS: Final = Words(en="Progress", fr="Avancement")
_OPEN: Final = Words(en="open", fr="en cours")
_CLOSED: Final = Words(en="closed", fr="clos")
_OPEN_STATE: Final = Words(en="Open", fr="En cours")
_OPEN_CALLING: Final = Words(en="Open · calls under way", fr="En cours · appels en attente de réponse")
_CLOSED_STATE: Final = Words(en="Closed by {who}, {when}", fr="Clos par {who}, {when}")
_ONE_STEP_DONE: Final = Words(en="{n} of {total} steps", fr="{n} étape sur {total}")
_STEPS_DONE: Final = Words(en="{n} of {total} steps", fr="{n} étapes sur {total}")
_ONE_MANDATORY_LEFT: Final = Words(en="{n} mandatory left", fr="{n} obligatoire à faire")
_MANDATORY_LEFT: Final = Words(en="{n} mandatory left", fr="{n} obligatoires à faire")
_ONE_SKIPPED: Final = Words(en="{n} skipped", fr="{n} passée")
_SKIPPED: Final = Words(en="{n} skipped", fr="{n} passées")
_RESTRICTED: Final = Words(
    en="🔒 Restricted: only those who take part see it.",
    fr="🔒 Restreint : visible de ses seuls participants.",
)
_LINE: Final = Words(
    en="💬 *What we say for now* · {who}, {when}", fr="💬 *Ce que nous disons pour l’instant* · {who}, {when}"
)
_NO_LINE: Final = Words(
    en="💬 *What we say for now:* nothing yet. Set it with “Holding line”.",
    fr="💬 *Ce que nous disons pour l’instant :* rien encore. Bouton « Message d’attente ».",
)
_LAST_UPDATE: Final = Words(en="📣 *Last update* · {who}, {when}", fr="📣 *Dernier point* · {who}, {when}")
_PROMISE: Final = Words(en="🕑 *Next update promised* {when}", fr="🕑 *Prochain point promis* {when}")
_PROMISE_LATE: Final = Words(
    en="⏰ *The update promised {when} is late by {late}.* Give it now, even if nothing is new.",
    fr="⏰ *Le point promis {when} a {late} de retard.* Faites-le maintenant, même sans nouveauté.",
)
_NEXT_STEPS: Final = Words(en="*Next steps*", fr="*Prochaines étapes*")
_NO_STEPS: Final = Words(
    en="✅ *Every step is settled.* Close when the crisis is over.",
    fr="✅ *Toutes les étapes sont réglées.* Clôturez quand la crise est finie.",
)
_ONE_MORE: Final = Words(en="and {n} more: “All steps”", fr="et {n} autre : « Toutes les étapes »")
_MORE: Final = Words(en="and {n} more: “All steps”", fr="et {n} autres : « Toutes les étapes »")
_UNDO: Final = Words(en="Undo", fr="Annuler")
_CALLS: Final = Words(en="*Calls*", fr="*Appels*")
_ONE_CALL_MORE: Final = Words(en="and {n} more call: “Log”", fr="et {n} autre appel : « Journal »")
_CALLS_MORE: Final = Words(en="and {n} more calls: “Log”", fr="et {n} autres appels : « Journal »")
_LASTED: Final = Words(
    en="🏁 *Closed after {lasted}.* Next: the review, answers and actions.",
    fr="🏁 *Clos au bout de {lasted}.* La suite : le retour d’expérience, réponses et actions.",
)
_LEFT: Final = Words(en="*Left open*", fr="*Restent ouvertes*")
_ONE_LEFT: Final = Words(en="and {n} more", fr="et {n} autre")
_MORE_LEFT: Final = Words(en="and {n} more", fr="et {n} autres")
_ALL_STEPS: Final = Words(en="All steps", fr="Toutes les étapes")
_UPDATE: Final = Words(en="Update", fr="Faire le point")
_GIVE: Final = Words(en="Give the update", fr="Faire le point")
_SET_LINE: Final = Words(en="Holding line", fr="Message d’attente")
_SET_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_SET_LEAD: Final = Words(en="Lead", fr="Pilote")
_ADD: Final = Words(en="Add a step", fr="Ajouter une étape")
_STATEMENTS: Final = Words(en="Statements", fr="Communiqués")
_LOG: Final = Words(en="Log", fr="Journal")
_ESCALATE: Final = Words(en="🖐️ More people…", fr="🖐️ Du renfort…")
_CLOSE: Final = Words(en="Close…", fr="Clôturer…")
_REVIEW: Final = Words(en="Review", fr="Retour d’expérience")
