"""How values of the product stand in a database."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """
    A moment: aware going in, aware and UTC coming out, to the microsecond, on both databases.

    SQLite keeps it as text of a fixed width, so that comparing and sorting there is right too.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC. Raises ValueError for a naive one, which could be any of several."""
        if value is None:
            return None
        if value.utcoffset() is None:
            message = f"{value.isoformat()} has no time zone; moments are aware and in UTC"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
