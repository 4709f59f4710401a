"""The part of the memory in dictionaries that is about past incidents: everything is looked through each time."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from playbooks.commands import IncidentId
from playbooks.inbox import same_name
from playbooks.incident import Incident, Ref
from playbooks.ports_search import ALL_OF_THEM, Sought
from playbooks.search import Choice, Found, Narrowed, entry_of, kept, stems_of
from playbooks.seeing import admitted


class FakeSearchReading:
    """Keeps the port `SearchReading`."""

    _incidents: dict[IncidentId, Incident]

    def stems(self, wanted: Collection[str]) -> Mapping[str, int]:
        counted = self._counted()
        return {stem: counted[stem] for stem in wanted if counted[stem]}

    def stems_near(self, beginnings: Collection[str], shortest: int, longest: int) -> Mapping[str, int]:
        begin = tuple(beginnings)
        return {
            stem: number
            for stem, number in self._counted().items()
            if stem.startswith(begin) and shortest <= len(stem) <= longest
        }

    def entries(self, sought: Sought) -> tuple[Found, ...]:
        found: dict[IncidentId, Found] = {}
        for choice in sought.choices:
            if len(found) < sought.enough:
                some = [one for one in self._fitting(sought.narrowed) if _has(one, choice)][: sought.most]
                found |= {one.entry.incident: one for one in some}
        return tuple(found.values())

    def _fitting(self, narrowed: Narrowed) -> list[Found]:
        latest = reversed(self._incidents.values())
        entries = [entry_of(incident) for incident in latest if _fits(incident, narrowed)]
        return [Found(entry=entry, kept=kept(entry.texts)) for entry in entries]

    def causes_before(self, cause: str, since: datetime, but: IncidentId) -> int:
        others = (one for one in self._incidents.values() if one.id != but and one.opened_at >= since)
        told = (one for one in others if not (one.drill or one.restricted))
        return sum(same_name(one.cause) == same_name(cause) for one in told)

    def brought(self, externals: Collection[str]) -> Mapping[str, Ref]:
        return {
            incident.brought.external: incident.ref
            for incident in self._incidents.values()
            if incident.brought is not None and incident.brought.external in externals
        }

    def _counted(self) -> Counter[str]:
        open_to_all = (incident for incident in self._incidents.values() if not incident.restricted)
        return Counter(stem for one in open_to_all for stem in (ALL_OF_THEM, *stems_of(entry_of(one).texts)))


def _has(found: Found, choice: Choice) -> bool:
    has = stems_of(found.entry.texts)
    return any(all(group & has for group in way) for way in choice)


def _fits(incident: Incident, narrowed: Narrowed) -> bool:
    entry = entry_of(incident)
    asked = {
        **{name: getattr(narrowed, name) for name in ("kind", "unit", "country", "severity")},
        **{name: getattr(narrowed, name) for name in ("playbook", "language")},
    }
    same = all(value is None or getattr(entry, name) == value for name, value in asked.items())
    cause = narrowed.cause is None or entry.cause_name == same_name(narrowed.cause)
    since = narrowed.since is None or entry.opened_at >= narrowed.since
    until = narrowed.until is None or entry.opened_at < narrowed.until
    seen = not incident.restricted or narrowed.reader in admitted(incident)
    about = (narrowed.drills or not incident.drill) and incident.id != narrowed.but
    return same and cause and since and until and seen and about
