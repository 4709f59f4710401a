"""What was given up to find an incident's people, in words: the language first."""

from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.playbook import Words
from playbooks.routing import Criterion
from playbooks.routing.tongues import tongue


def relaxed(fact: e.IncidentOpened, voice: Voice) -> str:
    """Say who was named although they do not meet everything; nothing where everybody does."""
    told = [_one(fact, criterion, voice) for criterion in (Criterion.LANGUAGE, Criterion.PLACE)]
    away = dict.fromkeys(one.person for one in fact.relaxed if one.away)
    if away:
        told.append(voice.say(_AWAY, names=", ".join(voice.name(person) for person in away)))
    return "".join(f" {words}" for words in told if words)


def _one(fact: e.IncidentOpened, criterion: Criterion, voice: Voice) -> str:
    people = dict.fromkeys(one.person for one in fact.relaxed if criterion in one.missed)
    if not people:
        return ""
    names = ", ".join(voice.name(person) for person in people)
    spoken = tongue(fact.language.value).read(voice.language)
    return voice.say(_WORDS[criterion], names=names, tongue=spoken)


_AWAY: Final = Words(
    en="Away, and nobody else holds their role: {names}.",
    fr="En congé ou absent, sans que personne d’autre tienne le rôle : {names}.",
)
_WORDS: Final = {
    Criterion.LANGUAGE: Words(
        en="For want of anybody else, these do not speak {tongue}: {names}.",
        fr="Faute de mieux, ne parlent pas {tongue} : {names}.",
    ),
    Criterion.PLACE: Words(
        en="For want of anybody nearer, from elsewhere: {names}.",
        fr="Faute de plus proche, viennent d’ailleurs : {names}.",
    ),
}
