"""Ladders in sentences: how each stands, what comes next and when, answers that expire, people asked for by hand."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from handlers.voice import Voice
from handlers.wording import say, set_in
from playbooks import escalation
from playbooks import events as e
from playbooks.escalation import BY_HAND, expires_at, missing, silent_at, who_follows
from playbooks.incident import Climb, ClimbState, Escalation, Incident, taken
from playbooks.playbook import LadderId, Language, RoleId, UserId, Words
from playbooks.routing import STANDARD_ROLES

Role = Callable[[RoleId], str]


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about ladders; None for another fact."""
    match fact:
        case e.AnswerDoubted() | e.AnswerConfirmed() | e.AnswerExpired():
            return voice.say(_ANSWER[type(fact)], person=voice.name(incident.call(fact.call).person))
        case e.CallDeclined(to=str() as to):
            person = voice.name(incident.call(fact.call).person)
            return voice.say(_PASSED, person=person, to=voice.name(to), why=voice.after(fact.reason))
        case e.LadderExhausted() if needs_several(incident, fact.ladder):
            name = fact.ladder if voice.ladder is None else voice.ladder(fact.ladder)
            return voice.say(_NOT_ALL, ladder=name)
        case e.Escalated():
            words = _JOINED if fact.joined else _ASKED if fact.planned is not None else _HURRIED
            whom = _whom(fact, voice)
            return voice.say(words, who=voice.who(fact.by), whom=whom, why=voice.after(fact.reason))
        case _:
            return None


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell whoever took a call that they are asked again, and what happens without a word."""
    if not isinstance(fact, e.AnswerDoubted):
        return None
    climb = escalation.climb_of(incident, incident.call(fact.call).ladder)
    ends = expires_at(incident, climb)
    return voice.say(_STILL) if ends is None else voice.say(_STILL_BY, when=voice.moment(ends))


def title_by_hand(ladder: LadderId, language: Language) -> str | None:
    """Name a ladder that somebody asked for; None: it is one of the directory's."""
    if not ladder.startswith(BY_HAND):
        return None
    return say(_BY_HAND, language, n=ladder.removeprefix(BY_HAND))


def needs_several(incident: Incident, ladder: LadderId) -> bool:
    """Whether several must answer on a ladder: at its end some may have."""
    return any(rung.groups for climb in incident.climbs if climb.ladder == ladder for rung in climb.rungs)


def standing(incident: Incident, climb: Climb, voice: Voice, role: Role) -> str | None:
    """Say how a ladder stands and what comes next; None: it rests, and nothing will come of it by itself."""
    match climb.state:
        case ClimbState.CALLING:
            parts = (
                _where(climb, voice),
                *_missing(incident, climb, voice, role),
                _then(incident, climb, voice),
            )
            return " ".join(parts)
        case ClimbState.ANSWERED:
            return _doubt(incident, climb, voice)
        case ClimbState.EXHAUSTED:
            return " ".join(_missing(incident, climb, voice, role)) or None


def who_is_missing(incident: Incident, climb: Climb, voice: Voice, role: Role) -> tuple[str, ...]:
    """Name each group that must still answer, with its people."""
    groups = missing(incident, climb)
    return tuple(_group(group, voice, role) for group in groups)


def next_people(incident: Incident, climb: Climb, voice: Voice) -> str:
    """Name whom the next rung would call; nothing: the lead is told instead."""
    return _listed(who_follows(incident, climb), voice)


def escalation_line(asked: Escalation, voice: Voice, role: Role) -> str:
    """Tell one wish for more people, with its reason."""
    whom = voice.name(asked.person) if asked.person else role(asked.role) if asked.role else asked.unit or ""
    words = _LINE_JOINED if asked.joined else _LINE if whom else _LINE_NEXT
    who, when = voice.who(asked.by), voice.moment(asked.at)
    return voice.say(words, who=who, whom=whom, when=when, why=voice.after(asked.reason))


def _where(climb: Climb, voice: Voice) -> str:
    words = _RUNG_AGAIN if climb.round else _RUNG
    return voice.say(
        words,
        rung=climb.rung + 1,
        rungs=len(climb.rungs),
        time=climb.round + 1,
        times=max(climb.again, climb.round) + 1,
    )


def _missing(incident: Incident, climb: Climb, voice: Voice, role: Role) -> Iterable[str]:
    groups = who_is_missing(incident, climb, voice, role)
    if groups:
        yield voice.say(_MISSING, groups=", ".join(groups))


def _group(group: e.PlannedGroup, voice: Voice, role: Role) -> str:
    people = _listed(group.people, voice)
    return people if group.role is None else f"{role(group.role)} ({people})"


def _then(incident: Incident, climb: Climb, voice: Voice) -> str:
    at, people = silent_at(incident, climb), next_people(incident, climb, voice)
    if at is None:
        return voice.say(_NOT_YET)
    return voice.say(_NEXT if people else _LEAD, when=voice.moment(at), who=people)


def _doubt(incident: Incident, climb: Climb, voice: Voice) -> str | None:
    who = _listed(tuple(call.person for call in taken(incident, climb.ladder)), voice)
    ends, people = expires_at(incident, climb), next_people(incident, climb, voice)
    if ends is not None:
        words = _DOUBTED if people else _DOUBTED_LAST
        return voice.say(words, who=who, when=voice.moment(ends), next=people)
    asked_at = _asked_at(climb)
    return None if asked_at is None else voice.say(_WILL_ASK, who=who, when=voice.moment(asked_at))


