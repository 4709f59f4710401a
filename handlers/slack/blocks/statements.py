"""Statements as lines and buttons: on the card, in their own window, in the review; and a text shown whole."""

from collections.abc import Iterable
from typing import Final

from handlers.reasons import reason_in_words
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CLOSE
from handlers.slack.blocks.limits import (
    TEXT,
    Block,
    Element,
    Frame,
    View,
    actions,
    button,
    context,
    cut,
    modal,
    paragraphs,
    plain,
    quote,
    section,
    units,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from handlers.statement_words import CLASH, STATE_SIGN, STATES, STRATEGIES, statement_name
from playbooks.incident import Ask, Incident, Objection, Statement, StatementState, StepInRun
from playbooks.networks import NAMES
from playbooks.playbook import Lane, PlaybookKind, StepKind, Strategy, Words
from playbooks.statements import clashing, is_asked, live_for

PUBLISH: Final = (
    "statement:publish:"  # Each followed by the statement's id; the button's value is the incident's id.
)
EDIT: Final = "statement:edit:"
WITHDRAW: Final = "statement:withdraw:"
# Followed by the statement and the tool; the button's value is the incident's id, the tool and the digest.
HAND: Final = "statement:hand:"
WRITE: Final = "statement:write"
WINDOW: Final = "statement:window"
ON_CARD: Final = 2  # statements; the others are behind “Statements”
IN_WINDOW: Final = 24  # statements; three blocks each, and a form holds a hundred
WORDS_SHOWN: Final = 600  # characters of a text where it is not what is decided about
REMARK_SHOWN: Final = 300
_PIECE: Final = 500  # characters; each becomes five units at most, and a sign before its line
_WEIGHT: Final = 9000  # units of one message's text; Slack refuses messages not much longer


def whole(text: str) -> tuple[Block, ...]:
    """
    Show a text to its last sign, as a quotation.

    Only a text full of signs that Slack writes long (&, <, >) is shown plain: as a quotation it would not fit.
    """
    pieces = [piece for line in text.split("\n") for piece in _pieces(line, _PIECE)]
    quoted = paragraphs(framed(piece) for piece in pieces)
    if sum(map(units, quoted)) <= _WEIGHT:
        return tuple(section(part) for part in quoted)
    halves = (text[n : n + TEXT // 3] for n in range(0, len(text), TEXT // 3))
    return tuple({"type": "section", "text": plain(half)} for half in halves)


def line(reader: Reader, incident: Incident, statement: Statement) -> str:
    """Say which statement it is, how it stands, and what comes next."""
    name = on_one_line(statement_name(incident, statement, reader.language))
    state = STATE_SIGN[statement.state], reader.say(STATES[statement.state])
    lines = (f"{state[0]} *{name}* · {state[1]}", _next(reader, incident, statement))
    return "\n".join((*lines, *handed_lines(reader, statement)))


def on_card(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Draw what is neither published nor withdrawn: what can be published first, then what is stuck."""
    live = sorted((s for s in incident.statements if s.is_live), key=_urgency)
    for statement in live[:ON_CARD]:
        yield section(line(reader, incident, statement))
        yield actions(*_buttons(reader, incident, statement))
    if len(live) > ON_CARD:
        yield context(reader.count(len(live) - ON_CARD, _ONE_MORE, _MORE))


def window(reader: Reader, incident: Incident, metadata: str) -> View:
    """Draw every statement of an incident, the latest first, with what can be done about each."""
    frame = Frame(callback=WINDOW, title=reader.say(_TITLE), close=reader.say(CLOSE), metadata=metadata)
    drill = drill_note(reader, incident)
    which = section(f"*{incident.ref}* · {on_one_line(incident.title)}")
    write = (actions(write_button(reader, incident)),) if incident.is_open else ()
    shown = tuple(reversed(incident.statements))[:IN_WINDOW]
    none = () if shown else (context(reader.say(_NONE)),)
    blocks = (block for statement in shown for block in _in_window(reader, incident, statement))
    return modal(frame, [*drill, which, *write, *none, *blocks])


def write_button(reader: Reader, incident: Incident) -> Element:
    """Give the button that opens an empty form."""
    return button(WRITE, reader.say(_WRITE), incident.id, "primary")


def publish_button(reader: Reader, incident: Incident, statement: Statement) -> Element:
    """Give the button that marks a statement as published."""
    return button(PUBLISH + statement.id, reader.say(_PUBLISH), incident.id, "primary")


def edit_button(reader: Reader, incident: Incident, statement: Statement) -> Element:
    """Give the button that changes the words."""
    return button(EDIT + statement.id, reader.say(_EDIT), incident.id)


def is_written(incident: Incident, step: StepInRun) -> bool:
    """Whether a step is done by writing, approving and publishing its prepared message."""
    sends = step.step.kind is StepKind.MESSAGE and step.step.message is not None
    known = sends and incident.playbook.message(step.step.message or "") is not None  # type: ignore[arg-type]
    return known and step.open and incident.kind is PlaybookKind.CRISIS


def step_words(incident: Incident, step: StepInRun) -> Words:
    """Say what the button of such a step does now."""
    made = live_for(incident, step.step.message)
    if made is None:
        return _WRITE_IT
    return _PUBLISH if made.state is StatementState.APPROVED else _EDIT


def warning(
    reader: Reader, incident: Incident, strategy: Strategy | None, besides: Statement | None = None
) -> str:
    """Warn of an incident that says two things at once; nothing where it does not."""
    others = () if strategy is None else clashing(incident, strategy, besides.id if besides else None)
    names = ", ".join(f"{s.id} ({reader.say(STRATEGIES[s.wording.strategy])})" for s in others)
    return reader.say(CLASH, others=names) if names else ""


def left_out(reader: Reader, statement: Statement) -> Iterable[Block]:
    """Say where the words are not to be read, though their prepared message was meant for it."""
    names = ", ".join(reader.say(NAMES[network]) for network in statement.wording.without)
    if names:
        yield context(reader.say(_LEFT_OUT, names=names))


def reviewed(reader: Reader, incident: Incident) -> Iterable[str]:
    """Tell everything about each statement: its words, who answered and how long it took, where it went."""
    for statement in incident.statements:
        name = on_one_line(statement_name(incident, statement, reader.language))
        sign, state = STATE_SIGN[statement.state], reader.say(STATES[statement.state])
        by = reader.say(_BY, who=mention(statement.author), when=moment(statement.proposed_at))
        strategy = reader.say(STRATEGIES[statement.wording.strategy])
        yield f"{sign} *{name}* · {state} · {by} · {strategy}"
        yield framed(cut(statement.wording.text, WORDS_SHOWN))
        yield from (answer_line(reader, ask) for ask in statement.asks)
        yield from (objection_line(reader, objection) for objection in statement.objections)
        if statement.publication is not None:
            yield _published(reader, statement)
        clash = warning(reader, incident, statement.wording.strategy, statement)
        if clash and statement.withdrawn_at is None:
            yield clash


def answer_line(reader: Reader, ask: Ask) -> str:
    """Say whom one asked, for which roles, and how long the answer took."""
    roles = ", ".join(reader.role(role) for role in ask.roles)
    revision = f" · v{ask.revision}" if ask.revision > 1 else ""
    if ask.approved_at is None:
        return f"• {mention(ask.person)} ({roles}){revision} · {reader.say(_NO_ANSWER)}"
    waited = reader.say(_AFTER, waited=reader.lasting(ask.approved_at - ask.asked_at))
    remark = f" · {cut(on_one_line(ask.remark), REMARK_SHOWN)}" if ask.remark else ""
    return f"• {mention(ask.person)} ({roles}){revision} · {waited}{remark}"


def objection_line(reader: Reader, objection: Objection) -> str:
    """Say who objected, when and why, and whether it was taken back."""
    back = objection.withdrawn_at
    words = _OBJECTS if back is None else _OBJECTED
    told = reader.say(
        words, who=mention(objection.by), when=moment(objection.at), back="" if back is None else moment(back)
    )
    return f"⛔ {told} {cut(on_one_line(objection.text), REMARK_SHOWN)}"


def _urgency(statement: Statement) -> tuple[int, float]:
    order = (StatementState.APPROVED, StatementState.BLOCKED, StatementState.IN_REVIEW)
    return order.index(statement.state), statement.written_at.timestamp()


def _next(reader: Reader, incident: Incident, statement: Statement) -> str:
    match statement.state:
        case StatementState.APPROVED:
            next_at = statement.wording.slots.next_at
            passed = next_at is not None and next_at <= reader.now
            then = _TO_SEND if statement.is_wording else _TO_PUBLISH
            return reader.say(_HOUR_PASSED if passed else then)
        case StatementState.BLOCKED:
            return objection_line(reader, statement.blocking[0])
        case StatementState.IN_REVIEW:
            return waiting_for(reader, incident, statement)
        case StatementState.PUBLISHED:
            return _published(reader, statement)
        case StatementState.WITHDRAWN:
            when = "" if statement.withdrawn_at is None else moment(statement.withdrawn_at)
            return reader.say(_BY, who=mention(statement.withdrawn_by), when=when)


def waiting_for(reader: Reader, incident: Incident, statement: Statement) -> str:
    """Name whose answer is missing, and whether one of them is enough; whoever is late is said to be."""
    pending = [ask for ask in statement.present_asks if is_asked(incident, statement, ask)]
    names = ", ".join(
        reader.say(
            _UNTIL if ask.until > reader.now else _SILENT, who=mention(ask.person), when=moment(ask.until)
        )
        for ask in pending
    )
    one_is_enough = statement.wording.lane is Lane.AMBER and len(pending) > 1
    return reader.say(_WAITS_FOR_ONE if one_is_enough else _WAITS, who=names or "–")


def _published(reader: Reader, statement: Statement) -> str:
    publication = statement.publication
    if publication is None:
        return ""
    where = cut(on_one_line(publication.where), REMARK_SHOWN)
    return reader.say(_WHERE, where=where, who=mention(publication.by), when=moment(publication.at))


def _buttons(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Element]:
    if statement.state is StatementState.APPROVED and not statement.is_wording:
        yield publish_button(reader, incident, statement)
        yield from _hand_buttons(reader, incident, statement)
    yield edit_button(reader, incident, statement)
    yield button(WITHDRAW + statement.id, reader.say(_WITHDRAW), incident.id)


def _hand_buttons(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Element]:
    """Offer the tools that take answers to customers, as far as they do not have this one."""
    if incident.case is None or incident.drill:
        return
    have = {one.to for one in statement.handed if not one.reason}
    for name, hook in reader.directory.webhooks.items():
        if hook.answers and name not in have:
            label = reader.say(_HAND, tool=hook.title.read(reader.language))
            value = f"{incident.id}|{name}|{statement.wording.digest}"
            yield button(f"{HAND}{statement.id}:{name}", label, value)


def handed_lines(reader: Reader, statement: Statement) -> Iterable[str]:
    """Say to which tools it was handed, and what became of it there."""
    for one in statement.handed:
        hook = reader.directory.webhooks.get(one.to)
        named = one.to if hook is None else hook.title.read(reader.language)
        if one.reason:
            why = reason_in_words(one.reason, reader.language)
            yield reader.say(_HAND_REFUSED, tool=quote(named), why=why)
        elif one.arrived_at is None:
            yield reader.say(_HAND_WAITS, tool=quote(named), who=mention(one.by))
        else:
            yield reader.say(_HAND_TAKEN, tool=quote(named), when=moment(one.arrived_at))


def _in_window(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Block]:
    yield section(line(reader, incident, statement))
    yield section(framed(cut(statement.wording.text, WORDS_SHOWN)))
    if statement.is_live and incident.is_open:
        yield actions(*_buttons(reader, incident, statement))


def _pieces(text: str, size: int) -> Iterable[str]:
    """Divide a line at its spaces where it has some."""
    while len(text) > size:
        at = text.rfind(" ", 1, size)
        end = size if at < 0 else at
        yield text[:end]
        text = text[end:].lstrip(" ")
    yield text


_LEFT_OUT: Final = Words(en="Not to be read on: {names}", fr="Ne paraîtra pas sur : {names}")
_TITLE: Final = Words(en="Statements", fr="Communiqués")
_NONE: Final = Words(en="None yet.", fr="Aucun encore.")
_WRITE: Final = Words(en="Write a statement", fr="Rédiger un communiqué")
_WRITE_IT: Final = Words(en="Write…", fr="Rédiger…")
_PUBLISH: Final = Words(en="Publish…", fr="Publier…")
_EDIT: Final = Words(en="Edit…", fr="Modifier…")
_WITHDRAW: Final = Words(en="Withdraw…", fr="Retirer…")
_ONE_MORE: Final = Words(
    en="and {n} more statement: “Statements”", fr="et {n} autre communiqué : « Communiqués »"
)
_MORE: Final = Words(
    en="and {n} more statements: “Statements”", fr="et {n} autres communiqués : « Communiqués »"
)
_BY: Final = Words(en="by {who}, {when}", fr="par {who}, {when}")
_NO_ANSWER: Final = Words(en="no approval", fr="sans accord")
_AFTER: Final = Words(en="approved after {waited}", fr="accord au bout de {waited}")
_OBJECTS: Final = Words(en="{who} objects ({when}):", fr="{who} s’oppose ({when}) :")
_OBJECTED: Final = Words(
    en="{who} objected ({when}), withdrawn {back}:", fr="{who} s’opposait ({when}), retiré {back} :"
)
_TO_PUBLISH: Final = Words(en="Next: publish it, then say where.", fr="La suite : le publier, puis dire où.")
_HAND: Final = Words(en="Hand to {tool}", fr="Confier à {tool}")
_HAND_WAITS: Final = Words(
    en="📤 handed to {tool} by {who}, not taken yet", fr="📤 confié à {tool} par {who}, pas encore pris"
)
_HAND_TAKEN: Final = Words(
    en="📤 {tool} has taken it, {when}: once it is out, “Publish…”",
    fr="📤 {tool} l’a pris, {when} : une fois envoyé, « Publier… »",
)
_HAND_REFUSED: Final = Words(en="⚠️ {tool} has not taken it: {why}", fr="⚠️ {tool} ne l’a pas pris : {why}")
_TO_SEND: Final = Words(
    en="Ready: whoever answers sends it with “Next customer…”.",
    fr="Prêt : on l’envoie avec « Client suivant… ».",
)
_HOUR_PASSED: Final = Words(
    en="⏰ The hour it announces has passed: edit it.",
    fr="⏰ L’heure qu’il annonce est passée : modifiez-le.",
)
_WAITS: Final = Words(en="Waiting for {who}", fr="En attente : {who}")
_WAITS_FOR_ONE: Final = Words(en="Waiting for one of {who}", fr="En attente d’un seul accord : {who}")
_UNTIL: Final = Words(en="{who} (by {when})", fr="{who} (échéance {when})")
_SILENT: Final = Words(en="{who} (⏰ no answer by {when})", fr="{who} (⏰ sans réponse, échéance {when})")
_WHERE: Final = Words(en="{where} · {who}, {when}", fr="{where} · {who}, {when}")
