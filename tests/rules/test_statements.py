"""Statements: what text comes out, who must approve it, what an edit voids, and what a publication settles."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from playbooks import events as e
from playbooks import statements
from playbooks.commands import (
    ApproveStatement,
    AskId,
    Assessed,
    AssessSeverity,
    ChangeSeverity,
    ChannelId,
    EditStatement,
    Errand,
    EstimateStatement,
    NameLead,
    ObjectToStatement,
    ProposeStatement,
    PublishStatement,
    Slots,
    StatementId,
    WithdrawObjection,
    WithdrawStatement,
)
from playbooks.desk.looking import may_see
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.incident import Statement, StatementState, StepStatus
from playbooks.moments import DueKind
from playbooks.playbook import (
    Lane,
    Language,
    Message,
    MessageId,
    Network,
    RoleId,
    Severity,
    StepId,
    StepKind,
    Strategy,
    UserId,
    Words,
)
from playbooks.statements import Local, StatementOrder, asking
from tests.rules.assessed import answers
from tests.rules.scene import (
    BASILE,
    BREACH,
    CLAIRE,
    DANA,
    ID,
    INES,
    MAUD,
    NADIA,
    PAUL,
    Story,
    after,
    minutes,
    opened,
    step,
)

PARIS = ZoneInfo("Europe/Paris")
S1 = StatementId("s1")
COMMS, LEGAL = RoleId("comms"), RoleId("legal")
LINE, STAFF, OPEN_LINE = MessageId("holding-line"), MessageId("staff-line"), MessageId("front-line")
CARE_LINE = MessageId("care-line")


def message(name: MessageId, lane: Lane, *approvers: RoleId, body: str, **changes: Any) -> Message:
    """A prepared message whose French is its English behind a sign."""
    plain = Message(
        id=name,
        strategy=Strategy.INFORM,
        lane=lane,
        approvers=approvers,
        body=Words(en=body, fr=f"FR {body}"),
    )
    return replace(plain, **changes)


MESSAGES = (
    message(
        LINE,
        Lane.RED,
        COMMS,
        LEGAL,
        body="We have found {{fait}}. Meanwhile: {{consigne}}. Next update: {{heure_prochain_point}}.",
        strategy=Strategy.HOLD,
    ),
    message(STAFF, Lane.AMBER, COMMS, LEGAL, body="For staff: {{fait}}. Ask {{contact}}, not {{marque}}."),
    message(CARE_LINE, Lane.AMBER, COMMS, body="Since noon, {{fait}}."),
    message(OPEN_LINE, Lane.GREEN, body="Since this morning, {{fait}}."),
)
SEND_LINE = StepId("send-line")
PLAYBOOK = replace(
    BREACH,
    steps=(
        *BREACH.steps,
        replace(step(SEND_LINE, "comms", 60), kind=StepKind.MESSAGE, message=LINE),
    ),
    messages=MESSAGES,
    ladders=(),
)
SLOTS = Slots(
    known="a copy of a file", doing="closed the door", ask="change your password", next_at=after(45)
)
PROPOSAL = ProposeStatement(incident=ID, message=LINE, slots=SLOTS)
FREE = ProposeStatement(incident=ID, strategy=Strategy.INFORM, slots=SLOTS)
GREEN = ProposeStatement(incident=ID, message=OPEN_LINE, slots=SLOTS)


class Room:
    """An incident in which people write, approve and publish."""

    def __init__(self, **changes: Any) -> None:
        self.story: Story = opened(PLAYBOOK, planned=())
        roster = (*self.story.incident.roster, (LEGAL, INES))
        known = {"roster": roster, "deputies": ((COMMS, NADIA),), **changes}
        self.story.incident = replace(self.story.incident, **known)
        self.story.room_opens()

    def asks(self, order: StatementOrder, by: UserId = BASILE) -> tuple[e.Event, ...]:
        """Somebody asks; what is refused changes nothing."""
        local = Local(now=self.story.now, zone=PARIS)
        return self.story.happens(*statements.decide(self.story.incident, order, by=by, local=local))

    @property
    def s1(self) -> Statement:
        """The first statement, as it stands."""
        return self.story.incident.statements[0]

    @property
    def state(self) -> StatementState:
        """Where the first statement stands."""
        return self.s1.state

    def approves(self, by: UserId, remark: str = "") -> tuple[e.Event, ...]:
        """Somebody approves what stands there now."""
        return self.asks(
            ApproveStatement(incident=ID, statement=S1, digest=self.s1.wording.digest, remark=remark), by
        )

    def objects(self, by: UserId, text: str = "Not proven.") -> tuple[e.Event, ...]:
        """Somebody objects to what stands there now."""
        return self.asks(
            ObjectToStatement(incident=ID, statement=S1, digest=self.s1.wording.digest, text=text), by
        )

    def publishes(self, by: UserId = BASILE, **changes: Any) -> tuple[e.Event, ...]:
        """Somebody marks it published."""
        plain = PublishStatement(
            incident=ID, statement=S1, digest=self.s1.wording.digest, where="X, the site"
        )
        return self.asks(replace(plain, **changes), by)

    def edits(self, by: UserId = BASILE, **changes: Any) -> tuple[e.Event, ...]:
        """Somebody brings other words."""
        plain = EditStatement(
            incident=ID, statement=S1, slots=self.s1.wording.slots, strategy=self.s1.wording.strategy
        )
        return self.asks(replace(plain, **changes), by)

    def told(self, errand: Errand) -> list[str]:
        """To whom something of a kind is owed because of the last thing that happened."""
        lanes = (thing.lane for thing in self.story.last_owed if thing.errand is errand)
        return sorted(lane.removeprefix("person:") for lane in lanes)


def proposed(order: ProposeStatement = PROPOSAL, by: UserId = BASILE, **changes: Any) -> Room:
    """A room in which something was proposed."""
    room = Room(**changes)
    room.asks(order, by)
    return room


def asked(room: Room) -> dict[UserId, tuple[RoleId, ...]]:
    """Who is asked about the present words, and as what."""
    return {ask.person: ask.roles for ask in room.s1.present_asks}


# The text.


def test_the_blanks_of_a_prepared_message_are_filled_from_the_slots() -> None:
    """The next word is said as the author would say it, in the author's own time."""
    room = proposed()

    assert (
        "We have found a copy of a file. Meanwhile: change your password. Next update: 13:45."
        == room.s1.wording.text
    )


