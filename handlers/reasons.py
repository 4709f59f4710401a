"""What Slack's error names, and those of the other means, tell a person, each with the exact mend."""

from typing import Final

from handlers.reasons_outside import OUTSIDE
from handlers.wording import say
from playbooks.playbook import Language, Words
from playbooks.ports import FAULT

_NO_SUCH_PERSON: Final = Words(
    en="Slack knows nobody with this id. Correct it in the directory; meanwhile, telephone.",
    fr="Slack ne connaît personne sous cet identifiant. Corrigez l’annuaire ; en attendant, téléphonez.",
)
_ACCOUNT_CLOSED: Final = Words(
    en="This person’s Slack account is deactivated. Replace them in the directory; meanwhile, telephone.",
    fr="Le compte Slack de cette personne est désactivé. Remplacez-la dans l’annuaire ; en attendant, téléphonez.",
)
_PERSON_GONE: Final = Words(
    en="Slack finds nobody to write to: the account is deactivated, or its id is wrong. Correct it in the directory; "
    "meanwhile, telephone.",
    fr="Slack ne trouve personne à qui écrire : le compte est désactivé, ou son identifiant est faux. Corrigez "
    "l’annuaire ; en attendant, téléphonez.",
)
_NO_MESSAGES_TO_BOTS: Final = Words(
    en="The directory names a bot, which cannot answer. Name a person instead.",
    fr="L’annuaire nomme un robot, qui ne peut pas répondre. Nommez une personne.",
)
_NO_CHANNEL: Final = Words(
    en="The channel does not exist, or is hidden from Crisis Desk. Check its name, then type /invite @crisis in it.",
    fr="Le canal n’existe pas, ou Crisis Desk ne le voit pas. Vérifiez son nom, puis tapez-y /invite @crisis.",
)
_NOT_IN_CHANNEL: Final = Words(
    en="Crisis Desk is not in the channel. Type /invite @crisis in it.",
    fr="Crisis Desk n’est pas dans le canal. Tapez-y /invite @crisis.",
)
_ARCHIVED: Final = Words(
    en="The channel is archived. Unarchive it (channel name, Settings), then invite Crisis Desk again.",
    fr="Le canal est archivé. Désarchivez-le (nom du canal, Paramètres), puis réinvitez Crisis Desk.",
)
_RESTORED: Final = Words(
    en="It was owed when this copy was made, and whoever restored the copy had it dropped.",
    fr="C’était dû quand cette copie a été faite, et la personne qui l’a restaurée l’a fait abandonner.",
)
_TOKEN: Final = Words(
    en="Slack no longer accepts Crisis Desk’s token. Reinstall the app, set SLACK_BOT_TOKEN to the new token and "
    "restart; “crisis doctor” confirms it.",
    fr="Slack n’accepte plus le jeton de Crisis Desk. Réinstallez l’application, mettez le nouveau jeton dans "
    "SLACK_BOT_TOKEN et redémarrez ; « crisis doctor » le confirme.",
)
_SCOPE: Final = Words(
    en="The app lacks a permission. Give it the scopes of the manifest (“crisis manifest”) and reinstall it; "
    "“crisis doctor” names the missing one.",
    fr="Il manque une permission à l’application. Donnez-lui celles du manifeste (« crisis manifest ») et "
    "réinstallez-la ; « crisis doctor » nomme celle qui manque.",
)
_ADMINS_FORBID: Final = Words(
    en="The workspace’s administrators forbid this to apps. Ask them to allow it for Crisis Desk.",
    fr="Les administrateurs de l’espace Slack l’interdisent aux applications. Demandez-leur de l’autoriser à Crisis Desk.",
)
_TOO_LONG: Final = Words(
    en="The message was too long for Slack. “/crisis review” shows the whole log; please report this.",
    fr="Le message était trop long pour Slack. « /crise revue » montre tout le journal ; merci de le signaler.",
)
_SLOWED: Final = Words(
    en="Slack is slowing us down. It is sent as soon as Slack allows; nothing to do.",
    fr="Slack nous ralentit. Le message part dès que Slack le permet ; rien à faire.",
)
_DOWN: Final = Words(
    en="Slack does not answer. It is tried again; meanwhile, telephone.",
    fr="Slack ne répond pas. Nouvel essai en cours ; en attendant, téléphonez.",
)
_NAME_TAKEN: Final = Words(
    en="A channel of this name exists already. Rename or remove it: any step or update then makes the incident’s own.",
    fr="Un canal de ce nom existe déjà. Renommez-le ou supprimez-le : ensuite, toute étape ou tout point crée celui de "
    "l’incident.",
)
_REFUSES_GUEST: Final = Words(
    en="This person is a guest and may not join the channel. Have an administrator change the account, or telephone.",
    fr="Cette personne est invitée et ne peut pas rejoindre le canal. Faites changer le compte par un "
    "administrateur, ou téléphonez.",
)
_MESSAGE_GONE: Final = Words(
    en="The message was deleted in Slack. Nothing else is lost: “/crisis log” shows what has happened.",
    fr="Le message a été supprimé dans Slack. Rien d’autre n’est perdu : « /crise journal » montre ce qui s’est passé.",
)
_TOO_MANY_PINS: Final = Words(
    en="The channel has too many pins. Remove one, then pin the card by hand.",
    fr="Le canal a trop de messages épinglés. Retirez-en un, puis épinglez la fiche à la main.",
)
_OURS: Final = Words(
    en="This failed in Crisis Desk itself, not in Slack. Tell whoever runs it: its own log says why.",
    fr="La panne vient de Crisis Desk, non de Slack. Prévenez qui l’exploite : son propre journal dit pourquoi.",
)
_REFUSED: Final = Words(en="Slack refused {what}. {reason}", fr="Slack a refusé {what}. {reason}")
_NOT_SENT: Final = Words(en="Not sent: {what}. {reason}", fr="Pas parti : {what}. {reason}")
_OTHER: Final = Words(
    en="Slack’s reason: “{name}”. “crisis doctor” checks the connection; meanwhile, telephone.",
    fr="Motif donné par Slack : « {name} ». « crisis doctor » vérifie la connexion ; en attendant, téléphonez.",
)

