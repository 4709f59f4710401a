"""The words of the refusals about who answers: what is not known, and what to write instead."""

from collections.abc import Iterable
from difflib import get_close_matches

from playbooks.errors import BadRequest
from playbooks.mistakes import nearest
from playbooks.playbook import Words
from playbooks.typed import quoted


def not_known(field: str, written: str, known: Iterable[str]) -> BadRequest:
    """Refuse a name that the directory does not have, and offer the nearest that it has."""
    what, shown, instead = _WHAT[field], quoted(written), nearest(written, known)
    en = f"{what.en} {shown} is not in the directory."
    fr = f"{what.fr} {shown} ne figure pas dans l’annuaire."
    if instead is None:
        return BadRequest(Words(en=en, fr=fr), field=field)
    first = Words(en=instead.en[:1].upper() + instead.en[1:], fr=instead.fr[:1].upper() + instead.fr[1:])
    return BadRequest(Words(en=f"{en} {first.en}.", fr=f"{fr} {first.fr}."), field=field)


def nothing_of_that_name(written: str, known: Iterable[str]) -> BadRequest:
    """Refuse a word that names nothing in the directory, and offer the nearest that does, if one is near."""
    shown, close = quoted(written), get_close_matches(written[:60], sorted(set(known)), n=1)
    meant = (
        Words(en=f" Did you mean `{close[0]}`?", fr=f" Vouliez-vous dire `{close[0]}` ?") if close else None
    )
    return BadRequest(
        Words(
            en=f"{shown} is neither a role, a unit, a language, a country nor a domain of the directory."
            f"{meant.en if meant else ''} `/crisis who` alone opens the form.",
            fr=f"{shown} n’est ni un rôle, ni une unité, ni une langue, ni un pays, ni un domaine de l’annuaire."
            f"{meant.fr if meant else ''} `/crise qui` seul ouvre le formulaire.",
        )
    )


def no_such_moment(written: str) -> BadRequest:
    """Refuse what is no moment."""
    shown = quoted(written)
    return BadRequest(
        Words(
            en=f"{shown} is not a moment. Write it as 2026-12-25 03:00 Europe/Paris.",
            fr=f"{shown} n’est pas un moment. Écrivez-le ainsi : 2026-12-25 03:00 Europe/Paris.",
        ),
        field="at",
    )


_WHAT = {
    "unit": Words(en="The unit", fr="L’unité"),
    "role": Words(en="The role", fr="Le rôle"),
    "language": Words(en="The language", fr="La langue"),
    "place": Words(en="The country", fr="Le pays"),
    "competence": Words(en="The competence", fr="Le domaine"),
    "severity": Words(en="The severity", fr="La gravité"),
}
