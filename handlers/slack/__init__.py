"""Slack's doors: `register` makes an app listen to everything that the desk can do."""

from slack_bolt import App

from handlers.slack import (
    answers,
    commanding,
    crisis,
    escalation,
    holding,
    home,
    library,
    reply,
    review,
    statements,
    steps,
    strays,
)
from playbooks.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Make `app` listen. It must run its listeners before it answers: what is acknowledged is on disk."""
    answers.register(app, desk)
    commanding.register(app, desk)
    for door in (crisis, steps, holding, statements, escalation, review, reply, library, home):
        door.register(app, desk)
    strays.register(app, desk)  # Last: whatever none of the others knows.
