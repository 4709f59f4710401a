"""The company's directory file: read, checked, and explained where it is wrong."""

from config.directory.reading import (
    LIMITS,
    UnreadableDirectory,
    load_directory,
    read_directory,
    read_with_places,
)
from config.directory.shape import directory_schema
from config.directory.warnings import examine_directory

__all__ = [
    "LIMITS",
    "UnreadableDirectory",
    "directory_schema",
    "examine_directory",
    "load_directory",
    "read_directory",
    "read_with_places",
]
