"""The agenda of a fixed point: in a window with its buttons, and as a line in the channel; and the card's part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handlers.slack.blocks import claims, duties, publishing, steps
from handlers.slack.blocks.calls import call_line, ladder_lines
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.holding import standing_line
from handlers.slack.blocks.labels import CLOSE
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    View,
    actions,
    button,
    context,
    modal,
    paragraphs,
    section,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, on_one_line
from playbooks import rhythm
from playbooks.briefs import Agenda, agenda
from playbooks.claims import to_verify
from playbooks.incident import Claim, Incident
from playbooks.playbook import PlaybookKind, Words

WINDOW: Final = "point:agenda"
SHARE: Final = "point:share"
ASK_HELD: Final = "ask:held"
ASK_POINT: Final = "ask:point"
ASK_HANDOVER: Final = "ask:handover"
SHOWN: Final = 8  # of each list; what is more is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One list of the agenda, and what stands there while nothing is in it."""

    title: Words
    lines: tuple[str, ...]
    none: Words


def agenda_window(reader: Reader, incident: Incident, metadata: str) -> View:
    """Draw the agenda for one person, with what can be done about it. At most 44 blocks."""
    drawn = agenda(incident, reader.now)
    frame = Frame(callback=WINDOW, title=reader.say(_TITLE), close=reader.say(CLOSE), metadata=metadata)
    drill = drill_note(reader, incident)
    done = actions(
        button(ASK_HELD, reader.say(_HELD), incident.id, "primary"),
        button(SHARE, reader.say(_SHARE), incident.id),
        button(ASK_HANDOVER, reader.say(_HAND_OVER), incident.id),
    )
    blocks = (
        *drill,
        section(_head(reader, incident, drawn)),
        done,  # Before the agenda, which may be longer than a phone.
        *(block for part in _known(reader, incident, drawn) for block in _listed(reader, part)),
        *_to_verify(reader, incident, drawn),
        *(block for part in _rest(reader, incident, drawn) for block in _listed(reader, part)),
    )
    return modal(frame, blocks)


