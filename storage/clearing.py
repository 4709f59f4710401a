"""Clears an SQLite file of what was removed from it."""

from storage.engine import Database
from storage.transaction import reached


def rewrite_file(database: Database) -> None:
    """
    Have an SQLite file written anew, so that nothing of what was removed is left between its rows. Raises NotSaved.

    Writers wait meanwhile. PostgreSQL clears up by itself.
    """
    if database.is_postgresql:
        return
    with reached(), database.writing() as connection:
        connection.exec_driver_sql(
            "COMMIT"
        )  # of the transaction that was begun for us: neither may stand in one
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.invalidate()
