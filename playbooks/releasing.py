"""A released version never changes and never goes back: what is read is compared with what is remembered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from playbooks.mistakes import Mistake
from playbooks.playbook import Playbook, PlaybookId, Words
from playbooks.shelf import Shelf

Remembered: TypeAlias = Mapping[
    tuple[PlaybookId, int], str
]  # the digest of each version that was ever released
Released: TypeAlias = Callable[[PlaybookId, int], Playbook | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What may stand on the shelf, and what of it was never seen before and is released by being read."""

    shelf: Shelf
    fresh: tuple[Playbook, ...]


def examined(
    shelf: Shelf, remembered: Remembered, released: Released, built_in: frozenset[str] = frozenset()
) -> Examined:
    """
    Refuse what was changed under a released number, and a number lower than the highest one released.

    In the place of a changed document stands the one that is remembered. A built-in document (`built_in` gives their
    digests) that the company has overtaken is left out without a word: nobody here can mend it.
    """
    highest: dict[PlaybookId, int] = {}
    for name, version in remembered:
        highest[name] = max(version, highest.get(name, 0))
    stand: list[Playbook] = []
    fresh: list[Playbook] = []
    mistakes: list[Mistake] = []
    for playbook in shelf.playbooks:
        known = remembered.get((playbook.id, playbook.version))
        if known == playbook.digest:
            stand.append(playbook)
        elif known is not None:
            earlier = released(playbook.id, playbook.version)
            stand += () if earlier is None else (earlier,)
            if not _same_variant(earlier, playbook) and playbook.digest not in built_in:
                mistakes.append(changed(playbook))
        elif playbook.version > highest.get(playbook.id, 0):
            stand.append(playbook)
            fresh.append(playbook)
        elif playbook.digest not in built_in:
            mistakes.append(lower(playbook, highest[playbook.id]))
    return Examined(
        shelf=Shelf(playbooks=tuple(stand), mistakes=(*shelf.mistakes, *mistakes)), fresh=tuple(fresh)
    )


def _same_variant(known: Playbook | None, playbook: Playbook) -> bool:
    """Whether a variant was not changed itself: it stays on the version of its parent that it was released over."""
    if known is None or known.extends is None or playbook.extends is None:
        return False
    return known.extends.own == playbook.extends.own


def changed(playbook: Playbook) -> Mistake:
    """Say that a released version was given other words."""
    what = Words(
        en=f"version {playbook.version} of {playbook.id} is released with other words",
        fr=f"la version {playbook.version} de {playbook.id} est publiée avec d’autres mots",
    )
    instead = Words(
        en=f"leave it as it was, and write the change as v{playbook.version + 1}.yaml",
        fr=f"laissez-la telle quelle et écrivez le changement dans v{playbook.version + 1}.yaml",
    )
    return Mistake(file=place_of(playbook), line=1, column=1, what=what, instead=instead)


def lower(playbook: Playbook, highest: int) -> Mistake:
    """Say that a version comes after a higher one."""
    what = Words(
        en=f"version {playbook.version} of {playbook.id} comes too late: version {highest} is released",
        fr=f"la version {playbook.version} de {playbook.id} vient trop tard : la version {highest} est publiée",
    )
    instead = Words(
        en=f"write it as v{highest + 1}.yaml, with version: {highest + 1}",
        fr=f"écrivez-la dans v{highest + 1}.yaml, avec version: {highest + 1}",
    )
    return Mistake(file=place_of(playbook), line=1, column=1, what=what, instead=instead)


def place_of(playbook: Playbook) -> str:
    """Say where a document stands in a library."""
    return f"{playbook.kind}/{playbook.id}/v{playbook.version}.yaml"


def digests(playbooks: Iterable[Playbook]) -> Remembered:
    """Give the digest of each version."""
    return {(playbook.id, playbook.version): playbook.digest for playbook in playbooks}
