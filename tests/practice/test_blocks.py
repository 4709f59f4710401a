"""Block Kit is judged as Slack judges it: each limit at its edge and over it, with Slack's pointer."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.practice.blocks import judged_message, judged_view
from bot.practice.refusals import SlackRefusal
from tests.practice.little_bot import button, card, field, form, options, plain, words


def mistakes(blocks: Any) -> list[str]:
    """What the judge says of a message's blocks."""
    return refused(lambda: judged_message(blocks), "invalid_blocks")


def view_mistakes(view: Any) -> list[str]:
    """What the judge says of a modal."""
    return refused(lambda: judged_view(view, home=False), "invalid_arguments")


def refused(judge: Callable[[], object], error: str) -> list[str]:
    """The messages of a refusal; none when there is no refusal."""
    try:
        judge()
    except SlackRefusal as refusal:
        return [*([] if refusal.error == error else [refusal.error]), *refusal.messages]
    return []


def section(**more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "section", "text": words("x"), **more}


def actions(*elements: Any) -> dict[str, Any]:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements)}


def buttons(count: int) -> list[dict[str, Any]]:
    """Buttons that differ."""
    return [button(f"b{i}", "x") for i in range(count)]


def code(*pieces: Any) -> dict[str, Any]:
    """Words set as code."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": list(pieces)}]}


def select(count: int, kind: str = "static_select", **more: Any) -> dict[str, Any]:
    """A select with this many options."""
    return {"type": kind, "action_id": "s", "options": options(*(f"o{i}" for i in range(count))), **more}


def option(**parts: Any) -> dict[str, Any]:
    """An option that differs from a good one."""
    return {"text": plain("x"), "value": "x", **parts}


def confirm(**parts: Any) -> dict[str, Any]:
    """A button that asks first."""
    asks = {"title": plain("x"), "text": words("x"), "confirm": plain("x"), "deny": plain("x"), **parts}
    return actions(button("b", "x", confirm=asks))


# What is measured, a payload of a given size, the largest size allowed, and where Slack points.
LIMITS: list[tuple[str, Any, int, str]] = [
    ("blocks", lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
    ("section text", lambda n: [section(text=words("x" * n))], 3000, "/blocks/0/text/text"),
    ("fields", lambda n: [section(fields=[words("x")] * n)], 10, "/blocks/0/fields"),
    ("field", lambda n: [section(fields=[words("x" * n)])], 2000, "/blocks/0/fields/0/text"),
    ("header", lambda n: [{"type": "header", "text": plain("x" * n)}], 150, "/blocks/0/text/text"),
    ("context", lambda n: [{"type": "context", "elements": [words("x")] * n}], 10, "/blocks/0/elements"),
    ("actions", lambda n: [actions(*buttons(n))], 25, "/blocks/0/elements"),
    ("block_id", lambda n: [section(block_id="x" * n)], 255, "/blocks/0/block_id"),
    ("action_id", lambda n: [actions(button("x" * n, "x"))], 255, "/blocks/0/elements/0/action_id"),
    ("button", lambda n: [actions(button("b", "x" * n))], 75, "/blocks/0/elements/0/text/text"),
    ("value", lambda n: [actions(button("b", "x", value="x" * n))], 2000, "/blocks/0/elements/0/value"),
    ("url", lambda n: [actions(button("b", "x", url="x" * n))], 3000, "/blocks/0/elements/0/url"),
    (
        "confirm title",
        lambda n: [confirm(title=plain("x" * n))],
        100,
        "/blocks/0/elements/0/confirm/title/text",
    ),
    ("confirm text", lambda n: [confirm(text=words("x" * n))], 300, "/blocks/0/elements/0/confirm/text/text"),
    ("confirm deny", lambda n: [confirm(deny=plain("x" * n))], 30, "/blocks/0/elements/0/confirm/deny/text"),
    ("options", lambda n: [actions(select(n))], 100, "/blocks/0/elements/0/options"),
    ("checkboxes", lambda n: [actions(select(n, "checkboxes"))], 10, "/blocks/0/elements/0/options"),
    ("radio", lambda n: [actions(select(n, "radio_buttons"))], 10, "/blocks/0/elements/0/options"),
    ("overflow", lambda n: [actions(select(n, "overflow"))], 5, "/blocks/0/elements/0/options"),
    (
        "option text",
        lambda n: [actions(select(0, options=[option(text=plain("x" * n))]))],
        75,
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option value",
        lambda n: [actions(select(0, options=[option(value="x" * n)]))],
        150,
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "placeholder",
        lambda n: [actions(select(1, placeholder=plain("x" * n)))],
        150,
        "/blocks/0/elements/0/placeholder/text",
    ),
    ("markdown", lambda n: [{"type": "markdown", "text": "x" * n}], 12_000, "/blocks/0/text"),
    (
        "alt text",
        lambda n: [{"type": "image", "image_url": "https://e.example/x.png", "alt_text": "x" * n}],
        2000,
        "/blocks/0/alt_text",
    ),
]


@pytest.mark.parametrize(("what", "make", "most", "pointer"), LIMITS, ids=[row[0] for row in LIMITS])
def test_a_limit_holds_at_its_edge_and_not_over_it(what: str, make: Any, most: int, pointer: str) -> None:
    """The largest piece passes; one more is refused and pointed at."""
    assert [] == mistakes(make(most))

    told = mistakes(make(most + 1))
    assert 1 == len(told)
    assert told[0].endswith(f"[json-pointer:{pointer}]")
    assert str(most) in told[0] or str(most + 1) in told[0]


WRONG: list[tuple[Any, str]] = [
    ([{"type": "sektion"}], "unsupported type: sektion [json-pointer:/blocks/0/type]"),
    ([{"text": plain("x")}], "missing required field: type [json-pointer:/blocks/0]"),
    (["x"], "must provide an object [json-pointer:/blocks/0]"),
    ({"type": "section"}, "must be an array [json-pointer:/blocks]"),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([section(color="red")], "invalid additional property: color [json-pointer:/blocks/0]"),
    ([section(text=words(""))], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section(text="x")], "must provide an object [json-pointer:/blocks/0/text]"),
    ([{"type": "header", "text": words("x")}], "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ([{"type": "header"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([actions()], "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
    ([actions({"type": "slider"})], "unsupported type: slider [json-pointer:/blocks/0/elements/0/type]"),
    (
        [actions({"type": "plain_text_input"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    (
        [actions(button("b", "x", style="loud"))],
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        [actions(button("b", "x", colour="red"))],
        "invalid additional property: colour [json-pointer:/blocks/0/elements/0]",
    ),
    (
        [actions({"type": "button", "action_id": "b"})],
        "missing required field: text [json-pointer:/blocks/0/elements/0]",
    ),
    (
        [actions({"type": "static_select", "action_id": "s"})],
        "missing required field: options [json-pointer:/blocks/0/elements/0]",
    ),
    ([actions(select(0))], "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]"),
    (
        [actions(select(0, options=[option(), option()]))],
        "option values must be unique [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions(select(2, initial_option=option()))],
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        [actions(button("same", "x")), section(), actions(button("other", "x"), button("same", "y"))],
        '`action_id` "same" already exists [json-pointer:/blocks/2/elements/1/action_id]',
    ),
    (
        [section(block_id="same"), section(block_id="same")],
        '`block_id` "same" already exists [json-pointer:/blocks/1/block_id]',
    ),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert [json-pointer:/blocks/0/type]"),
    (
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
        "unsupported type: rich_text_section [json-pointer:/blocks/0/elements/0/type]",
    ),
    ([code()], "must provide at least 1 items [json-pointer:/blocks/0/elements/0/elements]"),
    ([code("x")], "must provide an object [json-pointer:/blocks/0/elements/0/elements/0]"),
    (
        [code({"type": "text", "text": ""})],
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    (
        [code({"type": "mrkdwn", "text": "x"})],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    (
        [code({"type": "text", "text": "x", "emoji": True})],
        "invalid additional property: emoji [json-pointer:/blocks/0/elements/0/elements/0]",
    ),
    (
        [{"type": "markdown", "text": "x" * 6001}, {"type": "markdown", "text": "x" * 6000}],
        "must be less than 12001 characters [json-pointer:/blocks/1/text]",
    ),
]


@pytest.mark.parametrize(("blocks", "mistake"), WRONG, ids=range(len(WRONG)))
def test_a_mistake_is_pointed_at(blocks: Any, mistake: str) -> None:
    """Each mistake is said in Slack's words, with the place."""
    assert [mistake] == mistakes(blocks)


