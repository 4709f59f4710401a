"""Incidents that stand before a measure begins, opened by the desk itself at moments of the bench's choosing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final

from sqlalchemy import event

from bot.round import Round
from bot.serving import open_database
from bot.wiring import Bot, build
from playbooks.commands import Asked, ChannelId, Errand, IncidentId, OpenIncident, RequestId
from playbooks.letters import OwedLetter
from playbooks.playbook import Language, PlaybookId, PlaybookKind, UnitId, UserId
from playbooks.ports import Outcome, OwedErrand, Sent, Situation
from tests.bench.life import Birth

BY: Final = UserId("U0CLAIRE")
_numbers = count(1)


@dataclass(slots=True)
class Moment:
    """A clock that shows what it is told to."""

    at: datetime

    def now(self) -> datetime:
        """Give the moment."""
        return self.at


class AtOnce:
    """A Slack that takes everything in no time."""

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Say yes."""
        return Sent()

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Say yes."""
        number = next(_numbers)
        place = ChannelId(f"C{number:09d}")
        if errand.errand is Errand.ROOM:
            return Sent(channel=place, name=f"inc-{number}")
        if errand.errand is Errand.CALL:
            place = ChannelId(f"D{number:09d}")
        elif situation.incident.room is not None:
            place = situation.incident.room.channel
        return Sent(channel=place, ts=f"1.{number:06d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An incident to be opened: when, in which unit, and by which playbook."""

    at: datetime
    unit: str = "rail-fr"
    country: str = "FR"
    playbook: str = "data-breach"


@contextmanager
def built(birth: Birth, at: datetime) -> Iterator[tuple[Bot, Moment]]:
    """Put the product together in this process; its database need not survive a power cut while it is filled."""
    open_database(birth.settings())
    clock = Moment(at)
    bot = build(birth.settings(), clock)
    event.listen(
        bot.database.engine, "connect", _hurry_postgresql if bot.database.is_postgresql else _hurry_sqlite
    )
    try:
        yield bot, clock
    finally:
        bot.database.close()


def _hurry_sqlite(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _hurry_postgresql(connection: Any, _: object) -> None:
    connection.execute("SET synchronous_commit = off")
    connection.commit()


def opened(birth: Birth, wishes: Sequence[Wish], *, delivered: bool) -> tuple[IncidentId, ...]:
    """Open incidents; where they are `delivered`, they have their rooms, cards and calls as well."""
    with built(birth, wishes[0].at) as (bot, clock):
        work = Round(memory=bot.memory, clockwork=bot.desk.clockwork, sender=AtOnce(), clock=clock)
        made: list[IncidentId] = []
        for number, wish in enumerate(wishes):
            clock.at = wish.at
            asked = Asked(by=BY, request=RequestId(f"seed:{number}"))
            made.append(bot.desk.crisis.open(_order(wish, number), asked).id)
            if delivered:
                work.settle_all()
        return tuple(made)


def _order(wish: Wish, number: int) -> OpenIncident:
    return OpenIncident(
        kind=PlaybookKind.CRISIS,
        playbook=PlaybookId(wish.playbook),
        title=f"Customer file {number} on a forum",
        unit=UnitId(wish.unit),
        country=wish.country,
        language=Language.EN,
    )
