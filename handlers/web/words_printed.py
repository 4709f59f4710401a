"""The words around a playbook that is read or printed, in both languages."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Cluster, Gate, Since, Words


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


PRINTED: Final[Mapping[str, Words]] = {
    # The list of playbooks.
    "who_answers": Words(en="Who answers?", fr="Qui répond ?"),
    "playbooks": _w("Playbooks", "Fiches réflexes"),
    "caption_playbooks": _w(
        "The newest version of each playbook, the most serious first",
        "La version la plus récente de chaque fiche réflexe, de la plus grave à la moins grave",
    ),
    "no_playbook": _w("There is no playbook.", "Il n’y a aucune fiche réflexe."),
    "all_playbooks": _w("All playbooks", "Toutes les fiches réflexes"),
    "kind": _w("Kind", "Genre"),
    "lead_role": _w("Who leads", "Qui pilote"),
    "the_pack": _w("The offline pack, to print", "Le dossier de secours, à imprimer"),
    "pack_says": _w(
        "All playbooks, ladders and telephone numbers in one file that stands alone.",
        "Toutes les fiches réflexes, les échelles d’appel et les numéros de téléphone, dans un fichier autonome.",
    ),
    "download": _w("Download", "Télécharger"),
    "as_markdown": _w("Markdown", "Markdown"),
    "as_html": _w("HTML to print", "HTML à imprimer"),
    "other_versions": _w("Versions", "Versions"),
    "for_unit": _w("With the people of", "Avec les personnes de"),
    "every_unit": _w("every unit", "toutes les unités"),
    "whole_company": _w("the whole company", "toute l’entreprise"),
    # The document.
    "identifier": _w("Identifier", "Identifiant"),
    "cluster": _w("Whose fault people will think it is", "À qui le public donnera tort"),
    "objective": _w("Objective it touches", "Objectif touché"),
    "trigger": _w("Open it when", "À ouvrir quand"),
    "audiences": _w("Whom it concerns", "Qui cela concerne"),
    "keywords": _w("Words that find it", "Mots qui la trouvent"),
    "do": _w("Do", "À faire"),
    "dont": _w("Do not", "À ne pas faire"),
    "raise_when": _w("Signs that it is getting worse", "Signes que cela s’aggrave"),
    "may_be_decided": _w("What may be decided", "Ce qui peut être décidé"),
    "hold_terms": _w(
        "{length} at most; prolonged by: {role}", "{length} au plus ; prolongation par : {role}"
    ),
    "silent_terms": _w("looked at again after {length}", "à réexaminer au bout de {length}"),
    "safety_first": _w(
        "When people may be at risk, only answering in public is possible.",
        "Si des personnes peuvent être en danger, seule la réponse publique est possible.",
    ),
    "who_is_called": _w("Who is called at once", "Qui est appelé tout de suite"),
    "nobody_called": _w("Nobody is called at once.", "Personne n’est appelé tout de suite."),
    "called_elsewhere": _w(
        "{ladders}: see “Who to call”, at the front.", "{ladders} : voir « Qui appeler », au début."
    ),
    "empty_ladder": _w("The directory has nobody here.", "L’annuaire n’a personne ici."),
    "then_after": _w("no answer after {length}: the next", "sans réponse après {length} : le suivant"),
    "then_lead": _w(
        "no answer after {length}: the lead is told", "sans réponse après {length} : le pilote est prévenu"
    ),
    "then_next": _w("no answer: the next", "sans réponse : le suivant"),
    "then_told": _w("no answer: the lead is told", "sans réponse : le pilote est prévenu"),
    "waits": _w(
        "Where no time stands, wait {sev1} for a crisis, {sev2} when it is sensitive, {sev3} for an incident and "
        "{sev4} for a watch.",
        "Sans délai indiqué, attendez {sev1} pour une crise, {sev2} si c’est sensible, {sev3} pour un incident et "
        "{sev4} pour une veille.",
    ),
    "roles": _w("Roles and people", "Rôles et personnes"),
    "caption_roles": _w(
        "The nearest person for each role, and who stands in",
        "La personne la plus proche pour chaque rôle, et qui la supplée",
    ),
    "role": _w("Role", "Rôle"),
    "telephone": _w("Telephone", "Téléphone"),
    "deputy": _w("Stands in", "Supplée"),
    "nobody_holds": _w("nobody: the lead", "personne : le pilote"),
    "the_lead": _w("whoever leads", "qui pilote"),
    "steps": _w("Steps", "Étapes"),
    "settled_at_paper": _w("at", "à"),
    "within": _w("within {length} of the opening", "au plus tard {length} après l’ouverture"),
    "within_after": _w("within {length} of {step}", "au plus tard {length} après {step}"),
    "step_named": _w("step {number} (“{title}”)", "l’étape {number} (« {title} »)"),
    "each_part": _w("each does their part", "chacun fait sa part"),
    "choices": _w("Answers", "Réponses"),
    "questions_of": _w("Decided with", "Se décide avec"),
    "sends": _w("Message", "Message"),
    "about_clocks": _w("Legal limits", "Délais légaux"),
    "messages": _w("Prepared messages", "Messages préparés"),
    "strategy": _w("What it does", "Ce qu’il fait"),
    "approval": _w("Approval", "Accord"),
    "approved_by": _w("{lane}: {roles}", "{lane} : {roles}"),
    "networks": _w("Where it is read", "Où il se lit"),
    "intent": _w("What the customer wants", "Ce que veut le client"),
    "kept": _w("Kept right", "Tenu à jour"),
    "kept_by": _w("by: {role}", "par : {role}"),
    "reviewed_by": _w("reviewed for the law by: {role}", "relecture juridique : {role}"),
    "valid_until": _w("valid until {day}", "valable jusqu’au {day}"),
    "other_wording": _w("Or", "Ou"),
    "longest": _w("{network} ({signs} characters)", "{network} ({signs} caractères)"),
    "anywhere": _w("anywhere long enough", "partout où il tient"),
    "blanks": _w("To fill in", "À compléter"),
    "clocks": _w("Legal clocks", "Délais légaux"),
    "clocks_say": _w(
        "Reminders for the people who know the law, not advice.",
        "Des rappels pour les personnes qui connaissent le droit, pas un conseil.",
    ),
    "clock_terms": _w(
        "{length} {since}; confirmed or waived by: {role}",
        "{length} {since} ; confirmé ou écarté par : {role}",
    ),
    "held_within": _w(
        "Held within {length} of the close.", "À tenir au plus tard {length} après la clôture."
    ),
    "looked_again": _w("Looked at again after {length}.", "À revoir au bout de {length}."),
    "this_version": _w("This version", "Cette version"),
    "variant": _w("Local variant", "Variante locale"),
    "variant_of": _w(
        "of {parent}, version {version}; taken in its place: {place}",
        "de {parent}, version {version} ; prise à sa place : {place}",
    ),
    "changes": _w("What changed, and why", "Ce qui change, et pourquoi"),
    "credits": _w("Thanks to", "Merci à"),
    "digest": _w("Digest", "Empreinte"),
    "filled_by": _w("Filled in by", "Rempli par"),
    "filled_on": _w("Date and time of the opening", "Date et heure d’ouverture"),
    "made_on": _w("Made on {moment}.", "Établi le {moment}."),
    "printed_on": _w("Drawn on {moment}.", "Imprimé le {moment}."),
    # The offline pack.
    "pack": _w("Offline pack", "Dossier de secours"),
    "pack_for": _w("When Slack itself is what failed", "Quand c’est Slack qui ne répond plus"),
    "pack_age": _w(
        "Made on {moment}. Ask for a newer one if it is older than a day.",
        "Établi le {moment}. Demandez-en un plus récent s’il a plus d’un jour.",
    ),
    "pack_private": _w(
        "It holds personal telephone numbers: keep it under lock, and destroy it when a newer one is there.",
        "Il contient des numéros personnels : gardez-le sous clé, et détruisez-le dès qu’un plus récent est là.",
    ),
    "contents": _w("Contents", "Sommaire"),
    "ladders_of": _w("Who to call", "Qui appeler"),
    "telephones": _w("Telephone numbers", "Numéros de téléphone"),
    "caption_telephones": _w("Everybody in the directory, by name", "Tout l’annuaire, par nom"),
    "units": _w("Units", "Unités"),
    "languages": _w("Language", "Langue"),
    "email": _w("E-mail", "Courriel"),
    "ladder_people": _w("Ladder “{ladder}”", "Échelle « {ladder} »"),
}

CLUSTER: Final[Mapping[Cluster, Words]] = {
    Cluster.VICTIM: _w("Nobody’s of ours: we are hit as well", "Pas à nous : nous en sommes aussi victimes"),
    Cluster.ACCIDENTAL: _w("Ours, by accident", "À nous, par accident"),
    Cluster.PREVENTABLE: _w("Ours, and it could have been prevented", "À nous, et c’était évitable"),
    Cluster.NONE: _w("The question does not arise", "La question ne se pose pas"),
}

SINCE: Final[Mapping[Since, Words]] = {
    Since.AWARENESS: _w("from when we first knew", "depuis que nous avons su"),
    Since.DECISION: _w("from the decision", "depuis la décision"),
    Since.EVENT: _w("from when it happened", "depuis l’événement"),
}

GATE: Final[Mapping[Gate, Words]] = {
    Gate.RESPOND_HOLD_SILENT: _w(
        "the questions behind answering, holding or staying silent",
        "les questions qui font répondre, temporiser ou garder le silence",
    ),
    Gate.SEVERITY: _w("the six factors of severity", "les six facteurs de gravité"),
}
