"""What the doctor says of the ways that lead around Slack."""

from typing import Final

from playbooks.playbook import Words

MAIL: Final = Words(en="Mail", fr="Courriel")
WEBHOOKS: Final = Words(en="Webhooks", fr="Webhooks")
ANSWERS: Final = Words(en="Answers", fr="Réponses")
BEAT: Final = Words(en="Heartbeat", fr="Signal de vie")

NO_MAIL: Final = Words(
    en="no mail server is set: nobody is called by mail, also when Slack is down",
    fr="aucun serveur de courriel n’est réglé : personne n’est appelé par courriel, même quand Slack ne répond plus",
)
MAIL_OPEN: Final = Words(
    en="the mail server lets Crisis Desk in (no mail was sent)",
    fr="le serveur de courriel laisse entrer Crisis Desk (aucun courriel n’est parti)",
)
NO_WEBHOOK: Final = Words(
    en="the directory names none: nobody is called by telephone, text message or pager",
    fr="l’annuaire n’en nomme aucun : personne n’est appelé par téléphone, SMS ou bipeur",
)
NO_ANSWER_PAGE: Final = Words(
    en="people called outside Slack can answer by telephone only",
    fr="les personnes appelées hors de Slack ne peuvent répondre que par téléphone",
)
SET_PUBLIC_URL: Final = Words(
    en="set CRISIS_PUBLIC_URL to the address by which people reach this server",
    fr="mettez dans CRISIS_PUBLIC_URL l’adresse par laquelle on joint ce serveur",
)
SLACK_ALONE: Final = Words(
    en="people are called in Slack alone", fr="les personnes ne sont appelées que dans Slack"
)
NO_HEARTBEAT: Final = Words(
    en="none is set: nobody is told when this machine dies (CRISIS_HEARTBEAT_URL)",
    fr="aucun n’est réglé : personne n’apprend que cette machine s’est tue (CRISIS_HEARTBEAT_URL)",
)
HEARTBEAT: Final = Words(
    en="an address is asked every minute while the work gets done",
    fr="une adresse est interrogée chaque minute tant que le travail se fait",
)
PRACTICE_SENDS_NOTHING: Final = Words(
    en="no Slack is set, so this is practice: nothing is sent to anybody",
    fr="aucun Slack n’est réglé, c’est un exercice : rien n’est envoyé à personne",
)
SLACK_APART: Final = Words(
    en="only Slack reaches this person; no test message is sent there",
    fr="seul Slack joint cette personne ; aucun message d’essai n’y est envoyé",
)
ADD_A_MEANS: Final = Words(
    en="set a mail server (CRISIS_SMTP_URL), or add a webhook and the person’s `reach` to the directory",
    fr="réglez un serveur de courriel (CRISIS_SMTP_URL), ou ajoutez à l’annuaire un webhook et le `reach` de la personne",
)
LOOK_IN_THE_DIRECTORY: Final = Words(
    en="write the name as the directory has it, or the Slack id",
    fr="écrivez le nom comme dans l’annuaire, ou l’identifiant Slack",
)


def mail_refused(kind: str) -> Words:
    """Say that the mail server does not let us in."""
    return Words(
        en=f"the mail server does not let Crisis Desk in ({kind})",
        fr=f"le serveur de courriel ne laisse pas entrer Crisis Desk ({kind})",
    )


def webhook_open(name: str) -> Words:
    """Say that a webhook may be called."""
    return Words(
        en=f"“{name}” may be called, and has its key (nothing was sent)",
        fr=f"« {name} » peut être appelé et a sa clé (rien n’est parti)",
    )


def webhook_shut(name: str, key: str) -> Words:
    """Say that a webhook cannot be used."""
    return Words(
        en=f"“{name}” cannot be used (its key is read from {key})",
        fr=f"« {name} » est inutilisable (sa clé se lit dans {key})",
    )


def answered_at(url: str) -> Words:
    """Say where people answer."""
    return Words(en=f"people answer at {url}/answer/…", fr=f"on répond à {url}/answer/…")


def nobody(name: str) -> Words:
    """Say that the directory knows nobody of a name."""
    return Words(en=f"the directory knows no “{name}”", fr=f"l’annuaire ne connaît pas « {name} »")


def test_taken(to: str) -> Words:
    """Say that a test message was taken."""
    return Words(en=f"the test message was taken, for {to}", fr=f"le message d’essai a été pris, pour {to}")


def test_not_taken(to: str, why: str) -> Words:
    """Say that a test message was not taken."""
    return Words(
        en=f"the test message was not taken, for {to} ({why})",
        fr=f"le message d’essai n’a pas été pris, pour {to} ({why})",
    )
