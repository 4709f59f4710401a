"""One sentence for each fact about legal clocks."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from handlers.reasons import reason_in_words
from handlers.voice import Voice
from handlers.wording import counted, set_in
from playbooks import events as e
from playbooks.duties import LEAD_FROM, LIMIT, owner
from playbooks.incident import Incident
from playbooks.playbook import ClockId, Language, Words


class Case(IntEnum):
    """How near a clock is to its limit, as a reminder words it; the greatest is the gravest."""

    RUNS = 0
    NEARLY_OVER = 1
    PASSED = 2


Told = tuple[Case, bool]  # and whether it is the reader's own


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about legal clocks. None: it is about something else."""
    match fact:
        case e.ClockConfirmed():
            words = _MOVED if fact.reason else _CONFIRMED
            detail = voice.moment(fact.started_at) + (voice.after(fact.reason) if fact.reason else "")
        case e.ClockWaived():
            words, detail = _WAIVED, voice.after(fact.reason)
        case e.ClockMet():
            words, detail = _MET, voice.after(fact.evidence)
        case e.ClockMissed():
            words, detail = _MISSED, voice.moment(fact.limit_at)
        case e.ClocksReminded():
            return voice.say(_REMINDED, to=voice.name(fact.to), clocks=shares(fact.shares, incident, voice))
        case _:
            return None
    clock = clock_name(fact.clock, incident, voice)
    return voice.say(words, who=voice.who(fact.by), clock=clock, detail=detail)


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a reminder to the person it goes to, a sentence for each case, the gravest first. None: it is none."""
    if not isinstance(fact, e.ClocksReminded):
        return None
    return " ".join(_sentence(case, told, incident, voice) for case, told in cases(fact, incident))


def cases(
    fact: e.ClocksReminded, incident: Incident
) -> tuple[tuple[Told, tuple[tuple[ClockId, int], ...]], ...]:
    """Sort the clocks of a reminder by how near they are to their limit and whose they are, the gravest first."""
    found = dict[Told, list[tuple[ClockId, int]]]()
    for clock, share in fact.shares:
        case, known = case_of(share), incident.clock(clock)
        # Only its owner is told of a clock before it is nearly over.
        yours = case is Case.RUNS or known is None or owner(incident, known) == fact.to
        found.setdefault((case, yours), []).append((clock, share))
    return tuple((case, tuple(found[case])) for case in sorted(found, reverse=True))


def head(case: Told, number: int, language: Language) -> str:
    """Say of so many clocks how near their limit is, and whose they are; without a full stop."""
    nearness, yours = case
    return counted(number, *(_YOURS if yours else _YOU_LEAD)[nearness], language)


def _sentence(case: Told, told: tuple[tuple[ClockId, int], ...], incident: Incident, voice: Voice) -> str:
    if case[0] is Case.PASSED:  # How much of its time is over is no news.
        clocks = ", ".join(clock_name(clock, incident, voice) for clock, _ in told)
    else:
        clocks = shares(told, incident, voice)
    return voice.say(_NAMED, head=head(case, len(told), voice.language), clocks=clocks)


def unheard(fact: e.DeliveryFailed, incident: Incident, voice: Voice) -> str:
    """Tell that Slack refused a reminder of legal clocks or of publishing, and who hears of it instead."""
    clocks = ", ".join(clock_name(clock, incident, voice) for clock in fact.clocks)
    about = voice.say(_ABOUT_CLOCKS, clocks=clocks) if clocks else voice.say(_ABOUT_PUBLISHING)
    reason = reason_in_words(fact.reason, voice.language)
    told = "" if fact.instead is None else f" {voice.say(_INSTEAD, who=voice.name(fact.instead))}"
    to = "–" if fact.to is None else voice.name(fact.to)
    return f"{voice.say(_UNHEARD, to=to, about=about)}{told} {reason}"


def case_of(share: int) -> Case:
    """Tell which case so much of a clock's limit is."""
    if share >= LIMIT:
        return Case.PASSED
    return Case.NEARLY_OVER if share >= LEAD_FROM else Case.RUNS


def shares(told: Iterable[tuple[ClockId, int]], incident: Incident, voice: Voice) -> str:
    """Name the clocks of a reminder, each with how much of its time is over."""
    return ", ".join(
        voice.say(_OVER if share >= LIMIT else _SHARE, clock=clock_name(clock, incident, voice), share=share)
        for clock, share in told
    )


