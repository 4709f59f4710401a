"""A company with two rotas: Ana, Ben and Cleo take turns for the press, Dev alone for the unit; Claire administers."""

from datetime import UTC, date, datetime, time
from typing import Final

from playbooks.playbook import Language, RoleId, UserId, Words
from playbooks.rotas.deciding import Ground
from playbooks.routing import Contact, Directory, Duty, Hours, Layer, Rota, RotaId, Turn
from playbooks.routing.changes import Shift

ANA: Final = UserId("U0ANA")
BEN: Final = UserId("U0BEN")
CLEO: Final = UserId("U0CLEO")
DEV: Final = UserId("U0DEV")
CLAIRE: Final = UserId("U0CLAIRE")
PRESS: Final = RotaId("press")
UNIT: Final = RotaId("unit")
NOW: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


def contact(user: UserId, zone: str = "Europe/Paris") -> Contact:
    """Somebody of the company."""
    name = user.removeprefix("U0").capitalize()
    return Contact(
        user=user,
        name=name,
        email=f"{name.lower()}@example.org",
        telephone="+33 1 00 00 00 00",
        language=Language.EN,
        zone=zone,
        units=(),
        roles=(RoleId("press"),),
    )


def a_layer(*people: UserId, every: Turn = Turn.DAY, hours: Hours | None = None) -> Layer:
    """People who take turns from Monday 2 March on, at nine in Paris."""
    first, nine = date(2026, 3, 2), time(9)
    return Layer(people=people, first=first, every=every, change=nine, zone="Europe/Paris", hours=hours)


def a_rota(rota_id: RotaId, *layers: Layer) -> Rota:
    """A rota of some layers."""
    title = Words(en=f"{rota_id} on call", fr=f"Astreinte {rota_id}")
    return Rota(id=rota_id, title=title, role=RoleId("press"), layers=layers)


def a_directory(*rotas: Rota) -> Directory:
    """The company with these rotas."""
    return Directory(
        company="Meridian",
        default_language=Language.EN,
        units=(),
        roles={},
        contacts=tuple(contact(one) for one in (ANA, BEN, CLEO, DEV, CLAIRE)),
        ladders=(),
        objectives={},
        announcements="",
        administrators=(CLAIRE,),
        rotas=rotas,
    )


COMPANY: Final = a_directory(a_rota(PRESS, a_layer(ANA, BEN, CLEO)), a_rota(UNIT, a_layer(DEV)))


def ground(
    by: UserId, duty: Duty | None = None, now: datetime = NOW, directory: Directory = COMPANY
) -> Ground:
    """Somebody asks something of the company."""
    return Ground(directory=directory, duty=duty or Duty(), by=by, now=now)


def shift(person: UserId, day: int, rota: RotaId = PRESS) -> Shift:
    """The turn that somebody has from a day of March to the next, nine to nine in Paris."""
    since, until = (datetime(2026, 3, n, 8, 0, tzinfo=UTC) for n in (day, day + 1))
    return Shift(rota=rota, person=person, since=since, until=until)
