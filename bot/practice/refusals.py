"""How the practice workspace says no: to the bot as Slack would, to a person's hands as a client would."""

from typing import NoReturn

from bot.practice.contract import Json


class SlackRefusal(Exception):
    """
    A method that Slack refuses, with Slack's own error name.

    `messages` become `response_metadata.messages`; `more` is laid beside `error` in the answer.
    """

    def __init__(self, error: str, messages: tuple[str, ...] = (), **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.more = more

    def answer(self) -> Json:
        """The JSON that Slack sends with this refusal."""
        body: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {line}" for line in self.messages]}
        return body


def refuse(error: str, messages: tuple[str, ...] = (), **more: object) -> NoReturn:
    """Refuse this call as Slack does."""
    raise SlackRefusal(error, messages, **more)


class ConnectionCut(ConnectionError):
    """The fault plan cuts this connection: the caller never hears the answer."""


class PracticeError(AssertionError):
    """A person's hands were asked for something that no client could do."""


class NotAcknowledged(PracticeError):
    """The bot did not take a command or a click within Slack's three seconds, or answered with an error."""


class FormRefused(PracticeError):
    """The form is not complete: the client shows these mistakes and sends nothing."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(f"the form is not complete: {errors}")
        self.errors = errors
