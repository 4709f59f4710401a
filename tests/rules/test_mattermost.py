"""A playbook from Mattermost: everything it says stands in the draft or in the report, and nothing of it bites."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.mattermost import Kind, NotAnExport, draft_of, read_export
from config.mattermost.drafting import identifier
from config.mattermost.exported import LARGEST
from config.mattermost.lines import both
from playbooks.playbook import Language, Playbook
from playbooks.reading import read_playbook
from tests.rules.documents import KNOWN, SMALL

# As Mattermost's own code writes it, with the keys that a server's API adds.
EXPORT: dict[str, Any] = {
    "title": "Service outage",
    "description": "When customers cannot log in.",
    "version": 1,
    "checklists": [
        {
            "title": "Triage",
            "items": [
                {"title": "Open a bridge", "command": "/zoom start", "due_date": 900_000},
                {"title": "Tell the team", "description": "In **their** channel.", "due_date": 5_400_000},
                {"title": "Tell the team", "due_date": 172_800_000, "assignee_id": "abc"},
            ],
        },
        {
            "title": "After",
            "items": [{"title": "Thank everybody", "task_actions": [{"trigger": {}}]}, {"title": " "}],
        },
    ],
    "metrics": [{"title": "Cost", "type": "metric_currency"}],
    "properties": [{"id": "p", "name": "Region", "type": "select", "attrs": {}}],
    "conditions": [{"id": "c", "version": 1}],
    "reminder_message_template": "## Now\n\n- known\n- unknown",
    "reminder_timer_default_seconds": 3600,
    "retrospective_template": "### What went well",
    "run_summary_template": "Summary of {{x}}",
    "message_on_join": "Welcome",
    "signal_any_keywords": ["outage", "outage", "down"],
    "webhook_on_creation_urls": ["https://hooks.example"],
    "broadcast_channel_ids": ["c1"],
    "invited_user_ids": ["u1"],
    "channel_mode": 1,
    "brand_new": True,
}


def drafted(
    export: object, name: str | None = None, language: Language = Language.EN
) -> tuple[str, Playbook]:
    """The draft's text, and what our own reader makes of it."""
    draft = draft_of(read_export(json.dumps(export).encode()), name, language)
    return draft.text, read_playbook(draft.text, draft.place, KNOWN)


def left(export: object) -> dict[Kind, list[str]]:
    """What stays behind, by kind."""
    found: dict[Kind, list[str]] = {}
    for one in draft_of(read_export(json.dumps(export).encode()), None, Language.EN).left:
        found.setdefault(one.kind, []).append(one.what)
    return found


def items(*several: dict[str, Any]) -> dict[str, Any]:
    """An export with one checklist."""
    return {"title": "T", "checklists": [{"title": "C", "items": list(several)}]}


# What is taken over --------------------------------------------------------------------------------------


def test_a_draft_is_read_without_a_mistake() -> None:
    """Title, trigger, keywords, steps in order with their notes and times, and the template of an update."""
    _, playbook = drafted(EXPORT)

    assert ("service-outage", "Service outage") == (playbook.id, playbook.title.en)
    assert "When customers cannot log in." == playbook.trigger.en
    assert ("outage", "down") == playbook.keywords.en
    assert ["open-a-bridge", "tell-the-team", "tell-the-team-2", "thank-everybody"] == [
        s.id for s in playbook.steps
    ]
    due = (timedelta(minutes=15), timedelta(minutes=90), timedelta(days=2), None)
    assert due == tuple(step.due for step in playbook.steps)
    assert ["## Now\n\n- known\n- unknown"] == [message.body.en for message in playbook.messages]
    note = playbook.steps[1].note
    assert note is not None
    assert "In **their** channel." == note.en


def test_a_checklist_s_title_stands_above_its_steps() -> None:
    """The order and the grouping can still be seen, and what Mattermost would have run."""
    text, _ = drafted(EXPORT)
    lines = [line.strip() for line in text.split("\n")]

    assert ["# Triage", "# Mattermost ran: /zoom start", '- id: "open-a-bridge"'] == lines[
        lines.index("# Triage") :
    ][:3]
    assert '- id: "thank-everybody"' == lines[lines.index("# After") + 1]


@pytest.mark.parametrize("language", Language)
def test_the_other_language_is_marked(language: Language) -> None:
    """The text stands under both; each copy that is to be translated says so."""
    text, playbook = drafted(EXPORT, language=language)
    other = Language.EN if language is Language.FR else Language.FR

    assert playbook.title.en == playbook.title.fr
    assert f'  {other}: "Service outage"  # to translate' in text.split("\n")
    assert f'  {language}: "Service outage"' in text.split("\n")
    # Title, keywords, trigger, four titles, one note, one message.
    assert 9 == text.count("# to translate")


