"""A customer's case on its card, and the form that keeps what they wrote since."""

from collections.abc import Iterable
from typing import Final

from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CANCEL, SAVE
from handlers.slack.blocks.limits import (
    Block,
    Frame,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    focused,
    line_input,
    modal,
    quote,
    section,
    text_input,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from playbooks import cases
from playbooks.cases import LONGEST_CAUSE
from playbooks.events import CaseClock
from playbooks.incident import Case, Incident
from playbooks.linting import Weight
from playbooks.networks import NAMES
from playbooks.playbook import Words
from playbooks.statements import pointed_out
from playbooks.typed import TEXT_LIMIT

CAUSE: Final = "case:cause"  # the form; its button is named ask:cause
WROTE: Final = "case:wrote"  # the form; its button is named ask:wrote
NAME_SHOWN: Final = 6  # signs of a pseudonym
ADVICE_SHOWN: Final = 4  # of what to do, and of what not to do
WORDS_SHOWN: Final = 800  # characters; the log has all of them


def on_card(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Say what the customer wrote last, and until when they are to be answered."""
    case = incident.case
    if case is None:
        return
    words = case.again[-1] if case.again else case.text
    yield section(f"{_who(reader, case)}\n{framed(cut(words, WORDS_SHOWN))}")
    if incident.is_open:
        yield section("\n".join(_clocks(reader, incident, case)))
        waits = CaseClock.ANSWER in cases.promised(incident)
        yield actions(
            button("ask:answer", reader.say(_WRITE), incident.id, "primary" if waits else None),
            button("ask:triage", reader.say(_WHAT_TO_DO), incident.id),
            button("ask:wrote", reader.say(_WROTE_AGAIN), incident.id),
            button("ask:cause", reader.say(_CAUSE), incident.id),
        )


def _who(reader: Reader, case: Case) -> str:
    parts = (
        reader.say(_CUSTOMER, name=case.author[:NAME_SHOWN]).strip(),
        *((reader.say(NAMES[case.network]),) if case.network is not None else ()),
        *((reader.count(case.reach, _ONE_FOLLOWER, _FOLLOWERS),) if case.reach is not None else ()),
        *((f"<{case.link}|{reader.say(_OPEN)}>",) if case.link else ()),
        *((reader.say(_CAUSE_IS, cause=on_one_line(case.cause)),) if case.cause else ()),
    )
    return " · ".join(parts)


def _clocks(reader: Reader, incident: Incident, case: Case) -> Iterable[str]:
    """Say what the customer waits for, what is late first, each with the hour of the reader."""
    running = cases.promised(incident)
    answer = running.get(CaseClock.ANSWER)
    level = reader.say(cases.urgency(incident, case).words)
    if answer is not None:
        late = answer <= reader.now
        words = (
            (_LATE if late else _ANSWER)
            if case.first_answered_at is None
            else (_NEXT_LATE if late else _NEXT)
        )
        yield reader.say(words, when=moment(answer), level=level, lead=mention(incident.lead))
    elif CaseClock.REVIEW in running:
        yield reader.say(_LEFT_ALONE, when=moment(running[CaseClock.REVIEW]), lead=mention(incident.lead))
    elif case.waits:
        yield reader.say(_SILENT, level=level)
    elif case.answered_at is not None:
        yield reader.say(_ANSWERED, when=moment(case.answered_at), level=level)
    settled = running.get(CaseClock.SETTLED)
    if settled is not None:
        yield reader.say(_SETTLED_LATE if settled <= reader.now else _SETTLED, when=moment(settled))


def cause_form(reader: Reader, incident: Incident, metadata: str) -> View:
    """Ask what made the customer write, or what an incident came from."""
    frame = Frame(
        callback=CAUSE,
        title=reader.say(_CAUSE_TITLE),
        submit=reader.say(SAVE),
        close=reader.say(CANCEL),
        metadata=metadata,
    )
    asked = (_WHY_CRISIS, _AS_BEFORE) if incident.case is None else (_WHY, _AS_THEY_SAY)
    why, hint = (reader.say(words) for words in asked)
    field = focused(ask("cause", why, line_input("cause", incident.cause, most=LONGEST_CAUSE), hint))
    return modal(frame, (*drill_note(reader, incident), field))


def beside_answer(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Show what is answered, and what to do and not to do, at the head of the form in which it is written."""
    case = incident.case
    if case is None:
        return
    words = case.again[-1] if case.again else case.text
    yield section(f"{_who(reader, case)}\n{framed(cut(words, WORDS_SHOWN))}")
    playbook = incident.playbook
    do = "\n".join(f"✓ {reader.quote(one)}" for one in playbook.do[:ADVICE_SHOWN])
    dont = "\n".join(f"✗ {reader.quote(one)}" for one in playbook.dont[:ADVICE_SHOWN])
    if do:
        yield context(f"*{reader.say(_DO)}*\n{do}")
    if dont:
        yield context(f"*{reader.say(_DONT)}*\n{dont}")


def pointed_out_in(reader: Reader, incident: Incident, text: str) -> Iterable[Block]:
    """Say what of an answer deserves a second look, and what somebody else approves first."""
    for found in pointed_out(incident, text):
        approved = f" {reader.say(_APPROVED)}" if found.weight is Weight.APPROVAL else ""
        piece = f"{reader.say(_PIECE, piece=quote(found.found))} " if found.found else ""
        yield context(f"⚠️ {piece}{reader.quote(found.says)}{approved}")


def wrote_form(reader: Reader, incident: Incident, metadata: str) -> View:
    """Ask what the customer wrote since."""
    frame = Frame(
        callback=WROTE,
        title=reader.say(_WROTE_TITLE),
        submit=reader.say(SAVE),
        close=reader.say(CANCEL),
        metadata=metadata,
    )
    words = focused(ask("text", reader.say(_WHAT), text_input("text", most=TEXT_LIMIT)))
    return modal(frame, (*drill_note(reader, incident), words))


_CUSTOMER: Final = Words(en="👤 *Customer* {name}", fr="👤 *Client* {name}")
_ONE_FOLLOWER: Final = Words(en="{n} follower", fr="{n} abonné")
_FOLLOWERS: Final = Words(en="{n} followers", fr="{n} abonnés")
_OPEN: Final = Words(en="open the message", fr="ouvrir le message")
_ANSWER: Final = Words(
    en="⏳ *Answer by {when}* · {level} · {lead} is on it",
    fr="⏳ *Répondre avant {when}* · {level} · {lead} s’en occupe",
)
_LATE: Final = Words(
    en="⏰ *An answer was due {when}.* Answer now, even to say that you are looking into it · {level} · {lead}",
    fr="⏰ *Une réponse était attendue {when}.* Répondez maintenant, même pour dire que vous regardez · {level} · {lead}",
)
_NEXT: Final = Words(
    en="⏳ *They wrote again: answer by {when}* · {level} · {lead} is on it",
    fr="⏳ *Le client a réécrit : répondre avant {when}* · {level} · {lead} s’en occupe",
)
_NEXT_LATE: Final = Words(
    en="⏰ *They wrote again, and an answer was due {when}.* Answer now · {level} · {lead}",
    fr="⏰ *Le client a réécrit, et une réponse était attendue {when}.* Répondez maintenant · {level} · {lead}",
)
_LEFT_ALONE: Final = Words(
    en="🤫 *No answer for now*, as decided · {lead} looks again {when}",
    fr="🤫 *Pas de réponse pour l’instant*, c’est décidé · {lead} y revient {when}",
)
_SILENT: Final = Words(
    en="🤫 *No answer for now*, as decided · {level}",
    fr="🤫 *Pas de réponse pour l’instant*, c’est décidé · {level}",
)
_ANSWERED: Final = Words(en="✅ *Answered* {when} · {level}", fr="✅ *Répondu* {when} · {level}")
_SETTLED: Final = Words(en="🏁 Settled by {when}", fr="🏁 Réglé avant {when}")
_SETTLED_LATE: Final = Words(
    en="🏁 *It was to be settled by {when}.* Settle it, or tell the customer when it will be.",
    fr="🏁 *Ce devait être réglé avant {when}.* Réglez-le, ou dites au client quand ce le sera.",
)
_PIECE: Final = Words(en="“{piece}”:", fr="« {piece} » :")
_APPROVED: Final = Words(en="Somebody else approves it first.", fr="Quelqu’un d’autre l’approuve d’abord.")
_DO: Final = Words(en="Do", fr="À faire")
_DONT: Final = Words(en="Don’t", fr="À éviter")
_WRITE: Final = Words(en="Write the answer…", fr="Rédiger la réponse…")
_WHAT_TO_DO: Final = Words(en="What to do…", fr="Que faire…")
_CAUSE: Final = Words(en="Cause…", fr="Cause…")
_CAUSE_IS: Final = Words(en="cause: {cause}", fr="cause : {cause}")
_WHY_CRISIS: Final = Words(en="What did it come from?", fr="De quoi est-ce venu ?")
_AS_BEFORE: Final = Words(
    en="A few words, the same for the same cause: past incidents are found and counted by them.",
    fr="Quelques mots, les mêmes pour la même cause : les incidents passés se retrouvent et se comptent par eux.",
)
_CAUSE_TITLE: Final = Words(en="The cause", fr="La cause")
_WHY: Final = Words(en="What made them write?", fr="Qu’est-ce qui l’a fait écrire ?")
_AS_THEY_SAY: Final = Words(
    en="As the customer would name it, not the team it falls to: “parcel lost”, “site down”.",
    fr="Comme le client la nommerait, pas l’équipe à qui elle revient : « colis perdu », « site en panne ».",
)
_WROTE_AGAIN: Final = Words(en="They wrote again…", fr="Le client a réécrit…")
_WROTE_TITLE: Final = Words(en="They wrote again", fr="Le client a réécrit")
_WHAT: Final = Words(en="What did the customer write?", fr="Qu’a écrit le client ?")
