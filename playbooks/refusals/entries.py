"""The words of the refusals about the log's entries: why not, and what to do next."""

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import Words
from playbooks.typed import quoted


def no_such_entry(entry: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no entry “{quoted(entry)}” in this log. `/crisis log` shows the latest with their numbers; "
            "`/crisis correct NUMBER new text` corrects one.",
            fr=f"Il n’y a pas d’entrée n° « {quoted(entry)} » dans ce journal. `/crise journal` montre les dernières avec "
            "leur numéro ; `/crise corriger NUMÉRO nouveau texte` en corrige une.",
        )
    )


def corrected_before(entry: int, newer: int) -> Conflict:
    return Conflict(
        Words(
            en=f"Entry {entry} was corrected: entry {newer} stands in its place. Name that one: "
            "`/crisis log` shows both.",
            fr=f"L’entrée {entry} a été corrigée : l’entrée {newer} la remplace. Nommez celle-là : "
            "`/crise journal` montre les deux.",
        )
    )


def kept_before(entry: int) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"This message is in the log already, as entry {entry}. Nothing was changed; "
            f"`/crisis correct {entry} new text` corrects it.",
            fr=f"Ce message est déjà au journal : c’est l’entrée {entry}. Rien n’a changé ; "
            f"`/crise corriger {entry} nouveau texte` la corrige.",
        )
    )


def not_happened_yet() -> BadRequest:
    return BadRequest(
        Words(
            en="The log keeps what has happened, and this moment is still to come. Give an earlier one; "
            "for the day before: `/crisis log yesterday at 22:40 …`",
            fr="Le journal garde ce qui a eu lieu, et ce moment est encore à venir. Donnez-en un plus tôt ; "
            "pour la veille : `/crise journal hier à 22h40 …`",
        ),
        field="at",
    )


def no_words() -> BadRequest:
    return BadRequest(
        Words(
            en="This message has no words to keep. Say in a sentence what it shows: `/crisis log …`",
            fr="Ce message ne contient aucun mot à consigner. Dites en une phrase ce qu’il montre : `/crise journal …`",
        )
    )


def not_a_persons() -> NotAllowed:
    return NotAllowed(
        Words(
            en="This message was written by an app, not by a person. Say in your own words what should be kept: "
            "`/crisis log …`",
            fr="Ce message vient d’une application, et non d’une personne. Dites avec vos mots ce qu’il faut consigner : "
            "`/crise journal …`",
        )
    )


def from_elsewhere() -> NotAllowed:
    return NotAllowed(
        Words(
            en="This message was written by somebody of another workspace, whom Crisis Desk does not know. Say in your "
            "own words what should be kept, and who said it: `/crisis log …`",
            fr="Ce message vient d’une personne d’un autre espace de travail, que Crisis Desk ne connaît pas. Dites avec "
            "vos mots ce qu’il faut consigner, et qui l’a dit : `/crise journal …`",
        )
    )


def not_read() -> NotFound:
    return NotFound(
        Words(
            en="Slack did not let me read this message, so nothing was kept. Try “Add to the log” in the message’s menu, "
            "or say it: `/crisis log …`",
            fr="Slack ne m’a pas laissé lire ce message : rien n’a été consigné. Essayez « Consigner » dans le menu du "
            "message, ou dites-le : `/crise journal …`",
        )
    )
