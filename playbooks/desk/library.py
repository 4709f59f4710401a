"""The library: what the company's files say becomes what may be opened, once it is compared with what was released."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from playbooks import refusals
from playbooks.commands import Asked
from playbooks.files import Files
from playbooks.letters import FilesMended, FilesRead, FilesRefused, Letter, Matter, Proposed, Thanked
from playbooks.mistakes import Mistake
from playbooks.playbook import Language, Playbook, Step, UserId
from playbooks.ports import Clock, Ids, Memory, Transaction
from playbooks.proposals import Proposal, Propose, credited
from playbooks.releasing import Examined, examined
from playbooks.typed import one_line, paragraph

LISTED: Final = 20  # mistakes of a letter; `crisis playbooks check` tells them all


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDesk:
    """Takes in what the files say, tells the administrators, and keeps what people propose."""

    memory: Memory
    clock: Clock
    ids: Ids
    files: Files
    woken: Callable[[], None]
    reread: Callable[[Asked], None]
    take_up: Callable[[Transaction, Playbook], None]  # the lessons that a released version cites

    def begin(self) -> None:
        """
        Compare what was read at the start with what was released: what was changed or comes too late is left out.

        Versions not seen before are released by it. The administrators hear of what is wrong, once.
        """
        directory, shelf = self.files.directory(), self.files.shelf()
        with self.memory.transaction() as tx:
            found = examined(shelf, tx.releases(), tx.released, self.files.built_in())
            self._release(tx, found)
            self._tell(tx, found.shelf.mistakes, directory.administrators, starting=True)
        if found.shelf != shelf:
            self.files.keep(directory, found.shelf)
        self.woken()

    def reload(self, asked: Asked | None = None, *, reading: str = "") -> tuple[Mistake, ...]:
        """
        Read the files again; give the mistakes that kept the last good set in place, none if all is well.

        The administrators hear of mistakes once, and once more when they are mended; whoever asked hears the outcome.
        `reading` names this time for the processes beside this one, which then read theirs; empty: it follows another.
        """
        read = self.files.read()
        directory = read.directory or self.files.directory()
        with self.memory.transaction() as tx:
            found = examined(read.shelf, tx.releases(), tx.released, self.files.built_in())
            mistakes = (*read.mistakes, *found.shelf.mistakes)
            if not mistakes:
                self._release(tx, found)
            others = (a for a in directory.administrators if asked is None or a != asked.by)
            self._tell(tx, mistakes, tuple(others))
            if asked is not None:
                self._answer(tx, asked, mistakes, found)
            if reading:
                tx.note_files_read(reading, self.clock.now())
        if not mistakes:
            self.files.keep(directory, found.shelf)
        self.woken()
        return mistakes

    def last_reading(self) -> str | None:
        """Name the last time that somebody had the files read again, in whatever process."""
        with self.memory.reading() as look:
            return look.files_read()

    def propose(self, wish: Propose, asked: Asked | None = None) -> Proposal:
        """
        Keep a proposal and tell the administrators; a second arrival of the same request adds nothing.

        Without `asked` it comes from the command line. Raises NotFound (no such playbook or step), BadRequest (no words).
        """
        playbook = self.files.shelf().find(wish.playbook)
        if playbook is None:
            raise refusals.crisis.no_such_playbook(wish.playbook)
        text = paragraph(wish.text)
        if not text:
            raise refusals.crisis.words_missing(field="text")
        step = None if not wish.step.strip() else _step(playbook, wish.step)
        author = None if asked is None else asked.by
        contact = None if author is None else self.files.directory().contact(author)
        proposal = Proposal(
            id=self.ids.fresh(),
            playbook=playbook.id,
            step=None if step is None else step.id,
            text=text,
            author=author,
            name=one_line(wish.name) if contact is None else contact.name,
            at=self.clock.now(),
        )
        with self.memory.transaction() as tx:
            if asked is None or tx.claim(asked.request, proposal.id, proposal.at) is None:
                self._keep(tx, proposal, playbook)
        self.woken()
        return proposal

    def proposals(self) -> tuple[Proposal, ...]:
        """List what was proposed, the latest first."""
        with self.memory.reading() as look:
            return look.proposals()

    def reload_soon(self, asked: Asked) -> None:
        """Have the files read again for an administrator, who is told the outcome. Raises NotAllowed for anybody else."""
        administrators = self.files.directory().administrators
        if asked.by not in administrators:
            raise refusals.versions.reloading_is_the_administrators(administrators)
        self.reread(asked)

    def _keep(self, tx: Transaction, proposal: Proposal, playbook: Playbook) -> None:
        tx.keep_proposal(proposal)
        matter = Proposed(
            playbook=playbook.id,
            title=playbook.title,
            step=proposal.step,
            text=proposal.text,
            author=proposal.author,
            name=proposal.name,
        )
        self._owe(tx, self.files.directory().administrators, proposal.id, matter)

    def _release(self, tx: Transaction, found: Examined) -> None:
        now = self.clock.now()
        for playbook in found.fresh:
            tx.release(playbook, now)
            self.take_up(tx, playbook)
            if playbook.credits:
                authors = credited(playbook, tx.proposals(playbook.id))
                thanks = Thanked(
                    playbook=playbook.id,
                    title=playbook.title,
                    version=playbook.version,
                    changes=playbook.changes,
                )
                self._owe(tx, authors, f"{playbook.id}/{playbook.version}", thanks)

    def _tell(
        self,
        tx: Transaction,
        mistakes: tuple[Mistake, ...],
        people: tuple[UserId, ...],
        *,
        starting: bool = False,
    ) -> None:
        """Say what is wrong, or that it is right again; never twice in a row for the same mistakes."""
        before = tx.latest_letter(FilesRefused, FilesMended, FilesRead)
        wrong = before is not None and isinstance(before[1].matter, FilesRefused)
        same = _set_of(mistakes)
        known = wrong and before is not None and before[1].subject.startswith(same)
        if known or not (mistakes or wrong):
            return
        # Behind the letter before it, so that two machines that find the same tell it once.
        subject = f"{same}/{'' if before is None else before[0]}"
        matter = _refused(mistakes, starting=starting) if mistakes else FilesMended()
        self._owe(tx, people, subject, matter)

    def _answer(self, tx: Transaction, asked: Asked, mistakes: tuple[Mistake, ...], found: Examined) -> None:
        fresh = tuple((playbook.id, playbook.version) for playbook in found.fresh)
        matter = _refused(mistakes) if mistakes else FilesRead(fresh=fresh)
        self._owe(tx, (asked.by,), f"{_set_of(mistakes)}/asked/{asked.request}", matter)

    def _owe(self, tx: Transaction, people: Iterable[UserId], subject: str, matter: Matter) -> None:
        for person in people:
            tx.owe_letter(Letter(person=person, subject=subject, matter=matter), self.clock.now())


def _refused(mistakes: tuple[Mistake, ...], *, starting: bool = False) -> FilesRefused:
    return FilesRefused(mistakes=mistakes[:LISTED], more=max(0, len(mistakes) - LISTED), starting=starting)


def _set_of(mistakes: tuple[Mistake, ...]) -> str:
    """Name a set of mistakes: the same ones, in whatever order, have the same name."""
    lines = sorted({mistake.line_for(Language.EN) for mistake in mistakes})
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _step(playbook: Playbook, named: str) -> Step:
    """Find a step by its number or its id. Raises NotFound."""
    wanted = named.strip().lstrip("#").casefold()
    for number, step in enumerate(playbook.steps, 1):
        if wanted in {str(number), step.id}:
            return step
    raise refusals.versions.no_such_step_of(named, playbook.title)
