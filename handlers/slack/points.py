"""The rhythm of the work: the agenda of a fixed point, claims kept and settled, the lead handed over."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack.answers import as_message, whisper
from handlers.slack.assessing import held_form
from handlers.slack.blocks import claims as drawn
from handlers.slack.blocks import forms, handover
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View, cut
from handlers.slack.blocks.points import ASK_HANDOVER, ASK_POINT, SHARE, agenda_window
from handlers.slack.blocks.reader import framed, mention
from handlers.slack.orders import (
    Answer,
    Form,
    Pressed,
    Verbs,
    carry_out,
    on_form,
    opened_from,
    redraw_window,
    still_open,
)
from handlers.slack.verbs import Verb
from handlers.slack.visits import Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import HELD, Typed
from playbooks import claims, refusals
from playbooks.commands import HandOver, IncidentId, SettleClaim, ShareAgenda, Verification, WriteLog
from playbooks.desk import Desk
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.points import must_have_points
from playbooks.typed import paragraph

LONGEST_NUMBER: Final = 6  # digits of a claim's number
SHOWN: Final = 1000  # characters of what was said that are repeated to the person who said it


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of fixed points, claims and handing over."""
    on_form(app, desk, drawn.SETTLE, _settled)
    on_form(app, desk, handover.FORM, _handed_over)

    @app.action(ASK_POINT)
    def asks_for_the_agenda(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_agenda(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(SHARE)
    def posts_the_agenda(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        after = carry_out(visit, ShareAgenda(incident=IncidentId(Pressed.of(body).value)))
        _shared(visit, after, respond)
        ack()

    @app.action(re.compile(f"^({drawn.TRUE}|{drawn.FALSE})"))
    def settles_a_claim(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        true = button.action_id.startswith(drawn.TRUE)
        _show_settle(visit, visit.incident_by_id(button.value), _number(button.subject), true=true)
        ack()

    @app.action(ASK_HANDOVER)
    def asks_to_hand_over(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_handover(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()


def _number(named: str) -> int:
    """Read the number of a claim. Raises NotFound, and names what was asked for."""
    if not (named.isascii() and named.isdecimal() and len(named) <= LONGEST_NUMBER):
        raise refusals.claims.no_such_claim(named)
    return int(named)


def _agenda(visit: Visit, incident: Incident) -> View:
    must_have_points(incident)
    return agenda_window(visit.reader, still_open(incident), Kept(incident=incident.id).written())


def _show_agenda(visit: Visit, incident: Incident) -> None:
    show(visit, _agenda(visit, incident))


def _shared(visit: Visit, after: Incident, respond: Respond) -> None:
    if visit.in_window:
        redraw_window(visit, after)
    else:
        whisper(respond, as_message(visit.reader.say(_SHARED)), visit.request)


def _show_settle(visit: Visit, incident: Incident, number: int, *, true: bool) -> None:
    claim = claims.claim_of(incident, number)
    # Refused now rather than after the form was filled: somebody may have settled it meanwhile.
    wanted = SettleClaim(incident=incident.id, claim=number, true=true, words=_SOME_WORDS)
    claims.settle(incident, wanted, by=visit.user, now=visit.desk.clock.now())
    status = Verification.VERIFIED if true else Verification.FALSE
    metadata = opened_from(visit, incident, f"{number}|{status}").written()
    show(visit, drawn.settle_form(visit.reader, Draft(incident=incident, metadata=metadata), claim, status))


def _show_handover(visit: Visit, incident: Incident) -> None:
    log = visit.desk.looking.everything(still_open(incident)).log
    kept = replace(opened_from(visit, incident), known=incident.seq)
    draft = Draft(incident=incident, metadata=kept.written())
    show(visit, handover.hand_over_form(visit.reader, draft, log))


# The forms that came back, each as one order.


def _settled(form: Form) -> SettleClaim:
    number, _, status = form.kept.subject.partition("|")
    true = status == Verification.VERIFIED
    return SettleClaim(incident=form.incident, claim=int(number), true=true, words=form.filled.text("words"))


def _handed_over(form: Form) -> HandOver:
    to = form.filled.person("person") or form.visit.person(None)
    return HandOver(incident=form.incident, to=to, known=form.kept.known)


# The commands.


def _point(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.text == HELD:
        show(visit, held_form(visit, incident))
    else:
        _show_agenda(visit, incident)
    return None


def _claim(visit: Visit, typed: Typed) -> Answer:
    return _kept(visit, typed, Verification.TO_VERIFY)


def _fact(visit: Visit, typed: Typed) -> Answer:
    return _kept(visit, typed, Verification.VERIFIED)


def _kept(visit: Visit, typed: Typed, status: Verification) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        draft = Draft(incident=incident, metadata=opened_from(visit, incident).written(), chosen=status)
        show(visit, forms.write_log(visit.reader, draft, ()))
        return None
    after = carry_out(visit, WriteLog(incident=incident.id, text=typed.text, status=status))
    number, text = _kept_as(after, visit, typed.text), framed(cut(typed.text, SHOWN))
    return as_message(visit.reader.say(_KEPT[status], ref=after.ref, n=number, text=text))


def _kept_as(after: Incident, visit: Visit, text: str) -> int:
    """Give the number of the claim just kept. The same message may arrive again when others were kept since."""
    own = (c.number for c in reversed(after.claims) if c.by == visit.user and c.text == paragraph(text))
    return next(own, after.claims[-1].number)


def _verify(visit: Visit, typed: Typed) -> Answer:
    return _said(visit, typed, true=True)


def _refute(visit: Visit, typed: Typed) -> Answer:
    return _said(visit, typed, true=False)


def _said(visit: Visit, typed: Typed, *, true: bool) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.step:
        _show_agenda(visit, incident)
        return None
    number = _number(typed.step)
    order = SettleClaim(incident=incident.id, claim=number, true=true, words=typed.text)
    after = carry_out(visit, order)
    return as_message(drawn.claim_line(visit.reader, claims.claim_of(after, number)))


def _handover(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.person is None:
        log = visit.desk.looking.everything(still_open(incident)).log
        return handover.brief(visit.reader, incident, log)
    after = carry_out(visit, HandOver(incident=incident.id, to=visit.person(typed.person)))
    if after.lead == visit.user:
        return handover.taken(visit.reader, after, visit.desk.looking.everything(after).log)
    return as_message(visit.reader.say(_HANDED, ref=after.ref, who=mention(after.lead)))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.POINT: _point,
    Verb.CLAIM: _claim,
    Verb.FACT: _fact,
    Verb.VERIFY: _verify,
    Verb.REFUTE: _refute,
    Verb.HANDOVER: _handover,
}

_SOME_WORDS: Final = "…"  # Words that will come: only whether it can be settled at all is tried.
_SHARED: Final = Words(en="✅ The agenda goes to the channel.", fr="✅ L’ordre du jour part dans le canal.")
_KEPT: Final = {
    Verification.TO_VERIFY: Words(
        en="✅ {ref}: claim {n} is to be verified. `/crisis verify {n}` or `/crisis refute {n}` settles it.\n{text}",
        fr="✅ {ref} : information {n} à vérifier. `/crise confirmer {n}` ou `/crise infirmer {n}` la règle.\n{text}",
    ),
    Verification.VERIFIED: Words(
        en="✅ {ref}: fact {n}, verified, is kept\n{text}",
        fr="✅ {ref} : information {n}, vérifiée, consignée\n{text}",
    ),
}
_HANDED: Final = Words(
    en="✅ {who} leads {ref} and gets the brief.", fr="✅ {who} pilote {ref} et reçoit le point de relève."
)
