"""A small company for tests of the doors."""

from datetime import timedelta

from playbooks.playbook import LadderId, Language, RoleId, UnitId, UserId, Words
from playbooks.routing import STANDARD_OBJECTIVES, STANDARD_ROLES, Contact, Directory, LadderPlan, Rung, Unit
from tests.fakes.plans import CLAIRE, DANA, OMAR, PRESS, SAM

INES = UserId("U0INES")  # reads French, holds no role


def contact(user: UserId, name: str, *roles: str, language: Language = Language.EN) -> Contact:
    """Somebody of the whole company."""
    return Contact(
        user=user,
        name=name,
        email=f"{user.lower()}@example.com",
        telephone="+33 1 99 00 10 01",
        language=language,
        zone="Europe/Paris",
        units=(),
        roles=tuple(RoleId(role) for role in roles),
    )


def a_directory() -> Directory:
    """Two units in two countries, five people, the ladder of the press with two rungs."""
    return Directory(
        company="Groupe Meridian",
        default_language=Language.EN,
        units=(
            Unit(id=UnitId("rail-fr"), title=Words(en="Rail France", fr="Rail France"), country="FR"),
            Unit(id=UnitId("energy-uk"), title=Words(en="Energy UK", fr="Énergie R.-U."), country="GB"),
        ),
        roles=STANDARD_ROLES,
        contacts=(
            contact(DANA, "Dana Roux", "care"),
            contact(SAM, "Sam Okafor", "security"),
            contact(CLAIRE, "Claire Vasseur", "press", "comms", language=Language.FR),
            contact(OMAR, "Omar Haddad", "executive"),
            contact(INES, "Inès Delorme", language=Language.FR),
        ),
        ladders=(
            LadderPlan(
                id=PRESS,
                title=Words(en="Press", fr="Presse"),
                rungs=(
                    Rung(roles=(RoleId("press"),), wait=timedelta(minutes=5)),
                    Rung(roles=(RoleId("executive"),), wait=timedelta(minutes=5)),
                ),
            ),
            LadderPlan(
                id=LadderId("unit"),
                title=Words(en="Business unit", fr="Unité"),
                rungs=(Rung(roles=(RoleId("care"),)),),
            ),
        ),
        objectives=STANDARD_OBJECTIVES,
        announcements="crisis-announcements",
        administrators=(DANA,),
    )
