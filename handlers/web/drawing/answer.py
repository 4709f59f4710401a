"""The page on which somebody answers a call outside Slack: what is asked, or what became of it."""

from dataclasses import dataclass

from handlers.outside.calls import title_of
from handlers.web.drawing.reader import Reader
from handlers.web.words_answer import ANSWER
from handlers.wording import say
from playbooks.escalation import asks_on, may_return, taken_by
from playbooks.incident import Call, CallState, Incident
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """What the page shows. `asks`: whether “I take it” is offered; `declines`: whether “I can’t” is as well."""

    title: str
    ref: str
    incident: str
    asks: bool
    declines: bool
    says: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]  # a label, what it says, a telephone number
    drill: bool
    at_risk: bool


def answer_part(incident: Incident, call: Call, reader: Reader) -> AnswerPart:
    """Draw a call for the person who was called."""
    returns = may_return(incident, call)
    asks = asks_on(incident, call) or returns
    title, says = _became(incident, call, reader) if returns or not asks else _asked(incident, call, reader)
    over = not asks and call.state is not CallState.TAKEN
    return AnswerPart(
        title=title,
        ref=incident.ref,
        # Whoever has a part may know what it is about: the page is theirs alone.
        incident=title_of(incident, reader) if over else incident.title,
        asks=asks,
        declines=asks and not returns,
        says=says,
        facts=() if over else _facts(incident, call, reader),
        drill=incident.drill,
        at_risk=incident.people_at_risk and asks,
    )


def word(reader: Reader, key: str, **values: object) -> str:
    """Give one of this page's own words."""
    return say(ANSWER[key], reader.language, **values)


def _asked(incident: Incident, call: Call, reader: Reader) -> tuple[str, tuple[str, ...]]:
    name, who = reader.name(call.person), reader.name(incident.opened_by)
    return word(reader, "title"), (word(reader, "asks", name=name, who=who),)


def _became(incident: Incident, call: Call, reader: Reader) -> tuple[str, tuple[str, ...]]:
    when = "" if call.answered_at is None else reader.at(call.answered_at).full
    if call.state is CallState.TAKEN:
        return word(reader, "taken"), (word(reader, "taken_since", when=when), word(reader, "go_on"))
    if call.state is CallState.DECLINED:
        since = word(reader, "declined_since", when=when)
        more = word(reader, "after_all" if may_return(incident, call) else "no_more_asked")
        return word(reader, "declined"), (since, more)
    taken = taken_by(incident, call.ladder)
    if taken is not None and taken.answered_at is not None:
        since = reader.at(taken.answered_at).full
        return word(reader, "no_more"), (
            word(reader, "other_took", name=reader.name(taken.person), when=since),
        )
    if incident.closed_at is not None:
        return word(reader, "no_more"), (word(reader, "closed", when=reader.at(incident.closed_at).full),)
    return word(reader, "no_more"), (word(reader, "over"),)


def _facts(incident: Incident, call: Call, reader: Reader) -> tuple[tuple[str, str, str], ...]:
    opened = reader.at(incident.opened_at)
    local = f" ({opened.local})" if opened.local else ""
    rung = word(reader, "rung", ladder=reader.ladder(call.ladder), rung=call.rung + 1)
    return (
        (word(reader, "severity"), reader.read(incident.severity.words), ""),
        (word(reader, "started"), f"{opened.full}{local}", ""),
        (word(reader, "unit"), reader.unit(incident.unit), ""),
        (word(reader, "lead"), reader.name(incident.lead), _telephone(incident.lead, reader)),
        (word(reader, "why"), rung, ""),
    )


def _telephone(person: UserId, reader: Reader) -> str:
    contact = reader.directory.contact(person)
    return "" if contact is None else contact.telephone
