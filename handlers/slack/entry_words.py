"""What people type beside the words of an entry of the log: when it happened, what it is about, who says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.slack.verbs import bare
from playbooks.commands import EntryKind
from playbooks.typed import one_line

# Before the words of an entry, with its colon; “at 9 people called” is no time.
_AT: Final = re.compile(
    r"\s*(?:(?P<day>yesterday|hier)\s*,?\s*(?:(?:at|à|a)\s+)?|(?:at|à|a)\s+)"
    r"(?P<h>\d{1,2})\s*(?::|h)\s*(?P<m>\d{2})?(?!\d)\s*[,:–—-]*\s*(?=\S)",
    re.IGNORECASE,
)
_OF_KIND: Final = re.compile(r"\s*([^\W\d_]+(?:[-’' ][^\W\d_]+){0,2})\s*:\s*(?=\S)")
_SOURCE: Final = re.compile(r"(?:^|\s)(?P<open>\()?source\s*:\s*(?P<source>\S[^\n]{0,200})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfDay:
    """A time of today or of the day before, as whoever types it sees it on the wall."""

    hour: int
    minute: int
    day_before: bool = False

    def moment(self, now: datetime, zone: str) -> datetime:
        """Give the moment that is meant where somebody lives."""
        here = now.astimezone(ZoneInfo(zone))
        day = here.date() - timedelta(days=1 if self.day_before else 0)
        meant = datetime.combine(day, time(self.hour, self.minute), here.tzinfo).astimezone(UTC)
        # A clock on the wall may run a little before ours.
        return min(meant, now) if meant - now < timedelta(minutes=1) else meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of an entry, and what was said beside them."""

    text: str
    kind: EntryKind | None = None  # None: nothing was said of it
    source: str = ""
    happened: TimeOfDay | None = None


def claimed(text: str) -> Said:
    """Read when something was so that is information in any case, and its source."""
    return said(text, {})


def said(text: str, kinds: Mapping[str, EntryKind] | None = None) -> Said:
    """Read when it happened and what it is about, in either order before the words, and its source after them."""
    known = _KINDS if kinds is None else kinds
    happened, kind = None, None
    for _ in range(2):
        at = None if happened else _AT.match(text)
        if at is not None and int(at["h"]) < 24 and int(at["m"] or 0) < 60:
            before = at["day"] is not None
            happened = TimeOfDay(hour=int(at["h"]), minute=int(at["m"] or 0), day_before=before)
            text = text[at.end() :]
        named = None if kind else _OF_KIND.match(text)
        found = None if named is None else known.get(bare(named[1]).replace("’", "'"))
        if named is not None and found is not None:
            kind, text = found, text[named.end() :]
    heard = sourced(text)
    return Said(text=heard.text, kind=kind, source=heard.source, happened=happened)


def sourced(text: str) -> Said:
    """Read the source that the words end with; words that are nothing else are no source."""
    found = _SOURCE.search(text)
    if found is None or not text[: found.start()].strip():
        return Said(text=text)
    source = found["source"].strip().removesuffix(")" if found["open"] else "")
    return Said(text=text[: found.start()].rstrip(" ,;–—-"), source=one_line(source))


_KINDS: Final[Mapping[str, EntryKind]] = {
    **{kind.value: kind for kind in EntryKind},
    **dict.fromkeys(("info", "claim", "rumour", "rumor", "rumeur", "a verifier"), EntryKind.INFORMATION),
    **dict.fromkeys(("decided", "decide"), EntryKind.DECISION),
    **dict.fromkeys(("gravite",), EntryKind.SEVERITY),
    **dict.fromkeys(("temporisation", "attente"), EntryKind.HOLD),
    **dict.fromkeys(("handover", "hand over", "releve", "passage de releve"), EntryKind.HANDOVER),
}
