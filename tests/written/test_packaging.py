"""What is installed is what is written: the lock, the wheel, the image."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "playbooks", "handlers", "storage", "config")
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())


def _locked(name: str) -> dict[str, Requirement]:
    """Every requirement of a lock file by its name, without the hashes."""
    text = (HOUSE / name).read_text().replace("\\\n", " ")
    lines = [re.split(r"\s--hash|\s#", line)[0] for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def _wanted(*groups: str) -> Iterator[Requirement]:
    for group in groups:
        for entry in PROJECT["dependency-groups"][group]:
            if isinstance(entry, str):
                yield Requirement(entry)


RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EVERYTHING = [*RUNTIME, *_wanted(*PROJECT["dependency-groups"])]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.txt", EVERYTHING),
        ("requirements-run.txt", RUNTIME),
        ("requirements-build.txt", list(_wanted("build"))),
    ],
    ids=["all", "run", "build"],
)
def test_the_lock_gives_what_the_project_asks_for(lock: str, wanted: list[Requirement]) -> None:
    """Every dependency is in the lock, at a version that the project accepts."""
    locked = _locked(lock)
    missing = [
        str(requirement) for requirement in wanted if canonicalize_name(requirement.name) not in locked
    ]
    refused = [
        f"{requirement}: {locked[name].specifier}"
        for requirement in wanted
        if (name := canonicalize_name(requirement.name)) in locked
        for pin in locked[name].specifier
        if not requirement.specifier.contains(pin.version)
    ]

    assert [] == missing
    assert [] == refused


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-run.txt", "requirements-build.txt"])
def test_the_lock_pins_by_hash_and_names_no_index(lock: str) -> None:
    """Each line of the lock is one exact version with its hashes; no line says where to fetch it."""
    text = (HOUSE / lock).read_text()
    loose = [
        line
        for line in text.replace("\\\n", " ").splitlines()
        if re.match(r"[a-z0-9]", line) and not re.match(r"[a-z0-9.\[\]-]+==\S+ .*--hash=sha256:", line)
    ]

    assert [] == loose
    assert [] == re.findall(r"(?m)^\s*--?(?:index|extra-index|find-links|i)\b.*|\S+://\S+", text)


def test_the_three_locks_agree() -> None:
    """The image runs the versions that were tested."""
    everything = _locked("requirements.txt")
    different = [
        name
        for lock in ("requirements-run.txt", "requirements-build.txt")
        for name, requirement in _locked(lock).items()
        if everything[name].specifier != requirement.specifier
    ]

    assert [] == different


def test_every_dependency_has_its_reason() -> None:
    """The decision record names each direct dependency, and none that is gone."""
    record = (HOUSE / "docs/decisions/0001-dependencies.md").read_text()
    rows = re.findall(r"(?m)^\| ([a-z0-9][^|]*?) \|", record)
    named = {
        canonicalize_name(re.split(r"[\[ ]", name)[0])
        for row in rows
        if row != "package"
        for name in row.split(", ")
    }

    assert {canonicalize_name(requirement.name) for requirement in EVERYTHING} == named


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=HOUSE,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_rooms(wheel: zipfile.ZipFile) -> None:
    """Playbooks, templates, static files and migrations travel with the code that reads them."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--", *ROOMS], cwd=HOUSE, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    present = {name for name in tracked if name and (HOUSE / name).is_file()}

    assert set() == present - set(wheel.namelist())


def test_the_wheel_brings_the_command_and_nothing_beside_the_rooms(wheel: zipfile.ZipFile) -> None:
    """One command, five packages; no test, no document, no lock gets into somebody's site-packages."""
    tops = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}
    commands = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert set(ROOMS) == tops
    assert "[console_scripts]\ncrisis = bot.cli:main\n" == wheel.read(commands).decode()


def test_the_image_copies_what_exists_and_what_docker_may_see() -> None:
    """Each source that the Dockerfile copies is in the repository and let through by .dockerignore."""
    copied = {
        source
        for line in (HOUSE / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from=" not in line
        for source in line.split()[1:-1]
    }
    let_through = {
        line[1:] for line in (HOUSE / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }

    assert set() == {source for source in copied if not (HOUSE / source).exists()}
    assert let_through == copied
