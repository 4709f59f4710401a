"""Prepared answers, found by words: both languages side by side, how much approval each needs, and a button to use it."""

from collections.abc import Sequence
from typing import Final

from handlers.slack.blocks.limits import (
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    message,
    quote,
    section,
)
from handlers.slack.blocks.reader import Reader, framed, on_one_line
from handlers.slack.blocks.validity import validity_of
from handlers.statement_words import LANES
from playbooks.networks import NAMES
from playbooks.playbook import Language, Words
from playbooks.statements import aged
from playbooks.templates import Template, Use, Uses

USE: Final = "template:use:"  # Followed by the playbook and the template; the button's value is the playbook.
SHOWN: Final = 5
BODY_SHOWN: Final = 700  # characters; the form has all of them


def found(reader: Reader, words: str, templates: Sequence[Template], uses: Uses) -> Message:
    """Show what was found for words, the best first."""
    if not templates:
        none = reader.say(_NONE, typed=on_one_line(words))
        return message([section(none)], none)
    head = reader.count(len(templates), _ONE, _MANY)
    blocks = [
        section(f"*{head}*"),
        *(block for one in templates[:SHOWN] for block in _template(reader, one, uses)),
    ]
    if len(templates) > SHOWN:
        blocks.append(context(reader.say(_MORE, n=len(templates) - SHOWN)))
    return message(blocks, head)


def _template(reader: Reader, one: Template, uses: Uses) -> tuple[Block, ...]:
    playbook, prepared = one.playbook, one.message
    first, second = sorted(Language, key=lambda language: language is not reader.language)
    bodies = (
        f"*{language.value.upper()}*\n{framed(cut(prepared.body.read(language), BODY_SHOWN))}"
        for language in (first, second)
    )
    where = ", ".join(reader.say(NAMES[network]) for network in prepared.networks)
    today = reader.now.date()
    lane = (aged(prepared, today, playbook.lead) or prepared).lane
    owner = reader.say(_OWNER, role=reader.role(prepared.owner or playbook.lead))
    reviewed = (
        ()
        if prepared.reviewed_by is None
        else (reader.say(_REVIEWED, role=reader.role(prepared.reviewed_by)),)
    )
    more = () if not prepared.alternatives else (reader.say(_WORDINGS, n=len(prepared.bodies)),)
    parts = (reader.say(LANES[lane]), where, *validity_of(reader, prepared, today), *more, owner, *reviewed)
    told = " · ".join(part for part in parts if part)
    intent = "" if prepared.intent is None else f" · {reader.quote(prepared.intent)}"
    return (
        section("\n".join((f"*{reader.quote(playbook.title)}* · {quote(prepared.id)}{intent}", *bodies))),
        context(told),
        context(_used(reader, uses.get((playbook.id, prepared.id)))),
        actions(button(f"{USE}{playbook.id}:{prepared.id}", reader.say(_USE), playbook.id)),
    )


def _used(reader: Reader, use: Use | None) -> str:
    if use is None:
        return reader.say(_NOT_USED)
    told = reader.count(use.times, _USED_ONCE, _USED)
    edited = f" {reader.count(use.edited, _EDITED_ONCE, _EDITED)}" if use.edited else ""
    return f"{told} {reader.count(use.again, _AGAIN_ONCE, _AGAIN)}{edited}"


_NOT_USED: Final = Words(en="Not sent in the last 90 days.", fr="Pas envoyée ces 90 derniers jours.")
_USED_ONCE: Final = Words(en="Sent {n} time in 90 days;", fr="Envoyée {n} fois en 90 jours ;")
_USED: Final = Words(en="Sent {n} times in 90 days;", fr="Envoyée {n} fois en 90 jours ;")
_AGAIN_ONCE: Final = Words(en="{n} customer wrote again.", fr="{n} client a réécrit.")
_AGAIN: Final = Words(en="{n} customers wrote again.", fr="{n} clients ont réécrit.")
_EDITED_ONCE: Final = Words(en="{n} was edited before.", fr="{n} a été modifiée avant.")
_EDITED: Final = Words(en="{n} were edited before.", fr="{n} ont été modifiées avant.")
_ONE: Final = Words(en="{n} prepared answer", fr="{n} réponse préparée")
_MANY: Final = Words(
    en="{n} prepared answers, the best first", fr="{n} réponses préparées, la meilleure d’abord"
)
_MORE: Final = Words(
    en="and {n} more: add a word to narrow it down", fr="et {n} autres : ajoutez un mot pour préciser"
)
_NONE: Final = Words(
    en="No prepared answer speaks of “{typed}”. Try another word, or propose one: `/crisis propose`.",
    fr="Aucune réponse préparée ne parle de « {typed} ». Essayez un autre mot, ou proposez-en une : `/crise proposer`.",
)
_OWNER: Final = Words(en="kept by: {role}", fr="tenue à jour par : {role}")
_REVIEWED: Final = Words(en="reviewed for the law by: {role}", fr="relecture juridique : {role}")
_WORDINGS: Final = Words(en="{n} wordings to choose from", fr="{n} formulations au choix")
_USE: Final = Words(en="Answer a customer with it…", fr="Répondre à un client avec…")
