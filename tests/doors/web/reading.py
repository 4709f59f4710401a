"""A page as a browser takes it: its elements, and the words that a person sees."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}
INLINE = {"a", "b", "bdi", "code", "strong", "time"}  # What stands in them touches the words around them.


class Page(HTMLParser):
    """Reads one page. Fails on an element that is closed without having been opened."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(source)
        self.close()
        assert [] == self._open, f"left open: {self._open}"

    @property
    def words(self) -> str:
        """All that a person reads, on one line; no-break spaces are spaces."""
        return " ".join("".join(self._words).split())

    def all(self, tag: str) -> Iterator[dict[str, str]]:
        """Give the attributes of every element of a kind."""
        return (attributes for name, attributes in self.elements if name == tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._set_apart(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert tag == self._open.pop()
        self._set_apart(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"title", "style", "script"}:
            self._words.append(data)

    def _set_apart(self, tag: str) -> None:
        if tag not in INLINE:
            self._words.append(" ")


def read(source: str) -> Page:
    """Read a page."""
    return Page(source)


def spaced(text: str) -> str:
    """Write a text as `Page.words` does."""
    return " ".join(text.split())
