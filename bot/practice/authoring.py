"""What a person writes in a channel, changes later, and marks; the bot hears of it where it is."""

from dataclasses import replace
from types import MappingProxyType

from bot.practice.answers import message_json
from bot.practice.contract import Json
from bot.practice.delivery import Answer
from bot.practice.refusals import PracticeError
from bot.practice.sending import Sender
from bot.practice.team import BOT_USER, TEAM_ID, Channel, Kind, Message
from bot.practice.typing_in import as_sent

_CHANNEL_EVENT = {
    Kind.PUBLIC: ("message.channels", "channel"),
    Kind.PRIVATE: ("message.groups", "group"),
    Kind.DIRECT: ("message.im", "im"),
    Kind.GROUP: ("message.mpim", "mpim"),
}


class Author(Sender):
    """Somebody who writes, edits, deletes and marks messages."""

    def joins(self, channel: str) -> Answer | None:
        """Enter a channel."""
        place = self.channel(channel)
        with self.team.lock:
            if self.id in place.members:
                return None
            place.members.append(self.id)
            self.team.touch()
        return self._channel_event("member_joined_channel", place)

    def edits(self, message: Message, text: str) -> Answer | None:
        """Change the words of a message of one's own."""
        place, before = self._own(message)
        with self.team.lock:
            words = as_sent(self.team, text, command=False)
            after = self.team.keep(replace(before, text=words, edited=self.team.stamp()))
        return self._tell_changed(place, before, after)

    def deletes(self, message: Message) -> Answer | None:
        """Take a message of one's own away. One with a thread leaves a stone in its place, as Slack does."""
        place, before = self._own(message)
        with self.team.lock:
            replies = any(m.is_reply and m.thread_ts == before.ts for m in place.messages.values())
            if not replies:
                self.team.drop(before)
        if not replies:
            return self._tell(place, "message_deleted", {**self._shown(before), "deleted_ts": before.ts})
        with self.team.lock:
            stone = self.team.keep(replace(before, text="This message was deleted.", blocks=()))
        shown = {"message": {**message_json(self.team, stone), "subtype": "tombstone"}}
        return self._tell(place, "message_changed", {**shown, **self._shown(before)})

    def reacts(self, message: Message, emoji: str) -> Answer | None:
        """Mark a message with an emoji, known by its name without colons. A second time nothing happens."""
        place = self.channel(message.channel)
        if self.id not in place.members:
            self.joins(place.id)
        with self.team.lock:
            seen = place.messages.get(message.ts)
            if seen is None:
                msg = "there is no such message any more"
                raise PracticeError(msg)
            so_far = seen.reactions.get(emoji, ())
            if self.id in so_far:
                return None
            marked = MappingProxyType({**seen.reactions, emoji: (*so_far, self.id)})
            self.team.keep(replace(seen, reactions=marked))
            stamp = self.team.stamp()
        if BOT_USER not in place.members:
            return None
        inner: Json = {
            "type": "reaction_added",
            "user": self.id,
            "reaction": emoji,
            "item_user": seen.user,
            "item": {"type": "message", "channel": place.id, "ts": seen.ts},
            "event_ts": stamp,
        }
        return self._event("reaction_added", inner)

    def _own(self, message: Message) -> tuple[Channel, Message]:
        place = self.channel(message.channel)
        with self.team.lock:
            found = place.messages.get(message.ts)
        if found is None or found.user != self.id:
            msg = "only one's own messages can be changed"
            raise PracticeError(msg)
        return place, found

    def _shown(self, before: Message) -> Json:
        with self.team.lock:
            return {"previous_message": message_json(self.team, before)}

    def _tell_changed(self, place: Channel, before: Message, after: Message) -> Answer | None:
        with self.team.lock:
            shown = {"message": message_json(self.team, after)}
        return self._tell(place, "message_changed", {**shown, **self._shown(before)})

    def _tell(self, place: Channel, subtype: str, more: Json) -> Answer | None:
        if BOT_USER not in place.members:
            return None
        subscription, channel_type = _CHANNEL_EVENT[place.kind]
        with self.team.lock:
            stamp = self.team.stamp()
        inner: Json = {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": place.id,
            "channel_type": channel_type,
            "ts": stamp,
            "event_ts": stamp,
            **more,
        }
        return self._event(subscription, inner)

    def _tell_message(self, place: Channel, message: Message) -> Answer | None:
        if BOT_USER not in place.members:
            return None
        subscription, channel_type = _CHANNEL_EVENT[place.kind]
        inner: Json = {
            "channel": place.id,
            "user": self.id,
            "text": message.text,
            "ts": message.ts,
            "event_ts": message.ts,
            "client_msg_id": message.ts,
            "team": TEAM_ID,
        }
        if message.thread_ts:
            inner["thread_ts"] = message.thread_ts
        answer = self._event(subscription, {**inner, "type": "message", "channel_type": channel_type})
        if f"<@{BOT_USER}>" in message.text:
            answer = self._event("app_mention", {**inner, "type": "app_mention"}) or answer
        return answer
