"""One sentence for each fact about by what a call was carried, and through what it was answered."""

from typing import Final

from handlers.means_words import means_name
from handlers.reasons import reason_in_words
from handlers.voice import Voice
from playbooks import events as e
from playbooks.commands import CallId
from playbooks.events import Why
from playbooks.incident import Incident
from playbooks.means import tries_of
from playbooks.playbook import Words
from playbooks.routing import SLACK, MeansId


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell one of these facts; None for any other, and for what Slack alone has to do with."""
    match fact:
        case e.MeansUsed():
            return _used(fact, incident, voice)
        case e.CallSent() if fact.means != SLACK:
            words, detail = _SENT, ""
        case e.CallFailed() if fact.means != SLACK:
            words, detail = _FAILED, reason_in_words(fact.reason, voice.language)
        case e.CallTaken() if fact.means != SLACK:
            words, detail = _TAKEN, ""
        case e.CallDeclined() if fact.means != SLACK:
            words, detail = _DECLINED, voice.after(fact.reason)
        case _:
            return None
    person = _called(fact.call, incident, voice)
    return voice.say(words, person=person, means=_name(fact.means, voice), detail=detail)


def _used(fact: e.MeansUsed, incident: Incident, voice: Voice) -> str:
    reason = reason_in_words(fact.reason, voice.language) if fact.reason else ""
    return voice.say(
        _USED[fact.why],
        person=_called(fact.call, incident, voice),
        before=_sentence_case(_name(_before(fact, incident), voice)),
        means=_name(fact.means, voice),
        reason=reason,
    )


def _before(fact: e.MeansUsed, incident: Incident) -> MeansId:
    call = next((call for call in incident.calls if call.id == fact.call), None)
    used = () if call is None else tuple(tried.means for tried in tries_of(call))
    at = used.index(fact.means) if fact.means in used else 0
    return used[at - 1] if at else SLACK


def _name(named: MeansId, voice: Voice) -> str:
    return voice.quote(means_name(named, None, voice.language))


def _sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def _called(call: CallId, incident: Incident, voice: Voice) -> str:
    found = next((c for c in incident.calls if c.id == call), None)
    return voice.quote(call) if found is None else voice.name(found.person)


_SENT: Final = Words(
    en="The call to {person} by {means} was accepted.", fr="L’appel à {person} par {means} a été accepté."
)
_FAILED: Final = Words(
    en="The call to {person} by {means} was not delivered. {detail}",
    fr="L’appel à {person} par {means} n’est pas parti. {detail}",
)
_TAKEN: Final = Words(
    en="{person} takes it, answered by {means}.", fr="{person} s’en charge, réponse par {means}."
)
_DECLINED: Final = Words(
    en="{person} can’t, answered by {means}{detail}.", fr="{person} ne peut pas, réponse par {means}{detail}."
)
_USED: Final = {
    Why.TIME: Words(
        en="{person} has not answered yet: the call goes by {means} as well.",
        fr="{person} n’a pas encore répondu : l’appel part aussi par {means}.",
    ),
    Why.NOT_TAKEN: Words(
        en="{before} has not taken the call to {person}: it goes by {means} as well.",
        fr="{before} n’a pas pris l’appel à {person} : il part aussi par {means}.",
    ),
    Why.FAILED: Words(
        en="The call to {person} goes by {means} at once.",
        fr="L’appel à {person} part aussitôt par {means}.",
    ),
    Why.BLOCKED: Words(
        en="{before} refuses everything for now, and the call to {person} goes by {means} at once. {reason}",
        fr="{before} refuse tout pour le moment, et l’appel à {person} part aussitôt par {means}. {reason}",
    ),
}
