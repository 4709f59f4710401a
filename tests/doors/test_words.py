"""What people type is read as they mean it, in both languages; what cannot be is refused with a hint."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.verbs import ENGLISH, FRENCH, Verb
from handlers.slack.words import HELD, LONGEST, Myself, Named, Typed, parse, spoken
from playbooks.errors import BadRequest
from playbooks.playbook import Language, PlaybookKind, Severity, UserId
from playbooks.typed import TEXT_LIMIT

DANA = UserId("U0DANA")


@pytest.mark.parametrize(
    ("verb", "word"), [(verb, word) for verb, words in ENGLISH.items() for word in words]
)
def test_every_english_word_is_known(verb: Verb, word: str) -> None:
    """In capitals too."""
    assert verb is parse(_filled(verb, word.upper()), "/crisis").verb


@pytest.mark.parametrize(("verb", "word"), [(verb, word) for verb, words in FRENCH.items() for word in words])
def test_every_french_word_is_known(verb: Verb, word: str) -> None:
    """After either command, and the answer is in French."""
    for command in ("/crise", "/crisis"):
        typed = parse(_filled(verb, word), command)
        assert (verb, Language.FR) == (typed.verb, typed.hint)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("démarrer", Verb.START),
        ("Démarrer", Verb.START),
        ("de\u0301marrer", Verb.START),
        ("état", Verb.STATUS),
        ("ETAT", Verb.STATUS),
        ("clôturer", Verb.CLOSE),
        ("gravité crise", Verb.SEVERITY),
        ("étapes", Verb.STEPS),
        ("répondre", Verb.REPLY),
        ("avéré il y a une fuite", Verb.FACT),
        ("relève", Verb.HANDOVER),
        ("vérifier 2", Verb.VERIFY),
        ("à vérifier des passeports", Verb.CLAIM),
        ("à-vérifier des passeports", Verb.CLAIM),
        ("point fixe", Verb.POINT),
        ("hors danger personne n’y était", Verb.SAFE),
        ("hors-danger", Verb.SAFE),
    ],
)
def test_accents_are_optional(text: str, verb: Verb) -> None:
    """With or without them, composed or not."""
    assert verb is parse(text, "/crise").verb


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("start l'incident « fuite »", "l'incident « fuite »"),
        ("start l’incident «\u00a0fuite\u00a0»", "l’incident « fuite »"),
        ("start “Customer file” leaked", "“Customer file” leaked"),
        ("start — customer file", "customer file"),
        ("start: customer file", "customer file"),
        ("start, customer file", "customer file"),
        ("start\u00a0customer\u202ffile", "customer file"),
        ("\u200fstart\u200f \u202bcustomer file\u202c", "customer file"),
        ("« start » customer file", "customer file"),
        ("“start” customer file", "customer file"),
        ("/crisis start customer file", "customer file"),
        ("start-data-breach customer file", "data-breach customer file"),
        ("start a &amp; b &lt;c&gt;", "a & b <c>"),
        ("start see <https://www.example.org/a>", "see https://www.example.org/a"),
        ("start see <http://example.org|example.org>", "see http://example.org"),
        ("start in <#C0GENERAL|general> with <@U0DANA|dana>", "in #general with @dana"),
        ("start <!channel> everybody", "<!channel> everybody"),
        ("start <https://evil.example|Approve here>", "<https://evil.example|Approve here>"),
        (
            "start \u05d3\u05dc\u05d9\u05e4\u05ea \u05de\u05d9\u05d3\u05e2",
            "\u05d3\u05dc\u05d9\u05e4\u05ea \u05de\u05d9\u05d3\u05e2",
        ),
    ],
)
def test_i8_typography_is_read_as_a_person_means_it(text: str, title: str) -> None:
    """Quotes, dashes, every kind of space, direction marks and what Slack makes of names and links."""
    typed = parse(text, "/crisis")

    assert (Verb.START, title) == (typed.verb, typed.text)


@pytest.mark.parametrize(
    "text",
    [
        "INC-2026-0001 done 3",
        "done INC-2026-0001 3",
        "inc-2026-1 done 3",
        "inc 2026 0001: done #3",
        "INC\u20112026\u20110001 fait n°3",
        "INC—2026—0001 fait 3.",
        "« INC-2026-0001 » done 3",
    ],
)
def test_a_reference_may_stand_first_or_after_the_verb(text: str) -> None:
    """However its dashes came out of a telephone."""
    typed = parse(text, "/crisis")

    assert (Verb.DONE, "INC-2026-0001", "3") == (typed.verb, typed.ref, typed.step)


@pytest.mark.parametrize("command", ["/crise", "/crisis"])
@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("point", Verb.POINT, ""),
        ("Point.", Verb.POINT, ""),
        ("point INC-2026-0001", Verb.POINT, ""),
        ("INC-2026-0001 point", Verb.POINT, ""),
        ("point fixe", Verb.POINT, ""),
        ("point-fixe", Verb.POINT, ""),
        ("point held", Verb.POINT, HELD),
        ("Point tenu.", Verb.POINT, HELD),
        ("point INC-2026-0001 held", Verb.POINT, HELD),
        ("point fixe tenu", Verb.POINT, HELD),
    ],
)
def test_point_is_the_agenda_and_ends_when_it_was_held(
    command: str, text: str, verb: Verb, rest: str
) -> None:
    """Nothing of it is ever sent as an update."""
    typed = parse(text, command)

    assert (verb, rest) == (typed.verb, typed.text)


@pytest.mark.parametrize("text", ["point On vérifie", "point INC-2026-0001 On vérifie"])
def test_point_with_words_is_an_update_after_the_french_command_alone(text: str) -> None:
    """The French word means both; in English it is a fixed point, and words after it say nothing to anybody."""
    assert (Verb.UPDATE, "On vérifie") == (parse(text, "/crise").verb, parse(text, "/crise").text)
    assert Verb.POINT is parse(text, "/crisis").verb


@pytest.mark.parametrize(
    "text",
    [
        "handover <@U0DANA|dana>",
        "handover to <@U0DANA|dana>",
        "relève à <@U0DANA>",
        "passer la relève à <@U0DANA>",
        "Passer relève à <@U0DANA>",
        "lead to <@U0DANA>",
    ],
)
def test_the_lead_is_handed_to_somebody(text: str) -> None:
    """With the small words that people put between."""
    typed = parse(text, "/crise")

    assert typed.verb in {Verb.HANDOVER, Verb.LEAD}
    assert DANA == typed.person


@pytest.mark.parametrize(
    ("text", "verb", "number", "words"),
    [
        ("verify 2", Verb.VERIFY, "2", ""),
        ("verify #2: saw the file", Verb.VERIFY, "2", "saw the file"),
        ("confirmer 2 vu le fichier", Verb.VERIFY, "2", "vu le fichier"),
        ("infirmer n°3 un vieux fichier", Verb.REFUTE, "3", "un vieux fichier"),
        ("refute", Verb.REFUTE, "", ""),
    ],
)
def test_a_claim_is_settled_by_its_number(text: str, verb: Verb, number: str, words: str) -> None:
    """And what follows is what shows it."""
    typed = parse(text, "/crisis")

    assert (verb, number, words) == (typed.verb, typed.step, typed.text)


def test_a_reference_alone_asks_for_its_status() -> None:
    """The shortest way to look."""
    assert ("REP-2026-0012", Verb.STATUS) == (
        parse("rep-2026-0012", "/crisis").ref,
        parse("rep-2026-0012", "/crisis").verb,
    )


@pytest.mark.parametrize(
    ("text", "step", "rest"),
    [
        ("done 3", "3", ""),
        ("done 3 we decided to hold", "3", "we decided to hold"),
        ("done 3: we decided to hold", "3", "we decided to hold"),
        ("fait holding-line", "holding-line", ""),
        ("skip 12 – no union here", "12", "no union here"),
        ("passer 12, sans objet", "12", "sans objet"),
        ("undo", "", ""),
    ],
)
def test_steps_are_named_by_number_or_id(text: str, step: str, rest: str) -> None:
    """And what follows is the note or the reason."""
    typed = parse(text, "/crisis")

    assert (step, rest) == (typed.step, typed.text)


@pytest.mark.parametrize(
    "verb", ["done", "undo", "skip", "take", "assign", "fait", "annuler", "passer", "confier"]
)
@pytest.mark.parametrize(
    "number", ["-1", "–1", "−1", "+2", ".5", "1.5", "1-3", "0", "99", "١", "(-1)", "“-1”"]
)
def test_a_number_keeps_the_sign_that_it_was_typed_with(verb: str, number: str) -> None:
    """What is refused is quoted as it was typed; a step is never found by half of what somebody wrote."""
    expected = number.strip("()“”")

    assert expected == parse(f"{verb} {number}", "/crisis").step
    assert expected == parse(f"{verb} INC-2026-0001 {number}", "/crisis").step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("done – 3", "3"),
        ("done -- 3", "3"),
        ("done: 3", "3"),
        ("done (3)", "3"),
        ("done # 3", "3"),
        ("done No. 3", "3"),
        ("fait n° 3.", "3"),
        ("fait nº3", "3"),
        ("done-3", "3"),
        ("done notify-people", "notify-people"),
    ],
)
def test_what_only_stands_around_a_number_means_nothing(text: str, step: str) -> None:
    """A dash apart from it, a bracket, a full stop; and a name that begins like n° is still a name."""
    assert step == parse(text, "/crisis").step


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("assign 3 <@U0DANA|dana>", DANA),
        ("assign 3 <@U0DANA>", DANA),
        ("assign 3 to <@U0DANA>", DANA),
        ("confier 3 à <@U0DANA|dana>", DANA),
        ("assign 3 @dana", Named(name="dana")),
        ("assign 3 Dana Roux", Named(name="Dana Roux")),
        ("assign 3 me", Myself()),
        ("confier 3 à moi", Myself()),
        ("assign 3", None),
        ("lead me", Myself()),
        ("pilote moi", Myself()),
        ("lead <@U0DANA|dana>", DANA),
        ("lead", None),
        ("handover <@U0DANA|dana>", DANA),
        ("relève @dana", Named(name="dana")),
        ("handover", None),
    ],
)
def test_people_are_named_as_slack_or_as_people_do(text: str, person: object) -> None:
    """By Slack's own id, by a name, or as oneself."""
    assert person == parse(text, "/crisis").person


