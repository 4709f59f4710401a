"""The languages in which a company answers, by their ISO 639-1 codes, and what people call them."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

CODES: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
    lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
    ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - a list of two hundred words would be a page.
)

NAMES: Final[Mapping[str, Words]] = {
    "ar": Words(en="Arabic", fr="arabe"),
    "bg": Words(en="Bulgarian", fr="bulgare"),
    "bn": Words(en="Bengali", fr="bengali"),
    "br": Words(en="Breton", fr="breton"),
    "ca": Words(en="Catalan", fr="catalan"),
    "cs": Words(en="Czech", fr="tchèque"),
    "da": Words(en="Danish", fr="danois"),
    "de": Words(en="German", fr="allemand"),
    "el": Words(en="Greek", fr="grec"),
    "en": Words(en="English", fr="anglais"),
    "es": Words(en="Spanish", fr="espagnol"),
    "et": Words(en="Estonian", fr="estonien"),
    "eu": Words(en="Basque", fr="basque"),
    "fa": Words(en="Persian", fr="persan"),
    "fi": Words(en="Finnish", fr="finnois"),
    "fr": Words(en="French", fr="français"),
    "ga": Words(en="Irish", fr="irlandais"),
    "he": Words(en="Hebrew", fr="hébreu"),
    "hi": Words(en="Hindi", fr="hindi"),
    "hr": Words(en="Croatian", fr="croate"),
    "hu": Words(en="Hungarian", fr="hongrois"),
    "id": Words(en="Indonesian", fr="indonésien"),
    "is": Words(en="Icelandic", fr="islandais"),
    "it": Words(en="Italian", fr="italien"),
    "ja": Words(en="Japanese", fr="japonais"),
    "ko": Words(en="Korean", fr="coréen"),
    "lb": Words(en="Luxembourgish", fr="luxembourgeois"),
    "lt": Words(en="Lithuanian", fr="lituanien"),
    "lv": Words(en="Latvian", fr="letton"),
    "ms": Words(en="Malay", fr="malais"),
    "mt": Words(en="Maltese", fr="maltais"),
    "nb": Words(en="Norwegian", fr="norvégien"),
    "nl": Words(en="Dutch", fr="néerlandais"),
    "no": Words(en="Norwegian", fr="norvégien"),
    "pl": Words(en="Polish", fr="polonais"),
    "pt": Words(en="Portuguese", fr="portugais"),
    "ro": Words(en="Romanian", fr="roumain"),
    "ru": Words(en="Russian", fr="russe"),
    "sk": Words(en="Slovak", fr="slovaque"),
    "sl": Words(en="Slovene", fr="slovène"),
    "sr": Words(en="Serbian", fr="serbe"),
    "sv": Words(en="Swedish", fr="suédois"),
    "sw": Words(en="Swahili", fr="swahili"),
    "th": Words(en="Thai", fr="thaï"),
    "tr": Words(en="Turkish", fr="turc"),
    "uk": Words(en="Ukrainian", fr="ukrainien"),
    "vi": Words(en="Vietnamese", fr="vietnamien"),
    "zh": Words(en="Chinese", fr="chinois"),
}


def tongue(code: str) -> Words:
    """Name a language; one without a name here is shown by its code."""
    return NAMES.get(code) or Words(en=code, fr=code)
