"""A released version never changes and never goes back; the library is compared with what was ever released."""

from dataclasses import dataclass, field, replace

import pytest

from playbooks.commands import Asked, RequestId
from playbooks.desk import Desk, Office, set_up
from playbooks.errors import BadRequest, NotAllowed, NotFound
from playbooks.files import Found
from playbooks.letters import FilesMended, FilesRead, FilesRefused, Letter, Matter, Proposed, Thanked
from playbooks.mistakes import Mistake
from playbooks.playbook import Language, Playbook, UserId
from playbooks.proposals import Propose
from playbooks.releasing import digests, examined
from playbooks.shelf import Shelf
from tests.fakes.clock import MovableClock
from tests.fakes.files import FakeFiles
from tests.fakes.ids import CountingIds
from tests.fakes.memory import FakeMemory
from tests.rules.documents import DIRECTORY
from tests.rules.scene import BREACH, FACTS, words

SECOND = BREACH  # version 2
CHANGED = replace(BREACH, digest="c" * 64)
THIRD = replace(BREACH, version=3, digest="3" * 64)
FIRST = replace(BREACH, version=1, digest="1" * 64)
BROKEN = Mistake(file="crisis/flood/v1.yaml", line=3, column=1, what=words("unknown key"))
CLAIRE = DIRECTORY.administrators[0]
GAEL = UserId("U0GAEL")


def nothing(*_: object) -> None:
    """Nothing is remembered."""


def told(shelf: Shelf) -> list[str]:
    """The mistakes as a terminal shows them."""
    return [mistake.line_for(Language.EN) for mistake in shelf.mistakes]


def test_what_was_never_seen_is_released_by_being_read() -> None:
    """All versions of a first start count, the older ones too."""
    found = examined(Shelf(playbooks=(FIRST, SECOND)), {}, nothing)

    assert (FIRST, SECOND) == found.fresh == found.shelf.playbooks
    assert () == found.shelf.mistakes


def test_other_content_under_a_released_number_is_refused_and_the_released_one_stays() -> None:
    """The file is named, with what to do instead."""
    found = examined(Shelf(playbooks=(CHANGED,)), digests([SECOND]), lambda *_: SECOND)

    assert (SECOND,) == found.shelf.playbooks
    assert () == found.fresh
    assert [
        (
            "crisis/data-breach/v2.yaml:1:1: version 2 of data-breach is released with other words, "
            "leave it as it was, and write the change as v3.yaml"
        )
    ] == told(found.shelf)


def test_a_number_lower_than_the_highest_one_released_is_refused() -> None:
    """Version 1 cannot be written after version 2; the others stand."""
    found = examined(Shelf(playbooks=(FIRST, SECOND)), digests([SECOND]), lambda *_: SECOND)

    assert (SECOND,) == found.shelf.playbooks
    assert [
        (
            "crisis/data-breach/v1.yaml:1:1: version 1 of data-breach comes too late: version 2 is released, "
            "write it as v3.yaml, with version: 3"
        )
    ] == told(found.shelf)


def test_a_built_in_version_that_the_company_has_overtaken_is_no_mistake() -> None:
    """Nobody here can mend it: it would keep every change of theirs from being read."""
    found = examined(Shelf(playbooks=(FIRST, SECOND)), digests([SECOND]), nothing, frozenset({FIRST.digest}))

    assert (SECOND,) == found.shelf.playbooks
    assert () == found.shelf.mistakes


@dataclass(slots=True)
class Library:
    """A desk whose files say what a test has them say."""

    memory: FakeMemory = field(default_factory=FakeMemory)
    files: FakeFiles = field(default_factory=lambda: FakeFiles(DIRECTORY, Shelf(playbooks=(SECOND,))))
    asked: list[Asked] = field(default_factory=list)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = set_up(
            Office(
                memory=self.memory,
                clock=MovableClock(),
                ids=CountingIds(),
                files=self.files,
                language=lambda: Language.EN,
                woken=lambda: None,
                reread=self.asked.append,
            )
        )
        self.desk.library.begin()

    def says(self, *playbooks: Playbook, mistakes: tuple[Mistake, ...] = ()) -> tuple[Mistake, ...]:
        """The files are changed and read again."""
        self.files.next = Found(directory=DIRECTORY, shelf=Shelf(playbooks=playbooks, mistakes=mistakes))
        return self.desk.library.reload()

    def letters(self, kind: type[Matter]) -> list[Letter]:
        """The letters of a kind, the oldest first."""
        return [letter for letter in self.memory.letters if isinstance(letter.matter, kind)]


@pytest.fixture
def library() -> Library:
    """A library that has begun with version 2."""
    return Library()


def test_a_newer_version_serves_once_it_is_read(library: Library) -> None:
    """Nobody is written to for that."""
    assert () == library.says(SECOND, THIRD)
    assert THIRD == library.desk.shelf().find(BREACH.id)
    assert () == library.memory.letters


def test_a_failed_reload_keeps_everything_and_tells_each_administrator_once(library: Library) -> None:
    """The same mistakes are not told again, other ones are; nothing of a refused reload is released."""
    for _ in range(3):
        library.says(SECOND, THIRD, mistakes=(BROKEN,))
    library.says(SECOND, mistakes=(BROKEN, replace(BROKEN, line=9)))

    found = library.letters(FilesRefused)
    assert 2 * len(DIRECTORY.administrators) == len(found)
    assert set(DIRECTORY.administrators) == {letter.person for letter in found}
    assert SECOND == library.desk.shelf().find(BREACH.id)
    with library.memory.reading() as look:
        assert {(BREACH.id, 2)} == set(look.releases())