@pytest.mark.parametrize(
    ("text", "person", "why"),
    [
        ("escalate <@U0DANA|dana> it spreads", DANA, "it spreads"),
        ("escalate to <@U0DANA|dana>: it spreads", DANA, "it spreads"),
        ("escalader à @dana — ça s’étend", Named(name="dana"), "ça s’étend"),
        ("escalate INC-2026-0001 <@U0DANA|dana>", DANA, ""),
        ("escalate legal it spreads", None, "legal it spreads"),
        ("escalate", None, ""),
        ("escalate it is about <@U0DANA|dana>", None, "it is about @dana"),
    ],
)
def test_whom_to_escalate_to_stands_before_the_reason(text: str, person: object, why: str) -> None:
    """A person by name at the beginning; a role or a unit is looked up later, where the directory is at hand."""
    typed = parse(text, "/crisis")

    assert (Verb.ESCALATE, person, why) == (typed.verb, typed.person, typed.text)


def test_a_promise_too_far_is_read_as_one() -> None:
    """It is refused as a promise, not published as if it were words."""
    typed = parse("update hello next 99999h", "/crisis")

    assert ("hello", timedelta(hours=99999)) == (typed.text, typed.span)


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("update Still checking next 30m", "Still checking", 30),
        ("update Still checking. Next update in 2 hours.", "Still checking", 120),
        ("update Still checking, next 1h30", "Still checking", 90),
        ("point On vérifie prochain 30 min", "On vérifie", 30),
        ("point On vérifie, prochain point dans 1 h 30", "On vérifie", 90),
        ("point On vérifie — prochain\u00a0: 45", "On vérifie", 45),
        ("update The next train is late", "The next train is late", None),
        ("update", "", None),
    ],
)
def test_updates_promise_the_next_one(text: str, words: str, minutes: int | None) -> None:
    """However people write a span of time."""
    typed = parse(text, "/crise")

    assert words == typed.text
    assert (None if minutes is None else timedelta(minutes=minutes)) == typed.span


