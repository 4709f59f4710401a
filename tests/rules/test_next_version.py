"""A draft made of lessons is a document that the product itself reads, whatever people typed."""

from importlib.resources import files

import pytest

from config.directory import load_directory
from config.next_version import with_lessons
from playbooks.commands import Way
from playbooks.incident import Draft
from playbooks.lessons import Change
from playbooks.playbook import Playbook, StepId, Words
from playbooks.reading import read_playbook
from playbooks.typed import one_line, paragraph

BREACH = (files("playbooks") / "library/crisis/data-breach/v2.yaml").read_bytes()


def read(text: str, version: int) -> Playbook:
    """The document as the product reads it."""
    return read_playbook(text, f"crisis/data-breach/v{version}.yaml", load_directory(None).vocabulary)


def lesson(number: int, typed: str, way: Way = Way.REWORD, step: str = "room") -> Change:
    """What somebody typed into the form, in every field of it."""
    title, note = one_line(typed), paragraph(typed, 400)
    draft = Draft(
        step=StepId(step), way=way, title=Words(en=title, fr=title), note=Words(en=note, fr=note), by=None
    )
    return Change(lesson=f"INC-2026-0001/a{number}", text=title, draft=draft)


def drafted(*changes: Change) -> Playbook:
    """The next version with these lessons."""
    return read(with_lessons(BREACH, read(BREACH.decode(), 2), changes), 3)


HOSTILE = (
    *(
        "no",
        "Yes",
        "12:30",
        "007",
        "null",
        "true",
        "~",
        "1.5",
        "- a",
        "a: b",
        "# x",
        "*a",
        "&a",
        "!!python/x",
        "|",
    ),
    *(
        "---",
        "a\n\n# Released: 2020\n- b: |",
        "<!channel> <@U0RHYS>",
        '"',
        "\u2028x",
        "😀" * 80,
        "x" * 10_000,
    ),
)


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_stands_in_the_draft_as_it_was_typed(typed: str, way: Way) -> None:
    """Words that YAML takes for something else are words."""
    change = lesson(1, typed, way)
    cited = drafted(change).lessons[0]
    step = next(step for step in drafted(change).steps if step.id == cited.step)

    assert (change.draft.title, change.draft.note) == (step.title, step.note)


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("Say {{fait}}", "Say {fait}"), ("{{{{x}}", "{x}"), ("{% if %}", "% if %"), ("{# gone #}", "# gone #")],
)
def test_braces_typed_into_a_lesson_do_not_spoil_the_draft(typed: str, stands: str) -> None:
    """A step has no blanks: what looks like one is plain words, in the lesson's text as well."""
    step = next(step for step in drafted(lesson(1, typed)).steps if step.id == "room")

    assert stands == step.title.en


def test_new_steps_after_the_same_one_stand_in_the_order_of_their_lessons() -> None:
    """The one that was learned first comes first."""
    new = drafted(lesson(1, "First", Way.AFTER), lesson(2, "Second", Way.AFTER))
    names = [step.id for step in new.steps]

    assert ["room", "first", "second"] == names[names.index(StepId("room")) :][:3]
    assert ["first", "second"] == [cited.step for cited in new.lessons]
