"""What is said outside Slack by webhook, and what a provider's answers mean."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest

from bot.outbound.guarded import Answer, Ban, Forbidden, TooSlow
from bot.outbound.webhook import HookSender
from handlers.outside import signing
from handlers.outside.links import Links
from playbooks.commands import Errand
from playbooks.events import (
    AnswerHanded,
    CallSent,
    CallTaken,
    Event,
    LaneRaised,
    StatementEdited,
    StatementObjected,
    StatementWithdrawn,
)
from playbooks.folding import apply
from playbooks.incident import Incident
from playbooks.playbook import Lane, Language, RoleId, Words
from playbooks.ports import Outcome, OwedErrand, Pointless, Refused, Sent, Situation, Slowed
from playbooks.routing import MeansId, Webhook
from playbooks.statements import handing
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.customers import a_case
from tests.fakes.plans import CLAIRE, SAM, an_incident
from tests.fakes.reaching import ADDRESS, CALL, KEY, SMS, called, company, errand
from tests.fakes.statements import S1, a_proposal, a_wording, an_ask, ask_id

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "reach-people.md"


@dataclass
class Says:
    """A line on which the provider says what it is told to."""

    answer: Answer | Exception
    sent: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def request(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        """Keep what was asked."""
        self.sent.append((url, body, headers))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def sends(
    says: Says, situation: Incident | None = None, *, key: str | None = KEY, owed: OwedErrand | None = None
) -> Outcome:
    """Send the call."""
    sender = HookSender(
        line=says,
        key=lambda _: key,
        directory=company,
        language=lambda _: Language.FR,
        clock=MovableClock(),
        links=Links((b"a key",), "https://crisis.example"),
    )
    return sender.send(owed or errand(), Situation(incident=situation or called()))


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (200, {}, Sent()),
        (204, {}, Sent()),
        (429, {"retry-after": "30"}, Slowed(wait=timedelta(seconds=30), reason="hook_busy", answered=True)),
        (401, {}, Refused(reason="hook_login")),
        (404, {}, Refused(reason="hook_refused")),
    ],
)
def test_what_a_provider_s_answer_means(status: int, headers: dict[str, str], outcome: Outcome) -> None:
    """Taken, later, or never."""
    assert outcome == sends(Says(Answer(status=status, headers=headers)))


@pytest.mark.parametrize("answer", [Answer(status=503, headers={}), TooSlow(), OSError("reset")])
def test_a_provider_in_trouble_is_tried_again(answer: Answer | Exception) -> None:
    """After a while; it may have taken the call all the same."""
    outcome = sends(Says(answer))

    assert isinstance(outcome, Slowed)
    assert (True, "hook_away") == (outcome.unsure, outcome.reason)


def test_what_is_forbidden_is_refused_by_name() -> None:
    """The next means is then used at once."""
    assert Refused(reason="hook_private") == sends(Says(Forbidden(Ban.PRIVATE)))
    assert Refused(reason="hook_key") == sends(Says(Answer(status=200, headers={})), key=None)


def test_a_call_is_signed_and_carries_its_reference_and_the_ways_to_answer() -> None:
    """The signature covers the moment and every byte; a second copy has the same idempotency key."""
    says = Says(Answer(status=200, headers={}))
    sends(says)
    ((url, body, headers),) = says.sent

    told = json.loads(body)
    given = (headers[signing.TIMESTAMP], headers[signing.SIGNATURE])
    assert (ADDRESS, "call.made", errand().id) == (url, told["event"], headers["Idempotency-Key"])
    assert f"https://crisis.example/answer/{told['call']}" == told["answer"]["page"]
    assert f"https://crisis.example/api/calls/{told['call']}/answer" == told["answer"]["api"]
    now = float(given[0])
    assert signing.is_signed(KEY, given, body, now)
    assert not signing.is_signed(KEY, given, body + b" ", now)
    assert not signing.is_signed("another", given, body, now)
    assert not signing.is_signed(KEY, given, body, now + 301)


def test_the_signature_of_the_documentation() -> None:
    """The example with which providers check their own code stands there as it is."""
    signed = signing.signature("example-key", "1772445600", b'{"answer":"take"}')

    assert signed in DOCUMENTATION.read_text("utf-8")


@pytest.mark.parametrize(
    "given",
    [
        ("", ""),
        ("abc", "v1=x"),
        ("9" * 400, "v1=x"),
        ("1772445600", "v1=é"),
        ("１７７２４４５６００", "v1=x"),
    ],
)
def test_n6_a_nonsense_signature_is_wrong_and_no_fault(given: tuple[str, str]) -> None:
    """Absent, of letters, endless, or beyond ASCII."""
    assert not signing.is_signed(KEY, given, b"{}", 1772445600.0)


def test_a_call_that_nobody_needs_any_more_does_not_leave() -> None:
    """After an interruption the provider is told to stop: it may have the call."""
    over = called(CallTaken(at=called().opened_at, by=CLAIRE, call=CALL))
    says = Says(Answer(status=200, headers={}))

    assert isinstance(sends(says, over), Pointless)
    assert [] == says.sent
    assert isinstance(sends(says, over, owed=errand(interrupted=True)), Pointless)
    assert ["call.ended"] == [json.loads(body)["event"] for _, body, _ in says.sent]
    # Under a key of its own: a provider that has taken the call would pass over the same key.
    assert f"{errand().id}.ended" == says.sent[0][2]["Idempotency-Key"]


def test_that_a_call_ended_is_said_until_it_is_heard() -> None:
    """The provider is away while it should stop: it is told again."""
    over = called(CallTaken(at=called().opened_at, by=CLAIRE, call=CALL))
    away = Says(Answer(status=503, headers={}))

    assert isinstance(sends(away, over, owed=errand(interrupted=True)), Slowed)


def test_links_of_another_key_are_not_ours() -> None:
    """A link names its call and means, and one changed sign breaks it; an older key still verifies."""
    incident = called()
    links = Links((b"new", b"old"), "https://crisis.example")
    token = Links((b"old",), None).token(incident, incident.calls[0], SMS)

    named = links.read(token)
    assert named is not None
    assert (incident.calls[0], SMS) == named.found_in(incident)
    assert incident.id == named.incident
    assert None is Links((b"other",), None).read(token)
    for n, sign in enumerate(token):
        assert None is links.read(token[:n] + ("A" if sign != "A" else "B") + token[n + 1 :])
    assert [None] * 4 == [links.read(text) for text in ("", "é" * 47, token + "=", token[:-1])]


def test_the_end_is_told_to_whoever_has_the_call() -> None:
    """With how it ended; a provider that never took the call is told nothing."""
    at = called().opened_at
    taken = CallTaken(at=at, by=CLAIRE, call=CALL)
    says = Says(Answer(status=200, headers={}))
    ended = errand(kind=Errand.HOOK_ENDED)

    assert isinstance(sends(says, called(taken), owed=ended), Pointless)
    assert Sent() == sends(says, called(CallSent(at=at, call=CALL, means=SMS), taken), owed=ended)
    ((_, body, _),) = says.sent
    assert ("call.ended", "taken") == (json.loads(body)["event"], json.loads(body)["outcome"])


def test_what_is_restricted_keeps_its_title_from_a_provider() -> None:
    """The page of the link tells it to whoever was called."""
    says = Says(Answer(status=200, headers={}))
    sends(says, called(restricted=True, title="Director X"))

    assert "Director X" not in says.sent[0][1].decode()
    assert "affaire" in says.sent[0][1].decode()


# Answers handed to a care tool ---------------------------------------------------------------------------

TOOL = MeansId("care-tool")
GREEN = a_wording("Hello Anna.", lane=Lane.GREEN)
HANDED = AnswerHanded(at=MONDAY_MORNING, by=CLAIRE, statement=S1, to=TOOL, digest=GREEN.digest)


def answered(*more: Event) -> Incident:
    """A customer's answer that was handed over, then what happened."""
    return reduce(apply, (a_case(external="m-1"), a_proposal(CLAIRE, GREEN), HANDED, *more), an_incident())


