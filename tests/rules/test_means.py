"""By what a call reaches its person: one means after the other, until somebody has answered."""

from dataclasses import replace

import pytest

from playbooks import escalation, means
from playbooks import events as e
from playbooks.commands import CallId, DeclineCall, Errand, TakeCall
from playbooks.dues import dues
from playbooks.events import Why
from playbooks.incident import CallState, ClimbState
from playbooks.moments import DueKind
from playbooks.playbook import Severity, UserId
from playbooks.routing import MAIL, SLACK, Directory, MeansId, Reach, RoutingRules, Webhook
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    CLAIRE,
    CLAIRE_CALLED,
    ID,
    INES,
    INES_CALLED,
    NADIA,
    PRESS,
    Story,
    after,
    errands,
    kinds,
    ladders,
    minutes,
    opened,
    words,
)
from tests.rules.test_routing import BRITON, HUB
from tests.rules.test_routing import directory as a_directory

SMS = MeansId("sms")
IN_TURN = (Reach(means=SLACK), Reach(means=MAIL, after=minutes(3)), Reach(means=SMS, after=minutes(4)))
BY_SMS_FIRST = (Reach(means=SMS), Reach(means=SLACK, after=minutes(1)))
LAST_RESORT = (Reach(means=SLACK), Reach(means=MAIL, last_resort=True))


def reached(*reach: Reach, fallback: float | None = 2) -> Story:
    """An incident whose press ladder calls everybody by these means, and nothing else that could fall due."""
    (press, *_) = ladders()
    rungs = tuple(
        replace(rung, reach=tuple((person, reach) for person in rung.people)) for rung in press.rungs
    )
    after_which = None if fallback is None else minutes(fallback)
    planned = replace(press, rungs=rungs, fallback_after=after_which)
    return opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=(planned,))


def used(story: Story, call: CallId = BASILE_CALLED) -> list[MeansId]:
    """The means by which somebody was called so far, in order."""
    return [tried.means for tried in story.incident.call(call).tries]


def takes(story: Story, by: MeansId, call: CallId = BASILE_CALLED) -> None:
    """A means accepts a call."""
    ground = {"channel": "D0", "ts": "1.0"} if by == SLACK else {}
    story.happens(e.CallSent(at=story.now, call=call, means=by, **ground))  # type: ignore[arg-type]


def refuses(
    story: Story, by: MeansId, reason: str = "x", call: CallId = BASILE_CALLED
) -> tuple[e.Event, ...]:
    """A means refuses a call for good."""
    return story.happens(*means.failed(story.incident, call, by, reason, story.now))


def later(story: Story, count: float) -> tuple[e.Event, ...]:
    """So many minutes go by; nothing is taken or refused meanwhile."""
    story.away = True
    return story.waits(count)


# In their order, each after its time.


def test_a_call_goes_on_by_the_next_means_of_its_person() -> None:
    """Slack at once, mail after three minutes, a text message after four, counted from when the call was owed."""
    story = reached(*IN_TURN)
    takes(story, SLACK)

    assert () == later(story, 2.9)
    assert [SLACK, MAIL] == [*used(story), *(fact.means for fact in later(story, 0.1))]  # type: ignore[attr-defined]
    assert [e.MeansUsed] == kinds(later(story, 1))
    assert [SLACK, MAIL, SMS] == used(story)
    assert DueKind.MEANS not in {due.kind for due in dues(story.incident)}


def test_each_means_is_owed_in_a_lane_of_the_person_s_own() -> None:
    """So that nobody's slow mail or provider delays somebody else's call."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    later(story, 3)
    mail = story.said[-1][1][0]
    later(story, 1)
    hook = story.said[-1][1][0]

    assert (Errand.CALL_MAIL, "press.0.U0BASILE:mail", f"mail:{BASILE}", True) == (
        mail.errand,
        mail.subject,
        mail.lane,
        mail.urgent,
    )
    assert (Errand.CALL_HOOK, "press.0.U0BASILE:sms", f"hook:sms:{BASILE}") == (
        hook.errand,
        hook.subject,
        hook.lane,
    )
    assert (BASILE_CALLED, SMS) == means.named_in(hook.subject)


def test_somebody_may_be_reached_by_something_else_than_slack_first() -> None:
    """The first of a person's means begins the call, Slack comes in its turn."""
    story = reached(*BY_SMS_FIRST)

    (called,) = story.said[-1][1]
    assert Errand.CALL_HOOK is called.errand
    takes(story, SMS)
    assert [Errand.CALL] == errands(story.last_owed) if later(story, 1) else False
    assert [SMS, SLACK] == used(story)


