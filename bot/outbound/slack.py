"""
What leaves for Slack.

Each errand is drawn when it is sent, from the latest state. Every message carries its errand's reference as
metadata; after an interruption the sender looks for that reference before it posts again, so that a person sees the
message once. Slack's own refusals come back as outcomes, never as exceptions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.outbound.answers import outcome_of, unsure
from handlers.slack.blocks import approval, card, handover, letters, notices, ping, review
from handlers.slack.blocks.limits import Message
from handlers.slack.blocks.reader import Reader
from playbooks import points
from playbooks.commands import AskId, CallId, ChannelId, Errand
from playbooks.escalation import asks_on
from playbooks.events import Event, HandedOver, LeadNamed
from playbooks.heads import ANNOUNCEMENTS
from playbooks.incident import Incident, Posted
from playbooks.letters import OwedLetter
from playbooks.means import accepted
from playbooks.playbook import Language, UserId
from playbooks.ports import Clock, Outcome, OwedErrand, Pointless, Refused, Sent, Situation
from playbooks.routing import SLACK, Directory
from playbooks.statements import ask_named, is_asked

METADATA: Final = "crisis_desk_message"  # the type of our own metadata, by which a message is found again
NAMES_TRIED: Final = 20  # channel names, before the room is given up
INVITED_AT_ONCE: Final = 100  # Slack's own limit
CLOCK_SKEW: Final = timedelta(seconds=10)  # between Slack's clock and ours, when a channel's age is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSender:
    """Sends to one workspace. `announcements` gives a channel's id or name; empty: nothing is announced."""

    client: WebClient
    directory: Callable[[], Directory]
    language: Callable[[UserId], Language]
    clock: Clock
    announcements: Callable[[], str]
    _whoami: list[str] = field(default_factory=list, repr=False)
    _channels: dict[str, ChannelId] = field(default_factory=dict, repr=False)

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send one errand; see ports.Sender."""
        try:
            return self._ways()[errand.errand](errand, situation)
        except SlackApiError as exc:
            return outcome_of(exc, errand)
        except (SlackClientError, HTTPException, OSError) as exc:
            # The line broke, perhaps after Slack had done the work: only looking will tell.
            return unsure(exc, errand)

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Send one letter, also one for everybody who reads the announcements; see ports.Sender."""
        for_all, directory = letter.person == ANNOUNCEMENTS, self.directory()
        if for_all and not self.announcements():
            return Refused(reason="channel_not_found")
        language = directory.default_language if for_all else self.language(letter.person)
        reader = Reader(directory=directory, language=language, now=self.clock.now())
        try:
            place = self._announcements_id() if for_all else ChannelId(letter.person)
            if letter.interrupted:
                found = self._references(self._conversation(place)).get(letter.id)
                if found is not None:
                    return found
            return self._say(place, letters.letter(letter.matter, letter.person, reader), letter.id)
        except SlackApiError as exc:
            self._channels.clear()  # As for an announcement.
            return outcome_of(exc, letter)
        except (SlackClientError, HTTPException, OSError) as exc:
            return unsure(exc, letter)

    def _ways(self) -> Mapping[Errand, Callable[[OwedErrand, Situation], Outcome]]:
        return {
            Errand.ROOM: self._room,
            Errand.CARD: self._card,
            Errand.PIN: self._pin,
            Errand.TOPIC: self._topic,
            Errand.INVITE: self._invite,
            Errand.ANNOUNCE: self._announce,
            Errand.NOTICE: self._notice,
            Errand.NUDGE: self._nudge,
            Errand.CALL: self._call,
            Errand.CALL_ENDED: self._call_ended,
            Errand.APPROVAL: self._approval,
            Errand.REVIEW: self._review,
            Errand.TIMELINE: self._timeline,
        }

    # The room and its card.

    def _room(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is not None and incident.room.name is not None:
            return Pointless(reason="the room is there")
        if errand.interrupted and (found := self._own_room(errand, incident)) is not None:
            return found
        for attempt in range(NAMES_TRIED):
            name = card.channel_name(incident, attempt)
            try:
                made = self.client.conversations_create(name=name, is_private=incident.restricted)
            except SlackApiError as exc:
                if exc.response["error"] != "name_taken":
                    raise
                continue
            channel: dict[str, str] = made["channel"]
            return Sent(channel=ChannelId(channel["id"]), name=channel["name"])
        return Refused(reason="name_taken")

    def _own_room(self, errand: OwedErrand, incident: Incident) -> Sent | None:
        """Find the room that an interrupted try has made: ours, of one of its names, no older than the errand."""
        names = {card.channel_name(incident, attempt) for attempt in range(NAMES_TRIED)}
        kind = "private_channel" if incident.restricted else "public_channel"
        pages = self.client.conversations_list(types=kind, limit=1000, exclude_archived=True)
        for page in pages:
            for channel in page["channels"]:
                ours = channel["creator"] == self._me() and channel["name"] in names
                if ours and channel["created"] >= (errand.owed_at - CLOCK_SKEW).timestamp():
                    return Sent(channel=ChannelId(channel["id"]), name=channel["name"])
        return None

    def _card(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is None:
            return Pointless(reason="no room")
        drawn = card.card(incident, self.directory(), incident.language, self.clock.now())
        moved = incident.card is not None and incident.card.channel != incident.room.channel
        if incident.card is None or moved:
            return self._post(errand, incident.room.channel, drawn)
        return self._edit_or_post(errand, incident.card, drawn)

    def _pin(self, _: OwedErrand, situation: Situation) -> Outcome:
        posted = situation.incident.card
        if posted is None:
            return Pointless(reason="no card")
        return self._tolerating(
            {"already_pinned"}, lambda: self.client.pins_add(channel=posted.channel, timestamp=posted.ts)
        )

    def _topic(self, _: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is None or incident.room.name is None:
            return Pointless(reason="no room of its own")
        topic = card.topic(incident, incident.language)
        self.client.conversations_setTopic(channel=incident.room.channel, topic=topic)
        return Sent(channel=incident.room.channel)

    def _invite(self, _: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is None or incident.room.name is None:
            return Pointless(reason="no room of its own")
        channel, people = incident.room.channel, incident.people
        for start in range(0, len(people), INVITED_AT_ONCE):
            users = ",".join(people[start : start + INVITED_AT_ONCE])
            tolerated = {"already_in_channel", "cant_invite_self"}
            # One person who cannot come must not keep the others out.
            self._tolerating(
                tolerated,
                lambda users=users: self.client.api_call(  # type: ignore[misc]  # Bound at once.
                    "conversations.invite", params={"channel": channel, "users": users, "force": "true"}
                ),
            )
        return Sent(channel=channel)

    # Lines and messages.

    def _announce(self, errand: OwedErrand, situation: Situation) -> Outcome:
        if not self.announcements():
            return Pointless(reason="no announcements channel is set")
        directory = self.directory()
        drawn = notices.announcement(
            _fact(situation), situation.incident, directory, directory.default_language, self.clock.now()
        )
        try:
            return self._post(errand, self._announcements_id(), drawn)
        except SlackApiError:
            self._channels.clear()  # It may have been archived, and another made under its name.
            raise

    def _announcements_id(self) -> ChannelId:
        """Find the announcements channel by its name, once; looking back into it takes its id."""
        name = self.announcements().removeprefix("#")
        if name not in self._channels:
            pages = self.client.conversations_list(
                types="public_channel,private_channel", limit=1000, exclude_archived=True
            )
            found = (channel for page in pages for channel in page["channels"])
            ids = (channel["id"] for channel in found if name in {channel["id"], channel["name"]})
            self._channels[name] = ChannelId(next(ids, name))
        return self._channels[name]

    def _notice(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is None:
            return Pointless(reason="no room")
        if not points.is_news(_fact(situation), incident):
            return Pointless(reason="it is so no longer")
        drawn = notices.notice(
            _fact(situation), incident, self.directory(), incident.language, self.clock.now()
        )
        return self._post(errand, incident.room.channel, drawn)

    def _nudge(self, errand: OwedErrand, situation: Situation) -> Outcome:
        person = UserId(errand.lane.removeprefix("person:"))
        fact, incident, directory = _fact(situation), situation.incident, self.directory()
        language, now = self.language(person), self.clock.now()
        if not points.is_news(fact, incident, person):
            return Pointless(reason="it is so no longer")
        if isinstance(fact, HandedOver | LeadNamed) and person == fact.former:
            drawn = handover.relieved(fact, incident, directory, language, now)
        elif isinstance(fact, HandedOver):
            drawn = handover.handed(fact, incident, situation.log, directory, (language, now))
        else:
            drawn = notices.nudge(fact, incident, directory, language, now)
        return self._post(errand, ChannelId(person), drawn)

    def _call(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        call = incident.call(CallId(errand.subject))
        person = ChannelId(call.person)
        if errand.interrupted and (found := self._found(errand, person)) is not None:
            return found  # Also when nobody needs it any more: what lies there must be known to be ended.
        if accepted(call, SLACK) or not asks_on(incident, call):
            return Pointless(reason="the call needs no answer any more")
        drawn = ping.call(incident, call, self.directory(), self.language(call.person), self.clock.now())
        return self._say(person, drawn, errand.id)

    def _call_ended(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        call = incident.call(CallId(errand.subject))
        if call.message is None:
            return Pointless(reason="the call never left")
        drawn = ping.ended(incident, call, self.directory(), self.language(call.person), self.clock.now())
        return self._edit(call.message, drawn)

    def _approval(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        statement, ask = ask_named(incident, AskId(errand.subject))
        person = ChannelId(ask.person)
        drawn = approval.approval(
            incident, (statement, ask), self.directory(), self.language(ask.person), self.clock.now()
        )
        if ask.channel is not None:
            return self._edit(Posted(channel=ask.channel, ts=ask.ts), drawn)
        if errand.interrupted and (found := self._found(errand, person)) is not None:
            # What lies there was drawn before: edited at once, since it may be settled by now.
            return self._edit(Posted(channel=found.channel or person, ts=found.ts or ""), drawn)
        if not is_asked(incident, statement, ask):
            return Pointless(reason="the approval is not asked for any more")
        return self._say(person, drawn, errand.id)

    # The review.

    def _review(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.room is None:
            return Pointless(reason="no room")
        drawn = review.head(incident, situation.log, self.directory(), incident.language, self.clock.now())
        if incident.review is None:
            return self._post(errand, incident.room.channel, drawn)
        return self._edit_or_post(errand, incident.review, drawn)

    def _timeline(self, errand: OwedErrand, situation: Situation) -> Outcome:
        incident = situation.incident
        if incident.review is None:
            return Pointless(reason="no review")
        head = incident.review
        drawn = review.timeline(
            incident, situation.log, self.directory(), incident.language, self.clock.now()
        )
        there = self._references(head.channel, head.ts) if errand.interrupted else {}
        for number, message in enumerate(drawn):
            reference = f"{errand.id}/{number}"
            if reference not in there:
                self._say(head.channel, message, reference, thread_ts=head.ts)
        return Sent(channel=head.channel)

    # How anything is said.

    def _post(self, errand: OwedErrand, channel: ChannelId, drawn: Message) -> Outcome:
        found = self._found(errand, channel) if errand.interrupted else None
        return found or self._say(channel, drawn, errand.id)

    def _found(self, errand: OwedErrand, channel: ChannelId) -> Sent | None:
        """Look whether an interrupted try has left its message after all."""
        return self._references(self._conversation(channel)).get(errand.id)

    def _say(self, channel: ChannelId, drawn: Message, reference: str, thread_ts: str | None = None) -> Sent:
        said = self.client.chat_postMessage(
            channel=channel,
            text=drawn.text,
            blocks=drawn.blocks,
            thread_ts=thread_ts,
            metadata={"event_type": METADATA, "event_payload": {"reference": reference}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Sent(channel=ChannelId(said["channel"]), ts=said["ts"])

    def _edit(self, posted: Posted, drawn: Message) -> Sent:
        self.client.chat_update(channel=posted.channel, ts=posted.ts, text=drawn.text, blocks=drawn.blocks)
        return Sent(channel=posted.channel, ts=posted.ts)

    def _edit_or_post(self, errand: OwedErrand, posted: Posted, drawn: Message) -> Outcome:
        try:
            return self._edit(posted, drawn)
        except SlackApiError as exc:
            if exc.response["error"] != "message_not_found":
                raise
        return self._post(errand, posted.channel, drawn)

    def _tolerating(self, errors: set[str], ask: Callable[[], Any]) -> Sent:
        """Ask for something that may already be so."""
        try:
            ask()
        except SlackApiError as exc:
            if exc.response["error"] not in errors:
                raise
        return Sent()

    def _references(self, channel: ChannelId, thread_ts: str | None = None) -> dict[str, Sent]:
        """Read which of our references the latest messages of a conversation carry."""
        if thread_ts is None:
            read = self.client.conversations_history(channel=channel, limit=100, include_all_metadata=True)
        else:
            read = self.client.conversations_replies(
                channel=channel, ts=thread_ts, limit=100, include_all_metadata=True
            )
        found: dict[str, Sent] = {}
        for message in read["messages"]:
            metadata: dict[str, Any] = message.get("metadata") or {}
            reference = metadata.get("event_payload", {}).get("reference")
            if metadata.get("event_type") == METADATA and reference:
                found[reference] = Sent(channel=channel, ts=message["ts"])
        return found

    def _conversation(self, channel: ChannelId) -> ChannelId:
        """Find the conversation with a person; anything else is one already."""
        if not channel.startswith(("U", "W")):
            return channel
        opened: dict[str, str] = self.client.conversations_open(users=channel)["channel"]
        return ChannelId(opened["id"])

    def _me(self) -> str:
        if not self._whoami:
            self._whoami.append(self.client.auth_test()["user_id"])
        return self._whoami[0]


def _fact(situation: Situation) -> Event:
    if situation.fact is None:
        message = "this errand is about a fact"
        raise LookupError(message)
    return situation.fact
