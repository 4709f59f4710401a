"""A local variant adds, rewords and reorders over its parent; it never removes a step nor weakens a mandatory one."""

from dataclasses import replace
from textwrap import dedent

import pytest

from playbooks.playbook import Language, Playbook, PlaybookId, StepId, UnitId, Words
from playbooks.reading import read_beside, read_library
from playbooks.releasing import digests, examined
from playbooks.shelf import Shelf
from tests.rules.documents import KNOWN, SMALL

PARENT = ("crisis/flood/v1.yaml", SMALL.encode())
NEWER = (
    "crisis/flood/v2.yaml",
    SMALL.replace("version: 1\n", "version: 2\n").replace("due: 30m", "due: 20m").encode(),
)
PLACE = "crisis/flood-fr/v1.yaml"
HEAD = """\
schema: 1
id: flood-fr
version: 1
extends: flood
for: {country: FR}
title: {en: Flood in France, fr: Inondation en France}
changes: {en: Made for France., fr: Faite pour la France.}
"""


def variant(more: str = "", head: str = HEAD) -> tuple[str, bytes]:
    """A variant of the flood; what it does begins in line 8."""
    return PLACE, (head + dedent(more)).encode()


def shelf_of(*files: tuple[str, bytes]) -> Shelf:
    """Read a library."""
    return read_library(files, KNOWN)


def made(more: str = "") -> Playbook:
    """The whole playbook that a variant makes."""
    shelf = shelf_of(variant(more), PARENT)
    assert () == shelf.mistakes
    found = shelf.find("flood-fr")
    assert found is not None
    return found


def told(more: str, head: str = HEAD) -> list[str]:
    """The mistakes of a variant, without their file."""
    mistakes = shelf_of(PARENT, variant(more, head)).mistakes
    return [mistake.line_for(Language.EN).removeprefix(f"{PLACE}:") for mistake in mistakes]


def test_a_variant_is_a_whole_playbook_over_its_newest_parent() -> None:
    """Whatever it does not say is its parent's, in the version that is newest where it is read."""
    shelf = shelf_of(variant(), PARENT, NEWER)
    found, parent = shelf.find("flood-fr"), shelf.find("flood", 2)

    assert found is not None
    assert parent is not None
    assert parent.steps == found.steps
    assert (parent.id, 2, "FR", None) == (
        found.extends.parent,  # type: ignore[union-attr]  # It is a variant.
        found.extends.version,  # type: ignore[union-attr]
        found.extends.country,  # type: ignore[union-attr]
        found.extends.unit,  # type: ignore[union-attr]
    )
    assert Words(en="Flood in France", fr="Inondation en France") == found.title
    assert found.digest not in {parent.digest, found.extends.own}  # type: ignore[union-attr]


def test_steps_are_added_before_behind_and_at_the_end() -> None:
    """Two that are put behind the same one stand in the order in which they are read back to front."""
    found = made(
        """\
        steps:
          - {id: mayor, title: {en: Call the mayor, fr: Appeler le maire}, before: say}
          - {id: thanks, title: {en: Thank, fr: Remercier}}
          - {id: prefect, title: {en: Call the prefect, fr: Appeler le préfet}, after_step: look}
        """
    )

    assert ["look", "prefect", "mayor", "say", "thanks"] == [step.id for step in found.steps]


def test_words_are_changed_messages_and_keywords_added() -> None:
    """A message of the parent keeps its approval; its own words are taken."""
    found = made(
        """\
        keywords: {fr: [crue]}
        reword:
          look: {title: {en: Look twice, fr: Regarder deux fois}, note: {en: Both banks., fr: Les deux rives.}}
        messages:
          line: {body: {en: "{{fait}} Call {{contact}}.", fr: "{{fait}} Appelez {{contact}}."}}
          town: {strategy: inform, lane: green, body: {en: To the town., fr: À la ville.}}
        """
    )

    assert ("inondation", "crue") == found.keywords.fr
    assert "Look twice" == found.steps[0].title.en
    assert ["line", "town"] == [message.id for message in found.messages]
    assert ("{{fait}} Call {{contact}}.", ("comms",)) == (
        found.messages[0].body.en,
        found.messages[0].approvers,
    )


def test_the_named_steps_change_places_among_themselves() -> None:
    """The others stay where they are."""
    assert ["say", "look"] == [step.id for step in made("order: [say, look]\n").steps]


