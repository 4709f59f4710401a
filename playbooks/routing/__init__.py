"""Who answers: the people of the company, whose turn it is, and the order in which they are called."""

from playbooks.routing.availability import Availability
from playbooks.routing.calling import (
    Called,
    CalledRung,
    Group,
    Setting,
    holders,
    last_resort,
    listed,
    rungs_of,
    sleeps,
    stand_in,
    whoever,
)
from playbooks.routing.directory import Criterion, Directory, RoutingRules, Webhook
from playbooks.routing.finding import Bar, Found, Need, Verdict, Way, find, find_among
from playbooks.routing.keeping import KeptKind
from playbooks.routing.ladders import Answer, LadderPlan, Only, Rung
from playbooks.routing.people import (
    MAIL,
    SLACK,
    Account,
    BrandId,
    CompetenceId,
    Contact,
    Hours,
    MeansId,
    Reach,
    Training,
    Unit,
)
from playbooks.routing.pinning import Pinning, Relaxed, Where, pinned, says_who_answers
from playbooks.routing.presence import Presence, presence
from playbooks.routing.rights import Act
from playbooks.routing.rotas import Away, Cover, Duty, Layer, Rota, RotaId, Turn
from playbooks.routing.silences import Gap, Silence, gaps, silences
from playbooks.routing.standard import DEPUTY, STANDARD_LADDERS, STANDARD_OBJECTIVES, STANDARD_ROLES
from playbooks.routing.standing import Nearness, Standing
from playbooks.routing.turns import on_duty, stints

__all__ = [
    "DEPUTY",
    "MAIL",
    "SLACK",
    "STANDARD_LADDERS",
    "STANDARD_OBJECTIVES",
    "STANDARD_ROLES",
    "Account",
    "Act",
    "Answer",
    "Availability",
    "Away",
    "Bar",
    "BrandId",
    "Called",
    "CalledRung",
    "CompetenceId",
    "Contact",
    "Cover",
    "Criterion",
    "Directory",
    "Duty",
    "Found",
    "Gap",
    "Group",
    "Hours",
    "KeptKind",
    "LadderPlan",
    "Layer",
    "MeansId",
    "Nearness",
    "Need",
    "Only",
    "Pinning",
    "Presence",
    "Reach",
    "Relaxed",
    "Rota",
    "RotaId",
    "RoutingRules",
    "Rung",
    "Setting",
    "Silence",
    "Standing",
    "Training",
    "Turn",
    "Unit",
    "Verdict",
    "Way",
    "Webhook",
    "Where",
    "find",
    "find_among",
    "gaps",
    "holders",
    "last_resort",
    "listed",
    "on_duty",
    "pinned",
    "presence",
    "rungs_of",
    "says_who_answers",
    "silences",
    "sleeps",
    "stand_in",
    "stints",
    "whoever",
]
