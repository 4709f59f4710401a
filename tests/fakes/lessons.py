"""The part of the memory in dictionaries that is about lessons."""

from playbooks.commands import IncidentId
from playbooks.incident import Incident
from playbooks.lessons import is_open
from playbooks.ports import OPERATOR
from playbooks.ports_lessons import LessonLine, LessonsWanted
from playbooks.seeing import admitted


class FakeLessonsReading:
    """Keeps the port `LessonsReading`."""

    _incidents: dict[IncidentId, Incident]

    def lessons(self, wanted: LessonsWanted) -> tuple[LessonLine, ...]:
        waits = wanted.left_to_do or wanted.drafted  # Of what was brought along nothing does.
        known = (one for one in self._incidents.values() if not (waits and one.brought))
        found = [line for one in known if _seen(one, wanted) for line in _lines(one)]
        kept = [line for line in found if _fits(line, wanted)]
        by_day = sorted(kept, key=lambda line: line.action.due_at, reverse=not wanted.left_to_do)
        return tuple(by_day[: wanted.limit])


def _seen(incident: Incident, wanted: LessonsWanted) -> bool:
    everything = wanted.reader == OPERATOR or not incident.restricted
    return everything or wanted.reader in admitted(incident)


def _lines(incident: Incident) -> list[LessonLine]:
    return [
        LessonLine(
            incident=incident.id,
            ref=incident.ref,
            title=incident.title,
            playbook=incident.playbook.id,
            drill=incident.drill,
            restricted=incident.restricted,
            opened_at=incident.opened_at,
            action=action,
        )
        for action in incident.actions
    ]


def _fits(line: LessonLine, wanted: LessonsWanted) -> bool:
    action = line.action
    left = not wanted.left_to_do or is_open(action)
    drafted = not wanted.drafted or (action.draft is not None and action.applied is None)
    about = wanted.playbook in {None, line.playbook}
    return left and drafted and about and (wanted.incidents is None or line.incident in wanted.incidents)
