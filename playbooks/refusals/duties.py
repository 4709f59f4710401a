"""The words of the refusals about legal clocks: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import any_of, deed_of, moment
from playbooks.typed import quoted


def no_such_clock(clock: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no legal clock “{quoted(clock)}” here. `/crisis clocks` shows them all.",
            fr=f"Il n’y a pas de délai légal « {quoted(clock)} » ici. `/crise délais` les montre tous.",
        )
    )


def no_clocks() -> NotFound:
    return NotFound(
        Words(
            en="This playbook proposes no legal clock. If one may apply, ask Legal and keep it in the log: `/crisis log`.",
            fr="Cette fiche réflexe ne propose aucun délai légal. Si l’un peut s’appliquer, voyez avec le juridique et "
            "consignez-le : `/crise journal`.",
        )
    )


def clock_is_theirs(people: tuple[UserId, ...]) -> NotAllowed:
    ask = any_of(people)
    return NotAllowed(
        Words(
            en=f"Only the role that this legal clock names may confirm, waive or meet it. Ask {ask.en}.",
            fr=f"Seul le rôle que nomme ce délai légal peut le confirmer, l’écarter ou le dire tenu. Voyez avec {ask.fr}.",
        )
    )


def start_needed() -> BadRequest:
    return BadRequest(
        Words(
            en="This clock does not count from the opening. Say when it started.",
            fr="Ce délai ne court pas depuis l’ouverture. Dites quand il a commencé.",
        ),
        field="started",
    )


def start_in_the_future() -> BadRequest:
    return BadRequest(
        Words(
            en="A clock cannot start in the future. Give the moment at which it did start.",
            fr="Un délai ne peut pas commencer dans l’avenir. Donnez le moment où il a commencé.",
        ),
        field="started",
    )


def start_too_far_back(days: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"A clock cannot have started more than {days} days ago. If this one did, its limit has "
            "passed: call Legal now.",
            fr=f"Un délai ne peut pas avoir commencé il y a plus de {days} jours. Si c’est le cas, sa limite est passée : "
            "appelez le juridique maintenant.",
        ),
        field="started",
    )


def confirmed_before(who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"It was already confirmed with this start{deed.en}. Nothing was changed.",
            fr=f"Il a déjà été confirmé avec ce début{deed.fr}. Rien n’a changé.",
        ),
        field="started",
    )


def ended_before(state: Words, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This clock was already {state.en}{deed.en}. Nothing was changed. To take that back: “Let it run again…”.",
            fr=f"Ce délai a déjà été {state.fr}{deed.fr}. Rien n’a changé. "
            "Pour revenir dessus : « Le faire courir de nouveau… ».",
        )
    )


def clock_decided_meanwhile(state: Words, who: UserId | None, at: datetime | None) -> Conflict:
    deed = deed_of(who, at)
    return Conflict(
        Words(
            en=f"Since you opened this form, the clock was {state.en}{deed.en}. Nothing was changed. "
            "Look again: `/crisis clocks`.",
            fr=f"Depuis que vous avez ouvert ce formulaire, le délai a été {state.fr}{deed.fr}. Rien n’a changé. "
            "Regardez de nouveau : `/crise délais`.",
        )
    )


def later_start_needs_a_reason(before: datetime) -> BadRequest:
    return BadRequest(
        Words(
            en=f"It counted from {moment(before)}: a later start moves the limit. Say why.",
            fr=f"Il courait depuis {moment(before)} : un début plus tardif repousse la limite. Dites pourquoi.",
        ),
        field="reason",
    )


def met_in_the_future() -> BadRequest:
    return BadRequest(
        Words(
            en="It cannot be met in the future. Give the moment at which it was met.",
            fr="Un délai ne peut pas être tenu dans l’avenir. Donnez le moment où il l’a été.",
        ),
        field="met",
    )


def met_before_its_start(since: datetime) -> BadRequest:
    return BadRequest(
        Words(
            en=f"It counts from {moment(since)} and cannot be met before. Correct the moment, or first the start.",
            fr=f"Il court depuis {moment(since)} et ne peut pas être tenu avant. Corrigez le moment, ou d’abord le début.",
        ),
        field="met",
    )


def waiving_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Say in one sentence why this duty does not apply: it may be asked for later.",
            fr="Dites en une phrase pourquoi cette obligation ne s’applique pas : on pourra vous le demander plus tard.",
        ),
        field="reason",
    )


def meeting_needs_evidence() -> BadRequest:
    return BadRequest(
        Words(
            en="Say what shows that it is met: a receipt, a reference, a link.",
            fr="Dites ce qui montre qu’il est tenu : un accusé de réception, une référence, un lien.",
        ),
        field="evidence",
    )


def clocks_only_proposed(step: str, waiting: tuple[tuple[Words, UserId], ...]) -> Conflict:
    en, fr = _whose(waiting)
    return Conflict(
        Words(
            en=f"“{quoted(step)}” is done once each of its legal clocks is confirmed, waived or met. "
            f"Still only proposed: {en}. `/crisis clocks` opens them.",
            fr=f"« {quoted(step)} » est faite dès que chacun de ses délais légaux est confirmé, écarté ou tenu. "
            f"Encore seulement proposés : {fr}. `/crise délais` les ouvre.",
        ),
        field="note",
    )


def clocks_still_run(step: str, waiting: tuple[tuple[Words, UserId], ...]) -> Conflict:
    en, fr = _whose(waiting)
    return Conflict(
        Words(
            en=f"“{quoted(step)}” is done once each of its legal clocks is met or waived. Still running: {en}. "
            "`/crisis clocks` opens them.",
            fr=f"« {quoted(step)} » est faite dès que chacun de ses délais légaux est tenu ou écarté. "
            f"Encore en cours : {fr}. `/crise délais` les ouvre.",
        ),
        field="note",
    )


def _whose(waiting: tuple[tuple[Words, UserId], ...]) -> tuple[str, str]:
    en = ", ".join(f"“{quoted(title.en)}” (<@{owner}>)" for title, owner in waiting)
    fr = ", ".join(f"« {quoted(title.fr)} » (<@{owner}>)" for title, owner in waiting)
    return en, fr
