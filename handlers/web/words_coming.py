"""What comes by itself, in the words of a page."""

from collections.abc import Mapping
from typing import Final

from playbooks.moments import DueKind
from playbooks.playbook import Words


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


LAST_RUNG: Final = _w(
    "“{subject}”: without an answer, the lead is told", "« {subject} » : sans réponse, le pilote est prévenu"
)

LAST_ANSWER: Final = _w(
    "“{subject}”: without a word from whoever took it, the lead is told",
    "« {subject} » : sans nouvelle de qui s’en est chargé, le pilote est prévenu",
)

COMES: Final[Mapping[DueKind, Words]] = {
    DueKind.RUNG: _w(
        "“{subject}”: without an answer, the next is called",
        "« {subject} » : sans réponse, le suivant est appelé",
    ),
    DueKind.ANSWER_QUIET: _w(
        "“{subject}”: if nothing happens, whoever took it is asked again",
        "« {subject} » : si rien ne se passe, nouvelle question à qui s’en est chargé",
    ),
    DueKind.ANSWER_EXPIRES: _w(
        "“{subject}”: without a word from whoever took it, the next is called",
        "« {subject} » : sans nouvelle de qui s’en est chargé, le suivant est appelé",
    ),
    DueKind.CASE_CLOCK: _w(
        "Whoever answers the customer is told how their time goes",
        "La personne qui répond au client apprend où en est son délai",
    ),
    DueKind.MEANS: _w("The call goes on: {subject}", "L’appel continue : {subject}"),
    DueKind.STEP_OWNER: _w(
        "“{subject}”: its owner is told that it is late",
        "« {subject} » : son responsable apprend qu’elle est en retard",
    ),
    DueKind.STEP_LEAD: _w(
        "“{subject}”: the lead is told that it is late",
        "« {subject} » : le pilote apprend qu’elle est en retard",
    ),
    DueKind.PROMISE_SOON: _w(
        "The lead is reminded of the promised update", "Le pilote est prévenu que le point promis approche"
    ),
    DueKind.PROMISE: _w("The promised update falls due", "Le point promis est attendu"),
    DueKind.REVIEW: _w(
        "The lead is told that the review still waits",
        "Le pilote apprend que le retour d’expérience attend toujours",
    ),
    DueKind.LESSONS: _w(
        "The lessons that the playbook cites are looked at",
        "Les leçons citées par la fiche réflexe sont examinées",
    ),
    DueKind.ESTIMATE: _w(
        "“{subject}”: without an answer, somebody else is asked as well to approve",
        "« {subject} » : sans réponse, l’accord est aussi demandé à quelqu’un d’autre",
    ),
    DueKind.ACTION: _w(
        "“{subject}”: its owner is reminded of the action",
        "« {subject} » : rappel de l’action à son responsable",
    ),
    DueKind.POINT: _w(
        "The lead is told that a fixed point is due", "Rappel au pilote : un point fixe est prévu"
    ),
    DueKind.POINT_LAPSED: _w(
        "The channel and who stands in for the lead are told that nobody has held the fixed point",
        "Le canal et la suppléance du pilote apprennent que personne n’a tenu le point fixe",
    ),
    DueKind.HOLD_SOON: _w(
        "The owner of the hold or the silence is told that {subject}% of its time is over",
        "La personne qui veille sur l’attente ou le silence apprend que {subject} % du temps est écoulé",
    ),
    DueKind.HOLD_ENDS: _w(
        "“{subject}”: the hold or the silence ends, and the decision is open again",
        "« {subject} » : l’attente ou le silence prend fin, et la décision est de nouveau à prendre",
    ),
    DueKind.DECISION_WAITS: _w(
        "“{subject}”: the lead is told again that the decision is open",
        "« {subject} » : nouveau rappel au pilote que la décision est à prendre",
    ),
    DueKind.CLOCK_SHARE: _w(
        "“{subject}”: its owner is reminded of the legal clock",
        "« {subject} » : rappel du délai légal à son responsable",
    ),
    DueKind.CLOCK_LIMIT: _w(
        "“{subject}”: the legal clock’s time is over", "« {subject} » : le délai légal est écoulé"
    ),
    DueKind.CLOCK_OVER: _w(
        "“{subject}”: its limit has passed, its owner and the lead are told again",
        "« {subject} » : la limite est passée, nouveau rappel à son responsable et au pilote",
    ),
    DueKind.FREEZE_OWNER: _w(
        "Whoever stops publishing is told of the channels not confirmed frozen",
        "Rappel des canaux dont le gel n’est pas confirmé, à qui les arrête",
    ),
    DueKind.FREEZE_LEAD: _w(
        "The lead is told of the channels not confirmed frozen",
        "Le pilote apprend que le gel de canaux n’est pas confirmé",
    ),
    DueKind.SURGE_COUNT: _w(
        "It is counted how many customers wait", "On compte combien de clients attendent"
    ),
    DueKind.PUBLISHING_STOPPED: _w(
        "Not every channel runs again: the restart is asked after",
        "Tous les canaux ne sont pas relancés : on demande où en est la reprise",
    ),
}
