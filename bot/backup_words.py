"""What `crisis backup`, `restore`, `pause` and `resume` say."""

from pathlib import Path
from typing import Final

from handlers.wording import counted
from playbooks.playbook import Language, Words
from storage.pausing import Waiting

SHOWN: Final = 20  # incidents named

NOT_VERIFIED: Final = Words(
    en="The log in it was not verified: CRISIS_LOG_KEY is not set here.",
    fr="Son journal n’a pas été vérifié : CRISIS_LOG_KEY n’est pas défini ici.",
)
NO_KEY: Final = Words(
    en="CRISIS_LOG_KEY is missing: a backup is restored once its log is verified, with the keys that signed it",
    fr="CRISIS_LOG_KEY manque : une sauvegarde est restaurée une fois son journal vérifié, avec les clés qui l’ont signé",
)
NO_BACKUP: Final = Words(
    en="this file is no backup that crisis backup has made",
    fr="ce fichier n’est pas une sauvegarde faite par crisis backup",
)
IN_USE: Final = Words(
    en="the database to restore into is not empty: name a new one, nothing is ever written over",
    fr="la base où restaurer n’est pas vide : nommez-en une nouvelle, rien n’est jamais écrasé",
)
NOT_RESTORED: Final = Words(
    en="Nothing was restored. Take an earlier backup, and keep this one as evidence.",
    fr="Rien n’a été restauré. Prenez une sauvegarde plus ancienne, et gardez celle-ci comme preuve.",
)
IS_PAUSED: Final = Words(
    en="It is paused: nothing is sent, no time passes and no command is taken until crisis resume.",
    fr="Elle est en pause : rien ne part, le temps n’y passe pas et aucune commande n’est acceptée avant crisis resume.",
)
NOT_PAUSED: Final = Words(en="It is not paused.", fr="Elle n’est pas en pause.")
DECIDE: Final = Words(
    en="Nothing was changed. Decide: crisis resume --drop-owed, or crisis resume --send-owed. Moments that have passed "
    "are made good once in either case.",
    fr="Rien n’a changé. Décidez : crisis resume --drop-owed, ou crisis resume --send-owed. Les échéances passées sont "
    "rattrapées une fois dans les deux cas.",
)
RESUMED: Final = Words(
    en="Resumed: what is owed is sent from now on.", fr="Reprise : ce qui est dû part à partir de maintenant."
)
RESUMED_WITHOUT: Final = Words(
    en="Resumed: what was owed is dropped, what comes from now on is sent. A call that was dropped calls nobody: look at "
    "these incidents, and call again where it is needed.",
    fr="Reprise : ce qui était dû est abandonné, ce qui vient à partir de maintenant part. Un appel abandonné n’appelle "
    "personne : regardez ces incidents, et rappelez là où il le faut.",
)
_INCIDENT: Final = Words(en="{n} incident", fr="{n} incident")
_INCIDENTS: Final = Words(en="{n} incidents", fr="{n} incidents")
_MESSAGE: Final = Words(en="{n} message", fr="{n} message")
_MESSAGES: Final = Words(en="{n} messages", fr="{n} messages")
_MOMENT: Final = Words(en="{n} moment has passed", fr="{n} échéance est passée")
_MOMENTS: Final = Words(en="{n} moments have passed", fr="{n} échéances sont passées")
_BACKED_UP: Final = Words(
    en="Backed up: {incidents}, in {file}.", fr="Sauvegarde faite : {incidents}, dans {file}."
)
_RESTORED: Final = Words(en="Restored: {incidents}.", fr="Restauration faite : {incidents}.")
_WOULD: Final = Words(
    en="Owed: {messages}, {old} of them for more than an hour. {moments} meanwhile. Concerned: {incidents}.",
    fr="Dû : {messages}, dont {old} depuis plus d’une heure. {moments} entre-temps. Concerné : {incidents}.",
)


def backed_up(number: int, file: Path, language: Language) -> str:
    """Say what was copied, and where to."""
    return _BACKED_UP.read(language).format(incidents=_incidents(number, language), file=file)


def restored(number: int, language: Language) -> str:
    """Say what was restored."""
    return _RESTORED.read(language).format(incidents=_incidents(number, language))


def would_send(found: Waiting, language: Language) -> str:
    """Say what would be sent at once."""
    return _WOULD.read(language).format(
        messages=counted(found.owed, _MESSAGE, _MESSAGES, language),
        old=found.old,
        moments=counted(found.due, _MOMENT, _MOMENTS, language),
        incidents=_incidents(len(found.refs), language) + _named(found.refs),
    )


def _named(refs: tuple[str, ...]) -> str:
    more = ", …" if len(refs) > SHOWN else ""
    return f" ({', '.join(refs[:SHOWN])}{more})" if refs else ""


def _incidents(number: int, language: Language) -> str:
    return counted(number, _INCIDENT, _INCIDENTS, language)
