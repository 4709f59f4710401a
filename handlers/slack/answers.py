"""
The one place where a refusal or a fault becomes words for the person who asked, and for nobody else.

A command is answered in its acknowledgement, a form beside its field or in a window over it, a button by a message
that only its presser sees. Nothing typed is lost: a form that is refused stays open and filled.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from slack_bolt import App, BoltContext, BoltResponse, Respond
from slack_sdk import WebClient

from handlers.slack.blocks import lists
from handlers.slack.blocks.limits import Message, View, cut, message, quote, section
from handlers.slack.blocks.moments import fallback
from handlers.slack.blocks.reader import Reader
from handlers.slack.visits import Filled, Visit
from handlers.slack.windows import UNREACHED, reason_of, typed_again
from handlers.slack.words import spoken
from playbooks.desk import Desk
from playbooks.errors import NotSaved, Refusal
from playbooks.playbook import Language, UnitId, Words
from playbooks.routing import Contact, Directory, listed

log = structlog.get_logger(__name__)

REFERENCE: Final = 8  # signs of a fault's reference: enough to find it in the log
NUMBERS: Final = 12  # telephone numbers that are given when nothing can be saved
FIELD_ERROR: Final = 300  # characters beside a field

MARK_TOLD: Final = "told"  # in a request's context: the person has heard that it was refused or failed

_PERSON: Final = re.compile(r"<@([A-Z0-9]+)>")
_DATE: Final = re.compile(r"<!date\^(\d+)\^[^<>|]*\|([^<>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody is told, and the field that it belongs beside."""

    title: Words
    text: str
    field: str | None = None


def register(app: App, desk: Desk) -> None:
    """Have every refusal and fault of the listeners answered here."""

    @app.error
    def refused(
        error: Exception, body: dict[str, Any], client: WebClient, respond: Respond, context: BoltContext
    ) -> BoltResponse:
        context[MARK_TOLD] = True
        return answered(error, Visit(desk=desk, client=client, body=body, hint=hinted(body)), respond)


def answered(error: Exception, visit: Visit, respond: Respond) -> BoltResponse:
    """Answer whoever asked for something that was refused or failed."""
    told = _told(error, visit)
    if "command" in visit.body:
        return BoltResponse(status=200, body=only_for_you(_with_typed(visit, told)))
    if visit.body.get("type") == "view_submission":
        return _beside_field(visit, told, error)
    if isinstance(error, NotSaved) and is_of_nobody(visit.body):
        return BoltResponse(status=503, body="")
    _aside(visit, told, respond)
    return BoltResponse(status=200, body="")


def is_of_nobody(body: Mapping[str, Any]) -> bool:
    """Whether Slack tells of a message that changed: nobody waits for an answer, and told no, it brings it again."""
    return (body.get("event") or {}).get("type") == "message"


def only_for_you(drawn: Message) -> dict[str, Any]:
    """Answer a command so that only the person who typed it sees the answer."""
    return {"response_type": "ephemeral", "text": drawn.text, "blocks": drawn.blocks}


def as_message(text: str) -> Message:
    """Make a message of a few words of ours."""
    return message([section(text)], text)


def whisper(respond: Respond, drawn: Message, request: str) -> bool:
    """Tell the presser of a button something that nobody else sees. False: Slack did not take it, which is logged."""
    try:
        answer = respond(
            text=drawn.text, blocks=drawn.blocks, response_type="ephemeral", replace_original=False
        )
    except (*UNREACHED, ValueError) as exc:
        log.warning("whisper_lost", reason=reason_of(exc), request=request)
        return False
    if answer.status_code >= 300:
        log.warning("whisper_lost", reason=answer.status_code, request=request)
    return answer.status_code < 300


def beside(visit: Visit, channel: str, drawn: Message) -> None:
    """Tell somebody something in a channel that nobody else sees there. Where Slack does not take it, it is logged."""
    try:
        visit.client.chat_postEphemeral(
            channel=channel, user=visit.user, text=drawn.text, blocks=drawn.blocks
        )
    except UNREACHED as exc:
        log.warning("whisper_lost", reason=reason_of(exc), request=visit.request)


