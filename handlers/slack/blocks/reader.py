"""Who a drawing is for: their language, the company's directory and the present moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.sentences_ladders import title_by_hand
from handlers.slack.blocks.countries import country_name
from handlers.slack.blocks.limits import quote
from handlers.wording import counted, lasting, say, set_in
from playbooks.erasing import WORDS as ERASED
from playbooks.erasing import is_erased
from playbooks.incident import Incident
from playbooks.playbook import LadderId, Language, RoleId, Severity, UserId, Words
from playbooks.ports import OPERATOR
from playbooks.routing import Directory

SEVERITY_SIGN: Final = {
    Severity.SEV1: "🔴",
    Severity.SEV2: "🟠",
    Severity.SEV3: "🟡",
    Severity.SEV4: "🔵",
}
_BAR: Final = 10  # signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Draws the small parts that every message shares."""

    directory: Directory
    language: Language
    now: datetime

    def say(self, words: Words, **values: object) -> str:
        """Fill a template of ours."""
        return say(words, self.language, **values)

    def count(self, number: int, one: Words, many: Words, **values: object) -> str:
        """Say how many."""
        return counted(number, one, many, self.language, **values)

    def quote(self, words: Words) -> str:
        """Show words of a playbook or of the directory, literally."""
        return quote(set_in(self.language, words))

    def role(self, role: RoleId) -> str:
        """Name a role."""
        return self.quote(self.directory.role_title(role))

    def ladder(self, ladder: LadderId) -> str:
        """Name a ladder; one that is no longer known keeps its id."""
        by_hand = title_by_hand(ladder, self.language)
        if by_hand is not None:
            return by_hand
        plan = next((plan for plan in self.directory.ladders if plan.id == ladder), None)
        return quote(ladder) if plan is None else self.quote(plan.title)

    def unit(self, incident: Incident) -> str:
        """Name an incident's business unit and country."""
        unit, country = self.directory.unit(incident.unit), country_name(incident.country, self.language)
        return f"{quote(incident.unit) if unit is None else self.quote(unit.title)} · {quote(country)}"

    def lasting(self, span: timedelta) -> str:
        """Say how long."""
        return lasting(span, self.language)

    def severity(self, severity: Severity) -> str:
        """Name a severity: a sign and a word, never a colour alone."""
        return f"{SEVERITY_SIGN[severity]} {severity.words.read(self.language)}"


def mention(person: UserId | None) -> str:
    """Name somebody so that Slack shows the name; only ever with an id that Slack itself gave."""
    if is_erased(person):
        return f"{ERASED.en} · {ERASED.fr}"  # Where nobody's language is known; sentences say it in the reader's.
    return "–" if person in {None, OPERATOR} else f"<@{person}>"


def framed(text: str) -> str:
    """Show somebody's words as a quotation, so that no line of it passes for one of ours."""
    return "\n".join(f"> {quote(line)}" for line in text.split("\n"))


def on_one_line(text: str) -> str:
    """Show somebody's words, several lines or not, within a line of ours."""
    return quote(" ".join(text.split()))


def where_it_runs(incident: Incident) -> str:
    """Name an incident and its channel at the foot of a message that stands elsewhere."""
    place = "" if incident.room is None else f" · <#{incident.room.channel}>"
    return f"{incident.ref} · {quote(incident.title)}{place}"


def bar(done: int, total: int) -> str:
    """Draw how far it is: ▰▰▰▱▱▱▱▱▱▱. Full only when everything is."""
    full = 0 if total == 0 else done * _BAR // total
    return "▰" * full + "▱" * (_BAR - full)
