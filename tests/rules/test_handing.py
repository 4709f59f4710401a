"""An approved answer is handed to a care tool once; other words may be handed anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.commands import EditStatement, HandAnswer, PublishStatement
from playbooks.errors import AlreadyDone, Conflict, NotAllowed, Refusal
from playbooks.routing import MeansId
from playbooks.statements import handing
from tests.fakes.customers import a_case
from tests.rules.scene import ID
from tests.rules.test_statements import GREEN, PROPOSAL, SLOTS, Room

TOOL = MeansId("care-tool")


def ready() -> Room:
    """A room in which a customer's answer may go out."""
    room = Room()
    room.asks(GREEN)
    room.story.happens(a_case(at=room.story.now))
    return room


def order(room: Room, **changes: object) -> HandAnswer:
    """Hand the present words."""
    digest = room.s1.wording.digest
    plain = HandAnswer(incident=ID, statement=room.s1.id, digest=digest, to=TOOL)
    return replace(plain, **changes)  # type: ignore[arg-type]  # Names are checked by what is decided.


def test_it_is_handed_once_until_the_tool_refuses() -> None:
    """Then somebody may try again; another tool may have it as well."""
    room = ready()
    room.asks(order(room))
    with pytest.raises(AlreadyDone):
        room.asks(order(room))
    room.asks(order(room, to=MeansId("other")))
    room.story.happens(*handing.refused(f"{room.s1.id}:{TOOL}", "hook_refused", room.story.now))
    room.asks(order(room))
    assert ["", ""] == [one.reason for one in room.s1.handed]


def test_edited_words_are_handed_anew() -> None:
    """What the tool has is other words by now."""
    room = ready()
    room.asks(order(room))
    edit = EditStatement(incident=ID, statement=room.s1.id, slots=replace(SLOTS, known="another file"))
    room.asks(edit)
    assert () == room.s1.handed
    room.asks(order(room))


def test_only_the_present_approved_words_of_a_customers_answer_are_handed() -> None:
    """Not words that were read otherwise, wait for an approval, are out already, or answer nobody."""
    room = ready()
    with pytest.raises(Conflict):
        room.asks(order(room, digest="f" * 64))
    crisis = Room()
    crisis.asks(GREEN)
    with pytest.raises(Refusal):
        crisis.asks(order(crisis))
    waiting = Room()
    waiting.asks(PROPOSAL)
    waiting.story.happens(a_case(at=waiting.story.now))
    with pytest.raises((Conflict, NotAllowed)):
        waiting.asks(order(waiting))
    out = ready()
    digest = out.s1.wording.digest
    out.asks(PublishStatement(incident=ID, statement=out.s1.id, digest=digest, where="X"))
    with pytest.raises(AlreadyDone):
        out.asks(order(out))


def test_what_the_tool_took_is_kept_once() -> None:
    """A second outcome of the same errand tells nothing new."""
    room = ready()
    room.asks(order(room))
    later, subject = room.story.now + timedelta(minutes=1), f"{room.s1.id}:{TOOL}"
    (arrived,) = handing.taken(room.story.incident, subject, later)
    assert isinstance(arrived, e.AnswerArrived)
    room.story.happens(arrived)
    assert () == tuple(handing.taken(room.story.incident, subject, later))
