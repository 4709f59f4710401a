"""Says, in people's words and at its line, where written values differ from the keys that are expected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from playbooks.document import NOT_EMPTY
from playbooks.mistakes import SHOWN_MISTAKES, Mistake, nearest, shown, write
from playbooks.playbook import Words
from playbooks.written import Path, Written

Shape = TypeVar("Shape", bound=BaseModel)

EXAMPLES: Final[Mapping[str, str]] = {
    "schema": "schema: 1",
    "version": "version: 1",
    "id": "data-breach",
    "due": "30m, 4h or 2d",
    "hot_within": "30m, 4h or 2d",
    "wait": "5m, 1h",
    "mandatory": "true",
    "title": "{en: …, fr: …}",
    "country": "FR",
    "telephone": '"+33 1 99 00 10 01"',
    "email": "claire@meridian.example",
    "user": "U0CLAIRE",
    "users": "[U0CLAIRE]",
    "administrators": "[U0CLAIRE]",
    "zone": "Europe/Paris",
    "announcements": "crisis-announcements",
    "lesson": "INC-2026-0042/a1",
}


def check_shape(
    written: Written, shape: type[Shape], more: Mapping[str, str] | None = None
) -> tuple[Shape | None, tuple[Mistake, ...]]:
    """
    Read the values as the given model, or give every mistake that keeps them from being it.

    `more` says what to write for keys of this kind of document, by key or by group and key (`covers.from`).
    """
    try:
        return shape.model_validate(written.content), ()
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=True)
    # Sorted and cut before any sentence is made: a hostile file may hold thousands of mistakes.
    errors.sort(key=lambda error: _order(written, error))
    told = _Told(written=written, shape=shape, examples={**EXAMPLES, **(more or {})})
    return None, tuple(told.mistake(error) for error in errors[:SHOWN_MISTAKES])


def _order(written: Written, error: ErrorDetails) -> tuple[int, int]:
    place = written.key_place(_path(error))
    return place.line, place.column


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != "[key]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is needed to say what is wrong."""

    written: Written
    shape: type[BaseModel]
    examples: Mapping[str, str]

    def mistake(self, error: ErrorDetails) -> Mistake:
        written, path = self.written, _path(error)
        named = [part for part in path if isinstance(part, str)]
        key = named[-1] if named else ""
        example = self.examples.get(".".join(named[-2:])) or self.examples.get(key)
        match error["type"]:
            case "extra_forbidden":
                what = Words(en=f"unknown key “{shown(key)}”", fr=f"clé inconnue « {shown(key)} »")
                # “{en: Fire, smoke}” is a key too many to a reader of YAML, and a missing quote to a person.
                known = _keys_at(self.shape, path[:-1])
                instead = _COMMA if error["input"] is None else nearest(key, known)
                return written.mistake(written.key_place(path), what, instead)
            case "missing":
                what = Words(en=f"the key “{key}” is missing", fr=f"la clé « {key} » manque")
                return written.mistake(written.key_place(path[:-1]), what, _missing(key, example))
            case "enum":
                expected = re.findall(r"'([^']+)'", str(error["ctx"]["expected"]))
                place = written.key_place(path) if "[key]" in error["loc"] else written.place(path)
                return written.mistake(place, _not_known(error["input"]), nearest(error["input"], expected))
            case _:
                what, instead = _value_words(error, key, example)
        keyed = "[key]" in error["loc"]
        return written.mistake(written.key_place(path) if keyed else written.place(path), what, instead)


def _missing(key: str, example: str | None) -> Words:
    match key:
        case "en":
            return Words(en="write the English text too", fr="écrivez aussi le texte anglais")
        case "fr":
            return Words(en="write the French text too", fr="écrivez aussi le texte français")
        case _:
            example = example or f"{key}: …"
            return write(example if example.startswith(f"{key}:") else f"{key}: {example}")


def _not_known(value: object) -> Words:
    return Words(en=f"“{shown(value)}” is not known here", fr=f"« {shown(value)} » n’est pas connu ici")


