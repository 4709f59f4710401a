"""What somebody typed after a command, as a person would mean it: parsed into a typed wish, or a helpful refusal."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from handlers.slack.entry_words import Said, claimed, said, sourced
from handlers.slack.verbs import Verb, bare, known, nearest, severity
from playbooks.errors import BadRequest
from playbooks.playbook import Language, PlaybookKind, Severity, UserId, Words
from playbooks.typed import TEXT_LIMIT, one_line, paragraph, quoted

LONGEST: Final = 3000  # characters of a command that are read; Slack lets people type more
HELD: Final = "held"  # what a fixed point’s words come to where they say that it was held
REPLY_COMMAND: Final = "/reply"
FRENCH_COMMANDS: Final = frozenset({"/crise"})

_REF: Final = re.compile(r"(INC|REP)[\s_-]?(\d{4})[\s_-]?(\d{1,9})(?![\w-])", re.IGNORECASE)
_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EDGE: Final = " \t\n-–—:,;.!?\"“”„«»'‘’`()[]"  # what may stand around a word and mean nothing
_SIGNS: Final = "-–—."  # what stands around a word too; before a figure it belongs to the number
_NUMBERED: Final = re.compile(r"(?:#\s*|n[°ºo]\.?\s*(?=\d))?(\S+)\s*", re.IGNORECASE)
_ONE_NUMBER: Final = r"(?:#\s*|n[°ºo]\.?\s*)?(\d{1,3})"
_LISTED: Final = re.compile(
    rf"{_ONE_NUMBER}(?:(?:\s*[,;&+]\s*|\s+(?:and\s+|et\s+)?){_ONE_NUMBER})+(?=\s|$|[,;:.!–—-](?:\s|$))",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|([^<>]{0,100}))?>")
_NAME: Final = re.compile(r"@([\w.'-]{1,80})")
_MYSELF: Final = frozenset({"me", "moi", "myself", "moi-meme"})
_POINT: Final = "point"  # after the French command, an update with words after it, and a fixed point without
_HELD: Final = frozenset({"held", "hold", "tenu", "tenir"})  # the words that end a fixed point
_PASSED_ON: Final = re.compile(r"^\W*passer\s+(?:la\s+)?(?=rel[èe]ve\b)", re.IGNORECASE)
_TO: Final = re.compile(r"^[\s,:]*(?:to|à|a|for|pour|vers)\s+(?=\S)", re.IGNORECASE)  # before a person
_JOINED: Final = re.compile(
    r"(?P<a>\bpoint|\b[àa]|\bhors|\bde|\ben|\bje)\s+(?P<b>fixe|v[ée]rifier|danger|retour|v[ée]rification|v[ée]rifie)\b",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(r"^\s*/(?:crisis|crise)\s+", re.IGNORECASE)  # pasted with the command before it
_LINK: Final = re.compile(r"<(https?://[^<>|\s]{1,1000})(?:\|([^<>]{0,1000}))?>")
_CHANNEL: Final = re.compile(r"<#[A-Z0-9]{1,30}\|([^<>]{1,100})>")
_SPAN: Final = (
    r"(?:(?P<h>\d{1,6})\s*(?:h|hr|hrs|hours?|heures?)\s*(?P<hm>\d{1,2})?\s*(?:m|min|mn|minutes?)?"
    r"|(?P<m>\d{1,6})\s*(?:m|min|mn|mins|minutes?)?)"
)
_DURATION: Final = re.compile(_SPAN, re.IGNORECASE)
_NEXT: Final = re.compile(
    r"(?:^|[\s,;.(\"“«-]+)(?:next|suivant|prochain(?:e)?)(?:\s+(?:update|word|point))?(?:\s+(?:in|dans))?\s*:?\s*"
    + _SPAN
    + r"\s*[.!)»”\"]*\s*$",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(_SPAN + r"(?=[\s,:;.–—-]|$)", re.IGNORECASE)
_DUE: Final = re.compile(r"\s+(?:in|dans|due|sous)\s+" + _SPAN + r"\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person by a name, as somebody typed it."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Myself:
    """The person who typed it."""


Whom = UserId | Named | Myself


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """
    A wish, parsed.

    `ref` names an incident, if one was named; `hint` is the language of the words; `text` is the rest as typed.
    Only what a verb needs is given: `step` for steps' verbs, `person` for lead and assign, and so on.
    """

    verb: Verb
    hint: Language
    ref: str | None = None
    text: str = ""
    step: str = ""
    more: tuple[str, ...] = ()  # further steps, of a verb that takes several
    person: Whom | None = None
    severity: Severity | None = None
    span: timedelta | None = None
    said: Said | None = None  # of an entry of the log, or of what is found about one

    @property
    def kind(self) -> PlaybookKind:
        """Give the kind of playbook that START and REPLY open."""
        return PlaybookKind.REPLY if self.verb is Verb.REPLY else PlaybookKind.CRISIS


def parse(text: str, command: str) -> Typed:
    """Read what stands after a command. Raises BadRequest, with what to type instead, and nothing else."""
    hint = Language.FR if command.casefold() in FRENCH_COMMANDS else Language.EN
    clean = cleaned(text)
    if command.casefold() == REPLY_COMMAND:
        return _reply(clean, hint)
    ref, clean = _ref_first(_AGAIN.sub("", clean))
    word, rest = _first_word(_two_words(clean))
    if not word:
        return Typed(verb=Verb.STATUS if ref else Verb.HELP, hint=hint, ref=ref)
    found = known(word)
    if found is None:
        raise unknown_word(word, command)
    verb, language = found
    if ref is None:
        ref, rest = _ref_first(rest)
    if _speaks(word, rest, hint):
        verb, language = Verb.UPDATE, Language.FR
    spoken = Language.FR if hint is Language.FR else language
    return _completed(Typed(verb=verb, hint=spoken, ref=ref, text=rest.strip()))


def spoken(text: str, command: str) -> Language:
    """Tell the language of a command's words, as far as they show it. Never raises."""
    if command.casefold() in FRENCH_COMMANDS:
        return Language.FR
    found = known(_first_word(cleaned(text))[0])
    return Language.EN if found is None else found[1]


