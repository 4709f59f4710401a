"""What the doctor says about Slack: Slack's own word for a fault, and the exact mend."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.doctor.finding import Finding, note, to_mend
from bot.doctor.visit import NOT_SLACK, UNREACHABLE, Trouble
from playbooks.playbook import Words
from playbooks.routing import Contact, Unit

APP_PAGES: Final = "api.slack.com/apps"

TOKEN: Final = Words(en="Bot token", fr="Jeton du bot")
SCOPES: Final = Words(en="Scopes", fr="Autorisations")
SIGNING_SECRET: Final = Words(en="Signing secret", fr="Secret de signature")
APP_TOKEN: Final = Words(en="App token", fr="Jeton d’application")
ANNOUNCEMENTS: Final = Words(en="Announcements", fr="Annonces")
CONTACTS: Final = Words(en="Contacts", fr="Contacts")
CLOCK: Final = Words(en="Clock", fr="Horloge")
NEEDS_TOKEN: Final = Words(
    en="not looked at: the bot token comes first", fr="non vérifié : d’abord le jeton du bot"
)

# Tokens and scopes -------------------------------------------------------------------------------------

COPY_BOT_TOKEN: Final = Words(
    en=f"on {APP_PAGES}, open the app, OAuth & Permissions, and copy the Bot User OAuth Token into SLACK_BOT_TOKEN",
    fr=f"sur {APP_PAGES}, ouvrez l’application, OAuth & Permissions, et copiez le Bot User OAuth Token dans SLACK_BOT_TOKEN",
)
REINSTALL: Final = Words(
    en=f"on {APP_PAGES}, open the app, Install App, Reinstall, and copy the new token into SLACK_BOT_TOKEN",
    fr=f"sur {APP_PAGES}, ouvrez l’application, Install App, Reinstall, et copiez le nouveau jeton dans SLACK_BOT_TOKEN",
)
MAKE_APP_TOKEN: Final = Words(
    en=f"on {APP_PAGES}, open the app, Basic Information, App-Level Tokens: make one with connections:write, "
    "and copy it into SLACK_APP_TOKEN",
    fr=f"sur {APP_PAGES}, ouvrez l’application, Basic Information, App-Level Tokens : créez-en un avec "
    "connections:write, et copiez-le dans SLACK_APP_TOKEN",
)
TURN_SOCKET_ON: Final = Words(
    en=f"on {APP_PAGES}, open the app, Socket Mode, and turn it on; if it is on, make a new app-level token",
    fr=f"sur {APP_PAGES}, ouvrez l’application, Socket Mode, et activez-le ; s’il l’est, recréez le jeton d’application",
)
ANOTHER_APP: Final = Words(
    en="make the app anew from crisis manifest, which leaves token rotation off",
    fr="recréez l’application à partir de crisis manifest, qui laisse la rotation des jetons désactivée",
)
LOOK_AT_THE_LINE: Final = Words(
    en="look at this machine’s network, proxy and firewall, and at SLACK_API_URL if you set it",
    fr="vérifiez le réseau, le proxy et le pare-feu de cette machine, et SLACK_API_URL si vous l’avez donné",
)
WAIT_A_MINUTE: Final = Words(
    en="run crisis doctor again in a minute", fr="relancez crisis doctor dans une minute"
)
ASK_SLACK: Final = Words(
    en="look for this word on docs.slack.dev, and at slack-status.com",
    fr="cherchez ce mot sur docs.slack.dev, et voyez slack-status.com",
)
NOT_A_BOT: Final = Words(
    en="Slack takes it, but it is no bot’s", fr="Slack l’accepte, mais ce n’est pas celui d’un bot"
)
SCOPES_FIT: Final = Words(en="those of the manifest, and no other", fr="celles du manifeste, et aucune autre")
SCOPES_UNTOLD: Final = Words(
    en="this server does not tell which were granted", fr="ce serveur ne dit pas lesquelles sont accordées"
)
REMOVE_SCOPES: Final = Words(
    en=f"nothing needs them: on {APP_PAGES}, open the app, OAuth & Permissions, take them out and reinstall",
    fr=f"rien n’en a besoin : sur {APP_PAGES}, ouvrez l’application, OAuth & Permissions, retirez-les et réinstallez",
)


def known_as(bot: str, team: str) -> Words:
    """Say as whom Slack knows the bot."""
    return Words(
        en=f"Slack knows the bot as @{bot} in {team}",
        fr=f"Slack connaît le bot sous le nom de @{bot} dans {team}",
    )


def scopes_missing(missing: Sequence[str]) -> Words:
    """Say which scopes are missing."""
    return Words(en=f"missing: {', '.join(missing)}", fr=f"il manque : {', '.join(missing)}")


def add_scopes(missing: Sequence[str]) -> Words:
    """Say how the app gets scopes."""
    listed = ", ".join(missing)
    return Words(
        en=f"on {APP_PAGES}, open the app, OAuth & Permissions, Bot Token Scopes, add {listed} and reinstall",
        fr=f"sur {APP_PAGES}, ouvrez l’application, OAuth & Permissions, Bot Token Scopes, ajoutez {listed} et réinstallez",
    )


def scopes_superfluous(more: Sequence[str]) -> Words:
    """Say which scopes are more than needed."""
    return Words(en=f"more than needed: {', '.join(more)}", fr=f"plus que nécessaire : {', '.join(more)}")


_REVOKED: Final = (
    Words(
        en="the app was removed, or its token revoked", fr="l’application a été retirée, ou son jeton révoqué"
    ),
    REINSTALL,
)
_UNKNOWN: Final = (
    Words(en="Slack does not know this token", fr="Slack ne connaît pas ce jeton"),
    COPY_BOT_TOKEN,
)
TOKEN_TROUBLES: Final = {
    "invalid_auth": _UNKNOWN,
    "not_authed": _UNKNOWN,
    "token_revoked": _REVOKED,
    "account_inactive": _REVOKED,
    "token_expired": (
        Words(
            en="the token has expired: the app rotates its tokens",
            fr="le jeton a expiré : l’application en change",
        ),
        ANOTHER_APP,
    ),
    "not_allowed_token_type": (
        Words(en="this is another kind of token", fr="c’est un jeton d’une autre sorte"),
        COPY_BOT_TOKEN,
    ),
}
SOCKET_TROUBLES: Final = {
    "invalid_auth": (
        Words(en="Slack does not know this token", fr="Slack ne connaît pas ce jeton"),
        MAKE_APP_TOKEN,
    ),
    "token_revoked": (Words(en="this token was revoked", fr="ce jeton a été révoqué"), MAKE_APP_TOKEN),
    "missing_scope": (
        Words(en="it lacks connections:write", fr="il lui manque connections:write"),
        MAKE_APP_TOKEN,
    ),
    "not_allowed_token_type": (
        Words(en="this is another kind of token", fr="c’est un jeton d’une autre sorte"),
        MAKE_APP_TOKEN,
    ),
}


def token_trouble(trouble: Trouble) -> Finding:
    """Say why the bot's token does not work, and the mend."""
    known = TOKEN_TROUBLES.get(trouble.error)
    return to_mend(_named(known[0], trouble), known[1]) if known else trouble_asking(trouble)


