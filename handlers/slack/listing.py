"""Which open incidents somebody is shown: every crisis before any reply."""

from handlers.slack.blocks.lists import LINES_SHOWN
from handlers.slack.visits import Visit
from playbooks.playbook import PlaybookKind
from playbooks.ports import IncidentLine, Wanted


def open_lines(visit: Visit) -> tuple[IncidentLine, ...]:
    """
    List the open incidents that the sender may see, crises first, each kind with the latest first.

    One more than is shown, where there are more: that one says that the list is cut.
    """
    most = LINES_SHOWN + 1
    lines: tuple[IncidentLine, ...] = ()
    for kind in (PlaybookKind.CRISIS, PlaybookKind.REPLY):
        if len(lines) < most:  # A limit that crises and replies share would let many replies hide a crisis.
            wanted = Wanted(reader=visit.user, kind=kind, limit=most - len(lines))
            lines = (*lines, *visit.desk.looking.lines(wanted))
    return lines
