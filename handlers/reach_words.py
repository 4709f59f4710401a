"""How people stand in a contact check, in words; and by unit, for every door."""

from collections.abc import Iterable
from typing import Final

from handlers.wording import say, set_in
from playbooks.playbook import Language, Words
from playbooks.routing import Directory
from playbooks.routing.reachability import Asking, Standing


def standing_words(standing: Standing, language: Language) -> str:
    """Say how somebody stands."""
    return say(_STANDING[standing], language)


def refusal_words(asking: Asking, language: Language) -> str:
    """Say why somebody cannot be reached; Slack's own word where we have none."""
    if not asking.refused:
        return say(_SILENT, language)
    words = _REFUSED.get(asking.refused)
    return say(_OTHER, language, reason=asking.refused) if words is None else say(words, language)


def unit_names(
    directory: Directory, askings: Iterable[Asking], language: Language
) -> tuple[tuple[str, tuple[Asking, ...]], ...]:
    """Put people under the names of their units, in the directory's order; whoever serves all of it first."""
    found: dict[str, list[Asking]] = {}
    whole = say(_WHOLE, language)
    order = [whole, *(set_in(language, unit.title) for unit in directory.units)]
    for asking in askings:
        contact = directory.contact(asking.person)
        units = () if contact is None else contact.units
        named = [unit for unit_id in units if (unit := directory.unit(unit_id)) is not None]
        for name in [set_in(language, unit.title) for unit in named] or [whole]:
            found.setdefault(name, []).append(asking)
    return tuple((name, tuple(found[name])) for name in dict.fromkeys(order) if name in found)


_STANDING: Final = {
    Standing.QUEUED: Words(en="not asked yet", fr="pas encore sollicités"),
    Standing.WAITING: Words(en="asked, no answer yet", fr="sans réponse pour l’instant"),
    Standing.REACHED: Words(en="can be reached", fr="joignables"),
    Standing.WRONG: Words(en="can be reached, to correct", fr="joignables, à corriger"),
    Standing.REFUSED: Words(en="refused by Slack", fr="refusés par Slack"),
    Standing.SILENT: Words(en="no answer in five days", fr="sans réponse en cinq jours"),
}
_SILENT: Final = Words(en="no answer in five days", fr="pas de réponse en cinq jours")
_REFUSED: Final = {
    "user_not_found": Words(en="Slack does not know this person", fr="Slack ne connaît pas cette personne"),
    "user_disabled": Words(en="the account was closed", fr="le compte a été fermé"),
    "account_inactive": Words(en="the account was closed", fr="le compte a été fermé"),
    "channel_not_found": Words(
        en="Slack does not find them: the id is wrong, or the account was closed",
        fr="introuvable dans Slack : identifiant faux, ou compte fermé",
    ),
    "cannot_dm_bot": Words(en="this is a bot", fr="c’est un robot"),
}
_OTHER: Final = Words(en="Slack refuses the message ({reason})", fr="Slack refuse le message ({reason})")
_WHOLE: Final = Words(en="Whole company", fr="Toute l’entreprise")
