"""Short messages about one fact: a line in the incident's channel, a word to one person, an announcement to all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from handlers.sentences import sentence
from handlers.slack.blocks import duties, holding, ping, points, publishing, steps, surge
from handlers.slack.blocks.addressed import to_you
from handlers.slack.blocks.calls import exhausted, telephones
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.drills import drill_line, drill_note, drill_word
from handlers.slack.blocks.labels import SETTLED
from handlers.slack.blocks.lessons import ACTION_DONE
from handlers.slack.blocks.limits import (
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    message,
    quote,
    section,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line, where_it_runs
from handlers.slack.blocks.statements import edit_button, publish_button, waiting_for, whole
from handlers.slack.blocks.versions import look_button, parted_notice
from playbooks import events as e
from playbooks.escalation import climb_of
from playbooks.incident import CallState, Climb, Incident, StatementState
from playbooks.playbook import Language, StepId, Words
from playbooks.routing import Directory
from playbooks.statements import statement_of

STEPS_SHOWN: Final = 5
SHOWN: Final = 2000  # characters of somebody's words


def notice(
    fact: e.Event, incident: Incident, directory: Directory, language: Language, now: datetime
) -> Message:
    """Draw the line that the incident's channel gets about a fact."""
    reader = Reader(directory=directory, language=language, now=now)
    drill = drill_line(reader, incident)
    parted = parted_notice(reader, incident) if isinstance(fact, e.VersionAccepted) else ()
    return message([*drill, *_news(fact, incident, reader), *parted], _notification(fact, incident, reader))


def nudge(
    fact: e.Event, incident: Incident, directory: Directory, language: Language, now: datetime
) -> Message:
    """Draw the direct message that one person gets about a fact, with what they can do about it at once."""
    reader = Reader(directory=directory, language=language, now=now)
    drill = drill_note(reader, incident)
    addressed = to_you(fact, incident, reader) or holding.to_you(fact, incident, reader)
    if isinstance(fact, e.ClocksReminded):  # The clocks follow, each by its name and with its buttons.
        news: tuple[Block, ...] = (section(duties.reminder_head(fact, incident, reader)),)
    elif addressed is None or isinstance(fact, e.StepsLate):  # So do the late steps.
        news = tuple(_news(fact, incident, reader))
    else:
        news = (section(f"{_sign(fact)} {addressed}"),)
    more = (holding.next_action, surge.next_action)
    of_its_own = (block for then in more for block in then(fact, incident, reader))
    next_action = (*_next_action(fact, incident, reader), *of_its_own)
    blocks = (*drill, *news, *next_action, context(where_it_runs(incident)))
    return message(blocks, _notification(fact, incident, reader, addressed))


def announcement(
    fact: e.Event, incident: Incident, directory: Directory, language: Language, now: datetime
) -> Message:
    """Draw the line that everybody gets about an incident that opens, speaks or closes."""
    reader = Reader(directory=directory, language=language, now=now)
    drill = drill_note(reader, incident)
    head = f"{reader.severity(incident.severity)} · *{quote(incident.title)}* · {incident.ref}"
    told = section(f"{head}\n{_announced(fact, incident, reader)}")
    return message([*drill, told], _notification(fact, incident, reader))


def told(fact: e.Event, incident: Incident, reader: Reader) -> str:
    """Tell one fact in a sentence, as Slack text."""
    return sentence(fact, incident, mention, moment, on_one_line, reader.language, reader.ladder)


