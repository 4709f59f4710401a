"""What Slack's answers mean for something owed: later, never, or nobody knows."""

from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

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
LONGEST_WAIT: Final = 60.0  # seconds
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500


def outcome_of(exc: SlackApiError, errand: OwedErrand) -> Outcome:
    """Read a refusal of Slack's."""
    response = exc.response
    error = str(response.get("error") or "")
    if response.status_code == TOO_MANY or error in {"ratelimited", "rate_limited"}:
        seconds = float(response.headers.get("Retry-After") or response.headers.get("retry-after") or 1)
        return Slowed(wait=timedelta(seconds=seconds), reason="ratelimited")
    if response.status_code >= SERVER_ERROR or error in TROUBLE or not error:
        return unsure(exc, errand)
    if error in MENDABLE:
        return Slowed(wait=MENDABLE_WAIT, reason=error)
    return Refused(reason=error)


def unsure(exc: Exception, errand: OwedErrand) -> Slowed:
    """Wait longer each time, each errand a little differently so that many do not come back at once."""
    spread = 0.75 + int(errand.id[-2:], 16) / 512  # An id's end is chance: between 0.75 and 1.25.
    seconds = min(LONGEST_WAIT, FIRST_WAIT * 2**errand.attempts) * spread
    return Slowed(wait=timedelta(seconds=seconds), reason=type(exc).__name__, unsure=True)
