"""The forms in which statements are answered for, published and dropped."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SEND
from handlers.slack.blocks.limits import (
    Block,
    View,
    ask,
    divider,
    line_input,
    option,
    optional,
    section,
    select,
    text_input,
    to_copy,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, on_one_line
from handlers.slack.blocks.statements import left_out, whole
from handlers.statement_words import statement_name
from playbooks.composing import composed
from playbooks.incident import Incident, Statement
from playbooks.playbook import Outcome, Strategy, Words
from playbooks.statements import is_public
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

PUBLISH: Final = "statement:publish"
OBJECT: Final = "approval:object"
AGAIN: Final = "approval:again"
WITHDRAW: Final = "statement:withdraw"
LIGHT, STRONG = "light", "strong"
_AGO: Final = (0, 5, 15, 30, 60, 120)  # minutes


def publish(reader: Reader, incident: Incident, statement: Statement, metadata: str) -> View:
    """Ask where and when a person published it; the text stands there to be copied."""
    name = on_one_line(statement_name(incident, statement, reader.language))
    ago = [option(_since(reader, n), str(n)) for n in _AGO]
    blocks = (
        *_against(reader, incident, statement),
        section(reader.say(_COPY, name=name)),
        to_copy(statement.wording.text),
        *_ways_there(reader, incident, statement),
        *left_out(reader, statement),
        ask("where", reader.say(_WHERE), line_input("where", most=TITLE_LIMIT), reader.say(_PLACES)),
        ask("when", reader.say(_WHEN), select("when", ago, "0")),
    )
    return form(
        reader, Draft(incident=incident, metadata=metadata), Named(PUBLISH, _PUBLISH, _IS_OUT), blocks
    )


def _ways_there(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Block]:
    """Lead to what the customer wrote, and to the network's own form with the words in it."""
    case, words = incident.case, statement.wording
    if case is None:
        return
    message = None if words.message is None else incident.playbook.message(words.message)
    public = is_public(case, message)
    there = composed(case.network, case.link, words.text) if public else None
    ways = (
        *((f"<{case.link}|{reader.say(_OPEN_MESSAGE)}>",) if case.link else ()),
        *((f"<{there.address}|{reader.say(_REPLY if there.replies else _POST)}>",) if there else ()),
    )
    if ways:
        yield section(" · ".join(ways))


def _against(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Block]:
    """Warn that the words go against what was decided: to hold the substance back, or to stay silent."""
    stance = incident.stance
    holds = (
        stance is not None and stance.outcome is Outcome.HOLD and statement.wording.strategy is Strategy.HOLD
    )
    if stance is not None and stance.until is not None and not holds:
        outcome = reader.quote(stance.outcome.words)
        yield section(reader.say(_DECIDED_OTHERWISE, outcome=outcome, until=moment(stance.until)))


def object_to(reader: Reader, incident: Incident, statement: Statement, metadata: str) -> View:
    """Ask what is wrong, and whether it blocks."""
    strengths = [
        option(reader.say(_IS_LIGHT), LIGHT, reader.say(_LIGHT_MEANS)),
        option(reader.say(_IS_STRONG), STRONG, reader.say(_STRONG_MEANS)),
    ]
    blocks = (
        ask("text", reader.say(_WHAT_IS_WRONG), text_input("text", most=TEXT_LIMIT)),
        ask("strength", reader.say(_HOW_STRONG), select("strength", strengths)),
        divider(),
        *whole(statement.wording.text),
    )
    return form(reader, Draft(incident=incident, metadata=metadata), Named(OBJECT, _OBJECT, SEND), blocks)


def again(reader: Reader, incident: Incident, statement: Statement, metadata: str) -> View:
    """Show the new words to somebody who pressed under the old ones."""
    blocks = (section(reader.say(_HAS_CHANGED)), *whole(statement.wording.text))
    return form(reader, Draft(incident=incident, metadata=metadata), Named(AGAIN, _AGAIN, _APPROVE), blocks)


