"""The memory: tables and transactions, seen by nobody else."""