def test_an_order_of_slack_alone_is_as_it_ever_was() -> None:
    """No reach is pinned: one message in Slack, nothing falls due for it, and a refusal climbs at once."""
    story = opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=ladders()[:1])

    assert () == story.incident.calls[0].reach
    assert DueKind.MEANS not in {due.kind for due in dues(story.incident)}
    assert [e.CallFailed, e.ContactCalled, e.ContactCalled] == kinds(refuses(story, SLACK))
    assert CallState.FAILED is story.incident.calls[0].state


def test_an_answer_ends_it() -> None:
    """Nobody is mailed for what they answered, or what somebody else took."""
    for order in (TakeCall(incident=ID, call=BASILE_CALLED), DeclineCall(incident=ID, call=BASILE_CALLED)):
        story = reached(*IN_TURN)
        takes(story, SLACK)
        story.asks(order, by=BASILE)

        assert [] == [due for due in dues(story.incident) if due.subject == BASILE_CALLED]
        later(story, 4.5)
        assert [SLACK] == used(story)


def test_a_call_of_an_earlier_rung_goes_on_by_its_means() -> None:
    """The ladder has gone on, nobody has answered: whoever can be reached sooner may still take it."""
    story = reached(Reach(means=SLACK), Reach(means=MAIL, after=minutes(8)))
    takes(story, SLACK)
    later(story, 5)
    later(story, 3)

    assert [SLACK, MAIL] == used(story)
    assert INES in {call.person for call in story.incident.calls}


def test_the_close_ends_it() -> None:
    """Nobody is mailed for what is over."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    story.closes()

    assert DueKind.MEANS not in {due.kind for due in dues(story.incident)}


# A means that does not take the call.


def test_n2_a_call_that_slack_has_not_taken_goes_by_the_next_means_after_the_fallback_s_time() -> None:
    """Two minutes without Slack, whatever the person's own order says; the log says why."""
    story = reached(Reach(means=SLACK), Reach(means=MAIL, after=minutes(30)))

    assert () == later(story, 1.9)
    (fact,) = later(story, 0.1)
    assert isinstance(fact, e.MeansUsed)
    assert (MAIL, Why.NOT_TAKEN) == (fact.means, fact.why)


def test_whoever_has_slack_alone_is_mailed_where_slack_does_not_take_the_call() -> None:
    """A last resort: never while Slack takes it."""
    story = reached(*LAST_RESORT)
    takes(story, SLACK)
    later(story, 4)
    assert [SLACK] == used(story)

    away = reached(*LAST_RESORT)
    later(away, 2)
    assert [SLACK, MAIL] == used(away)


def test_an_old_climb_has_no_fallback() -> None:
    """It was pinned before there was any: nothing of it changes."""
    story = reached(Reach(means=SLACK), Reach(means=MAIL, last_resort=True), fallback=None)

    assert () == later(story, 600)


def test_the_silence_of_a_rung_counts_from_the_first_that_took_its_call() -> None:
    """Slack is away, mail takes the call at minute two: the next rung is called five minutes later."""
    story = reached(*LAST_RESORT)
    later(story, 2)
    takes(story, MAIL)

    assert () == later(story, 4.9)
    assert [e.ContactCalled, e.ContactCalled] == kinds(later(story, 0.1))


def test_what_an_outage_of_ours_missed_is_made_good_by_one_means() -> None:
    """Down for an hour: one mail, and the text message only after the minute between them."""
    story = reached(*IN_TURN)

    (fact,) = later(story, 60)
    assert isinstance(fact, e.MeansUsed)
    assert (MAIL, after(2)) == (fact.means, fact.due_at)
    takes(story, MAIL)
    assert () == later(story, 0.9)
    assert [e.MeansUsed] == kinds(later(story, 0.1))


# A means that refuses.


def test_n9_a_refusal_for_good_goes_to_the_next_means_at_once() -> None:
    """An account that is gone: no silence is waited for, and the ladder rests where it is."""
    story = reached(*IN_TURN)

    failed, following = refuses(story, SLACK, "user_not_found")
    assert isinstance(failed, e.CallFailed)
    assert isinstance(following, e.MeansUsed)
    assert (MAIL, Why.FAILED, "user_not_found") == (following.means, following.why, following.reason)
    call = story.incident.call(BASILE_CALLED)
    assert (CallState.OWED, "user_not_found") == (call.state, call.tries[0].reason)
    assert 0 == escalation.climb_of(story.incident, PRESS).rung