def _news(fact: e.Event, incident: Incident, reader: Reader) -> Iterable[Block]:
    match fact:
        case e.UpdateGiven():
            yield section(_said(reader.say(_UPDATE, who=mention(fact.by)), fact.text))
            if fact.next_at is not None:
                yield context(reader.say(_NEXT, when=moment(fact.next_at)))
        case e.HoldingLineSet():
            yield section(_said(reader.say(_LINE, who=mention(fact.by)), fact.text))
        case e.LadderExhausted():
            yield section(_nobody_left(reader, incident, climb_of(incident, fact.ladder)))
        case e.PromiseBroken() | e.PromiseReminded():
            words = _BROKEN if isinstance(fact, e.PromiseBroken) else _SOON
            yield section(reader.say(words, when=moment(fact.next_at), lead=mention(incident.lead)))
        case e.StepsLate():
            yield section(reader.say(_LATE[fact.level], n=len(fact.steps)))
        case e.StatementFact():
            yield from _statement_news(fact, incident, reader)
        case e.AgendaShared():
            yield from points.agenda_blocks(reader, incident)
        case e.SeverityAssessed() | e.RiskFound():
            yield section(reader.say(_AT_RISK, who=mention(fact.by)))
        case _:
            clocks = duties.for_room(fact, incident, reader)
            yield section(
                clocks or f"{_sign(fact)} {told(fact, incident, reader)}{_besides(fact, incident, reader)}"
            )


def _besides(fact: e.Event, incident: Incident, reader: Reader) -> str:
    """Say what whoever reads it can do, where no button does."""
    match fact:
        case e.LeadUnreached():
            return f" {reader.say(_TAKE_OVER, ref=incident.ref)}"
        case e.PointLapsed():
            return f" {reader.say(_ANYBODY, lead=mention(incident.lead))}"
        case _:
            return ""


def _nobody_left(reader: Reader, incident: Incident, climb: Climb) -> str:
    numbers = telephones(reader, climb)
    then = reader.say(_TELEPHONE if numbers else _FIND, numbers=numbers)
    return f"{exhausted(reader, incident, climb)} {then}"


def _statement_news(fact: e.StatementFact, incident: Incident, reader: Reader) -> Iterable[Block]:
    addressed = to_you(fact, incident, reader) if isinstance(fact, e.StatementApproved) else None
    yield section(f"{_sign(fact)} {addressed or told(fact, incident, reader)}")
    if isinstance(fact, e.StatementProposed | e.StatementPublished):
        text, said = statement_of(incident, fact.statement).wording.text, incident.holding_line
        if isinstance(fact, e.StatementProposed) or said is None or said.text != text:
            yield from whole(text)  # What we say for now has a notice of its own, with the same words.


def _sign(fact: e.Event) -> str:
    return next((sign for kind, sign in _SIGNS.items() if isinstance(fact, kind)), "ℹ️")


def _said(head: str, text: str) -> str:
    return f"{head}\n{framed(cut(text, SHOWN))}"


def _next_action(fact: e.Event, incident: Incident, reader: Reader) -> Iterable[Block]:
    match fact:
        case e.StepsLate():
            yield from _with_buttons(fact.steps, incident, reader)
        case e.StepAssigned() | e.StepAdded():
            yield from _with_buttons((fact.step,), incident, reader)
        case e.VersionOffered():
            yield look_button(reader, incident)
        case e.AnswerDoubted():
            yield from _still_on_it(fact, incident, reader)
        case e.ActionAdded() | e.ActionReminded():
            action = incident.action(fact.action)
            if action.done_at is None:
                yield actions(button(ACTION_DONE + action.id, reader.say(_DONE), incident.id, "primary"))
        case _:
            yield from _of_its_own(fact, incident, reader)


def _of_its_own(fact: e.Event, incident: Incident, reader: Reader) -> Iterable[Block]:
    match fact:
        case e.StatementFact():
            yield from _about_statement(fact, incident, reader)
        case e.ClocksReminded():
            yield from duties.reminder(fact, incident, reader)
        case e.PublishingFact():
            yield from publishing.next_action(fact, incident, reader)
        case e.DeliveryFailed() if fact.to is not None:
            yield (
                duties.all_button(reader, incident)
                if fact.clocks
                else publishing.look_button(reader, incident)
            )
        case _:
            what, words = _ASKED.get(type(fact), ("", None))
            if words is not None:
                yield from _asks(what, words, incident, reader)