def _asked_at(climb: Climb) -> datetime | None:
    quiet, active = climb.asked_again, climb.active_at
    return None if quiet is None or active is None else active + quiet


def _listed(people: tuple[UserId, ...], voice: Voice) -> str:
    names = [voice.name(person) for person in people]
    return voice.say(_OR).join(names)


def _whom(fact: e.Escalated, voice: Voice) -> str:
    if fact.person is not None:
        return voice.name(fact.person)
    if fact.role is not None:
        title = STANDARD_ROLES.get(fact.role)
        return voice.marked(fact.role if title is None else set_in(voice.language, title))
    if fact.unit is not None:
        return voice.marked(fact.unit)
    return voice.say(_ANYBODY)


_OR: Final = Words(en=" or ", fr=" ou ")
_BY_HAND: Final = Words(en="On request {n}", fr="Sur demande {n}")
_ANYBODY: Final = Words(en="more people", fr="du renfort")
_RUNG: Final = Words(en="rung {rung} of {rungs}.", fr="échelon {rung} sur {rungs}.")
_RUNG_AGAIN: Final = Words(
    en="rung {rung} of {rungs}, time {time} of {times}.",
    fr="échelon {rung} sur {rungs}, passage {time} sur {times}.",
)
_MISSING: Final = Words(en="Still to answer: {groups}.", fr="Réponses qui manquent encore : {groups}.")
_NOT_YET: Final = Words(
    en="No message of this rung has been accepted yet.",
    fr="Aucun message de cet échelon n’est encore accepté.",
)
_NEXT: Final = Words(
    en="Without an answer by {when}: {who} next.", fr="Sans réponse d’ici {when} : {who} ensuite."
)
_LEAD: Final = Words(
    en="Without an answer by {when}, the lead is told.",
    fr="Sans réponse d’ici {when}, le pilote est prévenu.",
)
_DOUBTED: Final = Words(
    en="the work is quiet; {who} is asked whether they are still on it. Without a word by {when}: {next} next.",
    fr="plus rien ne bouge ; on demande à {who} si c’est toujours en main. Sans nouvelle d’ici {when} : {next} ensuite.",
)
_DOUBTED_LAST: Final = Words(
    en="the work is quiet; {who} is asked whether they are still on it. Without a word by {when}, the lead is told.",
    fr="plus rien ne bouge ; on demande à {who} si c’est toujours en main. Sans nouvelle d’ici {when}, le pilote est "
    "prévenu.",
)
_WILL_ASK: Final = Words(
    en="{who} takes it; asked again {when} if nothing happens until then.",
    fr="{who} s’en charge ; on lui redemandera {when} si rien ne se passe d’ici là.",
)
_LINE: Final = Words(en="🖐️ {who} asks for {whom}, {when}{why}", fr="🖐️ {who} demande {whom}, {when}{why}")
_LINE_NEXT: Final = Words(
    en="🖐️ {who} asks for more people, {when}{why}", fr="🖐️ {who} demande du renfort, {when}{why}"
)
_LINE_JOINED: Final = Words(
    en="🖐️ {who} asks for the same, {when}{why}", fr="🖐️ {who} demande la même chose, {when}{why}"
)
_ANSWER: Final = {
    e.AnswerDoubted: Words(
        en="The work has gone quiet: {person} is asked whether they are still on it.",
        fr="Plus rien ne bouge : on demande à {person} si c’est toujours en main.",
    ),
    e.AnswerConfirmed: Words(en="{person} is still on it.", fr="{person} s’en occupe toujours."),
    e.AnswerExpired: Words(
        en="No word since {person} was asked again: that answer counts no longer, and the ladder goes on.",
        fr="Aucune nouvelle depuis la relance de {person} : cette réponse ne compte plus, et l’échelle reprend.",
    ),
}
_NOT_ALL: Final = Words(
    en="The ladder {ladder} is at its end, and not everybody who must has answered.",
    fr="L’échelle {ladder} est à son bout, et toutes les réponses nécessaires n’y sont pas.",
)
_PASSED: Final = Words(
    en="{person} can’t, and asks for {to} instead{why}.",
    fr="{person} ne peut pas, et demande {to} à sa place{why}.",
)
_ASKED: Final = Words(en="{who} asks for {whom}{why}.", fr="{who} demande {whom}{why}.")
_HURRIED: Final = Words(
    en="{who} asks for the next rung before its time{why}.",
    fr="{who} demande l’échelon suivant sans attendre{why}.",
)
_JOINED: Final = Words(
    en="{who} asks for {whom} as well; that call is under way{why}.",
    fr="{who} demande aussi {whom} ; l’appel est déjà lancé{why}.",
)
_STILL: Final = Words(
    en="Are you still on it? Nothing has happened here for a while.",
    fr="Vous en occupez-vous toujours ? Rien ne s’est passé ici depuis un moment.",
)
_STILL_BY: Final = Words(
    en="Are you still on it? Nothing has happened here for a while. Without a word by {when}, the ladder goes on.",
    fr="Vous en occupez-vous toujours ? Rien ne s’est passé ici depuis un moment. Sans nouvelle d’ici {when}, l’échelle "
    "reprend.",
)