def test_a_call_has_failed_only_when_every_means_has() -> None:
    """Then the next rung is called at once."""
    story = reached(*IN_TURN)
    refuses(story, SLACK)
    refuses(story, MAIL)
    assert CallState.OWED is story.incident.call(BASILE_CALLED).state

    assert [e.CallFailed, e.ContactCalled, e.ContactCalled] == kinds(refuses(story, SMS, "hook_404"))
    call = story.incident.call(BASILE_CALLED)
    assert (CallState.FAILED, "hook_404") == (call.state, call.reason)


def test_a_refusal_beside_a_means_that_took_the_call_is_only_noted() -> None:
    """The person has a mail: that Slack refuses meanwhile climbs nothing, and the mail may be answered."""
    story = reached(*IN_TURN)
    later(story, 2)
    takes(story, MAIL)

    assert [e.CallFailed] == kinds(refuses(story, SLACK, "user_not_found"))
    call = story.incident.call(BASILE_CALLED)
    assert CallState.SENT is call.state
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED, means=MAIL), by=BASILE)
    assert ClimbState.ANSWERED is escalation.climb_of(story.incident, PRESS).state


@pytest.mark.parametrize("order", [IN_TURN, BY_SMS_FIRST, LAST_RESORT])
def test_a_ladder_that_no_means_reaches_ends_in_a_notice(order: tuple[Reach, ...]) -> None:
    """Never silence: everything is refused, and the ladder is exhausted without any time going by."""
    story = reached(*order)
    for _ in range(20):
        waiting = [c for c in story.incident.calls if c.state is CallState.OWED]
        for call in waiting[:1]:
            refuses(story, call.tries[-1].means, call=call.id)

    assert ClimbState.EXHAUSTED is escalation.climb_of(story.incident, PRESS).state
    assert {CallState.FAILED} == {call.state for call in story.incident.calls}


def test_a_means_that_refuses_everything_until_it_is_mended_is_left_at_once() -> None:
    """A revoked token: the next means is used, and the message in Slack stays owed for when it is mended."""
    story = reached(*IN_TURN)

    (fact,) = story.happens(*means.blocked(story.incident, BASILE_CALLED, SLACK, "token_revoked", story.now))
    assert isinstance(fact, e.MeansUsed)
    assert (MAIL, Why.BLOCKED) == (fact.means, fact.why)
    slack, _ = story.incident.call(BASILE_CALLED).tries
    assert (None, "token_revoked") == (slack.failed_at, slack.reason)
    assert () == means.blocked(story.incident, BASILE_CALLED, SLACK, "token_revoked", story.now)


def test_a_means_that_waits_to_be_mended_carries_nothing() -> None:
    """Slack's token is revoked and the mail bounces: nothing brings an answer, and the next rung is called at once."""
    story = reached(*LAST_RESORT)
    story.happens(*means.blocked(story.incident, BASILE_CALLED, SLACK, "token_revoked", story.now))

    facts = refuses(story, MAIL, "550")

    assert [e.CallFailed, e.ContactCalled, e.ContactCalled] == kinds(facts)
    assert CallState.OWED is story.incident.call(BASILE_CALLED).state, "in Slack it goes once that is mended"


# Rungs that Slack alone reaches.


def mixed(*by_slack_alone: UserId) -> Story:
    """A ladder on which these people are reached by Slack alone, the others by mail too."""
    (press, *_) = ladders()
    rungs = tuple(
        replace(rung, reach=tuple((p, LAST_RESORT) for p in rung.people if p not in by_slack_alone))
        for rung in press.rungs
    )
    planned = replace(press, rungs=rungs, fallback_after=minutes(2))
    return opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=(planned,))


def test_n2_a_rung_that_slack_alone_reaches_is_passed_while_others_have_mail() -> None:
    """Slack is away as a whole: after the rung's own wait whoever has mail is called, and has the wait to answer."""
    story = mixed(BASILE, INES, NADIA)

    assert () == later(story, 4.9)
    assert [e.ContactCalled, e.ContactCalled] == kinds(later(story, 0.1)), (
        "the second rung, by Slack alone too"
    )
    assert [e.ContactCalled] == kinds(later(story, 5))
    assert [e.MeansUsed] == kinds(later(story, 2))
    assert [MAIL] == used(story, CLAIRE_CALLED)[1:]


def test_a_ladder_that_slack_alone_reaches_rests_as_before() -> None:
    """Nobody further up can be asked: whoever were called meanwhile would all be called at once afterwards."""
    story = mixed(BASILE, INES, NADIA, CLAIRE)

    assert () == later(story, 180)


