"""To answer, hold or stay silent: what stands, its buttons, and the forms that prolong it or end it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from handlers.sentences_holding import advice_in_words, answers_in_words, how_it_ended, what_stands
from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.limits import (
    Block,
    Element,
    View,
    actions,
    ask,
    button,
    context,
    cut,
    focused,
    option,
    optional,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.moments import ago, moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from handlers.voice import Voice
from playbooks import events as e
from playbooks.commands import Trigger
from playbooks.holding import awaited, longest, renewable, usual
from playbooks.incident import WAITING_OUTCOMES, Incident, Stance
from playbooks.playbook import Outcome, Words
from playbooks.typed import TEXT_LIMIT

# Each button's value is the incident's id.
RENEW: Final = "hold:renew"
DECIDE: Final = "hold:decide"
END: Final = "hold:end"

SPANS: Final = (15, 30, 45, 60, 90, 120, 180, 240, 480, 720, 1440)  # minutes
SHOWN: Final = 300  # characters of a reason or a line on the card; the log has all of them
REVIEWED: Final = 1000  # characters of a reason in the review


def standing(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Draw what was decided about answering, with what can be done about it now; nothing before it is."""
    stance, open_again = incident.stance, awaited(incident)
    if open_again is not None and open_again.ended_at is not None:
        since = moment(open_again.ended_at)
        yield section(reader.say(_OPEN_AGAIN[open_again.outcome], when=since))
        yield from buttons(reader, incident)
    elif stance is not None and stance.waits:
        yield section("\n".join(_waiting(reader, stance)))
        yield from buttons(reader, incident)
        # What can be done stands before why.
        yield context("\n".join(_grounds(reader, incident, stance)))
    elif stance is not None:
        outcome, who = what_stands(stance, voice_of(reader)), mention(stance.by)
        reason = cut(on_one_line(stance.reason), SHOWN)
        yield context(reader.say(_DECIDED, outcome=outcome, who=who, when=moment(stance.at), reason=reason))


def standing_line(reader: Reader, stance: Stance) -> str:
    """Say in a line what is held back, until when, by whom and why."""
    reason = cut(on_one_line(stance.reason), SHOWN)
    return f"⏸️ {what_stands(stance, voice_of(reader))} · {reason}"


def buttons(reader: Reader, incident: Incident) -> Iterable[Block]:
    """Give what can be done about a hold, a silence or a decision that is open again, the most useful first."""
    stance, open_again = incident.stance, awaited(incident)
    decide = button(DECIDE, reader.say(_DECIDE), incident.id, "primary")
    renew = (button(RENEW, reader.say(_RENEW), incident.id),) if renewable(incident) else ()
    if open_again is not None:
        yield actions(decide, *renew)
    elif stance is not None and stance.waits and incident.is_open:
        yield actions(decide, *renew, button(END, reader.say(_END), incident.id))


def next_action(fact: e.Event, incident: Incident, reader: Reader) -> Iterable[Block]:
    """Give the buttons that belong under a fact told to one person, as the decision stands by now."""
    if isinstance(fact, e.HoldingFact | e.StepReopened):
        yield from buttons(reader, incident)


def to_you(fact: e.Event, incident: Incident, reader: Reader) -> str | None:
    """Tell a fact about the decision to the person whom it concerns. None: everybody reads the same."""
    if not isinstance(fact, e.HoldingFact) or fact.outcome not in WAITING_OUTCOMES:
        return None
    voice = voice_of(reader)
    stance = next((s for s in reversed(incident.stances) if s.step == fact.step), None)
    until = "" if stance is None or stance.until is None else moment(stance.until)
    match fact:
        case e.StanceTaken():
            return voice.say(_OWNER[fact.outcome], who=voice.who(fact.by), until=until)
        case e.StanceReminded():
            return voice.say(_REMINDED[fact.outcome], share=fact.share, until=until)
        case e.StanceExpired():
            return voice.say(_EXPIRED[fact.outcome])
        case e.DecisionAwaited():
            return voice.say(_AWAITED)
        case _:
            return None


