"""Numbers that belong to one person: account, payment card, social security, telephone, order or file."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from playbooks.linting.listing import any_of, listed, phrases

Span = tuple[int, int]

# How long an account number is in each country of which customers are likely to write one.
_IBAN_LENGTHS: Final[Mapping[str, int]] = {
    "no": 15,
    "be": 16,
    "si": 19,
    "mt": 31,
    **dict.fromkeys(listed("dk fi nl"), 18),
    **dict.fromkeys(listed("at ee lt lu"), 20),
    **dict.fromkeys(listed("ch hr li lv"), 21),
    **dict.fromkeys(listed("bg de gb ie"), 22),
    **dict.fromkeys(listed("ad cz es ro se sk tn"), 24),
    **dict.fromkeys(listed("pt"), 25),
    **dict.fromkeys(listed("tr"), 26),
    **dict.fromkeys(listed("fr gr it mc sm"), 27),
    **dict.fromkeys(listed("cy hu pl"), 28),
}
_IBAN: Final = re.compile(r"(?<![^\W_])[a-z]{2}\d\d(?:[ .-]?[a-z0-9]){11,30}", re.ASCII)
_CARD: Final = re.compile(
    r"(?<![\d+])(?:\d{4}(?P<gap>[ .-]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{4}"
    r"|3[47]\d\d(?P<amex>[ .-]?)\d{6}(?P=amex)\d{5}"
    r"|\d{13,19})(?!\d)"
)
# Sex, year, month, department, place, order and key.
_SOCIAL: Final = re.compile(
    r"(?<!\d)[1-478][ .-]?\d\d[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?P<place>\d[0-9ab])"
    r"[ .-]?\d{3}[ .-]?\d{3}[ .-]{0,3}(?P<key>\d\d)(?!\d)"
)
_CORSICA: Final = {"2a": "19", "2b": "18"}  # what stands for the two departments that have a letter

_APART: Final = r"(?<![\d+.,/-])"  # not in the middle of another number
_TELEPHONE: Final = re.compile(
    any_of(
        # France: pairs that are all parted in the same way, unlike a date before an hour.
        rf"{_APART}(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0\s?)[1-9](?P<pair> ?[./_-] ?| ?)\d\d(?:(?P=pair)\d\d){{3}}",
        rf"{_APART}0\d{{3}} \d{{2,3}} \d{{3,4}}",
        rf"{_APART}0[67] \d{{3,4}} \d{{3,4}}(?: \d\d)?",
        # United Kingdom and Ireland.
        rf"{_APART}\(?0\d{{2}}\)?[ -]\d{{4}}[ -]\d{{4}}",
        rf"{_APART}\(?0\d{{3,4}}\)?[ -]\d{{3}}[ -]?\d{{3,4}}",
        rf"{_APART}07\d{{9}}",
        # North America.
        rf"{_APART}(?:1[ .-])?\(?[2-9]\d\d\)?[ .-]\d{{3}}[.-]\d{{4}}",
        rf"{_APART}\([2-9]\d\d\) \d{{3}} \d{{4}}",
        # Any country, as it is written from another one.
        r"(?<![\w+])\+[1-9](?:[ .()-]{0,2}\d){7,14}",
        r"(?<![\w+.,/-])00[1-9](?:[ .()-]{0,2}\d){8,13}",
    )
    + r"(?!\d)"
)
# Nobody's own: free numbers and those of services. France 08 and 09 69, United Kingdom 03 and 08, North
# America 800 to 888.
_SERVICE: Final = re.compile(
    r"(?:\+33|0033)?0?(?:8\d\d|969)\d{6}|(?:\+44|0044|0)(?:80|84|87|3)\d{7,9}|(?:\+?1)?8(\d)\1\d{7}"
)
_FRENCH_LENGTH: Final = 10  # digits: 03 is the north-east of France, and a service in the United Kingdom

# The company's own line is told to everybody, but nobody's mobile is.
_OWN_LINE: Final = phrases(
    r"(?:appelez|contactez|joignez)-nous|nous (?:appeler|joindre|contacter)",
    r"(?:call|ring|phone|reach|contact) us",
    r"(?:notre|our) (?:\w{1,20} )?(?:standard|numero|ligne|line|helpline|number|switchboard)",
)
_OWN_LINE_REACH: Final = 40  # signs
_MOBILE: Final = re.compile(r"(?:\+33|0033)0?[67]|(?:\+44|0044)7|0[67]")

_CONTEXT: Final = any_of(
    "commande|client|cliente|dossier|compte|contrat|adherent|reservation|facture|colis|suivi|billet",
    "order|customer|case|file|account|contract|member|booking|invoice|parcel|tracking|ticket|policy",
    "reference|ref",
)
_PARTED: Final = re.compile(
    rf"(?<!\w){_CONTEXT}\.?\s?(?:numero|number|no\.?|n[°o]\.?|id|est le|is)?\s?[:#]?\s?"
    r"(?P<number>\d{1,6}(?:[ .-]\d{2,8}){1,5})(?![\w%€])"
)
_DATE: Final = re.compile(r"\d{1,2}[ .-]\d{1,2}[ .-](?:\d\d){1,2}")
_LONG: Final = re.compile(r"(?<![\w.,/=+-])[a-z]{0,6}-?\d{7,20}(?![\w%])")
# As post offices and carriers number a parcel: letters stand between its digits or after them.
_PARCEL: Final = re.compile(
    r"(?<![\w.,/=+-])(?:[a-z]{2}\d{9}[a-z]{2}|\d[a-z]\d{11}|1z[0-9a-z]{16})(?!\w)", re.ASCII
)
_LONGEST_SHORT: Final = 6  # digits of a number that may be said to everybody
# What many people share is nobody's own: a batch, a company's registration, a bar code, a sum, a crowd.
_SHARED_BY: Final = phrases(
    r"lots?|batch(?:es)?|siren|siret|rcs|ean|gtin|orias|tva|vat|barres|barcodes?|modeles?|models?|isbn"
)
_SHARED_SIGNS: Final = frozenset("€$£%")
_SHARED_REACH: Final = 60  # signs before a number in which its batch or registration is named
_SHARED: Final = re.compile(
    r"\s?(?:euros?|eur|dollars?|pounds?|clients?|customers?|personnes|people|habitants|abonnes|users"
    r"|utilisateurs|foyers|households|vues|views|tonnes|tons|litres|units|unites)(?!\w)"
)


def accounts(plain: str) -> Iterator[Span]:
    """Find bank account numbers whose check digits are right."""
    for hit in _IBAN.finditer(plain):
        length = _IBAN_LENGTHS.get(plain[hit.start() : hit.start() + 2])
        places = [place for place in range(*hit.span()) if plain[place].isalnum()]
        if length is None or len(places) < length:
            continue
        end = places[length - 1] + 1
        compact = "".join(plain[place] for place in places[:length])
        if not plain[end : end + 1].isalnum() and _remainder(compact) == 1:
            yield hit.start(), end


def cards(plain: str) -> Iterator[Span]:
    """Find payment card numbers whose check digit is right."""
    for hit in _CARD.finditer(plain):
        if _passes_luhn(_digits(hit[0])):
            yield hit.span()


def social_numbers(plain: str) -> Iterator[Span]:
    """Find French social security numbers whose key is right."""
    for hit in _SOCIAL.finditer(plain):
        place = _CORSICA.get(hit["place"], hit["place"])
        start, end = hit.span("place")
        number = _digits(plain[hit.start() : start]) + place + _digits(plain[end : hit.start("key")])
        if number.isdecimal() and 97 - int(number) % 97 == int(hit["key"]):
            yield hit.span()


def telephones(plain: str) -> Iterator[Span]:
    """Find telephone numbers, except those of services, of free help lines and of the company itself."""
    for hit in _TELEPHONE.finditer(plain):
        number = ("+" if hit[0].startswith("+") else "") + _digits(hit[0])
        service = _SERVICE.fullmatch(number)
        north_east = number.startswith("03") and len(number) == _FRENCH_LENGTH
        if (not service or north_east) and not _own_line(plain, hit.start(), number):
            yield hit.span()


def references(plain: str) -> Iterator[Span]:
    """Find the numbers of orders, customers and files that have more than six digits."""
    for hit in _LONG.finditer(plain):
        if not _shared(plain, *hit.span()):
            yield hit.span()
    for hit in _PARCEL.finditer(plain):
        yield hit.span()
    for hit in _PARTED.finditer(plain):
        number = hit["number"]
        if len(_digits(number)) > _LONGEST_SHORT and not _DATE.fullmatch(number):
            yield hit.span("number")


def _own_line(plain: str, start: int, number: str) -> bool:
    near = re.split(r"[.!?\n]", plain[max(0, start - _OWN_LINE_REACH) : start])[-1]
    return not _MOBILE.match(number) and _OWN_LINE.search(near) is not None


def _shared(plain: str, start: int, end: int) -> bool:
    beside = {*plain[max(0, start - 2) : start], *plain[end : end + 2]}
    named = _SHARED_BY.search(plain, max(0, start - _SHARED_REACH), start)
    return bool(beside & _SHARED_SIGNS or named or _SHARED.match(plain, end))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _remainder(account: str) -> int:
    """Give what an account number leaves, as ISO 13616 reads it: 1 where its check digits are right."""
    moved = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97


def _passes_luhn(number: str) -> bool:
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    return (sum(sum(divmod(twice, 10)) for twice in doubled) + sum(map(int, number[::-2]))) % 10 == 0