def settle(respond: Respond, body: Mapping[str, Any], told: str) -> bool:
    """
    Put what has become of a thing in the place of its buttons, in a message that nobody else edits.

    False: the message has no such row, or Slack did not take it, which is logged.
    """
    said, pressed = body.get("message") or {}, body["actions"][0]["action_id"]
    blocks: list[dict[str, Any]] = list(said.get("blocks") or ())
    rows = (n for n, block in enumerate(blocks) if block["type"] == "actions")
    row = next((n for n in rows if any(e.get("action_id") == pressed for e in blocks[n]["elements"])), None)
    if not row:
        return False
    drawn = [*blocks[: row - 1], section(told), *blocks[row + 1 :]]
    try:
        answer = respond(text=said.get("text") or told, blocks=drawn, replace_original=True)
    except (*UNREACHED, ValueError) as exc:
        log.warning("message_not_settled", reason=reason_of(exc))
        return False
    return answer.status_code < 300


def telephones(directory: Directory, unit: UnitId | None, at: datetime) -> tuple[Contact, ...]:
    """Give the people of every ladder for a unit, in the order in which they would be called."""
    ladders = [listed(directory, plan.id, unit, at) for plan in directory.ladders]
    # All the first rungs come first, then all the second: somebody of each ladder is near the top.
    level = (rung for rungs in zip_longest(*ladders) for rung in rungs if rung is not None)
    contacts = (
        directory.contact(user) for user in dict.fromkeys(user for users, _ in level for user in users)
    )
    return tuple(contact for contact in contacts if contact is not None)[:NUMBERS]


def plainly(text: str, reader: Reader, zone: str) -> str:
    """Write a refusal where Slack shows no markup: names instead of mentions, the reader's own time, no marks."""

    def named(found: re.Match[str]) -> str:
        contact = next((c for c in reader.directory.contacts if c.user == found[1]), None)
        return f"@{found[1]}" if contact is None else contact.name

    def timed(found: re.Match[str]) -> str:
        return fallback(int(found[1]), ZoneInfo(zone)) if zone else found[2]

    bare = _DATE.sub(timed, _PERSON.sub(named, text)).replace("`", "")
    return html.unescape(bare.replace("*", ""))


def _told(error: Exception, visit: Visit) -> Told:
    if isinstance(error, Refusal):
        return Told(title=_NOT_DONE, text=visit.reader.say(_as_is(error.tell)), field=error.field)
    reader = calm_reader(visit)
    if isinstance(error, NotSaved):
        log.error("not_saved", request=visit.request, reason=str(error))
        return Told(title=_NOT_SAVED, text=_call_them(visit, reader))
    reference = _reference(visit)
    log.error("request_failed", reference=reference, request=visit.request, exc_info=error)
    return Told(title=_FAILED, text=reader.say(_FAULT, reference=reference))


def failed(visit: Visit) -> str:
    """Apologise for a fault outside the listeners, which Bolt has logged, with a reference."""
    reference = _reference(visit)
    log.error("request_failed", reference=reference, request=visit.request)
    return calm_reader(visit).say(_FAULT, reference=reference)


def _reference(visit: Visit) -> str:
    return visit.desk.crisis.ids.fresh().replace("-", "")[-REFERENCE:]


def _with_typed(visit: Visit, told: Told) -> Message:
    """Answer a command that was not carried out, and give back what it held: nobody types it twice."""
    again = typed_again(visit.body)
    given_back = (section(calm_reader(visit).say(_AGAIN)), section(again)) if again else ()
    return message([section(told.text), *given_back], told.text)


def _as_is(tell: Words) -> Words:
    """Keep braces in a refusal's words, which may quote what somebody typed, from being read as a template."""
    return Words(**{name: getattr(tell, name).replace("{", "{{").replace("}", "}}") for name in ("en", "fr")})


def _call_them(visit: Visit, reader: Reader) -> str:
    people = telephones(reader.directory, _unit(visit), reader.now)
    numbers = [f"• {quote(person.name)} · {quote(person.telephone)}" for person in people]
    return "\n".join((reader.say(_TELEPHONE if numbers else _NOBODY_LISTED), *numbers))


def _unit(visit: Visit) -> UnitId | None:
    chosen = Filled.of(visit.body.get("view") or {}).choice("unit")
    contact = visit.desk.people.contact(visit.user)
    own = contact.units[0] if contact is not None and contact.units else None
    return UnitId(chosen) if chosen else own