def test_the_text_is_in_the_language_of_the_incident() -> None:
    """French body, French hours."""
    text = proposed(language=Language.FR).s1.wording.text

    assert text.startswith("FR We have found")
    assert text.endswith("13 h 45.")


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        (datetime(2026, 3, 2, 22, 5, tzinfo=UTC), Language.EN, "23:05"),
        (datetime(2026, 3, 2, 22, 5, tzinfo=UTC), Language.FR, "23 h 05"),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), Language.EN, "00:00 on 3 March"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), Language.FR, "0 h 00 le 1er avril"),
    ],
)
def test_an_hour_of_another_day_names_the_day(at: datetime, language: Language, said: str) -> None:
    """Midnight is tomorrow where the author lives, whatever it is in Greenwich."""
    assert said == statements.hour(at, language, Local(now=after(0), zone=PARIS))


POSTED = replace(
    PLAYBOOK,
    messages=(
        message(
            CARE_LINE,
            Lane.AMBER,
            COMMS,
            body="Since noon, {{fait}}.",
            networks=(Network.SITE, Network.SMS, Network.X),
        ),
    ),
)


def on_networks(length: int, **changes: Any) -> Room:
    """A room in which words of so many characters were proposed for the site, text messages and X."""
    order = ProposeStatement(incident=ID, message=CARE_LINE, slots=Slots(known="x" * (length - 13)))
    return proposed(replace(order, **changes), playbook=POSTED)


def test_a_text_that_a_network_does_not_take_is_asked_of_nobody() -> None:
    """280 characters fit on X, 281 do not: told beside the text, with the networks and what they take."""
    assert 280 == len(on_networks(280).s1.wording.text)

    with pytest.raises(BadRequest, match=r"281 characters, too many for X \(280\)\.") as refused:
        on_networks(281)
    assert "text" == refused.value.field
    with pytest.raises(BadRequest, match=r"X \(280\), text message \(306\)"):
        on_networks(307)


def test_a_longer_text_is_proposed_where_the_network_is_left_out() -> None:
    """Not for X this time; what is left out stays with the words, and nothing else is."""
    room = on_networks(290, without=(Network.X, Network.FACEBOOK))

    assert (290, (Network.X,)) == (len(room.s1.wording.text), room.s1.wording.without)
    with pytest.raises(BadRequest, match="text message"):
        on_networks(310, without=(Network.X,))


@pytest.mark.parametrize(
    ("utc", "language", "said"),
    [
        (0, Language.EN, "02:30 (summer time)"),
        (1, Language.EN, "02:30 (winter time)"),
        (0, Language.FR, "2\u00a0h\u00a030 (heure d’été)"),
        (1, Language.FR, "2\u00a0h\u00a030 (heure d’hiver)"),
        (2, Language.EN, "03:30"),
    ],
)
def test_an_hour_that_comes_twice_says_which_it_is(utc: int, language: Language, said: str) -> None:
    """In the night of 25 October the clocks go back in Paris: half past two comes twice."""
    local = Local(now=datetime(2026, 10, 24, 23, 0, tzinfo=UTC), zone=PARIS)

    assert said == statements.hour(datetime(2026, 10, 25, utc, 30, tzinfo=UTC), language, local)


def test_a_blank_that_nothing_fills_refuses_the_proposal_and_is_named() -> None:
    """Beside its field, in words and as it stands in the text."""
    order = ProposeStatement(incident=ID, message=STAFF, slots=Slots(known="a leak", contact="the desk"))

    with pytest.raises(BadRequest, match=r"our brand \(\{\{marque\}\}\)") as refused:
        Room().asks(order)
    assert "blank:marque" == refused.value.field


def test_other_blanks_are_filled_by_hand() -> None:
    """What no slot knows is typed under its own name."""
    order = ProposeStatement(
        incident=ID,
        message=STAFF,
        slots=Slots(known="a leak", contact="the desk"),
        blanks=(("marque", "Meridian"),),
    )

    assert "For staff: a leak. Ask the desk, not Meridian." == proposed(order).s1.wording.text


