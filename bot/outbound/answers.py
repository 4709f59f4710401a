"""What Slack's answers mean for something owed: later, never, or nobody knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

from playbooks.letters import OwedLetter
from playbooks.ports import Outcome, OwedErrand, Refused, Slowed

# Slack's own trouble: it may or may not have done the work.
TROUBLE: Final = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
# Ours to mend, and then everything goes: nothing owed is thrown away for it.
MENDABLE: Final = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "ekm_access_denied"}
)
MENDABLE_WAIT: Final = timedelta(seconds=60)
FIRST_WAIT: Final = 1.0  # seconds, doubled with each try
MOST_DOUBLINGS: Final = 10
LONGEST_RETRY_AFTER: Final = 3600.0  # seconds; nobody who is asked to wait longer is believed
LONGEST_WAIT: Final = 60.0  # seconds
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500


def outcome_of(exc: SlackApiError, errand: OwedErrand | OwedLetter) -> Outcome:
    """Read a refusal of Slack's."""
    response = exc.response
    error = str(response.get("error") or "")
    if response.status_code == TOO_MANY or error in {"ratelimited", "rate_limited"}:
        return Slowed(wait=_asked_wait(response.headers), reason="ratelimited", answered=True)
    if response.status_code >= SERVER_ERROR or error in TROUBLE or not error:
        return unsure(exc, errand)
    if error in MENDABLE:
        return Slowed(wait=MENDABLE_WAIT, reason=error)
    return Refused(reason=error)


def unsure(exc: Exception, errand: OwedErrand | OwedLetter) -> Slowed:
    """Wait longer each time, each errand a little differently so that many do not come back at once."""
    spread = 0.75 + int(errand.id[-2:], 16) / 512  # An id's end is chance: between 0.75 and 1.25.
    doubled = min(errand.attempts, MOST_DOUBLINGS)  # An outage of a day has thousands of attempts.
    seconds = min(LONGEST_WAIT, FIRST_WAIT * 2**doubled) * spread
    return Slowed(wait=timedelta(seconds=seconds), reason=type(exc).__name__, unsure=True)


def _asked_wait(headers: Mapping[str, str]) -> timedelta:
    """Read how long Slack, or a proxy before it, asks us to wait; a date or nonsense is read as one minute."""
    asked = headers.get("Retry-After") or headers.get("retry-after") or "1"
    seconds = float(asked) if asked.strip().isdecimal() and len(asked) < len("1000000") else LONGEST_WAIT
    return timedelta(seconds=min(seconds, LONGEST_RETRY_AFTER))
