"""The pages' own words, in both languages. What an incident's facts say is in `handlers.sentences`."""

from collections.abc import Mapping
from typing import Final

from handlers.web.rhythm_words import RHYTHM
from handlers.web.words_customer import CUSTOMER
from handlers.web.words_review import REVIEW_WORDS
from handlers.web.words_rotas import ROTA_WORDS
from playbooks.commands import Errand
from playbooks.incident import StepStatus
from playbooks.playbook import PlaybookKind, StepKind, Words


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


WORDS: Final[Mapping[str, Words]] = {
    **CUSTOMER,
    **REVIEW_WORDS,
    **RHYTHM,
    **ROTA_WORDS,
    # Around every page.
    "product": _w("Crisis Desk", "Crisis Desk"),
    "skip": _w("Go to the content", "Aller au contenu"),
    "read_only": _w("Read only", "Lecture seule"),
    "language": _w("Language", "Langue"),
    "loopback": _w(
        "Read only. There is no sign-in yet: these pages answer only on the machine that runs Crisis Desk "
        "(loopback). Whoever can work on that machine can read them. Restricted incidents are not shown.",
        "Lecture seule. On ne peut pas encore s’identifier : ces pages ne répondent que sur la machine où tourne "
        "Crisis Desk (boucle locale). Quiconque travaille sur cette machine peut les lire. Les incidents "
        "restreints n’y figurent pas.",
    ),
    "as_of": _w("As it stood on", "État au"),
    "reload": _w("Read again", "Actualiser"),
    "times": _w("Times are in UTC", "Les heures sont en UTC"),
    "times_and": _w(
        "Times are in UTC; the main ones also in {zone}, where the lead lives",
        "Les heures sont en UTC ; les principales aussi à l’heure de {zone}, celle du pilote",
    ),
    # The list.
    "incidents": _w("Incidents", "Incidents"),
    "filter": _w("Which incidents", "Quels incidents"),
    "open_ones": _w("Open", "En cours"),
    "closed_ones": _w("Closed", "Clos"),
    "all_ones": _w("All", "Tous"),
    "caption_open": _w(
        "Open incidents, the latest first", "Incidents en cours, du plus récent au plus ancien"
    ),
    "caption_closed": _w(
        "Closed incidents, the latest first", "Incidents clos, du plus récent au plus ancien"
    ),
    "caption_all": _w("All incidents, the latest first", "Tous les incidents, du plus récent au plus ancien"),
    "none_open": _w("Nothing is running.", "Rien n’est en cours."),
    "none_closed": _w("No incident has been closed yet.", "Aucun incident n’a encore été clos."),
    "none_all": _w("There is no incident yet.", "Il n’y a encore aucun incident."),
    "none_older": _w("There is nothing older.", "Il n’y a rien de plus ancien."),
    "how_to_start": _w(
        "To start one, type `/crisis start data-breach` in Slack.",
        "Pour en démarrer un, tapez `/crise démarrer fuite de données` dans Slack.",
    ),
    "older": _w("Older incidents", "Incidents plus anciens"),
    "latest": _w("Back to the latest", "Revenir aux plus récents"),
    # What an incident is.
    "reference": _w("Reference", "Référence"),
    "title": _w("Title", "Titre"),
    "severity": _w("Severity", "Gravité"),
    "state": _w("State", "État"),
    "open": _w("Open", "En cours"),
    "closed": _w("Closed", "Clos"),
    "drill": _w("Exercise", "Exercice"),
    "drill_says": _w(
        "This is a drill. Say so in every call; nothing goes out to the public.",
        "Ceci est un entraînement. Dites-le à chaque appel ; rien ne sort vers le public.",
    ),
    "at_risk": _w("People may be at risk", "Des personnes peuvent être en danger"),
    "at_risk_says": _w("Their safety comes before any message.", "Leur sécurité passe avant tout message."),
    "lead": _w("Lead", "Pilote"),
    "unit": _w("Business unit", "Unité"),
    "country": _w("Country", "Pays"),
    "playbook": _w("Playbook", "Fiche réflexe"),
    "version": _w("version {version}", "version {version}"),
    "newer_version": _w("A newer version", "Une version plus récente"),
    "version_waits": _w(
        "Version {version} is released. Until somebody decides in Slack, nothing changes here.",
        "La version {version} est publiée. Tant que personne ne décide dans Slack, rien ne change ici.",
    ),
    "version_declined": _w(
        "Version {version} is released; {name} stays with the present one.",
        "La version {version} est publiée ; {name} reste à la version actuelle.",
    ),
    "credits": _w("With thanks to {names}", "Avec l’aide de {names}"),
    "channel": _w("Slack channel", "Canal Slack"),
    "no_channel": _w("Not open yet", "Pas encore ouvert"),
    "own_channel": _w("In a channel that was there before", "Dans un canal qui existait déjà"),
    "started": _w("Started", "Début"),
    "started_by": _w("by {name}", "par {name}"),
    "ended": _w("Closed", "Clôture"),
    "lasted": _w("Lasted", "Durée"),
    "runs": _w("Running for", "En cours depuis"),
    "progress": _w("Progress", "Avancement"),
    "of_one_step": _w("{n} of {total} steps settled", "{n} étape réglée sur {total}"),
    "of_steps": _w("{n} of {total} steps settled", "{n} étapes réglées sur {total}"),
    "short_steps": _w("{n} of {total}", "{n} sur {total}"),
    "no_step": _w("No step", "Aucune étape"),
    "at_a_glance": _w("At a glance", "L’essentiel"),
    "on_this_page": _w("On this page", "Sur cette page"),
    "all_incidents": _w("All incidents", "Tous les incidents"),
    # What we say.
    "said": _w("What we say", "Ce que nous disons"),
    "holding_line": _w("For now", "Pour l’instant"),
    "no_holding_line": _w(
        "Nothing yet: no holding line has been set.", "Rien encore : aucun message d’attente n’a été fixé."
    ),
    "never_holding_line": _w("No holding line was set.", "Aucun message d’attente n’a été fixé."),
    "updates": _w("Updates", "Points de situation"),
    "no_update": _w("No update has been given yet.", "Aucun point n’a encore été fait."),
    "never_update": _w("No update was given.", "Aucun point n’a été fait."),
    "next_word": _w("Next update promised for", "Prochain point promis pour le"),
    "next_word_late": _w("The update did not come as promised for", "Point non tenu, promis pour le"),
    "no_promise": _w("No next update is promised.", "Aucun prochain point n’est promis."),
    # Statements.
    "statements": _w("Statements", "Communiqués"),
    "published": _w("Published", "Publié"),
    "published_by": _w("by {name}", "par {name}"),
    "two_voices": _w(
        "Two voices: {others} says the opposite. Denying and explaining or apologising do not go together.",
        "Deux discours : {others} dit le contraire. Démentir et s’expliquer ou s’excuser ne vont pas ensemble.",
    ),
    "objection_of": _w("Objection of {name}", "Objection de {name}"),
    "objection_withdrawn": _w("withdrawn", "retirée"),
    "caption_approvals": _w(
        "Who was asked to approve, and how long the answer took",
        "À qui l’accord a été demandé, et en combien de temps la réponse est venue",
    ),
    "asked_at": _w("Asked", "Demandé"),
    "approved_after": _w("Approved after {length}", "Accord au bout de {length}"),
    "not_approved": _w("No approval", "Sans accord"),
    "no_answer_yet": _w("No answer yet", "Pas encore de réponse"),
    "earlier_words": _w("of earlier words", "d’un texte précédent"),
    # What was decided about answering.
    "decided": _w("Answer or hold", "Répondre ou temporiser"),
    "stands_now": _w("in force now", "en vigueur"),
    "advice": _w("Advice", "Conseil"),
    "advice_followed": _w("followed", "suivi"),
    "advice_not_followed": _w("not followed", "non suivi"),
    "gate_answers": _w("Answers", "Réponses"),
    "said_meanwhile": _w("Said meanwhile", "Dit d’ici là"),
    "what_became": _w("What became of it", "Ce qu’il en est advenu"),
    # The checklist.
    "checklist": _w("Checklist", "Liste des étapes"),
    "caption_steps": _w(
        "Each step: who has it, when it was planned and when it was settled",
        "Chaque étape : qui s’en charge, l’heure prévue et l’heure réelle",
    ),
    "number": _w("No.", "N°"),
    "step": _w("Step", "Étape"),
    "owner": _w("Owner", "Responsable"),
    "planned": _w("Planned", "Prévu"),
    "actual": _w("Settled", "Réglé"),
    "mandatory": _w("mandatory", "obligatoire"),
    "added": _w("added on the way", "ajoutée en chemin"),
    "late_now": _w("Late by {length}", "En retard de {length}"),
    "late_then": _w("{length} late", "{length} de retard"),
    "no_time": _w("No fixed time", "Sans heure fixée"),
    "settled_by": _w("by {name}", "par {name}"),
    "decision": _w("Decision", "Décision"),
    "reason": _w("Reason", "Raison"),
    "note": _w("Note", "Note"),
    # The legal clocks.
    "clocks": _w("Legal clocks", "Délais légaux"),
    "clocks_say": _w(
        "Limits proposed by the playbook, never legal advice: the role named confirms, waives or meets each.",
        "Délais proposés par la fiche réflexe, jamais un avis juridique : le rôle nommé confirme, écarte ou tient chacun.",
    ),
    "caption_clocks": _w(
        "Each legal clock: whose it is, since when it counts and until when",
        "Chaque délai légal : qui en a la charge, depuis quand il court et jusqu’à quand",
    ),
    "clock": _w("Legal clock", "Délai légal"),
    "clock_since": _w("Counts from", "Court depuis"),
    "clock_limit": _w("Limit", "Limite"),
    "clock_proposed": _w("Only proposed", "Seulement proposé"),
    "clock_confirmed": _w("Confirmed", "Confirmé"),
    "clock_waived": _w("Waived", "Écarté"),
    "clock_met": _w("Met", "Tenu"),
    "clock_met_late": _w("Met after its limit", "Tenu après la limite"),
    "clock_missed": _w("Its limit has passed", "La limite est passée"),
    # Publishing.
    "publishing": _w("Publishing", "Publications"),
    "frozen_of": _w("Confirmed frozen: {n} of {total} channels.", "Gel confirmé : {n} canaux sur {total}."),
    "all_run": _w("Every channel runs again.", "Tous les canaux sont relancés."),
    "caption_channels": _w(
        "Each channel: who confirmed that it is frozen, who restarted it, and when",
        "Chaque canal : qui a confirmé le gel, qui l’a relancé, et quand",
    ),
    "publishing_channel": _w("Channel", "Canal"),
    "channel_asked": _w("Asked to stop", "Arrêt demandé"),
    "channel_frozen": _w("Frozen", "Gelé"),
    "channel_running": _w("Runs again", "Relancé"),
    "channel_frozen_at": _w("Confirmed frozen", "Gel confirmé"),
    "channel_restarted_at": _w("Restarted", "Reprise"),
    # The calls.
    "calls": _w("Calls", "Appels"),
    "no_call": _w("Nobody is called for this playbook.", "Cette fiche réflexe n’appelle personne."),
    "caption_calls": _w("Calls of “{ladder}”", "Appels de « {ladder} »"),
    "person": _w("Person", "Personne"),
    "rung": _w("Rung {number}", "Échelon {number}"),
    "where_it_stands": _w("Where it stands", "Où cela en est"),
    "owed_at": _w("Owed since", "À passer depuis"),
    "waits_since": _w("Owed since", "À envoyer depuis"),
    "sent_at": _w("Accepted", "Accepté"),
    "answered_at": _w("Answered", "Réponse"),
    "call_owed": _w("Owed, not yet accepted", "À passer, pas encore accepté"),
    "call_dropped": _w("Never sent: no longer needed", "Jamais envoyé : devenu inutile"),
    "call_sent": _w("Sent, no answer yet", "Envoyé, pas encore de réponse"),
    "call_unanswered": _w("Sent, never answered", "Envoyé, resté sans réponse"),
    "call_failed": _w("Not reached", "Non joint"),
    "call_taken": _w("Takes it", "S’en charge"),
    "call_declined": _w("Can’t", "Ne peut pas"),
    "by_means": _w("By which means", "Par quels moyens"),
    "means_line": _w("{means}: {standing}", "{means} : {standing}"),
    "answered_through": _w("answered by {means}", "réponse par {means}"),
    "call_late": _w("{length} late", "{length} de retard"),
    "call_expired": _w("Took it, then the work went quiet", "S’en est chargé, puis plus rien n’a bougé"),
    "passed_to": _w("asks for {name} instead", "demande {name} à sa place"),
    "climb_doubted": _w(
        "The work has gone quiet and they are asked again. Without a word, the ladder goes on:",
        "Plus rien ne bouge et la question est posée de nouveau. Sans nouvelle, l’échelle reprend :",
    ),
    "climb_again": _w("Time {time} of {times}.", "Passage {time} sur {times}."),
    "climb_missing": _w("Still to answer: {groups}.", "Réponses qui manquent encore : {groups}."),
    "climb_follows": _w("Next: {people}.", "Ensuite : {people}."),
    "climb_unheard": _w(
        "No message of it has been accepted yet.", "Aucun de ses messages n’est encore accepté."
    ),
    "climb_answered": _w("Answered by {name} after {length}.", "{name} a répondu au bout de {length}."),
    "climb_calling": _w(
        "Rung {rung} of {rungs} is being called.", "L’échelon {rung} sur {rungs} est appelé."
    ),
    "climb_next": _w("If nobody answers, the next is called:", "Faute de réponse, le suivant est appelé :"),
    "climb_last": _w("If nobody answers, the lead is told:", "Faute de réponse, le pilote est prévenu :"),
    "climb_exhausted": _w(
        "Nobody answered, and nobody is left to call. It is for the lead to find somebody.",
        "Personne n’a répondu et il n’y a plus personne à appeler. C’est au pilote de trouver quelqu’un.",
    ),
    "climb_empty": _w("The directory has nobody to call here.", "L’annuaire n’a personne à appeler ici."),
    "climb_closed": _w("Closed before anybody answered.", "Clos avant toute réponse."),
    # What is due and what is owed.
    "coming": _w("What comes next", "La suite"),
    "no_due": _w("Nothing is scheduled.", "Rien n’est programmé."),
    "caption_dues": _w(
        "Moments at which something happens by itself", "Moments où quelque chose se produit tout seul"
    ),
    "and_later": _w("And {count} more, later", "Et {count} de plus, ensuite"),
    "caption_later": _w("Later", "Ensuite"),
    "when": _w("When", "Quand"),
    "what": _w("What", "Quoi"),
    "overdue": _w("now", "maintenant"),
    "delivery": _w("Delivery", "Envois"),
    "delivered": _w(
        "{sent} sent · {waiting} waiting · {failed} failed",
        "{sent} envoyés · {waiting} en attente · {failed} en échec",
    ),
    "delivered_long_ago": _w(
        "{waiting} waiting · {failed} failed · what was sent is listed for {days} days after the closing",
        "{waiting} en attente · {failed} en échec · ce qui a été envoyé reste listé {days}\u00a0jours après la clôture",
    ),
    "no_delivery": _w("Nothing had to be sent.", "Rien n’était à envoyer."),
    "caption_deliveries": _w(
        "What Slack does not have yet, and what it refused",
        "Ce que Slack n’a pas encore, et ce qu’il a refusé",
    ),
    "message": _w("Message", "Message"),
    "waiting": _w("Waiting", "En attente"),
    "being_sent": _w("Being sent", "Envoi en cours"),
    "failed": _w("Failed", "Échec"),
    # The review.
    "review": _w("Review", "Retour d’expérience"),
    "review_later": _w(
        "The review starts when the incident is closed.", "Le retour d’expérience commence à la clôture."
    ),
    "planned_and_done": _w("Planned and done", "Prévu et réalisé"),
    "in_time": _w("Settled in time or without a fixed time", "Réglées à temps ou sans heure fixée"),
    "settled_late": _w("Done later than planned", "Faites après l’heure prévue"),
    "skipped": _w("Left out, and why", "Passées, et pourquoi"),
    "left_open": _w("Never settled", "Jamais réglées"),
    "improvised": _w("Added on the way", "Ajoutées en chemin"),
    "first_answer": _w("First call taken", "Premier appel pris"),
    "after": _w("after {length}", "au bout de {length}"),
    "nobody": _w("Nobody took a call", "Aucun appel pris"),
    "broken_promises": _w("Promised updates missed", "Points promis et manqués"),
    "none": _w("None", "Aucune"),
    "none_kept": _w("None", "Aucun"),
    "actions": _w("Lessons and actions", "Leçons et actions"),
    "no_action": _w("None has been noted.", "Aucune n’a été notée."),
    "caption_actions": _w(
        "What was learned, by whom and until when", "Ce qui a été retenu, par qui et pour quand"
    ),
    "action": _w("Action", "Action"),
    "due": _w("Due", "Échéance"),
    "done": _w("Done", "Fait"),
    "to_do": _w("To do", "À faire"),
    "action_late": _w("Past its due time", "Échéance dépassée"),
    # The timeline.
    "timeline": _w("Timeline", "Chronologie"),
    "timeline_says": _w(
        "Drawn from the log, in which nothing is ever changed or removed.",
        "Tirée du journal, où rien n’est jamais modifié ni retiré.",
    ),
    "recorded": _w("recorded at {clock}", "consigné à {clock}"),
    # Errors.
    "go_to_list": _w("See the list of incidents", "Voir la liste des incidents"),
    "error_reference": _w("Reference for whoever mends it", "Référence pour qui réparera"),
    "title_403": _w("Not from here", "Pas d’ici"),
    "title_404": _w("Not found", "Introuvable"),
    "title_405": _w("Not possible here", "Impossible ici"),
    "title_409": _w("Not now", "Pas maintenant"),
    "title_422": _w("Not understood", "Pas compris"),
    "title_503": _w("Not at the moment", "Pas pour l’instant"),
    "title_500": _w("Something broke", "Une erreur est survenue"),
}

