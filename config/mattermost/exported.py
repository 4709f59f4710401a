"""The JSON that Mattermost's “Export playbook” gives, read as the hostile text it may be."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NoReturn

from config.mattermost.leftovers import Kind, Left
from playbooks.mistakes import shown
from playbooks.playbook import Words

LARGEST: Final = 512 * 1024  # bytes; a long playbook of theirs is a tenth of it
MOST_STEPS: Final = 400  # of all checklists together
LONGEST: Final = 20_000  # characters of one text; what is beyond is not even looked at
LONGEST_DUE: Final = timedelta(days=366)  # more is a date, not a length of time
EDITION: Final = 1

Part = Mapping[str, Any]


class NotAnExport(Exception):
    """The file is not what Mattermost exports; `what` says where and why."""

    def __init__(self, what: Words) -> None:
        self.what = what
        super().__init__(what.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist."""

    title: str
    description: str
    command: str
    due: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Some lines under a title."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a document of ours can be made of, and what stays behind."""

    title: str
    description: str
    checklists: tuple[Checklist, ...]
    keywords: tuple[str, ...]
    update: str  # the template of a status update
    welcome: str
    summary: str
    retrospective: str
    left: tuple[Left, ...]


# Whatever else stands in an export says something only to the server that wrote it, or repeats a key below.
_SERVER: Final = frozenset(
    {
        "id",
        "team_id",
        "public",
        "create_public_playbook_run",
        "create_at",
        "update_at",
        "delete_at",
        "num_stages",
        "num_steps",
        "num_runs",
        "num_actions",
        "last_run_at",
        "active_runs",
        "members",
        "member_ids",
        "default_playbook_admin_role",
        "default_playbook_member_role",
        "default_run_admin_role",
        "default_run_member_role",
        "status_update_enabled",
        "retrospective_enabled",
        "broadcast_enabled",
        "invite_users_enabled",
        "default_owner_enabled",
        "message_on_join_enabled",
        "run_summary_template_enabled",
        "signal_any_keywords_enabled",
        "categorize_channel_enabled",
        "webhook_on_creation_enabled",
        "webhook_on_status_update_enabled",
        "retrospective_reminder_interval_seconds",
    }
)
_TAKEN: Final = frozenset(
    {
        "title",
        "description",
        "checklists",
        "signal_any_keywords",
        "reminder_message_template",
        "message_on_join",
        "run_summary_template",
        "retrospective_template",
        "version",
    }
)
_LEFT: Final[Mapping[str, Kind]] = {
    "reminder_timer_default_seconds": Kind.UPDATES,
    "retrospective_template": Kind.RETROSPECTIVE,
    "run_summary_template": Kind.SUMMARY,
    "message_on_join": Kind.WELCOME,
    "webhook_on_creation_urls": Kind.WEBHOOK,
    "webhook_on_creation_url": Kind.WEBHOOK,
    "webhook_on_status_update_urls": Kind.WEBHOOK,
    "webhook_on_status_update_url": Kind.WEBHOOK,
    "broadcast_channel_ids": Kind.BROADCAST,
    "broadcast_channel_id": Kind.BROADCAST,
    "invited_user_ids": Kind.PEOPLE,
    "invited_group_ids": Kind.PEOPLE,
    "default_owner_id": Kind.PEOPLE,
    "channel_id": Kind.CHANNEL,
    "channel_mode": Kind.CHANNEL,
    "channel_name_template": Kind.CHANNEL,
    "category_name": Kind.CHANNEL,
    "create_channel_member_on_new_participant": Kind.CHANNEL,
    "remove_channel_member_on_removed_participant": Kind.CHANNEL,
    "conditions": Kind.CONDITION,
}
_NAMED: Final[Mapping[str, tuple[str, Kind]]] = {
    "metrics": ("title", Kind.METRIC),
    "properties": ("name", Kind.PROPERTY),
}
_OF_ITEM: Final[Mapping[str, Kind]] = {
    "command": Kind.COMMAND,
    "task_actions": Kind.AUTOMATION,
    "assignee_id": Kind.ASSIGNEE,
    "assignee_type": Kind.ASSIGNEE,
    "condition_id": Kind.CONDITION,
}