def test_a_rung_that_slack_refuses_until_it_is_mended_is_left_at_once_where_others_have_mail() -> None:
    """A revoked token takes nobody's call: no wait is worth waiting."""
    story = mixed(BASILE)

    facts = story.happens(*means.blocked(story.incident, BASILE_CALLED, SLACK, "token_revoked", story.now))

    assert [e.ContactCalled, e.ContactCalled] == kinds(facts)
    again = means.blocked(story.incident, BASILE_CALLED, SLACK, "token_revoked", story.now)
    assert () == again, "each further try changes nothing"


def test_a_refusal_after_the_answer_changes_nothing() -> None:
    """The answer counts."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    later(story, 3)
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    assert () == refuses(story, MAIL)


# What the answer says.


def test_an_answer_says_through_what_it_came() -> None:
    """By mail, for one who was mailed; in Slack, where nothing else is said."""
    story = reached(*IN_TURN)
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED, means=MAIL), by=BASILE)
    assert MAIL == story.incident.call(BASILE_CALLED).answered_through

    other = reached(*IN_TURN)
    other.asks(DeclineCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    assert SLACK == other.incident.call(BASILE_CALLED).answered_through


def test_whoever_was_asked_by_a_webhook_is_told_that_nothing_more_is_asked() -> None:
    """The provider stops calling; a mail cannot be called back."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    later(story, 3)
    later(story, 1)
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    ended = [o for o in story.last_owed if o.errand in {Errand.CALL_ENDED, Errand.HOOK_ENDED}]
    assert [f"person:{BASILE}", f"hook:sms:{BASILE}"] == [one.lane for one in ended]


def test_a_means_says_how_late_it_was() -> None:
    """The mail was to leave at minute three and the server took it at minute nine."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    later(story, 3)
    story.now += minutes(6)
    takes(story, MAIL)
    slack, mail = story.incident.call(BASILE_CALLED).tries

    assert None is means.late_by(story.incident.call(BASILE_CALLED), slack)
    assert minutes(6) == means.late_by(story.incident.call(BASILE_CALLED), mail)


# Pinned with the ladder.


def company(**changes: object) -> Directory:
    """A company with a provider of text messages."""
    hook = Webhook(title=words("Text message"), address="https://sms.example/crisis", key="SMS_KEY")
    routing = RoutingRules(fallback_after=minutes(7))
    return replace(a_directory(HUB, BRITON), webhooks={SMS: hook}, routing=routing, **changes)  # type: ignore[arg-type]


def person(directory: Directory, *reach: Reach) -> tuple[Directory, UserId]:
    """The same company, in which its first person is reached by these means."""
    first, *others = directory.contacts
    return replace(directory, contacts=(replace(first, reach=reach), *others)), first.user


def test_the_means_that_the_house_has_not_are_left_out() -> None:
    """Without a mail server and a provider's key, nothing is owed that could never leave."""
    directory, user = person(company(), *IN_TURN)

    assert IN_TURN == means.order_of(user, directory, {MAIL, SMS})
    assert (IN_TURN[0], IN_TURN[2]) == means.order_of(user, directory, {SMS})
    assert () == means.order_of(user, directory, frozenset())


def test_whoever_names_slack_alone_has_mail_as_a_last_resort() -> None:
    """A Slack that is down reaches nobody: the company's mail does."""
    directory, user = person(company(), Reach(means=SLACK))

    assert LAST_RESORT == means.order_of(user, directory, {MAIL})
    assert () == means.order_of(user, directory, {SMS})


def test_somebody_the_directory_does_not_know_is_reached_by_slack() -> None:
    """Nobody knows another address of theirs."""
    assert () == means.order_of(UserId("U0NOBODY"), company(), {MAIL, SMS})


def test_a_ladder_is_pinned_with_the_means_and_the_fallback_s_time() -> None:
    """What the directory says later changes no incident that runs."""
    directory, user = person(company(), *IN_TURN)
    plan = escalation.planned(PRESS, [((user, CLAIRE), None)], Severity.SEV1)

    pinned = means.pinned(plan, directory, {MAIL, SMS})
    assert minutes(7) == pinned.fallback_after
    assert IN_TURN == dict(pinned.rungs[0].reach)[user]


def test_a_person_of_an_earlier_rung_is_called_again_by_their_own_means() -> None:
    """Each call has its own order, from its first means."""
    story = reached(*IN_TURN)
    takes(story, SLACK)
    later(story, 5)
    later(story, 0)

    assert IN_TURN == story.incident.call(INES_CALLED).reach
    assert [SLACK] == used(story, INES_CALLED)
