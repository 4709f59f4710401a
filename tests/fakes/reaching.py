"""Somebody who is called by other means than Slack, and a company that has them."""

from dataclasses import replace
from functools import reduce
from typing import Any

from playbooks.commands import CallId, Errand
from playbooks.events import ContactCalled, Event, MeansUsed
from playbooks.folding import apply
from playbooks.incident import Incident
from playbooks.means import errand_of, lane_of, subject_of
from playbooks.playbook import LadderId, Words
from playbooks.ports import ErrandId, OwedErrand
from playbooks.routing import SLACK, Directory, MeansId, Reach, Webhook
from tests.doors.company import a_directory
from tests.fakes.ids import identifier
from tests.fakes.plans import CLAIRE, an_incident

SMS = MeansId("sms")
KEY = "the-key-of-the-provider"
HOST = "sms.provider.example"
ADDRESS = f"https://{HOST}/calls"
CALL = CallId("press.0.U0CLAIRE")


def company() -> Directory:
    """The company of the doors, with a provider of text messages."""
    hook = Webhook(title=Words(en="text message", fr="SMS"), address=ADDRESS, key="SMS_KEY")
    return replace(a_directory(), webhooks={SMS: hook})


def called(*facts: Event, by: MeansId = SMS, **changes: Any) -> Incident:
    """An incident in which Claire is called by a means, then what happened."""
    incident = an_incident(**changes)
    owed = ContactCalled(
        at=incident.opened_at,
        call=CALL,
        ladder=LadderId("press"),
        rung=0,
        person=CLAIRE,
        due_at=incident.opened_at,
        reach=(Reach(means=SLACK), Reach(means=by)),
    )
    used = MeansUsed(at=incident.opened_at, call=CALL, means=by)
    return reduce(apply, (owed, used, *facts), incident)


def errand(by: MeansId = SMS, kind: Errand | None = None, *, interrupted: bool = False) -> OwedErrand:
    """The call as it is owed."""
    incident = called(by=by)
    return OwedErrand(
        id=ErrandId(identifier(255)),
        incident=incident.id,
        errand=kind or errand_of(by),
        subject=subject_of(CALL, by),
        lane=lane_of(CLAIRE, by),
        owed_at=incident.opened_at,
        attempts=0,
        token="t",
        interrupted=interrupted,
    )
