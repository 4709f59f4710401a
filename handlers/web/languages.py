"""Which language a page speaks: the one asked for, else the browser's, else the company's."""

from typing import Final

from fastapi import Request

from playbooks.playbook import Language

_MOST_HEADER: Final = 500  # characters of Accept-Language that are read; browsers send about fifty


def asked_for(request: Request) -> Language | None:
    """Give the language named in the address, `?lang=fr`; None for none or one that is not spoken here."""
    named = request.query_params.get("lang", "").lower()
    return Language(named) if named in tuple(Language) else None


def language_of(request: Request, default: Language) -> Language:
    """Give the language to answer in."""
    return asked_for(request) or _preferred(request.headers.get("accept-language", "")) or default


def _preferred(header: str) -> Language | None:
    """Give the language spoken here that the browser wants most; of two equals, the first named."""
    wanted = [_weighed(part) for part in header[:_MOST_HEADER].split(",")]
    spoken = [(weight, name) for weight, name in wanted if weight > 0 and name in tuple(Language)]
    return Language(max(spoken, key=lambda pair: pair[0])[1]) if spoken else None


def _weighed(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    name = tag.strip().lower().partition("-")[0]
    _, _, written = parameter.partition("q=")
    # Anything but a plain number such as 0.8 is not a weight; the header's other languages still count.
    plain = written.strip().replace(".", "", 1)
    weight = float(written.strip()) if plain.isascii() and plain.isdigit() else float(not parameter.strip())
    return weight, name
