"""The form in which a statement is written or edited, from a prepared message or in one's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from handlers.slack.blocks import customer
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.limits import (
    Block,
    View,
    actions,
    ask,
    button,
    context,
    line_input,
    live,
    option,
    optional,
    section,
    select,
    text_input,
    ticks,
)
from handlers.slack.blocks.reader import Reader
from handlers.slack.blocks.statements import warning, whole
from handlers.slack.blocks.tongues import OWN, language_question, wording_question, words_field
from handlers.slack.blocks.validity import validity_of
from handlers.statement_words import LANES, STRATEGIES, message_name
from playbooks.commands import ProposeStatement, Slots
from playbooks.fitting import BEST, Fit, fitting
from playbooks.incident import Incident, Statement
from playbooks.networks import NAMES, limits
from playbooks.playbook import Message, Strategy, Words
from playbooks.statements import (
    LONGEST,
    SLOT_OF,
    Local,
    aged,
    body_of,
    day_of,
    hour,
    limited,
    text_of,
    too_long_for,
    way_of,
)
from playbooks.typed import TEXT_LIMIT, paragraph
from playbooks.variables import VARIABLES, asked

WRITE: Final = "statement:write"
PREVIEW: Final = "statement:preview"
PICK: Final = "statement:pick:"  # Followed by a field: a choice at which the form is drawn anew.
WITHOUT: Final = "without"  # the networks of the message on which a longer text is not to be read
BLANK: Final = "blank:"  # Followed by the blank's name: the field of what no slot fills.
_SOONEST: Final = timedelta(minutes=15)  # an hour to announce; approvals take about as long in a crisis


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What the form is about and what stands in it. `editing` is None for a statement that is new."""

    incident: Incident
    order: ProposeStatement
    zone: tzinfo
    metadata: str = ""
    editing: Statement | None = None
    previewed: bool = False

    @property
    def message(self) -> Message | None:
        """The prepared message that the words start from; None: our own words."""
        chosen = self.order.message
        return None if chosen is None else self.incident.playbook.message(chosen)


def write(reader: Reader, writing: Writing) -> View:
    """Ask for the words: which prepared message, its blanks, or the slots of our own words."""
    editing = writing.editing
    begin = _WRITE if writing.incident.case is None else _ANSWER
    title, submit = (begin, _PROPOSE) if editing is None else (_EDIT, _ASK_ANEW)
    pick = () if editing is not None else (_which_message(reader, writing),)
    blocks = (
        *pick,
        *((context(reader.say(_VOIDS)),) if editing is not None else ()),
        *customer.beside_answer(reader, writing.incident),
        *_questions(reader, writing),
        actions(button(PREVIEW, reader.say(_PREVIEW), writing.incident.id)),
        *_seen(reader, writing),
    )
    return form(
        reader,
        Draft(incident=writing.incident, metadata=writing.metadata),
        Named(WRITE, title, submit),
        blocks,
    )


def _which_message(reader: Reader, writing: Writing) -> Block:
    incident, language = writing.incident, reader.language
    fits = fitting(incident)
    menu = [
        *(
            option(
                message_name(incident, fit.message.id, language),
                fit.message.id,
                _why(reader, incident, fit, n),
            )
            for n, fit in enumerate(fits)
        ),
        option(reader.say(_OWN_WORDS), OWN, reader.say(_OWN_MEANS)),
    ]
    chosen = OWN if writing.message is None else writing.message.id
    return live(ask("message", reader.say(_START_FROM), select(f"{PICK}message", menu, chosen)))


def _why(reader: Reader, incident: Incident, fit: Fit, number: int) -> str:
    """Say why one of the best fits; of the others, how they begin."""
    because = ", ".join(map(reader.say, fit.because)) if number < BEST else ""
    return because or fit.message.body.read(incident.language)


def _questions(reader: Reader, writing: Writing) -> Iterable[Block]:
    if writing.message is None:
        yield from _own_words(reader, writing)
    else:
        yield from _prepared_words(reader, writing, writing.message)


def _own_words(reader: Reader, writing: Writing) -> Iterable[Block]:
    order, at_risk = writing.order, writing.incident.people_at_risk
    yield from language_question(reader, writing.incident, order.language)
    choices = [option(reader.say(words), strategy.value) for strategy, words in STRATEGIES.items()]
    chosen = None if order.strategy is None else order.strategy.value
    yield live(ask("strategy", reader.say(_STRATEGY), select(f"{PICK}strategy", choices, chosen)))
    empathy = _slot(reader, order.slots, "empathy")
    yield empathy if at_risk else optional(empathy)
    yield optional(_slot(reader, order.slots, "known"))
    yield from (optional(_slot(reader, order.slots, name)) for name in ("unknown", "doing", "ask"))
    yield _next_word(reader, writing)
    yield optional(_slot(reader, order.slots, "contact"))
    own = text_input(words_field(None, order.language), order.words, most=LONGEST)
    yield optional(ask("text", reader.say(_WHOLE_TEXT), own, reader.say(_WHOLE_HINT)))