def _value_words(error: ErrorDetails, key: str, text: str | None) -> tuple[Words, Words | None]:
    kind, limits, name = error["type"], error.get("ctx", {}), shown(key)
    example = None if text is None else write(text)
    if error["input"] is None:
        return Words(en=f"“{name}” is empty", fr=f"« {name} » est vide"), example
    if key == "version":
        return _WHOLE_VERSION, _NEXT_VERSION
    if kind in _KINDS:
        must, instead = _KINDS[kind]
        return _must(name, must), example or instead
    if kind in _SIZES:
        limit, must, instead = _SIZES[kind]
        most = limits[limit]
        return _must(name, Words(en=must.en.format(most), fr=must.fr.format(most))), instead
    if limits.get("pattern") == NOT_EMPTY:
        return _must(name, _SAID), None
    what = Words(
        en=f"“{shown(error['input'])}” cannot be read as {name}",
        fr=f"« {shown(error['input'])} » ne peut être lu comme {name}",
    )
    return what, example or _NAME


def _must(name: str, must: Words) -> Words:
    return Words(en=f"“{name}” must be {must.en}", fr=f"« {name} » doit être {must.fr}")


_QUOTED: Final = Words(en="put it in quotes", fr="mettez-le entre guillemets")
_COMMA: Final = Words(
    en="write “key: value”, and put a text that holds a comma in quotes",
    fr="écrivez « clé: valeur », et mettez entre guillemets un texte qui contient une virgule",
)
_SHORTER: Final = Words(en="write it shorter", fr="écrivez plus court")
_NAME: Final = Words(
    en="write small letters, digits and single hyphens (data-breach)",
    fr="écrivez des minuscules, des chiffres et des tirets simples (data-breach)",
)
_WHOLE_VERSION: Final = Words(
    en="a version is a whole number (1.10 would be read as 1.1)",
    fr="une version est un nombre entier (1.10 serait lu 1.1)",
)
_NEXT_VERSION: Final = Words(
    en="write version: 1, then 2 for the next", fr="écrivez version: 1, puis 2 pour la suivante"
)


_KINDS: Final[Mapping[str, tuple[Words, Words | None]]] = {
    "string_type": (Words(en="a text", fr="un texte"), _QUOTED),
    "int_type": (Words(en="a whole number", fr="un nombre entier"), None),
    "literal_error": (Words(en="the number 1", fr="le nombre 1"), None),
    "bool_type": (Words(en="true or false", fr="true ou false"), None),
    "list_type": (
        Words(en="a list", fr="une liste"),
        Words(en="write “- ” before each entry", fr="écrivez « - » devant chaque élément"),
    ),
    "model_type": (Words(en="a group of keys", fr="un groupe de clés"), None),
    "dict_type": (Words(en="a group of keys", fr="un groupe de clés"), None),
}
_SIZES: Final[Mapping[str, tuple[str, Words, Words | None]]] = {
    "string_too_long": (
        "max_length",
        Words(en="at most {} characters long", fr="long de {} caractères au plus"),
        _SHORTER,
    ),
    "too_short": ("min_length", Words(en="a list of at least {}", fr="une liste d’au moins {}"), None),
    "too_long": ("max_length", Words(en="a list of at most {}", fr="une liste de {} au plus"), None),
}
_SAID: Final = Words(en="more than an empty text", fr="autre chose qu’un texte vide")


def _keys_at(shape: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Name the keys that the model knows at a place of the document."""
    kind: Any = shape
    for part in path:
        kind = _inside(kind, part)
    return tuple(_fields(kind)) if _is_model(kind) else ()


def _inside(kind: Any, part: str | int) -> Any:
    """Step from an annotation such as `list[StepText] | None` to what one of its parts holds."""
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is list:
            return _bare(arguments[0])
        case origin if origin is dict:
            return _bare(arguments[1])
    return _bare(_fields(kind).get(str(part))) if _is_model(kind) else None


def _bare(kind: Any) -> Any:
    """Take the optional part and the notes off an annotation."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return next((inner for inner in get_args(kind) if inner is not NoneType), None)
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}
