"""Legal clocks: on the card, in their own window, in a reminder and in the closing form."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from handlers.sentences_duties import Case, case_of, cases, head
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CLOSE, SETTLED
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    View,
    actions,
    button,
    context,
    cut,
    modal,
    section,
)
from handlers.slack.blocks.moments import ago, moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from playbooks import duties
from playbooks import events as e
from playbooks.incident import Duty, DutyState, Incident
from playbooks.playbook import Words

CONFIRM: Final = "clock:confirm:"  # Each followed by the clock's id; the button's value is the incident's id.
WAIVE: Final = "clock:waive:"
MEET: Final = "clock:meet:"
WINDOW: Final = "clocks:window"
ASK_CLOCKS: Final = "ask:clocks"
ON_CARD: Final = 3
_TITLE_SHOWN: Final = 200  # characters of a duty's title on one line; the law it names stands at its end
_SAID_AT_ONCE: Final = timedelta(minutes=1)  # a calendar has no seconds
_WORDS_SHOWN: Final = 500  # characters of a reason or of evidence on a line


def on_card(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Show the running clocks, the one whose limit is nearest first."""
    runs = duties.running(incident)
    if not runs:
        return
    lines = [reader.say(_CLOCKS), *(_short(reader, incident, duty) for duty in runs[:ON_CARD])]
    hidden = len(runs) - ON_CARD
    if hidden > 0:
        lines.append(reader.count(hidden, _ONE_MORE, _MORE))
    # The button stands below: beside a text, on a phone, it takes half of the line.
    yield section("\n".join(lines))
    yield actions(button(ASK_CLOCKS, reader.say(_OPEN), incident.id))


def lines(reader: Reader, incident: Incident, running: Iterable[Duty]) -> tuple[str, ...]:
    """Name clocks, one line each: whose they are and until when."""
    return tuple(_short(reader, incident, duty) for duty in running)


def still_open(reader: Reader, incident: Incident) -> Iterable[str]:
    """Name the clocks that go on after the close."""
    running = duties.running(incident)
    yield from lines(reader, incident, running)
    if running:
        yield reader.say(_END if incident.drill else _GO_ON)


