"""To answer, hold or stay silent: decided in two forms, prolonged, and ended by what happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.answers import as_message
from handlers.slack.blocks import gate, holding
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View, cut
from handlers.slack.blocks.moments import moment
from handlers.slack.orders import Answer, Form, Pressed, Verbs, carry_out, on_form, opened_from, still_open
from handlers.slack.verbs import Verb, bare
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import EndStance, RenewStance, TakeStance, Trigger
from playbooks.desk import Desk
from playbooks.gate import Answers, Sensitive, Source, Truth
from playbooks.holding import gated_step, renewable
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Outcome, StepId, Words

REASON_KEPT: Final = 1000  # units of a typed reason that the first form carries to the second


def register(app: App, desk: Desk) -> None:
    """Listen to the forms and buttons of the decision."""
    on_form(app, desk, gate.CHOSEN, _chosen)
    on_form(app, desk, "hold:renew", _renewed)
    on_form(app, desk, "hold:end", _ended)
    _listen_to_questions(app, desk)

    @app.action(holding.DECIDE)
    def decides(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = still_open(visit.incident_by_id(Pressed.of(body).value))
        show(visit, questions(visit, incident, gated_step(incident)))
        ack()

    @app.action(holding.RENEW)
    def renews(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _ask_renewal(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.action(holding.END)
    def ends(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _ask_end(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()


def _listen_to_questions(app: App, desk: Desk) -> None:
    @app.view(gate.ASKED)
    def answered(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        answers = answers_of(Filled.of(view))
        ack(response_action="update", view=_choice(visit, Kept.of(view), answers))

    @app.action(gate.OUTCOME)
    def picks(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        outcome, kept = Filled.of(view).choice("outcome"), Kept.of(view)
        redraw(visit, view["id"], _choice(visit, kept, read(kept.answers), outcome and Outcome(outcome)))
        ack()

    @app.action(gate.AGAIN)
    def asks_again(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        kept = Kept.of(view)
        incident = visit.incident_by_id(kept.incident)
        draft = Draft(incident=incident, metadata=kept.written())
        step = incident.step(StepId(kept.subject))
        redraw(visit, view["id"], gate.questions(visit.reader, draft, step, read(kept.answers)))
        ack()


# The forms as they open.


def questions(visit: Visit, incident: Incident, step: StepInRun, reason: str = "") -> View:
    """Ask the questions of a step, filled with the answers of the last time it was decided."""
    kept = replace(
        opened_from(visit, incident, step.step.id),
        text=cut(reason, REASON_KEPT),
        known=len(incident.stances),
    )
    earlier = [stance.answers for stance in incident.stances if stance.step == step.step.id]
    draft = Draft(incident=incident, metadata=kept.written())
    return gate.questions(visit.reader, draft, step, earlier[-1] if earlier else None)


def _choice(visit: Visit, kept: Kept, answers: Answers, outcome: Outcome | str | None = None) -> View:
    incident = visit.incident_by_id(kept.incident)
    metadata = replace(kept, answers=written(answers)).written()
    draft = Draft(incident=incident, metadata=metadata, text=kept.text)
    chosen = Outcome(outcome) if outcome else None
    return gate.choice(visit.reader, draft, gate.Choosing(answers=answers, by=visit.user, outcome=chosen))


def _ask_renewal(visit: Visit, incident: Incident) -> View:
    stance = renewable(still_open(incident))
    if stance is None:
        raise refusals.holding.nothing_held()
    draft = Draft(incident=incident, metadata=opened_from(visit, incident).written())
    return holding.renew_form(visit.reader, draft, stance)


def _ask_end(visit: Visit, incident: Incident, note: str = "") -> View:
    stance = still_open(incident).stance
    if stance is None or not stance.waits:
        raise refusals.holding.nothing_held()
    draft = Draft(incident=incident, metadata=opened_from(visit, incident).written(), text=note)
    return holding.end_form(visit.reader, draft, stance)


# The forms that came back, each as one order.


def _chosen(form: Form) -> TakeStance:
    filled = form.filled
    return TakeStance(
        incident=form.incident,
        step=StepId(form.kept.subject),
        answers=read(form.kept.answers),
        outcome=Outcome(_picked(form, "outcome")),
        reason=filled.text("reason"),
        owner=filled.person("person"),
        lasts=_minutes(filled.choice("lasts")),
        line=filled.text("line"),
        triggers=tuple(trigger for trigger in Trigger if trigger in filled.ticked("triggers")),
        known=form.kept.known,
    )


def _renewed(form: Form) -> RenewStance:
    lasts, reason = _minutes(form.filled.choice("lasts")), form.filled.text("reason")
    return RenewStance(incident=form.incident, reason=reason, lasts=lasts)


def _ended(form: Form) -> EndStance:
    trigger = Trigger(_picked(form, "trigger"))
    return EndStance(incident=form.incident, trigger=trigger, note=form.filled.text("note"))


def _picked(form: Form, field: str) -> str:
    """Give what was chosen; nothing chosen is no decision. Raises BadRequest."""
    chosen = form.filled.choice(field)
    if chosen is None:
        raise refusals.crisis.words_missing(field=field)
    return chosen


def _minutes(chosen: str | None) -> timedelta | None:
    return None if chosen is None else timedelta(minutes=int(chosen))


# The answers, as a form gives them and as the second form carries them.


def answers_of(filled: Filled) -> Answers:
    """Read what was answered."""
    sensitive, weight = filled.ticked("sensitive"), filled.ticked("weight")
    return Answers(
        danger=bool(filled.ticked("danger")),
        sensitive=tuple(kind for kind in Sensitive if kind in sensitive),
        leaked=gate.LEAKED in sensitive,
        truth=Truth(filled.choice("truth") or Truth.UNKNOWN),
        source=Source(filled.choice("source") or Source.ORDINARY),
        power=gate.POWER in weight,
        legitimacy=gate.LEGITIMACY in weight,
        urgency=gate.URGENCY in weight,
        spreads=bool(filled.ticked("spread")),
    )


def written(answers: Answers) -> str:
    """Write answers in a few words for a form's private metadata."""
    yeses = [name for name in _YESES if getattr(answers, name)]
    return " ".join((answers.truth, answers.source, *answers.sensitive, *yeses))