def test_an_added_step_may_have_an_owner_and_a_time() -> None:
    """In one line."""
    typed = parse("add Call the mayor <@U0DANA|dana> in 45 min", "/crisis")

    assert ("Call the mayor", DANA, timedelta(minutes=45)) == (typed.text, typed.person, typed.span)


@pytest.mark.parametrize(
    ("text", "severity", "reason"),
    [
        ("severity sev1", Severity.SEV1, ""),
        ("severity 2 press asks", Severity.SEV2, "press asks"),
        ("severity sev 2: press asks", Severity.SEV2, "press asks"),
        ("severity Crisis", Severity.SEV1, ""),
        ("gravité crise", Severity.SEV1, ""),
        ("gravité sensible la presse appelle", Severity.SEV2, "la presse appelle"),
        ("gravité veille", Severity.SEV4, ""),
        ("severity", None, ""),
        ("severity -1", None, "1"),
    ],
)
def test_severities_have_names_and_numbers(text: str, severity: Severity | None, reason: str) -> None:
    """People only know the names; some know the numbers."""
    typed = parse(text, "/crisis")

    assert (severity, reason) == (typed.severity, typed.text)


def test_reply_is_a_command_of_its_own() -> None:
    """`/reply` needs no verb; help is still help."""
    assert PlaybookKind.REPLY is parse("Train cancelled twice", "/reply").kind
    assert "Train cancelled twice" == parse("Train cancelled twice", "/reply").text
    assert "done with your trains" == parse("done with your trains", "/reply").text
    assert Verb.HELP is parse("aide", "/reply").verb
    assert PlaybookKind.REPLY is parse("répondre Train supprimé", "/crise").kind


