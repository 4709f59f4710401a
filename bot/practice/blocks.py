"""Judges a whole payload of Block Kit as Slack does: messages, modals and Home tabs."""

import json
from typing import Any

from bot.practice.contract import Json, limits
from bot.practice.elements import BOTH, PLAIN, ElementJudge
from bot.practice.refusals import refuse
from bot.practice.shapes import (
    BLOCKS,
    HOME,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    MESSAGES_ONLY,
    MODAL,
    MODALS_ONLY,
    PREFORMATTED,
    RICH_WORDS,
    UNJUDGED_BLOCKS,
    Shape,
    Surface,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000


class BlockJudge(ElementJudge):
    """Judges the blocks of one surface."""

    def __init__(self, surface: Surface) -> None:
        super().__init__()
        self._surface = surface
        self._block_ids: set[str] = set()
        self._markdown = 0
        self.has_input = False

    def blocks(self, blocks: object, pointer: str) -> None:
        """The whole list."""
        most = MESSAGE_BLOCKS if self._surface is Surface.MESSAGE else VIEW_BLOCKS
        least = 0 if self._surface is Surface.MESSAGE else 1
        for i, block in enumerate(self.count(blocks, {"max_items": most, "min_items": least}, pointer)):
            self._block(block, f"{pointer}/{i}")

    def _block(self, block: object, pointer: str) -> None:
        if not isinstance(block, dict):
            return self.say("must provide an object", pointer)
        kind = str(block.get("type", ""))
        if "type" not in block:
            return self.say("missing required field: type", pointer)
        if not self._may_stand(kind):
            return self.say(f"unsupported type: {kind}", f"{pointer}/type")
        if "block_id" in block:
            self._block_id(block["block_id"], f"{pointer}/block_id")
        if kind in BLOCKS:
            self.keys(block, BLOCKS[kind], pointer)
            self._inside(kind, block, pointer)
        return None

    def _may_stand(self, kind: str) -> bool:
        if kind in MESSAGES_ONLY and self._surface is not Surface.MESSAGE:
            return False
        if kind in MODALS_ONLY and self._surface is not Surface.MODAL:
            return False
        if kind == "table" and self._surface is Surface.MODAL:
            return False
        return kind in BLOCKS or kind in UNJUDGED_BLOCKS

    def _block_id(self, block_id: object, pointer: str) -> None:
        self.length(block_id, {"min_length": 1, **limits()["block_id"]}, pointer)
        if block_id in self._block_ids:
            self.say(f'`block_id` "{block_id}" already exists', pointer)
        self._block_ids.add(str(block_id))

    def _inside(self, kind: str, block: Json, pointer: str) -> None:
        match kind:
            case "section":
                self._section(block, pointer)
            case "header":
                if "text" in block:
                    self.text(block["text"], f"{pointer}/text", limits()["header"]["text"], PLAIN)
            case "context":
                self._context(block, pointer)
            case "actions":
                self._actions(block, pointer)
            case "input":
                self._input(block, pointer)
            case "image":
                self.image(block, pointer)
            case "markdown":
                self._markdown_block(block, pointer)
            case "rich_text":
                self._rich_text(block, pointer)
            case _:
                pass

    def _section(self, block: Json, pointer: str) -> None:
        limit = limits()["section"]
        if "text" not in block and "fields" not in block:
            self.say("missing required field: text", pointer)
        if "text" in block:
            self.text(block["text"], f"{pointer}/text", limit["text"])
        if "fields" in block:
            most = {"min_items": 1, "max_items": limit["fields"]["max_items"]}
            for i, field in enumerate(self.count(block["fields"], most, f"{pointer}/fields")):
                length = {"max_length": limit["fields"]["item_max_length"]}
                self.text(field, f"{pointer}/fields/{i}", length)
        if "accessory" in block:
            self.element(block["accessory"], f"{pointer}/accessory", IN_SECTION)

    def _context(self, block: Json, pointer: str) -> None:
        most = {"min_items": 1, **limits()["context"]["elements"]}
        for i, piece in enumerate(self.count(block.get("elements"), most, f"{pointer}/elements")):
            here = f"{pointer}/elements/{i}"
            if isinstance(piece, dict) and piece.get("type") in BOTH:
                self.text(piece, here, limits()["text"])
            else:
                self.element(piece, here, IN_CONTEXT)

    def _actions(self, block: Json, pointer: str) -> None:
        most = {"min_items": 1, **limits()["actions"]["elements"]}
        for i, piece in enumerate(self.count(block.get("elements"), most, f"{pointer}/elements")):
            self.element(piece, f"{pointer}/elements/{i}", IN_ACTIONS)

    def _input(self, block: Json, pointer: str) -> None:
        self.has_input = True
        limit = limits()["input"]
        if "label" in block:
            self.text(block["label"], f"{pointer}/label", limit["label"], PLAIN)
        if "hint" in block:
            self.text(block["hint"], f"{pointer}/hint", limit["hint"], PLAIN)
        if "element" in block:
            self.element(block["element"], f"{pointer}/element", IN_INPUT)

    def _markdown_block(self, block: Json, pointer: str) -> None:
        limit = limits()["markdown"]["text"]
        text = block.get("text", "")
        self._markdown += len(text) if isinstance(text, str) else 0
        self.length(text, limit, f"{pointer}/text")
        if self._markdown > limit["max_length"] and self._markdown != len(text):
            self.say(f"must be less than {limit['max_length'] + 1} characters", f"{pointer}/text")

    def _rich_text(self, block: Json, pointer: str) -> None:
        for i, part in enumerate(self.count(block.get("elements"), {"min_items": 1}, f"{pointer}/elements")):
            here = f"{pointer}/elements/{i}"
            if not self._is_kind(part, "rich_text_preformatted", PREFORMATTED, here):
                continue
            words = self.count(part.get("elements"), {"min_items": 1}, f"{here}/elements")
            for n, piece in enumerate(words):
                if self._is_kind(piece, "text", RICH_WORDS, f"{here}/elements/{n}"):
                    self.length(piece.get("text"), {"min_length": 1}, f"{here}/elements/{n}/text")

    def _is_kind(self, piece: object, kind: str, shape: Shape, pointer: str) -> bool:
        """Whether a piece of rich text is of the one kind that the bot uses; a mistake otherwise."""
        if not isinstance(piece, dict):
            self.say("must provide an object", pointer)
            return False
        if piece.get("type") != kind:
            self.say(f"unsupported type: {piece.get('type')}", f"{pointer}/type")
            return False
        self.keys(piece, shape, pointer)
        return True


def judged_message(blocks: object) -> list[Json]:
    """The blocks of a message. Raises SlackRefusal(invalid_blocks) with every mistake."""
    if not blocks:
        return []
    judge = BlockJudge(Surface.MESSAGE)
    judge.blocks(blocks, "/blocks")
    if judge.mistakes:
        refuse("invalid_blocks", tuple(judge.mistakes), errors=judge.mistakes)
    assert isinstance(blocks, list)  # noqa: S101 - the judge has said so; this tells the type checker.
    return blocks


def judged_view(view: object, *, home: bool) -> Json:
    """
    A modal, or a Home tab when `home`.

    Raises SlackRefusal: invalid_arguments with every mistake, view_too_large above 250 KB.
    """
    if not isinstance(view, dict):
        refuse("invalid_arguments", ("must provide an object [json-pointer:/view]",))
    wanted = "home" if home else "modal"
    if view.get("type") != wanted:
        kind = view.get("type")
        refuse("invalid_arguments", (f"unsupported type: {kind} [json-pointer:/view/type]",))
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        refuse("view_too_large")
    judge = BlockJudge(Surface(wanted))
    judge.keys(view, HOME if home else MODAL, "/view")
    _frame(judge, view)
    if "blocks" in view:
        judge.blocks(view["blocks"], "/view/blocks")
    if judge.has_input and not home and not view.get("submit"):
        judge.say("must define `submit` to use an `input` block in modals", "/view")
    if judge.mistakes:
        refuse("invalid_arguments", tuple(judge.mistakes))
    return view


def _frame(judge: BlockJudge, view: dict[str, Any]) -> None:
    limit = limits()["view"]
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            judge.text(view[name], f"/view/{name}", limit[name], PLAIN)
    for name in ("private_metadata", "callback_id"):
        if view.get(name) is not None:
            judge.length(view[name], limit[name], f"/view/{name}")
    if view.get("external_id") is not None:
        judge.length(view["external_id"], {"max_length": 255}, "/view/external_id")
