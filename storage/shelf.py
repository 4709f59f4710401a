"""Released playbooks, remembered as they were when they were first read."""

from collections.abc import MutableMapping
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from playbooks.playbook import Playbook, PlaybookId
from playbooks.record import Document
from playbooks.releasing import Remembered
from storage import codec, refusals
from storage.statements import insert_into
from storage.tables import ReleasedPlaybookRow

Shelf = MutableMapping[
    tuple[str, int], Playbook
]  # by id and version; a version never changes, so it may be kept in mind


def released(connection: Connection, playbook: PlaybookId, version: int) -> Playbook | None:
    """Give a version from the database."""
    row = col(ReleasedPlaybookRow.document)
    wanted = select(row).where(
        col(ReleasedPlaybookRow.id) == playbook, col(ReleasedPlaybookRow.version) == version
    )
    text = connection.execute(wanted).scalar()
    return None if text is None else codec.read_document(text)


def written(connection: Connection, playbook: PlaybookId, version: int) -> Document | None:
    """Give a version as it was written down."""
    row = ReleasedPlaybookRow
    wanted = select(col(row.digest), col(row.document)).where(
        col(row.id) == playbook, col(row.version) == version
    )
    found = connection.execute(wanted).one_or_none()
    return None if found is None else Document(id=playbook, version=version, digest=found[0], text=found[1])


def digests(connection: Connection) -> Remembered:
    """Give the digest of every version."""
    row = ReleasedPlaybookRow
    found = connection.execute(select(col(row.id), col(row.version), col(row.digest)))
    return {(PlaybookId(name), version): digest for name, version, digest in found}


def release(connection: Connection, playbook: Playbook, now: datetime) -> Playbook:
    """Remember a version; give it as it is remembered. Raises Conflict if its content was another."""
    row = insert_into(connection.dialect.name, ReleasedPlaybookRow).values(
        id=playbook.id,
        version=playbook.version,
        digest=playbook.digest,
        document=codec.document(playbook),
        at=now,
    )
    new = row.on_conflict_do_nothing().returning(col(ReleasedPlaybookRow.id))
    if connection.execute(new).scalar() is not None:
        return playbook
    known = released(connection, playbook.id, playbook.version)
    return same(playbook if known is None else known, playbook)


def same(known: Playbook, playbook: Playbook) -> Playbook:
    """Give the known version. Raises Conflict if the other one of that number is not the same document."""
    if known.digest != playbook.digest:
        raise refusals.released_differently(playbook.id, playbook.version)
    return known
