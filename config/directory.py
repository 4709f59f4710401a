"""The company's directory file becomes a Directory, or every mistake in it at once."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from playbooks.document import Duration, Id, Part, ShortText
from playbooks.mistakes import Mistake, Unreadable, in_order, shown, write
from playbooks.names import as_list, as_mapping, unknown_of
from playbooks.plan import duration
from playbooks.playbook import LadderId, Language, RoleId, UnitId, UserId, Words
from playbooks.routing import (
    STANDARD_LADDERS,
    STANDARD_OBJECTIVES,
    STANDARD_ROLES,
    Account,
    Contact,
    Directory,
    LadderPlan,
    Rung,
    Unit,
)
from playbooks.shape import check_shape
from playbooks.written import Limits, Value, Written, read_written

EXAMPLE: Final = "examples/directory.yaml"
MOST_CHANNELS: Final = 200  # accounts of a company; one unit sees its own and the shared ones
LIMITS: Final = Limits(size=512 * 1024, values=40_000)  # some two thousand people

SlackId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,20}$")]
Channel: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(C[A-Z0-9]{2,20}|[^\sA-Z#]{1,80})$")]
Line: TypeAlias = Annotated[str, StringConstraints(pattern=r"\S", max_length=80)]
Email: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^\s@<>]+@[^\s@<>]+$", max_length=120)]
Telephone: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\+[0-9][0-9 ]{5,24}$")]
Country: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class UnreadableDirectory(Unreadable):
    """The directory file cannot be used; every mistake found is in `mistakes`."""


class UnitText(Part):
    """A business unit."""

    title: ShortText
    country: Country


class ContactText(Part):
    """A person who can be called."""

    user: SlackId
    name: Line
    email: Email
    telephone: Telephone
    language: Annotated[Language, Field(strict=False)]
    zone: Line
    units: list[Id] = Field(default_factory=list)
    roles: list[Id] = Field(default_factory=list)


class RungText(Part):
    """One step of a ladder."""

    roles: list[Id] = Field(default_factory=list)
    users: list[SlackId] = Field(default_factory=list)
    wait: Duration | None = None


class LadderText(Part):
    """Who is called, and who after them."""

    title: ShortText
    rungs: list[RungText] = Field(min_length=1, max_length=10)


class ChannelText(Part):
    """A place where the company publishes."""

    name: Line
    units: list[Id] = Field(default_factory=list)


class DirectoryText(Part):
    """A whole directory file."""

    edition: Literal[1] = Field(alias="schema")
    company: Line
    default_language: Annotated[Language, Field(strict=False)]
    announcements: Channel
    administrators: list[SlackId] = Field(min_length=1)
    units: dict[Id, UnitText] = Field(min_length=1)
    roles: dict[Id, ShortText] = Field(default_factory=dict)
    objectives: dict[Id, ShortText] = Field(default_factory=dict)
    contacts: list[ContactText] = Field(min_length=1)
    ladders: dict[Id, LadderText]
    channels: list[ChannelText] = Field(default_factory=list, max_length=MOST_CHANNELS)


def load_directory(path: Path | None) -> Directory:
    """
    Read the company's directory; without a path, the fictional company that comes with the product.

    Raises UnreadableDirectory with every mistake, or OSError if the file cannot be opened.
    """
    if path is None:
        return read_directory((files("config") / EXAMPLE).read_bytes(), "directory.yaml")
    return read_directory(path.read_bytes(), path.name)


def read_directory(text: bytes | str, file: str) -> Directory:
    """
    Read a directory file's text.

    Standard roles and objectives are always there; the file may rename them and add its own.
    Raises UnreadableDirectory with every mistake.
    """
    try:
        written = read_written(text, file, LIMITS)
    except Unreadable as exc:
        raise UnreadableDirectory(exc.mistakes) from exc
    document, misshapen = check_shape(written, DirectoryText)
    mistakes = in_order(written.mistakes, misshapen, _check_meaning(written))
    if document is None or mistakes:
        raise UnreadableDirectory(mistakes)
    return _directory(document)


def _check_meaning(written: Written) -> Iterator[Mistake]:
    content = written.content
    contacts = [as_mapping(contact) for contact in as_list(content.get("contacts"))]
    roles = frozenset({*STANDARD_ROLES, *as_mapping(content.get("roles"))})
    units = frozenset(as_mapping(content.get("units")))
    people = frozenset(user for contact in contacts if isinstance(user := contact.get("user"), str))
    yield from unknown_of(written, ("administrators",), content.get("administrators"), people)
    yield from _check_contacts(written, contacts, roles, units)
    yield from _check_ladders(written, roles, people)
    for number, channel in enumerate(as_list(content.get("channels"))):
        path = ("channels", number, "units")
        yield from unknown_of(written, path, as_mapping(channel).get("units"), units)


def _check_contacts(
    written: Written, contacts: list[dict[str, Value]], roles: frozenset[str], units: frozenset[str]
) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, contact in enumerate(contacts):
        path = ("contacts", number)
        yield from unknown_of(written, (*path, "roles"), contact.get("roles"), roles)
        yield from unknown_of(written, (*path, "units"), contact.get("units"), units)
        zone, user = contact.get("zone"), contact.get("user")
        if isinstance(zone, str) and not _is_zone(zone):
            what = Words(
                en=f"“{shown(zone)}” is not a time zone", fr=f"« {shown(zone)} » n’est pas un fuseau horaire"
            )
            yield written.mistake(written.place((*path, "zone")), what, write("Europe/Paris"))
        if isinstance(user, str) and user in seen:
            what = Words(en=f"{shown(user)} stands here twice", fr=f"{shown(user)} figure deux fois")
            instead = Words(en="keep one entry per person", fr="gardez une entrée par personne")
            yield written.mistake(written.place((*path, "user")), what, instead)
        seen.add(str(user))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _check_ladders(written: Written, roles: frozenset[str], people: frozenset[str]) -> Iterator[Mistake]:
    ladders = as_mapping(written.content.get("ladders"))
    for missing in [name for name in STANDARD_LADDERS if name not in ladders]:
        what = Words(
            en=f"the ladder “{missing}” is missing; the built-in playbooks call it",
            fr=f"l’échelle « {missing} » manque ; les fiches réflexes fournies l’appellent",
        )
        yield written.mistake(written.key_place(("ladders",)), what, write(f"{missing}: …"))
    for name, ladder in ladders.items():
        for number, rung in enumerate(as_list(as_mapping(ladder).get("rungs"))):
            path = ("ladders", name, "rungs", number)
            named = as_mapping(rung)
            yield from unknown_of(written, (*path, "roles"), named.get("roles"), roles)
            yield from unknown_of(written, (*path, "users"), named.get("users"), people)
            if not named.get("roles") and not named.get("users"):
                what = Words(en="this rung calls nobody", fr="cet échelon n’appelle personne")
                yield written.mistake(written.place(path), what, write("roles: [press]"))


def _directory(document: DirectoryText) -> Directory:
    return Directory(
        company=document.company,
        default_language=document.default_language,
        units=tuple(
            Unit(id=UnitId(name), title=_words(unit.title), country=unit.country)
            for name, unit in document.units.items()
        ),
        roles={**STANDARD_ROLES, **{RoleId(role): _words(title) for role, title in document.roles.items()}},
        contacts=tuple(_contact(contact) for contact in document.contacts),
        ladders=tuple(_ladder(name, ladder) for name, ladder in document.ladders.items()),
        objectives=_renamed(STANDARD_OBJECTIVES, document.objectives),
        announcements=document.announcements,
        administrators=tuple(UserId(user) for user in document.administrators),
        channels=tuple(_account(channel) for channel in document.channels),
    )


def _renamed(standard: Mapping[str, Words], own: Mapping[str, ShortText]) -> dict[str, Words]:
    return {**standard, **{name: _words(title) for name, title in own.items()}}


def _contact(contact: ContactText) -> Contact:
    return Contact(
        user=UserId(contact.user),
        name=contact.name,
        email=contact.email,
        telephone=contact.telephone,
        language=contact.language,
        zone=contact.zone,
        units=tuple(UnitId(unit) for unit in contact.units),
        roles=tuple(RoleId(role) for role in contact.roles),
    )


def _account(channel: ChannelText) -> Account:
    return Account(name=channel.name, units=tuple(UnitId(unit) for unit in channel.units))


def _ladder(name: str, ladder: LadderText) -> LadderPlan:
    rungs = tuple(
        Rung(
            roles=tuple(RoleId(role) for role in rung.roles),
            users=tuple(UserId(user) for user in rung.users),
            wait=duration(rung.wait) if rung.wait else None,
        )
        for rung in ladder.rungs
    )
    return LadderPlan(id=LadderId(name), title=_words(ladder.title), rungs=rungs)


def _words(text: ShortText) -> Words:
    return Words(en=text.en, fr=text.fr)
