"""What stands in a tool's document, read by a source's pointers and cleaned: nothing of it is trusted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias

from playbooks.incoming.pointer import MISSING, found
from playbooks.playbook import Words
from playbooks.typed import TEXT_LIMIT, one_line, paragraph

if TYPE_CHECKING:
    from playbooks.incoming.source import Source

LONGEST: Final = 300  # characters of anything but the text
LARGEST: Final = 10**12
_CODE: Final = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")
TOO_LARGE: Final = 10**LONGEST
LONGEST_NUMBER: Final = 20  # characters


class Kind(StrEnum):
    """What a source reports."""

    MESSAGE = "message"  # of a customer
    SPIKE = "spike"  # far more is said than usual


class Field(StrEnum):
    """What is read from a document."""

    ID = "id"  # the source's own name for it, by which a second arrival is known
    TEXT = "text"
    AUTHOR = "author"
    NETWORK = "network"
    LINK = "link"
    REACH = "reach"
    LANGUAGE = "language"
    GROUP = "group"  # what belongs together has the same
    UNIT = "unit"
    COUNT = "count"  # of messages in the spike
    USUAL = "usual"  # the tool's own usual number


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReport:
    """A customer's message; what the tool does not say is empty."""

    id: str
    text: str
    author: str
    network: str
    link: str
    reach: int | None
    language: str
    group: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeReport:
    """Far more is said than usual, as the tool sees it."""

    id: str
    text: str
    network: str
    link: str
    language: str
    group: str
    unit: str
    count: int | None
    usual: int | None


Told: TypeAlias = MessageReport | SpikeReport

REQUIRED: Final = frozenset({Field.ID, Field.TEXT})
_SHARED: Final = frozenset(
    {Field.ID, Field.TEXT, Field.NETWORK, Field.LINK, Field.LANGUAGE, Field.GROUP, Field.UNIT}
)
ALLOWED: Final[Mapping[Kind, frozenset[Field]]] = {
    Kind.MESSAGE: _SHARED | {Field.AUTHOR, Field.REACH},
    Kind.SPIKE: _SHARED | {Field.COUNT, Field.USUAL},
}


class Unmappable(Exception):
    """A document lacks something that is needed; `words` says what, for whoever mends the mapping."""

    def __init__(self, words: Words, field: Field) -> None:
        self.words, self.field = words, field
        super().__init__(words.en)


def mapped(source: "Source", document: object) -> Told:
    """Read a tool's document. Raises Unmappable, and nothing else, for whatever it is."""
    texts = {field: _text(source, document, field) for field in ALLOWED[source.kind]}
    for field in sorted(REQUIRED):
        if not texts[field]:
            raise _lacking(field)
    shared = {
        "id": texts[Field.ID],
        "text": texts[Field.TEXT],
        "network": texts[Field.NETWORK],
        "link": texts[Field.LINK],
        "language": _language(texts[Field.LANGUAGE]),
        "group": texts[Field.GROUP],
        "unit": texts[Field.UNIT],
    }
    if source.kind is Kind.SPIKE:
        count, usual = (_number(texts[field]) for field in (Field.COUNT, Field.USUAL))
        return SpikeReport(**shared, count=count, usual=usual)
    return MessageReport(**shared, author=texts[Field.AUTHOR], reach=_number(texts[Field.REACH]))


def _text(source: "Source", document: object, field: Field) -> str:
    """Give what a document says of a field, as one clean text; what is neither a text nor a number says nothing."""
    values = source.values.get(field, {})
    for pointer in source.fields.get(field, ()):
        written = _written(found(document, pointer), field)
        if written:
            return values.get(written, written)
    return source.always.get(field, "")


def _written(value: object, field: Field) -> str:
    if value is MISSING or isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Neither an infinite number, which JSON writes as 1e999, nor one too long to be written out.
    if not isinstance(value, str) and not abs(value) < TOO_LARGE:
        return ""
    text = str(value)
    if field is Field.ID and len(text) > LONGEST:
        # Two names that are cut to the same would be one, and the second message lost.
        return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    if field is Field.LINK and len(text) > LONGEST:
        return ""  # A link that was cut leads nowhere.
    text = text[: 4 * TEXT_LIMIT]
    return paragraph(text) if field is Field.TEXT else one_line(text, LONGEST)


def _language(text: str) -> str:
    """Read en, EN or en-GB; a language's name is not known, rather than the code that it begins with."""
    code = _CODE.fullmatch(text)
    return "" if code is None else code[1].lower()


def _number(text: str) -> int | None:
    """Read a whole number of people or messages; anything else is no number."""
    whole = text.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= LONGEST_NUMBER):
        return None
    return min(int(whole), LARGEST)


def _lacking(field: Field) -> Unmappable:
    words = Words(
        en=f"Nothing usable was found for “{field}”: look at its pointers in the mapping.",
        fr=f"Rien d’utilisable n’a été trouvé pour « {field} » : voyez ses pointeurs dans la correspondance.",
    )
    return Unmappable(words, field)
