"""The rules: who may do what, what follows from it, what is due and what is owed. No database, no network."""
