"""House rules that no linter knows."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "playbooks", "handlers", "storage", "config")
MODULES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
RECORDS = sorted((HOUSE / "docs/decisions").glob("[0-9]*.md"))

# Names that say nothing about what is inside.
VAGUE = {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}

# Places of one machine, hosts of registries, and what lies outside this repository. `.ci/run` alone may
# call the checks that stand beside it, where they are present.
ELSEWHERE = ("/work/", "/tmp/", "/root/", "../shared", "pypi.org", "pythonhosted", "registry.npmjs")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _at(path: Path, node: ast.stmt | ast.expr | ast.ExceptHandler) -> str:
    return f"{path.relative_to(HOUSE)}:{node.lineno}"


def test_a_file_is_named_for_what_is_in_it() -> None:
    """No module hides behind a name like utils or helpers."""
    vague = [str(path.relative_to(HOUSE)) for path in MODULES if path.stem in VAGUE]

    assert [] == vague


def test_a_file_can_be_read_in_one_sitting() -> None:
    """No module is longer than 400 lines."""
    sizes = {str(path.relative_to(HOUSE)): len(path.read_text().splitlines()) for path in MODULES}
    long = {name: lines for name, lines in sizes.items() if lines > 400}

    assert {} == long


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _inner(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [child for child in node.body if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_a_function_fits_on_a_screen() -> None:
    """No function has more than 40 lines of its own."""
    long = [
        f"{_at(path, function)} {function.name}: {own} lines"
        for path in MODULES
        # A migration is a list of columns.
        if "migrations" not in path.parts
        for function in _functions(path)
        if (own := _lines(function) - sum(map(_lines, _inner(function)))) > 40
    ]

    assert [] == long


def test_a_handler_fits_on_half_a_screen() -> None:
    """A handler, written inside its `register` or `router`, has at most 30 lines."""
    long = [
        f"{_at(path, handler)} {handler.name}: {_lines(handler)} lines"
        for path in MODULES
        if path.is_relative_to(HOUSE / "handlers")
        for function in _functions(path)
        for handler in _inner(function)
        if _lines(handler) > 30
    ]

    assert [] == long


def test_only_storage_commits() -> None:
    """One message, one transaction, one commit: nobody outside storage calls commit()."""
    commits = [
        _at(path, node)
        for path in MODULES
        if not path.is_relative_to(HOUSE / "storage")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]

    assert [] == commits


def test_the_code_has_one_colour() -> None:
    """The house is synchronous; only the socket's own places know async."""
    allowed = (HOUSE / "bot/web_app.py", HOUSE / "bot/slack_door.py", HOUSE / "handlers/web")
    coloured = [
        _at(path, function)
        for path in MODULES
        if not any(path.is_relative_to(place) for place in allowed)
        for function in _functions(path)
        if isinstance(function, ast.AsyncFunctionDef)
    ]

    assert [] == coloured


def test_a_broad_except_stands_only_at_a_boundary() -> None:
    """Faults propagate; only the worker's per-row boundary and the doors' one error handler catch all."""
    caught = [
        _at(path, node)
        for path in MODULES
        if not path.is_relative_to(HOUSE / "bot")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]

    assert [] == caught


