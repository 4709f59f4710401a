"""What a tool has reported, for whoever answers: the customer's words, what suits them, and a button to take them."""

from typing import Final, assert_never

from handlers.sentences_cases import TRIAGES
from handlers.slack.blocks.limits import Message, actions, button, context, message, quote, section
from handlers.slack.blocks.moments import time_of
from handlers.slack.blocks.reader import Reader, framed, on_one_line
from playbooks.letters import CustomerReported, Inbox, SameCause, SpikeSeen
from playbooks.networks import NAMES
from playbooks.playbook import Words

TAKE: Final = "inbox:take"  # the button's value is the report's id
CRISIS: Final = "inbox:crisis"
INCIDENT: Final = "inbox:incident"  # the button's value is the cause


def drawn(matter: Inbox, reader: Reader) -> Message:
    """Draw what was reported."""
    match matter:
        case CustomerReported():
            return _customer(matter, reader)
        case SpikeSeen():
            return _spike(matter, reader)
        case SameCause():
            return _same_cause(matter, reader)
        case _:
            assert_never(matter)


def _customer(matter: CustomerReported, reader: Reader) -> Message:
    words = _AGAIN if matter.on_it else _WROTE
    head = reader.say(words, tool=reader.quote(matter.title), ref=matter.answering).strip()
    where = (
        *((reader.say(NAMES[matter.network]),) if matter.network is not None else ()),
        *((reader.count(matter.reach, _ONE_FOLLOWER, _FOLLOWERS),) if matter.reach is not None else ()),
        *((f"<{matter.link}|{reader.say(_OPEN)}>",) if matter.link else ()),
    )
    advised = (
        *(
            (reader.say(_ADVICE, what=reader.say(TRIAGES[matter.triage])),)
            if matter.triage is not None
            else ()
        ),
        *(
            (reader.say(_SUITS, playbooks=", ".join(map(reader.quote, matter.suggested))),)
            if matter.suggested
            else ()
        ),
    )
    press = button(TAKE, reader.say(_TAKE), matter.report, "primary")
    blocks = [
        section(f"{head}\n{framed(matter.text)}"),
        *((context(" · ".join(where)),) if where else ()),
        *((context(" ".join(advised)),) if advised else ()),
        *(() if matter.on_it else (actions(press),)),
    ]
    return message(blocks, head)


def _same_cause(matter: SameCause, reader: Reader) -> Message:
    unit = reader.directory.unit(matter.unit)
    named = quote(matter.unit) if unit is None else reader.quote(unit.title)
    head = reader.say(_SAME, unit=named, n=matter.count, cause=on_one_line(matter.cause))
    press = button(INCIDENT, reader.say(_OPEN_INCIDENT), matter.cause, "primary")
    return message([section(head), context(reader.say(_MEND)), actions(press)], head)


def _spike(matter: SpikeSeen, reader: Reader) -> Message:
    unit = reader.directory.unit(matter.unit)
    named = quote(matter.unit) if unit is None else reader.quote(unit.title)
    words = _SPIKE_COUNTED if matter.count is not None else _SPIKE
    usual = "?" if matter.usual is None else str(matter.usual)
    head = reader.say(words, unit=named, n=matter.count, usual=usual, hour=time_of(matter.hour))
    blocks = [
        section(f"{head}\n{framed(matter.text)}"),
        context(reader.say(_DECIDE)),
        actions(button(CRISIS, reader.say(_OPEN_CRISIS), matter.report, "primary")),
    ]
    return message(blocks, head)


_WROTE: Final = Words(
    en="✉️ *A customer wrote* (from {tool}). Nobody is on it yet.",
    fr="✉️ *Un client a écrit* (par {tool}). Personne ne s’en occupe encore.",
)
_AGAIN: Final = Words(
    en="✉️ *Your customer wrote again* (from {tool}) {ref}. Note it on the card with “They wrote again…”.",
    fr="✉️ *Votre client a réécrit* (par {tool}) {ref}. Notez-le sur la carte avec « Le client a réécrit… ».",
)
_ONE_FOLLOWER: Final = Words(en="{n} follower", fr="{n} abonné")
_FOLLOWERS: Final = Words(en="{n} followers", fr="{n} abonnés")
_OPEN: Final = Words(en="open the message", fr="ouvrir le message")
_ADVICE: Final = Words(en="Advice: {what}.", fr="Conseil : {what}.")
_SUITS: Final = Words(en="Suits: {playbooks}.", fr="Conviennent : {playbooks}.")
_TAKE: Final = Words(en="I take it…", fr="Je m’en occupe…")
_SPIKE: Final = Words(
    en="📈 *Far more is said about {unit} than usual.*",
    fr="📈 *On parle de {unit} bien plus que d’habitude.*",
)
_SPIKE_COUNTED: Final = Words(
    en="📈 *Far more is said about {unit} than usual:* {n} messages in the hour of {hour}, usually {usual}. The latest:",
    fr="📈 *On parle de {unit} bien plus que d’habitude :* {n} messages dans l’heure de {hour}, d’habitude {usual}. "
    "Le dernier :",
)
_SAME: Final = Words(
    en="🔁 *{n} customers of {unit} wrote for the same cause within a day:* “{cause}”.",
    fr="🔁 *{n} clients de {unit} ont écrit pour la même cause en un jour :* « {cause} ».",
)
_MEND: Final = Words(
    en="Each of them was answered alone. Nothing was opened: is this one thing to mend, and to say once?",
    fr="Chacun a reçu sa réponse. Rien n’a été ouvert : est-ce une seule chose à réparer, et à dire une fois ?",
)
_OPEN_INCIDENT: Final = Words(en="Open an incident…", fr="Ouvrir un incident…")
_DECIDE: Final = Words(
    en="Nothing was opened. Look at what is said before you decide; you are told once a day.",
    fr="Rien n’a été ouvert. Regardez ce qui se dit avant de décider ; vous êtes prévenu une fois par jour.",
)
_OPEN_CRISIS: Final = Words(en="Open a crisis…", fr="Ouvrir une crise…")
