"""The form that asks what a customer's message shows, and what is done with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.sentences_cases import TRIAGES
from handlers.slack.blocks import customer
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CANCEL, SAVE
from handlers.slack.blocks.limits import (
    Frame,
    View,
    ask,
    context,
    live,
    modal,
    option,
    optional,
    radio,
    select,
    text_input,
    ticks,
)
from handlers.slack.blocks.reader import Reader
from playbooks.incident import Incident
from playbooks.matching import Triage
from playbooks.playbook import Words
from playbooks.triage import Sign, advised, unsilenced
from playbooks.typed import TEXT_LIMIT

TRIAGE: Final = "case:triage"  # the form; its button is named ask:triage
SIGNS: Final = "triage:signs"  # ticked, they draw the form anew
HOURS: Final = (1, 2, 4, 8, 24, 72)
USUAL_HOURS: Final = 2  # until somebody looks again at a message that was left alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What stands in the form so far. `likely` is what the words themselves suggest, where nothing is ticked."""

    signs: Collection[Sign] = ()
    likely: Triage | None = None
    reason: str = ""
    metadata: str = ""

    @property
    def advice(self) -> Triage:
        """What is advised."""
        return advised(self.signs) if self.signs or self.likely is None else self.likely


def triage_form(reader: Reader, incident: Incident, looked: Looked) -> View:
    """Ask what the message shows, advise, and ask what is done."""
    frame = Frame(
        callback=TRIAGE,
        title=reader.say(_TITLE),
        submit=reader.say(SAVE),
        close=reader.say(CANCEL),
        metadata=looked.metadata,
    )
    shown = [option(reader.say(sign.words), sign.value) for sign in Sign]
    signs = ticks(SIGNS, shown, [sign.value for sign in looked.signs])
    choices = [option(reader.say(TRIAGES[one]).capitalize(), one.value) for one in Triage]
    # Slack keeps what was chosen under the same name: other advice needs another name to stand out.
    pick = radio(f"choice:{looked.advice}", choices, looked.advice.value)
    hours = [option(reader.lasting(timedelta(hours=hours)), str(hours)) for hours in HOURS]
    forbids = unsilenced(looked.signs)
    hint = "" if forbids is None else reader.say(_NOT_SILENT, sign=reader.say(forbids.words))
    again = select("review", hours, str(USUAL_HOURS))
    return modal(
        frame,
        (
            *drill_note(reader, incident),
            *customer.beside_answer(reader, incident),
            live(optional(ask("signs", reader.say(_SHOWS), signs))),
            context(reader.say(_ADVICE, what=reader.say(TRIAGES[looked.advice]))),
            ask("choice", reader.say(_WHAT), pick, hint),
            optional(ask("reason", reader.say(_WHY), text_input("reason", looked.reason, most=TEXT_LIMIT))),
            ask("review", reader.say(_AGAIN), again, reader.say(_OF_A_SILENCE)),
        ),
    )


_TITLE: Final = Words(en="What to do", fr="Que faire")
_SHOWS: Final = Words(en="What does the message show?", fr="Que montre le message ?")
_ADVICE: Final = Words(en="Advice: *{what}*. You decide.", fr="Conseil : *{what}*. C’est vous qui décidez.")
_WHAT: Final = Words(en="What do we do?", fr="Que fait-on ?")
_NOT_SILENT: Final = Words(
    en="“{sign}” is ticked: this message is not left alone.",
    fr="« {sign} » est coché : ce message ne reste pas sans réponse.",
)
_WHY: Final = Words(en="Why? Needed for a silence.", fr="Pourquoi ? Nécessaire pour un silence.")
_AGAIN: Final = Words(en="Look again in", fr="Y revenir dans")
_OF_A_SILENCE: Final = Words(
    en="Counts for a silence alone: you are reminded then.",
    fr="Ne compte que pour un silence : rappel à ce moment.",
)
