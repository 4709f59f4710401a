"""Alembic's door: runs the migrations on the connection that `storage.schema` hands over."""

from alembic import context

from storage import tables_heads  # noqa: F401 - its tables are of the schema, whoever else reads them.
from storage.tables import Table


def run() -> None:
    """Bring the database to the revision asked for, inside the transaction of whoever asked."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Table.metadata,
        # SQLite undoes table changes too, once its transactions are begun by us: an interrupted migration leaves none.
        transactional_ddl=True,
    )
    context.run_migrations()


run()
