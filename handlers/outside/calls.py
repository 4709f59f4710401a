"""A call outside Slack: as a mail, and as what a provider needs to reach somebody by telephone or text message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.outside.parts import Drawn, Facts, Link, Part, drawn
from handlers.web.drawing.reader import Reader
from handlers.web.moments import machine
from handlers.wording import say
from playbooks.escalation import LATE_AFTER
from playbooks.incident import Call, CallState, Incident
from playbooks.playbook import UserId, Words
from playbooks.routing import Directory, MeansId
from playbooks.typed import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A call as one means carries it; without addresses it is answered by telephone."""

    incident: Incident
    call: Call
    means: MeansId
    reference: str  # the same at each try
    page: str | None = None
    door: str | None = None  # at which a provider answers for the person
    token: str = ""


def mail(carried: Carried, reader: Reader) -> Drawn:
    """Draw a call as a mail, in the language of the person who is called."""
    incident, call = carried.incident, carried.call
    subject = _say(
        reader,
        _SUBJECT,
        drill=f"{_read(reader, _DRILL)} · " if incident.drill else "",
        severity=_read(reader, incident.severity.words),
        title=title_of(incident, reader),
        ref=incident.ref,
    )
    return drawn(subject, _parts(carried, reader, call), reader.language.value)


def made(carried: Carried, reader: Reader) -> dict[str, Any]:
    """Give what a provider needs to call somebody, and how the answer comes back."""
    incident, call = carried.incident, carried.call
    contact = reader.directory.contact(call.person)
    return {
        **_event("call.made", carried, reader.now),
        "person": {
            "slack_id": call.person,
            "name": reader.name(call.person),
            "telephone": contact.telephone if contact else "",
            "email": contact.email if contact else "",
            "language": reader.language.value,
        },
        "incident": {
            "ref": incident.ref,
            "title": title_of(incident, reader),
            "severity": incident.severity.value,
            "drill": incident.drill,
            "people_at_risk": incident.people_at_risk,
            "opened_at": machine(incident.opened_at),
        },
        "ladder": call.ladder,
        "rung": call.rung + 1,
        "text": spoken(incident, reader),
        "answer": {"page": carried.page, "api": carried.door},
    }


def ended(carried: Carried, now: datetime) -> dict[str, Any]:
    """Tell a provider that a call needs no answer any more."""
    state = carried.call.state
    outcome = state.value if state in (CallState.TAKEN, CallState.DECLINED) else "not_needed"
    return {**_event("call.ended", carried, now), "outcome": outcome}


def spoken(incident: Incident, reader: Reader) -> str:
    """Say in one breath what happened, as it is read aloud or written in a text message."""
    return _say(
        reader,
        _SPOKEN,
        drill=f"{_read(reader, _DRILL)}. " if incident.drill else "",
        severity=_read(reader, incident.severity.words),
        title=title_of(incident, reader),
        ref=incident.ref,
        who=reader.name(incident.opened_by),
    )


def title_of(incident: Incident, reader: Reader) -> str:
    """Name an incident where others may read along: what is restricted keeps its title to itself."""
    return _read(reader, _RESTRICTED) if incident.restricted else one_line(incident.title)


def numbers(incident: Incident, directory: Directory) -> tuple[tuple[UserId, str], ...]:
    """Give whom to telephone: the lead, and whoever answers when nobody else is left."""
    hub = directory.routing.hub
    known = () if hub is None else directory.people_of(hub, incident.unit, incident.country)
    last = known[0].user if known else directory.administrators[0]
    contacts = (directory.contact(person) for person in dict.fromkeys((incident.lead, last)))
    return tuple((c.user, c.telephone) for c in contacts if c is not None and c.telephone)


def _say(reader: Reader, words: Words, **values: object) -> str:
    """Fill a template in the reader's language."""
    return say(words, reader.language, **values)


def _event(name: str, carried: Carried, now: datetime) -> dict[str, Any]:
    return {
        "event": name,
        "id": carried.reference,
        "at": machine(now),
        "call": carried.token,
        "means": carried.means,
    }


def _parts(carried: Carried, reader: Reader, call: Call) -> Iterable[Part]:
    incident = carried.incident
    if incident.drill:
        yield _read(reader, _DRILL_NOTE)
    yield _say(reader, _ASKS, who=reader.name(incident.opened_by))
    if incident.people_at_risk:
        yield _read(reader, _AT_RISK)
    yield Facts(tuple(_facts(incident, call, reader)))
    late = reader.now - call.due_at
    if late > max(LATE_AFTER, timedelta(minutes=1)):
        yield _say(reader, _LATE, late=reader.length(late))
    yield from _how(carried, reader)
    yield _say(reader, _REFERENCE, reference=carried.reference)


