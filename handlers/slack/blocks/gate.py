"""The form behind “answer, hold, or stay silent?”: the questions first, then the advice and the choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.holding import capital, spans
from handlers.slack.blocks.labels import FILL_IN
from handlers.slack.blocks.limits import (
    Block,
    Element,
    View,
    actions,
    ask,
    button,
    context,
    live,
    option,
    optional,
    person_select,
    section,
    select,
    text_input,
    ticks,
)
from handlers.slack.blocks.reader import Reader, mention
from playbooks.commands import Trigger
from playbooks.gate import Advice, Answers, Sensitive, Source, Truth
from playbooks.holding import advised, longest, possible, suggested_line, usual
from playbooks.incident import WAITING_OUTCOMES, Incident, StepInRun
from playbooks.playbook import Outcome, UserId, Words
from playbooks.typed import TEXT_LIMIT

ASKED: Final = "gate:ask"  # callbacks
CHOSEN: Final = "gate:choose"
OUTCOME: Final = "gate:outcome"  # actions
AGAIN: Final = "gate:again"
YES: Final = "yes"
LEAKED: Final = "leaked"
POWER, LEGITIMACY, URGENCY = "power", "legitimacy", "urgency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What the second form is drawn from: the answers, who decides, and what their menu stands on."""

    answers: Answers
    by: UserId
    outcome: Outcome | None = None  # None: the advised one


def questions(reader: Reader, draft: Draft, step: StepInRun, given: Answers | None) -> View:
    """Ask G0 to G5 in their order; `given` are the answers of the last time."""
    incident = draft.incident
    at_risk = (section(reader.say(_AT_RISK)),) if incident.people_at_risk else ()
    note = () if step.step.note is None else (context(f"_{reader.quote(step.step.note)}_"),)
    head = section(f"*{step.number}. {reader.quote(step.step.title)}*")
    asked = _questions(reader, incident, given)
    return form(reader, draft, Named(ASKED, _TITLE, _SEE_ADVICE), (head, *note, *at_risk, *asked))


def choice(reader: Reader, draft: Draft, choosing: Choosing) -> View:
    """Show what is advised and why, then ask what is decided: nobody chooses before they have read it."""
    incident, answers = draft.incident, choosing.answers
    advice = advised(incident, answers)
    outcome = choosing.outcome or advice.outcome
    offered = possible(incident, answers)
    menu = [option(o.words.read(reader.language), o.value) for o in offered]
    questions = (
        *_advice(reader, incident, answers, advice),
        live(ask("outcome", reader.say(_WHAT), select(OUTCOME, menu, outcome.value))),
        ask("reason", reader.say(_WHY), text_input("reason", draft.text, most=TEXT_LIMIT)),
        *(_waiting(reader, incident, choosing.by, outcome) if outcome in WAITING_OUTCOMES else ()),
        actions(button(AGAIN, reader.say(_CHANGE), incident.id)),
    )
    return form(reader, draft, Named(CHOSEN, _TITLE, _DECIDE), questions)


def _questions(reader: Reader, incident: Incident, given: Answers | None) -> Iterable[Block]:
    danger = incident.people_at_risk or (given is not None and given.danger)
    yield optional(ask("danger", reader.say(_DANGER), _yes(reader, "danger", chosen=danger)))
    yield optional(ask("sensitive", reader.say(_SENSITIVE), _sensitive(reader, given)))
    truths = [option(capital(t.words.read(reader.language)), t.value) for t in Truth]
    truth = None if given is None else given.truth
    yield ask("truth", reader.say(_TRUE), select("truth", truths, truth, reader.say(_PICK)))
    sources = [option(reader.say(_SOURCES[s]), s.value) for s in Source]
    source = Source.ORDINARY if given is None else given.source
    yield ask("source", reader.say(_WHO), select("source", sources, source))
    yield optional(ask("weight", reader.say(_WEIGHT), _weight(reader, given)))
    spreads = given is not None and given.spreads
    yield optional(ask("spread", reader.say(_SPREAD), _yes(reader, "spread", chosen=spreads)))


def _yes(reader: Reader, name: str, *, chosen: bool) -> Element:
    return ticks(name, [option(reader.say(_YES), YES)], (YES,) if chosen else ())


def _sensitive(reader: Reader, given: Answers | None) -> Element:
    kinds = [option(capital(s.words.read(reader.language)), s.value) for s in Sensitive]
    before = () if given is None else (*given.sensitive, *((LEAKED,) if given.leaked else ()))
    return ticks("sensitive", [*kinds, option(reader.say(_LEAKED), LEAKED)], before)


def _weight(reader: Reader, given: Answers | None) -> Element:
    weights = {POWER: _POWER, LEGITIMACY: _LEGITIMACY, URGENCY: _URGENCY}
    menu = [
        option(reader.say(title), name, reader.say(meaning)) for name, (title, meaning) in weights.items()
    ]
    before = [] if given is None else [name for name in weights if getattr(given, name)]
    return ticks("weight", menu, before)


def _advice(reader: Reader, incident: Incident, answers: Answers, advice: Advice) -> Iterable[Block]:
    outcome = advice.outcome.words.read(reader.language)
    yield section(f"{reader.say(_ADVICE, outcome=outcome)}\n{reader.say(advice.reason.words)}")
    if advice.replaced:
        yield context(reader.say(_REPLACED, wished=advice.wished.words.read(reader.language)))
    if answers.ask_first:
        people = (f"{reader.role(role)} ({mention(incident.holder(role))})" for role in answers.ask_first)
        yield context(reader.say(_ASK_FIRST, people=", ".join(people)))
    if len(possible(incident, answers)) < len(possible(incident, _CALM)) or incident.people_at_risk:
        yield context(reader.say(_ONLY_ANSWERING))


