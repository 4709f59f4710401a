"""Which scope a call needs, given what the bot was granted."""

from collections.abc import Mapping

from bot.practice.arguments import Arguments
from bot.practice.contract import methods
from bot.practice.refusals import refuse
from bot.practice.team import BOT_USER, Kind, Team

_FAMILY = {
    Kind.PUBLIC: "channels:",
    Kind.PRIVATE: "groups:",
    Kind.DIRECT: "im:",
    Kind.GROUP: "mpim:",
}


def _kinds(team: Team, method: str, args: Arguments) -> tuple[Kind, ...]:
    """The kinds of conversation that this call touches; none when it is not about conversations."""
    if method == "conversations.create":
        return (Kind.PRIVATE if args.flag("is_private") else Kind.PUBLIC,)
    if method == "conversations.open":
        return (Kind.GROUP if len(args.names("users")) > 1 else Kind.DIRECT,)
    if method in ("conversations.list", "users.conversations"):
        return tuple(kind for kind in Kind if kind.value in args.names("types")) or (Kind.PUBLIC,)
    channel = team.channels.get(args.text("channel"))
    return (channel.kind,) if channel and BOT_USER in channel.members else ()


def demand_scope(
    team: Team, method: str, given: Mapping[str, object], granted: frozenset[str] | None
) -> None:
    """Refuse a call for which no granted scope is enough, naming what is needed and what is provided."""
    enough = list(methods()[method]["bot_scopes"])
    if granted is None or not enough:
        return
    for needed in _needs(team, method, Arguments(given), enough):
        if not granted & set(needed):
            refuse("missing_scope", needed=",".join(needed), provided=",".join(sorted(granted)))


def _needs(team: Team, method: str, args: Arguments, enough: list[str]) -> list[list[str]]:
    families = tuple(_FAMILY.values())
    if not any(scope.startswith(families) for scope in enough):
        return [enough]
    by_kind = [
        [scope for scope in enough if scope.startswith(_FAMILY[kind])] for kind in _kinds(team, method, args)
    ]
    return [needed for needed in by_kind if needed] or [enough]
