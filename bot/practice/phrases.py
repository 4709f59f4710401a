"""Every word that the workspace itself says to a person, in both languages."""

from enum import StrEnum


class Language(StrEnum):
    """A language of the page."""

    EN = "en"
    FR = "fr"


def language_of(locale: str) -> Language:
    """The language of a person's locale, `fr-FR` for example; English when it is not French."""
    return Language.FR if locale.lower().startswith("fr") else Language.EN


_PHRASES: dict[str, tuple[str, str]] = {
    "workspace": ("Practice workspace", "Espace d’exercice"),
    "nothing_real": ("Nothing here reaches anybody.", "Rien ici n’est envoyé à personne."),
    "skip": ("Skip to the messages", "Aller aux messages"),
    "acting": ("You act as", "Vous agissez en tant que"),
    "switch": ("Switch", "Changer"),
    "channels": ("Channels", "Canaux"),
    "archived": ("Archived", "Archivés"),
    "is_archived": (
        "This channel is archived: it can be read, and nobody can write in it.",
        "Ce canal est archivé : on peut le lire, personne ne peut y écrire.",
    ),
    "direct": ("Direct messages", "Messages directs"),
    "home": ("Home", "Accueil"),
    "people": ("Messages of the others", "Messages des autres"),
    "as_them": ("Read as {name}", "Lire en tant que {name}"),
    "one_unread": ("1 unread", "1 non lu"),
    "unread": ("{n} unread", "{n} non lus"),
    "menu": ("Menu", "Menu"),
    "back": ("Back to the messages", "Retour aux messages"),
    "clock": ("Practice time", "Heure de l’exercice"),
    "clock_help": ("Let time pass:", "Faire passer le temps :"),
    "minute": ("+1 min", "+1 min"),
    "five": ("+5 min", "+5 min"),
    "ten": ("+10 min", "+10 min"),
    "hour": ("+1 h", "+1 h"),
    "day": ("+1 day", "+1 jour"),
    "members": ("{n} members", "{n} membres"),
    "topic": ("Topic", "Sujet"),
    "pinned": ("Pinned", "Épinglé"),
    "only_you": ("Only visible to you", "Visible par vous seulement"),
    "dismiss": ("Dismiss", "Masquer"),
    "edited": ("(edited)", "(modifié)"),
    "app": ("app", "appli"),
    "replies": ("{n} replies", "{n} réponses"),
    "one_reply": ("1 reply", "1 réponse"),
    "reply": ("Reply in the thread", "Répondre dans le fil"),
    "send": ("Send", "Envoyer"),
    "write": ("Message or command: /crisis", "Message ou commande : /crise"),
    "write_in": ("Write in {name}", "Écrire dans {name}"),
    "join": ("Join the channel", "Rejoindre le canal"),
    "not_joined": ("You are not in this channel.", "Vous n’êtes pas dans ce canal."),
    "quiet": ("Nothing has been said here yet.", "Rien n’a encore été dit ici."),
    "earlier": ("Show the earlier messages", "Afficher les messages précédents"),
    "tray": ("Mail and webhooks", "Courriels et webhooks"),
    "tray_empty": (
        "Nothing yet. What would leave by mail or webhook is shown here, and goes nowhere.",
        "Rien pour l’instant. Ce qui partirait par courriel ou webhook s’affiche ici, et ne va nulle part.",
    ),
    "tray_mail": ("Mail to {to}", "Courriel à {to}"),
    "tray_hook": ("Webhook to {to}", "Webhook vers {to}"),
    "tray_answer": ("Open its answer page", "Ouvrir sa page de réponse"),
    "no_home": ("The bot has not drawn this page yet.", "Le bot n’a pas encore dessiné cette page."),
    "optional": ("(optional)", "(facultatif)"),
    "choose": ("Choose …", "Choisir …"),
    "ok": ("OK", "OK"),
    "more": ("More actions", "Plus d’actions"),
    "close": ("Close", "Fermer"),
    "cancel": ("Cancel", "Annuler"),
    "submit": ("Submit", "Envoyer"),
    "sure": ("Are you sure?", "Êtes-vous sûr ?"),
    "yes": ("Yes", "Oui"),
    "message_list": ("Messages", "Messages"),
    "mistakes": (
        "Please look at the marked fields.",
        "Veuillez regarder les champs signalés.",
    ),
    "picture": ("Picture: {what}", "Image : {what}"),
    "cannot_draw": (
        "This practice page cannot draw a “{kind}” block; Slack would.",
        "Cette page d’exercice ne sait pas dessiner un bloc « {kind} » ; Slack le ferait.",
    ),
    "not_there": (
        "That is no longer on the screen. Here is how it looks now.",
        "Cela n’est plus à l’écran. Voici l’état actuel.",
    ),
    "no_clock": (
        "The clock cannot be moved here.",
        "L’heure ne peut pas être avancée ici.",
    ),
    "other_language": ("Français", "English"),
    "shortcuts": ("Shortcuts", "Raccourcis"),
    "react": ("React with {sign}", "Réagir avec {sign}"),
    "required": ("Please fill in this field.", "Veuillez remplir ce champ."),
    "too_short": ("At least {n} characters, please.", "Au moins {n} caractères, s’il vous plaît."),
    "too_long": ("At most {n} characters, please.", "Au plus {n} caractères, s’il vous plaît."),
    "number": ("Please write a number.", "Veuillez écrire un nombre."),
    "at_least": ("At least {n}, please.", "Au moins {n}, s’il vous plaît."),
    "at_most": ("At most {n}, please.", "Au plus {n}, s’il vous plaît."),
    "no_answer": (
        "{what} had no answer from the bot ({trouble}). Nothing may have been done; please try again.",
        "{what} n’a pas reçu de réponse du bot ({trouble}). Il se peut que rien n’ait été fait ; veuillez réessayer.",
    ),
    "no_command": (
        "{what} is not a command of this workspace.",
        "{what} n’est pas une commande de cet espace.",
    ),
}


def say(key: str, language: Language, **parts: object) -> str:
    """One phrase in one language."""
    english, french = _PHRASES[key]
    return (french if language is Language.FR else english).format(**parts)