def cleaned(text: str) -> str:
    """
    Write a command's text as it was typed: Slack's entities undone, unseen characters gone, any space a space.

    A person that Slack recognised stays <@U123|name>, so that it can be read as a person.
    """
    plain = _LINK.sub(_address, _CHANNEL.sub(r"#\1", text[: LONGEST * 4]))
    return paragraph(html.unescape(plain) if "&" in plain else plain, LONGEST)


def shown_text(text: str) -> str:
    """Write persons that Slack recognised by the names people see, where a text is kept and not acted upon."""
    return _PERSON.sub(lambda found: f"@{found[2]}" if found[2] else found[0], text)


def duration(text: str) -> timedelta | None:
    """Read a span of time: 30m, 2h, 1h30, 30 min, 2 heures; a bare number is minutes."""
    found = _DURATION.fullmatch(text.strip())
    return None if found is None else _span(found)


def person(text: str) -> tuple[Whom | None, str]:
    """Read the person a text begins with, and give the rest."""
    stripped = text.lstrip(" ,:")
    found = _PERSON.match(stripped)
    if found is not None:
        return UserId(found[1]), stripped[found.end() :].strip()
    named = _NAME.match(stripped)
    if named is not None:
        return Named(name=named[1].rstrip(".")), stripped[named.end() :].strip()
    word, rest = _first_word(stripped)
    if bare(word) in _MYSELF:
        return Myself(), rest.strip()
    return (Named(name=stripped), "") if stripped else (None, "")


def unknown_word(word: str, command: str) -> BadRequest:
    """Say that a verb is not known, and name the nearest one that is."""
    near = nearest(word)
    name = quoted(command) if command.startswith("/") else "/crisis"
    if near is None:
        return BadRequest(
            Words(
                en=f"“{quoted(word)}” is not a word I know. `{name} help` shows what can be done.",
                fr=f"« {quoted(word)} » n’est pas un mot que je connais. `{name} aide` montre ce qui est possible.",
            )
        )
    return BadRequest(
        Words(
            en=f"“{quoted(word)}” is not a word I know. Did you mean `{name} {near.en}`? "
            f"`{name} help` shows the rest.",
            fr=f"« {quoted(word)} » n’est pas un mot que je connais. Vouliez-vous dire `{name} {near.fr}` ? "
            f"`{name} aide` montre le reste.",
        )
    )


