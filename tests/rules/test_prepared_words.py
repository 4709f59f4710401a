"""Prepared words have other wordings, somebody who keeps them right, and a last day; after it they are looked at again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from playbooks.commands import EditStatement
from playbooks.differences import How, differences
from playbooks.errors import Conflict
from playbooks.playbook import Lane, Language, RoleId, Words
from playbooks.reading import UnreadablePlaybook, read_playbook
from playbooks.statements import aged, day_of, has_expired
from tests.rules.documents import KNOWN, SMALL
from tests.rules.scene import ID
from tests.rules.test_statements import GREEN, MESSAGES, OPEN_LINE, PARIS, PLAYBOOK, SLOTS, Room

MORE = """\
    alternatives:
      - en: "It rained. {{fait}} Ask {{contact}}"
        fr: "Il a plu. {{fait}} Voir {{contact}}"
    intent: {en: dry feet, fr: rester au sec}
    owner: care
    reviewed_by: legal
    valid_until: "2026-03-03"
"""


def document(more: str = MORE) -> str:
    """The small document, with more said of its message."""
    return SMALL.replace("review:\n", f"{more}review:\n", 1)


def refused(more: str) -> list[str]:
    """What is wrong with it."""
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(document(more), "v1.yaml", KNOWN)
    return [mistake.line_for(Language.EN) for mistake in caught.value.mistakes]


def test_a_document_says_more_of_its_prepared_words() -> None:
    """Each key reaches the playbook."""
    (message,) = read_playbook(document(), "v1.yaml", KNOWN).messages
    assert ("It rained. {{fait}} Ask {{contact}}",) == tuple(body.en for body in message.alternatives)
    assert (RoleId("care"), RoleId("legal"), date(2026, 3, 3)) == (
        message.owner,
        message.reviewed_by,
        message.valid_until,
    )
    assert message.intent == Words(en="dry feet", fr="rester au sec")


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        ("2026-03-03", "2026-02-30", "no calendar has the day 2026-02-30"),
        ("2026-03-03", "tomorrow", "valid_until"),
        ("owner: care", "owner: cares", "there is no “cares” to refer to"),
        ("reviewed_by: legal", "reviewed_by: lawyers", "there is no “lawyers” to refer to"),
        ("Ask {{contact}}", "Ask us", "{{contact}}"),
        ("Voir {{contact}}", "Voir {{lien}}", "the other language has"),
        ("Ask {{contact}}", "Ask {{contact}} {{lien}}", "{{lien}}"),
        ("It rained. {{fait}}", "{{ 9**9 }} {{fait}}", "is not a blank"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(before: str, now: str, says: str) -> None:
    """With what to write instead."""
    wrong = refused(MORE.replace(before, now))
    assert any(says in line for line in wrong), wrong
    assert all(line.startswith("v1.yaml:") for line in wrong)


def test_a_third_wording_beside_the_first_is_one_too_many() -> None:
    """Two to choose from beside the first."""
    one = MORE.split("    intent", maxsplit=1)[0].removeprefix("    alternatives:\n")
    assert refused(MORE.replace(one, one * 3))


def test_a_version_says_what_changed_of_them() -> None:
    """Another wording, another owner, another day: each in its own line."""
    old = PLAYBOOK
    green = next(one for one in MESSAGES if one.id == OPEN_LINE)
    changed = replace(
        green,
        alternatives=(Words(en="x", fr="x"),),
        owner=RoleId("care"),
        valid_until=date(2026, 3, 3),
    )
    new = replace(old, messages=tuple(changed if one.id == OPEN_LINE else one for one in old.messages))
    assert [How.REWORDED, How.OWNER, How.VALIDITY] == [one.how for one in differences(old, new)]


def with_green(**changes: object) -> Room:
    """A room whose playbook says more of its green message."""
    messages = tuple(
        replace(one, **changes) if one.id == OPEN_LINE else one  # type: ignore[arg-type]  # Names are read back.
        for one in PLAYBOOK.messages
    )
    room = Room()
    room.story.incident = replace(room.story.incident, playbook=replace(PLAYBOOK, messages=messages))
    return room


def test_another_wording_is_as_prepared() -> None:
    """It needs no more approval than the first, and is the text that goes out; edited words do."""
    other = Words(en="At present, {{fait}}.", fr="En ce moment, {{fait}}.")
    room = with_green(alternatives=(other,))
    room.asks(replace(GREEN, alternative=1))
    assert ("At present, a copy of a file.", Lane.GREEN) == (room.s1.wording.text, room.s1.wording.lane)

    room = with_green(alternatives=(other,))
    room.asks(replace(GREEN, alternative=1, words=other.en))
    assert (Lane.GREEN, "") == (room.s1.wording.lane, room.s1.wording.words)
    room.asks(
        EditStatement(incident=ID, statement=room.s1.id, slots=SLOTS, words="Well, {{fait}}.", alternative=1)
    )
    assert Lane.GREEN is not room.s1.wording.lane


@pytest.mark.parametrize("forged", [-1, 2, 99])
def test_a_wording_that_is_not_there_is_the_first(forged: int) -> None:
    """A form may say anything."""
    room = with_green()
    room.asks(replace(GREEN, alternative=forged))
    assert "Since this morning, a copy of a file." == room.s1.wording.text


def test_a_green_answer_that_has_expired_is_approved_by_its_owner() -> None:
    """From the day after its last one on, where its author lives; before, it goes out at once."""
    opened_on = day_of(Room().story.now, PARIS)
    valid, over = with_green(valid_until=opened_on), with_green(valid_until=opened_on - timedelta(days=1))
    valid.asks(GREEN)
    assert Lane.GREEN is valid.s1.wording.lane
    over.asks(GREEN)
    assert (Lane.AMBER, (PLAYBOOK.lead,)) == (over.s1.wording.lane, over.s1.wording.roles)
    owned = with_green(valid_until=opened_on - timedelta(days=1), owner=RoleId("comms"))
    owned.asks(GREEN)
    assert (RoleId("comms"),) == owned.s1.wording.roles


def test_a_green_answer_that_expires_before_it_goes_out_is_looked_at_first() -> None:
    """Written on its last day, published on the next; sent again, its keeper is asked."""
    room = with_green(valid_until=day_of(Room().story.now, PARIS))
    room.asks(GREEN)
    room.story.now += timedelta(days=1)
    with pytest.raises(Conflict, match="last day"):
        room.publishes()
    later = replace(room.s1.wording.slots, next_at=room.story.now + timedelta(hours=1))
    room.edits(slots=later, blanks=room.s1.wording.blanks)
    assert Lane.AMBER is room.s1.wording.lane


def test_the_day_is_that_of_whoever_writes() -> None:
    """At half past eleven at night in London it is tomorrow in Paris."""
    green = next(one for one in MESSAGES if one.id == OPEN_LINE)
    room = Room()
    late = room.story.now.replace(hour=23, minute=30)
    last = late.date()
    assert has_expired(replace(green, valid_until=last), day_of(late, PARIS))
    assert not has_expired(replace(green, valid_until=last), late.date())


def test_what_needs_approval_anyway_keeps_its_way() -> None:
    """Amber stays amber with its own approvers."""
    amber = next(one for one in MESSAGES if one.lane is Lane.AMBER)
    old = replace(amber, valid_until=date(2020, 1, 1))
    assert old == aged(old, date(2026, 1, 1), RoleId("care"))
    assert aged(None, date(2026, 1, 1), RoleId("care")) is None