def test_without_a_prepared_message_the_slots_make_the_text() -> None:
    """What is known first; each other slot under its own words, the empty ones left out."""
    text = proposed(FREE).s1.wording.text

    assert [
        "a copy of a file",
        "What we are doing: closed the door",
        "What we ask of you: change your password",
        "Next update: 13:45.",
    ] == text.split("\n")


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (replace(FREE, slots=replace(SLOTS, known=" ")), "known"),
        (replace(FREE, slots=replace(SLOTS, next_at=None)), "next"),
        (replace(PROPOSAL, slots=replace(SLOTS, next_at=None)), "next"),
        (replace(FREE, slots=replace(SLOTS, next_at=after(-1))), "next"),
        (replace(FREE, slots=replace(SLOTS, next_at=after(80 * 60))), "next"),
        (replace(FREE, strategy=None), "strategy"),
        (replace(FREE, words="x" * 3001), "text"),
    ],
)
def test_what_a_statement_lacks_is_told_beside_its_field(order: ProposeStatement, field: str) -> None:
    """No fact, no next word, a next word that has passed or is days away, no strategy, no end."""
    with pytest.raises(BadRequest) as refused:
        Room().asks(order)
    assert field == refused.value.field


def test_a_prepared_text_without_an_hour_needs_no_next_word() -> None:
    """The playbook's own words decide whether something is announced."""
    order = replace(GREEN, slots=Slots(known="the trains stand"))

    assert "Since this morning, the trains stand." == proposed(order).s1.wording.text


def test_people_at_risk_are_spoken_to_first() -> None:
    """Without a sentence for them nothing is proposed; with one, it opens the text and leaves the lane."""
    with pytest.raises(BadRequest) as refused:
        proposed(GREEN, people_at_risk=True)
    assert "empathy" == refused.value.field

    order = replace(GREEN, slots=replace(SLOTS, empathy="We think of the injured."))
    wording = proposed(order, people_at_risk=True).s1.wording
    assert ("We think of the injured.\nSince this morning, a copy of a file.", Lane.GREEN) == (
        wording.text,
        wording.lane,
    )


def test_a_message_that_the_playbook_does_not_have_is_refused() -> None:
    """A form that was open for long may name one."""
    with pytest.raises(NotFound):
        Room().asks(replace(PROPOSAL, message=MessageId("nowhere")))


@given(text=some.text(max_size=200))
def test_what_somebody_types_never_becomes_a_blank_or_a_template(text: str) -> None:
    """Braces and dots of a person's own stand in the text as they were typed, or are refused as a blank."""
    local = Local(now=after(0), zone=PARIS)
    made = statements.text_of(
        Room().story.incident, replace(FREE, slots=replace(SLOTS, known=text)), None, local
    )

    assert made.slots.known in made.text


# The lanes.


@pytest.mark.parametrize(
    ("order", "changes", "lane", "people"),
    [
        (PROPOSAL, {}, Lane.RED, {CLAIRE: (COMMS,), INES: (LEGAL,)}),
        (GREEN, {}, Lane.GREEN, {}),
        (replace(GREEN, words="Since noon, {{fait}}."), {}, Lane.RED, {CLAIRE: (COMMS,), INES: (LEGAL,)}),
        (
            replace(GREEN, words="Since noon, {{fait}}."),
            {"severity": Severity.SEV2},
            Lane.AMBER,
            {CLAIRE: (COMMS,)},
        ),
        (replace(PROPOSAL, words="We know {{fait}}."), {}, Lane.RED, {CLAIRE: (COMMS,), INES: (LEGAL,)}),
        (FREE, {}, Lane.RED, {CLAIRE: (COMMS,), INES: (LEGAL,)}),
        (FREE, {"severity": Severity.SEV2}, Lane.AMBER, {CLAIRE: (COMMS,)}),
        (
            replace(FREE, strategy=Strategy.REBUILD),
            {"severity": Severity.SEV3},
            Lane.RED,
            {CLAIRE: (COMMS,), INES: (LEGAL,)},
        ),
        (
            replace(FREE, slots=replace(SLOTS, empathy="Courage.")),
            {"severity": Severity.SEV3, "people_at_risk": True},
            Lane.RED,
            {CLAIRE: (COMMS,), INES: (LEGAL,)},
        ),
    ],
)
def test_the_lane_says_who_approves(
    order: ProposeStatement, changes: dict[str, Any], lane: Lane, people: dict[UserId, tuple[RoleId, ...]]
) -> None:
    """Prepared words keep theirs; changed and free ones go by how grave it is."""
    room = proposed(order, **changes)

    assert (lane, people) == (room.s1.wording.lane, asked(room))


def test_unchanged_words_that_a_form_sends_back_are_no_edit() -> None:
    """The field shows the prepared words; leaving them alone leaves the lane."""
    assert Lane.GREEN is proposed(replace(GREEN, words="Since this morning, {{fait}}.")).s1.wording.lane


def test_a_green_text_is_approved_at_once_and_its_approvers_are_told() -> None:
    """The communications director reads it without having to answer."""
    room = proposed(GREEN)

    assert StatementState.APPROVED is room.state
    assert [CLAIRE] == room.told(Errand.NUDGE)