def test_what_a_person_decides_is_marked() -> None:
    """Severity, cluster, objective, lead, whom to call, when the review is: a default, and a mark."""
    text, _ = drafted(EXPORT)

    marked = [
        line.split(":")[0].strip()
        for line in text.split("\n")
        if "# to decide" in line or "# to write" in line
    ]
    assert [
        "kind",
        "severity",
        "cluster",
        "objective",
        "lead",
        "do",
        "dont",
        "ladders",
        "hot_within",
    ] == marked


def test_each_thing_without_an_equal_is_reported() -> None:
    """Nothing disappears in silence."""
    found = left(EXPORT)

    assert {
        Kind.COMMAND: ["Open a bridge"],
        Kind.ASSIGNEE: ["Tell the team"],
        Kind.AUTOMATION: ["Thank everybody"],
        Kind.UNNAMED: ["checklists[1].items[1]"],
        Kind.METRIC: ["Cost"],
        Kind.PROPERTY: ["Region"],
        Kind.UNKNOWN: ["brand_new"],
    } == {kind: what for kind, what in found.items() if what != [""]}
    assert {
        Kind.UPDATES,
        Kind.RETROSPECTIVE,
        Kind.SUMMARY,
        Kind.WELCOME,
        Kind.WEBHOOK,
        Kind.BROADCAST,
        Kind.PEOPLE,
        Kind.CHANNEL,
        Kind.CONDITION,
    } == {kind for kind, what in found.items() if what == [""]}


def test_templates_stand_at_the_end_as_comments() -> None:
    """What people wrote for other places is kept where the one who finishes the draft finds it."""
    text, _ = drafted(EXPORT)

    assert text.endswith(
        "# Mattermost’s retrospective:\n# ### What went well\n# Mattermost’s summary:\n# Summary of {{x}}\n"
        "# Mattermost’s welcome message:\n# Welcome\n"
    )


@pytest.mark.parametrize(
    ("milliseconds", "due"),
    [
        (60_000, timedelta(minutes=1)),
        (1, timedelta(minutes=1)),
        (3_600_000.0, timedelta(hours=1)),
        (86_400_000 * 3, timedelta(days=3)),
        (60_000 * 10_001, timedelta(hours=167)),
        (0, None),
        (-60_000, None),
        (1_700_000_000_000, None),
        (10**30, None),
    ],
)
def test_a_due_date_is_a_length_of_time(milliseconds: float, due: timedelta | None) -> None:
    """Milliseconds after the beginning; a date, or none, is no length of time."""
    _, playbook = drafted(items({"title": "A", "due_date": milliseconds}))

    assert due == playbook.steps[0].due


def test_more_than_fifty_steps_stay_as_comments() -> None:
    """A document holds fifty; the others are named in it and in the report."""
    export = items(*({"title": f"Step {n}"} for n in range(60)))
    text, playbook = drafted(export)

    assert 50 == len(playbook.steps)
    assert "  # Beyond step 50: Step 59" in text.split("\n")
    assert 10 == len(left(export)[Kind.TOO_MANY])


def test_long_texts_are_cut_and_told() -> None:
    """With … at the end; the report names them."""
    export = items({"title": "x" * 200, "description": "y " * 400})
    _, playbook = drafted(export)

    assert playbook.steps[0].title.en == "x" * 149 + "…"
    assert ["x" * 200] == left(export)[Kind.CUT]


def test_a_large_export_keeps_to_the_size_of_a_document() -> None:
    """Notes are shortened rather than the document refused, and the report says so."""
    export = items(*({"title": f"Étape {n}", "description": "é" * 400} for n in range(50)))
    _, playbook = drafted(export)

    assert 50 == len(playbook.steps)
    assert Kind.NOTES in left(export)


def test_an_empty_export_still_gives_a_draft() -> None:
    """No title, no step: what is to be written is marked."""
    text, playbook = drafted({"checklists": []})

    assert ("imported-playbook", "first-step") == (playbook.id, playbook.steps[0].id)
    assert 4 == text.count("# to write")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fuite de données !", "fuite-de-donnees"),
        ("24/7 on-call", "other"),
        ("漏洩", "other"),
        ("A" * 90, "other"),
        ("word " * 30, "word-word-word-word-word-word-word"),
    ],
)
def test_an_id_is_made_from_a_title(title: str, name: str) -> None:
    """Small letters and hyphens, cut between words; otherwise a plain one."""
    assert name == identifier(title, "other")