_REASONS: Final = {
    **dict.fromkeys(
        ("user_not_found", "users_not_found", "invalid_user_id", "user_not_visible"), _NO_SUCH_PERSON
    ),
    **dict.fromkeys(("user_disabled", "users_deactivated"), _ACCOUNT_CLOSED),
    "person_gone": _PERSON_GONE,
    **dict.fromkeys(("cannot_dm_bot", "messages_tab_disabled"), _NO_MESSAGES_TO_BOTS),
    **dict.fromkeys(("channel_not_found", "invalid_channel", "no_channel"), _NO_CHANNEL),
    **dict.fromkeys(("not_in_channel", "method_not_supported_for_channel_type"), _NOT_IN_CHANNEL),
    **dict.fromkeys(
        ("is_archived", "is_inactive"), _ARCHIVED
    ),  # The second is what an edit of a message meets.
    **dict.fromkeys(
        (
            "account_inactive",
            "token_revoked",
            "token_expired",
            "invalid_auth",
            "not_authed",
            "org_login_required",
        ),
        _TOKEN,
    ),
    **dict.fromkeys(("missing_scope", "not_allowed_token_type", "no_permission"), _SCOPE),
    **dict.fromkeys(
        (
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "access_denied",
            "ekm_access_denied",
            "team_access_not_granted",
            "cant_invite",
        ),
        _ADMINS_FORBID,
    ),
    **dict.fromkeys(
        ("msg_too_long", "msg_blocks_too_long", "too_long", "invalid_blocks", "view_too_large"), _TOO_LONG
    ),
    **dict.fromkeys(("ratelimited", "rate_limited", "message_limit_exceeded"), _SLOWED),
    **dict.fromkeys(
        ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "timeout", "unreachable"),
        _DOWN,
    ),
    "name_taken": _NAME_TAKEN,
    **dict.fromkeys(("user_is_restricted", "user_is_ultra_restricted", "ura_max_channels"), _REFUSES_GUEST),
    **dict.fromkeys(("message_not_found", "cant_update_message", "edit_window_closed"), _MESSAGE_GONE),
    "too_many_pins": _TOO_MANY_PINS,
    "restored": _RESTORED,
    **OUTSIDE,
}


def not_delivered(what: str, reason: str, language: Language) -> str:
    """Say what never left, and why; what failed in our own code is not laid at Slack’s door."""
    words = _NOT_SENT if reason.startswith(FAULT) else _REFUSED
    return say(words, language, what=what, reason=reason_in_words(reason, language))


def reason_in_words(slack_error: str, language: Language) -> str:
    """Say in one or two sentences why it was refused, and the exact mend. An unknown name is shown as it is."""
    known = _OURS if slack_error.startswith(FAULT) else _REASONS.get(slack_error)
    if known is not None:
        return say(known, language)
    return say(_OTHER, language, name="".join(c for c in slack_error if c.isalnum() or c in "_- ")[:60])