STATUS: Final[Mapping[StepStatus, Words]] = {
    StepStatus.OPEN: _w("To do", "À faire"),
    StepStatus.DONE: _w("Done", "Faite"),
    StepStatus.SKIPPED: _w("Left out", "Passée"),
}

STEP_KIND: Final[Mapping[StepKind, Words]] = {
    StepKind.TASK: _w("", ""),
    StepKind.DECISION: _w("decision", "décision"),
    StepKind.MESSAGE: _w("message", "message"),
    StepKind.CALL: _w("call", "appel"),
    StepKind.CLOCK: _w("legal clock", "délai légal"),
    StepKind.FREEZE: _w("freeze", "gel des publications"),
    StepKind.RESTART: _w("restart", "reprise des publications"),
}

KIND: Final[Mapping[PlaybookKind, Words]] = {
    PlaybookKind.CRISIS: _w("Crisis", "Crise"),
    PlaybookKind.REPLY: _w("Customer reply", "Réponse à un client"),
}

ERRAND: Final[Mapping[Errand, Words]] = {
    Errand.ROOM: _w("The incident’s channel", "Le canal de l’incident"),
    Errand.CARD: _w("The card in the channel", "La fiche dans le canal"),
    Errand.PIN: _w("The card’s pin", "L’épingle de la fiche"),
    Errand.TOPIC: _w("The channel’s topic", "Le sujet du canal"),
    Errand.INVITE: _w("Invitations to the channel", "Les invitations au canal"),
    Errand.ANNOUNCE: _w("A line in the announcements channel", "Une ligne dans le canal des annonces"),
    Errand.NOTICE: _w("A line in the incident’s channel", "Une ligne dans le canal de l’incident"),
    Errand.NUDGE: _w("A direct message to {person}", "Un message direct à {person}"),
    Errand.CALL: _w("A call to {person}", "Un appel à {person}"),
    Errand.CALL_MAIL: _w("A call to {person} by mail", "Un appel à {person} par courriel"),
    Errand.CALL_HOOK: _w("A call to {person} by webhook", "Un appel à {person} par webhook"),
    Errand.HOOK_ENDED: _w(
        "The end of the call to {person} by webhook", "La fin de l’appel à {person} par webhook"
    ),
    Errand.CALL_ENDED: _w("The end of the call to {person}", "La fin de l’appel à {person}"),
    Errand.ANSWER: _w("An answer for a care tool", "Une réponse pour un outil"),
    Errand.APPROVAL: _w("A request for approval to {person}", "Une demande d’accord à {person}"),
    Errand.REVIEW: _w("The review’s first message", "Le premier message du retour d’expérience"),
    Errand.TIMELINE: _w("The timeline under the review", "La chronologie sous le retour d’expérience"),
}

