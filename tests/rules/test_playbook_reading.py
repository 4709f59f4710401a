"""A document is read whole, or every mistake in it is told at once with its line."""

from datetime import timedelta
from importlib.resources import files

import pytest

from playbooks.blanks import filled
from playbooks.playbook import (
    Cluster,
    Lane,
    Language,
    MessageId,
    Playbook,
    PlaybookKind,
    RoleId,
    Severity,
    StepId,
    StepKind,
)
from playbooks.reading import UnreadablePlaybook, read_library, read_playbook
from tests.rules.documents import BREACH, KNOWN, SMALL


def mistakes_in(text: bytes | str) -> list[str]:
    """Read a document that is wrong and give its mistakes in English."""
    return [mistake.line_for(Language.EN) for mistake in refusal_of(text).mistakes]


def refusal_of(text: bytes | str) -> UnreadablePlaybook:
    """Read a document that is wrong and give the refusal."""
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(text, "v1.yaml", KNOWN)
    return caught.value


def read(text: bytes | str) -> Playbook:
    """Read a document that is right."""
    return read_playbook(text, "v1.yaml", KNOWN)


def test_a_document_becomes_a_playbook() -> None:
    """Every key of a good document reaches the playbook with its type."""
    playbook = read(SMALL)

    assert ("flood", 1) == (playbook.id, playbook.version)
    assert (PlaybookKind.CRISIS, Severity.SEV2, Cluster.VICTIM) == (
        playbook.kind,
        playbook.severity,
        playbook.cluster,
    )
    assert "Inondation" == playbook.title.read(Language.FR)
    assert ("flood", "water") == playbook.keywords.en
    assert ("press", "unit") == playbook.ladders
    assert timedelta(hours=48) == playbook.review.hot_within
    assert ("planned", "happened", "why", "next-time") == tuple(q.id for q in playbook.review.questions)
    step = playbook.step(StepId("say"))
    assert step is not None
    assert (StepKind.MESSAGE, RoleId("comms"), timedelta(minutes=30), True) == (
        step.kind,
        step.role,
        step.due,
        step.mandatory,
    )
    message = playbook.message(MessageId("line"))
    assert message is not None
    assert (Lane.AMBER, ("comms",), ("fait", "contact")) == (
        message.lane,
        message.approvers,
        message.variables,
    )


def test_a_step_says_nothing_that_it_was_not_told() -> None:
    """A step with an id and a title alone is an optional task without role, time or message."""
    step = read(SMALL).step(StepId("look"))

    assert step is not None
    assert (StepKind.TASK, None, None, False, None, None) == (
        step.kind,
        step.role,
        step.due,
        step.mandatory,
        step.note,
        step.message,
    )


def test_what_is_not_in_a_playbook_is_not_found() -> None:
    """Asking for a step or message that is not there gives nothing, not an error."""
    playbook = read(SMALL)

    assert playbook.step(StepId("nowhere")) is None
    assert playbook.message(MessageId("nowhere")) is None


def test_blanks_are_filled_and_a_forgotten_one_stays_visible() -> None:
    """A blank without a value is never sent away silently."""
    assert "Rain. {{contact}}" == filled("{{fait}}. {{contact}}", {"fait": "Rain"})


def test_the_digest_follows_the_words_and_not_the_layout() -> None:
    """Comments, quotes and line ends change nothing; one word changes the digest."""
    digest = read(SMALL).digest

    assert digest == read("# A comment.\n" + SMALL.replace("id: flood", 'id: "flood"')).digest
    assert digest != read(SMALL.replace("Rain came.", "Rain comes.")).digest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lead: comms", "lead comms", "a key has no colon"),
        ("lead: comms", "lead: [comms", "a list or a { } group is not closed"),
        ("lead: comms", "\tlead: comms", "v1.yaml:16:1: the line is indented with a tab, write two spaces"),
        (
            "lead: comms",
            "lead: comms\nlead: press",
            "v1.yaml:17:1: the key “lead” is written twice (first in line 16), keep one of them",
        ),
        ("lead: comms", "leed: comms", "v1.yaml:16:1: unknown key “leed”, write “lead”"),
        ("mandatory: true", "mandatry: true", "unknown key “mandatry”, write “mandatory”"),
        ("{en: Flood, fr: Inondation}", "{en: Flood, fr: Inondation, crue}", "put a text that holds a comma"),
    ],
)
def test_b1_a_slip_is_told_with_its_place_and_the_nearest_key(old: str, new: str, expected: str) -> None:
    """A syntax error, a tab, a key written twice or unknown: where, what, and what to write instead."""
    assert expected in "\n".join(mistakes_in(SMALL.replace(old, new, 1)))


