"""A person's hands: types, clicks and fills in forms, and sends the bot the very bytes that Slack would."""

from collections.abc import Mapping
from dataclasses import replace

from bot.practice import payloads
from bot.practice.acknowledgements import command_answer, form_answer
from bot.practice.authoring import Author
from bot.practice.contract import Json
from bot.practice.delivery import Answer
from bot.practice.finding import input_block, reach
from bot.practice.forms import STATE, chosen, mistakes, options_of, state_values
from bot.practice.phrases import language_of, say
from bot.practice.refusals import FormRefused, PracticeError
from bot.practice.team import BOT_USER, Channel, Message, View
from bot.practice.typing_in import as_sent
from bot.practice.words import elements_of


class Person(Author):
    """Somebody of the team at their keyboard."""

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
