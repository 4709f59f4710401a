"""`crisis people erase`: a person is named nowhere any more, and the log stays whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.at_hand import database_to_change
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from config.settings import Settings
from handlers.wording import counted
from playbooks.erasing import ID, SHORTEST_NAME, Person
from playbooks.errors import CannotStart
from playbooks.playbook import Language, Network, UserId, Words
from playbooks.ports import Clock
from playbooks.pseudonyms import pseudonym
from playbooks.typed import one_line, quoted
from storage.erasing import Erased, Eraser, Left

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed."""

    person: str = ""  # a Slack id, or how Slack shows one; empty: a customer
    names: tuple[str, ...] = ()
    dry_run: bool = False


def erase(settings: Settings, asked: Asked, language: Language, clock: Clock, tell: Tell) -> int:
    """
    Erase a person from everything that is over; give 1 where an incident still names them, and say which.

    Raises CannotStart (nobody is named, no key, no database), NotSaved, OSError.
    """
    with database_to_change(settings) as (database, keys):
        # Customers are remembered under the oldest key, whatever was added since.
        person = _person(asked, keys[-1])
        eraser = Eraser(database, TimeOrderedIds(), keys)
        now = clock.now()
        found = eraser.rehearse(person, now) if asked.dry_run else eraser.erase(person, now)
    for line in _told(found, language):
        tell(line)
    tell(_sum(found, _WOULD if asked.dry_run else _DONE, language))
    for note in _notes(settings, asked, person):
        tell(note.read(language))
    return 0 if found.complete else 1


def _person(asked: Asked, key: bytes) -> Person:
    user = asked.person.strip().strip("<@>").partition("|")[0]
    names = tuple(name for name in map(one_line, asked.names) if name)
    if not user and not names:
        raise CannotStart(_NOBODY)
    if user and ID.fullmatch(user) is None:
        raise CannotStart(_filled(_NO_ID, user))
    for name in names:
        if sum(sign.isalnum() for sign in name) < SHORTEST_NAME:
            raise CannotStart(_filled(_SHORT, name))
    customers = (pseudonym(key, network, name) for name in names for network in (None, *Network))
    return Person(aliases=(*((user,) if user else ()), *dict.fromkeys(customers)), names=names)


def _told(found: Erased, language: Language) -> Iterator[str]:
    for one in found.incidents:
        facts = counted(one.facts, _FACT, _FACTS, language)
        words = _ERASED if one.left is None else _LEFT[one.left]
        yield words.read(language).format(ref=one.ref, facts=facts)


def _sum(found: Erased, words: Words, language: Language) -> str:
    gone = [one for one in found.incidents if one.left is None]
    return words.read(language).format(
        facts=counted(sum(one.facts for one in gone), _FACT, _FACTS, language),
        incidents=counted(len(gone), _INCIDENT, _INCIDENTS, language),
        beside=counted(found.beside, _BESIDE, _BESIDES, language),
    )


def _notes(settings: Settings, asked: Asked, person: Person) -> Iterator[Words]:
    directory = CompanyFiles(settings).directory()
    contact = next(filter(None, (directory.contact(UserId(alias)) for alias in person.aliases)), None)
    if contact is not None:
        yield _filled(_IN_DIRECTORY, contact.name)
    if not asked.names:
        yield _NO_NAME
    yield _ELSEWHERE
    yield _BACKUPS


def _filled(words: Words, name: str) -> Words:
    return Words(en=words.en.format(name=quoted(name)), fr=words.fr.format(name=quoted(name)))