PAGE_MISSING: Final = _w(
    "There is no such page. The address may have been cut; the list of incidents leads to every one of them.",
    "Cette page n’existe pas. L’adresse est peut-être coupée ; la liste des incidents mène à chacun d’eux.",
)
ONLY_READING: Final = _w(
    "These pages only show; incidents are worked in Slack.",
    "Ces pages ne font que montrer ; on travaille un incident dans Slack.",
)
ADDRESS_UNREADABLE: Final = _w(
    "Something in the address cannot be understood: {field}.",
    "Quelque chose dans l’adresse ne se comprend pas : {field}.",
)
FAULT: Final = _w(
    "Something broke on our side. Nothing of your incident is lost; in Slack everything goes on. "
    "Tell whoever runs Crisis Desk the reference below.",
    "Une erreur est survenue. Rien de votre incident n’est perdu ; dans Slack tout continue. "
    "Donnez la référence ci-dessous à la personne qui gère Crisis Desk.",
)
NOT_SAVED: Final = _w(
    "The database cannot be reached. Try again in a moment; meanwhile, telephone.",
    "La base de données est injoignable. Réessayez dans un instant ; d’ici là, téléphonez.",
)
NO_TOKEN_SET: Final = _w(
    "The API is closed because no token is set. Set CRISIS_API_TOKEN where Crisis Desk runs, and restart it.",
    "L’API est fermée car aucun jeton n’est défini. Définissez CRISIS_API_TOKEN là où tourne Crisis Desk, puis "
    "redémarrez-le.",
)
TOKEN_NEEDED: Final = _w(
    "This needs the header “Authorization: Bearer …” with the value of CRISIS_API_TOKEN.",
    "Il faut l’en-tête « Authorization: Bearer … » avec la valeur de CRISIS_API_TOKEN.",
)