def _prepared_words(reader: Reader, writing: Writing, message: Message) -> Iterable[Block]:
    order, language = writing.order, writing.order.language or writing.incident.language
    yield from language_question(reader, writing.incident, order.language)
    if writing.incident.people_at_risk:
        yield _slot(reader, order.slots, "empathy")
    blanks = dict(order.blanks)
    for name in message.variables:
        slot = SLOT_OF.get(name)
        if slot == "next_at":
            yield _next_word(reader, writing)
        elif slot is not None:
            yield _slot(reader, order.slots, slot, VARIABLES.get(name))
        elif name not in writing.incident.left_open:
            yield _blank(reader, name, blanks)
    yield from wording_question(reader, message, language, order.alternative)
    body = order.words or paragraph(body_of(message, order.alternative).read(language), LONGEST)
    words = text_input(words_field(message.id, order.language, order.alternative), body, most=LONGEST)
    hint = _OPEN_HINT if writing.incident.left_open else _WORDS_HINT
    yield ask("text", reader.say(_WORDS), words, reader.say(hint))
    short = limited(message)
    if short:
        boxes = [option(f"{reader.say(NAMES[n])} · {n.longest}", n.value) for n in short]
        chosen = [network.value for network in order.without if network in short]
        yield optional(
            ask(WITHOUT, reader.say(_WITHOUT), ticks(WITHOUT, boxes, chosen), reader.say(_WITHOUT_HINT))
        )


def _slot(reader: Reader, slots: Slots, name: str, words: Words | None = None) -> Block:
    field = text_input(name, str(getattr(slots, name)), most=TEXT_LIMIT)
    label = reader.say(_LABELS[name] if words is None else words)
    hint = reader.say(_EMPATHY_HINT) if name == "empathy" else ""
    return ask(name, label[:1].upper() + label[1:], field, hint)


def _blank(reader: Reader, name: str, values: Mapping[str, str]) -> Block:
    label = reader.say(asked(name))
    field = line_input(f"{BLANK}{name}", values.get(name, ""), most=TEXT_LIMIT)
    return ask(f"{BLANK}{name}", label[:1].upper() + label[1:], field)


def _next_word(reader: Reader, writing: Writing) -> Block:
    chosen = writing.order.slots.next_at
    moments = _moments(reader.now)
    later = chosen is not None and chosen > reader.now
    shown = sorted({*moments, *((chosen,) if chosen is not None and later else ())})
    local = Local(now=reader.now, zone=writing.zone)
    options = [
        option(
            hour(at, reader.language, local),
            str(int(at.timestamp())),
            reader.say(_IN, span=reader.lasting(at - reader.now)),
        )
        for at in shown
    ]
    initial = str(int(chosen.timestamp())) if chosen is not None and later else None
    hint = reader.say(_ZONE, zone=str(writing.zone).replace("_", " "))
    return ask("next", reader.say(_NEXT), select("next", options, initial), hint)


def _moments(now: datetime) -> tuple[datetime, ...]:
    """Give round hours to promise: quarters for two hours, halves until six, hours for a day, then by six."""
    first = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0) + timedelta(minutes=15)
    quarters = [first + timedelta(minutes=15 * n) for n in range(9)]
    halves = [
        now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=30 * n) for n in range(4, 12)
    ]
    hours = [now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=n) for n in range(6, 24)]
    further = [hours[-1] + timedelta(hours=6 * n) for n in range(1, 8)]
    return tuple(at for at in (*quarters, *halves, *hours, *further) if at >= now + _SOONEST)


def _seen(reader: Reader, writing: Writing) -> Iterable[Block]:
    """Say what will happen with these words, and show them where that was asked for."""
    incident, order, today = writing.incident, writing.order, day_of(reader.now, writing.zone)
    message = aged(writing.message, today, incident.playbook.lead)
    strategy = order.strategy if message is None else message.strategy
    clash = warning(reader, incident, strategy, writing.editing)
    if clash:
        yield section(clash)
    made = text_of(incident, order, message, Local(now=reader.now, zone=writing.zone))
    way = way_of(incident, message, strategy or Strategy.INFORM, made)
    yield from customer.pointed_out_in(reader, incident, made.text)
    unfit = too_long_for(made.text, message, order.without)
    if unfit:
        takes = reader.say(limits(unfit))
        yield context(reader.say(_TOO_LONG, n=len(made.text), takes=takes))
    roles = ", ".join(reader.role(role) for role in way.roles)
    validity = () if message is None else validity_of(reader, message, today)
    yield context(" · ".join((reader.say(LANES[way.lane]), roles, *validity)))
    if writing.previewed:
        yield section(reader.say(_PREVIEWED))
        yield from whole(made.text[:LONGEST] or "–")


