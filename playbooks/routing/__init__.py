"""Who answers: the people of the company, whose turn it is, and the order in which they are called."""

from playbooks.routing.availability import Availability
from playbooks.routing.directory import Called, Criterion, Directory, RoutingRules, Webhook
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
from playbooks.routing.rotas import Away, Cover, Duty, Layer, Rota, RotaId, Turn
from playbooks.routing.standard import DEPUTY, STANDARD_LADDERS, STANDARD_OBJECTIVES, STANDARD_ROLES

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
    "BrandId",
    "Called",
    "CompetenceId",
    "Contact",
    "Cover",
    "Criterion",
    "Directory",
    "Duty",
    "Hours",
    "LadderPlan",
    "Layer",
    "MeansId",
    "Only",
    "Reach",
    "Rota",
    "RotaId",
    "RoutingRules",
    "Rung",
    "Training",
    "Turn",
    "Unit",
    "Webhook",
]
