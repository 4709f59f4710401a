"""The form that asks how serious it is: six questions, what they advise, and the severity that a person keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from handlers.sentences_points import answered
from handlers.slack.blocks.forms import Draft, Named, form, severities
from handlers.slack.blocks.labels import SAFETY_FIRST, SAVE
from handlers.slack.blocks.limits import (
    Block,
    View,
    ask,
    button,
    context,
    live,
    option,
    optional,
    section,
    select,
    text_input,
    ticks,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import SEVERITY_SIGN, Reader, mention, on_one_line
from handlers.slack.blocks.start_form import AT_RISK
from handlers.voice import Voice
from playbooks import events as e
from playbooks.factors import Factor, Level, at_least
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Severity, Words
from playbooks.typed import TEXT_LIMIT

FACTOR: Final = "factor:"  # Followed by the factor; a choice of its menu has the form drawn anew.
SEVERITY: Final = "severity"
RISK: Final = "risk"
RATED: Final = "incident:severity"
HELD: Final = "point:held"
LIFT: Final = "ask:safe"  # The button's value is the incident's id.
LIFTED: Final = "incident:safe"
MOST: Final = 18  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the form stands on. `callback` is RATED, or HELD where it ends a fixed point."""

    callback: str = RATED
    given: Mapping[Factor, Level] = field(default_factory=dict)
    kept: Severity | None = None  # chosen by hand; None: what the answers and the present one come to
    at_risk: bool = False  # ticked
    step: StepInRun | None = None  # the decision that was pressed


def severity_form(reader: Reader, draft: Draft, asking: Asking) -> View:
    """Ask the six questions, all of them where a decision or a fixed point needs them."""
    needed = asking.callback == HELD or asking.step is not None
    named = _HELD if asking.callback == HELD else _RATED
    factors = (_factor(reader, factor, asking.given.get(factor)) for factor in Factor)
    now = draft.incident.severity
    standing = default(asking.given, now)
    kept = (asking.kept or standing).value
    blocks = (
        *_about(reader, asking.step),
        *_at_risk(reader, draft.incident),
        *(block if needed else optional(block) for block in factors),
        *(() if draft.incident.people_at_risk else (_risk(reader, asking),)),
        section(_advice(reader, asking.given, now)),
        # A menu takes another default only under another name: Slack keeps what stands in the old one.
        ask(SEVERITY, reader.say(_HOW_SERIOUS), severities(reader, f"{SEVERITY}:{standing.value}", kept)),
        optional(
            ask(
                "reason",
                reader.say(_WHY),
                text_input("reason", draft.text, most=TEXT_LIMIT),
                reader.say(_LOWER),
            )
        ),
    )
    return form(reader, draft, Named(asking.callback, named[0], named[1]), blocks)


def lift_form(reader: Reader, draft: Draft) -> View:
    """Ask the lead how they know that nobody is at risk any more."""
    reason = ask("reason", reader.say(_HOW_KNOWN), text_input("reason", draft.text, most=TEXT_LIMIT))
    return form(reader, draft, Named(LIFTED, _LIFT_TITLE, SAVE), (section(reader.say(_LIFT_MEANS)), reason))


def _at_risk(reader: Reader, incident: Incident) -> Iterable[Block]:
    if incident.people_at_risk:
        yield section(reader.say(SAFETY_FIRST), button(LIFT, reader.say(_NO_MORE), incident.id))


def answered_line(reader: Reader, fact: e.SeverityAssessed) -> str:
    """Say what was answered and what it advised, for whoever looks back."""
    voice = Voice(name=mention, moment=moment, quote=on_one_line, language=reader.language)
    severity = reader.severity(fact.advised)
    advised = reader.count(fact.factors.score, _ONE_ADVISED, _ADVISED, severity=severity, most=MOST)
    return f"{moment(fact.at)} · {mention(fact.by)} · {advised}\n{answered(fact.factors, voice)}"


def default(given: Mapping[Factor, Level], now: Severity) -> Severity:
    """Give the severity that the form stands on: what is advised if that is graver than now. Lowering is chosen."""
    return min(now, at_least(given).advised, key=lambda severity: severity.rank)


def _factor(reader: Reader, factor: Factor, level: Level | None) -> Block:
    answers = [option(words.read(reader.language), str(level)) for level, words in enumerate(factor.answers)]
    menu = select(FACTOR + factor, answers, None if level is None else str(level.value), reader.say(_CHOOSE))
    hint = reader.say(_HARM_MEANS) if factor is Factor.HARM else ""
    return live(ask(factor, factor.question.read(reader.language), menu, hint))


