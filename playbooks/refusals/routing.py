"""The words of the refusals about who answers: what is not known, and what to write instead."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from playbooks.errors import BadRequest
from playbooks.playbook import Words
from playbooks.typed import quoted

LISTED: Final = 8  # names that are offered where none is near
LONGEST: Final = 60  # signs of a word whose nearest is sought


def not_known(field: str, written: str, known: tuple[str, ...]) -> BadRequest:
    """Refuse a name that the directory does not have, and offer the nearest that it has."""
    what, shown = _WHAT.get(field, _NAME), quoted(written)
    begun = tuple(name for name in known if written and name.startswith(written.lower()))
    close = get_close_matches(written, known, n=1) if len(written) <= LONGEST and len(begun) < 2 else []
    offered = known if len(begun) < 2 else begun
    more = ", …" if len(offered) > LISTED else ""
    listed = ", ".join(quoted(name) for name in offered[:LISTED]) + more
    one = Words(en=f"Write one of: {listed}", fr=f"Écrivez l’un de ces mots : {listed}")
    if close:
        one = Words(en=f"Write “{quoted(close[0])}”", fr=f"Écrivez « {quoted(close[0])} »")
    return BadRequest(
        Words(
            en=f"{what.en} “{shown}” is not in the directory. {one.en}.",
            fr=f"{what.fr} « {shown} » ne figure pas dans l’annuaire. {one.fr}.",
        ),
        field=field,
    )


def nothing_of_that_name(written: str, known: tuple[str, ...]) -> BadRequest:
    """Refuse a word that names nothing in the directory, and offer the nearest that does, if one is near."""
    shown = quoted(written)
    close = get_close_matches(written, known, n=1) if len(written) <= LONGEST else []
    meant = Words(en="", fr="")
    if close:
        meant = Words(
            en=f" Did you mean “{quoted(close[0])}”?", fr=f" Vouliez-vous dire « {quoted(close[0])} » ?"
        )
    return BadRequest(
        Words(
            en=f"“{shown}” is neither a role, a unit, a language, a country nor a domain of the directory.{meant.en} "
            "`/crisis who` alone opens the form.",
            fr=f"« {shown} » n’est ni un rôle, ni une unité, ni une langue, ni un pays, ni un domaine de l’annuaire."
            f"{meant.fr} `/crise qui` seul ouvre le formulaire.",
        )
    )


def no_such_moment(written: str) -> BadRequest:
    """Refuse what is no moment."""
    shown = quoted(written)
    return BadRequest(
        Words(
            en=f"“{shown}” is not a moment. Write it as 2026-12-25 03:00 Europe/Paris.",
            fr=f"« {shown} » n’est pas un moment. Écrivez-le ainsi : 2026-12-25 03:00 Europe/Paris.",
        ),
        field="at",
    )


_NAME: Final = Words(en="The name", fr="Le nom")
_WHAT: Final[Mapping[str, Words]] = {
    "unit": Words(en="The unit", fr="L’unité"),
    "role": Words(en="The role", fr="Le rôle"),
    "language": Words(en="The language", fr="La langue"),
    "place": Words(en="The country", fr="Le pays"),
    "competence": Words(en="The competence", fr="Le domaine"),
    "severity": Words(en="The severity", fr="La gravité"),
}
