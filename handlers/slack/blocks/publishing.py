"""Publishing: its line on the card, and the window in which each channel is confirmed frozen or restarted."""

from collections.abc import Iterable, Mapping
from typing import Final

from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CLOSE
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
    sure,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from playbooks import events as e
from playbooks.incident import Freeze, Incident, Outlet, OutletState
from playbooks.playbook import UserId, Words
from playbooks.publishing import may_restart, stopped

WINDOW: Final = "channels:window"
FREEZE: Final = "freeze"  # The window's two ways: to confirm what stopped, to start what may run again.
RESTART: Final = "restart"
ASK_FREEZE: Final = "ask:freeze"  # Each button's value is the incident's id.
ASK_RESTART: Final = "ask:restart"
ASK_WIDER: Final = "ask:wider"
FROZEN: Final = "channel:frozen:"  # Each followed by the channel's id.
RUNS: Final = "channel:restart:"
AGAIN: Final = "channel:again:"
_NAMES_SHOWN: Final = 10


def on_card(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say how far the freeze is, while anything is stopped."""
    freeze = incident.freeze
    if freeze is None or not freeze.stopped:
        return
    # One button, for what comes next: the window that it opens leads to the other way.
    confirm = button(ASK_FREEZE, reader.say(CONFIRM_EACH), incident.id)
    restart = button(ASK_RESTART, reader.say(_RESTART_EACH), incident.id)
    told = f"{_progress(reader, freeze)}\n{_since(reader, freeze)}"
    yield section(told, confirm if freeze.unconfirmed else restart)


def still_open(reader: Reader, incident: Incident) -> Iterable[str]:
    """Name what is still stopped, or was asked to be, when the incident is closed."""
    left = stopped(incident)
    for state, words in _STILL.items():
        names = [on_one_line(outlet.name) for outlet in left if outlet.state is state]
        more = len(names) - _NAMES_SHOWN
        shown = ", ".join(names[:_NAMES_SHOWN])
        if names:
            yield reader.say(words, names=f"{shown} +{more}" if more > 0 else shown)
    if left:
        yield reader.say(_END if incident.drill else _GOES_ON)


def still_stopped(reader: Reader, outlets: Iterable[Outlet]) -> tuple[str, ...]:
    """Tell how each of some channels stands, one line each."""
    return tuple(described(reader, outlet).replace("\n", " · ") for outlet in outlets)


def window(reader: Reader, incident: Incident, way: str, metadata: str) -> View:
    """Draw every channel of the freeze, with the one thing to press beside each."""
    title = reader.say(_TITLES.get(way, _TITLES[FREEZE]))
    frame = Frame(callback=WINDOW, title=title, close=reader.say(CLOSE), metadata=metadata)
    freeze = incident.freeze
    rows = () if freeze is None else tuple(_row(reader, incident, outlet, way) for outlet in freeze.outlets)
    return modal(frame, [*_head(reader, incident, way), *rows, *_foot(reader, incident, way)])


def lines(reader: Reader, incident: Incident) -> Iterable[str]:
    """Tell how each channel went, for the review."""
    for outlet in () if incident.freeze is None else incident.freeze.outlets:
        yield described(reader, outlet)


def described(reader: Reader, outlet: Outlet) -> str:
    """Say what a channel is and how it stands: who, and when."""
    return f"{_SIGN[outlet.state]} *{on_one_line(outlet.name)}*\n{_standing(reader, outlet)}"


def next_action(fact: e.PublishingFact, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw what can be pressed where somebody is told about publishing."""
    yield from played(reader, incident)
    if not stopped(incident):
        yield context(reader.say(_SETTLED))
    elif isinstance(fact, e.RestartReminded):
        yield from _daily(reader, incident, fact.to)
    elif not isinstance(fact, e.OutletRestarted):
        yield actions(button(ASK_FREEZE, reader.say(CONFIRM_EACH), incident.id, "primary"))


def played(reader: Reader, incident: Incident) -> tuple[Block, ...]:
    """Say that nothing is really stopped in a drill; nothing where it is none."""
    return (context(reader.say(_DRILL_FREEZE)),) if incident.drill else ()


def look_button(reader: Reader, incident: Incident) -> Block:
    """Draw the button behind which every channel is."""
    return actions(button(ASK_FREEZE, reader.say(CONFIRM_EACH), incident.id))


def _daily(reader: Reader, incident: Incident, to: UserId) -> Iterable[Block]:
    """Draw what whoever is asked every day may press: to confirm what nobody has, and to restart."""
    elements: list[Element] = []
    if to in may_restart(incident):
        elements.append(button(ASK_RESTART, reader.say(_RESTART_EACH), incident.id, "primary"))
    if incident.freeze is not None and incident.freeze.unconfirmed:
        elements.append(button(ASK_FREEZE, reader.say(CONFIRM_EACH), incident.id))
    if elements:
        yield actions(*elements)


def _head(reader: Reader, incident: Incident, way: str) -> Iterable[Block]:
    yield from drill_note(reader, incident)
    yield from played(reader, incident)
    yield section(f"*{incident.ref}* · {on_one_line(incident.title)}")
    if incident.freeze is not None:
        yield section(f"{_progress(reader, incident.freeze)}\n{_since(reader, incident.freeze)}")
    if way == RESTART:
        people = " / ".join(mention(person) for person in may_restart(incident))
        yield context(reader.say(_ON_ORDER, who=people))
    else:
        yield context(reader.say(_HOW))


def _foot(reader: Reader, incident: Incident, way: str) -> Iterable[Block]:
    elements: list[Element] = []
    if incident.is_open and way != RESTART:
        elements.append(button(ASK_WIDER, reader.say(_WIDER), incident.id))
    if way != RESTART and stopped(incident):
        elements.append(button(ASK_RESTART, reader.say(_RESTART_EACH), incident.id))
    if elements:
        yield actions(*elements)


def _row(reader: Reader, incident: Incident, outlet: Outlet, way: str) -> Block:
    """Draw a channel with the next thing to press, or else what takes the last one back."""
    told = described(reader, outlet)
    if outlet.state is OutletState.RUNNING:
        return section(told, button(AGAIN + outlet.id, reader.say(_STOP_AGAIN), incident.id))
    if way == RESTART:
        restart = button(RUNS + outlet.id, reader.say(_RESTART), incident.id)
        return section(
            told,
            sure(restart, reader.say(_RESTART), reader.say(_SURE, channel=outlet.name), no=reader.say(_NO)),
        )
    if outlet.state is OutletState.ASKED:
        return section(told, button(FROZEN + outlet.id, reader.say(_IS_FROZEN), incident.id, "primary"))
    return section(told, button(AGAIN + outlet.id, reader.say(_NOT_FROZEN), incident.id))


def _progress(reader: Reader, freeze: Freeze) -> str:
    """Say how many of the stopped channels are confirmed, and how many run again."""
    total, waiting = len(freeze.stopped), len(freeze.unconfirmed)
    if not total:
        return reader.say(_ALL_RUN)
    one, many = (_ONE_OF_ASKED, _OF_ASKED) if waiting else (_ONE_CONFIRMED, _CONFIRMED)
    told = reader.count(total - waiting, one, many, total=total)
    again = len(freeze.outlets) - total
    return f"{told} · {reader.count(again, _ONE_RUNS, _RUN)}" if again else told


def _since(reader: Reader, freeze: Freeze) -> str:
    scope = cut(on_one_line(freeze.scope), 200)
    return reader.say(_SINCE, scope=scope, who=mention(freeze.by), when=moment(freeze.at))


def _standing(reader: Reader, outlet: Outlet) -> str:
    match outlet.state:
        case OutletState.ASKED:
            return reader.say(_ASKED, when=moment(outlet.asked_at))
        case OutletState.FROZEN:
            by, at = outlet.frozen_by, outlet.frozen_at
        case OutletState.RUNNING:
            by, at = outlet.restarted_by, outlet.restarted_at
    return reader.say(_DONE[outlet.state], who=mention(by), when="" if at is None else moment(at))


_DRILL_FREEZE: Final = Words(
    en="In an exercise nothing is really stopped or started: press as if it were.",
    fr="Dans un exercice, on n’arrête et on ne relance rien pour de bon : appuyez comme si.",
)
_SIGN: Final[Mapping[OutletState, str]] = {
    OutletState.ASKED: "⬜",
    OutletState.FROZEN: "⏸️",
    OutletState.RUNNING: "▶️",
}
_ONE_CONFIRMED: Final = Words(
    en="⏸️ *Publishing frozen:* {n} of {total} confirmed",
    fr="⏸️ *Publications gelées :* {n} canal confirmé sur {total}",
)
_CONFIRMED: Final = Words(
    en="⏸️ *Publishing frozen:* {n} of {total} confirmed",
    fr="⏸️ *Publications gelées :* {n} canaux confirmés sur {total}",
)
_ONE_OF_ASKED: Final = Words(
    en="⏸️ *Publishing asked to stop:* {n} of {total} confirmed frozen",
    fr="⏸️ *Arrêt des publications demandé :* gel confirmé pour {n} canal sur {total}",
)
_OF_ASKED: Final = Words(
    en="⏸️ *Publishing asked to stop:* {n} of {total} confirmed frozen",
    fr="⏸️ *Arrêt des publications demandé :* gel confirmé pour {n} canaux sur {total}",
)
_ALL_RUN: Final = Words(en="▶️ *Every channel runs again.*", fr="▶️ *Tous les canaux sont relancés.*")
_ONE_RUNS: Final = Words(en="{n} runs again", fr="{n} relancé")
_RUN: Final = Words(en="{n} run again", fr="{n} relancés")
_SINCE: Final = Words(en="{scope} · {who}, {when}", fr="{scope} · {who}, {when}")
_ASKED: Final = Words(
    en="asked to stop {when}, not confirmed yet", fr="arrêt demandé {when}, pas encore confirmé"
)
_DONE: Final = {
    OutletState.FROZEN: Words(en="frozen: {who}, {when}", fr="gelé : {who}, {when}"),
    OutletState.RUNNING: Words(en="restarted: {who}, {when}", fr="relancé : {who}, {when}"),
}
CONFIRM_EACH: Final = Words(en="Confirm each channel…", fr="Confirmer chaque canal…")
_RESTART_EACH: Final = Words(en="Restart…", fr="Reprendre…")
_STILL: Final = {
    OutletState.FROZEN: Words(
        en="⏸️ *Publishing is still frozen:* {names}.", fr="⏸️ *Publications encore gelées :* {names}."
    ),
    OutletState.ASKED: Words(
        en="⬜ *Asked to stop, not confirmed frozen:* {names}.",
        fr="⬜ *Arrêt demandé, gel non confirmé :* {names}.",
    ),
}
_END: Final = Words(
    en="In an exercise this ends with the close: nobody is asked any more.",
    fr="Dans un exercice, cela s’arrête à la clôture : plus aucun rappel n’est envoyé.",
)
_GOES_ON: Final = Words(
    en="It stays so after the close, and is asked after every day until everything runs again.",
    fr="Cela reste ainsi après la clôture ; on demande chaque jour où en est la reprise, jusqu’à ce que tout soit relancé.",
)
_TITLES: Final = {
    FREEZE: Words(en="Publishing freeze", fr="Gel des publications"),
    RESTART: Words(en="Restart publishing", fr="Reprise"),
}
_HOW: Final = Words(
    en="Press once nothing leaves by that channel any more. Anybody who has checked may confirm.",
    fr="Appuyez quand plus rien ne part par ce canal. Quiconque l’a vérifié peut confirmer.",
)
_ON_ORDER: Final = Words(
    en="Channel by channel, on order of {who}.", fr="Canal par canal, sur ordre de {who}."
)
_WIDER: Final = Words(en="Freeze more…", fr="Geler davantage…")
_IS_FROZEN: Final = Words(en="It is frozen", fr="C’est gelé")
_NOT_FROZEN: Final = Words(en="Not frozen", fr="Pas gelé")
_STOP_AGAIN: Final = Words(en="Stop again", fr="Arrêter de nouveau")
_SURE: Final = Words(
    en="{channel}: what waits there may leave at once. Has it been read again?",
    fr="{channel} : ce qui y attend peut partir aussitôt. L’a-t-on relu ?",
)
_NO: Final = Words(en="Not yet", fr="Pas encore")
_RESTART: Final = Words(en="Restart", fr="Reprendre")
_SETTLED: Final = Words(en="Every channel runs again; nothing to do.", fr="Tout est relancé ; rien à faire.")
