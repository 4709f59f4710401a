"""The words of the refusals about customers' cases: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import BadRequest, Conflict, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import moment


def words_missing() -> BadRequest:
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


def no_customer(ref: str) -> NotFound:
    return NotFound(
        Words(
            en=f"{ref} is about no customer. A reply begins with `/reply` and what the customer wrote.",
            fr=f"{ref} ne concerne aucun client. Une réponse commence par `/reply` et ce que le client a écrit.",
        )
    )


def answered_by(who: UserId, since: datetime, ref: str | None) -> Conflict:
    en, fr = (f" ({ref})", f" ({ref})") if ref else ("", "")
    return Conflict(
        Words(
            en=f"<@{who}> has been on this customer since {moment(since)}{en}. Nothing was opened, and nobody was told. "
            "Write to them; if you have agreed that you answer as well, tick “Agreed with whoever answers already”.",
            fr=f"<@{who}> s’occupe de ce client depuis {moment(since)}{fr}. Rien n’a été ouvert, personne n’a été "
            "prévenu. Écrivez-lui ; si vous avez convenu de répondre aussi, cochez « Vu avec la personne qui "
            "répond déjà ».",
        ),
        field="text",
    )
