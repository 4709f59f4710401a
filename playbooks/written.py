"""
Text somebody wrote in YAML becomes values that know their line and column.

Only ruamel.yaml's parsers read here, and only their events: nothing is constructed from a tag, no alias is
expanded, nothing recurses. Whatever costs time is bounded before it is read.

A document without a mistake is read by the parser written in C, forty times as fast. It refuses some texts that
YAML allows, and tells mistakes less well: whatever it stumbles over is read again by the one written in Python,
whose word counts. A test holds the two to the same values.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from playbooks.mistakes import Mistake, Place, Unreadable, in_order, shown
from playbooks.playbook import Words
from playbooks.scalars import Scalar, resolve
from playbooks.syntax import syntax_words

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "dict[str, Value] | list[Value] | Scalar"

# Signs that no editor shows: controls, lone surrogates, and those that turn the direction of a text.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]"
)
QUICK: Final = "safe"  # ruamel's name for the parser in C
CAREFUL: Final = "rt"
INDENTING_TAB: Final = re.compile(r"^ *\t", re.MULTILINE)
DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


class TooMuch(Unreadable):
    """A file holds more than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be: the longest one takes half a second to read."""

    size: int  # bytes
    values: int  # scalars, lists and mappings
    depth: int = 12  # a playbook needs six


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The values of one file, and where each of them stands."""

    file: str
    content: dict[str, Value]
    lines: tuple[str, ...]
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]
    mistakes: tuple[Mistake, ...]  # found while reading; the values are still whole enough to check

    def place(self, path: Path) -> Place:
        """Find where a value stands, or the nearest thing around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place(line=1, column=1))

    def key_place(self, path: Path) -> Place:
        """Find where a key stands, or failing that its value."""
        return self.keys.get(path) or self.place(path)

    def fragment_place(self, path: Path, fragment: str) -> Place:
        """Find a fragment inside a text that may run over several lines."""
        start = self.place(path)
        wanted = fragment.splitlines()[0] if fragment else fragment
        for number, line in enumerate(self.lines[start.line - 1 :], start.line):
            column = line.find(wanted, start.column - 1 if number == start.line else 0)
            if column >= 0:
                return Place(line=number, column=column + 1)
        return start

    def mistake(self, place: Place, what: Words, instead: Words | None = None) -> Mistake:
        """Note a mistake at a place of this file."""
        return Mistake(file=self.file, line=place.line, column=place.column, what=what, instead=instead)


def read_written(source: bytes | str, file: str, limits: Limits) -> Written:
    """
    Read one YAML document of mappings, lists and plain values.

    Raises Unreadable where the structure itself cannot be known: not text, too large, a syntax error.
    Everything else that is wrong is in `mistakes` of what is given back.
    """
    text = _decode(source, file, limits)
    _refuse_signs(text, file)
    try:
        quick = parsed(text, file, limits, QUICK)
    except TooMuch:
        raise  # Both parsers count alike; the careful one would only take longer.
    except Unreadable:
        return parsed(text, file, limits, CAREFUL)
    return parsed(text, file, limits, CAREFUL) if quick.mistakes else quick


def parsed(text: str, file: str, limits: Limits, parser: str) -> Written:
    """Read a text by one parser alone. Raises Unreadable."""
    return _Builder(file=file, limits=limits, lines=tuple(text.split("\n"))).build(text, parser)


def _stop(file: str, place: Place, what: Words, instead: Words | None = None) -> Unreadable:
    mistake = Mistake(file=file, line=place.line, column=place.column, what=what, instead=instead)
    return Unreadable((mistake,))


def _decode(source: bytes | str, file: str, limits: Limits) -> str:
    start = Place(line=1, column=1)
    if len(source) > limits.size:
        size = limits.size // 1024
        raise _stop(
            file,
            start,
            Words(en=f"the file is larger than {size} KiB", fr=f"le fichier dépasse {size} Kio"),
            Words(en="keep one playbook or directory per file", fr="gardez un seul document par fichier"),
        )
    if isinstance(source, str):
        text = source
    else:
        if source.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _stop(file, start, _NOT_UTF8, _SAVE_AS_UTF8)
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as exc:
            line = source.count(b"\n", 0, exc.start) + 1
            raise _stop(file, Place(line=line, column=1), _NOT_UTF8, _SAVE_AS_UTF8) from exc
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _refuse_signs(text: str, file: str) -> None:
    mistakes = in_order(
        _found(UNSEEN, text, file, _UNSEEN_SIGN, _REMOVE_SIGN),
        _found(INDENTING_TAB, text, file, _TAB, _WRITE_SPACES),
        _found(DIRECTIVE, text, file, _DIRECTIVE, _REMOVE_LINE),
    )
    if mistakes:
        raise Unreadable(mistakes)


def _found(sign: re.Pattern[str], text: str, file: str, what: Words, instead: Words) -> Iterator[Mistake]:
    line, counted = 1, 0
    for match in sign.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        column = match.end() - text.rfind("\n", 0, match.start()) - 1
        yield Mistake(file=file, line=line, column=column, what=what, instead=instead)


class _Complete(Exception):
    """The first document has ended, or nothing more can be made of it."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A mapping or list that has begun and not yet ended."""

    value: dict[str, Value] | list[Value]
    path: Path
    key: str | None = None  # the key that waits for its value


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Builds values from events, one at a time, never deeper or longer than its limits."""

    file: str
    limits: Limits
    lines: tuple[str, ...]
    root: Value = None
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    count: int = 0

    def build(self, text: str, parser: str) -> Written:
        """Take every event of the text, then hand over what was built."""
        try:
            for event in YAML(typ=parser).parse(text):
                self._take(event)
        except _Complete:
            pass
        except (YAMLError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as exc:
            # The parser meets some malformed texts with an error of the language and no mark.
            mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
            self._note(self._place(mark), *syntax_words(exc))
            raise Unreadable(in_order(self.mistakes)) from exc
        if not isinstance(self.root, dict):
            self._note(Place(line=1, column=1), _NOT_KEYS, _WRITE_KEYS)
            raise Unreadable(in_order(self.mistakes))
        return Written(
            file=self.file,
            content=self.root,
            lines=self.lines,
            keys=self.keys,
            values=self.values,
            mistakes=in_order(self.mistakes),
        )

    def _take(self, event: Any) -> None:
        match type(event).__name__:
            case "DocumentStartEvent" if self.count:
                self._note(self._place(event.start_mark), _SEVERAL, _ONE_DOCUMENT)
                raise _Complete
            case "MappingStartEvent":
                self._begin(event, {})
            case "SequenceStartEvent":
                self._begin(event, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self.open.pop()
            case "AliasEvent":
                self._note(self._place(event.start_mark), _ALIAS, _WRITE_AGAIN)
                self._add(event, None)
            case "ScalarEvent":
                self._scalar(event)
            case _:
                return  # The beginning and end of the stream and of the one document say nothing more.

    def _begin(self, event: Any, value: dict[str, Value] | list[Value]) -> None:
        place = self._place(event.start_mark)
        self._refuse_marks(event, place)
        if len(self.open) >= self.limits.depth:
            self._note(place, _too_deep(self.limits.depth), _FLATTEN)
            raise TooMuch(in_order(self.mistakes))
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].key is None:
            self._note(place, _COMPLEX_KEY, _SIMPLE_KEY)
            raise Unreadable(in_order(self.mistakes))
        path = self._add(event, value)
        self.open.append(_Open(value=value, path=path))

    def _scalar(self, event: Any) -> None:
        place = self._place(event.start_mark)
        self._refuse_marks(event, place)
        # The round-trip parser marks each fold of a “>” text with a bell sign, which no file may hold.
        text = str(event.value).replace("\a", "") if event.style == ">" else str(event.value)
        if UNSEEN.search(text):
            self._note(place, _UNSEEN_SIGN, _REMOVE_SIGN)
        parent = self.open[-1] if self.open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._key(parent, text, place)
            return
        plain = not event.style and bool(event.implicit[0])
        value, surprise = resolve(text) if plain else (text, None)
        if surprise:
            self._note(place, *surprise)
        self._add(event, value)

    def _key(self, parent: _Open, key: str, place: Place) -> None:
        path = (*parent.path, key)
        if path in self.keys and key in parent.value:
            self._note(place, *_twice(key, self.keys[path].line))
        self.keys.setdefault(path, place)
        parent.key = key

    def _add(self, event: Any, value: Value) -> Path:
        self.count += 1
        place = self._place(event.start_mark)
        if self.count > self.limits.values:
            self._note(place, _too_many(self.limits.values), None)
            raise TooMuch(in_order(self.mistakes))
        path: Path = ()
        if self.open:
            path = self._attach(self.open[-1], value)
        else:
            self.root = value
        self.values.setdefault(path, place)
        return path

    @staticmethod
    def _attach(parent: _Open, value: Value) -> Path:
        if isinstance(parent.value, list):
            parent.value.append(value)
            return (*parent.path, len(parent.value) - 1)
        key, parent.key = parent.key or "", None
        parent.value.setdefault(
            key, value
        )  # A key written twice keeps its first value; it is refused anyway.
        return (*parent.path, key)

    def _refuse_marks(self, event: Any, place: Place) -> None:
        if event.tag is not None and not (event.tag == "!" and event.style):
            self._note(place, _tag(str(event.tag)), _REMOVE_MARK)
        if event.anchor is not None:
            self._note(place, _ALIAS, _WRITE_AGAIN)

    def _note(self, place: Place, what: Words, instead: Words | None) -> None:
        self.mistakes.append(
            Mistake(file=self.file, line=place.line, column=place.column, what=what, instead=instead)
        )

    def _place(self, mark: Any) -> Place:
        if mark is None:
            return Place(line=1, column=1)
        line = min(int(mark.line) + 1, max(len(self.lines), 1))
        return Place(line=line, column=int(mark.column) + 1)


_NOT_UTF8: Final = Words(
    en="the file is not written in UTF-8",
    fr="le fichier n’est pas écrit en UTF-8",
)
_SAVE_AS_UTF8: Final = Words(en="save it as UTF-8", fr="enregistrez-le en UTF-8")
_UNSEEN_SIGN: Final = Words(
    en="an invisible control character stands here",
    fr="un caractère de contrôle invisible se trouve ici",
)
_REMOVE_SIGN: Final = Words(en="delete it and type the text again", fr="supprimez-le et retapez le texte")
_TAB: Final = Words(en="the line is indented with a tab", fr="la ligne commence par une tabulation")
_WRITE_SPACES: Final = Words(en="write two spaces per level", fr="écrivez deux espaces par niveau")
_DIRECTIVE: Final = Words(en="a line begins with %", fr="une ligne commence par %")
_REMOVE_LINE: Final = Words(en="delete the line", fr="supprimez la ligne")
_ALIAS: Final = Words(
    en="anchors (&) and aliases (*) are not read here",
    fr="les ancres (&) et les alias (*) ne sont pas lus ici",
)
_WRITE_AGAIN: Final = Words(
    en="write the value out, in quotes if it begins with & or *",
    fr="écrivez la valeur en toutes lettres, entre guillemets si elle commence par & ou *",
)
_REMOVE_MARK: Final = Words(
    en="delete the tag, or put the text in quotes",
    fr="supprimez l’étiquette, ou mettez le texte entre guillemets",
)
_SEVERAL: Final = Words(en="a second document begins here", fr="un deuxième document commence ici")
_ONE_DOCUMENT: Final = Words(en="keep one document per file", fr="gardez un seul document par fichier")
_COMPLEX_KEY: Final = Words(en="a key is not a single word", fr="une clé n’est pas un simple mot")
_SIMPLE_KEY: Final = Words(
    en="write “key: value”, and put a text that begins with { or [ in quotes",
    fr="écrivez « clé: valeur », et mettez entre guillemets un texte qui commence par { ou [",
)
_NOT_KEYS: Final = Words(en="the file holds no keys", fr="le fichier ne contient aucune clé")
_WRITE_KEYS: Final = Words(en="begin with “schema: 1”", fr="commencez par « schema: 1 »")
_FLATTEN: Final = Words(en="write it flatter", fr="écrivez-le plus à plat")


def _too_deep(depth: int) -> Words:
    return Words(
        en=f"lists and keys are nested more than {depth} deep",
        fr=f"listes et clés sont imbriquées sur plus de {depth} niveaux",
    )


def _too_many(values: int) -> Words:
    return Words(
        en=f"the file holds more than {values} values", fr=f"le fichier contient plus de {values} valeurs"
    )


def _tag(tag: str) -> Words:
    return Words(en=f"a tag ({shown(tag)}) stands here", fr=f"une étiquette ({shown(tag)}) se trouve ici")


def _twice(key: str, line: int) -> tuple[Words, Words]:
    return (
        Words(
            en=f"the key “{shown(key)}” is written twice (first in line {line})",
            fr=f"la clé « {shown(key)} » est écrite deux fois (d’abord ligne {line})",
        ),
        Words(en="keep one of them", fr="n’en gardez qu’une"),
    )
