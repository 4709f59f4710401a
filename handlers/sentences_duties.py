"""One sentence for each fact about legal clocks."""

from typing import Final

from handlers.voice import Voice
from handlers.wording import set_in
from playbooks import events as e
from playbooks.duties import LIMIT, owner
from playbooks.incident import Incident
from playbooks.playbook import ClockId, Words


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about legal clocks. None: it is about something else."""
    match fact:
        case e.ClockConfirmed():
            words, detail = _CONFIRMED, voice.moment(fact.started_at)
        case e.ClockWaived():
            words, detail = _WAIVED, voice.after(fact.reason)
        case e.ClockMet():
            words, detail = _MET, voice.after(fact.evidence)
        case e.ClockMissed():
            words, detail = _MISSED, voice.moment(fact.limit_at)
        case e.ClocksReminded():
            return voice.say(_REMINDED, to=voice.name(fact.to), clocks=shares(fact, incident, voice))
        case _:
            return None
    clock = clock_name(fact.clock, incident, voice)
    return voice.say(words, who=voice.who(fact.by), clock=clock, detail=detail)


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a reminder to the person it goes to: the owner of the clocks, or the lead. None: it is none."""
    if not isinstance(fact, e.ClocksReminded):
        return None
    clocks = (incident.playbook.clock(clock) for clock, _ in fact.shares)
    yours = all(clock is None or fact.to == owner(incident, clock) for clock in clocks)
    return voice.say(_YOURS if yours else _YOU_LEAD, clocks=shares(fact, incident, voice))


def shares(fact: e.ClocksReminded, incident: Incident, voice: Voice) -> str:
    """Name the clocks of a reminder, each with how much of its time is over."""
    return ", ".join(
        voice.say(_OVER if share >= LIMIT else _SHARE, clock=clock_name(clock, incident, voice), share=share)
        for clock, share in fact.shares
    )


def clock_name(clock: ClockId, incident: Incident, voice: Voice) -> str:
    """Name a legal clock between quotation marks; one that the playbook has lost keeps its id."""
    known = incident.playbook.clock(clock)
    return voice.marked(clock) if known is None else voice.titled(set_in(voice.language, known.title))


_CONFIRMED: Final = Words(
    en="{who} confirmed the legal clock {clock} (start: {detail}).",
    fr="{who} a confirmé le délai légal {clock} (début : {detail}).",
)
_WAIVED: Final = Words(
    en="{who} waived the legal clock {clock}{detail}.", fr="{who} a levé le délai légal {clock}{detail}."
)
_MET: Final = Words(
    en="{who} said that the legal clock {clock} is met{detail}.",
    fr="{who} a déclaré tenu le délai légal {clock}{detail}.",
)
_MISSED: Final = Words(
    en="The legal clock {clock} was missed: neither met nor waived by its limit ({detail}).",
    fr="Le délai légal {clock} est manqué : ni tenu ni levé à sa limite ({detail}).",
)
_REMINDED: Final = Words(
    en="{to} was reminded of legal clocks: {clocks}.", fr="Rappel à {to} des délais légaux : {clocks}."
)
_SHARE: Final = Words(en="{clock} ({share}% of its time is over)", fr="{clock} ({share} % du temps passé)")
_OVER: Final = Words(en="{clock} (its time is over)", fr="{clock} (le temps est écoulé)")
_YOURS: Final = Words(
    en="A legal clock is running, and it is yours: {clocks}.",
    fr="Un délai légal court, et il dépend de vous : {clocks}.",
)
_YOU_LEAD: Final = Words(
    en="A legal clock is nearly over in the incident you lead: {clocks}.",
    fr="Un délai légal est presque écoulé dans l’incident que vous pilotez : {clocks}.",
)
