"""Turns what a person types into what Slack sends: names become ids, signs are escaped, links are wrapped."""

import re

from bot.practice.team import Kind, Team

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_PERSON = re.compile(r"(?<![\w@])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w#&])#([\w-]+)")


def as_sent(team: Team, text: str, *, command: bool) -> str:
    """The text of a message or a command as the bot receives it. A command carries names beside ids."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    wrapped = _ADDRESS.sub(lambda found: f"<{found[0]}>", escaped)
    people = {user.name.casefold(): user for user in team.users.values()}
    channels = {channel.name: channel for channel in team.channels.values() if channel.kind is Kind.PUBLIC}

    def person(found: re.Match[str]) -> str:
        user = people.get(found[1].casefold())
        if user is None:
            return found[0]
        return f"<@{user.id}|{user.name}>" if command else f"<@{user.id}>"

    def channel(found: re.Match[str]) -> str:
        there = channels.get(found[1])
        return f"<#{there.id}|{there.name}>" if there else found[0]

    return _CHANNEL.sub(channel, _PERSON.sub(person, wrapped))
