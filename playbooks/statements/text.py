"""The text of a statement: a prepared message with its blanks filled, or the slots in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Final

from playbooks import refusals
from playbooks.blanks import filled
from playbooks.commands import Slots, Worded
from playbooks.incident import Incident
from playbooks.playbook import LONGEST_BODY, Language, Message, MessageId, Network, Words
from playbooks.typed import TEXT_LIMIT, one_line, paragraph

LONGEST: Final = 3000  # characters of a statement: what one field of a Slack form can hold
NEXT_WORD: Final = "heure_prochain_point"
# Which slot stands in which blank of a prepared message.
SLOT_OF: Final[Mapping[str, str]] = {
    "fait": "known",
    "action": "doing",
    "consigne": "ask",
    "contact": "contact",
    NEXT_WORD: "next_at",
}
_MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    Language.EN: (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    Language.FR: (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """What the author's words are read against: the present moment, and the zone in which they say hours."""

    now: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words that were typed, made safe to keep, and the text that they make."""

    slots: Slots
    blanks: tuple[tuple[str, str], ...]
    words: str  # empty: as prepared, or as composed
    text: str  # a blank that nothing fills stays visible


def prepared(incident: Incident, message: MessageId | None) -> Message | None:
    """Find the prepared message of a statement; raises NotFound for one that the playbook does not have."""
    if message is None:
        return None
    found = incident.playbook.message(message)
    if found is None:
        raise refusals.statements.no_such_message(message)
    return found


def prepared_here(incident: Incident, message: MessageId | None) -> Message | None:
    """Find the prepared message of a statement, as far as the present version of the playbook still has it."""
    return None if message is None else incident.playbook.message(message)


def text_of(incident: Incident, order: Worded, message: Message | None, local: Local) -> Text:
    """Put the text together, in the incident's language or the order's. Never refuses: a preview shows it too."""
    language = order.language or incident.language
    slots = _kept(order.slots)
    blanks = tuple((name, kept) for name, typed in order.blanks if (kept := paragraph(typed)))
    body = "" if message is None else paragraph(body_of(message, order.alternative).read(language), LONGEST)
    typed = paragraph(order.words, 2 * LONGEST)  # Longer than may be kept: refused, never cut.
    words = "" if typed == body else typed
    values = {**dict(blanks), **_slot_values(slots, language, local)}
    template = words or body
    text = filled(template, values) if template else _composed(slots, language, local)
    if template and slots.empathy and slots.empathy not in text:
        text = f"{slots.empathy}\n{text}"  # The one thing that stands before prepared words; no edit of them.
    return Text(slots=slots, blanks=blanks, words=words, text=text)


def body_of(message: Message, alternative: int) -> Words:
    """Give one of a prepared message's wordings; the first where it has no such one."""
    return message.bodies[alternative] if 0 < alternative < len(message.bodies) else message.body


def limited(message: Message | None) -> tuple[Network, ...]:
    """List the networks of a prepared message that take less than a statement may hold, the shortest first."""
    networks = () if message is None else message.networks
    short = (network for network in networks if network.longest < LONGEST_BODY)
    return tuple(sorted(short, key=lambda network: network.longest))


def too_long_for(text: str, message: Message | None, without: tuple[Network, ...]) -> tuple[Network, ...]:
    """List the networks that do not take a text, the shortest first: those that were not left out."""
    return tuple(n for n in limited(message) if n.longest < len(text) and n not in without)


def digest(text: str) -> str:
    """Give what an approval is bound to."""
    return sha256(text.encode()).hexdigest()


def hour(at: datetime, language: Language, local: Local) -> str:
    """
    Write a moment as the author would say it to the public: 15:30, 15 h 30, with the day if it is another.

    In the night in which the clocks go back an hour comes twice: there it says which of the two it is.
    """
    there, today = at.astimezone(local.zone), local.now.astimezone(local.zone).date()
    month = _MONTHS[language][there.month - 1]
    if language is Language.EN:
        clock = f"{there:%H:%M}{_which(there, language)}"
        return clock if there.date() == today else f"{clock} on {there.day} {month}"
    clock = f"{there.hour}\u00a0h\u00a0{there:%M}{_which(there, language)}"
    day = "1er" if there.day == 1 else str(there.day)
    return clock if there.date() == today else f"{clock} le {day} {month}"


def _which(there: datetime, language: Language) -> str:
    first, second = (there.replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    if first.dst() == second.dst():  # The country has moved to another zone.
        return f" ({there:UTC%z})"
    return f" ({(_WINTER if there.fold else _SUMMER).read(language)})"


def _kept(slots: Slots) -> Slots:
    return replace(
        slots,
        known=paragraph(slots.known),
        unknown=paragraph(slots.unknown),
        doing=paragraph(slots.doing),
        ask=paragraph(slots.ask),
        empathy=paragraph(slots.empathy),
        contact=one_line(slots.contact, TEXT_LIMIT),
    )


def _slot_values(slots: Slots, language: Language, local: Local) -> dict[str, str]:
    said = "" if slots.next_at is None else hour(slots.next_at, language, local)
    values = {"known": slots.known, "doing": slots.doing, "ask": slots.ask, "contact": slots.contact}
    return {blank: {**values, "next_at": said}[slot] for blank, slot in SLOT_OF.items()}


def _composed(slots: Slots, language: Language, local: Local) -> str:
    said = "" if slots.next_at is None else hour(slots.next_at, language, local)
    lines = (
        (_PLAIN, slots.empathy),
        (_PLAIN, slots.known),
        (_UNKNOWN, slots.unknown),
        (_DOING, slots.doing),
        (_ASK, slots.ask),
        (_NEXT, said),
        (_CONTACT, slots.contact),
    )
    # What a person typed is put in as it is, never read as a template.
    return "\n".join(words.read(language).replace("…", text) for words, text in lines if text)


_SUMMER: Final = Words(en="summer time", fr="heure d’été")
_WINTER: Final = Words(en="winter time", fr="heure d’hiver")
_PLAIN: Final = Words(en="…", fr="…")
_UNKNOWN: Final = Words(en="What we do not know yet: …", fr="Ce que nous ne savons pas encore\u00a0: …")
_DOING: Final = Words(en="What we are doing: …", fr="Ce que nous faisons\u00a0: …")
_ASK: Final = Words(en="What we ask of you: …", fr="Ce que nous vous demandons\u00a0: …")
_NEXT: Final = Words(en="Next update: ….", fr="Prochain point\u00a0: ….")
_CONTACT: Final = Words(en="Contact: …", fr="Contact\u00a0: …")
