"""What several refusals say in the same words: who did something and when, and whom to ask."""

from datetime import datetime

from playbooks.playbook import UserId, Words


def moment(at: datetime) -> str:
    """Write a moment so that Slack shows it in the reader's own time."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at:%Y-%m-%d %H:%M} UTC>"


def dated(at: datetime | None) -> str:
    """End a clause with its moment, where that is known."""
    return f", {moment(at)}" if at else ""


def deed_of(who: UserId | None, at: datetime | None) -> Words:
    """Name who did something and when, as far as it is known."""
    en, fr = (f" by <@{who}>", f" par <@{who}>") if who else ("", "")
    return Words(en=en + dated(at), fr=fr + dated(at))


def any_of(people: tuple[UserId, ...]) -> Words:
    """Name those of whom any may be asked."""
    names = tuple(f"<@{person}>" for person in people)
    return Words(en=" or ".join(names), fr=" ou ".join(names))


def all_of(people: tuple[UserId, ...]) -> str:
    """Name everybody who is meant, in both languages alike; a dash where it is nobody."""
    return ", ".join(f"<@{person}>" for person in people) or "–"
