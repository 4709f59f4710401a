"""What a tool has reported, for whoever answers: the customer's words, what suits them, and a button to take them."""

from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from handlers.sentences_cases import TRIAGES
from handlers.slack.blocks.labels import CLOSE
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    Message,
    View,
    actions,
    button,
    context,
    cut,
    message,
    modal,
    quote,
    section,
)
from handlers.slack.blocks.moments import moment, time_of
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks.inbox import Backlog, Report
from playbooks.letters import CustomerReported, Inbox, SameCause, SpikeSeen
from playbooks.networks import NAMES
from playbooks.playbook import UnitId, Words

TAKE: Final = "inbox:take"  # in the list followed by the report's id, which is the button's value
CRISIS: Final = "inbox:crisis"
INCIDENT: Final = "inbox:incident"  # the button's value is the cause
OPEN: Final = "inbox:open"  # the list
ASIDE: Final = "inbox:aside"  # followed by the report's id, which is the button's value
WINDOW: Final = "inbox:window"
LISTED: Final = 20  # reports in the list; three blocks each, and a form holds a hundred
TEXT_LISTED: Final = 300  # characters of each; the form has all of them


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


def window(reader: Reader, backlog: Backlog, reports: Sequence[Report]) -> View:
    """List who waits: urgent ones first, then the oldest; with what can be done about each."""
    frame = Frame(callback=WINDOW, title=reader.say(_WAITING), close=reader.say(CLOSE), metadata="")
    rows = (block for report in reports for block in _listed(reader, report))
    hidden = backlog.waiting - len(reports)
    more = (context(reader.say(_MORE, n=len(reports))),) if hidden > 0 else ()
    return modal(frame, [section(how_many(reader, backlog)), *rows, *more])


def at_home(reader: Reader, backlog: Backlog) -> tuple[Block, ...]:
    """Say on the Home tab how many wait; nothing where nobody does."""
    if not backlog.waiting:
        return ()
    return (section(how_many(reader, backlog), button(OPEN, reader.say(_SHOW), "inbox")),)


def how_many(reader: Reader, backlog: Backlog) -> str:
    """Say how many wait, and since when the oldest does."""
    if backlog.oldest_at is None:
        return reader.say(_NOBODY_WAITS)
    return reader.count(backlog.waiting, _ONE_WAITS, _WAIT, since=moment(backlog.oldest_at))


def _listed(reader: Reader, report: Report) -> Iterable[Block]:
    holder = report.holder(reader.now)
    by = () if holder is None else (reader.say(_HELD, who=mention(holder)),)
    arrived = moment(report.arrived_at)
    about = (*first(reader, report), arrived, _unit(reader, report.unit), *where(reader, report), *by)
    yield section(framed(cut(report.text, TEXT_LISTED)))
    yield context(" · ".join(about))
    yield actions(
        button(f"{TAKE}:{report.id}", reader.say(_TAKE), report.id),
        button(f"{ASIDE}:{report.id}", reader.say(NOTHING_TO_DO), report.id),
    )


def first(reader: Reader, report: Report) -> tuple[str, ...]:
    """Say that a customer goes before the others."""
    return (reader.say(_FIRST),) if report.urgent else ()


def _unit(reader: Reader, unit_id: UnitId) -> str:
    unit = reader.directory.unit(unit_id)
    return quote(unit_id) if unit is None else reader.quote(unit.title)


def where(reader: Reader, told: Report | CustomerReported) -> tuple[str, ...]:
    """Say where a customer wrote, how many follow them, and the way there; as far as it is known."""
    return (
        *((reader.say(NAMES[told.network]),) if told.network is not None else ()),
        *((reader.count(told.reach, _ONE_FOLLOWER, _FOLLOWERS),) if told.reach is not None else ()),
        *((f"<{told.link}|{reader.say(_OPEN)}>",) if told.link else ()),
    )


def _customer(matter: CustomerReported, reader: Reader) -> Message:
    words = _AGAIN if matter.on_it else _WROTE
    ref = f" · {matter.answering}" if matter.answering else ""  # None of a restricted one.
    head = reader.say(words, tool=reader.quote(matter.title), ref=ref)
    place = where(reader, matter)
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
        *((context(" · ".join(place)),) if place else ()),
        *((context(" ".join(advised)),) if advised else ()),
        *(() if matter.on_it else (actions(press),)),
    ]
    return message(blocks, head)


def _same_cause(matter: SameCause, reader: Reader) -> Message:
    head = reader.say(_SAME, unit=_unit(reader, matter.unit), n=matter.count, cause=on_one_line(matter.cause))
    press = button(INCIDENT, reader.say(_OPEN_INCIDENT), matter.cause, "primary")
    return message([section(head), context(reader.say(_MEND)), actions(press)], head)


def _spike(matter: SpikeSeen, reader: Reader) -> Message:
    words = _SPIKE_COUNTED if matter.count is not None else _SPIKE
    usual = "?" if matter.usual is None else str(matter.usual)
    head = reader.say(
        words, unit=_unit(reader, matter.unit), n=matter.count, usual=usual, hour=time_of(matter.hour)
    )
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
    en="✉️ *Your customer wrote again* (from {tool}){ref}. Note it on the card with “They wrote again…”.",
    fr="✉️ *Votre client a réécrit* (par {tool}){ref}. Notez-le sur la carte avec « Le client a réécrit… ».",
)
_WAITING: Final = Words(en="Waiting customers", fr="Clients en attente")
_NOBODY_WAITS: Final = Words(
    en="✅ Nobody waits: whatever tools reported is answered, or was set aside.",
    fr="✅ Personne n’attend : tout ce que les outils ont signalé a une réponse, ou a été mis de côté.",
)
_ONE_WAITS: Final = Words(
    en="*{n} customer waits*, since {since}.", fr="*{n} client attend*, depuis {since}."
)
_WAIT: Final = Words(
    en="*{n} customers wait*, the first since {since}.",
    fr="*{n} clients attendent*, le premier depuis {since}.",
)
_MORE: Final = Words(
    en="The first {n}: the press and whoever may be fragile or stranded, then by arrival.",
    fr="Les {n} premiers : la presse et les personnes peut-être fragiles ou bloquées, puis par ordre d’arrivée.",
)
_FIRST: Final = Words(en="❗ *first*", fr="❗ *d’abord*")
_HELD: Final = Words(en="{who} is about to answer", fr="{who} s’apprête à répondre")
_SHOW: Final = Words(en="Show…", fr="Voir…")
NOTHING_TO_DO: Final = Words(en="Nothing to do", fr="Rien à faire")
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
