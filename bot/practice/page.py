"""The page."""

from collections.abc import Callable
from datetime import timedelta

from bot.practice.delivery import Deliver
from bot.practice.exchange import Reply, Request
from bot.practice.workspace import Workspace


class Page:
    """The page of the workspace."""

    def __init__(
        self, workspace: Workspace, deliver: Deliver, forward: Callable[[timedelta], None] | None
    ) -> None:
        self._workspace = workspace
        self._deliver = deliver
        self._forward = forward

    def answer(self, request: Request) -> Reply:
        """Answer a person's browser."""
        return Reply(status=404, body=request.path.encode())