_WRITE: Final = Words(en="Write a statement", fr="Rédiger un communiqué")
_ANSWER: Final = Words(en="Write the answer", fr="Rédiger la réponse")
_PROPOSE: Final = Words(en="Propose", fr="Proposer")
_EDIT: Final = Words(en="Edit the statement", fr="Modifier le texte")
_ASK_ANEW: Final = Words(en="Propose anew", fr="Proposer de nouveau")
_VOIDS: Final = Words(
    en="Any change voids the approvals given so far; the new words are sent to the same people.",
    fr="Tout changement annule les accords déjà donnés ; le nouveau texte est envoyé aux mêmes personnes.",
)
_START_FROM: Final = Words(en="Start from", fr="Partir de")
_OWN_WORDS: Final = Words(en="Our own words", fr="Un texte libre")
_OWN_MEANS: Final = Words(en="Nothing prepared fits", fr="Aucun message préparé ne convient")
_STRATEGY: Final = Words(en="What do these words try to do?", fr="Que cherche à faire ce texte ?")
_LABELS: Final = {
    "known": Words(en="What is known and confirmed", fr="Ce que l’on sait, confirmé"),
    "unknown": Words(en="What is not known yet", fr="Ce que l’on ne sait pas encore"),
    "doing": Words(en="What we are doing", fr="Ce que nous faisons"),
    "ask": Words(en="What we ask people to do", fr="Ce que nous demandons au public"),
    "empathy": Words(en="A sentence for the people concerned", fr="Une phrase pour les personnes touchées"),
    "contact": Words(en="Where to reach us", fr="Où nous joindre"),
}
_EMPATHY_HINT: Final = Words(
    en="It comes first. For example: “Our thoughts are with the injured and those close to them.”",
    fr="Elle vient en premier. Par exemple : « Nos pensées vont aux blessés et à leurs proches. »",
)
_NEXT: Final = Words(en="When do we speak next?", fr="Quand reprendrons-nous la parole ?")
_ZONE: Final = Words(
    en="A promise to the public, in the time of {zone}. It is watched once this is published.",
    fr="Une promesse au public, à l’heure de {zone}. Elle est suivie dès la publication.",
)
_IN: Final = Words(en="in {span}", fr="dans {span}")
_WORDS: Final = Words(en="The words", fr="Le texte")
_WORDS_HINT: Final = Words(
    en="As prepared, they need the least approval. What stands in {{{{braces}}}} is filled from the fields above.",
    fr="Tel que préparé, il demande le moins d’accords. Ce qui est entre {{{{accolades}}}} vient des champs "
    "ci-dessus.",
)
_OPEN_HINT: Final = Words(
    en="{{{{prenom}}}}, {{{{detail_client}}}}, {{{{ref_dossier}}}} and {{{{signature}}}} stay open: whoever answers fills "
    "them for each customer. The rest comes from the fields above.",
    fr="{{{{prenom}}}}, {{{{detail_client}}}}, {{{{ref_dossier}}}} et {{{{signature}}}} restent ouverts : chacun les "
    "remplit pour chaque client. Le reste vient des champs ci-dessus.",
)
_WITHOUT: Final = Words(en="Not to be read on", fr="Ne paraîtra pas sur")
_WITHOUT_HINT: Final = Words(
    en="Each takes so many characters. Tick where a longer text will not go.",
    fr="Chacun accepte tant de caractères. Cochez où un texte plus long n’ira pas.",
)
_TOO_LONG: Final = Words(
    en="⚠️ {n} characters, too many for {takes}: shorten it, or tick where it will not be read.",
    fr="⚠️ {n} caractères, trop pour : {takes}. Raccourcissez le texte, ou cochez où il ne paraîtra pas.",
)
_WHOLE_TEXT: Final = Words(en="Or the whole text in your own hand", fr="Ou le texte entier, de votre main")
_WHOLE_HINT: Final = Words(
    en="In place of what the fields above would make.",
    fr="À la place de ce que donnent les champs ci-dessus.",
)
_PREVIEW: Final = Words(en="Preview", fr="Aperçu")
_PREVIEWED: Final = Words(en="*This is what goes out:*", fr="*Voici ce qui partira :*")