def test_all_red_roles_are_asked_at_once_and_all_must_approve() -> None:
    """In parallel, in any order."""
    room = proposed()
    room.approves(INES)
    assert (StatementState.IN_REVIEW, (COMMS,)) == (room.state, room.s1.missing)

    room.approves(CLAIRE)
    assert StatementState.APPROVED is room.state


def test_one_amber_role_is_enough() -> None:
    """Both are asked; the first answer settles it."""
    order = ProposeStatement(
        incident=ID, message=STAFF, slots=Slots(known="x", contact="y"), blanks=(("marque", "z"),)
    )
    room = proposed(order)
    assert {CLAIRE, INES} == set(asked(room))

    room.approves(INES)
    assert StatementState.APPROVED is room.state


# Who approves.


def test_an_author_never_approves() -> None:
    """Their deputy is asked in their place, and their own press is refused."""
    room = proposed(by=CLAIRE)
    assert {NADIA: (COMMS,), INES: (LEGAL,)} == asked(room)

    with pytest.raises(NotAllowed, match="your own words"):
        room.approves(CLAIRE)


def test_where_nobody_else_exists_the_refusal_says_whom_to_name() -> None:
    """The director leads, and has no deputy."""
    roster = ((COMMS, CLAIRE), (LEGAL, CLAIRE))
    with pytest.raises(NotAllowed, match="Communications director") as refused:
        proposed(by=CLAIRE, roster=roster, deputies=(), lead=CLAIRE)
    assert "`/crisis lead @name`" in refused.value.tell.en


def test_somebody_who_was_not_asked_is_told_who_was() -> None:
    """Whatever their rank."""
    with pytest.raises(NotAllowed, match=f"<@{CLAIRE}>, <@{INES}>"):
        proposed().approves(PAUL)


def test_one_person_of_two_roles_is_asked_once() -> None:
    """And one press answers for both."""
    room = proposed(roster=((COMMS, CLAIRE), (LEGAL, CLAIRE)))
    assert {CLAIRE: (COMMS, LEGAL)} == asked(room)

    room.approves(CLAIRE)
    assert StatementState.APPROVED is room.state


def test_a_second_press_is_told_who_was_first() -> None:
    """Nothing is approved twice."""
    room = proposed()
    room.approves(CLAIRE)

    with pytest.raises(AlreadyDone, match=f"approved by <@{CLAIRE}>"):
        room.approves(CLAIRE)


# Bound to the text.


def test_any_edit_voids_every_approval_and_asks_anew() -> None:
    """A changed word is another text; those who approved the old one get the new one."""
    room = proposed()
    room.approves(CLAIRE)
    room.approves(INES)

    room.edits(slots=replace(room.s1.wording.slots, known="two copies"))

    assert (StatementState.IN_REVIEW, 2) == (room.state, room.s1.revision)
    assert {CLAIRE, INES} == set(asked(room))
    assert [None, None] == [ask.approved_at for ask in room.s1.present_asks]


def test_an_approval_of_words_that_have_changed_is_refused() -> None:
    """Whoever read the old text is told who changed it."""
    room = proposed()
    seen = room.s1.wording.digest
    room.edits(slots=replace(SLOTS, known="two copies"))

    with pytest.raises(Conflict, match=f"<@{BASILE}> has changed the text"):
        room.asks(ApproveStatement(incident=ID, statement=S1, digest=seen), CLAIRE)
    with pytest.raises(Conflict):
        room.asks(ObjectToStatement(incident=ID, statement=S1, digest=seen, text="no"), CLAIRE)
    assert StatementState.IN_REVIEW is room.state


def test_an_approver_who_edits_becomes_a_writer() -> None:
    """The director mends the text: somebody else now answers for her role."""
    room = proposed()
    room.edits(CLAIRE, slots=replace(SLOTS, known="two copies"))

    assert {NADIA: (COMMS,), INES: (LEGAL,)} == asked(room)


def test_an_edit_that_changes_nothing_keeps_the_approvals() -> None:
    """Opening the form and sending it again is no new text."""
    room = proposed()
    room.approves(CLAIRE)

    with pytest.raises(AlreadyDone):
        room.edits()
    assert (LEGAL,) == room.s1.missing


# Objections and remarks.


def test_a_light_objection_is_an_approval_with_a_remark_for_the_author() -> None:
    """The author hears of it; nothing is blocked."""
    room = proposed()
    room.approves(CLAIRE, "I would write “this morning”.")

    assert [BASILE] == room.told(Errand.NUDGE)
    assert (LEGAL,) == room.s1.missing


def test_a_strong_objection_blocks_whatever_the_others_approved() -> None:
    """Legal stops it after everybody has agreed."""
    room = proposed()
    room.approves(CLAIRE)
    room.approves(INES)

    room.objects(INES)

    assert StatementState.BLOCKED is room.state
    with pytest.raises(Conflict, match=f"<@{INES}> objects"):
        room.publishes()


def test_an_objection_needs_its_reason() -> None:
    """The author has to know what to mend."""
    with pytest.raises(BadRequest):
        proposed().objects(INES, " \u202e ")


