"""An incident as Markdown, from the same drawing as the file to print; what people typed stays text."""

from collections.abc import Iterable, Iterator

from handlers.web.drawing.clocks import ClockRow
from handlers.web.drawing.decided import DecidedPart
from handlers.web.drawing.exported import ExportedPart
from handlers.web.drawing.reader import Reader
from handlers.web.drawing.statements import StatementPart
from handlers.web.drawing.words_said import WordsPart
from handlers.web.markdown import safe


def incident_markdown(part: ExportedPart, reader: Reader) -> str:
    """Write a whole incident."""
    return "\n".join(_lines(part, reader)).rstrip("\n") + "\n"


def _lines(part: ExportedPart, reader: Reader) -> Iterator[str]:
    yield from (f"# {safe(part.head.ref)} · {safe(part.head.title)}", "")
    if part.head.drill:
        yield from (f"**{safe(part.head.drill)}**", "")
    if part.restricted:
        yield from (f"**{safe(reader.given('restricted'))}**", "")
    yield from _heading(reader.given("summary"))
    yield from (_fact(label, told, reader) for label, told in part.facts)
    yield ""
    yield from _said(part.words, reader)
    yield from _heading(reader.say("decided"))
    yield from _each((_decision(one, reader) for one in part.decided), reader)
    yield from _heading(reader.say("statements"))
    yield from _each((_statement(one, reader) for one in part.statements), reader)
    yield from _heading(reader.say("clocks"))
    yield from _each((_clock(one, reader) for one in part.clocks), reader)
    yield from _timeline(part, reader)
    yield from _heading(reader.given("end"))
    yield from (safe(part.counts), "", _fact(reader.given("digest"), part.digest, reader), "")
    yield safe(reader.given("digest_says"))


def _heading(title: str) -> Iterator[str]:
    yield from (f"## {safe(title)}", "")


def _fact(label: str, told: str, reader: Reader) -> str:
    return f"- **{safe(label)}**{reader.colon}{safe(told)}"


def _quoted(text: str) -> Iterator[str]:
    # Two spaces at the end of a line keep its break.
    yield from (f"> {safe(line)}  " if line.strip() else ">" for line in text.splitlines())
    yield ""


def _each(parts: Iterable[Iterator[str]], reader: Reader) -> Iterator[str]:
    empty = True
    for lines in parts:
        empty = False
        yield from lines
    if empty:
        yield from (safe(reader.given("none")), "")


def _said(words: WordsPart, reader: Reader) -> Iterator[str]:
    yield from _heading(reader.say("said"))
    said = (*(() if words.holding_line is None else (words.holding_line,)), *reversed(words.updates))
    for one in said:
        yield from (f"**{safe(one.at.full)}** · {safe(one.by)}", "")
        yield from _quoted(one.text)
    if not said:
        yield from (safe(reader.given("none")), "")


def _decision(one: DecidedPart, reader: Reader) -> Iterator[str]:
    yield from (f"### {safe(one.what)}", "", f"**{safe(one.at.full)}** · {safe(one.by)}", "")
    told = (
        (reader.given("reason"), one.reason),
        (reader.given("advice"), f"{one.advice} ({one.advice_reason}) {one.followed}"),
        (reader.given("meanwhile"), one.line),
    )
    yield from (_fact(label, text, reader) for label, text in told if text)
    yield from (f"- {safe(text)}" for text in (one.answers, *one.became) if text)
    yield ""


def _statement(one: StatementPart, reader: Reader) -> Iterator[str]:
    yield from (f"### {safe(one.name)} · {safe(one.state)}", "")
    published = one.published or reader.given("not_published")
    at = "" if one.published_at is None else f"{one.published_at.full} · "
    yield from (f"{safe(one.proposed.full)} · {safe(one.author)} · {safe(one.about)}", "")
    yield from _quoted(one.text)
    yield f"- {safe(at + published)}"
    for ask in one.asks:
        remark = f"{reader.colon}{ask.remark}" if ask.remark else ""
        yield f"- {safe(f'{ask.person} ({ask.roles}){reader.colon}{ask.says}{remark}')}"
    for objection in one.objections:
        yield f"- {safe(f'{objection.person}{reader.colon}{objection.text}')}"
    if one.withdrawn:
        yield f"- {safe(one.withdrawn)}"
    yield from (_fact(reader.given("text_digest"), one.digest, reader), "")


def _clock(one: ClockRow, reader: Reader) -> Iterator[str]:
    limit = reader.given("until", limit=one.limit.full)
    decided = "" if one.decided is None else f" · {one.decided.full} {one.decided_by}"
    words = f"{reader.colon}{one.words}" if one.words else ""
    told = f"{one.since.full}, {one.length}, {limit} · {one.owner} · {one.state_words}{decided}{words}"
    yield from (_fact(one.title, told, reader), "")


def _timeline(part: ExportedPart, reader: Reader) -> Iterator[str]:
    yield from _heading(reader.say("timeline"))
    for day in part.days:
        yield from (f"### {safe(day.day)}", "")
        for line in day.lines:
            recorded = f" ({line.recorded})" if line.recorded else ""
            yield f"- {line.number} · **{safe(line.at.clock)}** {safe(line.says + recorded)}"
        yield ""
