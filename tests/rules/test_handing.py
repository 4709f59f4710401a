"""An approved answer is handed to a care tool once; other words may be handed anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.commands import EditStatement, HandAnswer, PublishStatement
from playbooks.errors import AlreadyDone, Conflict, NotAllowed, Refusal
from playbooks.playbook import Lane, RoleId
from playbooks.routing import MeansId
from playbooks.statements import handing, telling
from tests.fakes.customers import a_case
from tests.rules.scene import ID, NOON
from tests.rules.test_statements import GREEN, PROPOSAL, S1, SLOTS, Room

TOOL = MeansId("care-tool")
LATER = NOON + timedelta(minutes=1)
EDIT = EditStatement(incident=ID, statement=S1, slots=replace(SLOTS, known="another file"))


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


def subject(room: Room) -> str:
    """What an errand with the present words is about."""
    return handing.subject_of(room.s1.id, TOOL, room.s1.wording.digest)


def test_it_is_handed_once_until_the_tool_refuses() -> None:
    """Then somebody may try again; another tool may have it as well."""
    room = ready()
    room.asks(order(room))
    with pytest.raises(AlreadyDone):
        room.asks(order(room))
    room.asks(order(room, to=MeansId("other")))
    room.story.happens(*handing.not_taken(subject(room), "hook_refused", room.story.now))
    room.asks(order(room))
    assert ["", ""] == [one.reason for one in room.s1.handed]


def test_edited_words_are_handed_anew() -> None:
    """What the tool has is other words by now."""
    room = ready()
    room.asks(order(room))
    room.asks(EDIT)
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


def test_what_the_tool_took_is_kept() -> None:
    """With the moment."""
    room = ready()
    room.asks(order(room))
    later = room.story.now + timedelta(minutes=1)
    room.story.happens(*handing.taken(subject(room), later))
    assert [later] == [one.arrived_at for one in room.s1.handed]


def test_what_became_of_earlier_words_is_not_said_of_the_present_ones() -> None:
    """They were on their way while somebody edited; the log keeps it, the card says nothing wrong."""
    room = ready()
    room.asks(order(room))
    earlier = subject(room)
    room.asks(EDIT)
    room.asks(order(room))
    (refused,) = handing.not_taken(earlier, "hook_refused", LATER)
    room.story.happens(*handing.taken(earlier, LATER), refused)
    assert () == telling.nudged(refused, room.story.incident)
    (handed,) = room.s1.handed
    assert (None, "") == (handed.arrived_at, handed.reason)
    assert handing.on_its_way(room.story.incident, earlier) is None
    assert room.s1 == handing.on_its_way(room.story.incident, subject(room))


def test_words_that_need_another_approval_by_now_do_not_leave() -> None:
    """Pressed, then the lane was raised; whoever handed them hears it, and may hand them again."""
    room = ready()
    room.asks(order(room))
    raised = e.LaneRaised(at=LATER, statement=room.s1.id, lane=Lane.AMBER, roles=(RoleId("comms"),))
    room.story.happens(raised)
    assert handing.on_its_way(room.story.incident, subject(room)) is None


def test_an_exercise_hands_nothing_over() -> None:
    """The tool would send it to a real customer."""
    room = ready()
    room.story.incident = replace(room.story.incident, drill=True)
    with pytest.raises(Conflict, match="exercise"):
        room.asks(order(room))
