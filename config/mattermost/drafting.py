"""An export becomes a draft document: whole enough to be read, with a comment wherever a person still decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Final

from config.mattermost.exported import Checklist, Exported, Item
from config.mattermost.leftovers import Kind, Left
from config.mattermost.lines import both, comments, line_of, paragraph_of, quoted
from playbooks.document import MOST_STEPS
from playbooks.playbook import LONGEST_BODY, Language
from playbooks.reading import LIMITS
from playbooks.shelf import folded

LONGEST_ID: Final = 40
LONGEST_TITLE: Final = 80
LONGEST_STEP: Final = 150
LONGEST_NOTE: Final = 400
MOST_KEYWORDS: Final = 60
MOST_LINES: Final = 60  # of a template of theirs that is kept as a comment
MOST_FIGURES: Final = 9999  # of a length of time in our format
_A_NAME: Final = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document of version 1, and what stays behind."""

    id: str
    text: str
    left: tuple[Left, ...]

    @property
    def place(self) -> str:
        """Name the file as the library wants it."""
        return f"crisis/{self.id}/v1.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """How much of a long export is kept."""

    note: int
    templates: bool


_SIZES: Final = (
    _Size(note=LONGEST_NOTE, templates=True),
    _Size(note=LONGEST_NOTE, templates=False),
    _Size(note=120, templates=False),
    _Size(note=0, templates=False),
)


def draft_of(exported: Exported, name: str | None, source: Language) -> Draft:
    """
    Make a draft; `source` is the language in which the export is written, `name` its id here if one is given.

    A text of theirs stands under both languages, marked where it is to be translated.
    """
    chosen = name or identifier(exported.title, "imported-playbook")
    size = _SIZES[0]
    for size in _SIZES:
        text = "\n".join(_document(exported, chosen, source, size)) + "\n"
        if len(text.encode()) <= LIMITS.size:
            break
    shortened = (Left(kind=Kind.NOTES),) if size.note < LONGEST_NOTE else ()
    return Draft(id=chosen, text=text, left=(*exported.left, *_cut(exported), *shortened))


def identifier(text: str, otherwise: str) -> str:
    """Make an id from a title: its words in small letters, without accents, as many as fit."""
    name = ""
    for word in folded(text):
        longer = f"{name}-{word}" if name else word
        if len(longer) > LONGEST_ID - len("-999"):
            break
        name = longer
    return name if _A_NAME.match(name) else otherwise


def _document(exported: Exported, name: str, source: Language, size: _Size) -> Iterator[str]:
    yield "# A draft made from a Mattermost playbook. Search for “to decide”, “to write” and “to translate”."
    yield from ("schema: 1", f"id: {quoted(name)}", "version: 1")
    yield "kind: crisis  # to decide: crisis, or reply"
    yield from both("", "title", line_of(exported.title, LONGEST_TITLE) or name, source)
    yield from _CHANGES
    yield "severity: sev3  # to decide: sev1 crisis, sev2 sensitive, sev3 incident, sev4 watch"
    yield "cluster: none  # to decide: victim, accidental, preventable, or none"
    yield "objective: trust  # to decide: trust, service, customers, safety, or one of the directory’s"
    yield "lead: lead  # to decide: the role that leads"
    yield from _keywords(exported, name, source)
    trigger = line_of(exported.description, LONGEST_NOTE)
    yield from both("", "trigger", trigger, source) if trigger else _TRIGGER
    yield from (*_ADVICE, "ladders: [press, unit]  # to decide: who is called at once", "steps:")
    yield from _steps(exported.checklists, source, size)
    yield from _messages(exported, source)
    yield from _REVIEW
    yield from _templates(exported) if size.templates else ()


def _keywords(exported: Exported, name: str, source: Language) -> Iterator[str]:
    given = (line_of(keyword, LONGEST_TITLE) for keyword in exported.keywords)
    keywords = list(dict.fromkeys(keyword for keyword in given if keyword))[:MOST_KEYWORDS]
    yield "keywords:"
    for language in Language:
        yield f"  {language.value}:{'' if language is source else '  # to translate'}"
        title = line_of(exported.title, LONGEST_TITLE) or name
        yield from (f"    - {quoted(keyword)}" for keyword in keywords or [title])


def _steps(checklists: Iterable[Checklist], source: Language, size: _Size) -> Iterator[str]:
    taken, written = set[str](), 0
    for checklist in checklists:
        title = line_of(checklist.title, LONGEST_STEP)
        if title and checklist.items:
            yield f"  # {title}"
        for item in checklist.items:
            written += 1
            if written > MOST_STEPS:
                yield f"  # Beyond step {MOST_STEPS}: {line_of(item.title, LONGEST_STEP)}"
                continue
            yield from _step(item, _fresh(item.title, taken), source, size)
    if not written:
        yield from _FIRST_STEP


def _fresh(title: str, taken: set[str]) -> str:
    name = first = identifier(title, "step")
    number = 2
    while name in taken:
        name, number = f"{first}-{number}", number + 1
    taken.add(name)
    return name


def _step(item: Item, name: str, source: Language, size: _Size) -> Iterator[str]:
    if item.command.strip():
        yield f"  # Mattermost ran: {line_of(item.command, LONGEST_STEP)}"
    yield f"  - id: {quoted(name)}"
    yield from both("    ", "title", line_of(item.title, LONGEST_STEP) or name, source)
    if item.due is not None:
        yield f"    due: {_duration(item.due)}"
    note = line_of(item.description, size.note) if size.note else ""
    if note:
        yield from both("    ", "note", note, source)


def _duration(due: timedelta) -> str:
    """Write a length of time of a year at most in its largest whole unit."""
    minutes = max(1, round(due / timedelta(minutes=1)))
    hours, days = round(minutes / 60), round(minutes / 60 / 24)
    if minutes % (60 * 24) == 0 or hours > MOST_FIGURES:
        return f"{max(days, 1)}d"
    return f"{hours}h" if minutes % 60 == 0 or minutes > MOST_FIGURES else f"{minutes}m"


def _messages(exported: Exported, source: Language) -> Iterator[str]:
    body = paragraph_of(exported.update, LONGEST_BODY)
    if not body:
        return
    yield "messages:"
    yield "  # Mattermost’s template of a status update. To decide: who approves it, and which step sends it."
    yield from ("  status-update:", "    strategy: inform", "    lane: amber", "    approvers: [comms]")
    yield from both("    ", "body", body, source)


def _templates(exported: Exported) -> Iterator[str]:
    told = (
        ("retrospective", exported.retrospective),
        ("summary", exported.summary),
        ("welcome message", exported.welcome),
    )
    for name, text in told:
        if text.strip():
            yield from (f"# Mattermost’s {name}:", *comments("", text, MOST_LINES))


def _cut(exported: Exported) -> Iterator[Left]:
    """Name every text that is longer than ours may be."""
    items = chain.from_iterable(checklist.items for checklist in exported.checklists)
    for number, item in enumerate(items):
        if number >= MOST_STEPS:
            yield Left(kind=Kind.TOO_MANY, what=item.title)
        elif _too_long(item.title, LONGEST_STEP) or _too_long(item.description, LONGEST_NOTE):
            yield Left(kind=Kind.CUT, what=item.title)
    for name, text, limit in (
        ("title", exported.title, LONGEST_TITLE),
        ("trigger", exported.description, LONGEST_NOTE),
        ("status-update", exported.update, LONGEST_BODY),
    ):
        if _too_long(text, limit):
            yield Left(kind=Kind.CUT, what=name)


def _too_long(text: str, limit: int) -> bool:
    return len(line_of(text, limit + 1)) > limit


_CHANGES: Final = (
    "changes:",
    '  en: "First draft, taken over from a Mattermost playbook."',
    '  fr: "Premier jet, repris d’une fiche Mattermost."',
)
_TRIGGER: Final = (
    "trigger:  # to write: when this playbook is opened",
    '  en: "To write: when this playbook is opened."',
    '  fr: "À écrire : quand cette fiche s’ouvre."',
)
_ADVICE: Final = (
    "do:  # to write: what helps",
    '  - en: "To write: what helps."',
    '    fr: "À écrire : ce qui aide."',
    "dont:  # to write: what harms",
    '  - en: "To write: what harms."',
    '    fr: "À écrire : ce qui nuit."',
)
_FIRST_STEP: Final = (
    "  - id: first-step  # to write: what is done first",
    "    title:",
    '      en: "To write: what is done first"',
    '      fr: "À écrire : ce qui se fait d’abord"',
)
_REVIEW: Final = (
    "review:",
    "  hot_within: 5d  # to decide",
    "  questions:",
    '    - {id: planned, text: {en: "What was planned?", fr: "Qu’est-ce qui était prévu ?"}}',
    '    - {id: happened, text: {en: "What happened?", fr: "Que s’est-il passé ?"}}',
    "    - id: why",
    '      text: {en: "Why was it different, or why did it work?", fr: "Pourquoi cet écart, ou cette réussite ?"}',
    '    - {id: next-time, text: {en: "What next time?", fr: "Que fera-t-on la prochaine fois ?"}}',
)