def test_public_names_of_the_rules_are_explained() -> None:
    """Every module, public class and public function of playbooks and config says in a sentence what it is."""
    silent = []
    for path in MODULES:
        # A refusal's own words are its explanation.
        if path.relative_to(HOUSE).parts[0] not in ("playbooks", "config") or path.parent.name == "refusals":
            continue
        tree = _tree(path)
        if tree.body and ast.get_docstring(tree) is None:
            silent.append(f"{path.relative_to(HOUSE)}: the module")
        silent += [
            f"{_at(path, node)} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]

    assert [] == silent


def test_what_is_tracked_names_no_place_outside() -> None:
    """No tracked file names a folder of one machine, a registry's host, or something beside the repository."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HOUSE, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    exempt = {".ci/run", str(Path(__file__).relative_to(HOUSE))}
    found = [
        f"{name}: {place}"
        for name in tracked
        if name and name not in exempt and (HOUSE / name).is_file()
        for place in ELSEWHERE
        if place.encode() in (HOUSE / name).read_bytes()
    ]

    assert [] == found


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


_WATCHED_IMPORT = """
import importlib, os, sys, threading

rooms = tuple(sys.argv[1].split(os.pathsep))
seen = set()

def importing_ours():
    # The module being executed is the nearest module body below us; a library's own body is its business.
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return None
        if frame.f_code.co_name == "<module>":
            file = frame.f_code.co_filename
            return f"{file}:{frame.f_lineno}" if file.startswith(rooms) else None
        frame = frame.f_back

def note(what):
    # Defining a pydantic model asks this each time; it says nothing of our settings.
    if what.startswith("reads PYDANTIC_DISABLE_PLUGINS "):
        return
    where = importing_ours()
    if where:
        seen.add(f"{where} {what}")

def hook(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.bind", "subprocess.Popen"):
        note(event)
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc")):
        note(f"opens {arguments[0]}")

class Watched(dict):
    def __getitem__(self, key):
        note(f"reads {key} of the environment")
        return super().__getitem__(key)
    def get(self, key, default=None):
        note(f"reads {key} of the environment")
        return super().get(key, default)
    def __contains__(self, key):
        note(f"reads {key} of the environment")
        return super().__contains__(key)
    def __iter__(self):
        note("reads the environment")
        return super().__iter__()

start = threading._start_new_thread

def noted_start(*arguments):
    note("starts a thread")
    return start(*arguments)

threading._start_new_thread = noted_start
os.environ = Watched(os.environ)
os.getenv = os.environ.get
sys.addaudithook(hook)
for name in sys.argv[2:]:
    importlib.import_module(name)
print("\\n".join(sorted(seen)))
"""


def _imported_watched(rooms: list[Path], names: list[str], cwd: Path) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", _WATCHED_IMPORT, ":".join(map(str, rooms)), *names],
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
    )
    assert 0 == result.returncode, result.stderr
    return [line for line in result.stdout.split("\n") if line]


def test_nothing_happens_on_import() -> None:
    """Importing any module opens no socket and no file, starts no thread and reads no environment."""
    names = [
        ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        # Alembic runs these itself, inside its own context.
        if "migrations" not in path.parts
    ]

    assert [] == _imported_watched([HOUSE / room for room in ROOMS], names, HOUSE)


@pytest.mark.parametrize(
    ("body", "noted"),
    [
        ("import os; os.environ.get('CRISIS_PORT')", "reads CRISIS_PORT of the environment"),
        ("import os; os.getenv('CRISIS_PORT')", "reads CRISIS_PORT of the environment"),
        ("import socket; socket.socket()", "socket.__new__"),
        ("open('/dev/null')", "opens /dev/null"),
        ("import threading; threading.Thread(target=int).start()", "starts a thread"),
    ],
    ids=["environment", "getenv", "socket", "file", "thread"],
)
def test_the_watch_on_imports_sees(body: str, noted: str, tmp_path: Path) -> None:
    """A module that does something on import is caught in the act."""
    (tmp_path / "loud.py").write_text(body)

    assert [f"{tmp_path / 'loud.py'}:1 {noted}"] == _imported_watched([tmp_path], ["loud"], tmp_path)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_fits_the_form(record: Path) -> None:
    """Every decision record has the five headings, in order, each with something under it."""
    sections = record.read_text().split("\n## ")[1:]
    headings = [section.split("\n", 1)[0].strip() for section in sections]
    empty = [section for section in sections if not section.partition("\n")[2].strip()]

    assert ["Context", "Decision", "Consequences", "Alternatives", "Checks"] == headings
    assert [] == empty
