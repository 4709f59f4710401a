"""The command line in French: what argparse says, and what each command and option is for."""

import argparse
import re
from collections.abc import Mapping
from typing import Final, NoReturn

from playbooks.playbook import Language


class Parser(argparse.ArgumentParser):
    """A parser that says in the operator's language how a command is used."""

    language = Language.EN

    def format_usage(self) -> str:
        """Say in one line how it is used."""
        return self._said(super().format_usage())

    def format_help(self) -> str:
        """Say what it is for, and everything that can be typed."""
        return self._said(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was typed, and leave with argparse's own code."""
        if self.language is Language.EN:
            super().error(message)
        self.exit(2, f"{self.format_usage()}{self.prog} : {_refused(message)}\n")

    def _said(self, text: str) -> str:
        return text if self.language is Language.EN else text.replace("usage: ", "usage : ", 1)


def put_into_french(parser: argparse.ArgumentParser) -> None:
    """Have a parser, and every command under it, speak French."""
    if isinstance(parser, Parser):
        parser.language = Language.FR
    parser.description = FRENCH.get(parser.description or "", parser.description)
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no other way to name its groups.
        group.title = FRENCH.get(group.title or "", group.title)
    for action in parser._actions:  # noqa: SLF001 - nor to give its actions.
        _translate(action)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - nor to name this kind.
            for listed in action._choices_actions:  # noqa: SLF001 - the lines of the list of commands.
                _translate(listed)
            for command in action.choices.values():
                put_into_french(command)


def _translate(action: argparse.Action) -> None:
    action.help = FRENCH.get(action.help or "", action.help)
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    if not action.option_strings or action.metavar is not None:
        action.metavar = FRENCH.get(shown, action.metavar)
    elif action.nargs != 0 and action.choices is None:
        action.metavar = FRENCH.get(action.dest.upper(), action.metavar)


def _refused(message: str) -> str:
    for pattern, words in REFUSALS.items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return words.format(*(part.replace("'", "") for part in found.groups()))
    return message


REFUSALS: Final[Mapping[str, str]] = {
    r"the following arguments are required: (.*)": "il manque : {0}",
    r"argument (.*): invalid choice: (.*) \(choose from (.*)\)": "argument {0} : « {1} » n’est pas possible "
    "(au choix : {2})",
    r"argument (.*): invalid \S+ value: (.*)": "argument {0} : « {1} » n’est pas possible",
    r"argument (.*): not allowed with argument (.*)": "argument {0} : ne va pas avec {1}",
    r"argument (.*): expected one argument": "argument {0} : il faut une valeur",
    r"argument (.*): ignored explicit argument (.*)": "argument {0} : pas de valeur ici, « {1} » est de trop",
    r"ambiguous option: (.*) could match (.*)": "option « {0} » : plusieurs conviennent, {1}",
    r"unrecognized arguments: (.*)": "mots en trop : {0}",
}
FRENCH: Final[Mapping[str, str]] = {
    "COMMAND": "COMMANDE",
    "TASK": "TÂCHE",
    "path": "chemin",
    "playbook": "fiche",
    "old": "ancienne",
    "new": "nouvelle",
    "text": "texte",
    "file": "fichier",
    "ADDRESS": "ADRESSE",
    "STEP": "ÉTAPE",
    "AUTHOR": "AUTEUR",
    "VERSION": "VERSION",
    "UNIT": "UNITÉ",
    "OUTPUT": "SORTIE",
    "ID": "NOM",
    "positional arguments": "à donner",
    "options": "au choix",
    "show this help message and exit": "montre cette aide",
    "Crisis Desk: prepared words, people who answer.": "Crisis Desk : des mots préparés, des gens qui répondent.",
    "send what is owed and let time pass, without the doors": "envoie ce qui est dû et suit le temps, sans les portes",
    "answer Slack (the practice workspace when no token is set)": "répond à Slack (à l’espace d’entraînement sans jeton)",
    "bring the database to this version's schema": "met la base de données au schéma de cette version",
    "send a test message by each means of this person": "envoie un message d’essai par chaque moyen de cette personne",
    "look for everything that would fail, and say how to mend it": "cherche tout ce qui échouerait, et dit comment le "
    "réparer",
    "open the practice workspace on this machine": "ouvre l’espace d’entraînement sur cette machine",
    "play a whole crisis and print what each person sees": "joue une crise entière et affiche ce que chacun voit",
    "the language it is played in": "la langue dans laquelle on joue",
    "print the Slack app's manifest": "affiche le manifeste de l’application Slack",
    "as JSON instead of YAML": "en JSON plutôt qu’en YAML",
    "where Slack reaches the bot, such as https://crisis.example.com": "où Slack joint le robot, comme "
    "https://crisis.example.com",
    "for Socket Mode, where Slack reaches nobody": "pour le Socket Mode, où Slack ne joint personne",
    "look at playbook documents, and release them": "examine les fiches réflexes, et les publie",
    "say when nobody is on duty, and who is for too long": "dit quand personne n’est d’astreinte, et qui l’est trop",
    "from now on": "à partir de maintenant",
    "look at how messages from customers are matched": "examine comment les messages des clients trouvent leur fiche",
    "say how often the right playbook is suggested for your messages": "dit combien de fois la bonne fiche est proposée "
    "pour vos messages",
    "labelled messages, one JSON object a line": "des messages étiquetés, un objet JSON par ligne",
    "your own labelled messages, to learn from as well": "vos propres messages étiquetés, dont apprendre aussi",
    "the shares alone, as JSON": "les proportions seules, en JSON",
    "print the prepared answers as CSV, with how often each was sent": "affiche les réponses préparées en CSV, avec le "
    "nombre d’envois de chacune",
    "of this playbook alone": "de cette seule fiche",
    "make drafts of the next versions from such a CSV": "fait d’un tel CSV les ébauches des versions suivantes",
    "the CSV, as export prints it": "le CSV, tel que l’affiche export",
    "where the drafts are written": "où les ébauches sont écrites",
    "only say what would change": "dit seulement ce qui changerait",
    "FILE": "FICHIER",
    "HEAD": "EMPREINTE",
    "a daily head that was posted: say whether the log still leads to it; may be given again": "une empreinte du jour qui "
    "a été publiée : dit si le journal y mène toujours ; peut être répété",
    "everything that was found, as JSON": "tout ce qui a été trouvé, en JSON",
    "look at the company's directory": "examine l’annuaire de l’entreprise",
    "report every mistake as file:line:column, and what ends in silence": "signale chaque faute, sous la forme "
    "fichier:ligne:colonne, et ce qui finit dans le silence",
    "a directory.yaml; the company's own by default": "un directory.yaml ; celui de l’entreprise sinon",
    "print the JSON Schema of directory.yaml, for editors": "affiche le schéma JSON de directory.yaml, pour les éditeurs",
    "say who answers for something, and why": "dit qui répond de quelque chose, et pourquoi",
    "such as energy-fr": "comme energy-fr",
    "such as press": "comme press",
    "the language of the answer, such as de": "la langue de la réponse, comme de",
    "a country, such as FR": "un pays, comme FR",
    "such as tickets": "comme tickets",
    "sev1 to sev4; in a crisis quiet hours do not count": "sev1 à sev4 ; en crise, les heures calmes ne comptent pas",
    'another moment than now, such as "2026-12-25 03:00 Europe/Paris"': "un autre moment que maintenant, comme "
    '"2026-12-25 03:00 Europe/Paris"',
    "one rota, such as press; all of them without": "une astreinte, comme press ; toutes sinon",
    "make the offline pack: playbooks and telephone numbers": "prépare le dossier hors ligne : fiches et numéros de "
    "téléphone",
    "look at the log": "examine le journal",
    "follow the log's chain and name the first broken row": "suit la chaîne du journal et nomme la première ligne rompue",
    "report every mistake as file:line:column": "signale chaque faute, sous la forme fichier:ligne:colonne",
    "a document or a folder; the company's own by default": "un document ou un dossier ; celui de l’entreprise sinon",
    "say what one version has that another has not": "dit ce qui change d’une version à l’autre",
    "such as data-breach": "comme data-breach",
    "the older version, such as 1": "la version ancienne, comme 1",
    "the newer version, such as 2": "la version nouvelle, comme 2",
    "check a document, put it in its place and remember it": "vérifie un document, le met à sa place et le retient",
    "the document, wherever it stands": "le document, où qu’il soit",
    "write the next version, with what the lessons of past incidents change": "écrit la version suivante, avec ce que "
    "changent les leçons des incidents passés",
    "write it there; without: print the document": "l’écrit là ; sans cette option : affiche le document",
    "propose an improvement to the administrators": "propose une amélioration aux administrateurs",
    "what should change, and why": "ce qui devrait changer, et pourquoi",
    "the step's number or id; without: the whole playbook": "le numéro ou le nom de l’étape ; sinon, toute la fiche",
    "who proposes it": "qui le propose",
    "list what was proposed": "liste ce qui a été proposé",
    "print the JSON Schema of a document, for editors": "affiche le schéma JSON d’un document, pour les éditeurs",
    "of a local variant": "celui d’une variante locale",
    "en or fr": "en ou fr",
    "a file; without one, it is printed here": "un fichier ; sinon, affiché ici",
    "give a playbook as Markdown or as HTML to print": "donne une fiche en Markdown, ou en HTML à imprimer",
    "another than the newest": "une autre que la plus récente",
    "name the people of a unit, such as rail-fr": "nomme les personnes d’une unité, comme rail-fr",
    "markdown, unless the file ends in .html": "markdown, sauf si le fichier finit en .html",
    "make a draft of a playbook exported from Mattermost": "fait l’ébauche d’une fiche exportée de Mattermost",
    "the JSON file that Mattermost's “Export playbook” gives": "le fichier JSON que donne « Export playbook » de "
    "Mattermost",
    "its name here; made from its title without": "son nom ici ; sinon, tiré de son titre",
    "the language it is written in": "la langue dans laquelle elle est écrite",
    "bring incidents along, keep one, or give one away": "reprend des incidents, en garde un, ou en donne un",
    "keep an incident whatever its age, for a court or a claim": "garde un incident quel que soit son âge, pour un juge ou "
    "un litige",
    "keep an incident no longer than others of its kind": "ne garde plus un incident au-delà des autres de son genre",
    "such as INC-2026-0042": "comme INC-2026-0042",
    "why it is kept": "pourquoi il est gardé",
    "REASON": "RAISON",
    "delete what is past the company's own times": "supprime ce qui a passé les durées fixées par l’entreprise",
    "say what would be deleted, and change nothing": "dit ce qui serait supprimé, sans rien changer",
    "copy everything into one file, while the bot works": "copie tout dans un fichier, pendant que le robot travaille",
    "a file that is not there yet": "un fichier qui n’existe pas encore",
    "put a backup into an empty database, verified and paused": "met une sauvegarde dans une base vide, vérifiée et en "
    "pause",
    "a file of crisis backup": "un fichier de crisis backup",
    "an empty database, such as sqlite:///var/restored.db": "une base vide, comme sqlite:///var/restored.db",
    "have a copy that was made by hand send nothing until resume": "empêche une copie faite à la main d’envoyer quoi que "
    "ce soit avant resume",
    "say what a paused copy would send, and let it": "dit ce qu’une copie en pause enverrait, et la laisse faire",
    "never send what is owed by now": "n’envoie jamais ce qui est déjà dû",
    "send what is owed by now as well": "envoie aussi ce qui est déjà dû",
    "bring past incidents along from another tool, or an exported one": "reprend les incidents passés d’un autre outil, ou "
    "un incident exporté",
    "JSON, one incident a line, CSV with a header, or an export": "du JSON, un incident par ligne, du CSV avec un en-tête, "
    "ou un export",
    "give an incident as a file, with its whole log and a digest": "donne un incident en fichier, avec tout son journal et "
    "une empreinte",
    "json, unless the file ends in .csv, .md or .html": "json, sauf si le fichier finit en .csv, .md ou .html",
    "say what is wrong with which line, and keep nothing": "dit ce qui ne va pas, ligne par ligne, sans rien reprendre",
    "erase somebody who asks for it": "efface une personne qui le demande",
    "take a person out of every log, and of all that is kept beside": "retire une personne de chaque journal, et de tout "
    "ce qui est gardé à côté",
    "the person's Slack id, such as U0CLAIRE": "l’identifiant Slack de la personne, comme U0CLAIRE",
    "a name as people type it; say it again for another": "un nom tel qu’on l’écrit ; à répéter pour un autre",
    "say what would be erased, and change nothing": "dit ce qui serait effacé, sans rien changer",
    "person": "personne",
    "NAME": "NOM",
    "the folder of drafts; the present one without": "le dossier des ébauches ; sinon, le dossier courant",
}
