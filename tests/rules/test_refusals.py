"""Every refusal speaks both languages, says what to do, and cannot be made to say anything else."""

import inspect
import re
import typing
from collections.abc import Callable
from datetime import datetime

import pytest

from playbooks import refusals
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, Refusal
from playbooks.playbook import UserId, Words
from tests.rules.scene import MAUD, NOON

HOSTILE = "<!channel> <@U0EVE> <https://evil.example|Approve here> `x` & \u202e\nDone by the lead"
OURS = re.compile(r"<@U0MAUD>|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[0-9: -]+UTC>")
FIELDS = {
    "about",
    "choice",
    "title",
    "text",
    "reason",
    "note",
    "day",
    "due",
    "next",
    "severity",
    "unit",
    "role",
    "language",
    "place",
    "competence",
    "at",
    "person",
    "playbook",
    "started",
    "evidence",
    "met",
    "scope",
    "channels",
    "outcome",
    "lasts",
    "line",
    "harm",
    "words",
    "step",
    "message",
    "known",
    "empathy",
    "strategy",
    "where",
    "when",
    "rota",
    "until",
    "since",
    "given",
    "instead",
    "link",
    "reach",
    "review",
    "cause",
    "level",
    "wording",
}

Maker = Callable[..., Refusal]


def makers() -> list[Maker]:
    """Every function of the package that makes a refusal."""
    public = (
        (module, found)
        for module in (vars(refusals)[capability] for capability in refusals.__all__)
        for name, found in vars(module).items()
        if not name.startswith("_")
    )
    return [f for module, f in public if inspect.isfunction(f) and f.__module__ == module.__name__]


def made(maker: Maker) -> Refusal:
    """A refusal of somebody who typed the worst, about somebody known."""
    hints = typing.get_type_hints(maker)
    given = {name: _worst(name, hints[name]) for name in inspect.signature(maker).parameters}
    return maker(**given)


def _worst(name: str, hint: object) -> object:
    if hint == tuple[int, ...]:
        return (1, 2, 4, 6, 7)
    kinds = typing.get_args(hint) or (hint,)
    if typing.get_origin(hint) is tuple:
        return tuple(_worst(name, kind) for kind in kinds if kind is not Ellipsis)
    if UserId in kinds:
        return MAUD
    if datetime in kinds:
        return NOON
    if int in kinds:
        return 72
    if Words in kinds:
        return Words(en="Crisis", fr="Crise")
    return "text" if name == "field" else HOSTILE


def both(refusal: Refusal) -> tuple[str, str]:
    """The words in each language."""
    return refusal.tell.en, refusal.tell.fr


every = pytest.mark.parametrize("maker", makers(), ids=lambda maker: maker.__name__)


def test_there_are_refusals_to_look_at() -> None:
    """The table below is not empty by mistake."""
    assert len(makers()) > 100


@every
def test_a_refusal_speaks_both_languages(maker: Maker) -> None:
    """Two different sentences, each with a capital and a full stop, a question mark or an ellipsis."""
    english, french = both(made(maker))

    assert english != french
    for words in (english, french):
        assert words[0].isupper() or words[0] in "“«<&"
        assert words.rstrip("`»”").endswith((".", "?", "…"))
        assert 15 < len(words) < 600


@every
def test_i1_i2_a_refusal_quotes_what_was_typed_as_it_is(maker: Maker) -> None:
    """No mention, link, line break or code span of the person's making is left in our sentence."""
    for words in both(made(maker)):
        literal = OURS.sub("", words)
        assert not set("<>\n\u202e") & set(literal)
        assert 0 == words.count("`") % 2
        assert "`x`" not in words


@every
def test_a_refusal_is_one_of_the_five_kinds(maker: Maker) -> None:
    """So that every door knows how to answer it; the field, if any, is one that a form has."""
    refusal = made(maker)

    assert isinstance(refusal, BadRequest | NotFound | NotAllowed | AlreadyDone | Conflict)
    assert refusal.field is None or refusal.field in FIELDS
    assert refusal.tell.en == str(refusal)


@every
def test_a_refusal_promises_a_kind_that_it_is(maker: Maker) -> None:
    """What the signature says is what comes."""
    assert isinstance(made(maker), typing.get_type_hints(maker)["return"])


def test_the_numbers_of_a_list_with_gaps_are_told_as_they_are() -> None:
    """A step that is not called for has a number that nobody can use: it is not offered."""
    english, french = both(refusals.steps.no_such_step("5", (1, 2, 3, 4, 6, 8, 9)))

    assert "The list has: 1 to 4, 6, 8 to 9." in english
    assert "La liste contient : 1 à 4, 6, 8 à 9." in french


def test_n11_who_was_faster_and_when_stand_in_the_answer() -> None:
    """The moment is shown in the reader's own time, with a fallback that names its zone."""
    for refusal in (
        refusals.steps.already_settled("facts", MAUD, NOON),
        refusals.calls.call_answered(MAUD, NOON),
        refusals.review.action_done_before(MAUD, NOON),
    ):
        for words in both(refusal):
            assert "<@U0MAUD>" in words
            assert f"<!date^{int(NOON.timestamp())}^" in words
            assert "2026-03-02 12:00 UTC>" in words


def test_a_deed_of_nobody_known_is_still_told() -> None:
    """A log of old may not say who or when: the answer leaves it out and is a sentence all the same."""
    for refusal in (
        refusals.steps.already_settled("facts", None, None),
        refusals.calls.call_answered(MAUD, None),
        refusals.calls.call_declined(None),
        refusals.review.action_done_before(None, None),
    ):
        for words in both(refusal):
            assert "None" not in words
            assert not re.search(r"[?,] ?[.,]|, \.|  ", words)
