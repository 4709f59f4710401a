"""More people, by hand: a command and a button, for anybody, whatever the hour."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import card, escalating
from handlers.slack.blocks.escalating import ANYBODY, LADDER, ROLE, UNIT
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View
from handlers.slack.listing import open_lines
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from, seen_to
from handlers.slack.verbs import Verb, bare
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import Escalate, IncidentId
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident
from playbooks.playbook import LadderId, RoleId, UnitId, UserId, Words
from playbooks.shelf import folded

_NEXT: Final = frozenset({"next", "suivant", "suivante"})
_BECAUSE: Final = frozenset(
    {"because", "as", "since", "nobody", "no", "parce", "car", "puisque", "personne", "-", "–", "—"}
)
_LONGEST_NAME: Final = 5  # words of a role or a unit that are tried as a name


def register(app: App, desk: Desk) -> None:
    """Listen to the card's button and to both forms."""
    on_form(app, desk, escalating.SURE, _sure)

    @app.action(f"{card.ASK}escalate")
    def asks(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _ask(visit, visit.incident_by_id(Pressed.of(body).value), ""))
        ack()

    @app.view(escalating.FORM)
    def asked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        order = _ordered(Kept.of(view), Filled.of(view))
        incident = visit.incident_by_id(order.incident)
        warning = _warning(visit, incident, order)
        if warning is not None:
            ack(response_action="update", view=warning)
        else:
            seen_to(visit, order)
            ack()


# The forms as they open, and as they come back.


def _ask(visit: Visit, incident: Incident, reason: str) -> View:
    metadata = opened_from(visit, _running(incident)).written()
    return escalating.ask_whom(visit.reader, Draft(incident=incident, metadata=metadata, text=reason))


def _warning(visit: Visit, incident: Incident, order: Escalate) -> View | None:
    """Ask once more before somebody is called who is off duty, away or asleep; None: nobody is."""
    if order.person is None:
        return None
    stands = visit.desk.calling.presence(order.person)
    if not stands.warns:
        return None
    metadata = opened_from(visit, _running(incident)).written()
    draft = Draft(incident=incident, metadata=metadata, text=order.reason)
    return escalating.ask_whether(visit.reader, draft, stands)


def _running(incident: Incident) -> Incident:
    if not incident.is_open:
        raise refusals.calls.too_late_to_escalate(incident.ref)
    return incident


def _ordered(kept: Kept, filled: Filled) -> Escalate:
    incident, reason = IncidentId(kept.incident), filled.text("reason")
    person = filled.person("person")
    if person is not None:
        return Escalate(incident=incident, person=person, reason=reason)
    target = filled.choice("target") or ANYBODY
    return Escalate(
        incident=incident,
        role=RoleId(target.removeprefix(ROLE)) if target.startswith(ROLE) else None,
        unit=UnitId(target.removeprefix(UNIT)) if target.startswith(UNIT) else None,
        ladder=LadderId(target.removeprefix(LADDER)) if target.startswith(LADDER) else None,
        reason=reason,
    )


def _sure(form: Form) -> Escalate:
    person = UserId(form.filled.choice("whom") or "")
    return Escalate(incident=form.incident, person=person, reason=form.filled.text("reason"))


# The command.


def _escalate(visit: Visit, typed: Typed) -> Answer:
    try:
        incident = visit.incident(typed.ref)
    except BadRequest:  # No incident is worked here, and none was named.
        calling = visit.desk.calling
        return escalating.nowhere(visit.reader, open_lines(visit), calling.on_duty(), calling.last_resort())
    order = _wished(visit, _running(incident), typed)
    if order is None:
        show(visit, _ask(visit, incident, typed.text))
        return None
    warning = _warning(visit, incident, order)
    if warning is not None:
        show(visit, warning)
        return None
    after = seen_to(visit, order)
    away = () if order.role is None else visit.desk.calling.away_in(order.role)
    return escalating.asked_for(visit.reader, after, after.escalations[-1], away)


def _wished(visit: Visit, incident: Incident, typed: Typed) -> Escalate | None:
    """Read whom somebody typed, and why; None: nobody is named at the beginning of it."""
    if typed.person is not None:
        return Escalate(incident=incident.id, person=visit.person(typed.person), reason=typed.text)
    words = typed.text.split()
    if words and _asks_for_the_next(words):
        return Escalate(incident=incident.id, reason=_rest(typed.text, 1))
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        named = " ".join(words[:count]).strip(" ,:;.")
        role = _found(named, _roles(visit))
        unit = _found(named, _units(visit))
        if role or unit:
            reason = _rest(typed.text, count)
            return Escalate(
                incident=incident.id,
                role=RoleId(role) if role else None,
                unit=UnitId(unit) if unit and not role else None,
                reason=reason,
            )
    return None


def _asks_for_the_next(words: Sequence[str]) -> bool:
    """Whether the next rung is meant: the word alone, or with a reason after it; “next of kin” is somebody else."""
    if bare(words[0].strip(" ,:;.")) not in _NEXT:
        return False
    return len(words) == 1 or words[0][-1] in ",:;." or bare(words[1]) in _BECAUSE


def _roles(visit: Visit) -> Iterable[tuple[str, Words]]:
    directory = visit.desk.directory()
    held = {role for contact in directory.contacts for role in contact.roles}
    return ((role, title) for role, title in directory.roles.items() if role in held)


def _units(visit: Visit) -> Iterable[tuple[str, Words]]:
    return ((unit.id, unit.title) for unit in visit.desk.directory().units)


def _found(named: str, known: Iterable[tuple[str, Words]]) -> str | None:
    """Find what is called so, by its id or its title in either language."""
    wanted = folded(named)
    fits = (key for key, title in known if wanted in (folded(key), folded(title.en), folded(title.fr)))
    return next(fits, None) if wanted else None


def _rest(text: str, count: int) -> str:
    """Give what stands after so many words, as it was typed."""
    parts = text.split(maxsplit=count)
    return parts[count].lstrip(" ,:;.–—-") if len(parts) > count else ""


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.ESCALATE: _escalate}
