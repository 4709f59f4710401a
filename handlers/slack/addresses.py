"""The addresses at which Slack lets an answer come later, and no others (N13)."""

from typing import Final
from urllib.parse import urlsplit

SLACK: Final = "slack.com"


def is_slacks(address: str, api: str) -> bool:
    """Tell whether a response address lies with Slack, or with the server that was set as Slack's API."""
    try:
        asked, own = urlsplit(address), urlsplit(api)
        if asked.username is not None or asked.password is not None or not asked.hostname:
            return False
        if (asked.scheme, asked.hostname, asked.port) == (own.scheme, own.hostname, own.port):
            return True
        port = asked.port
    except ValueError:
        return False
    at_slack = (
        asked.hostname == host or asked.hostname.endswith(f".{host}") for host in (SLACK, own.hostname)
    )
    return asked.scheme == "https" and port in (None, 443) and any(at_slack)
