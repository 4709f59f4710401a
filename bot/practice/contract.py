"""Slack's published contract, read from the files shipped beside this module."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

Json = dict[str, Any]


def _shipped(name: str) -> Json:
    text = files("bot.practice").joinpath("data", name).read_text(encoding="utf-8")
    return dict(json.loads(text))


@lru_cache(maxsize=1)
def methods() -> Json:
    """The Web API methods by name: arguments, bot scopes, rate tier and error names."""
    return _shipped("slack-methods.json")


@lru_cache(maxsize=1)
def limits() -> Json:
    """The lengths and counts that Block Kit allows, by element."""
    return _shipped("block-kit-limits.json")
