"""Where this product keeps its files on a machine."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote

from config.settings import Settings

FILE: Final = "sqlite:///"
PACK: Final = "pack"  # the folder of the offline pack, beside the database's file
WITHOUT_FILE: Final = Path("var") / PACK


def sqlite_file(url: str) -> Path | None:
    """Name the file of an SQLite database; None: it is another database, or SQLite's own way of writing an address."""
    if not url.startswith(FILE) or url.startswith(f"{FILE}file:"):
        return None
    return Path(unquote(url.removeprefix(FILE).partition("?")[0]))


def pack_folder(settings: Settings) -> Path:
    """Name the folder of the offline pack: the one that is set, else beside the database, where writing is possible."""
    if settings.pack_folder is not None:
        return settings.pack_folder
    file = sqlite_file(settings.database_url.get_secret_value())
    return WITHOUT_FILE if file is None else file.parent / PACK
