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
    "required": ("Please fill in this field.", "Veuillez remplir ce champ."),
    "too_short": ("At least {n} characters, please.", "Au moins {n} caractères, s’il vous plaît."),
    "too_long": ("At most {n} characters, please.", "Au plus {n} caractères, s’il vous plaît."),
    "number": ("Please write a number.", "Veuillez écrire un nombre."),
    "at_least": ("At least {n}, please.", "Au moins {n}, s’il vous plaît."),
    "at_most": ("At most {n}, please.", "Au plus {n}, s’il vous plaît."),
    "no_answer": (
        "{what} had no answer from the bot ({trouble}). Nothing may have been done; please try again.",
        "{what} n’a pas reçu de réponse du bot ({trouble}). Rien n’a peut-être été fait ; veuillez réessayer.",
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