def socket_trouble(trouble: Trouble) -> Finding:
    """Say why Socket Mode does not open, and the mend."""
    known = SOCKET_TROUBLES.get(trouble.error)
    if known is not None:
        return to_mend(_named(known[0], trouble), known[1])
    if trouble.error in {UNREACHABLE, NOT_SLACK, "ratelimited"}:
        return trouble_asking(trouble)
    return to_mend(
        Words(
            en=f"Slack refuses Socket Mode ({trouble.error})",
            fr=f"Slack refuse le mode Socket ({trouble.error})",
        ),
        TURN_SOCKET_ON,
    )


def trouble_asking(trouble: Trouble) -> Finding:
    """Say why a question got no answer, and the mend."""
    match trouble.error:
        case "missing_scope":
            return to_mend(
                Words(
                    en=f"not looked at: a scope is missing ({trouble.reason})",
                    fr=f"non vérifié : il manque une autorisation ({trouble.reason})",
                ),
                Words(en="see the line about scopes", fr="voyez la ligne des autorisations"),
            )
        case "ratelimited":
            return note(
                Words(en="not looked at: Slack asks us to wait", fr="non vérifié : Slack demande d’attendre"),
                WAIT_A_MINUTE,
            )
        case "unreachable":
            return to_mend(
                Words(
                    en=f"Slack cannot be reached ({trouble.reason})",
                    fr=f"Slack est injoignable ({trouble.reason})",
                ),
                LOOK_AT_THE_LINE,
            )
        case "not_slack":
            return to_mend(
                Words(
                    en=f"what answers is not Slack’s Web API ({trouble.reason})",
                    fr=f"ce qui répond n’est pas l’API Web de Slack ({trouble.reason})",
                ),
                LOOK_AT_THE_LINE,
            )
        case other:
            return to_mend(Words(en=f"Slack refuses ({other})", fr=f"Slack refuse ({other})"), ASK_SLACK)


def _named(what: Words, trouble: Trouble) -> Words:
    return Words(en=f"{what.en} ({trouble.error})", fr=f"{what.fr} ({trouble.error})")


SECRET_SET: Final = Words(
    en="set; Slack’s first request proves it", fr="donné ; la première requête de Slack le prouvera"
)
SECRET_NOT_NEEDED: Final = Words(
    en="none: Socket Mode needs none, and requests over HTTP are refused",
    fr="aucun : le mode Socket s’en passe, et les requêtes HTTP sont refusées",
)
UNUSUAL_SECRET: Final = Words(
    en="set, but Slack’s have 32 digits from 0 to f; if this one is wrong, every request is refused",
    fr="donné, mais ceux de Slack ont 32 chiffres de 0 à f ; s’il est faux, toute requête est refusée",
)
COPY_SECRET: Final = Words(
    en=f"compare it with {APP_PAGES}, the app, Basic Information, Signing Secret",
    fr=f"comparez-le à {APP_PAGES}, l’application, Basic Information, Signing Secret",
)
NO_SOCKET: Final = Words(en="none: Slack calls over HTTP", fr="aucun : Slack appelle en HTTP")
SOCKET_OPENS: Final = Words(en="it opens Socket Mode", fr="il ouvre le mode Socket")

