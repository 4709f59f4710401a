"""
What means much the same in a company's bad days, in French and in English, one line for each meaning.

A word that was asked also finds the others of its line, with less weight: so a question in one language reaches what
was written in the other, and “hacked” what was called “hijacked”.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from playbooks.search.words import bare, stems

_LINES: Final = """
leak leakage leaked fuite divulgation divulgué
breach intrusion violation compromission
data donnée données datas
password passwords mdp
hacked hijacked hack hacker pirated piraté piratage pirate compromised compromis usurpé
phishing phish hameçonnage spearphishing
ransomware rançongiciel cryptolocker
malware virus trojan maliciel
outage downtime down panne indisponibilité indisponible interruption coupure
server servers serveur
network réseau
power electricity électricité courant
fire blaze incendie feu
explosion blast déflagration
flood flooding flooded inondation inondé crue
storm tempête orage
snow neige
accident crash collision accidenté
train rail ferroviaire rame
derailment derailed déraillement déraillé
track tracks voie rail
injured wounded casualty blessé victime
dead death died killed mort décès décédé tué
strike walkout grève débrayage
staff employee employees worker salarié employé collaborateur personnel
manager executive boss dirigeant manageur cadre
harassment bullying harcèlement
discrimination racism racist racisme raciste discriminatoire
lawsuit court trial procès tribunal
fine penalty amende sanction
fraud scam swindle fraude arnaque escroquerie
fake false faux fausse bidon
rumour rumor rumeur hoax canular
misinformation disinformation désinformation intox
deepfake hypertrucage
advert advertisement ad ads pub publicité annonce campaign campagne
tweet post publication message
backlash outrage tollé indignation
boycott boycottage
apology apologies sorry excuses excuse
recall rappel
product produit
allergen allergens allergy allergène allergie
label labels labelling labeling étiquette étiquetage
nut nuts peanut noix arachide cacahuète
milk lait laitier
glass verre
metal metallic métal métallique
plastic plastique
bacteria salmonella listeria bactérie salmonelle listériose
contaminated contamination contaminé
poisoning poisoned intoxication empoisonnement
battery batteries batterie pile
overheating overheats overheated surchauffe échauffement
brake brakes frein freinage
defect defective faulty flaw défaut défectueux défaillance
failure failed fault breakdown panne défaillance
bug glitch anomalie dysfonctionnement
update upgrade mise maj déploiement deployment
configuration config misconfigured misconfiguration paramétrage réglage configuré
certificate certificat
expired expiry expiration expiré périmé
backup sauvegarde
database base bdd
supplier vendor subcontractor contractor provider fournisseur prestataire sous-traitant
partner partenaire
delivery deliveries shipping shipment livraison expédition
parcel package colis paquet
late delay delayed delays retard retardé
lost missing perdu égaré disparu
stolen theft stole robbed vol volé dérobé
laptop notebook ordinateur portable pc
usb clé
phone telephone téléphone
email mail mails e-mail courriel emails
invoice bill billing invoices facture facturation
price prices pricing tarif prix
charged debited debit charge prélèvement prélevé débité débit
twice double doubled doublon doublé
refund refunded reimbursement remboursement remboursé
payment payments paiement payé paie
bank banking banque bancaire
account accounts compte
customer client customers clientèle usager
complaint complaints plainte réclamation
order orders commande
website site web
app application appli
shop store magasin boutique
closed closure fermeture fermé
cancelled canceled cancellation annulé annulation
strangers wrong erroné mauvais
error mistake erreur
human manual humain manuel manipulation
intern trainee stagiaire apprenti
rude impolite insult insulted insulte impoli insulté
angry furious colère furieux mécontent unhappy
threat threats threatened menace menacé
suicide suicidal suicidaire
attack attentat attaque
shooting fusillade
bomb bombe
police gendarmerie
journalist reporter press journaliste presse
interview entretien
leader ceo pdg president président directeur
results earnings profit résultats bénéfices
merger acquisition takeover fusion rachat
shares stock bourse action
insider initié
plant factory site usine
chemical chimique
spill spilled déversement déversé
pollution polluted pollué
river rivière fleuve
smoke fumée
smell odour odor odeur
gas gaz
water eau
heating chauffage
meter meters compteur
cable câble
signal signalling signaling signalisation
driver conducteur chauffeur
station gare
bus autocar car
ticket tickets billet billetterie
flight plane vol avion
passenger passengers passager voyageur
stranded stuck bloqué coincé
school école
child children kid enfant
pregnant enceinte
video vidéo footage images
photo picture photographie image
influencer influenceur
volunteer bénévole
translation translated traduction traduit
scheduled automatic programmé planifié automatique
badge access accès
union syndicat
wage wages salary pay salaire rémunération
layoff layoffs redundancy licenciement licencié
noise bruit
crowd foule
queue waiting attente
cold froid
heat heatwave canicule chaleur
overload overloaded capacity surcharge saturation saturé
""".strip()


@cache
def meanings() -> Mapping[str, frozenset[str]]:
    """Give, for each stem that the lines know, the stems of what means much the same."""
    known: dict[str, set[str]] = {}
    for line in _LINES.split("\n"):
        same = [stems(bare(word)) for word in line.split()]
        every = {stem for forms in same for stem in forms}
        for forms in same:
            for stem in forms:
                known.setdefault(stem, set()).update(every - set(forms))
    return {stem: frozenset(others) for stem, others in known.items()}
