"""Writes the next version of a playbook document as a draft: its comments and its order stay."""

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from playbooks.commands import Way
from playbooks.lessons import Change
from playbooks.playbook import Playbook, Words
from playbooks.scalars import resolve

RELEASED: Final = "# Released:"  # the comment of the documents that come with the product
WIDE: Final = 4096  # characters of a line of YAML: texts are not folded anew
LONGEST_NAME: Final = 40  # of a step
LONGEST_CHANGES: Final = 400
# What a playbook's texts are refused for; whoever typed it in a review meant no blank.
MARKUP: Final = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")

Document = Any  # what ruamel reads: mappings and lists that remember their comments


def next_version(text: bytes, known: Playbook, changes: Words, edit: Callable[[Document], None]) -> str:
    """Give the document with the next number, what it changes in words, and what `edit` makes of it."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text.decode("utf-8-sig"))
    document["version"] = known.version + 1
    document["changes"] = {"en": changes.en, "fr": changes.fr}
    edit(document)
    written = io.StringIO()
    yaml.dump(document, written)
    lines = written.getvalue().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(RELEASED))  # A draft is not.


def with_lessons(text: bytes, known: Playbook, changes: Sequence[Change]) -> str:
    """Give the document with what lessons change of its steps, each cited; one whose step is gone is left out."""

    def edit(document: Document) -> None:
        # What this version took up before it cites no more: it was taken up once.
        # The last comes first: of new steps after the same one, that of the earlier lesson is to stand before the others.
        cited = [_changed(document, change) for change in reversed(changes)]
        document["lessons"] = cited[::-1]

    said = _plain("; ".join(change.text for change in changes))[: LONGEST_CHANGES - 40]
    words = Words(en=f"Lessons taken up: {said}", fr=f"Leçons reprises : {said}")
    return next_version(text, known, words, edit)


def _changed(document: Document, change: Change) -> dict[str, str]:
    draft, steps = change.draft, document["steps"]
    place = next(n for n, step in enumerate(steps) if step["id"] == draft.step)
    said: dict[str, object] = {"title": _both(draft.title)}
    if draft.note is not None:
        said["note"] = _both(draft.note)
    if draft.way is Way.REWORD:
        steps[place].update(said)
        return {"lesson": change.lesson, "step": str(draft.step)}
    name = _name(draft.title.en, {str(step["id"]) for step in steps})
    of_whom = {"role": steps[place]["role"]} if "role" in steps[place] else {}
    steps.insert(place + 1, {"id": _scalar(name), **said, **of_whom})
    return {"lesson": change.lesson, "step": _scalar(name)}


def _both(words: Words) -> dict[str, str]:
    return {"en": _scalar(_plain(words.en)), "fr": _scalar(_plain(words.fr))}


def _plain(text: str) -> str:
    return MARKUP.sub("", text)


def _scalar(text: str) -> str:
    """Put in quotes what some readers of YAML take for something else than words: `no`, `12:30`."""
    return text if resolve(text) == (text, None) else DoubleQuotedScalarString(text)


def _name(title: str, taken: Collection[str]) -> str:
    """Make a step's name of its English title, such as no other step has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[: LONGEST_NAME - 3].strip("-")
    name = name or "lesson"
    others = (f"{name}-{n}" for n in range(2, 99))
    return next(one for one in (name, *others) if one not in taken)