# Hostile input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"not json",
        b"\xff\xfe\x00",
        b'{"title": "no checklists"}',
        b'{"checklists": {}}',
        b'{"checklists": [1]}',
        b'{"checklists": [{"items": "x"}]}',
        b'{"checklists": [{"items": [[]]}]}',
        b'{"checklists": [{"items": [{"title": 7}]}]}',
        b'{"checklists": [{"items": [{"title": "x", "due_date": "soon"}]}]}',
        b'{"checklists": [{"items": [{"title": "x", "due_date": true}]}]}',
        b'{"checklists": [], "title": ["x"]}',
        b'{"checklists": [], "signal_any_keywords": [1]}',
        b'{"checklists": [], "metrics": 3}',
        b'{"checklists": [], "x": NaN}',
        b'{"checklists": [], "x": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 80_000,
        b'{"checklists": [' + b",".join([b"{}"] * 100_000) + b"]}",
        b'{"checklists": [{"items": [' + b",".join([b"{}"] * 100_000) + b"]}]}",
        b" " * (LARGEST + 1),
    ],
    ids=lambda text: (text[:56] or b"empty").decode("latin-1").strip() or "spaces",
)
def test_what_is_no_export_is_refused(text: bytes) -> None:
    """In words of both languages, whatever it is."""
    with pytest.raises(NotAnExport) as refused:
        read_export(text)

    assert refused.value.what.en
    assert refused.value.what.fr


@pytest.mark.parametrize(
    "export",
    [
        {"checklists": [], "title": "é" * 250_000},
        {"checklists": [], **{f"key{n}": 1 for n in range(30_000)}},
        {"checklists": [], "signal_any_keywords": ["{{" * 50] * 4_000},
        {"checklists": [{"title": "x" * 400, "items": []}] * 400},
        items(*({"title": "{" * 400} for _ in range(400))),
    ],
    ids=["title", "keys", "keywords", "checklists", "braces"],
)
def test_a_monstrous_export_becomes_a_readable_draft(export: object) -> None:
    """As large as a file may be: what would take the square of that would never end here."""
    text = json.dumps(export, ensure_ascii=False).encode()
    draft = draft_of(read_export(text), "monster", Language.EN)

    assert len(draft.text) < LARGEST


# Signs that YAML, our own reader, or a template engine gives a meaning to.
SHARDS = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{\u200b{",
    "{{fait}}",
    ": ",
    " #",
    "- ",
    "---",
    "\n",
    "\t",
    '"',
    "\\",
    "\x00",
)
SIGNS = st.lists(
    st.sampled_from(SHARDS)
    | st.text(
        st.characters() | st.sampled_from("{}%#:?&*!|>'@`,[]\r\u2028\x85\u200d\u202e\ufeff"), max_size=4
    ),
    max_size=12,
).map("".join)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | SIGNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SIGNS, inner, max_size=3),
    max_leaves=6,
)
ITEM = st.fixed_dictionaries(
    {"title": SIGNS},
    optional={
        "description": SIGNS,
        "command": SIGNS,
        "due_date": st.integers(-(10**13), 10**13),
        "x": ANYTHING,
    },
)
EXPORTS = st.fixed_dictionaries(
    {
        "checklists": st.lists(
            st.fixed_dictionaries({"title": SIGNS, "items": st.lists(ITEM, max_size=4)}), max_size=3
        )
    },
    optional={
        "title": SIGNS,
        "description": SIGNS,
        "signal_any_keywords": st.lists(SIGNS, max_size=4),
        "reminder_message_template": SIGNS,
        "retrospective_template": SIGNS,
        "message_on_join": SIGNS,
        "version": ANYTHING,
        "anything": ANYTHING,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(export=EXPORTS, language=st.sampled_from(Language))
def test_whatever_people_wrote_the_draft_is_read(export: dict[str, Any], language: Language) -> None:
    """Each sign that means something to YAML or to a template is only a sign: every draft is a whole document."""
    _, playbook = drafted(export, language=language)

    titles = [item["title"] for checklist in export["checklists"] for item in checklist["items"]]
    assert len(playbook.steps) >= min(1, len(titles))
    assert len({step.id for step in playbook.steps}) == len(playbook.steps)


@settings(max_examples=150, deadline=None)
@given(
    document=ANYTHING
    | st.fixed_dictionaries({"checklists": ANYTHING, "title": ANYTHING, "metrics": ANYTHING})
)
def test_whatever_the_file_holds_the_answer_is_a_draft_or_a_refusal(document: object) -> None:
    """Never a fault of ours."""
    try:
        export = read_export(json.dumps(document).encode())
    except NotAnExport:
        return
    draft = draft_of(export, None, Language.EN)
    read_playbook(draft.text, draft.place, KNOWN)


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(
        st.characters(exclude_categories=("C", "Z"), exclude_characters="{}%"), min_size=1, max_size=60
    )
)
def test_a_text_comes_back_as_it_was_written(text: str) -> None:
    """What the writer of YAML puts down, our reader gives back, sign by sign."""
    written = "\n".join(both("", "trigger", text, Language.EN))
    document = SMALL.replace("trigger: {en: Water in the station., fr: De l’eau dans la gare.}", written)

    assert text == read_playbook(document, "crisis/flood/v1.yaml", KNOWN).trigger.fr
