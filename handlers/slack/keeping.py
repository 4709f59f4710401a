"""
Messages of an incident's channel that are added to its log: by their menu, or by an emoji.

What becomes of a kept message later is logged too. Of all other messages nothing is looked at, but for whether one
that was edited or deleted had been kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.slack.answers import as_message, beside
from handlers.slack.blocks import entries as drawn
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import METADATA, cut
from handlers.slack.blocks.reader import framed
from handlers.slack.entries import SHOWN, sort_of
from handlers.slack.messages import WRITTEN, heard, link_to, read, words_in, written_at
from handlers.slack.orders import carry_out
from handlers.slack.strangers import KEEPER, Doorkeeper
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import show
from playbooks import refusals
from playbooks.commands import (
    Asked,
    ChannelId,
    EntryKind,
    IncidentId,
    NoteMessageDeletion,
    NoteMessageEdit,
    Original,
    RemarkOnReview,
    RequestId,
    WriteLog,
)
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident
from playbooks.playbook import UserId, Words

SHORTCUT: Final = "add_to_log"
MARKS: Final = frozenset({"memo", "pencil", "pencil2"})  # 📝 under each of its names, and ✏️ beside it
_STONE: Final = "tombstone"  # what Slack puts in the place of a deleted message that has a thread


def register(app: App, desk: Desk) -> None:
    """Listen to the menu of messages, to emoji, and to messages that change."""

    @app.shortcut(SHORTCUT)
    def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _ask(Visit.of(desk, client, body))
        ack()

    @app.view(drawn.KEEP)
    def filled_in(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        _keep(visit, _as_filled(Kept.of(view), Filled.of(view), visit))
        ack()

    @app.event("reaction_added")
    def marked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        event = body["event"]
        if event.get("reaction") in MARKS and event["item"].get("type") == "message":
            _keep_marked(Visit.of(desk, client, body), event["item"])
        ack()

    @app.event({"type": "message", "subtype": WRITTEN})
    def said(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        message = body["event"]
        if _is_answer(message):
            visit = Visit.of(desk, client, body)
            incident = desk.looking.worked_in(ChannelId(str(message.get("channel"))))
            _remarked(visit, incident, message, context[KEEPER])
        ack()

    @app.event({"type": "message", "subtype": "message_changed"})
    def edited(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        _follow(Visit.of(desk, client, body), body["event"].get("message") or {}, context[KEEPER])
        ack()

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        event = body["event"]
        gone = {**(event.get("previous_message") or {}), "ts": event.get("deleted_ts"), "subtype": _STONE}
        _follow(Visit.of(desk, client, body), gone, context[KEEPER])
        ack()


# By the menu of a message: a form asks what it is.


def _ask(visit: Visit) -> None:
    incident, message = visit.incident(None), visit.body.get("message") or {}
    found = heard(visit, ChannelId(str(visit.channel)), message)
    original = found.original
    before = incident.logbook.message(original.channel, original.ts)
    if before is not None:  # Refused now rather than after the form was filled.
        raise refusals.entries.kept_before(before.entry)
    kept = _fitting(
        Kept(
            incident=incident.id,
            subject=f"{original.ts}|{original.author}",
            channel=original.channel,
            text=found.text,
        )
    )
    draft = Draft(incident=incident, metadata=kept.written(), text=found.text)
    show(visit, drawn.keep_message(visit.reader, draft, original.author))


def _fitting(kept: Kept) -> Kept:
    """Leave out the end of a text that a form cannot keep, where many of its signs are written as two."""
    while len(kept.written()) > METADATA:
        kept = replace(kept, text=cut(kept.text, len(kept.text) * 9 // 10))
    return kept


def _as_filled(kept: Kept, filled: Filled, visit: Visit) -> WriteLog:
    ts, _, author = kept.subject.partition("|")
    channel, (status, kind) = ChannelId(kept.channel), sort_of(filled.choice("status"))
    return WriteLog(
        incident=IncidentId(kept.incident),
        text=kept.text,
        status=status,
        kind=kind,
        source=filled.text("source"),
        happened=written_at(visit, ts),
        original=Original(channel=channel, ts=ts, author=UserId(author)),
    )


# By an emoji: nothing is asked.


def _keep_marked(visit: Visit, item: Mapping[str, Any]) -> None:
    channel = ChannelId(str(item["channel"]))
    try:
        incident = visit.desk.looking.here(channel, visit.user)
    except BadRequest:
        return  # Elsewhere, or for somebody who may not know of the incident, the emoji is no more than that.
    if incident.room is None or incident.room.name is None:
        return  # In a channel of others people mark what they like.
    found = heard(visit, channel, read(visit, channel, str(item["ts"])))
    order = WriteLog(
        incident=incident.id,
        text=found.text,
        kind=EntryKind.MESSAGE,
        happened=found.at,
        original=found.original,
    )
    _keep(visit, order)


def _keep(visit: Visit, order: WriteLog) -> None:
    """Keep a message with its address, and tell whoever added it under which number."""
    original = order.original
    if original is None:
        return
    link = link_to(visit, original.channel, original.ts)
    after = carry_out(visit, replace(order, original=replace(original, link=link)))
    kept = after.logbook.message(original.channel, original.ts)
    number, text = 0 if kept is None else kept.entry, framed(cut(order.text, SHOWN))
    told = visit.reader.say(_KEPT, ref=after.ref, n=number, text=text)
    beside(visit, original.channel, as_message(told))


# What becomes of a message.


def _follow(visit: Visit, message: Mapping[str, Any], keeper: Doorkeeper) -> None:
    """Log what a kept message says by now, or that it is gone; of every other one only what a review says counts."""
    event = visit.body["event"]
    before = event.get("previous_message") or {}
    gone = message.get("subtype") == _STONE
    if before.get("bot_id") or message.get("bot_id"):
        return
    if not gone and message.get("text") == before.get("text"):
        return  # A preview or an answer in its thread came under it.
    channel, ts = ChannelId(str(event.get("channel"))), str(message.get("ts"))
    incident = visit.desk.looking.worked_in(channel)
    _remarked(visit, incident, {**before, **message}, keeper)
    if incident is None or incident.logbook.message(channel, ts) is None:
        return
    author = UserId(str((message.get("edited") or {}).get("user") or message.get("user") or ""))
    order = (
        NoteMessageDeletion(incident=incident.id, channel=channel, ts=ts)
        if gone
        else NoteMessageEdit(incident=incident.id, channel=channel, ts=ts, text=words_in(visit, message))
    )
    visit.desk.crisis.carry_out(order, Asked(by=author, request=visit.request))


def _is_answer(message: Mapping[str, Any]) -> bool:
    thread = message.get("thread_ts")
    return bool(thread) and thread != message.get("ts") and not message.get("bot_id")


def _remarked(
    visit: Visit, incident: Incident | None, message: Mapping[str, Any], keeper: Doorkeeper
) -> None:
    """Take what a person says in the thread of a review into the review; every other message is left alone."""
    gone = message.get("subtype") == _STONE
    posted, author = None if incident is None else incident.review, UserId(str(message.get("user") or ""))
    if incident is None or posted is None or not author or not _is_answer(message):
        return
    if posted.ts != message.get("thread_ts"):
        return
    if not gone and keeper.known(author, visit.body, visit.client) is not None:
        return  # A guest of the channel may say what they like; the log is the company's.
    text = "" if gone else words_in(visit, message)
    order = RemarkOnReview(incident=incident.id, ts=str(message.get("ts") or ""), text=text)
    # The same message may be an entry of the log as well, which hears of the change by an order of its own.
    request = RequestId(f"{visit.request}.remark")
    visit.desk.crisis.carry_out(order, Asked(by=author, request=request))


_KEPT: Final = Words(
    en="✅ {ref}: this message is entry {n} of the log. `/crisis correct {n} …` corrects it; if it is edited or deleted, "
    "the log says so.\n{text}",
    fr="✅ {ref} : ce message est l’entrée {n} du journal. `/crise corriger {n} …` la corrige ; s’il est modifié ou "
    "supprimé, le journal le dira.\n{text}",
)
