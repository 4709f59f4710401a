"""The words of the refusals about stopping and restarting publishing: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import any_of, deed_of
from playbooks.typed import quoted


def scope_needed() -> BadRequest:
    return BadRequest(
        Words(
            en="Say how widely publishing stops: the whole brand, a country, one unit.",
            fr="Dites jusqu’où vont les suspensions : toute la marque, un pays, une unité.",
        ),
        field="scope",
    )


def channels_needed() -> BadRequest:
    return BadRequest(
        Words(en="Name at least one channel, one per line.", fr="Nommez au moins un canal, un par ligne."),
        field="channels",
    )


def too_many_channels(most: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Name {most} channels at most; put several that one person stops under one name.",
            fr=f"Nommez {most} canaux au plus ; réunissez sous un nom ceux qu’une même personne arrête.",
        ),
        field="channels",
    )


def channel_too_long(name: str, most: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"A channel’s name has {most} characters at most. Shorten “{quoted(name)}”.",
            fr=f"Le nom d’un canal compte {most} caractères au plus. Raccourcissez « {quoted(name)} ».",
        ),
        field="channels",
    )


def frozen_meanwhile(scope: str, who: UserId | None, at: datetime | None) -> Conflict:
    deed = deed_of(who, at)
    return Conflict(
        Words(
            en=f"Since you opened this form, the freeze was asked for anew{deed.en} (“{quoted(scope)}”). "
            "Nothing was changed. Look again: `/crisis freeze`.",
            fr=f"Depuis que vous avez ouvert ce formulaire, le gel a de nouveau été demandé{deed.fr} "
            f"(« {quoted(scope)} »). Rien n’a changé. Regardez de nouveau : `/crise geler`.",
        )
    )


def channel_asked_before(name: str) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"“{quoted(name)}” is already asked to stop, and waits to be confirmed. Nothing was changed.",
            fr=f"L’arrêt de « {quoted(name)} » est déjà demandé et attend confirmation. Rien n’a changé.",
        )
    )


def frozen_before(who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This freeze was already asked for{deed.en}. Nothing was changed. `/crisis freeze` shows each channel.",
            fr=f"Ce gel a déjà été demandé{deed.fr}. Rien n’a changé. `/crise geler` montre chaque canal.",
        ),
        field="scope",
    )


def nothing_frozen() -> Conflict:
    return Conflict(
        Words(
            en="Publishing is not frozen here. If it was stopped without Crisis Desk, tick the step by hand: "
            "`/crisis done NUMBER`.",
            fr="Les publications ne sont pas gelées ici. Si elles ont été arrêtées hors de Crisis Desk, cochez l’étape à "
            "la main : `/crise fait NUMÉRO`.",
        )
    )


def no_such_channel() -> NotFound:
    return NotFound(
        Words(
            en="This channel is not part of the freeze. `/crisis freeze` shows those that are.",
            fr="Ce canal ne fait pas partie du gel. `/crise geler` montre ceux qui en sont.",
        )
    )


def channel_frozen_before(name: str, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"“{quoted(name)}” was already confirmed frozen{deed.en}. Nothing was changed. "
            "To take that back: “Not frozen”.",
            fr=f"« {quoted(name)} » a déjà été confirmé gelé{deed.fr}. Rien n’a changé. "
            "Pour revenir dessus : « Pas gelé ».",
        )
    )


def channel_runs(name: str, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"“{quoted(name)}” was already restarted{deed.en}. Nothing was changed. "
            "To stop it again: “Stop again”.",
            fr=f"« {quoted(name)} » a déjà été relancé{deed.fr}. Rien n’a changé. "
            "Pour revenir dessus : « Arrêter de nouveau ».",
        )
    )


def restart_is_theirs(people: tuple[UserId, ...]) -> NotAllowed:
    ask = any_of(people)
    return NotAllowed(
        Words(
            en=f"Publishing restarts on the communications director’s order. Ask {ask.en}.",
            fr=f"Les publications reprennent sur ordre de la direction de la communication. Voyez avec {ask.fr}.",
        )
    )


def channels_not_frozen(step: str, names: tuple[str, ...]) -> Conflict:
    en, fr = _listed(names)
    return Conflict(
        Words(
            en=f"“{quoted(step)}” is done once every channel is confirmed frozen. Still missing: {en}. "
            "`/crisis freeze` opens them.",
            fr=f"« {quoted(step)} » est faite dès que chaque canal est confirmé gelé. Il manque : {fr}. "
            "`/crise geler` les ouvre.",
        ),
        field="note",
    )


def channels_not_restarted(step: str, frozen: tuple[str, ...], unconfirmed: tuple[str, ...]) -> Conflict:
    en, fr = "", ""
    if frozen:
        listed = _listed(frozen)
        en, fr = f" Still frozen: {listed[0]}.", f" Encore gelés : {listed[1]}."
    if unconfirmed:
        listed = _listed(unconfirmed)
        en, fr = f"{en} Not confirmed frozen: {listed[0]}.", f"{fr} Gel non confirmé : {listed[1]}."
    return Conflict(
        Words(
            en=f"“{quoted(step)}” is done once every channel runs again.{en} `/crisis restart` opens them.",
            fr=f"« {quoted(step)} » est faite dès que chaque canal est relancé.{fr} `/crise reprendre` les ouvre.",
        ),
        field="note",
    )


def _listed(names: tuple[str, ...]) -> tuple[str, str]:
    """Name the first few: a refusal is a sentence, not a list."""
    shown, more = names[:5], len(names) - 5
    en, fr = ", ".join(f"“{quoted(n)}”" for n in shown), ", ".join(f"« {quoted(n)} »" for n in shown)
    return (f"{en} and {more} more", f"{fr} et {more} de plus") if more > 0 else (en, fr)
