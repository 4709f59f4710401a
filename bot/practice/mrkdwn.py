"""Draws Slack's mrkdwn as HTML: everything is escaped first, and only what Slack makes live becomes live."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.practice.emoji import with_emoji
from bot.practice.moments import Reader, from_token

# One pass from left to right, so that nothing live can stand inside something live.
_LIVE = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<control>[^<>\n]+)>"
    r"|(?P<bare>https?://[^\s<>\"'`|]+[^\s<>\"'`|.,;:!?)\]])",
    re.DOTALL,
)
_SAFE_SCHEME = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
# A mark counts only around words: not in the middle of one, not around blanks.
_MARKS = tuple(
    (re.compile(rf"(?<![\w{sign}]){sign}(?!\s)([^\n{sign}]+?)(?<!\s){sign}(?![\w{sign}])"), tag)
    for sign, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_HOLD = "\ue000{}\ue001"
_HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """
    Draws texts for one reader.

    users: names by id. channels: for each id that the reader may open, its name and address on this page.
    own: the page's own address for a permanent link of this workspace; None for any other link.
    """

    reader: Reader
    users: Mapping[str, str]
    channels: Mapping[str, tuple[str, str]]
    own: Callable[[str], str | None]

    def plain(self, text: str, *, emoji: bool = True) -> Markup:
        """A plain_text object: escaped, with line ends and emoji, and nothing live."""
        return _lines(escape(with_emoji(text) if emoji else text))

    def mrkdwn(self, text: str, *, verbatim: bool = False) -> Markup:
        """A mrkdwn text. Bare addresses become links unless `verbatim`."""
        held: list[Markup] = []

        def live(found: re.Match[str]) -> str:
            if found["bare"] and verbatim:
                return found[0]
            held.append(self._live(found))
            return _HOLD.format(len(held) - 1)

        text = _LIVE.sub(live, re.sub("[\ue000\ue001]", "", text))
        drawn = str(escape(with_emoji(_unescaped(text))))
        for pattern, tag in _MARKS:
            drawn = pattern.sub(rf"<{tag}>\1</{tag}>", drawn)
        return _lines(Markup(_put_back(_quotes(drawn), held)))  # noqa: S704 - every part was escaped above.

    def _live(self, found: re.Match[str]) -> Markup:
        if found["block"]:
            return Markup("<pre>{}</pre>").format(_unescaped(found["block"]).strip("\n"))
        if found["code"]:
            return Markup("<code>{}</code>").format(_unescaped(found["code"]))
        if found["bare"]:
            return self._link(_unescaped(found["bare"]), _unescaped(found["bare"]))
        return self._control(found["control"])

    def _control(self, inside: str) -> Markup:
        target, _, label = inside.partition("|")
        shown = _unescaped(label)
        for sign, draw in self._controls().items():
            if target.startswith(sign):
                return draw(target, shown)
        if _SAFE_SCHEME.match(target):
            return self._link(_unescaped(target), shown or _unescaped(target).removeprefix("mailto:"))
        return escape(_unescaped(f"<{inside}>"))

    def _link(self, address: str, label: str) -> Markup:
        here = self.own(address)
        if here is not None:
            return Markup('<a href="{}">{}</a>').format(here, label)
        return link(address, label)

    def _controls(self) -> dict[str, Callable[[str, str], Markup]]:
        return {
            "@": self._person,
            "#": self._channel,
            "!date^": self._date,
            "!subteam^": lambda target, label: _mention(label or f"@{target.removeprefix('!subteam^')}"),
            "!": lambda target, label: _mention(f"@{label or target[1:]}"),
        }

    def _person(self, target: str, label: str) -> Markup:
        return _mention("@" + self.users.get(target[1:], label or target[1:]))

    def _channel(self, target: str, label: str) -> Markup:
        known = self.channels.get(target[1:])
        if known is None:
            return _mention("#" + (label or target[1:]))
        return Markup('<a class="mention" href="{}">#{}</a>').format(known[1], known[0])

    def _date(self, target: str, label: str) -> Markup:
        _, seconds, form, *address = [*target.split("^"), "", ""]
        try:
            text = from_token(self.reader, int(seconds), _unescaped(form))
        except ValueError:
            text = label
        shown = Markup('<time title="{}">{}</time>').format(label, text)
        if address and _SAFE_SCHEME.match(address[0]):
            return Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>').format(
                _unescaped(address[0]), shown
            )
        return shown


def link(address: str, label: str) -> Markup:
    """A link to somewhere else, its true address told on hover."""
    return Markup('<a href="{0}" title="{0}" rel="noopener noreferrer" target="_blank">{1}</a>').format(
        address, label
    )


def _mention(text: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(text)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _quotes(drawn: str) -> str:
    """Lines that begin with > as quotations."""
    lines = []
    for line in drawn.split("\n"):
        quoted = line.startswith("&gt;")
        lines.append(f"<q>{line.removeprefix('&gt;').strip()}</q>" if quoted else line)
    return "\n".join(lines)


def _put_back(drawn: str, held: list[Markup]) -> str:
    return _HELD.sub(lambda found: str(held[int(found[1])]), drawn)


def _lines(drawn: Markup) -> Markup:
    return Markup(drawn.replace("\n", Markup("<br>")))  # noqa: S704 - escaped by the caller.


def safe_address(address: str) -> str:
    """The address of a link button, or a harmless one where it is no web address."""
    return address if _SAFE_SCHEME.match(address) else "#"
