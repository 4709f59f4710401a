"""Furnishes a practice team: the people of the company and the channels they know."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.practice.team import BOT_USER, User
from bot.practice.workspace import Workspace

ANNOUNCEMENTS = "crisis-announcements"
CHANNELS = (
    ("general", "Toute l’entreprise · Company-wide"),
    (ANNOUNCEMENTS, "Crises ouvertes et closes · Open and closed crises"),
    ("customer-care", "Ce que les clients écrivent, et nos réponses · What customers write, and our answers"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the company, as the directory knows them."""

    id: str
    name: str
    real_name: str
    locale: str = "en-GB"
    tz: str = "Europe/Paris"
    email: str = ""


def furnish(workspace: Workspace, people: Iterable[Colleague]) -> None:
    """Let these people and the bot into the team and into its three standing channels."""
    colleagues = tuple(people)
    for one in colleagues:
        workspace.add_user(
            User(
                id=one.id,
                name=one.name,
                real_name=one.real_name,
                locale=one.locale,
                tz=one.tz,
                email=one.email or f"{one.name}@example.com",
            )
        )
    for name, topic in CHANNELS:
        channel = workspace.add_channel(name, *(one.id for one in colleagues), BOT_USER)
        channel.topic = topic
        channel.is_general = name == "general"