def hands(says: Says, incident: Incident) -> Outcome:
    """Send the answer."""
    owed = replace(
        errand(kind=Errand.ANSWER), subject=handing.subject_of(S1, TOOL, GREEN.digest), lane=f"hook:{TOOL}"
    )
    tool = Webhook(title=Words(en="Tool", fr="Outil"), address="https://care.example", key="K", answers=True)
    sender = HookSender(
        line=says,
        key=lambda _: KEY,
        directory=lambda: replace(company(), webhooks={TOOL: tool}),
        language=lambda _: Language.FR,
        clock=MovableClock(),
        links=Links((b"a key",), "https://crisis.example"),
    )
    return sender.send(owed, Situation(incident=incident))


def test_an_answer_is_signed_and_has_one_reference_at_each_try() -> None:
    """A tool that fails is asked again; the second copy can be told for one."""
    says = Says(Answer(status=500, headers={}))
    assert isinstance(hands(says, answered()), Slowed)
    says.answer = Answer(status=200, headers={})
    assert Sent() == hands(says, answered())
    (_, first, headers), (_, second, again) = says.sent
    assert headers["Idempotency-Key"] == again["Idempotency-Key"] == json.loads(first)["reference"]
    assert json.loads(first)["text"] == json.loads(second)["text"] == "Hello Anna."
    moment = headers[signing.TIMESTAMP]
    assert signing.signature(KEY, moment, first) == headers[signing.SIGNATURE]


