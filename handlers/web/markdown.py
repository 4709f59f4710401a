"""
A playbook as Markdown, from the same drawing as the pages.

Every text of a document or of a directory is written so that it stays text: no mark-up, no link, no HTML, no new line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from handlers.web.drawing.people import Person, RoleLine
from handlers.web.drawing.playbook import MessagePart, PlaybookPart, StepLine
from handlers.web.drawing.reader import Reader

# CommonMark lets a backslash stand before any ASCII punctuation. These mean something in the middle of a line.
_MEANT: Final = re.compile(r"([\\`*_\[\]<>|~&$])")
# And these only where a line begins: headings, lists, quotations, rules, numbers of a list.
_BEGINNING: Final = re.compile(r"^([0-9]{0,9})([#+=\-:.)])")
_BREAKS: Final = re.compile("[\t\n\x0b\f\r\x85\u2028\u2029]+")
# Readers of Markdown make links of bare addresses; an entity in their middle keeps them a text.
_ADDRESS: Final = re.compile(r"(?i)(?:(?<=http)|(?<=https)|(?<=ftp)|(?<=mailto)|(?<=xmpp)):|(?<=www)\.|@")


def safe(text: str) -> str:
    """Write a text on one line so that Markdown shows it as it is."""
    line = _MEANT.sub(r"\\\1", _BREAKS.sub(" ", text)).strip(" ")
    return _BEGINNING.sub(r"\1\\\2", _ADDRESS.sub(lambda sign: f"&#{ord(sign[0])};", line))


def playbook_markdown(part: PlaybookPart, reader: Reader) -> str:
    """Write a whole playbook."""
    return "\n".join(_lines(part, reader)).rstrip("\n") + "\n"


def _lines(part: PlaybookPart, reader: Reader) -> Iterator[str]:
    yield from _head(part, reader)
    yield from _told(reader.paper("trigger"), (part.trigger,))
    yield from _listed(reader.paper("do"), part.do)
    yield from _listed(reader.paper("dont"), part.dont)
    if part.outcomes:
        yield from _listed(
            reader.paper("may_be_decided"),
            (_with(line.title, line.terms, reader) for line in part.outcomes),
        )
        yield from (safe(reader.paper("safety_first")), "")
    yield from _listed(reader.paper("raise_when"), part.raise_when)
    yield from _called(part, reader)
    if part.roles:
        yield from _roles(part.roles, reader)
    yield from _heading(reader.paper("steps"))
    for step in part.steps:
        yield from _step(step, reader)
    yield ""
    if part.messages:
        yield from _heading(reader.paper("messages"))
    for message in part.messages:
        yield from _message(message, reader)
    if part.clocks:
        clocks = (_with(clock.title, clock.terms, reader) for clock in part.clocks)
        yield from _listed(reader.paper("clocks"), clocks)
        yield from (safe(reader.paper("clocks_say")), "")
    yield from _told(reader.say("review"), part.review_terms)
    yield from (*(f"- {safe(question)}" for question in part.questions), "")
    yield from _version(part, reader)


def _head(part: PlaybookPart, reader: Reader) -> Iterator[str]:
    yield from (f"# {safe(part.title)}", "")
    facts = (
        (reader.paper("identifier"), f"{part.id}, {part.version_words}"),
        (reader.paper("kind"), part.kind),
        (reader.say("severity"), part.severity_words),
        (reader.paper("lead_role"), part.lead),
        (reader.paper("cluster"), part.cluster),
        (reader.paper("objective"), part.objective),
        (reader.paper("keywords"), ", ".join(part.keywords)),
        *(((reader.paper("audiences"), ", ".join(part.audiences)),) if part.audiences else ()),
    )
    yield from (f"- **{safe(label)}**{reader.colon}{safe(told)}" for label, told in facts)
    yield ""


def _heading(title: str) -> Iterator[str]:
    yield from (f"## {safe(title)}", "")


def _told(title: str, sentences: Iterable[str]) -> Iterator[str]:
    yield from _heading(title)
    for sentence in sentences:
        yield from (safe(sentence), "")


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {safe(item)}" for item in items]
    if lines:
        yield from _heading(title)
        yield from (*lines, "")


def _with(title: str, terms: str, reader: Reader) -> str:
    return f"{title}{reader.colon}{terms}" if terms else title


def _called(part: PlaybookPart, reader: Reader) -> Iterator[str]:
    yield from _heading(reader.paper("who_is_called"))
    if not part.called:
        yield from (safe(reader.paper("nobody_called")), "")
    for ladder in part.ladders:
        yield from (f"### {safe(ladder.title)} · {safe(ladder.whom)}", "")
        for rung in ladder.rungs:
            people = "; ".join(_person(person) for person in rung.people)
            yield f"{rung.number}. {people} ({safe(rung.then)})"
        if not ladder.rungs:
            yield safe(reader.paper("empty_ladder"))
        yield ""


def _person(person: Person | None) -> str:
    return "" if person is None else f"{safe(person.name)} **{safe(person.telephone)}**".removesuffix(" ****")


def _roles(roles: tuple[RoleLine, ...], reader: Reader) -> Iterator[str]:
    yield from _heading(reader.paper("roles"))
    titles = (reader.paper("role"), reader.say("person"), reader.paper("deputy"))
    yield f"| {' | '.join(safe(title) for title in titles)} |"
    yield "|---|---|---|"
    for role in roles:
        holder = _person(role.holder) or safe(reader.paper("nobody_holds"))
        yield f"| {safe(role.title)} | {holder} | {_person(role.deputy) or '–'} |"
    yield ""


def _step(step: StepLine, reader: Reader) -> Iterator[str]:
    marks = f" *({safe(', '.join(step.marks))})*" if step.marks else ""
    yield f"- [ ] **{step.number}. {safe(step.title)}**{marks}  "
    lines = [f"{safe(step.owner)} · {safe(step.time)}"]
    if step.condition:
        lines.append(f"*{safe(step.condition)}*")
    if step.note:
        lines.append(safe(step.note))
    told = (
        (reader.paper("questions_of"), step.gate),
        (reader.paper("choices"), " / ".join(step.choices)),
        (reader.paper("sends"), step.message),
        (reader.paper("about_clocks"), "; ".join(step.clocks)),
    )
    lines += [f"{safe(label)}{reader.colon}{safe(text)}" for label, text in told if text]
    yield from (f"  {line}  " for line in lines[:-1])
    yield f"  {lines[-1]}"


def _message(message: MessagePart, reader: Reader) -> Iterator[str]:
    yield from (f"### {safe(message.title)}", "")
    facts = (
        (reader.paper("strategy"), message.strategy),
        (reader.paper("approval"), message.approval),
        (reader.paper("networks"), message.networks),
        (reader.paper("intent"), message.intent),
        (reader.paper("kept"), message.kept),
    )
    yield from (f"- **{safe(label)}**{reader.colon}{safe(told)}" for label, told in facts if told)
    yield ""
    for number, lines in enumerate((message.lines, *message.others)):
        if number:
            yield from (safe(reader.paper("other_wording")), "")
        for line in lines:
            pieces = "".join(f"[{piece.text}]" if piece.blank else piece.text for piece in line)
            # Two spaces at the end of a line keep its break.
            yield f"> {safe(pieces)}  " if pieces.strip() else ">"
        yield ""
    if message.blanks:
        blanks = (f"{safe('[' + blank.says + ']')} (`{blank.name}`)" for blank in message.blanks)
        yield from (f"{safe(reader.paper('blanks'))}{reader.colon}{'; '.join(blanks)}", "")


def _version(part: PlaybookPart, reader: Reader) -> Iterator[str]:
    yield from _heading(reader.paper("this_version"))
    facts = (
        (reader.paper("variant"), part.variant),
        (reader.paper("changes"), part.changes),
        (reader.paper("credits"), ", ".join(part.credits)),
        (reader.paper("digest"), part.digest),
    )
    yield from (f"- **{safe(label)}**{reader.colon}{safe(told)}" for label, told in facts if told)
