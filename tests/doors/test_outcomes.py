"""What Slack's answers mean for something owed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.outbound.answers import outcome_of, unsure
from playbooks.commands import Errand, IncidentId
from playbooks.ports import ErrandId, OwedErrand, Refused, Slowed


@dataclass
class Response:
    """As much of slack_sdk's response as is read."""

    status_code: int = 200
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """Give a part of the answer."""
        return {"error": self.error}.get(key)


def errand(attempts: int) -> OwedErrand:
    """A call that was tried so many times."""
    return OwedErrand(
        id=ErrandId("01a20775-9d18-7e9a-bf7c-fc043285eb54"),
        incident=IncidentId("i"),
        errand=Errand.CALL,
        subject="press.0.U0BASILE",
        lane="person:U0BASILE",
        owed_at=datetime(2026, 3, 2, tzinfo=UTC),
        attempts=attempts,
        token="t",
        interrupted=False,
    )


def answered(response: Response, attempts: int = 0) -> object:
    """The outcome of Slack's answer."""
    refused = SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped.
    return outcome_of(refused, errand(attempts))


@pytest.mark.parametrize("attempts", [0, 1, 8, 1024, 10**6])
def test_an_outage_of_days_throws_nothing_away(attempts: int) -> None:
    """However often it was tried, it is tried again within a minute or so."""
    for slowed in (unsure(OSError(), errand(attempts)), answered(Response(503), attempts)):
        assert isinstance(slowed, Slowed)
        assert slowed.unsure
        assert timedelta(0) < slowed.wait <= timedelta(seconds=75)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("30", 30), ("0", 0), ("", 1), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("9" * 30, 60), ("999999", 3600)],
)
def test_n1_slack_is_waited_for_as_long_as_it_asks_within_reason(asked: str, seconds: int) -> None:
    """A date, nonsense or an hour-long wait from a proxy is bounded; a plain number is kept."""
    assert Slowed(wait=timedelta(seconds=seconds), reason="ratelimited", answered=True) == answered(
        Response(429, "ratelimited", {"Retry-After": asked})
    )


def test_n9_a_token_to_mend_loses_nothing_and_a_gone_person_is_refused() -> None:
    """What an operator mends is waited for; what nobody can mend leads to the next person."""
    assert Slowed(wait=timedelta(seconds=60), reason="token_revoked", mend=True) == answered(
        Response(200, "token_revoked")
    )
    assert Refused(reason="user_not_found") == answered(Response(200, "user_not_found"))
