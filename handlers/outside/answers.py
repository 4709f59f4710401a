"""An approved answer, as a care tool needs it to send it to the customer."""

from datetime import datetime
from typing import Any

from handlers.web.moments import machine
from playbooks.incident import Incident, Statement
from playbooks.statements import language_of


def handed(incident: Incident, statement: Statement, reference: str, now: datetime) -> dict[str, Any]:
    """Give the approved words and whom they answer; `reference` is the same at each try."""
    case, words = incident.case, statement.wording
    return {
        "schema": 1,
        "event": "answer.handed",
        "reference": reference,
        "at": machine(now),
        "source": "" if case is None else case.source,
        "message": "" if case is None else case.external,  # the tool's own name for what the customer wrote
        "network": "" if case is None or case.network is None else case.network.value,
        "link": "" if case is None else case.link,
        "text": words.text,
        "language": language_of(incident, statement).value,
        "case": incident.ref,
        "statement": statement.id,
        "revision": statement.revision,
        "digest": words.digest,
    }
