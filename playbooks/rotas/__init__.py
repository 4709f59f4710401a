"""Rotas as people change them: orders in, facts or a refusal out, and who must be told of them."""

from playbooks.rotas.deciding import ask_swap, back, cover, go_away, settle_swap, shifts_of
from playbooks.rotas.orders import AskSwap, ComeBack, GoAway, MakeCover
from playbooks.rotas.telling import letters

__all__ = [
    "AskSwap",
    "ComeBack",
    "GoAway",
    "MakeCover",
    "ask_swap",
    "back",
    "cover",
    "go_away",
    "letters",
    "settle_swap",
    "shifts_of",
]
