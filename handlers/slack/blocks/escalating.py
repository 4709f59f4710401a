"""More people, by hand: the form, the question before somebody is called who is off duty, and the answers."""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.sentences_ladders import next_people
from handlers.slack.blocks.calls import by_name
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SEND
from handlers.slack.blocks.limits import (
    CHOICES,
    Element,
    Message,
    View,
    ask,
    message,
    option,
    optional,
    person_select,
    quote,
    radio,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from handlers.wording import set_in
from playbooks.escalation import following
from playbooks.incident import Call, ClimbState, Escalation, Incident
from playbooks.playbook import RoleId, UserId, Words
from playbooks.ports import IncidentLine
from playbooks.routing import Presence, Rota
from playbooks.typed import TEXT_LIMIT

FORM: Final = "call:escalate"
SURE: Final = "call:escalate:sure"
ANYBODY: Final = "anybody"
LADDER, ROLE, UNIT = "ladder:", "role:", "unit:"  # Each followed by its id, as a choice of the menu.
_SHOWN: Final = 5  # open incidents that are named


def ask_whom(reader: Reader, draft: Draft) -> View:
    """Ask for whom: somebody by name, else a role, a unit or the next rung; and why."""
    targets = _targets(reader, draft.incident)
    blocks = (
        section(reader.say(_ALWAYS)),
        optional(ask("person", reader.say(_A_PERSON), person_select("person"))),
        optional(ask("target", reader.say(_OR_ELSE), select("target", targets, str(targets[0]["value"])))),
        optional(ask("reason", reader.say(_WHY), text_input("reason", draft.text, most=TEXT_LIMIT))),
    )
    return form(reader, draft, Named(FORM, _TITLE, SEND), blocks)


def ask_whether(reader: Reader, draft: Draft, stands: Presence) -> View:
    """Ask whether somebody is called all the same who is off duty, away or asleep, and say who is on."""
    on_duty = (_who_is_on(reader, role, user) for user, role in _each_once(stands))
    sure = option(reader.say(_ALL_THE_SAME, who=_name(reader, stands.person)), stands.person)
    choices = [sure, *on_duty]
    blocks = (
        section("\n".join(warnings(reader, stands))),
        ask("whom", reader.say(_THEN_WHOM), radio("whom", choices, stands.person)),
        optional(ask("reason", reader.say(_WHY), text_input("reason", draft.text, most=TEXT_LIMIT))),
    )
    return form(reader, draft, Named(SURE, _TITLE, SEND), blocks)


def warnings(reader: Reader, stands: Presence) -> Iterable[str]:
    """Say why somebody may not answer."""
    who = mention(stands.person)
    if stands.away:
        yield reader.say(_AWAY, who=who)
    if stands.off_duty:
        yield reader.say(_OFF_DUTY, who=who)
    if stands.asleep:
        yield reader.say(_ASLEEP, who=who)


def asked_for(reader: Reader, incident: Incident, asked: Escalation, away: Sequence[UserId] = ()) -> Message:
    """Say what became of the wish: whose calls are on their way, never that they arrived; and who of a role is `away`."""
    if asked.joined:
        told = _coming(reader, incident, asked)
    else:
        people = ", ".join(mention(call.person) for call in _called(incident, asked))
        told = reader.say(_ON_ITS_WAY, ref=incident.ref, people=people)
        if away:
            told += "\n" + reader.say(_ALL_AWAY, who=", ".join(map(mention, away)))
    return message([section(told)], told)


def _coming(reader: Reader, incident: Incident, asked: Escalation) -> str:
    """Say by what somebody is called already: a ladder of the directory, or a wish of a moment before."""
    wishes = (e for e in incident.escalations if e.ladder == asked.ladder and not e.joined)
    first = next(wishes, None)
    if first is None:
        who = "" if asked.person is None else mention(asked.person)
        return reader.say(_HAS_A_CALL, ref=incident.ref, who=who, ladder=reader.ladder(asked.ladder))
    return reader.say(_SAME, ref=incident.ref, who=mention(first.by), when=moment(first.at))


def nowhere(
    reader: Reader,
    lines: Sequence[IncidentLine],
    duty: Sequence[tuple[Rota, UserId | None]],
    last_resort: Sequence[UserId],
) -> Message:
    """Say how to ask where no incident is: name one, or start one; and who can be telephoned at once."""
    named = "\n".join(
        f"• `{reader.say(_TYPED, ref=line.ref)}` {on_one_line(line.title)}" for line in lines[:_SHOWN]
    )
    here = reader.say(_NAME_ONE, incidents=named) if named else ""
    on = tuple(_on_duty(reader, rota, user) for rota, user in duty)
    people = on or tuple(_with_telephone(reader, user) for user in last_resort)
    told = reader.say(_ON_DUTY if on else _CAN_BE_CALLED, people="\n".join(f"• {one}" for one in people))
    parts = [part for part in (here, reader.say(_START_ONE), told) if part]
    return message([section(part) for part in parts], reader.say(_START_ONE))


def _called(incident: Incident, asked: Escalation) -> tuple[Call, ...]:
    return tuple(c for c in incident.calls if c.ladder == asked.ladder and c.owed_at == asked.at)


def _targets(reader: Reader, incident: Incident) -> list[Element]:
    """List what can be chosen beside a person, the next rungs first; never nothing."""
    running = (climb for climb in incident.climbs if climb.state is ClimbState.CALLING)
    ahead = (climb for climb in running if following(incident, climb) is not None)
    rungs = [
        option(
            reader.say(
                _NEXT_RUNG,
                ladder=reader.ladder(climb.ladder),
                who=next_people(incident, climb, by_name(reader)),
            ),
            LADDER + climb.ladder,
        )
        for climb in ahead
    ]
    directory, language = reader.directory, reader.language
    held = {role for contact in directory.contacts for role in contact.roles}
    roles = [
        option(set_in(language, title), ROLE + role)
        for role, title in directory.roles.items()
        if role in held
    ]
    units = [option(set_in(language, unit.title), UNIT + unit.id) for unit in directory.units]
    anybody = option(reader.say(_WHOEVER), ANYBODY)
    return [*rungs, anybody, *roles, *units][:CHOICES]


def _each_once(stands: Presence) -> Iterable[tuple[UserId, RoleId]]:
    """Name who is on duty, each once, for the first of the roles."""
    return {user: role for role, user in reversed(stands.instead)}.items()


def _who_is_on(reader: Reader, role: RoleId, user: UserId) -> Element:
    title = set_in(reader.language, reader.directory.role_title(role))
    return option(reader.say(_WHO_IS_ON, who=_name(reader, user), role=title), user)


def _name(reader: Reader, user: UserId) -> str:
    contact = reader.directory.contact(user)
    return user if contact is None else contact.name


def _with_telephone(reader: Reader, user: UserId) -> str:
    contact = reader.directory.contact(user)
    return mention(user) if contact is None else f"{quote(contact.name)} {quote(contact.telephone)}"


def _on_duty(reader: Reader, rota: Rota, user: UserId | None) -> str:
    who = reader.say(_NOBODY) if user is None else _with_telephone(reader, user)
    return f"*{reader.quote(rota.title)}* {who}"


_TITLE: Final = Words(en="More people", fr="Du renfort")
_ALWAYS: Final = Words(
    en="Asking for more people is never wrong. They are called at once; if they do not answer, their deputy is, then "
    "the unit.",
    fr="Demander du renfort n’est jamais une erreur. L’appel part aussitôt ; sans réponse, la suppléance est appelée, "
    "puis l’unité.",
)
_A_PERSON: Final = Words(en="Somebody by name", fr="Une personne en particulier")
_OR_ELSE: Final = Words(en="Or else", fr="Ou bien")
_WHY: Final = Words(
    en="Why? It is what they read first.", fr="Pourquoi ? C’est la première chose qu’on lira."
)
_NEXT_RUNG: Final = Words(en="Next rung of {ladder}: {who}", fr="Échelon suivant de {ladder} : {who}")
_WHOEVER: Final = Words(en="Whoever can help", fr="Qui pourra aider")
_AWAY: Final = Words(en="⚠️ {who} is *away*.", fr="⚠️ {who} est *en absence*.")
_OFF_DUTY: Final = Words(
    en="⚠️ {who} is *not on duty* now.", fr="⚠️ {who} n’est *pas de service* en ce moment."
)
_ASLEEP: Final = Words(
    en="⚠️ {who} has asked *not to be called at this hour*.",
    fr="⚠️ {who} a demandé *à ne pas être appelé à cette heure*.",
)
_THEN_WHOM: Final = Words(en="Who should be called?", fr="Qui faut-il appeler ?")
_ALL_AWAY: Final = Words(
    en="⚠️ {who} would answer for it and is away, so others are called instead.",
    fr="⚠️ {who} devrait répondre et a annoncé son absence : d’autres sont appelés à la place.",
)
_HAS_A_CALL: Final = Words(
    en="{ref}: {who} has a call already, by the ladder {ladder}. The card says whether it was accepted, and who answered.",
    fr="{ref} : {who} a déjà un appel, par l’échelle {ladder}. La fiche dit s’il est accepté, et qui a répondu.",
)
_ALL_THE_SAME: Final = Words(en="{who}, all the same", fr="{who}, malgré tout")
_WHO_IS_ON: Final = Words(en="{who}, on duty ({role})", fr="{who}, de service ({role})")
_ON_ITS_WAY: Final = Words(
    en="✅ {ref}: a call is on its way to {people}. The card says when it was accepted, and who answered.",
    fr="✅ {ref} : un appel part vers {people}. La fiche de suivi dira quand il est accepté, et qui a répondu.",
)
_SAME: Final = Words(
    en="✅ {ref}: {who} asked for the same {when}, so nobody is called twice. Your reason stands in the log.",
    fr="✅ {ref} : {who} a demandé la même chose {when} ; personne n’est appelé deux fois. Votre raison est au journal.",
)
_TYPED: Final = Words(en="/crisis escalate {ref}", fr="/crise escalader {ref}")
_NAME_ONE: Final = Words(
    en="No incident is worked in this channel. Name the one that needs people:\n{incidents}",
    fr="Aucun incident n’est traité dans ce canal. Nommez celui qui a besoin de renfort :\n{incidents}",
)
_START_ONE: Final = Words(
    en="For something new, `/crisis start` opens an incident and calls the right people at once.",
    fr="Pour un fait nouveau, `/crise démarrer` ouvre un incident et appelle aussitôt les bonnes personnes.",
)
_ON_DUTY: Final = Words(en="*On duty now*\n{people}", fr="*De service en ce moment*\n{people}")
_CAN_BE_CALLED: Final = Words(en="*You can telephone*\n{people}", fr="*Vous pouvez téléphoner*\n{people}")
_NOBODY: Final = Words(en="nobody", fr="personne")