def test_only_whoever_objects_takes_it_back_and_that_is_no_approval() -> None:
    """The answer is asked for again."""
    room = proposed()
    room.objects(INES)
    with pytest.raises(Conflict):
        room.asks(WithdrawObjection(incident=ID, statement=S1), CLAIRE)
    with pytest.raises(AlreadyDone):
        room.approves(INES)

    room.asks(WithdrawObjection(incident=ID, statement=S1), INES)
    assert (StatementState.IN_REVIEW, (COMMS, LEGAL)) == (room.state, room.s1.missing)

    room.approves(INES)
    assert (COMMS,) == room.s1.missing


def test_an_edit_answers_an_objection() -> None:
    """The new words are read by the same people."""
    room = proposed()
    room.objects(INES)
    room.edits(slots=replace(SLOTS, known="what is proven"))

    assert StatementState.IN_REVIEW is room.state


# Time.


def estimates(room: Room) -> list[tuple[str, datetime]]:
    """Who is waited for, and until when."""
    return [(due.subject, due.at) for due in dues(room.story.incident) if due.kind is DueKind.ESTIMATE]


@pytest.mark.parametrize(
    ("severity", "wait"),
    [(Severity.SEV1, 15), (Severity.SEV2, 30), (Severity.SEV3, 60), (Severity.SEV4, 60)],
)
def test_the_graver_it_is_the_sooner_an_answer_is_due(severity: Severity, wait: int) -> None:
    """Unless somebody says how long they need."""
    assert {after(wait)} == {at for _, at in estimates(proposed(severity=severity))}


def test_an_estimate_moves_the_moment() -> None:
    """Half an hour, says the director."""
    room = proposed()
    room.asks(EstimateStatement(incident=ID, statement=S1, needs=minutes(30)), CLAIRE)

    assert [("s1.1.U0INES", after(15)), ("s1.1.U0CLAIRE", after(30))] == estimates(room)


@pytest.mark.parametrize("needs", [0, -5, 241])
def test_an_estimate_is_a_matter_of_hours_at_most(needs: int) -> None:
    """Never nothing, never the past, never days."""
    with pytest.raises(BadRequest):
        proposed().asks(EstimateStatement(incident=ID, statement=S1, needs=minutes(needs)), CLAIRE)


def test_silence_asks_the_deputy_as_well_once_and_approves_nothing() -> None:
    """Claire is silent, Nadia is asked; both are silent, and nobody further is."""
    room = proposed(AMBER)
    room.story.waits(16)
    assert {CLAIRE, NADIA} == set(asked(room))
    assert [(f"s1.1.{NADIA}", after(31))] == estimates(room)

    room.story.waits(60)
    assert ({CLAIRE, NADIA}, [], StatementState.IN_REVIEW) == (set(asked(room)), estimates(room), room.state)


AMBER = replace(GREEN, message=CARE_LINE)


def test_whoever_answers_first_settles_it_for_both() -> None:
    """The deputy approves; the director is no longer asked."""
    room = proposed(AMBER)
    room.story.waits(16)
    room.approves(NADIA)

    assert StatementState.APPROVED is room.state
    with pytest.raises(AlreadyDone, match=f"approved by <@{NADIA}>"):
        room.approves(CLAIRE)


def test_being_asked_gives_the_right_to_read_and_no_part() -> None:
    """A deputy without a part in a restricted incident reads it once she is asked, and is not called into its channel."""
    room = proposed(AMBER, restricted=True)
    assert not may_see(room.story.incident, NADIA)
    room.story.waits(16)

    assert may_see(room.story.incident, NADIA)
    assert NADIA not in room.story.incident.people
    assert NADIA in proposed(AMBER, by=NADIA, restricted=True).story.incident.people, (
        "whoever writes has a part"
    )


def test_two_silent_people_never_lead_to_one_asked_twice() -> None:
    """Both deputies would be the same person: asked once, for one of the roles at least."""
    room = proposed(deputies=(), roster=((COMMS, CLAIRE), (LEGAL, INES), (RoleId("executive"), PAUL)))
    room.story.waits(16)

    assert len(room.s1.asks) == len({ask.id for ask in room.s1.asks})
    assert PAUL in asked(room)


def test_the_second_of_two_silent_people_is_stood_in_for_by_the_next() -> None:
    """Both have the same deputy first: she answers for one of the roles, the next deputy for the other."""
    room = proposed(deputies=((COMMS, NADIA), (LEGAL, NADIA), (LEGAL, PAUL)))
    room.story.waits(16)

    assert {CLAIRE: (COMMS,), INES: (LEGAL,), NADIA: (LEGAL,), PAUL: (COMMS,)}.keys() == asked(room).keys()
    assert [COMMS, LEGAL] == sorted(role for who in (NADIA, PAUL) for role in asked(room)[who])


def test_where_one_stand_in_serves_two_the_lead_hears_which_role_is_left() -> None:
    """One deputy for both, who is asked for one role; nobody is left for the other, and the lead is told which."""
    room = proposed(by=MAUD, deputies=((COMMS, NADIA), (LEGAL, NADIA)), lead=MAUD)
    facts = room.story.waits(16)

    lapsed = [fact for fact in facts if isinstance(fact, e.EstimateLapsed)]
    ((left,),) = [fact.alone for fact in lapsed if fact.alone]
    assert left not in asked(room)[NADIA]
    assert [MAUD] == room.told(Errand.NUDGE)


