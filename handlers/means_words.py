"""How the means of a call are named, and how each of them stands, in both languages."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handlers.reasons import reason_in_words
from handlers.wording import lasting, say, set_in
from playbooks import means
from playbooks.incident import Call, Incident, Try
from playbooks.means import MeansState
from playbooks.playbook import Language, Words
from playbooks.routing import MAIL, SLACK, Directory, MeansId

_NAMES: Final = {SLACK: Words(en="Slack", fr="Slack"), MAIL: Words(en="mail", fr="courriel")}


def means_name(named: MeansId, directory: Directory | None, language: Language) -> str:
    """Name a means as the directory does; one that it has lost keeps its id."""
    known = _NAMES.get(named)
    if known is not None:
        return say(known, language)
    hook = None if directory is None else directory.webhooks.get(named)
    return named if hook is None else set_in(language, hook.title)


def told(
    incident: Incident, call: Call, tried: Try, moment: Callable[[datetime], str], language: Language
) -> str:
    """Say how one means of a call stands, with the cause in words, and by how much it was late."""
    when = moment(tried.sent_at or tried.owed_at)
    reason = reason_in_words(tried.reason, language) if tried.reason else ""
    said = say(_STATES[means.standing(incident, call, tried)], language, when=when, reason=reason)
    late = means.late_by(call, tried)
    return said if late is None else said + say(_LATE, language, late=lasting(late, language))


_STATES: Final = {
    MeansState.SENT: Words(en="accepted {when}", fr="accepté {when}"),
    MeansState.FAILED: Words(en="failed. {reason}", fr="échec. {reason}"),
    MeansState.BLOCKED: Words(en="waits. {reason}", fr="en attente. {reason}"),
    MeansState.OWED: Words(
        en="owed since {when}, not accepted yet", fr="à passer depuis {when}, pas encore accepté"
    ),
    MeansState.DROPPED: Words(en="never sent: no longer needed", fr="jamais parti : devenu inutile"),
}
_LATE: Final = Words(en=", late by {late}", fr=", en retard de {late}")
