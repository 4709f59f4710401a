"""The memory keeps its contract, on SQLite and on PostgreSQL alike."""
