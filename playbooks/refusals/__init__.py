"""The words of every refusal, in both languages: why not, and what to do next; a module for each capability."""

from playbooks.refusals import (
    assessing,
    calls,
    cases,
    claims,
    crisis,
    duties,
    holding,
    points,
    publishing,
    review,
    rotas,
    routing,
    statements,
    steps,
    surge,
    versions,
)

__all__ = [
    "assessing",
    "calls",
    "cases",
    "claims",
    "crisis",
    "duties",
    "holding",
    "points",
    "publishing",
    "review",
    "rotas",
    "routing",
    "statements",
    "steps",
    "surge",
    "versions",
]
