"""A person's hands: types, clicks and fills in forms, and sends the bot the very bytes that Slack would."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypedDict, Unpack

from bot.practice import payloads
from bot.practice.acknowledgements import command_answer, form_answer
from bot.practice.contract import Json
from bot.practice.delivery import MAX_RETRIES, Answer, Deliver, Post
from bot.practice.eyes import Eyes
from bot.practice.finding import input_block, reach
from bot.practice.forms import STATE, chosen, mistakes, options_of, state_values
from bot.practice.payloads import Parcel
from bot.practice.phrases import language_of, say
from bot.practice.refusals import FormRefused, NotAcknowledged, PracticeError
from bot.practice.team import BOT_USER, SLACKBOT, TEAM_ID, Channel, Kind, Message, ResponseAddress, View
from bot.practice.typing_in import as_sent
from bot.practice.words import elements_of
from bot.practice.workspace import Workspace

_CHANNEL_EVENT = {
    Kind.PUBLIC: ("message.channels", "channel"),
    Kind.PRIVATE: ("message.groups", "group"),
    Kind.DIRECT: ("message.im", "im"),
    Kind.GROUP: ("message.mpim", "mpim"),
}


class Clocks(TypedDict, total=False):
    """Real seconds for signatures (`epoch`) and for Slack's patience (`elapsed`)."""

    epoch: Callable[[], float]
    elapsed: Callable[[], float]