def test_where_no_deputy_is_left_the_author_and_the_lead_hear_it() -> None:
    """Nobody stands in for the director, who leads as well: author and lead are both told."""
    room = proposed(AMBER, by=BASILE, deputies=(), roster=((COMMS, CLAIRE),), lead=CLAIRE)
    room.story.waits(16)

    assert {BASILE, CLAIRE} == set(room.told(Errand.NUDGE))
    nudges = [owed for owed in room.story.last_owed if owed.errand is Errand.NUDGE]
    assert 2 == len({(owed.errand, owed.subject) for owed in nudges}), (
        "the same thing owed twice is owed once"
    )
    assert [room.story.incident.id] == [lane.removeprefix("room:") for lane in room.told(Errand.NOTICE)]


def test_nobody_is_chased_about_a_text_that_is_blocked_published_or_dropped() -> None:
    """There is nothing to read there."""
    blocked, dropped = proposed(), proposed()
    blocked.objects(INES)
    dropped.asks(WithdrawStatement(incident=ID, statement=S1))

    assert ([], []) == (estimates(blocked), estimates(dropped))


def test_an_approver_whom_slack_cannot_reach_is_stood_in_for_at_once() -> None:
    """No quarter of an hour is lost on somebody who has left the company."""
    room = proposed(AMBER)
    ask = AskId(f"s1.1.{CLAIRE}")
    room.story.happens(*asking.unreached(room.story.incident, ask, "account_inactive", after(0)))

    assert {CLAIRE, NADIA} == set(asked(room))


# What is owed.


def test_each_approver_gets_a_message_and_the_room_hears_it() -> None:
    """One message each; the author gets none."""
    room = Room()
    facts = room.asks(PROPOSAL)

    owing = [thing for fact, things in room.story.said if fact in facts for thing in things]
    to = {thing.lane: thing.urgent for thing in owing if thing.errand is Errand.APPROVAL}
    assert {f"person:{CLAIRE}": True, f"person:{INES}": True} == to
    assert Errand.NOTICE in {thing.errand for thing in owing}


def test_what_is_settled_edits_every_message_that_still_asks() -> None:
    """An approval, an edit, a publication, a withdrawal and the close each redraw them."""
    room = proposed()
    for person in (CLAIRE, INES):
        room.story.happens(
            e.ApproverReached(
                at=after(0), statement=S1, ask=AskId(f"s1.1.{person}"), channel=ChannelId("D0"), ts="9.0"
            )
        )
    room.approves(CLAIRE)
    assert [CLAIRE, INES] == room.told(Errand.APPROVAL)

    room.story.closes()
    assert [CLAIRE, INES] == room.told(Errand.APPROVAL)


# Publishing.


def ready() -> Room:
    """A room whose holding line is approved by both."""
    room = proposed()
    room.approves(CLAIRE)
    room.approves(INES)
    return room


def test_only_what_is_approved_is_published() -> None:
    """The refusal names whose answer is missing."""
    room = proposed()
    room.approves(CLAIRE)

    with pytest.raises(Conflict, match=f"<@{INES}> still has to answer"):
        room.publishes()


def test_a_published_hold_is_what_we_say_settles_its_step_and_makes_a_promise() -> None:
    """One press: the line, the step with where it went, and the hour that was announced."""
    room = ready()
    room.publishes(MAUD)

    incident = room.story.incident
    assert incident.holding_line is not None
    assert (room.s1.wording.text, MAUD) == (incident.holding_line.text, incident.holding_line.by)
    done = incident.step(SEND_LINE).progress
    assert (StepStatus.DONE, "X, the site") == (done.status, done.words)
    assert incident.promise is not None
    assert after(45) == incident.promise.at


def test_an_announced_hour_that_is_missed_is_a_broken_promise() -> None:
    """The same mechanism as for an update: reminded, then broken, once."""
    room = ready()
    room.publishes()

    assert [e.PromiseReminded] == [
        type(fact) for fact in room.story.waits(36) if "Promise" in type(fact).__name__
    ]
    broken = room.story.waits(20)
    assert e.PromiseBroken in [type(fact) for fact in broken]


def test_an_information_is_no_holding_line() -> None:
    """What staff are told is not what we say for now."""
    room = proposed(GREEN)
    room.publishes()

    assert None is room.story.incident.holding_line
    assert StatementState.PUBLISHED is room.state


def test_it_was_published_when_the_person_says() -> None:
    """Five minutes ago, but never before it was approved."""
    room = ready()
    room.story.now = after(10)
    with pytest.raises(BadRequest) as refused:
        room.publishes(ago=minutes(15))
    assert "when" == refused.value.field

    room.publishes(ago=minutes(5))
    assert room.s1.publication is not None
    assert after(5) == room.s1.publication.at


def test_a_text_that_announces_an_hour_gone_by_is_not_published() -> None:
    """Approved too late: the hour has to be another, and approved."""
    room = ready()
    room.story.now = after(50)

    with pytest.raises(Conflict, match="has passed"):
        room.publishes()


def test_publishing_says_where() -> None:
    """The review will ask."""
    with pytest.raises(BadRequest) as refused:
        ready().publishes(where="  ")
    assert "where" == refused.value.field