@pytest.mark.parametrize(
    ("typed", "command", "meant"),
    [
        ("strat data", "/crisis", "`/crisis start`"),
        ("clsoe", "/crisis", "`/crisis close`"),
        ("demarer", "/crise", "`/crise démarrer`"),
        ("graviter", "/crise", "`/crise gravité`"),
    ],
)
def test_an_unknown_word_gets_the_nearest_known_one(typed: str, command: str, meant: str) -> None:
    """In the language that was typed."""
    with pytest.raises(BadRequest) as refused:
        parse(typed, command)

    assert meant in refused.value.tell.read(spoken(typed, command))


def test_a_severity_that_does_not_exist_is_explained() -> None:
    """With the four that do."""
    with pytest.raises(BadRequest) as refused:
        parse("severity blue", "/crisis")

    assert "crisis, sensitive, incident or watch" in refused.value.tell.en


@given(text=st.text(max_size=400), command=st.sampled_from(("/crisis", "/crise", "/reply", "")))
def test_anything_typed_is_read_or_refused(text: str, command: str) -> None:
    """Nothing that people can type ends in a fault."""
    assert _is_calm(_read(text, command))


_PIECES = st.sampled_from(
    (
        *(
            "start",
            "done",
            "update",
            "severity",
            "assign",
            "add",
            "lead",
            "log",
            "skip",
            "INC-2026-0001",
            "next",
        ),
        *(
            "prochain",
            "<@U0DANA|dana>",
            "<#C1|x>",
            "<https://a|b>",
            "<!channel>",
            "&lt;",
            "«",
            "»",
            "—",
            "'",
            "#",
        ),
        *(
            "99999999",
            "1h30",
            "30m",
            "3",
            "sev",
            "moi",
            "@",
            "\u200f",
            "\u00a0",
            "\ufeff",
            "`",
            "\n",
            "in",
            "à",
        ),
    )
)


@given(pieces=st.lists(_PIECES, max_size=12), glue=st.sampled_from((" ", "", "\u00a0", "-")))
def test_any_mixture_of_known_pieces_is_read_or_refused(pieces: list[str], glue: str) -> None:
    """However known words and signs are put together."""
    assert _is_calm(_read(glue.join(pieces), "/crisis"))


def test_an_endless_command_is_cut() -> None:
    """A hundred thousand signs are read as far as anybody can use them."""
    typed = parse("log " + "x" * 100_000, "/crisis")

    assert TEXT_LIMIT == len(typed.text) < LONGEST


def _read(text: str, command: str) -> Typed | BadRequest:
    try:
        spoken(text, command)
        return parse(text, command)
    except BadRequest as refusal:
        return refusal


def _is_calm(answer: Typed | BadRequest) -> bool:
    if isinstance(answer, Typed):
        return len(answer.text) <= TEXT_LIMIT
    return bool(answer.tell.en and answer.tell.fr) and "<" not in answer.tell.en


def _filled(verb: Verb, word: str) -> str:
    return f"{word} crisis" if verb is Verb.SEVERITY else word


@pytest.mark.parametrize(
    ("typed", "steps", "note"),
    [
        ("done 1 2 3", ("1", "2", "3"), ""),
        ("fait 1 2", ("1", "2"), ""),
        ("done 1,2, 3", ("1", "2", "3"), ""),
        ("fait 1, 2 et 3", ("1", "2", "3"), ""),
        ("done #1 & #2", ("1", "2"), ""),
        ("done 1 2: on the site", ("1", "2"), "on the site"),
        ("fait 1 2 sur le site", ("1", "2"), "sur le site"),
        ("done 3 called at 10", ("3",), "called at 10"),
        ("done 3 10h30", ("3",), "10h30"),
        ("done 3 10:30 called", ("3",), "10:30 called"),
        ("done 3 1.5 million", ("3",), "1.5 million"),
        ("done facts 2", ("facts",), "2"),
        ("skip 1 2 reasons", ("1",), "2 reasons"),
    ],
)
def test_several_numbers_are_several_steps(typed: str, steps: tuple[str, ...], note: str) -> None:
    """Of a step that is done; a note begins with the first word that is no number."""
    read = parse(typed, "/crisis")

    assert (steps, note) == ((read.step, *read.more), read.text)
