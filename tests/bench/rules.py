"""The rules alone: reading documents, deciding, and drawing a card. No database, no Slack."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from config.directory import load_directory
from config.playbook_files import load_playbooks
from handlers.slack.blocks.card import card
from playbooks import deciding
from playbooks.commands import CompleteStep, IncidentId, OpenIncident
from playbooks.deciding import Pinned
from playbooks.folding import begin
from playbooks.incident import Incident, Ref
from playbooks.playbook import Language, Playbook, PlaybookKind, StepId, UnitId, UserId
from playbooks.reading import UnreadablePlaybook, read_playbook
from tests.bench.burst import p50
from tests.bench.table import Figure

PLAYBOOKS: Final = 60
VERSIONS: Final = 8
DOCUMENTS: Final = 10_000
LONGEST_S: Final = 1.0  # for one document, however broken
MOST_MEMORY_MB: Final = 100
STEPS: Final = 40
DECISIONS: Final = 2000
CARDS: Final = 200
SEED: Final = 20_261
SHARDS: Final = (
    *"{}[]:-?#&*!|>%@`\"'\t\n\\~",
    "{{",
    "}}",
    "---\n",
    "NO",
    "12:30",
    "1.10",
    "é",
    "😀",
    "<<: ",
    "!!x ",
)
BREACH: Final = (files("playbooks") / "library/crisis/data-breach/v2.yaml").read_text("utf-8")


def measure() -> Iterator[Figure]:
    """Measure the rules."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _library(Path(folder))
    yield from _any_document()
    yield from _deciding()


def _library(folder: Path) -> Iterator[Figure]:
    texts = [_copy(number, version) for number in range(PLAYBOOKS) for version in range(1, VERSIONS + 1)]
    for (name, version), text in zip(_names(), texts, strict=True):
        place = folder / "crisis" / name / f"v{version}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    known = load_directory(None).vocabulary
    began = time.perf_counter()
    shelf = load_playbooks(folder, known)
    read = time.perf_counter() - began
    assert not shelf.mistakes, shelf.mistakes[0]
    began = time.perf_counter()
    for text in texts:
        for _ in YAML(typ="safe").parse(text):
            pass
    parsed = time.perf_counter() - began
    what = f"{PLAYBOOKS} playbooks of {VERSIONS} versions"
    floor_is = "the same bytes through the bare parser"
    yield Figure(measure=f"{what}, read and checked", value=read, unit="s", floor=parsed, floor_is=floor_is)
    bare = _seconds(lambda: _check(None))
    yield Figure(
        measure="  cold start with them",
        value=_seconds(lambda: _check(folder)),
        unit="s",
        floor=bare,
        floor_is="the same command with the built-in ones alone",
    )


def _names() -> Iterator[tuple[str, int]]:
    for number in range(PLAYBOOKS):
        for version in range(1, VERSIONS + 1):
            yield f"bench-{number}", version


def _copy(number: int, version: int) -> str:
    renamed = BREACH.replace("\nid: data-breach\n", f"\nid: bench-{number}\n", 1)
    return renamed.replace("\nversion: 2\n", f"\nversion: {version}\n", 1)


def _check(folder: Path | None) -> None:
    environment = {} if folder is None else {"CRISIS_PLAYBOOKS": str(folder)}
    command = (sys.executable, "-m", "bot.cli", "playbooks", "check")
    subprocess.run(command, check=True, env=environment, capture_output=True)


def _any_document() -> Iterator[Figure]:
    """Read ten thousand documents, one in ten whole; the seed makes each run read the same ones."""
    chance = random.Random(SEED)  # noqa: S311  # The same documents each time, not a secret.
    known = load_directory(None).vocabulary
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest, read, faults = 0.0, 0, 0
    for _ in range(DOCUMENTS):
        text = _mutilated(chance)
        began = time.process_time()  # What others do on this machine is not the document's fault.
        try:
            read_playbook(text, "v1.yaml", known)
            read += 1
        except UnreadablePlaybook:
            pass
        except Exception:  # noqa: BLE001  # What this counts: anything but the reader's own refusal.
            faults += 1
        slowest = max(slowest, time.process_time() - began)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield Figure(measure=f"{DOCUMENTS:,} documents, valid and broken: read", value=read, unit="")
    yield Figure(measure="  errors that are not the reader's own", value=faults, unit="", most=0)
    yield Figure(measure="  the slowest", value=slowest, unit="s", most=LONGEST_S)
    yield Figure(measure="  memory grown by, MB", value=round(grown, 1), unit="", most=MOST_MEMORY_MB)


