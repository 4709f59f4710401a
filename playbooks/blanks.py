"""The {{blanks}} of a text: which there are, and what is put in them. Nothing is ever computed."""

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{\{([a-z_]+)\}\}")


def placeholders(text: str) -> tuple[str, ...]:
    """Name the {{blanks}} of a text, each once, in order of first use."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put the given values in a text's {{blanks}}; a blank without a value stays visible."""
    return PLACEHOLDER.sub(lambda blank: values.get(blank[1]) or blank[0], text)
