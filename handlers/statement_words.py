"""What statements are called, in both languages: their states, lanes, strategies and slots; and a sentence for each fact."""

from typing import Final

from handlers.reasons import reason_in_words
from handlers.voice import Voice
from handlers.wording import say, set_in
from playbooks import events as e
from playbooks.incident import Incident, Statement, StatementState
from playbooks.playbook import Lane, Language, MessageId, RoleId, Strategy, UserId, Words
from playbooks.routing import STANDARD_ROLES
from playbooks.statements import ask_named, statement_of

STATES: Final = {
    StatementState.IN_REVIEW: Words(en="in review", fr="en relecture"),
    StatementState.APPROVED: Words(en="approved, to be published", fr="approuvé, à publier"),
    StatementState.BLOCKED: Words(en="blocked by an objection", fr="bloqué par une objection"),
    StatementState.PUBLISHED: Words(en="published", fr="publié"),
    StatementState.WITHDRAWN: Words(en="withdrawn", fr="retiré"),
}
STATE_SIGN: Final = {
    StatementState.IN_REVIEW: "📝",
    StatementState.APPROVED: "✅",
    StatementState.BLOCKED: "⛔",
    StatementState.PUBLISHED: "📣",
    StatementState.WITHDRAWN: "🗑️",
}
LANES: Final = {
    Lane.GREEN: Words(
        en="🟢 prepared words: no approval is needed", fr="🟢 texte préparé : aucun accord n’est nécessaire"
    ),
    Lane.AMBER: Words(en="🟠 one approval is needed", fr="🟠 un accord est nécessaire"),
    Lane.RED: Words(
        en="🔴 every role asked must approve", fr="🔴 l’accord de chaque rôle sollicité est nécessaire"
    ),
}
STRATEGIES: Final = {
    Strategy.INFORM: Words(en="Inform: what happened, what to do", fr="Informer : les faits, les consignes"),
    Strategy.ADJUST: Words(en="Explain and show concern", fr="Expliquer et montrer notre attention"),
    Strategy.DENY: Words(en="Deny, with proof", fr="Démentir, preuve à l’appui"),
    Strategy.DIMINISH: Words(en="Put into proportion: no intent", fr="Relativiser : sans intention de nuire"),
    Strategy.REBUILD: Words(en="Apologise and repair", fr="S’excuser et réparer"),
    Strategy.BOLSTER: Words(en="Thank, recall what was done well", fr="Remercier, rappeler nos bons gestes"),
    Strategy.HOLD: Words(en="Hold: say what we check", fr="Faire patienter : dire ce que l’on vérifie"),
}
# On paper, each says of a message what the choices above say to whoever makes them.
STRATEGIES_PRINTED: Final = {
    Strategy.INFORM: Words(en="Tells people what to do", fr="Dit aux gens que faire"),
    Strategy.ADJUST: Words(
        en="Says what we do, and shows care", fr="Dit ce que nous faisons, et notre attention"
    ),
    Strategy.DENY: Words(en="Denies what is false", fr="Dément ce qui est faux"),
    Strategy.DIMINISH: Words(en="Puts it in proportion", fr="Ramène les faits à leur mesure"),
    Strategy.REBUILD: Words(en="Apologises and makes good", fr="S’excuse et répare"),
    Strategy.BOLSTER: Words(en="Recalls what we do well", fr="Rappelle ce que nous faisons bien"),
    Strategy.HOLD: Words(en="Says that we are looking into it", fr="Dit que nous vérifions"),
}
LANES_PRINTED: Final = {
    Lane.GREEN: Words(en="green, no approval needed", fr="vert, sans accord"),
    Lane.AMBER: Words(en="amber, one approval or more", fr="orange, un accord au moins"),
    Lane.RED: Words(en="red, two approvals or more", fr="rouge, deux accords au moins"),
}
CLASH: Final = Words(
    en="⚠️ *Two voices:* this incident already says the opposite in {others}. Denying and explaining or apologising do "
    "not go together.",
    fr="⚠️ *Deux discours :* cet incident dit déjà le contraire dans {others}. Démentir et s’expliquer ou s’excuser ne "
    "vont pas ensemble.",
)


def message_name(incident: Incident, message: MessageId | None, language: Language) -> str:
    """Name a prepared message after the step that sends it, else by its id; words without one by what they are."""
    if message is None:
        return say(_FREE, language)
    return set_in(language, incident.playbook.message_title(message))


def statement_name(incident: Incident, statement: Statement, language: Language) -> str:
    """Name a statement by its number and what it is made of."""
    return f"{statement.id} · {message_name(incident, statement.wording.message, language)}"


