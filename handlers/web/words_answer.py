"""The words of the page on which somebody answers a call outside Slack."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words


def _w(en: str, fr: str) -> Words:
    return Words(en=en, fr=fr)


ANSWER: Final[Mapping[str, Words]] = {
    "title": _w("Can you take it?", "Vous en chargez-vous ?"),
    "asks": _w(
        "{who} opened this and needs you, {name}.", "{who} a ouvert cet incident et a besoin de vous, {name}."
    ),
    "drill": _w(
        "EXERCISE. This is a drill: say so in every call; nothing goes out to the public.",
        "EXERCICE. Ceci est un entraînement : dites-le à chaque appel ; rien ne sort vers le public.",
    ),
    "at_risk": _w("People may be at risk.", "Des personnes peuvent être en danger."),
    "severity": _w("Severity", "Gravité"),
    "started": _w("Started", "Début"),
    "unit": _w("Business unit", "Unité"),
    "lead": _w("Lead", "Pilote"),
    "why": _w("Why you", "Pourquoi vous"),
    "rung": _w("ladder {ladder}, rung {rung}", "échelle {ladder}, échelon {rung}"),
    "take": _w("I take it", "Je m’en charge"),
    "decline": _w("I can’t", "Je ne peux pas"),
    "decline_how": _w(
        "The next person is then called at once.", "La personne suivante est alors appelée aussitôt."
    ),
    "reason": _w("Why not, in a few words (optional)", "Pourquoi, en quelques mots (facultatif)"),
    "as_you": _w(
        "This link is yours: whoever has it answers in your name.",
        "Ce lien est à vous : qui l’a répond en votre nom.",
    ),
    "taken": _w("You take it", "Vous vous en chargez"),
    "taken_since": _w(
        "You answered {when}. Thank you. It stands in the log; the lead and the others read it as soon as Slack takes it.",
        "Vous avez répondu {when}. Merci. C’est consigné ; le pilote et les autres le lisent dès que Slack le prend.",
    ),
    "go_on": _w(
        "The work is done in Slack, in the incident’s channel. While Slack is down, telephone the lead.",
        "Le travail se fait dans Slack, dans le canal de l’incident. Si Slack ne répond pas, téléphonez au pilote.",
    ),
    "declined": _w("You can’t", "Vous ne pouvez pas"),
    "declined_since": _w(
        "You answered {when}.",
        "Vous avez répondu {when}.",
    ),
    "no_more_asked": _w("Nothing more is asked of you.", "On ne vous demande plus rien."),
    "after_all": _w(
        "Nobody has taken it yet. If you can after all, take it.",
        "Personne ne s’en est encore chargé. Si vous pouvez finalement, dites-le.",
    ),
    "no_more": _w("Nothing more is asked of you", "On ne vous demande plus rien"),
    "other_took": _w("{name} takes it, since {when}.", "{name} s’en charge depuis {when}."),
    "closed": _w("The incident was closed {when}.", "L’incident est clos depuis {when}."),
    "over": _w("The call is over.", "L’appel est terminé."),
    "unknown": _w("This link leads nowhere", "Ce lien ne mène nulle part"),
    "unknown_how": _w(
        "It was cut, or it is not ours. Open it again from the message as it was sent, answer in Slack, or telephone.",
        "Il a été coupé, ou il n’est pas de nous. Rouvrez-le depuis le message reçu, répondez dans Slack, ou téléphonez.",
    ),
    "too_many": _w(
        "Too many wrong links were tried in the last minute. The right one always opens.",
        "Trop de liens erronés ont été essayés en une minute. Le bon s’ouvre toujours.",
    ),
    "elsewhere": _w(
        "This answer did not come from the page itself. Nothing was kept: go back to it and answer there.",
        "Cette réponse ne vient pas de la page elle-même. Rien n’a été gardé : revenez-y et répondez là.",
    ),
    "neither": _w(
        "Neither “I take it” nor “I can’t” was chosen. Go back and choose one.",
        "Ni « Je m’en charge » ni « Je ne peux pas » n’a été choisi. Revenez choisir.",
    ),
}
