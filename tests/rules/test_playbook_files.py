"""The company's own folder of playbooks is read beside the built-in ones, and never outside itself."""

from pathlib import Path

import pytest

from config.playbook_files import load_playbooks
from playbooks.mistakes import Mistake
from playbooks.playbook import Language
from tests.rules.documents import BREACH, KNOWN, SMALL

BUILT_IN = {playbook.id for playbook in load_playbooks(None, KNOWN).playbooks}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's folder with one good playbook."""
    put(tmp_path / "own", "crisis/flood/v1.yaml", SMALL)
    return tmp_path / "own"


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file and the folders that it stands in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def told(mistakes: tuple[Mistake, ...]) -> list[str]:
    """Give the mistakes as a terminal shows them."""
    return [mistake.line_for(Language.EN) for mistake in mistakes]


def test_the_company_adds_its_own_playbooks(folder: Path) -> None:
    """Both libraries stand on one shelf."""
    shelf = load_playbooks(folder, KNOWN)

    assert {*BUILT_IN, "flood"} == {playbook.id for playbook in shelf.playbooks}
    assert () == shelf.mistakes


def test_a_company_releases_the_next_version_of_a_built_in_playbook(folder: Path) -> None:
    """Version 9 in the company's folder is the newest; version 1 stays for the incidents that run on it."""
    put(folder, "crisis/data-breach/v9.yaml", BREACH.decode().replace("version: 1", "version: 9"))
    shelf = load_playbooks(folder, KNOWN)

    assert (newest := shelf.find("data-breach")) is not None
    assert 9 == newest.version
    assert shelf.find("data-breach", 1) is not None


def test_b3_a_built_in_version_cannot_be_replaced(folder: Path) -> None:
    """The same number with other words is refused, and the released one stays."""
    put(folder, "crisis/data-breach/v1.yaml", BREACH.decode().replace("Data breach", "Data theft"))
    shelf = load_playbooks(folder, KNOWN)

    assert (kept := shelf.find("data-breach")) is not None
    assert "Data breach" == kept.title.en
    assert "version 1 of data-breach is released with other words" in told(shelf.mistakes)[0]


def test_b5_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    """Neither a linked file nor a linked folder brings in what lies elsewhere; the rest is read."""
    outside = put(folder.parent, "secret.yaml", "a: 1\n")
    (folder / "crisis/flood/v2.yaml").symlink_to(outside)
    (folder / "crisis/linked").symlink_to(folder.parent, target_is_directory=True)
    shelf = load_playbooks(folder, KNOWN)

    assert [
        "crisis/linked:1:1: this is a link that leads out of the folder, put the file itself here",
        "crisis/flood/v2.yaml:1:1: this is a link that leads out of the folder, put the file itself here",
    ] == told(shelf.mistakes)
    assert shelf.find("flood") is not None


def test_b5_a_file_linked_within_the_folder_is_read(tmp_path: Path) -> None:
    """A folder mounted by Kubernetes, whose files are links into a hidden folder, works."""
    put(tmp_path, "..data/flood.yaml", SMALL)
    (tmp_path / "crisis/flood").mkdir(parents=True)
    (tmp_path / "crisis/flood/v1.yaml").symlink_to(tmp_path / "..data/flood.yaml")
    shelf = load_playbooks(tmp_path, KNOWN)

    assert shelf.find("flood") is not None
    assert () == shelf.mistakes


def test_b5_names_that_differ_by_capitals_alone_are_refused(folder: Path) -> None:
    """On another machine they would be one file."""
    put(folder, "crisis/Flood/v1.yaml", SMALL)
    shelf = load_playbooks(folder, KNOWN)

    assert any(
        "differs from crisis/Flood/v1.yaml by its capitals alone" in line for line in told(shelf.mistakes)
    )
    assert BUILT_IN == {playbook.id for playbook in shelf.playbooks}


def test_a_file_anywhere_else_is_told_where_it_belongs(folder: Path) -> None:
    """A playbook dropped at the top of the folder is refused with the place it should have."""
    put(folder, "my-playbook.yml", SMALL.replace("id: flood", "id: storm"))
    shelf = load_playbooks(folder, KNOWN)

    assert [
        "my-playbook.yml:1:1: the file’s place does not say what it holds, move it to crisis/storm/v1.yaml"
    ] == told(shelf.mistakes)


def test_b2_a_huge_file_is_not_even_read(folder: Path) -> None:
    """Fifty megabytes are refused after the first few pages."""
    with (folder / "crisis/flood/v2.yaml").open("wb") as document:
        document.truncate(50 * 1024 * 1024)
    shelf = load_playbooks(folder, KNOWN)

    assert "the file is larger than 64 KiB" in told(shelf.mistakes)[0]


def test_other_files_are_left_alone(folder: Path) -> None:
    """A read-me or a picture beside the playbooks is no mistake."""
    put(folder, "README.md", "Our playbooks.")
    put(folder, ".hidden.yaml", "a: [")

    assert () == load_playbooks(folder, KNOWN).mistakes
