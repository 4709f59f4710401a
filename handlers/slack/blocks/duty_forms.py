"""The three forms that decide about a legal clock: it runs, it does not apply, it is met."""

from datetime import datetime
from typing import Final

from handlers.slack.blocks import duties
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE
from handlers.slack.blocks.limits import (
    Block,
    View,
    ask,
    focused,
    moment_picker,
    optional,
    section,
    text_input,
)
from handlers.slack.blocks.reader import Reader
from playbooks.incident import Duty
from playbooks.playbook import Since, Words
from playbooks.typed import TEXT_LIMIT


def confirm(reader: Reader, draft: Draft, duty: Duty) -> View:
    """Ask when a clock started: the opening is proposed where it counts from what we knew."""
    known = duty.progress.started_at or (duty.since if duty.clock.since is Since.AWARENESS else None)
    question = ask(
        "started", reader.say(_STARTED[duty.clock.since]), moment_picker("started", known), reader.say(_ZONE)
    )
    named = Named("clock:confirm", _CONFIRM_TITLE, _CONFIRM_IT)
    questions = [question]
    if known is not None:
        why = ask("reason", reader.say(_LATER), text_input("reason", draft.text, most=TEXT_LIMIT))
        questions.append(optional(why))
    return form(reader, draft, named, (*_about(reader, draft, duty), *questions))


def waive(reader: Reader, draft: Draft, duty: Duty) -> View:
    """Ask why a duty does not apply."""
    question = ask("reason", reader.say(_WHY), text_input("reason", draft.text, most=TEXT_LIMIT))
    named = Named("clock:waive", _WAIVE_TITLE, _WAIVE_IT)
    return form(reader, draft, named, (*_about(reader, draft, duty), focused(question)))


def meet(reader: Reader, draft: Draft, duty: Duty) -> View:
    """Ask what shows that a duty is met."""
    words = text_input("evidence", draft.text, most=TEXT_LIMIT)
    question = ask("evidence", reader.say(_EVIDENCE), words, reader.say(_SUCH_AS))
    when = ask("met", reader.say(_WHEN_MET), moment_picker("met", reader.now), reader.say(_MET_BEFORE))
    named = Named("clock:meet", _MEET_TITLE, SAVE)
    return form(reader, draft, named, (*_about(reader, draft, duty), focused(question), when))


def exactly(duty: Duty, chosen: datetime | None) -> datetime | None:
    """Give a chosen moment; one that was left as the form proposed it keeps its seconds."""
    same = chosen is not None and int(chosen.timestamp()) // 60 == int(duty.since.timestamp()) // 60
    return duty.since if same else chosen


def _about(reader: Reader, draft: Draft, duty: Duty) -> tuple[Block, ...]:
    return (section(duties.described(reader, draft.incident, duty)),)


_CONFIRM_TITLE: Final = Words(en="Confirm the clock", fr="Confirmer le délai")
_CONFIRM_IT: Final = Words(en="Confirm", fr="Confirmer")
_WAIVE_TITLE: Final = Words(en="Waive the clock", fr="Écarter le délai")
_WAIVE_IT: Final = Words(en="Waive", fr="Écarter")
_MEET_TITLE: Final = Words(en="The clock is met", fr="Le délai est tenu")
_STARTED: Final = {
    Since.AWARENESS: Words(en="When did we first know?", fr="Quand l’avons-nous su ?"),
    Since.DECISION: Words(en="When was it decided?", fr="Quand a-t-on décidé ?"),
    Since.EVENT: Words(en="When did it happen?", fr="Quand est-ce arrivé ?"),
}
_ZONE: Final = Words(
    en="In your own time zone. The reminders count from here.",
    fr="À l’heure de chez vous. Les rappels comptent à partir de là.",
)
_WHY: Final = Words(
    en="Why does this duty not apply?", fr="Pourquoi cette obligation ne s’applique-t-elle pas ?"
)
_LATER: Final = Words(
    en="If it starts later than that: why?", fr="S’il a commencé plus tard que cela : pourquoi ?"
)
_WHEN_MET: Final = Words(en="When was it met?", fr="Quand a-t-il été tenu ?")
_MET_BEFORE: Final = Words(
    en="In your own time zone; earlier than now if it is only said now.",
    fr="À l’heure de chez vous ; plus tôt que maintenant si vous ne le dites que maintenant.",
)
_EVIDENCE: Final = Words(en="What shows that it is met?", fr="Qu’est-ce qui montre qu’il est tenu ?")
_SUCH_AS: Final = Words(
    en="A receipt, a reference number, a link.", fr="Un accusé de réception, un numéro, un lien."
)
