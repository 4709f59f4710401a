"""The words of the refusals about versions, releases and proposals: why not, and what to do next."""

from playbooks.errors import BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import all_of
from playbooks.typed import quoted


def nothing_offered() -> Conflict:
    return Conflict(
        Words(
            en="No newer version waits for a decision here. The card shows the version it runs on.",
            fr="Aucune version plus récente n’attend de décision ici. La fiche montre la version suivie.",
        )
    )


def another_version_offered(version: int) -> Conflict:
    return Conflict(
        Words(
            en=f"Meanwhile version {version} was released. Look at what it changes, then decide: “See what changes”.",
            fr=f"Entre-temps, la version {version} a été publiée. Voyez ce qui change, puis décidez : "
            "« Voir ce qui change ».",
        )
    )


def versions_are_the_leads(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"The lead decides which version is worked with. Ask <@{lead}>, or take the lead first: "
            "`/crisis lead me`.",
            fr=f"C’est le pilote qui décide de la version suivie. Voyez avec <@{lead}>, ou prenez d’abord le pilotage : "
            "`/crise pilote moi`.",
        )
    )


def not_remembered(playbook: str, version: int) -> NotFound:
    shown = quoted(playbook)
    return NotFound(
        Words(
            en=f"Version {version} of {shown} is not there any more. Nothing was changed.",
            fr=f"La version {version} de {shown} n’est plus là. Rien n’a changé.",
        )
    )


def reloading_is_the_administrators(administrators: tuple[UserId, ...]) -> NotAllowed:
    names = all_of(administrators)
    return NotAllowed(
        Words(
            en=f"Reading the playbooks and the directory again is for the administrators: {names}. "
            "To suggest a better wording: `/crisis propose`.",
            fr=f"Relire les fiches et l’annuaire revient aux administrateurs : {names}. "
            "Pour suggérer mieux : `/crise proposer`.",
        )
    )


def no_such_step_of(step: str, playbook: Words) -> NotFound:
    return NotFound(
        Words(
            en=f"“{playbook.en}” has no step “{quoted(step)}”. Give its number, or leave it empty.",
            fr=f"« {playbook.fr} » n’a pas d’étape « {quoted(step)} ». Donnez son numéro, ou laissez vide.",
        ),
        field="step",
    )


def choice_of_version_missing() -> BadRequest:
    return BadRequest(
        Words(en="Choose one of the two.", fr="Choisissez l’un des deux."),
        field="choice",
    )
