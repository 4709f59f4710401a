"""Slack's doors: `register` makes an app listen to everything that the desk can do."""

from slack_bolt import App

from handlers.slack import (
    answers,
    assessing,
    commanding,
    crisis,
    duties,
    entries,
    escalating,
    escalation,
    holding,
    home,
    inbox,
    keeping,
    library,
    points,
    publishing,
    reaching,
    reply,
    review,
    rotas,
    statements,
    steps,
    strangers,
    strays,
    surge,
    templates,
    who,
)
from playbooks.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Make `app` listen. It must run its listeners before it answers: what is acknowledged is on disk."""
    answers.register(app, desk)
    strangers.register(app, desk)
    commanding.register(app, desk)
    work = (
        crisis,
        steps,
        assessing,
        points,
        entries,
        keeping,
        holding,
        statements,
        escalation,
        escalating,
        duties,
        publishing,
    )
    for door in (*work, review, reply, inbox, surge, templates, library, who, rotas, reaching, home):
        door.register(app, desk)
    strays.register(app, desk)  # Last: whatever none of the others knows.
