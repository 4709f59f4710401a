"""
The file of the tools that report: read, checked, and explained where it is wrong.

docs/reports.md explains each key with an example; a test keeps the two equal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, SecretStr, StringConstraints
from pydantic import Field as Key

from config.directory.checks import check_key
from config.outside import KEY_NAME
from playbooks.document import Id, Part, ShortText
from playbooks.incoming import ALLOWED, REQUIRED, Encoding, Field, Kind, Scheme, Signature, Source, parsed
from playbooks.mistakes import Mistake, Unreadable, in_order, nearest, shown, write
from playbooks.names import as_list, as_mapping, repeated
from playbooks.playbook import Network, Words
from playbooks.routing.tongues import CODES
from playbooks.shape import check_shape
from playbooks.written import Limits, Value, Written, read_written
from playbooks.written import Path as Where

LIMITS: Final = Limits(size=256 * 1024, values=5_000)
SHORTEST_SECRET: Final = 16  # characters
MOST_SOURCES: Final = 50

Header: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")]
Text: TypeAlias = Annotated[str, StringConstraints(max_length=300)]
Place: TypeAlias = Annotated[str, StringConstraints(max_length=300)]
Secret: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{KEY_NAME.pattern}$")]


class SignatureText(Part):
    """How the tool signs."""

    header: Header
    scheme: Annotated[Scheme, Key(strict=False)] = Scheme.HMAC_SHA256
    encoding: Annotated[Encoding, Key(strict=False)] = Encoding.HEX
    prefix: Annotated[str, StringConstraints(max_length=20)] = ""
    timestamp: Header | None = None


def _listed(places: object) -> object:
    """Read a pointer that stands alone as a list of one."""
    return places if isinstance(places, list) else [places]


Places: TypeAlias = Annotated[
    list[Place], Key(min_length=1), BeforeValidator(_listed, json_schema_input_type=Place | list[Place])
]


class SourceText(Part):
    """One tool."""

    id: Id
    title: ShortText
    kind: Annotated[Kind, Key(strict=False)] = Kind.MESSAGE
    secret: Secret
    signature: SignatureText
    fields: dict[Annotated[Field, Key(strict=False)], Places]
    values: dict[Annotated[Field, Key(strict=False)], dict[Text, Text]] = Key(default_factory=dict)
    always: dict[Annotated[Field, Key(strict=False)], Text] = Key(default_factory=dict)


class SourcesText(Part):
    """A whole file."""

    edition: Literal[1] = Key(alias="schema")
    sources: list[SourceText] = Key(max_length=MOST_SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source and the secret that it shares with us."""

    source: Source
    key: bytes


class UnreadableSources(Unreadable):
    """The file of the sources cannot be used; every mistake found is in `mistakes`."""


EXAMPLES: Final[Mapping[str, str]] = {
    "schema": "schema: 1",
    "sources": "“- id: care-tool”",
    "id": "care-tool",
    "kind": "message",
    "secret": "CARE_TOOL_SECRET",
    "header": "X-Signature",
    "timestamp": "X-Timestamp",
    "fields": "{id: /message/id, text: /message/body}",
    **{f"fields.{field}": f"/message/{field}" for field in Field},
    "signature": "{header: X-Signature}",
    "values": "{network: {twitter: x}}",
    "always": "{network: email}",
}


def load_sources(path: Path, keys: Mapping[str, SecretStr]) -> Mapping[str, Known]:
    """
    Read the tools that report, by their ids, each with its secret out of `keys`, by the names of variables.

    Raises UnreadableSources with every mistake, OSError if the file cannot be opened.
    """
    return read_sources(path.read_bytes(), path.name, keys)


def read_sources(text: bytes | str, file: str, keys: Mapping[str, SecretStr]) -> Mapping[str, Known]:
    """Read the text of such a file. Raises UnreadableSources with every mistake."""
    try:
        written = read_written(text, file, LIMITS)
    except Unreadable as exc:
        raise UnreadableSources(exc.mistakes) from exc
    document, misshapen = check_shape(written, SourcesText, EXAMPLES)
    mistakes = in_order(written.mistakes, misshapen, _check(written, keys))
    if document is None or mistakes:
        raise UnreadableSources(mistakes)
    return {one.id: Known(source=_made(one), key=_bytes(keys[one.secret])) for one in document.sources}


def _bytes(secret: SecretStr) -> bytes:
    # The environment gives bytes that are no UTF-8 as lone surrogates: back to what they were.
    return secret.get_secret_value().encode("utf-8", "surrogateescape")


def _made(one: SourceText) -> Source:
    return Source(
        id=one.id,
        title=Words(en=one.title.en, fr=one.title.fr),
        kind=one.kind,
        secret=one.secret,
        signature=Signature(
            header=one.signature.header,
            scheme=one.signature.scheme,
            encoding=one.signature.encoding,
            prefix=one.signature.prefix,
            timestamp=one.signature.timestamp or "",
        ),
        fields={field: tuple(map(parsed, places)) for field, places in one.fields.items()},
        values=one.values,
        always=one.always,
    )


def _check(written: Written, keys: Mapping[str, SecretStr]) -> Iterator[Mistake]:
    sources = [as_mapping(one) for one in as_list(written.content.get("sources"))]
    yield from repeated(written, [(("sources", n, "id"), one.get("id")) for n, one in enumerate(sources)])
    for number, one in enumerate(sources):
        yield from _check_secret(written, number, one.get("secret"), keys)
        yield from _check_fields(written, number, one)
        yield from _check_constants(written, number, one)
        yield from _check_moment(written, number, one)
        yield from _check_networks(written, number, one)


