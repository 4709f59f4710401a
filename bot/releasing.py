"""`crisis playbooks release`, `propose` and `proposals`: releases and proposals from a terminal."""

import errno
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.at_hand import database_at_hand, memory_of
from bot.clock import SystemClock
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from config.playbook_files import documents
from config.settings import Settings
from playbooks.desk.learning import take_up
from playbooks.desk.ledger import Ledger
from playbooks.desk.library import LibraryDesk
from playbooks.errors import Refusal
from playbooks.mistakes import Mistake
from playbooks.playbook import Language, Playbook, Words
from playbooks.ports import Transaction
from playbooks.proposals import Propose
from playbooks.reading import LIMITS, read_beside
from playbooks.releasing import digests, examined, place_of
from playbooks.shelf import Shelf
from storage.transaction import SqlMemory

Tell = Callable[[str], None]


def release(settings: Settings, path: str, language: Language, tell: Tell) -> int:
    """
    Check one document, put it in its place in the company's folder, and remember it as released.

    Gives 1, with every mistake, if it cannot be released: it has mistakes, its number is taken by other words, or a higher
    one is released. Raises UnreadableDirectory, CannotStart (no database), OSError.
    """
    folder = settings.playbooks
    if folder is None:
        tell(_NO_FOLDER.read(language))
        return 1
    files = CompanyFiles(settings)
    document = Path(path)
    if document.exists() and not document.is_file():
        raise FileNotFoundError(errno.EINVAL, "is no file that can be read", path)
    with document.open("rb") as opened:
        text = opened.read(LIMITS.size + 1)
    playbook, mistakes = read_beside(text, path, files.directory().vocabulary, documents(folder))
    with _memory(settings) as memory, memory.transaction() as tx:
        if playbook is not None:
            mistakes = (*mistakes, *_refused(tx, playbook, files, path))
        if playbook is None or mistakes:
            for mistake in mistakes:
                tell(mistake.line_for(language))
            return 1
        tx.release(playbook, SystemClock().now())
        # The bot that reads it later finds it released, and nothing in it new.
        take_up(Ledger(memory=memory, clock=SystemClock(), woken=lambda: None), tx, playbook)
        _put(folder / place_of(playbook), text)
    tell(_released(playbook).read(language))
    return 0


def propose(settings: Settings, wish: Propose, language: Language, tell: Tell) -> int:
    """Keep a proposal and tell the administrators, once the bot runs; give 1 for a playbook or step that is not there."""
    with _memory(settings) as memory:
        try:
            proposal = _library(settings, memory).propose(wish)
        except Refusal as exc:
            tell(exc.tell.read(language).replace("`", ""))
            return 1
    tell(_PROPOSED.read(language).format(playbook=proposal.playbook))
    return 0


def proposals(settings: Settings, language: Language, tell: Tell) -> int:
    """List what was proposed, the latest first."""
    with _memory(settings) as memory, memory.reading() as look:
        found = look.proposals()
    for one in found:
        step = "" if one.step is None else f" · {one.step}"
        tell(f"{one.at:%Y-%m-%d %H:%M} · {one.playbook}{step} · {one.name or one.author or '?'}")
        for line in one.text.splitlines():
            tell(f"    {line}")
    if not found:
        tell(_NO_PROPOSAL.read(language))
    return 0


@contextmanager
def _memory(settings: Settings) -> Iterator[SqlMemory]:
    """Open the memory without touching its schema. Raises CannotStart, NotSaved."""
    with database_at_hand(settings) as database:
        yield memory_of(database, settings)


def _library(settings: Settings, memory: SqlMemory) -> LibraryDesk:
    return LibraryDesk(
        memory=memory,
        clock=SystemClock(),
        ids=TimeOrderedIds(),
        files=CompanyFiles(settings),
        woken=lambda: None,
        reread=lambda _: None,
        take_up=lambda *_: None,
    )


def _refused(tx: Transaction, playbook: Playbook, files: CompanyFiles, path: str) -> tuple[Mistake, ...]:
    """Compare with what was released, and with what stands in the folder and was never read by the bot."""
    known = {**digests(files.shelf().playbooks), **tx.releases()}
    found = examined(Shelf(playbooks=(playbook,)), known, lambda *_: None)
    return tuple(replace(mistake, file=path) for mistake in found.shelf.mistakes)


def _put(place: Path, text: bytes) -> None:
    """Write a document whole or not at all: a bot that reads the folder meanwhile never sees half of it."""
    if place.exists() and place.read_bytes() == text:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as half:
        half.write(text)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(place)


def _released(playbook: Playbook) -> Words:
    return Words(
        en=f"Released: {playbook.id}, version {playbook.version}. The running bot reads it when asked: /crisis reload in "
        "Slack, or the signal SIGHUP.",
        fr=f"Publiée : {playbook.id}, version {playbook.version}. Le robot la lit quand on le lui demande : "
        "/crise recharger dans Slack, ou le signal SIGHUP.",
    )


_NO_FOLDER: Final = Words(
    en="CRISIS_PLAYBOOKS names no folder: a released document is kept in the company’s own.",
    fr="CRISIS_PLAYBOOKS ne désigne aucun dossier : un document publié se garde dans celui de l’entreprise.",
)
_PROPOSED: Final = Words(
    en="Kept, and told to the administrators: a proposal for {playbook}.",
    fr="Conservée, et transmise aux administrateurs : une proposition pour {playbook}.",
)
_NO_PROPOSAL: Final = Words(en="Nothing was proposed yet.", fr="Rien n’a encore été proposé.")
