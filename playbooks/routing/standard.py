"""What every company has: its roles, its objectives, the ladders that the built-in playbooks call."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import LadderId, RoleId, Words

STANDARD_ROLES: Final[Mapping[RoleId, Words]] = {
    RoleId("lead"): Words(en="Crisis lead", fr="Responsable de crise"),
    RoleId("log"): Words(en="Log keeper", fr="Main courante"),
    RoleId("comms"): Words(en="Communications director", fr="Direction de la communication"),
    RoleId("press"): Words(en="Press officer", fr="Relations presse"),
    RoleId("social"): Words(en="Social media lead", fr="Responsable réseaux sociaux"),
    RoleId("care"): Words(en="Customer care", fr="Relation client"),
    RoleId("legal"): Words(en="Legal", fr="Juridique"),
    RoleId("dpo"): Words(en="Data protection officer", fr="Délégué à la protection des données"),
    RoleId("security"): Words(en="Security and IT", fr="Sécurité informatique"),
    RoleId("unit-owner"): Words(en="Business unit owner", fr="Responsable de l’unité"),
    RoleId("hr"): Words(en="Human resources", fr="Ressources humaines"),
    RoleId("safety"): Words(en="Health and safety", fr="Santé et sécurité"),
    RoleId("investors"): Words(en="Investor relations", fr="Relations investisseurs"),
    RoleId("executive"): Words(en="Executive approver", fr="Direction générale"),
    RoleId("spokesperson"): Words(en="Spokesperson", fr="Porte-parole"),
    RoleId("local"): Words(en="Local relay", fr="Relais local"),
}

STANDARD_OBJECTIVES: Final[Mapping[str, Words]] = {
    "trust": Words(en="Deserve trust", fr="Mériter la confiance"),
    "service": Words(en="A service that works", fr="Un service qui marche"),
    "customers": Words(en="Customers who stay", fr="Des clients qui restent"),
    "safety": Words(en="Nobody hurt", fr="Aucune victime"),
}

DEPUTY: Final = "-deputy"  # the ending of a role that stands in for another

# The built-in playbooks call these two; every directory has them.
STANDARD_LADDERS: Final = (LadderId("press"), LadderId("unit"))
