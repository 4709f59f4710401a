"""Whether a member of the workspace is somebody who can answer."""

from enum import Enum, auto
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack.visits import Visit
from playbooks.playbook import UserId


class Member(Enum):
    """What Slack says of somebody who was named."""

    PERSON = auto()
    GONE = auto()  # the account is deactivated
    UNKNOWN = auto()  # nobody, or a bot


def member(visit: Visit, user: UserId) -> Member:
    """
    Tell a person from a bot and from an account that was closed, also where the directory still lists it.

    Slack is asked each time. Where it cannot say, the name is taken as it is.
    """
    try:
        found: dict[str, Any] = visit.client.users_info(user=user).get("user") or {}
    except SlackApiError as exc:
        unknown = exc.response.get("error") == "user_not_found"
        return Member.UNKNOWN if unknown else Member.PERSON
    except (SlackClientError, HTTPException, OSError):
        return Member.PERSON
    if found.get("is_bot"):
        return Member.UNKNOWN
    return Member.GONE if found.get("deleted") else Member.PERSON