def calm_reader(visit: Visit) -> Reader:
    """Draw without asking the memory anything: it may be what failed."""
    directory = visit.desk.directory()
    contact = directory.contact(visit.user)
    language = contact.language if contact is not None else visit.hint or directory.default_language
    return Reader(directory=directory, language=language, now=visit.desk.clock.now())


def _beside_field(visit: Visit, told: Told, error: Exception) -> BoltResponse:
    fields = [str(block["block_id"]) for block in visit.body["view"]["blocks"] if block["type"] == "input"]
    if not isinstance(error, Refusal) or not fields:
        return BoltResponse(status=200, body={"response_action": "push", "view": _window(visit, told)})
    field = told.field if told.field in fields else fields[0]
    contact = visit.desk.people.contact(visit.user)
    text = plainly(told.text, calm_reader(visit), "" if contact is None else contact.zone)
    return BoltResponse(
        status=200, body={"response_action": "errors", "errors": {field: cut(text, FIELD_ERROR)}}
    )


def _aside(visit: Visit, told: Told, respond: Respond) -> None:
    """Answer a button, a shortcut or an event: where it was pressed if that can be, else in a window, else directly."""
    if visit.body.get("response_url") and whisper(respond, as_message(told.text), visit.request):
        return
    marked = ((visit.body.get("event") or {}).get("item") or {}).get("channel")
    if visit.user and marked:
        beside(visit, str(marked), as_message(told.text))
        return
    if visit.user and _in_window(visit, told):
        return
    if visit.user and visit.body.get("type") != "event_callback":
        _directly(visit, told)


def _in_window(visit: Visit, told: Told) -> bool:
    if not visit.trigger:
        return False
    opens = visit.client.views_push if visit.in_window else visit.client.views_open
    try:
        opens(trigger_id=visit.trigger, view=_window(visit, told))
    except UNREACHED as exc:
        log.warning("window_not_opened", reason=reason_of(exc), request=visit.request)
        return False
    return True


def _directly(visit: Visit, told: Told) -> None:
    drawn = as_message(told.text)
    try:
        visit.client.chat_postMessage(channel=visit.user, text=drawn.text, blocks=drawn.blocks)
    except UNREACHED as exc:
        log.warning("answer_lost", reason=reason_of(exc), request=visit.request)


def _window(visit: Visit, told: Told) -> View:
    return lists.telling(calm_reader(visit), told.title, told.text)


def hinted(body: Mapping[str, Any]) -> Language | None:
    if "command" not in body:
        return None
    return spoken(str(body.get("text") or ""), str(body["command"]))


_NOT_DONE: Final = Words(en="Not done", fr="Pas fait")
_NOT_SAVED: Final = Words(en="Not saved", fr="Pas enregistré")
_FAILED: Final = Words(en="Something failed", fr="Une panne")
_AGAIN: Final = Words(en="What you typed, to send again:", fr="Ce que vous aviez tapé, à renvoyer :")
_TELEPHONE: Final = Words(
    en="⚠️ *Not saved.* Crisis Desk cannot write right now. What you just sent was not saved. *Act by telephone:*",
    fr="⚠️ *Pas enregistré.* Crisis Desk ne peut pas écrire en ce moment. Ce que vous venez d’envoyer n’a pas été "
    "enregistré. *Agissez par téléphone :*",
)
_NOBODY_LISTED: Final = Words(
    en="⚠️ *Not saved.* Crisis Desk cannot write right now. What you just sent was not saved. "
    "*Act by telephone*, with the numbers of your own list.",
    fr="⚠️ *Pas enregistré.* Crisis Desk ne peut pas écrire en ce moment. Ce que vous venez d’envoyer n’a pas été "
    "enregistré. *Agissez par téléphone*, avec les numéros de votre propre liste.",
)
_FAULT: Final = Words(
    en="Sorry, this failed on our side. What you just asked may not have been done: look at the card. If it was not, "
    "try once more; if it fails again, act by telephone and give this reference to whoever runs Crisis Desk: "
    "`{reference}`.",
    fr="Désolé, cela a échoué de notre côté. Il se peut que ce que vous venez de demander n’ait pas été fait : regardez "
    "la fiche de suivi. Si ce n’est pas fait, réessayez une fois ; si cela échoue encore, agissez par téléphone et "
    "donnez cette référence à qui gère Crisis Desk : `{reference}`.",
)
