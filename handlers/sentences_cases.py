"""One sentence for each fact about a customer's case."""

from collections.abc import Mapping
from typing import Final

from handlers.voice import Voice
from handlers.wording import counted
from playbooks import events as e
from playbooks.events import CaseClock
from playbooks.incident import Incident
from playbooks.matching import Triage
from playbooks.networks import NAMES
from playbooks.playbook import Words


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell a fact about a case. None: it is about something else."""
    match fact:
        case e.CaseOpened():
            where = "" if fact.network is None else voice.say(_ON, network=voice.say(NAMES[fact.network]))
            urgency = voice.say(fact.urgency.words)
            text = voice.marked(fact.text)
            return voice.say(_OPENED, who=voice.who(fact.by), where=where, urgency=urgency, text=text)
        case e.CustomerWrote():
            return voice.say(_WROTE, who=voice.who(fact.by), text=voice.marked(fact.text))
        case e.CaseTriaged():
            return _triaged(fact, voice)
        case e.CaseKept():
            return voice.say(_KEPT, who=voice.who(fact.by), when=voice.moment(fact.until))
        case e.CauseNamed():
            named = voice.say(_CAUSED, who=voice.who(fact.by), cause=voice.marked(fact.cause))
            return (
                f"{named} {counted(fact.before, _BEFORE_ONCE, _BEFORE, voice.language)}"
                if fact.before
                else named
            )
        case e.CaseReminded():
            words = _REMINDED[fact.clock]
            return voice.say(words, to=voice.name(fact.to), when=voice.moment(fact.due_at))
        case e.CaseLate():
            people = ", ".join(voice.name(person) for person in fact.to)
            return voice.say(_LATE[fact.clock], to=people, when=voice.moment(fact.due_at))
        case _:
            return None


def _triaged(fact: e.CaseTriaged, voice: Voice) -> str:
    words = _TRIAGED if fact.choice is fact.advised else _OTHERWISE
    said = voice.say(
        words,
        who=voice.who(fact.by),
        choice=voice.say(TRIAGES[fact.choice]),
        advised=voice.say(TRIAGES[fact.advised]),
        reason=voice.after(fact.reason),
    )
    return (
        said if fact.review_at is None else f"{said} {voice.say(_REVIEW, when=voice.moment(fact.review_at))}"
    )


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a reminder to whoever it goes to. None: it is none."""
    match fact:
        case e.CaseReminded():
            return voice.say(_YOURS_SOON[fact.clock], when=voice.moment(fact.due_at))
        case e.CaseLate():
            names = {"when": voice.moment(fact.due_at), "lead": voice.name(incident.lead)}
            return voice.say(_YOURS_LATE[fact.clock], **names)
        case _:
            return None


