"""Whether the names that a written document uses exist, and stand there once."""

from collections.abc import Iterable, Iterator

from playbooks.mistakes import Mistake, nearest, shown
from playbooks.playbook import Words
from playbooks.written import Path, Value, Written


def unknown(written: Written, path: Path, name: Value, known: Iterable[str]) -> Iterator[Mistake]:
    """Refuse a name that nothing carries, and offer the nearest one that something does."""
    names = frozenset(known)
    if isinstance(name, str) and name not in names:
        what = Words(en=f"there is no “{shown(name)}” to refer to", fr=f"« {shown(name)} » n’existe pas ici")
        yield written.mistake(written.place(path), what, nearest(name, names))


def unknown_of(written: Written, path: Path, names: Value, known: Iterable[str]) -> Iterator[Mistake]:
    """Refuse each name of a list that nothing carries."""
    for number, name in enumerate(as_list(names)):
        yield from unknown(written, (*path, number), name, known)


def repeated(written: Written, named: Iterable[tuple[Path, Value]]) -> Iterator[Mistake]:
    """Refuse a name that stands twice where each must be its own."""
    seen: set[str] = set()
    for path, name in named:
        if isinstance(name, str) and name in seen:
            what = Words(en=f"“{shown(name)}” stands here twice", fr=f"« {shown(name)} » figure deux fois")
            instead = Words(en="give each its own name", fr="donnez à chacun son propre nom")
            yield written.mistake(written.place(path), what, instead)
        elif isinstance(name, str):
            seen.add(name)


def repeated_in(written: Written, path: Path, names: Value) -> Iterator[Mistake]:
    """Refuse a name that stands twice in one list."""
    yield from repeated(written, [((*path, number), name) for number, name in enumerate(as_list(names))])


def as_list(value: Value) -> list[Value]:
    """Give a list, or an empty one for what is none: its shape is refused elsewhere."""
    return value if isinstance(value, list) else []


def as_mapping(value: Value) -> dict[str, Value]:
    """Give a group of keys, or an empty one for what is none."""
    return value if isinstance(value, dict) else {}
