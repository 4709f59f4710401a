"""Small facts about statements, for tests that are about something else."""

from datetime import timedelta
from typing import Any

from playbooks import events as e
from playbooks.commands import AskId, ChannelId, Slots, StatementId
from playbooks.playbook import Lane, RoleId, Strategy, UserId
from playbooks.statements.text import digest
from tests.fakes.clock import MONDAY_MORNING

S1 = StatementId("s1")
AT = MONDAY_MORNING


def a_wording(text: str = "We know.", **changes: Any) -> e.Wording:
    """Red words of our own."""
    plain: dict[str, Any] = {
        "message": None,
        "strategy": Strategy.INFORM,
        "lane": Lane.RED,
        "roles": (RoleId("comms"), RoleId("legal")),
        "slots": Slots(known=text, next_at=AT + timedelta(hours=1)),
        "blanks": (),
        "words": "",
        "text": text,
        "digest": digest(text),
    }
    return e.Wording(**{**plain, **changes})


def ask_id(person: UserId, statement: StatementId = S1, revision: int = 1) -> AskId:
    """What one person was asked."""
    return AskId(f"{statement}.{revision}.{person}")


def a_proposal(author: UserId, wording: e.Wording | None = None, **changes: Any) -> e.StatementProposed:
    """Somebody proposes words."""
    plain = {"at": AT, "by": author, "statement": S1, "wording": wording or a_wording()}
    return e.StatementProposed(**{**plain, **changes})


def an_ask(person: UserId, role: str = "comms", **changes: Any) -> e.ApproverAsked:
    """Somebody is asked to approve."""
    statement = changes.get("statement", S1)
    plain = {
        "at": AT,
        "statement": statement,
        "ask": ask_id(person, statement),
        "roles": (RoleId(role),),
        "person": person,
        "until": AT + timedelta(minutes=15),
    }
    return e.ApproverAsked(**{**plain, **changes})


def every_fact(author: UserId, person: UserId) -> tuple[Any, ...]:
    """One of each sort of fact that can follow a proposal, about `person`'s answer to it; each alone."""
    ask, text = ask_id(person), a_wording()
    of: dict[str, Any] = {"statement": S1, "ask": ask, "by": person, "at": AT}
    return (
        e.StatementEdited(at=AT, by=author, statement=S1, wording=a_wording("We know more.")),
        e.ApproverReached(at=AT, statement=S1, ask=ask, channel=ChannelId("D0ASK"), ts="5.000005"),
        e.EstimateGiven(**of, until=AT + timedelta(minutes=30)),
        e.EstimateLapsed(at=AT, statement=S1, ask=ask),
        e.StatementApproved(**of, digest=text.digest, remark="Say “file”"),
        e.StatementObjected(**of, digest=text.digest, text="Not proven"),
        e.ObjectionWithdrawn(**of),
        e.StatementPublished(
            at=AT,
            by=author,
            statement=S1,
            digest=text.digest,
            where="the site",
            published_at=AT,
            next_at=AT + timedelta(hours=1),
        ),
        e.StatementWithdrawn(at=AT, by=author, statement=S1, reason="overtaken"),
        e.LaneRaised(at=AT, statement=S1, lane=Lane.RED, roles=(RoleId("comms"), RoleId("legal"))),
    )