def _facts(incident: Incident, call: Call, reader: Reader) -> Iterable[tuple[str, str]]:
    yield _read(reader, _WHAT), f"{title_of(incident, reader)} ({incident.ref})"
    yield _read(reader, _SEVERITY), _read(reader, incident.severity.words)
    opened = reader.at(incident.opened_at)
    yield _read(reader, _STARTED), opened.full + (f" ({opened.local})" if opened.local else "")
    yield _read(reader, _UNIT), reader.unit(incident.unit)
    yield _read(reader, _LEAD), _with_number(incident.lead, reader)
    yield _read(reader, _WHY), _say(reader, _RUNG, ladder=reader.ladder(call.ladder), rung=call.rung + 1)


def _how(carried: Carried, reader: Reader) -> Iterable[Part]:
    if carried.page is not None:
        yield Link(_read(reader, _ANSWER), carried.page)
        yield _read(reader, _YOURS_ALONE)
        return
    yield _read(reader, _BY_TELEPHONE)
    known = numbers(carried.incident, reader.directory)
    yield Facts(tuple((reader.name(person), number) for person, number in known))


def _with_number(person: UserId, reader: Reader) -> str:
    contact = reader.directory.contact(person)
    number = contact.telephone if contact else ""
    return f"{reader.name(person)} {number}".strip()


def _read(reader: Reader, words: Words) -> str:
    return reader.read(words)


_SUBJECT: Final = Words(
    en="{drill}{severity} · {title} ({ref}): can you take it?",
    fr="{drill}{severity} · {title} ({ref}) : vous en chargez-vous ?",
)
_SPOKEN: Final = Words(
    en="{drill}Crisis Desk. {severity}: {title}, {ref}. {who} needs you. Can you take it?",
    fr="{drill}Crisis Desk. {severity} : {title}, {ref}. {who} a besoin de vous. Vous en chargez-vous ?",
)
_DRILL: Final = Words(en="EXERCISE", fr="EXERCICE")
_DRILL_NOTE: Final = Words(
    en="EXERCISE. This is a drill: say so in every call; nothing goes out to the public.",
    fr="EXERCICE. Ceci est un entraînement : dites-le à chaque appel ; rien ne sort vers le public.",
)
_RESTRICTED: Final = Words(en="a restricted matter", fr="une affaire à diffusion restreinte")
_ASKS: Final = Words(
    en="{who} opened this incident and needs you. Can you take it?",
    fr="{who} a ouvert cet incident et a besoin de vous. Vous en chargez-vous ?",
)
_AT_RISK: Final = Words(en="People may be at risk.", fr="Des personnes peuvent être en danger.")
_WHAT: Final = Words(en="What", fr="Quoi")
_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_STARTED: Final = Words(en="Started", fr="Début")
_UNIT: Final = Words(en="Business unit", fr="Unité")
_LEAD: Final = Words(en="Lead", fr="Pilote")
_WHY: Final = Words(en="Why you", fr="Pourquoi vous")
_RUNG: Final = Words(en="ladder {ladder}, rung {rung}", fr="échelle {ladder}, échelon {rung}")
_LATE: Final = Words(
    en="This message is late by {late}: Slack did not answer in time, or we did not.",
    fr="Ce message a {late} de retard : Slack n’a pas répondu à temps, ou bien nous.",
)
_ANSWER: Final = Words(en="Answer: I take it, or I can’t", fr="Répondre : je m’en charge, ou je ne peux pas")
_YOURS_ALONE: Final = Words(
    en="The link is yours alone: whoever has it answers in your name. One answer is enough; a message in Slack "
    "asks the same.",
    fr="Le lien est à vous : qui l’a répond en votre nom. Une seule réponse suffit ; un message dans Slack pose la "
    "même question.",
)
_BY_TELEPHONE: Final = Words(
    en="Answer in Slack, or by telephone:", fr="Répondez dans Slack, ou par téléphone :"
)
_REFERENCE: Final = Words(
    en="Crisis Desk, reference {reference}. A second copy carries the same reference.",
    fr="Crisis Desk, référence {reference}. Une seconde copie porte la même référence.",
)