def statement_sentence(fact: e.Event, incident: Incident, voice: Voice) -> str | None:
    """Tell one fact about a statement; None: it is about something else."""
    if not isinstance(fact, e.StatementFact):
        return None
    statement = statement_of(incident, fact.statement)
    words, detail = _told(fact, voice)
    title = (
        f"{statement.id} {voice.titled(message_name(incident, statement.wording.message, voice.language))}"
    )
    said = voice.say(
        words, who=voice.who(fact.by), statement=title, detail=detail, **_names(fact, incident, voice)
    )
    reads = voice.say(_MAY_READ) if _is_asked_alone(fact, incident) else ""
    return f"{said.rstrip()} {reads}".rstrip()


def _is_asked_alone(fact: e.StatementFact, incident: Incident) -> bool:
    """Whether somebody without a role in a restricted incident is asked, and may read it from then on."""
    held = {user for _, user in incident.roster}
    return isinstance(fact, e.ApproverAsked) and incident.restricted and fact.person not in held


def _told(fact: e.StatementFact, voice: Voice) -> tuple[Words, str]:
    match fact:
        case e.StatementProposed():
            return _PROPOSED, say(STRATEGIES[fact.wording.strategy], voice.language)
        case e.StatementEdited():
            return _EDITED, ""
        case e.ApproverAsked():
            words = _ASKED if fact.instead_of is None else _ASKED_AS_WELL
            return words, voice.moment(fact.until)
        case e.ApproverReached():
            return _REACHED, ""
        case e.EstimateGiven():
            return _ESTIMATED, voice.moment(fact.until)
        case e.EstimateLapsed():
            return _not_answered(fact, voice)
        case e.LaneRaised():
            return _raised(fact, voice)
        case _:
            return _settled(fact, voice)


def _not_answered(fact: e.EstimateLapsed, voice: Voice) -> tuple[Words, str]:
    reason = reason_in_words(fact.reason, voice.language) if fact.reason else ""
    alone = voice.say(_ALONE, roles=role_names(fact.alone, voice)) if fact.alone else ""
    words = _UNREACHED if reason else _LAPSED
    return words, " ".join(part for part in (reason, alone) if part)


def _raised(fact: e.LaneRaised, voice: Voice) -> tuple[Words, str]:
    words = _RAISED_RED if fact.lane is Lane.RED else _RAISED
    told = voice.say(words, roles=role_names(fact.roles, voice))
    alone = voice.say(_ONLY_WRITERS, roles=role_names(fact.alone, voice)) if fact.alone else ""
    return _MORE_SERIOUS, f"{told} {alone}".rstrip()


def role_names(roles: tuple[RoleId, ...], voice: Voice) -> str:
    """Name roles within a sentence, each between quotation marks."""
    known = ((STANDARD_ROLES.get(role), role) for role in roles)
    return ", ".join(
        voice.titled(role if name is None else set_in(voice.language, name)) for name, role in known
    )


def _settled(fact: e.StatementFact, voice: Voice) -> tuple[Words, str]:
    match fact:
        case e.StatementApproved():
            return (_REMARKED, voice.marked(fact.remark)) if fact.remark else (_APPROVED, "")
        case e.StatementObjected():
            return _OBJECTED, voice.marked(fact.text)
        case e.ObjectionWithdrawn():
            return _OBJECTS_NO_MORE, ""
        case e.StatementPublished():
            when = voice.moment(fact.published_at)
            return _PUBLISHED, voice.say(_WHERE, where=voice.marked(fact.where), when=when)
        case e.StatementWithdrawn():
            return _WITHDRAWN, voice.after(fact.reason)
        case e.AnswerHanded():
            return _HANDED, voice.marked(fact.to)
        case e.AnswerArrived():
            return _ARRIVED, voice.marked(fact.to)
        case e.AnswerRefused():
            why = reason_in_words(fact.reason, voice.language)
            return _REFUSED, voice.say(_BY_TOOL, tool=voice.marked(fact.to), why=why)
        case _:
            message = f"no sentence for {type(fact).__name__}"
            raise TypeError(message)


def _names(fact: e.StatementFact, incident: Incident, voice: Voice) -> dict[str, str]:
    """Name who was asked, and whom they stand in for."""
    match fact:
        case e.ApproverAsked():
            return {"person": voice.name(fact.person), "absent": _absent(fact.instead_of, voice)}
        case e.ApproverReached() | e.EstimateLapsed():
            return {"person": voice.name(ask_named(incident, fact.ask)[1].person)}
        case _:
            return {}