def _mutilated(chance: random.Random) -> str:
    text = SMALL_DOCUMENT
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 4, 6, 9))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(60))
        match chance.randrange(4):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:end] * chance.randrange(1, 50) + text[end:]
            case 2:
                text = text[:start] + chance.choice(SHARDS) * chance.choice((1, 1, 1, 200)) + text[start:]
            case _:
                text = text[:start] + chance.choice(SHARDS) + text[end:]
    return text


def _deciding() -> Iterator[Figure]:
    incident, now = _long_incident(), datetime.now(UTC)
    by, orders = (
        incident.lead,
        [CompleteStep(incident=incident.id, step=s.step.id) for s in incident.steps[:20]],
    )
    floor = p50([_seconds(lambda: replace(incident, seq=incident.seq + 1)) for _ in range(DECISIONS)])

    def decide() -> None:
        for order in orders:
            deciding.decide(incident, order, by=by, now=now)

    one = p50([_seconds(decide) for _ in range(DECISIONS // len(orders))]) / len(orders)
    yield Figure(
        measure="decide, µs a command",
        value=round(one * 1_000_000, 1),
        unit="",
        floor=round(floor * 1_000_000, 1),
        floor_is="one copy of the incident, µs",
    )
    directory = load_directory(None)
    drawn = p50([_seconds(lambda: card(incident, directory, Language.EN, now)) for _ in range(CARDS)])
    yield Figure(
        measure=f"a card drawn from {STEPS} steps",
        value=drawn * 1000,
        floor=one * 1000,
        floor_is="one decision",
    )


def _long_incident() -> Incident:
    known = load_directory(None)
    playbook = read_playbook(BREACH, "v2.yaml", known.vocabulary)
    plain = [step for step in playbook.steps if step.kind == "task" and step.when is None and not step.roles]
    many = tuple(replace(plain[n % len(plain)], id=StepId(f"step-{n}")) for n in range(STEPS))
    return _opened(replace(playbook, steps=many))


def _opened(playbook: Playbook) -> Incident:
    directory, now = load_directory(None), datetime.now(UTC) - timedelta(minutes=45)
    command = OpenIncident(
        kind=PlaybookKind.CRISIS,
        playbook=playbook.id,
        title="Customer file on a forum",
        unit=UnitId("rail-fr"),
        country="FR",
        language=Language.EN,
    )
    pinned = Pinned(
        ref=Ref("INC-2026-0001"),
        playbook=playbook,
        roster=directory.roster(command.unit),
        deputies=(),
        ladders=(),
    )
    first = deciding.opening(command, pinned, by=UserId("U0MAUD"), now=now)
    return begin(IncidentId("bench"), first, playbook)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


SMALL_DOCUMENT: Final = (
    BREACH[: BREACH.index("steps:\n")]
    + """\
steps:
  - id: substance
    title: {en: Answer or hold, fr: Répondre ou temporiser}
    kind: decision
    gate: respond-hold-silent
    role: comms
    due: 30m
    mandatory: true
review:
  hot_within: 48h
  questions:
    - {id: planned, text: {en: "What was planned?", fr: "Qu’est-ce qui était prévu ?"}}
    - {id: happened, text: {en: "What happened?", fr: "Que s’est-il passé ?"}}
    - {id: why, text: {en: "Why?", fr: "Pourquoi ?"}}
    - {id: next-time, text: {en: "What next time?", fr: "Que fera-t-on la prochaine fois ?"}}
"""
)