@pytest.mark.parametrize(
    "order",
    [
        WithdrawStatement(incident=ID, statement=S1),
        EditStatement(incident=ID, statement=S1, slots=replace(SLOTS, known="more")),
    ],
)
def test_what_was_published_stays_as_it_was(order: StatementOrder) -> None:
    """It is out: nothing of it changes."""
    room = ready()
    room.publishes()

    with pytest.raises(AlreadyDone, match="published"):
        room.asks(order)


def test_a_withdrawn_statement_is_over() -> None:
    """Nobody can approve or publish it any more."""
    room = ready()
    room.asks(WithdrawStatement(incident=ID, statement=S1, reason="overtaken"), DANA)

    assert (StatementState.WITHDRAWN, "overtaken") == (room.state, room.s1.reason)
    with pytest.raises(AlreadyDone, match="withdrawn"):
        room.publishes()


def test_nothing_is_proposed_after_the_close() -> None:
    """Not by anybody."""
    room = Room()
    room.story.closes()

    with pytest.raises(Conflict):
        room.asks(PROPOSAL)


def test_an_unknown_statement_is_refused() -> None:
    """A number that does not exist here."""
    with pytest.raises(NotFound):
        Room().asks(WithdrawStatement(incident=ID, statement=S1))


# One voice.


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        (Strategy.DENY, Strategy.REBUILD, True),
        (Strategy.DENY, Strategy.DIMINISH, True),
        (Strategy.REBUILD, Strategy.DENY, True),
        (Strategy.DIMINISH, Strategy.DENY, True),
        (Strategy.DIMINISH, Strategy.REBUILD, False),
        (Strategy.DENY, Strategy.DENY, False),
        (Strategy.DENY, Strategy.INFORM, False),
        (Strategy.HOLD, Strategy.REBUILD, False),
    ],
)
def test_denying_beside_apologising_is_noticed(first: Strategy, second: Strategy, warned: bool) -> None:
    """Shown, never blocked: the second statement is proposed all the same."""
    room = proposed(replace(FREE, strategy=first))

    assert warned == bool(statements.clashing(room.story.incident, second))
    room.asks(replace(FREE, strategy=second))
    assert 2 == len(room.story.incident.statements)


def test_what_was_withdrawn_contradicts_nothing() -> None:
    """It was never said."""
    room = proposed(replace(FREE, strategy=Strategy.DENY))
    room.asks(WithdrawStatement(incident=ID, statement=S1))

    assert () == statements.clashing(room.story.incident, Strategy.REBUILD)


# What an hour changes.


def test_an_approval_does_not_outlive_an_escalation() -> None:
    """Approved by one person as a sensitive matter; in a crisis the words need Legal as well, and say so."""
    room = proposed(FREE, severity=Severity.SEV2)
    room.approves(CLAIRE)
    room.story.incident = replace(room.story.incident, severity=Severity.SEV1)

    with pytest.raises(Conflict, match="more serious"):
        room.publishes()
    room.edits()
    assert {CLAIRE, INES} == set(asked(room))


def grows_worse(room: Room, severity: Severity = Severity.SEV1) -> tuple[e.Event, ...]:
    """Somebody raises the severity."""
    return room.story.asks(ChangeSeverity(incident=ID, severity=severity))


def test_a_raise_puts_open_words_in_their_stricter_lane_at_once() -> None:
    """Sensitive, in the amber lane; a crisis needs Legal too, who is asked at once. The director's answer stands."""
    room = proposed(FREE, severity=Severity.SEV2)
    room.approves(CLAIRE)
    facts = grows_worse(room)

    assert [e.SeverityChanged, e.LaneRaised, e.ApproverAsked] == [type(fact) for fact in facts]
    assert (Lane.RED, StatementState.IN_REVIEW, (LEGAL,)) == (
        room.s1.wording.lane,
        room.state,
        room.s1.missing,
    )
    assert {CLAIRE: (COMMS,), INES: (LEGAL,)} == asked(room)
    room.approves(INES)
    assert StatementState.APPROVED is room.state
    room.publishes()


def test_a_raise_asks_nobody_twice_who_is_waited_for() -> None:
    """The director has not answered yet: she is not asked again, and keeps her time."""
    room = proposed(FREE, severity=Severity.SEV2)
    grows_worse(room)

    assert [("s1.1.U0INES", after(15)), ("s1.1.U0CLAIRE", after(30))] == estimates(room)


def test_one_person_of_both_roles_has_answered_for_both() -> None:
    """The director speaks for Legal as well: what she approved is approved."""
    room = proposed(FREE, severity=Severity.SEV2, roster=((COMMS, CLAIRE), (LEGAL, CLAIRE)))
    room.approves(CLAIRE)
    facts = grows_worse(room)

    assert [e.SeverityChanged, e.LaneRaised] == [type(fact) for fact in facts]
    assert StatementState.APPROVED is room.state


