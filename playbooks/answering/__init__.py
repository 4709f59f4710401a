"""What is looked at before an answer goes to a customer: what is private, promised, forgotten, and not about them."""

from playbooks.answering.details import takes_up
from playbooks.answering.personal import asks_in_public, personal
from playbooks.answering.promises import leftovers, promises

__all__ = ["asks_in_public", "leftovers", "personal", "promises", "takes_up"]
