"""Past incidents, found by words."""

from collections.abc import Mapping
from typing import Final

from handlers.slack.blocks import past
from handlers.slack.orders import Answer, Verbs
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.words import Typed
from playbooks.errors import BadRequest
from playbooks.playbook import Words
from playbooks.search import Narrowed


def _search(visit: Visit, typed: Typed) -> Answer:
    if not typed.text:
        raise BadRequest(_WHAT)
    # Whoever has a part in a restricted incident finds it; to all others it is not there.
    narrowed = Narrowed(reader=visit.user, drills=True)
    return past.found(visit.reader, typed.text, visit.desk.searching.search(typed.text, narrowed))


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.SEARCH: _search}

_WHAT: Final = Words(
    en="What do you look for? A few words will do: `/crisis search leaked customer file`.",
    fr="Que cherchez-vous ? Quelques mots suffisent : `/crise rechercher fuite fichier clients`.",
)
