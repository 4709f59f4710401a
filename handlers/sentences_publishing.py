"""One sentence for each fact about publishing."""

from collections.abc import Iterable
from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.commands import OutletId
from playbooks.incident import Incident, OutletState
from playbooks.playbook import Words
from playbooks.publishing import may_restart, stopped

NAMED: Final = 6  # channels of one sentence; a log's line is no list


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about publishing. None: it is about something else."""
    who = voice.who(fact.by)
    match fact:
        case e.PublishingFrozen():
            named = _listed((name for _, name in fact.outlets), voice)
            words = _FROZEN if named else _WIDENED
            return voice.say(words, who=who, scope=voice.marked(fact.scope), channels=named)
        case e.OutletFrozen():
            return voice.say(_STOPPED, who=who, channel=_name(fact.outlet, incident, voice))
        case e.OutletRestarted():
            return voice.say(_RESTARTED, who=who, channel=_name(fact.outlet, incident, voice))
        case e.OutletAskedAgain():
            return voice.say(_AGAIN, who=who, channel=_name(fact.outlet, incident, voice))
        case e.FreezeLate():
            return voice.say(_LATE[fact.level], to=voice.name(fact.to), channels=late(fact, incident, voice))
        case e.RestartReminded():
            return voice.say(_REMINDED, to=voice.name(fact.to))
        case _:
            return None


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact to whoever has to do something about it. None: everybody reads the same."""
    match fact:
        case e.FreezeLate():
            return voice.say(_LATE_YOU[fact.level], channels=late(fact, incident, voice))
        case e.RestartReminded():
            return _to_restart(fact, incident, voice)
        case e.OutletRestarted():
            channel = _name(fact.outlet, incident, voice)
            return voice.say(_RESTART_YOU, who=voice.who(fact.by), channel=channel)
        case _:
            return None


def _to_restart(fact: e.RestartReminded, incident: Incident, voice: Voice) -> str:
    """Say what is frozen and what nobody has confirmed, as it stands now, and on whose order it starts again."""
    left = stopped(incident)
    if not left:
        return voice.say(_ALL_RUN)
    parts = list[str]()
    for state, words in _STILL.items():
        names = [outlet.name for outlet in left if outlet.state is state]
        if names:
            parts.append(voice.say(words, channels=_listed(names, voice)))
    people = may_restart(incident)
    words = _RESTART_IT if fact.to in people else _ASK_WHO_MAY
    return " ".join((*parts, voice.say(words, who=voice.name(people[0]))))


def late(fact: e.FreezeLate, incident: Incident, voice: Voice) -> str:
    """Name the channels that are not confirmed in time."""
    outlets = () if incident.freeze is None else incident.freeze.outlets
    return _listed((outlet.name for outlet in outlets if outlet.id in fact.outlets), voice)


def _name(wanted: OutletId, incident: Incident, voice: Voice) -> str:
    outlets = () if incident.freeze is None else incident.freeze.outlets
    return voice.titled(next((outlet.name for outlet in outlets if outlet.id == wanted), wanted))


def _listed(names: Iterable[str], voice: Voice) -> str:
    kept = tuple(names)
    shown = ", ".join(voice.titled(name) for name in kept[:NAMED])
    hidden = len(kept) - NAMED
    return voice.say(_AND_MORE, shown=shown, n=hidden) if hidden > 0 else shown


_FROZEN: Final = Words(
    en="{who} asked that publishing stop ({scope}): {channels}.",
    fr="{who} a demandé l’arrêt des publications ({scope}) : {channels}.",
)
_WIDENED: Final = Words(
    en="{who} set the scope of the freeze to {scope}.", fr="{who} a fixé l’étendue du gel à {scope}."
)
_STOPPED: Final = Words(
    en="{who} confirmed that {channel} is frozen.", fr="{who} a confirmé le gel de {channel}."
)
_RESTARTED: Final = Words(
    en="{who} ordered the restart of {channel}.", fr="{who} a ordonné la reprise de {channel}."
)
_AGAIN: Final = Words(
    en="{who} said that {channel} is not stopped after all: it is to be stopped and confirmed.",
    fr="{who} a signalé que {channel} n’est finalement pas arrêté : il faut l’arrêter et le confirmer.",
)
_LATE: Final = {
    e.Nudged.OWNER: Words(
        en="Not confirmed frozen in time: {channels}. {to} is told.",
        fr="Gel non confirmé à temps : {channels}. On prévient {to}.",
    ),
    e.Nudged.LEAD: Words(
        en="Still not confirmed frozen: {channels}. The lead {to} is told.",
        fr="Gel toujours pas confirmé : {channels}. On prévient {to}, qui pilote.",
    ),
}
_LATE_YOU: Final = {
    e.Nudged.OWNER: Words(
        en="Nobody has confirmed yet that these are frozen: {channels}. Stop them, then confirm each.",
        fr="Personne n’a encore confirmé le gel de : {channels}. Arrêtez-les, puis confirmez chacun.",
    ),
    e.Nudged.LEAD: Words(
        en="Still not confirmed frozen, in the incident you lead: {channels}.",
        fr="Gel toujours pas confirmé, dans l’incident que vous pilotez : {channels}.",
    ),
}
_REMINDED: Final = Words(
    en="Reminder for {to}, channels that do not run again.",
    fr="Rappel pour {to}, canaux qui ne sont pas relancés.",
)
_STILL: Final = {
    OutletState.FROZEN: Words(en="Still frozen: {channels}.", fr="Toujours gelés : {channels}."),
    OutletState.ASKED: Words(
        en="Not confirmed frozen: {channels}. Check whether anything still leaves there.",
        fr="Gel non confirmé : {channels}. Vérifiez si quelque chose y part encore.",
    ),
}
_RESTART_IT: Final = Words(
    en="Restart what may run again, or leave it stopped on purpose: you will be asked again tomorrow.",
    fr="Relancez ce qui peut reprendre, ou laissez-le arrêté à dessein : on vous le redemandera demain.",
)
_ASK_WHO_MAY: Final = Words(
    en="What may run again restarts on order of {who}. You will be asked again tomorrow.",
    fr="Ce qui peut reprendre est relancé sur ordre de {who}. On vous le redemandera demain.",
)
_ALL_RUN: Final = Words(
    en="This asked after the restart of publishing.", fr="On demandait où en est la reprise des publications."
)
_RESTART_YOU: Final = Words(
    en="{who} ordered the restart of {channel}. Read again what waits there before it leaves.",
    fr="{who} a ordonné la reprise de {channel}. Relisez ce qui y attend avant que cela parte.",
)
_AND_MORE: Final = Words(en="{shown} and {n} more", fr="{shown} et {n} de plus")
