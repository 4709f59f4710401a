"""Who answers: the people of the company, whose turn it is, and the order in which they are called."""

from playbooks.routing.availability import Availability
from playbooks.routing.directory import Called, Criterion, Directory, RoutingRules, Webhook
from playbooks.routing.finding import Bar, Found, Need, Verdict, Way, find, find_among
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
from playbooks.routing.rotas import Away, Cover, Duty, Layer, Rota, RotaId, Turn
from playbooks.routing.silences import Gap, Silence, gaps, silences
from playbooks.routing.standard import DEPUTY, STANDARD_LADDERS, STANDARD_OBJECTIVES, STANDARD_ROLES
from playbooks.routing.standing import Nearness, Standing

__all__ = [
    "DEPUTY",
    "MAIL",
    "SLACK",
    "STANDARD_LADDERS",
    "STANDARD_OBJECTIVES",
    "STANDARD_ROLES",
    "Account",
    "Answer",
    "Availability",
    "Away",
    "Bar",
    "BrandId",
    "Called",
    "CompetenceId",
    "Contact",
    "Cover",
    "Criterion",
    "Directory",
    "Duty",
    "Found",
    "Gap",
    "Hours",
    "LadderPlan",
    "Layer",
    "MeansId",
    "Nearness",
    "Need",
    "Only",
    "Pinning",
    "Reach",
    "Relaxed",
    "Rota",
    "RotaId",
    "RoutingRules",
    "Rung",
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
    "pinned",
    "says_who_answers",
    "silences",
]
