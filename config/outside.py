"""The settings of what leaves by another way than Slack: mail, webhooks, the answer pages and the heartbeat."""

import re
from collections.abc import Mapping, Set
from typing import Final

from pydantic import SecretStr

from config import values
from config.setting import Setting
from playbooks.playbook import Words

# How a variable is named that may hold the secret of a webhook; the directory says which one does.
KEY_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{1,58}_(KEY|SECRET|TOKEN)")

OUTSIDE: Final[tuple[Setting, ...]] = (
    Setting(
        name="CRISIS_SMTP_URL",
        field="smtp_url",
        purpose=Words(
            en="The mail server through which people are called when Slack does not reach them.",
            fr="Le serveur de courriel qui appelle les personnes que Slack ne joint pas.",
        ),
        default=Words(en="none: nobody is called by mail", fr="aucun : personne n’est appelé par courriel"),
        example="smtp://crisis:secret@mail.example:587",
        read=values.smtp_address,
        unit=Words(
            en="smtp:// encrypts by STARTTLS (?tls=none: not at all, without a password), smtps:// from the start",
            fr="smtp:// chiffre par STARTTLS (?tls=none : pas du tout, sans mot de passe), smtps:// dès le début",
        ),
    ),
    Setting(
        name="CRISIS_MAIL_FROM",
        field="mail_from",
        purpose=Words(
            en="The address from which mail is sent.",
            fr="L’adresse d’où part le courriel.",
        ),
        default=Words(en="needed with CRISIS_SMTP_URL", fr="nécessaire avec CRISIS_SMTP_URL"),
        example="crisis@example.com",
        read=values.mail_address,
    ),
    Setting(
        name="CRISIS_WEBHOOK_HOSTS",
        field="webhook_hosts",
        purpose=Words(
            en="The hosts that may be called by webhooks and by the heartbeat; no other is ever contacted.",
            fr="Les hôtes que webhooks et signal de vie peuvent appeler ; aucun autre n’est jamais contacté.",
        ),
        default=Words(en="none: nobody is called by webhook", fr="aucun : personne n’est appelé par webhook"),
        example="sms.example.com,status.example.com",
        read=values.hosts,
        unit=Words(en="names between commas", fr="des noms entre virgules"),
    ),
    Setting(
        name="CRISIS_PUBLIC_URL",
        field="public_url",
        purpose=Words(
            en="The address by which people reach this server from outside: mails and webhooks lead to their answer page, "
            "and the rotas’ calendars are read there.",
            fr="L’adresse par laquelle on joint ce serveur du dehors : courriels et webhooks y mènent pour répondre, "
            "et les calendriers d’astreinte s’y lisent.",
        ),
        default=Words(
            en="none: mails say whom to telephone, calendars are read on this machine",
            fr="aucune : les courriels disent à qui téléphoner, les calendriers se lisent sur cette machine",
        ),
        example="https://crisis.example.com",
        read=values.public_address,
    ),
    Setting(
        name="CRISIS_HEARTBEAT_URL",
        field="heartbeat_url",
        purpose=Words(
            en="The address that is asked every minute as long as the work gets done: its silence is the alarm.",
            fr="L’adresse interrogée chaque minute tant que le travail se fait : son silence est l’alarme.",
        ),
        default=Words(en="none: no heartbeat", fr="aucune : pas de signal de vie"),
        example="https://status.example.com/ping/1234",
        read=values.https_address,
    ),
)


def webhook_keys(given: Mapping[str, str], taken: Set[str]) -> Mapping[str, SecretStr]:
    """Keep what may be the secret of a webhook: the directory, read later and anew, names the variable."""
    named = (name for name in given if KEY_NAME.fullmatch(name) and name not in taken)
    return {name: SecretStr(given[name]) for name in named}