def test_that_it_is_mended_is_told_once_too_and_a_relapse_is_news(library: Library) -> None:
    """Wrong, right, right, wrong in the same way: three letters each."""
    library.says(SECOND, mistakes=(BROKEN,))
    library.says(SECOND)
    library.says(SECOND)
    library.says(SECOND, mistakes=(BROKEN,))

    each = len(DIRECTORY.administrators)
    assert (2 * each, each) == (len(library.letters(FilesRefused)), len(library.letters(FilesMended)))


def test_a_start_with_mistakes_is_told_and_leaves_out_what_is_wrong() -> None:
    """The others serve; the released words stand in the place of the changed ones."""
    library = Library()
    library.files.at_hand = Shelf(playbooks=(CHANGED, THIRD), mistakes=(BROKEN,))
    library.desk.library.begin()

    (letter, *_) = library.letters(FilesRefused)
    assert isinstance(letter.matter, FilesRefused)
    assert letter.matter.starting
    assert 2 == len(letter.matter.mistakes)
    assert (SECOND, THIRD) == library.desk.shelf().playbooks


def test_whoever_asked_hears_the_outcome_and_the_others_only_what_is_wrong(library: Library) -> None:
    """With what is new, or with the mistakes, also when the administrators know of them."""
    library.files.next = Found(directory=DIRECTORY, shelf=Shelf(playbooks=(SECOND, THIRD)))
    library.desk.library.reload(Asked(by=CLAIRE, request=RequestId("r1")))
    library.says(SECOND, THIRD, mistakes=(BROKEN,))
    library.desk.library.reload(Asked(by=CLAIRE, request=RequestId("r2")))

    (read,) = library.letters(FilesRead)
    assert (CLAIRE, FilesRead(fresh=((BREACH.id, 3),))) == (read.person, read.matter)
    assert 2 == [letter.person for letter in library.letters(FilesRefused)].count(CLAIRE)
    assert len(DIRECTORY.administrators) + 1 == len(library.letters(FilesRefused))


def test_a_directory_that_cannot_be_read_keeps_the_last_good_one(library: Library) -> None:
    """Its mistakes are told to the administrators it named when it was last good."""
    library.files.next = Found(directory=None, shelf=Shelf(playbooks=()), mistakes=(BROKEN,))

    assert (BROKEN,) == library.desk.library.reload()
    assert DIRECTORY == library.desk.directory()
    assert set(DIRECTORY.administrators) == {letter.person for letter in library.letters(FilesRefused)}


def test_only_an_administrator_has_the_files_read_again(library: Library) -> None:
    """Anybody else is told whom to ask."""
    asked = Asked(by=GAEL, request=RequestId("r1"))
    with pytest.raises(NotAllowed, match=f"<@{CLAIRE}>"):
        library.desk.library.reload_soon(asked)
    library.desk.library.reload_soon(replace(asked, by=CLAIRE))

    assert [CLAIRE] == [one.by for one in library.asked]


# Proposals ---------------------------------------------------------------------------------------------


def proposes(library: Library, **changes: str) -> None:
    """Gaël proposes something."""
    wish = {"playbook": BREACH.id, "text": "Call the depot first.", "step": "1", **changes}
    library.desk.library.propose(Propose(**wish), Asked(by=GAEL, request=RequestId("r1")))  # type: ignore[arg-type]  # As typed.


def test_a_proposal_is_kept_and_reaches_every_administrator_with_its_author(library: Library) -> None:
    """Sent twice by Slack, it is one proposal."""
    proposes(library)
    proposes(library)

    (kept,) = library.desk.library.proposals()
    assert (BREACH.id, FACTS, "Call the depot first.", GAEL) == (
        kept.playbook,
        kept.step,
        kept.text,
        kept.author,
    )
    contact = DIRECTORY.contact(GAEL)
    assert contact is not None
    found = library.letters(Proposed)
    assert set(DIRECTORY.administrators) == {letter.person for letter in found}
    assert {contact.name} == {letter.matter.name for letter in found if isinstance(letter.matter, Proposed)}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"playbook": "fire"}, NotFound),
        ({"step": "9"}, NotFound),
        ({"text": " \u200b "}, BadRequest),
    ],
)
def test_a_proposal_needs_a_playbook_a_step_that_is_there_and_words(
    library: Library, changes: dict[str, str], refusal: type[Exception]
) -> None:
    """Nothing is kept of any other."""
    with pytest.raises(refusal):
        proposes(library, **changes)
    assert () == library.desk.library.proposals()


def test_a_released_version_that_credits_the_author_thanks_them_once(library: Library) -> None:
    """By the name they proposed under, with or without accents; reading it again thanks nobody."""
    contact = DIRECTORY.contact(GAEL)
    assert contact is not None
    proposes(library)
    credited = replace(THIRD, credits=(contact.name.upper(), "Somebody else"))
    library.says(SECOND, credited)
    library.says(SECOND, credited)

    (letter,) = library.letters(Thanked)
    assert GAEL == letter.person