def _absent(person: UserId | None, voice: Voice) -> str:
    return "" if person is None else voice.name(person)


_FREE: Final = Words(en="our own words", fr="texte libre")
_PROPOSED: Final = Words(
    en="{who} proposed the statement {statement} ({detail}).",
    fr="{who} a proposé le communiqué {statement} ({detail}).",
)
_EDITED: Final = Words(
    en="{who} changed the text of {statement}; its earlier approvals are void.",
    fr="{who} a modifié le texte de {statement} ; ses approbations précédentes tombent.",
)
_ASKED: Final = Words(
    en="{person} is asked to approve {statement} by {detail}.",
    fr="L’accord est demandé à {person} sur {statement}, échéance {detail}.",
)
_ASKED_AS_WELL: Final = Words(
    en="{absent} has not answered; {person} is asked as well to approve {statement}, by {detail}.",
    fr="{absent} n’a pas répondu ; l’accord est aussi demandé à {person} sur {statement}, échéance {detail}.",
)
_MAY_READ: Final = Words(
    en="Being asked, they may read this restricted incident.",
    fr="Ainsi sollicitée, cette personne peut lire cet incident restreint.",
)
_REACHED: Final = Words(
    en="Slack accepted the message to {person} about {statement}.",
    fr="Slack a accepté le message à {person} au sujet de {statement}.",
)
_ESTIMATED: Final = Words(
    en="{who} needs until {detail} to read {statement}.",
    fr="{who} demande du temps pour lire {statement}, échéance {detail}.",
)
_LAPSED: Final = Words(
    en="{person} has not answered in time about {statement}. Silence is no approval. {detail}",
    fr="{person} n’a pas répondu à temps au sujet de {statement}. Un silence n’est pas un accord. {detail}",
)
_ALONE: Final = Words(
    en="Nobody else is left to ask for {roles}: telephone.",
    fr="Il ne reste personne d’autre à solliciter pour {roles} : téléphonez.",
)
_MORE_SERIOUS: Final = Words(
    en="It is more serious now: {statement} needs more approval. {detail}",
    fr="C’est plus grave : {statement} demande plus d’accords. {detail}",
)
_RAISED: Final = Words(
    en="One of these must approve: {roles}.", fr="L’un de ces rôles doit l’approuver : {roles}."
)
_RAISED_RED: Final = Words(
    en="Each of these must approve: {roles}. What was approved of the same words stands.",
    fr="Chacun de ces rôles doit l’approuver : {roles}. Les accords donnés aux mêmes mots tiennent.",
)
_ONLY_WRITERS: Final = Words(
    en="Only who wrote it is left for {roles}: name another lead, who is then asked.",
    fr="Pour {roles}, il ne reste que qui l’a écrit : nommez un autre pilote, qui sera sollicité.",
)
_UNREACHED: Final = Words(
    en="Slack could not reach {person} about {statement}. {detail}",
    fr="Slack n’a pas pu joindre {person} au sujet de {statement}. {detail}",
)
_APPROVED: Final = Words(en="{who} approved {statement}.", fr="{who} a approuvé {statement}.")
_REMARKED: Final = Words(
    en="{who} approved {statement}, with a remark: {detail}.",
    fr="{who} a approuvé {statement}, avec une remarque : {detail}.",
)
_OBJECTED: Final = Words(
    en="{who} objects to {statement}, which may not be published: {detail}.",
    fr="{who} s’oppose à {statement}, qui ne peut pas être publié : {detail}.",
)
_OBJECTS_NO_MORE: Final = Words(
    en="{who} withdrew the objection to {statement}.", fr="{who} a retiré son objection à {statement}."
)
_PUBLISHED: Final = Words(
    en="{who} published the statement {statement}{detail}.",
    fr="{who} a publié le communiqué {statement}{detail}.",
)
_HANDED: Final = Words(
    en="{who} handed {statement} to {detail}, which sends it.",
    fr="{who} a confié {statement} à {detail}, qui l’envoie.",
)
_ARRIVED: Final = Words(
    en="{detail} has taken {statement}. Once it is out, mark it as published.",
    fr="{detail} a pris {statement}. Une fois envoyé, marquez-le comme publié.",
)
_REFUSED: Final = Words(en="{statement} was not taken {detail}", fr="{statement} n’a pas été pris {detail}")
_BY_TOOL: Final = Words(en="by {tool}: {why}", fr="par {tool} : {why}")
_WHERE: Final = Words(en=": {where}, {when}", fr=" : {where}, {when}")
_WITHDRAWN: Final = Words(en="{who} withdrew {statement}{detail}.", fr="{who} a retiré {statement}{detail}.")