def looked_back_on(reader: Reader, stance: Stance) -> str:
    """Tell a decision so that it can be judged: what was answered and advised, what was chosen, what became of it."""
    voice = voice_of(reader)
    followed = reader.say(_WAS_FOLLOWED if stance.followed else _NOT_FOLLOWED)
    became = how_it_ended(stance, voice)
    reason = cut(on_one_line(stance.reason), REVIEWED)
    what = what_stands(stance, voice)
    return "\n".join(
        (
            reader.say(_DECIDED, outcome=what, who=mention(stance.by), when=moment(stance.at), reason=reason),
            reader.say(_ANSWERED, answers=answers_in_words(stance.answers, voice)),
            reader.say(_ADVISED, advice=advice_in_words(stance.advice, voice), followed=followed),
            *((capital(" · ".join(became)),) if became else ()),
        )
    )


def renew_form(reader: Reader, draft: Draft, stance: Stance) -> View:
    """Ask for how long it goes on, and why."""
    incident = draft.incident
    most, chosen = longest(incident, stance.outcome), usual(incident, stance.outcome)
    questions = (
        ask("lasts", reader.say(_HOW_LONG), spans(reader, "lasts", most, chosen)),
        focused(ask("reason", reader.say(_WHY), text_input("reason", most=TEXT_LIMIT))),
    )
    return form(reader, draft, Named("hold:renew", _RENEW_TITLE, _RENEW_IT), questions)


def end_form(reader: Reader, draft: Draft, stance: Stance) -> View:
    """Ask what has happened; the decision is open again as soon as it is sent."""
    agreed = [trigger for trigger in Trigger if trigger in stance.triggers]
    others = [trigger for trigger in Trigger if trigger not in stance.triggers]
    menu = [option(capital(t.words.read(reader.language)), t.value) for t in (*agreed, *others)]
    questions = (
        ask("trigger", reader.say(_WHAT_HAPPENED), select("trigger", menu, draft.chosen)),
        optional(ask("note", reader.say(_MORE), text_input("note", draft.text, most=TEXT_LIMIT))),
        context(reader.say(_THEN)),
    )
    return form(reader, draft, Named("hold:end", _END_TITLE, _END_IT), questions)