def _waiting(reader: Reader, incident: Incident, by: UserId, outcome: Outcome) -> Iterable[Block]:
    most, chosen = longest(incident, outcome), usual(incident, outcome)
    yield ask("person", reader.say(_OWNER), person_select("person", by))
    if outcome is Outcome.HOLD:
        yield ask(
            "lasts", reader.say(_HOW_LONG), spans(reader, "lasts", most, chosen), reader.say(_NEVER_QUIET)
        )
    else:
        yield context(reader.say(_LOOKED_AT, span=reader.lasting(most)))
    words = text_input("line", suggested_line(incident), most=TEXT_LIMIT)
    line = ask("line", reader.say(_LINE), words, reader.say(FILL_IN))
    yield line if outcome is Outcome.HOLD else optional(line)
    triggers = [option(capital(t.words.read(reader.language)), t.value) for t in Trigger]
    yield optional(ask("triggers", reader.say(_TRIGGERS), ticks("triggers", triggers, tuple(Trigger))))


_CALM: Final = Answers(truth=Truth.FALSE)  # on which nothing is forbidden for people's safety
_TITLE: Final = Words(en="Answer or hold?", fr="Répondre ou attendre ?")
_SEE_ADVICE: Final = Words(en="See the advice", fr="Voir le conseil")
_DECIDE: Final = Words(en="Decide", fr="Décider")
_AT_RISK: Final = Words(
    en="🚑 *People may be at risk.* Only answering is possible: tell them what to do.",
    fr="🚑 *Des personnes peuvent être en danger.* On ne peut que répondre : dites-leur quoi faire.",
)
_DANGER: Final = Words(
    en="Is anybody in danger, or do people need an instruction?",
    fr="Quelqu’un est-il en danger, ou faut-il donner une consigne ?",
)
_YES: Final = Words(en="Yes", fr="Oui")
_SENSITIVE: Final = Words(en="Does it touch one of these?", fr="Cela touche-t-il à l’un de ces points ?")
_LEAKED: Final = Words(en="… and it is already out, precisely", fr="… et c’est déjà sorti, précisément")
_TRUE: Final = Words(en="Is what is said about us true?", fr="Ce que l’on dit de nous est-il vrai ?")
_PICK: Final = Words(en="Choose", fr="Choisir")
_WHO: Final = Words(en="Who says it?", fr="Qui le dit ?")
_SOURCES: Final = {
    Source.ORDINARY: Words(en="A person or an organisation", fr="Une personne ou une organisation"),
    Source.TROLL: Words(en="A troll", fr="Un troll"),
    Source.SATIRE: Words(en="Satire", fr="Une satire"),
}
_WEIGHT: Final = Words(en="What weight do they have?", fr="Que pèse cette source ?")
_POWER: Final = (
    Words(en="Power", fr="Pouvoir"),
    Words(en="They can harm or help us", fr="Elle peut nous nuire ou nous aider"),
)
_LEGITIMACY: Final = (
    Words(en="Legitimacy", fr="Légitimité"),
    Words(en="Others find them right to say it", fr="D’autres la trouvent fondée à le dire"),
)
_URGENCY: Final = (
    Words(en="Urgency", fr="Urgence"),
    Words(en="It cannot wait", fr="Cela ne peut pas attendre"),
)
_SPREAD: Final = Words(
    en="Would a public reply spread it further than it has spread?",
    fr="Une réponse publique le porterait-elle plus loin qu’il n’est allé ?",
)
_ADVICE: Final = Words(en="💡 *Advice: {outcome}*", fr="💡 *Conseil : {outcome}*")
_REPLACED: Final = Words(
    en="The answers point to “{wished}”, which this playbook does not allow: this is the nearest that is more open.",
    fr="Les réponses mènent à « {wished} », que cette fiche réflexe ne permet pas : voici le plus proche parmi ce qui "
    "est plus ouvert.",
)
_ASK_FIRST: Final = Words(en="Ask first: {people}", fr="À consulter d’abord : {people}")
_ONLY_ANSWERING: Final = Words(
    en="🚑 People are at risk: holding and staying silent are not offered.",
    fr="🚑 Des personnes sont en danger : temporiser et se taire ne sont pas proposés.",
)
_WHAT: Final = Words(en="What do you decide?", fr="Que décidez-vous ?")
_WHY: Final = Words(en="Why?", fr="Pourquoi ?")
_OWNER: Final = Words(en="Who watches over it?", fr="Qui y veille ?")
_HOW_LONG: Final = Words(en="For how long?", fr="Pour combien de temps ?")
_NEVER_QUIET: Final = Words(
    en="They are told at 50, 80 and 100% of the time; then the decision is open again.",
    fr="Rappel à 50, 80 et 100 % du temps ; ensuite la décision est de nouveau à prendre.",
)
_LOOKED_AT: Final = Words(
    en="The silence is looked at again after {span}.", fr="Le silence est réexaminé au bout de {span}."
)
_LINE: Final = Words(en="What do we say meanwhile?", fr="Que disons-nous d’ici là ?")
_TRIGGERS: Final = Words(en="What ends it early?", fr="Qu’est-ce qui y met fin plus tôt ?")
_CHANGE: Final = Words(en="Change the answers", fr="Changer les réponses")