@pytest.mark.parametrize("page", ["directory.md", "directory.fr.md"])
def test_what_a_care_tool_gets_is_explained(page: str) -> None:
    """Whoever writes the tool's side reads every key there, in its order."""
    says = Says(Answer(status=200, headers={}))
    hands(says, answered())
    (example,) = re.findall(r"```json\n(.*?)```", (DOCUMENTATION.parent / page).read_text("utf-8"), re.DOTALL)
    assert list(json.loads(says.sent[0][1])) == list(json.loads(example))


def test_an_answer_that_is_other_words_by_now_is_not_sent() -> None:
    """Edited, also where the new words were handed over as well; withdrawn; or to be approved anew."""
    says = Says(Answer(status=200, headers={}))
    other = a_wording("Other words.", lane=Lane.GREEN)
    edited = StatementEdited(at=MONDAY_MORNING, by=CLAIRE, statement=S1, wording=other)
    withdrawn = StatementWithdrawn(at=MONDAY_MORNING, by=CLAIRE, statement=S1, reason="")
    raised = LaneRaised(at=MONDAY_MORNING, statement=S1, lane=Lane.AMBER, roles=(RoleId("comms"),))
    for since in ((edited,), (edited, replace(HANDED, digest=other.digest)), (withdrawn,), (raised,)):
        assert isinstance(hands(says, answered(*since)), Pointless)
    assert [] == says.sent


def test_an_answer_to_which_somebody_objects_meanwhile_is_not_sent() -> None:
    """The tool was away when it was handed over; what became of it is told where it was handed over."""
    says = Says(Answer(status=200, headers={}))
    objected = StatementObjected(
        at=MONDAY_MORNING, by=SAM, statement=S1, ask=ask_id(SAM), digest="d", text="Not proven"
    )
    outcome = hands(says, answered(an_ask(SAM), objected))
    assert isinstance(outcome, Pointless)
    assert [] == says.sent


def test_a_tool_that_refuses_says_so_for_good() -> None:
    """The person reads why, and copies the words instead."""
    assert Refused(reason="answer_refused") == hands(Says(Answer(status=422, headers={})), answered())