def spans(reader: Reader, name: str, most: timedelta, chosen: timedelta) -> Element:
    """Make a menu of spans of time up to the longest that is allowed."""
    longest_minutes = int(most.total_seconds() // 60)
    fitting = sorted({n for n in SPANS if n <= longest_minutes} | {longest_minutes})
    menu = [option(reader.lasting(timedelta(minutes=n)), str(n)) for n in fitting]
    return select(name, menu, str(int(chosen.total_seconds() // 60)))


def voice_of(reader: Reader) -> Voice:
    """Give the voice in which a reader of Slack is told of facts."""
    return Voice(
        name=mention, moment=moment, quote=on_one_line, language=reader.language, ladder=reader.ladder
    )


def capital(text: str) -> str:
    """Begin a choice with a capital."""
    return text[:1].upper() + text[1:]


def _waiting(reader: Reader, stance: Stance) -> Iterable[str]:
    over = stance.until is not None and stance.until <= reader.now
    yield f"{'⏰' if over else '⏳'} *{what_stands(stance, voice_of(reader))}*"
    if stance.until is not None:
        yield reader.say(_ENDS, ago=ago(stance.until), who=mention(stance.by), when=moment(stance.at))


def _grounds(reader: Reader, incident: Incident, stance: Stance) -> Iterable[str]:
    yield reader.say(_BECAUSE, reason=cut(on_one_line(stance.reason), SHOWN))
    said = "" if incident.holding_line is None else incident.holding_line.text
    if stance.line and stance.line != said:  # Else it stands above as what we say for now.
        yield f"{reader.say(_MEANWHILE)}\n{framed(cut(stance.line, SHOWN))}"
    if stance.triggers:
        triggers = ", ".join(t.words.read(reader.language) for t in stance.triggers)
        yield reader.say(_ENDS_EARLY, triggers=triggers)


_OPEN_AGAIN: Final = {
    Outcome.HOLD: Words(
        en="🚨 *The hold ended {when}, and nothing new is decided.* Decide now: answer, or hold again.",
        fr="🚨 *L’attente a pris fin {when}, et rien de nouveau n’est décidé.* Décidez maintenant : répondre, ou "
        "temporiser encore.",
    ),
    Outcome.SILENT: Words(
        en="🚨 *The silence ended {when}, and nothing new is decided.* Decide now: answer, or stay silent.",
        fr="🚨 *Le silence a pris fin {when}, et rien de nouveau n’est décidé.* Décidez maintenant : répondre, ou "
        "rester silencieux.",
    ),
}
_DECIDED: Final = Words(
    en="⚖️ *{outcome}* · decided by {who}, {when} · {reason}",
    fr="⚖️ *{outcome}* · décidé par {who}, {when} · {reason}",
)
_ANSWERED: Final = Words(en="Answers: {answers}", fr="Réponses : {answers}")
_ADVISED: Final = Words(en="Advice: {advice} · {followed}", fr="Conseil : {advice} · {followed}")
_WAS_FOLLOWED: Final = Words(en="followed", fr="suivi")
_NOT_FOLLOWED: Final = Words(en="*not followed*", fr="*non suivi*")
_ENDS: Final = Words(en="Ends {ago} · decided by {who}, {when}", fr="Fin {ago} · décidé par {who}, {when}")
_BECAUSE: Final = Words(en="Why: {reason}", fr="Pourquoi : {reason}")
_MEANWHILE: Final = Words(en="Meanwhile we say:", fr="D’ici là, nous disons :")
_ENDS_EARLY: Final = Words(en="Ends early if: {triggers}", fr="Prend fin plus tôt si : {triggers}")
_DECIDE: Final = Words(en="Decide now", fr="Décider maintenant")
_RENEW: Final = Words(en="Prolong…", fr="Prolonger…")
_END: Final = Words(en="Something happened…", fr="Il se passe quelque chose…")
_RENEW_TITLE: Final = Words(en="Prolong it", fr="Prolonger")
_RENEW_IT: Final = Words(en="Prolong", fr="Prolonger")
_HOW_LONG: Final = Words(en="For how long, from now?", fr="Pour combien de temps, à partir de maintenant ?")
_WHY: Final = Words(en="Why?", fr="Pourquoi ?")
_END_TITLE: Final = Words(en="End it early", fr="Y mettre fin")
_END_IT: Final = Words(en="End it", fr="Y mettre fin")
_WHAT_HAPPENED: Final = Words(en="What has happened?", fr="Que s’est-il passé ?")
_MORE: Final = Words(en="Anything more?", fr="Autre chose ?")
_THEN: Final = Words(
    en="The decision is open again at once, and its owner and the lead are told.",
    fr="La décision est aussitôt de nouveau à prendre ; la personne responsable et le pilote sont prévenus.",
)
_OWNER: Final = {
    Outcome.HOLD: Words(
        en="{who} decided to hold until {until}, and you watch over it.",
        fr="{who} a décidé de temporiser, fin {until}, et vous y veillez.",
    ),
    Outcome.SILENT: Words(
        en="{who} decided to stay silent until {until}, and you watch over it.",
        fr="{who} a décidé de garder le silence, à revoir {until}, et vous y veillez.",
    ),
}
_REMINDED: Final = {
    Outcome.HOLD: Words(
        en="{share}% of the time of your hold is over; it ends {until}. Prepare what comes after it.",
        fr="{share} % du temps de votre attente est écoulé ; elle prend fin {until}. Préparez la suite.",
    ),
    Outcome.SILENT: Words(
        en="{share}% of the time of your silence is over; it is looked at again {until}. Prepare what comes after it.",
        fr="{share} % du temps de votre silence est écoulé ; il est à revoir {until}. Préparez la suite.",
    ),
}
_EXPIRED: Final = {
    Outcome.HOLD: Words(
        en="*The hold is over, and nothing new is decided.* Decide now: answer, or hold again.",
        fr="*L’attente a pris fin, et rien de nouveau n’est décidé.* Décidez maintenant : répondre, ou temporiser encore.",
    ),
    Outcome.SILENT: Words(
        en="*The silence is to be looked at again, and nothing new is decided.* Decide now: answer, or stay silent.",
        fr="*Le silence est à revoir, et rien de nouveau n’est décidé.* Décidez maintenant : répondre, ou rester "
        "silencieux.",
    ),
}
_AWAITED: Final = Words(
    en="*Nobody has decided yet whether to answer*, and you lead. Decide, or have it decided now.",
    fr="*Personne n’a encore décidé s’il faut répondre*, et vous pilotez. Décidez, ou faites décider maintenant.",
)