def agenda_blocks(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Draw the agenda for everybody in the channel, as it is now."""
    drawn = agenda(incident, reader.now)
    waiting = _claimed(reader, _TO_VERIFY, drawn.to_verify)
    yield section(f"🗓️ *{reader.say(_TITLE)}*\n{_head(reader, incident, drawn)}")
    for part in (*_known(reader, incident, drawn), waiting, *_rest(reader, incident, drawn)):
        yield from _listed(reader, part)


def on_card(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say in a field of the card when the next fixed point is, and how much still waits to be verified."""
    due_at, waiting = rhythm.next_at(incident), len(to_verify(incident))
    verify = reader.count(waiting, _ONE_TO_VERIFY, _MANY_TO_VERIFY) if waiting else ""
    if due_at is not None:
        next_one = reader.say(_on_card(incident), when=moment(due_at))
        yield f"*{reader.say(_TITLE)}*\n" + " · ".join(part for part in (next_one, verify) if part)
    elif verify:
        yield f"*{reader.say(_CLAIMS)}*\n{verify}"


def _on_card(incident: Incident) -> Words:
    if rhythm.pending_since(incident) is None:
        return _NEXT_ON_CARD
    return _MISSED if rhythm.lapsed(incident) else _DUE_ON_CARD


def card_buttons(reader: Reader, incident: Incident) -> Iterable[Element]:
    """Give the card's button of a crisis; a reply has no fixed points."""
    if incident.kind is PlaybookKind.CRISIS:
        yield point_button(reader, incident)


def point_button(reader: Reader, incident: Incident) -> Element:
    """Give the button that opens the agenda."""
    return button(ASK_POINT, reader.say(_TITLE), incident.id)


def _head(reader: Reader, incident: Incident, drawn: Agenda) -> str:
    since = _SINCE_POINT if incident.points else _SINCE_OPENING
    pending = rhythm.pending_since(incident)
    due = "" if pending is None else f" · {reader.say(_DUE, when=moment(pending))}"
    next_one = "" if drawn.next_at is None else f"{due} · {reader.say(_NEXT, when=moment(drawn.next_at))}"
    return (
        f"*{incident.ref}* · {on_one_line(incident.title)}\n{reader.severity(incident.severity)}"
        f" · {reader.say(since, when=moment(drawn.since))}{next_one}"
    )


def _known(reader: Reader, incident: Incident, drawn: Agenda) -> tuple[Part, ...]:
    verified, refuted = (_VERIFIED, _REFUTED) if incident.points else (_VERIFIED_AT_ALL, _REFUTED_AT_ALL)
    return _claimed(reader, verified, drawn.facts), _claimed(reader, refuted, drawn.refuted)


def _claimed(reader: Reader, title: Words, some: tuple[Claim, ...]) -> Part:
    return Part(title=title, lines=tuple(claims.claim_line(reader, claim) for claim in some), none=_NOTHING)


def _to_verify(reader: Reader, incident: Incident, drawn: Agenda) -> Iterable[Block]:
    if not drawn.to_verify:
        yield from _listed(reader, _claimed(reader, _TO_VERIFY, ()))
        return
    yield section(f"*{reader.say(_TO_VERIFY)}*")
    for claim in drawn.to_verify[:SHOWN]:
        yield from claims.with_buttons(reader, incident, claim)
    hidden = len(drawn.to_verify) - SHOWN
    if hidden > 0:
        yield context(reader.count(hidden, _ONE_MORE_CLAIM, _MORE_CLAIMS))


def _rest(reader: Reader, incident: Incident, drawn: Agenda) -> Iterable[Part]:
    """List what else a fixed point goes through, what binds us first."""
    held = () if drawn.held is None else (standing_line(reader, drawn.held),)
    yield Part(title=_HELD_BACK, lines=held, none=_NONE_F)
    yield Part(title=_CLOCKS, lines=duties.lines(reader, incident, drawn.clocks), none=_NONE_M)
    yield Part(title=_FROZEN, lines=publishing.still_stopped(reader, drawn.stopped), none=_NONE_M)
    late = tuple(steps.described(reader, incident, step) for step in drawn.late)
    yield Part(title=_LATE, lines=late, none=_NONE_F)
    calls = (call_line(reader, incident, call) for call in drawn.calls)
    yield Part(title=_CALLS, lines=(*ladder_lines(reader, incident), *calls), none=_NONE_M)
    promise = drawn.promise
    words = _PROMISE if promise is None or not promise.broken else _PROMISE_BROKEN
    said = () if promise is None else (reader.say(words, when=moment(promise.at)),)
    yield Part(title=_NEXT_WORD, lines=said, none=_NONE_F)


def _listed(reader: Reader, part: Part) -> Iterable[Block]:
    title, lines = part.title, part.lines
    if not lines:
        yield section(f"*{reader.say(title)}*  {reader.say(part.none)}")
        return
    hidden = len(lines) - SHOWN
    more = (reader.count(hidden, _ONE_MORE, _MORE),) if hidden > 0 else ()
    yield from (section(text) for text in paragraphs((f"*{reader.say(title)}*", *lines[:SHOWN], *more)))


_CLOCKS: Final = Words(en="Legal clocks running", fr="Délais légaux en cours")
_FROZEN: Final = Words(en="Publishing freeze", fr="Gel des publications")
_TITLE: Final = Words(en="Fixed point", fr="Point fixe")
_CLAIMS: Final = Words(en="Claims", fr="Informations")
_HELD: Final = Words(en="Point held", fr="Point tenu")
_SHARE: Final = Words(en="Post in the channel", fr="Envoyer dans le canal")
_HAND_OVER: Final = Words(en="Hand over…", fr="Passer la relève…")
_SINCE_POINT: Final = Words(en="last fixed point {when}", fr="dernier point fixe {when}")
_SINCE_OPENING: Final = Words(
    en="no fixed point yet, open since {when}", fr="pas encore de point fixe (ouverture : {when})"
)
_NEXT: Final = Words(en="next one due {when}", fr="prochain prévu {when}")
_DUE: Final = Words(en="*due now* ({when})", fr="*à tenir maintenant* ({when})")
_DUE_ON_CARD: Final = Words(en="🗓️ due now; next {when}", fr="🗓️ à tenir maintenant ; prochain {when}")
_NEXT_ON_CARD: Final = Words(en="{when}", fr="{when}")
_MISSED: Final = Words(en="⏰ not held; next {when}", fr="⏰ pas tenu ; prochain {when}")
_ONE_TO_VERIFY: Final = Words(en="❓ {n} claim to verify", fr="❓ {n} information à vérifier")
_MANY_TO_VERIFY: Final = Words(en="❓ {n} claims to verify", fr="❓ {n} informations à vérifier")
_VERIFIED: Final = Words(en="Verified since the last fixed point", fr="Vérifié depuis le dernier point fixe")
_VERIFIED_AT_ALL: Final = Words(en="Verified since the opening", fr="Vérifié depuis l’ouverture")
_REFUTED: Final = Words(
    en="Found to be false since the last fixed point", fr="Démenti depuis le dernier point fixe"
)
_REFUTED_AT_ALL: Final = Words(en="Found to be false since the opening", fr="Démenti depuis l’ouverture")
_TO_VERIFY: Final = Words(en="To verify", fr="À vérifier")
_HELD_BACK: Final = Words(en="Held back", fr="Temporisation")
_LATE: Final = Words(en="Late steps", fr="Étapes en retard")
_CALLS: Final = Words(en="Calls without an answer", fr="Appels sans réponse")
_NEXT_WORD: Final = Words(en="Next public word", fr="Prochaine prise de parole")
_PROMISE: Final = Words(en="🕑 promised {when}", fr="🕑 promise {when}")
_PROMISE_BROKEN: Final = Words(
    en="⏰ *promised {when}, and it did not come*", fr="⏰ *promise {when}, et restée sans suite*"
)
# French says “none” in the gender of what it counts.
_NOTHING: Final = Words(en="none", fr="rien")
_NONE_F: Final = Words(en="none", fr="aucune")
_NONE_M: Final = Words(en="none", fr="aucun")
_ONE_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_ONE_MORE_CLAIM: Final = Words(
    en="and {n} more: `/crisis log` has it, `/crisis verify NUMBER` settles it",
    fr="et {n} autre : `/crise journal` la montre, `/crise confirmer NUMÉRO` la règle",
)
_MORE_CLAIMS: Final = Words(
    en="and {n} more: `/crisis log` has them, `/crisis verify NUMBER` settles one",
    fr="et {n} autres : `/crise journal` les montre, `/crise confirmer NUMÉRO` en règle une",
)
