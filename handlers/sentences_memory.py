"""One sentence for each fact that ties an incident to those before it."""

from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import Words


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell a fact about past incidents. None: it is about something else."""
    match fact:
        case e.IncidentBrought():
            if fact.digest:
                return voice.say(_TAKEN_OVER, digest=voice.marked(fact.digest))
            cause = voice.say(_CAUSE, cause=voice.marked(fact.cause)) if fact.cause else ""
            said = voice.say(_BROUGHT, name=voice.marked(fact.external), cause=cause)
            return f"{said}{voice.say(_LEARNED, lesson=voice.quote(fact.lesson)) if fact.lesson else ''}"
        case e.PastRecalled():
            said = voice.say(_RECALLED, ref=fact.ref, title=voice.marked(fact.title))
            return f"{said}{voice.say(_LEARNED, lesson=voice.quote(fact.lesson)) if fact.lesson else ''}"
        case _:
            return None


_BROUGHT: Final = Words(
    en="It was brought along from another tool, where it is {name}, and is over.{cause}",
    fr="Il a été repris d’un autre outil, où il porte le nom {name}, et il est terminé.{cause}",
)
_TAKEN_OVER: Final = Words(
    en="It was taken over from another installation with its whole log, as the file with the digest {digest}. It is only "
    "read from now on.",
    fr="Il a été repris d’une autre installation avec tout son journal, dans le fichier d’empreinte {digest}. "
    "Désormais, il se lit seulement.",
)
_CAUSE: Final = Words(en=" Cause: {cause}.", fr=" Cause : {cause}.")
_LEARNED: Final = Words(en=" What was learned: {lesson}", fr=" Ce qui en a été retenu : {lesson}")
_RECALLED: Final = Words(
    en="Something like it was there before: {ref}, {title}.",
    fr="Un incident semblable a déjà eu lieu : {ref}, {title}.",
)