def _still_on_it(fact: e.AnswerDoubted, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw the button that says so, as long as it would mean something when this is drawn."""
    if incident.is_open and incident.call(fact.call).state in {CallState.TAKEN, CallState.EXPIRED}:
        yield actions(button(ping.STILL, reader.say(_STILL), f"{incident.id}|{fact.call}", "primary"))


def _about_statement(fact: e.StatementFact, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw what its author can do now, as the statement stands when this is drawn."""
    statement = statement_of(incident, fact.statement)
    if not incident.is_open or fact.by == statement.author:
        return
    publishable = statement.state is StatementState.APPROVED and not statement.is_wording
    if publishable and isinstance(fact, e.StatementApproved):
        yield actions(publish_button(reader, incident, statement))
    if statement.state is StatementState.IN_REVIEW and isinstance(fact, e.EstimateLapsed):
        yield context(waiting_for(reader, incident, statement))
    if statement.is_live and isinstance(fact, e.StatementObjected | e.EstimateLapsed):
        yield actions(edit_button(reader, incident, statement))


def _with_buttons(late: tuple[StepId, ...], incident: Incident, reader: Reader) -> Iterable[Block]:
    """Draw the steps as they stand now: those settled meanwhile are left out."""
    wanted = set(late)
    pending = [step for step in incident.open_steps if step.step.id in wanted]
    if incident.is_open:
        for step in pending[:STEPS_SHOWN]:
            yield from steps.with_buttons(reader, incident, step)
    if not pending:
        yield context(reader.say(SETTLED))


def _asks(what: str, words: Words, incident: Incident, reader: Reader) -> Iterable[Block]:
    yield actions(button(ASK + what, reader.say(words), incident.id, "primary"))


def _announced(fact: e.Event, incident: Incident, reader: Reader) -> str:
    place = "" if incident.room is None else reader.say(_IN, channel=f"<#{incident.room.channel}>")
    match fact:
        case e.RoomOpened():
            return reader.say(_OPENED, lead=mention(incident.lead), unit=reader.unit(incident)) + place
        case e.UpdateGiven():
            when = "" if fact.next_at is None else "\n" + reader.say(_NEXT, when=moment(fact.next_at))
            return _said(reader.say(_UPDATE, who=mention(fact.by)), fact.text) + when
        case e.IncidentClosed():
            lasted = reader.lasting(fact.at - incident.opened_at)
            return reader.say(_CLOSED, who=mention(fact.by), lasted=lasted) + place
        case _:
            return told(fact, incident, reader)


def _notification(fact: e.Event, incident: Incident, reader: Reader, addressed: str | None = None) -> str:
    drill = drill_word(reader, incident)
    return f"{drill}{incident.ref} · {addressed or told(fact, incident, reader)}"


_SIGNS: Final = {
    e.SeverityChanged: "📈",
    e.PromiseReminded: "🕑",
    e.LeadNamed: "🧭",
    e.HandedOver: "🧭",
    e.LeadUnreached: "🚨",
    e.AnswerDoubted: "⏳",
    e.AnswerExpired: "💤",
    e.Escalated: "🖐️",
    e.PointDue: "🗓️",
    e.PointLapsed: "⏰",
    e.PointHeld: "🗓️",
    e.ClaimSettled: "🔎",
    e.ClaimChecked: "🔎",
    e.RiskLifted: "🚑",
    e.StepAssigned: "👉",
    e.StepAdded: "👉",
    e.ActionAdded: "👉",
    e.ActionReminded: "⏰",
    e.ReviewReminded: "⏰",
    e.ReviewDated: "🗓️",
    e.DeliveryFailed: "⚠️",
    e.StatementObjected: "⛔",
    e.StatementApproved: "✅",
    e.StatementPublished: "📣",
    e.EstimateLapsed: "⏰",
    e.StatementFact: "📝",
    e.ClockFact: "⚖️",
    e.OutletRestarted: "▶️",
    e.PublishingFact: "⏸️",
    e.VersionOffered: "📘",
    e.VersionAccepted: "📘",
    e.StanceTaken: "⚖️",
    e.StanceReminded: "⏳",
    e.StanceExpired: "🚨",
    e.DecisionAwaited: "🚨",
    e.StanceRenewed: "⏳",
    e.StanceEnded: "🚨",
}
_UPDATE: Final = Words(en="📣 *Update* by {who}", fr="📣 *Point de situation*, par {who}")
_NEXT: Final = Words(en="🕑 Next update {when}.", fr="🕑 Prochain point {when}.")
_LINE: Final = Words(
    en="💬 *What we say for now*, set by {who}", fr="💬 *Ce que nous disons pour l’instant*, fixé par {who}"
)
_TELEPHONE: Final = Words(en="Telephone now: {numbers}.", fr="Téléphonez maintenant : {numbers}.")
_FIND: Final = Words(en="Find somebody now.", fr="Trouvez quelqu’un maintenant.")
_BROKEN: Final = Words(
    en="⏰ *The update promised for {when} did not come.* {lead}: give it now, even if nothing is new.",
    fr="⏰ *Le point promis pour {when} n’a pas été fait.* {lead} : faites-le maintenant, même sans nouveauté.",
)
_SOON: Final = Words(
    en="🕑 {lead}: you promised the next update for {when}. Prepare it now.",
    fr="🕑 {lead} : vous avez promis le prochain point pour {when}. Préparez-le maintenant.",
)
_LATE: Final = {
    e.Nudged.OWNER: Words(
        en="⏰ *Late, and yours to do: {n}.* Do it, give it to somebody, or say why not.",
        fr="⏰ *En retard, et à votre charge : {n}.* Faites, confiez, ou expliquez pourquoi on s’en passe.",
    ),
    e.Nudged.LEAD: Words(
        en="⏰ *Still late: {n}.* The owner was told. As lead, chase it or give it to somebody else.",
        fr="⏰ *Toujours en retard : {n}.* La personne a été prévenue. Pilote, relancez-la ou confiez-les à quelqu’un "
        "d’autre.",
    ),
}
_AT_RISK: Final = Words(
    en="🚑 *People may be at risk*, {who} finds. Their safety comes before any message.",
    fr="🚑 *Des personnes peuvent être en danger*, selon {who}. Leur sécurité passe avant tout message.",
)
_ANYBODY: Final = Words(
    en="{lead} leads; whoever is here can hold it now: `/crisis point held`.",
    fr="{lead} pilote ; toute personne présente peut le tenir maintenant : `/crise point tenu`.",
)
_TAKE_OVER: Final = Words(
    en="Whoever can leads from now on: `/crisis handover {ref} me`.",
    fr="Qui le peut prend le pilotage : `/crise relève {ref} moi`.",
)
_STILL: Final = Words(en="Still on it", fr="Je m’en occupe toujours")
_HOLD_POINT: Final = Words(en="Hold the point", fr="Tenir le point")
_GIVE: Final = Words(en="Give the update", fr="Faire le point")
_STEPS: Final = Words(en="All steps", fr="Toutes les étapes")
_REVIEW: Final = Words(en="Open the review", fr="Ouvrir le retour d’expérience")
_DONE: Final = Words(en="Done", fr="Fait")
# What is opened by the one button under a fact.
_ASKED: Final[Mapping[type[e.Event], tuple[str, Words | None]]] = {
    e.PromiseReminded: ("update", _GIVE),
    e.PromiseBroken: ("update", _GIVE),
    e.LeadNamed: ("steps", _STEPS),
    e.HandedOver: ("steps", _STEPS),
    e.PointDue: ("point", _HOLD_POINT),
    e.PointLapsed: ("point", _HOLD_POINT),
    e.ReviewReminded: ("review", _REVIEW),
}
_IN: Final = Words(en=" Channel: {channel}.", fr=" Canal : {channel}.")
_OPENED: Final = Words(en="Opened. {unit}. Lead: {lead}.", fr="Ouvert. {unit}. Pilote : {lead}.")
_CLOSED: Final = Words(en="🏁 Closed by {who} after {lasted}.", fr="🏁 Clos par {who} au bout de {lasted}.")
