"""The form that stops publishing, more widely or in more channels when it is asked again: how widely and where."""

from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.limits import View, ask, focused, line_input, text_input
from handlers.slack.blocks.publishing import played
from handlers.slack.blocks.reader import Reader
from playbooks.playbook import Language, Words
from playbooks.typed import TITLE_LIMIT

# What most brands publish by; the form is filled with these, and people take out what they do not have.
USUAL: Final = (
    Words(en="Posts on social networks", fr="Publications sur les réseaux sociaux"),
    Words(en="Scheduled posts", fr="Publications programmées"),
    Words(en="Advertising and sponsored posts", fr="Publicité et contenus sponsorisés"),
    Words(en="Newsletters and mailings", fr="Lettres d’information et envois groupés"),
    Words(en="Automatic replies", fr="Réponses automatiques"),
    Words(en="Push notifications", fr="Notifications push"),
)


def freeze(reader: Reader, draft: Draft) -> View:
    """Ask how widely and where publishing stops. The channels are written in the incident's language: all read them."""
    incident = draft.incident
    known = incident.freeze
    scope = draft.text or ("" if known is None else known.scope)
    accounts = reader.directory.accounts(incident.unit)
    names = "\n".join((*usual(incident.language), *accounts))
    hint = _ONE_PER_LINE
    if (
        known is not None and known.stopped
    ):  # What runs again was restarted on order: it is not stopped by the way.
        names, hint = "\n".join(outlet.name for outlet in known.stopped), _MORE
    questions = (
        focused(
            ask(
                "scope",
                reader.say(_SCOPE),
                line_input("scope", scope, most=TITLE_LIMIT),
                reader.say(_SUCH_AS),
            )
        ),
        ask("channels", reader.say(_CHANNELS), text_input("channels", names), reader.say(hint)),
    )
    return form(
        reader, draft, Named("channels:freeze", _FREEZE, _FREEZE_IT), (*played(reader, incident), *questions)
    )


def usual(language: Language) -> tuple[str, ...]:
    """Name the usual channels."""
    return tuple(channel.read(language) for channel in USUAL)


_FREEZE: Final = Words(en="Freeze publishing", fr="Geler les publications")
_FREEZE_IT: Final = Words(en="Freeze", fr="Geler")
_SCOPE: Final = Words(en="How widely?", fr="Jusqu’où ?")
_SUCH_AS: Final = Words(
    en="The whole brand, a country, or one unit.", fr="Toute la marque, un pays, ou une unité."
)
_CHANNELS: Final = Words(en="Which channels?", fr="Quels canaux ?")
_ONE_PER_LINE: Final = Words(
    en="One per line. Take out what you do not have, add what is missing. Each is then confirmed by whoever stops it.",
    fr="Un par ligne. Retirez ce que vous n’avez pas, ajoutez ce qui manque. Chacun est ensuite confirmé par qui "
    "l’arrête.",
)
_MORE: Final = Words(
    en="One per line. Add what must stop as well; what was asked to stop stays so.",
    fr="Un par ligne. Ajoutez ce qui doit aussi s’arrêter ; ce dont l’arrêt est demandé le reste.",
)
