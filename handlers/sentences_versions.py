"""One sentence for each fact about the version that an incident works with."""

from typing import Final

from handlers.voice import Voice
from handlers.wording import set_in
from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import Words


def told(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact about versions; None for another fact."""
    match fact:
        case e.VersionOffered():
            words = _OFFERED
        case e.VersionAccepted():
            words = _ACCEPTED
        case e.VersionDeclined():
            words = _DECLINED
        case _:
            return None
    title = voice.titled(set_in(voice.language, incident.playbook.title))
    return voice.say(words, who=voice.who(fact.by), version=fact.version, title=title)


_OFFERED: Final = Words(
    en="Version {version} of {title} was released and is offered here.",
    fr="La version {version} de {title} est publiée ; elle est proposée ici.",
)
_ACCEPTED: Final = Words(
    en="{who} accepted version {version} of {title}: the checklist follows it from now on.",
    fr="{who} a accepté la version {version} de {title} : la liste la suit désormais.",
)
_DECLINED: Final = Words(
    en="{who} declined version {version} of {title}: the checklist stays as it was.",
    fr="{who} a refusé la version {version} de {title} : la liste reste telle quelle.",
)