def clock_name(clock: ClockId, incident: Incident, voice: Voice) -> str:
    """Name a legal clock between quotation marks; one that nobody knows keeps its id."""
    known = incident.clock(clock)
    return voice.marked(clock) if known is None else voice.titled(set_in(voice.language, known.title))


_CONFIRMED: Final = Words(
    en="{who} confirmed the legal clock {clock} (start: {detail}).",
    fr="{who} a confirmé le délai légal {clock} (début : {detail}).",
)
_MOVED: Final = Words(
    en="{who} moved the start of the legal clock {clock} to {detail}.",
    fr="{who} a repoussé le début du délai légal {clock} à {detail}.",
)
_WAIVED: Final = Words(
    en="{who} waived the legal clock {clock}{detail}.", fr="{who} a écarté le délai légal {clock}{detail}."
)
_MET: Final = Words(
    en="{who} said that the legal clock {clock} is met{detail}.",
    fr="{who} a déclaré tenu le délai légal {clock}{detail}.",
)
_MISSED: Final = Words(
    en="The legal clock {clock} was missed: neither met nor waived by its limit ({detail}).",
    fr="Le délai légal {clock} est manqué : ni tenu ni écarté à sa limite ({detail}).",
)
_REMINDED: Final = Words(
    en="Reminder for {to}, legal clocks: {clocks}.", fr="Rappel pour {to}, délais légaux : {clocks}."
)
_SHARE: Final = Words(en="{clock} ({share}% of its time is over)", fr="{clock} ({share} % du temps passé)")
_OVER: Final = Words(en="{clock} (its limit has passed)", fr="{clock} (la limite est passée)")
_NAMED: Final = Words(en="{head}: {clocks}.", fr="{head} : {clocks}.")
_YOURS: Final = {
    Case.RUNS: (
        Words(
            en="A legal clock is running, and it is yours",
            fr="Un délai légal court, et il dépend de vous",
        ),
        Words(
            en="Legal clocks are running, and they are yours",
            fr="Des délais légaux courent, et ils dépendent de vous",
        ),
    ),
    Case.NEARLY_OVER: (
        Words(
            en="A legal clock is nearly over, and it is yours",
            fr="Un délai légal est presque écoulé, et il dépend de vous",
        ),
        Words(
            en="Legal clocks are nearly over, and they are yours",
            fr="Des délais légaux sont presque écoulés, et ils dépendent de vous",
        ),
    ),
    Case.PASSED: (
        Words(
            en="The limit has passed, and this legal clock is yours",
            fr="La limite est passée, et ce délai légal dépend de vous",
        ),
        Words(
            en="The limits have passed, and these legal clocks are yours",
            fr="Les limites sont passées, et ces délais légaux dépendent de vous",
        ),
    ),
}
_YOU_LEAD: Final = {
    **_YOURS,
    Case.NEARLY_OVER: (
        Words(
            en="A legal clock is nearly over in the incident you lead",
            fr="Un délai légal est presque écoulé dans l’incident que vous pilotez",
        ),
        Words(
            en="Legal clocks are nearly over in the incident you lead",
            fr="Des délais légaux sont presque écoulés dans l’incident que vous pilotez",
        ),
    ),
    Case.PASSED: (
        Words(
            en="The limit of a legal clock has passed in the incident you lead",
            fr="La limite d’un délai légal est passée dans l’incident que vous pilotez",
        ),
        Words(
            en="The limits of legal clocks have passed in the incident you lead",
            fr="La limite de plusieurs délais légaux est passée dans l’incident que vous pilotez",
        ),
    ),
}
_UNHEARD: Final = Words(
    en="{to} was not reached by the reminder of {about}.", fr="{to} n’a pas reçu le rappel {about}."
)
_ABOUT_CLOCKS: Final = Words(en="legal clocks: {clocks}", fr="de délais légaux : {clocks}")
_ABOUT_PUBLISHING: Final = Words(
    en="what is stopped in publishing", fr="de ce qui est arrêté dans les publications"
)
_INSTEAD: Final = Words(en="{who} is told instead.", fr="On prévient {who} à la place.")
