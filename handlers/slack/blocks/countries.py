"""The countries' names in both languages, for the menus; a country that is not here is shown by its code."""

from typing import Final

from playbooks.playbook import Language, Words

_NAMES: Final = {
    "AE": Words(en="United Arab Emirates", fr="Émirats arabes unis"),
    "AT": Words(en="Austria", fr="Autriche"),
    "AU": Words(en="Australia", fr="Australie"),
    "BE": Words(en="Belgium", fr="Belgique"),
    "BR": Words(en="Brazil", fr="Brésil"),
    "CA": Words(en="Canada", fr="Canada"),
    "CH": Words(en="Switzerland", fr="Suisse"),
    "CI": Words(en="Côte d’Ivoire", fr="Côte d’Ivoire"),
    "CN": Words(en="China", fr="Chine"),
    "CZ": Words(en="Czechia", fr="Tchéquie"),
    "DE": Words(en="Germany", fr="Allemagne"),
    "DK": Words(en="Denmark", fr="Danemark"),
    "DZ": Words(en="Algeria", fr="Algérie"),
    "ES": Words(en="Spain", fr="Espagne"),
    "FI": Words(en="Finland", fr="Finlande"),
    "FR": Words(en="France", fr="France"),
    "GB": Words(en="United Kingdom", fr="Royaume-Uni"),
    "GR": Words(en="Greece", fr="Grèce"),
    "IE": Words(en="Ireland", fr="Irlande"),
    "IN": Words(en="India", fr="Inde"),
    "IT": Words(en="Italy", fr="Italie"),
    "JP": Words(en="Japan", fr="Japon"),
    "LU": Words(en="Luxembourg", fr="Luxembourg"),
    "MA": Words(en="Morocco", fr="Maroc"),
    "MX": Words(en="Mexico", fr="Mexique"),
    "NL": Words(en="Netherlands", fr="Pays-Bas"),
    "NO": Words(en="Norway", fr="Norvège"),
    "PL": Words(en="Poland", fr="Pologne"),
    "PT": Words(en="Portugal", fr="Portugal"),
    "RO": Words(en="Romania", fr="Roumanie"),
    "SE": Words(en="Sweden", fr="Suède"),
    "SG": Words(en="Singapore", fr="Singapour"),
    "SN": Words(en="Senegal", fr="Sénégal"),
    "TN": Words(en="Tunisia", fr="Tunisie"),
    "US": Words(en="United States", fr="États-Unis"),
    "ZA": Words(en="South Africa", fr="Afrique du Sud"),
}


def country_name(code: str, language: Language) -> str:
    """Name a country (ISO 3166 alpha-2)."""
    known = _NAMES.get(code)
    return code if known is None else known.read(language)
