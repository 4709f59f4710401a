"""One sentence for each fact about who may do what."""

from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.routing import Act


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell a fact about who may do what. None: it is about something else."""
    match fact:
        case e.ActRefused():
            return voice.say(_REFUSED[fact.act], who=voice.who(fact.who))
        case _:
            return None


_REFUSED: Final = {
    Act.OPEN: Words(
        en="{who} wanted to open an incident, which is left to others here; it was not done.",
        fr="{who} a voulu ouvrir un incident, ce qui revient ici à d’autres ; rien n’a été fait.",
    ),
    Act.CLOSE: Words(
        en="{who} wanted to close the incident, which is left to others here; it was not done.",
        fr="{who} a voulu fermer l’incident, ce qui revient ici à d’autres ; rien n’a été fait.",
    ),
    Act.LOWER: Words(
        en="{who} wanted to lower the severity, which is left to others here; it was not done.",
        fr="{who} a voulu baisser la gravité, ce qui revient ici à d’autres ; rien n’a été fait.",
    ),
}
