"""Whether a member of the workspace is somebody who can answer."""

from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack.visits import Visit
from playbooks.playbook import UserId


def is_a_person(visit: Visit, user: UserId) -> bool:
    """
    Tell a person from a bot and from an account that was closed.

    The directory's people are known; of others Slack is asked. Where it cannot say, the name is taken as it is.
    """
    if visit.desk.directory().contact(user) is not None:
        return True
    try:
        found: dict[str, Any] = visit.client.users_info(user=user).get("user") or {}
    except SlackApiError as exc:
        return bool(exc.response.get("error") != "user_not_found")
    except (SlackClientError, HTTPException, OSError):
        return True
    return not found.get("is_bot") and not found.get("deleted")
