"""The full list of an incident's steps, as a window with pages."""

from collections.abc import Iterable
from typing import Final

from handlers.slack.blocks import steps
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CLOSE
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    View,
    actions,
    button,
    context,
    modal,
    section,
)
from handlers.slack.blocks.reader import Reader, bar, on_one_line
from playbooks.incident import Incident
from playbooks.playbook import Words

PAGE: Final = 30  # steps
TURN: Final = "list:page:"  # Followed by back or on; the button's value is the page to show.


def checklist(reader: Reader, incident: Incident, page: int, metadata: str) -> View:
    """Draw one page of the list, the nearest that there is."""
    last = max(0, (len(incident.steps) - 1) // PAGE)
    shown = min(max(page, 0), last)
    frame = Frame(callback="list:steps", title=reader.say(_TITLE), close=reader.say(CLOSE), metadata=metadata)
    part = incident.steps[shown * PAGE : (shown + 1) * PAGE]
    blocks = (
        *_head(reader, incident),
        *(
            section(
                steps.described(reader, incident, step),
                steps.menu(reader, incident, step, steps.verbs_for(step)) if incident.is_open else None,
            )
            for step in part
        ),
        *_buttons(reader, incident, shown, last),
    )
    return modal(frame, blocks)


def _head(reader: Reader, incident: Incident) -> Iterable[Block]:
    yield from drill_note(reader, incident)
    total, settled = len(incident.steps), len(incident.steps) - len(incident.open_steps)
    told = reader.count(settled, _ONE_SETTLED, _SETTLED, total=total)
    yield section(f"*{incident.ref}* · {on_one_line(incident.title)}\n{bar(settled, total)} {told}")
    if not incident.is_open:
        yield context(reader.say(_IS_CLOSED))
    elif total:
        yield context(reader.say(_HOW))
        waiting = len(incident.plan) - total
        if waiting:
            yield context(reader.count(waiting, _ONE_NOT_CALLED_FOR, _NOT_CALLED_FOR))


def _buttons(reader: Reader, incident: Incident, page: int, last: int) -> Iterable[Block]:
    if last:
        yield context(reader.say(_PAGE, n=page + 1, total=last + 1))
    elements = []
    if page > 0:
        elements.append(button(f"{TURN}back", reader.say(_BACK), str(page - 1)))
    if page < last:
        elements.append(button(f"{TURN}on", reader.say(_ON), str(page + 1)))
    if incident.is_open:
        elements.append(button(ASK + "add", reader.say(_ADD), incident.id))
    if elements:
        yield actions(*elements)


_TITLE: Final = Words(en="All steps", fr="Toutes les étapes")
_ONE_SETTLED: Final = Words(en="{n} of {total} settled", fr="{n} réglée sur {total}")
_SETTLED: Final = Words(en="{n} of {total} settled", fr="{n} réglées sur {total}")
_HOW: Final = Words(
    en="The menu ⋯ beside a step: done, take, assign, skip, undo.",
    fr="Le menu ⋯ à côté d’une étape : fait, je m’en charge, confier, passer, annuler.",
)
_ONE_NOT_CALLED_FOR: Final = Words(
    en="{n} more step appears only if a decision calls for it.",
    fr="{n} autre étape n’apparaît que si une décision l’appelle.",
)
_NOT_CALLED_FOR: Final = Words(
    en="{n} more steps appear only if a decision calls for them.",
    fr="{n} autres étapes n’apparaissent que si une décision les appelle.",
)
_IS_CLOSED: Final = Words(en="Closed: the list no longer changes.", fr="Clos : la liste ne change plus.")
_PAGE: Final = Words(en="Page {n} of {total}", fr="Page {n} sur {total}")
_BACK: Final = Words(en="‹ Previous", fr="‹ Précédentes")
_ON: Final = Words(en="Next ›", fr="Suivantes ›")
_ADD: Final = Words(en="Add a step", fr="Ajouter une étape")