class Person(Eyes):
    """Somebody of the team at their keyboard."""

    def __init__(
        self, workspace: Workspace, user_id: str, deliver: Deliver, **clocks: Unpack[Clocks]
    ) -> None:
        super().__init__(workspace, user_id)
        self.post = Post(deliver, workspace.signing_secret, **clocks)
        self._retried = 0

    @property
    def last_answer(self) -> Answer:
        """How the bot answered the last thing this person did. Raises PracticeError when nothing was sent."""
        if not self.post.answers:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        return self.post.answers[-1]

    # What a person types.

    def types(self, text: str, channel: str = "", thread: str | None = None) -> Answer | None:
        """
        Type a line: a slash command when it begins with "/", else a message, in a thread if need be.

        Without a channel it is typed in `general`, or to the bot where there is none.
        """
        place = self._place(channel)
        if text.startswith("/") and thread is None:
            return self._command(place, text)
        return self._message(place, text, thread)

    def _place(self, channel: str) -> Channel:
        if channel:
            return self.channel(channel)
        general = next((one for one in self.channels() if one.name == "general"), None)
        return general or self.direct_channel()

    def _command(self, place: Channel, text: str) -> Answer | None:
        first, _, rest = text.partition(" ")
        known = self.workspace.commands
        if known is not None and first not in known:
            self._slackbot(place, say("no_command", language_of(self.user.locale), what=first))
            return None
        words = (
            as_sent(self.team, rest.strip(), command=True) if self.workspace.escape_commands else rest.strip()
        )
        with self.team.lock:
            address = self.team.address(self.id, place.id)
            more = {"trigger_id": self.team.trigger(self.id), "response_url": self._url(address)}
        answer = self._deed(payloads.command(self.user, place, (first, words), more), place, what=first)
        if trouble := command_answer(self.workspace, address, answer):
            self._slackbot(
                place, say("no_answer", language_of(self.user.locale), what=first, trouble=trouble)
            )
        return answer

    def _message(self, place: Channel, text: str, thread: str | None) -> Answer | None:
        if self.id not in place.members:
            self.joins(place.id)
        with self.team.lock:
            if thread is not None and thread not in place.messages:
                msg = f"there is no message {thread} to answer"
                raise PracticeError(msg)
            message = self.team.keep(
                Message(
                    channel=place.id,
                    ts=self.team.stamp(),
                    user=self.id,
                    text=as_sent(self.team, text, command=False),
                    thread_ts=thread,
                )
            )
            self.reads(place)
        return self._tell_message(place, message)

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

    # What a person clicks.

    def clicks(self, target: Message | View, what: str, *, value: str | None = None) -> Answer:
        """Press a button known by its action_id or its words; `value` tells two alike apart."""
        block, element = reach(self._seen(target).blocks, what, value)
        if element["type"] not in ("button", "workflow_button"):
            msg = f"{what!r} is a {element['type']}, nothing to click"
            raise PracticeError(msg)
        pressed: Json = {str(key): element[key] for key in ("text", "value", "style") if key in element}
        return self._acts(target, block, element, pressed)

    def selects(self, target: Message | View, what: str, choice: object) -> Answer:
        """Choose in a select, a menu, check boxes or a date picker; the bot hears of it at once."""
        block, element = reach(self._seen(target).blocks, what)
        if element["type"] == "overflow":
            options = {option["text"]["text"]: option for option in options_of(element)}
            options |= {option["value"]: option for option in options_of(element)}
            if choice not in options:
                msg = f"{choice!r} is not offered; the menu has {list(options)}"
                raise PracticeError(msg)
            return self._acts(target, block, element, {"selected_option": options[str(choice)]})
        with self.team.lock:
            state = chosen(self.team, element, choice)
        self._hold(target, block, element, state)
        return self._acts(target, block, element, state)

    def _acts(self, target: Message | View, block: Json, element: Json, done: Json) -> Answer:
        seen = self._seen(target)
        with self.team.lock:
            action: Json = {
                **done,
                "type": element["type"],
                "action_id": element["action_id"],
                "block_id": block["block_id"],
                "action_ts": self.team.stamp(),
            }
            if isinstance(seen, View):
                values = state_values(seen.blocks, seen.values)
                payload = payloads.view_actions(self.user, seen, [action])
                payload["view"]["state"] = {"values": values}
                place = None
            else:
                payload = payloads.message_actions(self.team, self.user, seen, [action])
                held = {block["block_id"]: {element["action_id"]: done}} if element["type"] in STATE else {}
                payload["state"] = {"values": state_values(seen.blocks, held)}
                payload["response_url"] = self._url(self.team.address(self.id, seen.channel, seen))
                place = self.team.channels[seen.channel]
            payload["trigger_id"] = self.team.trigger(self.id)
        return self._deed(payloads.interaction(payload), place, what=str(element["action_id"]))

    def _hold(self, target: Message | View, block: Json, element: Json, state: Json) -> None:
        """Keep what was chosen in a form, as a client does until it is sent."""
        with self.team.lock:
            seen = self._seen(target)
            if isinstance(seen, View):
                name, action = block["block_id"], element["action_id"]
                values = {**seen.values, name: {**seen.values.get(name, {}), action: state}}
                self.team.put_view(replace(seen, values=values))

    def _seen(self, target: Message | View) -> Message | View:
        """The message or form as it stands, if this person's hands can reach it."""
        seen = self.now_seen(target)
        if isinstance(seen, View):
            reachable = seen.is_home or self.opens_form().id == seen.id
        else:
            self.channel(seen.channel)
            reachable = seen.only_for in (None, self.id)
        if not reachable:
            msg = "another form lies on this one, or it belongs to somebody else"
            raise PracticeError(msg)
        return seen

    # Forms.

    def fills(self, view: View, answers: Mapping[str, object]) -> View:
        """Fill in fields by block_id, action_id or label; gives the form as it now stands."""
        for what, value in answers.items():
            seen = self._seen(view)
            block = input_block(seen.blocks, what)
            element = elements_of(block)[0]
            with self.team.lock:
                state = chosen(self.team, element, value)
            self._hold(view, block, element, state)
            if block.get("dispatch_action"):
                self._acts(view, block, element, state)
        return self._form(view)

    def submits(self, view: View) -> Answer:
        """
        Send the form off with every input's state.

        Raises FormRefused where a client would not send it; the mistakes then stand beside the fields.
        """
        form = self._form(view)
        if not form.body.get("submit"):
            msg = "this form has nothing to submit"
            raise PracticeError(msg)
        values = state_values(form.blocks, form.values)
        wrong = mistakes(form.blocks, values, language_of(self.user.locale))
        with self.team.lock:
            self.team.put_view(replace(form, errors=wrong))
            if wrong:
                raise FormRefused(wrong)
            payload = payloads.view_submission(self.user, form, values)
            payload["trigger_id"] = self.team.trigger(self.id)
        answer = self._deed(payloads.interaction(payload), None, what=form.title)
        form_answer(self.workspace, self.id, form, answer)
        return answer

    def closes(self, view: View) -> None:
        """Close the form on top; the bot hears of it where it asked to."""
        form = self._form(view)
        with self.team.lock:
            stack = self.team.stacks[self.id]
            gone = list(stack) if form.body.get("clear_on_close") else [form]
            stack[:] = [other for other in stack if other.id not in {one.id for one in gone}]
            self.team.touch()
        if form.body.get("notify_on_close"):
            self._deed(payloads.interaction(payloads.view_closed(self.user, form)), None, what=form.title)

    def _form(self, view: View) -> View:
        seen = self._seen(view)
        if not isinstance(seen, View):
            msg = "a message is not a form"
            raise PracticeError(msg)
        return seen

    # Everything else a person may do.

    def uses_shortcut(self, callback_id: str, message: Message | None = None) -> Answer:
        """Use a global shortcut, or one on a message."""
        with self.team.lock:
            if message is None:
                payload = payloads.shortcut(self.user, callback_id, self.team.stamp())
                place = None
            else:
                payload = payloads.message_shortcut(self.team, self.user, callback_id, message)
                payload["response_url"] = self._url(self.team.address(self.id, message.channel, message))
                place = self.team.channels[message.channel]
            payload["trigger_id"] = self.team.trigger(self.id)
        return self._deed(payloads.interaction(payload), place, what=callback_id)

    def opens_home(self) -> View | None:
        """Open the bot's Home tab: the bot hears of it and publishes; gives what is then shown."""
        place = self.direct_channel()
        inner: Json = {"type": "app_home_opened", "user": self.id, "channel": place.id, "tab": "home"}
        with self.team.lock:
            inner["event_ts"] = self.team.stamp()
        self._event("app_home_opened", inner)
        return self.home()

    def joins(self, channel: str) -> Answer | None:
        """Enter a channel."""
        place = self.channel(channel)
        with self.team.lock:
            if self.id in place.members:
                return None
            place.members.append(self.id)
            self.team.touch()
        return self._channel_event("member_joined_channel", place)

    def leaves(self, channel: str) -> Answer | None:
        """Leave a channel."""
        place = self.channel(channel)
        with self.team.lock:
            place.members[:] = [member for member in place.members if member != self.id]
            self.team.touch()
        return self._channel_event("member_left_channel", place)

    def archives(self, channel: str) -> Answer | None:
        """Archive a channel behind the bot's back."""
        place = self.channel(channel)
        with self.team.lock:
            place.archived = True
            self.team.touch()
        return self._channel_event("channel_archive", place)

    def removes_bot(self, channel: str) -> Answer | None:
        """Throw the bot out of a channel."""
        place = self.channel(channel)
        with self.team.lock:
            place.members[:] = [member for member in place.members if member != BOT_USER]
            self.team.touch()
        return self._event("channel_left", {"type": "channel_left", "channel": place.id, "actor_id": self.id})

    def _channel_event(self, kind: str, place: Channel) -> Answer | None:
        if BOT_USER not in place.members:
            return None
        letter = "G" if place.kind is Kind.PRIVATE else "C"
        inner = {"type": kind, "user": self.id, "channel": place.id, "channel_type": letter}
        return self._event(kind, inner)

    # How it travels.

    def redeliver(self, reason: str = "http_timeout") -> Answer:
        """Send the last delivery again with the same bytes, as Slack retries an event."""
        if self.post.last is None:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        self._retried += 1
        return self.post.carry(self.post.last[0], retry=self._retried, reason=reason)

    def replay(self) -> Answer:
        """Send the last request again just as it was, signature and all."""
        if self.post.last is None:
            msg = f"{self.id} has not sent anything yet"
            raise PracticeError(msg)
        return self.post.carry_as(*self.post.last)

    def _url(self, address: ResponseAddress) -> str:
        return f"{self.workspace.home}/response/{address.id}"

    def _deed(self, parcel: Parcel, place: Channel | None, *, what: str) -> Answer:
        """Deliver a command or an interaction. Raises NotAcknowledged, after telling the person."""
        self._retried = 0
        answer = self.post.carry(parcel)
        if not answer.acknowledged:
            told = say("no_answer", language_of(self.user.locale), what=what, trouble=answer.trouble)
            self._slackbot(place or self.direct_channel(), told)
            msg = f"{what}: {answer.trouble} after {answer.seconds:.1f} s, {answer.body[:300]!r}"
            raise NotAcknowledged(msg)
        return answer

    def _event(self, subscription: str, inner: Json) -> Answer | None:
        """Deliver an event if the bot is subscribed to it, and once more at once if it was not taken."""
        if self.workspace.events is not None and subscription not in self.workspace.events:
            return None
        with self.team.lock:
            made = self.team.fresh("Ev")
            moment = int(self.team.now().timestamp())
        self._retried = 0
        answer = self.post.carry(payloads.event(made, moment, inner))
        if not answer.acknowledged and self._retried < MAX_RETRIES:
            answer = self.redeliver(answer.retry_reason)
        return answer

    def _slackbot(self, place: Channel, text: str) -> None:
        with self.team.lock:
            self.team.keep(
                Message(channel=place.id, ts=self.team.stamp(), user=SLACKBOT, text=text, only_for=self.id)
            )
