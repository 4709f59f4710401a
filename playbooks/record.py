"""
An incident as a file that another installation can take over: every fact, the playbooks it pinned, and a digest.

The digest is SHA-256 over the content in one form of JSON: names sorted, no space, UTF-8. It tells whether the file is
the one that was given away. Whoever changes the file can make another digest; the macs, which need the log's key, are
what shows that the facts themselves are as they were written.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NoReturn

from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Words

FORM: Final = "crisis-desk/incident"
VERSION: Final = 1
ALGORITHM: Final = "sha256:"
MOST_FACTS: Final = 100_000
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REF: Final = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact as it stands in the log. `body`: its own fields as JSON text, every character of which the mac covers."""

    seq: int
    kind: str
    at: datetime
    by: str | None
    recorded_at: datetime
    body: str
    key: str  # the name of the key that signed it
    mac: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A playbook's version as the incident pinned it; `text` is JSON."""

    id: str
    version: int
    digest: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that leaves with an incident. `people`: by their ids, for whoever reads; never taken over."""

    id: str
    ref: str
    documents: tuple[Document, ...]
    lines: tuple[Line, ...]
    people: Mapping[str, str] = field(default_factory=dict)


def content_of(record: Record) -> dict[str, Any]:
    """Give the content as JSON has it."""
    return {
        "id": record.id,
        "ref": record.ref,
        "playbooks": [
            {"id": one.id, "version": one.version, "digest": one.digest, "document": json.loads(one.text)}
            for one in record.documents
        ],
        "log": [_written(line) for line in record.lines],
        "people": dict(record.people),
    }


def _written(line: Line) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "kind": line.kind,
        "at": _moment(line.at),
        "by": line.by,
        "recorded_at": _moment(line.recorded_at),
        "body": json.loads(line.body),
        "key": line.key,
        "mac": line.mac,
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """Name a content by what is in it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ALGORITHM + sha256(text.encode()).hexdigest()


def digest(record: Record) -> str:
    """Name a record by what is in it."""
    return digest_of(content_of(record))


def written(record: Record) -> str:
    """Write the file."""
    content = content_of(record)
    whole = {"form": FORM, "version": VERSION, "digest": digest_of(content), "content": content}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def is_record(text: str) -> bool:
    """Whether a text is meant to be such a file, readable or not."""
    begun = text[:200].lstrip()
    return begun.startswith("{") and f'"form": "{FORM}"' in begun


# Read back, from a file that anybody may have written.


def read(text: str, file: str) -> tuple[Record, str]:
    """Read a file, and give its digest, which fits. Raises Unreadable."""
    try:
        whole = json.loads(text, parse_constant=_no_number)
        if whole.get("version") != VERSION:
            raise _refused(file, _OTHER_VERSION)
        content = whole["content"]
        if digest_of(content) != whole["digest"]:
            raise _refused(file, _OTHER_DIGEST)
        return _record(content), str(whole["digest"])
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as exc:
        raise _refused(file, _NO_RECORD) from exc


def _record(content: Mapping[str, Any]) -> Record:
    lines = content["log"]
    known, ref = _text(content["id"]), _text(content["ref"])
    if not _ID.fullmatch(known) or not _REF.fullmatch(ref) or len(lines) > MOST_FACTS:
        raise ValueError(known)
    return Record(
        id=known,
        ref=ref,
        documents=tuple(_document(one) for one in content["playbooks"]),
        lines=tuple(_line(number, one) for number, one in enumerate(lines, 1)),
        people={_text(person): _text(name) for person, name in content["people"].items()},
    )


def _document(told: Mapping[str, Any]) -> Document:
    text = _compact(told["document"])
    return Document(
        id=_text(told["id"]), version=int(told["version"]), digest=_text(told["digest"]), text=text
    )


def _line(number: int, told: Mapping[str, Any]) -> Line:
    if told["seq"] != number:
        raise ValueError(number)
    return Line(
        seq=number,
        kind=_text(told["kind"]),
        at=_read_moment(told["at"]),
        by=None if told["by"] is None else _text(told["by"]),
        recorded_at=_read_moment(told["recorded_at"]),
        body=_compact(told["body"]),
        key=_text(told["key"]),
        mac=_text(told["mac"]),
    )


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(value)
    return value


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _read_moment(told: object) -> datetime:
    moment = datetime.fromisoformat(_text(told))
    if moment.utcoffset() is None:
        raise ValueError(told)
    return moment.astimezone(UTC)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _refused(file: str, what: Words) -> Unreadable:
    return Unreadable((Mistake(file=file, line=1, column=1, what=what),))


_NO_RECORD: Final = Words(
    en="this is no whole export of an incident: have it exported once more",
    fr="ce n’est pas l’export entier d’un incident : faites-le exporter de nouveau",
)
_OTHER_VERSION: Final = Words(
    en="a later version of Crisis Desk has exported it: import it with that version",
    fr="une version plus récente de Crisis Desk l’a exporté : importez-le avec cette version",
)
_OTHER_DIGEST: Final = Words(
    en="its digest does not fit: the file was changed after it was exported; have it exported once more",
    fr="son empreinte ne correspond pas : le fichier a été modifié après l’export ; faites-le exporter de nouveau",
)