_NOBODY: Final = Words(
    en='nobody is named: say whom to erase, as in crisis people erase U0CLAIRE --name "Claire Martin"',
    fr='personne n’est nommé : dites qui effacer, par exemple crisis people erase U0CLAIRE --name "Claire Martin"',
)
_NO_ID: Final = Words(
    en="“{name}” is no Slack id: it begins with U or W, such as U0CLAIRE; Slack shows it in the person’s profile, "
    "under “Copy member ID”. A name goes behind --name",
    fr="« {name} » n’est pas un identifiant Slack : il commence par U ou W, comme U0CLAIRE ; Slack le montre dans le "
    "profil de la personne, « Copier l’identifiant du membre ». Un nom se met après --name",
)
_SHORT: Final = Words(
    en="“{name}” is too short to be erased: it stands in too many words. Give at least three letters",
    fr="« {name} » est trop court pour être effacé : il se trouve dans trop de mots. Donnez au moins trois lettres",
)
_FACT: Final = Words(en="{n} entry", fr="{n} entrée")
_FACTS: Final = Words(en="{n} entries", fr="{n} entrées")
_INCIDENT: Final = Words(en="{n} incident", fr="{n} incident")
_INCIDENTS: Final = Words(en="{n} incidents", fr="{n} incidents")
_BESIDE: Final = Words(en="{n} row", fr="{n} ligne")
_BESIDES: Final = Words(en="{n} rows", fr="{n} lignes")
_ERASED: Final = Words(en="{ref}: {facts}.", fr="{ref} : {facts}.")
_LEFT: Final = {
    Left.OPEN: Words(
        en="{ref}: nothing is erased from {facts}. Something of it is still to be done, and it needs its people: close it, "
        "settle its actions, legal clocks and restarts, wait for its review, then run this again.",
        fr="{ref} : rien n’est effacé de {facts}. Il y reste quelque chose à faire, et il a besoin de ses gens : fermez-le, "
        "réglez ses actions, ses délais légaux et ses reprises, attendez son retour d’expérience, puis relancez.",
    ),
    Left.BROKEN: Words(
        en="{ref}: nothing is erased from {facts}. Its log does not hold, and nothing is taken out of such a log: run "
        "crisis audit verify.",
        fr="{ref} : rien n’est effacé de {facts}. Son journal ne tient pas, et rien ne sort d’un tel journal : lancez "
        "crisis audit verify.",
    ),
    Left.HELD: Words(
        en="{ref}: nothing is erased from {facts}. It is under a legal hold and must stay as it is: once that is over, run "
        "crisis incidents let-go {ref}, then this again.",
        fr="{ref} : rien n’est effacé de {facts}. Il est conservé pour la justice et doit rester tel quel : quand ce sera "
        "fini, lancez crisis incidents let-go {ref}, puis relancez.",
    ),
}
_WOULD: Final = Words(
    en="A dry run: the person would be erased from {facts} of {incidents}, and from {beside} beside the logs. Nothing was "
    "changed.",
    fr="À blanc : la personne serait effacée de {facts} de {incidents}, et de {beside} à côté des journaux. Rien n’a "
    "changé.",
)
_DONE: Final = Words(
    en="Erased from {facts} of {incidents}, and from {beside} beside the logs. The log can still be verified: crisis audit "
    "verify.",
    fr="La personne est effacée de {facts} de {incidents}, et de {beside} à côté des journaux. Le journal se vérifie "
    "toujours : crisis audit verify.",
)
_IN_DIRECTORY: Final = Words(
    en="The directory is your own file and still names them, as “{name}”: take them out of directory.yaml; the offline "
    "pack then follows.",
    fr="L’annuaire est votre fichier et nomme encore cette personne, « {name} » : retirez-la de directory.yaml ; le "
    "dossier hors ligne suivra.",
)
_NO_NAME: Final = Words(
    en="No name was given: where people typed one, it stands. Give it with --name, once for each way of writing it.",
    fr="Aucun nom n’a été donné : là où il a été écrit, il y est encore. Donnez-le par --name, une fois par façon de "
    "l’écrire.",
)
_ELSEWHERE: Final = Words(
    en="Not within reach from here: messages that stand in Slack, mails that were sent, what other tools were told, the "
    "product’s own logs on this machine, and files that were exported before.",
    fr="Hors de portée d’ici : les messages déjà dans Slack, les courriels partis, ce que d’autres outils ont reçu, les "
    "journaux techniques de cette machine, et les fichiers exportés avant.",
)
_BACKUPS: Final = Words(
    en="Backups made before now still hold the person: delete them in their time, and run this again after restoring one.",
    fr="Les sauvegardes faites avant maintenant contiennent encore la personne : supprimez-les en leur temps, et relancez "
    "ceci après toute restauration.",
)
