"""What the names of refusals by mail and by webhook mean to a person, each with the exact mend."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

MAIL_REASONS: Final[Mapping[str, Words]] = {
    "mail_recipient": Words(
        en="The mail server knows no such address. Correct it in the directory; meanwhile, telephone.",
        fr="Le serveur de courriel ne connaît pas cette adresse. Corrigez l’annuaire ; en attendant, téléphonez.",
    ),
    "mail_refused": Words(
        en="The mail server refuses this message. Ask whoever keeps it why; meanwhile, telephone.",
        fr="Le serveur de courriel refuse ce message. Demandez pourquoi à qui le gère ; en attendant, téléphonez.",
    ),
    "mail_no_address": Words(
        en="The directory has no mail address for this person. Add it; meanwhile, telephone.",
        fr="L’annuaire n’a pas d’adresse de courriel pour cette personne. Ajoutez-la ; en attendant, téléphonez.",
    ),
    "mail_unset": Words(
        en="No mail server is set. Set CRISIS_SMTP_URL and CRISIS_MAIL_FROM and restart.",
        fr="Aucun serveur de courriel n’est réglé. Réglez CRISIS_SMTP_URL et CRISIS_MAIL_FROM, puis redémarrez.",
    ),
    "mail_login": Words(
        en="The mail server refuses our name or password. Correct CRISIS_SMTP_URL and restart; “crisis doctor” confirms it.",
        fr="Le serveur de courriel refuse notre nom ou notre mot de passe. Corrigez CRISIS_SMTP_URL et redémarrez ; "
        "« crisis doctor » le confirme.",
    ),
    "mail_sender": Words(
        en="The mail server lets nobody send from CRISIS_MAIL_FROM. Allow it there, or set another address and restart.",
        fr="Le serveur de courriel n’admet pas l’expéditeur CRISIS_MAIL_FROM. Autorisez-le, ou réglez une autre adresse "
        "et redémarrez.",
    ),
    "mail_encryption": Words(
        en="The mail server’s encryption cannot be trusted: no STARTTLS, or a certificate that is not right. Mend it "
        "there, or name the server as its certificate does in CRISIS_SMTP_URL.",
        fr="Le chiffrement du serveur de courriel n’est pas fiable : pas de STARTTLS, ou un certificat incorrect. "
        "Réparez-le, ou nommez le serveur comme son certificat dans CRISIS_SMTP_URL.",
    ),
    "mail_away": Words(
        en="The mail server does not answer. It is tried again; meanwhile, telephone.",
        fr="Le serveur de courriel ne répond pas. Nouvel essai en cours ; en attendant, téléphonez.",
    ),
}
HOOK_REASONS: Final[Mapping[str, Words]] = {
    "hook_unknown": Words(
        en="The directory no longer has this webhook. Put it back under “webhooks”, or take it out of people’s “reach”.",
        fr="L’annuaire n’a plus ce webhook. Remettez-le sous « webhooks », ou retirez-le des « reach » des personnes.",
    ),
    "hook_key": Words(
        en="The webhook’s key is not set. Set the variable that the directory names and restart.",
        fr="La clé du webhook n’est pas réglée. Réglez la variable que nomme l’annuaire, puis redémarrez.",
    ),
    "hook_host": Words(
        en="The webhook’s host is not allowed. Add it to CRISIS_WEBHOOK_HOSTS and restart.",
        fr="L’hôte du webhook n’est pas autorisé. Ajoutez-le à CRISIS_WEBHOOK_HOSTS, puis redémarrez.",
    ),
    "hook_scheme": Words(
        en="The webhook’s address is not https://. Correct it in the directory.",
        fr="L’adresse du webhook n’est pas en https://. Corrigez l’annuaire.",
    ),
    "hook_private": Words(
        en="The webhook’s name leads into a private network, where nothing is ever sent. Have its owner look at the "
        "name’s addresses, or name another one in the directory.",
        fr="Le nom du webhook mène à un réseau privé, où rien n’est jamais envoyé. Faites vérifier les adresses de ce "
        "nom, ou nommez-en un autre dans l’annuaire.",
    ),
    "hook_redirect": Words(
        en="The provider leads on to another address, which is not followed. Put the final address in the directory.",
        fr="Le fournisseur renvoie vers une autre adresse, que nous ne suivons pas. Mettez l’adresse finale dans "
        "l’annuaire.",
    ),
    "hook_too_long": Words(
        en="The provider’s answer is far too long, so it was cut. Check the webhook’s address in the directory.",
        fr="La réponse du fournisseur est bien trop longue : elle a été coupée. Vérifiez l’adresse du webhook dans "
        "l’annuaire.",
    ),
    "hook_away": Words(
        en="The provider does not answer in time. It is tried again; meanwhile, telephone.",
        fr="Le fournisseur ne répond pas à temps. Nouvel essai en cours ; en attendant, téléphonez.",
    ),
    "hook_busy": Words(
        en="The provider asks to wait. It is tried again then; nothing to do.",
        fr="Le fournisseur demande d’attendre. Nouvel essai ensuite ; rien à faire.",
    ),
    "hook_login": Words(
        en="The provider does not accept our signature. Compare the key with theirs; “crisis doctor” says which variable.",
        fr="Le fournisseur n’accepte pas notre signature. Comparez la clé avec la sienne ; « crisis doctor » dit quelle "
        "variable.",
    ),
    "hook_refused": Words(
        en="The provider refuses this call. Ask them why, with its reference; meanwhile, telephone.",
        fr="Le fournisseur refuse cet appel. Demandez-lui pourquoi, avec sa référence ; en attendant, téléphonez.",
    ),
}
ANSWER_REASONS: Final[Mapping[str, Words]] = {
    "answer_away": Words(
        en="The tool does not answer in time. It is tried again; nothing to do.",
        fr="L’outil ne répond pas à temps. Nouvel essai en cours ; rien à faire.",
    ),
    "answer_refused": Words(
        en="The tool refuses these words. Look there why, or copy them and send them yourself: “Publish…”.",
        fr="L’outil refuse ces mots. Regardez-y pourquoi, ou copiez-les et envoyez-les vous-même : « Publier… ».",
    ),
    "answer_held": Words(
        en="When it was to leave, it had changed, was out, or needed an approval. Hand it over again once it is approved.",
        fr="Au moment de partir, il avait changé, était publié, ou demandait un accord. Confiez-le de nouveau une fois "
        "approuvé.",
    ),
}
OUTSIDE: Final[Mapping[str, Words]] = {**MAIL_REASONS, **HOOK_REASONS, **ANSWER_REASONS}
