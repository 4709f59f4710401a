"""Where a browser stands: whom it acts as, what it looks at, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.practice.phrases import Language, language_of
from bot.practice.team import Kind, Team, User

HOME = "home"
TRAY = "tray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page of the workspace. `spoken`: the language asked for; empty for the acting person's own."""

    who: str
    where: str
    spoken: str = ""
    menu: str = ""
    every: str = ""
    ask: str = ""

    def fields(self) -> dict[str, str]:
        """The place as the fields of a form or a query; what is empty is left out."""
        told = {
            "as": self.who,
            "in": self.where,
            "lang": self.spoken,
            "menu": self.menu,
            "all": self.every,
            "ask": self.ask,
        }
        return {name: value for name, value in told.items() if value}

    def address(self) -> str:
        """The address of just this place."""
        return "/?" + urlencode(self.fields())

    def url(self, **changes: str) -> str:
        """The address of this place, or of one that differs, without what is asked there now."""
        return replace(self, **{"ask": "", "every": "", **changes}).address()


def people_of(team: Team) -> list[User]:
    """Everybody whom one may act as, by name."""
    return sorted(
        (user for user in team.users.values() if not user.is_bot and not user.deleted),
        key=lambda user: user.real_name,
    )


def place_of(team: Team, told: Mapping[str, str]) -> Place | None:
    """The place a query or a form tells, mended where it tells nonsense; None when nobody is in the team."""
    people = people_of(team)
    if not people:
        return None
    who = next((user for user in people if user.id == told.get("as")), people[0])
    return Place(
        who=who.id,
        where=_where(team, who.id, told.get("in", "")),
        spoken=told.get("lang", "") if told.get("lang", "") in set(Language) else "",
        menu="1" if told.get("menu") else "",
        every="1" if told.get("all") else "",
        ask=told.get("ask", ""),
    )


def _where(team: Team, who: str, wanted: str) -> str:
    if wanted in {HOME, TRAY}:
        return wanted
    open_to = [c for c in team.channels.values() if c.kind is Kind.PUBLIC or who in c.members]
    for channel in open_to:
        if wanted and wanted in (channel.id, channel.name):
            return channel.id
    # Somebody else's direct messages were asked for: one's own are shown.
    asked = team.channels.get(wanted)
    if asked is not None and asked.kind is Kind.DIRECT:
        return team.direct(who).id
    general = next((channel.id for channel in open_to if channel.is_general), None)
    return general or team.direct(who).id


def language_at(team: Team, place: Place) -> Language:
    """The language of the page: the one asked for, else the acting person's."""
    return Language(place.spoken) if place.spoken else language_of(team.users[place.who].locale)