def test_every_mistake_is_told_at_once() -> None:
    """Two mistakes, two lines."""
    assert 2 == len(mistakes([section(text=words("")), {"type": "nothing"}]))


def test_the_products_kind_of_card_passes() -> None:
    """A card with everything that the product uses has no mistake."""
    assert [] == mistakes(card("Open", 3))


def modal(**more: Any) -> dict[str, Any]:
    """A good modal that differs in one thing."""
    return {"type": "modal", "title": plain("x"), "blocks": [section()], **more}


VIEW_LIMITS: list[tuple[str, Any, int, str]] = [
    ("title", lambda n: modal(title=plain("x" * n)), 24, "/view/title/text"),
    ("submit", lambda n: modal(submit=plain("x" * n)), 24, "/view/submit/text"),
    ("close", lambda n: modal(close=plain("x" * n)), 24, "/view/close/text"),
    ("private_metadata", lambda n: modal(private_metadata="x" * n), 3000, "/view/private_metadata"),
    ("callback_id", lambda n: modal(callback_id="x" * n), 255, "/view/callback_id"),
    ("blocks", lambda n: modal(blocks=[{"type": "divider"}] * n), 100, "/view/blocks"),
    (
        "label",
        lambda n: modal(submit=plain("x"), blocks=[field("f", "x" * n, {"type": "plain_text_input"})]),
        2000,
        "/view/blocks/0/label/text",
    ),
    (
        "initial value",
        lambda n: modal(
            submit=plain("x"),
            blocks=[field("f", "x", {"type": "plain_text_input", "initial_value": "x" * n})],
        ),
        3000,
        "/view/blocks/0/element/initial_value",
    ),
]


