"""Blanks that nobody filled: ours, and those that people type when they mean to come back."""

import re
from collections.abc import Iterator
from typing import Final

from playbooks.linting.findings import Finding, Kind, finding
from playbooks.linting.flattened import Flat
from playbooks.linting.listing import any_of
from playbooks.playbook import Words

_NAMES: Final = any_of(
    "prenom|nom|date|heure|lieu|lien|numero|ref|reference|produit|ville|client|cliente|signature|marque",
    "detail|montant|adresse|motif|dossier|commande|delai|contact|inserer|ajouter|completer|a completer",
    "a remplir|first ?name|last ?name|name|time|place|link|url|number|product|city|customer|amount|address",
    "reason|order|brand|agent|insert|add|to complete|to be completed|to fill|tbd|tbc",
)
_ARTICLE: Final = "(?:le |la |les |l'|un |une |the |an? |your |votre |vos |customer'?s? |client'?s? )?"
# Whatever the case of the letters.
_PLAIN: Final = re.compile(
    any_of(
        r"\{\{[^{}\n]{0,60}\}{0,2}",
        r"(?<![\w{])\w{0,40}\}\}",
        r"\{[a-z][a-z_ ]{1,39}\}",
        rf"\[\s?{_ARTICLE}{_NAMES}(?!\w)[^\[\]\n\d]{{0,40}}\](?!\()",
        rf"<{{1,2}}\s?{_ARTICLE}{_NAMES}(?!\w)[^<>\n\d]{{0,40}}>{{1,2}}",
        r"\((?:a completer|a remplir|a verifier|to be completed|to complete|to fill in|tbd|tbc|xx)\)",
        r"%[a-z_]{3,30}%",
        r"(?<![\w/])xx[/.]xx(?:[/.]x{2,4})?(?![\w/])",
        r"(?<!\w)xx\s?(?:€|euros?(?!\w)|%|h\s?xx(?!\w))",
        r"lorem ipsum",
        # A line of underscores by itself parts an e-mail from its signature.
        r"(?<=[^\s_] )_{3,80}",
    )
)
# Small letters are kisses (“Claire xxx”), or Spanish (“todo”).
_CAPITALS: Final = re.compile(
    r"(?<!\w)(?:X{3,20}|TBD|TBC|TODO|XX\s?h(?:\s?XX)?|XX:XX|(?:n°|N°|#)\s?X{2,20})(?!\w)"
    r"|(?<!\w)XX(?=\s?(?:€|%))"
)

_SAYS: Final = Words(
    en="A blank is left in the reply: put the right words there, or take it out.",
    fr="Il reste un blanc dans la réponse : écrivez-y ce qu’il faut, ou retirez-le.",
)


def leftovers(text: Flat) -> Iterator[Finding]:
    """Find every blank that is left, ours or one that a person typed."""
    spans = [hit.span() for hit in _PLAIN.finditer(text.plain)]
    spans += [hit.span() for hit in _CAPITALS.finditer(text.cased)]
    end_of_last = 0
    for start, end in sorted(spans):
        if start >= end_of_last:
            yield finding(Kind.UNRESOLVED, text.piece(start, end), _SAYS)
            end_of_last = end
