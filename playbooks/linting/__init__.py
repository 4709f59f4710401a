"""What is wrong with a reply to a customer before it goes out: blanks, promises, personal data, no detail."""

from playbooks.linting.checking import lint
from playbooks.linting.findings import Finding, Kind, Reply, Weight

__all__ = ["Finding", "Kind", "Reply", "Weight", "lint"]
