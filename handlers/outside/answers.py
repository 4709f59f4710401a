"""An approved answer, as a care tool needs it to send it to the customer."""

from datetime import datetime
from typing import Any

from handlers.web.moments import machine
from playbooks.incident import Case, Incident, Statement
from playbooks.statements import language_of


def handed(incident: Incident, statement: Statement, reference: str, now: datetime) -> dict[str, Any]:
    """Give the approved words and whom they answer; `reference` is the same at each try."""
    words = statement.wording
    return {
        "schema": 1,
        "event": "answer.handed",
        "reference": reference,
        "at": machine(now),
        **_asked(incident.case),
        "text": words.text,
        "language": language_of(incident, statement).value,
        "case": incident.ref,
        "statement": statement.id,
        "revision": statement.revision,
        "digest": words.digest,
    }


def _asked(case: Case | None) -> dict[str, str]:
    if case is None:
        return {}
    return {
        "source": case.source,
        "message": case.external,  # the tool's own name for what the customer wrote
        "network": "" if case.network is None else case.network.value,
        "link": case.link,
    }
