"""The words of the refusals about customers' cases: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import moment
from playbooks.typed import quoted


def customers_words_missing() -> BadRequest:
    return BadRequest(
        Words(en="Paste what the customer wrote.", fr="Collez ce que le client a écrit."), field="text"
    )


def no_such_link() -> BadRequest:
    return BadRequest(
        Words(
            en="This is not a web address. Copy it from the network, or leave it empty.",
            fr="Ce n’est pas une adresse web. Copiez-la depuis le réseau, ou laissez vide.",
        ),
        field="link",
    )


def no_such_number() -> BadRequest:
    return BadRequest(
        Words(
            en="Give a number, such as 12000, or leave it empty.",
            fr="Donnez un nombre, par exemple 12000, ou laissez vide.",
        ),
        field="reach",
    )


def cause_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="Name the cause in a few words, as the customer would.",
            fr="Nommez la cause en quelques mots, comme le client le ferait.",
        ),
        field="cause",
    )


def cause_named_before(cause: str) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"“{quoted(cause)}” is the cause already. Nothing was changed.",
            fr=f"« {quoted(cause)} » est déjà la cause. Rien n’a changé.",
        ),
        field="cause",
    )


def not_silent(why: Words) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{why.en}” is ticked: such a message is not left alone. Answer it, in private if that is better.",
            fr=f"« {why.fr} » est coché : un tel message ne reste pas sans réponse. Répondez, en privé si c’est mieux.",
        ),
        field="choice",
    )


def silence_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Say why it is left unanswered: a review will ask.",
            fr="Dites pourquoi le message reste sans réponse : le retour d’expérience le demandera.",
        ),
        field="reason",
    )


def silence_needs_a_review(most: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Say when somebody looks again, within {most} hours.",
            fr=f"Dites quand quelqu’un y revient, dans les {most} heures.",
        ),
        field="review",
    )


def no_customer(ref: str) -> NotFound:
    return NotFound(
        Words(
            en=f"{quoted(ref)} is about no customer. A reply begins with `/reply` and what the customer wrote.",
            fr=f"{quoted(ref)} ne concerne aucun client. Une réponse commence par `/reply` et ce que le client a écrit.",
        )
    )


def not_fit(why: Words, found: str, field: str) -> BadRequest:
    en, fr = (f"“{quoted(found)}”: ", f"« {quoted(found)} » : ") if found else ("", "")
    return BadRequest(
        Words(en=f"{en}{why.en.rstrip('.')}.", fr=f"{fr}{why.fr.rstrip('.')}."),
        field=field,
    )


def report_forgotten() -> NotFound:
    return NotFound(
        Words(
            en="This message was reported more than 30 days ago and is no longer kept. Look it up in the tool it came from.",
            fr="Ce message a été signalé il y a plus de 30 jours et n’est plus gardé. Cherchez-le dans l’outil d’origine.",
        )
    )


def real_customer() -> BadRequest:
    return BadRequest(
        Words(
            en="A tool reported this message: its customer is a real one, whom no exercise takes. Untick “This is a "
            "drill”, or practise with `/reply` and words of your own. Nothing was opened.",
            fr="Un outil a signalé ce message : ce client est réel, et aucun exercice ne s’en saisit. Décochez « C’est un "
            "exercice », ou entraînez-vous avec `/reply` et vos propres mots. Rien n’a été ouvert.",
        ),
        field="about",
    )


def report_taken(ref: str | None) -> Conflict:
    named = f" ({quoted(ref)})" if ref else ""
    return Conflict(
        Words(
            en=f"Somebody has taken this message already{named}. Nothing was opened.",
            fr=f"Quelqu’un s’est déjà chargé de ce message{named}. Rien n’a été ouvert.",
        ),
        field="text",
    )


def handed_over_by_now(lead: UserId) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{lead}> has this customer by now. Nothing was changed; take the lead if you have agreed: "
            "`/crisis lead me`.",
            fr=f"<@{lead}> s’occupe de ce client à présent. Rien n’a changé ; prenez le pilotage si vous en êtes convenus : "
            "`/crise pilote moi`.",
        )
    )


def report_settled(by: UserId | None) -> Conflict:
    if by is None:
        return Conflict(
            Words(
                en="Somebody answers this message already. Nothing was changed. Take the next one.",
                fr="Quelqu’un répond déjà à ce message. Rien n’a changé. Prenez le suivant.",
            )
        )
    return Conflict(
        Words(
            en=f"<@{by}> has said already that nothing is to be done about this message. Nothing was changed. If it "
            "needs an answer all the same, ask them: `/reply` opens it.",
            fr=f"<@{by}> a déjà indiqué que ce message n’appelle aucune réponse. Rien n’a changé. S’il en faut une "
            "malgré tout, voyez-le ensemble : `/reply` l’ouvre.",
        )
    )


def answered_by(who: UserId, since: datetime, ref: str | None) -> Conflict:
    named = f" ({quoted(ref)})" if ref else ""
    return Conflict(
        Words(
            en=f"<@{who}> has been on this customer since {moment(since)}{named}. Nothing was opened, and nobody was told. "
            "Write to them; if you have agreed that you answer as well, tick “Agreed with whoever answers already”.",
            fr=f"<@{who}> s’occupe de ce client depuis {moment(since)}{named}. Rien n’a été ouvert, personne n’a été "
            "prévenu. Écrivez-lui ; si vous avez convenu de répondre aussi, cochez « Vu avec la personne qui "
            "répond déjà ».",
        ),
        field="text",
    )