def test_whoever_was_no_longer_needed_is_asked_again() -> None:
    """In the amber lane the director's answer was enough; changed words are red in a crisis, and need Legal's too."""
    changed = ProposeStatement(
        incident=ID,
        message=STAFF,
        slots=Slots(known="x", contact="y", next_at=after(60)),
        words="Staff: {{fait}}. Ask {{contact}}.",
    )
    room = proposed(changed, severity=Severity.SEV2)
    room.story.happens(
        e.ApproverReached(
            at=after(0), statement=S1, ask=AskId(f"s1.1.{INES}"), channel=ChannelId("D0"), ts="9.0"
        )
    )
    room.approves(CLAIRE)
    room.story.waits(40)
    grows_worse(room)

    ask = next(ask for ask in room.s1.present_asks if ask.person == INES)
    assert (after(55), None) == (ask.until, ask.channel), "a message of its own, and time of its own"
    assert [(f"s1.1.{INES}", after(55))] == estimates(room)
    assert 2 == len(room.s1.asks)


def test_people_at_risk_raise_the_lane_as_well() -> None:
    """Found by the six questions, whatever the severity is kept at."""
    room = proposed(FREE, severity=Severity.SEV2)
    given_ = Assessed(factors=answers(2), severity=Severity.SEV2)
    facts = room.story.asks(AssessSeverity(incident=ID, assessed=given_))

    assert e.LaneRaised in {type(fact) for fact in facts}


def test_what_is_published_withdrawn_or_as_strict_already_stays_as_it_is() -> None:
    """Nor does a milder severity take an approval away, or a reason to ask for one."""
    published, withdrawn, red = (
        proposed(FREE, severity=Severity.SEV2),
        proposed(FREE, severity=Severity.SEV2),
        proposed(),
    )
    published.approves(CLAIRE)
    published.publishes()
    withdrawn.asks(WithdrawStatement(incident=ID, statement=S1))
    red.story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV3, reason="contained"))

    for room in (published, withdrawn):
        assert [e.SeverityChanged] == [type(fact) for fact in grows_worse(room)]
    assert (Lane.RED, {CLAIRE, INES}) == (red.s1.wording.lane, set(asked(red)))


def test_a_raise_is_never_refused_because_nobody_is_left_to_approve() -> None:
    """Both holders have written in it: the raise stands, the lead hears which role is left, and the next lead is asked."""
    room = proposed(FREE, CLAIRE, severity=Severity.SEV2, lead=CLAIRE)
    room.edits(INES, slots=replace(SLOTS, known="what is proven"))
    facts = room.story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1), CLAIRE)
    (raised,) = (fact for fact in facts if isinstance(fact, e.LaneRaised))
    assert ((LEGAL,), {NADIA: (COMMS,)}) == (raised.alone, asked(room))

    room.story.asks(NameLead(incident=ID, lead=PAUL), CLAIRE)
    assert {NADIA: (COMMS,), PAUL: (LEGAL,)} == asked(room)


def test_an_objection_stands_in_the_stricter_lane() -> None:
    """Whoever objects is not asked anew, and the words stay blocked."""
    room = proposed(FREE, severity=Severity.SEV2)
    room.objects(CLAIRE)
    grows_worse(room)

    assert (StatementState.BLOCKED, [CLAIRE, INES]) == (room.state, sorted(asked(room)))


def test_the_room_and_the_author_hear_of_the_stricter_lane() -> None:
    """A line in the channel, a word to the author, and a request to whoever is asked now."""
    room = proposed(FREE, severity=Severity.SEV2)
    facts = grows_worse(room)

    owing = [(t.errand, t.lane) for fact, things in room.story.said if fact in facts[1:] for t in things]
    assert {Errand.NOTICE, Errand.NUDGE, Errand.APPROVAL} <= {errand for errand, _ in owing}
    assert (Errand.NUDGE, f"person:{BASILE}") in owing
    assert (Errand.APPROVAL, f"person:{INES}") in owing


def test_whoever_wrote_any_of_the_words_does_not_approve_them() -> None:
    """The director changed a sentence before the author wrote on: somebody else reads it."""
    room = proposed()
    room.edits(
        CLAIRE, words="We have found {{fait}}. Meanwhile: {{consigne}}. We speak at {{heure_prochain_point}}."
    )
    room.edits(
        BASILE, words="Since noon {{fait}}. Meanwhile: {{consigne}}. We speak at {{heure_prochain_point}}."
    )

    assert CLAIRE not in asked(room)


def test_a_form_that_was_overtaken_does_not_undo_what_somebody_wrote_meanwhile() -> None:
    """Two people edit at once: the second is told who was faster, and nothing of the first is lost."""
    room = proposed()
    seen = room.s1.revision
    room.edits(PAUL, words="Names only: {{fait}}. {{consigne}}. {{heure_prochain_point}}.", seen=seen)

    with pytest.raises(Conflict, match=PAUL):
        room.edits(BASILE, words="Another: {{fait}}. {{consigne}}. {{heure_prochain_point}}.", seen=seen)
    assert room.s1.wording.text.startswith("Names only")


def test_words_whose_prepared_message_a_newer_version_dropped_can_still_be_edited() -> None:
    """They stand alone from then on, and are approved as words nobody prepared."""
    room = proposed()
    room.story.incident = replace(
        room.story.incident, playbook=replace(room.story.incident.playbook, messages=())
    )
    room.edits(words="Since noon, we know of a leak.")

    assert (None, "Since noon, we know of a leak.") == (room.s1.wording.message, room.s1.wording.text)