def withdraw(reader: Reader, incident: Incident, statement: Statement, metadata: str) -> View:
    """Ask why it is dropped."""
    name = on_one_line(statement_name(incident, statement, reader.language))
    question = optional(ask("reason", reader.say(_WHY), text_input("reason", most=TEXT_LIMIT)))
    blocks = (section(reader.say(_DROPS, name=name)), question)
    return form(
        reader, Draft(incident=incident, metadata=metadata), Named(WITHDRAW, _WITHDRAW, _WITHDRAW), blocks
    )


def _since(reader: Reader, minutes: int) -> str:
    if not minutes:
        return reader.say(_JUST_NOW)
    return reader.say(_MINUTES_AGO, span=reader.lasting(timedelta(minutes=minutes)))


_PUBLISH: Final = Words(en="Publish", fr="Publier")
_IS_OUT: Final = Words(en="It is published", fr="C’est publié")
_DECIDED_OTHERWISE: Final = Words(
    en="⚠️ What was decided is: *{outcome}*, until {until}. If these words answer in public, decide again first: "
    "`/crisis decide`.",
    fr="⚠️ La décision prise est : *{outcome}*, fin {until}. Si ces mots répondent en public, décidez d’abord de "
    "nouveau : `/crise décider`.",
)
_COPY: Final = Words(
    en="*{name}*\nCopy it, publish it, then say where. Crisis Desk sends nothing to the public.",
    fr="*{name}*\nCopiez-le, publiez-le, puis dites où. Crisis Desk n’envoie rien au public.",
)
_OPEN_MESSAGE: Final = Words(en="Open the customer’s message", fr="Ouvrir le message du client")
_REPLY: Final = Words(en="Reply to it there, filled in", fr="Y répondre sur place, texte déjà saisi")
_POST: Final = Words(
    en="Write it there, filled in: a post of its own",
    fr="L’écrire sur place, texte déjà saisi : publication à part",
)
_WHERE: Final = Words(en="Where?", fr="Où ?")
_PLACES: Final = Words(
    en="The site, X, a press release, the intranet …", fr="Le site, X, un communiqué de presse, l’intranet…"
)
_WHEN: Final = Words(en="When?", fr="Quand ?")
_JUST_NOW: Final = Words(en="just now", fr="à l’instant")
_MINUTES_AGO: Final = Words(en="{span} ago", fr="il y a {span}")
_OBJECT: Final = Words(en="Object", fr="Objecter")
_WHAT_IS_WRONG: Final = Words(en="What is wrong with it?", fr="Qu’est-ce qui ne va pas ?")
_HOW_STRONG: Final = Words(en="May it go out all the same?", fr="Peut-il partir malgré tout ?")
_IS_LIGHT: Final = Words(en="Yes: a remark", fr="Oui : une remarque")
_LIGHT_MEANS: Final = Words(
    en="You approve; the author reads your remark", fr="Vous approuvez ; l’auteur lit votre remarque"
)
_IS_STRONG: Final = Words(en="No: an objection", fr="Non : une objection")
_STRONG_MEANS: Final = Words(
    en="It may not be published like this", fr="Ce texte ne peut pas être publié ainsi"
)
_AGAIN: Final = Words(en="The text has changed", fr="Le texte a changé")
_HAS_CHANGED: Final = Words(
    en="*The text has changed since you read it.* Nothing was approved yet. This is how it reads now:",
    fr="*Le texte a changé depuis que vous l’avez lu.* Rien n’est encore approuvé. Le voici à présent :",
)
_APPROVE: Final = Words(en="Approve", fr="Approuver")
_WITHDRAW: Final = Words(en="Withdraw", fr="Retirer")
_DROPS: Final = Words(
    en="*{name}* is dropped: nobody is asked to approve it any more.",
    fr="*{name}* est abandonné : plus personne n’a à l’approuver.",
)
_WHY: Final = Words(en="Why?", fr="Pourquoi ?")
