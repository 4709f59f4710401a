"""One sentence for each fact about a surge."""

from typing import Final

from handlers.voice import Voice
from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.statements import statement_of


def told(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    """Tell a fact about a surge. None: it is about something else."""
    match fact:
        case e.SurgeBegun():
            words = _BEGUN_FROM if fact.parent_ref else _BEGUN
            return voice.say(words, who=voice.who(fact.by), ref=fact.parent_ref)
        case e.SurgeLinked():
            return voice.say(_LINKED, who=voice.who(fact.by), ref=fact.ref, lead=voice.name(fact.lead))
        case e.SurgeAnswered():
            said = voice.say(
                _ANSWERED,
                who=voice.who(fact.by),
                n=fact.number,
                wording=fact.wording,
                text=voice.marked(fact.text),
            )
            return f"{said} {voice.say(_SAMPLED)}" if fact.sampled else said
        case e.SampleRead():
            words = _RIGHT if fact.right else _WRONG
            return voice.say(words, who=voice.who(fact.by), n=fact.number, why=voice.after(fact.words))
        case e.SurgeCounted():
            return _counted(fact, voice)
        case e.VolunteersCalled():
            people = ", ".join(voice.name(person) for person in fact.people)
            return voice.say(_CALLED, who=voice.who(fact.by), people=people, why=voice.after(fact.words))
        case _:
            return None


def to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell a fact to whoever is to do something about it. None: everybody reads the same."""
    match fact:
        case e.VolunteersCalled():
            return voice.say(_COME, who=voice.who(fact.by), why=voice.after(fact.words))
        case e.SurgeCounted() if fact.to is not None and fact.oldest_at is not None:
            return voice.say(_TOO_LONG, n=fact.waiting, since=voice.moment(fact.oldest_at))
        case e.SurgeAnswered():
            return voice.say(_READ, n=fact.number, who=voice.who(fact.by), text=voice.marked(fact.text))
        case e.StatementWithdrawn() if incident.surge is not None:
            text = statement_of(incident, fact.statement).wording.text
            names = {"who": voice.who(fact.by), "text": voice.marked(text), "why": voice.after(fact.reason)}
            return voice.say(_DO_NOT_SEND, **names)
        case _:
            return None


def _counted(fact: e.SurgeCounted, voice: Voice) -> str:
    if fact.oldest_at is None:
        return voice.say(_NOBODY)
    late = voice.say(_LATE, to=voice.name(fact.to)) if fact.to is not None else ""
    return (voice.say(_COUNTED, n=fact.waiting, since=voice.moment(fact.oldest_at)) + " " + late).rstrip()


_BEGUN: Final = Words(en="{who} opened a surge.", fr="{who} a ouvert un afflux.")
_BEGUN_FROM: Final = Words(
    en="{who} opened a surge that comes from {ref}.", fr="{who} a ouvert un afflux qui vient de {ref}."
)
_LINKED: Final = Words(
    en="{who} opened a surge for customers’ questions: {ref}, led by {lead}.",
    fr="{who} a ouvert un afflux pour les questions des clients : {ref}, piloté par {lead}.",
)
_ANSWERED: Final = Words(
    en="{who} gave answer {n} with wording {wording}: {text}.",
    fr="{who} a donné la réponse {n} avec le texte {wording} : {text}.",
)
_SAMPLED: Final = Words(en="It is to be read again.", fr="Elle est à relire.")
_RIGHT: Final = Words(
    en="{who} read answer {n} again: it is right{why}.",
    fr="{who} a relu la réponse {n} : elle convient{why}.",
)
_WRONG: Final = Words(
    en="{who} read answer {n} again: it is wrong{why}.",
    fr="{who} a relu la réponse {n} : elle ne convient pas{why}.",
)
_NOBODY: Final = Words(en="No reported customer waits.", fr="Aucun client signalé n’attend.")
_COUNTED: Final = Words(
    en="Customers who wait: {n}, the first since {since}.",
    fr="Clients en attente : {n}, le premier depuis {since}.",
)
_LATE: Final = Words(
    en="That is more than twice as long as promised; {to} was told.",
    fr="C’est plus du double du délai promis ; prévenu(e) : {to}.",
)
_CALLED: Final = Words(
    en="{who} called volunteers: {people}{why}.", fr="{who} a appelé des volontaires : {people}{why}."
)
_COME: Final = Words(
    en="{who} asks for your help: many customers ask the same, and you are trained to answer{why}. Take one customer after "
    "the other; the wordings are ready.",
    fr="{who} demande votre aide : beaucoup de clients posent la même question, et votre formation vous y prépare{why}. "
    "Prenez un client après l’autre ; les textes sont prêts.",
)
_TOO_LONG: Final = Words(
    en="Customers who wait: {n}, the first since {since}: more than twice as long as promised. Call more people.",
    fr="Clients en attente : {n}, le premier depuis {since} : plus du double du délai promis. Appelez du renfort.",
)
_READ: Final = Words(
    en="Answer {n}, by {who}, is one in fifty that is read again: {text}. Right fact, right tone?",
    fr="La réponse {n}, de {who}, est l’une des cinquante que l’on relit : {text}. Bon fait, bon ton ?",
)
_DO_NOT_SEND: Final = Words(
    en="Do not send this wording any more: {text}. {who} withdrew it{why}.",
    fr="N’envoyez plus ce texte : {text}. {who} l’a retiré{why}.",
)