def test_b1_all_mistakes_are_told_at_once_in_both_languages() -> None:
    """Whoever mends a document hears everything the first time, in French or in English."""
    broken = (
        SMALL.replace("lead: comms", "lead: coms")
        .replace("severity: sev2", "severity: sev9")
        .replace("title: {en: Look, fr: Regarder}", "titel: {en: Look, fr: Regarder}")
        .replace("due: 30m", "due: soon")
        .replace("objective: trust\n", "")
        .replace("cluster: victim\n", "")
    )
    mistakes = refusal_of(broken).mistakes

    assert [
        "v1.yaml:1:1: the key “cluster” is missing, write cluster: …",
        "v1.yaml:1:1: the key “objective” is missing, write objective: …",
        "v1.yaml:13:11: “sev9” is not known here, write one of: sev1, sev2, sev3, sev4",
        "v1.yaml:14:7: there is no “coms” to refer to, write “comms”",
        "v1.yaml:22:5: the key “title” is missing, write title: {en: …, fr: …}",
        "v1.yaml:23:5: unknown key “titel”, write “title”",
        "v1.yaml:28:10: “soon” cannot be read as due, write 30m, 4h or 2d",
    ] == [mistake.line_for(Language.EN) for mistake in mistakes]
    assert "v1.yaml:14:7: « coms » n’existe pas ici, écrivez « comms »" == mistakes[3].line_for(Language.FR)


def test_b1_a_broken_document_hides_no_other() -> None:
    """Of two documents, the good one is on the shelf and the broken one's mistakes are told."""
    shelf = read_library(
        [("crisis/broken/v1.yaml", b"id: [\n"), ("crisis/flood/v1.yaml", SMALL.encode())], KNOWN
    )

    assert ["flood"] == [playbook.id for playbook in shelf.playbooks]
    assert {"crisis/broken/v1.yaml"} == {mistake.file for mistake in shelf.mistakes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchors (&) and aliases (*) are not read here"),
        ("a: " + "[" * 5000, "nested more than 12 deep"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, 300)), "nested more than 12 deep"),
        ("a: " + "x" * (256 * 1024 + 1), "the file is larger than"),
        (b"a: " + b"x" * (50 * 1024 * 1024), "the file is larger than"),
        ("a: [" + "b," * 20_000 + "]", "more than 3000 values"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "a tag (tag:yaml.org,2002:python/object/apply:os.system)",
        ),
        ("a: !secret b\n", "a tag (!secret)"),
        ("a: 1\n---\nb: 2\n", "a second document begins here"),
        ("%YAML 1.1\n---\na: 1\n", "a line begins with %"),
        (b"a: \x00\n", "an invisible control character"),
        ('a: "\\x00"\n', "an invisible control character"),
        ('a: "\\uD800"\n', "an invisible control character"),
        ("a: safe \u202e txet\n", "an invisible control character"),
        ("id: flood".encode("utf-16"), "not written in UTF-8"),
        ("title: é".encode("latin-1"), "not written in UTF-8"),
        ("? [a, b]\n: c\n", "a key is not a single word"),
        ("", "the file holds no keys"),
        ("- a\n- b\n", "the file holds no keys"),
    ],
)
def test_b2_a_hostile_document_is_refused(text: bytes | str, expected: str) -> None:
    """Bombs, depths, sizes, tags, several documents, NUL and other encodings are refused with a reason."""
    assert expected in "\n".join(mistakes_in(text))


def test_b2_a_mark_at_the_beginning_and_windows_line_ends_are_accepted() -> None:
    """A document saved by an editor of another system is the same document."""
    assert read(SMALL) == read(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())


def test_b2_thousands_of_mistakes_are_cut_to_what_can_be_read() -> None:
    """A hostile file cannot make the reader write a book."""
    assert 50 == len(mistakes_in("".join(f"key-{number}: 1\n" for number in range(2900))))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1", "version: 1.10", "a version is a whole number (1.10 would be read as 1.1)"),
        ("version: 1", 'version: "1"', "a version is a whole number"),
        ("version: 1", "version: 0", "a version is a whole number"),
        ("- water", "- NO", 'NO without quotes means yes or no to some readers, write "NO"'),
        ("- water", "- 12:30", '12:30 without quotes is a number to some readers, write "12:30"'),
        ("- water", "- 0118", '0118 without quotes loses its zero or changes base, write "0118"'),
        ("- water", "- 999", "must be a text, put it in quotes"),
        ("due: 30m", "due: 30", "“due” must be a text, write 30m, 4h or 2d"),
        ("schema: 1", "schema: 2", "“schema” must be the number 1"),
        ("lead: comms", "lead:", "“lead” is empty"),
    ],
)
def test_b3_a_value_that_readers_disagree_about_is_explained(old: str, new: str, expected: str) -> None:
    """1.10, NO and 12:30 mean different things to different programs: they are refused with the reason."""
    assert expected in "\n".join(mistakes_in(SMALL.replace(old, new, 1)))


