"""What is somebody's own and has no place in public: addresses, numbers, accounts."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from playbooks.matching.signs import plain

SHORTEST_TELEPHONE: Final = 9  # digits; help lines are shorter
LONGEST_TELEPHONE: Final = 15
SHORTEST_CARD, LONGEST_CARD = 13, 19  # digits
SOCIAL_SECURITY: Final = 15  # digits of a French number, with its key

# To whom anybody may write: no person's own address.
_OF_THE_COMPANY: Final = re.compile(
    r"(?:contact|support|help|aide|care|info|sav|press|presse|hello|bonjour|service|services|client|clients|customer"
    r"|customers|service-clients?|relation-clients?|relations?\.clients?|customer\.?-?(?:care|service)|no-?reply)"
)
_MAIL: Final = re.compile(r"\b([a-z0-9._%+-]{1,64})@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_DIGITS: Final = re.compile(r"(?<![\w.,])(?:\+|\(\+?)?[0-9][0-9 ./()-]{5,28}[0-9](?!\w)")
_IBAN: Final = re.compile(r"\b[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,4})?\b")
_STREETS: Final = re.compile(
    r"\b[0-9]{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.?|boulevard|bd|impasse|allees?|chemin|quai|route|cours) \w"
    r"|\b[0-9]{1,4} \w{2,20}(?: \w{2,20})? (?:street|road|avenue|lane|drive|close|crescent)\b"
    r"|\b[a-z]{1,2}[0-9][a-z0-9]? [0-9][a-z]{2}\b"
)
_BORN: Final = re.compile(r"\b(?:nee? le|born on|date of birth|date de naissance) ?:? ?[0-9]{1,2}[ ./-]")
_LONG_NUMBER: Final = re.compile(r"(?<![\w+])[0-9]{7,}(?!\w)")
_ASKS: Final = re.compile(
    r"\b(?:envoye[rz]|envoie|donne[rz]|indique[rz]|communique[rz]|laisse[rz]|send|give|share|tell|post|reply with|dm)\b"
    r"[^.!?]{0,60}?\b(?:numero|number|adresse|address|e-?mail|telephone|phone|portable|iban|rib|date de naissance"
    r"|date of birth|coordonnees|nom complet|full name)\b"
)
_PRIVATELY: Final = re.compile(
    r"\b(?:mp|dm|dms|en prive|message prive|messages prives|messagerie privee|private message|privately|in private"
    r"|direct message|by e-?mail|par courriel|par mail)\b"
)


def personal(text: str) -> tuple[str, ...]:
    """Name what of a text is somebody's own: mail, telephone, account, card, number, street, day of birth."""
    looked_at = plain(text)
    found = (
        *_mails(looked_at),
        *_ibans(looked_at),
        *_numbers(looked_at),
        *(match[0] for match in _LONG_NUMBER.finditer(looked_at) if not _is_free(match[0])),
        *(match[0] for match in _STREETS.finditer(looked_at)),
        *(match[0] for match in _BORN.finditer(looked_at)),
    )
    return tuple(dict.fromkeys(piece.strip() for piece in found))


def asks_in_public(text: str) -> str:
    """Name where a text asks for such things without saying that they are to be sent in private; empty: it does not."""
    looked_at = plain(text)
    asked = _ASKS.search(looked_at)
    return "" if asked is None or _PRIVATELY.search(looked_at) else asked[0]


def _mails(text: str) -> Iterator[str]:
    return (match[0] for match in _MAIL.finditer(text) if not _OF_THE_COMPANY.fullmatch(match[1]))


def _ibans(text: str) -> Iterator[str]:
    return (match[0] for match in _IBAN.finditer(text) if _is_iban(match[0].replace(" ", "")))


def _is_iban(written: str) -> bool:
    """Whether the check digits are right (ISO 13616: 1 modulo 97)."""
    turned = written[4:] + written[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _numbers(text: str) -> Iterator[str]:
    kinds: tuple[Callable[[str, str], bool], ...] = (_is_telephone, _is_card, _is_social_security)
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        if any(is_one(match[0], digits) for is_one in kinds):
            yield match[0]


def _is_telephone(written: str, digits: str) -> bool:
    begins = written.lstrip("(").startswith(("0", "+"))
    fits = SHORTEST_TELEPHONE <= len(digits) <= LONGEST_TELEPHONE
    return begins and fits and not _is_free(digits)


def _is_free(digits: str) -> bool:
    """A free number of France or Britain: a company's, and nobody's own."""
    return digits.startswith("080")


def _is_card(_: str, digits: str) -> bool:
    """Whether it is as long as a payment card's number and passes its check (Luhn)."""
    if not SHORTEST_CARD <= len(digits) <= LONGEST_CARD:
        return False
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_social_security(_: str, digits: str) -> bool:
    """Whether it is a French social security number: its key is 97 less the rest."""
    if len(digits) != SOCIAL_SECURITY or digits[0] not in "12":
        return False
    return 97 - int(digits[:13]) % 97 == int(digits[13:])
