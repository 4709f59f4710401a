"""How a reminder of legal clocks is worded: by the gravest case and by how many, never graver or milder than it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from handlers import sentences_duties
from handlers.voice import Voice
from playbooks import events as e
from playbooks.playbook import Clock, ClockId, Language, RoleId, Since, UserId, Words
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, SAM, a_playbook, an_incident

AT: Final = MONDAY_MORNING
AUTHORITY, PEOPLE = ClockId("authority"), ClockId("people")
LEADS_OWN: Final = ClockId("own")
Shares = tuple[tuple[ClockId, int], ...]


def _clock(name: ClockId, title: Words, owner: str) -> Clock:
    limit = timedelta(hours=72)
    return Clock(id=name, title=title, limit=limit, since=Since.AWARENESS, owner=RoleId(owner))


CLOCKED: Final = a_playbook(
    clocks=(
        _clock(AUTHORITY, Words(en="Tell the authority", fr="Prévenir l’autorité"), "security"),
        _clock(PEOPLE, Words(en="Tell the people", fr="Prévenir les personnes"), "security"),
        _clock(LEADS_OWN, Words(en="Report", fr="Rapport"), "lead"),
    )
)
# Sam holds security, Dana leads and holds the lead's role.
INCIDENT: Final = replace(
    an_incident(playbook=CLOCKED), lead=DANA, roster=((RoleId("lead"), DANA), (RoleId("security"), SAM))
)

CASES: Final[tuple[tuple[UserId, Shares, str, str], ...]] = (
    (
        SAM,
        ((AUTHORITY, 50),),
        "A legal clock is running, and it is yours: “Tell the authority” (50% of its time is over).",
        "Un délai légal court, et il dépend de vous : « Prévenir l’autorité » (50 % du temps passé).",
    ),
    (
        SAM,
        ((AUTHORITY, 75), (PEOPLE, 50)),
        (
            "Legal clocks are running, and they are yours: “Tell the authority” (75% of its time is over), "
            "“Tell the people” (50% of its time is over)."
        ),
        (
            "Des délais légaux courent, et ils dépendent de vous : « Prévenir l’autorité » (75 % du temps passé), "
            "« Prévenir les personnes » (50 % du temps passé)."
        ),
    ),
    (
        SAM,
        ((AUTHORITY, 90),),
        "A legal clock is nearly over, and it is yours: “Tell the authority” (90% of its time is over).",
        "Un délai légal est presque écoulé, et il dépend de vous : « Prévenir l’autorité » (90 % du temps passé).",
    ),
    (
        SAM,
        ((AUTHORITY, 100),),
        "The limit has passed, and this legal clock is yours: “Tell the authority”.",
        "La limite est passée, et ce délai légal dépend de vous : « Prévenir l’autorité ».",
    ),
    (
        SAM,
        ((AUTHORITY, 100), (PEOPLE, 100)),
        "The limits have passed, and these legal clocks are yours: “Tell the authority”, “Tell the people”.",
        (
            "Les limites sont passées, et ces délais légaux dépendent de vous : « Prévenir l’autorité », "
            "« Prévenir les personnes »."
        ),
    ),
    (
        DANA,
        ((AUTHORITY, 100),),
        "The limit of a legal clock has passed in the incident you lead: “Tell the authority”.",
        "La limite d’un délai légal est passée dans l’incident que vous pilotez : « Prévenir l’autorité ».",
    ),
    (
        DANA,
        ((AUTHORITY, 100), (PEOPLE, 100)),
        "The limits of legal clocks have passed in the incident you lead: “Tell the authority”, “Tell the people”.",
        (
            "La limite de plusieurs délais légaux est passée dans l’incident que vous pilotez : « Prévenir l’autorité », "
            "« Prévenir les personnes »."
        ),
    ),
    # A lead's own clock at its half is not nearly over because another is.
    (
        DANA,
        ((AUTHORITY, 100), (PEOPLE, 90), (LEADS_OWN, 50)),
        (
            "The limit of a legal clock has passed in the incident you lead: “Tell the authority”. "
            "A legal clock is nearly over in the incident you lead: “Tell the people” (90% of its time is over). "
            "A legal clock is running, and it is yours: “Report” (50% of its time is over)."
        ),
        (
            "La limite d’un délai légal est passée dans l’incident que vous pilotez : « Prévenir l’autorité ». "
            "Un délai légal est presque écoulé dans l’incident que vous pilotez : « Prévenir les personnes » "
            "(90 % du temps passé). "
            "Un délai légal court, et il dépend de vous : « Rapport » (50 % du temps passé)."
        ),
    ),
)


@pytest.mark.parametrize(("to", "told", "english", "french"), CASES)
def test_a_reminder_says_what_is_so(to: UserId, told: Shares, english: str, french: str) -> None:
    """Whole sentences: the limit that has passed first, then what is nearly over, then what runs."""
    fact = e.ClocksReminded(at=AT, to=to, shares=told)
    said = [
        sentences_duties.to_you(fact, INCIDENT, Voice(name=str, moment=str, quote=str, language=language))
        for language in (Language.EN, Language.FR)
    ]

    assert [english, french] == [
        (words or "").replace("\u00a0", " ").replace("\u202f", " ") for words in said
    ]
