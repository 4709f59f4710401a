"""The pages' own words about severity by its factors, claims and fixed points."""

from collections.abc import Mapping
from typing import Final

from playbooks.commands import Verification
from playbooks.playbook import Words

RHYTHM: Final[Mapping[str, Words]] = {
    "point": Words(en="Fixed point", fr="Point fixe"),
    "points_held": Words(en="Held", fr="Tenus"),
    "last_point": Words(en="Last one", fr="Le dernier"),
    "no_point": Words(en="Not held yet", fr="Pas encore tenu"),
    "next_point": Words(en="Next one due", fr="Prochain prévu"),
    "no_next_point": Words(en="No further one is planned", fr="Aucun autre n’est prévu"),
    "assessment": Words(en="Severity, as it was last assessed", fr="Gravité, selon la dernière évaluation"),
    "advised": Words(
        en="{n} points of 18 advise “{severity}”", fr="{n} points sur 18 conseillent « {severity} »"
    ),
    "advised_by_one": Words(
        en="{n} point of 18 advises “{severity}”", fr="{n} point sur 18 conseille « {severity} »"
    ),
    "verified_since": Words(
        en="Verified since the last fixed point", fr="Vérifié depuis le dernier point fixe"
    ),
    "verified_at_all": Words(en="Verified since the opening", fr="Vérifié depuis l’ouverture"),
    "refuted_since": Words(
        en="Found to be false since the last fixed point", fr="Démenti depuis le dernier point fixe"
    ),
    "refuted_at_all": Words(en="Found to be false since the opening", fr="Démenti depuis l’ouverture"),
    "to_verify_now": Words(en="To verify", fr="À vérifier"),
    "frozen_now": Words(en="Publishing freeze", fr="Gel des publications"),
    "public_word": Words(en="Next public word", fr="Prochaine prise de parole"),
    "public_word_missed": Words(en="It did not come", fr="Restée sans suite"),
    "late_steps": Words(en="Late steps", fr="Étapes en retard"),
    "open_calls": Words(en="Calls without an answer", fr="Appels sans réponse"),
    "held_back": Words(en="Held back", fr="Temporisation"),
    "clocks_running": Words(
        en="Legal clocks running, and their limits", fr="Délais légaux en cours, et leurs limites"
    ),
    "claims": Words(en="Facts and claims", fr="Faits et informations"),
    "claims_caption": Words(
        en="What is known, what is still to be verified, and what turned out to be false",
        fr="Ce que l’on sait, ce qui reste à vérifier et ce qui s’est révélé faux",
    ),
    "claim": Words(en="Claim", fr="Information"),
    "original": Words(en="The message", fr="Le message"),
    "source_is": Words(en="Source: {source}", fr="Source : {source}"),
    "checked_by": Words(en="{name} is verifying it", fr="{name} la vérifie"),
    "corrected_by": Words(en="Corrected by entry {n}", fr="Corrigée par l’entrée {n}"),
    "happened": Words(en="It happened {moment}", fr="Heure des faits : {moment}"),
    "kept": Words(en="Kept", fr="Consignée"),
    "settled": Words(en="Settled", fr="Tranchée"),
    "points_told": Words(en="Fixed points held", fr="Points fixes tenus"),
    "unverified": Words(en="Never verified", fr="Jamais vérifié"),
    "refuted": Words(en="Found to be false", fr="Qui s’est révélé faux"),
}

VERIFIED: Final[Mapping[Verification, Words]] = {
    Verification.NOTE: Words(en="Note", fr="Note"),
    Verification.TO_VERIFY: Words(en="To verify", fr="À vérifier"),
    Verification.CHECKING: Words(en="Being verified", fr="En vérification"),
    Verification.VERIFIED: Words(en="Verified", fr="Vérifiée"),
    Verification.FALSE: Words(en="False", fr="Fausse"),
}
