"""Facts, incidents and playbooks as JSON text, and back."""

from dataclasses import fields
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from playbooks import events as e
from playbooks.folding import FOLDING
from playbooks.incident import Action, Incident
from playbooks.letters import Matter
from playbooks.playbook import Playbook
from playbooks.routing.changes import DutyChange, Swap

OWN_COLUMNS: Final = {"at", "by"}  # of a fact: they stand beside its body

Kept = TypeVar("Kept")


class Unreadable(Exception):
    """What was remembered cannot be read by this version of the product."""


def fact_body(fact: e.Event) -> str:
    """Write the fields of a fact that are its own."""
    return _adapter(type(fact)).dump_json(fact, exclude=OWN_COLUMNS).decode()


def read_fact(kind: str, body: str, **own: object) -> e.Event:
    """Read a fact; `own` are its `at` and `by`. Raises Unreadable."""
    known = _facts().get(kind)
    if known is None:
        message = (
            f"the log holds a fact “{kind}” that this version does not know: run the version that wrote it"
        )
        raise Unreadable(message)
    return _read(known, _values(body) | own, kind)


def snapshot(incident: Incident) -> str:
    """
    Write everything of an incident but its playbook, which is remembered once for all that use it.

    What is as it is by default is left out: of fifty steps most have nothing to say of most of their fields.
    """
    body = _adapter(Incident).dump_json(incident, exclude={"playbook"}, exclude_defaults=True)
    return f"{shape()} {body.decode()}"


def is_of_this_shape(text: str) -> bool:
    """Whether a snapshot was written by a version that keeps the same of an incident, and folds alike."""
    return text.startswith(f"{shape()} ")


def read_snapshot(text: str, playbook: Playbook) -> Incident:
    """Read an incident from a snapshot of this shape. Raises Unreadable."""
    values = _values(text.partition(" ")[2])
    return _read(Incident, values | {"playbook": playbook}, "the state of an incident")


@cache
def shape() -> str:
    """Name what this version keeps of an incident and how it folds: another name, another state."""
    kept = _adapter(Incident).json_schema(mode="serialization")
    return sha256(f"{FOLDING} {to_json(kept).decode()}".encode()).hexdigest()[:16]


def document(playbook: Playbook) -> str:
    """Write a playbook."""
    return _adapter(Playbook).dump_json(playbook).decode()


def read_document(text: str) -> Playbook:
    """Read a playbook. Raises Unreadable."""
    return _read(Playbook, _values(text), "a released playbook")


def matter_body(matter: Matter) -> str:
    """Write what a letter is about."""
    return _adapter(type(matter)).dump_json(matter).decode()


def read_matter(kind: str, body: str) -> Matter:
    """Read what a letter is about. Raises Unreadable."""
    known = {one.__name__: one for one in get_args(Matter)}.get(kind)
    if known is None:
        message = f"a letter is about “{kind}”, which this version does not know"
        raise Unreadable(message)
    read: Matter = _read(known, _values(body), "a letter")
    return read


def action_body(action: Action) -> str:
    """Write an action of a review."""
    return _adapter(Action).dump_json(action).decode()


def read_action(body: str) -> Action:
    """Read an action of a review. Raises Unreadable."""
    return _read(Action, _values(body), "an action")


def change_body(change: DutyChange) -> str:
    """Write a change of the rotas, but for when and by whom."""
    return _adapter(type(change)).dump_json(change, exclude=OWN_COLUMNS).decode()


def read_change(kind: str, body: str, **own: object) -> DutyChange:
    """Read a change of the rotas; `own` are its `at` and `by`. Raises Unreadable."""
    known = {one.__name__: one for one in get_args(DutyChange)}.get(kind)
    if known is None:
        message = f"the log of the rotas holds “{kind}”, which this version does not know"
        raise Unreadable(message)
    read: DutyChange = _read(known, _values(body) | own, "a change of the rotas")
    return read


def swap_body(swap: Swap) -> str:
    """Write a wish to swap."""
    return _adapter(Swap).dump_json(swap).decode()


def read_swap(body: str) -> Swap:
    """Read a wish to swap. Raises Unreadable."""
    return _read(Swap, _values(body), "a wish to swap")


def _values(text: str) -> dict[str, Any]:
    try:
        values = from_json(text)
    except ValueError as exc:
        message = f"what was remembered is not JSON: {exc}"
        raise Unreadable(message) from exc
    if not isinstance(values, dict):
        message = "what was remembered is not a group of fields"
        raise Unreadable(message)
    return values


def _read(kind: type[Kept], values: dict[str, Any], what: str) -> Kept:
    unknown = values.keys() - {field.name for field in fields(kind)}  # type: ignore[arg-type]  # All are dataclasses.
    if unknown:
        message = f"{what} holds {', '.join(sorted(unknown))}, which this version does not know"
        raise Unreadable(message)
    try:
        return _adapter(kind).validate_python(values)
    except ValidationError as exc:
        places = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors())
        message = f"{what} cannot be read: {places}"
        raise Unreadable(message) from exc


def _adapter(kind: type[Kept]) -> TypeAdapter[Kept]:
    made: TypeAdapter[Kept] = _made(cast("Any", kind))
    return made


@cache
def _made(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _facts() -> dict[str, type[e.Event]]:
    made = (kind for kind in vars(e).values() if isinstance(kind, type) and issubclass(kind, e.Event))
    return {kind.__name__: kind for kind in made if kind is not e.Event}