def _reply(clean: str, hint: Language) -> Typed:
    word, rest = _first_word(clean)
    found = known(word) if word else None
    if found is not None and found[0] in {Verb.HELP, Verb.LIST, Verb.INBOX} and not rest.strip(_EDGE):
        return Typed(verb=found[0], hint=found[1])
    if found is not None and found[0] is Verb.FIND:
        return Typed(verb=Verb.FIND, hint=found[1], text=rest.strip())
    return Typed(verb=Verb.REPLY, hint=hint, text=_body(clean))


def _completed(typed: Typed) -> Typed:
    """Read what each verb expects in the rest of the text."""
    match typed.verb:
        case Verb.DONE | Verb.UNDO | Verb.SKIP | Verb.TAKE | Verb.ASSIGN:
            return _about_step(typed)
        case Verb.CHECKING | Verb.VERIFY | Verb.REFUTE | Verb.CORRECT:
            return _heard(_about_step(typed), sourced)
        case Verb.POINT:
            return _with(typed, text=HELD if _is_held(typed.text) else "")
        case _:
            return _READ.get(typed.verb, _with)(typed)


def _speaks(word: str, rest: str, hint: Language) -> bool:
    """Whether “point” is the French word for an update: with words after it that do not end a fixed point."""
    spoken_of = bare(word) == _POINT and hint is Language.FR and bool(rest.strip(_EDGE))
    return spoken_of and not _is_held(rest)


def _is_held(text: str) -> bool:
    word, rest = _first_word(text)
    return bare(word) in _HELD and not rest.strip(_EDGE)


def _about_step(typed: Typed) -> Typed:
    listed = _LISTED.match(typed.text) if typed.verb is Verb.DONE else None
    if listed is not None:
        first, *more = re.findall(r"\d+", listed[0])
        return replace(_with(typed, text=typed.text[listed.end() :], step=first), more=tuple(more))
    found = _NUMBERED.match(typed.text)
    if found is None:
        return _with(typed)
    step = _bared(found[1].rstrip(_EDGE), _EDGE)
    rest = typed.text[found.end() :]
    if typed.verb is not Verb.ASSIGN:
        return _with(typed, text=rest, step=step)
    whom, _ = person(_TO.sub("", rest))
    return _with(typed, text="", step=step, person=whom)


def _heard(typed: Typed, read: Callable[[str], Said]) -> Typed:
    """Read what is said beside the words of an entry."""
    heard = read(typed.text)
    return replace(_with(typed, text=heard.text, step=typed.step), said=heard)


def _about_severity(typed: Typed) -> Typed:
    found = re.match(r"(?:(sev|p|n)[\s-]*)?(\w+)\s*", typed.text, re.IGNORECASE)
    if found is None:
        return _with(typed)
    for word in (found[0].strip(), found[0].replace(" ", ""), found[2]):
        level = severity(word)
        if level is not None:
            return _with(typed, text=typed.text[found.end() :], severity=level)
    raise BadRequest(
        Words(
            en=f"“{quoted(found[0].strip())}” is no severity. Choose crisis, sensitive, incident or watch: "
            "`/crisis severity sensitive`.",
            fr=f"« {quoted(found[0].strip())} » n’est pas une gravité. Choisissez crise, sensible, incident ou veille : "
            "`/crise gravité sensible`.",
        ),
        field="severity",
    )


def _about_update(typed: Typed) -> Typed:
    found = _NEXT.search(typed.text)
    if found is None:
        return _with(typed)
    return _with(typed, text=typed.text[: found.start()].rstrip(" ,;–—-"), span=_span(found))


def _about_renewal(typed: Typed) -> Typed:
    found = _FIRST.match(typed.text)
    if found is None:
        return _with(typed)
    return _with(typed, text=typed.text[found.end() :], span=_span(found))


def _about_escalation(typed: Typed) -> Typed:
    to = _TO.match(typed.text)
    text = (typed.text[to.end() :] if to else typed.text).lstrip(" ,:")
    if _PERSON.match(text) is None and _NAME.match(text) is None:
        return _with(typed, text=text)
    whom, why = person(text)
    return _with(typed, text=why.lstrip(" ,:;.–—-"), person=whom)


def _about_added(typed: Typed) -> Typed:
    found = _DUE.search(typed.text)
    text = typed.text if found is None else typed.text[: found.start()]
    someone = _PERSON.search(text)
    whom = UserId(someone[1]) if someone else None
    title = text if someone is None else f"{text[: someone.start()]} {text[someone.end() :]}"
    return _with(typed, text=one_line(title), person=whom, span=None if found is None else _span(found))


