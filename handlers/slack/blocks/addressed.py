"""What the one person whom a fact names is told of it: addressed to them, where everybody else reads about them."""

from datetime import timedelta
from typing import Final

from handlers import (
    sentences_cases,
    sentences_duties,
    sentences_ladders,
    sentences_publishing,
    sentences_surge,
)
from handlers.sentences import Voice, step_name, step_names
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from handlers.statement_words import statement_sentence
from playbooks import events as e
from playbooks.commands import Sitting
from playbooks.incident import Incident, StatementState
from playbooks.playbook import Words
from playbooks.statements import statement_of

POINT_LATE: Final = timedelta(minutes=5)  # from here on the lead is told by how much a fixed point is late


def to_you(fact: e.Event, incident: Incident, reader: Reader) -> str | None:
    """Tell a fact to the person whom it names. None: it names nobody, and everybody reads the same."""
    voice = Voice(
        name=mention, moment=moment, quote=on_one_line, language=reader.language, ladder=reader.ladder
    )
    if isinstance(fact, e.PointDue) and reader.now - fact.due_at >= POINT_LATE:
        late = reader.lasting(reader.now - fact.due_at)
        return reader.say(_LATE_POINT, when=moment(fact.due_at), late=late)
    if isinstance(fact, e.StatementApproved):
        return _approved(fact, incident, voice)
    return _to_you(fact, incident, voice)


def _approved(fact: e.StatementApproved, incident: Incident, voice: Voice) -> str | None:
    told = statement_sentence(fact, incident, voice) or ""
    statement = statement_of(incident, fact.statement)
    ready = statement.state is StatementState.APPROVED
    then = _READY_TO_SEND if statement.is_wording else _READY
    return f"{told} {voice.say(then)}" if ready else None


def _to_you(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.StepAssigned() | e.StepAdded():
            words = _GIVEN if isinstance(fact, e.StepAssigned) else _ADDED
            return voice.say(words, who=voice.who(fact.by), step=step_name(fact.step, incident, voice))
        case e.StepsLate():
            return voice.say(_LATE[fact.level], steps=step_names(fact.steps, incident, voice))
        case e.LeadNamed():
            return voice.say(_LEAD, who=voice.who(fact.by))
        case e.PromiseReminded():
            return voice.say(_PROMISE, when=moment(fact.next_at))
        case e.ReviewReminded():
            return voice.say(_REVIEW[fact.sitting])
        case e.ActionAdded():
            text, when = voice.marked(fact.text), moment(fact.due_at)
            return voice.say(_ACTION, who=voice.who(fact.by), text=text, when=when)
        case e.ActionReminded():
            return voice.say(_ACTION_DUE, text=voice.marked(incident.action(fact.action).text))
        case _:
            return _of_the_rhythm(fact, incident, voice) or _of_its_own(fact, incident, voice)


def _of_its_own(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    more = (
        sentences_duties.to_you,
        sentences_publishing.to_you,
        sentences_ladders.to_you,
        sentences_cases.to_you,
        sentences_surge.to_you,
    )
    return next((said for tell in more if (said := tell(fact, incident, voice))), None)


def _of_the_rhythm(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    match fact:
        case e.HandedOver():
            handed = fact.former in {None, fact.by}
            return voice.say(_RELIEVED if handed else _LEAD, who=voice.who(fact.by))
        case e.PointDue():
            return voice.say(_POINT, when=moment(fact.due_at))
        case e.PointLapsed():
            names = {"lead": voice.name(incident.lead), "ref": incident.ref}
            return voice.say(_LAPSED, when=moment(fact.due_at), **names)
        case _:
            return None


_GIVEN: Final = Words(en="{who} gave you {step}.", fr="{who} vous a confié {step}.")
_ADDED: Final = Words(en="{who} added {step} for you.", fr="{who} a ajouté {step} pour vous.")
_LATE: Final = {
    e.Nudged.OWNER: Words(en="Late, and yours to do: {steps}.", fr="En retard, et à votre charge : {steps}."),
    e.Nudged.LEAD: Words(
        en="Still late, in the incident you lead: {steps}.",
        fr="Toujours en retard, dans l’incident que vous pilotez : {steps}.",
    ),
}
_LEAD: Final = Words(
    en="{who} named you as lead. You lead from now on.",
    fr="{who} vous a confié le pilotage. Vous pilotez désormais.",
)
_RELIEVED: Final = Words(
    en="{who} handed the lead over to you. You lead from now on.",
    fr="{who} vous a passé la relève. Vous pilotez désormais.",
)
_POINT: Final = Words(
    en="The fixed point of {when} is due: the facts, the steps, the next public word, and how serious it is.",
    fr="C’est l’heure du point fixe prévu {when} : les faits, les étapes, la prochaine parole, et la gravité.",
)
_LATE_POINT: Final = Words(
    en="The fixed point of {when} is late by {late}: the facts, the steps, the next public word, and how serious it is.",
    fr="Le point fixe prévu {when} a {late} de retard : les faits, les étapes, la prochaine parole, et la gravité.",
)
_LAPSED: Final = Words(
    en="Nobody has held the fixed point of {when}, and you stand in for {lead}, who leads. Hold it, or take the lead: "
    "`/crisis handover {ref} me`.",
    fr="Personne n’a tenu le point fixe prévu {when}, et vous suppléez {lead}, qui pilote. Tenez-le, ou prenez le "
    "pilotage : `/crise relève {ref} moi`.",
)
_PROMISE: Final = Words(
    en="You promised the next update for {when}. Prepare it now.",
    fr="Vous avez promis le prochain point pour {when}. Préparez-le maintenant.",
)
_REVIEW: Final = {
    Sitting.HOT: Words(
        en="The hot review still waits to be held, and you lead it.",
        fr="Le retour d’expérience à chaud reste à tenir, et vous le pilotez.",
    ),
    Sitting.COLD: Words(
        en="The cold review waits to be held, and you lead it: what was decided, and did it hold?",
        fr="Le retour d’expérience à froid reste à tenir, et vous le pilotez : qu’a-t-on décidé, et cela a-t-il "
        "tenu ?",
    ),
}
_ACTION: Final = Words(
    en="{who} gave you an action: {text}, due {when}.",
    fr="{who} vous a confié une action : {text}, échéance {when}.",
)
_READY: Final = Words(
    en="*It can be published now:* copy the text, publish it, then say where.",
    fr="*Il peut être publié :* copiez le texte, publiez-le, puis dites où.",
)
_READY_TO_SEND: Final = Words(
    en="*Customers can be answered with it now:* “Next customer…” on the card.",
    fr="*On peut répondre aux clients avec :* « Client suivant… » sur la carte.",
)
_ACTION_DUE: Final = Words(en="Your action is due: {text}.", fr="Votre action arrive à échéance : {text}.")
