"""What Slack's answers mean for something owed: later, never, or nobody knows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

from playbooks.heads import ANNOUNCEMENTS
from playbooks.letters import OwedLetter
from playbooks.ports import Outcome, OwedErrand, Refused, Slowed
from playbooks.trouble import ASKED_TO_WAIT

# Slack's own trouble: it may or may not have done the work.
TROUBLE: Final = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
# Ours to mend, and then everything goes: nothing owed is thrown away for it.
MENDABLE: Final = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "ekm_access_denied"}
)
NO_CONVERSATION: Final = frozenset({"channel_not_found", "invalid_channel", "no_channel"})
GONE: Final = "person_gone"  # our own word for it
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
        return Slowed(wait=asked_wait(response.headers), reason=ASKED_TO_WAIT, answered=True)
    if response.status_code >= SERVER_ERROR or error in TROUBLE or not error:
        return unsure(exc, errand)
    if error in MENDABLE:
        return Slowed(wait=MENDABLE_WAIT, reason=error, mend=True)
    if error in NO_CONVERSATION and _for_a_person(errand):
        # Slack finds no conversation with somebody who is gone: for people, that is another mend.
        return Refused(reason=GONE)
    return Refused(reason=error)


def _for_a_person(errand: OwedErrand | OwedLetter) -> bool:
    if isinstance(errand, OwedLetter):
        return errand.person != ANNOUNCEMENTS
    return errand.lane.startswith("person:")


def unsure(exc: Exception, errand: OwedErrand | OwedLetter) -> Slowed:
    """Try again after a while; the receiver may have it all the same."""
    return Slowed(wait=backing_off(errand), reason=type(exc).__name__, unsure=True)


def backing_off(errand: OwedErrand | OwedLetter) -> timedelta:
    """Wait longer each time, each errand a little differently so that many do not come back at once."""
    spread = 0.75 + int(errand.id[-2:], 16) / 512  # An id's end is chance: between 0.75 and 1.25.
    doubled = min(errand.attempts, MOST_DOUBLINGS)  # An outage of a day has thousands of attempts.
    return timedelta(seconds=min(LONGEST_WAIT, FIRST_WAIT * 2**doubled) * spread)


def asked_wait(headers: Mapping[str, str]) -> timedelta:
    """Read how long the receiver, or a proxy before it, asks us to wait; a date or nonsense is read as one minute."""
    asked = headers.get("Retry-After") or headers.get("retry-after") or "1"
    seconds = float(asked) if asked.strip().isdecimal() and len(asked) < len("1000000") else LONGEST_WAIT
    return timedelta(seconds=min(seconds, LONGEST_RETRY_AFTER))