def _about_somebody(typed: Typed) -> Typed:
    """Read whom it is about; of turns only where somebody is named first, with a sign: “@dana until Friday”."""
    if typed.verb in {Verb.LEAD, Verb.HANDOVER}:
        return _with(typed, person=person(_TO.sub("", typed.text))[0])
    named = _PERSON.match(typed.text) or _NAME.match(typed.text)
    if named is None:
        return _with(typed)
    whom, rest = person(typed.text)
    return _with(typed, text=rest, person=whom)


def _with(
    typed: Typed,
    *,
    text: str | None = None,
    step: str = "",
    person: Whom | None = None,
    **more: object,
) -> Typed:
    body = _body(typed.text if text is None else text)
    level, span = more.get("severity"), more.get("span")
    return Typed(
        verb=typed.verb,
        hint=typed.hint,
        ref=typed.ref,
        text=body,
        step=step,
        person=person,
        severity=level if isinstance(level, Severity) else None,
        span=span if isinstance(span, timedelta) else None,
    )


def _body(text: str) -> str:
    """Write the words somebody said, without a stray sign before them."""
    return paragraph(shown_text(text).strip().lstrip("-–—:,;").strip(), TEXT_LIMIT)


def _two_words(text: str) -> str:
    """Write a verb of several words as one: “point fixe”, “à vérifier”, “passer la relève”."""
    text = _PASSED_ON.sub("", text)
    found = _JOINED.search(text)
    if found is None or text[: found.start()].strip(_EDGE + "/"):
        return text
    return f"{text[: found.start()]}{found['a']}-{found['b']}{text[found.end() :]}"


def _ref_first(text: str) -> tuple[str | None, str]:
    dashed = _DASHES.sub("-", text)  # One sign for one sign: positions stay.
    lead = len(dashed) - len(dashed.lstrip(_EDGE))
    found = _REF.match(dashed, lead)
    if found is None:
        return None, text
    rest = _bared(text[found.end() :], _EDGE.replace("«", ""))
    return f"{found[1].upper()}-{found[2]}-{found[3].zfill(4)}", rest


def _bared(text: str, edge: str) -> str:
    """Leave out what stands before a word and means nothing; a sign that touches a figure is part of a number."""
    kept = text.lstrip(edge)
    before = text[: len(text) - len(kept)]
    return before[-1] + kept if before and before[-1] in _SIGNS and kept[:1].isdecimal() else kept


def _first_word(text: str) -> tuple[str, str]:
    stripped = text.lstrip(_EDGE + "/")
    found = _WORD.match(stripped)
    if found is None:
        start = stripped.split(maxsplit=1)
        return (start[0], "") if start else ("", "")
    word = found[0]
    # A verb glued to what follows by a dash is still a verb: “start-data-breach”.
    head, dash, tail = word.partition("-")
    if dash and known(word) is None and known(head) is not None:
        return head, tail + stripped[found.end() :]
    rest = stripped[found.end() :].lstrip("\"”»'’`")
    return word, _bared(rest, " \t\n–—:,;-»”")


def _address(found: re.Match[str]) -> str:
    """Write a link as its address; one that pretends to be something else keeps its whole dress, as plain text."""
    address, label = found[1], found[2]
    if label is None or label.removeprefix("https://").removeprefix("http://") in address:
        return address
    return found[0]


def _span(found: re.Match[str]) -> timedelta:
    minutes = int(found["h"] or 0) * 60 + int(found["hm"] or 0) + int(found["m"] or 0)
    return timedelta(minutes=minutes)


_READ: Final[Mapping[Verb, Callable[[Typed], Typed]]] = {
    Verb.SEVERITY: _about_severity,
    Verb.UPDATE: _about_update,
    Verb.ADD: _about_added,
    Verb.RENEW: _about_renewal,
    Verb.ESCALATE: _about_escalation,
    Verb.LOG: lambda typed: _heard(typed, said),
    **dict.fromkeys((Verb.CLAIM, Verb.FACT), lambda typed: _heard(typed, claimed)),
    **dict.fromkeys((Verb.LEAD, Verb.HANDOVER, Verb.AWAY, Verb.BACK, Verb.COVER, Verb.SWAP), _about_somebody),
}