def test_b3_a_released_document_with_other_words_is_refused() -> None:
    """Content changed under the same number is refused; the next number is free."""
    file = "crisis/flood/v1.yaml"
    released = {file: read(SMALL).digest}
    changed = SMALL.replace("Rain came.", "Rain comes.")

    assert () == read_library([(file, SMALL.encode())], KNOWN, released).mistakes
    shelf = read_library([(file, changed.encode())], KNOWN, released)
    assert () == shelf.playbooks
    assert (
        "crisis/flood/v1.yaml:1:1: version 1 of flood is released with other words, "
        "leave it as it was, and write the change as v2.yaml"
    ) == shelf.mistakes[0].line_for(Language.EN)


def test_b3_a_document_whose_place_names_another_version_is_refused() -> None:
    """A number lowered or raised inside the file does not fit its name any more."""
    shelf = read_library([("crisis/flood/v2.yaml", SMALL.encode())], KNOWN)

    assert () == shelf.playbooks
    assert "move it to crisis/flood/v1.yaml" in shelf.mistakes[0].line_for(Language.EN)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{{contact}}", "{{contakt}}", "the blank {{contakt}} is not known, write “contact”"),
        ("role: comms", "role: coms", "there is no “coms” to refer to, write “comms”"),
        ("ladders: [press, unit]", "ladders: [pres, unit]", "there is no “pres” to refer to, write “press”"),
        ("ladders: [press, unit]", "ladders: [press, press]", "“press” stands here twice"),
        ("objective: trust", "objective: trusty", "there is no “trusty” to refer to, write “trust”"),
        ("approvers: [comms]", "approvers: [lawyer]", "there is no “lawyer” to refer to"),
        ("message: line", "message: lime", "there is no “lime” to refer to, write “line”"),
        ("    message: line\n", "", "this step names no message to send, write message: …"),
        ("kind: message", "kind: task", "only a step of kind “message” sends a message"),
        ("    role: comms\n", "", "a mandatory step has no role, write role: …"),
        ("    due: 30m\n", "", "a mandatory step has no due time, write due: 30m"),
        ("id: look", "id: say", "“say” stands here twice"),
        ("id: why", "id: planned", "“planned” stands here twice"),
        ("approvers: [comms]", "approvers: []", "a message of the amber lane needs at least 1"),
        ("lane: amber", "lane: red", "a message of the red lane needs at least 2"),
        (", fr: Inondation}", "}", "the key “fr” is missing, write the French text too"),
        ("fr: Inondation}", 'fr: " "}', "must be more than an empty text"),
        ("Nous : {{contact}}", "Nous", "the other language has {{contact}}, this one has not"),
        ("- id: why", "- id: Why?", "“Why?” cannot be read as id"),
    ],
)
def test_b4_what_does_not_fit_together_is_refused(old: str, new: str, expected: str) -> None:
    """Unknown names, a mandatory step without role or time, a language that lacks something: all refused."""
    assert expected in "\n".join(mistakes_in(SMALL.replace(old, new, 1)))


@pytest.mark.parametrize(
    "line", ["{{ 9**9**9 }}", "{{ x.__class__ }}", "{% for x in y %}", "{{", "{# hush #}"]
)
def test_b7_an_expression_in_a_message_is_refused_with_its_line(line: str) -> None:
    """Nothing is ever computed in a text: the mistake names the line inside the message."""
    text = SMALL.replace("Rain came.", f"Rain came.\n        And {line} more.", 1)

    assert any("v1.yaml:41:13:" in mistake and "is not a blank" in mistake for mistake in mistakes_in(text))


def test_b7_a_blank_outside_a_message_is_refused() -> None:
    """A title is drawn as it is: a blank in it would never be filled."""
    text = SMALL.replace("{en: Flood, fr: Inondation}", '{en: "{{lieu}}", fr: "{{lieu}}"}')

    assert "{{lieu}} stands outside the body of a message, write plain words" in "\n".join(mistakes_in(text))


def test_the_refusal_reads_as_a_list() -> None:
    """The refusal's own text is what a terminal shows."""
    refusal = refusal_of(SMALL.replace("lead: comms", "lead: coms"))

    assert "v1.yaml:16:7: there is no “coms” to refer to, write “comms”" == str(refusal)


def test_a_built_in_document_is_a_third_of_what_may_be_read() -> None:
    """The bounds of the reader leave room for what people really write."""
    assert "data-breach" == read(BREACH).id
    assert len(BREACH) * 2 < 64 * 1024
    assert BREACH == (files("playbooks") / "library/crisis/data-breach/v1.yaml").read_bytes()
