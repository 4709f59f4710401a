"""House rules that no linter knows."""

from importlib.metadata import distributions
from pathlib import PurePosixPath

ROOMS = ("bot", "playbooks", "handlers", "storage", "config")


def test_the_five_rooms_are_ours_alone() -> None:
    """No installed package brings a top-level name that hides one of our five rooms."""
    taken = {
        (distribution.name, top)
        for distribution in distributions()
        if distribution.name != "crisis-desk"
        for file in distribution.files or ()
        if (top := PurePosixPath(file).parts[0].removesuffix(".py")) in ROOMS
    }

    assert set() == taken
