"""
Every refusal this product makes on purpose.

    Refusal
    +-- BadRequest   what was asked cannot be understood or lacks something (422)
    +-- NotFound     it names something that is not there, or that this reader may not see (404)
    +-- NotAllowed   this person may not do it (403)
    +-- AlreadyDone  somebody was faster; names who and when (409)
    +-- Conflict     the incident is in a state in which this makes no sense (409)
    NotSaved         the memory could not be written: a fault, but one that people must hear about
    CannotStart      what the operator gave cannot be used; the words say what to give instead

A refusal's words are for the person who asked: why, and what to do next. They hold no secrets.
"""

from playbooks.playbook import Words


class Refusal(Exception):
    """The product says no, and why; the state is unchanged."""

    def __init__(self, tell: Words, *, field: str | None = None) -> None:
        super().__init__(tell.en)
        self.tell = tell
        self.field = field  # the form field that the words belong beside, if any


class BadRequest(Refusal):
    """What was asked cannot be understood or lacks something."""


class NotFound(Refusal):
    """What was named is not there, or not for this reader."""


class NotAllowed(Refusal):
    """This person may not do this."""


class AlreadyDone(Refusal):
    """Somebody else was faster, or it was done before."""


class Conflict(Refusal):
    """The incident's state does not allow this now."""


class NotSaved(Exception):
    """The memory cannot be written; nothing was recorded and nothing will be sent."""

    def __init__(self, tell: Words) -> None:
        super().__init__(tell.en)
        self.tell = tell


class CannotStart(Exception):
    """What the operator gave cannot be used; the product does not start, and says what to give instead."""

    def __init__(self, tell: Words) -> None:
        super().__init__(tell.en)
        self.tell = tell
