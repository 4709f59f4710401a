"""A newer version of an incident's playbook: the line on its card, and the form that shows what it changes."""

from collections.abc import Iterable
from typing import Final

from handlers import differing
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import CANCEL, SAVE, SEND
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    line_input,
    modal,
    option,
    optional,
    paragraphs,
    quote,
    radio,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.reader import Reader
from handlers.wording import set_in
from playbooks.differences import differences
from playbooks.incident import Incident
from playbooks.playbook import Playbook, Words
from playbooks.statements import parted, parted_by, unwritten
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

LOOK: Final = "ask:version"  # The button's value is the incident's id.
ACCEPT: Final = "accept"
DECLINE: Final = "decline"
NAMED: Final = 10  # statements and steps that a newer version parts
SHOWN: Final = 60  # differences; more is a new playbook rather than a new version


def offer_line(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say that a newer version waits for a decision, with the way to it; nothing where none does."""
    offer = incident.offer
    if offer is None or not offer.waits or not incident.is_open:
        return
    yield section(reader.say(_OFFERED, version=offer.version), button(LOOK, reader.say(_LOOK), incident.id))


def look_button(reader: Reader, incident: Incident) -> Block:
    """Give the button of a reminder."""
    return actions(button(LOOK, reader.say(_LOOK), incident.id, "primary"))


def playbook_name(reader: Reader, incident: Incident) -> str:
    """Name the playbook and the version that an incident works with, and whose proposals it took up."""
    playbook = incident.playbook
    words = _NAMED if playbook.extends is None else _NAMED_LOCAL
    name = reader.say(words, title=reader.quote(playbook.title), version=playbook.version)
    names = ", ".join(quote(one) for one in playbook.credits)
    return f"{name} · {reader.say(_CREDITS, names=names)}" if names else name


def decide_version(reader: Reader, draft: Draft, newest: Playbook) -> View:
    """Show what the newer version changes, and ask whether it is worked with from now on."""
    incident = draft.incident
    teller = differing.Teller(language=reader.language, role=reader.role, quote=quote)
    found = differences(incident.playbook, newest)
    told = differing.lines(found[:SHOWN], teller)
    hidden = (differing.more(len(found) - SHOWN, teller),) if len(found) > SHOWN else ()
    answers = [
        option(reader.say(_ACCEPT, version=newest.version), ACCEPT),
        option(reader.say(_NOT_NOW, version=incident.playbook.version), DECLINE),
    ]
    version = Words(en=f"Version {newest.version}", fr=f"Version {newest.version}")
    blocks = (
        section(f"*{differing.heading(newest, incident.playbook.version, teller)}*"),
        section(differing.reason(newest, teller)),
        *(section(text) for text in paragraphs((*told, *hidden))),
        *_parts(reader, incident, newest),
        context(reader.say(_MEANS)),
        ask("choice", reader.say(_ASKED), radio("choice", answers, draft.chosen)),
    )
    return form(reader, draft, Named("incident:version", version, SAVE), blocks)


def parted_notice(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say of what was written before that it settles no step any more, and which steps are ticked by hand."""
    left, steps = parted(incident), unwritten(incident)
    if left and steps:
        names = ", ".join(statement.id for statement in left[:NAMED])
        numbers = ", ".join(str(step.number) for step in steps[:NAMED])
        yield section(reader.say(_PARTED, names=names, numbers=numbers, first=steps[0].number))


def _parts(reader: Reader, incident: Incident, newest: Playbook) -> Iterable[Block]:
    """Warn of what is written already and would settle its step no more."""
    for statement, step, number in parted_by(incident, newest)[:NAMED]:
        yield section(reader.say(_PARTS, name=statement.id, number=number, title=reader.quote(step.title)))


def propose(reader: Reader, offered: tuple[Playbook, ...], chosen: str | None, text: str) -> View:
    """Ask for an improvement of a playbook."""
    menu = [option(cut(set_in(reader.language, p.title), 70), p.id) for p in offered]
    frame = Frame(
        callback="library:propose",
        title=reader.say(_PROPOSE),
        submit=reader.say(SEND),
        close=reader.say(CANCEL),
    )
    blocks = (
        section(reader.say(_TO_WHOM)),
        ask("playbook", reader.say(_PLAYBOOK), select("playbook", menu, chosen)),
        optional(
            ask("step", reader.say(_STEP), line_input("step", most=TITLE_LIMIT), reader.say(_STEP_HINT))
        ),
        ask("text", reader.say(_WHAT), text_input("text", text, most=TEXT_LIMIT)),
    )
    return modal(frame, blocks)


_OFFERED: Final = Words(
    en="📘 *A newer version ({version}) is released.* Until somebody decides, nothing changes here.",
    fr="📘 *Une version plus récente ({version}) est publiée.* Tant que personne ne décide, rien ne change ici.",
)
_LOOK: Final = Words(en="See what changes", fr="Voir ce qui change")
_NAMED: Final = Words(en="{title}, version {version}", fr="{title}, version {version}")
_NAMED_LOCAL: Final = Words(
    en="{title}, version {version} (local variant)", fr="{title}, version {version} (variante locale)"
)
_CREDITS: Final = Words(en="With thanks to {names}", fr="Avec l’aide de {names}")
_ASKED: Final = Words(en="Work with it from now on?", fr="La suivre désormais ?")
_ACCEPT: Final = Words(en="Accept version {version}", fr="Accepter la version {version}")
_NOT_NOW: Final = Words(
    en="Not now: stay with version {version}", fr="Pas maintenant : rester en version {version}"
)
_PARTS: Final = Words(
    en="⚠️ This version has other prepared words for step {number}, *{title}*. {name}, written for it, can still be "
    "published, but no longer settles it: tick it by hand, `/crisis done {number} where it went`.",
    fr="⚠️ Cette version prévoit un autre message pour l’étape {number}, *{title}*. {name}, rédigé pour elle, peut "
    "encore être publié, mais ne la termine plus : cochez-la à la main, `/crise fait {number} où il est paru`.",
)
_PARTED: Final = Words(
    en="⚠️ {names}: written from prepared words that this version does not have. Once published, tick the step by hand "
    "(of words not written yet: {numbers}), such as `/crisis done {first} where it went`.",
    fr="⚠️ {names} : rédigé à partir d’un message que cette version n’a plus. Une fois publié, cochez l’étape à la main "
    "(parmi celles sans texte : {numbers}), par exemple `/crise fait {first} où il est paru`.",
)
_MEANS: Final = Words(
    en="What is done stays done. New steps are added, their time counted from now. Owners given by name stay.",
    fr="Ce qui est fait reste fait. Les nouvelles étapes s’ajoutent, leur délai compté à partir de maintenant. "
    "Les personnes désignées restent.",
)
_PROPOSE: Final = Words(en="Propose a change", fr="Proposer une amélioration")
_TO_WHOM: Final = Words(
    en="Your proposal goes to the people who look after the playbooks, with your name.",
    fr="Votre proposition va, avec votre nom, aux personnes qui tiennent les fiches réflexes.",
)
_PLAYBOOK: Final = Words(en="Which playbook?", fr="Quelle fiche réflexe ?")
_STEP: Final = Words(en="Which step?", fr="Quelle étape ?")
_STEP_HINT: Final = Words(
    en="Its number, if it is about one step.", fr="Son numéro, s’il s’agit d’une étape précise."
)
_WHAT: Final = Words(en="What should change, and why?", fr="Que faut-il changer, et pourquoi ?")
