"""Somebody who reaches the database itself, past everything that the product would refuse."""

from sqlalchemy import text

from storage.engine import Database


def as_owner(database: Database, statements: str, **names: object) -> None:
    """Carry out statements with whatever rights a database's owner has; `names` are what they call `:so`."""
    with database.engine.connect() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for statement in map(text, statements.split(";")):
            connection.execute(statement, {name: names[name] for name in statement.compile().params})
        connection.commit()
        connection.invalidate()
