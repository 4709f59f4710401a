"""
One sentence for each fact of an incident, for a person of either language.

The reader may stand in Slack or on a web page: how a person, a moment and somebody's words are written is given.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handlers import (
    sentences_cases,
    sentences_duties,
    sentences_entries,
    sentences_holding,
    sentences_ladders,
    sentences_learning,
    sentences_means,
    sentences_memory,
    sentences_points,
    sentences_publishing,
    sentences_rights,
    sentences_surge,
    sentences_versions,
)
from handlers.reasons import not_delivered, reason_in_words
from handlers.sentences_relaxed import relaxed
from handlers.statement_words import statement_sentence
from handlers.voice import Voice
from handlers.wording import lasting, say, set_in
from playbooks import events as e
from playbooks.commands import CallId, Errand
from playbooks.escalation import LATE_AFTER
from playbooks.incident import Incident, lapsed
from playbooks.playbook import LadderId, Language, StepId, UserId, Words

__all__ = ["Voice", "errand_name", "ladder_name", "reason_in_words", "sentence", "step_name", "step_names"]


def sentence(  # noqa: PLR0913 - the signature that the doors, the log and the pages share.
    fact: e.Event,
    incident: Incident,
    name: Callable[[UserId], str],
    moment: Callable[[datetime], str],
    quote: Callable[[str], str],
    language: Language,
    ladder: Callable[[LadderId], str] | None = None,
) -> str:
    """Tell one fact. `incident` is its state at any later time. What `quote` gives is taken as it is."""
    voice = Voice(name=name, moment=moment, quote=quote, language=language, ladder=ladder)
    parts = (_opening, _steps, sentences_means.told, _calls, _words, _promises, _close, _review)
    about = (statement_sentence, sentences_versions.told, sentences_holding.told, sentences_points.told)
    people = (sentences_ladders.told, sentences_duties.told)
    learned = (sentences_learning.told, sentences_entries.told)
    outside = (sentences_publishing.told, sentences_cases.told, sentences_surge.told)
    for told in (*parts, *about, *people, *learned, *outside, sentences_memory.told, sentences_rights.told):
        said = told(fact, incident, voice)
        if said is not None:
            return said
    message = f"no sentence for {type(fact).__name__}"
    raise TypeError(message)


def step_names(steps: tuple[StepId, ...], incident: Incident, voice: Voice) -> str:
    """Name steps, each between quotation marks."""
    return ", ".join(_step(step, incident, voice, _LISTED) for step in steps)


def step_name(step: StepId, incident: Incident, voice: Voice) -> str:
    """Name one step within a sentence."""
    return _step(step, incident, voice, _STEP)


def ladder_name(ladder: LadderId, voice: Voice) -> str:
    """Name a ladder: as the directory does, else the two that every company has by a word, another by its id."""
    if voice.ladder is not None:
        return voice.ladder(ladder)
    by_hand = sentences_ladders.title_by_hand(ladder, voice.language)
    if by_hand is not None:
        return by_hand
    known = _LADDERS.get(ladder)
    return voice.marked(ladder) if known is None else known.read(voice.language)


def errand_name(errand: Errand, language: Language) -> str:
    """Name what was owed."""
    return say(_ERRANDS[errand], language)


def _step(step: StepId, incident: Incident, voice: Voice, words: Words) -> str:
    found = next((s for s in incident.plan if s.step.id == step), None)
    if found is None:
        return voice.marked(step)
    title = voice.titled(set_in(voice.language, found.step.title))
    return voice.say(words, n=found.number, title=title)


def _opening(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.IncidentOpened():
            opened = voice.say(
                _OPENED_DRILL if fact.drill else _OPENED,
                who=voice.who(fact.by),
                title=voice.marked(fact.title),
                severity=fact.severity.words.read(voice.language),
                playbook=voice.quote(set_in(voice.language, incident.playbook.title)),
                version=fact.version,
                lead=voice.name(fact.lead),
            )
            return opened + relaxed(fact, voice)
        case e.RoomOpened():
            return voice.say(_ROOM, name=voice.quote(fact.name))
        case e.CardPosted():
            return voice.say(_CARD)
        case e.DeliveryFailed() if fact.to is not None:
            return sentences_duties.unheard(fact, incident, voice)
        case e.DeliveryFailed():
            return not_delivered(errand_name(fact.errand, voice.language), fact.reason, voice.language)
        case _:
            return None


def _steps(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.StepCompleted():
            words, detail = _DONE, voice.after(_decided(fact, incident, voice))
        case e.StepPartDone():
            words, detail = _PART_DONE, voice.after(fact.note)
        case e.StepSkipped():
            words, detail = _SKIPPED, voice.after(fact.reason)
        case e.StepReopened():
            words, detail = _REOPENED, ""
        case e.StepAssigned() if fact.to == fact.by:
            words, detail = _TAKEN, ""
        case e.StepAssigned():
            words, detail = _ASSIGNED, voice.name(fact.to)
        case e.StepAdded():
            words, detail = _ADDED, _owner_and_time(fact, voice)
        case e.StepsLate():
            names = step_names(fact.steps, incident, voice)
            return voice.say(_LATE[fact.level], steps=names, to=voice.name(fact.to))
        case _:
            return None
    return voice.say(words, who=voice.who(fact.by), step=step_name(fact.step, incident, voice), detail=detail)


def _decided(fact: e.StepCompleted, incident: Incident, voice: Voice) -> str:
    """Name what was chosen before the words that were added."""
    step = next((s.step for s in incident.plan if s.step.id == fact.step), None)
    chosen = None if step is None else step.named(fact.choice)
    parts = ("" if chosen is None else set_in(voice.language, chosen), fact.note)
    return " · ".join(part for part in parts if part)


def _owner_and_time(fact: e.StepAdded, voice: Voice) -> str:
    owner = "" if fact.owner is None else voice.say(_FOR, who=voice.name(fact.owner))
    return owner + ("" if fact.due_at is None else voice.say(_BY, moment=voice.moment(fact.due_at)))


def _calls(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.ContactCalled():
            return _owed_call(fact, voice)
        case e.CallSent():
            words, detail = _CALL_SENT, ""
        case e.CallHeldUp():
            words, detail = _CALL_HELD_UP, ""
        case e.CallFailed():
            words, detail = _CALL_FAILED, reason_in_words(fact.reason, voice.language)
        case e.CallTaken():
            words, detail = _CALL_TAKEN, ""
        case e.CallDeclined() if fact.to is None:
            words, detail = _CALL_DECLINED, voice.after(fact.reason)
        case e.LadderExhausted() if not sentences_ladders.needs_several(incident, fact.ladder):
            words = _LAPSED if lapsed(incident, fact.ladder) else _EXHAUSTED
            return voice.say(words, ladder=ladder_name(fact.ladder, voice))
        case _:
            return None
    return voice.say(words, person=_called(fact.call, incident, voice), detail=detail)


def _owed_call(fact: e.ContactCalled, voice: Voice) -> str:
    late = fact.at - fact.due_at
    detail = voice.say(_LATE_BY, late=lasting(late, voice.language)) if late > LATE_AFTER else ""
    return voice.say(
        _CALL_OWED,
        person=voice.name(fact.person),
        ladder=ladder_name(fact.ladder, voice),
        rung=fact.rung + 1,
        detail=detail,
    )


def _called(call: CallId, incident: Incident, voice: Voice) -> str:
    found = next((c for c in incident.calls if c.id == call), None)
    return voice.quote(call) if found is None else voice.name(found.person)


def _words(fact: e.Event, _: Incident, voice: Voice) -> str | None:
    who = voice.who(fact.by)
    match fact:
        case e.SeverityChanged():
            severity = fact.severity.words.read(voice.language)
            return voice.say(_SEVERITY, who=who, severity=severity, detail=voice.after(fact.reason))
        case e.HoldingLineSet():
            return voice.say(_LINE, who=who, text=voice.marked(fact.text))
        case e.UpdateGiven():
            next_word = "" if fact.next_at is None else voice.say(_NEXT, moment=voice.moment(fact.next_at))
            return voice.say(_UPDATE, who=who, text=voice.marked(fact.text), detail=next_word)
        case _:
            return None


def _promises(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.PromiseReminded():
            words = _PROMISE_SOON
        case e.PromiseBroken():
            words = _PROMISE_BROKEN
        case _:
            return None
    return voice.say(words, moment=voice.moment(fact.next_at), lead=voice.name(incident.lead))


def _close(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.IncidentClosed():
            left = step_names(fact.left_open, incident, voice)
            return voice.say(
                _CLOSED,
                who=voice.who(fact.by),
                ref=incident.ref,
                reason=voice.after(fact.reason),
                left=voice.say(_LEFT_OPEN, steps=left) if left else "",
            )
        case e.ReviewPosted():
            return voice.say(_REVIEW_POSTED)
        case _:
            return None


def _review(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.ReviewAnswered():
            asked = (q for q in incident.playbook.review.questions if q.id == fact.question)
            question = next((set_in(voice.language, q.text) for q in asked), fact.question)
            return voice.say(
                _ANSWERED,
                who=voice.who(fact.by),
                question=voice.marked(question),
                text=voice.marked(fact.text),
            )
        case e.ActionAdded():
            return voice.say(
                _ACTION,
                who=voice.who(fact.by),
                text=voice.marked(fact.text),
                owner=voice.name(fact.owner),
                moment=voice.moment(fact.due_at),
            )
        case e.ActionReminded() | e.ActionCompleted():
            words = _ACTION_DONE if isinstance(fact, e.ActionCompleted) else _ACTION_DUE
            action = next((a for a in incident.actions if a.id == fact.action), None)
            text = fact.action if action is None else action.text
            owner = incident.lead if action is None else action.owner
            return voice.say(words, who=voice.who(fact.by), text=voice.marked(text), owner=voice.name(owner))
        case _:
            return None


_LADDERS: Final = {
    LadderId("press"): Words(en="press", fr="presse"),
    LadderId("unit"): Words(en="business unit", fr="unité"),
}
_ERRANDS: Final = {
    Errand.ROOM: Words(en="the incident’s channel", fr="le canal de l’incident"),
    Errand.CARD: Words(en="the card", fr="la fiche de suivi"),
    Errand.PIN: Words(en="the pin on the card", fr="l’épingle de la fiche"),
    Errand.TOPIC: Words(en="the channel’s topic", fr="le sujet du canal"),
    Errand.INVITE: Words(en="an invitation to the channel", fr="une invitation au canal"),
    Errand.ANNOUNCE: Words(en="the line in the announcements channel", fr="l’annonce au canal des annonces"),
    Errand.NOTICE: Words(en="a line in the incident’s channel", fr="un message dans le canal de l’incident"),
    Errand.NUDGE: Words(en="a reminder by direct message", fr="un rappel en message direct"),
    Errand.CALL: Words(en="a call", fr="un appel"),
    Errand.CALL_ENDED: Words(en="the end of a call", fr="la fin d’un appel"),
    Errand.CALL_MAIL: Words(en="a call by mail", fr="un appel par courriel"),
    Errand.CALL_HOOK: Words(en="a call by webhook", fr="un appel par webhook"),
    Errand.ANSWER: Words(en="an answer for a care tool", fr="une réponse pour un outil"),
    Errand.HOOK_ENDED: Words(en="the end of a call by webhook", fr="la fin d’un appel par webhook"),
    Errand.APPROVAL: Words(en="a request for approval", fr="une demande d’accord"),
    Errand.REVIEW: Words(en="the review", fr="le retour d’expérience"),
    Errand.TIMELINE: Words(en="the review’s timeline", fr="la chronologie du retour d’expérience"),
}
_OPENED: Final = Words(
    en="{who} opened {title}: {severity}, playbook {playbook} v{version}, lead {lead}.",
    fr="{who} a ouvert {title} : {severity}, fiche réflexe {playbook} v{version}, pilotage {lead}.",
)
_OPENED_DRILL: Final = Words(
    en="EXERCISE. {who} opened {title}: {severity}, playbook {playbook} v{version}, lead {lead}.",
    fr="EXERCICE. {who} a ouvert {title} : {severity}, fiche réflexe {playbook} v{version}, pilotage {lead}.",
)
_ROOM: Final = Words(en="The channel #{name} was made.", fr="Le canal #{name} a été créé.")
_CARD: Final = Words(en="The card was posted.", fr="La fiche de suivi a été envoyée.")
_STEP: Final = Words(en="step {n} {title}", fr="l’étape {n} {title}")
_LISTED: Final = Words(en="{n}. {title}", fr="{n}. {title}")
_DONE: Final = Words(en="{who} did {step}{detail}.", fr="{who} a terminé {step}{detail}.")
_PART_DONE: Final = Words(
    en="{who} did their part of {step}{detail}.", fr="{who} a fait sa part de {step}{detail}."
)
_SKIPPED: Final = Words(en="{who} left out {step}{detail}.", fr="{who} a passé {step}{detail}.")
_REOPENED: Final = Words(en="{who} reopened {step}.", fr="{who} a rouvert {step}.")
_TAKEN: Final = Words(en="{who} took {step}.", fr="{who} a pris {step}.")
_ASSIGNED: Final = Words(en="{who} gave {step} to {detail}.", fr="{who} a confié {step} à {detail}.")
_ADDED: Final = Words(en="{who} added {step}{detail}.", fr="{who} a ajouté {step}{detail}.")
_FOR: Final = Words(en=", for {who}", fr=", pour {who}")
_BY: Final = Words(en=", due {moment}", fr=", échéance {moment}")
_LATE: Final = {
    e.Nudged.OWNER: Words(
        en="Late: {steps}. The owner {to} is told.",
        fr="En retard : {steps}. On prévient {to}, qui en a la charge.",
    ),
    e.Nudged.LEAD: Words(
        en="Still late: {steps}. The lead {to} is told.",
        fr="Toujours en retard : {steps}. On prévient {to}, qui pilote.",
    ),
}
_CALL_OWED: Final = Words(
    en="A call to {person} is due (ladder {ladder}, rung {rung}){detail}.",
    fr="Un appel à {person} est à passer (échelle {ladder}, échelon {rung}){detail}.",
)
_LATE_BY: Final = Words(en=", late by {late}", fr=", en retard de {late}")
_CALL_SENT: Final = Words(
    en="Slack accepted the call to {person}.{detail}", fr="Slack a accepté l’appel à {person}.{detail}"
)
_CALL_HELD_UP: Final = Words(
    en="Slack holds up the call to {person}; if that lasts, the next is called.{detail}",
    fr="Slack fait attendre l’appel à {person} ; si cela dure, le suivant est appelé.{detail}",
)
_CALL_FAILED: Final = Words(
    en="The call to {person} was not delivered. {detail}", fr="L’appel à {person} n’est pas parti. {detail}"
)
_CALL_TAKEN: Final = Words(en="{person} takes it.{detail}", fr="{person} s’en charge.{detail}")
_CALL_DECLINED: Final = Words(en="{person} can’t{detail}.", fr="{person} ne peut pas{detail}.")
_EXHAUSTED: Final = Words(
    en="Nobody on the ladder {ladder} answered.", fr="Personne n’a répondu sur l’échelle {ladder}."
)
_LAPSED: Final = Words(
    en="The answer on the ladder {ladder} lapsed, and nobody else answered.",
    fr="La réponse sur l’échelle {ladder} est expirée, et personne d’autre n’a répondu.",
)
_SEVERITY: Final = Words(
    en="{who} set the severity to {severity}{detail}.", fr="{who} a fixé la gravité à {severity}{detail}."
)
_LINE: Final = Words(
    en="{who} set what we say for now: {text}.", fr="{who} a fixé ce que nous disons pour l’instant : {text}."
)
_UPDATE: Final = Words(
    en="{who} gave an update: {text}.{detail}", fr="{who} a fait le point : {text}.{detail}"
)
_NEXT: Final = Words(en=" Next word: {moment}.", fr=" Prochain point : {moment}.")
_PROMISE_SOON: Final = Words(
    en="{lead} was reminded: the next word is promised for {moment}.",
    fr="Rappel à {lead} : le prochain point est promis (échéance : {moment}).",
)
_PROMISE_BROKEN: Final = Words(
    en="The update promised for {moment} did not come.",
    fr="Le point promis n’a pas été fait (échéance : {moment}).",
)
_CLOSED: Final = Words(en="{who} closed {ref}{reason}.{left}", fr="{who} a clos {ref}{reason}.{left}")
_LEFT_OPEN: Final = Words(en=" Left open: {steps}.", fr=" Restent ouvertes : {steps}.")
_REVIEW_POSTED: Final = Words(en="The review began.", fr="Le retour d’expérience a commencé.")
_ANSWERED: Final = Words(
    en="{who} answered {question} with {text}.", fr="{who} a répondu à {question} : {text}."
)
_ACTION: Final = Words(
    en="{who} added the action {text} for {owner}, due {moment}.",
    fr="{who} a ajouté l’action {text} pour {owner}, échéance {moment}.",
)
_ACTION_DUE: Final = Words(
    en="{owner} was reminded of the action {text}.", fr="Rappel à {owner} de l’action {text}."
)
_ACTION_DONE: Final = Words(en="{who} did the action {text}.", fr="{who} a mené l’action {text} à bien.")
