"""What a Mattermost playbook has that no document of ours can hold, and what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from playbooks.playbook import Words


class Kind(StrEnum):
    """A kind of thing that stays behind."""

    COMMAND = "command"
    AUTOMATION = "automation"
    ASSIGNEE = "assignee"
    CONDITION = "condition"
    DUE = "due"
    UNNAMED = "unnamed"
    TOO_MANY = "too-many"
    CUT = "cut"
    NOTES = "notes"
    UPDATES = "updates"
    RETROSPECTIVE = "retrospective"
    SUMMARY = "summary"
    WELCOME = "welcome"
    METRIC = "metric"
    WEBHOOK = "webhook"
    BROADCAST = "broadcast"
    PEOPLE = "people"
    CHANNEL = "channel"
    PROPERTY = "property"
    VERSION = "version"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Words:
        """Say what it is, and what to do instead."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One thing that stays behind; `what` names it, empty where its kind says all."""

    kind: Kind
    what: str = ""


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


_WORDS: Final[Mapping[Kind, Words]] = {
    Kind.COMMAND: _w(
        "Slash commands of steps: nothing runs by itself here. Each stands as a comment above its step: write in `note` "
        "what a person does.",
        "Commandes « / » des étapes : rien ne s’exécute tout seul ici. Chacune figure en commentaire au-dessus de son "
        "étape : écrivez dans `note` ce qu’une personne fait.",
    ),
    Kind.AUTOMATION: _w(
        "Steps that tick themselves when a word is posted: here somebody says that a step is done. Name in `note` the "
        "sign to wait for.",
        "Étapes qui se cochent quand un mot est posté : ici, quelqu’un dit qu’une étape est faite. Nommez dans `note` le "
        "signe attendu.",
    ),
    Kind.ASSIGNEE: _w(
        "Steps given to a person: a document names roles, the directory says who holds them. Write `role` there.",
        "Étapes confiées à une personne : une fiche nomme des rôles, l’annuaire dit qui les tient. Écrivez-y `role`.",
    ),
    Kind.CONDITION: _w(
        "Steps that show on a condition: make a step of kind `decision` with `choices`, and write `when` on the others.",
        "Étapes soumises à une condition : faites une étape de type `decision` avec `choices`, et écrivez `when` sur les "
        "autres.",
    ),
    Kind.DUE: _w(
        "Due dates that are no length of time: write `due` as minutes, hours or days after the opening.",
        "Échéances qui ne sont pas une durée : écrivez `due` en minutes, heures ou jours après l’ouverture.",
    ),
    Kind.UNNAMED: _w(
        "Steps without a title: left out.",
        "Étapes sans titre : laissées de côté.",
    ),
    Kind.TOO_MANY: _w(
        "Steps beyond the fifty that a document holds: they stand as comments under the others. Join some, or make two "
        "playbooks.",
        "Étapes au-delà des cinquante qu’une fiche contient : elles figurent en commentaire sous les autres. Réunissez-en, "
        "ou faites deux fiches.",
    ),
    Kind.CUT: _w(
        "Texts longer than ours may be: cut, with … where they end. Say the same in fewer words.",
        "Textes plus longs que permis ici : coupés, avec … à la fin. Dites la même chose en moins de mots.",
    ),
    Kind.NOTES: _w(
        "The notes of all steps were shortened, so that the document stays within its size.",
        "Les notes de toutes les étapes ont été raccourcies, pour que la fiche garde une taille permise.",
    ),
    Kind.UPDATES: _w(
        "The timer of status updates: each update here promises the next one, and a missed promise is logged. Say the "
        "usual pace in `do`.",
        "La minuterie des points de situation : ici chaque point promet le suivant, et une promesse manquée est consignée. "
        "Dites le rythme habituel dans `do`.",
    ),
    Kind.RETROSPECTIVE: _w(
        "The retrospective’s template: it stands as a comment at the end. A review here has four questions, about what "
        "and never about who; the lead is reminded of it.",
        "Le modèle de rétrospective : il figure en commentaire à la fin. Un retour d’expérience a ici quatre questions, sur "
        "quoi et jamais sur qui ; il est rappelé au pilote.",
    ),
    Kind.SUMMARY: _w(
        "The template of the run’s summary: it stands as a comment at the end. Put into `note` what people must write down.",
        "Le modèle de résumé : il figure en commentaire à la fin. Mettez dans `note` ce que les gens doivent consigner.",
    ),
    Kind.WELCOME: _w(
        "The welcome message: it stands as a comment at the end. What everybody must know goes in `do` and `dont`.",
        "Le message d’accueil : il figure en commentaire à la fin. Ce que chacun doit savoir va dans `do` et `dont`.",
    ),
    Kind.METRIC: _w(
        "Metrics: ask for the figure in a question of the review.",
        "Indicateurs : demandez le chiffre dans une question du retour d’expérience.",
    ),
    Kind.WEBHOOK: _w(
        "Webhooks: another program asks the JSON API instead (CRISIS_API_TOKEN).",
        "Webhooks : un autre programme interroge plutôt l’API JSON (CRISIS_API_TOKEN).",
    ),
    Kind.BROADCAST: _w(
        "Channels that hear of updates: new incidents are told to one channel, CRISIS_ANNOUNCEMENTS.",
        "Canaux prévenus des points de situation : les nouveaux incidents sont annoncés dans un seul canal, "
        "CRISIS_ANNOUNCEMENTS.",
    ),
    Kind.PEOPLE: _w(
        "People who are invited or lead by name: give them roles in the directory, and name `lead` and `ladders` here.",
        "Personnes invitées ou pilotes désignés : donnez-leur des rôles dans l’annuaire, et nommez ici `lead` et "
        "`ladders`.",
    ),
    Kind.CHANNEL: _w(
        "How channels are named, sorted and joined: each incident gets a channel of its own, named after it.",
        "Comment les canaux sont nommés, rangés et rejoints : chaque incident a son propre canal, à son nom.",
    ),
    Kind.PROPERTY: _w(
        "Properties of a run: make a step of kind `decision` with `choices` where one decides something.",
        "Attributs d’une exécution : faites une étape de type `decision` avec `choices` si l’un d’eux décide quelque chose.",
    ),
    Kind.VERSION: _w(
        "The export is of another edition than 1: what is known of it was taken over. Compare it with the original.",
        "L’export est d’une autre édition que la 1 : ce qui en est connu a été repris. Comparez avec l’original.",
    ),
    Kind.UNKNOWN: _w(
        "Keys that are not known here: left out.",
        "Clés inconnues ici : laissées de côté.",
    ),
}