# The channel, the people, the time ---------------------------------------------------------------------

UNARCHIVE: Final = Words(
    en="unarchive it in Slack, or name another in CRISIS_ANNOUNCEMENTS",
    fr="désarchivez-le dans Slack, ou désignez-en un autre dans CRISIS_ANNOUNCEMENTS",
)


def channel_fits(name: str) -> Words:
    """Say that new incidents are announced."""
    return Words(en=f"the bot is in #{name}", fr=f"le bot est dans #{name}")


def no_channel(name: str) -> Words:
    """Say that a channel is not there for the bot."""
    return Words(
        en=f"there is no channel {name} that the bot can see",
        fr=f"aucun canal {name} n’est visible pour le bot",
    )


def make_channel(name: str, bot: str) -> Words:
    """Say how a channel comes to be there."""
    return Words(
        en=f"make it in Slack and type /invite @{bot} there, or name another in CRISIS_ANNOUNCEMENTS instead of {name}",
        fr=f"créez-le dans Slack et tapez-y /invite @{bot}, ou désignez-en un autre que {name} dans CRISIS_ANNOUNCEMENTS",
    )


def channel_archived(name: str) -> Words:
    """Say that a channel takes no messages any more."""
    return Words(en=f"the channel {name} is archived", fr=f"le canal {name} est archivé")


def not_in_channel(name: str) -> Words:
    """Say that the bot may not speak in a channel."""
    return Words(en=f"the bot is not in the channel {name}", fr=f"le bot n’est pas dans le canal {name}")


def invite_to(name: str, bot: str) -> Words:
    """Say how the bot comes into a channel."""
    return Words(en=f"in {name}, type: /invite @{bot}", fr=f"dans {name}, tapez : /invite @{bot}")


UNKNOWN_PERSON: Final = Words(en="unknown in this workspace", fr="inconnu de cet espace Slack")
LEFT: Final = Words(en="deactivated", fr="compte désactivé")
A_BOT: Final = Words(en="a bot", fr="un bot")
A_GUEST: Final = Words(
    en="a guest, who cannot be let into an incident’s channel",
    fr="un invité, qui ne peut entrer dans le canal d’un incident",
)
A_STRANGER: Final = Words(en="of another workspace", fr="d’un autre espace Slack")
MEND_CONTACTS: Final = Words(
    en="in the directory, put the user id that Slack shows (profile, ⋮, Copy member ID), or somebody else",
    fr="dans l’annuaire, mettez l’identifiant du profil Slack (⋮, Copier l’identifiant du membre), ou quelqu’un d’autre",
)


def all_reachable(count: int) -> Words:
    """Say that everybody can be called."""
    return Words(en=f"all {count} can be called", fr=f"on peut les appeler tous les {count}")


def unreachable(unit: Unit | None, lost: Sequence[tuple[Contact, Words]]) -> Words:
    """Name the people of a unit who cannot be called; None: those who serve the whole company."""
    title = unit.title if unit else Words(en="the whole company", fr="toute l’entreprise")
    en = ", ".join(f"{contact.name} {contact.user} ({cause.en})" for contact, cause in lost)
    fr = ", ".join(f"{contact.name} {contact.user} ({cause.fr})" for contact, cause in lost)
    return Words(
        en=f"cannot be called, for {title.en}: {en}", fr=f"impossible à appeler, pour {title.fr} : {fr}"
    )


TIME_UNTOLD: Final = Words(
    en="not looked at: Slack’s time is not known", fr="non vérifiée : l’heure de Slack n’est pas connue"
)
CLOCKS_AGREE: Final = Words(en="it agrees with Slack’s", fr="elle s’accorde avec celle de Slack")
SET_THE_CLOCK: Final = Words(
    en="set it by the network: timedatectl set-ntp true; beyond five minutes Slack’s requests are refused",
    fr="réglez-la par le réseau : timedatectl set-ntp true ; à plus de cinq minutes, les requêtes de Slack sont refusées",
)


def clocks_apart(apart: timedelta) -> Words:
    """Say by how much, and in which direction, the clocks differ."""
    minutes = round(abs(apart) / timedelta(minutes=1))
    if apart > timedelta(0):
        return Words(
            en=f"this machine is {minutes} minutes ahead of Slack",
            fr=f"cette machine avance de {minutes} minutes sur Slack",
        )
    return Words(
        en=f"this machine is {minutes} minutes behind Slack",
        fr=f"cette machine retarde de {minutes} minutes sur Slack",
    )
