"""One sentence for each fact about severity by its factors, fixed points and handing over."""

from typing import Final

from handlers.reasons import reason_in_words
from handlers.voice import Voice
from handlers.wording import counted, set_in
from playbooks import events as e
from playbooks.factors import Factors
from playbooks.incident import Incident
from playbooks.playbook import Words


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell one of these facts; None for another one."""
    if isinstance(fact, e.LeadNamed):
        return _lead_named(fact, voice)
    return _of_severity(fact, voice) or _of_the_rhythm(fact, voice)


def _lead_named(fact: e.LeadNamed, voice: Voice) -> str:
    if fact.turn_ended is not None:
        names = {"lead": voice.name(fact.lead), "former": voice.who(fact.former)}
        return voice.say(_TURN_ENDED, when=voice.moment(fact.turn_ended), **names)
    replaced = fact.former not in {None, fact.by}
    detail = voice.say(_IN_PLACE, former=voice.who(fact.former)) if replaced else ""
    words = _LEAD_TAKEN if fact.lead == fact.by else _LEAD_NAMED
    return voice.say(words, who=voice.who(fact.by), lead=voice.name(fact.lead), detail=detail)


def _of_severity(fact: e.Event, voice: Voice) -> str | None:
    match fact:
        case e.SeverityAssessed() | e.RiskLifted():
            return _assessed(fact, voice)
        case e.RiskFound():
            return voice.say(_RISK_FOUND, who=voice.who(fact.by))
        case _:
            return None


def _of_the_rhythm(fact: e.Event, voice: Voice) -> str | None:
    who = voice.who(fact.by)
    match fact:
        case e.PointDue():
            return voice.say(_DUE, moment=voice.moment(fact.due_at), to=voice.name(fact.to))
        case e.PointLapsed():
            to = "" if fact.to is None else voice.say(_AND_TOLD, to=voice.name(fact.to))
            return voice.say(_LAPSED, moment=voice.moment(fact.due_at), detail=to)
        case e.PointHeld():
            return voice.say(_HELD, who=who)
        case e.AgendaShared():
            return voice.say(_SHARED, who=who)
        case e.HandedOver():
            return changed_hands(fact, voice)
        case e.LeadUnreached():
            reason = reason_in_words(fact.reason, voice.language)
            return voice.say(_UNREACHED, lead=voice.name(fact.lead), reason=reason)
        case _:
            return None


def changed_hands(fact: e.HandedOver, voice: Voice) -> str:
    """Say who leads and whose lead it was; only whoever led can hand over."""
    former = fact.former or fact.by
    match (fact.to == fact.by, former == fact.by):
        case (True, _):
            words = _TOOK_OVER if fact.former is None else _TOOK_OVER_FROM
        case (_, True):
            words = _HANDED_OVER
        case _:
            words = _PUT_IN_PLACE
    names = {"to": voice.name(fact.to), "former": voice.who(former)}
    return voice.say(words, who=voice.who(fact.by), **names)


def answered(factors: Factors, voice: Voice) -> str:
    """Name the six answers, each after its question."""
    pairs = (
        voice.say(
            _ANSWER,
            question=set_in(voice.language, factor.question),
            answer=set_in(voice.language, factor.answers[level]),
        )
        for factor, level in factors.answered
    )
    return "; ".join(pairs) if voice.language.value == "en" else " ; ".join(pairs)


def _assessed(fact: e.SeverityAssessed | e.RiskLifted, voice: Voice) -> str:
    if isinstance(fact, e.RiskLifted):
        return voice.say(_LIFTED, who=voice.who(fact.by), detail=voice.after(fact.reason))
    return counted(
        fact.factors.score,
        _ASSESSED_BY_ONE,
        _ASSESSED,
        voice.language,
        who=voice.who(fact.by),
        severity=voice.marked(fact.advised.words.read(voice.language)),
        risk=voice.say(_AT_RISK) if fact.people_at_risk else "",
    )


_ASSESSED: Final = Words(
    en="{who} assessed the severity: {n} points of 18 advise {severity}.{risk}",
    fr="{who} a évalué la gravité : {n} points sur 18 conseillent {severity}.{risk}",
)
_ASSESSED_BY_ONE: Final = Words(
    en="{who} assessed the severity: {n} point of 18 advises {severity}.{risk}",
    fr="{who} a évalué la gravité : {n} point sur 18 conseille {severity}.{risk}",
)
_RISK_FOUND: Final = Words(
    en="{who} said that people may be at risk.",
    fr="{who} a signalé que des personnes peuvent être en danger.",
)
_ANSWER: Final = Words(en="{question}: {answer}", fr="{question} : {answer}")
_AT_RISK: Final = Words(en=" People may be at risk.", fr=" Des personnes peuvent être en danger.")
_LIFTED: Final = Words(
    en="{who} says that nobody is at risk any more{detail}.",
    fr="{who} indique que plus personne n’est en danger{detail}.",
)
_DUE: Final = Words(
    en="A fixed point was due ({moment}); {to} was told.",
    fr="Un point fixe était prévu ({moment}) ; on a prévenu {to}.",
)
_LAPSED: Final = Words(
    en="Nobody has held the fixed point that was due ({moment}){detail}.",
    fr="Personne n’a tenu le point fixe prévu ({moment}){detail}.",
)
_AND_TOLD: Final = Words(en="; {to} was told", fr=" ; on a prévenu {to}")
_HELD: Final = Words(en="{who} held the fixed point.", fr="{who} a tenu le point fixe.")
_SHARED: Final = Words(
    en="{who} posted the agenda of the fixed point.",
    fr="{who} a envoyé l’ordre du jour du point fixe au canal.",
)
_HANDED_OVER: Final = Words(
    en="{who} handed the lead over to {to}.", fr="{who} a passé la relève à {to}, qui pilote désormais."
)
_PUT_IN_PLACE: Final = Words(
    en="{who} named {to} as lead, in place of {former}.",
    fr="{who} a confié le pilotage à {to}, à la place de {former}.",
)
_TOOK_OVER_FROM: Final = Words(
    en="{who} took the lead over from {former}.", fr="{who} a repris le pilotage à la place de {former}."
)
_UNREACHED: Final = Words(
    en="{lead} leads, and no message reaches them. {reason}",
    fr="{lead} pilote, et aucun message ne lui parvient. {reason}",
)
_TOOK_OVER: Final = Words(en="{who} took the lead over.", fr="{who} a pris la relève du pilotage.")
_TURN_ENDED: Final = Words(
    en="{lead} leads from now on: the turn of {former} ended {when}.",
    fr="{lead} pilote désormais : le tour de {former} a pris fin {when}.",
)
_LEAD_TAKEN: Final = Words(en="{who} took the lead{detail}.", fr="{who} a pris le pilotage{detail}.")
_LEAD_NAMED: Final = Words(
    en="{who} named {lead} as lead{detail}.", fr="{who} a confié le pilotage à {lead}{detail}."
)
_IN_PLACE: Final = Words(en=", in place of {former}", fr=", à la place de {former}")