def counted(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say how many clocks were met, missed and waived."""
    if not incident.duties:
        return
    met = sum(duty.state is DutyState.MET for duty in incident.duties)
    missed = sum(duty.progress.missed_at is not None for duty in incident.duties)
    waived = sum(duty.state is DutyState.WAIVED for duty in incident.duties)
    running = len(duties.running(incident))
    counts = {"met": met, "missed": missed, "waived": waived, "running": running}
    yield section(reader.say(_COUNTED, **counts))


def window(reader: Reader, incident: Incident, metadata: str) -> View:
    """Draw every clock of an incident, with what can be decided about it."""
    frame = Frame(callback=WINDOW, title=reader.say(_TITLE), close=reader.say(CLOSE), metadata=metadata)
    drill = drill_note(reader, incident)
    which = section(f"*{incident.ref}* · {on_one_line(incident.title)}")
    rows = (
        block for duty in duties.nearest_first(incident) for block in with_buttons(reader, incident, duty)
    )
    return modal(frame, [*drill, which, context(reader.say(_ADVICE)), *rows])


def with_buttons(reader: Reader, incident: Incident, duty: Duty) -> tuple[Block, Block]:
    """Draw a clock with what can be decided about it."""
    return section(described(reader, incident, duty)), actions(*_buttons(reader, incident, duty))


def described(reader: Reader, incident: Incident, duty: Duty) -> str:
    """Say which duty it is, whose, how it stands and until when."""
    return f"*{reader.quote(duty.clock.title)}*\n{_standing(reader, incident, duty)}"


def reminder(fact: e.ClocksReminded, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw the clocks of a reminder as they stand now: the owner decides here, the lead looks."""
    shares = dict(fact.shares)
    pending = [duty for duty in duties.running(incident) if duty.id in shares]
    if not pending:
        yield context(reader.say(SETTLED))
    for duty in pending:
        share = shares[duty.id]
        over = f"\n{reader.say(_SHARE, share=share)}" if share < duties.LIMIT else ""
        yield section(described(reader, incident, duty) + over)
        if fact.to in duties.deciders(incident, duty.clock):
            yield actions(*_buttons(reader, incident, duty))
    if pending:
        yield all_button(reader, incident)


def all_button(reader: Reader, incident: Incident) -> Block:
    """Draw the button behind which every clock is."""
    return actions(button(ASK_CLOCKS, reader.say(_ALL), incident.id))


def reminder_head(fact: e.ClocksReminded, incident: Incident, reader: Reader) -> str:
    """Say whose the clocks of a reminder are and how near their limits; their names follow, each with its own line."""
    heads = (f"{head(case, len(told), reader.language)}." for case, told in cases(fact, incident))
    return f"⚖️ *{' '.join(heads)}*"


def for_room(fact: e.Event, incident: Incident, reader: Reader) -> str | None:
    """Tell the room of the clocks that are nearly over, or over. None: it is about something else."""
    if not isinstance(fact, e.ClocksReminded):
        return None
    named = duties.for_the_room(fact, incident) or tuple(clock for clock, _ in fact.shares)
    share = {clock: share for clock, share in fact.shares if clock in named}
    parts = list[str]()
    for case, (one, many) in _FOR_ROOM.items():
        about = [duty for duty in incident.duties if duty.id in share and case_of(share[duty.id]) is case]
        if about:
            parts.append(reader.count(len(about), one, many))
            parts.extend(_short(reader, incident, duty) for duty in about)
    return "\n".join(parts)


def _buttons(reader: Reader, incident: Incident, duty: Duty) -> Iterable[Element]:
    proposed = duty.state is DutyState.PROPOSED
    confirm = button(
        CONFIRM + duty.id, reader.say(_CONFIRMS[duty.state]), incident.id, "primary" if proposed else None
    )
    if not duty.runs:
        yield confirm
        return
    waive = button(WAIVE + duty.id, reader.say(_WAIVE), incident.id)
    meet = button(MEET + duty.id, reader.say(_MEET), incident.id, None if proposed else "primary")
    yield from (confirm, waive, meet) if proposed else (meet, confirm, waive)


def _short(reader: Reader, incident: Incident, duty: Duty) -> str:
    whose = mention(duties.owner(incident, duty.clock))
    proposed = f" · {reader.say(_PROPOSED)}" if duty.state is DutyState.PROPOSED else ""
    title = cut(reader.quote(duty.clock.title), _TITLE_SHOWN)
    return f"• {title} · {_limit(reader, duty)} · {whose}{proposed}"


def _standing(reader: Reader, incident: Incident, duty: Duty) -> str:
    progress = duty.progress
    deed = {"who": mention(progress.by), "when": "" if progress.at is None else moment(progress.at)}
    words = cut(on_one_line(progress.words), _WORDS_SHOWN)
    match duty.state:
        case DutyState.PROPOSED:
            whose = " / ".join(mention(person) for person in duties.deciders(incident, duty.clock))
            return f"{_limit(reader, duty)}\n{reader.say(_STILL_PROPOSED, who=whose)}"
        case DutyState.CONFIRMED:
            told = reader.say(_CONFIRMED, since=moment(duty.since), **deed)
            why = f" · {words}" if words else ""
            return f"{_limit(reader, duty)}\n{told}{why}{_newer(reader, incident, duty)}"
        case DutyState.WAIVED:
            return f"{reader.say(_WAIVED, **deed)} · {words}"
        case DutyState.MET:
            met_at = progress.met_at or progress.at
            late = met_at is not None and met_at > duty.limit_at
            told = reader.say(_MET_LATE if late else _MET, limit=moment(duty.limit_at), **deed)
            apart = met_at is not None and progress.at is not None and progress.at - met_at > _SAID_AT_ONCE
            before = f" · {reader.say(_MET_AT, when=moment(met_at))}" if met_at is not None and apart else ""
            return f"{told}{before} · {words}"


def _newer(reader: Reader, incident: Incident, duty: Duty) -> str:
    """Say which limit a newer version proposes: nobody but its owner moves one that was confirmed."""
    newer = duties.newer(incident, duty)
    if newer is None or newer.limit == duty.clock.limit:
        return ""
    return "\n" + reader.say(_NEWER, limit=reader.lasting(newer.limit))


def _limit(reader: Reader, duty: Duty) -> str:
    words = _OVER if duty.limit_at <= reader.now else _LIMIT
    told = reader.say(words, when=moment(duty.limit_at), left=ago(duty.limit_at))
    return f"{reader.lasting(duty.clock.limit)} · {told}"


_CLOCKS: Final = Words(en="⚖️ *Legal clocks*", fr="⚖️ *Délais légaux*")
_OPEN: Final = Words(en="Legal clocks…", fr="Délais légaux…")
_ALL: Final = Words(en="All legal clocks", fr="Tous les délais légaux")
_ONE_MORE: Final = Words(en="and {n} more", fr="et {n} autre")
_MORE: Final = Words(en="and {n} more", fr="et {n} autres")
_COUNTED: Final = Words(
    en="⚖️ *Legal clocks:* met {met} · waived {waived} · limit missed {missed} · still running {running}",
    fr="⚖️ *Délais légaux :* tenus {met} · écartés {waived} · limite manquée {missed} · encore en cours {running}",
)
_GO_ON: Final = Words(
    en="These legal clocks go on after the close, with their reminders, until each is met or waived.",
    fr="Ces délais légaux courent après la clôture, rappels compris, tant qu’ils ne sont ni tenus ni écartés.",
)
_END: Final = Words(
    en="In an exercise the legal clocks end with the close: nobody is reminded any more.",
    fr="Dans un exercice, les délais légaux s’arrêtent à la clôture : plus aucun rappel n’est envoyé.",
)
_TITLE: Final = Words(en="Legal clocks", fr="Délais légaux")
_ADVICE: Final = Words(
    en="Proposed limits, never legal advice: only the role named decides. In doubt, let them run.",
    fr="Délais proposés, jamais un avis juridique : seul le rôle nommé décide. Dans le doute, laissez-les courir.",
)
_LIMIT: Final = Words(en="limit {when} ({left})", fr="limite {when} ({left})")
_OVER: Final = Words(en="⏰ *limit passed {when}* ({left})", fr="⏰ *limite passée {when}* ({left})")
_PROPOSED: Final = Words(en="only proposed", fr="seulement proposé")
_STILL_PROPOSED: Final = Words(
    en="Only proposed: it counts from the opening until {who} confirms or waives it.",
    fr="Seulement proposé : il court depuis l’ouverture tant que {who} ne l’a pas confirmé ou écarté.",
)
_CONFIRMED: Final = Words(
    en="✔️ Confirmed by {who}, {when}: it counts from {since}.",
    fr="✔️ Confirmé par {who}, {when} : début {since}.",
)
_NEWER: Final = Words(
    en="The newer version of the playbook proposes a limit of {limit}: “Change its start…” takes it.",
    fr="La nouvelle version de la fiche réflexe propose une limite de {limit} : « Changer le début… » l’adopte.",
)
_WAIVED: Final = Words(en="⏭️ Waived by {who}, {when}", fr="⏭️ Écarté par {who}, {when}")
_MET: Final = Words(en="✅ Met by {who}, {when}", fr="✅ Tenu par {who}, {when}")
_MET_LATE: Final = Words(
    en="⏰ Met by {who}, {when}, *after its limit* ({limit})",
    fr="⏰ Tenu par {who}, {when}, *après la limite* ({limit})",
)
_SHARE: Final = Words(en="⏳ *{share}% of its time is over.*", fr="⏳ *{share} % du temps est écoulé.*")
_MET_AT: Final = Words(en="done {when}", fr="fait {when}")
_FOR_ROOM: Final = {  # The gravest first.
    Case.PASSED: (
        Words(en="⚖️ *The limit of a legal clock has passed*", fr="⚖️ *La limite d’un délai légal est passée*"),
        Words(
            en="⚖️ *The limits of legal clocks have passed*",
            fr="⚖️ *La limite de plusieurs délais légaux est passée*",
        ),
    ),
    Case.NEARLY_OVER: (
        Words(en="⚖️ *A legal clock is nearly over*", fr="⚖️ *Un délai légal est presque écoulé*"),
        Words(en="⚖️ *Legal clocks are nearly over*", fr="⚖️ *Des délais légaux sont presque écoulés*"),
    ),
    Case.RUNS: (
        Words(en="⚖️ *A legal clock is running*", fr="⚖️ *Un délai légal court*"),
        Words(en="⚖️ *Legal clocks are running*", fr="⚖️ *Des délais légaux courent*"),
    ),
}
_LET_RUN: Final = Words(en="Let it run again…", fr="Le faire courir de nouveau…")
_CONFIRMS: Final = {
    DutyState.PROPOSED: Words(en="Confirm…", fr="Confirmer…"),
    DutyState.CONFIRMED: Words(en="Change its start…", fr="Changer le début…"),
    DutyState.WAIVED: _LET_RUN,
    DutyState.MET: _LET_RUN,
}
_WAIVE: Final = Words(en="Waive…", fr="Écarter…")
_MEET: Final = Words(en="Mark as met…", fr="Marquer comme tenu…")