def _risk(reader: Reader, asking: Asking) -> Block:
    box = option(reader.say(_RISK), AT_RISK, reader.say(_RISK_MEANS))
    chosen = (AT_RISK,) if asking.at_risk else ()
    return optional(ask(RISK, reader.say(_PEOPLE), ticks(RISK, [box], chosen)))


def _advice(reader: Reader, given: Mapping[Factor, Level], now: Severity) -> str:
    if not given:
        return reader.say(_NO_ADVICE)
    so_far = at_least(given)
    shown = f"{SEVERITY_SIGN[so_far.advised]} {so_far.advised.words.read(reader.language)}"
    if len(given) == len(Factor):
        told = reader.count(so_far.score, _ONE_ADVICE, _ADVICE, severity=shown, most=MOST)
    else:
        told = reader.count(len(given), _ONE_SO_FAR, _SO_FAR, severity=shown, total=len(Factor))
    if so_far.advised.rank <= now.rank or len(given) < len(Factor):
        return told
    return f"{told}\n{reader.say(_MILDER, now=reader.severity(now))}"


def _about(reader: Reader, step: StepInRun | None) -> Iterable[Block]:
    if step is not None:
        yield section(f"*{step.number}. {reader.quote(step.step.title)}*")
        if step.step.note is not None:
            yield context(f"_{reader.quote(step.step.note)}_")


_RATED: Final = (Words(en="Severity", fr="Gravité"), SAVE)
_HELD: Final = (Words(en="Point held", fr="Point fixe tenu"), SAVE)
_CHOOSE: Final = Words(en="Choose", fr="Choisissez")
_HARM_MEANS: Final = Words(
    en="From “Injury possible” on, people count as at risk: their safety comes before any message.",
    fr="À partir de « Blessure possible », des personnes sont considérées en danger : leur sécurité passe avant tout "
    "message.",
)
_PEOPLE: Final = Words(en="People", fr="Personnes")
_RISK: Final = Words(en="People may be at risk", fr="Des personnes peuvent être en danger")
_RISK_MEANS: Final = Words(
    en="Whatever the answers: their safety comes first",
    fr="Quelles que soient les réponses : d’abord leur sécurité",
)
_NO_ADVICE: Final = Words(
    en="💡 Answer the six questions: what they advise appears here.",
    fr="💡 Répondez aux six questions : leur conseil apparaît ici.",
)
_SO_FAR: Final = Words(
    en="💡 *At least {severity}* so far ({n} of {total} answered).",
    fr="💡 *Au moins {severity}* pour l’instant ({n} réponses sur {total}).",
)
_ONE_SO_FAR: Final = Words(
    en="💡 *At least {severity}* so far ({n} of {total} answered).",
    fr="💡 *Au moins {severity}* pour l’instant ({n} réponse sur {total}).",
)
_ADVICE: Final = Words(
    en="💡 *Advised: {severity}* ({n} points of {most}). You may keep another.",
    fr="💡 *Conseil : {severity}* ({n} points sur {most}). Vous pouvez en garder une autre.",
)
_ONE_ADVICE: Final = Words(
    en="💡 *Advised: {severity}* ({n} point of {most}). You may keep another.",
    fr="💡 *Conseil : {severity}* ({n} point sur {most}). Vous pouvez en garder une autre.",
)
_ADVISED: Final = Words(
    en="advised: {severity} ({n} points of {most})", fr="conseil : {severity} ({n} points sur {most})"
)
_ONE_ADVISED: Final = Words(
    en="advised: {severity} ({n} point of {most})", fr="conseil : {severity} ({n} point sur {most})"
)
_MILDER: Final = Words(
    en="It is {now} until now, and stays so unless the lead lowers it, with a reason.",
    fr="La gravité est {now} jusqu’ici, et elle le reste, sauf si le pilote l’abaisse en le justifiant.",
)
_HOW_SERIOUS: Final = Words(en="Severity to keep", fr="Gravité retenue")
_WHY: Final = Words(en="Why?", fr="Pourquoi ?")
_LOWER: Final = Words(
    en="Anyone may raise it. Lowering it is the lead’s, with a reason.",
    fr="Chacun peut la relever. L’abaisser revient au pilote, avec une raison.",
)
_NO_MORE: Final = Words(en="Nobody any more…", fr="Plus personne…")
_LIFT_TITLE: Final = Words(en="Nobody at risk", fr="Personne en danger")
_LIFT_MEANS: Final = Words(
    en="The lead says so, with a reason that stays in the log. Steps for people at risk that are still open disappear; to "
    "hold or to stay silent may be decided again.",
    fr="Le pilote le dit, avec une raison qui reste au journal. Les étapes pour les personnes en danger encore ouvertes "
    "disparaissent ; on peut de nouveau temporiser ou garder le silence.",
)
_HOW_KNOWN: Final = Words(en="How do you know?", fr="Comment le savez-vous ?")