def test_a_mandatory_step_may_be_made_stricter() -> None:
    """Earlier, or mandatory where it was not."""
    found = made("reword:\n  say: {due: 10m}\n  look: {mandatory: true, role: comms, due: 5m}\n")

    assert [True, True] == [step.mandatory for step in found.steps]
    assert [5, 10] == [step.due.total_seconds() // 60 for step in found.steps if step.due]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            "reword:\n  say: {mandatory: false}\n",
            "9:9: “say” is mandatory in the parent, and would no longer be",
        ),
        (
            "reword:\n  say: {due: 31m}\n",
            "9:9: “say” is mandatory, and would be due later than in the parent",
        ),
        ("reword:\n  say: {role: press}\n", "9:9: “say” is mandatory, and would be another role’s"),
        ("reword:\n  say: {when: people at risk}\n", "9:9: “say” would be there only sometimes"),
        ("reword:\n  look: {when: people at risk}\n", "9:10: “look” would be there only sometimes"),
        ("reword:\n  sai: {due: 5m}\n", "9:3: the parent has no step “sai”, write “say”"),
        (
            "steps:\n  - {id: say, title: {en: a, fr: b}}\n",
            "9:10: “say” is a step of the parent, say it otherwise",
        ),
        (
            "steps:\n  - {id: a, title: {en: a, fr: b}, before: lok}\n",
            "9:44: there is no “lok” to refer to, write “look”",
        ),
        (
            "steps:\n  - {id: a, title: {en: a, fr: b}, before: say, after_step: look}\n",
            "9:49: a step is put before a step or behind one",
        ),
        ("order: [look, look]\n", "8:15: “look” stands here twice"),
        (
            (
                "steps:\n  - {id: a, title: {en: a, fr: b}, kind: decision, choices: ["
                "{id: x, title: {en: x, fr: x}}, {id: z, title: {en: z, fr: z}}], before: look}\n"
                "  - {id: b, title: {en: a, fr: b}, when: a is x, after_step: look}\norder: [b, a]\n"
            ),
            "10:42: this step stands before “a”, on which it depends",
        ),
        ("order: [loo]\n", "8:9: there is no “loo” to refer to, write “look”"),
        (
            "messages:\n  line: {lane: green, body: {en: a, fr: b}}\n",
            "9:10: “line” is a message of the parent",
        ),
        ("messages:\n  new: {lane: green, body: {en: a, fr: b}}\n", "9:3: the key “strategy” is missing"),
        ("remove: [say]\n", "8:1: unknown key “remove”"),
        ("steps:\n  - {id: a, title: {en: a, fr: b}, role: pres}\n", "9:42: there is no “pres” to refer to"),
        ("steps:\n  - {id: [a], title: {en: a, fr: b}, before: [x]}\n", "9:10: "),
    ],
)
def test_what_a_variant_may_not_do_is_told_at_its_own_line(more: str, expected: str) -> None:
    """Also what only shows once it is laid over its parent."""
    assert told(more)[0].startswith(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("for: {country: FR, unit: rail-fr}", "5:1: a variant is for one country or one unit"),
        ("for: {}", "5:1: a variant is for one"),
        ("for: {country: ZZ}", "5:16: there is no “ZZ” to refer to"),
        ("for: {unit: rail-frr}", "5:13: there is no “rail-frr” to refer to, write “rail-fr”"),
    ],
)
def test_where_a_variant_is_taken_must_be_a_place_of_the_company(line: str, expected: str) -> None:
    """One country in which it has a unit, or one unit."""
    (first, *_) = told("", HEAD.replace("for: {country: FR}", line))
    assert first.startswith(expected)


def test_a_variant_of_nothing_is_refused_and_hides_nothing() -> None:
    """The nearest playbook is offered; the parent serves."""
    shelf = shelf_of(PARENT, variant("", HEAD.replace("extends: flood", "extends: flod")))

    assert ["there is no playbook “flod” to extend"] == [mistake.what.en for mistake in shelf.mistakes]
    assert shelf.find("flood") is not None


def test_a_variant_is_taken_where_it_belongs_and_by_its_name_anywhere() -> None:
    """The unit’s own goes before the country’s; words that are typed speak of the parent."""
    shelf = shelf_of(PARENT, variant("keywords: {fr: [crue]}\n"))
    country, parent = shelf.find("flood-fr"), shelf.find("flood")
    assert country is not None
    assert parent is not None
    assert country.extends is not None
    unit = replace(
        country,
        id=PlaybookId("flood-rail"),
        extends=replace(country.extends, country=None, unit=UnitId("rail-fr")),
    )
    both = Shelf(playbooks=(*shelf.playbooks, unit))

    assert parent == both.local(parent, UnitId("energy-uk"), "GB")
    assert country == both.local(parent, UnitId("energy-fr"), "FR")
    assert unit == both.local(parent, UnitId("rail-fr"), "FR")
    assert country == both.local(country, UnitId("energy-uk"), "GB")
    assert parent == both.suggest("une crue", parent.kind)


def test_a_released_variant_stays_on_the_parent_it_was_released_over() -> None:
    """Its own document is the same: it is neither changed nor a mistake. Its next version takes the newer parent."""
    before = shelf_of(PARENT, variant()).find("flood-fr")
    now = shelf_of(PARENT, NEWER, variant())
    assert before is not None
    found = examined(now, digests([before]), lambda *_: before)

    assert () == found.shelf.mistakes
    assert before == found.shelf.find("flood-fr")


def test_one_variant_is_checked_beside_the_library_wherever_it_stands() -> None:
    """With its mistakes alone."""
    found, mistakes = read_beside(
        variant()[1], "draft.yaml", KNOWN, [PARENT, ("crisis/flood/v9.yaml", b"a: [")]
    )
    assert () == mistakes
    assert found is not None
    assert StepId("say") == found.steps[1].id
    broken, mistakes = read_beside(variant("order: [loo]\n")[1], "draft.yaml", KNOWN, [PARENT])
    assert broken is None
    assert ["draft.yaml"] == [mistake.file for mistake in mistakes]
