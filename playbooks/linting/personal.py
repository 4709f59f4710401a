"""What nobody but the customer may read: how to reach them, where they live, their birth, their numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from playbooks.linting.findings import Finding, Kind, finding
from playbooks.linting.flattened import Flat, without_links
from playbooks.linting.listing import listed, phrases
from playbooks.linting.numbers import Span, accounts, cards, references, social_numbers, telephones
from playbooks.playbook import Words


class _Sort(StrEnum):
    EMAIL = "email"
    ACCOUNT = "account"
    SOCIAL = "social"
    CARD = "card"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    BIRTH = "birth"
    REFERENCE = "reference"


_EMAIL: Final = re.compile(
    r"(?<![\w.%+@-])(?P<name>[\w.%+-]{1,64})(?:@|\s?[\[(]\s?(?:at|arobase|@)\s?[\])]\s?)"
    r"\w[\w-]{0,62}(?:(?:\.|\s?[\[(](?:dot|point)[\])]\s?)\w[\w-]{0,62}){1,4}"
)
# The words of an address that a whole team reads.
_ROLES: Final = frozenset(
    listed(
        """
        abuse accessibilite accessibility aide assistance billing bonjour care client clients cnil commande
        commandes communication complaint complaints contact contacts customer customercare customers
        customerservice donnees dpd dpo enquiries equipe facturation feedback fraud fraude gdpr hello help
        helpdesk info information infos jobs juridique legal media mediateur mediation medias noreply office
        order orders phishing press presse privacy rappel recall reclamation reclamations recrutement refund
        refunds relation relationclient relations relationsclients remboursement remboursements reply retour
        retours return returns rgpd safety sales sav securite security service serviceclient serviceclients
        services servicesclients support team vente ventes webmaster
        """
    )
)
_ROLES_AND: Final = _ROLES | frozenset(
    listed("no ne pas repondre fr uk en be ch ca us eu ie de du la des the our")
)

_STRONG_WAY: Final = "rue|avenue|boulevard|bd|blvd|allee|impasse|chemin|quai|faubourg|ruelle"
_WEAK_WAY: Final = "place|cours|route|passage|square|residence|av\\.|esplanade|sentier|villa|lotissement"
_FRENCH_WAY: Final = re.compile(
    r"(?<![\w.,/])\d{1,4}(?:\s?(?i:bis|ter|quater|[a-d]))?,?\s"
    rf"(?:(?P<strong>(?i:{_STRONG_WAY}))|(?i:{_WEAK_WAY}))\s"
    r"(?i:de la |de l'|de |des |du |d'|la |le |les |l')?"
    r"(?P<name>\w[\w'-]{0,30}(?: (?:de |du |des |la )?[A-Z][\w'-]{1,30}){0,3})"
    r"(?P<town>[^.!?;\d\n]{0,40}\d{5}(?!\d)(?: [A-Z][\w'-]{1,40})?)?"
)
_NAME: Final = r"[A-Z][A-Za-z'.-]{1,30}"
_ENGLISH_WAY: Final = re.compile(
    rf"(?<![\w.,/])(?!(?:19|20)\d\d\s)\d{{1,5}}[a-zA-Z]?,?\s(?:{_NAME}\s){{1,4}}?"
    r"(?:(?P<strong>Street|St|Road|Rd|Avenue|Ave|Lane|Crescent|Terrace|Mews)"
    r"|Drive|Dr|Close|Court|Ct|Place|Square|Way|Gardens|Grove|Hill|Row|Walk)(?!\w)"
)
_SMALL_WAY: Final = re.compile(
    r"(?<![\w.,/])\d{1,5}[a-z]?,?\s(?:[a-z'.-]{2,30}\s){1,4}?"
    r"(?:street|st|road|rd|avenue|ave|lane|crescent|terrace|mews"
    r"|drive|close|court|place|square|way|gardens|grove)(?!\w)"
)
_TOWN: Final = re.compile(
    r"[^.!?;]{0,40}?(?<!\w)(?:[a-z]{1,2}\d[a-z0-9]? ?\d[a-z]{2}|[a-z]{2} \d{5})(?!\w)",
)
# The company's own places are told to everybody.
_OWN_PLACE: Final = phrases(
    r"(?:notre|nos|le|la) (?:\w{1,20} )?(?:magasins?|agences?|boutiques?|siege|guichets?|hotel|gare|usine)",
    r"(?:notre|nos|le) (?:\w{1,20} )?(?:showroom|depots?|sites?)",
    r"(?:our|the) (?:\w{1,20} )?(?:stores?|shops?|offices?|branch(?:es)?|hotel|station|factory)",
    r"(?:our|the) (?:\w{1,20} )?(?:depots?|sites?)",
)
_OWN_PLACE_REACH: Final = 60  # signs

_MONTH: Final = r"[a-z]{3,9}\.?"
_DAY: Final = (
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)?[ /.-](?:of )?(?:\d{{1,2}}|{_MONTH})[ /.-]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_BIRTH: Final = re.compile(
    rf"(?<!\w)(?:ne(?:\(e\)|\.e|e|s|es)? le|date de naissance(?: est)?(?: le)?|born(?: on)?(?: the)?"
    rf"|(?:date of birth|birth ?date|d\.?o\.?b\.?)(?: is)?)\s?:?\s?{_DAY}(?!\d)"
)


def personal(text: Flat) -> Iterator[Finding]:
    """Find each piece of personal data once, as the first sort that it is."""
    plain = without_links(text.plain)
    taken = bytearray(len(plain))
    for sort, find in _FINDERS:
        for start, end in find(plain, text.cased):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield finding(Kind.PERSONAL, text.piece(start, end), _says(sort))


def _emails(plain: str, _cased: str) -> Iterator[Span]:
    for hit in _EMAIL.finditer(plain):
        words = [word for word in re.split(r"[._+%-]|\d{1,4}", hit["name"]) if word]
        whole_team = _ROLES.intersection(words) and _ROLES_AND.issuperset(words)
        if not whole_team:
            yield hit.span()


def _addresses(plain: str, cased: str) -> Iterator[Span]:
    for start, end in sorted((*_french_ways(cased), *_english_ways(plain, cased))):
        if not _OWN_PLACE.search(plain, max(0, start - _OWN_PLACE_REACH), start):
            yield start, end


def _french_ways(cased: str) -> Iterator[Span]:
    """A place or a course needs a name in capitals or a postal code: “2 places”, « 3 cours de yoga »."""
    for hit in _FRENCH_WAY.finditer(cased):
        if hit["strong"] or hit["town"] or hit["name"][0].isupper():
            yield hit.span()


def _english_ways(plain: str, cased: str) -> Iterator[Span]:
    """A way without capitals, or whose kind is a common word, needs a postal code."""
    for hit in _ENGLISH_WAY.finditer(cased):
        town = _TOWN.match(plain, hit.end())
        if town or hit["strong"]:
            yield hit.start(), town.end() if town else hit.end()
    for hit in _SMALL_WAY.finditer(plain):
        if town := _TOWN.match(plain, hit.end()):
            yield hit.start(), town.end()


def _births(plain: str, _cased: str) -> Iterator[Span]:
    return (hit.span() for hit in _BIRTH.finditer(plain))


def _plainly(find: Callable[[str], Iterator[Span]]) -> Callable[[str, str], Iterator[Span]]:
    return lambda plain, _cased: find(plain)


# The surest first: an account number holds what would pass for a card or an order.
_FINDERS: Final = (
    (_Sort.EMAIL, _emails),
    (_Sort.ACCOUNT, _plainly(accounts)),
    (_Sort.SOCIAL, _plainly(social_numbers)),
    (_Sort.CARD, _plainly(cards)),
    (_Sort.TELEPHONE, _plainly(telephones)),
    (_Sort.ADDRESS, _addresses),
    (_Sort.BIRTH, _births),
    (_Sort.REFERENCE, _plainly(references)),
)
_NAMES: Final[Mapping[_Sort, Words]] = {
    _Sort.EMAIL: Words(en="a person’s e-mail address", fr="l’adresse e-mail de quelqu’un"),
    _Sort.ACCOUNT: Words(en="a bank account number", fr="un numéro de compte bancaire"),
    _Sort.SOCIAL: Words(en="a social security number", fr="un numéro de sécurité sociale"),
    _Sort.CARD: Words(en="a payment card number", fr="un numéro de carte bancaire"),
    _Sort.TELEPHONE: Words(en="a telephone number", fr="un numéro de téléphone"),
    _Sort.ADDRESS: Words(en="a postal address", fr="une adresse postale"),
    _Sort.BIRTH: Words(en="a date of birth", fr="une date de naissance"),
    _Sort.REFERENCE: Words(
        en="an order, customer or file number", fr="un numéro de commande, de client ou de dossier"
    ),
}


def _says(sort: _Sort) -> Words:
    named = _NAMES[sort]
    return Words(
        en=f"Everybody can read this reply, and here is {named.en}: take it out, or write in private.",
        fr=f"Tous peuvent lire cette réponse, et on y trouve {named.fr} : à enlever, ou à écrire en privé.",
    )
