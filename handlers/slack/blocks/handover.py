"""The brief of a shift: for whoever asks, and for whoever takes over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from handlers.slack.blocks import claims, duties, publishing
from handlers.slack.blocks.calls import ladder_lines
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.drills import drill_note, drill_word
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.holding import standing_line
from handlers.slack.blocks.limits import (
    Block,
    Message,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    message,
    paragraphs,
    person_select,
    section,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.notices import told
from handlers.slack.blocks.points import point_button
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from playbooks import events as e
from playbooks.briefs import Handover, handover
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Language, Words
from playbooks.ports import Entry
from playbooks.routing import Directory

FORM: Final = "incident:handover"
SHOWN: Final = 8  # of each list
LINE_SHOWN: Final = 400  # characters of what we say for now


def brief(reader: Reader, incident: Incident, log: Iterable[Entry]) -> Message:
    """Draw the brief for whoever asks."""
    return _for_one(
        reader, incident, tuple(entry.fact for entry in log), reader.say(_TITLE, ref=incident.ref)
    )


def taken(reader: Reader, incident: Incident, log: Iterable[Entry]) -> Message:
    """Draw the brief for whoever has just taken the lead over, where they did."""
    facts = tuple(entry.fact for entry in log)
    given = next((fact for fact in reversed(facts) if isinstance(fact, e.HandedOver)), None)
    return _for_one(reader, incident, facts, reader.say(_TAKEN, ref=incident.ref), given)


def _for_one(
    reader: Reader,
    incident: Incident,
    facts: tuple[e.Event, ...],
    title: str,
    given: e.HandedOver | None = None,
) -> Message:
    drawn = handover(incident, facts, reader.now, given)
    drill = drill_note(reader, incident)
    return message([*drill, section(f"*{title}*"), *_blocks(reader, incident, drawn)], title)


def relieved(
    given: e.HandedOver | e.LeadNamed,
    incident: Incident,
    directory: Directory,
    language: Language,
    now: datetime,
) -> Message:
    """Draw the direct message of whoever led until somebody else named another lead."""
    reader = Reader(directory=directory, language=language, now=now)
    lead = given.to if isinstance(given, e.HandedOver) else given.lead
    words = _TAKEN_FROM_YOU if lead == given.by else _GIVEN_AWAY
    told_them = reader.say(words, who=mention(given.by), to=mention(lead), ref=incident.ref)
    back = reader.say(_TAKE_BACK, ref=incident.ref)
    drill = drill_note(reader, incident)
    place = () if incident.room is None else (context(f"<#{incident.room.channel}>"),)
    notification = f"{drill_word(reader, incident)}{told_them}"
    return message([*drill, section(f"🧭 {told_them} {back}"), *place], notification)


def handed(
    given: e.HandedOver,
    incident: Incident,
    log: Iterable[Entry],
    directory: Directory,
    reading: tuple[Language, datetime],
) -> Message:
    """Draw the direct message of the person who takes over, in their language and as it stands when it is sent."""
    language, now = reading
    reader = Reader(directory=directory, language=language, now=now)
    drawn = handover(incident, (entry.fact for entry in log), now, given)
    words = _YOURS if given.former in {None, given.by} else _NAMED
    head = reader.say(words, who=mention(given.by), former=mention(given.former), ref=incident.ref)
    drill = drill_note(reader, incident)
    place = () if incident.room is None else (context(f"<#{incident.room.channel}>"),)
    buttons = actions(
        button(ASK + "steps", reader.say(_STEPS), incident.id, "primary"), point_button(reader, incident)
    )
    notification = f"{drill_word(reader, incident)}{head}"
    blocks = [*drill, section(f"🧭 *{head}*"), *_blocks(reader, incident, drawn), buttons, *place]
    return message(blocks, notification)


def hand_over_form(reader: Reader, draft: Draft, log: Iterable[Entry]) -> View:
    """Ask who takes over, above the brief that they will get."""
    drawn = handover(draft.incident, (entry.fact for entry in log), reader.now)
    question = ask("person", reader.say(_TO_WHOM), person_select("person"), reader.say(_WHAT_HAPPENS))
    blocks = (question, *_blocks(reader, draft.incident, drawn))
    return form(reader, draft, Named(FORM, _HAND_OVER, _HAND_OVER_NOW), blocks)


def _blocks(reader: Reader, incident: Incident, drawn: Handover) -> Iterable[Block]:
    yield from (section(text) for text in paragraphs(_state(reader, incident, drawn)))
    for title, lines in _parts(reader, incident, drawn):
        hidden = len(lines) - SHOWN
        more = (reader.say(_MORE, n=hidden),) if hidden > 0 else ()
        if lines:
            texts = paragraphs((f"*{reader.say(title)}*", *lines[:SHOWN], *more))
            yield from (section(text) for text in texts)


def _state(reader: Reader, incident: Incident, drawn: Handover) -> Iterable[str]:
    """Say how it stands in five lines."""
    yield f"• *{reader.say(_WHAT)}* {incident.ref} · {on_one_line(incident.title)}"
    since = reader.say(_SINCE, severity=reader.severity(drawn.severity), when=moment(drawn.severity_since))
    at_risk = f" · {reader.say(_AT_RISK)}" if incident.people_at_risk else ""
    yield f"• *{reader.say(_SEVERITY)}* {since}{at_risk}"
    yield f"• *{reader.say(_WHO)}* {_who(reader, drawn)}"
    yield f"• *{reader.say(_SAID)}* {_said(reader, drawn)}"
    yield f"• *{reader.say(_DUE)}* {_due(reader, drawn)}"


def _who(reader: Reader, drawn: Handover) -> str:
    parts = [reader.say(_LEADS, who=mention(drawn.lead))]
    if drawn.taken:
        parts.append(reader.say(_ANSWERED, who=", ".join(mention(person) for person in drawn.taken[:SHOWN])))
    if drawn.calls:
        waiting = dict.fromkeys(call.person for call in drawn.calls)
        parts.append(
            reader.say(_WAITING, who=", ".join(mention(person) for person in tuple(waiting)[:SHOWN]))
        )
    return " · ".join(parts)


def _said(reader: Reader, drawn: Handover) -> str:
    line = reader.say(_NO_LINE)
    if drawn.holding_line is not None:
        line = reader.say(_LINE, text=cut(on_one_line(drawn.holding_line.text), LINE_SHOWN))
    if drawn.promise is None:
        return f"{line} · {reader.say(_NO_PROMISE)}"
    words = _BROKEN if drawn.promise.broken else _PROMISED
    return f"{line} · {reader.say(words, when=moment(drawn.promise.at))}"


def _due(reader: Reader, drawn: Handover) -> str:
    late = reader.count(len(drawn.late), _ONE_LATE, _LATE)
    soon = reader.count(len(drawn.soon), _ONE_SOON, _SOON)
    point = () if drawn.next_point_at is None else (reader.say(_POINT, when=moment(drawn.next_point_at)),)
    return " · ".join((late, soon, *point))


def _parts(reader: Reader, incident: Incident, drawn: Handover) -> Iterable[tuple[Words, tuple[str, ...]]]:
    """List what needs names."""
    yield _LADDERS, tuple(ladder_lines(reader, incident))
    yield _LATE_STEPS, tuple(_step(reader, incident, step) for step in drawn.late)
    yield _SOON_STEPS, tuple(_step(reader, incident, step) for step in drawn.soon)
    yield _VERIFIED, tuple(claims.claim_line(reader, claim) for claim in drawn.facts)
    yield _REFUTED, tuple(claims.claim_line(reader, claim) for claim in drawn.refuted)
    yield _TO_VERIFY, tuple(claims.claim_line(reader, claim) for claim in drawn.to_verify)
    yield _HELD_BACK, () if drawn.held is None else (standing_line(reader, drawn.held),)
    yield _CLOCKS, duties.lines(reader, incident, drawn.clocks)
    yield _FROZEN, publishing.still_stopped(reader, drawn.stopped)
    yield _DECISIONS, tuple(f"{moment(fact.at)} · {told(fact, incident, reader)}" for fact in drawn.decisions)


def _step(reader: Reader, incident: Incident, step: StepInRun) -> str:
    due_at = step.progress.due_at
    when = "" if due_at is None else f" · {moment(due_at)}"
    owners = ", ".join(mention(owner) for owner in incident.owners(step))
    return f"{step.number}. {reader.quote(step.step.title)} · {owners}{when}"


_TITLE: Final = Words(en="Shift brief · {ref}", fr="Relève · {ref}")
_YOURS: Final = Words(
    en="{who} hands {ref} over to you. You lead from now on.",
    fr="{who} vous passe la relève sur {ref}. Vous pilotez désormais.",
)
_NAMED: Final = Words(
    en="{who} names you as lead of {ref}, in place of {former}. You lead from now on.",
    fr="{who} vous confie le pilotage de {ref}, à la place de {former}. Vous pilotez désormais.",
)
_TAKEN: Final = Words(
    en="✅ You lead {ref} from now on. The shift brief:", fr="✅ Vous pilotez désormais {ref}. La relève :"
)
_GIVEN_AWAY: Final = Words(
    en="{who} named {to} as lead of {ref}, which you led until now.",
    fr="{who} a confié à {to} le pilotage de {ref}, que vous aviez jusqu’ici.",
)
_TAKEN_FROM_YOU: Final = Words(
    en="{who} took over the lead of {ref}, which you led until now.",
    fr="{who} a repris le pilotage de {ref}, que vous aviez jusqu’ici.",
)
_TAKE_BACK: Final = Words(
    en="If that is a mistake, take it back: `/crisis handover {ref} me`.",
    fr="Si c’est une erreur, reprenez-le : `/crise relève {ref} moi`.",
)
_HAND_OVER: Final = Words(en="Hand over", fr="Passer la relève")
_HAND_OVER_NOW: Final = Words(en="Hand over", fr="Passer la relève")
_TO_WHOM: Final = Words(en="Who leads from now on?", fr="Qui pilote désormais ?")
_WHAT_HAPPENS: Final = Words(
    en="They get this brief at once, in their language.",
    fr="La personne reçoit aussitôt ce point, dans sa langue.",
)
_STEPS: Final = Words(en="All steps", fr="Toutes les étapes")
_WHAT: Final = Words(en="What:", fr="Quoi :")
_SEVERITY: Final = Words(en="Severity:", fr="Gravité :")
_WHO: Final = Words(en="Who:", fr="Qui :")
_SAID: Final = Words(en="We say:", fr="Nous disons :")
_DUE: Final = Words(en="Due:", fr="À faire :")
_SINCE: Final = Words(en="{severity} since {when}", fr="{severity} depuis {when}")
_AT_RISK: Final = Words(en="🚑 people may be at risk", fr="🚑 des personnes peuvent être en danger")
_LEADS: Final = Words(en="{who} leads", fr="{who} pilote")
_ANSWERED: Final = Words(en="on it: {who}", fr="répondent présents : {who}")
_WAITING: Final = Words(en="called, no answer yet: {who}", fr="appelés, pas encore de réponse : {who}")
_NO_LINE: Final = Words(en="nothing yet", fr="rien encore")
_LINE: Final = Words(en="“{text}”", fr="« {text} »")
_NO_PROMISE: Final = Words(en="no next word promised", fr="pas de prochaine parole promise")
_PROMISED: Final = Words(en="next word promised {when}", fr="prochaine parole promise {when}")
_BROKEN: Final = Words(
    en="⏰ *the update promised {when} did not come*", fr="⏰ *le point promis {when} n’a pas été fait*"
)
_ONE_LATE: Final = Words(en="{n} step late", fr="{n} étape en retard")
_LATE: Final = Words(en="{n} steps late", fr="{n} étapes en retard")
_ONE_SOON: Final = Words(en="{n} due within four hours", fr="{n} d’ici quatre heures")
_SOON: Final = Words(en="{n} due within four hours", fr="{n} d’ici quatre heures")
_POINT: Final = Words(en="fixed point {when}", fr="point fixe {when}")
_LADDERS: Final = Words(en="Calls", fr="Appels")
_LATE_STEPS: Final = Words(en="Late", fr="En retard")
_SOON_STEPS: Final = Words(en="Due within four hours", fr="À faire d’ici quatre heures")
_VERIFIED: Final = Words(en="Verified", fr="Vérifié")
_REFUTED: Final = Words(en="Found to be false", fr="Qui s’est révélé faux")
_TO_VERIFY: Final = Words(en="To verify", fr="À vérifier")
_HELD_BACK: Final = Words(en="Held back", fr="Temporisation")
_CLOCKS: Final = Words(en="Legal clocks running", fr="Délais légaux en cours")
_FROZEN: Final = Words(en="Publishing freeze", fr="Gel des publications")
_DECISIONS: Final = Words(en="Decided on this shift", fr="Décidé pendant ce tour")
_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