@pytest.mark.parametrize(
    ("what", "make", "most", "pointer"), VIEW_LIMITS, ids=[row[0] for row in VIEW_LIMITS]
)
def test_a_forms_limit_holds_at_its_edge_and_not_over_it(
    what: str, make: Any, most: int, pointer: str
) -> None:
    """The largest piece of a form passes; one more is refused and pointed at."""
    assert [] == view_mistakes(make(most))

    told = view_mistakes(make(most + 1))
    assert 1 == len(told)
    assert told[0].endswith(f"[json-pointer:{pointer}]")


VIEW_WRONG: list[tuple[Any, str]] = [
    ("x", "must provide an object [json-pointer:/view]"),
    ({"type": "window"}, "unsupported type: window [json-pointer:/view/type]"),
    ({"type": "modal", "blocks": [section()]}, "missing required field: title [json-pointer:/view]"),
    (modal(blocks=[]), "must provide at least 1 items [json-pointer:/view/blocks]"),
    (modal(size="big"), "invalid additional property: size [json-pointer:/view]"),
    (
        modal(blocks=[field("f", "x", {"type": "plain_text_input"})]),
        "must define `submit` to use an `input` block in modals [json-pointer:/view]",
    ),
    (
        modal(blocks=[{"type": "markdown", "text": "x"}]),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    (
        modal(submit=plain("x"), blocks=[field("f", "x", button("b", "x"))]),
        "unsupported type: button [json-pointer:/view/blocks/0/element/type]",
    ),
    (
        modal(
            submit=plain("x"),
            blocks=[field(f, "x", {"type": "plain_text_input", "focus_on_load": True}) for f in "ab"],
        ),
        "only one element may set `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]",
    ),
]


@pytest.mark.parametrize(("view", "mistake"), VIEW_WRONG, ids=range(len(VIEW_WRONG)))
def test_a_forms_mistake_is_pointed_at(view: Any, mistake: str) -> None:
    """Each mistake in a form is said in Slack's words, with the place."""
    assert [mistake] == view_mistakes(view)


def test_a_form_with_every_field_passes() -> None:
    """A form with everything that the product uses has no mistake."""
    assert [] == view_mistakes(form("breach"))
