"""Sentences about answering, holding and staying silent; and what was answered and advised, in words."""

from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.gate import Advice, Answers
from playbooks.incident import Ending, Incident, Stance
from playbooks.playbook import Outcome, Words


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell a fact about the decision; None: it is about something else."""
    match fact:
        case e.StanceTaken():
            return _taken(fact, voice)
        case e.StanceReminded():
            return voice.say(_REMINDED, share=fact.share, to=voice.name(fact.to))
        case e.StanceExpired():
            people = ", ".join(voice.name(person) for person in fact.to)
            return voice.say(_EXPIRED[fact.outcome], to=people)
        case e.DecisionAwaited():
            return voice.say(_AWAITED, to=voice.name(fact.to))
        case e.StanceRenewed():
            until, reason = voice.moment(fact.until), voice.after(fact.reason)
            words = _RENEWED[fact.outcome]
            return voice.say(words, who=voice.who(fact.by), until=until, reason=reason)
        case e.StanceEnded():
            return _ended(fact, voice)
        case _:
            return None


def what_stands(stance: Stance, voice: Voice) -> str:
    """Say what we do about answering: hold until a moment, with its owner; or the answer that was decided."""
    if stance.until is None:
        return stance.outcome.words.read(voice.language)
    until, owner = voice.moment(stance.until), voice.name(stance.owner)
    return voice.say(_STANDS[stance.outcome], until=until, owner=owner)


def advice_in_words(advice: Advice, voice: Voice) -> str:
    """Name what was advised, and what would have been where the playbook does not allow it."""
    outcome = advice.outcome.words.read(voice.language)
    if not advice.replaced:
        return outcome
    return voice.say(_IN_PLACE, outcome=outcome, wished=advice.wished.words.read(voice.language))


def answers_in_words(answers: Answers, voice: Voice) -> str:
    """List what was answered, in the order of the questions."""
    return " · ".join(words.read(voice.language) for words in answers.told)


def how_it_ended(stance: Stance, voice: Voice) -> tuple[str, ...]:
    """Tell what became of a decision: each time its end was reached, each renewal, and how it ended."""
    at = "" if stance.ended_at is None else voice.moment(stance.ended_at)
    lapses = tuple(voice.say(_LAPSED, when=voice.moment(when)) for when in stance.lapsed_at)
    renewals = tuple(
        voice.say(
            _PROLONGED,
            who=voice.who(renewal.by),
            when=voice.moment(renewal.at),
            until=voice.moment(renewal.until),
            reason=voice.after(renewal.reason),
        )
        for renewal in stance.renewals
    )
    if stance.ending in {None, Ending.EXPIRED}:
        return (*lapses, *renewals)
    if stance.trigger is not None:
        trigger = stance.trigger.words.read(voice.language)
        who, note = voice.who(stance.ended_by), voice.after(stance.note)
        return (*lapses, *renewals, voice.say(_TRIGGERED, who=who, when=at, trigger=trigger, note=note))
    return (*lapses, *renewals, voice.say(_ENDINGS[stance.ending], who=voice.who(stance.ended_by), when=at))


def _taken(fact: e.StanceTaken, voice: Voice) -> str:
    advice = advice_in_words(fact.advice, voice)
    against = fact.outcome is not fact.advice.outcome
    return voice.say(
        _TAKEN if fact.until is None else _TAKEN_UNTIL,
        who=voice.who(fact.by),
        outcome=voice.marked(fact.outcome.words.read(voice.language)),
        until="" if fact.until is None else voice.moment(fact.until),
        owner=voice.name(fact.owner),
        reason=voice.after(fact.reason),
        advice=voice.say(_AGAINST if against else _FOLLOWED, advice=voice.marked(advice)),
    )


def _ended(fact: e.StanceEnded, voice: Voice) -> str:
    if fact.trigger is None:
        return voice.say(_REPLACED[fact.outcome], who=voice.who(fact.by))
    trigger, note = fact.trigger.words.read(voice.language), voice.after(fact.note)
    return voice.say(_ENDED[fact.outcome], who=voice.who(fact.by), trigger=trigger, note=note)


_TAKEN: Final = Words(
    en="{who} decided: {outcome}{reason}. {advice}", fr="{who} a décidé : {outcome}{reason}. {advice}"
)
_TAKEN_UNTIL: Final = Words(
    en="{who} decided: {outcome}, until {until}, owner {owner}{reason}. {advice}",
    fr="{who} a décidé : {outcome}, fin {until}, responsable {owner}{reason}. {advice}",
)
_FOLLOWED: Final = Words(en="The advice was the same.", fr="Le conseil était le même.")
_AGAINST: Final = Words(en="The advice was {advice}.", fr="Le conseil était {advice}.")
_IN_PLACE: Final = Words(
    en="{outcome} (this playbook does not allow: {wished})",
    fr="{outcome} (cette fiche réflexe ne permet pas : {wished})",
)
_REMINDED: Final = Words(
    en="{to} was told that {share}% of the time is over.",
    fr="On a prévenu {to} : {share} % du temps est écoulé.",
)
_EXPIRED: Final = {
    Outcome.HOLD: Words(
        en="The hold is over and the decision is open again; told: {to}.",
        fr="Le temps d’attente est écoulé et la décision est de nouveau à prendre ; prévenus : {to}.",
    ),
    Outcome.SILENT: Words(
        en="The silence is to be looked at again and the decision is open again; told: {to}.",
        fr="Le silence est à revoir et la décision est de nouveau à prendre ; prévenus : {to}.",
    ),
}
_AWAITED: Final = Words(
    en="The decision is still open; {to} was told again.",
    fr="La décision est toujours à prendre ; nouveau rappel à {to}.",
)
_RENEWED: Final = {
    Outcome.HOLD: Words(
        en="{who} prolonged the hold until {until}{reason}.",
        fr="{who} a prolongé l’attente, nouvelle fin {until}{reason}.",
    ),
    Outcome.SILENT: Words(
        en="{who} prolonged the silence until {until}{reason}.",
        fr="{who} a prolongé le silence, à revoir {until}{reason}.",
    ),
}
_ENDED: Final = {
    Outcome.HOLD: Words(
        en="{who} ended the hold because {trigger}{note}. The decision is open again.",
        fr="{who} a mis fin à l’attente ({trigger}){note}. La décision est de nouveau à prendre.",
    ),
    Outcome.SILENT: Words(
        en="{who} ended the silence because {trigger}{note}. The decision is open again.",
        fr="{who} a mis fin au silence ({trigger}){note}. La décision est de nouveau à prendre.",
    ),
}
_REPLACED: Final = {
    Outcome.RESPOND: Words(
        en="{who} decides anew: answering in public was decided before.",
        fr="{who} a de nouveau décidé : une réponse publique avait été décidée.",
    ),
    Outcome.PRIVATE: Words(
        en="{who} decides anew: answering in private was decided before.",
        fr="{who} a de nouveau décidé : une réponse privée avait été décidée.",
    ),
    Outcome.HOLD: Words(
        en="{who} decides anew, which ends the hold.",
        fr="{who} a de nouveau décidé, ce qui met fin à l’attente.",
    ),
    Outcome.SILENT: Words(
        en="{who} decides anew, which ends the silence.",
        fr="{who} a de nouveau décidé, ce qui met fin au silence.",
    ),
}
_STANDS: Final = {
    Outcome.HOLD: Words(
        en="Hold until {until} · owner {owner}", fr="Temporiser, fin {until} · responsable {owner}"
    ),
    Outcome.SILENT: Words(
        en="Stay silent, to look at again {until} · owner {owner}",
        fr="Garder le silence, à revoir {until} · responsable {owner}",
    ),
}
_LAPSED: Final = Words(
    en="its time was over {when}, and the decision open again",
    fr="son temps était écoulé {when}, et la décision de nouveau à prendre",
)
_PROLONGED: Final = Words(
    en="prolonged by {who}, {when}, until {until}{reason}",
    fr="prolongé par {who}, {when}, nouvelle fin {until}{reason}",
)
_TRIGGERED: Final = Words(
    en="ended early by {who}, {when}, because {trigger}{note}",
    fr="terminé avant l’heure par {who}, {when} ({trigger}){note}",
)
_ENDINGS: Final = {
    Ending.REPLACED: Words(
        en="replaced by a new decision of {who}, {when}",
        fr="remplacé par une nouvelle décision ({who}, {when})",
    ),
    Ending.TAKEN_BACK: Words(en="taken back by {who}, {when}", fr="annulé par {who}, {when}"),
    Ending.CLOSED: Words(
        en="in force until the incident was closed, {when}", fr="en vigueur jusqu’à la clôture, {when}"
    ),
}
