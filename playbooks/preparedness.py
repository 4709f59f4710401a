"""
Prepared or improvised: three shares of what an incident did, and their mean.

In time: of the mandatory steps that had a time and were called for, how many were done by then. Planned: of the steps that
were done, how many the playbook had, and were not added on the spot. Weighed: of the decisions about answering, how many
answered the questions of the gate. A share of nothing is no share, and is left out of the mean.
"""

from dataclasses import dataclass

from playbooks.incident import Incident, StepInRun, StepStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Some of all; all of them are at least one."""

    some: int
    all: int

    @property
    def of_one(self) -> float:
        """Give it as a number from 0 to 1."""
        return self.some / self.all


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparedness:
    """How prepared an incident was; None: there was nothing to count."""

    in_time: Share | None
    planned: Share | None
    weighed: Share | None

    @property
    def percent(self) -> int | None:
        """Give the mean of the shares that there are, in per cent; None: there are none."""
        shares = [share.of_one for share in (self.in_time, self.planned, self.weighed) if share is not None]
        return round(100 * sum(shares) / len(shares)) if shares else None


def preparedness(incident: Incident) -> Preparedness:
    """Count how prepared an incident was, as it stands."""
    added = {step.id for step in incident.added}
    asked = [s for s in incident.steps if s.step.mandatory and s.progress.due_at is not None]
    done = [s for s in incident.steps if s.progress.status is StepStatus.DONE]
    return Preparedness(
        in_time=_share([_in_time(step) for step in asked]),
        planned=_share([step.step.id not in added for step in done]),
        weighed=_share([bool(stance.answers) for stance in incident.stances]),
    )


def _in_time(step: StepInRun) -> bool:
    due_at, settled_at = step.progress.due_at, step.progress.settled_at
    done = step.progress.status is StepStatus.DONE
    return done and due_at is not None and settled_at is not None and settled_at <= due_at


def _share(told: list[bool]) -> Share | None:
    return Share(some=sum(told), all=len(told)) if told else None