_ON: Final = Words(en=" on {network}", fr=" ({network})")
_OPENED: Final = Words(
    en="{who} took a customer who wrote{where}, {urgency}: {text}.",
    fr="{who} a pris en charge un client qui a écrit{where}, {urgency} : {text}.",
)
_WROTE: Final = Words(
    en="{who} noted that the customer wrote again: {text}.",
    fr="{who} a noté que le client a réécrit : {text}.",
)
TRIAGES: Final[Mapping[Triage, Words]] = {
    Triage.RESPOND: Words(en="answer in public", fr="répondre en public"),
    Triage.PRIVATE: Words(en="answer in private", fr="répondre en privé"),
    Triage.REMINDER: Words(en="one calm reminder of the house rules", fr="un seul rappel calme des règles"),
    Triage.SILENT: Words(
        en="stay silent, and look again later", fr="garder le silence, et y revenir plus tard"
    ),
    Triage.HANDOVER: Words(en="hand over to the crisis team", fr="passer la main à la cellule de crise"),
}
_TRIAGED: Final = Words(
    en="{who} decided what to do with the message: {choice}{reason}.",
    fr="{who} a décidé que faire du message : {choice}{reason}.",
)
_OTHERWISE: Final = Words(
    en="{who} decided what to do with the message: {choice} (advised: {advised}){reason}.",
    fr="{who} a décidé que faire du message : {choice} (conseil : {advised}){reason}.",
)
_KEPT: Final = Words(
    en="{who} stays on it past the end of the turn, {when}.",
    fr="{who} garde ce dossier après la fin de son tour, {when}.",
)
_BEFORE_ONCE: Final = Words(
    en="It was there once in the twelve months before.",
    fr="Elle était déjà là une fois dans les douze mois précédents.",
)
_BEFORE: Final = Words(
    en="It was there {n} times in the twelve months before.",
    fr="Elle était déjà là {n} fois dans les douze mois précédents.",
)
_CAUSED: Final = Words(en="{who} named the cause: {cause}.", fr="{who} a nommé la cause : {cause}.")
_REVIEW: Final = Words(en="Somebody looks again {when}.", fr="Quelqu’un y revient {when}.")
_REMINDED: Final = {
    CaseClock.ANSWER: Words(
        en="{to} was reminded: the customer is to be answered by {when}.",
        fr="Rappel à {to} : il faut répondre au client avant {when}.",
    ),
    CaseClock.SETTLED: Words(
        en="{to} was reminded: the case is to be settled by {when}.",
        fr="Rappel à {to} : le dossier doit être réglé avant {when}.",
    ),
    CaseClock.REVIEW: Words(
        en="{to} was reminded: the silence ends {when}.", fr="Rappel à {to} : le silence prend fin {when}."
    ),
}
_LATE: Final = {
    CaseClock.ANSWER: Words(
        en="The customer was not answered by {when}; {to} were told.",
        fr="Le client n’a pas reçu de réponse avant {when} ; prévenu(s) : {to}.",
    ),
    CaseClock.SETTLED: Words(
        en="The case was not settled by {when}; {to} were told.",
        fr="Le dossier n’a pas été réglé avant {when} ; prévenu(s) : {to}.",
    ),
    CaseClock.REVIEW: Words(
        en="The silence of {when} is over, and {to} was asked to look again.",
        fr="Le silence prévu jusqu’à {when} est terminé ; on a demandé à {to} d’y revenir.",
    ),
}
_YOURS_SOON: Final = {
    CaseClock.ANSWER: Words(
        en="The customer waits for an answer until {when}. Write it, or hand the case over.",
        fr="Le client attend une réponse avant {when}. Écrivez-la, ou confiez le dossier.",
    ),
    CaseClock.SETTLED: Words(
        en="The customer was promised that it is settled by {when}. Settle it, or tell them when it will be.",
        fr="Le client s’est vu promettre que ce serait réglé avant {when}. Réglez-le, ou dites-lui quand ce le sera.",
    ),
    CaseClock.REVIEW: Words(
        en="You wanted to look again {when} at a message that was left unanswered.",
        fr="Vous vouliez revenir {when} sur un message laissé sans réponse.",
    ),
}
_YOURS_LATE: Final = {
    CaseClock.ANSWER: Words(
        en="The customer was to be answered by {when}, and {lead} is on it. Answer now, even to say that you are looking "
        "into it, or hand the case over.",
        fr="Le client devait recevoir une réponse avant {when}, et {lead} s’en occupe. Répondez maintenant, même pour "
        "dire que vous regardez, ou confiez le dossier.",
    ),
    CaseClock.SETTLED: Words(
        en="It was to be settled by {when}, and {lead} is on it. Settle it, or tell the customer when it will be.",
        fr="Ce devait être réglé avant {when}, et {lead} s’en occupe. Réglez-le, ou dites au client quand ce le sera.",
    ),
    CaseClock.REVIEW: Words(
        en="It is time to look again at the message that was left unanswered: has it spread, has anybody joined in? Decide "
        "again on the card (“What to do…”), or close it.",
        fr="Il est temps de revenir sur le message laissé sans réponse : s’est-il répandu, d’autres s’y sont-ils joints ? "
        "Décidez de nouveau sur la carte (« Que faire… »), ou clôturez.",
    ),
}