def read_export(text: bytes) -> Exported:
    """Read an export. Raises NotAnExport, whatever the text holds."""
    if len(text) > LARGEST:
        size = LARGEST // 1024
        _refuse(f"the file is larger than {size} KiB", f"le fichier dépasse {size} Kio")
    try:
        whole = json.loads(text.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse(
            "the file is not JSON, or nested without end",
            "le fichier n’est pas du JSON, ou imbriqué sans fin",
        )
    whole = _mapping(whole, "")
    inner = whole.get("playbook")
    playbook = {**whole, **inner} if isinstance(inner, dict) and "checklists" not in whole else whole
    if "checklists" not in playbook:
        _refuse("there are no “checklists” in it", "il n’y a pas de « checklists »")
    return _exported({key: told for key, told in playbook.items() if key != "playbook" or playbook is whole})


def _exported(playbook: Part) -> Exported:
    left: list[Left] = []
    checklists = _checklists(playbook, left)
    left += _left_of(playbook)
    return Exported(
        title=_text(playbook, "title", ""),
        description=_text(playbook, "description", ""),
        checklists=checklists,
        keywords=_keywords(playbook),
        update=_text(playbook, "reminder_message_template", ""),
        welcome=_text(playbook, "message_on_join", ""),
        summary=_text(playbook, "run_summary_template", ""),
        retrospective=_text(playbook, "retrospective_template", ""),
        left=tuple(left),
    )


def _checklists(playbook: Part, left: list[Left]) -> tuple[Checklist, ...]:
    checklists: list[Checklist] = []
    count = 0
    for number, given in enumerate(_listed(playbook, "checklists", "")):
        where = f"checklists[{number}]"
        checklist = _mapping(given, where)
        items = _listed(checklist, "items", where)
        count += max(len(items), 1)
        if count > MOST_STEPS:
            _refuse(f"it has more than {MOST_STEPS} steps", f"il a plus de {MOST_STEPS} étapes")
        read = (
            _item(_mapping(item, f"{where}.items[{n}]"), f"{where}.items[{n}]", left)
            for n, item in enumerate(items)
        )
        title = _text(checklist, "title", where)
        checklists.append(Checklist(title=title, items=tuple(item for item in read if item)))
    return tuple(checklists)


def _item(item: Part, where: str, left: list[Left]) -> Item | None:
    title, description = _text(item, "title", where), _text(item, "description", where)
    named = title if title.strip() else where
    command = _text(item, "command", where)
    left += [
        Left(kind=kind, what=named)
        for kind in dict.fromkeys(kind for key, kind in _OF_ITEM.items() if item.get(key))
    ]
    if not title.strip():
        left.append(Left(kind=Kind.UNNAMED, what=where))
        return None
    due = _due(item, where)
    if due is not None and not timedelta(0) < due <= LONGEST_DUE:
        left.append(Left(kind=Kind.DUE, what=named))
        due = None
    return Item(title=title, description=description, command=command, due=due)


def _due(item: Part, where: str) -> timedelta | None:
    """Give a due date as a length of time: Mattermost counts it in milliseconds after the run's beginning."""
    due = item.get("due_date") or 0
    if isinstance(due, bool) or not isinstance(due, int | float):
        _misfit("due_date", where, due)
    try:
        return timedelta(milliseconds=due) if due else None
    except (OverflowError, ValueError):
        return timedelta.max


def _left_of(playbook: Part) -> Iterator[Left]:
    yield from (Left(kind=kind) for kind in dict.fromkeys(k for key, k in _LEFT.items() if playbook.get(key)))
    for key, (name, kind) in _NAMED.items():
        for number, part in enumerate(_listed(playbook, key, "")[:MOST_STEPS]):
            where = f"{key}[{number}]"
            yield Left(kind=kind, what=_text(_mapping(part, where), name, where))
    if playbook.get("version", EDITION) != EDITION:
        yield Left(kind=Kind.VERSION)
    known = _SERVER | _TAKEN | _LEFT.keys() | _NAMED.keys()
    yield from (Left(kind=Kind.UNKNOWN, what=key) for key in playbook if key not in known)


def _keywords(playbook: Part) -> tuple[str, ...]:
    keywords = _listed(playbook, "signal_any_keywords", "")
    for number, keyword in enumerate(keywords):
        if not isinstance(keyword, str):
            _misfit(f"signal_any_keywords[{number}]", "", keyword)
    return tuple(keyword[:LONGEST] for keyword in keywords[:MOST_STEPS])


def _text(part: Part, key: str, where: str) -> str:
    text = part.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        _misfit(key, where, text)
    return text[:LONGEST]


def _listed(part: Part, key: str, where: str) -> list[Any]:
    listed = part.get(key)
    if listed is None:
        return []
    if not isinstance(listed, list):
        _misfit(key, where, listed)
    return listed


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _misfit(where or "the whole file", "", value)
    return value


def _misfit(key: str, where: str, value: object) -> NoReturn:
    place = shown(f"{where}.{key}" if where else key)
    kind = _KINDS.get(type(value), Words(en="something else", fr="autre chose"))
    raise NotAnExport(
        Words(
            en=f"“{place}” is {kind.en}, which an export never has there",
            fr=f"« {place} » est {kind.fr}, ce qu’un export n’a jamais à cet endroit",
        )
    )


def _refuse(en: str, fr: str) -> NoReturn:
    raise NotAnExport(Words(en=en, fr=fr))


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


_KINDS: Final[Mapping[type, Words]] = {
    bool: Words(en="true or false", fr="vrai ou faux"),
    int: Words(en="a number", fr="un nombre"),
    float: Words(en="a number", fr="un nombre"),
    str: Words(en="a text", fr="un texte"),
    list: Words(en="a list", fr="une liste"),
    dict: Words(en="a group of keys", fr="un groupe de clés"),
    type(None): Words(en="nothing", fr="vide"),
}
