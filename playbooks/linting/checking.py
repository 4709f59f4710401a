"""Everything that is checked in a reply, in one place."""

from collections.abc import Iterator
from typing import Final

from playbooks.linting.asking import asked_in_public
from playbooks.linting.details import detail
from playbooks.linting.findings import Finding, Kind, Reply
from playbooks.linting.flattened import Flat, flat
from playbooks.linting.leftovers import leftovers
from playbooks.linting.personal import personal
from playbooks.linting.promises import promises
from playbooks.linting.shape import length, signature
from playbooks.linting.tone import blame, excuse_if, shouting

_ORDER: Final = tuple(Kind)


def lint(reply: Reply) -> tuple[Finding, ...]:
    """
    List what is wrong with a reply, the gravest first, and each wrong words once.

    Takes time proportional to the length of the text. Never refuses a text, whatever is in it. The phrases of
    both languages are looked for in every reply: people mix them.
    """
    text = flat(reply.text)
    found = sorted(_all(reply, text), key=lambda one: _ORDER.index(one.kind))
    return tuple({(one.kind, one.found): one for one in reversed(found)}.values())[::-1]


def _all(reply: Reply, text: Flat) -> Iterator[Finding]:
    yield from leftovers(text)
    if reply.public:
        yield from personal(text)
        yield from asked_in_public(text)
    yield from length(reply)
    yield from signature(reply, text)
    yield from detail(reply, text)
    yield from promises(text, reply.banned)
    yield from blame(text)
    yield from excuse_if(text)
    yield from shouting(text)