def _check_secret(
    written: Written, number: int, name: Value, keys: Mapping[str, SecretStr]
) -> Iterator[Mistake]:
    path = ("sources", number, "secret")
    ours = tuple(check_key(written, path, name))
    yield from ours
    if ours or not isinstance(name, str) or KEY_NAME.fullmatch(name) is None:
        return
    if name not in keys:
        what = Words(en=f"the variable {name} is not set", fr=f"la variable {name} n’est pas définie")
        yield written.mistake(written.place(path), what, _SET_IT)
    elif len(keys[name].get_secret_value().strip()) < SHORTEST_SECRET:
        what = Words(
            en=f"the variable {name} holds fewer than {SHORTEST_SECRET} characters",
            fr=f"la variable {name} contient moins de {SHORTEST_SECRET} caractères",
        )
        yield written.mistake(written.place(path), what, _SET_IT)


def _check_fields(written: Written, number: int, one: Mapping[str, Value]) -> Iterator[Mistake]:
    path, fields = ("sources", number, "fields"), as_mapping(one.get("fields"))
    kind = next((kind for kind in Kind if kind.value == one.get("kind", Kind.MESSAGE.value)), None)
    for needed in sorted(REQUIRED):
        if isinstance(one.get("fields"), dict) and needed.value not in fields:
            what = Words(en=f"the field “{needed}” is missing", fr=f"le champ « {needed} » manque")
            yield written.mistake(written.key_place(path), what, write(f"{needed}: /{needed}"))
    for group in ("fields", "values", "always"):
        for name in as_mapping(one.get(group)):
            if kind is not None and name in set(Field) - set(ALLOWED[kind]):
                what = Words(en=f"a {kind} has no “{name}”", fr=f"« {kind} » n’a pas de « {name} »")
                known = sorted(field.value for field in ALLOWED[kind])
                stands = written.key_place(("sources", number, group, name))
                yield written.mistake(stands, what, nearest(name, known))
    for name, places in fields.items():
        one_place: Where = (*path, name)
        listed = [(one_place, places)] if isinstance(places, str) else []
        listed += [
            ((*one_place, n), place) for n, place in enumerate(as_list(places)) if isinstance(place, str)
        ]
        for where, place in listed:
            yield from _check_pointer(written, where, place)


def _check_constants(written: Written, number: int, one: Mapping[str, Value]) -> Iterator[Mistake]:
    """What every report had would be the first one's alone: each after it would be dropped as known already."""
    path: Where = ("sources", number, "always")
    always = as_mapping(one.get("always"))
    for name in sorted(REQUIRED & always.keys()):
        what = Words(
            en=f"“{name}” cannot be the same in every report",
            fr=f"« {name} » ne peut être le même dans chaque signalement",
        )
        yield written.mistake(written.key_place((*path, name)), what, _FROM_DOCUMENT)
    language = always.get(Field.LANGUAGE.value)
    if isinstance(language, str) and language not in CODES:
        what = Words(
            en=f"“{shown(language)}” is not the code of a language",
            fr=f"« {shown(language)} » n’est pas le code d’une langue",
        )
        yield written.mistake(written.place((*path, Field.LANGUAGE.value)), what, write("fr"))


def _check_moment(written: Written, number: int, one: Mapping[str, Value]) -> Iterator[Mistake]:
    """A moment beside a token is signed by nothing: whoever sends the document again writes a newer one."""
    signature = as_mapping(one.get("signature"))
    if signature.get("scheme") == Scheme.TOKEN.value and signature.get("timestamp") is not None:
        path: Where = ("sources", number, "signature", "timestamp")
        yield written.mistake(written.key_place(path), _UNSIGNED_MOMENT, _NO_MOMENT)


def _check_pointer(written: Written, path: Where, text: str) -> Iterator[Mistake]:
    try:
        parsed(text)
    except ValueError:
        what = Words(
            en=f"“{shown(text)}” is no JSON Pointer", fr=f"« {shown(text)} » n’est pas un pointeur JSON"
        )
        yield written.mistake(written.place(path), what, write("/message/body"))


def _check_networks(written: Written, number: int, one: Mapping[str, Value]) -> Iterator[Mistake]:
    """A network that no list knows would be forgotten without a word."""
    base: Where = ("sources", number)
    meant = as_mapping(as_mapping(one.get("values")).get(Field.NETWORK.value))
    named = [((*base, "values", Field.NETWORK.value, key), value) for key, value in meant.items()]
    always = as_mapping(one.get("always")).get(Field.NETWORK.value)
    named += [((*base, "always", Field.NETWORK.value), always)] if isinstance(always, str) else []
    for path, value in named:
        if isinstance(value, str) and value not in set(Network):
            what = Words(
                en=f"there is no network “{shown(value)}”", fr=f"il n’y a pas de réseau « {shown(value)} »"
            )
            yield written.mistake(written.place(path), what, nearest(value, list(Network)))


_FROM_DOCUMENT: Final = Words(en="say under fields where it stands", fr="dites sous fields où il se trouve")
_UNSIGNED_MOMENT: Final = Words(
    en="a token does not sign this moment, so that it keeps nothing old out",
    fr="un jeton ne signe pas cette heure, qui n’écarte donc rien d’ancien",
)
_NO_MOMENT: Final = Words(
    en="leave it out, or sign with hmac-sha256", fr="retirez-la, ou signez en hmac-sha256"
)
_SET_IT: Final = Words(
    en=f"set it where the product runs, to {SHORTEST_SECRET} characters or more",
    fr=f"définissez-la là où tourne le produit, avec {SHORTEST_SECRET} caractères ou plus",
)