def read(text: str) -> Answers:
    """Read answers that `written` wrote."""
    words = frozenset(text.split())
    return Answers(
        truth=next((truth for truth in Truth if truth in words), Truth.UNKNOWN),
        source=next((source for source in Source if source in words), Source.ORDINARY),
        sensitive=tuple(kind for kind in Sensitive if kind in words),
        **{name: name in words for name in _YESES},
    )


# The commands.


def _decide(visit: Visit, typed: Typed) -> Answer:
    incident = still_open(visit.incident(typed.ref))
    show(visit, questions(visit, incident, gated_step(incident), typed.text))
    return None


def _renew(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        show(visit, _ask_renewal(visit, incident))
        return None
    after = carry_out(visit, RenewStance(incident=incident.id, reason=typed.text, lasts=typed.span))
    stance = after.stance
    when = "" if stance is None or stance.until is None else moment(stance.until)
    return as_message(visit.reader.say(_PROLONGED, ref=after.ref, when=when))


def _lift(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    word, _, note = typed.text.partition(" ")
    trigger = _NAMED.get(bare(word.strip(" ,:.")))
    if trigger is None:
        show(visit, _ask_end(visit, incident, typed.text))
        return None
    after = carry_out(visit, EndStance(incident=incident.id, trigger=trigger, note=note.strip(" ,:–—-")))
    return as_message(visit.reader.say(_LIFTED, ref=after.ref))


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.DECIDE: _decide, Verb.RENEW: _renew, Verb.LIFT: _lift}

_YESES: Final = ("danger", "leaked", "power", "legitimacy", "urgency", "spreads")
# How people name what ends a hold, in either language and without accents.
_NAMED: Final[Mapping[str, Trigger]] = {
    **dict.fromkeys(("fact", "facts", "confirmed", "fait", "confirme"), Trigger.FACT),
    **dict.fromkeys(("journalist", "press", "journaliste", "presse"), Trigger.JOURNALIST),
    **dict.fromkeys(("volume", "doubled", "double"), Trigger.VOLUME),
    **dict.fromkeys(("leak", "leaked", "fuite"), Trigger.LEAK),
    **dict.fromkeys(("safety", "danger", "securite"), Trigger.SAFETY),
}
_PROLONGED: Final = Words(
    en="✅ {ref}: prolonged until {when}.", fr="✅ {ref} : prolongé, nouvelle fin {when}."
)
_LIFTED: Final = Words(
    en="✅ {ref}: ended. The decision is open again: `/crisis decide`.",
    fr="✅ {ref} : c’est fini. La décision est de nouveau à prendre : `/crise décider`.",
)
